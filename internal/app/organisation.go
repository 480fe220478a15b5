package app

import (
	"context"
	"fmt"
	"os"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

type organisationCmd struct {
	Import organisationImportCmd `cmd:"" help:"Take the units of FK Organisation and print what changed."`
	Hent   organisationHentCmd   `cmd:"" help:"Read the units from FK Organisation and print what changed."`
}

type organisationImportCmd struct {
	File string `arg:"" name:"FILE" help:"NDJSON, one unit a line."`
	JSON bool   `name:"json" help:"Print the difference as JSON."`
}

// Help shows an example.
func (organisationImportCmd) Help() string {
	return "Example: indeksbro organisation import organisation.ndjson"
}

// Run imports the file whole or not at all.
func (c *organisationImportCmd) Run(m *miljoe, ctx context.Context) error {
	file, err := os.Open(c.File)
	if err != nil {
		return inputError("open organisation file: %w", err)
	}
	defer func() { _ = file.Close() }()
	tree, err := organisation.Parse(file)
	if err != nil {
		return inputError("%s: %w", c.File, err)
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	difference, changes, err := b.importOrganisation(ctx, m, tree)
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(map[string]any{"enheder": tree.Len(), "forskel": difference})
	}
	tellOrganisation(m, tree, difference, changes)
	return nil
}

func tellOrganisation(m *miljoe, tree *organisation.Trae, difference organisation.Difference, changes []organisation.Aendring) {
	m.printf("%d units: %d new, %d gone, %d changed, %d unchanged\n", tree.Len(), len(difference.Nye), len(difference.Fjernet), len(difference.Aendret), difference.Uaendrede)
	for _, a := range changes {
		m.printf("R079: %s\n", changed(a))
	}
}

// changed puts a change of a mapped unit into words.
func changed(a organisation.Aendring) string {
	what := fmt.Sprintf("%q (%s)", a.Foer.Navn, a.Foer.UUID)
	switch a.Slags {
	case organisation.Flyttet:
		return fmt.Sprintf("%s moved from %q to %q; enhed %s is mapped to it", what, a.OverFoer, a.OverEfter, a.Enhed)
	case organisation.Omdoebt:
		return fmt.Sprintf("%s is now called %q; enhed %s is mapped to it", what, a.Efter.Navn, a.Enhed)
	}
	return fmt.Sprintf("%s is gone; enhed %s is mapped to it", what, a.Enhed)
}

// importOrganisation keeps a tree and gives what it changed, and what of that is about units that are mapped (R079).
func (b *bro) importOrganisation(ctx context.Context, m *miljoe, tree *organisation.Trae) (organisation.Difference, []organisation.Aendring, error) {
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return organisation.Difference{}, nil, err
	}
	difference := organisation.Diff(g.Organisation, tree)
	used := make(map[oio.UUID]string)
	g.Mapping.Alle(mapping.Enhed, func(d mapping.Beslutning) { used[d.Valg.Kombit] = d.ID })
	return difference, organisation.Aendringer(g.Organisation, tree, used), b.db.GemOrganisation(ctx, b.kommune, tree, g.BeroertAfOrganisation(tree), m.Nu())
}
