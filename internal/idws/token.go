package idws

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Rolle is a privilege of a token: what, for whom, within which limits (OIO Basic Privilege Profile).
type Rolle struct {
	Privilegium string // URI of the role
	CVR         oio.CVR
	Graenser    map[string]string // constraints by name
}

// Token is a SAML assertion that names its holder's certificate.
type Token struct {
	ID, Udsteder, Audience string
	Fra, Til               time.Time
	Holder                 *x509.Certificate
	Emne                   string // subject of the holder's certificate
	CVR                    oio.CVR
	Roller                 []Rolle
	XML                    string // as it was issued; never written anew
}

// Udsted signs a token by the profile's form.
func Udsted(sts Par, t Token, now time.Time) (*Token, error) {
	t.ID = "_" + tilfaeldigUUID()
	t.Emne = t.Holder.Subject.String()
	body := func(signature string) string { return assertion(&t, signature, now) }
	doc, err := xmltree.Laes([]byte(body("")), xmltree.Graenser{})
	if err != nil {
		return nil, fmt.Errorf("issue token: %w", err)
	}
	sum := sha256.Sum256(doc.Rod().AppendC14N(nil, nil, xmltree.Element{}))
	info := `<ds:SignedInfo xmlns:ds="` + rumDs + `"><ds:CanonicalizationMethod Algorithm="` + algC14N + `"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="` + algRSASHA256 + `"></ds:SignatureMethod>` +
		`<ds:Reference URI="#` + t.ID + `"><ds:Transforms><ds:Transform Algorithm="` + algEnveloped + `"></ds:Transform><ds:Transform Algorithm="` + algC14N + `"></ds:Transform></ds:Transforms>` +
		`<ds:DigestMethod Algorithm="` + algSHA256 + `"></ds:DigestMethod><ds:DigestValue>` + base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue></ds:Reference></ds:SignedInfo>`
	digest := sha256.Sum256([]byte(info))
	value, err := rsa.SignPKCS1v15(rand.Reader, sts.Noegle, crypto.SHA256, digest[:])
	if err != nil {
		return nil, fmt.Errorf("issue token: %w", err)
	}
	t.XML = body(`<ds:Signature xmlns:ds="` + rumDs + `">` + info + `<ds:SignatureValue>` + base64.StdEncoding.EncodeToString(value) + `</ds:SignatureValue>` +
		`<ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(sts.Certifikat.Raw) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`)
	return &t, nil
}

func esc(s string) string { return string(xmltree.AppendAttribut(nil, s)) }

func assertion(t *Token, signature string, now time.Time) string {
	window := ` NotBefore="` + t.Fra.UTC().Format(tidsform) + `" NotOnOrAfter="` + t.Til.UTC().Format(tidsform) + `"`
	var b strings.Builder
	b.WriteString(`<saml:Assertion xmlns:saml="` + rumSaml + `" ID="` + t.ID + `" IssueInstant="` + now.UTC().Format(tidsform) + `" Version="2.0">` +
		`<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">` + esc(t.Udsteder) + `</saml:Issuer>` + signature +
		`<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName">` + esc(t.Emne) + `</saml:NameID>` +
		`<saml:SubjectConfirmation Method="` + hok + `"><saml:SubjectConfirmationData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="saml:KeyInfoConfirmationDataType"` + window + ` Recipient="` + esc(t.Audience) + `">` +
		`<ds:KeyInfo xmlns:ds="` + rumDs + `"><ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(t.Holder.Raw) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
		`</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>` +
		`<saml:Conditions` + window + `><saml:AudienceRestriction><saml:Audience>` + esc(t.Audience) + `</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AttributeStatement>`)
	for _, a := range [][2]string{
		{attrCVR, string(t.CVR)}, {"dk:gov:saml:attribute:AssuranceLevel", "3"}, {"dk:gov:saml:attribute:SpecVer", "DK-SAML-2.0"}, {"dk:gov:saml:attribute:KombitSpecVer", "1.0"},
		{attrPriv, base64.StdEncoding.EncodeToString([]byte(privilegier(t.Roller)))},
	} {
		b.WriteString(`<saml:Attribute Name="` + a[0] + `" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"><saml:AttributeValue>` + esc(a[1]) + `</saml:AttributeValue></saml:Attribute>`)
	}
	b.WriteString(`</saml:AttributeStatement><saml:AuthnStatement AuthnInstant="` + now.UTC().Format(tidsform) + `"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:X509</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement></saml:Assertion>`)
	return b.String()
}

const (
	rumBpp   = "http://itst.dk/oiosaml/basic_privilege_profile"
	cvrScope = "urn:dk:gov:saml:cvrNumberIdentifier:"
)

