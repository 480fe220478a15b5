package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"indeksbro/internal/faelles"
	"indeksbro/internal/oio"
	webprogram "indeksbro/internal/web/program"
)

type faellesCmd struct {
	Publish     faellesPublishCmd     `cmd:"" help:"Share your own mappings with the others; first shows what."`
	Withdraw    faellesWithdrawCmd    `cmd:"" help:"Take everything you share back."`
	List        faellesListCmd        `cmd:"" help:"Who chose what, beside your own choice."`
	Import      faellesImportCmd      `cmd:"" help:"Take what other municipalities have chosen: a file or a signed bundle."`
	Export      faellesExportCmd      `cmd:"" help:"Write what you share: CSV, SSSOM, FHIR ConceptMap or JSON."`
	Bundle      faellesBundleCmd      `cmd:"" help:"Write a signed bundle for another installation."`
	Fingerprint faellesFingerprintCmd `cmd:"" help:"The fingerprint of your key, for others to compare."`
}

type faellesPublishCmd struct {
	Yes       bool     `help:"Share what is shown."`
	LeaveOut  []string `sep:"none" placeholder:"NAME" help:"Leave out the rows with this local name; may be given several times."`
	WithNotes bool     `help:"Share the reasons of decisions too. Read them first: they are free text."`
	Af        string   `placeholder:"WHO" help:"Who shares; default the user of this machine."`
	JSON      bool     `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (faellesPublishCmd) Help() string {
	return "Example: indeksbro faelles publish --leave-out Testydelse --yes\n\nNames, law, paragraph and the code chosen are shared, no ids and nothing about a citizen; names that look personal are kept back. Without --yes nothing is shared and the exit code is 1."
}

// Run shows what would be shared, and shares it.
func (c *faellesPublishCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	commons := b.faelles(m)
	u, err := commons.Udvalg(ctx, c.WithNotes)
	if err != nil {
		return err
	}
	out := map[string]bool{}
	for _, name := range c.LeaveOut {
		known := false
		for i := range u.Valg {
			if u.Valg[i].Navn == name {
				out[u.Valg[i].Noegle()], known = true, true
			}
		}
		if !known {
			return inputError("--leave-out %s: no row with that name would be shared", oio.MaskCPR(name))
		}
	}
	if c.JSON {
		if err := m.printJSON(u); err != nil {
			return err
		}
	} else {
		fortaelUdvalg(m, &u, out)
	}
	if !c.Yes {
		return exitWaits("nothing is shared yet; say so with --yes")
	}
	n, err := commons.Del(ctx, u.Stempel(), func(key string) bool { return !out[key] }, c.WithNotes, af(c.Af))
	if err == nil && !c.JSON {
		m.printf("shared: %d rows, %d changed on the board\n", len(u.Valg)-len(out), n)
	}
	return err
}

// exitWaits is for what waits for a person.
func exitWaits(text string) error { return &exitError{exitFindings, errors.New(text)} }

func fortaelUdvalg(m *miljoe, u *faelles.Udvalg, out map[string]bool) {
	for i := range u.Valg {
		d := &u.Valg[i]
		state := map[string]string{faelles.Ny: "new", faelles.Ens: "shared", faelles.Anden: "changed"}[d.Stand]
		if out[d.Noegle()] {
			state = "left out"
		}
		m.printf("%-8s  %-8s  %s; %s %s: %s %s\n", state, d.Art, d.Navn, d.Lov, d.Paragraf, d.Kort().Kode, d.Titel)
		if d.Note != "" {
			m.printf("                      note: %s\n", d.Note)
		}
	}
	for _, h := range u.Holdt {
		m.printf("kept back %-8s  %s: %s\n", h.Art, h.Navn, h.Grund)
	}
	for _, v := range u.Forsvundet {
		m.printf("taken back  %-8s  %s\n", v.Art, v.Navn)
	}
	m.printf("%d rows, %d new, %d changed, %d kept back\n", len(u.Valg), u.Nye, u.Aendret, len(u.Holdt))
}

type faellesWithdrawCmd struct {
	Af string `placeholder:"WHO" help:"Who takes it back; default the user of this machine."`
}

// Help shows an example.
func (faellesWithdrawCmd) Help() string {
	return "Example: indeksbro faelles withdraw\n\nWhat others have taken over meanwhile they keep."
}

// Run takes everything back.
func (c *faellesWithdrawCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	n, err := b.faelles(m).TagTilbage(ctx, af(c.Af))
	if err == nil {
		m.printf("%d rows are shared no more\n", n)
	}
	return err
}

type faellesListCmd struct {
	All  bool `help:"Names too that you do not have yourself."`
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (faellesListCmd) Help() string { return "Example: indeksbro faelles list --all" }

// Run prints the table.
func (c *faellesListCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	rows, err := b.faelles(m).Tabel(ctx)
	if err != nil {
		return err
	}
	if !c.All {
		rows = slices.DeleteFunc(rows, func(r faelles.Raekke) bool { return len(r.Egne) == 0 })
	}
	if c.JSON {
		return m.printJSON(rows)
	}
	for i := range rows {
		r := &rows[i]
		m.printf("%-8s  %s %s %s: %s\n", r.Art, r.Navn, r.Lov, r.Paragraf, r.Sammendrag())
		for _, e := range r.Egne {
			m.printf("          yours: %s %s\n", e.ID, e.Valg)
		}
	}
	m.printf("%d names\n", len(rows))
	return nil
}

type faellesImportCmd struct {
	File   string `arg:"" placeholder:"FILE" help:"CSV, SSSOM, FHIR ConceptMap, JSON or a bundle; its content says which. - is standard input."`
	Tillid string `placeholder:"FINGERPRINT" help:"You have asked the municipality, and this is the fingerprint of its key."`
	Af     string `placeholder:"WHO" help:"Who takes it; default the user of this machine."`
}

// Help shows examples.
func (faellesImportCmd) Help() string {
	return "Examples:\n  indeksbro faelles import valg.csv\n  indeksbro faelles import faxe.pakke --tillid \"ABCD EFGH …\"\n\nA CSV file has the columns kommune (CVR number), kind (sagstype or ydelse), navn, lov, paragraf, kode; more may be there. A municipality in the file replaces what was known of it. Suggestions tell how many chose a thing, of how many that have such a name (R125). Nothing is taken from a file with a fault; all faults are listed. A bundle is taken when its key is trusted, which a person says the first time, and when it is newer than the last."
}

// Run reads the file and keeps it.
func (c *faellesImportCmd) Run(m *miljoe, ctx context.Context) error {
	file, err := m.heleFilen(c.File, maxFaellesfil)
	if err != nil {
		return err
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	done, err := b.faelles(m).Hent(ctx, file, c.Tillid, af(c.Af))
	if err != nil {
		return faellesfejl(m, err)
	}
	switch {
	case done.Egen:
		m.printf("your own bundle, %d choices, as you signed it; nothing to take\n", done.Valg)
	case done.Igen:
		m.printf("this bundle was taken before; nothing is new\n")
	default:
		m.printf("%d choices of %d municipalities\n", done.Valg, done.Kommuner)
	}
	if done.Udeladt > 0 {
		m.printf("%d rows say what a name is not; they are left out\n", done.Udeladt)
	}
	return nil
}

// maxFaellesfil is the largest file of choices.
const maxFaellesfil = 64 << 20

// faellesfejl gives what is wrong with a file its exit code: what a person must say waits for her.
func faellesfejl(m *miljoe, err error) error {
	var faults *webprogram.Filfejl
	var unknown *faelles.ErrUkendt
	var refused *faelles.Pakkefejl
	switch {
	case errors.As(err, &faults):
		for _, f := range faults.Fejl {
			_, _ = fmt.Fprintln(m.Stderr, f.Error())
		}
		return inputError("%d faults; nothing is taken", len(faults.Fejl))
	case errors.As(err, &unknown):
		return &exitError{exitFindings, err}
	case errors.As(err, &refused):
		return &exitError{exitInput, err}
	}
	return err
}

type faellesExportCmd struct {
	File   string `arg:"" placeholder:"FILE" help:"Where to write; - is standard output."`
	Format string `enum:"csv,sssom,fhir,json" default:"csv" help:"csv, sssom (TSV), fhir (R4 ConceptMap) or json."`
	All    bool   `help:"What is known of others too."`
}

// Help shows an example.
func (faellesExportCmd) Help() string {
	return "Example: indeksbro faelles export --format sssom valg.sssom.tsv\n\nOnly what you share is written; share it first with `indeksbro faelles publish`. `faelles import` reads every format again."
}

// Run writes the file.
func (c *faellesExportCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	format, err := faelles.ParseFormat(c.Format)
	if err != nil {
		return inputError("--format: %w", err)
	}
	var text bytes.Buffer
	n, err := b.faelles(m).Skriv(ctx, &text, format, c.All)
	if err != nil {
		return err
	}
	if n == 0 {
		return inputError("nothing is shared; share it first with `indeksbro faelles publish --yes`")
	}
	return skrivHel(m, c.File, text.Bytes())
}

// skrivHel writes a file whole or not at all.
func skrivHel(m *miljoe, path string, content []byte) error {
	if path == "-" {
		_, err := m.Stdout.Write(content)
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".ny-*")
	if err != nil {
		return inputError("%w", err)
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = draft.Write(content)
	return errors.Join(err, draft.Close(), os.Rename(draft.Name(), path))
}

type faellesBundleCmd struct {
	File string `arg:"" placeholder:"FILE" help:"Where to write; - is standard output."`
	Fra  string `placeholder:"CVR" help:"Hand on the last bundle that was taken from this municipality, as it came."`
}

// Help shows an example.
func (faellesBundleCmd) Help() string {
	return "Example: indeksbro faelles bundle korsbaek.pakke\n\nWhoever takes it compares the fingerprint with you over the telephone the first time."
}

// Run writes the bundle.
func (c *faellesBundleCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	var from oio.CVR
	if c.Fra != "" {
		if from, err = oio.ParseCVR(c.Fra); err != nil {
			return inputError("--fra: %w", err)
		}
	}
	commons := b.faelles(m)
	file, err := commons.Pakke(ctx, from)
	switch {
	case err != nil:
		return err
	case file == nil && from != "" && from != b.kommune:
		return inputError("no bundle was ever taken from %s", from)
	case file == nil:
		return inputError("nothing is shared; share it first with `indeksbro faelles publish --yes`")
	}
	if err := skrivHel(m, c.File, file); err != nil {
		return err
	}
	if p, err := faelles.AabnPakke(file, m.Nu()); err == nil && c.File != "-" {
		m.printf("%d choices of %s, signed; the fingerprint is %s\n", len(p.Valg), p.Kommune, p.Fingeraftryk())
	}
	return nil
}

type faellesFingerprintCmd struct{}

// Help shows an example.
func (faellesFingerprintCmd) Help() string { return "Example: indeksbro faelles fingerprint" }

// Run prints it.
func (faellesFingerprintCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	m.printf("%s\n", b.faelles(m).Fingeraftryk())
	return nil
}
