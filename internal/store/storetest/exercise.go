// Package storetest is the storage contract as a test: every store passes Exercise before anything else is written for it. Only
// tests import it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
)

// Two municipalities of the exercise.
const (
	ours   = oio.Korsbaek
	theirs = oio.CVR("22222222")
)

var (
	bg   = context.Background()
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// Exercise holds an implementation to the contract. open gives a new, empty store; Exercise closes it.
func Exercise(t *testing.T, open func(t *testing.T) store.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, store.Store)
	}{
		{"an empty store answers with nothing", exerciseEmpty},
		{"municipalities never see each other", exerciseKommuner},
		{"mirror: what is kept is known", exerciseKendte},
		{"mirror: stamdata keep their line", exerciseStamdata},
		{"mirror: a failed write leaves nothing", exerciseRollback},
		{"mirror: change numbers follow every write", exerciseSeq},
		{"mirror: a full file shows what is missing", exerciseFuld},
		{"mirror: cuts", exerciseUdsnit},
		{"mirror: touched inputs wait until done", exerciseOpgaver},
		{"ledger: posts, dense and sparse", exercisePoster},
		{"ledger: counts move", exerciseAntal},
		{"ledger: what it has not heard of", exerciseUplanlagt},
		{"ledger: deletions wait for a name", exerciseSletninger},
		{"ledger: refused posts", exerciseParkerede},
		{"index: add, replace, repeat", exerciseGem},
		{"index: remove with history and citizen", exerciseFjern},
		{"index: search by each field, in pages", exerciseSoeg},
		{"index: citizens by key, in pages and by name", exercisePersoner},
		{"policy: the last choice holds", exercisePolitik},
		{"decisions: a history", exerciseBeslutninger},
		{"KLE: classes that vanish are kept aside", exercisePlan},
		{"organisation: replaced whole", exerciseOrganisation},
		{"activation", exerciseAktiver},
		{"grundlag gathers all of it", exerciseGrundlag},
		{"daily figures", exerciseTal},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			t.Cleanup(func() { ok(t, s.Close()) })
			c.run(t, s)
		})
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		ok(t, err)
		return v
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func inMirror(t *testing.T, s store.Store, do func(mirror.Tx) error) {
	t.Helper()
	ok(t, s.WriteMirror(bg, ours, do))
}

func save(t *testing.T, s store.Store, more mirror.Antal, rows ...mirror.Raekke) {
	t.Helper()
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Gem(bg, rows, more) })
}

func sagRow(id string, version int64) mirror.Raekke {
	return mirror.Raekke{Type: eoj.TypeSag, ID: id, Version: version, Slettet: -1, Modtaget: noon, Linje: []byte("sealed " + id),
		Sagstype: "st-1", Enhed: "en-1", Borger: citizen(1)}
}

func bevillingRow(id, sag string, version int64) mirror.Raekke {
	return mirror.Raekke{Type: eoj.TypeBevilling, ID: id, Version: version, Slettet: -1, Modtaget: noon, Linje: []byte("sealed " + id),
		Sag: sag, Ydelse: "yd-1"}
}

// gone is the row a deletion leaves.
func gone(r mirror.Raekke, version int64, swept bool) mirror.Raekke {
	return mirror.Raekke{Type: r.Type, ID: r.ID, Version: version, Slettet: version, Fejet: swept, Modtaget: noon}
}

func citizen(n byte) oio.Borgernoegle { return oio.Borgernoegle{0: n, 15: n} }

func known(t *testing.T, s store.Store, typ eoj.Type, ids ...string) map[string]mirror.Kendt {
	t.Helper()
	var found map[string]mirror.Kendt
	inMirror(t, s, func(tx mirror.Tx) (err error) {
		found, err = tx.Kendte(bg, typ, ids)
		return err
	})
	return found
}

func lines(t *testing.T, s store.Store, typ eoj.Type, ids ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	inMirror(t, s, func(tx mirror.Tx) error {
		kept, err := tx.Linjer(bg, typ, ids)
		for id, line := range kept {
			found[id] = string(line)
		}
		return err
	})
	return found
}

func exerciseEmpty(t *testing.T, s store.Store) {
	same(t, "stand", must(s.Stand(bg, ours))(t), export.Stand{})
	same(t, "policy", must(s.Politik(bg, ours))(t), politik.Default(ours))
	if n := must(s.Organisation(bg, ours))(t).Len(); n != 0 {
		t.Errorf("organisation has %d units", n)
	}
	if plan := must(s.Plan(bg, ours, true))(t); plan == nil || len(plan.Klasser) != 0 {
		t.Errorf("KLE: %v", plan)
	}
	same(t, "figures", must(s.IndeksTal(bg, ours))(t), store.IndeksTal{})
	for what, moment := range map[string]time.Time{"last load": must(s.SidstIndlaest(bg, ours))(t), "organisation": must(s.OrganisationHentet(bg, ours))(t)} {
		if !moment.IsZero() {
			t.Errorf("%s at %v, want never", what, moment)
		}
	}
	if g := must(s.Grundlag(bg, ours))(t); g.Mapping == nil || g.KLE == nil || g.Organisation == nil || g.Katalog == nil {
		t.Errorf("grundlag has holes: %+v", g)
	}
	if len(must(s.Kommuner(bg))(t)) != 0 {
		t.Error("an empty store has municipalities")
	}
	ok(t, s.FjernObjekter(bg, ours, oio.ArtSag, []oio.UUID{{1}}))
	ok(t, s.GemObjekter(bg, ours, nil, nil))
	ok(t, s.Skriv(bg, ours, nil, nil, export.Faerdig{}))
	if _, err := s.Stand(bg, "no number"); err == nil {
		t.Error("a municipality that is no CVR number was taken")
	}
}

