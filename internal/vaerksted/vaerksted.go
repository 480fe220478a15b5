package vaerksted

import (
	"context"
	"sync"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/kle"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/suggest"
)

// Store is what the desk works on.
type Store interface {
	Stand(ctx context.Context, kommune oio.CVR) (export.Stand, error)
	Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error)
	Plan(ctx context.Context, kommune oio.CVR, alle bool) (*kle.Plan, error)
	Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error)
	SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error
	Beslutninger(ctx context.Context, kommune oio.CVR) ([]mapping.Beslutning, error)
	Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error
	Noter(ctx context.Context, kommune oio.CVR) ([]mapping.Note, error)
	SkrivNoter(ctx context.Context, kommune oio.CVR, notes []mapping.Note) error
	Organisationsaendringer(ctx context.Context, kommune oio.CVR) ([]organisation.Aendring, error)
	SagerPrEnhed(ctx context.Context, kommune oio.CVR, sagstype string) (map[string]int, error)
	Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error)
	// Indekseret counts how the cases and grants of a sagstype, a ydelse or an enhed stand in the ledger and in the index itself.
	Indekseret(ctx context.Context, kommune oio.CVR, art mapping.Art, id string) (Indekseret, error)
	konsekvens.Kilde
}

// Forslagsstiller ranks suggestions; safe for concurrent use.
type Forslagsstiller interface {
	Foreslaa(o suggest.Opgave, n int) []suggest.Forslag
	// IkkeMappes recognises names that are not to be mapped (R031–R046).
	IkkeMappes(o suggest.Opgave) (regel, dansk string, ok bool)
}

// Motorer are the rankers of the two kinds.
type Motorer struct{ KLE, Ydelsestype Forslagsstiller }

// Vaerksted is the desk of one municipality. All fields must be set before use; it is safe for concurrent use.
type Vaerksted struct {
	Store   Store
	Kommune oio.CVR
	Nu      func() time.Time
	// Motorer makes the rankers that fit what may be chosen from now. It is asked when that has changed.
	Motorer func(ctx context.Context, g *projection.Grundlag, plan *kle.Plan, idag oio.Dato) (Motorer, error)
	// Aendret is told when decisions were taken, so that the export looks at once; may be nil.
	Aendret func()

	mu      sync.Mutex
	bord    *Bord
	motorer Motorer
	forslag map[opgaveNoegle][]suggest.Forslag // of motorer
	taalt   time.Time                          // when the source was last counted
}

// taelIgen is how old the counts of the source may be on the desk: they weigh decisions, they do not make them.
const taelIgen = 30 * time.Second

// Bord gives the desk as it stands. It is read only, and shared until something changes.
func (v *Vaerksted) Bord(ctx context.Context) (*Bord, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.Nu()
	stand, err := v.Store.Stand(ctx, v.Kommune)
	if err != nil {
		return nil, err
	}
	fresh := v.bord != nil && v.bord.stand.Grundlag == stand.Grundlag && v.bord.Snapshot.Idag == oio.DatoOf(now)
	counted := v.bord != nil && (v.bord.stand.Seq == stand.Seq || now.Sub(v.taalt) < taelIgen)
	if fresh && counted && !v.bord.noterAendret {
		return v.bord, nil
	}
	var tal *projection.Optaelling
	if counted {
		tal = v.bord.Snapshot.Tal
	} else {
		if tal, err = konsekvens.Optael(ctx, v.Store, v.Kommune, oio.DatoOf(now)); err != nil {
			return nil, err
		}
		v.taalt = now
	}
	bord, err := v.read(ctx, stand, tal, now)
	if err != nil {
		return nil, err
	}
	v.bord = bord
	return bord, nil
}

// Glem lets suggestions be made anew the next time: what they are made from, others' choices, has changed.
func (v *Vaerksted) Glem() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.bord, v.motorer = nil, Motorer{}
}

// read makes a new desk. The mutex is held.
func (v *Vaerksted) read(ctx context.Context, stand export.Stand, tal *projection.Optaelling, now time.Time) (*Bord, error) {
	s, history, err := LaesSnapshot(ctx, v.Store, v.Kommune, now)
	if err != nil {
		return nil, err
	}
	s.Tal = tal
	if err := v.rankers(ctx, s); err != nil {
		return nil, err
	}
	s.IkkeMappes = v.motorer.Ydelsestype.IkkeMappes
	bord := &Bord{Snapshot: s, Historik: history, stand: stand}
	bord.build(v.ranked)
	return bord, nil
}

// LaesSnapshot reads what guards and checks look at, and the history of decisions. The counts and the recogniser of names are
// not in it: they cost more, and guards do without.
func LaesSnapshot(ctx context.Context, store Store, kommune oio.CVR, now time.Time) (*rules.Snapshot, []mapping.Beslutning, error) {
	g, err := store.Grundlag(ctx, kommune)
	if err != nil {
		return nil, nil, err
	}
	plan, err := store.Plan(ctx, kommune, false)
	if err != nil {
		return nil, nil, err
	}
	choices, err := store.Politik(ctx, kommune)
	if err != nil {
		return nil, nil, err
	}
	notes, err := store.Noter(ctx, kommune)
	if err != nil {
		return nil, nil, err
	}
	changes, err := store.Organisationsaendringer(ctx, kommune)
	if err != nil {
		return nil, nil, err
	}
	history, err := store.Beslutninger(ctx, kommune)
	if err != nil {
		return nil, nil, err
	}
	g.Mapping = mapping.NewState(history)
	return &rules.Snapshot{Grundlag: g, KLE: plan, Idag: oio.DatoOf(now), Noter: mapping.NewNoter(notes), Politik: choices, Organisationsaendringer: changes,
		Sager: func(sagstype string) (map[string]int, error) { return store.SagerPrEnhed(ctx, kommune, sagstype) }}, history, nil
}

// rankers makes new rankers when what they choose from has changed.
func (v *Vaerksted) rankers(ctx context.Context, s *rules.Snapshot) error {
	if v.bord != nil && v.motorer.KLE != nil && sameChoices(v.bord.Snapshot, s) {
		return nil
	}
	made, err := v.Motorer(ctx, s.Grundlag, s.KLE, s.Idag)
	if err != nil {
		return err
	}
	v.motorer, v.forslag = made, map[opgaveNoegle][]suggest.Forslag{}
	return nil
}

// sameChoices reports whether the same KLE numbers and types may be chosen from.
func sameChoices(a, b *rules.Snapshot) bool {
	return a.Idag == b.Idag && a.KLE.Udgivet == b.KLE.Udgivet && len(a.KLE.Klasser) == len(b.KLE.Klasser) &&
		a.Grundlag.Katalog.Release() == b.Grundlag.Katalog.Release() && a.Politik.EgenFSIII == b.Politik.EgenFSIII
}
