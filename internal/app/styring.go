package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
)

// styring is the control of the municipality's export. changed is told when something may go on; may be nil.
func (b *bro) styring(m *miljoe, changed func()) *styring.Styring {
	return &styring.Styring{Store: b.db, Desk: b.desk(m, changed), Kommune: b.kommune, Nu: m.Nu, Aendret: changed}
}

type exportFactCmd struct {
	Emne  string `arg:"" name:"WHAT" help:"opgave, aftale, varsel or trin-a."`
	Kode  string `arg:"" optional:"" name:"WHICH" help:"Of opgave: 1, 2, 4 or 5. Of aftale: sdi or ydi."`
	Dato  string `placeholder:"YYYY-MM-DD" help:"The day it was done; default today."`
	Dag   string `placeholder:"YYYY-MM-DD" help:"Of varsel: the day of activation that it names."`
	Fjern bool   `help:"Take the fact back."`
	Af    string `placeholder:"WHO" help:"Who did it; default the user of this machine."`
	Tekst string `placeholder:"TEXT" help:"What is worth remembering about it."`
}

// Help shows examples.
func (exportFactCmd) Help() string {
	return "Enters what has been done before the activation (R065, R092, R093): the five tasks in their order, both service agreements, the notice to fki@kombit.dk and KMD, and step A.\n\nExamples:\n  indeksbro export fact opgave 1 --dato 2026-01-05\n  indeksbro export fact aftale sdi\n  indeksbro export fact varsel --dato 2026-01-12 --dag 2026-01-20\n  indeksbro export fact trin-a --af \"Bo Lund\""
}

var faktaord = map[string]program.Emne{"opgave": program.Opgave, "aftale": program.Aftale, "varsel": program.Varsel, "trin-a": program.TrinA}

// Run keeps the fact.
func (c *exportFactCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	emne, known := faktaord[c.Emne]
	if !known || (c.Dag != "") != (emne == program.Varsel && !c.Fjern) || (c.Kode != "") != (emne == program.Opgave || emne == program.Aftale) {
		return inputError("want opgave N, aftale sdi|ydi, varsel --dag YYYY-MM-DD, or trin-a; see `indeksbro export fact --help`")
	}
	f := program.Faktum{Af: af(c.Af), Emne: emne, Kode: c.Kode, Dato: oio.DatoOf(m.Nu()), Tekst: c.Tekst}
	if c.Dato != "" {
		if f.Dato, err = oio.ParseDato(c.Dato); err != nil {
			return inputError("--dato: %w", err)
		}
	}
	if c.Fjern {
		f.Dato = 0
	}
	facts := []program.Faktum{f}
	if c.Dag != "" {
		day := program.Faktum{Af: f.Af, Emne: program.Aktiveringsdag}
		if day.Dato, err = oio.ParseDato(c.Dag); err != nil {
			return inputError("--dag: %w", err)
		}
		facts = append(facts, day)
	}
	if err := b.styring(m, nil).Noter(ctx, facts...); err != nil {
		return ruleError(err)
	}
	m.printf("noted: %s\n", strings.TrimSpace(c.Emne+" "+c.Kode))
	return nil
}

type exportReadyCmd struct {
	JSON bool `name:"json" help:"Print as JSON, with the letters."`
}

// Help shows an example.
func (exportReadyCmd) Help() string {
	return "Example: indeksbro export ready\n\nThe flight list: every line with its light, and how much would be sent. Exit code 1 while a light is red."
}

// Run prints the flight list.
func (c *exportReadyCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.styring(m, nil).Afrejse(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := m.printJSON(a); err != nil {
			return err
		}
	} else {
		tellAfrejse(m, a)
	}
	if !a.Klar() {
		return findings
	}
	return nil
}

var lysord = map[rules.Lys]string{rules.Groen: "ok", rules.Gul: "note", rules.Roed: "MISSING"}

