package export_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

func TestR090_NothingIsSentBeforeActivation(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.activate(false)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), grantLine("b-1", 1, "s-1", "yd-1", ""))
	w.run()
	if w.faults.calls != 0 || len(w.held()) != 0 {
		t.Fatal("something was sent although Eksporter sager is not active")
	}
	if got := w.status().I(oio.ArtSag, projection.Venter); got != 1 {
		t.Errorf("1 case should wait, %d do", got)
	}
	w.addsUp()
	w.activate(true)
	w.run()
	w.agree()
	if len(w.held()) != 2 {
		t.Error("after activation the case and its grant should be there (R091)")
	}
}

func TestR029_AServiceMappedLateIsResentWithItsTypeAlsoWhenEndedUnderAClosedCase(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.decide(mapping.Ydelse, "yd-1", "uden-type") // what the care record alone would send
	w.feed(sagLine("s-1", 1, "st-1", "en-2", "2025-06-01"), grantLine("b-1", 1, "s-1", "yd-1", "2025-05-01"))
	w.run()
	if before := w.grantsIn()["b-1"]; before == nil || !before.Ydelsestype.UUID.IsZero() || before.Ydelsesnavn != "Diætist KOL" {
		t.Fatalf("the grant should first be there without a type: %+v", before)
	}
	w.decide(mapping.Ydelse, "yd-1", "type="+diaet)
	if sum := w.run(); sum.Sendt != 1 {
		t.Errorf("exactly the one grant should be sent again, %d were", sum.Sendt)
	}
	after := w.grantsIn()["b-1"]
	if after.Ydelsestype.Noegle != diaet || after.Ydelsesnavn != "Diætbehandling" {
		t.Errorf("the grant should have its type now: %+v", after)
	}
	history, err := w.index.Historik(context.Background(), oio.Korsbaek, oio.ArtBevilling, after.UUID)
	if err != nil || len(history) != 2 {
		t.Errorf("both registrations should be kept, got %d (%v)", len(history), err)
	}
	w.agree()
}

func TestR095_AUnitMappedAfterTheExportOfAClosedCaseHealsTheCase(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.decide(mapping.Enhed, "en-2", "fjern")
	w.feed(sagLine("s-1", 1, "st-1", "en-3", "2025-06-01"), grantLine("b-1", 1, "s-1", "yd-1", "2025-05-01"))
	w.run()
	if got := w.casesIn()["s-1"].Ansvarlig.UUID; got != fkTop {
		t.Fatalf("first the unit at the top answers for it (R071), got %s", got)
	}
	w.decide(mapping.Enhed, "en-2", "kombit="+fkB.String())
	w.run()
	if got := w.casesIn()["s-1"].Ansvarlig; got.UUID != fkB || got.Navn != "Visitation B" {
		t.Errorf("the closed case should have its unit now: %+v", got)
	}
	if got := w.grantsIn()["b-1"].Ansvarlig.UUID; got != fkB {
		t.Errorf("so should its grant, got %s", got)
	}
	w.agree()
}

func TestR028_AnUnmappedServiceIsHeldAndHasNeverBeenThere(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.decide(mapping.Ydelse, "yd-1", "fjern")
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), grantLine("b-1", 1, "s-1", "yd-1", ""))
	w.run()
	if n := w.status().I(oio.ArtBevilling, projection.Holdt); n != 1 {
		t.Errorf("the grant should be held, %d are", n)
	}
	w.decide(mapping.Ydelse, "yd-1", "type="+diaet)
	w.run()
	w.agree()
	for _, o := range w.faults.seen {
		if b, ok := o.(*oio.Bevilling); ok && b.Ydelsestype.UUID.IsZero() {
			t.Error("a grant without a type was sent although it should be held")
		}
	}
	if len(w.grantsIn()) != 1 {
		t.Error("mapped, the grant should be sent")
	}
}

