package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/sheet"
)

type mappingImportCmd struct {
	File string `arg:"" name:"FILE" help:"The sheet: .xlsx or .csv."`
	Af   string `placeholder:"WHO" help:"Who reads it in; default the user of this machine."`
	JSON bool   `name:"json" help:"Print the result, or every fault, as JSON."`
}

// Help shows an example.
func (mappingImportCmd) Help() string {
	return "Example: indeksbro mapping import forberedelsesark.xlsx --af \"Karen Holm\"\n\nNothing is taken from a file with a fault; every fault is listed on stderr by sheet and cell."
}

// Run takes the sheet, or lists what is wrong with it.
func (c *mappingImportCmd) Run(m *miljoe, ctx context.Context) error {
	file, err := os.Open(c.File)
	if err != nil {
		return inputError("open sheet: %w", err)
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return inputError("%s is a directory, want a file", c.File)
	}
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	sum, err := b.indlaesArk(ctx, file, filepath.Base(c.File), af(c.Af), m.Nu())
	var faults *sheet.Fejlliste
	if errors.As(err, &faults) {
		return c.refuse(m, faults)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(sum)
	}
	m.printf("read: %d sagstyper (%d new), %d ydelser (%d new), %d enheder (%d new)\n", sum.Sagstyper.Laest, sum.Sagstyper.Nye, sum.Ydelser.Laest, sum.Ydelser.Nye, sum.Enheder.Laest, sum.Enheder.Nye)
	m.printf("decisions: %d taken, %d unchanged\n", sum.Beslutninger, sum.Uaendrede)
	if sum.Afviger > 0 {
		m.printf("%d rows say otherwise of a thing than its source does; the source's word is kept\n", sum.Afviger)
	}
	for _, column := range sum.Overset {
		m.printf("not read: %s\n", column)
	}
	return nil
}

func (c *mappingImportCmd) refuse(m *miljoe, faults *sheet.Fejlliste) error {
	for _, f := range faults.Fejl {
		_, _ = fmt.Fprintln(m.Stderr, oio.MaskCPR(strings.ReplaceAll(f.Error(), "\n", " ")))
	}
	if c.JSON {
		if err := m.printJSON(map[string]any{"fejl": faults.Fejl, "flere": faults.Flere}); err != nil {
			return err
		}
	}
	return inputError("%s: %d faults; nothing was taken", c.File, len(faults.Fejl)+faults.Flere)
}

type mappingExportCmd struct {
	File string `arg:"" name:"FILE" help:"Where to write; .xlsx or .csv."`
}

// Help shows an example.
func (mappingExportCmd) Help() string {
	return "Example: indeksbro mapping export forberedelsesark.xlsx"
}

// Run writes the sheet beside its place first, so that a file is whole or not there.
func (c *mappingExportCmd) Run(m *miljoe, ctx context.Context) error {
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.File)), ".")
	if format != formatXLSX && format != formatCSV {
		return inputError("%s: want a name that ends in .xlsx or .csv", c.File)
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := b.skrivArk(ctx, &content, format, m.Nu()); err != nil {
		return err
	}
	part := c.File + ".part"
	if err := os.WriteFile(part, content.Bytes(), 0o600); err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	if err := os.Rename(part, c.File); err != nil {
		_ = os.Remove(part)
		return fmt.Errorf("write sheet: %w", err)
	}
	return nil
}

// The formats of the sheet.
const (
	formatXLSX = "xlsx"
	formatCSV  = "csv"
)

// ArkSum is what came of a sheet: rows read, things not known before, decisions taken and repeated, rows whose source keeps
// its own word, and columns that were not understood.
type ArkSum struct {
	Sagstyper    sheet.Tal `json:"sagstyper"`
	Ydelser      sheet.Tal `json:"ydelser"`
	Enheder      sheet.Tal `json:"enheder"`
	Beslutninger int       `json:"beslutninger"`
	Uaendrede    int       `json:"uaendrede"`
	Afviger      int       `json:"afviger"`
	Overset      []string  `json:"overset,omitempty"`
}

// indlaesArk takes a sheet whole or not at all; command line and upload both come here. Everything wrong with it, to a guard
// that refuses a decision, is a *sheet.Fejlliste. Things come before decisions: a crash between leaves things undecided, which
// the same sheet mends when it is read in again.
func (b *bro) indlaesArk(ctx context.Context, r io.Reader, filnavn, af string, when time.Time) (ArkSum, error) {
	a, err := sheet.Laes(r, filnavn)
	faults := &sheet.Fejlliste{}
	if err != nil && (a == nil || !errors.As(err, &faults)) {
		return ArkSum{}, err
	}
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return ArkSum{}, err
	}
	plan, err := b.db.Plan(ctx, b.kommune, false)
	if err != nil {
		return ArkSum{}, err
	}
	known, err := b.db.Beslutninger(ctx, b.kommune)
	if err != nil {
		return ArkSum{}, err
	}
	today := oio.DatoOf(when)
	meant, more := sheet.Oversaet(a, g, plan, oio.MaskCPR(af), today)
	for _, f := range more.Fejl {
		faults.Add(f)
	}
	snapshot := &rules.Snapshot{Grundlag: efterArk(g, known, meant), KLE: plan, Idag: today,
		Sager: func(sagstype string) (map[string]int, error) { return b.db.SagerPrEnhed(ctx, b.kommune, sagstype) }}
	if err := proevArk(meant, snapshot, known, faults); err != nil {
		return ArkSum{}, err
	}
	if err := faults.Err(); err != nil {
		return ArkSum{}, err
	}
	if err := b.tagArk(ctx, meant, when); err != nil {
		return ArkSum{}, err
	}
	return ArkSum{Sagstyper: meant.Sagstyper, Ydelser: meant.Ydelser, Enheder: meant.Enheder, Beslutninger: len(meant.Afgoerelser),
		Uaendrede: meant.Uaendrede, Afviger: meant.Afviger, Overset: a.Overset}, nil
}

