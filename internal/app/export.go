package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sort"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/store"
	"indeksbro/internal/styring"
)

type exportCmd struct {
	Run        exportRunCmd        `cmd:"" default:"withargs" help:"Keep the indexes in line; with --once until nothing is left to send."`
	Status     exportStatusCmd     `cmd:"" help:"Every source object in exactly one state, and why."`
	Pause      exportPauseCmd      `cmd:"" help:"Send nothing for the time being."`
	Resume     exportResumeCmd     `cmd:"" help:"Go on after a pause."`
	Retry      exportRetryCmd      `cmd:"" help:"Try at once what was refused or never answered (R103)."`
	Held       exportHeldCmd       `cmd:"" help:"What is held back, and releasing it (R028)."`
	Test       exportTestCmd       `cmd:"" help:"Send a few sagstyper first, and hold the result against what was expected (R099)."`
	Fact       exportFactCmd       `cmd:"" help:"Enter what has been done before the activation (R065, R092, R093)."`
	Ready      exportReadyCmd      `cmd:"" help:"The flight list: what must be in order before the activation."`
	StartOver  exportForfraCmd     `cmd:"" name:"start-over" help:"Remove everything of sagstyper and send it again, step by step (R094)."`
	Activate   exportActivateCmd   `cmd:"" help:"Switch Eksporter sager on (R090)."`
	Deactivate exportDeactivateCmd `cmd:"" help:"Switch Eksporter sager off; what was sent stays."`
}

type exportRunCmd struct {
	Once            bool   `help:"End when nothing is left to send."`
	GodkendSletning int64  `placeholder:"N" help:"Approve the waiting deletion with this number (R100); needs --af."`
	Af              string `placeholder:"WHO" help:"The person who approves."`
	Parkerede       bool   `help:"Send what the index refused once more (R103)."`
	JSON            bool   `name:"json" help:"Print the result as JSON."`
}

// Help shows examples.
func (exportRunCmd) Help() string {
	return "Examples:\n  indeksbro export run --once\n  indeksbro export --godkend-sletning 3 --af \"Karen Holm\"\n\nExit code 1 when something waits for a person: a deletion to approve, objects the index refused,\nor objects that no calls may be made for now (paused, quiet hours); 3 when an index failed or is left alone, since it is down or busy."
}

// Run works until nothing is left, or until it is stopped.
func (c *exportRunCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if c.GodkendSletning != 0 {
		if err := b.styring(m, nil).GodkendSletning(ctx, c.GodkendSletning, c.Af); err != nil {
			return inputError("%w", err)
		}
		c.Once = true
	}
	stand, err := b.db.Stand(ctx, b.kommune)
	if err != nil {
		return err
	}
	if !stand.Aktiv {
		return waits("R090: Eksporter sager is not active, so nothing is sent; run `indeksbro export activate`")
	}
	progress := newProgress(m.Stderr, m.Nu, "records", 0, nil)
	x := b.exporter(m)
	x.Fremgang = func(f export.Fremgang) { progress.at(f.Vurderet) }
	if c.Parkerede {
		if _, err := b.db.Genproev(ctx, b.kommune, true); err != nil {
			return err
		}
	}
	sum, err := tilEnde(ctx, x, igen(m.standset("export")))
	progress.end()
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := c.tell(m, sum); err != nil {
		return err
	}
	if !c.Once {
		x.Samling = b.samling
		tell := m.standset("export")
		return keepRunning(ctx, m, x, nil, func(_ context.Context, _ export.Fremgang, err error, pause time.Duration) {
			if err != nil {
				tell(err, pause)
			}
		})
	}
	if err := b.ladt(ctx, m, x); err != nil {
		return err
	}
	return b.waiting(ctx)
}

// standset tells on stderr that work stopped and when it goes on.
func (m *miljoe) standset(what string) func(error, time.Duration) {
	return func(err error, pause time.Duration) {
		_, _ = fmt.Fprintf(m.Stderr, "%s stopped, next try in %s: %s\n", what, pause, oio.MaskCPR(strings.ReplaceAll(err.Error(), "\n", " ")))
	}
}

func (c *exportRunCmd) tell(m *miljoe, sum export.Fremgang) error {
	if c.JSON {
		return m.printJSON(sum)
	}
	m.printf("%d records looked at, %d sent, %d removed, %d refused, %d removals waiting for a person\n", sum.Vurderet, sum.Sendt, sum.Fjernet, sum.Afvist, sum.Venter)
	return nil
}

