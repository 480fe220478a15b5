package storetest

import (
	"errors"
	"maps"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
	"indeksbro/internal/vaerksted"
)

func exercisePoster(t *testing.T, s store.Store) {
	full := export.Post{Art: oio.ArtBevilling, Nr: 5, UUID: oio.UUID{5}, Grund: projection.Afvist, Sagstype: "st-1",
		Borger: citizen(3), Oensket: seal.Aftryk{1}, Kvitteret: export.Ubesvaret, Sletning: 2, Derefter: projection.IkkeOpmaerket, Fejl: "nej", Siden: 7, Forsoeg: 2, Naeste: 9, Sag: 8}
	posts := []export.Post{full, {Art: oio.ArtBevilling, Nr: 6, UUID: oio.UUID{6}}, {Art: oio.ArtBevilling, Nr: 900_000, UUID: oio.UUID{9}}, {Art: oio.ArtSag, Nr: 5, UUID: oio.UUID{50}}}
	ok(t, s.Skriv(bg, ours, posts, nil, export.Skrivning{}))
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
	full.Forsoeg, full.Naeste, full.Sag = 0, 0, 0
	ok(t, s.Skriv(bg, ours, []export.Post{full}, nil, export.Skrivning{}))
	same(t, "written again", must(s.Poster(bg, ours, oio.ArtBevilling, []int64{5}))(t)[5], full)
	same(t, "the case of the same number", must(s.Poster(bg, ours, oio.ArtSag, []int64{5}))(t)[5].UUID, oio.UUID{50})
}

func exerciseAntal(t *testing.T, s store.Store) {
	sent := export.Taelling{Sagstype: "st-1", Art: oio.ArtSag, Grund: projection.Sendes}
	waits := export.Taelling{Sagstype: "", Art: oio.ArtBevilling, Grund: projection.SagUkendt}
	ok(t, s.Skriv(bg, ours, nil, map[export.Taelling]int{sent: 3, waits: 2}, export.Skrivning{}))
	ok(t, s.Skriv(bg, ours, nil, map[export.Taelling]int{sent: -1, waits: -2}, export.Skrivning{}))
	ok(t, s.Skriv(bg, theirs, nil, map[export.Taelling]int{sent: 40}, export.Skrivning{}))
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
	ok(t, s.Skriv(bg, ours, []export.Post{post(0, projection.Sendes), post(1, projection.Slettet), post(3, projection.SlettetIKoe)}, nil, export.Skrivning{}))
	progress(t, s, 4, 0)
	count := func(what string, fresh, lost int) {
		t.Helper()
		tal := must(s.Tal(bg, ours))(t)
		same(t, what, [2]int{tal.Nye[oio.ArtSag], tal.Slettede[oio.ArtSag]}, [2]int{fresh, lost})
	}
	count("all dealt with", 0, 0)
	save(t, s, mirror.Antal{}, gone(rowOf(rows[0]), 2, false), sagRow("s-2", 2), sagRow("s-5", 1), gone(rowOf(rows[3]), 2, false), gone(sagRow("s-6", 0), 1, false))
	count("one deleted; one back and one new", 2, 1)
	tal := must(s.Tal(bg, ours))(t)
	same(t, "grants", tal.Nye[oio.ArtBevilling]+tal.Slettede[oio.ArtBevilling], 0)
}

func rowOf(r export.SagRaekke) mirror.Raekke { return sagRow(r.ID, 0) }

