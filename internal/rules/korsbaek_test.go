package rules_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/standin"
	"indeksbro/internal/ydelsestype"
)

const idag oio.Dato = 20260301

// feed is the synthetic municipality's source, read once.
var feed = sync.OnceValue(func() []eoj.Post {
	var text bytes.Buffer
	if err := generate.Feed(&text, generate.Options{Borgere: 200, Seed: 1, Kommune: oio.Korsbaek, Dato: idag}); err != nil {
		panic(err)
	}
	var posts []eoj.Post
	lines := bufio.NewScanner(&text)
	for lines.Scan() {
		post, err := eoj.ParseLinje(lines.Bytes())
		if err != nil {
			panic(err)
		}
		posts = append(posts, post)
	}
	return posts
})

// korsbaek is the synthetic municipality with its own decisions, as the checks see it.
func korsbaek(t testing.TB) *rules.Snapshot {
	t.Helper()
	o := generate.Options{Borgere: 200, Seed: 1, Kommune: oio.Korsbaek, Dato: idag}
	var text bytes.Buffer
	if err := generate.Organisation(&text, o); err != nil {
		t.Fatal(err)
	}
	tree, err := organisation.Parse(&text)
	if err != nil {
		t.Fatal(err)
	}
	text.Reset()
	if err := standin.WriteEmneplan(io.Writer(&text)); err != nil {
		t.Fatal(err)
	}
	plan, err := kle.Parse(&text)
	if err != nil {
		t.Fatal(err)
	}
	filter, err := kle.ParseFilter("27,29,17.03")
	if err != nil {
		t.Fatal(err)
	}
	p := politik.Default(oio.Korsbaek)
	p.KLEFilter = filter.String()
	s := &rules.Snapshot{Idag: idag, KLE: plan.Filter(filter), Politik: p, Noter: mapping.NewNoter(nil), Tal: taelling(feed()), IkkeMappes: genkender,
		Grundlag: &projection.Grundlag{Kommune: projection.Kommune{CVR: oio.Korsbaek}, Policy: projection.Policy{HoldBack: true}, Katalog: ydelsestype.Nyeste(),
			KLE: plan, Organisation: tree, Mapping: mapping.NewState(generate.Beslutninger(o)),
			Sagstyper: map[string]*eoj.Sagstype{}, Ydelser: map[string]*eoj.Ydelse{}, Enheder: map[string]*eoj.Enhed{}}}
	for _, post := range feed() {
		switch p := post.(type) {
		case *eoj.Sagstype:
			s.Grundlag.Sagstyper[p.ID] = p
		case *eoj.Ydelse:
			s.Grundlag.Ydelser[p.ID] = p
		case *eoj.Enhed:
			s.Grundlag.Enheder[p.ID] = p
		}
	}
	s.Sager = func(sagstype string) (map[string]int, error) { return s.Tal.SagstypeEnhed[sagstype], nil }
	return s
}

// taelling counts a feed the plain way.
func taelling(posts []eoj.Post) *projection.Optaelling {
	o := &projection.Optaelling{Sagstyper: map[string]projection.Tal{}, Ydelser: map[string]projection.Tal{}, Enheder: map[string]projection.Tal{},
		SagstypeEnhed: map[string]map[string]int{}, YdelseSagstype: map[string]map[string]int{}}
	cases := map[string]*eoj.Sag{}
	citizens := map[string]map[string]bool{}
	seen := func(what string, s *eoj.Sag) int {
		if citizens[what] == nil {
			citizens[what] = map[string]bool{}
		}
		citizens[what][fmt.Sprint(s.PartNavn, s.CPR)] = true
		return len(citizens[what])
	}
	add := func(of map[string]projection.Tal, kind, id string, s *eoj.Sag, t projection.Tal) {
		sum := of[id].Plus(t)
		sum.Borgere = seen(kind+id, s)
		of[id] = sum
	}
	inner := func(of map[string]map[string]int, a, b string) {
		if of[a] == nil {
			of[a] = map[string]int{}
		}
		of[a][b]++
	}
	for _, post := range posts {
		switch p := post.(type) {
		case *eoj.Sag:
			cases[p.ID] = p
			t := projection.Tal{Sager: 1}
			if p.Afsluttet == 0 || p.Afsluttet > idag {
				t.Aktive = 1
			}
			add(o.Sagstyper, "s", p.Sagstype, p, t)
			add(o.Enheder, "e", p.Enhed, p, t)
			inner(o.SagstypeEnhed, p.Sagstype, p.Enhed)
		case *eoj.Bevilling:
			s := cases[p.Sag]
			t := projection.Tal{Bevillinger: 1}
			if p.Til == 0 || p.Til > idag {
				t.Loebende = 1
			}
			add(o.Sagstyper, "s", s.Sagstype, s, t)
			add(o.Ydelser, "y", p.Ydelse, s, t)
			inner(o.YdelseSagstype, p.Ydelse, s.Sagstype)
		}
	}
	return o
}