func exerciseKommuner(t *testing.T, s store.Store) {
	fill(t, s)
	one := seal.Aftryk{1}
	ok(t, s.Skriv(bg, ours, []export.Post{{Art: oio.ArtSag, Nr: 1, UUID: oio.UUID{1}, Grund: projection.TilSletning, Oensket: one}, {Art: oio.ArtSag, Nr: 2, Grund: projection.Afvist}},
		map[export.Taelling]int{{Sagstype: "st-1", Art: oio.ArtSag}: 1}, export.Faerdig{SagSeq: 1}))
	ok(t, s.OpretSletning(bg, ours, export.Sletning{Tid: noon, Objekter: 1, Borgere: 1, Venter: true}))
	same(t, "municipalities", must(s.Kommuner(bg))(t), []oio.CVR{ours})

	empty := func(what string, n int, err error) {
		t.Helper()
		ok(t, err)
		if n != 0 {
			t.Errorf("%s: the other municipality sees %d", what, n)
		}
	}
	ok(t, s.WriteMirror(bg, theirs, func(tx mirror.Tx) error {
		for _, typ := range []eoj.Type{eoj.TypeSagstype, eoj.TypeSag, eoj.TypeBevilling} {
			found, err := tx.Kendte(bg, typ, []string{"st-1", "s-1", "b-1"})
			empty("Kendte", len(found), err)
			kept, err := tx.Linjer(bg, typ, []string{"st-1", "s-1", "b-1"})
			empty("Linjer", len(kept), err)
		}
		missing, err := tx.Mangler(bg, eoj.TypeSag, "", 10)
		empty("Mangler", len(missing), err)
		return nil
	}))
	stand, err := s.Stand(bg, theirs)
	empty("Stand", int(stand.Seq)+stand.Sager, err)
	tasks, err := s.Opgaver(bg, theirs)
	empty("Opgaver", len(tasks), err)
	changed, err := s.AendredeSager(bg, theirs, 0, 99, 9)
	empty("AendredeSager", len(changed), err)
	grants, err := s.AendredeBevillinger(bg, theirs, 0, 99, 9)
	empty("AendredeBevillinger", len(grants), err)
	changed, err = s.SagerI(bg, theirs, export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, 99, 0, 9)
	empty("SagerI", len(changed), err)
	grants, err = s.BevillingerI(bg, theirs, export.Udsnit{Slags: projection.BeroertYdelse, ID: "yd-1"}, 99, 0, 9)
	empty("BevillingerI", len(grants), err)
	grants, err = s.BevillingerUnder(bg, theirs, []string{"s-1"}, 99)
	empty("BevillingerUnder", len(grants), err)
	changed, err = s.SagerMed(bg, theirs, []string{"s-1"})
	empty("SagerMed", len(changed), err)
	posts, err := s.Poster(bg, theirs, oio.ArtSag, []int64{1, 2})
	empty("Poster", len(posts), err)
	counts, err := s.Antal(bg, theirs)
	empty("Antal", len(counts), err)
	fresh, lost, err := s.Uplanlagt(bg, theirs, oio.ArtSag)
	empty("Uplanlagt", fresh+lost, err)
	list, err := s.TilSletning(bg, theirs, oio.ArtSag, 1, 0, 9)
	empty("TilSletning", len(list), err)
	objects, citizens, err := s.AntalTilSletning(bg, theirs, 1)
	empty("AntalTilSletning", objects+citizens, err)
	deletions, err := s.Sletninger(bg, theirs)
	empty("Sletninger", len(deletions), err)
	list, err = s.Parkerede(bg, theirs, oio.ArtSag, 0, 9)
	empty("Parkerede", len(list), err)
	if err := s.GodkendSletning(bg, theirs, 1, "Inge Andersen", noon); err == nil {
		t.Error("the other municipality approved our deletion")
	}

	ok(t, s.FjernObjekter(bg, theirs, oio.ArtSag, []oio.UUID{{1}}))
	same(t, "our objects after their removal", search(t, s, index.Soegning{}), []string{"1", "2"})
	n := 0
	ok(t, s.SoegObjekter(bg, theirs, index.Soegning{}, func(index.Raekke) error { n++; return nil }))
	empty("SoegObjekter", n, nil)
	history, err := s.Registreringer(bg, theirs, oio.ArtSag, oio.UUID{1})
	empty("Registreringer", len(history), err)
	people, err := s.Personer(bg, theirs, oio.Borgernoegle{}, 9)
	empty("Personer", len(people), err)
	people, err = s.PersonerNavn(bg, theirs, "ida", 9)
	empty("PersonerNavn", len(people), err)
	if _, found, err := s.PersonMed(bg, theirs, citizen(1)); err != nil || found {
		t.Errorf("PersonMed: %v, %v", found, err)
	}

	same(t, "their policy", must(s.Politik(bg, theirs))(t), politik.Default(theirs))
	decided, err := s.Beslutninger(bg, theirs)
	empty("Beslutninger", len(decided), err)
	tree, err := s.Organisation(bg, theirs)
	empty("Organisation", tree.Len(), err)
	plan, err := s.Plan(bg, theirs, true)
	empty("Plan", len(plan.Klasser)+len(plan.Handlingsfacetter), err)
	units, err := s.SagerPrEnhed(bg, theirs, "st-1")
	empty("SagerPrEnhed", len(units), err)
	same(t, "their figures", must(s.IndeksTal(bg, theirs))(t), store.IndeksTal{})
	if when := must(s.SidstIndlaest(bg, theirs))(t); !when.IsZero() {
		t.Error("the other municipality sees our load")
	}
	g := must(s.Grundlag(bg, theirs))(t)
	empty("Grundlag", len(g.Sagstyper)+len(g.Ydelser)+len(g.Enheder), nil)
}

// fill puts a little of everything into one municipality.
func fill(t *testing.T, s store.Store) {
	t.Helper()
	inMirror(t, s, func(tx mirror.Tx) error {
		return errors.Join(
			tx.Gem(bg, []mirror.Raekke{{Type: eoj.TypeSagstype, ID: "st-1", Version: 1, Slettet: -1, Linje: []byte(`{"type":"sagstype","id":"st-1","version":1,"navn":"Hjælp"}`)}}, mirror.Antal{}),
			tx.Gem(bg, []mirror.Raekke{sagRow("s-1", 1)}, mirror.Antal{Sager: 1}),
			tx.Gem(bg, []mirror.Raekke{bevillingRow("b-1", "s-1", 1)}, mirror.Antal{Bevillinger: 1}),
			tx.Beroer(bg, []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}}),
			tx.Indlaest(bg, noon, mirror.Sum{Linjer: 3, Taget: 3}))
	})
	ok(t, s.SetPolitik(bg, ours, "hold-back", "false", "Inge", noon))
	ok(t, s.Beslut(bg, ours, []mapping.Beslutning{{Tid: noon, Af: "Inge", Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{KLE: "27.35.04"}}}))
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{{UUID: oio.UUID{9}, Navn: "Visitation", Status: "Aktiv"}}), nil, noon))
	ok(t, s.GemPlan(bg, ours, &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "27", Titel: "Social"}}}, "27", nil, noon))
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{objekt(1, 1), objekt(2, 1)}, []index.Person{{Borger: citizen(1), Navn: "Ida Holm", Soegenavn: "ida holm", CPR: []byte("sealed")}}))
}

func exerciseKendte(t *testing.T, s store.Store) {
	for typ, row := range map[eoj.Type]mirror.Raekke{eoj.TypeSag: sagRow("x", 3), eoj.TypeBevilling: bevillingRow("x", "s", 3)} {
		same(t, "unknown", known(t, s, typ, "x"), map[string]mirror.Kendt{})
		save(t, s, mirror.Antal{}, row)
		same(t, "kept", known(t, s, typ, "x", "y"), map[string]mirror.Kendt{"x": {Version: 3, Slettet: -1}})
		same(t, "line", lines(t, s, typ, "x", "y"), map[string]string{"x": "sealed x"})
		save(t, s, mirror.Antal{}, gone(row, 4, false))
		same(t, "deleted", known(t, s, typ, "x"), map[string]mirror.Kendt{"x": {Version: 4, Slettet: 4}})
		same(t, "line of a deleted one", lines(t, s, typ, "x"), map[string]string{})
		save(t, s, mirror.Antal{}, gone(row, 4, true))
		same(t, "swept", known(t, s, typ, "x"), map[string]mirror.Kendt{"x": {Version: 4, Slettet: 4, Fejet: true}})
		row.Version = 5
		save(t, s, mirror.Antal{}, row)
		same(t, "back", known(t, s, typ, "x"), map[string]mirror.Kendt{"x": {Version: 5, Slettet: -1}})
		save(t, s, mirror.Antal{}, gone(mirror.Raekke{Type: typ, ID: "never"}, 7, false))
		same(t, "only a deletion", known(t, s, typ, "never"), map[string]mirror.Kendt{"never": {Version: 7, Slettet: 7}})
	}
	same(t, "no ids", known(t, s, eoj.TypeSag), map[string]mirror.Kendt{})
}

