package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"indeksbro/internal/aftale"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
)

type aftaleCmd struct {
	List    aftaleListCmd    `cmd:"" help:"Every agreement, how far it has come, and who must act."`
	Anmod   aftaleAnmodCmd   `cmd:"" help:"The vendor has requested an agreement."`
	Godkend aftaleGodkendCmd `cmd:"" help:"The municipality has approved it."`
	Aktiver aftaleAktiverCmd `cmd:"" help:"It is in force, with a certificate; or the certificate is exchanged."`
	Opsig   aftaleOpsigCmd   `cmd:"" help:"It is withdrawn: nothing more is sent under it."`
	Import  aftaleImportCmd  `cmd:"" help:"Take a table of agreements that are in force."`
}

// aftalevalg names an agreement, and who takes a step when.
type aftalevalg struct {
	Tjeneste   string `arg:"" name:"SERVICE" help:"sdi, ydi, ydelse-hent, klassifikation or organisation."`
	Ret        string `placeholder:"RIGHT" help:"Rediger or Udstil; default Rediger for sdi and ydi, Udstil for the others."`
	System     string `placeholder:"UUID" help:"The IT system; default the municipality's own care record."`
	SystemNavn string `placeholder:"NAME" help:"Its name."`
	Dato       string `placeholder:"YYYY-MM-DD" help:"The day it happened; default today."`
	Af         string `placeholder:"WHO" help:"Who did it; default the user of this machine."`
	Grund      string `placeholder:"TEXT" help:"Why, or what is worth remembering."`
}

func (v *aftalevalg) laes(m *miljoe, p systempolitik) (a aftale.Aftale, s aftale.Skridt, err error) {
	if a.Tjeneste, err = laesTjeneste(v.Tjeneste); err != nil {
		return a, s, inputError("%w", err)
	}
	switch a.Ret = aftale.Ret(v.Ret); {
	case v.Ret == "" && (a.Tjeneste == aftale.SDI || a.Tjeneste == aftale.YDI):
		a.Ret = aftale.Rediger
	case v.Ret == "":
		a.Ret = aftale.Udstil
	case a.Ret != aftale.Rediger && a.Ret != aftale.Udstil:
		return a, s, inputError("--ret: want %s or %s", aftale.Rediger, aftale.Udstil)
	}
	if v.System != "" {
		if a.System.UUID, err = oio.ParseUUID(v.System); err != nil {
			return a, s, inputError("--system: %w", err)
		}
		a.System.Navn = oio.MaskCPR(v.SystemNavn)
		a.System = p.egen(a.System)
	}
	s = aftale.Skridt{Dato: oio.DatoOf(m.Nu()), Af: af(v.Af), Grund: v.Grund}
	if v.Dato != "" {
		if s.Dato, err = oio.ParseDato(v.Dato); err != nil {
			return a, s, inputError("--dato: %w", err)
		}
	}
	return a, s, nil
}

// systempolitik is which IT system the municipality's own care record is.
type systempolitik oio.UUID

// egen is a system as an agreement names it: the care record of the policy by no identity, so that the agreements stay when that is put right.
func (p systempolitik) egen(s oio.ITSystem) oio.ITSystem {
	if s.UUID == oio.UUID(p) {
		return oio.ITSystem{}
	}
	return s
}

// tag takes the step and tells of it.
func (v *aftalevalg) tag(m *miljoe, ctx context.Context, to aftale.Tilstand, more func(*aftale.Aftale) error) error {
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	a, s, err := v.laes(m, systempolitik(p.System))
	if err != nil {
		return err
	}
	if more != nil {
		if err := more(&a); err != nil {
			return err
		}
	}
	s.Til = to
	if a, err = b.tovholder(m).TagSkridt(ctx, a, s); err != nil {
		return ruleError(err)
	}
	m.printf("%s: %s\n", a.Noegle(), a.Tilstand())
	return nil
}

type aftaleAnmodCmd struct {
	aftalevalg
	KLE        []string `name:"kle" placeholder:"NUMBER" help:"Limit it to these KLE numbers and what lies under them."`
	Foelsomhed string   `placeholder:"WORD" help:"Limit it to this sensitivity."`
}

// Help shows an example.
func (aftaleAnmodCmd) Help() string {
	return "Example: indeksbro aftale anmod sdi --af \"EOJ-leverandøren\"\n\nR065: the vendor requests, when the Service Request is sent; then the municipality approves."
}

