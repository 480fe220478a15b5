// Package storetest is the storage contract as a test: every store passes Exercise before anything else is written for it. Only
// tests import it.
package storetest

import (
	"context"
	"errors"
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
		{"plan: changed whole or not at all", exercisePlanlaeg},
		{"plan: parts are cut to size", exerciseKlip},
		{"plan: only who has a part writes about it", exerciseHold},
		{"plan: a target's time is shared out", exerciseReserver},
		{"ledger: tries wait for their time", exerciseForfaldne},
		{"ledger: posts, dense and sparse", exercisePoster},
		{"ledger: counts move", exerciseAntal},
		{"ledger: what it has not heard of", exerciseUplanlagt},
		{"ledger: deletions wait for a name", exerciseSletninger},
		{"ledger: what grants that leave hang under", exerciseFjernes},
		{"ledger: refused posts", exerciseParkerede},
		{"index: add, replace, repeat", exerciseGem},
		{"index and ledger: both or neither", exerciseGemMed},
		{"index: only what a page needs", exerciseSlank},
		{"index: remove with history and citizen", exerciseFjern},
		{"index: search by each field, in pages", exerciseSoeg},
		{"index: citizens by key, in pages and by name", exercisePersoner},
		{"index: the data boundary is part of the question", exerciseDataafgraensning},
		{"index: news of what is stored, changed and removed", exerciseHaendelser},
		{"start-over: the step where it stands", exerciseForfra},
		{"audit log: numbered, chained, found and cleared", exerciseRevision},
		{"audit log: several at once make one chain", exerciseRevisionSamtidig},
		{"facts: a history", exerciseFakta},
		{"the notice board: everybody's", exerciseTavle},
		{"a municipality is deleted from every table, and its neighbour from none", exerciseSletAlt},
		{"sessions: kept, seen, ended", exerciseSession},
		{"what may be used once is", exerciseEngangs},
		{"machines: named, hashed, removed", exerciseMaskine},
		{"areas: counted by KLE number and source system", exerciseOmraadetal},
		{"mirror: the cases of a citizen", exerciseSagerAf},
		{"calls of the citizen's page add up", exerciseKald},
		{"held objects: listed in pages and counted", exerciseHoldte},
		{"plan: read without a lock", exerciseArbejdsplan},
		{"counting: each case and grant of a part once", exerciseOmfang},
		{"policy: the last choice holds", exercisePolitik},
		{"decisions: a history", exerciseBeslutninger},
		{"notes: a history that touches nothing", exerciseNoter},
		{"how a local name stands in the index", exerciseIndekseret},
		{"contacts by hand: a history", exerciseKontakter},
		{"code lists: replaced system by system", exerciseDefinitioner},
		{"others' choices: replaced municipality by municipality", exerciseFaelles},
		{"KLE: classes that vanish are kept aside", exercisePlan},
		{"organisation: replaced whole", exerciseOrganisation},
		{"organisation: what changed about mapped units is kept", exerciseOrganisationsaendringer},
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
	ok(t, s.Skriv(bg, ours, nil, nil, export.Skrivning{}))
	if _, err := s.Stand(bg, "no number"); err == nil {
		t.Error("a municipality that is no CVR number was taken")
	}
}

