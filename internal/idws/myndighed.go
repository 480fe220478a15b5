package idws

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// Myndighed is a certificate authority for a local chain; nobody else should trust it.
type Myndighed struct{ Par Par }

// noeglebits is what the profile's RSA keys have.
const noeglebits = 2048

// NyMyndighed makes an authority that holds for ten years.
func NyMyndighed(now time.Time) (*Myndighed, error) {
	par, err := nytPar(nil, &x509.Certificate{
		Subject: pkix.Name{CommonName: "Indeksbro lokal CA", Organization: []string{"Indeksbro"}, Country: []string{"DK"}}, NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(10, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	})
	if err != nil {
		return nil, err
	}
	return &Myndighed{par}, nil
}

// Udsted makes a certificate with its key, for signing and for both ends of TLS, that holds for two years. hosts are the server's
// names and addresses; a client needs none.
func (m *Myndighed) Udsted(name, cvr string, hosts []string, now time.Time) (Par, error) {
	template := &x509.Certificate{
		Subject:   pkix.Name{CommonName: name, Organization: []string{"Korsbæk Kommune"}, Country: []string{"DK"}, SerialNumber: "CVR:" + cvr + "-UID:" + tilfaeldigUUID()},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(2, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	return nytPar(&m.Par, template)
}

func nytPar(issuer *Par, template *x509.Certificate) (Par, error) {
	key, err := rsa.GenerateKey(rand.Reader, noeglebits)
	if err != nil {
		return Par{}, fmt.Errorf("make key: %w", err)
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return Par{}, err
	}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.Certifikat, issuer.Noegle
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return Par{}, fmt.Errorf("make certificate: %w", err)
	}
	made, err := x509.ParseCertificate(raw)
	return Par{key, made}, err
}

// PEM is certificate and key in one file's text.
func (p Par) PEM() ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(p.Noegle)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certifikat.Raw})
	return append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})...), nil
}

// CertifikatPEM is the certificate alone.
func (p Par) CertifikatPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certifikat.Raw})
}

// PKCS12 is certificate and key under a password.
func (p Par) PKCS12(password string) ([]byte, error) {
	return pkcs12.Modern.Encode(p.Noegle, p.Certifikat, nil, password)
}

// LaesPar reads a certificate with its key from a file: PEM, or PKCS#12 under a password.
func LaesPar(file, password string) (Par, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Par{}, fmt.Errorf("certificate: %w", err)
	}
	p, err := parsePar(data, password)
	if err != nil {
		return Par{}, fmt.Errorf("certificate %s: %w", filepath.Base(file), err)
	}
	return p, nil
}

func parsePar(data []byte, password string) (Par, error) {
	if block, _ := pem.Decode(data); block == nil {
		key, cert, _, err := pkcs12.DecodeChain(data, password)
		if err != nil {
			return Par{}, errors.New("neither PEM nor PKCS#12 under this password")
		}
		private, isRSA := key.(*rsa.PrivateKey)
		if !isRSA {
			return Par{}, errors.New("the key is no RSA key")
		}
		return Par{private, cert}, nil
	}
	var p Par
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if err := p.blok(block); err != nil {
			return Par{}, err
		}
	}
	if p.Noegle == nil || p.Certifikat == nil || !p.Noegle.PublicKey.Equal(p.Certifikat.PublicKey) {
		return Par{}, errors.New("want a certificate and the RSA key that belongs to it")
	}
	return p, nil
}

// blok takes one block of a PEM file; of several certificates the first is the holder's.
func (p *Par) blok(b *pem.Block) error {
	switch b.Type {
	case "CERTIFICATE":
		c, err := x509.ParseCertificate(b.Bytes)
		if err == nil && p.Certifikat == nil {
			p.Certifikat = c
		}
		return err
	case "RSA PRIVATE KEY":
		key, err := x509.ParsePKCS1PrivateKey(b.Bytes)
		p.Noegle = key
		return err
	case "PRIVATE KEY":
		key, err := x509.ParsePKCS8PrivateKey(b.Bytes)
		p.Noegle, _ = key.(*rsa.PrivateKey)
		return err
	}
	return nil
}

// Udloeb is how long a certificate still holds.
type Udloeb struct {
	Navn   string
	Til    time.Time
	Dage   int    // whole days left; negative: over
	Niveau string // "", "snart" (30 days), "straks" (7 days), "udløbet"
}

// SeUdloeb says how long certificates hold, with the levels at which somebody must act.
func SeUdloeb(now time.Time, certificates ...*x509.Certificate) []Udloeb {
	all := make([]Udloeb, len(certificates))
	for i, c := range certificates {
		left := c.NotAfter.Sub(now)
		u := Udloeb{Navn: c.Subject.CommonName, Til: c.NotAfter, Dage: int(left / (24 * time.Hour))}
		switch {
		case left <= 0:
			u.Niveau = "udløbet"
		case u.Dage < 7:
			u.Niveau = "straks"
		case u.Dage < 30:
			u.Niveau = "snart"
		}
		all[i] = u
	}
	return all
}
