package login_test

import (
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/logindtest"
	"indeksbro/internal/web/login"
)

const svarSti = login.Sti + "/oiosaml/svar"

var skjult = regexp.MustCompile(`name="(\w+)" value="([^"]*)"`)

// felter are the hidden fields of a page's forms; the last of a name wins.
func felter(page string) url.Values {
	form := url.Values{}
	for _, m := range skjult.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	return form
}

// paastand goes to the provider as somebody and gives its answer, not yet sent on.
func (p *person) paastand(who string) url.Values {
	p.t.Helper()
	a := p.get(login.Sti + "/oiosaml")
	if a.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("begin: %d %s", a.StatusCode, a.body)
	}
	b := p.get(a.til())
	if b.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("at the provider: %d %s", b.StatusCode, b.body)
	}
	at, err := url.Parse(a.til())
	if err != nil {
		p.t.Fatal(err)
	}
	base := at.Scheme + "://" + at.Host
	form := felter(p.get(base + b.til()).body)
	form.Set("person", who)
	c := p.do(http.MethodPost, base+"/idp/vaelg", form)
	answer := felter(c.body)
	if answer.Get("SAMLResponse") == "" || !strings.Contains(c.body, `action="`+p.base+svarSti+`"`) {
		p.t.Fatalf("the provider's answer: %d %s", c.StatusCode, c.body)
	}
	return answer
}

// send sends an answer from the provider's site and goes on as long as it leads on.
func (p *person) send(answer url.Values) svar {
	p.t.Helper()
	a := p.do(http.MethodPost, svarSti, answer, "Sec-Fetch-Site", "cross-site", "Origin", "http://localhost")
	if a.StatusCode == http.StatusSeeOther && strings.Contains(a.til(), "/faerdig?") {
		return p.get(a.til(), "Sec-Fetch-Site", "cross-site")
	}
	return a
}

// aendret is an answer with its XML changed.
func aendret(t *testing.T, answer url.Values, change func(string) string) url.Values {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(answer.Get("SAMLResponse"))
	if err != nil {
		t.Fatal(err)
	}
	after := change(string(raw))
	if after == string(raw) {
		t.Fatal("the change changes nothing")
	}
	return url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(after))}, "RelayState": answer["RelayState"]}
}

// kunPaastand takes the signature of the whole answer away, so that the assertion's own is all there is, as many providers have it.
func kunPaastand(x string) string { return strings.Replace(x, signatur.FindString(x), "", 1) }

var (
	signatur = regexp.MustCompile(`(?s)<ds:Signature .*?</ds:Signature>`)
	paastand = regexp.MustCompile(`(?s)<saml:Assertion .*</saml:Assertion>`)
	ids      = regexp.MustCompile(`ID="[^"]+"`)
)

func TestACaseworkerLogsInByOIOSAMLSignedAndSealed(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	answer := p.paastand("mette")
	if raw, _ := base64.StdEncoding.DecodeString(answer.Get("SAMLResponse")); !strings.Contains(string(raw), "EncryptedAssertion") || strings.Contains(string(raw), "Mette") {
		t.Error("the assertion is not sealed for us")
	}
	if a := p.send(answer); a.StatusCode != http.StatusOK || a.Header.Get("Refresh") != "0; url=/sapa" {
		t.Fatalf("%d %s %s", a.StatusCode, a.Header.Get("Refresh"), a.body)
	}
	if got, want := p.hvem(), "sagsbehandler|mette|Mette Krogh|27.35.*|oiosaml|Substantial|"+(oio.Borgernoegle{}).String(); got != want {
		t.Errorf("she is %q, want %q", got, want)
	}
	s.UdenSegl = true
	q := s.person(t)
	if a := q.send(q.paastand("karen")); a.StatusCode != http.StatusOK || !strings.HasPrefix(q.hvem(), "administrator|karen|") {
		t.Errorf("signed only: %d, and she is %q", a.StatusCode, q.hvem())
	}
	if a := p.get(login.Sti + "/oiosaml/metadata"); a.StatusCode != http.StatusOK || !strings.Contains(a.body, `AuthnRequestsSigned="true"`) || !strings.Contains(a.body, `WantAssertionsSigned="true"`) || !strings.Contains(a.body, s.egen.URL+svarSti) {
		t.Errorf("metadata: %d %s", a.StatusCode, a.body)
	}
}

