package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"indeksbro/internal/idws"
	"indeksbro/internal/web"
	"indeksbro/internal/web/bremse"
	"indeksbro/internal/web/login"
	"indeksbro/internal/web/session"
)

// loginvalg is how people log in.
type loginvalg struct {
	Adresse string        `placeholder:"URL" help:"The address browsers have, such as https://indeksbro.example.dk; needed for log-in services, and behind a proxy that ends TLS."`
	Ledig   time.Duration `default:"30m" placeholder:"TIME" help:"Unused for so long, a log-in ends."`
	Laengst time.Duration `default:"8h" placeholder:"TIME" help:"After so long a log-in ends whatever one does."`

	OidcUdsteder       string `placeholder:"URL" help:"OpenID Connect issuer for staff."`
	OidcKlient         string `placeholder:"ID" help:"Our client id there."`
	OidcHemmelighedFil string `placeholder:"FILE" help:"File with the client's secret."`
	OidcPrivilegier    string `placeholder:"CLAIM" help:"Claim with the privileges (OIO Basic Privilege Profile, base64); default: the usual names."`
	OidcBruger         string `placeholder:"CLAIM" help:"Claim with the user's id; default: preferred_username, else sub."`
	OidcScopes         string `placeholder:"WORDS" help:"Scopes to ask for besides openid."`

	BorgerUdsteder       string `placeholder:"URL" help:"OpenID Connect issuer for citizens: a broker of MitID."`
	BorgerKlient         string `placeholder:"ID" help:"Our client id there."`
	BorgerHemmelighedFil string `placeholder:"FILE" help:"File with the client's secret."`
	BorgerCpr            string `placeholder:"CLAIM" help:"Claim with the CPR number; default: the usual names."`
	BorgerScopes         string `placeholder:"WORDS" help:"Scopes to ask for besides openid."`

	SamlMetadata   string `placeholder:"FILE" help:"Metadata of an OIOSAML identity provider for staff."`
	SamlCertifikat string `placeholder:"FILE" help:"Our certificate and key towards it (PEM or PKCS#12)."`
	SamlEntitet    string `placeholder:"URI" help:"Our entity id; default: the address of our metadata."`

	NsisMedarbejder string `placeholder:"LEVEL" help:"Least NSIS level of staff: low, substantial or high; none: any."`
	NsisBorger      string `default:"substantial" placeholder:"LEVEL" help:"Least NSIS level of citizens; any: no demand."`
}

// soegninger is how often one person may search: a full screen of them at once, then one a second.
func (m *miljoe) soegninger() *bremse.Bremse { return bremse.NyBremse(60, time.Second, m.Nu) }

// session is the frame of a log-in of this installation.
func (t *tjeneste) session(v *loginvalg) session.Session {
	return session.Session{Noegler: t.b.noegler, Kommune: t.b.kommune, Ledig: v.Ledig, Laengst: v.Laengst, Nu: t.m.Nu, Log: t.log}
}

// nytLogin is the log-in of `serve`.
func (t *tjeneste) nytLogin(v *loginvalg, key string) (*login.Login, error) {
	if v.Ledig < time.Minute || v.Laengst < v.Ledig {
		return nil, inputError("login.ledig and login.laengst: want at least a minute, and the second no shorter than the first")
	}
	if v.Adresse != "" {
		if err := httpURL(v.Adresse); err != nil {
			return nil, inputError("login.adresse: %w", err)
		}
	}
	ways, err := v.veje()
	if err != nil {
		return nil, err
	}
	if len(ways) > 0 && v.Adresse == "" {
		return nil, inputError("login.adresse: a log-in service must know where to answer; say the address browsers have")
	}
	return login.New(login.Config{Session: t.session(v), Lager: t.b.db, Noegle: key, Adresse: v.Adresse, Veje: ways, Audit: t, Borger: t.b.noegler.Borger}), nil
}

