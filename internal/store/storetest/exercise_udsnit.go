package storetest

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/adgang"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
)

// The boundary's small world: few of each, so that boundaries and objects meet.
var (
	emner      = []string{"27.35.04", "27.36.04", "27.99.99", "28.00.00", "29.09.04", "32.24.04", "27.35", "27", "27.3", "", "ab.cd.ef"}
	enheder    = []oio.UUID{{15: 1}, {15: 2}, {15: 3}}
	systemer   = []oio.UUID{{14: 1}, {14: 2}, {14: 3}}
	graenser   = []string{"27.*", "27.35.*", "27.35.04", "27.*-28.*", "32.*, 29.09.04", "*", adgang.Intet, ""}
	foelsomhed = []oio.Foelsomhed{0, oio.IkkeFortrolig, oio.Fortrolig, oio.Foelsom, oio.VIP}
)

// genGruppe is any privilege group: each limit absent, empty or with something in it.
func genGruppe(r *rapid.T) adgang.Gruppe {
	g := adgang.Gruppe{Kommune: rapid.SampledFrom([]oio.CVR{ours, ours, ours, theirs}).Draw(r, "kommune"), Retter: []adgang.Ret{adgang.Opslag},
		Foelsomhed: rapid.SampledFrom(foelsomhed).Draw(r, "foelsomhed")}
	if rapid.IntRange(0, 9).Draw(r, "lukket") == 0 {
		g.Lukket = "en grænse, der ikke forstås"
	}
	if rapid.Bool().Draw(r, "kle?") {
		g.KLE, _ = adgang.ParseEmner(rapid.SampledFrom(graenser).Draw(r, "kle"))
	}
	some := func(of []oio.UUID, name string) []oio.UUID {
		if rapid.IntRange(0, 2).Draw(r, name+"?") > 0 {
			return nil
		}
		return append([]oio.UUID{}, rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, 2, rapid.ID[oio.UUID]).Draw(r, name)...)
	}
	g.Enheder, g.Systemer = some(enheder, "enheder"), some(systemer, "systemer")
	return g
}

func genUdsnit(r *rapid.T) adgang.Udsnit {
	groups := rapid.SliceOfN(rapid.Custom(genGruppe), 0, 3).Draw(r, "grupper")
	opened := rapid.SliceOfNDistinct(rapid.SampledFrom(systemer), 0, 3, rapid.ID[oio.UUID]).Draw(r, "aabne")
	u := adgang.NytUdsnit(groups, adgang.Opslag, ours, opened)
	if rapid.Bool().Draw(r, "bruger?") {
		u.Bruger = rapid.SampledFrom(enheder).Draw(r, "bruger")
	}
	if rapid.IntRange(0, 9).Draw(r, "aaben") == 0 {
		u = adgang.Alt(ours)
	}
	return u
}

// exerciseDataafgraensning holds the SQL of a boundary against the rule itself, row by row. What SQL cannot judge it lets through, and says so by the row.
func exerciseDataafgraensning(t *testing.T, s store.Store) {
	var rows []index.Raekke
	var people []index.Person
	for n := range byte(200) {
		r := objekt(n+1, 1)
		r.KLE, r.Enhed, r.System = emner[int(n)%len(emner)], enheder[int(n/11)%3], systemer[int(n/7)%3]
		r.Foelsomhed, r.Borger = foelsomhed[int(n/3)%5], citizen(n%60)
		switch {
		case n%13 == 0:
			r.Profil = []oio.UUID{enheder[int(n)%3], {9}}
		case n%17 == 0:
			r.Art, r.Emner = oio.ArtBevilling, []string{"27.35.04", "32.24.04"}
		}
		if r.Art == oio.ArtSag {
			r.Nummer = seal.Aftryk{n + 1}
		}
		rows = append(rows, r)
		if n < 60 {
			people = append(people, index.Person{Borger: citizen(n), Navn: fmt.Sprint("Ida ", n), Soegenavn: fmt.Sprint("ida ", n), CPR: []byte{n}})
		}
	}
	ok(t, s.GemObjekter(bg, ours, rows, people))
	byID := map[oio.UUID]index.Raekke{}
	ok(t, s.SoegObjekter(bg, ours, index.Soegning{Antal: 1000}, func(r index.Raekke) error {
		byID[r.UUID] = r
		return nil
	}))
	for _, r := range rows {
		got := byID[r.UUID]
		if got.Foer || got.Foelsomhed != r.Foelsomhed || !slices.Equal(got.Profil, r.Profil) || !slices.Equal(got.Emner, r.Emner) || got.Nummer != r.Nummer {
			t.Fatalf("kept %+v, got %+v", r.Graenser, got.Graenser)
		}
	}
	if found := search(t, s, index.Soegning{Nummer: rows[4].Nummer}); len(found) != 1 || found[0] != "5" {
		t.Errorf("by number: %v", found)
	}
	rapid.Check(t, func(rt *rapid.T) {
		u := genUdsnit(rt)
		seen := map[oio.UUID]bool{}
		ok(t, s.SoegObjekter(bg, ours, index.Soegning{Antal: 1000, Udsnit: &u}, func(r index.Raekke) error {
			seen[r.UUID] = true
			return nil
		}))
		known := map[oio.Borgernoegle]bool{}
		for _, r := range rows {
			e := adgang.Egenskaber{Ejer: ours, KLE: r.KLE, Foelsomhed: r.Foelsomhed, Ansvarlig: r.Enhed, System: r.System, Profil: r.Profil}
			want, _ := u.Ser(e)
			unsure := len(r.KLE) != len("27.35.04") || r.Emner != nil // judged by the index when it is opened
			if want && !seen[r.UUID] || !want && !unsure && seen[r.UUID] {
				rt.Fatalf("%+v\n%+v: SQL %v, Ser %v", u, e, seen[r.UUID], want)
			}
			known[r.Borger] = known[r.Borger] || seen[r.UUID]
		}
		given, err := s.PersonerNavn(bg, ours, &u, "ida", 100)
		ok(t, err)
		for _, p := range given {
			if !known[p.Borger] {
				rt.Fatalf("%s is found by name and has nothing within %+v", p.Navn, u)
			}
			delete(known, p.Borger)
		}
		for citizen, has := range known {
			_, found, err := s.PersonMed(bg, ours, &u, citizen)
			ok(t, err)
			if has || found {
				rt.Fatalf("a citizen: has something %v, found by name false, by key %v", has, found)
			}
		}
	})
}
