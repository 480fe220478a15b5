package export_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/store/sqlite"
)

// ur stands still until it is moved.
type ur struct {
	mu sync.Mutex
	t  time.Time
}

func (u *ur) nu() time.Time {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.t
}

func (u *ur) frem(d time.Duration) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.t = u.t.Add(d)
}

// delt is a municipality that several processes export, with a clock that is moved by hand.
type delt struct {
	*world
	ur *ur
}

func delte(t *testing.T, sager int) *delt {
	t.Helper()
	w := ready(t)
	d := &delt{world: w, ur: &ur{t: w.clock}}
	w.must(w.db.Close())
	db, err := sqlite.Open(context.Background(), w.dir+"/w.db", sqlite.Options{CacheMiB: 4, Nu: d.ur.nu})
	w.must(err)
	w.db = db
	w.index.Store = db
	var lines []string
	for i := range sager {
		lines = append(lines, sagLine(fmt.Sprintf("s-%d", i), 1, "st-1", "en-2", ""), grantLine(fmt.Sprintf("b-%d", i), 1, fmt.Sprintf("s-%d", i), "yd-1", ""))
	}
	w.feed(lines...)
	return d
}

// proces is one of the processes; target stands between it and the indexes.
func (d *delt) proces(name string, target export.Indeks) *export.Exporter {
	return &export.Exporter{Store: d.db, Kommune: oio.Korsbaek, Noegler: d.keys, SDI: target, YDI: target, Nu: d.ur.nu, Holder: name, Chunk: 4,
		Graense: func(context.Context) (export.Graense, error) { return d.limit, nil }}
}

func (d *delt) trin(x *export.Exporter) export.Udfald {
	d.t.Helper()
	outcome, err := x.Trin(context.Background())
	d.must(err)
	return outcome
}

// kaldt is an index that tells of each call before it does it.
type kaldt struct {
	export.Indeks
	foer func([]oio.Objekt) error
	svar func(objects []oio.Objekt) error // after the work is done

	mu    sync.Mutex
	sendt []string
	kald  int
}

func (k *kaldt) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	plain := make([]oio.Objekt, len(objects))
	for i := range objects {
		plain[i] = objects[i].Objekt
	}
	k.mu.Lock()
	k.kald++
	k.mu.Unlock()
	if k.foer != nil {
		if err := k.foer(plain); err != nil {
			return nil, err
		}
	}
	answers, err := k.Indeks.Importer(ctx, kommune, objects)
	k.mu.Lock()
	for _, o := range plain {
		k.sendt = append(k.sendt, noegle(o))
	}
	k.mu.Unlock()
	if err == nil && k.svar != nil {
		if err := k.svar(plain); err != nil {
			return nil, err
		}
	}
	return answers, err
}

func TestTwoProcessesShareOneMunicipality(t *testing.T) {
	t.Parallel()
	d := delte(t, 40)
	one, two := &kaldt{Indeks: d.index}, &kaldt{Indeks: d.index}
	a, b := d.proces("a", one), d.proces("b", two)
	for d.trin(a) != export.Intet || d.trin(b) != export.Intet {
		d.trin(b)
	}
	d.agree()
	if len(one.sendt) == 0 || len(two.sendt) == 0 {
		t.Errorf("one process sent %d, the other %d: the work is not shared", len(one.sendt), len(two.sendt))
	}
	all := slices.Concat(one.sendt, two.sendt)
	slices.Sort(all)
	if len(slices.Compact(all)) != 80 || len(one.sendt)+len(two.sendt) != 80 {
		t.Errorf("%d sends of 80 objects", len(one.sendt)+len(two.sendt))
	}
}

func TestADeadProcessIsReplacedWhenItsLeaseRunsOut(t *testing.T) {
	t.Parallel()
	d := delte(t, 8)
	d.must(d.db.Planlaeg(context.Background(), oio.Korsbaek, func(p export.Planlaegning) error {
		stand, err := d.db.Stand(context.Background(), oio.Korsbaek)
		p.Plan().Indsaet(export.Nyt{Seq: stand.Seq})
		p.Plan().Udlever("dead", stand.Seq, p.Nu())
		return err
	}))
	b := d.proces("b", d.index)
	if got := d.trin(b); got != export.Venter {
		t.Fatalf("while the lease runs the outcome is %d, want to wait", got)
	}
	d.ur.frem(export.Lejemaal + time.Second)
	if got := d.trin(b); got != export.Arbejdet {
		t.Fatalf("after it the outcome is %d, want work", got)
	}
	for d.trin(b) != export.Intet {
	}
	d.agree()
}

