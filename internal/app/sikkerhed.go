package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/aftale"
	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/soap"
	"indeksbro/internal/xmltree"
)

// The files of a local chain under DIR/certs, as `indeksbro certs` makes them.
const (
	certMappe    = "certs"
	caFil        = "ca.pem"
	stsFil       = "sts.pem"      // the token service's certificate and key
	stsOffentlig = "sts.crt.pem"  // its certificate alone, which tokens are held against, and that of the one before
	serverFil    = "server.pem"   // of TLS
	tjenesteFil  = "tjeneste.pem" // what the services sign their answers with
	klientFil    = "klient.pem"   // the exporter's, and a vendor's to try with
	klientP12Fil = "klient.p12"

	tjenesteOffentlig = "tjeneste.crt.pem" // what answers are held against, and that of before
	klientOffentlig   = "klient.crt.pem"

	stsEntitet = "https://indeksbro.lokal/sts"
)

// idwsSikkerhed believes signed messages with tokens of the local token service.
type idwsSikkerhed struct {
	k       *kreds
	aftaler *aftalebog
	kontrol *idws.Kontrollant
	log     *slog.Logger

	mu     sync.Mutex
	stolet *kredsfiler // what kontrol was last told to trust
	antal  int         // and how many keys those were
}

func nySikkerhed(k *kreds, agreements *aftalebog, log *slog.Logger) *idwsSikkerhed {
	return &idwsSikkerhed{k: k, aftaler: agreements, kontrol: &idws.Kontrollant{Udsteder: stsEntitet, Mild: true}, log: log}
}

// stol lets messages be held against the certificates as they lie in their files now: a token of before they were renewed still counts.
func (s *idwsSikkerhed) stol(now time.Time) {
	files := s.k.nyeste()
	keys := files.noegler(now)
	s.mu.Lock()
	defer s.mu.Unlock()
	if files == s.stolet && len(keys) == s.antal {
		return
	}
	s.stolet, s.antal = files, len(keys)
	s.kontrol.Stol(files.pool(), keys...)
}

// The roles and limits of the local agreements, as URIs in tokens; the official ones are not published (05b D.2).
const (
	privilegium = "https://indeksbro.lokal/roles/servicesystemrole/"
	graense     = "https://indeksbro.lokal/constraints/"
)

// Efterproev implements soap.Sikkerhed.
func (s *idwsSikkerhed) Efterproev(r *http.Request, doc *xmltree.Document, service *soap.Tjeneste, now time.Time) (soap.Kalder, error) {
	s.stol(now)
	sender, err := s.kontrol.Efterproev(doc, service.EntityID, now)
	if err != nil {
		return soap.Kalder{}, s.fault(err, service)
	}
	token := sender.Token
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 && !r.TLS.PeerCertificates[0].Equal(token.Holder) {
		return soap.Kalder{}, &soap.Fault{Afsender: true, Subkode: "wsse:FailedAuthentication", Tekst: service.Tokenregel() + ": the token is another caller's than the connection"}
	}
	caller := soap.Kalder{CVR: token.CVR, Navn: token.Holder.Subject.CommonName}
	for _, role := range token.Roller {
		if role.CVR == token.CVR {
			caller.Roller = append(caller.Roller, soap.Rolle(strings.TrimSuffix(strings.TrimPrefix(role.Privilegium, privilegium), "/1")))
			begraens(&caller, role.Graenser)
		}
	}
	if len(caller.Roller) == 0 {
		return soap.Kalder{}, &soap.Fault{Afsender: true, Subkode: "wsse:FailedAuthentication", Tekst: service.Tokenregel() + ": the token gives no role for the authority"}
	}
	return caller, s.aftalt(r.Context(), &caller, token, service)
}

// aftalt holds the caller against the agreements as they stand now: a token may be older than they are. They say which system it is.
func (s *idwsSikkerhed) aftalt(ctx context.Context, caller *soap.Kalder, token *idws.Token, service *soap.Tjeneste) error {
	agreed, err := s.aftaler.af(ctx, token.Holder, token.CVR, service.EntityID)
	if errors.Is(err, idws.ErrIkkeAftalt) {
		return &soap.Fault{Afsender: true, Subkode: "wsse:FailedAuthentication", Tekst: service.Tokenregel() + ": " + err.Error()}
	}
	if err != nil {
		return err
	}
	caller.System, caller.Navn = agreed[0].System.UUID, agreed[0].System.Navn
	caller.Roller = slices.DeleteFunc(caller.Roller, func(r soap.Rolle) bool {
		return !slices.ContainsFunc(agreed, func(one aftale.Aftale) bool { return soapret(one.Ret) == r })
	})
	for _, one := range agreed {
		if len(one.KLE) > 0 {
			caller.KLE = one.KLE
		}
		if one.Foelsomhed != 0 {
			caller.Foelsomhed = one.Foelsomhed
		}
	}
	return nil
}

// begraens narrows what a caller may read by the constraints of its agreement.
func begraens(caller *soap.Kalder, constraints map[string]string) {
	for name, value := range constraints {
		switch {
		case strings.Contains(name, "KLE"):
			for part := range strings.SplitSeq(value, ",") {
				caller.KLE = append(caller.KLE, strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(part), "*"), "."))
			}
		case strings.Contains(name, "Foelsomhed"):
			if f, err := oio.ParseFoelsomhed(value); err == nil {
				caller.Foelsomhed = f
			}
		}
	}
}

