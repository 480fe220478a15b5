package konsekvens_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/borger"
	"indeksbro/internal/export"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/sapa"
)

// story is the municipality of the examples, with nothing marked yet: three citizens, four cases, seven grants.
func story(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, t.TempDir())
	t.Cleanup(func() { _ = w.db.Close() })
	w.decide(decision(mapping.Enhed, "en-1", "kombit="+fkTop.String()), decision(mapping.Ydelse, "yd-4", "ikke"))
	w.feed(
		sagLine("s-1", 1, "st-1", "en-2", "", 1), sagLine("s-2", 1, "st-1", "en-3", "2025-01-01", 1), sagLine("s-3", 1, "st-1", "en-4", "2026-01-16", 2), sagLine("s-4", 1, "st-2", "en-1", "", 3),
		grantLine("b-1", 1, "s-1", "yd-1", "", ""), grantLine("b-2", 1, "s-1", "yd-2", "", "2026-01-15"), grantLine("b-3", 1, "s-1", "yd-2", "en-4", ""), grantLine("b-4", 1, "s-2", "yd-2", "", "2025-01-01"),
		grantLine("b-5", 1, "s-3", "yd-2", "", ""), grantLine("b-6", 1, "s-1", "yd-3", "", ""), grantLine("b-7", 1, "s-1", "yd-4", "", ""), grantLine("b-8", 1, "s-9", "yd-1", "", ""),
	)
	w.export()
	return w
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func TestR005_AMarkSaysWhatAppearsAndWhatIsHeldBack(t *testing.T) {
	t.Parallel()
	w := story(t)
	k := w.preview(decision(mapping.Sagstype, "st-1", "kle=27.01.01"))
	same(t, "touched", k.Beroert, projection.Tal{Sager: 3, Aktive: 2, Bevillinger: 7, Loebende: 5, Borgere: 2})
	same(t, "appears", k.Dukker, projection.Tal{Sager: 2, Aktive: 1, Bevillinger: 2, Borgere: 1})
	same(t, "held", k.Holdt, []konsekvens.Aarsag{
		{Grund: projection.EnhedUdenKombit, Tal: projection.Tal{Sager: 1, Aktive: 1, Bevillinger: 2, Loebende: 2, Borgere: 2}},
		{Grund: projection.Pakke, Tal: projection.Tal{Bevillinger: 1, Loebende: 1, Borgere: 1}},
		{Grund: projection.SkalIkkeMappes, Tal: projection.Tal{Bevillinger: 1, Loebende: 1, Borgere: 1}},
		{Grund: projection.ManglerType, Tal: projection.Tal{Bevillinger: 1, Loebende: 1, Borgere: 1}},
	})
	same(t, "without type", k.UdenType, []konsekvens.Navn{{ID: "yd-1", Navn: "Diætist KOL", Grund: projection.ManglerType, Tal: projection.Tal{Bevillinger: 1, Loebende: 1, Borgere: 1}}})
	same(t, "without unit", k.UdenEnhed, []konsekvens.Navn{{ID: "en-4", Navn: "Udegruppe Syd", Grund: projection.EnhedUdenKombit, Tal: projection.Tal{Sager: 1, Aktive: 1, Bevillinger: 2, Loebende: 2, Borgere: 2}}})
	same(t, "sentences", k.Saetninger(), []string{
		"2 sager (1 aktiv) og 2 bevillinger for 1 borger bliver synlige.",
		"Det gælder både i SAPA og på Borgerblikket.",
		"1 ydelse (Diætist KOL) har ingen type: 1 bevilling holdes tilbage.",
		"1 enhed (Udegruppe Syd) kan ikke findes i FK Organisation: 1 sag og 2 bevillinger.",
		"EOJ'et alene ville også have sendt 1 ydelse (Kropsbårne), der ikke skal mappes: 1 bevilling.",
	})
}

