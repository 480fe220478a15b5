package idp

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// anmodning is a question by OpenID Connect.
type anmodning struct {
	klient     *Klient
	redirect   string
	state      string
	nonce      string
	udfordring string // PKCE, S256
}

// kode is what a token is fetched with, once.
type kode struct {
	anmodning
	hvem valgt
	slut time.Time
}

// opdagelse is OpenID Connect Discovery.
func (p *Provider) opdagelse(w http.ResponseWriter, _ *http.Request) {
	skrivJSON(w, http.StatusOK, map[string]any{
		"issuer": p.Udsteder, "authorization_endpoint": p.Udsteder + "/authorize", "token_endpoint": p.Udsteder + "/token", "jwks_uri": p.Udsteder + "/jwks",
		"end_session_endpoint": p.Udsteder + "/end_session", "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"}, "code_challenge_methods_supported": []string{"S256"}, "scopes_supported": []string{"openid"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"}, "grant_types_supported": []string{"authorization_code"},
	})
}

func skrivJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // who asked may have left
}

func (p *Provider) noegleID() string {
	sum := sha256.Sum256(p.Certifikat.RawSubjectPublicKeyInfo)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func (p *Provider) jwks(w http.ResponseWriter, _ *http.Request) {
	skrivJSON(w, http.StatusOK, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &p.Noegle.PublicKey, KeyID: p.noegleID(), Algorithm: "RS256", Use: "sig"}}})
}

func (p *Provider) klient(id string) *Klient {
	i := slices.IndexFunc(p.Klienter, func(k Klient) bool { return k.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Klienter[i]
}

// autoriser takes a question. An address that is not the client's is told to nobody but the one who sits there.
func (p *Provider) autoriser(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	client := p.klient(q.Get("client_id"))
	if client == nil || !slices.Contains(client.Svar, q.Get("redirect_uri")) {
		p.fejl(w, r, http.StatusBadRequest, "Tjenesten, du kommer fra, er ikke kendt her.")
		return
	}
	a := &anmodning{client, q.Get("redirect_uri"), q.Get("state"), q.Get("nonce"), q.Get("code_challenge")}
	switch {
	case q.Get("response_type") != "code":
		p.afvis(w, r, a, "unsupported_response_type")
	case a.state == "" || a.nonce == "" || a.udfordring == "" || q.Get("code_challenge_method") != "S256":
		p.afvis(w, r, a, "invalid_request")
	default:
		p.spoerg(w, r, spoergsmaal{borgere: client.Borgere, oidc: a}, q.Get("login_hint"))
	}
}

func (p *Provider) afvis(w http.ResponseWriter, r *http.Request, a *anmodning, code string) {
	p.tilbage(w, r, a, url.Values{"error": {code}, "state": {a.state}})
}

func (p *Provider) tilbage(w http.ResponseWriter, r *http.Request, a *anmodning, values url.Values) {
	to, err := medSvar(a.redirect, values)
	if err != nil {
		p.fejl(w, r, http.StatusBadRequest, "Tjenesten, du kommer fra, har en forkert adresse.")
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// svarOIDC sends the browser back with a code. From a form it goes by a page of its own: a form may lead only to ourselves.
func (p *Provider) svarOIDC(w http.ResponseWriter, r *http.Request, a *anmodning, who valgt) {
	code := rand.Text() + rand.Text()
	p.mu.Lock()
	if len(p.koder) >= maxVentende {
		clear(p.koder)
	}
	p.koder[code] = kode{*a, who, p.Nu().Add(kodeTid)}
	p.mu.Unlock()
	values := url.Values{"code": {code}, "state": {a.state}}
	if r.Method == http.MethodPost {
		to, err := medSvar(a.redirect, values)
		if err == nil {
			w.Header().Set("Refresh", "0; url="+to)
			p.side(w, r, http.StatusOK, "Du er logget ind", videreindhold(to))
			return
		}
	}
	p.tilbage(w, r, a, values)
}

// token changes a code into an id_token, for the client that asked, once.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, basic := r.BasicAuth()
	if basic {
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	client := p.klient(id)
	switch {
	case !p.spaerring.Laast(id, p.Nu()).IsZero():
		skrivJSON(w, http.StatusTooManyRequests, map[string]string{"error": "slow_down"})
		return
	case client == nil || subtle.ConstantTimeCompare([]byte(client.Hemmelighed), []byte(secret)) != 1:
		if until, _ := p.spaerring.Fejlet(id, p.Nu()); !until.IsZero() {
			p.Log.Warn("idp: client locked", "until", until)
		}
		w.Header().Set("WWW-Authenticate", "Basic")
		skrivJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_client"})
		return
	}
	p.spaerring.Lykkedes(id)
	p.mu.Lock()
	code, found := p.koder[r.PostFormValue("code")]
	delete(p.koder, r.PostFormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !found || !p.Nu().Before(code.slut) || code.klient != client || code.redirect != r.PostFormValue("redirect_uri") || r.PostFormValue("grant_type") != "authorization_code" ||
		subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(code.udfordring)) != 1 {
		skrivJSON(w, http.StatusBadRequest, map[string]string{"error": "invalid_grant"})
		return
	}
	signed, err := p.idToken(&code)
	if err != nil {
		p.Log.Error("idp: sign token", "err", err)
		skrivJSON(w, http.StatusInternalServerError, map[string]string{"error": "server_error"})
		return
	}
	skrivJSON(w, http.StatusOK, map[string]any{"access_token": rand.Text(), "token_type": "Bearer", "expires_in": int(tokenTid / time.Second), "id_token": signed})
}

// idToken is who somebody is, signed.
func (p *Provider) idToken(c *kode) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: p.Noegle, KeyID: p.noegleID()}}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	now := p.Nu()
	claims := map[string]any{"iss": p.Udsteder, "aud": c.klient.ID, "iat": now.Unix(), "exp": now.Add(tokenTid).Unix(), "auth_time": now.Unix(), "nonce": c.nonce}
	if m := c.hvem.medarbejder; m != nil {
		claims["sub"], claims["preferred_username"], claims["name"] = m.ID, m.ID, m.Navn
		claims[adgang.AttributOIOSAML3] = adgang.Attribut(m.Grupper)
		claims["loa"] = nsis + m.sikring()
	} else {
		b := c.hvem.borger
		claims["sub"], claims["name"], claims["dk.cpr"], claims["loa"] = b.Noegle.String(), b.Navn, b.CPR.Digits(), nsis+"Substantial"
	}
	return jwt.Signed(signer).Claims(claims).Serialize()
}

// nsis begins the addresses of the levels of assurance.
const nsis = "https://data.gov.dk/concept/core/nsis/"

// slut leads back after a log-out. There is no log-in of ours to end: one chooses each time.
func (p *Provider) slut(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	client := p.klient(q.Get("client_id"))
	if back := q.Get("post_logout_redirect_uri"); client != nil && slices.Contains(client.Ud, back) {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	p.side(w, r, http.StatusOK, "Du er logget ud", fejlindhold("Du er logget ud."))
}

// skjult is a number as the choice shows it: enough to tell two of one name apart.
func skjult(c oio.CPR) string {
	if digits := c.Digits(); len(digits) == 10 {
		return digits[:6] + "-••••"
	}
	return ""
}