func exerciseStamdata(t *testing.T, s store.Store) {
	for _, typ := range []eoj.Type{eoj.TypeSagstype, eoj.TypeYdelse, eoj.TypeEnhed} {
		save(t, s, mirror.Antal{}, mirror.Raekke{Type: typ, ID: "x", Version: 1, Slettet: -1, Linje: []byte("one")})
		save(t, s, mirror.Antal{}, mirror.Raekke{Type: typ, ID: "x", Version: 1, Slettet: 2})
		same(t, "deleted", known(t, s, typ, "x"), map[string]mirror.Kendt{"x": {Version: 1, Slettet: 2}})
		same(t, "line of a deleted one", lines(t, s, typ, "x"), map[string]string{"x": "one"})
		save(t, s, mirror.Antal{}, mirror.Raekke{Type: typ, ID: "x", Version: 3, Slettet: 2, Linje: []byte("three")})
		same(t, "newer line", lines(t, s, typ, "x"), map[string]string{"x": "three"})
		save(t, s, mirror.Antal{}, mirror.Raekke{Type: typ, ID: "never", Version: -1, Slettet: 5})
		same(t, "only a deletion", known(t, s, typ, "never"), map[string]mirror.Kendt{"never": {Version: -1, Slettet: 5}})
		same(t, "its line", lines(t, s, typ, "never"), map[string]string{})
	}
}