func TestR005_TheSentencesOfTheScene(t *testing.T) {
	t.Parallel()
	appears := konsekvens.Bevaegelse{Dukker: projection.Tal{Sager: 1204, Aktive: 311, Bevillinger: 4870, Borgere: 902}}
	held := func(n int) konsekvens.Navn {
		return konsekvens.Navn{Grund: projection.ManglerType, Tal: projection.Tal{Bevillinger: n}}
	}
	k := konsekvens.Konsekvens{Bevaegelse: appears, SAPA: appears, Borgerblikket: appears, UdenType: []konsekvens.Navn{held(200), held(10), held(4)},
		UdenEnhed: []konsekvens.Navn{{Navn: "Udegruppe Syd", Grund: projection.EnhedUdenKombit, Tal: projection.Tal{Sager: 18}}}}
	same(t, "sentences", strings.Join(k.Saetninger(), " "), "1.204 sager (311 aktive) og 4.870 bevillinger for 902 borgere bliver synlige. Det gælder både i SAPA og på Borgerblikket. "+
		"3 ydelser har ingen type: 214 bevillinger holdes tilbage. 1 enhed (Udegruppe Syd) kan ikke findes i FK Organisation: 18 sager.")
}

// A grant sent without a type is in SAPA and not on the citizen's page, so the two readers move apart.
func TestR005_TheTwoReadersAreToldApart(t *testing.T) {
	t.Parallel()
	w := story(t)
	w.decide(decision(mapping.Sagstype, "st-1", "kle=27.01.01"))
	one := projection.Tal{Bevillinger: 1, Loebende: 1, Borgere: 1}
	k := w.preview(decision(mapping.Ydelse, "yd-1", "uden-type"))
	same(t, "released: SAPA", k.SAPA.Dukker, one)
	same(t, "released: Borgerblikket", k.Borgerblikket, konsekvens.Bevaegelse{})
	w.decide(decision(mapping.Ydelse, "yd-1", "uden-type"))
	k = w.preview(decision(mapping.Ydelse, "yd-1", "type="+diaet))
	same(t, "typed: SAPA", k.SAPA, konsekvens.Bevaegelse{Aendres: one})
	same(t, "typed: Borgerblikket", k.Borgerblikket, konsekvens.Bevaegelse{Dukker: one})
	same(t, "typed: sentences", k.Saetninger(), []string{"1 bevilling for 1 borger ændres.", "Sådan er det i SAPA.",
		"På Borgerblikket, som ikke viser ydelser uden type: 1 bevilling for 1 borger bliver synlig.", "1 bevilling venter: sagen er ikke kommet fra kilden endnu."})
	same(t, "nothing new: sentences", w.preview(decision(mapping.Ydelse, "yd-2", "fjern")).Saetninger()[0], "Intet ændrer sig i indekserne.")
}

func TestR005_ADecisionAboutAUnitReachesAllBelowIt(t *testing.T) {
	t.Parallel()
	w := story(t)
	w.decide(decision(mapping.Sagstype, "st-1", "kle=27.01.01"))
	k := w.preview(decision(mapping.Enhed, "en-2", "kombit="+fkA.String()))
	same(t, "its own unit and the one below", k.Aendres, projection.Tal{Sager: 2, Aktive: 1, Bevillinger: 2, Borgere: 1})
	k = w.preview(decision(mapping.Enhed, "en-1", "fjern"))
	same(t, "taken back", k.Forsvinder, projection.Tal{Sager: 2, Aktive: 1, Bevillinger: 2, Borgere: 1})
	k = w.preview(decision(mapping.Enhed, "en-4", "kombit="+fkB.String()))
	same(t, "a closed unit finds nothing", k.Ingen(), true)
}

// R004: all or nothing per sagstype, so every case of it moves, whatever else holds.
func TestR004_AMarkMovesEveryCaseOfTheSagstype(t *testing.T) {
	t.Parallel()
	w := story(t)
	mark := []mapping.Beslutning{decision(mapping.Enhed, "en-4", "kombit="+fkA.String()), decision(mapping.Sagstype, "st-1", "kle=27.01.01")}
	k := w.preview(mark...)
	same(t, "every case appears", k.Dukker, projection.Tal{Sager: 3, Aktive: 2, Bevillinger: 4, Loebende: 2, Borgere: 2})
	w.decide(mark...)
	k = w.preview(decision(mapping.Sagstype, "st-1", "fjern"))
	same(t, "every case disappears", k.Forsvinder, projection.Tal{Sager: 3, Aktive: 2, Bevillinger: 4, Loebende: 2, Borgere: 2})
}

