package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
)

// objekt is a case of the index with number n as UUID; its content tells which version it is.
func objekt(n, version byte) index.Raekke {
	return index.Raekke{Art: oio.ArtSag, UUID: oio.UUID{15: n}, Borger: citizen(n), KLE: "27.35.04", Enhed: oio.UUID{1}, System: oio.UUID{2},
		Fra: 20240101, Aftryk: seal.Aftryk{version}, Tidspunkt: noon.Add(time.Duration(version) * time.Hour), StsTidspunkt: noon.Add(time.Duration(version) * time.Hour),
		Indhold: []byte(fmt.Sprintf("object %d version %d", n, version))}
}

// exerciseGemMed: what the index takes and what the ledger notes of it are kept together, and nothing of either when another has the part.
func exerciseGemMed(t *testing.T, s store.Store) {
	var d export.Del
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		p.Plan().Faser = []export.Fase{{Slags: export.FaseSager, Til: 9}}
		d = p.Plan().Udlever("one", 5, p.Nu())
		return nil
	})
	line := func(n, version byte) export.Post {
		return export.Post{Art: oio.ArtSag, Nr: int64(n), UUID: oio.UUID{15: n}, Grund: projection.Sendes, Oensket: seal.Aftryk{version}, Kvitteret: seal.Aftryk{version}}
	}
	sent := export.Taelling{Sagstype: "st-1", Art: oio.ArtSag, Grund: projection.Sendes}
	keep := func(version byte, done export.Skrivning) error {
		rows := []index.Raekke{objekt(1, version), objekt(2, version), objekt(3, version)}
		people := []index.Person{{Borger: citizen(1), Navn: "Ida Holm", Soegenavn: "ida holm", CPR: []byte("sealed")}}
		return s.GemMed(bg, ours, rows, people, export.Bogfoering{Poster: []export.Post{line(3, version), line(1, version), line(2, version)}, Flyttet: map[export.Taelling]int{sent: 1}, Gjort: done})
	}
	stands := func(what string, versions []string, lines, count int) {
		t.Helper()
		for n := byte(1); n <= 3; n++ {
			var want []string
			for _, v := range versions {
				want = append(want, fmt.Sprintf("object %d version %s", n, v))
			}
			same(t, what+": object", contents(must(s.Registreringer(bg, ours, oio.ArtSag, oio.UUID{15: n}))(t)), want)
		}
		same(t, what+": lines", len(must(s.Poster(bg, ours, oio.ArtSag, []int64{1, 2, 3}))(t)), lines)
		same(t, what+": count", must(s.Antal(bg, ours))(t)[sent], count)
	}
	if err := keep(1, export.Skrivning{Hold: export.Hold{Del: d.Nr, Holder: "two"}, Slut: true, Nye: 3}); !errors.Is(err, export.ErrMistet) {
		t.Fatalf("somebody else's write answers %v", err)
	}
	stands("somebody else has the part", nil, 0, 0)
	ok(t, keep(1, export.Skrivning{Hold: d.Hold(), Nye: 3}))
	stands("new", []string{"1"}, 3, 1)
	ok(t, keep(2, export.Skrivning{Hold: d.Hold(), Nye: 1})) // none is new, and one is believed to be
	stands("changed", []string{"1", "2"}, 3, 2)
	same(t, "a line", must(s.Poster(bg, ours, oio.ArtSag, []int64{2}))(t)[2], line(2, 2))
	ok(t, keep(2, export.Skrivning{Hold: d.Hold(), Slut: true, Sendt: 3}))
	stands("the same again", []string{"1", "2"}, 3, 3)
	inPlan(t, s, ours, func(p export.Planlaegning) error {
		same(t, "parts, and objects answered for", [2]int{len(p.Plan().Dele), p.Plan().Sendt}, [2]int{0, 3})
		return nil
	})
	if err := keep(3, export.Skrivning{Hold: d.Hold()}); !errors.Is(err, export.ErrMistet) {
		t.Fatalf("a part that is done answers %v", err)
	}
	stands("done", []string{"1", "2"}, 3, 3)
	ok(t, s.GemMed(bg, theirs, []index.Raekke{objekt(1, 9)}, nil, export.Bogfoering{Poster: []export.Post{line(1, 9)}, Gjort: export.Skrivning{Nye: 1}}))
	stands("another municipality's", []string{"1", "2"}, 3, 3)
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

	last := oio.UUID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	listed := func(art oio.Art, system, fra, til oio.UUID) (ids []byte) {
		ok(t, s.Identiteter(bg, ours, art, system, fra, til, func(id oio.UUID) error {
			ids = append(ids, id[15])
			return nil
		}))
		slices.Sort(ids)
		return ids
	}
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{objekt(6, 1), objekt(7, 1)}, nil))
	ok(t, s.GemObjekter(bg, theirs, []index.Raekke{objekt(8, 1)}, nil))
	same(t, "all identities of a kind", listed(oio.ArtSag, oio.UUID{2}, oio.UUID{}, last), []byte{5, 6, 7})
	same(t, "of the other kind", listed(oio.ArtBevilling, oio.UUID{2}, oio.UUID{}, last), []byte{1})
	same(t, "of a range, its ends included", listed(oio.ArtSag, oio.UUID{2}, oio.UUID{15: 5}, oio.UUID{15: 6}), []byte{5, 6})
	same(t, "of another system", listed(oio.ArtSag, oio.UUID{3}, oio.UUID{}, last), []byte(nil))

	stop := errors.New("stop")
	if err := s.Identiteter(bg, ours, oio.ArtSag, oio.UUID{2}, oio.UUID{}, last, func(oio.UUID) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of whoever is told the identities is %v", err)
	}
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
	left := must(s.Personer(bg, ours, nil, oio.Borgernoegle{}, 9))(t)
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
		"some time in a period":      {index.Soegning{I: oio.Virkning{Fra: 20240501, Til: 20250101}}, []string{"1", "2", "3", "4", "5"}},
		"after a period":             {index.Soegning{I: oio.Virkning{Fra: 20240601, Til: 20260101}}, []string{"1", "2", "3", "4"}},
		"open":                       {index.Soegning{Status: index.Aaben}, []string{"1", "2", "3", "4", "6"}},
		"ended":                      {index.Soegning{Status: index.Afsluttet}, []string{"5"}},
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
	p, found, err := s.PersonMed(bg, ours, nil, citizen(4))
	ok(t, err)
	same(t, "by key", p, people[3])
	same(t, "found", found, true)
	if _, found, err := s.PersonMed(bg, ours, nil, citizen(99)); err != nil || found {
		t.Errorf("unknown key: %v, %v", found, err)
	}
	first := must(s.Personer(bg, ours, nil, oio.Borgernoegle{}, 2))(t)
	same(t, "first page", first, people[:2])
	same(t, "second page", must(s.Personer(bg, ours, nil, first[1].Borger, 9))(t), people[2:])

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
		for _, p := range must(s.PersonerNavn(bg, ours, nil, c.text, c.n))(t) {
			names = append(names, p.Navn)
		}
		same(t, name, names, c.want)
	}
	ok(t, s.GemObjekter(bg, ours, nil, []index.Person{{Borger: citizen(1), Navn: "Ida Lund", Soegenavn: "ida lund", CPR: []byte{1}}}))
	same(t, "a new name is found", len(must(s.PersonerNavn(bg, ours, nil, "lund", 9))(t)), 1)
	same(t, "the old is not", len(must(s.PersonerNavn(bg, ours, nil, "ida holm", 9))(t)), 0)
}

