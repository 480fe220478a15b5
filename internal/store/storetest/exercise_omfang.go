package storetest

import (
	"cmp"
	"slices"
	"testing"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

// omfang gives the lines of a part in an order of their own.
func omfang(t *testing.T, s store.Store, kommune oio.CVR, u konsekvens.Udsnit) []konsekvens.Linje {
	t.Helper()
	lines := []konsekvens.Linje{}
	ok(t, s.Omfang(bg, kommune, u, func(l *konsekvens.Linje) { lines = append(lines, *l) }))
	slices.SortFunc(lines, func(a, b konsekvens.Linje) int {
		return cmp.Or(cmp.Compare(a.Art, b.Art), cmp.Compare(a.Sag, b.Sag), cmp.Compare(a.Ydelse, b.Ydelse))
	})
	return lines
}

func exerciseOmfang(t *testing.T, s store.Store) {
	closed := sagRow("s-2", 1)
	closed.Sagstype, closed.Enhed, closed.Borger, closed.Til = "st-2", "en-2", citizen(2), 20250301
	save(t, s, mirror.Antal{}, sagRow("s-1", 1), closed, sagRow("s-3", 1))
	save(t, s, mirror.Antal{}, gone(closed, 2, false), gone(sagRow("s-3", 0), 2, false))
	back := closed
	back.Version = 3
	save(t, s, mirror.Antal{}, back)
	grant := func(id, sag, ydelse, enhed string, til oio.Dato) mirror.Raekke {
		r := bevillingRow(id, sag, 1)
		r.Ydelse, r.Enhed, r.Til = ydelse, enhed, til
		return r
	}
	save(t, s, mirror.Antal{}, grant("b-1", "s-1", "yd-1", "", 0), grant("b-2", "s-1", "yd-2", "en-2", 20260101), grant("b-3", "s-2", "yd-3", "", 0),
		grant("b-4", "s-3", "yd-1", "", 0), grant("b-5", "s-9", "yd-1", "en-2", 0), grant("b-6", "s-1", "yd-9", "", 0))
	save(t, s, mirror.Antal{}, gone(grant("b-6", "", "", "", 0), 2, true))

	s1 := konsekvens.Linje{Art: oio.ArtSag, Sag: "s-1", Sagstype: "st-1", SagEnhed: "en-1", Borger: citizen(1)}
	s2 := konsekvens.Linje{Art: oio.ArtSag, Sag: "s-2", Sagstype: "st-2", SagEnhed: "en-2", Borger: citizen(2), Til: 20250301}
	under := func(sag konsekvens.Linje, ydelse, enhed string, til oio.Dato) konsekvens.Linje {
		sag.Art, sag.Ydelse, sag.Enhed, sag.Til = oio.ArtBevilling, ydelse, enhed, til
		return sag
	}
	b1, b2, b3 := under(s1, "yd-1", "", 0), under(s1, "yd-2", "en-2", 20260101), under(s2, "yd-3", "", 0)
	b4 := konsekvens.Linje{Art: oio.ArtBevilling, Sag: "s-3", Sagen: konsekvens.Slettet, Ydelse: "yd-1"}
	b5 := konsekvens.Linje{Art: oio.ArtBevilling, Sag: "s-9", Sagen: konsekvens.Ukendt, Ydelse: "yd-1", Enhed: "en-2"}

	for _, way := range []mirror.Antal{{}, {Sager: 2, Bevillinger: 5}, {Sager: 10, Bevillinger: 10}, {Sager: 1000, Bevillinger: 4000}} { // a part is looked up or picked out of all, as its size tells
		save(t, s, way, bevillingRow("b-1", "s-1", 0))
		save(t, s, mirror.Antal{}, grant("b-1", "s-1", "yd-1", "", 0))
		for _, c := range []struct {
			what string
			part konsekvens.Udsnit
			want []konsekvens.Linje
		}{
			{"all", konsekvens.Udsnit{Alt: true}, []konsekvens.Linje{s1, s2, b1, b2, b3, b4, b5}},
			{"nothing", konsekvens.Udsnit{}, []konsekvens.Linje{}},
			{"a sagstype", konsekvens.Udsnit{Sagstyper: []string{"st-1"}}, []konsekvens.Linje{s1, b1, b2}},
			{"a ydelse", konsekvens.Udsnit{Ydelser: []string{"yd-1"}}, []konsekvens.Linje{b1, b4, b5}},
			{"an enhed", konsekvens.Udsnit{Enheder: []string{"en-2"}}, []konsekvens.Linje{s2, b2, b3, b5}},
			{"several at once, each line once", konsekvens.Udsnit{Sagstyper: []string{"st-1", "st-9"}, Ydelser: []string{"yd-2", "yd-3"}, Enheder: []string{"en-2", "en-1"}}, []konsekvens.Linje{s1, s2, b1, b2, b3, b5}},
		} {
			same(t, c.what, omfang(t, s, ours, c.part), c.want)
			same(t, c.what+" of another municipality", omfang(t, s, theirs, c.part), []konsekvens.Linje{})
		}
	}
}