// TestAnAnswerThatIsNotWholeIsRefused changes good answers in every way known to have fooled somebody.
func TestAnAnswerThatIsNotWholeIsRefused(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	s.UdenSegl = true
	forged := func(x string) string { // an assertion of one's own
		return strings.ReplaceAll(ids.ReplaceAllString(signatur.ReplaceAllString(paastand.FindString(x), ""), `ID="id-ond"`), "mette", "karen")
	}
	replace := func(old, with string) func(string) string {
		return func(x string) string { return strings.ReplaceAll(x, old, with) }
	}
	cases := map[string]func(string) string{
		"unsigned":                     func(x string) string { return signatur.ReplaceAllString(x, "") },
		"another's name put in":        replace("mette", "karen"),
		"another level":                replace("Substantial", "High"),
		"the forged before the signed": func(x string) string { a := paastand.FindString(x); return strings.Replace(x, a, forged(x)+a, 1) },
		"the forged after the signed":  func(x string) string { a := paastand.FindString(x); return strings.Replace(x, a, a+forged(x), 1) },
		"the signed wrapped in the forged": func(x string) string {
			a := paastand.FindString(x)
			return strings.Replace(x, a, strings.Replace(forged(x), "</saml:Assertion>", a+"</saml:Assertion>", 1), 1)
		},
		"the signed wrapped in extensions": func(x string) string {
			a := paastand.FindString(x)
			return strings.Replace(x, a, "<samlp:Extensions>"+a+"</samlp:Extensions>"+forged(x), 1)
		},
		"the signed wrapped in the signature": func(x string) string {
			a := paastand.FindString(x)
			return strings.Replace(x, a, strings.Replace(forged(x), "<saml:Subject>", `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>`+a+"</ds:Object></ds:Signature><saml:Subject>", 1), 1)
		},
		"a comment in the name": replace(">mette<", ">met<!-- -->te<"),
		"with a DTD":            func(x string) string { return `<!DOCTYPE r [<!ENTITY x "y">]>` + x },
		"no XML":                func(string) string { return "hej" },
		"no response":           func(x string) string { return paastand.FindString(x) },
	}
	whole := s.person(t)
	if a := whole.send(aendret(t, whole.paastand("mette"), kunPaastand)); a.StatusCode != http.StatusOK || whole.hvem() == "" {
		t.Fatalf("an answer of which only the assertion is signed: %d %s", a.StatusCode, a.body)
	}
	for name, change := range cases {
		p := s.person(t)
		if a := p.send(aendret(t, aendret(t, p.paastand("mette"), kunPaastand), change)); a.StatusCode != http.StatusForbidden || p.hvem() != "" {
			t.Errorf("%s: %d, and she is %q", name, a.StatusCode, p.hvem())
		}
	}
	for _, line := range s.Bog.Linjer()[1:] {
		if line.Hvad != login.Afvist || line.Vej != "oiosaml" || line.Grund == "" {
			t.Errorf("the audit log has %+v", line)
		}
	}
}

func TestAnAssertionHoldsOnceHereNowAndForWhoAsked(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	answer := p.paastand("susanne")
	if a := p.send(answer); a.StatusCode != http.StatusOK || p.hvem() == "" {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	p.do(http.MethodPost, login.LogUd, nil)
	if a := p.send(answer); a.StatusCode != http.StatusForbidden || p.hvem() != "" {
		t.Errorf("replayed: %d", a.StatusCode)
	}
	// Somebody makes another's browser send an answer: it asked nothing, and is logged in as nobody.
	victim, attacker := s.person(t), s.person(t)
	answer = attacker.paastand("susanne")
	if a := victim.send(answer); a.StatusCode != http.StatusBadRequest || victim.hvem() != "" {
		t.Errorf("sent by another's browser: %d, and she is %q", a.StatusCode, victim.hvem())
	}
	if a := attacker.send(answer); a.StatusCode != http.StatusForbidden {
		t.Errorf("and again by the one who asked: %d", a.StatusCode)
	}
	late := s.person(t)
	answer = late.paastand("susanne")
	*s.now = s.now.Add(9 * time.Minute) // the question still stands, the assertion does not
	if a := late.send(answer); a.StatusCode != http.StatusForbidden || late.hvem() != "" {
		t.Errorf("expired: %d", a.StatusCode)
	}
}

// TestTheWholeAnswersSignatureDoesNotMakeUpForTheAssertions: OIOSAML wants the assertion itself signed.
func TestTheWholeAnswersSignatureDoesNotMakeUpForTheAssertions(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	x := s.xmlsec(t)
	answer := x.svar(p.spoergsmaal(), skrevet{})
	signed := x.underskriv(strings.Replace(answer, "<saml:Assertion", skabelon("_svar")+"<saml:Assertion", 1), "urn:oasis:names:tc:SAML:2.0:protocol:Response")
	if a := p.send(pakket(signed)); a.StatusCode != http.StatusForbidden || p.hvem() != "" {
		t.Errorf("%d, and she is %q", a.StatusCode, p.hvem())
	}
}

// spoergsmaal begins a log-in and gives the id of the request, read from the address the browser is sent to.
func (p *person) spoergsmaal() string {
	p.t.Helper()
	at, err := url.Parse(p.get(login.Sti + "/oiosaml").til())
	if err != nil {
		p.t.Fatal(err)
	}
	packed, err := base64.StdEncoding.DecodeString(at.Query().Get("SAMLRequest"))
	if err != nil {
		p.t.Fatal(err)
	}
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		p.t.Fatal(err)
	}
	if at.Query().Get("Signature") == "" || !strings.HasSuffix(at.Query().Get("SigAlg"), "rsa-sha256") {
		p.t.Errorf("the request is not signed: %v", at.Query())
	}
	return strings.TrimSuffix(strings.TrimPrefix(ids.FindString(string(text)), `ID="`), `"`)
}