func exerciseSletninger(t *testing.T, s store.Store) {
	var posts []export.Post
	for nr := int64(1); nr <= 3; nr++ {
		posts = append(posts, export.Post{Art: oio.ArtSag, Nr: nr, UUID: oio.UUID{byte(nr)}, Grund: projection.TilSletning, Borger: citizen(byte(nr / 3))})
	}
	posts = append(posts, export.Post{Art: oio.ArtSag, Nr: 4, Grund: projection.Sendes}, export.Post{Art: oio.ArtBevilling, Nr: 1, Grund: projection.SlettetIKoe, Borger: citizen(1)})
	ok(t, s.Skriv(bg, ours, posts, nil, export.Skrivning{}))
	nrs := func(art oio.Art, sletning, after, upTo int64) (out []int64) {
		for _, p := range must(s.TilSletning(bg, ours, art, sletning, after, upTo))(t) {
			out = append(out, p.Nr)
		}
		return out
	}
	counted := func(what string, sletning int64, objects, citizens int) {
		t.Helper()
		got := must(s.OmfangTilSletning(bg, ours))(t)[sletning]
		same(t, what, got, export.Omfang{Objekter: objects, Borgere: citizens, Klar: objects})
	}
	same(t, "of none yet", nrs(oio.ArtSag, 0, 0, 9), []int64{1, 2, 3})
	same(t, "whose grants", must(s.Fjernes(bg, ours))(t), export.Under{Sager: map[int64]bool{}, Borgere: map[oio.Borgernoegle]bool{citizen(1): true}})
	same(t, "another municipality's", must(s.Fjernes(bg, theirs))(t), export.Under{Sager: map[int64]bool{}, Borgere: map[oio.Borgernoegle]bool{}})
	same(t, "page", nrs(oio.ArtSag, 0, 1, 2), []int64{2})
	same(t, "grants", nrs(oio.ArtBevilling, 0, 0, 9), []int64{1})
	counted("of none yet", 0, 4, 1)

	same(t, "parts of two", gather(t, s, ours, 1, 2), 3)
	counted("it takes all that belong to none", 0, 0, 0)
	counted("in it", 1, 4, 1)
	same(t, "number", newDeletion(t, s, ours, export.Sletning{Tid: noon}), int64(1))
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		same(t, "gathered for", p.Plan().Indsamlet, int64(1))
		same(t, "the last", must(p.SidsteSletning(bg))(t), int64(1))
		return nil
	})
	for nr := range posts {
		posts[nr].Sletning = 0
	}
	ok(t, s.Skriv(bg, ours, posts, nil, export.Skrivning{}))
	same(t, "parts, all at once", gather(t, s, ours, 2, 9), 2)
	same(t, "number", newDeletion(t, s, ours, export.Sletning{Tid: noon, Objekter: 4, Borgere: 1, Venter: true}), int64(2))
	counted("in it", 2, 4, 1)
	same(t, "in it", nrs(oio.ArtSag, 2, 0, 9), []int64{1, 2, 3})
	ok(t, s.Skriv(bg, ours, []export.Post{{Art: oio.ArtSag, Nr: 7, Grund: projection.TilSletning, Borger: citizen(7)}}, nil, export.Skrivning{}))
	counted("a later one", 0, 1, 1)

	for _, nobody := range []string{"", "  "} {
		if err := s.GodkendSletning(bg, ours, 2, nobody, noon); err == nil {
			t.Errorf("approved by %q", nobody)
		}
	}
	if err := s.GodkendSletning(bg, ours, 1, "Inge", noon); err == nil {
		t.Error("approved one that does not wait")
	}
	ok(t, s.RetSletning(bg, ours, 2, 3, 1)) // one of them was marked again
	ok(t, s.RetSletning(bg, theirs, 2, 9, 9))
	ok(t, s.GodkendSletning(bg, ours, 2, "Inge", noon))
	ok(t, s.RetSletning(bg, ours, 2, 1, 1)) // decided: it stays as it was decided
	if err := s.GodkendSletning(bg, ours, 2, "Bo", noon); !errors.Is(err, export.ErrVenterIkke) {
		t.Error("approved twice")
	}
	newDeletion(t, s, ours, export.Sletning{Tid: noon, Objekter: 1, Borgere: 1, Venter: true})
	ok(t, s.RetSletning(bg, ours, 3, 0, 0))
	if err := s.GodkendSletning(bg, ours, 3, "Inge", noon); !errors.Is(err, export.ErrVenterIkke) {
		t.Error("approved one of which nothing is left")
	}
	deletions := must(s.Sletninger(bg, ours))(t)
	if len(deletions) != 3 || !deletions[1].Tid.Equal(noon) {
		t.Fatalf("deletions %v", deletions)
	}
	for i := range deletions {
		deletions[i].Tid = noon
	}
	same(t, "deletions", deletions, []export.Sletning{{Nr: 1, Tid: noon}, {Nr: 2, Tid: noon, Objekter: 3, Borgere: 1, Af: "Inge"}, {Nr: 3, Tid: noon}})
}

