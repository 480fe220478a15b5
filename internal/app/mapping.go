package app

import (
	"context"
	"errors"
	"strings"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/vaerksted"
)

type mappingCmd struct {
	Set     mappingSetCmd     `cmd:"" help:"One decision."`
	Import  mappingImportCmd  `cmd:"" help:"Take a preparation sheet, or lists of your own: xlsx or CSV."`
	Export  mappingExportCmd  `cmd:"" help:"Write the preparation sheet: xlsx or CSV."`
	History mappingHistoryCmd `cmd:"" help:"Who decided what, when, why, instead of what."`
}

type mappingSetCmd struct {
	Art   string `arg:"" name:"KIND" help:"sagstype, ydelse or enhed; tilbagehold decides what becomes of grants without a type under a sagstype (R028)."`
	ID    string `arg:"" name:"ID" help:"The source's id."`
	Valg  string `arg:"" name:"CHOICE" help:"kle=NN.NN.NN, type=KEY, kombit=UUID, ikke, uden-type, hold or fjern."`
	Af    string `placeholder:"WHO" help:"Who decides; default the user of this machine."`
	Grund string `placeholder:"TEXT" help:"Why."`
	Trods string `placeholder:"TEXT" help:"Override a guard (R006, R007), and why; it stays visible."`
	JSON  bool   `name:"json" help:"Print the decision as JSON."`
}

// Help shows examples.
func (mappingSetCmd) Help() string {
	return "Examples:\n  indeksbro mapping set sagstype st-12 kle=29.09.04 --af \"Karen Holm\" --grund \"borgerrettet forebyggelse\"\n  indeksbro mapping set ydelse yd-4 type=FSIII#H1.11\n  indeksbro mapping set enhed en-3 kombit=6f3d2a52-7c1b-4c9e-9a4e-0d6b1f8e2c47"
}

// Run takes the decision, or says which rule stands against it.
func (c *mappingSetCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	decision, err := parseBeslutning(c.Art, c.ID, c.Valg)
	if err != nil {
		return err
	}
	decision.Af, decision.Grund, decision.Trods = af(c.Af), c.Grund, c.Trods
	decision, err = b.beslut(ctx, m, decision)
	if err != nil {
		return ruleError(err)
	}
	if c.JSON {
		return m.printJSON(decision)
	}
	m.printf("%s %s: %s\n", decision.Art, decision.ID, decision.Valg)
	return nil
}

func parseBeslutning(art, id, valg string) (mapping.Beslutning, error) {
	kind, err := mapping.ParseArt(art)
	if err != nil {
		return mapping.Beslutning{}, inputError("%q: %w", art, err)
	}
	choice, err := mapping.ParseValg(kind, valg)
	if err != nil {
		return mapping.Beslutning{}, inputError("%w", err)
	}
	return mapping.Beslutning{Art: kind, ID: id, Valg: choice}, nil
}

// ruleError gives a guard's refusal its exit code: what a person may override waits for a person.
func ruleError(err error) error {
	var brud *rules.Brud
	if !errors.As(err, &brud) {
		return err
	}
	if brud.KanTrodses {
		return &exitError{exitFindings, brud}
	}
	return &exitError{exitInput, brud}
}

// beslut takes one decision through the desk, as pages do, and gives it as it was kept. Command line and API both come here.
func (b *bro) beslut(ctx context.Context, m *miljoe, d mapping.Beslutning) (mapping.Beslutning, error) {
	if _, err := b.desk(m, nil).Beslut(ctx, []vaerksted.Oenske{{Beslutning: d, Set: vaerksted.Ligemeget}}); err != nil {
		return d, err
	}
	history, err := b.db.Beslutninger(ctx, b.kommune)
	if err != nil {
		return d, err
	}
	if kept, found := mapping.NewState(history).Beslutning(d.Art, d.ID); found {
		d = kept
	}
	return d, nil
}

type mappingHistoryCmd struct {
	ID   string `arg:"" optional:"" name:"ID" help:"Only what was decided about this."`
	JSON bool   `name:"json" help:"Print one JSON object a line."`
}

// Help shows an example.
func (mappingHistoryCmd) Help() string { return "Example: indeksbro mapping history st-12" }

// Run prints the history, oldest first.
func (c *mappingHistoryCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	history, err := b.db.Beslutninger(ctx, b.kommune)
	if err != nil {
		return err
	}
	for _, d := range history {
		if c.ID != "" && d.ID != c.ID {
			continue
		}
		if c.JSON {
			if err := m.printJSON(d); err != nil {
				return err
			}
			continue
		}
		m.printf("%s  %s %s: %s, instead of %s, by %s%s\n", d.Tid.In(oio.Koebenhavn).Format("2006-01-02 15:04"), d.Art, d.ID, d.Valg, instead(d.IStedFor), d.Af, because(d))
	}
	return nil
}

func instead(v mapping.Valg) string {
	if v.IsZero() {
		return "nothing"
	}
	return v.String()
}

func because(d mapping.Beslutning) string {
	var text strings.Builder
	if d.Grund != "" {
		text.WriteString(": " + d.Grund)
	}
	if d.Trods != "" {
		text.WriteString(" (override: " + d.Trods + ")")
	}
	return text.String()
}
