package app

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
)

// certifikater are the certificates somebody must renew in time: those this process serves with, and those the exporter calls with
// and trusts. Both are read again when their files have changed.
type certifikater struct {
	egne func() []*x509.Certificate // nil: it serves without

	mu     sync.Mutex
	maerke string
	kendte []*x509.Certificate
}

func (c *certifikater) serverens() []*x509.Certificate {
	if c.egne == nil {
		return nil
	}
	return c.egne()
}

// certifikatkilder gives both kinds.
func (t *tjeneste) certifikatkilder(ctx context.Context) (own, client []*x509.Certificate, err error) {
	p, err := t.b.politik(ctx)
	if err != nil || p.Certifikat == "" {
		return t.certs.serverens(), nil, err
	}
	client, err = t.certs.klient(p.Certifikat)
	return t.certs.serverens(), client, err
}

// klientfiler are the files the exporter's security lies in: its certificate, and what it trusts beside it.
func klientfiler(file string) []string {
	directory := filepath.Dir(file)
	beside, _ := filepath.Glob(filepath.Join(directory, "tjeneste*.crt.pem")) // fails only for a bad pattern
	return append([]string{file, filepath.Join(directory, stsOffentlig), filepath.Join(directory, caFil)}, beside...)
}

// klient reads the exporter's certificate and those beside it that answers and tokens are held against.
func (c *certifikater) klient(file string) ([]*x509.Certificate, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, inputError("the policy certifikat: %w", err)
	}
	files := klientfiler(file)
	mark := filmaerke(files...)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.maerke == mark {
		return c.kendte, nil
	}
	par, err := idws.LaesPar(file, os.Getenv(adgangskodeVar))
	if err != nil {
		return nil, inputError("the policy certifikat: %w", err)
	}
	known := []*x509.Certificate{par.Certifikat}
	for _, name := range append(files[3:], files[1]) {
		if trusted, err := laesCertifikat(name); err == nil { // where one is missing, the exporter says so
			known = append(known, trusted)
		}
	}
	c.maerke, c.kendte = mark, known
	return known, nil
}

// The states of a certificate.
const (
	certOK      = "ok"
	certSnart   = "snart"
	certUdloebt = "udløbet"
)

// certifikatstand is a certificate that is in use, as it is shown.
type certifikatstand struct {
	Navn        string    `json:"navn"`
	Hvortil     string    `json:"hvortil"` // in Danish
	Purpose     string    `json:"purpose"`
	Udsteder    string    `json:"udsteder"`
	Serienummer string    `json:"serienummer"`
	Fra         time.Time `json:"fra"`
	Til         time.Time `json:"til"`
	Dage        int       `json:"dage"`
	Tilstand    string    `json:"tilstand"`
	Aftryk      string    `json:"sha256"`
}

// certifikatliste is every certificate in use, each once, with what it is for.
func (b *bro) certifikatliste(ctx context.Context, m *miljoe, c *certifikater) ([]certifikatstand, error) {
	p, err := b.politik(ctx)
	if err != nil {
		return nil, err
	}
	all, seen := []certifikatstand{}, map[string]bool{}
	add := func(c *x509.Certificate, hvortil, purpose string) {
		print := tommel(c)
		if seen[print] {
			return
		}
		seen[print] = true
		u := idws.SeUdloeb(m.Nu(), c)[0]
		one := certifikatstand{Navn: oio.MaskCPR(u.Navn), Hvortil: hvortil, Purpose: purpose, Udsteder: c.Issuer.CommonName, Serienummer: c.SerialNumber.Text(16), Fra: c.NotBefore, Til: c.NotAfter, Dage: u.Dage, Tilstand: certOK, Aftryk: print}
		switch u.Niveau {
		case "":
		case certUdloebt:
			one.Tilstand = certUdloebt
		default:
			one.Tilstand = certSnart
		}
		all = append(all, one)
	}
	words := [][2]string{{"Serverens TLS", "the server's TLS"}, {"Indeksernes underskrift på svar", "the services' signature"}, {"Adgangsbillettens udsteder (STS)", "the token service"}, {"Den lokale udsteder af certifikater", "the local authority"}}
	for i, one := range c.serverens() {
		add(one, words[i][0], words[i][1])
	}
	if p.Certifikat == "" {
		return all, nil
	}
	client, err := c.klient(p.Certifikat)
	for i, one := range client {
		switch i {
		case 0:
			add(one, "Eksportens eget, som der kaldes med", "the exporter's own, that it calls with")
		case len(client) - 1:
			add(one, "Udsteder af adgangsbilletter, som eksporten stoler på", "the token service the exporter trusts")
		default:
			add(one, "Underskrift på svar, som eksporten stoler på", "a service the exporter trusts")
		}
	}
	return all, err
}

// udloeb is how long each certificate still holds, each once.
func (t *tjeneste) udloeb(ctx context.Context) ([]udloeb, error) {
	own, client, err := t.certifikatkilder(ctx)
	var all []udloeb
	seen := make(map[string]bool)
	for _, c := range append(append([]*x509.Certificate(nil), own...), client...) {
		if seen[string(c.Raw)] {
			continue
		}
		seen[string(c.Raw)] = true
		all = append(all, udloeb{idws.SeUdloeb(t.m.Nu(), c)[0], c})
	}
	return all, err
}

type udloeb struct {
	idws.Udloeb
	certifikat *x509.Certificate
}

// graenser are the days left at which somebody is told, the last of them when it is over.
var graenser = []int{30, 7, 0}