func TestR018_WhatTheCareRecordAloneWouldHaveSent(t *testing.T) {
	t.Parallel()
	w := story(t)
	alone := func() []konsekvens.Navn {
		g, err := w.db.Grundlag(bg, oio.Korsbaek)
		w.must(err)
		names, err := konsekvens.EOJAlene(bg, w.db, g, idag)
		w.must(err)
		return names
	}
	same(t, "nothing while nothing is marked", alone(), []konsekvens.Navn{})
	w.decide(decision(mapping.Sagstype, "st-1", "kle=27.01.01"))
	kropsbaarne := []konsekvens.Navn{{ID: "yd-4", Navn: "Kropsbårne", Grund: projection.SkalIkkeMappes, Tal: projection.Tal{Bevillinger: 1, Loebende: 1, Borgere: 1}}}
	same(t, "under the marked sagstype", alone(), kropsbaarne)
	k := w.preview(decision(mapping.Ydelse, "yd-4", "fjern"))
	same(t, "no longer, once the decision is taken back", k.EOJAlene, []konsekvens.Navn{})
}

func TestOptaellingCountsEachLocalName(t *testing.T) {
	t.Parallel()
	w := story(t)
	w.feed(`{"type":"slet","objekt":"sag","id":"s-4","version":2}`)
	o, err := konsekvens.Optael(bg, w.db, oio.Korsbaek, idag)
	w.must(err)
	same(t, "all", o.Ialt, projection.Tal{Sager: 3, Aktive: 2, Bevillinger: 8, Loebende: 6, Borgere: 2})
	same(t, "sagstyper", o.Sagstyper, map[string]projection.Tal{"st-1": {Sager: 3, Aktive: 2, Bevillinger: 7, Loebende: 5, Borgere: 2}})
	same(t, "ydelser", o.Ydelser, map[string]projection.Tal{
		"yd-1": {Sager: 1, Bevillinger: 2, Loebende: 2, Borgere: 1}, "yd-2": {Sager: 3, Bevillinger: 4, Loebende: 2, Borgere: 2},
		"yd-3": {Sager: 1, Bevillinger: 1, Loebende: 1, Borgere: 1}, "yd-4": {Sager: 1, Bevillinger: 1, Loebende: 1, Borgere: 1},
	})
	same(t, "enheder", o.Enheder, map[string]projection.Tal{
		"en-2": {Sager: 1, Aktive: 1, Borgere: 1}, "en-3": {Sager: 1, Borgere: 1}, "en-4": {Sager: 1, Aktive: 1, Bevillinger: 1, Loebende: 1, Borgere: 2},
	})
	same(t, "sagstype and enhed", o.SagstypeEnhed, map[string]map[string]int{"st-1": {"en-2": 1, "en-3": 1, "en-4": 1}})
	same(t, "ydelse and sagstype", o.YdelseSagstype, map[string]map[string]int{"yd-1": {"st-1": 1}, "yd-2": {"st-1": 4}, "yd-3": {"st-1": 1}, "yd-4": {"st-1": 1}})
}

