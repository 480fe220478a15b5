// Package idp is an identity provider for the demo and for tests: OpenID Connect and SAML 2.0 with ready people, who are chosen, not asked for
// a password. Whoever reaches it may be anybody, so nothing but the demo command may serve it, and on a loopback address only.
//
// What it gives is real: signed tokens and assertions with the privileges of the OIO Basic Privilege Profile, one use of a code, PKCE,
// answers to registered addresses only. A CPR number it tells stands in a token that goes from server to server, never in an address or a page.
package idp

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/crewjam/saml"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// Person is an employee one can be.
type Person struct {
	ID          string
	Navn        string
	Beskrivelse string // what she does and may see, for whoever chooses
	Grupper     []adgang.Gruppe
	CVR         oio.CVR // of her employer; empty: the municipality
	Sikring     string  // NSIS level; empty: Substantial
}

func (p *Person) sikring() string {
	if p.Sikring != "" {
		return p.Sikring
	}
	return "Substantial"
}

// Borgere are the citizens one can be; index.Index has the methods.
type Borgere interface {
	Personer(ctx context.Context, u adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error)
	FindNavn(ctx context.Context, u adgang.Udsnit, navn string, n int) ([]oio.Person, error)
	Person(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error)
}

// Klient is somebody who may ask who a person is by OpenID Connect.
type Klient struct {
	ID, Hemmelighed string
	Borgere         bool     // it is told of citizens, else of employees
	Svar            []string // where answers may go, exactly
	Ud              []string // where one may be led after a log-out, exactly
}

// Config is what the provider needs. Borgere may be nil: then there are none; SP may be empty: then there is no SAML.
type Config struct {
	Udsteder     string // our address, without a slash at the end: http://127.0.0.1:8080/idp
	CVR          oio.CVR
	Medarbejdere []Person
	Borgere      Borgere
	Klienter     []Klient
	SP           func() []*saml.EntityDescriptor // those who may ask by SAML
	Ark          []string                        // addresses of stylesheets
	Noegle       *rsa.PrivateKey                 // what we sign with; nil: drawn now
	Certifikat   *x509.Certificate               // of Noegle; nil: made now
	Nu           func() time.Time
	Log          *slog.Logger
}

// Provider is the identity provider.
type Provider struct {
	Config
	sti       string // the path of Udsteder
	spaerring *adgang.Spaerring
	saml      saml.IdentityProvider

	mu      sync.Mutex
	spoergs map[string]spoergsmaal // by a random id that is in the form
	koder   map[string]kode
}

// The times: to choose, and to fetch the token after it.
const (
	vaelgTid = 10 * time.Minute
	kodeTid  = time.Minute
	tokenTid = 5 * time.Minute
)

// maxVentende is how many questions and codes are kept at once; more makes us forget all.
const maxVentende = 1000

// Wrong secrets in a row lock a client out for a while.
const (
	forsoeg  = 5
	laastTid = 15 * time.Minute
)

// spoergsmaal is somebody asked for, who is not chosen yet.
type spoergsmaal struct {
	borgere bool
	slut    time.Time
	oidc    *anmodning
	saml    *saml.IdpAuthnRequest
}

// New makes the provider. It panics when something is missing: that is a fault of the program.
func New(c Config) *Provider {
	u, err := url.Parse(c.Udsteder)
	if err != nil || u.Host == "" || strings.HasSuffix(c.Udsteder, "/") || c.CVR == "" || c.Nu == nil || c.Log == nil {
		panic(errors.New("idp: Config is not complete"))
	}
	if c.Noegle == nil {
		if c.Noegle, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			panic(err)
		}
	}
	if c.Certifikat == nil {
		if c.Certifikat, err = Selvsigneret("Indeksbro demo-idp", c.Noegle, c.Nu()); err != nil {
			panic(err)
		}
	}
	p := &Provider{Config: c, sti: u.Path, spaerring: adgang.NySpaerring(forsoeg, laastTid), spoergs: map[string]spoergsmaal{}, koder: map[string]kode{}}
	p.saml = p.samlProvider(u)
	return p
}

// Handler serves everything at and below the issuer's path.
func (p *Provider) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+p.sti+"/.well-known/openid-configuration", p.opdagelse)
	mux.HandleFunc("GET "+p.sti+"/jwks", p.jwks)
	mux.HandleFunc("GET "+p.sti+"/authorize", p.autoriser)
	mux.HandleFunc("POST "+p.sti+"/token", p.token)
	mux.HandleFunc("GET "+p.sti+"/end_session", p.slut)
	mux.HandleFunc("GET "+p.sti+"/saml/metadata", p.saml.ServeMetadata)
	mux.HandleFunc("GET "+p.sti+"/saml/sso", p.sso)
	mux.HandleFunc("GET "+p.sti+"/vaelg", p.vis)
	guard := http.NewCrossOriginProtection() // nobody else chooses for her
	mux.Handle("POST "+p.sti+"/vaelg", guard.Handler(http.HandlerFunc(p.vaelg)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Security-Policy", csp("'self'"))
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		mux.ServeHTTP(w, r)
	})
}

// csp lets forms lead to the given places only: a choice ends at whoever asked.
func csp(forms string) string {
	return "default-src 'self'; base-uri 'none'; form-action " + forms + "; frame-ancestors 'none'; object-src 'none'"
}

