package historier

import (
	"context"
	"sync"
)

// Loeb plays many seeds.
type Loeb struct {
	Fra      uint64
	Antal    int
	Samtidig int // seeds at once; each plays alone
	// Base makes a place for one history, and takes it away again.
	Base     func() (base Base, bort func(), err error)
	Fremgang func(done int) // after each seed, one call at a time; may be nil
	Opsaetning
}

// Resultat is what many seeds did, and the first that failed.
type Resultat struct {
	Seeds int
	Tal   Tal
	Brudt *Brud // nil: none
}

// Brud is a seed that fails, shrunk.
type Brud struct {
	Seed    uint64   `json:"seed"`
	Fund    Fund     `json:"finding"`
	Spor    []string `json:"story"`
	Skridt  int      `json:"steps"`       // of the history as drawn
	Proevet int      `json:"shrinkTries"` // histories played to shrink it
}

// Koer plays the seeds, several at once, and shrinks the lowest that failed. After a failure no new seed begins.
func (l *Loeb) Koer(ctx context.Context) (*Resultat, error) {
	var mu sync.Mutex
	var failed error
	out := &Resultat{Tal: Tal{Fejl: map[string]int{}}}
	var lowest *uint64
	next := 0
	take := func() (uint64, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == l.Antal || lowest != nil || failed != nil || ctx.Err() != nil {
			return 0, false
		}
		next++
		return l.Fra + uint64(next-1), true
	}
	var all sync.WaitGroup
	for range max(1, l.Samtidig) {
		all.Go(func() {
			for seed, more := take(); more; seed, more = take() {
				played, err := l.en(ctx, Tegn(seed))
				mu.Lock()
				switch {
				case err != nil:
					failed = err
				default:
					out.laeg(played)
					if played.Fund != nil && (lowest == nil || seed < *lowest) {
						lowest = &seed
					}
					if l.Fremgang != nil {
						l.Fremgang(out.Seeds)
					}
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if failed != nil || ctx.Err() != nil {
		return out, firstError(failed, ctx.Err())
	}
	if lowest != nil {
		brud, err := l.skrump(ctx, *lowest)
		out.Brudt = brud
		return out, err
	}
	return out, nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Resultat) laeg(u *Udfald) {
	r.Seeds++
	r.Tal.Skridt += u.Tal.Skridt
	r.Tal.Sendt += u.Tal.Sendt
	r.Tal.Fjernet += u.Tal.Fjernet
	for what, n := range u.Tal.Fejl {
		r.Tal.Fejl[what] += n
	}
}

// en plays one history in a place of its own.
func (l *Loeb) en(ctx context.Context, h *Historie) (*Udfald, error) {
	base, away, err := l.Base()
	if err != nil {
		return nil, err
	}
	defer away()
	return Spil(ctx, base, h, l.Opsaetning)
}
