package export

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"indeksbro/internal/oio"
)

// naade is how long calls that are under way may still take when the program is told to stop.
const naade = 4 * time.Second

// ErrSvar is a call that was answered for too few or too many objects: nobody knows what was done.
var ErrSvar = errors.New("the index did not answer for each object")

// errIkkeForsoegt marks what was not tried because the target had just failed: it is no failure of the object.
var errIkkeForsoegt = errors.New("not tried: the target is down or busy")

// udsend sends the lines at left to the index.
func (e *Exporter) udsend(ctx context.Context, part *Del, art oio.Art, lines []linje, left []int, answers []Svar, asked []bool) error {
	return e.bundtvis(ctx, art, left, func(i int) *Post { return &lines[i].now }, Kald{Art: art, Del: part.Nr}, answers, asked, func(ctx context.Context, at []int, _ []oio.UUID) ([]Svar, error) {
		objects := make([]oio.Registreret, len(at))
		for n, i := range at {
			objects[n] = lines[i].objekt
		}
		return e.indeks(art).Importer(ctx, e.Kommune, objects)
	})
}

// bundtvis calls the index about the lines at left, in bundles as the target takes them, as many at the same time as its pace allows, and
// puts each answer in its place.
func (e *Exporter) bundtvis(ctx context.Context, art oio.Art, left []int, line func(int) *Post, k Kald, answers []Svar, asked []bool, do func(context.Context, []int, []oio.UUID) ([]Svar, error)) error {
	f := e.fart(art)
	return e.alle(ctx, f, f.bundter(left, func(i int) bool { return line(i).Forsoeg > 1 }), func(ctx context.Context, at []int) error {
		k := k
		k.Objekter = make([]oio.UUID, len(at))
		for n, i := range at {
			k.Objekter[n] = line(i).UUID
		}
		some, err := e.kald(ctx, k, func(ctx context.Context) ([]Svar, error) { return do(ctx, at, k.Objekter) })
		e.tael(Fremgang{})
		for n, i := range at {
			switch {
			case ikkeForsoegt(err):
			case err != nil:
				answers[i].Uvis, asked[i] = true, true
			default:
				answers[i], asked[i] = some[n], true
			}
		}
		return err
	})
}

// alle does the bundles, as many at the same time as the pace allows, and gives the first error. What is not begun when the target has
// failed is left.
func (e *Exporter) alle(ctx context.Context, f *Fart, bundles [][]int, do func(context.Context, []int) error) error {
	if f.aftale().Samtidige == 0 { // a target in the same process
		var first error
		for _, b := range bundles {
			if err := do(ctx, b); err != nil && (first == nil || ikkeForsoegt(first)) {
				first = err
			}
		}
		return first
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var first error
	for _, b := range bundles {
		release, err := f.plads(ctx)
		if err != nil {
			mu.Lock()
			if first == nil {
				first = err
			}
			mu.Unlock()
			break
		}
		all.Go(func() {
			defer release()
			if err := do(ctx, b); err != nil {
				mu.Lock()
				defer mu.Unlock()
				if first == nil || ikkeForsoegt(first) {
					first = err
				}
			}
		})
	}
	all.Wait()
	return first
}

// kald makes one call at the target's pace, learns from its answer and tells of it.
func (e *Exporter) kald(ctx context.Context, k Kald, do func(context.Context) ([]Svar, error)) ([]Svar, error) {
	if err := e.maa(ctx, &k); err != nil {
		return nil, err
	}
	answers, err := e.ring(ctx, &k, do)
	e.fart(k.Art).svar(k.Tog, err)
	return answers, err
}

// maa waits until a call may be made, and says why not where it may not.
func (e *Exporter) maa(ctx context.Context, k *Kald) error {
	f := e.fart(k.Art)
	why, err := f.spaerre(ctx)
	switch {
	case err != nil:
		return errors.Join(errIkkeForsoegt, err)
	case why != "":
		return &spaerretFejl{why}
	case f.Lukket():
		return errIkkeForsoegt
	}
	if ctx.Err() != nil {
		return errors.Join(errIkkeForsoegt, ctx.Err())
	}
	if err := e.afvent(ctx, f, k.Art, len(k.Objekter)); err != nil {
		return errors.Join(errIkkeForsoegt, err)
	}
	return nil
}

// ring makes a call and tells of it.
func (e *Exporter) ring(ctx context.Context, k *Kald, do func(context.Context) ([]Svar, error)) ([]Svar, error) {
	calling, cancel := medNaade(ctx)
	defer cancel()
	began := e.Nu()
	answers, err := do(calling)
	k.Tog = e.Nu().Sub(began)
	if err == nil && len(answers) != len(k.Objekter) {
		err = fmt.Errorf("%w: got %d answers for %d objects", ErrSvar, len(answers), len(k.Objekter))
	}
	if err != nil {
		err = fmt.Errorf("%s %d %s: %w", verbum(k.Fjern), len(k.Objekter), k.Art, err)
	}
	for i := range answers {
		if !answers[i].OK {
			k.Afvist++
		}
	}
	k.Err = err
	if e.Hoer != nil {
		e.Hoer(*k)
	}
	return answers, err
}

func verbum(remove bool) string {
	if remove {
		return "remove"
	}
	return "send"
}

// afvent waits for the agreed pace, which all processes share.
func (e *Exporter) afvent(ctx context.Context, f *Fart, art oio.Art, n int) error {
	rate := f.prSekund()
	if rate <= 0 {
		return nil
	}
	wait, err := e.Store.Reserver(ctx, e.Kommune, art, time.Duration(float64(n)/rate*float64(time.Second)))
	if err != nil || wait <= 0 {
		return err
	}
	return f.vent(ctx, wait)
}

// medNaade lets calls that are under way end when the program is told to stop, for a while.
func medNaade(ctx context.Context) (context.Context, context.CancelFunc) {
	calling, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(naade, cancel) })
	return calling, func() {
		stop()
		cancel()
	}
}
