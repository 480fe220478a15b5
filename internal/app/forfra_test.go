package app

import (
	"strings"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/testkit"
)

// R094: a sagstype that starts over is gone from the indexes in between, and is afterwards as it was; stopped at each step, it goes on
// where it stood.
func TestR094_StartOverGoesOnWhereItStood(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	refuse := func(want string, args ...string) {
		t.Helper()
		if code, _, errs := kald(t.Context(), nil, dir, append([]string{"export", "start-over"}, args...)...); code == exitDone || !strings.Contains(errs, want) {
			t.Errorf("%v: %d %s", args, code, errs)
		}
	}
	refuse("none stands unfinished")
	refuse("--af", "--all")
	skal(t, dir, "export", "deactivate")
	refuse("not active", "--all", "--af", "Karen Holm")
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	skal(t, dir, "policy", "set", "deletion-citizens=1") // so that the removal waits for a person
	refuse("is not marked", "findes-ikke", "--af", "Karen Holm")
	before, _, err := testkit.HashOf(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	skal(t, dir, "export", "start-over", "--all", "--af", "Karen Holm")
	if after, _, err := testkit.HashOf(t.Context(), dir); err != nil || after != before {
		t.Errorf("the indexes are not as they were: %v", err)
	}
	b := lager(t, dir)
	f, err := b.db.Forfra(t.Context(), b.kommune)
	if err != nil || f.Trin != export.Slut || len(f.Sagstyper) == 0 {
		t.Fatalf("%+v %v", f, err)
	}
	m := &miljoe{World: World{Stdout: discard{}, Stderr: discard{}, Nu: proevetid}, data: dir, kommune: string(b.kommune)}
	for step := export.Afmaerk; step < export.Slut; step++ { // a stop after the work of a step and before it is noted
		again := export.Forfra{Tid: f.Tid, Af: f.Af, Trin: export.Afmaerk, Sagstyper: f.Sagstyper[:1]}
		if err := b.db.GemForfra(t.Context(), b.kommune, &again); err != nil {
			t.Fatal(err)
		}
		for done := export.Afmaerk; done <= step; done++ {
			if err := b.forfra(m).Goer(t.Context(), &again, done); err != nil {
				t.Fatal(err)
			}
			again.Trin = done
			if err := b.db.GemForfra(t.Context(), b.kommune, &again); err != nil {
				t.Fatal(err)
			}
		}
		if step == export.Tomt {
			if rest, err := b.db.Indekseret(t.Context(), b.kommune, mapping.Sagstype, again.Sagstyper[0].ID); err != nil || rest.Venter > 0 || rest.Anderledes > 0 {
				t.Errorf("not empty: %+v %v", rest, err)
			}
			refuse("stands at", "--all", "--af", "Karen Holm")
		}
		skal(t, dir, "export", "start-over")
		if after, _, err := testkit.HashOf(t.Context(), dir); err != nil || after != before {
			t.Errorf("stopped at %s: the indexes are not as they were: %v", step, err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
