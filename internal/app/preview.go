package app

import (
	"context"
	"errors"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
)

type previewCmd struct {
	Art  string `arg:"" name:"KIND" help:"sagstype, ydelse or enhed."`
	ID   string `arg:"" name:"ID" help:"The source's id."`
	Valg string `arg:"" name:"CHOICE" help:"kle=NN.NN.NN, type=KEY, kombit=UUID, ikke, uden-type or fjern."`
	JSON bool   `name:"json" help:"Print the figures as JSON."`
}

// Help shows examples.
func (previewCmd) Help() string {
	return "The words are those of `mapping set`. A rule that stands against the decision is named first; the figures come all the same.\n\nExamples:\n  indeksbro preview sagstype st-12 kle=29.09.04\n  indeksbro preview ydelse yd-4 ikke --json"
}

// previewJSON is a preview for machines.
type previewJSON struct {
	Art   mapping.Art  `json:"art"`
	ID    string       `json:"id"`
	Valg  mapping.Valg `json:"valg"`
	Regel *previewBrud `json:"regel,omitempty"` // the rule that stands against it
	konsekvens.Konsekvens
	Saetninger []string `json:"saetninger"`
}

// previewBrud is a guard's refusal for machines.
type previewBrud struct {
	Nummer     string `json:"nummer"`
	Dansk      string `json:"dansk"`
	English    string `json:"english"`
	KanTrodses bool   `json:"kanTrodses"`
}

// Run prints what the decision would do. It decides nothing.
func (c *previewCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	decision, err := parseBeslutning(c.Art, c.ID, c.Valg)
	if err != nil {
		return err
	}
	brud, k, err := b.preview(ctx, decision, m)
	if err != nil {
		return err
	}
	if c.JSON {
		out := previewJSON{Art: decision.Art, ID: oio.MaskCPR(decision.ID), Valg: decision.Valg, Konsekvens: k, Saetninger: k.Saetninger()}
		if brud != nil {
			out.Regel = &previewBrud{Nummer: brud.Regel, Dansk: brud.Dansk, English: brud.English, KanTrodses: brud.KanTrodses}
		}
		return m.printJSON(out)
	}
	if brud != nil {
		m.printf("stands against it: %s\n", brud)
	}
	for _, line := range k.Lines() {
		m.printf("%s\n", line)
	}
	return nil
}

// preview gives the guard that stands against a decision, if one does, and what the decision would do.
func (b *bro) preview(ctx context.Context, d mapping.Beslutning, m *miljoe) (*rules.Brud, konsekvens.Konsekvens, error) {
	snapshot, err := b.snapshot(ctx, m.Nu())
	if err != nil {
		return nil, konsekvens.Konsekvens{}, err
	}
	var brud *rules.Brud
	if err := masked(rules.Proev(d, snapshot)); err != nil && !errors.As(err, &brud) {
		return nil, konsekvens.Konsekvens{}, err
	}
	k, err := konsekvens.Beregn(ctx, b.db, snapshot.Grundlag, []mapping.Beslutning{d}, oio.DatoOf(m.Nu()))
	return brud, k, err
}