func TestR096_RemovedMarkAndDeletedSourceAreGoneForGood(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.decide(mapping.Sagstype, "st-2", "kle=27.01.02")
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), grantLine("b-1", 1, "s-1", "yd-1", ""), sagLine("s-2", 1, "st-2", "en-2", ""))
	w.run()
	w.decide(mapping.Sagstype, "st-1", "fjern")
	w.run()
	w.agree()
	if cases := w.casesIn(); len(cases) != 1 || len(w.grantsIn()) != 0 {
		t.Fatalf("only the case of the other sagstype should be left, got %d", len(cases))
	}
	w.feed(`{"type":"slet","objekt":"sag","id":"s-2","version":2}`)
	w.run()
	w.agree()
	if len(w.held()) != 0 {
		t.Error("the deleted case should be gone")
	}
	if found, _ := w.index.Personer(context.Background(), adgang.Alt(oio.Korsbaek), oio.Borgernoegle{}, 10); len(found) != 0 {
		t.Error("a citizen without objects should be forgotten")
	}
}

func TestR100_ALargeDeletionWaitsForANamedPerson(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.limit = export.Graense{Procent: 2, Borgere: 100}
	for i := range 100 {
		w.feed(sagLine(fmt.Sprintf("s-%d", i), 1, "st-1", "en-2", ""))
	}
	w.run()
	w.feed(`{"type":"slet","objekt":"sag","id":"s-0","version":2}`)
	w.run()
	if n := len(w.held()); n != 99 {
		t.Fatalf("one of a hundred goes by itself, %d are left", n)
	}
	w.feed(`{"type":"slet","objekt":"sag","id":"s-1","version":2}`, `{"type":"slet","objekt":"sag","id":"s-2","version":2}`)
	if sum := w.run(); sum.Venter != 2 || len(w.held()) != 99 {
		t.Fatalf("with what went today this is more than 2 %%: it should wait; %+v, %d left", sum, len(w.held()))
	}
	s := w.status()
	if len(s.Sletninger) != 1 || s.Sletninger[0].Objekter != 2 || s.Sletninger[0].Borgere != 1 {
		t.Fatalf("the waiting deletion should show its numbers: %+v", s.Sletninger)
	}
	w.run()
	if len(w.held()) != 99 {
		t.Error("it should go on waiting")
	}
	ctx := context.Background()
	if err := w.db.GodkendSletning(ctx, oio.Korsbaek, s.Sletninger[0].Nr, " ", w.now()); err == nil {
		t.Error("a deletion was approved by nobody")
	}
	w.must(w.db.GodkendSletning(ctx, oio.Korsbaek, s.Sletninger[0].Nr, "Karen Holm", w.now()))
	w.run()
	w.agree()
	if len(w.held()) != 97 {
		t.Errorf("approved, both should go; %d left", len(w.held()))
	}
}

// Many removals are gathered part by part, so that nobody waits for the database meanwhile, and the brake judges them as one: each part alone would
// pass it.
func TestR100_WhatIsGatheredInPartsIsStoppedAsOne(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.limit = export.Graense{Procent: 20, Borgere: 100}
	for i := range 100 {
		w.feed(sagLine(fmt.Sprintf("s-%d", i), 1, "st-1", "en-2", ""))
	}
	w.run()
	w.exporter().Chunk = 10
	w.decide(mapping.Sagstype, "st-1", "fjern")
	w.run()
	waiting := w.status().Sletninger
	if len(w.held()) != 100 || len(waiting) != 1 || waiting[0].Objekter != 100 {
		t.Fatalf("a hundred should wait as one deletion: %d are left, %+v", len(w.held()), waiting)
	}
	w.must(w.db.GodkendSletning(context.Background(), oio.Korsbaek, waiting[0].Nr, "Karen Holm", w.now()))
	w.run()
	w.agree()
	if n := len(w.held()); n != 0 {
		t.Errorf("approved, all should go; %d left", n)
	}
}

// optaeller counts how often the removals are counted.
type optaeller struct {
	export.Store
	gange int
}

