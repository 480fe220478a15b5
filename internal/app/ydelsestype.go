package app

import (
	"context"
	"os"

	"indeksbro/internal/ydelsestype"
)

type ydelsestypeCmd struct {
	List ydelsestypeListCmd `cmd:"" help:"The types of a release."`
	Diff ydelsestypeDiffCmd `cmd:"" help:"What a release changed (R049)."`

	Import ydelsestypeImportCmd `cmd:"" help:"Read code lists (FHIR CodeSystem): their definitions and examples help suggestions."`
}

type ydelsestypeImportCmd struct {
	Files []string `arg:"" name:"FILE.json" help:"Code lists as published."`
}

// Help shows an example.
func (ydelsestypeImportCmd) Help() string {
	return "Example: indeksbro ydelsestype import CodeSystem-FSIII.json CodeSystem-FFB.json\n\nEach list is taken whole or not at all, and replaces what was known of its system."
}

// Run keeps each list and says what it has beside the catalogue.
func (c *ydelsestypeImportCmd) Run(m *miljoe, ctx context.Context) error {
	lists := make([]*ydelsestype.Kodeliste, 0, len(c.Files))
	for _, name := range c.Files {
		list, err := readKodeliste(name)
		if err != nil {
			return err
		}
		lists = append(lists, list)
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	for _, list := range lists {
		if err := b.db.GemDefinitioner(ctx, b.kommune, list); err != nil {
			return err
		}
		known, ended := list.Mod(ydelsestype.Nyeste())
		m.printf("%s %s: %d codes, %d of them types of the catalogue %s; %d types of the catalogue are not in it\n",
			list.System, list.Version, len(list.Definitioner), known, ydelsestype.Nyeste().Release(), len(ended))
		for _, t := range ended {
			m.printf("  ended: %s %s\n", t.Noegle, t.Navn)
		}
	}
	return nil
}

func readKodeliste(name string) (*ydelsestype.Kodeliste, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, inputError("open code list: %w", err)
	}
	defer func() { _ = file.Close() }()
	list, err := ydelsestype.ParseKodeliste(file)
	if err != nil {
		return nil, inputError("%s: %w", name, err)
	}
	return list, nil
}

type ydelsestypeListCmd struct {
	Release string `placeholder:"YYYY-MM" help:"Default: the newest."`
	JSON    bool   `name:"json" help:"Print one JSON object a line."`
}

// Help shows an example.
func (ydelsestypeListCmd) Help() string { return "Example: indeksbro ydelsestype list" }

// Run prints key, list, law, kind and name of every type.
func (c *ydelsestypeListCmd) Run(m *miljoe) error {
	catalogue, err := release(c.Release)
	if err != nil {
		return err
	}
	for _, t := range catalogue.Typer() {
		if c.JSON {
			if err := m.printJSON(t); err != nil {
				return err
			}
			continue
		}
		m.printf("%s\t%s\t%s %s\t%s\t%s\n", t.Noegle, t.Liste, t.Lov, t.Paragraf, t.Art, t.Navn)
	}
	return nil
}

func release(name string) (*ydelsestype.Katalog, error) {
	if name == "" {
		return ydelsestype.Nyeste(), nil
	}
	catalogue, err := ydelsestype.Indlejret(ydelsestype.Release(name))
	if err != nil {
		return nil, inputError("%w; there is %v", err, ydelsestype.Releases())
	}
	return catalogue, nil
}

type ydelsestypeDiffCmd struct {
	From string `arg:"" name:"FROM" help:"Release, such as 2024-03."`
	To   string `arg:"" optional:"" name:"TO" help:"Release; default the newest."`
	JSON bool   `name:"json" help:"Print the difference as JSON."`
}

// Help shows an example.
func (ydelsestypeDiffCmd) Help() string { return "Example: indeksbro ydelsestype diff 2024-03 2024-04" }

// Run prints new, changed and ended types.
func (c *ydelsestypeDiffCmd) Run(m *miljoe) error {
	before, err := release(c.From)
	if err != nil {
		return err
	}
	after, err := release(c.To)
	if err != nil {
		return err
	}
	d := ydelsestype.Diff(before, after)
	if c.JSON {
		return m.printJSON(d)
	}
	for _, t := range d.Nye {
		m.printf("+ %s  %s %s  %s (%s)\n", t.Noegle, t.Lov, t.Paragraf, t.Navn, t.Art)
	}
	for _, ch := range d.Aendret {
		m.printf("~ %s  %s %s %s (%s) → %s %s %s (%s)\n", ch.Efter.Noegle, ch.Foer.Lov, ch.Foer.Paragraf, ch.Foer.Navn, ch.Foer.Art, ch.Efter.Lov, ch.Efter.Paragraf, ch.Efter.Navn, ch.Efter.Art)
	}
	for _, t := range d.Ophoert {
		m.printf("- %s  %s %s  %s\n", t.Noegle, t.Lov, t.Paragraf, t.Navn)
	}
	m.printf("%d new, %d changed, %d ended\n", len(d.Nye), len(d.Aendret), len(d.Ophoert))
	return nil
}
