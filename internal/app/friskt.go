package app

import (
	"sync"
	"sync/atomic"
	"time"
)

// friskt is decisions that are asked for on every request: kept for a moment, then read again, since another process may have changed them. While
// one request reads, the others go on with what was read last. It is safe for concurrent use.
type friskt[T any] struct {
	nyeste atomic.Pointer[aflaest[T]]
	laeser sync.Mutex // held by the one who reads again
}

// aflaest is what was read, and when that began.
type aflaest[T any] struct {
	hvad T
	tid  time.Time
}

// laes gives what was read last, or reads it again. read is never called by two at a time.
func (f *friskt[T]) laes(nu func() time.Time, read func(now time.Time) (T, error)) (T, error) {
	fresh := func(held *aflaest[T]) bool {
		age := time.Duration(0)
		if held != nil {
			age = nu().Sub(held.tid)
		}
		return held != nil && age >= 0 && age < visningGemmes
	}
	held := f.nyeste.Load()
	if fresh(held) {
		return held.hvad, nil
	}
	if held == nil {
		f.laeser.Lock()
	} else if !f.laeser.TryLock() {
		return held.hvad, nil
	}
	defer f.laeser.Unlock()
	if held = f.nyeste.Load(); fresh(held) {
		return held.hvad, nil
	}
	now := nu()
	found, err := read(now)
	if err != nil {
		return found, err
	}
	f.nyeste.Store(&aflaest[T]{found, now})
	return found, nil
}

// glem makes the next reader look again; also is done in the same moment, and may be nil.
func (f *friskt[T]) glem(also func()) {
	f.laeser.Lock()
	defer f.laeser.Unlock()
	if also != nil {
		also()
	}
	f.nyeste.Store(nil)
}
