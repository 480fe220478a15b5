package app

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
	"indeksbro/internal/ydelsestype"
)

type suggestCmd struct {
	Kind     string `enum:"kle,ydelsestype," default:"" help:"kle or ydelsestype."`
	In       string `placeholder:"FILE" help:"CSV with id,navn,lov,paragraf,sagstype,kle; all but id and navn may be empty. - is standard input."`
	Out      string `placeholder:"FILE" default:"-" help:"CSV with id,rank,kode,titel,score,begrundelse. - is standard output."`
	N        int    `short:"n" default:"5" help:"How many suggestions a row."`
	Evaluate string `placeholder:"GOLD.csv" help:"Measure instead: leave-one-out accuracy over gold pairs, with plain BM25 beside."`
	JSON     bool   `name:"json" help:"Print the measurement as one JSON object a line."`
}

// Help shows examples.
func (suggestCmd) Help() string {
	return "Examples:\n  indeksbro suggest --kind ydelsestype --in ydelser.csv --out forslag.csv\n  indeksbro suggest --evaluate gold.csv\n\nThe whole catalogue is ranked; a type that may not be chosen (R021) says so in begrundelse."
}

// Run ranks the rows of a file, or measures.
func (c *suggestCmd) Run(m *miljoe, ctx context.Context) error {
	if c.Evaluate != "" {
		return c.evaluate(m, ctx)
	}
	if c.Kind == "" || c.In == "" {
		return inputError("want --kind kle or ydelsestype, and --in FILE; or --evaluate GOLD.csv")
	}
	if c.N < 1 || c.N > 100 {
		return inputError("-n: want 1 to 100")
	}
	tasks, err := c.read(m)
	if err != nil {
		return err
	}
	motor, err := c.motor(m, ctx)
	if err != nil {
		return err
	}
	return c.write(m, motor, tasks)
}

// motor is the ranker of the kind. Types need no data; KLE is the one imported.
func (c *suggestCmd) motor(m *miljoe, ctx context.Context) (*suggest.Motor, error) {
	if c.Kind == "ydelsestype" {
		definitions, err := importedDefinitions(m, ctx)
		if err != nil {
			return nil, err
		}
		others, err := andresValg(m, ctx, "ydelse")
		return suggest.NyYdelsestype(ydelsestype.Nyeste(), definitions, false, others), err
	}
	plan, err := importedKLE(m, ctx)
	if err != nil {
		return nil, err
	}
	others, err := andresValg(m, ctx, "sagstype")
	return suggest.NyKLE(plan, oio.DatoOf(m.Nu()), others), err
}

// importedDefinitions are those of the data directory; a directory with nothing in it has none.
func importedDefinitions(m *miljoe, ctx context.Context) ([]ydelsestype.Definition, error) {
	if !m.database().findes() {
		return nil, nil
	}
	b, err := m.open(ctx)
	if err != nil {
		return nil, err
	}
	return b.db.Definitioner(ctx, b.kommune)
}

func importedKLE(m *miljoe, ctx context.Context) (*kle.Plan, error) {
	b, err := m.open(ctx)
	if err != nil {
		return nil, err
	}
	plan, err := b.db.Plan(ctx, b.kommune, false)
	if err == nil && len(plan.Klasser) == 0 {
		err = inputError("no KLE is imported yet; run `indeksbro kle import FILE` first")
	}
	return plan, err
}

// maxOpgaver bounds a file: far more than a municipality has.
const maxOpgaver = 200_000

func (c *suggestCmd) read(m *miljoe) ([]suggest.Opgave, error) {
	rows, err := readTable(m, c.In, "id", "navn")
	if err != nil {
		return nil, err
	}
	tasks := make([]suggest.Opgave, 0, len(rows))
	for i, row := range rows {
		if row["navn"] == "" {
			return nil, inputError("%s: row %d has no navn", c.In, i+2)
		}
		tasks = append(tasks, suggest.Opgave{ID: row["id"], Navn: row["navn"], Lov: row["lov"], Paragraf: row["paragraf"], Sagstype: row["sagstype"], KLE: row["kle"]})
	}
	return tasks, nil
}

// readTable reads a CSV file with a header as maps, and refuses one that lacks a column.
func readTable(m *miljoe, name string, columns ...string) ([]map[string]string, error) {
	in := m.Stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, inputError("open %s: %w", name, err)
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	reader := csv.NewReader(in)
	header, err := reader.Read()
	if err != nil {
		return nil, inputError("%s: want CSV with a header: %w", name, err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	at := make(map[string]bool)
	for _, h := range header {
		at[h] = true
	}
	for _, want := range columns {
		if !at[want] {
			return nil, inputError("%s: the column %s is missing", name, want)
		}
	}
	var rows []map[string]string
	for {
		record, err := reader.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, inputError("%s: %w", name, err)
		}
		if len(rows) == maxOpgaver {
			return nil, inputError("%s: more than %d rows", name, maxOpgaver)
		}
		row := make(map[string]string, len(header))
		for i, h := range header {
			row[h] = strings.TrimSpace(record[i])
		}
		rows = append(rows, row)
	}
}

func (c *suggestCmd) write(m *miljoe, motor *suggest.Motor, tasks []suggest.Opgave) error {
	var text strings.Builder
	out := csv.NewWriter(&text)
	_ = out.Write([]string{"id", "rank", "kode", "titel", "score", "begrundelse"}) // a strings.Builder does not fail
	for _, o := range tasks {
		for i, f := range motor.Foreslaa(o, c.N) {
			why := strings.Join(f.Begrundelse, "; ")
			if !f.KanVaelges {
				why += "; kan ikke vælges: " + f.Spaerret
			}
			_ = out.Write([]string{o.ID, strconv.Itoa(i + 1), f.Kode, f.Titel, strconv.FormatFloat(f.Score, 'f', 3, 64), why})
		}
	}
	out.Flush()
	if c.Out == "-" {
		m.printf("%s", text.String())
		return nil
	}
	if err := os.WriteFile(c.Out, []byte(text.String()), 0o600); err != nil {
		return fmt.Errorf("write suggestions: %w", err)
	}
	return nil
}
