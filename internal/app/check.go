package app

import (
	"context"

	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
)

type checkCmd struct {
	Alvor string `default:"oplysning" enum:"fejl,advarsel,oplysning" help:"Only findings at least as bad as this."`
	JSON  bool   `name:"json" help:"Print one JSON object a line."`
}

// Help shows an example.
func (checkCmd) Help() string {
	return "Example: indeksbro check --alvor advarsel\n\nExit code 1 when something is, or would be, shown wrong or lost."
}

// Run prints the findings, worst first.
func (c *checkCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	bord, err := b.desk(m, nil).Bord(ctx)
	if err != nil {
		return err
	}
	counts := make(map[rules.Alvor]int)
	for _, f := range bord.Fund {
		counts[f.Alvor]++
		if f.Alvor.Mildere(rules.Alvor(c.Alvor)) {
			continue
		}
		if err := c.print(m, f); err != nil {
			return err
		}
	}
	if !c.JSON {
		m.printf("%d errors, %d warnings, %d notes\n", counts[rules.Fejl], counts[rules.Advarsel], counts[rules.Oplysning])
	}
	if counts[rules.Fejl] > 0 {
		return &exitError{code: exitFindings}
	}
	return nil
}

// print writes one finding. Names and reasons come from people and other systems, and with them perhaps a CPR number.
func (c *checkCmd) print(m *miljoe, f rules.Fund) error {
	f.Navn, f.Dansk, f.English, f.Trods = oio.MaskCPR(f.Navn), oio.MaskCPR(f.Dansk), oio.MaskCPR(f.English), oio.MaskCPR(f.Trods)
	f.Raad, f.Remedy = oio.MaskCPR(f.Raad), oio.MaskCPR(f.Remedy)
	if c.JSON {
		return m.printJSON(f)
	}
	about := "the municipality"
	if f.ID != "" {
		about = string(f.Art) + " " + f.ID + " \"" + f.Navn + "\""
	}
	m.printf("%-9s %s  %s: %s %s", f.Alvor, f.Regel, about, f.English, f.Remedy)
	if f.Tal.Objekter() > 0 {
		m.printf(" (%d cases, %d grants, %d citizens)", f.Tal.Sager, f.Tal.Bevillinger, f.Tal.Borgere)
	}
	m.printf("\n")
	return nil
}
