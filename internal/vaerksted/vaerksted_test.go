package vaerksted_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/suggest"
	"indeksbro/internal/vaerksted"
)

var (
	bg   = context.Background()
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	unit = oio.MustUUID("6f3d2a52-7c1b-4c9e-9a4e-0d6b1f8e2c47")
)

const feed = `{"type":"enhed","id":"en-1","version":1,"navn":"Visitation A","sagsansvarlig":true}
{"type":"enhed","id":"en-2","version":1,"navn":"Udegruppe Syd","overordnet":"en-1"}
{"type":"sagstype","id":"st-1","version":1,"navn":"Sundhedsmæssig forebyggelsesindsats","borgerrettet":true}
{"type":"ydelse","id":"yd-1","version":1,"sagstype":"st-1","navn":"Diætist Diabetes","lov":"SUL","paragraf":"119","standard":"lokal"}
{"type":"ydelse","id":"yd-2","version":1,"sagstype":"st-1","navn":"Hjertekar","lov":"SUL","paragraf":"119","standard":"lokal"}
{"type":"ydelse","id":"yd-3","version":1,"sagstype":"st-1","navn":"Personlig hygiejne","standard":"FSIII","kode":"H1.1"}
{"type":"ydelse","id":"yd-4","version":1,"sagstype":"st-1","navn":"Forløbspakke","standard":"lokal","pakke":true}
{"type":"sag","id":"s-1","version":1,"sagstype":"st-1","cpr":"7105500001","titel":"t","enhed":"en-1","oprettet":"2024-01-03"}
{"type":"sag","id":"s-2","version":1,"sagstype":"st-1","cpr":"7105500002","titel":"t","enhed":"en-1","oprettet":"2024-01-03"}
{"type":"bevilling","id":"b-1","version":1,"sag":"s-1","ydelse":"yd-1","fra":"2024-01-10"}
{"type":"bevilling","id":"b-2","version":1,"sag":"s-2","ydelse":"yd-1","fra":"2024-01-10"}
{"type":"bevilling","id":"b-3","version":1,"sag":"s-2","ydelse":"yd-2","fra":"2024-01-10"}
`

// ranker suggests the same for every task.
type ranker []suggest.Forslag

func (r ranker) Foreslaa(_ suggest.Opgave, n int) []suggest.Forslag { return r[:min(n, len(r))] }

func (ranker) IkkeMappes(suggest.Opgave) (string, string, bool) { return "", "", false }

// types are the keys of two types anybody may choose.
func types(t *testing.T, g *projection.Grundlag) (sure, other string) {
	t.Helper()
	var keys []string
	for _, one := range g.Katalog.Typer() {
		if one.Lov == "SUL" && one.Valgbar(false) == nil {
			keys = append(keys, one.Noegle)
		}
	}
	if len(keys) < 2 {
		t.Fatal("the catalogue has no types to choose")
	}
	return keys[0], keys[1]
}

type table struct {
	*vaerksted.Vaerksted
	sure, other string
	told        int
}

func newTable(t *testing.T) *table {
	t.Helper()
	db, err := sqlite.Open(bg, filepath.Join(t.TempDir(), "db"), sqlite.Options{})
	ok(t, err)
	t.Cleanup(func() { ok(t, db.Close()) })
	ring, err := seal.NewRing(make([]byte, seal.MasterSize))
	ok(t, err)
	keys, err := ring.Kommune(oio.Korsbaek)
	ok(t, err)
	nu := func() time.Time { return noon }
	loader := &mirror.Loader{Store: db, Kommune: oio.Korsbaek, Noegler: keys, Nu: nu}
	_, err = loader.Load(bg, strings.NewReader(feed))
	ok(t, err)
	plan := &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "29", Titel: "Sundhed"}, {Nummer: "29.09", Titel: "Forebyggelse"}, {Nummer: "29.09.04", Titel: "Borgerrettet forebyggelse"}}}
	ok(t, db.GemPlan(bg, oio.Korsbaek, plan, "", nil, noon))
	tree := organisation.New([]organisation.Enhed{{UUID: unit, Navn: "Visitation A", Status: "Aktiv"}})
	ok(t, db.GemOrganisation(bg, oio.Korsbaek, tree, nil, noon))
	tb := &table{}
	tb.Vaerksted = &vaerksted.Vaerksted{Store: db, Kommune: oio.Korsbaek, Nu: nu, Aendret: func() { tb.told++ },
		Motorer: func(_ context.Context, g *projection.Grundlag, _ *kle.Plan, _ oio.Dato) (vaerksted.Motorer, error) {
			tb.sure, tb.other = types(t, g)
			return vaerksted.Motorer{KLE: ranker{{Kode: "29.09.04", Titel: "Borgerrettet forebyggelse", Score: 0.8, KanVaelges: true}},
				Ydelsestype: ranker{{Kode: tb.sure, Titel: "A", Score: 0.95, KanVaelges: true}, {Kode: tb.other, Titel: "B", Score: 0.2, KanVaelges: true}}}, nil
		}}
	return tb
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (tb *table) bord(t *testing.T) *vaerksted.Bord {
	t.Helper()
	b, err := tb.Bord(bg)
	ok(t, err)
	return b
}