func TestAProcessThatIsKnownToBeDeadIsReplacedAtOnce(t *testing.T) {
	t.Parallel()
	d := delte(t, 8)
	d.must(d.db.Planlaeg(context.Background(), oio.Korsbaek, func(p export.Planlaegning) error {
		p.Plan().Indsaet(export.Nyt{Seq: 16})
		p.Plan().Udlever("dead", 16, p.Nu())
		return nil
	}))
	b := d.proces("b", d.index)
	b.Doed = func(holder string) bool { return holder == "dead" }
	if got := d.trin(b); got != export.Arbejdet {
		t.Fatalf("outcome %d, want work at once", got)
	}
}

// TestAProcessThatWakesUpTooLateWritesNothing freezes one process in the middle of a call until another has taken its part over and the
// source has moved on.
func TestAProcessThatWakesUpTooLateWritesNothing(t *testing.T) {
	t.Parallel()
	d := delte(t, 3)
	b := d.proces("b", d.index)
	frozen := false
	a := d.proces("a", &kaldt{Indeks: d.index, svar: func([]oio.Objekt) error {
		if frozen {
			return nil
		}
		frozen = true
		d.ur.frem(export.Lejemaal + time.Second)
		d.must(forsoeg(b))
		d.feed(sagLine("s-0", 2, "st-1", "en-2", "2025-01-01"))
		d.must(forsoeg(b))
		return nil
	}})
	if _, err := a.Trin(context.Background()); !errors.Is(err, export.ErrMistet) {
		t.Fatalf("the late write answers %v, want that the part is lost", err)
	}
	d.must(forsoeg(a))
	d.agree()
}

func forsoeg(x *export.Exporter) error {
	_, err := x.Run(context.Background())
	return err
}

func TestADecisionInTheMiddleOfALoadIsWorkedAtOnce(t *testing.T) {
	t.Parallel()
	d := delte(t, 40)
	target := &kaldt{Indeks: d.index}
	a := d.proces("a", target)
	for range 3 {
		d.trin(a)
	}
	d.decide(mapping.Sagstype, "st-1", "kle=27.01.02")
	before := len(target.sendt)
	d.trin(a)
	for i, id := range target.sendt[before:] {
		if id != fmt.Sprintf("s-%d", i) {
			t.Fatalf("after the decision %v is sent, want what was sent before again", target.sendt[before:])
		}
	}
	stand, err := d.db.Stand(context.Background(), oio.Korsbaek)
	d.must(err)
	if stand.SagSeq == 0 || stand.SagSeq >= stand.Seq || !stand.Undervejs {
		t.Errorf("the load stands at %+v, want in the middle", stand)
	}
	again := d.proces("another", target) // a new process goes on where the other stopped
	d.must(forsoeg(again))
	d.agree()
	if n := len(target.sendt) - before; n > 80+12 {
		t.Errorf("%d sends after the decision: the load began anew", n)
	}
}

// TestR091_TenChangesToOneObjectInAMinuteAreOneCall holds changes of the same object together for as long as is agreed.
func TestR091_TenChangesToOneObjectInAMinuteAreOneCall(t *testing.T) {
	t.Parallel()
	d := delte(t, 2)
	target := &kaldt{Indeks: d.index}
	a := d.proces("a", target)
	d.must(forsoeg(a))
	target.kald = 0
	a.Samling = func(context.Context) (time.Duration, error) { return 30 * time.Second, nil }
	for version := 2; version < 12; version++ {
		d.clock = d.ur.nu()
		d.feed(sagLine("s-1", version, "st-1", "en-2", fmt.Sprintf("2025-01-%02d", version)))
		_, err := a.Tjen(context.Background())
		d.must(err)
		d.ur.frem(2 * time.Second)
	}
	if target.kald != 0 {
		t.Fatalf("%d calls while changes still come", target.kald)
	}
	d.ur.frem(30 * time.Second)
	_, err := a.Tjen(context.Background())
	d.must(err)
	if target.kald != 1 {
		t.Errorf("%d calls for ten changes, want one", target.kald)
	}
	d.agree()
}

