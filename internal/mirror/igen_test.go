package mirror_test

import (
	"context"
	"errors"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

// hesitant gives up the first run of every write, as a store of several processes may, and runs it again.
type hesitant struct{ mirror.Store }

func (h hesitant) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	givenUp := errors.New("given up")
	err := h.Store.WriteMirror(ctx, kommune, func(tx mirror.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return givenUp
	})
	if !errors.Is(err, givenUp) {
		return err
	}
	return h.Store.WriteMirror(ctx, kommune, do)
}

func TestAWriteThatIsRunAgainTakesTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := everything(10)
	plain, again := w.kommune(), w.kommune()
	for _, step := range [][]string{all, append(without(all, "s-3", "b-3"), line(eoj.TypeSag, "s-1", 3, "other content")), append(without(all, "s-4", "b-4"), slet(eoj.TypeBevilling, "b-1", 9))} {
		want, wantErr := w.fuld(t, plain, generous, false, step...)
		l := w.loader(t, again)
		l.Store, l.Batch = hesitant{l.Store}, 7
		got, err := l.LoadFuld(bg, feed(step...), generous)
		if got != want || (err == nil) != (wantErr == nil) {
			t.Errorf("run again: %+v, %v; want %+v, %v", got, err, want, wantErr)
		}
	}
	ids := []string{"s-1", "s-2", "s-3", "b-1", "b-3", "s-4", "b-4", "st", "en"}
	want, wantCount := w.look(t, plain, ids...)
	got, count := w.look(t, again, ids...)
	if count != wantCount || len(got) != len(want) {
		t.Errorf("counts %v and %d objects, want %v and %d", count, len(got), wantCount, len(want))
	}
	for id, s := range want {
		if got[id] != s {
			t.Errorf("%s is %+v, want %+v", id, got[id], s)
		}
	}
}

func TestAStrictFeedIsNotHalfTakenWhenTheStoreWantsItAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune := w.kommune()
	l := w.loader(t, kommune)
	l.Store = hesitant{l.Store}
	if _, err := l.LoadStrict(bg, feed(everything(3)...)); err == nil {
		t.Error("a feed that could not be read again was said to be taken")
	}
	if found, count := w.look(t, kommune, "s-1", "b-1"); len(found) != 0 || count != [2]int{} {
		t.Errorf("taken all the same: %v, %v", found, count)
	}
}

var errVaek = errors.New("the database is away")

// away fails every write twice: once with nothing kept, once with all of it kept and no word of that.
type away struct {
	mirror.Store
	tries int
}

func (a *away) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	a.tries++
	switch a.tries % 3 {
	case 1:
		return errVaek
	case 2:
		return errors.Join(errVaek, a.Store.WriteMirror(ctx, kommune, do))
	}
	return a.Store.WriteMirror(ctx, kommune, do)
}

// A load goes on over a database that was away, for as long as it is told to, and takes each line once.
func TestALoadGoesOnWhenTheDatabaseIsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune := w.kommune()
	l := w.loader(t, kommune)
	l.Store, l.Batch = &away{Store: l.Store}, 7
	l.Igen = func(_ context.Context, err error, tries int) bool { return errors.Is(err, errVaek) && tries < 3 }
	all := everything(10)
	sum, err := l.Load(bg, feed(all...))
	if err != nil || sum.Linjer != len(all) || sum.Taget+sum.Gentaget != len(all) || sum.Afvist != 0 {
		t.Errorf("over two failures of each write: %+v, %v", sum, err)
	}
	again, err := w.loader(t, kommune).Load(bg, feed(all...))
	if err != nil || again.Gentaget != len(all) {
		t.Errorf("the same feed once more: %+v, %v, want all %d known", again, err, len(all))
	}
	l.Igen = func(_ context.Context, _ error, tries int) bool { return tries < 2 }
	if _, err := l.Load(bg, feed(all...)); !errors.Is(err, errVaek) {
		t.Errorf("when it is not to go on: %v", err)
	}
}
