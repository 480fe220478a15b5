package verifikation

import (
	"context"
	"errors"
	"slices"
	"sync"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// dommere is how many portions of the source are judged at the same time, while the next is read.
const dommere = 2

// set counts what all who judge have compared.
type set struct {
	mu sync.Mutex
	n  int
}

func (s *set) fremgang(tell func(int), more int) {
	if tell == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n += more
	tell(s.n)
}

// opgave judges a portion, for whoever takes it.
type opgave func(context.Context, *loeb) error

// kilden compares what changed in the source after one change number and up to another, portion by portion: cases, then grants.
func (l *loeb) kilden(ctx context.Context, first, last int64) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := make(chan opgave)
	judges := make([]*loeb, dommere)
	errs := make([]error, dommere+1)
	var all sync.WaitGroup
	for i := range judges {
		judges[i] = l.nytLoeb(l.grundlag.Copy(), l.stand, l.undervejs)
		judges[i].kendte, judges[i].set = l.kendte, l.set
		all.Go(func() {
			for do := range work {
				if errs[i] = do(ctx, judges[i]); errs[i] != nil {
					cancel() // nobody reads on
					return
				}
			}
		})
	}
	err := l.laesKilden(ctx, first, last, work)
	close(work)
	all.Wait()
	errs[dommere] = err
	for _, j := range judges {
		l.optag(j)
	}
	for _, err := range errs { // the cause first: the others may only have been stopped by it
		if err != nil && !errors.Is(err, context.Canceled) {
			return err
		}
	}
	return errors.Join(errs...)
}

// laesKilden reads the source and hands portions out, of what belongs to the part that is looked at.
func (l *loeb) laesKilden(ctx context.Context, first, last int64, work chan<- opgave) error {
	hand := func(do opgave) error {
		select {
		case work <- do:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for after := first; ; {
		rows, err := l.Store.AendredeSager(ctx, l.Kommune, after, last, portion)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].Seq
		rows = slices.DeleteFunc(rows, func(r export.SagRaekke) bool { return !l.mit(oio.ObjectUUID(l.Kommune, l.System, oio.ArtSag, r.ID)) })
		if err := hand(func(ctx context.Context, j *loeb) error { return j.sager(ctx, rows) }); err != nil {
			return err
		}
	}
	for after := first; ; {
		rows, err := l.Store.AendredeBevillinger(ctx, l.Kommune, after, last, portion)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return nil
		}
		after = rows[len(rows)-1].Seq
		rows = slices.DeleteFunc(rows, func(r export.BevillingRaekke) bool {
			return !l.mit(oio.ObjectUUID(l.Kommune, l.System, oio.ArtBevilling, r.ID))
		})
		if err := hand(func(ctx context.Context, j *loeb) error { return j.bevillinger(ctx, rows) }); err != nil {
			return err
		}
	}
}