func exerciseRollback(t *testing.T, s store.Store) {
	stop := errors.New("stop")
	err := s.WriteMirror(bg, ours, func(tx mirror.Tx) error {
		ok(t, tx.Gem(bg, []mirror.Raekke{sagRow("s-1", 1)}, mirror.Antal{Sager: 1}))
		ok(t, tx.Beroer(bg, []projection.Beroert{{Slags: projection.BeroertAlt}}))
		found, err := tx.Kendte(bg, eoj.TypeSag, []string{"s-1"})
		ok(t, err)
		same(t, "inside the write", len(found), 1)
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatalf("error is %v, want the write's own", err)
	}
	same(t, "afterwards", known(t, s, eoj.TypeSag, "s-1"), map[string]mirror.Kendt{})
	same(t, "stand", must(s.Stand(bg, ours))(t).Seq, int64(0))
	same(t, "tasks", len(must(s.Opgaver(bg, ours))(t)), 0)
}

func sagIDs(rows []export.SagRaekke) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func bevillingIDs(rows []export.BevillingRaekke) (ids []string) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func exerciseSeq(t *testing.T, s store.Store) {
	save(t, s, mirror.Antal{Sager: 2}, sagRow("s-1", 1), sagRow("s-2", 1))
	save(t, s, mirror.Antal{Bevillinger: 1}, bevillingRow("b-1", "s-1", 1))
	stand := must(s.Stand(bg, ours))(t)
	same(t, "stand", stand, export.Stand{Seq: 3, Sager: 2, Bevillinger: 1})
	first := must(s.AendredeSager(bg, ours, 0, 3, 10))(t)
	same(t, "changed", sagIDs(first), []string{"s-1", "s-2"})
	same(t, "row", first[0], export.SagRaekke{Nr: first[0].Nr, Seq: 1, ID: "s-1", Linje: []byte("sealed s-1"), Sagstype: "st-1", Borger: citizen(1), Modtaget: first[0].Modtaget})
	if !first[0].Modtaget.Equal(noon) {
		t.Errorf("received at %v, want %v", first[0].Modtaget, noon)
	}
	grants := must(s.AendredeBevillinger(bg, ours, 2, 3, 10))(t)
	same(t, "changed grants", bevillingIDs(grants), []string{"b-1"})
	same(t, "grant's case", grants[0].Sag, "s-1")

	save(t, s, mirror.Antal{Sager: -1}, gone(sagRow("s-1", 0), 2, false))
	same(t, "up to the old end", sagIDs(must(s.AendredeSager(bg, ours, 0, 3, 10))(t)), []string{"s-2"})
	later := must(s.AendredeSager(bg, ours, 0, 4, 10))(t)
	same(t, "a change comes last", sagIDs(later), []string{"s-2", "s-1"})
	same(t, "its number in the mirror", later[1].Nr, first[0].Nr)
	same(t, "its line", later[1].Linje, []byte(nil))
	same(t, "at most one", sagIDs(must(s.AendredeSager(bg, ours, 0, 4, 1))(t)), []string{"s-2"})
	same(t, "count", must(s.Stand(bg, ours))(t).Sager, 1)
}

func exerciseFuld(t *testing.T, s store.Store) {
	two := sagRow("s-2", 1)
	two.Borger = citizen(2)
	save(t, s, mirror.Antal{Sager: 4}, sagRow("s-1", 1), two, sagRow("s-3", 7), sagRow("s-4", 1))
	save(t, s, mirror.Antal{Sager: -1}, gone(sagRow("s-4", 0), 2, false))
	save(t, s, mirror.Antal{Bevillinger: 2}, bevillingRow("b-1", "s-1", 1), bevillingRow("b-2", "s-3", 1))
	inMirror(t, s, func(tx mirror.Tx) error {
		ok(t, tx.Set(bg, true, "", nil))
		ok(t, tx.Set(bg, false, eoj.TypeSag, []string{"s-1", "s-9"}))
		ok(t, tx.Set(bg, false, eoj.TypeSag, []string{"s-1"}))
		ok(t, tx.Set(bg, false, eoj.TypeBevilling, []string{"b-2"}))
		return nil
	})
	inMirror(t, s, func(tx mirror.Tx) error {
		missing, citizens, all, err := tx.AntalMangler(bg)
		ok(t, err)
		same(t, "missing", missing, mirror.Antal{Sager: 2, Bevillinger: 1})
		same(t, "citizens", citizens, 2)
		same(t, "of", all, mirror.Antal{Sager: 3, Bevillinger: 2})
		same(t, "cases", must(tx.Mangler(bg, eoj.TypeSag, "", 10))(t), []mirror.Mangel{{ID: "s-2", Version: 1}, {ID: "s-3", Version: 7}})
		same(t, "page", must(tx.Mangler(bg, eoj.TypeSag, "s-2", 1))(t), []mirror.Mangel{{ID: "s-3", Version: 7}})
		same(t, "grants", must(tx.Mangler(bg, eoj.TypeBevilling, "", 10))(t), []mirror.Mangel{{ID: "b-1", Version: 1}})
		ok(t, tx.Set(bg, true, "", nil))
		same(t, "a new full file has shown nothing", len(must(tx.Mangler(bg, eoj.TypeSag, "", 10))(t)), 3)
		return nil
	})
}

func exerciseUdsnit(t *testing.T, s store.Store) {
	other := sagRow("s-2", 1)
	other.Sagstype, other.Enhed = "st-2", "en-2"
	save(t, s, mirror.Antal{}, sagRow("s-1", 1), other, sagRow("s-3", 1))
	grant := bevillingRow("b-2", "s-2", 1)
	grant.Ydelse, grant.Enhed = "yd-2", "en-2"
	save(t, s, mirror.Antal{}, bevillingRow("b-1", "s-1", 1), grant, bevillingRow("b-3", "s-1", 1))

	sager := func(slags projection.Slags, id string, seq, after int64, n int) []string {
		return sagIDs(must(s.SagerI(bg, ours, export.Udsnit{Slags: slags, ID: id}, seq, after, n))(t))
	}
	same(t, "sagstype", sager(projection.BeroertSagstype, "st-1", 9, 0, 9), []string{"s-1", "s-3"})
	same(t, "enhed", sager(projection.BeroertEnhed, "en-2", 9, 0, 9), []string{"s-2"})
	same(t, "dealt with before", sager(projection.BeroertSagstype, "st-1", 2, 0, 9), []string{"s-1"})
	page := must(s.SagerI(bg, ours, export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, 9, 0, 1))(t)
	same(t, "second page", sager(projection.BeroertSagstype, "st-1", 9, page[0].Nr, 1), []string{"s-3"})
	same(t, "none", sager(projection.BeroertSagstype, "st-9", 9, 0, 9), []string(nil))

	grants := func(slags projection.Slags, id string, seq int64) []string {
		return bevillingIDs(must(s.BevillingerI(bg, ours, export.Udsnit{Slags: slags, ID: id}, seq, 0, 9))(t))
	}
	same(t, "ydelse", grants(projection.BeroertYdelse, "yd-1", 9), []string{"b-1", "b-3"})
	same(t, "grant's own enhed", grants(projection.BeroertEnhed, "en-2", 9), []string{"b-2"})
	same(t, "grants dealt with before", grants(projection.BeroertYdelse, "yd-1", 4), []string{"b-1"})

	under := bevillingIDs(must(s.BevillingerUnder(bg, ours, []string{"s-1", "s-9"}, 9))(t))
	slices.Sort(under)
	same(t, "under a case", under, []string{"b-1", "b-3"})
	same(t, "under a case, dealt with before", bevillingIDs(must(s.BevillingerUnder(bg, ours, []string{"s-1"}, 5))(t)), []string{"b-1"})
	with := sagIDs(must(s.SagerMed(bg, ours, []string{"s-3", "s-1", "s-9"}))(t))
	slices.Sort(with)
	same(t, "by id", with, []string{"s-1", "s-3"})

	byNr := sagIDs(must(s.SagerNr(bg, ours, []int64{page[0].Nr, 1 << 40}))(t))
	same(t, "by number", byNr, []string{"s-1"})
	same(t, "another municipality's number", len(must(s.SagerNr(bg, theirs, []int64{page[0].Nr}))(t)), 0)
	all := must(s.AendredeBevillinger(bg, ours, 0, 9, 9))(t)
	grantNrs := bevillingIDs(must(s.BevillingerNr(bg, ours, []int64{all[0].Nr, all[2].Nr, 1 << 40}))(t))
	slices.Sort(grantNrs)
	same(t, "grants by number", grantNrs, []string{"b-1", "b-3"})
	same(t, "another municipality's grant", len(must(s.BevillingerNr(bg, theirs, []int64{all[0].Nr}))(t)), 0)
}

func exerciseOpgaver(t *testing.T, s store.Store) {
	touched := []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}, {Slags: projection.BeroertAlt}}
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Beroer(bg, touched) })
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Beroer(bg, nil) })
	before := must(s.Stand(bg, ours))(t)
	if before.Grundlag == 0 {
		t.Error("a touch leaves Grundlag where it was")
	}
	tasks := must(s.Opgaver(bg, ours))(t)
	if len(tasks) != 2 || tasks[0].Beroert != touched[0] || tasks[1].Beroert != touched[1] {
		t.Fatalf("tasks %v, want %v", tasks, touched)
	}
	ok(t, s.Skriv(bg, ours, nil, nil, export.Faerdig{SagSeq: 5, Katalog: "2025-05", Opgaver: []int64{tasks[0].Nr}}))
	ok(t, s.Skriv(bg, ours, nil, nil, export.Faerdig{SagSeq: 3, BevSeq: 4}))
	same(t, "left", must(s.Opgaver(bg, ours))(t), tasks[1:])
	stand := must(s.Stand(bg, ours))(t)
	same(t, "progress never goes back", stand, export.Stand{Grundlag: before.Grundlag, Katalog: "2025-05", SagSeq: 5, BevSeq: 4})
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Beroer(bg, touched[:1]) })
	if must(s.Stand(bg, ours))(t).Grundlag <= before.Grundlag {
		t.Error("a second touch leaves Grundlag where it was")
	}
}

func exercisePoster(t *testing.T, s store.Store) {
	full := export.Post{Art: oio.ArtBevilling, Nr: 5, UUID: oio.UUID{5}, Tilstand: projection.Parkeret, Grund: projection.Afvist, Sagstype: "st-1",
		Borger: citizen(3), Oensket: seal.Aftryk{1}, Kvitteret: export.Ubesvaret, Sletning: 2, Derefter: projection.IkkeOpmaerket, Fejl: "nej"}
	posts := []export.Post{full, {Art: oio.ArtBevilling, Nr: 6, UUID: oio.UUID{6}}, {Art: oio.ArtBevilling, Nr: 900_000, UUID: oio.UUID{9}}, {Art: oio.ArtSag, Nr: 5, UUID: oio.UUID{50}}}
	ok(t, s.Skriv(bg, ours, posts, nil, export.Faerdig{}))
	for name, nrs := range map[string][]int64{"dense": {5, 6, 7}, "sparse": {5, 6, 900_000, 900_001}, "one": {5}} {
		found := must(s.Poster(bg, ours, oio.ArtBevilling, nrs))(t)
		same(t, name+": whole", found[5], full)
		for _, nr := range nrs {
			_, there := found[nr]
			if want := nr == 5 || nr == 6 || nr == 900_000; there != want {
				t.Errorf("%s: post %d there: %v, want %v", name, nr, there, want)
			}
		}
	}
	same(t, "none asked", len(must(s.Poster(bg, ours, oio.ArtBevilling, nil))(t)), 0)
	full.Grund, full.Fejl, full.Sletning, full.Oensket, full.Borger = projection.Sendes, "", 0, seal.Aftryk{}, oio.Borgernoegle{}
	ok(t, s.Skriv(bg, ours, []export.Post{full}, nil, export.Faerdig{}))
	same(t, "written again", must(s.Poster(bg, ours, oio.ArtBevilling, []int64{5}))(t)[5], full)
	same(t, "the case of the same number", must(s.Poster(bg, ours, oio.ArtSag, []int64{5}))(t)[5].UUID, oio.UUID{50})
}