// TestR005_ThePreviewIsWhatTheExporterThenDoes lets random worlds take random decisions and holds the preview against what the
// indexes hold before and after, each reader asked by its own package.
func TestR005_ThePreviewIsWhatTheExporterThenDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "indeksbro-konsekvens-")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		w := newWorld(t, dir)
		defer func() { _ = w.db.Close() }()
		w.decide(decision(mapping.Sagstype, "st-1", "kle=27.01.01"), decision(mapping.Enhed, "en-1", "kombit="+fkTop.String()))
		w.feed(rapid.SliceOfN(rapid.Custom(randomLine), 1, 30).Draw(t, "lines")...)
		w.must(w.db.SetPolitik(bg, oio.Korsbaek, "hold-back", rapid.SampledFrom([]string{"true", "false"}).Draw(t, "hold-back"), "prøve", w.now()))
		w.decide(rapid.SliceOfN(rapid.Custom(randomDecision), 0, 5).Draw(t, "before")...)
		w.export()
		before := w.held()
		decisions := rapid.SliceOfN(rapid.Custom(randomDecision), 1, 4).Draw(t, "decisions")

		k := w.preview(decisions...)
		w.decide(decisions...)
		w.export()
		after := w.held()

		everything := func(oio.Gemt) bool { return true }
		for _, c := range []struct {
			where string
			got   konsekvens.Bevaegelse
			shows func(oio.Gemt) bool
		}{{"indexes", k.Bevaegelse, everything}, {"SAPA", k.SAPA, inSAPA}, {"Borgerblikket", k.Borgerblikket, onBorgerblikket}} {
			want := moved(before, after, c.shows)
			want.Uaendret = c.got.Uaendret // what stays is only counted where the decisions reach
			if c.got != want {
				t.Fatalf("%s:\n the preview says %+v\n it became %+v", c.where, c.got, want)
			}
		}
		addsUp(t, k)
		if len(decisions) == 1 && decisions[0].Art == mapping.Sagstype {
			asTheLedger(t, w, k, decisions[0].ID)
		}
	})
}

// addsUp fails unless everything touched is counted once: in the indexes afterwards, or not there for one reason.
func addsUp(t *rapid.T, k konsekvens.Konsekvens) {
	there := k.Dukker.Plus(k.Aendres).Plus(k.Uaendret)
	for _, a := range k.Holdt {
		there = there.Plus(a.Tal)
	}
	there.Borgere = k.Beroert.Borgere
	if there != k.Beroert {
		t.Fatalf("touched %+v, accounted for %+v", k.Beroert, there)
	}
}

