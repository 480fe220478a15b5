package login

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/crewjam/saml"
	dsig "github.com/russellhaering/goxmldsig"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/xmltree"
)

// vejSAML is the way's last piece of address.
const vejSAML = "oiosaml"

// overdragTid is how long an accepted assertion waits for the browser it belongs to.
const overdragTid = time.Minute

// maxSvar is more than any answer with privileges needs.
const maxSvar = 1 << 20

// SAML is a SAML 2.0 identity provider as OIOSAML 3 (and 2) has it, for staff. All fields but Entitet, Tekst, Mindst and SkiftNoegler must be set.
type SAML struct {
	Entitet      string // our entity id; empty: the address of our metadata
	IdP          *saml.EntityDescriptor
	Noegle       SAMLNoegle   // signs requests, and opens what is sealed for us
	SkiftNoegler []SAMLNoegle // earlier ones, while the provider changes to the new
	Tekst        string       // on the log-in page
	Mindst       Sikring
}

// Navn implements Vej.
func (s *SAML) Navn() string { return vejSAML }

// Knap implements Vej.
func (s *SAML) Knap() string { return cmp.Or(s.Tekst, "Log ind som medarbejder (OIOSAML)") }

func (s *SAML) ruter(l *Login, r web.Ramme) {
	page := func(do func(*Login, http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request, web.Identitet) error {
		return func(w http.ResponseWriter, r *http.Request, _ web.Identitet) error { return do(l, w, r) }
	}
	r.Enhver("GET "+Sti+"/"+vejSAML, page(s.begynd))
	r.Udefra("POST "+Sti+"/"+vejSAML+"/svar", page(s.svar))
	r.Enhver("GET "+Sti+"/"+vejSAML+"/faerdig", page(s.faerdig))
	r.Enhver("GET "+Sti+"/"+vejSAML+"/metadata", page(s.metadata))
}

// SAMLNoegle is a certificate with its key.
type SAMLNoegle struct {
	Noegle     *rsa.PrivateKey
	Certifikat *x509.Certificate
}

// LaesMetadata reads an identity provider's metadata: one entity, or the only provider of several.
func LaesMetadata(raw []byte) (*saml.EntityDescriptor, error) {
	if _, err := xmltree.Laes(raw, xmltree.Graenser{Bytes: 10 << 20}); err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	one := &saml.EntityDescriptor{}
	if err := xml.Unmarshal(raw, one); err != nil {
		var many saml.EntitiesDescriptor
		if xml.Unmarshal(raw, &many) != nil {
			return nil, fmt.Errorf("metadata: %w", err)
		}
		found := slices.DeleteFunc(many.EntityDescriptors, func(e saml.EntityDescriptor) bool { return len(e.IDPSSODescriptors) == 0 })
		if len(found) != 1 {
			return nil, fmt.Errorf("metadata: %d identity providers, want one", len(found))
		}
		one = &found[0]
	}
	if len(one.IDPSSODescriptors) == 0 || one.EntityID == "" {
		return nil, errors.New("metadata: no identity provider in it")
	}
	return one, nil
}

// tjeneste is us as the library has it, at our address and at this moment.
func (s *SAML) tjeneste(l *Login, base string) (*saml.ServiceProvider, error) {
	own, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("our address: %w", err)
	}
	sp := &saml.ServiceProvider{
		EntityID: s.Entitet, Key: s.Noegle.Noegle, Certificate: s.Noegle.Certifikat, IDPMetadata: s.IdP, SignatureMethod: dsig.RSASHA256SignatureMethod,
		MetadataURL: *own.JoinPath(Sti, vejSAML, "metadata"), AcsURL: *own.JoinPath(Sti, vejSAML, "svar"), AuthnNameIDFormat: saml.PersistentNameIDFormat,
		AssertionConsumerServiceBindings: []string{saml.HTTPPostBinding}, MetadataValidDuration: 90 * 24 * time.Hour,
		RejectSHA1Signatures: true, RejectUnknownConditions: true, RejectExpiredIDPMetadata: true, Clock: dsig.NewFakeClockAt(l.nu()), ReplayCache: brugte{l},
	}
	for _, earlier := range s.SkiftNoegler {
		sp.DecryptionKeys = append(sp.DecryptionKeys, earlier.Noegle)
	}
	return sp, nil
}

