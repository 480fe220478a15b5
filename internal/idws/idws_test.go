package idws

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

const (
	audience = "http://entityid.kombit.dk/service/ydi/ydelseindeks/6"
	stsNavn  = "https://sts.indeksbro.test/runtime"
	adresse  = "https://127.0.0.1/soap/YdelseIndeks/6"
	action   = "http://kombit.dk/sts/ydelseindeks/importer"
)

var middag = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// kreds is one local chain: keys are costly, so all tests share one.
var kreds = sync.OnceValue(func() (k struct {
	ca                           *Myndighed
	sts, klient, tjeneste, anden Par
}) {
	var err error
	if k.ca, err = NyMyndighed(middag); err != nil {
		panic(err)
	}
	for name, to := range map[string]*Par{"STS": &k.sts, "EOJ": &k.klient, "YDI": &k.tjeneste, "Fremmed": &k.anden} {
		if *to, err = k.ca.Udsted(name, "11111111", []string{"127.0.0.1"}, middag); err != nil {
			panic(err)
		}
	}
	return k
})

func nytToken(t testing.TB, change func(*Token)) *Token {
	t.Helper()
	wish := Token{Udsteder: stsNavn, Audience: audience, Fra: middag, Til: middag.Add(time.Hour), Holder: kreds().klient.Certifikat, CVR: oio.Korsbaek,
		Roller: []Rolle{{Privilegium: "http://x/roles/rediger/1", CVR: oio.Korsbaek, Graenser: map[string]string{"KLE": "27.*"}}}}
	if change != nil {
		change(&wish)
	}
	made, err := Udsted(kreds().sts, wish, middag)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func besked() Besked {
	return Besked{V12: true, Action: action, MessageID: "urn:uuid:" + tilfaeldigUUID(), To: adresse, TransaktionsID: "x",
		Krop: []byte(`<yi:ImporterYdelseIndeksInput xmlns:yi="urn:oio:sts:ydelse:ydelseindeks:6"><yi:a>æ &amp; ø</yi:a></yi:ImporterYdelseIndeksInput>`)}
}

func anmodning(t testing.TB, b Besked, token *Token) []byte {
	t.Helper()
	signed, err := (&Underskriver{kreds().klient}).MedToken(b, token, middag)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func kontrollant() *Kontrollant {
	pool := x509.NewCertPool()
	pool.AddCert(kreds().ca.Par.Certifikat)
	return &Kontrollant{STS: &kreds().sts.Noegle.PublicKey, Udsteder: stsNavn, Klienter: pool, Adresse: func(to string) bool { return to == adresse }}
}

func parse(t testing.TB, message []byte) *xmltree.Document {
	t.Helper()
	doc, err := xmltree.Laes(message, xmltree.Graenser{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestARequestIsBelievedOnce(t *testing.T) {
	t.Parallel()
	k := kontrollant()
	b := besked()
	b.Liberty = true
	message := anmodning(t, b, nytToken(t, nil))
	sender, err := k.Efterproev(parse(t, message), audience, middag.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if sender.Token.CVR != oio.Korsbaek || len(sender.Token.Roller) != 1 || sender.Token.Roller[0].Graenser["KLE"] != "27.*" || sender.Krop.FoersteBarn().Navn().Lokal != "ImporterYdelseIndeksInput" {
		t.Errorf("%+v", sender.Token)
	}
	if _, err := k.Efterproev(parse(t, message), audience, middag.Add(time.Minute)); kode(err) != "wsse:InvalidSecurity" {
		t.Errorf("the same message again: %v", err)
	}
}

func kode(err error) string {
	var f *Fejl
	if errors.As(err, &f) {
		return f.Subkode
	}
	return ""
}

func TestWhatIsNotAsItMustBeIsRefused(t *testing.T) {
	t.Parallel()
	swap := func(from, to string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, from) {
				panic("nothing to change: " + from)
			}
			return strings.Replace(s, from, to, 1)
		}
	}
	body := `<s:Body wsu:Id="body">`
	for name, c := range map[string]struct {
		change func(string) string
		token  func(*Token)
		when   time.Duration
		code   string
	}{
		"another body":         {change: swap("æ &amp; ø", "æ &amp; å"), code: "wsse:FailedCheck"},
		"another action":       {change: swap(action+"<", action+"2<"), code: "wsse:FailedCheck"},
		"another address":      {change: swap(adresse, adresse+"2"), code: "wsse:FailedCheck"},
		"another token text":   {change: swap("11111111</saml:AttributeValue>", "22222222</saml:AttributeValue>"), code: "wsse:InvalidSecurityToken"},
		"a comment in a token": {change: swap("<saml:Audience>http", "<saml:Audience>h<!-- x -->ttp"), code: ""},
		"no signature": {change: func(s string) string {
			i, j := strings.LastIndex(s, "<ds:Signature "), strings.LastIndex(s, "</ds:Signature>")
			return s[:i] + s[j+len("</ds:Signature>"):]
		}, code: "wsse:InvalidSecurity"},
		"body wrapped": {change: func(s string) string {
			i := strings.Index(s, body)
			j := strings.Index(s, "</s:Body>") + 9
			return strings.Replace(s[:i], "<s:Header>", "<s:Header><x>"+s[i:j]+"</x>", 1) + `<s:Body wsu:Id="other"><evil/></s:Body>` + s[j:]
		}, code: "wsse:FailedCheck"},
		"body without id": {change: func(s string) string {
			i := strings.Index(s, body)
			j := strings.Index(s, "</s:Body>") + 9
			return strings.Replace(s[:i], "<s:Header>", "<s:Header><x>"+s[i:j]+"</x>", 1) + `<s:Body><evil/></s:Body>` + s[j:]
		}, code: "wsse:FailedCheck"},
		"two bodies":           {change: swap(body, `<s:Body><evil/></s:Body>`+body), code: "wsse:InvalidSecurity"},
		"an id twice":          {change: swap(body, `<s:Body wsu:Id="to">`), code: "wsse:InvalidSecurity"},
		"a further header":     {change: swap("<s:Header>", `<s:Header><wsa:FaultTo><wsa:Address>http://evil</wsa:Address></wsa:FaultTo>`), code: "wsse:FailedCheck"},
		"an action first":      {change: swap("<s:Header>", `<s:Header><wsa:Action>evil</wsa:Action>`), code: "wsse:FailedCheck"},
		"an unknown order":     {change: swap("<s:Header>", `<s:Header><e s:mustUnderstand="1"/>`), code: "wsse:InvalidSecurity"},
		"two security headers": {change: swap("<s:Header>", `<s:Header><wsse:Security/>`), code: "wsse:InvalidSecurity"},
		"SHA-1":                {change: swap(algSHA256, "http://www.w3.org/2000/09/xmldsig#sha1"), code: "wsse:InvalidSecurityToken"},
		"HMAC": {change: func(s string) string {
			i := strings.LastIndex(s, algRSASHA256)
			return s[:i] + "http://www.w3.org/2000/09/xmldsig#hmac-sha1" + s[i+len(algRSASHA256):]
		}, code: "wsse:FailedCheck"},
		"another transform": {change: func(s string) string {
			i := strings.LastIndex(s, `<ds:Transform Algorithm="`+algC14N)
			return s[:i] + strings.Replace(s[i:], algC14N, "http://www.w3.org/TR/1999/REC-xslt-19991116", 1)
		}, code: "wsse:FailedCheck"},
		"too old":          {when: 11 * time.Minute, code: "wsu:MessageExpired"},
		"from the future":  {when: -7 * time.Minute, code: "wsu:MessageExpired"},
		"another audience": {token: func(t *Token) { t.Audience = "http://another" }, code: "wsse:InvalidSecurityToken"},
		"another issuer":   {token: func(t *Token) { t.Udsteder = "http://another" }, code: "wsse:InvalidSecurityToken"},
		"an old token":     {token: func(t *Token) { t.Fra, t.Til = middag.Add(-2*time.Hour), middag.Add(-time.Hour) }, code: "wsse:InvalidSecurityToken"},
		"a token to come":  {token: func(t *Token) { t.Fra = middag.Add(time.Hour) }, code: "wsse:InvalidSecurityToken"},
		"another holder":   {token: func(t *Token) { t.Holder = kreds().anden.Certifikat }, code: "wsse:FailedCheck"},
		"no authority":     {token: func(t *Token) { t.CVR = "" }, code: "wsse:InvalidSecurityToken"},
	} {
		message := string(anmodning(t, besked(), nytToken(t, c.token)))
		if c.change != nil {
			message = c.change(message)
		}
		_, err := kontrollant().Efterproev(parse(t, []byte(message)), audience, middag.Add(time.Minute+c.when))
		if c.code == "" {
			if err != nil {
				t.Errorf("%s: %v, but it changes nothing that is read", name, err)
			}
			continue
		}
		if kode(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	foreign, err := Udsted(kreds().anden, *nytToken(t, nil), middag)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kontrollant().Efterproev(parse(t, anmodning(t, besked(), foreign)), audience, middag); kode(err) != "wsse:InvalidSecurityToken" {
		t.Errorf("a token of another service: %v", err)
	}
	stranger, err := NyMyndighed(middag)
	if err != nil {
		t.Fatal(err)
	}
	k := kontrollant()
	k.Klienter = x509.NewCertPool()
	k.Klienter.AddCert(stranger.Par.Certifikat)
	if _, err := k.Efterproev(parse(t, anmodning(t, besked(), nytToken(t, nil))), audience, middag); kode(err) != "wsse:FailedAuthentication" {
		t.Errorf("a caller nobody vouches for: %v", err)
	}
	if _, err := xmltree.Laes([]byte("<!DOCTYPE x>"+string(anmodning(t, besked(), nytToken(t, nil)))), xmltree.Graenser{}); err == nil {
		t.Error("a document type is read")
	}
}

// TestATokenSeenBeforeIsVouchedForNoLonger: a token is verified once and remembered, but whatever was true of it is asked anew of each
// message, and what differs from it by a byte is another token.
func TestATokenSeenBeforeIsVouchedForNoLonger(t *testing.T) {
	t.Parallel()
	k := kontrollant()
	token := nytToken(t, nil)
	believe := func(what string, message []byte, audience string, when time.Time, want string) {
		t.Helper()
		if _, err := k.Efterproev(parse(t, message), audience, when); kode(err) != want || (want == "" && err != nil) {
			t.Errorf("%s: %v, want %q", what, err, want)
		}
	}
	fresh := func(when time.Time) []byte {
		signed, err := (&Underskriver{kreds().klient}).MedToken(besked(), token, when)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	for range 3 {
		believe("the token again", fresh(middag), audience, middag, "")
	}
	if len(k.tokens) != 1 {
		t.Fatalf("%d tokens are remembered", len(k.tokens))
	}
	believe("for another service", fresh(middag), "http://another", middag, "wsse:InvalidSecurityToken")
	late := middag.Add(2 * time.Hour)
	believe("when it has run out", fresh(late), audience, late, "wsse:InvalidSecurityToken")
	changed := strings.Replace(string(fresh(middag)), "11111111</saml:AttributeValue>", "22222222</saml:AttributeValue>", 1)
	believe("with another authority", []byte(changed), audience, middag, "wsse:InvalidSecurityToken")
	i := strings.Index(string(fresh(middag)), "<saml:Subject>")
	signature := string(fresh(middag)) // the token's SignatureValue with one character changed: same content, another signature
	at := strings.Index(signature[:i], "<ds:SignatureValue>") + len("<ds:SignatureValue>")
	other := byte('A')
	if signature[at] == other {
		other = 'B'
	}
	believe("with another signature", []byte(signature[:at]+string(other)+signature[at+1:]), audience, middag, "wsse:InvalidSecurityToken")
	stolen, err := (&Underskriver{kreds().anden}).MedToken(besked(), token, middag)
	if err != nil {
		t.Fatal(err)
	}
	believe("with another's key", stolen, audience, middag, "wsse:FailedCheck")
	if len(k.tokens) != 1 {
		t.Errorf("%d tokens are remembered after what was refused", len(k.tokens))
	}
}

func TestMoreIdsOrReferencesThanAMessageNeedsAreRefused(t *testing.T) {
	t.Parallel()
	message := string(anmodning(t, besked(), nytToken(t, nil)))
	var ids strings.Builder
	for i := range flestIds + 1 {
		ids.WriteString(`<x Id="i` + strings.Repeat("x", i) + `"/>`)
	}
	many := strings.Replace(message, "<s:Header>", "<s:Header><h>"+ids.String()+"</h>", 1)
	if _, err := kontrollant().Efterproev(parse(t, []byte(many)), audience, middag); kode(err) != "wsse:InvalidSecurity" {
		t.Errorf("many ids: %v", err)
	}
}

// TestAMutatedMessageIsNeverBelieved changes bytes at random: either the message is refused, or what was signed is untouched.
func TestAMutatedMessageIsNeverBelieved(t *testing.T) {
	t.Parallel()
	message := anmodning(t, besked(), nytToken(t, nil))
	want := sagt(t, parse(t, message))
	random := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		changed := bytes.Clone(message)
		for range 1 + random.IntN(3) {
			switch i := random.IntN(len(changed)); random.IntN(3) {
			case 0:
				changed[i] = byte(random.IntN(256))
			case 1:
				changed = append(changed[:i], changed[i+1:]...)
			default:
				j := min(len(changed), i+random.IntN(40))
				changed = append(changed[:i:i], append(bytes.Clone(changed[i:j]), changed[i:]...)...)
			}
		}
		doc, err := xmltree.Laes(changed, xmltree.Graenser{})
		if err != nil {
			continue
		}
		if _, err := kontrollant().Efterproev(doc, audience, middag); err == nil && sagt(t, doc) != want {
			t.Fatalf("a changed message is believed:\n%s", changed)
		}
	}
}

// sagt is what of a message somebody acts on.
func sagt(t testing.TB, doc *xmltree.Document) string {
	t.Helper()
	p, err := laes(doc)
	if err != nil {
		t.Fatal(err)
	}
	return string(p.body.AppendC14N(nil, nil, xmltree.Element{})) + p.header.Barn(rumWsa, "Action").Tekst() + p.header.Barn(rumWsa, "To").Tekst()
}

// FuzzEfterproev cuts out of a signed message and puts something in: it is refused, or what is acted on is untouched. The edit is fuzzed and
// not the message, since each process signs with keys of its own.
func FuzzEfterproev(f *testing.F) {
	message := string(anmodning(f, besked(), nytToken(f, nil)))
	want := sagt(f, parse(f, []byte(message)))
	from, to := strings.Index(message, `<s:Body`), strings.Index(message, `</s:Body>`)+len(`</s:Body>`)
	other := strings.Replace(message[from:to], "æ &amp; ø", "å", 1)
	for _, seed := range []struct {
		at, cut int
		put     string
	}{
		{from, 0, other}, {from, to - from, other}, {to, 0, other}, {strings.Index(message, "<s:Header>") + len("<s:Header>"), 0, "<x>" + message[from:to] + "</x>"},
		{strings.Index(message, " wsu:Id=\"body\""), len(" wsu:Id=\"body\""), " Id=\"body\""}, {strings.Index(message, "æ &amp;"), 0, "<!-- x -->"}, {from, 0, " "}, {strings.Index(message, "<yi:a>"), 6, "<yi:a xmlns:yi=\"urn:x\">"},
		{strings.Index(message, "<yi:a>"), 0, "<![CDATA[ ]]>"}, {len(message), 0, "\n"},
	} {
		f.Add(uint16(seed.at), uint16(seed.cut), seed.put)
	}
	f.Fuzz(func(t *testing.T, at, cut uint16, put string) {
		i := min(int(at), len(message))
		changed := message[:i] + put + message[min(i+int(cut), len(message)):]
		doc, err := xmltree.Laes([]byte(changed), xmltree.Graenser{})
		if err != nil {
			return
		}
		if _, err := kontrollant().Efterproev(doc, audience, middag); err == nil && sagt(t, doc) != want {
			t.Fatalf("a changed message is believed:\n%s", changed)
		}
	})
}

func TestAnAnswerIsBelievedOnlyFromItsService(t *testing.T) {
	t.Parallel()
	answer := Besked{V12: true, Action: action + "Response", MessageID: "urn:uuid:1", RelatesTo: "urn:uuid:q", Krop: []byte("<ok/>")}
	signed, err := (&Underskriver{kreds().tjeneste}).MedCertifikat(answer, middag)
	if err != nil {
		t.Fatal(err)
	}
	body, err := EfterproevSvar(parse(t, signed), kreds().tjeneste.Certifikat, "urn:uuid:q", middag)
	if err != nil || !body.FoersteBarn().Er("", "ok") {
		t.Fatal(err)
	}
	for name, try := range map[string]func() error{
		"another service": func() error {
			_, err := EfterproevSvar(parse(t, signed), kreds().anden.Certifikat, "urn:uuid:q", middag)
			return err
		},
		"another request": func() error {
			_, err := EfterproevSvar(parse(t, signed), kreds().tjeneste.Certifikat, "urn:uuid:r", middag)
			return err
		},
		"another body": func() error {
			_, err := EfterproevSvar(parse(t, bytes.Replace(signed, []byte("<ok/>"), []byte("<no/>"), 1)), kreds().tjeneste.Certifikat, "urn:uuid:q", middag)
			return err
		},
	} {
		if try() == nil {
			t.Errorf("%s is believed", name)
		}
	}
}

func udsteder() *Udsteder {
	pool := x509.NewCertPool()
	pool.AddCert(kreds().ca.Par.Certifikat)
	return &Udsteder{Par: kreds().sts, Navn: stsNavn, Klienter: pool, Levetid: time.Hour, Nu: func() time.Time { return middag },
		Tilladelse: func(_ *x509.Certificate, cvr oio.CVR, aud string) ([]Rolle, error) {
			if cvr != oio.Korsbaek || aud != audience {
				return nil, ErrIkkeAftalt
			}
			return []Rolle{{Privilegium: "rediger", CVR: cvr}}, nil
		}}
}

func TestTokensAreFetchedBothWaysAndKept(t *testing.T) {
	t.Parallel()
	calls := 0
	handler := udsteder().Handler()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { calls++; handler.ServeHTTP(w, r) }))
	server.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	server.StartTLS()
	defer server.Close()
	client := server.Client()
	client.Transport.(*http.Transport).TLSClientConfig.Certificates = []tls.Certificate{{Certificate: [][]byte{kreds().klient.Certifikat.Raw}, PrivateKey: kreds().klient.Noegle}}
	for _, rest := range []bool{false, true} {
		calls = 0
		now := middag
		h := &Henter{Adresse: server.URL, REST: rest, STS: kreds().sts.Certifikat, Navn: stsNavn, Par: kreds().klient, HTTP: client, Nu: func() time.Time { return now }}
		first, err := h.Token(t.Context(), oio.Korsbaek, audience)
		if err != nil {
			t.Fatalf("rest %v: %v", rest, err)
		}
		again, err := h.Token(t.Context(), oio.Korsbaek, audience)
		if err != nil || again != first || calls != 1 {
			t.Errorf("rest %v: %d calls, %v", rest, calls, err)
		}
		now = middag.Add(56 * time.Minute) // less than five minutes left
		if _, err := h.Token(t.Context(), oio.Korsbaek, audience); err == nil || calls != 2 {
			t.Logf("rest %v: renewed with %d calls, %v", rest, calls, err)
		}
		now = middag
		h.Smid(audience)
		if renewed, err := h.Token(t.Context(), oio.Korsbaek, audience); err != nil || renewed == first {
			t.Errorf("rest %v: thrown away, %v", rest, err)
		}
		if _, err := h.Token(t.Context(), "22222222", audience); err == nil || !strings.Contains(err.Error(), "101") {
			t.Errorf("rest %v: without an agreement: %v", rest, err)
		}
		if _, err := kontrollant().Efterproev(parse(t, anmodning(t, besked(), first)), audience, middag); err != nil {
			t.Errorf("rest %v: the token does not serve: %v", rest, err)
		}
	}
}

func TestCertificatesAreReadInBothForms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pemText, err := kreds().klient.PEM()
	if err != nil {
		t.Fatal(err)
	}
	p12, err := kreds().klient.PKCS12("hemmelig")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.pem": pemText, "a.p12": p12} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := LaesPar(file, "hemmelig")
		if err != nil || !got.Certifikat.Equal(kreds().klient.Certifikat) || !got.Noegle.Equal(kreds().klient.Noegle) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LaesPar(filepath.Join(dir, "a.p12"), "forkert"); err == nil {
		t.Error("a wrong password opens the file")
	}
	end := kreds().klient.Certifikat.NotAfter
	for left, level := range map[time.Duration]string{60 * 24 * time.Hour: "", 20 * 24 * time.Hour: "snart", 3 * 24 * time.Hour: "straks", -time.Hour: "udløbet"} {
		if got := SeUdloeb(end.Add(-left), kreds().klient.Certifikat)[0].Niveau; got != level {
			t.Errorf("%s left: %q, want %q", left, got, level)
		}
	}
}

// run runs a tool and gives what it prints on both outputs.
func run(t testing.TB, stdin []byte, name string, args ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing; make test installs it", name)
	}
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	return cmd.CombinedOutput()
}

func fil(t testing.TB, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// ider tells xmlsec1 which attributes are ids in an envelope.
var ider = []string{
	"--id-attr:Id", rumWsa + ":Action", "--id-attr:Id", rumWsa + ":MessageID", "--id-attr:Id", rumWsa + ":To", "--id-attr:Id", rumWsa + ":ReplyTo", "--id-attr:Id", rumWsa + ":RelatesTo",
	"--id-attr:Id", rumWsu + ":Timestamp", "--id-attr:Id", rumWsse + ":BinarySecurityToken", "--id-attr:Id", rumSoap12 + ":Body",
}

func TestXmlsec1BelievesWhatWeSign(t *testing.T) {
	t.Parallel()
	b := besked()
	signed, err := (&Underskriver{kreds().klient}).MedCertifikat(b, middag)
	if err != nil {
		t.Fatal(err)
	}
	cert := fil(t, "klient.pem", kreds().klient.CertifikatPEM())
	args := append([]string{"--verify", "--enabled-key-data", "rsa", "--pubkey-cert-pem", cert}, ider...)
	if out, err := run(t, nil, "xmlsec1", append(args, fil(t, "rst.xml", signed))...); err != nil {
		t.Errorf("our signature: %v\n%s", err, out)
	}
	if out, err := run(t, nil, "xmlsec1", append(args, fil(t, "forkert.xml", bytes.Replace(signed, []byte("&amp; ø"), []byte("&amp; å"), 1)))...); err == nil {
		t.Errorf("xmlsec1 believes an altered message: %s", out)
	}
	token := nytToken(t, nil)
	sts := fil(t, "sts.pem", kreds().sts.CertifikatPEM())
	if out, err := run(t, nil, "xmlsec1", "--verify", "--enabled-key-data", "rsa", "--pubkey-cert-pem", sts, "--id-attr:ID", rumSaml+":Assertion", fil(t, "token.xml", []byte(token.XML))); err != nil {
		t.Errorf("our token: %v\n%s", err, out)
	}
}

// TestARequestsSTRDigestIsThatOfTheTools checks what xmlsec1 cannot, the digest of the token through its reference, with xmllint.
func TestARequestsSTRDigestIsThatOfTheTools(t *testing.T) {
	t.Parallel()
	token := nytToken(t, nil)
	message := string(anmodning(t, besked(), token))
	canonical, err := run(t, nil, "xmllint", "--exc-c14n", fil(t, "token.xml", []byte(token.XML)))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(bytes.TrimSuffix(canonical, []byte("\n")))
	if !strings.Contains(message, base64.StdEncoding.EncodeToString(sum[:])) {
		t.Error("the digest of the token is another than that of its canonical form by xmllint")
	}
	from, to := strings.LastIndex(message, "<ds:SignedInfo"), strings.LastIndex(message, "</ds:SignedInfo>")+len("</ds:SignedInfo>")
	info, err := run(t, nil, "xmllint", "--exc-c14n", fil(t, "si.xml", []byte(message[from:to])))
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(bytes.TrimSuffix(info, []byte("\n")))
	value := message[strings.LastIndex(message, "<ds:SignatureValue>")+len("<ds:SignatureValue>") : strings.LastIndex(message, "</ds:SignatureValue>")]
	raw, err := base64.StdEncoding.DecodeString(value)
	if err != nil || rsa.VerifyPKCS1v15(&kreds().klient.Noegle.PublicKey, 5, digest[:], raw) != nil { // 5: crypto.SHA256
		t.Error("the signature is not over the canonical SignedInfo", err)
	}
}

// TestWeBelieveWhatXmlsec1Signs lets xmlsec1 fill in digests and value of a template with other prefixes and white space.
func TestWeBelieveWhatXmlsec1Signs(t *testing.T) {
	t.Parallel()
	b := besked()
	ours, err := (&Underskriver{kreds().klient}).MedCertifikat(b, middag)
	if err != nil {
		t.Fatal(err)
	}
	template := string(ours)
	template = template[:strings.Index(template, "<ds:SignatureValue>")] + "<ds:SignatureValue></ds:SignatureValue>" + template[strings.Index(template, "<ds:KeyInfo>"):]
	template = regexp.MustCompile(`<ds:DigestValue>[^<]*<`).ReplaceAllString(template, "<ds:DigestValue><")
	template = strings.ReplaceAll(strings.ReplaceAll(template, "wsa:", "adr:"), "xmlns:wsa=", "xmlns:adr=")
	template = strings.ReplaceAll(template, "xmlns:adr=", "\n  xmlns:adr=")
	pemText, err := kreds().klient.PEM()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := func() ([]byte, error) {
		out := filepath.Join(t.TempDir(), "out.xml")
		args := append([]string{"--sign", "--privkey-pem", fil(t, "key.pem", pemText), "--output", out}, ider...)
		if text, err := run(t, nil, "xmlsec1", append(args, fil(t, "template.xml", []byte(template)))...); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		return os.ReadFile(out)
	}()
	if err != nil {
		t.Fatal(err)
	}
	p, err := laes(parse(t, signed))
	if err != nil {
		t.Fatal(err)
	}
	covered, err := p.underskrift(&kreds().klient.Noegle.PublicKey)
	if err != nil {
		t.Fatalf("%v\n%s", err, signed)
	}
	if err := p.daekket(covered, "Action", "MessageID", "To"); err != nil {
		t.Error(err)
	}
}

// BenchmarkEfterproev verifies both signatures each time: that of a token seen for the first time, and the message's.
func BenchmarkEfterproev(b *testing.B) { maalEfterproev(b, func(k *Kontrollant) { k.tokens = nil }) }

// BenchmarkKendtToken verifies the message's signature; the token was verified with an earlier message.
func BenchmarkKendtToken(b *testing.B) { maalEfterproev(b, func(*Kontrollant) {}) }

func maalEfterproev(b *testing.B, forget func(*Kontrollant)) {
	message := string(anmodning(b, besked(), nytToken(b, nil)))
	k := kontrollant()
	k.Klienter = nil
	b.ReportAllocs()
	for b.Loop() {
		clear(k.set)
		forget(k)
		doc, err := xmltree.LaesTekst(message, xmltree.Graenser{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := k.Efterproev(doc, audience, middag); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBare(b *testing.B) {
	message := anmodning(b, besked(), nytToken(b, nil))
	digest := sha256.Sum256(message)
	value, err := rsa.SignPKCS1v15(nil, kreds().klient.Noegle, 5, digest[:])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for range 2 {
			if rsa.VerifyPKCS1v15(&kreds().klient.Noegle.PublicKey, 5, digest[:], value) != nil {
				b.Fatal()
			}
		}
		sha256.Sum256(message)
	}
}
