package export_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// igenigen is a store whose every look at the plan fails to commit once and is made again, as PostgreSQL does when two collide.
type igenigen struct {
	export.Store
	opgaver int // how often tasks were read
}

var errUndone = errors.New("undone")

func (s *igenigen) Planlaeg(ctx context.Context, kommune oio.CVR, do func(export.Planlaegning) error) error {
	err := s.Store.Planlaeg(ctx, kommune, func(t export.Planlaegning) error {
		if err := do(t); err != nil {
			return err
		}
		return errUndone
	})
	if !errors.Is(err, errUndone) {
		return err
	}
	return s.Store.Planlaeg(ctx, kommune, do)
}

func (s *igenigen) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	s.opgaver++
	return s.Store.Opgaver(ctx, kommune)
}

// TestAPlanThatIsLookedAtAgainIsTheSame: what a process left behind is taken up at once, and what the brake stops is counted once, although
// each transaction runs twice.
func TestAPlanThatIsLookedAtAgainIsTheSame(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), sagLine("s-2", 1, "st-1", "en-2", ""))
	ctx := context.Background()
	stand, err := w.db.Stand(ctx, oio.Korsbaek)
	w.must(err)
	w.must(w.db.Planlaeg(ctx, oio.Korsbaek, func(t export.Planlaegning) error {
		p := t.Plan()
		p.Faser = []export.Fase{{Slags: export.FaseSager, Til: stand.Seq}, {Slags: export.FaseBevillinger, Til: stand.Seq}}
		p.Udlever("prøve", stand.Seq, t.Nu()) // and then it was killed
		return nil
	}))
	x := w.exporter()
	x.Store = &igenigen{Store: w.db}
	if outcome, err := x.Trin(ctx); err != nil || outcome != export.Arbejdet {
		t.Fatalf("its own part should be taken up at once: %v %v", outcome, err)
	}
	w.run()
	w.agree()
	w.limit = export.Graense{}
	w.decide(mapping.Sagstype, "st-1", "fjern")
	if sum := w.run(); sum.Venter != 2 {
		t.Errorf("two objects wait for a person, it says %d", sum.Venter)
	}
}

// TestALoadReadsTasksWhenThereAreSome: not for every part; and a decision in the middle of it is seen all the same.
func TestALoadReadsTasksWhenThereAreSome(t *testing.T) {
	t.Parallel()
	w := ready(t)
	for i := range 40 {
		w.feed(sagLine(fmt.Sprintf("s-%d", i), 1, "st-1", "en-2", ""))
	}
	w.chunk = 1
	x, ctx := w.exporter(), context.Background()
	counted := &igenigen{Store: w.db}
	x.Store = counted
	step := func(n int) {
		for range n {
			if outcome, err := x.Trin(ctx); err != nil || outcome != export.Arbejdet {
				t.Fatalf("%v %v", outcome, err)
			}
		}
	}
	step(20)
	if counted.opgaver > 2 {
		t.Errorf("tasks were read %d times for 20 parts and nothing new", counted.opgaver)
	}
	sent := len(w.held())
	w.decide(mapping.Sagstype, "st-1", "fjern")
	counted.opgaver = 0
	step(1)
	if counted.opgaver == 0 {
		t.Error("the decision was not looked for")
	}
	w.run()
	w.agree()
	if n := len(w.held()); sent == 0 || n != 0 {
		t.Errorf("%d were sent before the mark was removed, and %d are there still", sent, n)
	}
}