// Metadata is what the identity provider needs to know of us, at an address.
func (s *SAML) Metadata(l *Login, base string) (*saml.EntityDescriptor, error) {
	sp, err := s.tjeneste(l, base)
	if err != nil {
		return nil, err
	}
	all := sp.Metadata()
	for i := range all.SPSSODescriptors {
		yes := true
		all.SPSSODescriptors[i].WantAssertionsSigned, all.SPSSODescriptors[i].AuthnRequestsSigned = &yes, &yes
		all.SPSSODescriptors[i].SingleLogoutServices = nil // there is none to call
	}
	return all, nil
}

func (s *SAML) metadata(l *Login, w http.ResponseWriter, r *http.Request) error {
	all, err := s.Metadata(l, l.egen(r))
	if err != nil {
		return err
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("write metadata: %w", err)
	}
	w.Header().Set("Content-Type", "application/samlmetadata+xml")
	_, _ = w.Write(append(text, '\n'))
	return nil
}

// begynd sends the browser to the provider with a signed request.
func (s *SAML) begynd(l *Login, w http.ResponseWriter, r *http.Request) error {
	if l.paaEgenAdresse(w, r) {
		return nil
	}
	if err := l.langsomt(w, r); err != nil {
		return err
	}
	sp, err := s.tjeneste(l, l.egen(r))
	if err != nil {
		return err
	}
	request, err := sp.MakeAuthenticationRequest(sp.GetSSOBindingLocation(saml.HTTPRedirectBinding), saml.HTTPRedirectBinding, saml.HTTPPostBinding)
	if err != nil {
		return fmt.Errorf("AuthnRequest: %w", err)
	}
	if err := l.begynd(w, r, undervejs{Vej: vejSAML, State: request.ID, Til: vejTil(r.URL.Query().Get("til"))}); err != nil {
		return err
	}
	// The answer is posted from the provider's site, so the browser's cookie does not come with it; that we asked is kept here too.
	if _, err := l.Config.Lager.Engangs(r.Context(), l.kommune(), noegleAf("spørgsmål", request.ID), l.nu().Add(undervejsTid), nil); err != nil {
		return err
	}
	to, err := request.Redirect("", sp)
	if err != nil {
		return fmt.Errorf("AuthnRequest: %w", err)
	}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
	return nil
}

// noegleAf is the key of something that may be used once.
func noegleAf(kind, id string) [sha256.Size]byte {
	return sha256.Sum256([]byte("saml " + kind + "\x00" + id))
}

// brugte are the assertions taken before, by any process of ours; it implements saml.AssertionReplayCache.
type brugte struct{ l *Login }

// Consume implements saml.AssertionReplayCache.
func (b brugte) Consume(id string, until time.Time) error {
	first, err := b.l.Config.Lager.Engangs(context.Background(), b.l.kommune(), noegleAf("påstand", id), until, nil)
	if err == nil && !first {
		err = saml.ErrAssertionReplayed
	}
	return err
}

// overdraget is an accepted assertion on its way from the provider's POST to the browser that asked.
type overdraget struct {
	Spoergsmaal string          `json:"i"`
	Bruger      string          `json:"u"`
	Navn        string          `json:"n"`
	Sikring     Sikring         `json:"s"`
	Grupper     []adgang.Gruppe `json:"g"`
}

// svar takes the provider's POST. It logs nobody in: it hands what it was told to the browser that asked, which comes for it with its cookie.
// So an answer that somebody makes another's browser send is worth nothing.
func (s *SAML) svar(l *Login, w http.ResponseWriter, r *http.Request) error {
	raw, err := base64.StdEncoding.DecodeString(r.PostFormValue("SAMLResponse"))
	if err != nil || len(raw) > maxSvar {
		return l.afvis(r, vejSAML, "", errors.New("the answer is not base64"), ikkeTroet())
	}
	told, err := s.tro(l, r, raw)
	if err != nil {
		return l.afvis(r, vejSAML, "", err, ikkeTroet())
	}
	text, err := json.Marshal(told)
	if err != nil {
		return err
	}
	code := rand.Text()
	key := noegleAf("overdrag", code)
	if _, err := l.Config.Lager.Engangs(r.Context(), l.kommune(), key, l.nu().Add(overdragTid), l.Session.Noegler.Seal(text, "saml "+string(key[:]))); err != nil {
		return err
	}
	http.Redirect(w, r, Sti+"/"+vejSAML+"/faerdig?"+url.Values{"k": {code}}.Encode(), http.StatusSeeOther)
	return nil
}

