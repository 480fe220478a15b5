package app

import (
	"context"
	"errors"
	"os"
	"strings"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

type kleCmd struct {
	Import kleImportCmd `cmd:"" help:"Read a KLE emneplan XML and print what it changed."`
	Hent   kleHentCmd   `cmd:"" help:"Read KLE from FK Klassifikation and print what it changed."`
	Search kleSearchCmd `cmd:"" help:"Search by number, words, keywords, law and paragraph."`
}

type kleImportCmd struct {
	File   string  `arg:"" name:"FILE" help:"Emneplan in version 2.0 or REST-fuld 1.x, or handlingsfacetter."`
	Filter *string `placeholder:"27,29" help:"Prefixes to import (R062); empty: everything. Default: the filter of policy kle-filter."`
	JSON   bool    `name:"json" help:"Print counts and difference as JSON."`
}

// Help shows an example.
func (kleImportCmd) Help() string {
	return "Example: indeksbro kle import emneplan.xml --filter 27,29,17.03"
}

// Run imports the file whole or not at all.
func (c *kleImportCmd) Run(m *miljoe, ctx context.Context) error {
	file, err := os.Open(c.File)
	if err != nil {
		return inputError("open KLE file: %w", err)
	}
	defer func() { _ = file.Close() }()
	plan, err := kle.Parse(file)
	if err != nil {
		return inputError("%s: %w", c.File, err)
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	difference, counts, err := importKLE(ctx, m, b, plan, c.Filter)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"udgivet": plan.Udgivet, "antal": counts, "forskel": difference})
	}
	m.printf("KLE %s: %d hovedgrupper, %d grupper, %d emner (%d with law references, %d with UUID), %d keywords, %d handlingsfacetter\n",
		plan.Udgivet, counts.Hovedgrupper, counts.Grupper, counts.Emner, counts.MedRetskilde, counts.MedUUID, counts.Stikord, counts.Handlingsfacetter)
	tellKLE(m, difference)
	return nil
}

func tellKLE(m *miljoe, difference kle.Difference) {
	printDifference(m, "new", difference.Nye)
	printDifference(m, "gone", difference.Fjernet)
	printDifference(m, "expired", difference.Udgaaet)
	printDifference(m, "in force again", difference.Genaabnet)
	printDifference(m, "renamed", difference.AendretTitel)
	m.printf("unchanged: %d\n", difference.Uaendret)
}

func printDifference(m *miljoe, what string, changes []kle.Aendring) {
	if len(changes) == 0 {
		return
	}
	m.printf("%s: %d\n", what, len(changes))
	const most = 20
	for i, a := range changes {
		if i == most {
			m.printf("  … and %d more\n", len(changes)-most)
			break
		}
		m.printf("  %-8s %s\n", a.Nummer, a.Titel)
	}
}

// importKLE keeps a plan and says what it changed. A file with handlingsfacetter alone is laid beside the subjects there are.
func importKLE(ctx context.Context, m *miljoe, b *bro, plan *kle.Plan, filter *string) (kle.Difference, kle.Counts, error) {
	var none kle.Difference
	p, err := b.politik(ctx)
	if err != nil {
		return none, kle.Counts{}, err
	}
	words := p.KLEFilter
	if filter != nil {
		words = *filter
	}
	chosen, err := kle.ParseFilter(words)
	if err != nil {
		return none, kle.Counts{}, inputError("--filter: %w", err)
	}
	before, err := b.db.Plan(ctx, b.kommune, false)
	if err != nil {
		return none, kle.Counts{}, err
	}
	if len(plan.Klasser) == 0 {
		plan.Klasser = before.Klasser
	} else if plan = plan.Filter(chosen); len(plan.Klasser) == 0 {
		return none, kle.Counts{}, inputError("filter %s leaves nothing of the file", words)
	}
	if len(plan.Handlingsfacetter) == 0 {
		plan.Handlingsfacetter = before.Handlingsfacetter
	}
	difference := kle.Diff(before, plan)
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return none, kle.Counts{}, err
	}
	if err := b.db.GemPlan(ctx, b.kommune, plan, chosen.String(), g.BeroertAfKLE(plan), m.Nu()); err != nil {
		return none, kle.Counts{}, err
	}
	if filter != nil && *filter != p.KLEFilter {
		err = b.db.SetPolitik(ctx, b.kommune, "kle-filter", *filter, "kle import", m.Nu())
	}
	return difference, plan.Counts(), err
}

type kleSearchCmd struct {
	Text []string `arg:"" name:"TEXT" help:"What to look for, such as madservice or «SEL §83.3»."`
	N    int      `short:"n" default:"5" help:"How many hits."`
	JSON bool     `name:"json" help:"Print the hits as JSON."`
}

// Help shows an example.
func (kleSearchCmd) Help() string { return `Example: indeksbro kle search "handicapvenlig bolig" -n 3` }

type kleHit struct {
	Nummer      kle.Nummer   `json:"nummer"`
	Titel       string       `json:"titel"`
	Sti         []string     `json:"sti"`
	Score       float64      `json:"score"`
	Begrundelse []string     `json:"begrundelse"`
	Valgbar     bool         `json:"valgbar"`
	Emner       []kle.Nummer `json:"emner,omitempty"`
}

var errNoKLE = errors.New("no KLE is imported yet; run `indeksbro kle import FILE` first (R060)")

// Run prints the hits, best first.
func (c *kleSearchCmd) Run(m *miljoe, ctx context.Context) error {
	if oio.MaskCPR(strings.Join(c.Text, " ")) != strings.Join(c.Text, " ") {
		return inputError("the text looks like it contains a CPR number, which is never a command-line argument")
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	plan, err := b.db.Plan(ctx, b.kommune, false)
	if err != nil {
		return err
	}
	if len(plan.Klasser) == 0 {
		return &exitError{exitInput, errNoKLE}
	}
	hits := []kleHit{}
	for _, h := range kle.NewSearch(plan).FindAt(strings.Join(c.Text, " "), c.N, oio.DatoOf(m.Nu())) {
		hit := kleHit{Nummer: h.Nummer, Titel: h.Titel, Sti: h.Sti, Score: h.Score, Begrundelse: h.Begrundelse, Valgbar: h.Valgbar, Emner: h.Emner}
		hits = append(hits, hit)
	}
	if c.JSON {
		return m.printJSON(hits)
	}
	for _, h := range hits {
		m.printf("%-8s  %s  (%.2f)\n          %s\n", h.Nummer, h.Titel, h.Score, strings.Join(h.Begrundelse, "; "))
	}
	if len(hits) == 0 {
		return waits("nothing found; try another word, or the law and paragraph")
	}
	return nil
}
