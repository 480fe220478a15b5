package login

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
)

// Hvem is whom a log-in service knows.
type Hvem string

// The two kinds of people; they are also the names of the ways.
const (
	Medarbejdere Hvem = "medarbejder"
	Borgere      Hvem = "borger"
)

// OIDC is an OpenID Connect provider: authorization code with PKCE, state and nonce. Udsteder, Klient and HTTP must be set.
type OIDC struct {
	Hvem        Hvem
	Udsteder    string // the issuer; discovery tells the rest
	Klient      string
	Hemmelighed string
	Tekst       string // on the log-in page; empty: by Hvem
	Claim       string // that has the privileges, or the CPR number; empty: the usual names
	Bruger      string // claim with the user's id; empty: preferred_username, else sub
	Mindst      Sikring
	Scopes      []string // besides openid
	HTTP        *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
}

// The claims looked in where nobody says otherwise, the first that is there.
var (
	privilegieClaims = []string{adgang.AttributOIOSAML3, adgang.AttributOIOSAML2, "privileges_intermediate", "privileges"}
	cprClaims        = []string{"dk.cpr", "https://data.gov.dk/model/core/eid/cprNumber", "mitid.identity.cpr", "cpr"}
	sikringClaims    = []string{"loa", "https://data.gov.dk/concept/core/nsis/loa", "mitid.loa", "acr"}
)

// Navn implements Vej.
func (o *OIDC) Navn() string { return string(o.Hvem) }

// Knap implements Vej.
func (o *OIDC) Knap() string {
	if o.Hvem == Borgere {
		return cmp.Or(o.Tekst, "Log ind som borger")
	}
	return cmp.Or(o.Tekst, "Log ind som medarbejder")
}

func (o *OIDC) ruter(l *Login, r web.Ramme) {
	r.Enhver("GET "+Sti+"/"+o.Navn(), func(w http.ResponseWriter, r *http.Request, _ web.Identitet) error { return o.begynd(l, w, r) })
	r.Enhver("GET "+Sti+"/"+o.Navn()+"/svar", func(w http.ResponseWriter, r *http.Request, _ web.Identitet) error { return o.svar(l, w, r) })
}

// opdag asks the provider where its addresses are, once it answers.
func (o *OIDC) opdag(ctx context.Context) (*oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, o.HTTP), o.Udsteder)
	if err != nil {
		return nil, fmt.Errorf("ask the issuer where its addresses are: %w", err)
	}
	o.provider = p
	return p, nil
}

func (o *OIDC) oauth(l *Login, r *http.Request, p *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: o.Klient, ClientSecret: o.Hemmelighed, Endpoint: p.Endpoint(), RedirectURL: l.egen(r) + Sti + "/" + o.Navn() + "/svar",
		Scopes: append([]string{oidc.ScopeOpenID}, o.Scopes...),
	}
}

// begynd sends the browser to the provider.
func (o *OIDC) begynd(l *Login, w http.ResponseWriter, r *http.Request) error {
	if l.paaEgenAdresse(w, r) {
		return nil
	}
	if err := l.langsomt(w, r); err != nil {
		return err
	}
	p, err := o.opdag(r.Context())
	if err != nil {
		return l.afvis(r, o.Navn(), "", err, tavsTjeneste())
	}
	u := undervejs{Vej: o.Navn(), State: tilfaeldig(), Nonce: tilfaeldig(), PKCE: oauth2.GenerateVerifier(), Til: vejTil(r.URL.Query().Get("til"))}
	if err := l.begynd(w, r, u); err != nil {
		return err
	}
	options := []oauth2.AuthCodeOption{oidc.Nonce(u.Nonce), oauth2.S256ChallengeOption(u.PKCE)}
	if hint := r.URL.Query().Get("login_hint"); hint != "" && len(hint) <= 100 && oio.MaskCPR(hint) == hint {
		options = append(options, oauth2.SetAuthURLParam("login_hint", hint))
	}
	http.Redirect(w, r, o.oauth(l, r, p).AuthCodeURL(u.State, options...), http.StatusSeeOther)
	return nil
}

// svar takes the browser back.
func (o *OIDC) svar(l *Login, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	u, err := l.afslut(w, r, o.Navn(), q.Get("state"))
	if err != nil {
		return l.afvis(r, o.Navn(), "", err, afbrudt())
	}
	if refused := q.Get("error"); refused != "" {
		return l.afvis(r, o.Navn(), "", fmt.Errorf("the provider says %.60q", refused), afbrudt())
	}
	claims, err := o.claims(l, r, u, q.Get("code"))
	if err != nil {
		return l.afvis(r, o.Navn(), "", err, ikkeTroet())
	}
	return o.ind(l, w, r, u, claims)
}