func (o *optaeller) OmfangTilSletning(ctx context.Context, kommune oio.CVR) (map[int64]export.Omfang, error) {
	o.gange++
	return o.Store.OmfangTilSletning(ctx, kommune)
}

// A deletion may wait for days. Rounds in which nothing happens do not count it again, however large it is; when something happens they do.
func TestR100_ADeletionThatWaitsCostsNothing(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.limit = export.Graense{Procent: 2, Borgere: 100}
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), sagLine("s-2", 1, "st-1", "en-2", ""))
	w.run()
	counted := &optaeller{Store: w.db}
	w.exporter().Store = counted
	w.decide(mapping.Sagstype, "st-1", "fjern")
	w.run()
	before := counted.gange
	for range 20 {
		if sum := w.run(); sum.Venter != 2 {
			t.Fatalf("%d objects wait, want 2", sum.Venter)
		}
	}
	if again := counted.gange - before; again > 1 {
		t.Errorf("counted %d times while nothing happened", again)
	}
	w.decide(mapping.Sagstype, "st-2", "kle=27.01.01")
	w.feed(`{"type":"slet","objekt":"sag","id":"s-2","version":2}`, sagLine("s-3", 1, "st-2", "en-2", ""))
	w.run()
	w.must(w.db.GodkendSletning(context.Background(), oio.Korsbaek, w.status().Sletninger[0].Nr, "Karen Holm", w.now()))
	w.run()
	w.agree()
	if _, there := w.casesIn()["s-3"]; !there || len(w.held()) != 1 {
		t.Errorf("approved, both should go and the new one stay: %d are left", len(w.held()))
	}
}

func TestR100_WhatReturnsWhileTheDeletionWaitsStays(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.limit = export.Graense{Procent: 2, Borgere: 100}
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), grantLine("b-1", 1, "s-1", "yd-1", ""))
	w.run()
	w.decide(mapping.Sagstype, "st-1", "fjern")
	w.run()
	w.decide(mapping.Sagstype, "st-1", "kle=27.01.01")
	w.run()
	w.agree()
	if len(w.held()) != 2 {
		t.Error("marked again, both objects should still be there")
	}
	if waiting := w.status().Sletninger; len(waiting) != 0 {
		t.Errorf("nothing is left of the deletion, yet it waits: %+v", waiting)
	}
}

// TestR096_ACaseWaitsForItsOwnGrants: a grant waits at the brake; its case stays until a person has let it go, and another case of the same
// citizen leaves meanwhile.
func TestR096_ACaseWaitsForItsOwnGrants(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), sagLine("s-2", 1, "st-1", "en-2", ""), grantLine("b-1", 1, "s-1", "yd-1", ""))
	w.run()
	w.limit = export.Graense{Procent: 0, Borgere: 100}
	w.feed(`{"type":"slet","objekt":"bevilling","id":"b-1","version":2}`)
	w.run()
	w.limit = export.Graense{Procent: 100, Borgere: 100}
	for _, id := range []string{"s-1", "s-2"} {
		w.feed(fmt.Sprintf(`{"type":"slet","objekt":"sag","id":%q,"version":2}`, id))
	}
	w.run()
	cases := w.casesIn()
	if cases["s-1"] == nil || cases["s-2"] != nil || w.grantsIn()["b-1"] == nil {
		t.Fatalf("the grant and its own case should be there, the other case not: %d cases, %d grants", len(cases), len(w.grantsIn()))
	}
	w.must(w.db.GodkendSletning(context.Background(), oio.Korsbaek, w.status().Sletninger[0].Nr, "Karen Holm", w.now()))
	w.clock = w.clock.Add(2 * time.Hour)
	w.run()
	w.agree()
	if n := len(w.held()); n != 0 {
		t.Errorf("approved, all should go; %d left", n)
	}
}

