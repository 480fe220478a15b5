package app

import (
	"bufio"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
)

// postkasse is a mail server on this machine (RFC 5321, as much as a sender needs). It keeps what it was handed.
type postkasse struct {
	addr string

	mu      sync.Mutex
	breve   []string
	til     []string
	afvises bool
}

func nyPostkasse(t *testing.T) *postkasse {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	p := &postkasse{addr: listener.Addr().String()}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go p.tag(c)
		}
	}()
	return p
}

func (p *postkasse) tag(c net.Conn) {
	defer func() { _ = c.Close() }()
	in := bufio.NewReader(c)
	say := func(text string) { _, _ = io.WriteString(c, text+"\r\n") }
	say("220 postkasse")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		p.mu.Lock()
		refuse := p.afvises
		p.mu.Unlock()
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-postkasse\r\n250 8BITMIME")
		case "RCPT":
			if refuse {
				say("451 not now")
				continue
			}
			p.mu.Lock()
			p.til = append(p.til, rest)
			p.mu.Unlock()
			say("250 ok")
		case "DATA":
			say("354 go on")
			var letter strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				letter.WriteString(strings.TrimPrefix(line, "."))
			}
			p.mu.Lock()
			p.breve = append(p.breve, letter.String())
			p.mu.Unlock()
			say("250 kept")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (p *postkasse) antal() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.breve)
}

