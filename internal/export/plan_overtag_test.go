package export_test

import (
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