func exerciseAntal(t *testing.T, s store.Store) {
	sent := export.Taelling{Sagstype: "st-1", Art: oio.ArtSag, Grund: projection.Sendes}
	waits := export.Taelling{Sagstype: "", Art: oio.ArtBevilling, Grund: projection.SagUkendt}
	ok(t, s.Skriv(bg, ours, nil, map[export.Taelling]int{sent: 3, waits: 2}, export.Faerdig{}))
	ok(t, s.Skriv(bg, ours, nil, map[export.Taelling]int{sent: -1, waits: -2}, export.Faerdig{}))
	ok(t, s.Skriv(bg, theirs, nil, map[export.Taelling]int{sent: 40}, export.Faerdig{}))
	if got, want := must(s.Antal(bg, ours))(t), (map[export.Taelling]int{sent: 2}); !maps.Equal(got, want) {
		t.Fatalf("counts %v, want %v", got, want)
	}
}

func exerciseUplanlagt(t *testing.T, s store.Store) {
	save(t, s, mirror.Antal{}, sagRow("s-1", 1), sagRow("s-2", 1), sagRow("s-3", 1), sagRow("s-4", 1))
	rows := must(s.AendredeSager(bg, ours, 0, 9, 9))(t)
	post := func(i int, grund projection.Grund) export.Post {
		return export.Post{Art: oio.ArtSag, Nr: rows[i].Nr, UUID: oio.UUID{byte(i)}, Grund: grund}
	}
	ok(t, s.Skriv(bg, ours, []export.Post{post(0, projection.Sendes), post(1, projection.Slettet), post(3, projection.SlettetIKoe)}, nil, export.Faerdig{SagSeq: 4}))
	count := func(what string, fresh, lost int) {
		t.Helper()
		gotFresh, gotLost, err := s.Uplanlagt(bg, ours, oio.ArtSag)
		ok(t, err)
		same(t, what, [2]int{gotFresh, gotLost}, [2]int{fresh, lost})
	}
	count("all dealt with", 0, 0)
	save(t, s, mirror.Antal{}, gone(rowOf(rows[0]), 2, false), sagRow("s-2", 2), sagRow("s-5", 1), gone(rowOf(rows[3]), 2, false), gone(sagRow("s-6", 0), 1, false))
	count("one deleted; one back and one new", 2, 1)
	fresh, lost, err := s.Uplanlagt(bg, ours, oio.ArtBevilling)
	ok(t, err)
	same(t, "grants", fresh+lost, 0)
}

func rowOf(r export.SagRaekke) mirror.Raekke { return sagRow(r.ID, 0) }

func exerciseSletninger(t *testing.T, s store.Store) {
	var posts []export.Post
	for nr := int64(1); nr <= 3; nr++ {
		posts = append(posts, export.Post{Art: oio.ArtSag, Nr: nr, UUID: oio.UUID{byte(nr)}, Grund: projection.TilSletning, Borger: citizen(byte(nr / 3))})
	}
	posts = append(posts, export.Post{Art: oio.ArtSag, Nr: 4, Grund: projection.Sendes}, export.Post{Art: oio.ArtBevilling, Nr: 1, Grund: projection.SlettetIKoe, Borger: citizen(1)})
	ok(t, s.Skriv(bg, ours, posts, nil, export.Faerdig{}))
	nrs := func(art oio.Art, sletning, after int64, n int) (out []int64) {
		for _, p := range must(s.TilSletning(bg, ours, art, sletning, after, n))(t) {
			out = append(out, p.Nr)
		}
		return out
	}
	counted := func(what string, sletning int64, objects, citizens int) {
		t.Helper()
		gotObjects, gotCitizens, err := s.AntalTilSletning(bg, ours, sletning)
		ok(t, err)
		same(t, what, [2]int{gotObjects, gotCitizens}, [2]int{objects, citizens})
	}
	same(t, "of none yet", nrs(oio.ArtSag, 0, 0, 9), []int64{1, 2, 3})
	same(t, "page", nrs(oio.ArtSag, 0, 1, 1), []int64{2})
	same(t, "grants", nrs(oio.ArtBevilling, 0, 0, 9), []int64{1})
	counted("of none yet", 0, 4, 1)

	ok(t, s.OpretSletning(bg, ours, export.Sletning{Tid: noon, Objekter: 1, Borgere: 1}))
	counted("one that went through takes none", 0, 4, 1)
	ok(t, s.OpretSletning(bg, ours, export.Sletning{Tid: noon, Objekter: 4, Borgere: 1, Venter: true}))
	counted("one that waits takes all", 0, 0, 0)
	counted("in it", 2, 4, 1)
	same(t, "in it", nrs(oio.ArtSag, 2, 0, 9), []int64{1, 2, 3})
	ok(t, s.Skriv(bg, ours, []export.Post{{Art: oio.ArtSag, Nr: 7, Grund: projection.TilSletning, Borger: citizen(7)}}, nil, export.Faerdig{}))
	counted("a later one", 0, 1, 1)

	for _, nobody := range []string{"", "  "} {
		if err := s.GodkendSletning(bg, ours, 2, nobody, noon); err == nil {
			t.Errorf("approved by %q", nobody)
		}
	}
	if err := s.GodkendSletning(bg, ours, 1, "Inge", noon); err == nil {
		t.Error("approved one that does not wait")
	}
	ok(t, s.GodkendSletning(bg, ours, 2, "Inge", noon))
	if err := s.GodkendSletning(bg, ours, 2, "Bo", noon); err == nil {
		t.Error("approved twice")
	}
	deletions := must(s.Sletninger(bg, ours))(t)
	if len(deletions) != 2 || !deletions[1].Tid.Equal(noon) {
		t.Fatalf("deletions %v", deletions)
	}
	deletions[0].Tid, deletions[1].Tid = noon, noon
	same(t, "deletions", deletions, []export.Sletning{{Nr: 1, Tid: noon, Objekter: 1, Borgere: 1}, {Nr: 2, Tid: noon, Objekter: 4, Borgere: 1, Af: "Inge"}})
}

