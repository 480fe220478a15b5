package index_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/adgang"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
)

// kender is a caseworker with one boundary.
func kender(t fatal, kle string, step oio.Foelsomhed) adgang.Udsnit {
	t.Helper()
	g := adgang.Gruppe{Kommune: ours, Retter: []adgang.Ret{adgang.Opslag}, Foelsomhed: step}
	if kle != "" {
		set, err := adgang.ParseEmner(kle)
		if err != nil {
			t.Fatal(err)
		}
		g.KLE = set
	}
	return adgang.NytUdsnit([]adgang.Gruppe{g}, adgang.Opslag, ours, []oio.UUID{{2}})
}

func titler(all []oio.Gemt, err error) (names []string) {
	if err != nil {
		return []string{err.Error()}
	}
	for _, g := range all {
		switch o := g.Objekt.(type) {
		case *oio.Sag:
			names = append(names, o.Noegle)
		case *oio.Bevilling:
			names = append(names, o.Noegle+" "+o.KLE.Noegle)
		}
	}
	slices.Sort(names)
	return names
}

func TestACitizenOfWhomNothingMayBeSeenIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	vip, other, mixed := sag(t, 1, "7105500001", "Ida Holm"), sag(t, 2, "6212480002", "Ida Lund"), sag(t, 3, "6803610003", "Ida Bæk")
	vip.Foelsomhed, other.KLE.Noegle, mixed.KLE.Noegle = oio.VIP, "32.24.04", "29.09.04"
	also := sag(t, 4, "6803610003", "Ida Bæk")
	w.put(t, ours, vip, other, mixed, also, bevilling(t, 5, mixed))
	u := kender(t, "27.35.*", oio.Foelsom)
	hits, err := w.FindNavn(bg, u, "ida", 9)
	if err != nil || len(hits) != 1 || hits[0].Navn != "Ida Bæk" {
		t.Fatalf("by name: %v %v", hits, err)
	}
	for digits, want := range map[string]bool{"7105500001": false, "6212480002": false, "6803610003": true, "6101010000": false} {
		if _, found, err := w.FindCPR(bg, u, cpr(t, digits)); err != nil || found != want {
			t.Errorf("%s…: found %v, want %v (%v)", digits[:4], found, want, err)
		}
	}
	if got := titler(w.Borger(bg, u, hits[0].Noegle)); !slices.Equal(got, []string{"s-4"}) {
		t.Errorf("her page has %v", got)
	}
	if got := titler(w.Sagens(bg, u, mixed.UUID)); got != nil {
		t.Errorf("the grants of a hidden case: %v", got)
	}
	if _, found, err := w.Objekt(bg, u, oio.ArtSag, vip.UUID); found || err != nil {
		t.Errorf("a hidden case by its address: %v %v", found, err)
	}
	if got := titler(w.Sagsnummer(bg, u, " S-4 ")); !slices.Equal(got, []string{"s-4"}) {
		t.Errorf("by number: %v", got)
	}
	if got := titler(w.Sagsnummer(bg, u, "s-1")); got != nil {
		t.Errorf("a hidden case by number: %v", got)
	}
	if got := titler(w.Enhedens(bg, u, oio.UUID{1}, oio.UUID{}, 9)); !slices.Equal(got, []string{"s-4"}) {
		t.Errorf("the unit's: %v", got)
	}
	if got, err := w.Fundne(bg, u, []oio.UUID{vip.UUID, also.UUID}); err != nil || len(got) != 1 {
		t.Errorf("of two: %v %v", got, err)
	}
	none := adgang.NytUdsnit(u.Grupper, adgang.Opslag, ours, nil)
	if hits, err := w.FindNavn(bg, none, "ida", 9); err != nil || len(hits) != 0 {
		t.Errorf("while no system is opened: %v %v", hits, err)
	}
}

// TestAGrantShowsOnlyTheServicesWithin has one grant of two services, of which a caseworker may see the second.
func TestAGrantShowsOnlyTheServicesWithin(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := sag(t, 1, "7105500001", "Ida Holm")
	whole := bevilling(t, 2, s)
	whole.KLE.Noegle = "32.24.04"
	second := *whole
	second.KLE.Noegle = "27.35.04"
	w.Besked = func(g *oio.Gemt) ([]oio.UUID, []*oio.Bevilling, error) {
		first := *whole
		return nil, []*oio.Bevilling{&first, &second}, nil
	}
	if _, err := w.Importer(bg, ours, []oio.Registreret{{Objekt: whole, Tidspunkt: noon, Fuld: []byte("<to ydelser/>"), Emner: []string{"32.24.04", "27.35.04"}}}); err != nil {
		t.Fatal(err)
	}
	for boundary, want := range map[string][]string{"27.*": {"b-2 27.35.04"}, "32.*": {"b-2 32.24.04"}, "27.*,32.*": {"b-2 27.35.04", "b-2 32.24.04"}, "29.*": nil} {
		u := kender(t, boundary, 0)
		if got := titler(w.Sagens(bg, u, s.UUID)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", boundary, got, want)
		}
		g, found, err := w.Objekt(bg, u, oio.ArtBevilling, whole.UUID)
		if err != nil || found != (want != nil) || found && (g.Objekt.(*oio.Bevilling).KLE.Noegle != want[0][4:] && len(want) == 1 || g.Fuld != nil) {
			t.Errorf("%s: by its address %v %+v %v", boundary, found, g, err)
		}
	}
}

