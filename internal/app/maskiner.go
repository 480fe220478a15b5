package app

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// noegleCmd is about the keys and certificates of machines.
type noegleCmd struct {
	Ny    noegleNyCmd    `cmd:"" help:"Let a system use the API, by a key made now or by a certificate it has."`
	Liste noegleListeCmd `cmd:"" help:"Which systems may use the API, and when they last did."`
	Fjern noegleFjernCmd `cmd:"" help:"Let a system in no more."`
}

type noegleNyCmd struct {
	Navn       string `arg:"" help:"What the system is called here."`
	Roller     string `default:"leverandoer" placeholder:"ROLES" help:"leverandoer: gives the feed and reads; programleder: reads; administrator: decides too. Several with a plus between."`
	Dage       int    `placeholder:"N" help:"How many days it holds; default: until it is removed."`
	Certifikat string `placeholder:"FILE" help:"A certificate (PEM) that connections of the system show, instead of a key."`
	Af         string `placeholder:"WHO" help:"Who lets it in; default the user of this machine."`
}

// Help shows an example.
func (noegleNyCmd) Help() string {
	return "Example: indeksbro noegle ny cura --roller leverandoer --dage 365\n\nThe key is printed once and kept nowhere: only its hash is. The system sends it as Authorization: Bearer KEY. The key names its municipality, so that it is known at any address of the installation. The key in DIR/keys/api.key (of further municipalities api-CVR.key) may do everything and holds on."
}

// maxMaskinnavn is how long a system's name may be.
const maxMaskinnavn = 60

// Run makes the key, or takes the certificate.
func (c *noegleNyCmd) Run(m *miljoe, ctx context.Context) error {
	name := strings.TrimSpace(c.Navn)
	if name == "" || utf8.RuneCountInString(name) > maxMaskinnavn || oio.MaskCPR(name) != name || strings.ContainsAny(name, "\n\r\t") {
		return inputError("want a name of at most %d characters, with nothing like a CPR number in it", maxMaskinnavn)
	}
	roles := adgang.ParseRoller(c.Roller)
	if roles == 0 || len(roles.Enkeltvis()) != strings.Count(c.Roller, "+")+1 || roles&^adgang.APILaeser != 0 {
		return inputError("--roller: want words of leverandoer, programleder, administrator, organisation, borgerblik, sapa, with a plus between")
	}
	if c.Dage < 0 {
		return inputError("--dage: want a number of days")
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	all, err := b.db.Maskiner(ctx, b.kommune)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(one adgang.Maskine) bool { return one.Navn == name && one.Fjernet.IsZero() }) {
		return inputError("%s is there already; remove it first, or take another name", name)
	}
	new, key, err := c.maskine(b.kommune, name, roles, m.Nu())
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(one adgang.Maskine) bool { return one.Aftryk == new.Aftryk }) {
		return inputError("the certificate is known already, or was; make the system a new one")
	}
	if err := b.db.NyMaskine(ctx, b.kommune, new); err != nil {
		return err
	}
	if key == "" {
		m.printf("%s may use the API by its certificate, as %s\n", name, roles)
		return nil
	}
	m.printf("%s\n", key)
	_, _ = fmt.Fprintf(m.Stderr, "the key of %s, as %s; it is not shown again\n", name, roles)
	return nil
}

func (c *noegleNyCmd) maskine(kommune oio.CVR, name string, roles adgang.Roller, now time.Time) (adgang.Maskine, string, error) {
	new := adgang.Maskine{Navn: name, Slags: adgang.Noegle, Roller: roles, Oprettet: now, Af: af(c.Af)}
	if c.Dage > 0 {
		new.Udloeb = now.AddDate(0, 0, c.Dage)
	}
	if c.Certifikat != "" {
		certificate, err := laesCertifikat(c.Certifikat)
		if err != nil {
			return new, "", inputError("--certifikat: %w", err)
		}
		new.Slags, new.Aftryk = adgang.Certifikat, sha256.Sum256(certificate.Raw)
		return new, "", nil
	}
	key := nyMaskinnoegle(kommune)
	new.Aftryk = sha256.Sum256([]byte(key))
	return new, key, nil
}

type noegleListeCmd struct {
	Alle bool `help:"Those removed too."`
	JSON bool `name:"json" help:"As JSON, one a line."`
}