func TestTheSyntheticMunicipalityShowsWhatWasLeftOpenOnPurpose(t *testing.T) {
	t.Parallel()
	s := korsbaek(t)
	all := rules.Gennemgaa(s)
	has := func(regel, id string) bool {
		return slices.ContainsFunc(all, func(f rules.Fund) bool { return f.Regel == regel && f.ID == id })
	}
	for _, want := range [][2]string{{"R051", "yd-48"}, {"R051", "yd-49"}, {"R011", "st-24"}, {"R041", "yd-164"}, {"R056", "yd-165"}, {"R028", "yd-83"}, {"R028", "yd-164"}, {"R072", "en-37"},
		{"R057", "yd-148"}, {"R054", "yd-179"}, {"R016", "yd-244"}, {"R052", "st-1"}, {"R018", "st-1"}, {"R025", "yd-21"}, {"R076", "en-15"}, {"R006", "st-9"}, {"R007", "st-14"}, {"R053", ""}} {
		if !has(want[0], want[1]) {
			t.Errorf("%s about %q is not found", want[0], want[1])
		}
	}
	if all[0].Regel != "R056" {
		t.Errorf("%s is on top; a new ydelse before its first grant comes first", all[0].Regel)
	}
	for _, f := range all {
		if f.Dansk == "" || f.English == "" || f.Raad == "" || f.Remedy == "" || f.Regel == "" || f.Alvor == "" {
			t.Errorf("%s about %s %s does not say what, and what to do, in both languages: %+v", f.Regel, f.Art, f.ID, f)
		}
		for _, d := range f.Rettelser {
			if err := rules.Proev(d, s); err != nil {
				t.Errorf("%s about %s: its correction is refused: %v", f.Regel, f.ID, err)
			}
		}
		t.Logf("%s %s %s %s %q: %s | %s %+v", f.Alvor, f.Regel, f.Art, f.ID, f.Navn, f.Dansk, f.Raad, f.Tal)
	}
}

func BenchmarkGennemgaa(b *testing.B) {
	s := korsbaek(b)
	for b.Loop() {
		rules.Gennemgaa(s)
	}
}

// TestFindingsHoldWhateverTheSourceIs mixes decisions and broken sources: the list is whole, worst first, and every correction
// passes the guards.
func TestFindingsHoldWhateverTheSourceIs(t *testing.T) {
	t.Parallel()
	changes := do(uopmaerket, fravalgt, umappet, ikke, ubrugt, mappet("klippekort"), mappet("findes-ikke"), markoerI("st"), markoerI("findes-ikke"), hedder("Nødkald", "SEL", "83"),
		hedder("Familiebehandling", "Barnets lov", "32"), hedder("", "", ""), hedder("Hold", "SEL", "§§"), sagstypen("Magtanvendelse", "SEL", "124-129"), filter("27"), filter("x"), filter("13"),
		kombitPaa("en", closed), kombitPaa("en", foreign), kombitPaa("top", north), kombitPaa("en", oio.UUID{}),
		ydelse(func(y *eoj.Ydelse) { y.Sagstype = "findes-ikke" }), ydelse(func(y *eoj.Ydelse) { y.Pakke = true }), ydelse(func(y *eoj.Ydelse) { y.Hold = true }),
		ydelse(func(y *eoj.Ydelse) { y.Standard, y.Kode = eoj.FFB, "ukendt" }),
		enhed(&eoj.Enhed{ID: "top", Navn: "Top", Overordnet: "en", Usynlig: true}), enhed(&eoj.Enhed{ID: "en", Navn: "Nord", Overordnet: "findes-ikke", Sagsansvarlig: true}),
		func(k *kommune) { k.Tal = nil }, func(k *kommune) { k.IkkeMappes = nil }, func(k *kommune) { k.Politik.Model = 2 }, func(k *kommune) { k.Politik.BarnetsLov = "C" },
		func(k *kommune) { delete(k.Grundlag.Sagstyper, "st") },
		note(mapping.Ydelse, "yd", mapping.Afklaring, "", "?"), note(mapping.Sagstype, "st", mapping.Udfoert, "R052", ""), note(mapping.Sagstype, "st", mapping.Testvalg, mapping.TestTil, ""))
	rank := map[rules.Alvor]int{rules.Fejl: 0, rules.Advarsel: 1, rules.Oplysning: 2}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.SliceOfN(rapid.IntRange(0, len(changes)-1), 0, 8).Draw(t, "changes")
		slices.Sort(order) // what takes counts away comes after what counts
		var chosen []func(*kommune)
		for _, i := range slices.Compact(order) {
			chosen = append(chosen, changes[i])
		}
		s := iOrden(chosen...)
		all := rules.Gennemgaa(s)
		for i, f := range all {
			if i > 0 && rank[all[i-1].Alvor] > rank[f.Alvor] {
				t.Fatalf("%s comes after %s", f.Alvor, all[i-1].Alvor)
			}
			if f.Dansk == "" || f.English == "" || f.Raad == "" || f.Remedy == "" {
				t.Fatalf("without words: %+v", f)
			}
			for _, d := range f.Rettelser {
				if err := rules.Proev(d, s); err != nil {
					t.Fatalf("%s: %v", f.Regel, err)
				}
			}
		}
		rules.Testomfang(s)
		rules.Opdelinger(s)
		rules.Modelbillede(s)
		rules.Afklaringstekst(s, "Korsbæk")
	})
}