// waiting ends a command with code 1 when a person must look.
func (b *bro) waiting(ctx context.Context) error {
	s, err := export.ReadStatus(ctx, b.db, b.kommune)
	if err != nil {
		return err
	}
	for _, d := range s.Sletninger {
		return waits("R100: deletion %d (%d objects, %d citizens) waits for a person: indeksbro export --godkend-sletning %d --af WHO", d.Nr, d.Objekter, d.Borgere, d.Nr)
	}
	if refused := s.I(oio.ArtSag, projection.Parkeret) + s.I(oio.ArtBevilling, projection.Parkeret); refused > 0 {
		return waits("R103: %d objects were refused by the index; see `indeksbro export status`", refused)
	}
	return nil
}

// tick is how often an exporter looks for changes that another process made; changes of its own process wake it at once.
const tick = time.Second

// tilsyn hears how each round of an exporter ended, and how long it is until the next.
type tilsyn func(ctx context.Context, done export.Fremgang, err error, pause time.Duration)

// keepRunning runs the exporter until the context ends. A failure outside is told and tried again, slower each time.
func keepRunning(ctx context.Context, m *miljoe, x *export.Exporter, wake <-chan struct{}, tell tilsyn) error {
	pause := tick
	for {
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-wake:
			timer.Stop()
		case <-timer.C:
		}
		inside, _, end := m.begynd(ctx, "export round")
		done, err := levende(inside, x, x.Tjen)
		if done != (export.Fremgang{}) || err != nil { // thousands of rounds find nothing to do
			end(err, slog.Int("looked_at", done.Vurderet), slog.Int("sent", done.Sendt), slog.Int("removed", done.Fjernet), slog.Int("refused", done.Afvist))
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			pause = min(2*pause, time.Minute)
		default:
			pause = tick
		}
		tell(inside, done, err, pause)
	}
}

type exportActivateCmd struct {
	Af    string `placeholder:"WHO" help:"Who activates; default the user of this machine."`
	Trods string `placeholder:"TEXT" help:"Activate although the flight list is not green, and why; it stays visible."`
}

// Help shows an example.
func (exportActivateCmd) Help() string {
	return "Example: indeksbro export activate --af \"Karen Holm\"\n\nExit code 1 while a line of the flight list is red (`indeksbro export ready`, R090–R093), unless --trods says why all the same."
}

// Run switches the export on.
func (c *exportActivateCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.styring(m, nil).Aktiver(ctx, af(c.Af), c.Trods)
	var brud *rules.Brud
	if errors.As(err, &brud) {
		return waits("%w; see `indeksbro export ready`, or say why all the same with --trods", brud)
	}
	if err != nil {
		return err
	}
	for _, p := range a.Liste.Mangler(rules.Gul) {
		_, _ = fmt.Fprintf(m.Stderr, "%s: %s\n", p.Regel, p.English)
	}
	m.printf("Eksporter sager is active for %s: %d sager and %d bevillinger will be sent\n", b.kommune, a.Sager, a.Bevillinger)
	return nil
}

type exportDeactivateCmd struct {
	Af string `placeholder:"WHO" help:"Who deactivates; default the user of this machine."`
}

// Help shows an example.
func (exportDeactivateCmd) Help() string { return "Example: indeksbro export deactivate" }

// Run switches the export off.
func (c *exportDeactivateCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).Deaktiver(ctx, af(c.Af)); err != nil {
		return err
	}
	m.printf("Eksporter sager is not active for %s\n", b.kommune)
	return nil
}

