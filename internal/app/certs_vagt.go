package app

import (
	"context"
	"crypto/x509"
	"os"
	"path/filepath"
	"sync"
	"time"

	"indeksbro/internal/idws"
)

// certifikater are the certificates somebody must renew in time: those this process serves with, and those the exporter calls with
// and trusts. The exporter's are read again when their file has changed.
type certifikater struct {
	egne []*x509.Certificate

	mu     sync.Mutex
	fil    string
	aendre time.Time
	kendte []*x509.Certificate
}

// certifikatkilder gives both kinds.
func (t *tjeneste) certifikatkilder(ctx context.Context) (own, client []*x509.Certificate, err error) {
	p, err := t.b.politik(ctx)
	if err != nil || p.Certifikat == "" {
		return t.certs.egne, nil, err
	}
	client, err = t.certs.klient(p.Certifikat)
	return t.certs.egne, client, err
}

// klient reads the exporter's certificate and those beside it that answers and tokens are held against.
func (c *certifikater) klient(file string) ([]*x509.Certificate, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, inputError("the policy certifikat: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fil == file && c.aendre.Equal(info.ModTime()) {
		return c.kendte, nil
	}
	par, err := idws.LaesPar(file, os.Getenv(adgangskodeVar))
	if err != nil {
		return nil, inputError("the policy certifikat: %w", err)
	}
	known := []*x509.Certificate{par.Certifikat}
	beside, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "tjeneste*.crt.pem")) // fails only for a bad pattern
	for _, name := range append(beside, filepath.Join(filepath.Dir(file), "sts.crt.pem")) {
		if trusted, err := laesCertifikat(name); err == nil { // where one is missing, the exporter says so
			known = append(known, trusted)
		}
	}
	c.fil, c.aendre, c.kendte = file, info.ModTime(), known
	return known, nil
}

// udloeb is how long each certificate still holds, each once.
func (t *tjeneste) udloeb(ctx context.Context) ([]udloeb, error) {
	own, client, err := t.certifikatkilder(ctx)
	var all []udloeb
	seen := make(map[string]bool)
	for _, c := range append(append([]*x509.Certificate(nil), own...), client...) {
		if seen[string(c.Raw)] {
			continue
		}
		seen[string(c.Raw)] = true
		all = append(all, udloeb{idws.SeUdloeb(t.m.Nu(), c)[0], c})
	}
	return all, err
}

type udloeb struct {
	idws.Udloeb
	certifikat *x509.Certificate
}
