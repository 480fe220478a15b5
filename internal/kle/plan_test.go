package kle

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"indeksbro/internal/oio"
)

func TestR001_OnlySixDigitsAreAnEmne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		niveau int
		over   Nummer
	}{
		{"27", 1, ""}, {"27.35", 2, "27"}, {"27.35.04", 3, "27.35"}, {"00.00.00", 3, "00.00"},
	} {
		n, err := ParseNummer(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
		}
		if n.Niveau() != c.niveau || n.Overordnet() != c.over || n.ErEmne() != (c.niveau == 3) {
			t.Errorf("%s: level %d under %q, emne %t", n, n.Niveau(), n.Overordnet(), n.ErEmne())
		}
	}
	if Nummer("").Niveau() != 0 {
		t.Error("the root has a level")
	}
}

func TestParseNummerRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "2", "270", "27.", "27.3", "27,35", "27.35.4", "27.35.04.01", " 27", "27.35.0a", "٢٧", "27.35.04\n", "-1"} {
		n, err := ParseNummer(text)
		fault, ok := errors.AsType[*NummerError](err)
		if !ok || n != "" {
			t.Errorf("%q: got %q, %v", text, n, err)
			continue
		}
		if !strings.Contains(fault.Dansk(), "er ikke et KLE-nummer") || !strings.Contains(fault.Error(), "not a KLE number") {
			t.Errorf("%q: %v / %s", text, err, fault.Dansk())
		}
	}
}

func TestR001_TheChoicesBelowANumber(t *testing.T) {
	t.Parallel()
	plan := parseFile(t, "testdata/lille-plan.xml")
	numbers := func(list []*Klasse) []Nummer {
		out := []Nummer{}
		for _, k := range list {
			out = append(out, k.Nummer)
		}
		return out
	}
	emner := []Nummer{"18.07.00", "18.07.04", "18.07.08", "18.07.12"}
	for _, c := range []struct {
		got, want []Nummer
	}{
		{numbers(plan.EmnerUnder("18")), emner},
		{numbers(plan.EmnerUnder("18.07")), emner},
		{numbers(plan.EmnerUnder("18.07.04")), []Nummer{}},
		{numbers(plan.EmnerUnder("99")), []Nummer{}},
		{numbers(plan.Boern("")), []Nummer{"17", "18"}},
		{numbers(plan.Boern("18")), []Nummer{"18.07"}},
		{numbers(plan.Boern("18.07")), emner},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Error(diff)
		}
	}
	want := []string{"18 Læring i fritiden", "18.07 Specialundervisning for voksne", "18.07.04 Hold for svagtseende"}
	if diff := cmp.Diff(want, plan.Sti("18.07.04")); diff != "" {
		t.Error(diff)
	}
	if _, found := plan.Find("18.08"); found {
		t.Error("found a number that is not there")
	}
}

func TestR002_InForceOnADay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		oprettet, udgaaet, dag oio.Dato
		want                   bool
	}{
		{0, 0, 20250501, true},
		{0, 0, 0, true},
		{20250501, 0, 20250430, false},
		{20250501, 0, 20250501, true},
		{0, 20250501, 20250430, true},
		{0, 20250501, 20250501, false},
	} {
		k := Klasse{Oprettet: c.oprettet, Udgaaet: c.udgaaet}
		if k.IKraft(c.dag) != c.want {
			t.Errorf("%v-%v on %v: %t", c.oprettet, c.udgaaet, c.dag, !c.want)
		}
	}
}

func TestR062_TheImportFilter(t *testing.T) {
	t.Parallel()
	plan := parseFile(t, "testdata/lille-plan.xml")
	for _, c := range []struct {
		text, canonical string
		want            []Nummer
	}{
		{"", "", []Nummer{"17", "17.03", "17.03.08", "18", "18.07", "18.07.00", "18.07.04", "18.07.08", "18.07.12"}},
		{" 17 ", "17", []Nummer{"17", "17.03", "17.03.08"}},
		{"18.07.12, 17.03", "17.03,18.07.12", []Nummer{"17", "17.03", "17.03.08", "18", "18.07", "18.07.12"}},
		{"17,17", "17", []Nummer{"17", "17.03", "17.03.08"}},
		{"27,29", "27,29", nil},
	} {
		f, err := ParseFilter(c.text)
		if err != nil {
			t.Fatalf("%q: %v", c.text, err)
		}
		if f.String() != c.canonical {
			t.Errorf("%q is written %q, want %q", c.text, f, c.canonical)
		}
		var got []Nummer
		for _, k := range plan.Filter(f).Klasser {
			got = append(got, k.Nummer)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestR062_AMalformedFilterIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"27;29", "27,", ",", "27,,29", "2", "27.3", "alt", "27 29", strings.Repeat("27,", 2000) + "27"} {
		if f, err := ParseFilter(text); err == nil {
			t.Errorf("%.20q gives %v", text, f)
		}
	}
}

func TestR063_WhetherPPRIsInTheFilter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"27,29": false, "27,29,17.03": true, "17": true, "17.03.04": false, "": true} {
		f, err := ParseFilter(text)
		if err != nil {
			t.Fatal(err)
		}
		if f.Holds("17.03") != want {
			t.Errorf("%q holds 17.03: %t", text, !want)
		}
	}
}