// brev reads one mail: its subject and its text.
func (p *postkasse) brev(t *testing.T, i int) (subject, text string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	m, err := mail.ReadMessage(strings.NewReader(p.breve[i]))
	if err != nil {
		t.Fatal(err)
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return subject, string(body)
}

// medKreds gives a service that serves with certificates made at its clock.
func medKreds(t *testing.T) (*syg, *kreds) {
	t.Helper()
	s := nySyg(t)
	directory := filepath.Join(s.data, certMappe)
	if err := lavKreds(directory, s.b.kommune, []string{"localhost"}, s.now); err != nil {
		t.Fatal(err)
	}
	chain, err := laesKreds(directory)
	if err != nil {
		t.Fatal(err)
	}
	s.sikret(http.NotFoundHandler(), (&maskiner{noegle: "x"}).adgang, chain)
	return s, chain
}

// kunServerens leaves one certificate to be looked after.
func kunServerens(s *syg) {
	all := s.certs.egne
	s.certs.egne = func() []*x509.Certificate { return all()[:1] }
}

// TestACertificateIsToldOfOnceForEachThreshold lets time go until it is over, with a restart between each look.
func TestACertificateIsToldOfOnceForEachThreshold(t *testing.T) {
	t.Parallel()
	s, chain := medKreds(t)
	kunServerens(s) // the server's
	box := nyPostkasse(t)
	env := []string{}
	carrier, err := nytPostbud(mailvalg{Relay: box.addr, Fra: "Indeksbro <indeksbro@example.dk>", Til: []string{"drift@example.dk", "vagt@example.dk"}}, env)
	if err != nil {
		t.Fatal(err)
	}
	end := chain.nyeste().server.Certifikat.NotAfter
	day := 24 * time.Hour
	for _, step := range []struct {
		left time.Duration
		want int // mails in all
	}{{31 * day, 0}, {30*day - time.Hour, 1}, {29 * day, 1}, {8 * day, 1}, {7*day - time.Hour, 2}, {day, 2}, {-time.Hour, 3}, {-day, 3}} {
		s.now = end.Add(-step.left)
		if err := s.tjekCertifikater(t.Context(), carrier, make(map[string]int)); err != nil { // an empty map: a process that has just begun
			t.Fatal(err)
		}
		if got := box.antal(); got != step.want {
			t.Fatalf("%s before the end: %d mails, want %d", step.left, got, step.want)
		}
	}
	subject, text := box.brev(t, 0)
	if subject != "Indeksbro: Certifikatet Indeksbro server udløber om 29 dage, "+datoOrd(end) || !strings.Contains(text, "Bestil et nyt") || !strings.Contains(text, "Serienummer: ") {
		t.Errorf("the mail says %q\n%s", subject, text)
	}
	if subject, _ := box.brev(t, 2); !strings.Contains(subject, "udløb ") {
		t.Errorf("the last mail says %q", subject)
	}
	if len(box.til) != 6 || box.til[0] != "TO:<drift@example.dk>" || box.til[1] != "TO:<vagt@example.dk>" {
		t.Errorf("receivers %q", box.til)
	}
	// Another certificate with the same name is another.
	s.now = s.now.Add(day)
	if err := lavKreds(filepath.Join(s.data, certMappe), s.b.kommune, []string{"localhost"}, s.now); err != nil {
		t.Fatal(err)
	}
	renewed, err := laesKreds(filepath.Join(s.data, certMappe))
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []time.Duration{40 * day, 20 * day} {
		s.now = renewed.nyeste().server.Certifikat.NotAfter.Add(-left)
		if err := s.tjekCertifikater(t.Context(), carrier, make(map[string]int)); err != nil {
			t.Fatal(err)
		}
	}
	if got := box.antal(); got != 4 {
		t.Errorf("%d mails after the renewed one nears its end, want 4", got)
	}
}

func datoOrd(at time.Time) string {
	months := [...]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"}
	y, m, d := at.In(oio.Koebenhavn).Date()
	return fmt.Sprintf("%d. %s %d", d, months[m-1], y)
}

// A mail that could not be delivered is delivered later, and then not again.
func TestAMailThatIsRefusedIsTriedAgain(t *testing.T) {
	t.Parallel()
	s, chain := medKreds(t)
	kunServerens(s)
	box := nyPostkasse(t)
	box.afvises = true
	carrier, err := nytPostbud(mailvalg{Relay: box.addr, Fra: "a@example.dk", Til: []string{"b@example.dk"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.now = chain.nyeste().server.Certifikat.NotAfter.Add(-time.Hour)
	if err := s.tjekCertifikater(t.Context(), carrier, make(map[string]int)); err == nil || !strings.Contains(err.Error(), "451") {
		t.Errorf("refused, yet %v", err)
	}
	box.mu.Lock()
	box.afvises = false
	box.mu.Unlock()
	for range 2 {
		if err := s.tjekCertifikater(t.Context(), carrier, make(map[string]int)); err != nil {
			t.Fatal(err)
		}
	}
	if got := box.antal(); got != 1 {
		t.Errorf("%d mails, want 1", got)
	}
}

func TestAPasswordIsNotSentInClearToAnotherMachine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		valg mailvalg
		want string
	}{
		"no receiver": {mailvalg{Relay: "mail.example.dk:25", Fra: "a@example.dk"}, "set mail.fra and mail.til"},
		"no password": {mailvalg{Relay: "mail.example.dk:25", Fra: "a@example.dk", Til: []string{"b@example.dk"}, Bruger: "u"}, "there is no password"},
		"two lines":   {mailvalg{Relay: "mail.example.dk:25", Fra: "a@example.dk\r\nBcc: c@example.dk", Til: []string{"b@example.dk"}}, "want a mail address"},
		"no port":     {mailvalg{Relay: "mail.example.dk", Fra: "a@example.dk", Til: []string{"b@example.dk"}}, "want HOST:PORT"},
	} {
		if _, err := nytPostbud(c.valg, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	box := nyPostkasse(t)
	carrier, err := nytPostbud(mailvalg{Relay: box.addr, Fra: "a@example.dk", Til: []string{"b@example.dk"}, Bruger: "u"}, []string{mailAdgangskodeVar + "=hemmelig"})
	if err != nil {
		t.Fatal(err)
	}
	// The box offers no log-in and no encryption: nothing is delivered, and the password stays here.
	if err := carrier.send(t.Context(), []string{"b@example.dk"}, "x", "y", proevedag); err == nil || box.antal() != 0 {
		t.Errorf("delivered without the log-in that was asked for: %v", err)
	}
}

// The front page tells an administrator and nobody else.
func TestTheFrontPageTellsAnAdministratorOfCertificates(t *testing.T) {
	t.Parallel()
	s, chain := medKreds(t)
	s.now = chain.nyeste().server.Certifikat.NotAfter.Add(-12*24*time.Hour - time.Hour)
	page := func(role adgang.Roller) string {
		pages := web.New(web.Config{Kommune: web.Kommune{CVR: s.b.kommune, Navn: "Korsbæk"}, Indeks: s.b.index, Organisation: s.b, Status: s.b, Varsler: s, Identiteter: rolle(role), Audit: s.b, Nu: s.m.Nu, Log: s.log})
		answer := httptest.NewRecorder()
		pages.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
		return answer.Body.String()
	}
	const want = "Certifikatet Indeksbro server udløber om 12 dage"
	if body := page(adgang.CuraAdministrator); !strings.Contains(body, want) {
		t.Errorf("an administrator is not told:\n%s", body)
	}
	for _, other := range []adgang.Roller{0, adgang.Borger, adgang.Sagsbehandler} {
		if strings.Contains(page(other), want) {
			t.Errorf("role %d is told", other)
		}
	}
}

// rolle is somebody with one role, or nobody.
type rolle adgang.Roller

// Hvem implements web.Identiteter.
func (r rolle) Hvem(*http.Request) (web.Identitet, bool) {
	return web.Identitet{Roller: adgang.Roller(r), Bruger: "x", Kommune: oio.Korsbaek}, r != 0
}

// TestServeWarnsOfTheExportersCertificate runs the service as the packaged one is configured, twice: one mail.
func TestServeWarnsOfTheExportersCertificate(t *testing.T) {
	t.Parallel()
	directory, data := filepath.Join(os.TempDir(), "indeksbro-"+rand.Text()), lille(t) // the numbers of t.TempDir may look like a citizen's
	t.Cleanup(func() { _ = os.RemoveAll(directory) })
	if err := lavKreds(directory, oio.Korsbaek, []string{"localhost"}, proevedag); err != nil {
		t.Fatal(err)
	}
	chain, err := laesKreds(directory)
	if err != nil {
		t.Fatal(err)
	}
	validity := chain.nyeste().server.Certifikat.NotAfter.Sub(proevedag)
	if err := lavKreds(directory, oio.Korsbaek, []string{"localhost"}, proevedag.Add(5*24*time.Hour+time.Hour-validity)); err != nil {
		t.Fatal(err)
	}
	client, err := laesCertifikat(filepath.Join(directory, "klient.crt.pem"))
	if err != nil {
		t.Fatal(err)
	}
	days := client.NotAfter.Sub(proevedag).Hours() / 24
	if days < 4 || days > 7 {
		t.Fatalf("the certificate holds %v days more", days)
	}
	skal(t, data, "policy", "set", "certifikat="+filepath.Join(directory, klientFil))
	box := nyPostkasse(t)
	file := konfigMed(t, "addr: 127.0.0.1:0\nmail:\n  relay: "+box.addr+"\n  fra: indeksbro@example.dk\n  til:\n    - drift@example.dk\n")
	first := start(t, data, "--config", file, "serve")
	until(t, "a mail for the client and for the two it trusts", func() bool { return box.antal() == 3 })
	if metrics := first.get(t, http.DefaultClient, "/metrics").body; !strings.Contains(metrics, fmt.Sprintf("indeksbro_certificate_days{certifikat=\"Fiktivt EOJ\",kommune=\"11111111\"} %d\n", int(days))) {
		t.Errorf("the days left are not among the figures:\n%s", metrics)
	}
	if code := first.stop(); code != exitDone {
		t.Fatalf("exit code %d: %s", code, first.log)
	}
	second := start(t, data, "--config", file, "serve")
	until(t, "the second process looks too", func() bool { return strings.Count(second.log.String(), "certificate must be renewed") == 3 })
	second.stop()
	if got := box.antal(); got != 3 {
		t.Errorf("%d mails after a restart, want 3", got)
	}
}