// Run keeps the request.
func (c *aftaleAnmodCmd) Run(m *miljoe, ctx context.Context) error {
	return c.tag(m, ctx, aftale.Anmodet, func(a *aftale.Aftale) error {
		for _, number := range c.KLE {
			a.KLE = append(a.KLE, strings.TrimSuffix(strings.TrimSuffix(number, "*"), "."))
		}
		var err error
		if c.Foelsomhed != "" {
			if a.Foelsomhed, err = oio.ParseFoelsomhed(c.Foelsomhed); err != nil {
				return inputError("--foelsomhed: %w", err)
			}
		}
		return nil
	})
}

type aftaleGodkendCmd struct{ aftalevalg }

// Help shows an example.
func (aftaleGodkendCmd) Help() string {
	return "Example: indeksbro aftale godkend sdi --af \"Karen Holm\""
}

// Run keeps the approval.
func (c *aftaleGodkendCmd) Run(m *miljoe, ctx context.Context) error {
	return c.tag(m, ctx, aftale.Godkendt, nil)
}

type aftaleAktiverCmd struct {
	aftalevalg
	Certifikat []string `placeholder:"FILE" help:"Certificate it is for: PEM, or its SHA-256. Name the old and the new one while one takes over from the other."`
}

// Help shows an example.
func (aftaleAktiverCmd) Help() string {
	return "Example: indeksbro aftale aktiver sdi --certifikat klient.crt.pem\n\nThe local token service gives tokens to the certificates named. Of an agreement that is in force, the certificates are exchanged."
}

// Run keeps it.
func (c *aftaleAktiverCmd) Run(m *miljoe, ctx context.Context) error {
	return c.tag(m, ctx, aftale.Aktiv, func(a *aftale.Aftale) error {
		for _, named := range c.Certifikat {
			print, err := laesTommel(named)
			if err != nil {
				one, err := laesCertifikat(named)
				if err != nil {
					return inputError("--certifikat: %w", err)
				}
				print = tommel(one)
			}
			*a = medCertifikat(*a, print)
		}
		return nil
	})
}

type aftaleOpsigCmd struct{ aftalevalg }

// Help shows an example.
func (aftaleOpsigCmd) Help() string {
	return "Example: indeksbro aftale opsig ydi --af \"Karen Holm\" --grund \"Aftalen skal laves om\"\n\nFrom then on nothing is sent to that index; what was to go there waits, and goes when an agreement holds again."
}

// Run keeps it.
func (c *aftaleOpsigCmd) Run(m *miljoe, ctx context.Context) error {
	return c.tag(m, ctx, aftale.Opsagt, nil)
}

type aftaleListCmd struct {
	JSON bool `name:"json" help:"Print as JSON, with every step and the letters."`
}

// Help shows an example.
func (aftaleListCmd) Help() string {
	return "Example: indeksbro aftale list\n\nThe export's own two stand there whether anybody has requested them or not. Exit code 1 while one of them does not hold."
}

// aftalejson is an agreement as machines are told of it.
type aftalejson struct {
	Noegle string `json:"noegle"`
	aftale.Aftale
	Tilstand aftale.Tilstand `json:"tilstand"`
	Gaelder  bool            `json:"gaelder"`
	Hvem     string          `json:"hvem,omitempty"`
	Hvad     string          `json:"hvad,omitempty"`
	Emne     string          `json:"emne,omitempty"`
	Brev     string          `json:"brev,omitempty"`
}

// aftaleliste is every agreement, with the export's own two whether they were requested or not.
func (b *bro) aftaleliste(ctx context.Context) ([]aftalejson, error) {
	p, err := b.politik(ctx)
	if err != nil {
		return nil, err
	}
	book, err := b.aftaler.bog(ctx, b.kommune)
	if err != nil {
		return nil, err
	}
	var all []aftalejson
	for _, a := range book.MedEgne() {
		one := aftalejson{Noegle: a.Noegle(), Aftale: a, Tilstand: a.Tilstand(), Gaelder: a.Gaelder()}
		one.Hvem, one.Hvad = a.Naeste()
		system := p.SystemNavn
		if !a.Egen() {
			system = a.System.Navn
		}
		one.Emne, one.Brev = a.Brev(p.Navn, system)
		all = append(all, one)
	}
	return all, nil
}