func privilegier(roles []Rolle) string {
	var b strings.Builder
	b.WriteString(`<bpp:PrivilegeList xmlns:bpp="` + rumBpp + `">`)
	for _, r := range roles {
		b.WriteString(`<PrivilegeGroup Scope="` + cvrScope + esc(string(r.CVR)) + `"><Privilege>` + esc(r.Privilegium) + `</Privilege>`)
		for _, name := range sorteret(r.Graenser) {
			b.WriteString(`<Constraint Name="` + esc(name) + `">` + esc(r.Graenser[name]) + `</Constraint>`)
		}
		b.WriteString(`</PrivilegeGroup>`)
	}
	return b.String() + `</bpp:PrivilegeList>`
}

// skrevet is the canonical form of an assertion, and between which places of it the signature stands.
type skrevet struct {
	form     []byte
	from, to int
}

// skriv makes the form in buffer, which it may have to grow. inclusive is as in xmltree.
func skriv(e xmltree.Element, inclusive []string, buffer []byte) (s skrevet) {
	s.form, s.from, s.to = e.AppendC14NMed(buffer[:0], inclusive, e.Barn(rumDs, "Signature"))
	return s
}

// uden is the digest of the form without the signature: what the token service signed.
func (s skrevet) uden() (sum [sha256.Size]byte) {
	h := sha256.New()
	_, _ = h.Write(s.form[:s.from])
	_, _ = h.Write(s.form[s.to:])
	h.Sum(sum[:0])
	return sum
}

// laesToken verifies an assertion's own signature with the token service's key and reads it.
func laesToken(e xmltree.Element, sts *rsa.PublicKey) (*Token, error) {
	return laesSkrevet(e, sts, skriv(e, nil, nil))
}

func laesSkrevet(e xmltree.Element, sts *rsa.PublicKey, form skrevet) (*Token, error) {
	refuse := func(why string) error { return fejl("wsse:InvalidSecurityToken", why) }
	signature, err := netop(e, rumDs, "Signature")
	if err != nil {
		return nil, refuse("the token is not signed once")
	}
	info, _, err := signeret(signature, sts, make([]byte, 0, 2<<10))
	if err != nil {
		return nil, refuse("the token's signature does not hold: " + err.Error())
	}
	ref, err := netop(info, rumDs, "Reference")
	if err != nil {
		return nil, refuse("the token's signature has not one reference")
	}
	id, _ := e.Attribut("", "ID")
	uri, _ := ref.Attribut("", "URI")
	inclusive, ok := enveloped(ref)
	if len(inclusive) > 0 {
		form = skriv(e, inclusive, nil)
	}
	if uri != "#"+id || id == "" || !ok || !sammeSum(ref, form.uden()) {
		return nil, refuse("the token is not what was signed")
	}
	return laesAssertion(e, id)
}

// enveloped holds that a reference has the two transforms of a token and no others.
func enveloped(ref xmltree.Element) (inclusive []string, ok bool) {
	first := ref.Barn(rumDs, "Transforms").FoersteBarn()
	second := first.Naeste()
	a, _ := first.Attribut("", "Algorithm")
	b, _ := second.Attribut("", "Algorithm")
	return prefixliste(second), a == algEnveloped && b == algC14N && second.Naeste().IsZero()
}

func laesAssertion(e xmltree.Element, id string) (*Token, error) {
	refuse := func(why string) (*Token, error) { return nil, fejl("wsse:InvalidSecurityToken", why) }
	if version, _ := e.Attribut("", "Version"); version != "2.0" {
		return refuse("not SAML 2.0")
	}
	subject := e.Barn(rumSaml, "Subject")
	confirmation, err := netop(subject, rumSaml, "SubjectConfirmation")
	if err != nil {
		return refuse("not one confirmation of the subject")
	}
	if method, _ := confirmation.Attribut("", "Method"); method != hok {
		return refuse("not holder of key")
	}
	data := confirmation.Barn(rumSaml, "SubjectConfirmationData")
	holder, err := certifikat(data.Barn(rumDs, "KeyInfo").Barn(rumDs, "X509Data").Barn(rumDs, "X509Certificate").Tekst())
	if err != nil {
		return refuse("no certificate of the holder")
	}
	conditions := e.Barn(rumSaml, "Conditions")
	restriction, err := netop(conditions, rumSaml, "AudienceRestriction")
	if err != nil {
		return refuse("not one audience")
	}
	t := &Token{
		ID: id, Udsteder: e.Barn(rumSaml, "Issuer").Tekst(), Audience: restriction.Barn(rumSaml, "Audience").Tekst(), Holder: holder,
		Emne: subject.Barn(rumSaml, "NameID").Tekst(), XML: e.Bytes(),
	}
	if recipient, _ := data.Attribut("", "Recipient"); recipient != t.Audience {
		return refuse("the recipient is not the audience")
	}
	if t.Fra, t.Til, err = vindue(conditions, data); err != nil {
		return refuse("the window cannot be read")
	}
	return t, t.attributter(e)
}