// fault tells the caller as much as helps it, and the log why.
func (s *idwsSikkerhed) fault(err error, service *soap.Tjeneste) error {
	var why *idws.Fejl
	if !errors.As(err, &why) {
		return err
	}
	s.log.Warn("message refused", "service", service.Adresse, "code", why.Subkode, "why", oio.MaskCPR(why.Aarsag))
	return &soap.Fault{Afsender: true, Subkode: why.Subkode, Tekst: service.Tokenregel() + ": " + why.Tekst}
}

// Svar implements soap.Sikkerhed.
func (s *idwsSikkerhed) Svar(h soap.Hoved, krop []byte, now time.Time) ([]byte, error) {
	return (&idws.Underskriver{Par: s.k.nyeste().tjeneste}).MedCertifikat(idws.Besked{V12: h.V12, Action: h.Action, MessageID: h.MessageID, RelatesTo: h.RelatesTo, TransaktionsID: h.TransaktionsID, Krop: krop}, now)
}

// sts is the token service of the local chain. It gives each system what the agreements in the store give it.
func (t *tjeneste) sts(k *kreds) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		files := k.nyeste()
		allowed := func(caller *x509.Certificate, cvr oio.CVR, service string) ([]idws.Rolle, error) {
			return t.b.aftaler.tilladelse(r.Context(), caller, cvr, service)
		}
		(&idws.Udsteder{Par: files.sts, Navn: stsEntitet, Klienter: files.pool(), Levetid: time.Hour, Nu: t.m.Nu, Tilladelse: allowed}).Handler().ServeHTTP(w, r)
	})
}

// idwsSegl signs what the exporter sends and judges what it gets.
type idwsSegl struct {
	henter    *idws.Henter
	par       idws.Par
	kommune   oio.CVR
	tjenester []*x509.Certificate // pinned: who sign the answers, each service its own
}

// Forsegl implements soap.Segl.
func (s *idwsSegl) Forsegl(ctx context.Context, h soap.Hoved, audience string, krop []byte, now time.Time) ([]byte, error) {
	token, err := s.henter.Token(ctx, s.kommune, audience)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", soap.ErrGenproev, err)
	}
	b := idws.Besked{V12: h.V12, Action: h.Action, MessageID: h.MessageID, To: h.To, TransaktionsID: h.TransaktionsID, Krop: krop}
	return (&idws.Underskriver{Par: s.par}).MedToken(b, token, now)
}

// Efterproev implements soap.Segl.
func (s *idwsSegl) Efterproev(doc *xmltree.Document, relatesTo string, now time.Time) error {
	var err error
	for _, signer := range s.tjenester {
		if _, err = idws.EfterproevSvar(doc, signer, relatesTo, now); err == nil {
			return nil
		}
	}
	return err
}

// adgangskodeVar names the password of a PKCS#12 file; it never stands in a file or on a command line.
const adgangskodeVar = "INDEKSBRO_CERT_PASSWORD"

// nySegl reads the client's certificate and what it trusts: beside it lie sts.crt.pem, tjeneste.crt.pem and, where the servers' TLS is
// of a private authority, ca.pem.
func nySegl(m *miljoe, kommune oio.CVR, certificate, sts string, deadline time.Duration) (soap.Segl, *http.Client, error) {
	par, err := idws.LaesPar(certificate, os.Getenv(adgangskodeVar))
	if err != nil {
		return nil, nil, inputError("%w; set the policy certifikat", err)
	}
	directory := filepath.Dir(certificate)
	tokens, err := laesCertifikater(filepath.Join(directory, stsOffentlig))
	if err != nil {
		return nil, nil, inputError("sts.crt.pem beside the client's certificate: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(directory, "tjeneste*.crt.pem")) // one for each service that is called
	if err != nil || len(files) == 0 {
		return nil, nil, inputError("no tjeneste.crt.pem beside the client's certificate: what is not signed by a service that is known is not believed")
	}
	var signers []*x509.Certificate
	for _, file := range files {
		some, err := laesCertifikater(file)
		if err != nil {
			return nil, nil, inputError("%s beside the client's certificate: %w", filepath.Base(file), err)
		}
		signers = append(signers, some...)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{par.Certifikat.Raw}, PrivateKey: par.Noegle}}}
	if authorities, err := laesCertifikater(filepath.Join(directory, caFil)); err == nil {
		config.RootCAs = x509.NewCertPool()
		for _, ca := range authorities {
			config.RootCAs.AddCert(ca)
		}
	}
	client := &http.Client{Timeout: deadline, Transport: &http.Transport{TLSClientConfig: config, MaxIdleConnsPerHost: 8}}
	fetch := &idws.Henter{Adresse: sts, STS: tokens[0], Andre: tokens[1:], Navn: stsNavn(tokens[0]), Par: par, HTTP: client, Nu: m.Nu}
	return &idwsSegl{fetch, par, kommune, signers}, client, nil
}

// stsNavn is the entity id a token service signs under: said in its certificate for a local one, else from the environment.
func stsNavn(*x509.Certificate) string {
	if name := os.Getenv("INDEKSBRO_STS_ENTITY"); name != "" {
		return name
	}
	return stsEntitet
}

// segl is how messages are sealed on the way out: signed with a token where a token service is named. A call has the policy's time from
// the connection to the last byte of the answer, so that one who never answers keeps nobody for ever.
func (b *bro) segl(m *miljoe, p politik.Politik) (soap.Segl, *http.Client, error) {
	if p.MaalSTS == "" {
		return soap.Uforseglet{}, &http.Client{Timeout: p.MaalFrist}, nil
	}
	return nySegl(m, b.kommune, p.Certifikat, p.MaalSTS, p.MaalFrist)
}