// TestTheLineOfAGrantNamesItsCaseInTheIndex: under which it was taken last, also where an older program has written no case.
func TestTheLineOfAGrantNamesItsCaseInTheIndex(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), sagLine("s-2", 1, "st-1", "en-2", ""), grantLine("b-1", 1, "s-1", "yd-1", ""))
	w.run()
	ctx := context.Background()
	grant := func() export.Post {
		lines, err := w.db.Poster(ctx, oio.Korsbaek, oio.ArtBevilling, []int64{1})
		w.must(err)
		return lines[1]
	}
	first := grant()
	old := first
	old.Sag = 0
	w.must(w.db.Skriv(ctx, oio.Korsbaek, []export.Post{old}, nil, export.Skrivning{}))
	w.touchAll()
	w.run()
	if got := grant().Sag; first.Sag == 0 || got != first.Sag {
		t.Errorf("a line from before, judged again, should name case %d, not %d", first.Sag, got)
	}
	w.faults.refuse = func(o oio.Objekt) bool { return o.ObjektArt() == oio.ArtBevilling }
	w.feed(grantLine("b-1", 2, "s-2", "yd-1", ""))
	w.run()
	if got := grant().Sag; got != first.Sag {
		t.Errorf("refused under the new case it is under %d still, not %d", first.Sag, got)
	}
	w.faults.refuse, w.faults.before = nil, errDown
	w.feed(grantLine("b-1", 3, "s-2", "yd-1", "2024-05-01"))
	if _, err := w.exporter().Run(ctx); err == nil {
		t.Fatal("the run should have stopped")
	}
	if got := grant().Sag; got != export.SagUvis {
		t.Errorf("never answered, it may hang under either case; the line says %d", got)
	}
	w.run()
	if got := grant().Sag; got == first.Sag || got <= 0 {
		t.Errorf("taken, it hangs under the new case; the line says %d", got)
	}
	w.agree()
}

func TestR103_ARefusedObjectIsParkedAndTriedAgainWhenItsCauseChanges(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.faults.refuse = func(o oio.Objekt) bool { s, ok := o.(*oio.Sag); return ok && s.Titel == "Sag s-1" }
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""), sagLine("s-2", 1, "st-1", "en-2", ""))
	if sum := w.run(); sum.Afvist != 1 || sum.Sendt != 1 {
		t.Fatalf("one should be sent and one refused: %+v", sum)
	}
	parked, err := w.db.Udestaaende(context.Background(), oio.Korsbaek, oio.ArtSag, projection.Afvist, 0, 10)
	if err != nil || len(parked) != 1 || parked[0].Fejl != "afvist i prøven" {
		t.Fatalf("it should be parked with the index's words: %+v %v", parked, err)
	}
	calls := w.faults.calls
	w.touchAll()
	w.run()
	if w.faults.calls != calls {
		t.Error("the same content was sent to be refused again")
	}
	w.retry = true
	if sum := w.run(); sum.Afvist != 1 {
		t.Errorf("asked to, it should be tried again and refused again: %+v", sum)
	}
	w.retry = false
	w.feed(sagLine("s-1", 2, "st-1", "en-2", "2025-01-01"))
	w.faults.refuse = nil
	w.run()
	w.agree()
}

func TestR003_ANumberThatLeavesKLERemovesNothing(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""))
	w.run()
	before := w.casesIn()["s-1"]
	plan, err := w.db.Plan(context.Background(), oio.Korsbaek, false)
	w.must(err)
	plan.Klasser = plan.Klasser[:2]
	w.must(w.db.GemPlan(context.Background(), oio.Korsbaek, plan, "", nil, w.now()))
	w.touchAll()
	w.run()
	if after := w.casesIn()["s-1"]; after == nil || after.KLE != before.KLE {
		t.Errorf("the case should keep its class: %+v", after)
	}
	w.agree()
}

func TestAnIdleRoundSendsNothing(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""))
	w.run()
	calls := w.faults.calls
	if sum := w.run(); sum != (export.Fremgang{}) || w.faults.calls != calls {
		t.Errorf("nothing changed, yet %+v", sum)
	}
}