type exportStatusCmd struct {
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (exportStatusCmd) Help() string { return "Example: indeksbro export status --json" }

type statusLine struct {
	Art      string `json:"art"`
	Tilstand string `json:"tilstand"`
	Grund    string `json:"grund"`
	Regel    string `json:"regel"`
	Sagstype string `json:"sagstype,omitempty"`
	Antal    int    `json:"antal"`
}

type statusJSON struct {
	Aktiv      bool              `json:"aktiv"`
	Kilde      map[string]int    `json:"kilde"`
	Tilstande  map[string]int    `json:"tilstande"`
	Linjer     []statusLine      `json:"linjer"`
	Indeks     map[string]int    `json:"indeks"`
	TilFjern   map[string]int    `json:"tilFjern"`
	Sletninger []export.Sletning `json:"sletninger"`
	GaarOp     bool              `json:"gaarOp"` // the states add up to the source

	Fremskridt *styring.Billede `json:"fremskridt,omitempty"` // the load by sagstype, pace, time left, pause, parts (R098)
}

// Run prints the counts.
func (c *exportStatusCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		out, err := b.heleStatus(ctx, b.styring(m, nil))
		if err != nil {
			return err
		}
		return m.printJSON(out)
	}
	s, held, err := b.standing(ctx, b.kommune)
	if err != nil {
		return err
	}
	m.printf("Eksporter sager: %s\n%-10s %10s %10s %10s %10s %10s %10s %12s\n", onOff(s.Aktiv), "", "ens", "venter", "holdt", "parkeret", "udeladt", "kilde", "i indekset")
	inIndex := map[oio.Art]int{oio.ArtSag: held.Sager, oio.ArtBevilling: held.Bevillinger}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		m.printf("%-10s", art)
		for _, t := range projection.Tilstande() {
			m.printf(" %10d", s.I(art, t))
		}
		m.printf(" %10d %12d\n", s.Kilde[art], inIndex[art])
	}
	for _, l := range lines(s, false) {
		m.printf("  %8d %-9s %-9s %s (%s)\n", l.Antal, l.Art, l.Tilstand, l.Grund, l.Regel)
	}
	for _, d := range s.Sletninger {
		m.printf("deletion %d waits for a person: %d objects, %d citizens, since %s\n", d.Nr, d.Objekter, d.Borgere, d.Tid.In(oio.Koebenhavn).Format("2006-01-02 15:04"))
	}
	if err := b.fremskridt(ctx, m); err != nil {
		return err
	}
	return b.refused(ctx, m)
}

// standing reads where the objects of the source stand, and what the indexes hold.
func (b *bro) standing(ctx context.Context, kommune oio.CVR) (*export.Status, store.IndeksTal, error) {
	s, err := export.ReadStatus(ctx, b.db, kommune)
	if err != nil {
		return nil, store.IndeksTal{}, err
	}
	held, err := b.db.IndeksTal(ctx, kommune)
	return s, held, err
}

// heleStatus is what machines are told: `export status --json` and GET /api/v1/status.
func (b *bro) heleStatus(ctx context.Context, control *styring.Styring) (*statusJSON, error) {
	out, err := b.statusJSON(ctx)
	if err != nil {
		return nil, err
	}
	out.Fremskridt, err = control.Billede(ctx)
	return out, err
}

// statusJSON is the counts of it.
func (b *bro) statusJSON(ctx context.Context) (*statusJSON, error) {
	s, held, err := b.standing(ctx, b.kommune)
	if err != nil {
		return nil, err
	}
	out := &statusJSON{Aktiv: s.Aktiv, Kilde: map[string]int{}, Tilstande: map[string]int{}, Linjer: lines(s, true), TilFjern: map[string]int{},
		Indeks: map[string]int{"sag": held.Sager, "bevilling": held.Bevillinger}, Sletninger: append([]export.Sletning{}, s.Sletninger...), GaarOp: true}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		out.Kilde[art.String()], out.TilFjern[art.String()] = s.Kilde[art], s.TilFjern[art]
		out.GaarOp = out.GaarOp && s.Sum(art) == s.Kilde[art]
		for _, t := range projection.Tilstande() {
			out.Tilstande[t.String()] += s.I(art, t)
		}
	}
	return out, nil
}

// refused lists what the index refused, with its words.
func (b *bro) refused(ctx context.Context, m *miljoe) error {
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		posts, err := b.db.Udestaaende(ctx, b.kommune, art, projection.Afvist, 0, 20)
		if err != nil {
			return err
		}
		for _, p := range posts {
			m.printf("refused: %s %s: %s\n", art, p.UUID, p.Fejl)
		}
	}
	return nil
}

func onOff(active bool) string {
	if active {
		return "active"
	}
	return "not active"
}

// lines gives the counts by kind and reason, and by sagstype where asked, largest first.
func lines(s *export.Status, bySagstype bool) []statusLine {
	sums := make(map[statusLine]int)
	for what, n := range s.Antal {
		l := statusLine{Art: what.Art.String(), Tilstand: what.Grund.Tilstand().String(), Grund: what.Grund.Kode(), Regel: what.Grund.Regel()}
		if bySagstype {
			l.Sagstype = what.Sagstype
		}
		sums[l] += n
	}
	sorted := make([]statusLine, 0, len(sums))
	for l, n := range sums {
		if n != 0 {
			l.Antal = n
			sorted = append(sorted, l)
		}
	}
	sort.Slice(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		if a.Art != b.Art {
			return a.Art > b.Art
		}
		if a.Antal != b.Antal {
			return a.Antal > b.Antal
		}
		return a.Grund+a.Sagstype < b.Grund+b.Sagstype
	})
	return sorted
}