// xmlsec is an identity provider made of a text and xmlsec1: it shares nothing with ours but the key.
type xmlsec struct {
	t   *testing.T
	s   *sted
	dir string
	key string
}

func (s *sted) xmlsec(t *testing.T) *xmlsec {
	t.Helper()
	x := &xmlsec{t: t, s: s, dir: t.TempDir()}
	x.key = x.noegle(s.IdPNoegle)
	return x
}

func (x *xmlsec) noegle(key *rsa.PrivateKey) string {
	x.t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		x.t.Fatal(err)
	}
	return x.fil("key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})))
}

func (x *xmlsec) fil(name, content string) string {
	x.t.Helper()
	file, err := os.CreateTemp(x.dir, "*-"+name)
	if err != nil {
		x.t.Fatal(err)
	}
	if _, err := file.WriteString(content); err != nil {
		x.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		x.t.Fatal(err)
	}
	return file.Name()
}

// skabelon is an empty signature over an element, which xmlsec1 fills in.
func skabelon(id string) string {
	return `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
		`<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#` + id + `"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>` +
		`<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>`
}

// skrevet is what an assertion says; empty fields are as they should be.
type skrevet struct {
	issuer, audience, recipient, inResponseTo, loa, destination string
	from, until                                                 time.Time
	signed                                                      bool
}

// svar writes an answer to a request.
func (x *xmlsec) svar(asked string, w skrevet) string {
	at := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	now := *x.s.now
	if w.from.IsZero() {
		w.from = now.Add(-time.Second)
	}
	if w.until.IsZero() {
		w.until = now.Add(5 * time.Minute)
	}
	issuer := cmp.Or(w.issuer, x.s.IdP.Metadata().EntityID)
	signature := ""
	if w.signed {
		signature = skabelon("_paastand")
	}
	attribute := func(name, value string) string {
		return `<saml:Attribute Name="` + name + `" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"><saml:AttributeValue>` + value + `</saml:AttributeValue></saml:Attribute>`
	}
	return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_svar" Version="2.0" IssueInstant="` + at(now) + `" Destination="` + cmp.Or(w.destination, x.s.egen.URL+svarSti) + `" InResponseTo="` + asked + `">` +
		`<saml:Issuer>` + issuer + `</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
		`<saml:Assertion ID="_paastand" Version="2.0" IssueInstant="` + at(now) + `"><saml:Issuer>` + issuer + `</saml:Issuer>` + signature +
		`<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">mette</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
		`<saml:SubjectConfirmationData NotOnOrAfter="` + at(w.until) + `" Recipient="` + cmp.Or(w.recipient, x.s.egen.URL+svarSti) + `" InResponseTo="` + cmp.Or(w.inResponseTo, asked) + `"/></saml:SubjectConfirmation></saml:Subject>` +
		`<saml:Conditions NotBefore="` + at(w.from) + `" NotOnOrAfter="` + at(w.until) + `"><saml:AudienceRestriction><saml:Audience>` + cmp.Or(w.audience, x.s.egen.URL+login.Sti+"/oiosaml/metadata") + `</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
		`<saml:AuthnStatement AuthnInstant="` + at(now) + `"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
		`<saml:AttributeStatement>` + attribute("urn:oid:2.5.4.3", "Mette Krogh") + attribute("dk:gov:saml:attribute:AssuranceLevel", cmp.Or(w.loa, "3")) +
		attribute(adgang.AttributOIOSAML2, adgang.Attribut(logindtest.Folk()[2].Grupper)) + `</saml:AttributeStatement></saml:Assertion></samlp:Response>`
}