// veje are the log-in services that are set up.
func (v *loginvalg) veje() ([]login.Vej, error) {
	staff, err := login.ParseSikring(v.NsisMedarbejder)
	if err != nil {
		return nil, inputError("login.nsis-medarbejder: %w", err)
	}
	citizens, err := login.ParseSikring(strings.TrimPrefix(v.NsisBorger, "any"))
	if err != nil {
		return nil, inputError("login.nsis-borger: %w", err)
	}
	var ways []login.Vej
	one, err := oidcVej(&login.OIDC{Hvem: login.Medarbejdere, Udsteder: v.OidcUdsteder, Klient: v.OidcKlient, Claim: v.OidcPrivilegier, Bruger: v.OidcBruger, Scopes: strings.Fields(v.OidcScopes), Mindst: staff}, v.OidcHemmelighedFil)
	if err != nil {
		return nil, inputError("login.oidc: %w", err)
	}
	if one != nil {
		ways = append(ways, one)
	}
	if v.SamlMetadata != "" {
		saml, err := samlVej(v, staff)
		if err != nil {
			return nil, inputError("login.saml: %w", err)
		}
		ways = append(ways, saml)
	}
	one, err = oidcVej(&login.OIDC{Hvem: login.Borgere, Udsteder: v.BorgerUdsteder, Klient: v.BorgerKlient, Claim: v.BorgerCpr, Scopes: strings.Fields(v.BorgerScopes), Mindst: citizens}, v.BorgerHemmelighedFil)
	if err != nil {
		return nil, inputError("login.borger: %w", err)
	}
	if one != nil {
		ways = append(ways, one)
	}
	return ways, nil
}

// loginFrist is how long a log-in service has to answer.
const loginFrist = 10 * time.Second

// oidcVej completes a provider, or is nil when none is named.
func oidcVej(o *login.OIDC, secretFile string) (login.Vej, error) {
	if o.Udsteder == "" {
		return nil, nil
	}
	if err := httpURL(o.Udsteder); err != nil || !strings.HasPrefix(o.Udsteder, "https://") && !loopback(o.Udsteder) {
		return nil, fmt.Errorf("the issuer must be an https address")
	}
	if o.Klient == "" {
		return nil, fmt.Errorf("a client id is missing")
	}
	if secretFile != "" {
		text, err := os.ReadFile(secretFile)
		if err != nil {
			return nil, fmt.Errorf("the client's secret: %w", err)
		}
		o.Hemmelighed = strings.TrimSpace(string(text))
	}
	o.HTTP = &http.Client{Timeout: loginFrist}
	return o, nil
}

func samlVej(v *loginvalg, least login.Sikring) (*login.SAML, error) {
	raw, err := os.ReadFile(v.SamlMetadata)
	if err != nil {
		return nil, fmt.Errorf("the provider's metadata: %w", err)
	}
	provider, err := login.LaesMetadata(raw)
	if err != nil {
		return nil, err
	}
	par, err := idws.LaesPar(v.SamlCertifikat, os.Getenv(adgangskodeVar))
	if err != nil {
		return nil, fmt.Errorf("our certificate: %w", err)
	}
	s := &login.SAML{Entitet: v.SamlEntitet, IdP: provider, Noegle: login.SAMLNoegle{Noegle: par.Noegle, Certifikat: par.Certifikat}, Mindst: least}
	_, err = s.Signere()
	return s, err
}

// LogInd implements login.Audit: a line of the same log as look-ups. The roles a log-in brings are noted for step A (R110).
func (t *tjeneste) LogInd(ctx context.Context, h login.Haendelse) error {
	if h.Hvad == login.LoggetInd && len(h.Grupper) > 0 {
		t.setVedLogin(ctx, h.Grupper)
	}
	how := h.Vej
	if h.Grund != "" {
		how += ": " + h.Grund
	}
	return t.b.Opslag(ctx, web.Opslag{Hvem: h.Hvem, Roller: h.Roller, Hvad: string(h.Hvad), Borger: h.Borger, Formaal: how, Fra: h.Fra, Hvornaar: h.Tid})
}

// rydLogin forgets ended log-ins now and then.
func (t *tjeneste) rydLogin(ctx context.Context) error {
	ticker := time.NewTicker(10 * time.Minute)
	defer ticker.Stop()
	for {
		if err := t.b.db.RydLogin(ctx, t.b.kommune, t.m.Nu()); err != nil && ctx.Err() == nil {
			t.log.Warn("ended log-ins are not forgotten", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// klientMed is a client that trusts one authority more, or the usual ones.
func klientMed(pool *x509.CertPool) *http.Client {
	client := &http.Client{Timeout: loginFrist}
	if pool != nil {
		client.Transport = &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool}}
	}
	return client
}