func exerciseParkerede(t *testing.T, s store.Store) {
	ok(t, s.Skriv(bg, ours, []export.Post{
		{Art: oio.ArtSag, Nr: 1, Grund: projection.Afvist, Fejl: "nej"}, {Art: oio.ArtSag, Nr: 2, Grund: projection.Sendes},
		{Art: oio.ArtSag, Nr: 3, Grund: projection.Afvist}, {Art: oio.ArtBevilling, Nr: 1, Grund: projection.Afvist}}, nil, export.Faerdig{}))
	first := must(s.Parkerede(bg, ours, oio.ArtSag, 0, 1))(t)
	if len(first) != 1 || first[0].Nr != 1 || first[0].Fejl != "nej" {
		t.Fatalf("first page %v", first)
	}
	rest := must(s.Parkerede(bg, ours, oio.ArtSag, 1, 9))(t)
	if len(rest) != 1 || rest[0].Nr != 3 {
		t.Fatalf("second page %v", rest)
	}
}

// objekt is a case of the index with number n as UUID; its content tells which version it is.
func objekt(n, version byte) index.Raekke {
	return index.Raekke{Art: oio.ArtSag, UUID: oio.UUID{15: n}, Borger: citizen(n), KLE: "27.35.04", Enhed: oio.UUID{1}, System: oio.UUID{2},
		Fra: 20240101, Aftryk: seal.Aftryk{version}, Tidspunkt: noon.Add(time.Duration(version) * time.Hour), StsTidspunkt: noon.Add(time.Duration(version) * time.Hour),
		Indhold: []byte(fmt.Sprintf("object %d version %d", n, version))}
}

func search(t *testing.T, s store.Store, what index.Soegning) (found []string) {
	t.Helper()
	ok(t, s.SoegObjekter(bg, ours, what, func(r index.Raekke) error {
		found = append(found, fmt.Sprint(r.UUID[15]))
		return nil
	}))
	return found
}

func contents(rows []index.Raekke) (texts []string) {
	for _, r := range rows {
		texts = append(texts, string(r.Indhold))
	}
	return texts
}

func exerciseGem(t *testing.T, s store.Store) {
	first := objekt(1, 1)
	first.Art, first.Sag, first.Til = oio.ArtBevilling, oio.UUID{7}, 20250101
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{first}, nil))
	ok(t, s.SoegObjekter(bg, ours, index.Soegning{}, func(r index.Raekke) error {
		if !r.Tidspunkt.Equal(first.Tidspunkt) || !r.StsTidspunkt.Equal(first.StsTidspunkt) {
			t.Errorf("times %v and %v, want %v", r.Tidspunkt, r.StsTidspunkt, first.Tidspunkt)
		}
		r.Tidspunkt, r.StsTidspunkt = first.Tidspunkt, first.StsTidspunkt
		same(t, "as it was given", r, first)
		return nil
	}))
	again := first
	again.StsTidspunkt, again.Indhold = noon.Add(99*time.Hour), []byte("sealed anew")
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{again}, nil))
	history := must(s.Registreringer(bg, ours, first.Art, first.UUID))(t)
	same(t, "the same content again changes nothing", contents(history), []string{"object 1 version 1"})

	second := first
	second.Aftryk, second.Indhold, second.KLE = seal.Aftryk{2}, []byte("object 1 version 2"), "27.35.08"
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{second}, nil))
	history = must(s.Registreringer(bg, ours, first.Art, first.UUID))(t)
	same(t, "history", contents(history), []string{"object 1 version 1", "object 1 version 2"})
	if !history[0].StsTidspunkt.Equal(first.StsTidspunkt) {
		t.Errorf("the old registration is of %v, want %v", history[0].StsTidspunkt, first.StsTidspunkt)
	}
	same(t, "found by the new", search(t, s, index.Soegning{KLE: "27.35.08"}), []string{"1"})
	same(t, "not by the old", search(t, s, index.Soegning{KLE: "27.35.04"}), []string(nil))

	ok(t, s.GemObjekter(bg, ours, []index.Raekke{objekt(5, 1), objekt(5, 2), objekt(5, 2)}, nil))
	same(t, "the same object more than once in a call", contents(must(s.Registreringer(bg, ours, oio.ArtSag, oio.UUID{15: 5}))(t)),
		[]string{"object 5 version 1", "object 5 version 2"})
	same(t, "as another kind", len(must(s.Registreringer(bg, ours, oio.ArtBevilling, oio.UUID{15: 5}))(t)), 0)

	stop := errors.New("stop")
	if err := s.SoegObjekter(bg, ours, index.Soegning{}, func(index.Raekke) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of the reader is %v", err)
	}
}

func exerciseFjern(t *testing.T, s store.Store) {
	shared := objekt(2, 1)
	shared.Borger = citizen(1)
	people := []index.Person{{Borger: citizen(1), Navn: "Ida", Soegenavn: "ida", CPR: []byte("x")}, {Borger: citizen(3), Navn: "Bo", Soegenavn: "bo", CPR: []byte("y")}}
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{objekt(1, 1), shared, objekt(3, 1)}, people))
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{objekt(1, 2)}, nil))
	ok(t, s.FjernObjekter(bg, ours, oio.ArtBevilling, []oio.UUID{{15: 1}}))
	same(t, "a removal names the kind", search(t, s, index.Soegning{}), []string{"1", "2", "3"})

	ok(t, s.FjernObjekter(bg, ours, oio.ArtSag, []oio.UUID{{15: 1}, {15: 3}, {15: 99}}))
	same(t, "left", search(t, s, index.Soegning{}), []string{"2"})
	same(t, "history", len(must(s.Registreringer(bg, ours, oio.ArtSag, oio.UUID{15: 1}))(t)), 0)
	left := must(s.Personer(bg, ours, oio.Borgernoegle{}, 9))(t)
	if len(left) != 1 || left[0].Navn != "Ida" {
		t.Fatalf("citizens left: %v, want the one with an object", left)
	}
	ok(t, s.FjernObjekter(bg, ours, oio.ArtSag, []oio.UUID{{15: 1}}))
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{objekt(1, 1)}, nil))
	same(t, "back without a past", contents(must(s.Registreringer(bg, ours, oio.ArtSag, oio.UUID{15: 1}))(t)), []string{"object 1 version 1"})
}