// tro reads an answer and believes it only when all of it fits: strict XML with one assertion in it, signed itself, for us, from the provider,
// now, the first time, and in answer to what we asked.
func (s *SAML) tro(l *Login, r *http.Request, raw []byte) (*overdraget, error) {
	if err := enPaastand(raw); err != nil {
		return nil, err
	}
	asked, err := l.spurgt(r.Context(), raw)
	if err != nil {
		return nil, err
	}
	sp, err := s.tjeneste(l, l.egen(r))
	if err != nil {
		return nil, err
	}
	assertion, err := sp.ParseXMLResponse(raw, []string{asked}, sp.AcsURL)
	if err != nil {
		var told *saml.InvalidResponseError
		if errors.As(err, &told) {
			err = told.PrivateErr
		}
		return nil, fmt.Errorf("assertion: %w", err)
	}
	if assertion.Signature == nil {
		return nil, errors.New("assertion: it is not signed itself")
	}
	return s.fortalt(asked, assertion)
}

// enPaastand holds the answer against what our own strict reader takes (no DTD, nothing undeclared), and against tricks with more than one
// assertion or one id twice, before anything is asked of a signature.
func enPaastand(raw []byte) error {
	doc, err := xmltree.Laes(raw, xmltree.Graenser{Bytes: maxSvar})
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if !doc.Rod().Er("urn:oasis:names:tc:SAML:2.0:protocol", "Response") {
		return errors.New("answer: it is no SAML response")
	}
	assertions, ids := 0, map[string]bool{}
	for e := range doc.Rod().Alle {
		if name := e.Navn(); name.Lokal == "Assertion" || name.Lokal == "EncryptedAssertion" {
			assertions++
			if e.Forfader() != doc.Rod() {
				return errors.New("answer: an assertion stands where none belongs")
			}
		}
		if e.HarKommentar() {
			return errors.New("answer: there is a comment in it") // a signature does not see one; some readers stop at it
		}
		if id, some := e.Attribut("", "ID"); some {
			if ids[id] {
				return errors.New("answer: an id stands twice")
			}
			ids[id] = true
		}
	}
	if assertions != 1 {
		return fmt.Errorf("answer: %d assertions, want one", assertions)
	}
	return nil
}

// spurgt is the id of the request that an answer says it answers, if we made it and nobody has answered it yet.
func (l *Login) spurgt(ctx context.Context, raw []byte) (string, error) {
	var answer struct {
		InResponseTo string `xml:"InResponseTo,attr"`
	}
	if err := xml.NewDecoder(bytes.NewReader(raw)).Decode(&answer); err != nil || answer.InResponseTo == "" {
		return "", errors.New("answer: it answers no request")
	}
	_, asked, err := l.Config.Lager.TagEngangs(ctx, l.kommune(), noegleAf("spørgsmål", answer.InResponseTo), l.nu())
	if err != nil {
		return "", err
	}
	if !asked {
		return "", errors.New("answer: we made no such request, or it is answered already, or too old")
	}
	return answer.InResponseTo, nil
}

// The attributes of OIOSAML 3, and of 2.
var (
	samlSikring = []string{"https://data.gov.dk/concept/core/nsis/loa", "dk:gov:saml:attribute:AssuranceLevel"}
	samlNavn    = []string{"https://data.gov.dk/model/core/eid/fullName", "urn:oid:2.5.4.3"}
	samlBruger  = []string{"https://data.gov.dk/model/core/eid/professional/uuid/persistent", "urn:oid:0.9.2342.19200300.100.1.1"}
	samlRetter  = []string{adgang.AttributOIOSAML3, adgang.AttributOIOSAML2}
)

