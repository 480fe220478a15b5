package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

type certsCmd struct {
	Vaert []string `default:"127.0.0.1,localhost" placeholder:"HOST" help:"Names and addresses of the server."`
	Ny    bool     `help:"Make everything anew although there are certificates."`
}

// Help shows an example.
func (certsCmd) Help() string {
	return "Example: indeksbro certs --vaert 127.0.0.1\n\nMakes a local certificate authority under DIR/certs, and of it the token service, the server, the services' signature and a client (klient.pem; klient.p12 with the password in INDEKSBRO_CERT_PASSWORD). With them `indeksbro serve` speaks TLS and takes signed messages. Beside them lies aftaler.csv, the service agreements: a line for each system, authority, service and right; a new one holds as soon as it is written. Nobody else should trust this authority."
}

// Run makes the certificates, or tells how long those that are there still hold. Exit code 1 when one must be renewed.
func (c *certsCmd) Run(m *miljoe, ctx context.Context) error {
	directory := filepath.Join(m.data, certMappe)
	if _, err := os.Stat(filepath.Join(directory, caFil)); err != nil || c.Ny {
		kommune := oio.Korsbaek
		if m.kommune != "" {
			if kommune, err = oio.ParseCVR(m.kommune); err != nil {
				return inputError("--kommune: %w", err)
			}
		}
		if err := lavKreds(directory, kommune, eojSystem(ctx, m, kommune), c.Vaert, m.Nu()); err != nil {
			return err
		}
		m.printf("made %s\n", directory)
	}
	return fortaelUdloeb(m, directory)
}

// eojSystem is the care record as an IT system: what the policy says where there is one, else what holds until it does.
func eojSystem(ctx context.Context, m *miljoe, kommune oio.CVR) oio.ITSystem {
	p := politik.Default(kommune)
	if b, err := m.open(ctx); err == nil && b.kommune == kommune {
		if said, err := b.politik(ctx); err == nil {
			p = said
		}
	}
	return oio.ITSystem{UUID: p.System, Navn: p.SystemNavn}
}

// lavKreds makes a local chain, and the agreements of its client: an EOJ may do everything for its municipality.
func lavKreds(directory string, kommune oio.CVR, eoj oio.ITSystem, hosts []string, now time.Time) error {
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return fmt.Errorf("make certificates: %w", err)
	}
	ca, err := idws.NyMyndighed(now)
	if err != nil {
		return err
	}
	files := map[string][]byte{caFil: ca.Par.CertifikatPEM()}
	for file, name := range map[string]string{stsFil: "Indeksbro STS", serverFil: "Indeksbro server", tjenesteFil: "Indeksbro indekser", klientFil: "Fiktivt EOJ"} {
		par, err := ca.Udsted(name, string(kommune), hosts, now)
		if err != nil {
			return err
		}
		if files[file], err = par.PEM(); err != nil {
			return err
		}
		files[file[:len(file)-len(".pem")]+".crt.pem"] = par.CertifikatPEM()
		if file == klientFil {
			files[aftaleFil] = skrivAftaler(eoj, par.Certifikat, kommune)
		}
		if password := os.Getenv(adgangskodeVar); file == klientFil && password != "" {
			if files[klientP12Fil], err = par.PKCS12(password); err != nil {
				return err
			}
		}
	}
	for file, data := range files {
		if err := os.WriteFile(filepath.Join(directory, file), data, 0o600); err != nil {
			return fmt.Errorf("make certificates: %w", err)
		}
	}
	return nil
}

func fortaelUdloeb(m *miljoe, directory string) error {
	due := 0
	for _, file := range []string{caFil, "sts.crt.pem", "server.crt.pem", "tjeneste.crt.pem", "klient.crt.pem"} {
		c, err := laesCertifikat(filepath.Join(directory, file))
		if err != nil {
			return inputError("%s: %w; make the certificates anew with --ny", file, err)
		}
		u := idws.SeUdloeb(m.Nu(), c)[0]
		m.printf("%-18s %-20s until %s, %d days left %s\n", file, u.Navn, u.Til.Format("2006-01-02"), u.Dage, u.Niveau)
		if u.Niveau != "" {
			due++
		}
	}
	if due > 0 {
		return waits("%d certificates must be renewed", due)
	}
	return nil
}
