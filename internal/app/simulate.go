package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"indeksbro/internal/seal"
	"indeksbro/internal/simulate"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/web"
	pages "indeksbro/internal/web/simulator"
)

type simulateCmd struct {
	Scenarie string `arg:"" optional:"" name:"SCENARIO" help:"One of those that --list names."`
	List     bool   `help:"List the scenarios."`
	Seeds    int    `placeholder:"N" help:"Play N random histories with faults, a seed each, and check that nothing is lost."`
	From     uint64 `default:"1" placeholder:"S" help:"The first seed."`
	Store    string `default:"sqlite" enum:"sqlite,postgres" help:"Of --seeds, the store: sqlite, or postgres on the server that --db names, where databases are made and removed."`
	JSON     bool   `name:"json" help:"Print JSON: of a scenario or of seeds one object, of the list one object a line."`
}

// Help shows examples.
func (simulateCmd) Help() string {
	return "Examples:\n  indeksbro simulate --list\n  indeksbro simulate 4-foer-5\n  indeksbro simulate --seeds 10000\n  indeksbro simulate --seeds 100 --store postgres --db postgres://…\n\nA seed drives the real export through a random history: lines out of order, decisions, imports, backups restored, processes killed between any two calls, a target that is down, slow, or forgets to answer, sagstyper that start over, agreements withdrawn, a verification that repairs beside the export. In the end the index must be the projection of the source. A seed that fails is shrunk and told step by step, and the same seed gives the same story. Exit code 1 when one fails.\n\nEverything happens in virtual time, with invented citizens, in a temporary directory that is removed. The data directory is neither read nor touched. Every run gives the same."
}

// Run plays one scenario, or lists them.
func (c *simulateCmd) Run(m *miljoe, ctx context.Context) error {
	switch {
	case c.Seeds < 0:
		return inputError("--seeds takes how many histories to play, such as 1000")
	case c.Seeds > 0 && (c.List || c.Scenarie != ""):
		return inputError("--seeds plays histories, not scenarios: leave the others out")
	case c.Seeds > 0:
		return c.historier(m, ctx)
	case c.List && c.Scenarie != "":
		return inputError("name a scenario or give --list, not both")
	case c.List:
		return c.list(m)
	case c.Scenarie == "":
		return inputError("name a scenario; `indeksbro simulate --list` has them; or give --seeds")
	}
	played, err := simuler(ctx, c.Scenarie)
	if errors.Is(err, simulate.ErrUkendt) {
		return inputError("%w; `indeksbro simulate --list` has them", err)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return m.printJSON(played)
	}
	m.printf("%s", forloebTekst(played))
	return nil
}

func (c *simulateCmd) list(m *miljoe) error {
	for _, k := range simulate.Alle() {
		if c.JSON {
			if err := m.printJSON(k); err != nil {
				return err
			}
			continue
		}
		m.printf("%-25s  %s\n", k.ID, k.Titel)
	}
	return nil
}

// simuler plays a scenario on a store of its own with keys of its own, both gone afterwards.
func simuler(ctx context.Context, id string) (*simulate.Forloeb, error) {
	directory, err := os.MkdirTemp("", "indeksbro-simulate-")
	if err != nil {
		return nil, fmt.Errorf("make simulator directory: %w", err)
	}
	defer func() { _ = os.RemoveAll(directory) }()
	master := make([]byte, seal.MasterSize)
	rand.Read(master) // never fails (crypto/rand)
	ring, err := seal.NewRing(master)
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, filepath.Join(directory, databaseFile), sqlite.Options{CacheMiB: 4, Readers: 1})
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	return simulate.Koer(ctx, id, db, ring)
}

// simulator plays scenarios for the pages. A scenario gives the same every time, so each is played once.
type simulator struct {
	mu     sync.Mutex
	played map[string]*simulate.Forloeb
}

// Alle lists the scenarios.
func (*simulator) Alle() []simulate.Kort { return simulate.Alle() }

// Forloeb gives a scenario as it was played. One is played at a time, and goes on although its reader leaves.
func (s *simulator) Forloeb(ctx context.Context, id string) (*simulate.Forloeb, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if played, found := s.played[id]; found {
		return played, nil
	}
	played, err := simuler(context.WithoutCancel(ctx), id)
	if err != nil {
		return nil, err
	}
	if s.played == nil {
		s.played = make(map[string]*simulate.Forloeb)
	}
	s.played[id] = played
	return played, nil
}

