package idp

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/crewjam/saml"
	dsig "github.com/russellhaering/goxmldsig"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// The attributes of OIOSAML 3 that are told of an employee.
const (
	attributCVR     = "https://data.gov.dk/model/core/eid/professional/cvr"
	attributNavn    = "https://data.gov.dk/model/core/eid/fullName"
	attributUUID    = "https://data.gov.dk/model/core/eid/professional/uuid/persistent"
	attributVersion = "https://data.gov.dk/model/core/specVersion"
	attributSikring = "https://data.gov.dk/concept/core/nsis/loa"
	uri             = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
)

// Selvsigneret makes a certificate for a key that vouches for itself, for a year.
func Selvsigneret(name string, key *rsa.PrivateKey, now time.Time) (*x509.Certificate, error) {
	template := &x509.Certificate{SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, fmt.Errorf("make certificate: %w", err)
	}
	return x509.ParseCertificate(raw)
}

func (p *Provider) samlProvider(base *url.URL) saml.IdentityProvider {
	return saml.IdentityProvider{
		Key: p.Noegle, Certificate: p.Certifikat, MetadataURL: *base.JoinPath("saml", "metadata"), SSOURL: *base.JoinPath("saml", "sso"),
		ServiceProviderProvider: p, SignatureMethod: dsig.RSASHA256SignatureMethod, Clock: dsig.NewFakeClockAt(p.Nu()), Logger: stille{}, RejectSHA1Signatures: true, WantAuthnRequestsSigned: true, StrictACSBinding: true,
	}
}

// stille is the library's log: what it would say is told to whoever sits there, and the rest of it is no business of a log.
type stille struct{}

func (stille) Printf(string, ...any) {}
func (stille) Print(...any)          {}
func (stille) Println(...any)        {}
func (stille) Fatal(...any)          {}
func (stille) Fatalf(string, ...any) {}
func (stille) Fatalln(...any)        {}
func (stille) Panic(...any)          {}
func (stille) Panicf(string, ...any) {}
func (stille) Panicln(...any)        {}

// Metadata is what a service provider needs to know of us.
func (p *Provider) Metadata() *saml.EntityDescriptor { return p.uret().Metadata() }

// uret is the provider with the time it is now: the library wants a clock that stands.
func (p *Provider) uret() *saml.IdentityProvider {
	one := p.saml
	one.Clock = dsig.NewFakeClockAt(p.Nu())
	return &one
}

// GetServiceProvider implements saml.ServiceProviderProvider.
func (p *Provider) GetServiceProvider(_ *http.Request, id string) (*saml.EntityDescriptor, error) {
	if p.SP != nil {
		for _, sp := range p.SP() {
			if sp != nil && sp.EntityID == id {
				return sp, nil
			}
		}
	}
	return nil, os.ErrNotExist
}

// sso takes a question by SAML.
func (p *Provider) sso(w http.ResponseWriter, r *http.Request) {
	q, err := saml.NewIdpAuthnRequest(p.uret(), r)
	if err == nil {
		q.Now = p.Nu()
		err = q.Validate()
	}
	if err != nil {
		p.Log.Warn("idp: AuthnRequest refused", "err", oio.MaskCPR(err.Error()))
		p.fejl(w, r, http.StatusBadRequest, "Tjenesten, du kommer fra, er ikke kendt her, eller dens spørgsmål er ikke underskrevet.")
		return
	}
	p.spoerg(w, r, spoergsmaal{saml: q}, "")
}

// svarSAML sends the browser back with a signed assertion, in a form that the person sends on.
func (p *Provider) svarSAML(w http.ResponseWriter, r *http.Request, q *saml.IdpAuthnRequest, who valgt) {
	q.IDP, q.Now, q.HTTPRequest = p.uret(), p.Nu(), r
	form, err := p.paastand(q, who)
	if err != nil {
		p.Log.Error("idp: make assertion", "err", oio.MaskCPR(err.Error()))
		p.fejl(w, r, http.StatusInternalServerError, "Svaret kunne ikke laves.")
		return
	}
	w.Header().Set("Content-Security-Policy", csp("'self' "+oprindelse(form.URL)))
	p.side(w, r, http.StatusOK, "Du er logget ind", samlindhold(form))
}

func oprindelse(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// paastand is the assertion about an employee, signed, and sealed where the service provider's metadata has a certificate for that.
func (p *Provider) paastand(q *saml.IdpAuthnRequest, who valgt) (saml.IdpAuthnRequestForm, error) {
	m := who.medarbejder
	cvr := m.CVR
	if cvr == "" {
		cvr = p.CVR
	}
	attribute := func(name, value string) saml.Attribute {
		return saml.Attribute{Name: name, NameFormat: uri, Values: []saml.AttributeValue{{Type: "xs:string", Value: value}}}
	}
	session := &saml.Session{
		ID: rand.Text(), Index: rand.Text(), CreateTime: p.Nu(), ExpireTime: p.Nu().Add(time.Hour), NameID: m.ID, NameIDFormat: string(saml.PersistentNameIDFormat),
		CustomAttributes: []saml.Attribute{
			attribute(attributVersion, "OIO-SAML-3.0"), attribute(attributSikring, m.sikring()), attribute(attributCVR, string(cvr)), attribute(attributNavn, m.Navn),
			attribute(adgang.AttributOIOSAML3, adgang.Attribut(m.Grupper)),
		},
	}
	if _, err := oio.ParseUUID(m.ID); err == nil {
		session.CustomAttributes = append(session.CustomAttributes, attribute(attributUUID, "urn:uuid:"+m.ID))
	}
	if err := (saml.DefaultAssertionMaker{}).MakeAssertion(q, session); err != nil {
		return saml.IdpAuthnRequestForm{}, err
	}
	return q.PostBinding()
}
