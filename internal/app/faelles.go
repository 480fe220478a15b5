package app

import (
	"context"
	"fmt"
	"io"
	"os"

	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
)

type faellesCmd struct {
	Import faellesImportCmd `cmd:"" help:"Take what other municipalities have chosen, to suggest by."`
}

type faellesImportCmd struct {
	File string `arg:"" placeholder:"FILE.csv" help:"kommune (CVR number), kind (sagstype or ydelse), navn, lov, paragraf, kode. - is standard input."`
}

// Help shows an example.
func (faellesImportCmd) Help() string {
	return "Example: indeksbro faelles import valg.csv\n\nA municipality in the file replaces what was known of it. Suggestions tell how many chose a thing, of how many that have such a name (R125). Nothing is taken from a file with a fault; all faults are listed."
}

// Run reads the file and keeps it.
func (c *faellesImportCmd) Run(m *miljoe, ctx context.Context) error {
	in := m.Stdin
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return inputError("%w", err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	choices, err := laesFaelles(m, in)
	if err != nil {
		return err
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	if err := b.db.GemFaelles(ctx, b.kommune, choices); err != nil {
		return err
	}
	from := map[oio.CVR]bool{}
	for _, v := range choices {
		from[v.Kommune] = true
	}
	m.printf("%d choices of %d municipalities\n", len(choices), len(from))
	return nil
}

func laesFaelles(m *miljoe, in io.Reader) ([]suggest.KommuneValg, error) {
	choices, faults, err := suggest.LaesFaelles(in)
	if err != nil {
		return nil, err
	}
	for _, fault := range faults {
		_, _ = fmt.Fprintln(m.Stderr, fault)
	}
	if len(faults) > 0 {
		return nil, inputError("%d faults; nothing is taken", len(faults))
	}
	return choices, nil
}

// andresValg are others' choices of a kind; a directory with nothing in it has none.
func andresValg(m *miljoe, ctx context.Context, slags string) ([]suggest.FaellesValg, error) {
	if !m.database().findes() {
		return nil, nil
	}
	b, err := m.open(ctx)
	if err != nil {
		return nil, err
	}
	choices, err := b.db.Faelles(ctx, b.kommune)
	return suggest.SamlFaelles(choices, slags, b.kommune), err
}