// simulatorSider are the simulator's pages.
func simulatorSider() web.Del { return pages.New(&simulator{}) }

// The widths of the table's columns, in characters.
const (
	navneBredde = 24
	sideBredde  = 46
)

// forloebTekst writes a scenario as a table a terminal can hold: what it is about, care record alone, with Indeksbro.
func forloebTekst(f *simulate.Forloeb) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s (%s)\n", f.Titel, strings.Join(f.Regler, ", "))
	for _, line := range wrap(f.Historie, navneBredde+2*sideBredde) {
		out.WriteString(line + "\n")
	}
	for _, day := range f.Dage {
		fmt.Fprintf(&out, "\nDay %d, %s\n", day.Nr, day.Dato)
		for _, h := range day.Haendelser {
			writeHaendelse(&out, h)
		}
		columns(&out, []string{""}, []string{"EOJ ALONE"}, []string{"WITH INDEKSBRO"})
		for _, row := range day.Raekker {
			columns(&out, wrap(row.Art+" »"+row.Navn+"«", navneBredde), visningTekst(row.Alene), visningTekst(row.Indeksbro))
		}
	}
	out.WriteString("\nVerdict, compared with what is right\n")
	columns(&out, []string{""}, []string{"EOJ ALONE"}, []string{"WITH INDEKSBRO"})
	columns(&out, nil, wrap(f.Dom.Alene.Dansk, sideBredde), wrap(f.Dom.Indeksbro.Dansk, sideBredde))
	return out.String()
}

var sideord = map[simulate.Side]string{simulate.Alene: "[EOJ alone] ", simulate.Indeksbro: "[with Indeksbro] "}

var svarord = map[simulate.Svarslags]string{
	simulate.Afvist: "refused by", simulate.Trodset: "overridden:", simulate.Venter: "put off:", simulate.Udfoert: "now done:",
}

func writeHaendelse(out *strings.Builder, h simulate.Haendelse) {
	indented(out, "  - ", sideord[h.Side]+h.Tekst)
	for _, a := range h.Indeksbro {
		text := svarord[a.Slags] + " "
		if a.Regel != "" {
			text += a.Regel + ": "
		}
		indented(out, "      Indeksbro: ", text+a.Tekst)
	}
}

// indented writes a text behind a mark, further lines below its beginning.
func indented(out *strings.Builder, mark, text string) {
	for _, line := range wrap(text, navneBredde+2*sideBredde-len(mark)) {
		out.WriteString(mark + line + "\n")
		mark = strings.Repeat(" ", len(mark))
	}
}

// visningTekst is what one side shows of an object: SAPA's line, the citizen's line, and what is wrong with them.
func visningTekst(v simulate.Visning) []string {
	var lines []string
	for _, fault := range v.Fejl {
		lines = append(lines, "!! "+fault.Dansk())
	}
	if v.Sapa == nil {
		return append(lines, wrap("ikke i indekset: "+v.Grund, sideBredde)...)
	}
	shown := []string{v.Sapa.Titel, v.Sapa.Type, v.Sapa.Status, v.Sapa.Enhed}
	lines = append(lines, wrap("SAPA: "+strings.Join(slices.Compact(shown), " · "), sideBredde)...) // a grant is called by its type
	if v.Sapa.Bemaerkning != "" {
		lines = append(lines, wrap(v.Sapa.Bemaerkning, sideBredde)...)
	}
	citizen := v.Borger
	if citizen == "" {
		citizen = "(intet)"
	}
	return append(lines, wrap("Borger: "+citizen, sideBredde)...)
}

// columns writes three cells beside each other.
func columns(out *strings.Builder, name, alone, with []string) {
	at := func(lines []string, i, width int) string {
		text := ""
		if i < len(lines) {
			text = lines[i]
		}
		return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
	}
	for i := range max(len(name), len(alone), len(with)) {
		line := "  " + at(name, i, navneBredde) + " | " + at(alone, i, sideBredde) + " | " + at(with, i, 0)
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// wrap breaks a text into lines of at most so many characters, between words.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