// claims changes the code into what the provider says of her, and believes it only when all of it fits.
func (o *OIDC) claims(l *Login, r *http.Request, u undervejs, code string) (map[string]any, error) {
	p, err := o.opdag(r.Context())
	if err != nil {
		return nil, err
	}
	ctx := oidc.ClientContext(r.Context(), o.HTTP)
	token, err := o.oauth(l, r, p).Exchange(ctx, code, oauth2.VerifierOption(u.PKCE))
	if err != nil {
		var told *oauth2.RetrieveError
		if errors.As(err, &told) { // its text has the whole answer
			return nil, fmt.Errorf("the provider gives no token: %d %.60q", told.Response.StatusCode, told.ErrorCode)
		}
		return nil, fmt.Errorf("fetch the token: %w", err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := p.VerifierContext(oidc.ClientContext(context.WithoutCancel(r.Context()), o.HTTP), &oidc.Config{ClientID: o.Klient, Now: l.nu}).Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("id_token: %w", err)
	}
	if id.Nonce != u.Nonce {
		return nil, errors.New("id_token: the nonce is another log-in's")
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return nil, errors.New("id_token: its claims are no JSON object")
	}
	return claims, nil
}

// ind makes the claims somebody.
func (o *OIDC) ind(l *Login, w http.ResponseWriter, r *http.Request, u undervejs, claims map[string]any) error {
	id := web.Identitet{Vej: o.Navn()}
	level := sikringAf(tekst(claims, sikringClaims...))
	id.Sikring = level.String()
	if o.Hvem == Borgere {
		cpr, err := oio.ParseCPR(tekst(claims, navne(o.Claim, cprClaims)...))
		if err != nil {
			return l.afvis(r, o.Navn(), "", errors.New("the provider tells no CPR number; ask it for the scope that gives one"), ikkeTroet())
		}
		id.Roller, id.Borger = adgang.Borger, l.Config.Borger(cpr) // the number goes no further
	} else {
		id.Bruger = tekst(claims, navne(o.Bruger, []string{"preferred_username", "sub"})...)
		id.Navn = cmp.Or(tekst(claims, "name"), id.Bruger)
		groups, err := adgang.ParseAttribut(tekst(claims, navne(o.Claim, privilegieClaims)...))
		if err != nil {
			return l.afvis(r, o.Navn(), id.Bruger, fmt.Errorf("privileges: %w", err), ingenRoller())
		}
		id.Grupper, id.Roller = groups, adgang.RollerAf(groups, l.kommune())
		if id.Roller == 0 {
			return l.afvis(r, o.Navn(), id.Bruger, errors.New("no group gives a right here"), ingenRoller())
		}
	}
	if level < o.Mindst {
		return l.afvis(r, o.Navn(), id.Bruger, fmt.Errorf("the log-in is %s, and %s is demanded", level.ord(), o.Mindst.ord()), svagtLogin())
	}
	if err := l.ind(w, r, id); err != nil {
		return err
	}
	return l.hjemme(w, r, id, u.Til)
}

// logUd implements Vej. No id_token is sent along: a citizen's would have to be kept, with her number in it.
func (o *OIDC) logUd(ctx context.Context, back string) string {
	p, err := o.opdag(ctx)
	if err != nil {
		return ""
	}
	var also struct {
		End string `json:"end_session_endpoint"`
	}
	if p.Claims(&also) != nil || also.End == "" {
		return ""
	}
	u, err := url.Parse(also.End)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	q := u.Query()
	q.Set("client_id", o.Klient)
	q.Set("post_logout_redirect_uri", back)
	u.RawQuery = q.Encode()
	return u.String()
}

// navne are the claims to look in: the one that was chosen, or the usual.
func navne(chosen string, usual []string) []string {
	if chosen != "" {
		return []string{chosen}
	}
	return usual
}

// tekst is the first of the claims that is a text, or a list with one.
func tekst(claims map[string]any, names ...string) string {
	for _, name := range names {
		value := claims[name]
		if list, is := value.([]any); is && len(list) == 1 {
			value = list[0]
		}
		if text, is := value.(string); is && strings.TrimSpace(text) != "" {
			return strings.TrimSpace(text)
		}
	}
	return ""
}