func exerciseKommuner(t *testing.T, s store.Store) {
	fill(t, s)
	one := seal.Aftryk{1}
	ok(t, s.Skriv(bg, ours, []export.Post{{Art: oio.ArtSag, Nr: 1, UUID: oio.UUID{1}, Grund: projection.TilSletning, Oensket: one}, {Art: oio.ArtSag, Nr: 2, Grund: projection.Afvist}},
		map[export.Taelling]int{{Sagstype: "st-1", Art: oio.ArtSag}: 1}, export.Skrivning{}))
	progress(t, s, 1, 0)
	newDeletion(t, s, ours, export.Sletning{Tid: noon, Objekter: 1, Borgere: 1, Venter: true})
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
	tal, err := s.Tal(bg, theirs)
	empty("Tal", tal.Nye[oio.ArtSag]+tal.Slettede[oio.ArtSag]+len(tal.Antal)+len(tal.Sletninger)+tal.Stand.Sager, err)
	list, err := s.TilSletning(bg, theirs, oio.ArtSag, 1, 0, 9)
	empty("TilSletning", len(list), err)
	removals, err := s.OmfangTilSletning(bg, theirs)
	empty("OmfangTilSletning", len(removals), err)
	deletions, err := s.Sletninger(bg, theirs)
	empty("Sletninger", len(deletions), err)
	list, err = s.Udestaaende(bg, theirs, oio.ArtSag, projection.Afvist, 0, 9)
	empty("Udestaaende", len(list), err)
	due, err := s.NaesteForsoeg(bg, theirs)
	empty("NaesteForsoeg", int(due), err)
	nrs, err := s.Forfaldne(bg, theirs, oio.ArtSag, 1<<60, 0, 1<<60)
	empty("Forfaldne", len(nrs), err)
	must(s.Genproev(bg, theirs, true))(t)
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
	people, err := s.Personer(bg, theirs, nil, oio.Borgernoegle{}, 9)
	empty("Personer", len(people), err)
	people, err = s.PersonerNavn(bg, theirs, nil, "ida", 9)
	empty("PersonerNavn", len(people), err)
	if _, found, err := s.PersonMed(bg, theirs, nil, citizen(1)); err != nil || found {
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
			tx.Indlaest(bg, mirror.Indlaesning{Tid: noon, Sum: mirror.Sum{Linjer: 3, Taget: 3}}))
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

	sager := func(slags projection.Slags, id string, seq, after, upTo int64) []string {
		return sagIDs(must(s.SagerI(bg, ours, export.Udsnit{Slags: slags, ID: id}, seq, after, upTo))(t))
	}
	same(t, "sagstype", sager(projection.BeroertSagstype, "st-1", 9, 0, 1<<60), []string{"s-1", "s-3"})
	same(t, "enhed", sager(projection.BeroertEnhed, "en-2", 9, 0, 1<<60), []string{"s-2"})
	same(t, "dealt with before", sager(projection.BeroertSagstype, "st-1", 2, 0, 1<<60), []string{"s-1"})
	page := must(s.SagerI(bg, ours, export.Udsnit{Slags: projection.BeroertSagstype, ID: "st-1"}, 9, 0, 1<<60))(t)
	same(t, "the first alone", sager(projection.BeroertSagstype, "st-1", 9, 0, page[0].Nr), []string{"s-1"})
	same(t, "after it", sager(projection.BeroertSagstype, "st-1", 9, page[0].Nr, page[1].Nr), []string{"s-3"})
	same(t, "none", sager(projection.BeroertSagstype, "st-9", 9, 0, 1<<60), []string(nil))

	grants := func(slags projection.Slags, id string, seq int64) []string {
		return bevillingIDs(must(s.BevillingerI(bg, ours, export.Udsnit{Slags: slags, ID: id}, seq, 0, 1<<60))(t))
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
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		p.Plan().Faerdige, p.Plan().Katalog = []int64{tasks[0].Nr}, "2025-05"
		return nil
	})
	progress(t, s, 5, 4)
	same(t, "left", must(s.Opgaver(bg, ours))(t), tasks[1:])
	stand := must(s.Stand(bg, ours))(t)
	same(t, "progress", stand, export.Stand{Grundlag: before.Grundlag, Katalog: "2025-05", SagSeq: 5, BevSeq: 4})
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		p.Plan().Faerdige = []int64{tasks[1].Nr}
		return nil
	})
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Beroer(bg, touched[:1]) })
	if again := must(s.Opgaver(bg, ours))(t); len(again) != 1 || again[0].Nr <= tasks[1].Nr {
		t.Errorf("after all tasks are done the next is %v: a number is used again", again)
	}
	if must(s.Stand(bg, ours))(t).Grundlag <= before.Grundlag {
		t.Error("a second touch leaves Grundlag where it was")
	}
}