// efterArk is how things would stand once the whole sheet is taken: what guards judge by, so that a sheet may map and mark at
// once (R006, R007).
func efterArk(g *projection.Grundlag, known []mapping.Beslutning, meant *sheet.Oversat) *projection.Grundlag {
	after := g.Copy()
	for _, p := range meant.Poster {
		switch p := p.(type) {
		case *eoj.Sagstype:
			after.Sagstyper[p.ID] = p
		case *eoj.Ydelse:
			after.Ydelser[p.ID] = p
		case *eoj.Enhed:
			after.Enheder[p.ID] = p
		}
	}
	after.Mapping = mapping.NewState(append(known[:len(known):len(known)], beslutninger(meant, "")...))
	return after
}

// beslutninger are the decisions of a sheet in order, without the one about an enhed.
func beslutninger(meant *sheet.Oversat, uden string) []mapping.Beslutning {
	out := make([]mapping.Beslutning, 0, len(meant.Afgoerelser))
	for _, d := range meant.Afgoerelser {
		if d.Art != mapping.Enhed || d.ID != uden {
			out = append(out, d.Beslutning)
		}
	}
	return out
}

// proevArk holds every new choice against the guards. What a person may override depends on all the rest of the sheet, so it
// is said only when nothing else is wrong.
func proevArk(meant *sheet.Oversat, s *rules.Snapshot, known []mapping.Beslutning, faults *sheet.Fejlliste) error {
	holders := make(map[oio.UUID]int)
	s.Grundlag.Mapping.Alle(mapping.Enhed, func(d mapping.Beslutning) { holders[d.Valg.Kombit]++ })
	var waiting []sheet.Fejl
	for _, d := range meant.Afgoerelser {
		if !d.NytValg {
			continue
		}
		at := s
		if d.Art == mapping.Enhed && holders[d.Valg.Kombit] > 1 {
			at = udenEnhed(s, known, meant, d.ID)
		}
		var brud *rules.Brud
		err := rules.Proev(d.Beslutning, at)
		switch {
		case err == nil:
		case !errors.As(err, &brud):
			return err
		case brud.KanTrodses:
			waiting = append(waiting, arkFejl(d, brud, "; eller skriv hvorfor i kolonnen »Trods regel, fordi«", "; or say why in the column \"Trods regel, fordi\""))
		default:
			faults.Add(arkFejl(d, brud, "", ""))
		}
	}
	if faults.Err() == nil {
		for _, f := range waiting {
			faults.Add(f)
		}
	}
	return nil
}

// udenEnhed is the same state but for one unit's own decision, so that R073 sees who else has its KOMBIT id.
func udenEnhed(s *rules.Snapshot, known []mapping.Beslutning, meant *sheet.Oversat, id string) *rules.Snapshot {
	other := *s
	other.Grundlag = s.Grundlag.Copy()
	history := append(known[:len(known):len(known)], beslutninger(meant, id)...)
	other.Grundlag.Mapping = mapping.NewState(append(history, mapping.Beslutning{Art: mapping.Enhed, ID: id}))
	return &other
}

func arkFejl(d sheet.Afgoerelse, brud *rules.Brud, eller, or string) sheet.Fejl {
	return sheet.Fejl{Ark: d.Ark, Celle: d.Celle, Dansk: oio.MaskCPR(brud.Dansk + " (" + brud.Regel + ")" + eller), English: oio.MaskCPR(brud.Error() + or)}
}

// tagArk keeps what the sheet brought: new things through the feed's own door, then all decisions in one transaction.
func (b *bro) tagArk(ctx context.Context, meant *sheet.Oversat, when time.Time) error {
	if len(meant.Poster) > 0 {
		var lines bytes.Buffer
		for _, p := range meant.Poster {
			line, err := eoj.Stamlinje(p)
			if err != nil {
				return err
			}
			lines.Write(append(line, '\n'))
		}
		loader := &mirror.Loader{Store: b.db, Kommune: b.kommune, Noegler: b.noegler, Nu: func() time.Time { return when }}
		if _, err := loader.LoadStrict(ctx, &lines); err != nil {
			return fmt.Errorf("take sheet: %w", err)
		}
	}
	if len(meant.Afgoerelser) == 0 {
		return nil
	}
	taken := beslutninger(meant, "")
	for i := range taken {
		taken[i].Tid = when
		taken[i].Af, taken[i].Grund, taken[i].Trods = oio.MaskCPR(taken[i].Af), oio.MaskCPR(taken[i].Grund), oio.MaskCPR(taken[i].Trods)
	}
	return b.db.Beslut(ctx, b.kommune, taken)
}

// skrivArk writes the sheet as it stands, as xlsx or csv.
func (b *bro) skrivArk(ctx context.Context, w io.Writer, format string, when time.Time) error {
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return err
	}
	plan, err := b.db.Plan(ctx, b.kommune, false)
	if err != nil {
		return err
	}
	help := sheet.NewHjaelp(g.Katalog, plan, g.Policy.EgenFSIII, oio.DatoOf(when))
	a := sheet.Fra(g, help)
	if format == formatCSV {
		return sheet.SkrivCSV(w, a)
	}
	return sheet.Skriv(w, a, help)
}
