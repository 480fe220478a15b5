package ydelsestype_test

import (
	"slices"
	"testing"

	"indeksbro/internal/ydelsestype"
)

func TestR047_NewTypesComeWithTheDecksRelease(t *testing.T) {
	d := ydelsestype.Diff(release(t, ydelsestype.FoerDeck), release(t, ydelsestype.Deck))
	var got []string
	for _, typ := range d.Nye {
		got = append(got, typ.Noegle)
	}
	want := []string{
		"sel-102-saerlig-special-behandlingsmaessig-bistand",
		"sel-105-stk-2-befordring-til-og-fra-tilbud",
		"sel-122-tilskud-til-sygeplejeartikler",
		"sel-79-tilbud-med-aktiverende-og-forebyggende-sigte",
		"sel-79-tilskud-til-tilbud-med-aktiverende-og-forebyggende-sigte",
		"sel-82-tidsbegraenset-socialpaedagogisk-hjaelp-og-stoette",
		"sel-85a-stoette-til-personer-i-hjemloeshed",
		"sel-94-selvudpeget-hjaelper",
		"sul-119-borgerrettet-forebyggelse",
		"sul-140a-vederlagsfri-fysioterapi",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestR048_ChangedTypesKeepTheirKey(t *testing.T) {
	d := ydelsestype.Diff(release(t, ydelsestype.FoerDeck), release(t, ydelsestype.Deck))
	got := map[string]ydelsestype.Change{}
	for _, c := range d.Aendret {
		if c.Foer.Noegle != c.Efter.Noegle {
			t.Errorf("the key changed: %+v", c)
		}
		got[c.Efter.Noegle] = c
	}
	if len(got) != 4 {
		t.Errorf("got %d changes, want 4: %+v", len(got), d.Aendret)
	}
	if c := got["sel-85-socialpaedagogisk-stoette"]; c.Foer.Navn != "Socialpædagogisk støtte i hjemmet" || c.Efter.Navn != "Socialpædagogisk støtte" {
		t.Errorf("§ 85: got %+v", c)
	}
	if c := got["sel-108-108a-laengerevarende-ophold-og-evt-socialpaedagogisk-stoette"]; c.Foer.Paragraf != "§ 108" || c.Efter.Paragraf != "§ 108 + § 108a" {
		t.Errorf("§ 108: got %+v", c)
	}
	if c := got["sel-114-115-stoette-til-bil-og-eller-erhvervelse-af-koerekort"]; c.Foer.Navn != "Støtte til bil efter serviceloven" {
		t.Errorf("§ 114: got %+v", c)
	}
	if c := got["klippekort"]; c.Foer.Art != ydelsestype.Monetaer || c.Efter.Art != ydelsestype.Ressourcemaessig {
		t.Errorf("klippekort: got %+v", c)
	}
}

func TestR049_EveryReleaseHasADiff(t *testing.T) {
	releases := ydelsestype.Releases()
	if !slices.IsSorted(releases) || ydelsestype.Nyeste().Release() != releases[len(releases)-1] {
		t.Fatalf("releases out of order: %v", releases)
	}
	counts := []int{}
	for _, r := range releases {
		counts = append(counts, release(t, r).Antal())
	}
	if want := []int{172, 182, 241}; !slices.Equal(counts, want) {
		t.Errorf("got %v types per release, want %v", counts, want)
	}
	deck, nyeste := release(t, ydelsestype.Deck), ydelsestype.Nyeste()
	if d := ydelsestype.Diff(deck, nyeste); len(d.Nye) != 59 || len(d.Aendret)+len(d.Ophoert) != 0 {
		t.Errorf("got %d new, %d changed, %d ended", len(d.Nye), len(d.Aendret), len(d.Ophoert))
	}
	if d := ydelsestype.Diff(nyeste, deck); len(d.Ophoert) != 59 {
		t.Errorf("going back ends %d types, want 59", len(d.Ophoert))
	}
	if d := ydelsestype.Diff(nyeste, nyeste); !d.Tom() {
		t.Errorf("a release differs from itself: %+v", d)
	}
	if _, err := ydelsestype.Indlejret("2023-01"); err == nil {
		t.Error("an unknown release was given")
	}
}

func TestNewRefusesWhatIsNoCatalogue(t *testing.T) {
	ok := ydelsestype.Type{Noegle: "a", Navn: "A", Art: ydelsestype.Fysisk, Fra: "2024-03"}
	for name, change := range map[string]func(*ydelsestype.Type){
		"no key":       func(t *ydelsestype.Type) { t.Noegle = "" },
		"no name":      func(t *ydelsestype.Type) { t.Navn = "" },
		"unknown kind": func(t *ydelsestype.Type) { t.Art = "andet" },
		"same key":     func(*ydelsestype.Type) {},
	} {
		bad := ok
		change(&bad)
		if _, err := ydelsestype.New("2024-03", []ydelsestype.Type{ok, bad}); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