func tellAfrejse(m *miljoe, a *styring.Afrejse) {
	for _, p := range a.Liste {
		m.printf("%-8s %-5s %-14s %s\n", lysord[p.Lys], p.Regel, p.Noegle, p.English)
	}
	m.printf("%d sager and %d bevillinger will be sent", a.Sager, a.Bevillinger)
	if a.Sekunder > 0 {
		m.printf(", %s at the agreed pace", time.Duration(a.Sekunder)*time.Second)
	}
	m.printf("\n")
}

type exportPauseCmd struct {
	Af    string `required:"" placeholder:"WHO" help:"The person who pauses."`
	Grund string `placeholder:"TEXT" help:"Why."`
}

// Help shows an example.
func (exportPauseCmd) Help() string {
	return "Example: indeksbro export pause --af \"Karen Holm\" --grund \"KOMBIT beder os vente\"\n\nNothing is sent by any process until `indeksbro export resume`; what is under way is finished."
}

// Run pauses.
func (c *exportPauseCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).Pause(ctx, c.Af, c.Grund); err != nil {
		return ruleError(err)
	}
	m.printf("the export pauses\n")
	return nil
}

type exportResumeCmd struct {
	Af string `placeholder:"WHO" help:"Who resumes; default the user of this machine."`
}

// Help shows an example.
func (exportResumeCmd) Help() string { return "Example: indeksbro export resume" }

// Run resumes.
func (c *exportResumeCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).Genoptag(ctx, af(c.Af)); err != nil {
		return ruleError(err)
	}
	m.printf("the export goes on\n")
	return nil
}

type exportRetryCmd struct {
	Af string `placeholder:"WHO" help:"Who asks; default the user of this machine."`
}

// Help shows an example.
func (exportRetryCmd) Help() string {
	return "Example: indeksbro export retry\n\nWhat the index refused or never answered is due at once (R103); the next run, or serve, sends it."
}

// Run makes everything due.
func (c *exportRetryCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).Genproev(ctx, af(c.Af)); err != nil {
		return ruleError(err)
	}
	m.printf("everything that waits for a try is due\n")
	return nil
}

type exportHeldCmd struct {
	List    exportHeldListCmd    `cmd:"" default:"withargs" help:"What is held back, why and since when."`
	Release exportHeldReleaseCmd `cmd:"" help:"Send what is held for want of a type without one (R028)."`
}