func exerciseSoeg(t *testing.T, s store.Store) {
	rows := make([]index.Raekke, 0, 6)
	for n := byte(1); n <= 6; n++ {
		rows = append(rows, objekt(n, 1))
	}
	rows[1].Art, rows[1].Sag, rows[1].Borger = oio.ArtBevilling, rows[0].UUID, citizen(1)
	rows[2].KLE, rows[2].Enhed = "27.36.04", oio.UUID{8}
	rows[3].KLE, rows[3].System = "28.35.04", oio.UUID{9}
	rows[4].Fra, rows[4].Til = 20240101, 20240601
	rows[5].Fra, rows[5].KLE = 20260101, "27.3"
	slices.Reverse(rows)
	ok(t, s.GemObjekter(bg, ours, rows, nil))
	for name, c := range map[string]struct {
		what index.Soegning
		want []string
	}{
		"everything, by UUID":        {index.Soegning{}, []string{"1", "2", "3", "4", "5", "6"}},
		"kind":                       {index.Soegning{Art: oio.ArtBevilling}, []string{"2"}},
		"citizen":                    {index.Soegning{Borger: citizen(1)}, []string{"1", "2"}},
		"citizen and kind":           {index.Soegning{Borger: citizen(1), Art: oio.ArtSag}, []string{"1"}},
		"six digits":                 {index.Soegning{KLE: "27.35.04"}, []string{"1", "2", "5"}},
		"four digits take all below": {index.Soegning{KLE: "27.36"}, []string{"3"}},
		"two digits take all below":  {index.Soegning{KLE: "27"}, []string{"1", "2", "3", "5", "6"}},
		"unit":                       {index.Soegning{Enhed: oio.UUID{8}}, []string{"3"}},
		"system":                     {index.Soegning{System: oio.UUID{9}}, []string{"4"}},
		"case":                       {index.Soegning{Sag: oio.UUID{15: 1}}, []string{"2"}},
		"in force on the first day":  {index.Soegning{Aktiv: 20240101}, []string{"1", "2", "3", "4", "5"}},
		"Til is exclusive":           {index.Soegning{Aktiv: 20240601}, []string{"1", "2", "3", "4"}},
		"in force later":             {index.Soegning{Aktiv: 20260101}, []string{"1", "2", "3", "4", "6"}},
		"first page":                 {index.Soegning{Antal: 2}, []string{"1", "2"}},
		"next page":                  {index.Soegning{Antal: 2, Efter: oio.UUID{15: 2}}, []string{"3", "4"}},
		"page of a citizen":          {index.Soegning{Borger: citizen(1), Antal: 1, Efter: oio.UUID{15: 1}}, []string{"2"}},
		"unknown citizen":            {index.Soegning{Borger: citizen(99)}, nil},
	} {
		same(t, name, search(t, s, c.what), c.want)
	}
}