func (tb *table) row(t *testing.T, art mapping.Art, id string) *vaerksted.Raekke {
	t.Helper()
	r, found := tb.bord(t).Raekke(art, id)
	if !found {
		t.Fatalf("no row %s %s", art, id)
	}
	return r
}

func wish(art mapping.Art, id string, v mapping.Valg, set int64) vaerksted.Oenske {
	return vaerksted.Oenske{Beslutning: mapping.Beslutning{Af: "Karen", Art: art, ID: id, Valg: v}, Set: set}
}

func TestR104_ProgressInRowsAndInCitizens(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	f := tb.bord(t).Fremskridt(mapping.Ydelse)
	if f.Ialt != 2 || f.Automatisk != 2 || f.Besluttet != 0 || f.Sikre != 2 || f.Andel() != 0 {
		t.Errorf("before: %+v", f)
	}
	_, err := tb.Beslut(bg, []vaerksted.Oenske{wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.sure}, 0)})
	ok(t, err)
	ok(t, tb.Noter(bg, []mapping.Note{{Af: "Karen", Art: mapping.Ydelse, ID: "yd-2", Slags: mapping.Afklaring, Tekst: "hvad er det?"}}))
	f = tb.bord(t).Fremskridt(mapping.Ydelse)
	if f.Besluttet != 1 || f.Afklares != 1 || f.Tilbage() != 1 || f.Andel() != 2.0/3 {
		t.Errorf("after: %+v, %v of the citizens", f, f.Andel())
	}
	if tb.told != 1 {
		t.Errorf("the export was told %d times", tb.told)
	}
}

func TestR104_ARejectedSuggestionIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	if first, sure := tb.row(t, mapping.Ydelse, "yd-1").Sikkert(); !sure || first.Kode != tb.sure {
		t.Fatalf("%+v", first)
	}
	ok(t, tb.Noter(bg, []mapping.Note{{Af: "Karen", Art: mapping.Ydelse, ID: "yd-1", Slags: mapping.AfvistForslag, Kode: tb.sure}}))
	r := tb.row(t, mapping.Ydelse, "yd-1")
	if slices.ContainsFunc(r.Forslag, func(f suggest.Forslag) bool { return f.Kode == tb.sure }) || r.Tilstand != vaerksted.Udestaar || !r.Beslutning.Valg.IsZero() {
		t.Errorf("%s %+v", r.Tilstand, r.Forslag)
	}
	if r := tb.row(t, mapping.Ydelse, "yd-2"); len(r.Forslag) != 2 {
		t.Errorf("another row lost its suggestion: %+v", r.Forslag)
	}
}

func TestSeveralDecisionsAreTakenTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	tb.bord(t)
	good := wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.sure}, 0)
	_, err := tb.Beslut(bg, []vaerksted.Oenske{good, wish(mapping.Ydelse, "yd-4", mapping.Valg{Type: tb.sure}, 0), wish(mapping.Ydelse, "yd-2", mapping.Valg{Type: "nej"}, 0)})
	var refused *vaerksted.Afvist
	if !errors.As(err, &refused) || len(refused.Afvisninger) != 2 || refused.KanTrodses() {
		t.Fatalf("%v", err)
	}
	if r := tb.row(t, mapping.Ydelse, "yd-1"); !r.Aaben() {
		t.Error("the good one was taken alone")
	}
	// Each is judged in the state the earlier ones leave: map, find the unit, then mark (R006, R007).
	marked := wish(mapping.Sagstype, "st-1", mapping.Valg{KLE: "29.09.04"}, 0)
	if _, err := tb.Beslut(bg, []vaerksted.Oenske{marked}); err == nil {
		t.Error("R006 is asleep")
	}
	receipt, err := tb.Beslut(bg, []vaerksted.Oenske{good, wish(mapping.Ydelse, "yd-2", mapping.Valg{Ikke: true}, 0), wish(mapping.Enhed, "en-1", mapping.Valg{Kombit: unit}, 0), marked})
	ok(t, err)
	if receipt.Antal != 4 || receipt.Til-receipt.Fra != 3 {
		t.Errorf("%+v", receipt)
	}
	if r := tb.row(t, mapping.Sagstype, "st-1"); r.Tilstand != vaerksted.Besluttet || r.Valgt != "29.09.04 Borgerrettet forebyggelse" {
		t.Errorf("%s %s", r.Tilstand, r.Valgt)
	}
	// Undo goes back in the opposite order, so no guard stands in its way.
	back, err := tb.Fortryd(bg, receipt, "Karen")
	ok(t, err)
	if back.Antal != 4 {
		t.Errorf("%+v", back)
	}
	for _, art := range []mapping.Art{mapping.Ydelse, mapping.Sagstype} {
		if f := tb.bord(t).Fremskridt(art); f.Besluttet != 0 {
			t.Errorf("%s: %+v", art, f)
		}
	}
	again, err := tb.Fortryd(bg, receipt, "Karen")
	ok(t, err)
	if again.Antal != 0 {
		t.Error("what was undone is undone twice")
	}
}