// fart is an agreement with a target for the tests: bundles of two, one call at a time.
func (d *delt) fart(a export.Aftale) *export.Fart {
	return &export.Fart{Aftale: func() export.Aftale { return a }, Nu: d.ur.nu, Vent: func(_ context.Context, wait time.Duration) error {
		d.ur.frem(wait)
		return nil
	}}
}

func TestOneObjectThatTheIndexFallsOverHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	d := delte(t, 12)
	target := &kaldt{Indeks: d.index, foer: func(objects []oio.Objekt) error {
		if slices.ContainsFunc(objects, func(o oio.Objekt) bool { return noegle(o) == "s-5" }) {
			return errors.New("500 internal error")
		}
		return nil
	}}
	a := d.proces("a", target)
	a.FartSDI, a.FartYDI = d.fart(export.Aftale{Portion: 3}), d.fart(export.Aftale{Portion: 3})
	for range 400 {
		_, _ = a.Tjen(context.Background())
		d.ur.frem(30 * time.Second)
	}
	if held := d.casesIn(); len(held) != 11 || held["s-5"] != nil {
		t.Fatalf("the index holds %d cases, want all but one", len(held))
	}
	aside, err := d.db.Udestaaende(context.Background(), oio.Korsbaek, oio.ArtSag, projection.Afvist, 0, 9)
	d.must(err)
	if len(aside) != 1 || aside[0].Fejl == "" || aside[0].Naeste == 0 {
		t.Fatalf("set aside: %+v, want the one with the words and a next try", aside)
	}
	target.foer = nil
	_, err = d.db.Genproev(context.Background(), oio.Korsbaek, true)
	d.must(err)
	d.must(forsoeg(a))
	d.agree()
}

func TestADownTargetIsLeftAloneAndThenServed(t *testing.T) {
	t.Parallel()
	d := delte(t, 12)
	down := true
	target := &kaldt{Indeks: d.index, foer: func([]oio.Objekt) error {
		if down {
			return errDown
		}
		return nil
	}}
	a := d.proces("a", target)
	a.FartSDI = d.fart(export.Aftale{Portion: 1})
	for range 20 {
		_, _ = a.Tjen(context.Background())
	}
	if target.kald != 3 {
		t.Errorf("%d calls to a target that is down, want three and then peace", target.kald)
	}
	if why, until := a.FartSDI.Hvorfor(); why != export.LukketNede || !until.After(d.ur.nu()) {
		t.Errorf("the reason is %q until %v", why, until)
	}
	d.ur.frem(-time.Hour)
	if why, until := a.FartSDI.Hvorfor(); why != "" {
		t.Errorf("a clock put back an hour closes it until %v: %q", until, why)
	}
	d.ur.frem(time.Hour)
	down = false
	d.ur.frem(time.Minute)
	_, err := a.Tjen(context.Background())
	d.must(err)
	d.agree()
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	d := delte(t, 3)
	busy := true
	target := &kaldt{Indeks: d.index, foer: func([]oio.Objekt) error {
		if busy {
			return &export.Travlt{Efter: 90 * time.Second, Err: errors.New("429")}
		}
		return nil
	}}
	a := d.proces("a", target)
	a.FartSDI = d.fart(export.Aftale{})
	_, _ = a.Tjen(context.Background())
	busy = false
	d.ur.frem(89 * time.Second)
	_, err := a.Tjen(context.Background())
	d.must(err)
	if target.kald != 1 {
		t.Fatalf("%d calls before the target wanted any", target.kald)
	}
	d.ur.frem(2 * time.Second)
	_, err = a.Tjen(context.Background())
	d.must(err)
	d.agree()
}