// vindue is the narrower of the token's two windows.
func vindue(conditions, data xmltree.Element) (from, until time.Time, err error) {
	for i, e := range []xmltree.Element{conditions, data} {
		low, _ := e.Attribut("", "NotBefore")
		high, _ := e.Attribut("", "NotOnOrAfter")
		h, err := time.Parse(time.RFC3339, high)
		if err != nil {
			return from, until, err
		}
		if i == 0 || h.Before(until) {
			until = h
		}
		if low == "" && i == 1 {
			continue
		}
		l, err := time.Parse(time.RFC3339, low)
		if err != nil {
			return from, until, err
		}
		if l.After(from) {
			from = l
		}
	}
	return from, until, nil
}

func (t *Token) attributter(e xmltree.Element) error {
	for a := range e.Barn(rumSaml, "AttributeStatement").Boern {
		name, _ := a.Attribut("", "Name")
		value := a.Barn(rumSaml, "AttributeValue").Tekst()
		switch name {
		case attrCVR:
			cvr, err := oio.ParseCVR(value)
			if err != nil || t.CVR != "" {
				return fejl("wsse:InvalidSecurityToken", "the CVR number is malformed or stands twice")
			}
			t.CVR = cvr
		case attrPriv:
			roles, err := privilegierAf(value)
			if err != nil {
				return err
			}
			t.Roller = append(t.Roller, roles...)
		}
	}
	if t.CVR == "" {
		return fejl("wsse:FailedAuthentication", "the token names no authority")
	}
	return nil
}

// privilegierAf reads the roles of a token.
func privilegierAf(value string) ([]Rolle, error) {
	return kendteRoller.af(value, func(value string) ([]Rolle, error) {
		raw, err := afkod(value)
		if err != nil {
			return nil, fejl("wsse:InvalidSecurityToken", "the privileges are not base64")
		}
		doc, err := xmltree.Laes(raw, xmltree.Graenser{Bytes: 1 << 20})
		if err != nil {
			return nil, fejl("wsse:InvalidSecurityToken", "the privileges are not XML")
		}
		var roles []Rolle
		for g := range doc.Rod().Boern {
			scope, _ := g.Attribut("", "Scope")
			r := Rolle{Privilegium: strings.TrimSpace(g.Barn("", "Privilege").Tekst()), CVR: oio.CVR(strings.TrimPrefix(scope, cvrScope))}
			for c := range g.Boern {
				if name, _ := c.Attribut("", "Name"); c.Er("", "Constraint") {
					if r.Graenser == nil {
						r.Graenser = map[string]string{}
					}
					r.Graenser[name] = c.Tekst()
				}
			}
			roles = append(roles, r)
		}
		return roles, nil
	})
}

// tjek holds a token against who must have issued it, whom it is for, and the time.
func (t *Token) tjek(issuer, audience string, now time.Time) error {
	switch {
	case t.Udsteder != issuer:
		return fejl("wsse:InvalidSecurityToken", "another issuer")
	case t.Audience != audience:
		return fejl("wsse:InvalidSecurityToken", "another audience")
	case now.Add(skaev).Before(t.Fra) || !now.Add(-skaev).Before(t.Til):
		return fejl("wsse:InvalidSecurityToken", "the token is out of its window")
	}
	return nil
}

// Certificates and roles by their text: a caller shows the same ones in every message, and reading them says nothing about trust.
var (
	kendteCertifikater kendte[*x509.Certificate]
	kendteRoller       kendte[[]Rolle]
)

// kendte remembers what texts were read as.
type kendte[T any] struct {
	mu  sync.Mutex
	set map[string]T
}

// flestKendte bounds them, in number and in size of a text; beyond it all are forgotten.
const (
	flestKendte   = 1024
	laengstKendte = 16 << 10
)

func (k *kendte[T]) af(text string, read func(string) (T, error)) (T, error) {
	k.mu.Lock()
	known, has := k.set[text]
	k.mu.Unlock()
	if has {
		return known, nil
	}
	made, err := read(text)
	if err != nil || len(text) > laengstKendte {
		return made, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.set == nil || len(k.set) >= flestKendte {
		k.set = map[string]T{}
	}
	k.set[strings.Clone(text)] = made
	return made, nil
}

func certifikat(text string) (*x509.Certificate, error) {
	return kendteCertifikater.af(text, func(text string) (*x509.Certificate, error) {
		raw, err := afkod(text)
		if err != nil {
			return nil, err
		}
		return x509.ParseCertificate(raw)
	})
}

func sorteret(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	for i := 1; i < len(keys); i++ {
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

func tilfaeldigUUID() string {
	var u oio.UUID
	_, _ = rand.Read(u[:]) // never fails
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}
