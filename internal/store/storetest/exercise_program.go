package storetest

import (
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/store"
)

func exerciseFakta(t *testing.T, s store.Store) {
	same(t, "none", len(must(s.Fakta(bg, ours))(t)), 0)
	ok(t, s.GemFakta(bg, ours, []program.Faktum{{Tid: noon, Af: "Inge", Emne: program.Varsel, Dato: 20260301}, {Tid: noon, Af: "Bo", Emne: program.Pause, Kode: "k", Tekst: "nattevagt"}}))
	ok(t, s.GemFakta(bg, ours, []program.Faktum{{Tid: noon, Emne: program.Genoptag}}))
	facts := must(s.Fakta(bg, ours))(t)
	for i := range facts {
		if !facts[i].Tid.Equal(noon) {
			t.Errorf("time %v", facts[i].Tid)
		}
		facts[i].Tid = noon
	}
	same(t, "facts in order", facts, []program.Faktum{{Nr: 1, Tid: noon, Af: "Inge", Emne: program.Varsel, Dato: 20260301},
		{Nr: 2, Tid: noon, Af: "Bo", Emne: program.Pause, Kode: "k", Tekst: "nattevagt"}, {Nr: 3, Tid: noon, Emne: program.Genoptag}})
	later := must(s.FaktaEfter(bg, ours, 2))(t)
	same(t, "those after the second", len(later) == 1 && later[0].Nr == 3 && later[0].Emne == program.Genoptag, true)
	same(t, "none after the last", len(must(s.FaktaEfter(bg, ours, 3))(t)), 0)
	same(t, "another municipality's", len(must(s.Fakta(bg, theirs))(t)), 0)
	same(t, "nothing is touched", len(must(s.Opgaver(bg, ours))(t)), 0)

	same(t, "never active", len(must(s.Aktiveringer(bg, ours))(t)), 0)
	ok(t, s.Aktiver(bg, ours, true, "Inge", "aftalt", noon))
	ok(t, s.Aktiver(bg, ours, false, "Bo", "", noon.Add(time.Hour)))
	all := must(s.Aktiveringer(bg, ours))(t)
	if len(all) != 2 || !all[0].Aktiv || all[0].Trods != "aftalt" || all[1].Aktiv || all[1].Af != "Bo" || !all[1].Tid.Equal(noon.Add(time.Hour)) {
		t.Errorf("activations %+v", all)
	}
	same(t, "the other's", len(must(s.Aktiveringer(bg, theirs))(t)), 0)
}

func exerciseArbejdsplan(t *testing.T, s store.Store) {
	same(t, "never planned", len(must(s.Arbejdsplan(bg, ours))(t).Faser), 0)
	ok(t, s.Planlaeg(bg, ours, func(p export.Planlaegning) error {
		p.Plan().SagSeq, p.Plan().Pause = 7, &export.Pause{Af: "Inge", Grund: "nat", Siden: noon}
		p.Plan().Overtaget = []export.Overtagelse{{Tid: noon, Fra: "a", Til: "b"}}
		return nil
	}))
	plan := must(s.Arbejdsplan(bg, ours))(t)
	if plan.SagSeq != 7 || plan.Pause == nil || plan.Pause.Af != "Inge" || len(plan.Overtaget) != 1 || plan.Overtaget[0].Til != "b" {
		t.Errorf("plan %+v", plan)
	}
	if other := must(s.Arbejdsplan(bg, theirs))(t); other.SagSeq != 0 || other.Pause != nil {
		t.Errorf("another municipality sees %+v", other)
	}
}

func exerciseHoldte(t *testing.T, s store.Store) {
	save(t, s, mirror.Antal{Sager: 2}, sagRow("s-1", 1), sagRow("s-2", 1))
	save(t, s, mirror.Antal{Bevillinger: 3}, bevillingRow("b-1", "s-1", 1), bevillingRow("b-2", "s-1", 1), bevillingRow("b-3", "s-1", 1))
	sager := must(s.SagerMed(bg, ours, []string{"s-1", "s-2"}))(t)
	grants := must(s.BevillingerUnder(bg, ours, []string{"s-1"}, 100))(t)
	since := noon.UnixMilli()
	ok(t, s.Skriv(bg, ours, []export.Post{
		{Art: oio.ArtSag, Nr: sager[0].Nr, Grund: projection.Sendes, Sagstype: "st-1"},
		{Art: oio.ArtSag, Nr: sager[1].Nr, Grund: projection.EnhedUdenKombit, Sagstype: "st-2", Borger: citizen(1), Siden: since},
		{Art: oio.ArtBevilling, Nr: grants[0].Nr, Grund: projection.ManglerType, Sagstype: "st-1", Borger: citizen(1), Siden: since + 5},
		{Art: oio.ArtBevilling, Nr: grants[1].Nr, Grund: projection.ManglerType, Sagstype: "st-1", Borger: citizen(1), Siden: since},
		{Art: oio.ArtBevilling, Nr: grants[2].Nr, Grund: projection.UkendtKode, Sagstype: "st-1"},
	}, nil, export.Skrivning{}))
	ids := func(v export.Holdtvalg, after export.Holdtsted, n int) (out []string) {
		for _, h := range must(s.Holdte(bg, ours, v, after, n))(t) {
			out = append(out, h.ID)
		}
		return out
	}
	page := must(s.Holdte(bg, ours, export.Holdtvalg{}, export.Holdtsted{}, 2))(t)
	if len(page) != 2 || page[0].ID != "s-2" || page[0].Grund != projection.EnhedUdenKombit || !page[0].Siden.Equal(noon) || page[1].ID != grants[0].ID || page[1].Ydelse != "yd-1" || page[1].Sagstype != "st-1" {
		t.Fatalf("first page %+v", page)
	}
	same(t, "second page", ids(export.Holdtvalg{}, page[1].Sted, 9), []string{grants[1].ID, grants[2].ID})
	same(t, "by reason", ids(export.Holdtvalg{Grund: projection.UkendtKode}, export.Holdtsted{}, 9), []string{grants[2].ID})
	same(t, "by sagstype", ids(export.Holdtvalg{Sagstype: "st-2"}, export.Holdtsted{}, 9), []string{"s-2"})
	same(t, "by ydelse", len(ids(export.Holdtvalg{Ydelse: "yd-1"}, export.Holdtsted{}, 9)), 3)
	groups := must(s.Holdtomfang(bg, ours))(t)
	if len(groups) != 3 {
		t.Fatalf("groups %+v", groups)
	}
	for _, g := range groups {
		if g.Grund == projection.ManglerType && (g.Antal != 2 || g.Borgere != 1 || !g.Siden.Equal(noon) || g.Ydelse != "yd-1" || g.Art != oio.ArtBevilling) {
			t.Errorf("counted %+v", g)
		}
	}
	save(t, s, mirror.Antal{}, gone(bevillingRow(grants[2].ID, "s-1", 0), 2, false)) // deleted in the source; the ledger has not heard of it yet
	same(t, "with one deleted", len(ids(export.Holdtvalg{}, export.Holdtsted{}, 9)), 4)
	same(t, "counted with one deleted", len(must(s.Holdtomfang(bg, ours))(t)), 3)
	same(t, "another municipality", len(must(s.Holdte(bg, theirs, export.Holdtvalg{}, export.Holdtsted{}, 9))(t))+len(must(s.Holdtomfang(bg, theirs))(t)), 0)
}