type exportHeldListCmd struct {
	Grund    string `placeholder:"REASON" help:"mangler-type, ukendt-kode or enhed-uden-kombit-id."`
	Sagstype string `placeholder:"ID" help:"Only of this sagstype."`
	Ydelse   string `placeholder:"ID" help:"Only of this ydelse."`
	Efter    string `placeholder:"CURSOR" help:"Go on after the page before."`
	Antal    int    `default:"100" help:"At most so many, 1 to 1000."`
	JSON     bool   `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (exportHeldListCmd) Help() string { return "Example: indeksbro export held --grund mangler-type" }

// holdtJSON is one held object for machines.
type holdtJSON struct {
	Art      string `json:"art"`
	ID       string `json:"id"`
	Sagstype string `json:"sagstype"`
	Ydelse   string `json:"ydelse,omitempty"`
	Grund    string `json:"grund"`
	Regel    string `json:"regel"`
	Siden    string `json:"siden,omitempty"`
}

type holdtsideJSON struct {
	Poster []holdtJSON `json:"poster"`
	Naeste string      `json:"naeste,omitempty"`
}

func nyHoldt(h export.Holdt) holdtJSON {
	j := holdtJSON{Art: h.Sted.Art.String(), ID: h.ID, Sagstype: h.Sagstype, Ydelse: h.Ydelse, Grund: h.Grund.Kode(), Regel: h.Grund.Regel()}
	if !h.Siden.IsZero() {
		j.Siden = h.Siden.In(oio.Koebenhavn).Format(time.RFC3339)
	}
	return j
}

func (b *bro) holdte(ctx context.Context, m *miljoe, grund, sagstype, ydelse, cursor string, n int) (holdtsideJSON, error) {
	reason, err := styring.HoldtGrund(grund)
	if err != nil {
		return holdtsideJSON{}, err
	}
	page, err := b.styring(m, nil).Holdte(ctx, export.Holdtvalg{Grund: reason, Sagstype: sagstype, Ydelse: ydelse}, cursor, n)
	out := holdtsideJSON{Poster: []holdtJSON{}, Naeste: page.Naeste}
	for _, h := range page.Poster {
		out.Poster = append(out.Poster, nyHoldt(h))
	}
	return out, err
}

// Run lists.
func (c *exportHeldListCmd) Run(m *miljoe, ctx context.Context) error {
	if c.Antal < 1 || c.Antal > 1000 {
		return inputError("--antal: want 1 to 1000")
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	page, err := b.holdte(ctx, m, c.Grund, c.Sagstype, c.Ydelse, c.Efter, c.Antal)
	if err != nil {
		return somInput(err)
	}
	if c.JSON {
		return m.printJSON(page)
	}
	for _, h := range page.Poster {
		m.printf("%-9s %-20s %-20s %-20s %s (%s) %s\n", h.Art, h.ID, h.Sagstype, h.Ydelse, h.Grund, h.Regel, h.Siden)
	}
	if page.Naeste != "" {
		m.printf("more: --efter %s\n", page.Naeste)
	}
	return nil
}

type exportHeldReleaseCmd struct {
	Grund    string `placeholder:"REASON" help:"mangler-type or ukendt-kode; default both."`
	Sagstype string `placeholder:"ID" help:"Only of this sagstype."`
	Ydelse   string `placeholder:"ID" help:"Only of this ydelse."`
	Af       string `placeholder:"WHO" help:"The person who releases; without, the numbers are shown and nothing is done."`
	Hvorfor  string `placeholder:"TEXT" help:"Why."`
}

// Help shows an example.
func (exportHeldReleaseCmd) Help() string {
	return "Example: indeksbro export held release --sagstype st-12 --af \"Karen Holm\" --hvorfor \"typen kommer først til sommer\"\n\nWithout --af it says in numbers what would happen. Each release is a decision, kept with who and why, and can be taken back."
}

// Run shows the numbers, and releases when a person says so.
func (c *exportHeldReleaseCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	reason, err := styring.HoldtGrund(c.Grund)
	if err != nil {
		return somInput(err)
	}
	f := styring.Frigivelse{Grund: reason, Sagstype: c.Sagstype, Ydelse: c.Ydelse, Af: c.Af, Hvorfor: c.Hvorfor}
	s := b.styring(m, nil)
	k, decisions, err := s.Overvej(ctx, f)
	if err != nil {
		return somInput(err)
	}
	for _, line := range k.Lines() {
		m.printf("%s\n", line)
	}
	if c.Af == "" {
		m.printf("%d decisions; nothing is done without --af and --hvorfor\n", len(decisions))
		return nil
	}
	receipt, err := s.Frigiv(ctx, f)
	if err != nil {
		return somInput(err)
	}
	m.printf("%d decisions, %d to %d: sent without a type by the next export\n", receipt.Antal, receipt.Fra, receipt.Til)
	return nil
}

// somInput gives a rule's refusal of what was asked for exit code 2.
func somInput(err error) error {
	var brud *rules.Brud
	if errors.As(err, &brud) {
		return &exitError{exitInput, brud}
	}
	return err
}

type exportTestCmd struct {
	Begin exportTestBeginCmd `cmd:"" help:"Send only these sagstyper for the time being, and record what is expected."`
	Show  exportTestShowCmd  `cmd:"" default:"1" help:"What was expected, and what has come."`
	Rest  exportTestRestCmd  `cmd:"" help:"Send the rest: everything that is marked."`
}

type exportTestBeginCmd struct {
	Sagstyper []string `arg:"" name:"SAGSTYPE" help:"Ids of marked sagstyper; for the next ones, name those before too."`
	Af        string   `placeholder:"WHO" help:"Who begins; default the user of this machine."`
}

// Help shows an example.
func (exportTestBeginCmd) Help() string {
	return "Example: indeksbro export test begin st-7 st-12\n\nEvery other sagstype waits (R099). What is to be sent of these is counted now and held against the indexes by `export test show`."
}

// Run limits the export.
func (c *exportTestBeginCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).BegyndProeve(ctx, c.Sagstyper, af(c.Af)); err != nil {
		return somInput(err)
	}
	m.printf("only %d sagstyper are sent until `indeksbro export test rest`\n", len(c.Sagstyper))
	return nil
}

type exportTestShowCmd struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (exportTestShowCmd) Help() string {
	return "Example: indeksbro export test show\n\nExit code 1 while something is not as expected."
}

// Run reports.
func (c *exportTestShowCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	now, err := b.styring(m, nil).Billede(ctx)
	if err != nil {
		return err
	}
	if now.Proeve == nil {
		return waits("R099: there is no test run; begin one with `indeksbro export test begin SAGSTYPE …`")
	}
	if c.JSON {
		if err := m.printJSON(now.Proeve); err != nil {
			return err
		}
	} else {
		for _, l := range now.Proeve.Sagstyper {
			word := "as expected"
			if !l.Som() {
				word = "DIFFERS"
			}
			m.printf("%-20s expected %d sager %d bevillinger, in the indexes %d and %d: %s\n", l.Sagstype, l.Forventet.Sager, l.Forventet.Bevillinger, l.Faktisk.Sager, l.Faktisk.Bevillinger, word)
		}
	}
	if !now.Proeve.Stemmer() {
		return findings
	}
	return nil
}

type exportTestRestCmd struct {
	Af string `placeholder:"WHO" help:"Who decides; default the user of this machine."`
}

// Help shows an example.
func (exportTestRestCmd) Help() string { return "Example: indeksbro export test rest" }

// Run ends the test run.
func (c *exportTestRestCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).SlutProeve(ctx, af(c.Af)); err != nil {
		return somInput(err)
	}
	m.printf("everything that is marked is sent\n")
	return nil
}

// fremskridt prints how far the load is, for people.
func (b *bro) fremskridt(ctx context.Context, m *miljoe) error {
	now, err := b.styring(m, nil).Billede(ctx)
	if err != nil {
		return err
	}
	if now.Pause != nil {
		m.printf("paused by %s since %s%s\n", now.Pause.Af, now.Pause.Siden.In(oio.Koebenhavn).Format("2006-01-02 15:04"), parentes(now.Pause.Grund))
	}
	for _, l := range now.Linjer {
		if l.Sendes {
			t := l.Tilstande
			m.printf("  %-24s %-9s %8d ens %8d venter %8d holdt %8d parkeret %8d udeladt\n", l.Sagstype, l.KLE, t.Ens, t.Venter, t.Holdt, t.Parkeret, t.Udeladt)
		}
	}
	if now.Tilbage > 0 {
		m.printf("%d %% done, %d left", now.Andel(), now.Tilbage)
		if now.Fart.Maal > 0 {
			m.printf(", %.0f a second, about %s", now.Fart.Maal, time.Duration(now.Sekunder)*time.Second)
		}
		m.printf("\n")
	}
	for _, d := range now.Dele {
		m.printf("part %d is with %s\n", d.Nr, d.Holder)
	}
	for _, o := range now.Overtaget {
		m.printf("%s: %s took over from %s, which was gone\n", o.Tid.In(oio.Koebenhavn).Format("2006-01-02 15:04"), o.Til, o.Fra)
	}
	if k := now.Kontrol; k != nil {
		m.printf("verified %s: %d objects, %d differences\n", k.Tid.In(oio.Koebenhavn).Format("2006-01-02 15:04"), k.Sammenlignet, k.Forskelle)
	}
	return nil
}

func parentes(s string) string {
	if s == "" {
		return ""
	}
	return fmt.Sprintf(" (%s)", s)
}
