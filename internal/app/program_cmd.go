package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/sheet"
)

type programmeCmd struct {
	Status programmeStatusCmd `cmd:"" help:"The eight steps and two, as they stand (R121)."`
	Plan   programmePlanCmd   `cmd:"" help:"The four weeks: sessions, deadlines, and how they are kept (R121)."`
	Tasks  programmeTasksCmd  `cmd:"" help:"The KLIK tasks as a file (R121)."`

	Import    programmeImportCmd    `cmd:"" help:"Take a table of where municipalities outside this installation stand (R120)."`
	Questions programmeQuestionsCmd `cmd:"" help:"The questions of all municipalities, with their answers (R123)."`
	Report    programmeReportCmd    `cmd:"" help:"Write the report to the steering group as PDF."`
}

type programmeStatusCmd struct {
	Alle bool `help:"Every municipality of this installation, as it last showed itself (R120)."`
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (programmeStatusCmd) Help() string {
	return "Example: indeksbro programme status\n\nEach step's state follows from facts: what is lacking stands beside it. Exit code 1 while a step is not done."
}

// Run prints the steps.
func (c *programmeStatusCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if c.Alle {
		return tellAlle(m, ctx, b, c.JSON)
	}
	f, err := b.tovholder(m).Forloeb(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := m.printJSON(f); err != nil {
			return err
		}
	} else {
		tellForloeb(m, f)
	}
	if f.Gjorte() < len(f.Trin) {
		return findings
	}
	return nil
}

var trinord = map[forloeb.Tilstand]string{forloeb.Venter: "waits", forloeb.Klar: "ready", forloeb.Igang: "begun", forloeb.Stoppet: "STOPPED", forloeb.Gjort: "done"}

func tellForloeb(m *miljoe, f *forloeb.Forloeb) {
	for i := range f.Trin {
		t := &f.Trin[i]
		m.printf("%-2s %-8s %3d %%  %s%s\n", t.Nr, trinord[t.Tilstand], t.Andel, t.Navn, dueWords(f, t))
		for _, k := range t.Fakta {
			if !k.Opfyldt {
				m.printf("               %s\n", k.English)
			}
		}
		for _, w := range t.Advarsler {
			m.printf("               note %s: %s\n", w.Regel, w.English)
		}
	}
	m.printf("%d of %d steps are done", f.Gjorte(), len(f.Trin))
	if late := f.Forsinket(); late > 0 {
		m.printf("; %s behind the plan", daysWord(late))
	}
	m.printf("\n")
}

// dueWords is a step's deadline, and how it will be kept.
func dueWords(f *forloeb.Forloeb, t *forloeb.Trin) string {
	if t.Frist == 0 || t.Tilstand == forloeb.Gjort {
		return ""
	}
	words := ", due " + t.Frist.String()
	switch p := t.Prognose; {
	case p == nil:
	case p.Faerdig == 0 && t.Frist < f.Idag:
		words += fmt.Sprintf(", %s ago", daysWord(p.Dage))
	case p.Faerdig == 0:
	case p.Dage > 0 && p.Mindst:
		words += fmt.Sprintf(", at least %s late at this pace", daysWord(p.Dage))
	case p.Dage > 0:
		words += fmt.Sprintf(", %s late at this pace", daysWord(p.Dage))
	case !p.Mindst:
		words += ", in time at this pace"
	}
	return words
}

func daysWord(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func tellAlle(m *miljoe, ctx context.Context, b *bro, asJSON bool) error {
	all, err := b.db.Kommunestande(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		return m.printJSON(all)
	}
	for _, k := range all {
		short := k.Kort()
		m.printf("%s  %2d of %d done  klassifikation %-5t eksport %-5t sapa %-5t  %s\n", k.Kommune, short.Gjorte, len(k.Trin), k.Klassifikation, k.Eksport, k.Sapa, k.Navn)
	}
	if len(all) == 0 {
		m.printf("no municipality has shown where it stands; `indeksbro serve` does\n")
	}
	return nil
}

type programmePlanCmd struct {
	Start string `placeholder:"YYYY-MM-DD" help:"Begin the four weeks on this day."`
	Fjern bool   `help:"Take the plan back."`
	Af    string `placeholder:"WHO" help:"Who plans; default the user of this machine."`
	JSON  bool   `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (programmePlanCmd) Help() string {
	return "Example: indeksbro programme plan --start 2024-04-08\n\nSessions at the start and each week after, five in all; every step gets a deadline at one of them, unless it has its own. Without --start the plan is printed as it stands. Exit code 1 when there is none."
}

// Run lays the plan, or prints it.
func (c *programmePlanCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	keeper := b.tovholder(m)
	switch {
	case c.Fjern && c.Start != "":
		return inputError("want --start YYYY-MM-DD or --fjern, not both")
	case c.Fjern:
		err = keeper.FjernPlan(ctx, af(c.Af))
	case c.Start != "":
		start, bad := oio.ParseDato(c.Start)
		if bad != nil {
			return inputError("--start: %w", bad)
		}
		err = keeper.LaegPlan(ctx, start, af(c.Af))
	}
	if err != nil {
		return ruleError(err)
	}
	f, err := keeper.Forloeb(ctx)
	if err != nil {
		return err
	}
	switch {
	case f.Plan == nil && !c.Fjern:
		m.printf("there is no plan; begin one with --start YYYY-MM-DD\n")
		return findings
	case f.Plan == nil:
		m.printf("the plan is taken back\n")
		return nil
	case c.JSON:
		return m.printJSON(f.Plan)
	}
	tellPlan(m, f)
	return nil
}

func tellPlan(m *miljoe, f *forloeb.Forloeb) {
	for _, session := range f.Plan.Moeder {
		var goals []string
		for _, goal := range f.Plan.Maal {
			switch {
			case goal.Moede != session.Nr:
			case goal.Andel < 100:
				goals = append(goals, fmt.Sprintf("%s %d %%", goal.Trin, goal.Andel))
			default:
				goals = append(goals, string(goal.Trin))
			}
		}
		m.printf("%s  %-20s %s\n", session.Dato, session.Navn, strings.Join(goals, ", "))
	}
	if late := f.Forsinket(); late > 0 {
		m.printf("%s behind the plan\n", daysWord(late))
	}
}

type programmeTasksCmd struct {
	Export programmeTasksExportCmd `cmd:"" help:"Write the tasks as xlsx or CSV."`
	Import programmeTasksImportCmd `cmd:"" help:"Take owners, deadlines and what KLIK says from xlsx or CSV, whole or not at all."`
}

type programmeTasksExportCmd struct {
	Fil string `arg:"" name:"FILE" help:"xlsx or csv by its ending; - writes CSV to stdout."`
}

// Help shows an example.
func (programmeTasksExportCmd) Help() string {
	return "Example: indeksbro programme tasks export klik.xlsx"
}

// Run writes the file.
func (c *programmeTasksExportCmd) Run(m *miljoe, ctx context.Context) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Fil)), ".")
	if c.Fil != "-" && format != "xlsx" && format != "csv" {
		return inputError("%s: want a name that ends in .xlsx or .csv", c.Fil)
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	files := opgavefiler{b.tovholder(m)}
	if c.Fil == "-" {
		return files.SkrivOpgaver(ctx, m.Stdout, "csv")
	}
	var content bytes.Buffer // whole before a file is touched
	if err := files.SkrivOpgaver(ctx, &content, format); err != nil {
		return err
	}
	if err := os.WriteFile(c.Fil, content.Bytes(), 0o600); err != nil {
		return inputError("%w", err)
	}
	m.printf("wrote %d tasks to %s\n", len(forloeb.Opgaver), c.Fil)
	return nil
}

type programmeTasksImportCmd struct {
	Fil string `arg:"" name:"FILE" help:"xlsx or csv."`
	Af  string `placeholder:"WHO" help:"Who imports; default the user of this machine."`
}

// Help shows an example.
func (programmeTasksImportCmd) Help() string {
	return "Example: indeksbro programme tasks import klik.xlsx --af \"Karen Holm\"\n\nReads Ejer, Frist, Status i KLIK, Fuldført i KLIK and Bevis by Nr. An empty cell says nothing, and `fjern` takes back. Every fault is listed by its cell; then nothing is taken, and the exit code is 2. What KLIK says makes no step done."
}

// Run takes the file.
func (c *programmeTasksImportCmd) Run(m *miljoe, ctx context.Context) error {
	content, err := os.ReadFile(c.Fil)
	if err != nil {
		return inputError("%w", err)
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	n, err := opgavefiler{b.tovholder(m)}.tag(ctx, bytes.NewReader(content), filepath.Base(c.Fil), af(c.Af))
	var faults *sheet.Fejlliste
	if errors.As(err, &faults) {
		for _, f := range faults.Fejl {
			m.printf("%s\n", oio.MaskCPR(f.Error()))
		}
		return inputError("%s: %d cells are wrong; nothing was taken", filepath.Base(c.Fil), len(faults.Fejl)+faults.Flere)
	}
	if err != nil {
		return ruleError(err)
	}
	m.printf("%d facts changed\n", n)
	return nil
}
