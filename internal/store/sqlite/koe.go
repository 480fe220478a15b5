package sqlite

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"indeksbro/internal/oio"
)

// koe is the queue of municipalities before the one writer. The one that has written least lately goes first, and when it has had its turn
// the place is kept for it a moment: a single change is several short transactions, and each would else wait for a long one of a neighbour
// that loads everything it has.
type koe struct {
	mu       sync.Mutex
	optaget  bool
	hos      int64 // who has the writer
	holdt    bool  // nobody has it, but the place is kept for whoever is light
	gang     int   // grows with every turn, so that a timer knows whether its place is still kept
	venter   []*ventende
	brug     map[int64]*brug
	generede map[int64]time.Time // when a municipality last kept a light one waiting
	nu       func() time.Time
}

type ventende struct {
	kommune int64
	tur     chan struct{}
}

// brug is how long a municipality has held the writer lately; it fades.
type brug struct {
	sum   time.Duration
	sidst time.Time
}

const (
	halvering = time.Second           // after so long half of a use is forgotten
	let       = 25 * time.Millisecond // who uses less is light, and so is who uses less than a quarter of the heaviest: the place is kept for it
	holdes    = 3 * time.Millisecond  // so long
	traengsel = 2 * time.Second       // so long after a light one waited, a heavy writer takes smaller pieces
)

func nyKoe() *koe {
	return &koe{brug: map[int64]*brug{}, generede: map[int64]time.Time{}, nu: time.Now}
}

func (k *koe) forbrug(kommune int64, now time.Time) time.Duration {
	b := k.brug[kommune]
	if b == nil {
		return 0
	}
	if halvings := now.Sub(b.sidst) / halvering; halvings > 0 {
		b.sum >>= min(halvings, 62)
		b.sidst = b.sidst.Add(halvings * halvering)
	}
	return b.sum
}

// tag waits for the turn and gives what ends it.
func (k *koe) tag(ctx context.Context, kommune int64) (func(), error) {
	k.mu.Lock()
	if !k.optaget || k.holdt && k.let(kommune, k.nu()) {
		k.giv(kommune)
		k.mu.Unlock()
		return k.slip(kommune), nil
	}
	if now := k.nu(); k.hos != kommune && k.let(kommune, now) {
		k.generede[k.hos] = now
	}
	w := &ventende{kommune: kommune, tur: make(chan struct{})}
	k.venter = append(k.venter, w)
	k.mu.Unlock()
	select {
	case <-w.tur:
		return k.slip(kommune), nil
	case <-ctx.Done():
		return nil, k.opgiv(w, ctx.Err())
	}
}

func (k *koe) giv(kommune int64) {
	k.optaget, k.holdt, k.hos = true, false, kommune
	k.gang++
}

// opgiv leaves the queue; a turn that was given meanwhile goes on to the next.
func (k *koe) opgiv(w *ventende, err error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if i := slices.Index(k.venter, w); i >= 0 {
		k.venter = slices.Delete(k.venter, i, i+1)
		return err
	}
	k.naeste()
	return err
}

// slip is what ends a turn that begins now.
func (k *koe) slip(kommune int64) func() {
	began := k.nu()
	return func() {
		now := k.nu()
		k.mu.Lock()
		defer k.mu.Unlock()
		used := k.forbrug(kommune, now) + now.Sub(began)
		k.brug[kommune] = &brug{sum: used, sidst: now}
		if len(k.venter) == 0 || !k.let(kommune, now) || k.letVenter(now) {
			k.naeste()
			return
		}
		k.holdt = true
		turn := k.gang
		time.AfterFunc(holdes, func() {
			k.mu.Lock()
			defer k.mu.Unlock()
			if k.holdt && k.gang == turn {
				k.naeste()
			}
		})
	}
}

// letVenter reports whether somebody light waits, who goes before keeping the place.
func (k *koe) letVenter(now time.Time) bool {
	return slices.ContainsFunc(k.venter, func(w *ventende) bool { return k.let(w.kommune, now) })
}

// let reports whether a municipality is light beside whoever has the writer or waits for it.
func (k *koe) let(kommune int64, now time.Time) bool {
	heaviest := k.forbrug(k.hos, now)
	for _, w := range k.venter {
		heaviest = max(heaviest, k.forbrug(w.kommune, now))
	}
	return k.forbrug(kommune, now) < max(let, heaviest/4)
}

// naeste gives the turn to the one that has used least.
func (k *koe) naeste() {
	k.holdt = false
	if len(k.venter) == 0 {
		k.optaget = false
		return
	}
	now := k.nu()
	w := slices.MinFunc(k.venter, func(a, b *ventende) int { return cmp.Compare(k.forbrug(a.kommune, now), k.forbrug(b.kommune, now)) })
	k.venter = slices.DeleteFunc(k.venter, func(other *ventende) bool { return other == w })
	k.giv(w.kommune)
	close(w.tur)
}

// Traengsel reports whether a municipality has lately kept one with a little to do waiting for the writer: it had better take smaller pieces.
// Two that load everything they have wait for each other and need not.
func (db *DB) Traengsel(kommune oio.CVR) bool {
	key, err := kommuneKey(kommune)
	if err != nil {
		return false
	}
	db.koe.mu.Lock()
	defer db.koe.mu.Unlock()
	return db.koe.nu().Sub(db.koe.generede[key]) < traengsel
}
