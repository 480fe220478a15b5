package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

type certsCmd struct {
	Lav  certsLavCmd  `cmd:"" name:"make" default:"withargs" help:"Make the certificates, or tell how long those that are there still hold."`
	List certsListCmd `cmd:"" help:"Every certificate in use: what it is for, by whom, until when."`
}

type certsLavCmd struct {
	Vaert []string `default:"127.0.0.1,localhost" placeholder:"HOST" help:"Names and addresses of the server."`
	Ny    bool     `help:"Make everything anew although there are certificates. A running serve takes them up by itself; those of before are trusted while they hold."`
}

// Help shows an example.
func (certsLavCmd) Help() string {
	return "Example: indeksbro certs --vaert 127.0.0.1\n\nMakes a local certificate authority under DIR/certs, and of it the token service, the server, the services' signature and a client (klient.pem; klient.p12 with the password in INDEKSBRO_CERT_PASSWORD). With them `indeksbro serve` speaks TLS and takes signed messages. The municipality's care record gets service agreements for the client's certificate (`indeksbro aftale list`). Nobody else should trust this authority."
}

// Run makes the certificates, or tells how long those that are there still hold. Exit code 1 when one must be renewed.
func (c *certsLavCmd) Run(m *miljoe, ctx context.Context) error {
	directory := filepath.Join(m.data, certMappe)
	if _, err := os.Stat(filepath.Join(directory, caFil)); err != nil || c.Ny {
		b, err := m.make(ctx)
		if err != nil {
			return err
		}
		if err := b.lavKreds(ctx, m, directory, c.Vaert); err != nil {
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

// lavKreds makes a local chain, and the agreements of its client: the municipality's care record may do everything.
func (b *bro) lavKreds(ctx context.Context, m *miljoe, directory string, hosts []string) error {
	if err := lavKreds(directory, b.kommune, hosts, m.Nu()); err != nil {
		return err
	}
	client, err := laesCertifikat(filepath.Join(directory, klientOffentlig))
	if err != nil {
		return err
	}
	return b.aftaler.aftalLokalt(ctx, m, b.kommune, client)
}

// lavKreds makes a local chain's files. What others hold messages against keeps the certificates of before, while they hold, beside the new.
func lavKreds(directory string, kommune oio.CVR, hosts []string, now time.Time) error {
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
		if password := os.Getenv(adgangskodeVar); file == klientFil && password != "" {
			if files[klientP12Fil], err = par.PKCS12(password); err != nil {
				return err
			}
		}
	}
	for _, file := range []string{caFil, stsOffentlig, tjenesteOffentlig} {
		before, err := laesCertifikater(filepath.Join(directory, file))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("certificates of before: %w", err)
		}
		for _, c := range before {
			if now.Before(c.NotAfter) {
				files[file] = append(files[file], idws.Par{Certifikat: c}.CertifikatPEM()...)
			}
		}
	}
	for _, file := range []string{caFil, stsOffentlig, tjenesteOffentlig, stsFil, tjenesteFil, serverFil, "server.crt.pem", klientOffentlig, klientP12Fil, klientFil} { // who is trusted before who is used
		if files[file] == nil {
			continue
		}
		if err := skrivFil(filepath.Join(directory, file), files[file]); err != nil {
			return fmt.Errorf("make certificates: %w", err)
		}
	}
	return nil
}

// skrivFil replaces a file whole, so that nobody reads half of it.
func skrivFil(path string, data []byte) error {
	draft, err := os.CreateTemp(filepath.Dir(path), ".ny-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }() // gone when it was renamed
	_, err = draft.Write(data)
	if err := errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	return os.Rename(draft.Name(), path)
}

func fortaelUdloeb(m *miljoe, directory string) error {
	due := 0
	for _, file := range []string{caFil, stsOffentlig, "server.crt.pem", tjenesteOffentlig, klientOffentlig} {
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

type certsListCmd struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (certsListCmd) Help() string {
	return "Example: indeksbro certs list --json\n\nThe certificates this installation serves and calls with, and those it trusts. Exit code 1 when one must be renewed."
}

// Run lists them.
func (c *certsListCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	own := certifikater{}
	if chain, err := laesKreds(filepath.Join(m.data, certMappe)); err == nil {
		own.egne = chain.egne
	}
	all, err := b.certifikatliste(ctx, m, &own)
	if err != nil {
		return err
	}
	due := 0
	for _, one := range all {
		if one.Tilstand != certOK {
			due++
		}
		if !c.JSON {
			m.printf("%-20s %-8s until %s, %d days left  %s  (issuer %s, serial %s)\n", one.Navn, one.Tilstand, one.Til.In(oio.Koebenhavn).Format("2006-01-02"), one.Dage, one.Purpose, one.Udsteder, one.Serienummer)
		}
	}
	if c.JSON {
		if err := m.printJSON(all); err != nil {
			return err
		}
	} else if len(all) == 0 {
		m.printf("no certificates are in use\n")
	}
	if due > 0 {
		return findings
	}
	return nil
}