// underskriv lets xmlsec1 fill in the signature; element is the one whose ID it refers to.
func (x *xmlsec) underskriv(text, element string) string {
	x.t.Helper()
	out, err := exec.CommandContext(x.t.Context(), "xmlsec1", "--sign", "--privkey-pem", x.key, "--id-attr:ID", element, x.fil("svar.xml", text)).Output()
	if err != nil {
		x.t.Fatalf("xmlsec1: %v %s", err, fejlAf(err))
	}
	return string(out)
}

func fejlAf(err error) string {
	var told *exec.ExitError
	if errors.As(err, &told) {
		return string(told.Stderr)
	}
	return ""
}

func pakket(text string) url.Values {
	return url.Values{"SAMLResponse": {base64.StdEncoding.EncodeToString([]byte(text))}}
}

const paastandElement = "urn:oasis:names:tc:SAML:2.0:assertion:Assertion"

// TestWhatXmlsec1SignedIsTakenWhenItSaysWhatItShould: OIOSAML 2's attributes, signed by a tool that shares nothing with ours.
func TestWhatXmlsec1SignedIsTakenWhenItSaysWhatItShould(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	x := s.xmlsec(t)
	p := s.person(t)
	if a := p.send(pakket(x.underskriv(x.svar(p.spoergsmaal(), skrevet{signed: true}), paastandElement))); a.StatusCode != http.StatusOK {
		t.Fatalf("%d %s; %s", a.StatusCode, a.body, s.log)
	}
	if got, want := p.hvem(), "sagsbehandler|mette|Mette Krogh|27.35.*|oiosaml|Substantial|"+(oio.Borgernoegle{}).String(); got != want {
		t.Errorf("she is %q, want %q", got, want)
	}
	s.SAML.Mindst = login.Betydelig
	now, foreign := *s.now, "https://anden.example/"
	for name, w := range map[string]skrevet{
		"for another audience": {audience: foreign}, "for another recipient": {recipient: foreign}, "by another issuer": {issuer: foreign}, "to another destination": {destination: foreign},
		"an answer to another request": {inResponseTo: "id-andet"}, "expired": {from: now.Add(-time.Hour), until: now.Add(-10 * time.Minute)}, "not yet": {from: now.Add(10 * time.Minute), until: now.Add(time.Hour)},
		"too little surety": {loa: "2"},
	} {
		w.signed = true
		p := s.person(t)
		// The ids differ from case to case, or the memory of what was taken would refuse them all.
		text := strings.ReplaceAll(x.svar(p.spoergsmaal(), w), "_paastand", "_p"+strings.ReplaceAll(name, " ", ""))
		if a := p.send(pakket(x.underskriv(text, paastandElement))); a.StatusCode != http.StatusForbidden || p.hvem() != "" {
			t.Errorf("%s: %d, and she is %q", name, a.StatusCode, p.hvem())
		}
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	other, q := s.xmlsec(t), s.person(t)
	other.key = other.noegle(key)
	if a := q.send(pakket(other.underskriv(strings.ReplaceAll(x.svar(q.spoergsmaal(), skrevet{signed: true}), "_paastand", "_p2"), paastandElement))); a.StatusCode != http.StatusForbidden || q.hvem() != "" {
		t.Errorf("signed with another's key: %d", a.StatusCode)
	}
}

// TestXmlsec1AgreesAboutOurProvidersSignature asks a judge who shares nothing with us.
func TestXmlsec1AgreesAboutOurProvidersSignature(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	s.UdenSegl = true
	x := s.xmlsec(t)
	raw, err := base64.StdEncoding.DecodeString(s.person(t).paastand("mette").Get("SAMLResponse"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&s.IdPNoegle.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	key := x.fil("pub.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})))
	judge := func(text string) error {
		_, err := exec.CommandContext(t.Context(), "xmlsec1", "--verify", "--enabled-key-data", "rsa", "--pubkey-pem", key, "--id-attr:ID", paastandElement, x.fil("svar.xml", text)).Output()
		return err
	}
	alone := kunPaastand(string(raw))
	if err := judge(alone); err != nil {
		t.Errorf("xmlsec1 does not agree: %v %s", err, fejlAf(err))
	}
	if judge(strings.ReplaceAll(alone, "Mette", "Morten")) == nil {
		t.Error("xmlsec1 agrees to anything")
	}
}