// exerciseFjernes: what grants to be removed hang under is their case where it is noted, and else their citizen.
func exerciseFjernes(t *testing.T, s store.Store) {
	leaves := func(nr, sag int64, of byte) export.Post {
		return export.Post{Art: oio.ArtBevilling, Nr: nr, UUID: oio.UUID{byte(nr)}, Grund: projection.TilSletning, Borger: citizen(of), Sag: sag}
	}
	later := leaves(3, 12, 3)
	later.Naeste, later.Sletning = 9, 1
	stays := leaves(5, 14, 5)
	stays.Grund = projection.Sendes
	sag := leaves(9, 0, 6)
	sag.Art = oio.ArtSag
	ok(t, s.Skriv(bg, ours, []export.Post{leaves(1, 11, 1), leaves(2, 11, 2), later, leaves(4, 0, 4), stays, sag}, nil, export.Skrivning{}))
	same(t, "under", must(s.Fjernes(bg, ours))(t), export.Under{Sager: map[int64]bool{11: true, 12: true}, Borgere: map[oio.Borgernoegle]bool{citizen(4): true}})
	ok(t, s.Skriv(bg, ours, []export.Post{leaves(1, export.SagUvis, 1)}, nil, export.Skrivning{}))
	same(t, "one may hang under any", must(s.Fjernes(bg, ours))(t).Sager, map[int64]bool{export.SagUvis: true, 11: true, 12: true})
	same(t, "another municipality's", len(must(s.Fjernes(bg, theirs))(t).Sager), 0)
}

func exerciseParkerede(t *testing.T, s store.Store) {
	ok(t, s.Skriv(bg, ours, []export.Post{
		{Art: oio.ArtSag, Nr: 1, Grund: projection.Afvist, Fejl: "nej"}, {Art: oio.ArtSag, Nr: 2, Grund: projection.Sendes},
		{Art: oio.ArtSag, Nr: 3, Grund: projection.Afvist}, {Art: oio.ArtBevilling, Nr: 1, Grund: projection.Afvist}}, nil, export.Skrivning{}))
	first := must(s.Udestaaende(bg, ours, oio.ArtSag, projection.Afvist, 0, 1))(t)
	if len(first) != 1 || first[0].Nr != 1 || first[0].Fejl != "nej" {
		t.Fatalf("first page %v", first)
	}
	rest := must(s.Udestaaende(bg, ours, oio.ArtSag, projection.Afvist, 1, 9))(t)
	if len(rest) != 1 || rest[0].Nr != 3 {
		t.Fatalf("second page %v", rest)
	}
	if sent := must(s.Udestaaende(bg, ours, oio.ArtSag, projection.Sendes, 0, 9))(t); len(sent) != 1 || sent[0].Nr != 2 {
		t.Fatalf("another reason: %v", sent)
	}
}

func exerciseIndekseret(t *testing.T, s store.Store) {
	save(t, s, mirror.Antal{Sager: 1}, sagRow("s-1", 1))
	save(t, s, mirror.Antal{Bevillinger: 2}, bevillingRow("b-1", "s-1", 1), bevillingRow("b-2", "s-1", 1))
	sag := must(s.SagerMed(bg, ours, []string{"s-1"}))(t)[0]
	grants := must(s.BevillingerUnder(bg, ours, []string{"s-1"}, 100))(t)
	there := objekt(1, 1)
	there.Art = oio.ArtBevilling
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{there}, nil))
	ok(t, s.Skriv(bg, ours, []export.Post{
		{Art: oio.ArtSag, Nr: sag.Nr, UUID: oio.UUID{77}, Oensket: seal.Aftryk{1}},                                        // wanted, never sent
		{Art: oio.ArtBevilling, Nr: grants[0].Nr, UUID: there.UUID, Oensket: there.Aftryk, Kvitteret: there.Aftryk},       // as it should be
		{Art: oio.ArtBevilling, Nr: grants[1].Nr, UUID: oio.UUID{78}, Oensket: seal.Aftryk{9}, Kvitteret: seal.Aftryk{9}}, // acknowledged, but not there
	}, nil, export.Skrivning{}))
	for of, want := range map[mapping.Art]vaerksted.Indekseret{
		mapping.Ydelse: {Ialt: 2, Anderledes: 1}, mapping.Sagstype: {Ialt: 3, Venter: 1, Anderledes: 2}, mapping.Enhed: {Ialt: 3, Venter: 1, Anderledes: 2},
	} {
		id := map[mapping.Art]string{mapping.Ydelse: "yd-1", mapping.Sagstype: "st-1", mapping.Enhed: "en-1"}[of]
		same(t, string(of), must(s.Indekseret(bg, ours, of, id))(t), want)
	}
	same(t, "another municipality", must(s.Indekseret(bg, theirs, mapping.Ydelse, "yd-1"))(t), vaerksted.Indekseret{})
}