// TestRowsFromBeforeAreJudgedWhenOpenedAndThenFilled takes away what this version keeps beside an object.
func TestRowsFromBeforeAreJudgedWhenOpenedAndThenFilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	unit := oio.UUID{9}
	w.Besked = func(g *oio.Gemt) ([]oio.UUID, []*oio.Bevilling, error) { return []oio.UUID{unit}, nil, nil }
	open, vip, locked := sag(t, 1, "7105500001", "Ida Holm"), sag(t, 2, "7105500001", "Ida Holm"), sag(t, 3, "7105500001", "Ida Holm")
	vip.Foelsomhed = oio.VIP
	w.put(t, ours, open, vip)
	if _, err := w.Importer(bg, ours, []oio.Registreret{{Objekt: locked, Tidspunkt: noon, Fuld: []byte("<profil/>"), Profil: []oio.UUID{unit}}}); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", "file:"+w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = raw.Close() }()
	if _, err := raw.Exec("UPDATE objekt SET foelsomhed = NULL, profil = NULL, emner = NULL, nummer = NULL"); err != nil {
		t.Fatal(err)
	}
	u, ida := kender(t, "27.*", oio.Foelsom), open.Part.CPR
	inside := u
	inside.Grupper = slices.Clone(u.Grupper)
	inside.Grupper[0].Enheder = []oio.UUID{{1}, unit}
	check := func(when string) {
		p, found, err := w.FindCPR(bg, u, ida)
		if err != nil || !found {
			t.Fatalf("%s: %v %v", when, found, err)
		}
		if got := titler(w.Borger(bg, u, p.Noegle)); !slices.Equal(got, []string{"s-1"}) {
			t.Errorf("%s: %v", when, got)
		}
		if got := titler(w.Borger(bg, inside, p.Noegle)); !slices.Equal(got, []string{"s-1", "s-3"}) {
			t.Errorf("%s, of the unit in the profile: %v", when, got)
		}
	}
	check("before")
	var after oio.UUID
	for n := 0; ; n++ {
		if after, err = w.Efterfyld(bg, ours, after, 2); err != nil || n > 3 {
			t.Fatal(n, err)
		}
		if after.IsZero() {
			break
		}
	}
	var left int
	if err := raw.QueryRow("SELECT count(*) FROM objekt WHERE foelsomhed IS NULL").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows are left (%v)", left, err)
	}
	check("after")
	if got := titler(w.Sagsnummer(bg, u, "s-1")); !slices.Equal(got, []string{"s-1"}) {
		t.Errorf("by number after: %v", got)
	}
}

// TestASearchInPagesIsTheSameAsAllFiltered holds the question, page by page, against filtering everything by the rule.
func TestASearchInPagesIsTheSameAsAllFiltered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Besked = func(g *oio.Gemt) ([]oio.UUID, []*oio.Bevilling, error) { return nil, nil, nil }
	numbers := []string{"27.35.04", "27.36.04", "29.09.04", "32.24.04", "27.35", "x"}
	var all []oio.Objekt
	for n := range 90 {
		s := sag(t, n, "7105500001", "Ida Holm")
		s.KLE.Noegle, s.Foelsomhed = numbers[n%len(numbers)], oio.Foelsomhed(n/6%5)
		s.System.UUID, s.Ansvarlig.UUID = oio.UUID{byte(2 + n/30%2)}, oio.UUID{byte(1 + n/7%3)}
		if n%11 == 0 {
			s.Ejer.CVR = theirs // in our rows, and yet not ours to show
		}
		all = append(all, s)
	}
	w.put(t, ours, all...)
	rapid.Check(t, func(rt *rapid.T) {
		u := kender(rt, rapid.SampledFrom([]string{"", "27.*", "27.35.*", "29.*,32.24.04", adgang.Intet}).Draw(rt, "kle"), oio.Foelsomhed(rapid.IntRange(0, 4).Draw(rt, "step")))
		if rapid.Bool().Draw(rt, "enhed?") {
			u.Grupper[0].Enheder = []oio.UUID{{1}, {3}}
		}
		u.Systemer = [][]oio.UUID{{{2}}, {{2}, {3}}, {}}[rapid.IntRange(0, 2).Draw(rt, "aabne")]
		want := map[oio.UUID]bool{}
		for _, o := range all {
			if visible, _ := u.Ser(adgang.Af(o)); visible {
				want[o.Identitet()] = true
			}
		}
		got, s := map[oio.UUID]bool{}, index.Soegning{Antal: rapid.IntRange(1, 40).Draw(rt, "side"), Udsnit: &u}
		for {
			page, err := w.Soeg(bg, ours, s)
			if err != nil {
				rt.Fatal(err)
			}
			for _, g := range page {
				got[g.Objekt.Identitet()] = true
				s.Efter = g.Objekt.Identitet()
			}
			if len(page) < s.Antal {
				break
			}
		}
		if fmt.Sprint(len(got)) != fmt.Sprint(len(want)) {
			rt.Fatalf("%d objects, want %d within %+v", len(got), len(want), u)
		}
		for id := range got {
			if !want[id] {
				rt.Fatalf("%s is given, and outside %+v", id, u)
			}
		}
	})
}