func TestNothingIsSentInQuietHoursOrWhilePaused(t *testing.T) {
	t.Parallel()
	d := delte(t, 3)
	target := &kaldt{Indeks: d.index}
	a := d.proces("a", target)
	at := d.ur.nu().UTC()
	since := time.Duration(at.Hour()) * time.Hour
	a.FartSDI = d.fart(export.Aftale{Stille: politik.Stilletid{Fra: since, Til: since + 2*time.Hour}})
	d.must(forsoeg(a))
	if target.kald != 0 || d.trin(a) != export.Lukket {
		t.Fatalf("%d calls in quiet hours", target.kald)
	}
	d.ur.frem(3 * time.Hour)
	pause := func(p *export.Pause) {
		d.must(d.db.Planlaeg(context.Background(), oio.Korsbaek, func(t export.Planlaegning) error {
			t.Plan().Pause = p
			return nil
		}))
	}
	pause(&export.Pause{Af: "Karen Holm", Siden: d.ur.nu()})
	d.must(forsoeg(a))
	if target.kald != 0 {
		t.Fatalf("%d calls while paused", target.kald)
	}
	pause(nil)
	d.must(forsoeg(a))
	d.agree()
}

// TestR103_WhatWasNeverAnsweredIsReadBackBeforeItIsSentAgain loses the answer of a call that did its work.
func TestR103_WhatWasNeverAnsweredIsReadBackBeforeItIsSentAgain(t *testing.T) {
	t.Parallel()
	d := delte(t, 3)
	lost := true
	target := &laesbar{kaldt{Indeks: d.index, svar: func(objects []oio.Objekt) error {
		if lost && objects[0].ObjektArt() == oio.ArtSag {
			return errDown
		}
		return nil
	}}, d}
	a := d.proces("a", target)
	if err := forsoeg(a); err == nil {
		t.Fatal("the lost answer should have stopped the run")
	}
	lost = false
	target.sendt = nil
	d.must(forsoeg(a))
	d.agree()
	for _, id := range target.sendt {
		if id[0] == 's' {
			t.Errorf("case %s was sent again although the index has it", id)
		}
	}
}

type laesbar struct {
	kaldt
	d *delt
}

func (l *laesbar) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	return l.d.index.ObjekterMed(ctx, kommune, ids)
}

func TestCallsAreMadeAtTheSameTimeAsFarAsIsAgreed(t *testing.T) {
	t.Parallel()
	d := delte(t, 40)
	var mu sync.Mutex
	now, most := 0, 0
	target := &kaldt{Indeks: d.index, foer: func([]oio.Objekt) error {
		mu.Lock()
		defer mu.Unlock()
		now++
		most = max(most, now)
		return nil
	}, svar: func([]oio.Objekt) error {
		mu.Lock()
		defer mu.Unlock()
		now--
		return nil
	}}
	a := d.proces("a", target)
	a.Chunk = 40
	a.FartSDI, a.FartYDI = d.fart(export.Aftale{Portion: 1, Samtidige: 3}), d.fart(export.Aftale{Portion: 1, Samtidige: 3})
	d.must(forsoeg(a))
	d.agree()
	if most > 3 {
		t.Errorf("%d calls at the same time, three are agreed", most)
	}
	if loft := a.FartSDI.Loft(); loft != 3 {
		t.Errorf("after 40 good answers %d calls are made at the same time, want the three agreed", loft)
	}
}

// TestTwoPartsAtTheSameTimeKeepToOneCeiling lets two workers of a process have a part each, all in one call, and the first call wait for another:
// where one call at a time is agreed, none may come.
func TestTwoPartsAtTheSameTimeKeepToOneCeiling(t *testing.T) {
	t.Parallel()
	d := delte(t, 40)
	var calls, now, most atomic.Int32
	another := make(chan struct{})
	target := &kaldt{Indeks: d.index, foer: func([]oio.Objekt) error {
		if now.Add(1) > 1 {
			most.Add(1)
		}
		switch calls.Add(1) {
		case 1:
			select {
			case <-another:
			case <-time.After(100 * time.Millisecond):
			}
		case 2:
			close(another)
		}
		return nil
	}, svar: func([]oio.Objekt) error {
		now.Add(-1)
		return nil
	}}
	a := d.proces("a", target)
	a.Chunk, a.Arbejdere = 10, 2
	a.FartSDI, a.FartYDI = d.fart(export.Aftale{Portion: 100, Samtidige: 1}), d.fart(export.Aftale{Portion: 100, Samtidige: 1})
	d.must(forsoeg(a))
	d.agree()
	if calls.Load() < 4 || most.Load() > 0 {
		t.Errorf("%d of %d calls came while another was under way; one at a time is agreed", most.Load(), calls.Load())
	}
}