// graenseFor is the lowest threshold a certificate has crossed.
func graenseFor(u udloeb) (crossed int, any bool) {
	for _, g := range graenser {
		if u.Dage < g || (g == 0 && u.Niveau == "udløbet") {
			crossed, any = g, true
		}
	}
	return crossed, any
}

// certTjek is how often the certificates are looked at.
const certTjek = time.Hour

// vogtCertifikater looks at the certificates now and then until the context ends, and tells each threshold once.
func (t *tjeneste) vogtCertifikater(ctx context.Context, carrier *postbud) error {
	told := make(map[string]int) // in the log of this process
	for {
		if err := t.tjekCertifikater(ctx, carrier, told); err != nil && ctx.Err() == nil {
			t.log.Error("certificates could not be looked after; tried again", "next_try", certTjek, "err", err)
		}
		timer := time.NewTimer(certTjek)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

func (t *tjeneste) tjekCertifikater(ctx context.Context, carrier *postbud, told map[string]int) error {
	all, err := t.udloeb(ctx)
	for _, u := range all {
		g, due := graenseFor(u)
		if last, known := told[u.aftryk()]; due && (!known || last != g) {
			told[u.aftryk()] = g
			t.log.Warn("certificate must be renewed", "certificate", u.Navn, "days", u.Dage, "until", u.Til.Format("2006-01-02"))
		}
	}
	if carrier != nil {
		err = errors.Join(err, t.varsl(ctx, carrier, all))
	}
	return err
}

// varselFil keeps which thresholds of which certificate have been mailed, so that a restart repeats none; varselLaas lets one process of
// a data directory do it at a time.
const (
	varselFil  = "varsler.json"
	varselLaas = "varsler.lock"
)

// alene does something unless another process of the data directory is at it, as the lock file says.
func (t *tjeneste) alene(name string, do func() error) error {
	lock, err := os.OpenFile(filepath.Join(t.m.data, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	defer func() { _ = lock.Close() }() // which also gives it up
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return nil
	} else if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return do()
}

// varsl mails each threshold of each certificate once. What cannot be delivered is tried again next time.
func (t *tjeneste) varsl(ctx context.Context, carrier *postbud, all []udloeb) error {
	return t.alene(varselLaas, func() error { return t.varslNu(ctx, carrier, all) })
}

func (t *tjeneste) varslNu(ctx context.Context, carrier *postbud, all []udloeb) error {
	path := filepath.Join(t.m.data, varselFil)
	told := make(map[string]time.Time) // by certificate and threshold
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &told)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("warn by mail: read %s: %w", varselFil, err)
	}
	for _, u := range all {
		g, due := graenseFor(u)
		key := fmt.Sprintf("%s/%d", u.aftryk(), g)
		if _, known := told[key]; known || !due {
			continue
		}
		if err := carrier.send(ctx, carrier.valg.Til, varselEmne(u), varselTekst(u), t.m.Nu()); err != nil {
			return err
		}
		told[key] = t.m.Nu()
		if err := skrivHelt(path, told); err != nil {
			return err
		}
		t.log.Info("warned by mail", "certificate", u.Navn, "days", u.Dage)
	}
	return nil
}

// skrivHelt replaces a file whole.
func skrivHelt(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".ny-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }() // gone when it was renamed
	_, err = draft.Write(append(text, '\n'))
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return os.Rename(draft.Name(), path)
}

// aftryk is what tells a certificate from the one that replaces it.
func (u udloeb) aftryk() string {
	sum := sha256.Sum256(u.certifikat.Raw)
	return hex.EncodeToString(sum[:16])
}

// varselslinje is a certificate's state in one sentence for people.
func varselslinje(u udloeb) string {
	on := sprog.Dato(oio.DatoOf(u.Til))
	if u.Niveau == "udløbet" {
		return fmt.Sprintf("Certifikatet %s udløb %s.", u.Navn, on)
	}
	return fmt.Sprintf("Certifikatet %s udløber om %s, %s.", u.Navn, sprog.Antal(u.Dage, "dag", "dage"), on)
}

func varselEmne(u udloeb) string {
	return "Indeksbro: " + strings.TrimSuffix(varselslinje(u), ".")
}

func varselTekst(u udloeb) string {
	return varselslinje(u) + "\r\n\r\n" +
		"Når det er udløbet, kan kald mellem Indeksbro og de andre systemer ikke gennemføres.\r\n" +
		"Bestil et nyt hos udstederen, og læg det på det gamles plads; det tages i brug af sig selv. Er det et lokalt certifikat: indeksbro certs --ny.\r\n\r\n" +
		"Udsteder: " + u.certifikat.Issuer.CommonName + "\r\n" +
		"Serienummer: " + u.certifikat.SerialNumber.Text(16) + "\r\n\r\n" +
		"Denne besked sendes én gang for hvert certifikat, når der er 30 dage tilbage, når der er 7, og når det er udløbet.\r\n"
}

// Varsler implements web.Varsler: what an administrator must see to.
func (t *tjeneste) Varsler(ctx context.Context) []string {
	all, err := t.udloeb(ctx)
	if err != nil {
		t.log.Warn("certificates are not known now", "err", err)
	}
	var lines []string
	for _, u := range all {
		if _, due := graenseFor(u); due {
			lines = append(lines, varselslinje(u))
		}
	}
	if t.login != nil {
		lines = append(lines, t.login.Varsler()...)
	}
	return lines
}
