package soap

import (
	"fmt"
	"sync"

	"indeksbro/internal/oio"
)

// Bladr turns "after this object" into the official search's "from this number on" (SF1470 §8.2, 05a §1.10), for one listing at a time of
// each kind of object. It is safe for concurrent use.
//
// The number counts what the index holds at each call: where objects come or go meanwhile, one may be passed over. Whoever lists to find
// what is too much finds it the next time.
type Bladr struct {
	mu    sync.Mutex
	steds map[oio.Art]bladret
}

type bladret struct {
	efter oio.UUID
	fra   int
}

// Fra is the number to ask from, to go on after an object: zero asks from the start, any other must be the last of the page before.
func (b *Bladr) Fra(art oio.Art, after oio.UUID) (int, error) {
	if after.IsZero() {
		return 0, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	at, known := b.steds[art]
	if !known || at.efter != after {
		return 0, fmt.Errorf("the index is listed page by page: %s is not the last object of the page before", after)
	}
	return at.fra, nil
}

// Naaet notes the last object of a page, and the number that follows it.
func (b *Bladr) Naaet(art oio.Art, last oio.UUID, next int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.steds == nil {
		b.steds = map[oio.Art]bladret{}
	}
	b.steds[art] = bladret{last, next}
}