// TestR098_TheAgreedPaceIsKeptByAllProcessesTogether counts the time two processes take, by a clock that only waiting moves.
func TestR098_TheAgreedPaceIsKeptByAllProcessesTogether(t *testing.T) {
	t.Parallel()
	d := delte(t, 20)
	agreed := export.Aftale{Portion: 2, PrSekund: 4}
	a, b := d.proces("a", d.index), d.proces("b", d.index)
	for _, x := range []*export.Exporter{a, b} {
		x.FartSDI, x.FartYDI = d.fart(agreed), d.fart(agreed)
	}
	began := d.ur.nu()
	for d.trin(a) != export.Intet || d.trin(b) != export.Intet {
		d.trin(b)
	}
	d.agree()
	// 20 cases, then 20 grants, four a second, two a call: the last call of each begins when all before it have had their time.
	if took := d.ur.nu().Sub(began); took < 9*time.Second || took > 11*time.Second {
		t.Errorf("40 objects at 4 a second took %v", took)
	}
}

// TestR098_ThePaceAgreedForADayIsKept: the lower of what the municipality has chosen and what is agreed for the day counts, read once a minute.
func TestR098_ThePaceAgreedForADayIsKept(t *testing.T) {
	t.Parallel()
	d := delte(t, 20)
	var asked atomic.Int32
	day := &export.Aftalt{Nu: d.ur.nu, Laes: func(_ context.Context, dag oio.Dato) (float64, float64, error) {
		asked.Add(1)
		if dag != oio.DatoOf(d.clock) {
			return 0, 0, nil
		}
		return 2, 100, nil
	}}
	pace := func(art oio.Art) *export.Fart {
		f := d.fart(export.Aftale{})
		f.Aftale = func() export.Aftale { return export.Aftale{Portion: 2, PrSekund: day.Loft(art, 4)} }
		return f
	}
	a := d.proces("a", d.index)
	a.FartSDI, a.FartYDI = pace(oio.ArtSag), pace(oio.ArtBevilling)
	began := d.ur.nu()
	d.must(forsoeg(a))
	d.agree()
	// 20 cases at the two a second agreed for the day, then 20 grants at the four that the municipality has chosen; the last call of each has its time afterwards.
	if took := d.ur.nu().Sub(began); took < 13*time.Second || took > 15*time.Second {
		t.Errorf("20 objects at 2 and 20 at 4 a second took %v", took)
	}
	if asked.Load() != 1 {
		t.Errorf("what is agreed was read %d times in 15 seconds", asked.Load())
	}
	d.ur.frem(24 * time.Hour)
	if got := day.Loft(oio.ArtSag, 4); got != 4 || asked.Load() != 2 {
		t.Errorf("the day after, the pace is %v", got)
	}
	if got := day.Loft(oio.ArtSag, 0); got != 0 {
		t.Errorf("where nothing is agreed, the pace is %v", got)
	}
}

// TestR098_WhatIsAgreedStaysWhenItCannotBeRead keeps to the ceiling known last.
func TestR098_WhatIsAgreedStaysWhenItCannotBeRead(t *testing.T) {
	t.Parallel()
	clock := &ur{t: time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)}
	broken := false
	day := &export.Aftalt{Nu: clock.nu, Laes: func(context.Context, oio.Dato) (float64, float64, error) {
		if broken {
			return 0, 0, errors.New("no database")
		}
		return 3, 0, nil
	}}
	if got := day.Loft(oio.ArtSag, 0); got != 3 {
		t.Errorf("the pace is %v, want the three agreed", got)
	}
	broken = true
	clock.frem(2 * time.Minute)
	if got := day.Loft(oio.ArtSag, 10); got != 3 {
		t.Errorf("without a database the pace is %v", got)
	}
	broken = false
	if got := day.Loft(oio.ArtBevilling, 10); got != 10 {
		t.Errorf("grants go at %v", got)
	}
}