// husk keeps a question until somebody is chosen, and gives the id of it.
func (p *Provider) husk(q spoergsmaal) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Nu()
	for id, one := range p.spoergs {
		if !now.Before(one.slut) {
			delete(p.spoergs, id)
		}
	}
	if len(p.spoergs) >= maxVentende {
		clear(p.spoergs)
	}
	id := rand.Text()
	q.slut = now.Add(vaelgTid)
	p.spoergs[id] = q
	return id
}

func (p *Provider) find(id string, forget bool) (spoergsmaal, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, found := p.spoergs[id]
	if forget {
		delete(p.spoergs, id)
	}
	return q, found && p.Nu().Before(q.slut)
}

// spoerg answers for the person whom the question already names, else it shows whom one can be.
func (p *Provider) spoerg(w http.ResponseWriter, r *http.Request, q spoergsmaal, hint string) {
	if hint != "" {
		if who, found := p.hvem(r.Context(), q.borgere, hint); found {
			p.svar(w, r, q, who)
			return
		}
	}
	http.Redirect(w, r, p.sti+"/vaelg?"+url.Values{"s": {p.husk(q)}}.Encode(), http.StatusSeeOther)
}

// valgt is who was chosen: an employee, or a citizen.
type valgt struct {
	medarbejder *Person
	borger      oio.Person
}

// hvem finds a person by her id, or a citizen by her key.
func (p *Provider) hvem(ctx context.Context, citizen bool, id string) (valgt, bool) {
	if !citizen {
		i := slices.IndexFunc(p.Medarbejdere, func(one Person) bool { return one.ID == id })
		if i < 0 {
			return valgt{}, false
		}
		return valgt{medarbejder: &p.Medarbejdere[i]}, true
	}
	key, err := oio.ParseBorgernoegle(id)
	if err != nil || p.Borgere == nil {
		return valgt{}, false
	}
	person, found, err := p.Borgere.Person(ctx, adgang.Alt(p.CVR), key)
	return valgt{borger: person}, err == nil && found
}

func (p *Provider) svar(w http.ResponseWriter, r *http.Request, q spoergsmaal, who valgt) {
	if q.oidc != nil {
		p.svarOIDC(w, r, q.oidc, who)
		return
	}
	p.svarSAML(w, r, q.saml, who)
}

// antalPrSide is how many citizens one page lists.
const antalPrSide = 20

// vis shows whom one can be.
func (p *Provider) vis(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("s")
	q, found := p.find(id, false)
	if !found {
		p.fejl(w, r, http.StatusBadRequest, "Der gik for lang tid. Begynd forfra.")
		return
	}
	v := valgside{Sti: p.sti, ID: id, Ark: p.Ark}
	if !q.borgere {
		v.Medarbejdere = p.Medarbejdere
	} else if err := p.borgere(r, &v); err != nil {
		p.Log.Error("idp: list citizens", "err", oio.MaskCPR(err.Error()))
		p.fejl(w, r, http.StatusInternalServerError, "Borgerne kan ikke læses nu.")
		return
	}
	p.side(w, r, http.StatusOK, "Vælg, hvem du er", vaelgindhold(v))
}

func (p *Provider) borgere(r *http.Request, v *valgside) error {
	v.Borger = true
	if p.Borgere == nil {
		return nil
	}
	var err error
	if v.Navn = strings.TrimSpace(r.URL.Query().Get("navn")); v.Navn != "" && oio.MaskCPR(v.Navn) == v.Navn {
		v.Personer, err = p.Borgere.FindNavn(r.Context(), adgang.Alt(p.CVR), v.Navn, antalPrSide)
		return err
	}
	v.Navn = ""
	after, _ := oio.ParseBorgernoegle(r.URL.Query().Get("efter")) // malformed: from the beginning
	v.Personer, err = p.Borgere.Personer(r.Context(), adgang.Alt(p.CVR), after, antalPrSide+1)
	if len(v.Personer) > antalPrSide {
		v.Personer = v.Personer[:antalPrSide]
		v.Naeste = p.sti + "/vaelg?" + url.Values{"s": {v.ID}, "efter": {v.Personer[antalPrSide-1].Noegle.String()}}.Encode()
	}
	return err
}

// valgside is what the page shows.
type valgside struct {
	Sti, ID      string
	Ark          []string
	Medarbejdere []Person
	Borger       bool
	Personer     []oio.Person
	Navn, Naeste string
}

// vaelg takes the choice.
func (p *Provider) vaelg(w http.ResponseWriter, r *http.Request) {
	q, found := p.find(r.PostFormValue("s"), true)
	if !found {
		p.fejl(w, r, http.StatusBadRequest, "Der gik for lang tid. Begynd forfra.")
		return
	}
	who, known := p.hvem(r.Context(), q.borgere, r.PostFormValue("person"))
	if !known {
		p.fejl(w, r, http.StatusNotFound, "Personen findes ikke. Begynd forfra.")
		return
	}
	p.svar(w, r, q, who)
}

func (p *Provider) fejl(w http.ResponseWriter, r *http.Request, status int, text string) {
	p.side(w, r, status, "Log-in kan ikke fortsætte", fejlindhold(text))
}

// medSvar is an address with values put to it.
func medSvar(to string, values url.Values) (string, error) {
	u, err := url.Parse(to)
	if err != nil {
		return "", fmt.Errorf("address of the answer: %w", err)
	}
	q := u.Query()
	for name, value := range values {
		q[name] = value
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}
