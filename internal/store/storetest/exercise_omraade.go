package storetest

import (
	"testing"

	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
	"indeksbro/internal/visning"
)

func exerciseOmraadetal(t *testing.T, s store.Store) {
	same(t, "an empty index", len(must(s.Omraadetal(bg, ours, 2))(t)), 0)
	rows := make([]index.Raekke, 0, 4)
	for n := byte(1); n <= 4; n++ {
		rows = append(rows, objekt(n, 1))
	}
	for i := range rows {
		rows[i].KLE, rows[i].System, rows[i].Borger, rows[i].Fra = "27.35.04", oio.UUID{1}, citizen(1), 20240101
	}
	rows[1].Art, rows[1].Sag, rows[1].Fra = oio.ArtBevilling, rows[0].UUID, 20230101
	rows[2].KLE, rows[2].Borger = "27.36.04", citizen(2)
	rows[3].KLE, rows[3].System = "27.36.04", oio.UUID{2}
	ok(t, s.GemObjekter(bg, ours, rows, nil))
	same(t, "two digits", must(s.Omraadetal(bg, ours, 2))(t), []visning.Omraadetal{
		{Nummer: "27", Sager: 3, Bevillinger: 1, Borgere: 2, Aeldste: 20230101},
		{Nummer: "27", System: oio.UUID{1}, Sager: 2, Bevillinger: 1, Borgere: 2, Aeldste: 20230101}, {Nummer: "27", System: oio.UUID{2}, Sager: 1, Borgere: 1, Aeldste: 20240101}})
	same(t, "six digits", must(s.Omraadetal(bg, ours, 8))(t), []visning.Omraadetal{
		{Nummer: "27.35.04", Sager: 1, Bevillinger: 1, Borgere: 1, Aeldste: 20230101}, {Nummer: "27.36.04", Sager: 2, Borgere: 2, Aeldste: 20240101},
		{Nummer: "27.35.04", System: oio.UUID{1}, Sager: 1, Bevillinger: 1, Borgere: 1, Aeldste: 20230101},
		{Nummer: "27.36.04", System: oio.UUID{1}, Sager: 1, Borgere: 1, Aeldste: 20240101}, {Nummer: "27.36.04", System: oio.UUID{2}, Sager: 1, Borgere: 1, Aeldste: 20240101}})
	same(t, "another municipality's", len(must(s.Omraadetal(bg, theirs, 2))(t)), 0)
}

func exerciseSagerAf(t *testing.T, s store.Store) {
	save(t, s, mirror.Antal{Sager: 2}, sagRow("s-1", 1), sagRow("s-2", 1))
	all := must(s.SagerMed(bg, ours, []string{"s-1", "s-2"}))(t)
	found := 0
	for _, row := range must(s.SagerAf(bg, ours, all[0].Borger))(t) {
		same(t, "of this citizen", row.Borger, all[0].Borger)
		found++
	}
	if found == 0 {
		t.Error("a citizen's cases are not found")
	}
	same(t, "of nobody", len(must(s.SagerAf(bg, ours, citizen(99)))(t)), 0)
	same(t, "of another municipality", len(must(s.SagerAf(bg, theirs, all[0].Borger))(t)), 0)
}

func exerciseKald(t *testing.T, s store.Store) {
	same(t, "no calls", len(must(s.Kald(bg, ours, 0))(t)), 0)
	one := visning.Kald{Dag: 20260301, Slags: visning.KaldSager, Antal: 3, MedData: 2}
	ok(t, s.TaelKald(bg, ours, []visning.Kald{one, {Dag: 20260228, Slags: visning.KaldYdelser, Antal: 1}}))
	ok(t, s.TaelKald(bg, ours, []visning.Kald{one}))
	same(t, "calls add up", must(s.Kald(bg, ours, 0))(t), []visning.Kald{{Dag: 20260228, Slags: visning.KaldYdelser, Antal: 1}, {Dag: 20260301, Slags: visning.KaldSager, Antal: 6, MedData: 4}})
	same(t, "since a day", len(must(s.Kald(bg, ours, 20260301))(t)), 1)
	same(t, "another municipality's", len(must(s.Kald(bg, theirs, 0))(t)), 0)
}