func TestWaitingReferencesAreListedAndHeal(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(grantLine("b-1", 1, "s-1", "yd-9", ""))
	w.run()
	w.feed(sagLine("s-1", 1, "st-9", "en-9", ""))
	w.run()
	if n := w.status().I(oio.ArtSag, projection.Venter) + w.status().I(oio.ArtBevilling, projection.Venter); n != 2 {
		t.Fatalf("case and grant should wait for what they refer to, %d do", n)
	}
	w.feed(`{"type":"ydelse","id":"yd-9","version":1,"sagstype":"st-9","navn":"Madservice","standard":"FSIII","kode":"H1.11"}`,
		`{"type":"sagstype","id":"st-9","version":1,"navn":"Mad"}`, `{"type":"enhed","id":"en-9","version":1,"navn":"Ny","overordnet":"en-8"}`)
	w.decide(mapping.Sagstype, "st-9", "kle=27.01.02")
	w.run()
	if n := w.status().I(oio.ArtSag, projection.Venter); n != 1 {
		t.Fatalf("the case should wait for the unit above, %d do", n)
	}
	w.feed(`{"type":"enhed","id":"en-8","version":1,"navn":"Over","overordnet":"en-1"}`)
	w.run()
	w.agree()
	if len(w.held()) != 2 {
		t.Error("case and grant should be there now")
	}
}

func TestARemovalWhoseAnswerWasLostIsNotTakenForDone(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.feed(sagLine("s-1", 1, "st-1", "en-2", ""))
	w.run()
	w.decide(mapping.Sagstype, "st-1", "fjern")
	w.faults.after = errDown
	if _, err := w.exporter().Run(context.Background()); err == nil {
		t.Fatal("the run should have stopped")
	}
	w.decide(mapping.Sagstype, "st-1", "kle=27.01.01") // just the content that was removed
	w.run()
	w.agree()
}

// TestFailingAtTheKthCallNeverLosesAnything breaks the index before and after its work, at every call there is.
func TestFailingAtTheKthCallNeverLosesAnything(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		for k := 1; ; k++ {
			w := ready(t)
			w.chunk = 2
			failing := &kth{Indeks: w.index, k: k, after: after}
			w.faults.inner = failing
			history(w)
			for {
				if _, err := w.exporter().Run(context.Background()); err == nil {
					break
				}
				w.restart()
				failing.Indeks, w.faults.inner = w.index, failing
			}
			w.decide(mapping.Sagstype, "st-1", "kle=27.01.02")
			w.decide(mapping.Sagstype, "st-2", "fjern")
			for {
				if _, err := w.exporter().Run(context.Background()); err == nil {
					break
				}
			}
			w.agree()
			if failing.calls < k {
				break
			}
		}
	}
}

func history(w *world) {
	w.decide(mapping.Sagstype, "st-2", "kle=27.01.02")
	for i := range 5 {
		sag := fmt.Sprintf("s-%d", i)
		w.feed(sagLine(sag, 1, "st-1", "en-2", ""), grantLine("b-"+sag, 1, sag, "yd-1", ""), sagLine("x"+sag, 1, "st-2", "en-3", ""))
	}
}

// kth fails once, at the k-th call.
type kth struct {
	export.Indeks
	k, calls int
	after    bool
}

func (f *kth) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	return f.call(func() ([]export.Svar, error) { return f.Indeks.Importer(ctx, kommune, objects) })
}

func (f *kth) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	return f.call(func() ([]export.Svar, error) { return f.Indeks.Fjern(ctx, kommune, art, ids) })
}

func (f *kth) call(do func() ([]export.Svar, error)) ([]export.Svar, error) {
	f.calls++
	if f.calls != f.k {
		return do()
	}
	if f.after {
		if _, err := do(); err != nil {
			return nil, err
		}
	}
	return nil, errDown
}