// Run lists them.
func (c *aftaleListCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	all, err := b.aftaleliste(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := m.printJSON(all); err != nil {
			return err
		}
	}
	lacking := 0
	for _, a := range all {
		if a.Egen() && a.Ret == aftale.Rediger && (a.Tjeneste == aftale.SDI || a.Tjeneste == aftale.YDI) && !a.Gaelder {
			lacking++
		}
		if c.JSON {
			continue
		}
		state, last := "never requested", ""
		if n := len(a.Skridt); n > 0 {
			state, last = string(a.Tilstand), fmt.Sprintf(" since %s by %s", a.Skridt[n-1].Dato, a.Skridt[n-1].Af)
		}
		m.printf("%-40s %s%s\n", a.Noegle, state, last)
	}
	if lacking > 0 {
		return findings
	}
	return nil
}

type aftaleImportCmd struct {
	File string `arg:"" placeholder:"FILE.csv" help:"system, system_uuid, certifikat (SHA-256), cvr, tjeneste, ret, kle, foelsomhed. - is standard input."`
	Af   string `placeholder:"WHO" help:"Who says that they are in force; default the user of this machine."`
}

// Help shows an example.
func (aftaleImportCmd) Help() string {
	return "Example: indeksbro aftale import DIR/certs/aftaler.csv --af \"Karen Holm\"\n\nTakes a table of agreements that are in force, as the file aftaler.csv was before agreements were records. Nothing is taken from a table with a line that is not understood, or with one that the municipality has withdrawn."
}

// maxAftalefil is more than the agreements of all municipalities are.
const maxAftalefil = 4 << 20

// Run takes the table.
func (c *aftaleImportCmd) Run(m *miljoe, ctx context.Context) error {
	raw, err := m.heleFilen(c.File, maxAftalefil)
	if err != nil {
		return err
	}
	lines, err := laesAftaler(string(raw))
	if err != nil {
		return inputError("%s: %w; nothing is taken", c.File, err)
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	byKommune, err := b.aftaler.indlaes(ctx, m, lines, af(c.Af))
	var brud *rules.Brud
	if errors.As(err, &brud) {
		return inputError("%w; nothing is taken", brud)
	}
	if err != nil {
		return err
	}
	taken := 0
	for kommune, agreements := range byKommune {
		if err := b.aftaler.gem(ctx, m, kommune, agreements); err != nil {
			return ruleError(err)
		}
		taken += len(agreements)
	}
	m.printf("%d agreements of %d municipalities are in force\n", taken, len(byKommune))
	return nil
}

// indlaes makes the agreements of a table; nothing is kept. A line about one that holds already names another certificate of it.
func (a *aftalebog) indlaes(ctx context.Context, m *miljoe, lines []aftalelinje, af string) (map[oio.CVR][]aftale.Aftale, error) {
	made := map[oio.CVR][]aftale.Aftale{}
	today := oio.DatoOf(m.Nu())
	for _, l := range lines {
		p, err := a.db.Politik(ctx, l.kommune)
		if err != nil {
			return nil, err
		}
		book, err := a.bog(ctx, l.kommune)
		if err != nil {
			return nil, err
		}
		one := l.aftale
		one.System = systempolitik(p.System).egen(one.System)
		if known, found := book[one.Noegle()]; found {
			if known.Tilstand() == aftale.Opsagt {
				return nil, &rules.Brud{Regel: "R065", English: one.Noegle() + " was withdrawn; request it anew (`indeksbro aftale anmod`)", Dansk: "aftalen er sagt op; der skal anmodes om en ny"}
			}
			one.Skridt, one.Certifikater = known.Skridt, known.Certifikater
		}
		for _, same := range made[l.kommune] {
			if same.Noegle() == one.Noegle() {
				one.Skridt, one.Certifikater = same.Skridt, same.Certifikater
			}
		}
		if one, err = medAlleSkridt(one, af, today); err != nil {
			return nil, err
		}
		made[l.kommune] = append(made[l.kommune], medCertifikat(one, l.aftale.Certifikater[0]))
		if brud := proevAlle(book, made[l.kommune], today); brud != nil {
			return nil, brud
		}
	}
	return made, nil
}

// proevAlle holds agreements, in order, against those they replace.
func proevAlle(book aftale.Bog, agreements []aftale.Aftale, today oio.Dato) *rules.Brud {
	before := map[string]aftale.Aftale{}
	for _, one := range agreements {
		was, found := before[one.Noegle()]
		if !found {
			if was, found = book[one.Noegle()]; !found {
				was = aftale.Aftale{System: one.System, Tjeneste: one.Tjeneste, Ret: one.Ret}
			}
		}
		if no := aftale.Proev(was, one, today); no != nil {
			return rules.AftaleBrud(no)
		}
		before[one.Noegle()] = one
	}
	return nil
}
