package app

import (
	"context"
	"encoding/json"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
)

type visningCmd struct {
	Status  visningStatusCmd  `cmd:"" help:"What is opened for whom, and which areas citizens see."`
	Aabn    visningAabnCmd    `cmd:"" help:"Open a source system for a reader (R111)."`
	Luk     visningLukCmd     `cmd:"" help:"Close it again."`
	Omraade visningOmraadeCmd `cmd:"" help:"Show citizens an area of KLE, or do not."`
}

type visningStatusCmd struct {
	JSON bool `help:"Print JSON."`
}

// Help shows an example.
func (visningStatusCmd) Help() string { return "Example: indeksbro visning status --json" }

type aabningJSON struct {
	Laeser  visning.Laeser `json:"laeser"`
	System  oio.UUID       `json:"system"`
	Bestilt oio.Dato       `json:"bestilt,omitzero"`
	Aabnet  oio.Dato       `json:"aabnet,omitzero"`
	Af      string         `json:"af,omitempty"`
}

type omraadeJSON struct {
	Nummer string `json:"nummer"`
	visning.Indstilling
}

// Run prints what holds.
func (c *visningStatusCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	history, err := b.db.Fakta(ctx, b.kommune)
	if err != nil {
		return err
	}
	v := visning.Af(history)
	var said struct {
		Aabninger []aabningJSON `json:"aabninger"`
		Omraader  []omraadeJSON `json:"omraader"`
	}
	for _, a := range visning.Aabninger(v.Stand, []oio.UUID{eojSystem(ctx, m, b.kommune).UUID}) {
		said.Aabninger = append(said.Aabninger, aabningJSON{a.Laeser, a.System, a.Bestilt.Dato, a.Aabnet.Dato, a.Aabnet.Af})
	}
	for _, number := range v.Egne() {
		i, _ := v.Omraade(number)
		said.Omraader = append(said.Omraader, omraadeJSON{number, i})
	}
	if c.JSON {
		return m.printJSON(said)
	}
	for _, a := range said.Aabninger {
		word := "closed"
		if a.Aabnet != 0 {
			word = "open since " + a.Aabnet.String()
		} else if a.Bestilt != 0 {
			word = "ordered " + a.Bestilt.String()
		}
		m.printf("%-10s %s  %s\n", a.Laeser, a.System, word)
	}
	for _, o := range said.Omraader {
		text, err := json.Marshal(o.Indstilling)
		if err != nil {
			return err
		}
		m.printf("KLE %-8s %s\n", o.Nummer, text)
	}
	return nil
}

// laesersystem is a reader and a source system on the command line.
type laesersystem struct {
	Laeser string `arg:"" enum:"sapa,borgerblik" name:"READER" help:"sapa or borgerblik."`
	System string `arg:"" optional:"" name:"UUID" help:"The source system; default: the municipality's care record."`
	Af     string `placeholder:"WHO" help:"Who decided it; default the user of this machine."`
}

func (l *laesersystem) kode(ctx context.Context, m *miljoe, b *bro) (string, error) {
	system := eojSystem(ctx, m, b.kommune).UUID
	if l.System != "" {
		var err error
		if system, err = oio.ParseUUID(l.System); err != nil {
			return "", inputError("source system: %w", err)
		}
	}
	return visning.Aabning(visning.Laeser(l.Laeser), system), nil
}

type visningAabnCmd struct {
	laesersystem
	Trods string `placeholder:"TEXT" help:"Open although step A is not signed off (R117), and why."`
}

// Help shows examples.
func (visningAabnCmd) Help() string {
	return "While step A is not signed off, nothing is opened but with a reason (R117).\n\nExamples:\n  indeksbro visning aabn sapa\n  indeksbro visning aabn borgerblik --af \"Bo Lund\""
}

// Run orders and opens.
func (c *visningAabnCmd) Run(m *miljoe, ctx context.Context) error {
	return noterVisning(ctx, m, func(b *bro) ([]program.Faktum, error) {
		code, err := c.kode(ctx, m, b)
		today := oio.DatoOf(m.Nu())
		opening := program.Faktum{Emne: program.Aabnet, Kode: code, Dato: today, Af: af(c.Af), Tekst: c.Trods}
		return []program.Faktum{{Emne: program.AabningBestilt, Kode: code, Dato: today, Af: af(c.Af)}, opening}, err
	})
}

type visningLukCmd struct{ laesersystem }

// Help shows an example.
func (visningLukCmd) Help() string { return "Example: indeksbro visning luk borgerblik" }

// Run closes.
func (c *visningLukCmd) Run(m *miljoe, ctx context.Context) error {
	return noterVisning(ctx, m, func(b *bro) ([]program.Faktum, error) {
		code, err := c.kode(ctx, m, b)
		return []program.Faktum{{Emne: program.Aabnet, Kode: code, Af: af(c.Af)}, {Emne: program.AabningBestilt, Kode: code, Af: af(c.Af)}}, err
	})
}

type visningOmraadeCmd struct {
	Nummer     string `arg:"" name:"KLE" help:"A number of two, four or six digits; the most exact one decides."`
	Vis        string `enum:"ja,nej,arv" default:"ja" placeholder:"ja|nej|arv" help:"ja: shown; nej: not shown; arv: what holds above it."`
	Fradato    string `placeholder:"YYYY-MM-DD" help:"Only cases made since."`
	Aktive     bool   `help:"Open cases and their services whatever the date."`
	Sagstitel  bool   `help:"The source's case title instead of the topic."`
	Dokumenter bool   `help:"Titles of documents."`
	Notater    bool   `help:"Journal notes."`
	Af         string `placeholder:"WHO" help:"Who decided it; default the user of this machine."`
}

// Help shows examples.
func (visningOmraadeCmd) Help() string {
	return "Examples:\n  indeksbro visning omraade 27.35\n  indeksbro visning omraade 29 --fradato 2023-01-01 --aktive\n  indeksbro visning omraade 27.69 --vis nej"
}

// Run keeps the setting.
func (c *visningOmraadeCmd) Run(m *miljoe, ctx context.Context) error {
	i := &visning.Indstilling{Aktiv: c.Vis == visning.Ja, AktiveAltid: c.Aktive, Sagstitel: c.Sagstitel, Dokumenter: c.Dokumenter, Journalnoter: c.Notater}
	if c.Fradato != "" {
		var err error
		if i.Fradato, err = oio.ParseDato(c.Fradato); err != nil {
			return inputError("--fradato: %w", err)
		}
	}
	if c.Vis == "arv" {
		i = nil
	}
	return noterVisning(ctx, m, func(*bro) ([]program.Faktum, error) {
		f := visning.OmraadeFaktum(c.Nummer, i)
		f.Af = af(c.Af)
		return []program.Faktum{f}, nil
	})
}

// noterVisning keeps decisions about the readers; what a rule refuses is wrong input.
func noterVisning(ctx context.Context, m *miljoe, decide func(*bro) ([]program.Faktum, error)) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	facts, err := decide(b)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).Noter(ctx, facts...); err != nil {
		return ruleError(err)
	}
	m.printf("noted\n")
	return nil
}