// Help shows an example.
func (noegleListeCmd) Help() string { return "Example: indeksbro noegle liste" }

// Run lists them.
func (c *noegleListeCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	all, err := b.db.Maskiner(ctx, b.kommune)
	if err != nil {
		return err
	}
	day := func(t time.Time, none string) string {
		if t.IsZero() {
			return none
		}
		return oio.DatoOf(t).String()
	}
	for i := range all {
		one := &all[i]
		if !one.Fjernet.IsZero() && !c.Alle {
			continue
		}
		if c.JSON {
			if err := m.printJSON(map[string]string{"navn": one.Navn, "slags": string(one.Slags), "roller": one.Roller.String(), "oprettet": day(one.Oprettet, ""), "af": one.Af, "udloeb": day(one.Udloeb, ""), "sidst": day(one.Sidst, ""), "fjernet": day(one.Fjernet, "")}); err != nil {
				return err
			}
			continue
		}
		state := "holds until " + day(one.Udloeb, "removed")
		switch {
		case !one.Fjernet.IsZero():
			state = "removed " + day(one.Fjernet, "")
		case !one.Gyldig(m.Nu()):
			state = "ran out " + day(one.Udloeb, "")
		}
		m.printf("%-20s %-10s %s; made %s by %s; last used %s; %s\n", one.Navn, one.Slags, one.Roller, day(one.Oprettet, ""), one.Af, day(one.Sidst, "never"), state)
	}
	return nil
}

type noegleFjernCmd struct {
	Navn string `arg:"" help:"The system's name."`
}

// Help shows an example.
func (noegleFjernCmd) Help() string { return "Example: indeksbro noegle fjern cura" }

// Run removes one; a running service asks each time, so it holds at once.
func (c *noegleFjernCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	found, err := b.db.FjernMaskine(ctx, b.kommune, strings.TrimSpace(c.Navn), m.Nu())
	if err != nil {
		return err
	}
	if !found {
		return inputError("no system is called %s; see indeksbro noegle liste", c.Navn)
	}
	m.printf("%s is let in no more\n", c.Navn)
	return nil
}

// maskiner knows the machines that use the API: by the installation's key, by a key of their own, or by the certificate of the connection.
type maskiner struct {
	t      *tjeneste
	noegle string
}

// hvem is the machine a request comes from. A failing store lets in nobody but who has the installation's key.
func (x *maskiner) hvem(r *http.Request) (adgang.Maskine, bool) {
	print, some := vistAf(r)
	if sent, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); bearer && subtle.ConstantTimeCompare([]byte(sent), []byte(x.noegle)) == 1 {
		return adgang.Maskine{Navn: "api", Roller: adgang.APILaeser | adgang.APISkriver}, true
	}
	if !some {
		return adgang.Maskine{}, false
	}
	all, err := x.t.b.db.Maskiner(r.Context(), x.t.b.kommune)
	if err != nil {
		x.t.log.Error("machines are not known now", "err", err)
		return adgang.Maskine{}, false
	}
	now := x.t.m.Nu()
	for i := range all {
		if one := &all[i]; one.Aftryk == print && one.Gyldig(now) {
			if now.Sub(one.Sidst) >= time.Minute {
				if err := x.t.b.db.SeMaskine(r.Context(), x.t.b.kommune, print, now); err != nil {
					x.t.log.Warn("the use of a key could not be noted", "err", err)
				}
			}
			return *one, true
		}
	}
	return adgang.Maskine{}, false
}

// vistAf is the hash of what a request shows: a key, else the certificate of its connection, which TLS has verified.
func vistAf(r *http.Request) ([sha256.Size]byte, bool) {
	if sent, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); bearer {
		return sha256.Sum256([]byte(sent)), true
	}
	if r.TLS != nil && len(r.TLS.PeerCertificates) > 0 {
		return sha256.Sum256(r.TLS.PeerCertificates[0].Raw), true
	}
	return [sha256.Size]byte{}, false
}

// adgang is api.Config.Adgang.
func (x *maskiner) adgang(r *http.Request) (string, bool) {
	m, known := x.hvem(r)
	return m.Navn, known
}

// maa is api.Config.Maa.
func (x *maskiner) maa(r *http.Request, roles adgang.Roller) bool {
	m, known := x.hvem(r)
	return known && m.Roller.Er(roles)
}