// asTheLedger fails unless the ledger gives the same reasons to the same numbers.
func asTheLedger(t *rapid.T, w *world, k konsekvens.Konsekvens, sagstype string) {
	status, err := export.ReadStatus(bg, w.db, oio.Korsbaek)
	w.must(err)
	got, want := make(map[export.Taelling]int), make(map[export.Taelling]int)
	add := func(grund projection.Grund, tal projection.Tal) {
		for art, n := range map[oio.Art]int{oio.ArtSag: tal.Sager, oio.ArtBevilling: tal.Bevillinger} {
			if n > 0 {
				got[export.Taelling{Sagstype: sagstype, Art: art, Grund: grund}] += n
			}
		}
	}
	add(projection.Sendes, k.Dukker.Plus(k.Aendres).Plus(k.Uaendret))
	for _, a := range k.Holdt {
		add(a.Grund, a.Tal)
	}
	for what, n := range status.Antal {
		if what.Sagstype == sagstype && n > 0 && what.Grund != projection.SagSlettet { // the case is gone, so the grant is no longer of the sagstype
			want[what] = n
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("the preview counts %v, the ledger %v", got, want)
	}
}

func inSAPA(g oio.Gemt) bool {
	o := sapa.Oversigten(oio.Person{CPR: part(g.Objekt)}, []oio.Gemt{g}, sapa.Bilag{}, sapa.Udvalg{}, idag)
	return len(o.Sager)+len(o.Penge)+len(o.Andre) == 1
}

func onBorgerblikket(g oio.Gemt) bool {
	side := borger.Overblik(part(g.Objekt), []oio.Gemt{g}, nil, borger.Kommune{}, idag)
	return !side.Tom()
}

func part(o oio.Objekt) oio.CPR {
	switch o := o.(type) {
	case *oio.Sag:
		return o.Part.CPR
	case *oio.Bevilling:
		return o.Part.CPR
	}
	return oio.CPR{}
}

// moved compares what a reader shows before and after.
func moved(before, after map[oio.UUID]oio.Gemt, shows func(oio.Gemt) bool) konsekvens.Bevaegelse {
	var appear, change, vanish, stay []oio.Objekt
	for id, g := range before {
		now, still := after[id]
		switch {
		case !shows(g):
		case !still || !shows(now):
			vanish = append(vanish, g.Objekt)
		case reflect.DeepEqual(now.Objekt, g.Objekt):
			stay = append(stay, g.Objekt)
		default:
			change = append(change, g.Objekt)
		}
	}
	for id, g := range after {
		if was, had := before[id]; shows(g) && (!had || !shows(was)) {
			appear = append(appear, g.Objekt)
		}
	}
	return konsekvens.Bevaegelse{Dukker: tally(appear), Aendres: tally(change), Forsvinder: tally(vanish), Uaendret: tally(stay)}
}

func tally(objects []oio.Objekt) (tal projection.Tal) {
	var citizens []string
	for _, o := range objects {
		citizens = append(citizens, part(o).Digits())
		switch o := o.(type) {
		case *oio.Sag:
			tal.Sager++
			if o.Status(idag) != oio.Afsluttet {
				tal.Aktive++
			}
		case *oio.Bevilling:
			tal.Bevillinger++
			if o.Periode.Til == 0 || o.Periode.Til > idag {
				tal.Loebende++
			}
		}
	}
	slices.Sort(citizens)
	tal.Borgere = len(slices.Compact(citizens))
	return tal
}

func pick[T any](t *rapid.T, label string, from ...T) T {
	return rapid.SampledFrom(from).Draw(t, label)
}

func randomDecision(t *rapid.T) mapping.Beslutning {
	switch pick(t, "what", mapping.Sagstype, mapping.Ydelse, mapping.Enhed) {
	case mapping.Sagstype:
		return decision(mapping.Sagstype, pick(t, "id", "st-1", "st-1", "st-2", "st-9"), pick(t, "choice", "kle=27.01.01", "kle=27.01.02", "ikke", "fjern"))
	case mapping.Ydelse:
		return decision(mapping.Ydelse, pick(t, "id", "yd-1", "yd-2", "yd-3", "yd-4"), pick(t, "choice", "type="+diaet, "type=FSIII#H1.1", "ikke", "uden-type", "fjern"))
	}
	return decision(mapping.Enhed, pick(t, "id", "en-1", "en-2", "en-3", "en-4"), pick(t, "choice", "kombit="+fkTop.String(), "kombit="+fkA.String(), "kombit="+fkB.String(), "fjern"))
}

// randomLine draws a case, a grant or a deletion. Its content follows from object and version, as a source's does.
func randomLine(t *rapid.T) string {
	version := rapid.IntRange(0, 4).Draw(t, "version")
	switch pick(t, "type", "sag", "sag", "sag", "bevilling", "bevilling", "bevilling", "slet") {
	case "sag":
		n := rapid.IntRange(1, 6).Draw(t, "sag")
		at := version + n
		return sagLine("s-"+string(rune('0'+n)), version, []string{"st-1", "st-1", "st-2", "st-1", "st-9"}[at%5], []string{"en-1", "en-2", "en-3", "en-4", "en-9", "en-3"}[at%6],
			[]string{"", "2025-01-01", "2026-01-15", "2026-01-16"}[at%4], 1+n%4)
	case "bevilling":
		n := rapid.IntRange(1, 9).Draw(t, "bevilling")
		at := version + n
		return grantLine("b-"+string(rune('0'+n)), version, []string{"s-1", "s-2", "s-3", "s-4", "s-5", "s-6", "s-7"}[at%7], []string{"yd-1", "yd-2", "yd-3", "yd-4", "yd-9", "yd-1"}[at%6],
			[]string{"", "", "en-2", "en-4"}[at%4], []string{"", "2025-02-01", "2026-01-15", "2026-01-16", ""}[at%5])
	}
	object := pick(t, "object", [2]string{"sag", "s-1"}, [2]string{"sag", "s-2"}, [2]string{"bevilling", "b-1"}, [2]string{"bevilling", "b-2"})
	return `{"type":"slet","objekt":"` + object[0] + `","id":"` + object[1] + `","version":` + string(rune('0'+version)) + `}`
}