func TestWhoeverWasQuickerIsNotOverwritten(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	seen := tb.row(t, mapping.Ydelse, "yd-1").Beslutning.Nr
	quick := wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.sure}, seen)
	quick.Af = "Bo"
	_, err := tb.Beslut(bg, []vaerksted.Oenske{quick})
	ok(t, err)
	_, err = tb.Beslut(bg, []vaerksted.Oenske{wish(mapping.Ydelse, "yd-1", mapping.Valg{Ikke: true}, seen)})
	var brud *rules.Brud
	if !errors.As(err, &brud) || !strings.Contains(brud.Dansk, "Bo") {
		t.Errorf("%v", err)
	}
	if _, err = tb.Beslut(bg, []vaerksted.Oenske{wish(mapping.Ydelse, "yd-1", mapping.Valg{Ikke: true}, vaerksted.Ligemeget)}); err != nil {
		t.Error(err)
	}
}

func TestAFormSentTwiceDecidesOnce(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	tb.bord(t)
	w := wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.sure}, 0)
	first, err := tb.Beslut(bg, []vaerksted.Oenske{w})
	ok(t, err)
	again, err := tb.Beslut(bg, []vaerksted.Oenske{w})
	ok(t, err)
	if again != first || len(tb.bord(t).Historik) != 1 {
		t.Errorf("%+v and then %+v, %d decisions", first, again, len(tb.bord(t).Historik))
	}
}

func TestASecondPairOfEyes(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	tb.bord(t)
	receipt, err := tb.Beslut(bg, []vaerksted.Oenske{wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.sure}, 0)})
	ok(t, err)
	if err := tb.Godkend(bg, mapping.Ydelse, "yd-1", receipt.Fra, "Karen"); !errors.Is(err, vaerksted.ErrEgen) {
		t.Errorf("her own: %v", err)
	}
	ok(t, tb.Godkend(bg, mapping.Ydelse, "yd-1", receipt.Fra, "Bo"))
	if r := tb.row(t, mapping.Ydelse, "yd-1"); r.GodkendtAf != "Bo" {
		t.Errorf("approved by %q", r.GodkendtAf)
	}
	_, err = tb.Beslut(bg, []vaerksted.Oenske{wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.other}, receipt.Fra)})
	ok(t, err)
	if r := tb.row(t, mapping.Ydelse, "yd-1"); r.GodkendtAf != "" {
		t.Error("a new decision inherits the approval")
	}
	if err := tb.Godkend(bg, mapping.Ydelse, "yd-1", receipt.Fra, "Bo"); err == nil {
		t.Error("a decision nobody has any more is approved")
	}
}

func TestTextsNeverKeepACPRNumber(t *testing.T) {
	t.Parallel()
	tb := newTable(t)
	tb.bord(t)
	w := wish(mapping.Ydelse, "yd-1", mapping.Valg{Type: tb.sure}, 0)
	w.Grund, w.Af = "se 710550-0001", "Karen 7105500001"
	_, err := tb.Beslut(bg, []vaerksted.Oenske{w})
	ok(t, err)
	ok(t, tb.Noter(bg, []mapping.Note{{Af: "Karen", Art: mapping.Ydelse, ID: "yd-1", Slags: mapping.Kommentar, Tekst: "710550-0001 ringede"}}))
	r := tb.row(t, mapping.Ydelse, "yd-1")
	for _, text := range []string{r.Beslutning.Grund, r.Beslutning.Af, r.Noter[0].Tekst} {
		if strings.Contains(text, "0001") {
			t.Errorf("kept: %s", text)
		}
	}
}