// fortalt is what a believed assertion says.
func (s *SAML) fortalt(asked string, a *saml.Assertion) (*overdraget, error) {
	values := map[string]string{}
	for _, statement := range a.AttributeStatements {
		for _, attribute := range statement.Attributes {
			if _, twice := values[attribute.Name]; twice {
				return nil, errors.New("assertion: an attribute stands twice")
			}
			if len(attribute.Values) == 1 {
				values[attribute.Name] = strings.TrimSpace(attribute.Values[0].Value)
			}
		}
	}
	first := func(names []string) string {
		for _, name := range names {
			if values[name] != "" {
				return values[name]
			}
		}
		return ""
	}
	told := &overdraget{Spoergsmaal: asked, Sikring: sikringAf(first(samlSikring)), Bruger: strings.TrimPrefix(first(samlBruger), "urn:uuid:")}
	if told.Bruger == "" && a.Subject != nil && a.Subject.NameID != nil {
		told.Bruger = a.Subject.NameID.Value
	}
	if told.Bruger == "" || oio.MaskCPR(told.Bruger) != told.Bruger {
		return nil, errors.New("assertion: it names no user, or one by a CPR number")
	}
	told.Navn = cmp.Or(first(samlNavn), told.Bruger)
	var err error
	if told.Grupper, err = adgang.ParseAttribut(first(samlRetter)); err != nil {
		return nil, fmt.Errorf("privileges: %w", err)
	}
	return told, nil
}

// faerdig is where the browser that asked comes for what was told of it.
func (s *SAML) faerdig(l *Login, w http.ResponseWriter, r *http.Request) error {
	key := noegleAf("overdrag", r.URL.Query().Get("k"))
	sealed, found, err := l.Config.Lager.TagEngangs(r.Context(), l.kommune(), key, l.nu())
	if err != nil {
		return err
	}
	var told overdraget
	if found {
		text, err := l.Session.Noegler.Open(sealed, "saml "+string(key[:]))
		found = err == nil && json.Unmarshal(text, &told) == nil
	}
	if !found {
		return l.afvis(r, vejSAML, "", errUndervejs, afbrudt())
	}
	u, err := l.afslut(w, r, vejSAML, told.Spoergsmaal)
	if err != nil {
		return l.afvis(r, vejSAML, told.Bruger, err, afbrudt())
	}
	id := web.Identitet{Vej: vejSAML, Bruger: told.Bruger, Navn: told.Navn, Sikring: told.Sikring.String(), Grupper: told.Grupper, Roller: adgang.RollerAf(told.Grupper, l.kommune())}
	if id.Roller == 0 {
		return l.afvis(r, vejSAML, id.Bruger, errors.New("no group gives a right here"), ingenRoller())
	}
	if told.Sikring < s.Mindst {
		return l.afvis(r, vejSAML, id.Bruger, fmt.Errorf("the log-in is %s, and %s is demanded", told.Sikring.ord(), s.Mindst.ord()), svagtLogin())
	}
	if err := l.ind(w, r, id); err != nil {
		return err
	}
	return l.hjemme(w, r, id, u.Til)
}

// logUd implements Vej: the provider's own log-in is not ended from here.
func (s *SAML) logUd(context.Context, string) string { return "" }

// Signere are the certificates the identity provider signs with, by its metadata; none is an error.
func (s *SAML) Signere() ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for _, d := range s.IdP.IDPSSODescriptors {
		for _, k := range d.KeyDescriptors {
			if k.Use == "encryption" {
				continue
			}
			for _, c := range k.KeyInfo.X509Data.X509Certificates {
				raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(c.Data), ""))
				if err != nil {
					return nil, fmt.Errorf("metadata: certificate: %w", err)
				}
				one, err := x509.ParseCertificate(raw)
				if err != nil {
					return nil, fmt.Errorf("metadata: certificate: %w", err)
				}
				all = append(all, one)
			}
		}
	}
	if len(all) == 0 {
		return nil, errors.New("metadata: the identity provider has no signing certificate in it")
	}
	return all, nil
}
