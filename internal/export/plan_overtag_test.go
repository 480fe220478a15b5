package export_test

import (
	"reflect"
	"testing"
	"time"

	"indeksbro/internal/export"
)

// S13: that one process took over from another that was gone is remembered; what was given back is no accident.
func TestATakeoverIsRemembered(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	alive := func(string) bool { return false }
	p := export.Plan{Faser: []export.Fase{{Slags: export.FaseSager, Til: 10}}}
	p.Udlever("a", 5, now)
	if _, took := p.Overtag("b", now, alive); took {
		t.Error("taken from a process that lives")
	}
	p.Slip("a", p.Nr)
	if _, took := p.Overtag("b", now, alive); !took || len(p.Overtaget) != 0 {
		t.Errorf("given back: %v", p.Overtaget)
	}
	later := now.Add(2 * export.Lejemaal)
	if _, took := p.Overtag("c", later, alive); !took || len(p.Overtaget) != 1 || p.Overtaget[0] != (export.Overtagelse{Tid: later, Fra: "b", Til: "c"}) {
		t.Errorf("taken over: %v", p.Overtaget)
	}
	for range 20 {
		later = later.Add(2 * export.Lejemaal)
		p.Overtag("d", later, alive)
		later = later.Add(2 * export.Lejemaal)
		p.Overtag("c", later, alive)
	}
	if len(p.Overtaget) > 5 {
		t.Errorf("%d takeovers are remembered", len(p.Overtaget))
	}
}

// A clock that is put back makes no lease longer: what is held is free once a lease's time has gone by on the clock as it is now.
func TestALeaseNeverLastsLongerThanALease(t *testing.T) {
	t.Parallel()
	before := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	alive := func(string) bool { return false }
	p := export.Plan{Faser: []export.Fase{{Slags: export.FaseSager, Til: 10}}}
	p.Udlever("a", 5, before)
	if !p.TagForfra("a", before) {
		t.Fatal("nobody has the start-over")
	}
	now := before.Add(-time.Hour)
	if _, took := p.Overtag("b", now, alive); took || p.TagForfra("b", now) {
		t.Error("taken from a process that may live")
	}
	now = now.Add(export.Lejemaal)
	if _, took := p.Overtag("b", now, alive); !took || !p.TagForfra("b", now) {
		t.Error("held until the clock is again where it was")
	}
}

// While a process with a newer release of the catalogue is about, one with an older works on nothing: what it had sent would be the older's, and
// nobody would look at it again. An older program that is put back for good works in the end.
func TestTwoReleasesOfTheCatalogueDoNotUndoEachOther(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var p export.Plan
	may := func(katalog string, after time.Duration, want bool) {
		t.Helper()
		now = now.Add(after)
		if got := p.Foerer(katalog, now); got != want {
			t.Errorf("%s may work at %s: %v", katalog, now.Format(time.TimeOnly), got)
		}
	}
	may("2025-05", 0, true)
	may("2026-01", time.Second, true)
	may("2025-05", time.Second, false)
	may("2026-01", export.Overgang-time.Second, true)
	may("2025-05", time.Minute, false)
	may("2025-05", export.Overgang, true)
	may("2026-01", time.Second, true)
	may("2025-05", -time.Hour, true)
}

// A pass with one release that another takes over from is gone through again, all of it, also where the other is the one that was worked with
// before.
func TestAPassWithAnotherReleaseIsGoneThroughAgain(t *testing.T) {
	t.Parallel()
	p := export.Plan{SagSeq: 10, BevSeq: 10, Katalog: "a"}
	p.Indsaet(export.Nyt{Seq: 10, Katalog: "b"})
	p.Faser[0].Efter = 5 // half of it is worked with b
	if !p.Haster(export.Nyt{Seq: 10, Katalog: "a"}) {
		t.Error("a goes on where b stopped")
	}
	p.Indsaet(export.Nyt{Seq: 10, Katalog: "a"})
	want := []export.Fase{{Slags: export.FaseAlleSager, Til: 10}, {Slags: export.FaseAlleBevillinger, Til: 10, Katalog: "a"}}
	if !reflect.DeepEqual(p.Faser, want) {
		t.Errorf("%+v", p.Faser)
	}
	if p.Haster(export.Nyt{Seq: 10, Katalog: "a"}) {
		t.Error("it begins again and again")
	}
}
