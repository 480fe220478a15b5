package historier

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

// The failures that belong to the story. Any other error is a finding.
var (
	errDoed = errors.New("the process is dead")
	errKald = errors.New("the call failed")
	errMaal = errors.New("the target does not answer")
	ventede = []error{errDoed, errKald, errMaal}
)

func ventet(err error) bool {
	for _, e := range ventede {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Doed is when a process dies, or a call of it fails: at which of its coming calls to store or target, and whether the call has had its
// effect by then. The zero value is never.
type Doed struct {
	Ved    int  // 1 is the next call
	Efter  bool // the call has its effect, and the caller never hears of it
	Lever  bool // the process lives on: only the call fails
	Senere bool // the call of the same number after that fails too, while the process lives
}

// liv is what one process has left: every call of it to store and target goes through here.
type liv struct {
	kald   int // calls made since the count was set
	doed   Doed
	ikke   bool // dead
	sidste bool // the last call that failed had its effect
	talt   func(hvad string)
}

func (l *liv) saet(d Doed) { l.kald, l.doed = 0, d }

// gennem lets a call through, unless the process is dead or the call is the one that fails.
func (l *liv) gennem(do func() error) error {
	if l.ikke {
		return errDoed
	}
	l.kald++
	if l.doed.Ved == 0 || l.kald != l.doed.Ved {
		return do()
	}
	fails := errDoed
	if l.doed.Lever {
		fails = errKald
	}
	l.ikke, l.sidste = !l.doed.Lever, l.doed.Efter
	if l.doed.Efter {
		if err := do(); err != nil {
			return err
		}
	}
	return fails
}

func svar[T any](l *liv, do func() (T, error)) (T, error) {
	var got T
	err := l.gennem(func() (err error) {
		got, err = do()
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return got, nil
}

// bog is the store as one process has it. Reads of the source pass uncounted: to die at one is to die before the write that follows.
type bog struct {
	Store
	liv *liv
}

// WriteMirror implements mirror.Store.
func (b *bog) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	return b.liv.gennem(func() error { return b.Store.WriteMirror(ctx, kommune, do) })
}

// Stand implements export.Mirror.
func (b *bog) Stand(ctx context.Context, kommune oio.CVR) (export.Stand, error) {
	return svar(b.liv, func() (export.Stand, error) { return b.Store.Stand(ctx, kommune) })
}

// Opgaver implements export.Mirror.
func (b *bog) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	return svar(b.liv, func() ([]export.Opgave, error) { return b.Store.Opgaver(ctx, kommune) })
}

// Grundlag implements export.Mirror.
func (b *bog) Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error) {
	return svar(b.liv, func() (*projection.Grundlag, error) { return b.Store.Grundlag(ctx, kommune) })
}

// Poster implements export.Ledger.
func (b *bog) Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]export.Post, error) {
	return svar(b.liv, func() (map[int64]export.Post, error) { return b.Store.Poster(ctx, kommune, art, nrs) })
}

// Skriv implements export.Ledger.
func (b *bog) Skriv(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int, done export.Faerdig) error {
	return b.liv.gennem(func() error { return b.Store.Skriv(ctx, kommune, posts, moved, done) })
}

// Antal implements export.Ledger.
func (b *bog) Antal(ctx context.Context, kommune oio.CVR) (map[export.Taelling]int, error) {
	return svar(b.liv, func() (map[export.Taelling]int, error) { return b.Store.Antal(ctx, kommune) })
}

// TilSletning implements export.Ledger.
func (b *bog) TilSletning(ctx context.Context, kommune oio.CVR, art oio.Art, sletning, after int64, n int) ([]export.Post, error) {
	return svar(b.liv, func() ([]export.Post, error) { return b.Store.TilSletning(ctx, kommune, art, sletning, after, n) })
}

// AntalTilSletning implements export.Ledger.
func (b *bog) AntalTilSletning(ctx context.Context, kommune oio.CVR, sletning int64) (objects, citizens int, err error) {
	err = b.liv.gennem(func() (err error) {
		objects, citizens, err = b.Store.AntalTilSletning(ctx, kommune, sletning)
		return err
	})
	return objects, citizens, err
}

// Sletninger implements export.Ledger.
func (b *bog) Sletninger(ctx context.Context, kommune oio.CVR) ([]export.Sletning, error) {
	return svar(b.liv, func() ([]export.Sletning, error) { return b.Store.Sletninger(ctx, kommune) })
}

// OpretSletning implements export.Ledger.
func (b *bog) OpretSletning(ctx context.Context, kommune oio.CVR, s export.Sletning) error {
	return b.liv.gennem(func() error { return b.Store.OpretSletning(ctx, kommune, s) })
}

// RetSletning implements export.Ledger.
func (b *bog) RetSletning(ctx context.Context, kommune oio.CVR, nr int64, objects, citizens int) error {
	return b.liv.gennem(func() error { return b.Store.RetSletning(ctx, kommune, nr, objects, citizens) })
}

// GodkendSletning implements export.Ledger.
func (b *bog) GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.GodkendSletning(ctx, kommune, nr, af, when) })
}

// Beslut implements Store.
func (b *bog) Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error {
	return b.liv.gennem(func() error { return b.Store.Beslut(ctx, kommune, decisions) })
}

// SetPolitik implements Store.
func (b *bog) SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.SetPolitik(ctx, kommune, key, value, af, when) })
}

// GemOrganisation implements Store.
func (b *bog) GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.GemOrganisation(ctx, kommune, tree, touched, when) })
}

// GemPlan implements Store.
func (b *bog) GemPlan(ctx context.Context, kommune oio.CVR, plan *kle.Plan, filter string, touched []projection.Beroert, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.GemPlan(ctx, kommune, plan, filter, touched, when) })
}

// Aktiver implements Store.
func (b *bog) Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error {
	return b.liv.gennem(func() error { return b.Store.Aktiver(ctx, kommune, aktiv, af, trods, when) })
}

// kaldt is a target as one process calls it.
type kaldt struct {
	indeks export.Indeks
	liv    *liv
}

// Importer implements export.Indeks.
func (k *kaldt) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	return svar(k.liv, func() ([]export.Svar, error) { return k.indeks.Importer(ctx, kommune, objects) })
}

// Fjern implements export.Indeks.
func (k *kaldt) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	return svar(k.liv, func() ([]export.Svar, error) { return k.indeks.Fjern(ctx, kommune, art, ids) })
}
