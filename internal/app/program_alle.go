package app

import (
	"context"
	"fmt"
	"io"
	"os"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/pdf"
	"indeksbro/internal/programleder"
	"indeksbro/internal/tavle"
	"indeksbro/internal/web/page"
)

// leder is all municipalities together, as this one's pages show them.
func (b *bro) leder(m *miljoe) *programleder.Leder {
	return &programleder.Leder{Store: b.db, Kommune: b.kommune, Nu: m.Nu, NytID: page.NytID, Forloeb: b.tovholder(m).Forloeb,
		Navn: func(ctx context.Context) (string, error) {
			p, err := b.politik(ctx)
			return p.Navn, err
		}}
}

// leder is the same over the service's own desk.
func (t *tjeneste) leder() *programleder.Leder {
	l := t.b.leder(t.m)
	l.Forloeb = t.tovholder().Forloeb
	return l
}

// tegn draws a report as it is asked for.
func (t *tjeneste) tegn(r *tavle.Rapport) ([]byte, error) { return pdf.Rapport(r, t.m.Nu()) }

// aftalt is the pace agreed for the municipality's day on the notice board (R098).
func (b *bro) aftalt(m *miljoe) *export.Aftalt {
	return &export.Aftalt{Nu: m.Nu, Laes: func(ctx context.Context, dag oio.Dato) (sdi, ydi float64, err error) {
		notices, err := b.db.Tavle(ctx, tavle.Aftalt)
		agreed := tavle.NyePladser(notices).For(b.kommune, dag)
		return agreed.SDI, agreed.YDI, err
	}}
}

type programmeImportCmd struct {
	File string `arg:"" placeholder:"FILE.csv" help:"kommune, dato, klassifikation, eksport, sapa: a name, a date, and ja or nej. - is standard input."`
	Af   string `placeholder:"WHO" help:"Who tells of it; default the user of this machine."`
}

// Help shows an example.
func (programmeImportCmd) Help() string {
	return "Example: indeksbro programme import status.csv\n\nWhere municipalities outside this installation stand, in the three columns (R120). One that is of this installation stands where its facts say. Nothing is taken from a file with a fault; all faults are listed."
}

// Run reads the table and puts it on the notice board.
func (c *programmeImportCmd) Run(m *miljoe, ctx context.Context) error {
	in, _, err := m.input(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	rows, err := laesTabel(m, in)
	if err != nil {
		return err
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	fresh, err := b.leder(m).Indlaes(ctx, rows, af(c.Af))
	if err != nil {
		return err
	}
	m.printf("%d municipalities, %d of them new or changed\n", len(rows), fresh)
	return nil
}

func laesTabel(m *miljoe, in io.Reader) ([]tavle.Tabelraekke, error) {
	rows, faults, err := tavle.LaesTabel(in)
	if err != nil {
		return nil, err
	}
	for _, fault := range faults {
		_, _ = fmt.Fprintln(m.Stderr, fault)
	}
	if len(faults) > 0 {
		return nil, inputError("%d faults; nothing is taken", len(faults))
	}
	return rows, nil
}

type programmeQuestionsCmd struct {
	Soeg string `arg:"" optional:"" name:"WORDS" help:"Only questions in which, or in whose answers, all these words stand."`
	JSON bool   `name:"json" help:"Print one JSON object a line."`
}

// Help shows an example.
func (programmeQuestionsCmd) Help() string {
	return "Example: indeksbro programme questions --json\n\nThe questions of all municipalities of this installation with their answers, newest first (R123)."
}

// Run prints the questions.
func (c *programmeQuestionsCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	_, all, err := b.leder(m).Moeder(ctx)
	if err != nil {
		return err
	}
	open := 0
	for _, s := range tavle.Soeg(all, c.Soeg) {
		if s.Svar == "" {
			open++
		}
		if c.JSON {
			if err := m.printJSON(s); err != nil {
				return err
			}
			continue
		}
		m.printf("%s  %s  %s\n", oio.DatoOf(s.Tid), s.Kommune, s.Tekst)
		if s.Svar != "" {
			m.printf("            answered by %s: %s\n", s.SvarAf, s.Svar)
		}
	}
	if !c.JSON {
		m.printf("%d questions wait for an answer\n", open)
	}
	return nil
}

type programmeReportCmd struct {
	File string `arg:"" placeholder:"FILE.pdf" help:"Where to write the page. - is standard output."`
	Alle bool   `help:"Of all municipalities instead of this one."`
}

// Help shows an example.
func (programmeReportCmd) Help() string {
	return "Example: indeksbro programme report styregruppe.pdf\n\nOne page to the steering group: where the steps stand, what may go wrong, and what is asked of the group."
}

// Run writes the report.
func (c *programmeReportCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	r, err := b.leder(m).Rapport(ctx, c.Alle)
	if err != nil {
		return err
	}
	page, err := pdf.Rapport(r, m.Nu())
	if err != nil {
		return err
	}
	if c.File == "-" {
		_, err = m.Stdout.Write(page)
		return err
	}
	if err := os.WriteFile(c.File, page, 0o600); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	m.printf("%s: one page, %d kB\n", c.File, (len(page)+999)/1000)
	return nil
}