func exercisePersoner(t *testing.T, s store.Store) {
	people := []index.Person{}
	for i, name := range []string{"Ida Holm", "Ib 100% Holm", "Ane_Marie Bæk", "Åse Ida Ørn", `Bo\Ida`} {
		n := byte(i + 1)
		people = append(people, index.Person{Borger: citizen(n), Navn: name, Soegenavn: index.Soegenavn(name), CPR: []byte{n}})
	}
	ok(t, s.GemObjekter(bg, ours, nil, slices.Clone(people)))
	p, found, err := s.PersonMed(bg, ours, citizen(4))
	ok(t, err)
	same(t, "by key", p, people[3])
	same(t, "found", found, true)
	if _, found, err := s.PersonMed(bg, ours, citizen(99)); err != nil || found {
		t.Errorf("unknown key: %v, %v", found, err)
	}
	first := must(s.Personer(bg, ours, oio.Borgernoegle{}, 2))(t)
	same(t, "first page", first, people[:2])
	same(t, "second page", must(s.Personer(bg, ours, first[1].Borger, 9))(t), people[2:])

	for name, c := range map[string]struct {
		text string
		n    int
		want []string
	}{
		"a word":                       {"holm", 9, []string{"Ib 100% Holm", "Ida Holm"}},
		"the beginning of any word":    {"ida", 9, []string{"Ida Holm", "Åse Ida Ørn"}},
		"all words, in any order":      {"ho id", 9, []string{"Ida Holm"}},
		"never the inside of a word":   {"olm", 9, nil},
		"at most":                      {"holm", 1, []string{"Ib 100% Holm"}},
		"percent is a character":       {"100%", 9, []string{"Ib 100% Holm"}},
		"percent alone is no wildcard": {"%", 9, nil},
		"underscore is a character":    {"ane_", 9, []string{"Ane_Marie Bæk"}},
		"underscore is no wildcard":    {"i_a", 9, nil},
		"backslash is a character":     {`bo\`, 9, []string{`Bo\Ida`}},
		"Danish letters":               {"ørn", 9, []string{"Åse Ida Ørn"}},
		"nothing asked, nobody found":  {" ", 9, nil},
	} {
		var names []string
		for _, p := range must(s.PersonerNavn(bg, ours, c.text, c.n))(t) {
			names = append(names, p.Navn)
		}
		same(t, name, names, c.want)
	}
	ok(t, s.GemObjekter(bg, ours, nil, []index.Person{{Borger: citizen(1), Navn: "Ida Lund", Soegenavn: "ida lund", CPR: []byte{1}}}))
	same(t, "a new name is found", len(must(s.PersonerNavn(bg, ours, "lund", 9))(t)), 1)
	same(t, "the old is not", len(must(s.PersonerNavn(bg, ours, "ida holm", 9))(t)), 0)
}

func exercisePolitik(t *testing.T, s store.Store) {
	ok(t, s.SetPolitik(bg, ours, "hold-back", "false", "Inge", noon))
	ok(t, s.SetPolitik(bg, ours, "deletion-percent", "5", "Inge", noon))
	ok(t, s.SetPolitik(bg, ours, "deletion-percent", "3.5", "Bo", noon))
	want := politik.Default(ours)
	want.HoldBack, want.Procent = false, 3.5
	same(t, "policy", must(s.Politik(bg, ours))(t), want)
	tasks := must(s.Opgaver(bg, ours))(t)
	if len(tasks) == 0 || tasks[0].Beroert.Slags != projection.BeroertAlt {
		t.Errorf("a choice touches %v, want everything", tasks)
	}
}

func exerciseBeslutninger(t *testing.T, s store.Store) {
	a := mapping.Beslutning{Tid: noon, Af: "Inge", Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{KLE: "27.35.04"}, Grund: "g", Trods: "t"}
	b := mapping.Beslutning{Tid: noon, Af: "Bo", Art: mapping.Enhed, ID: "en-1", Valg: mapping.Valg{Kombit: oio.UUID{3}}}
	back := mapping.Beslutning{Tid: noon, Af: "Bo", Art: mapping.Sagstype, ID: "st-1"}
	ok(t, s.Beslut(bg, ours, []mapping.Beslutning{a, b}))
	ok(t, s.Beslut(bg, ours, nil))
	ok(t, s.Beslut(bg, ours, []mapping.Beslutning{back, a}))
	history := must(s.Beslutninger(bg, ours))(t)
	want := []mapping.Beslutning{a, b, back, a}
	want[2].IStedFor = a.Valg
	for i := range want {
		want[i].Nr = int64(i + 1)
		if i < len(history) && history[i].Tid.Equal(noon) {
			history[i].Tid = noon
		}
	}
	same(t, "history", history, want)
	var touched []projection.Beroert
	for _, task := range must(s.Opgaver(bg, ours))(t) {
		touched = append(touched, task.Beroert)
	}
	st, en := projection.Beroert{Slags: projection.BeroertSagstype, ID: "st-1"}, projection.Beroert{Slags: projection.BeroertEnhed, ID: "en-1"}
	same(t, "touched", touched, []projection.Beroert{st, en, st, st})
}

func exercisePlan(t *testing.T, s store.Store) {
	old := &kle.Plan{Udgivet: 20240501, Klasser: []kle.Klasse{
		{Nummer: "27", Titel: "Social"}, {Nummer: "27.35", Titel: "Hjælp"},
		{Nummer: "27.35.04", Titel: "Madservice", UUID: "70355b26-6028-4e42-9eb1-1a93aa9890b1", Stikord: []kle.Stikord{{Tekst: "mad", Handlingsfacet: "G01"}},
			Retskilder: []kle.Retskilde{{Titel: "Serviceloven", Paragraf: "§ 83"}}, Oprettet: 20100101, Udgaaet: 20300101, Rettet: []oio.Dato{20200101}, AfloestAf: []kle.Nummer{"27.35.08"}},
	}, Handlingsfacetter: []kle.Facet{{Nummer: "G", Titel: "Generelt"}, {Nummer: "G01", Titel: "Generelle sager"}}}
	newer := &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "27", Titel: "Socialområdet"}, {Nummer: "27.35", Titel: "Hjælp"}, {Nummer: "27.35.08", Titel: "Rengøring"}}}
	touched := []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}}
	ok(t, s.GemPlan(bg, ours, old, "27", touched, noon))
	same(t, "as imported", must(s.Plan(bg, ours, false))(t), old)
	same(t, "touched", must(s.Opgaver(bg, ours))(t)[0].Beroert, touched[0])
	ok(t, s.GemPlan(bg, ours, newer, "27", nil, noon))
	same(t, "newest", must(s.Plan(bg, ours, false))(t), newer)
	all := must(s.Plan(bg, ours, true))(t)
	class, found := all.Find("27.35.04")
	if !found {
		t.Fatal("a class that left KLE is lost")
	}
	same(t, "kept aside", *class, old.Klasser[2])
	if class, _ := all.Find("27"); class == nil || class.Titel != "Socialområdet" {
		t.Errorf("27 is %v, want the newest", class)
	}
	ok(t, s.GemPlan(bg, ours, old, "27", nil, noon))
	same(t, "back again", must(s.Plan(bg, ours, false))(t), old)
}

func exerciseOrganisation(t *testing.T, s store.Store) {
	unit := organisation.Enhed{UUID: oio.UUID{1}, Navn: "Visitation", Overordnet: oio.UUID{2}, Status: "Aktiv", CVR: ours, PNummer: "1003290000",
		Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 01 23"}}, Opgaver: []string{"27.35"}}
	touched := []projection.Beroert{{Slags: projection.BeroertEnhed, ID: "en-1"}}
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{unit, {UUID: oio.UUID{2}, Navn: "Top", Status: "Inaktiv"}}), touched, noon))
	tree := must(s.Organisation(bg, ours))(t)
	same(t, "units", tree.Len(), 2)
	got, _ := tree.Find(unit.UUID)
	same(t, "unit", *got, unit)
	same(t, "touched", must(s.Opgaver(bg, ours))(t)[0].Beroert, touched[0])
	if when := must(s.OrganisationHentet(bg, ours))(t); !when.Equal(noon) {
		t.Errorf("imported at %v, want %v", when, noon)
	}
	later := noon.Add(24 * time.Hour)
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{{UUID: oio.UUID{3}, Navn: "Ny", Status: "Aktiv"}}), nil, later))
	tree = must(s.Organisation(bg, ours))(t)
	if _, still := tree.Find(unit.UUID); still || tree.Len() != 1 {
		t.Error("an import replaces the whole tree")
	}
	if when := must(s.OrganisationHentet(bg, ours))(t); !when.Equal(later) {
		t.Errorf("imported at %v, want %v", when, later)
	}
}

func exerciseAktiver(t *testing.T, s store.Store) {
	touched := []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}}
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Beroer(bg, touched) })
	for _, on := range []bool{true, false, true} {
		ok(t, s.Aktiver(bg, ours, on, "Inge", "aftalt", noon))
		same(t, "active", must(s.Stand(bg, ours))(t).Aktiv, on)
		same(t, "the other", must(s.Stand(bg, theirs))(t).Aktiv, false)
		same(t, "what waits, waits on", len(must(s.Opgaver(bg, ours))(t)), 1)
	}
}

func exerciseGrundlag(t *testing.T, s store.Store) {
	fill(t, s)
	save(t, s, mirror.Antal{}, mirror.Raekke{Type: eoj.TypeEnhed, ID: "en-1", Version: 1, Slettet: 2, Linje: []byte(`{"type":"enhed","id":"en-1","version":1,"navn":"Nord"}`)})
	save(t, s, mirror.Antal{}, mirror.Raekke{Type: eoj.TypeYdelse, ID: "yd-9", Version: -1, Slettet: 2})
	g := must(s.Grundlag(bg, ours))(t)
	same(t, "sagstype", g.Sagstyper["st-1"].Navn, "Hjælp")
	same(t, "a deleted enhed keeps its name", g.Enheder["en-1"].Navn, "Nord")
	same(t, "only a deletion is nothing", len(g.Ydelser), 0)
	same(t, "mapping", g.Mapping.Valg(mapping.Sagstype, "st-1"), mapping.Valg{KLE: "27.35.04"})
	same(t, "policy", g.Policy.HoldBack, false)
	same(t, "municipality", g.Kommune.CVR, ours)
	same(t, "organisation", g.Organisation.Len(), 1)
	same(t, "KLE", len(g.KLE.Klasser), 1)
}

func exerciseTal(t *testing.T, s store.Store) {
	fill(t, s)
	for _, name := range []oio.CVR{theirs, "00000042"} {
		ok(t, s.Aktiver(bg, name, false, "Inge", "", noon))
	}
	same(t, "municipalities", must(s.Kommuner(bg))(t), []oio.CVR{"00000042", ours, theirs})
	other := sagRow("s-2", 1)
	other.Enhed = "en-2"
	save(t, s, mirror.Antal{}, other, sagRow("s-3", 1), sagRow("s-4", 1))
	save(t, s, mirror.Antal{}, gone(sagRow("s-4", 0), 2, false))
	same(t, "cases by unit", must(s.SagerPrEnhed(bg, ours, "st-1"))(t), map[string]int{"en-1": 2, "en-2": 1})
	if when := must(s.SidstIndlaest(bg, ours))(t); !when.Equal(noon) {
		t.Errorf("last load at %v, want %v", when, noon)
	}
	grant := objekt(3, 5)
	grant.Art, grant.Sag = oio.ArtBevilling, oio.UUID{15: 1}
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{grant}, nil))
	n := must(s.IndeksTal(bg, ours))(t)
	if !n.SidstAendret.Equal(grant.StsTidspunkt) {
		t.Errorf("last changed at %v, want %v", n.SidstAendret, grant.StsTidspunkt)
	}
	n.SidstAendret = time.Time{}
	same(t, "figures", n, store.IndeksTal{Sager: 2, Bevillinger: 1, Borgere: 1})
	ok(t, s.NoterOpslag(bg, ours, noon, "Inge", citizen(1), "sag"))
	ok(t, s.NoterOpslag(bg, ours, noon, "Inge", citizen(1), "sag"))
}