// exerciseSlank: who asks only for what an object is opened and judged by is given that, whatever else is left out, and so is who does not mind
// the order.
func exerciseSlank(t *testing.T, s store.Store) {
	first, second := objekt(1, 1), objekt(2, 1)
	first.Profil, first.Emner, first.Foelsomhed = []oio.UUID{{7}}, []string{"27.35.04", "29.09.04"}, oio.Fortrolig
	second.Borger = first.Borger
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{second, first}, nil))
	found := map[byte]index.Raekke{}
	ok(t, s.SoegObjekter(bg, ours, index.Soegning{Borger: first.Borger, Slank: true, Uordnet: true}, func(r index.Raekke) error {
		r.Indhold = slices.Clone(r.Indhold) // it holds no longer than this
		found[r.UUID[15]] = r
		return nil
	}))
	same(t, "how many", len(found), 2)
	for _, want := range []index.Raekke{first, second} {
		r := found[want.UUID[15]]
		if r.Art != want.Art || r.UUID != want.UUID || !r.Tidspunkt.Equal(want.Tidspunkt) || !r.StsTidspunkt.Equal(want.StsTidspunkt) || string(r.Indhold) != string(want.Indhold) ||
			r.Foelsomhed != want.Foelsomhed || r.Foer || !slices.Equal(r.Profil, want.Profil) || !slices.Equal(r.Emner, want.Emner) {
			t.Errorf("got %+v, want %+v", r, want)
		}
	}
	same(t, "no more than asked for", len(search(t, s, index.Soegning{Borger: first.Borger, Slank: true, Uordnet: true, Antal: 1})), 1)
}
