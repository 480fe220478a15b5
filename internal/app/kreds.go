package app

import (
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/idws"
)

// kreds is a local chain's certificates, as they lie in their files now: whoever uses them gets what was put there last, so that one is
// renewed without a stop. It is safe for concurrent use.
type kreds struct {
	mappe string

	mu     sync.Mutex
	maerke string // of the files when they were read
	laest  *kredsfiler
	log    *slog.Logger // nil: nowhere
}

// kredsfiler is what the files held at one time.
type kredsfiler struct {
	ca                    []*x509.Certificate // the authority's, and the one before it
	sts, server, tjeneste idws.Par
	udstedere             []*x509.Certificate // who may have signed a token: the token service now, and before
	tls                   *tls.Config
}

func laesKreds(directory string) (*kreds, error) {
	k := &kreds{mappe: directory}
	k.maerke = k.nu()
	var err error
	if k.laest, err = laesKredsfiler(directory); err != nil {
		return nil, err
	}
	return k, nil
}

func (k *kreds) nu() string {
	return filmaerke(filepath.Join(k.mappe, caFil), filepath.Join(k.mappe, stsFil), filepath.Join(k.mappe, stsOffentlig), filepath.Join(k.mappe, serverFil), filepath.Join(k.mappe, tjenesteFil))
}

// filmaerke changes when one of the files does.
func filmaerke(files ...string) string {
	var mark strings.Builder
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			fmt.Fprintf(&mark, "%s %d %d;", file, info.ModTime().UnixNano(), info.Size())
		}
	}
	return mark.String()
}

// nyeste are the certificates now. While a file cannot be read, half written perhaps, those from before go on.
func (k *kreds) nyeste() *kredsfiler {
	k.mu.Lock()
	defer k.mu.Unlock()
	mark := k.nu()
	if mark == k.maerke {
		return k.laest
	}
	k.maerke = mark
	renewed, err := laesKredsfiler(k.mappe)
	switch {
	case err == nil:
		k.laest = renewed
		k.tael("certificates were renewed and are in use", nil)
	default:
		k.maerke += "?" // looked at again
		k.tael("certificates were exchanged, but cannot be read; the old ones go on", err)
	}
	return k.laest
}

func (k *kreds) tael(what string, err error) {
	if k.log == nil {
		return
	}
	if err != nil {
		k.log.Warn(what, "err", err)
		return
	}
	k.log.Info(what)
}

func laesKredsfiler(directory string) (*kredsfiler, error) {
	k := &kredsfiler{}
	var err error
	if k.ca, err = laesCertifikater(filepath.Join(directory, caFil)); err != nil {
		return nil, err
	}
	for file, to := range map[string]*idws.Par{stsFil: &k.sts, serverFil: &k.server, tjenesteFil: &k.tjeneste} {
		if *to, err = idws.LaesPar(filepath.Join(directory, file), ""); err != nil {
			return nil, err
		}
	}
	k.udstedere = []*x509.Certificate{k.sts.Certifikat}
	if before, err := laesCertifikater(filepath.Join(directory, stsOffentlig)); err == nil {
		k.udstedere = append(k.udstedere, before...)
	}
	k.tls = &tls.Config{
		MinVersion: tls.VersionTLS12, ClientCAs: k.pool(), ClientAuth: tls.VerifyClientCertIfGiven,
		Certificates: []tls.Certificate{{Certificate: [][]byte{k.server.Certifikat.Raw}, PrivateKey: k.server.Noegle}},
	}
	return k, nil
}

func (k *kredsfiler) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	for _, c := range k.ca {
		pool.AddCert(c)
	}
	return pool
}

// noegler are the keys that tokens may be signed with: of those whose certificate has not run out.
func (k *kredsfiler) noegler(now time.Time) []*rsa.PublicKey {
	var keys []*rsa.PublicKey
	for i, c := range k.udstedere {
		key, isRSA := c.PublicKey.(*rsa.PublicKey)
		if isRSA && (i == 0 || now.Before(c.NotAfter)) {
			keys = append(keys, key)
		}
	}
	return keys
}

// egne are the certificates this process serves with.
func (k *kreds) egne() []*x509.Certificate {
	now := k.nyeste()
	return []*x509.Certificate{now.server.Certifikat, now.tjeneste.Certifikat, now.sts.Certifikat, now.ca[0]}
}

// tls asks callers for a certificate of ours; pages are shown to browsers without one, services take none.
func (k *kreds) tls() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return k.nyeste().tls, nil }}
}

// laesCertifikater reads the certificates of a file, at least one: the one that counts first, then those that are trusted beside it, the one
// before it or the one to come.
func laesCertifikater(file string) ([]*x509.Certificate, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []*x509.Certificate
	for {
		var block *pem.Block
		if block, raw = pem.Decode(raw); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: %w", filepath.Base(file), errors.New("not PEM"))
	}
	return all, nil
}

// laesCertifikat reads the first certificate of a file.
func laesCertifikat(file string) (*x509.Certificate, error) {
	all, err := laesCertifikater(file)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}