func TestR003_WhatAnImportChanged(t *testing.T) {
	t.Parallel()
	before := &Plan{Klasser: []Klasse{
		{Nummer: "27", Titel: "A"}, {Nummer: "27.01", Titel: "B"}, {Nummer: "27.01.04", Titel: "C"},
		{Nummer: "27.01.08", Titel: "D"}, {Nummer: "27.01.12", Titel: "E", Udgaaet: 20200101}, {Nummer: "27.01.16", Titel: "F"},
	}}
	after := &Plan{Klasser: []Klasse{
		{Nummer: "27", Titel: "A"}, {Nummer: "27.01", Titel: "B2"}, {Nummer: "27.01.08", Titel: "D", Udgaaet: 20250501, AfloestAf: []Nummer{"27.01.16"}},
		{Nummer: "27.01.12", Titel: "E"}, {Nummer: "27.01.16", Titel: "F"}, {Nummer: "27.01.20", Titel: "G"},
	}}
	want := Difference{
		Nye:          []Aendring{{Nummer: "27.01.20", Titel: "G"}},
		Fjernet:      []Aendring{{Nummer: "27.01.04", Titel: "C", FoerTitel: "C"}},
		Udgaaet:      []Aendring{{Nummer: "27.01.08", Titel: "D", FoerTitel: "D", Udgaaet: 20250501, AfloestAf: []Nummer{"27.01.16"}}},
		Genaabnet:    []Aendring{{Nummer: "27.01.12", Titel: "E", FoerTitel: "E"}},
		AendretTitel: []Aendring{{Nummer: "27.01", Titel: "B2", FoerTitel: "B"}},
		Uaendret:     2,
	}
	if diff := cmp.Diff(want, Diff(before, after)); diff != "" {
		t.Errorf("difference (-want +got):\n%s", diff)
	}
	first := Diff(nil, after)
	if len(first.Nye) != len(after.Klasser) || first.Empty() {
		t.Errorf("the first import: %+v", first)
	}
}

// drawPlan makes a small plan with a proper tree.
func drawPlan(t *rapid.T, label string) *Plan {
	numbers := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Nummer {
		digit := rapid.IntRange(0, 3)
		return Nummer(fmt.Sprintf("1%d.0%d.0%d", digit.Draw(t, "h"), digit.Draw(t, "g"), digit.Draw(t, "e")))
	}), 0, 12).Draw(t, label)
	all := map[Nummer]bool{}
	for _, n := range numbers {
		for ; n != ""; n = n.Overordnet() {
			all[n] = true
		}
	}
	plan := &Plan{Udgivet: 20250501}
	for n := range all {
		plan.Klasser = append(plan.Klasser, Klasse{
			Nummer: n, Titel: rapid.SampledFrom([]string{"bytte", "måne", "ældre"}).Draw(t, "title"),
			Udgaaet: rapid.SampledFrom([]oio.Dato{0, 20200101, 20300101}).Draw(t, "end"),
		})
	}
	slices.SortFunc(plan.Klasser, func(a, b Klasse) int { return strings.Compare(string(a.Nummer), string(b.Nummer)) })
	return plan
}

func TestR003_DifferencesAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPlan(t, "a"), drawPlan(t, "b")
		there, back := Diff(a, b), Diff(b, a)
		if len(there.Nye) != len(back.Fjernet) || len(there.Fjernet) != len(back.Nye) || there.Uaendret != back.Uaendret {
			t.Fatalf("there %+v, back %+v", there, back)
		}
		changed := map[Nummer]bool{}
		for _, list := range [][]Aendring{there.Nye, there.Udgaaet, there.Genaabnet, there.AendretTitel} {
			for _, c := range list {
				changed[c.Nummer] = true
			}
		}
		if len(changed)+there.Uaendret != len(b.Klasser) {
			t.Fatalf("%d changed and %d unchanged of %d", len(changed), there.Uaendret, len(b.Klasser))
		}
		if same := Diff(a, a); !same.Empty() || same.Uaendret != len(a.Klasser) {
			t.Fatalf("a plan differs from itself: %+v", same)
		}
	})
}

func TestR062_AFilteredPlanHangsTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plan := drawPlan(t, "plan")
		var f Filter
		if len(plan.Klasser) > 0 {
			for _, k := range rapid.SliceOfN(rapid.SampledFrom(plan.Klasser), 0, 3).Draw(t, "filter") {
				f = append(f, k.Nummer)
			}
		}
		got := plan.Filter(f)
		for i := range got.Klasser {
			n := got.Klasser[i].Nummer
			if over := n.Overordnet(); over != "" {
				if _, found := got.Find(over); !found {
					t.Fatalf("%s lost its parent", n)
				}
			}
			if !f.Holds(n) && !slices.ContainsFunc(f, func(p Nummer) bool { return p.Under(n) }) {
				t.Fatalf("%s is neither held by %s nor above it", n, f)
			}
		}
		for i := range plan.Klasser {
			if _, found := got.Find(plan.Klasser[i].Nummer); f.Holds(plan.Klasser[i].Nummer) && !found {
				t.Fatalf("%s was lost", plan.Klasser[i].Nummer)
			}
		}
	})
}
