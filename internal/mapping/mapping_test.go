package mapping_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

var unit = oio.MustUUID("aaaaaaaa-0000-4000-8000-000000000001")

func TestChoicesAreReadAndWrittenInTheWordsOfTheCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		art  mapping.Art
		text string
		want mapping.Valg
	}{
		{mapping.Sagstype, "kle=27.35.04", mapping.Valg{KLE: "27.35.04"}}, {mapping.Sagstype, "kle=27.35", mapping.Valg{KLE: "27.35"}}, {mapping.Sagstype, "kle=27", mapping.Valg{KLE: "27"}},
		{mapping.Sagstype, "ikke", mapping.Valg{Ikke: true}}, {mapping.Sagstype, "fjern", mapping.Valg{}},
		{mapping.Ydelse, "type=FSIII#H1.1", mapping.Valg{Type: "FSIII#H1.1"}}, {mapping.Ydelse, "type=a=b", mapping.Valg{Type: "a=b"}}, {mapping.Ydelse, "ikke", mapping.Valg{Ikke: true}},
		{mapping.Ydelse, "uden-type", mapping.Valg{UdenType: true}}, {mapping.Ydelse, "fjern", mapping.Valg{}},
		{mapping.Enhed, "kombit=" + unit.String(), mapping.Valg{Kombit: unit}}, {mapping.Enhed, "kombit=" + strings.ToUpper(unit.String()), mapping.Valg{Kombit: unit}}, {mapping.Enhed, "fjern", mapping.Valg{}},
	} {
		got, err := mapping.ParseValg(c.art, c.text)
		if err != nil || got != c.want {
			t.Errorf("%s %s: %+v, %v", c.art, c.text, got, err)
		}
		if again, err := mapping.ParseValg(c.art, got.String()); err != nil || again != got {
			t.Errorf("%s %s is written %s, which is %+v, %v", c.art, c.text, got, again, err)
		}
		if got.IsZero() != (c.text == "fjern") {
			t.Errorf("%s %s is zero: %v", c.art, c.text, got.IsZero())
		}
		var back mapping.Valg
		if b, err := json.Marshal(got); err != nil || json.Unmarshal(b, &back) != nil || back != got {
			t.Errorf("%s %s as JSON is %s, which is %+v", c.art, c.text, b, back)
		}
	}
	for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse, mapping.Enhed} {
		for _, wrong := range []string{"", "kle", "kle=", "kle=27.3", "kle=27.35.4", "type=", "type", "kombit=", "kombit=x", "ikke=ja", "uden-type=1", "fjern=alt", "slet", "IKKE"} {
			if v, err := mapping.ParseValg(art, wrong); err == nil {
				t.Errorf("%s %q was read as %+v", art, wrong, v)
			}
		}
		if got, err := mapping.ParseArt(string(art)); err != nil || got != art {
			t.Errorf("%s: %v, %v", art, got, err)
		}
	}
	for art, wrong := range map[mapping.Art][]string{mapping.Sagstype: {"type=x", "uden-type", "kombit=" + unit.String()}, mapping.Ydelse: {"kle=27.35.04", "kombit=" + unit.String()}, mapping.Enhed: {"ikke", "uden-type", "kle=27.35.04", "type=x"}} {
		for _, text := range wrong {
			if _, err := mapping.ParseValg(art, text); err == nil || !strings.Contains(err.Error(), "fjern") {
				t.Errorf("a %s took %s, or the error does not say what it takes: %v", art, text, err)
			}
		}
	}
	if _, err := mapping.ParseArt("bevilling"); err == nil {
		t.Error("a bevilling can be decided upon")
	}
}

func TestTheLastDecisionHolds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var history []mapping.Beslutning
		last := map[string]mapping.Beslutning{}
		for i := range rapid.IntRange(0, 20).Draw(t, "n") {
			b := mapping.Beslutning{Nr: int64(i + 1), Art: rapid.SampledFrom([]mapping.Art{mapping.Sagstype, mapping.Ydelse, mapping.Enhed}).Draw(t, "art"), ID: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "id")}
			if rapid.Bool().Draw(t, "decided") {
				b.Valg = map[mapping.Art]mapping.Valg{mapping.Sagstype: {KLE: kle.Nummer(rapid.SampledFrom([]string{"27.35.04", "27.35.08"}).Draw(t, "kle"))}, mapping.Ydelse: {Ikke: true}, mapping.Enhed: {Kombit: unit}}[b.Art]
			}
			history = append(history, b)
			last[string(b.Art)+b.ID] = b
		}
		s := mapping.NewState(history)
		inForce := 0
		for _, art := range []mapping.Art{mapping.Sagstype, mapping.Ydelse, mapping.Enhed} {
			for _, id := range []string{"a", "b", "c"} {
				want, decided := last[string(art)+id]
				got, found := s.Beslutning(art, id)
				if found != decided || got != want || s.Valg(art, id) != want.Valg {
					t.Fatalf("%s %s: %+v, want %+v", art, id, got, want)
				}
				if !want.Valg.IsZero() {
					inForce++
				}
			}
			s.Alle(art, func(b mapping.Beslutning) {
				if b.Art != art || b.Valg.IsZero() {
					t.Fatalf("%+v is listed as in force", b)
				}
				inForce--
			})
		}
		if inForce != 0 {
			t.Fatal("not every choice in force is listed")
		}
		holder, taken := s.EnhedMed(unit)
		if taken != slices.ContainsFunc([]string{"a", "b", "c"}, func(id string) bool { return s.Valg(mapping.Enhed, id).Kombit == unit }) || (taken && s.Valg(mapping.Enhed, holder).Kombit != unit) {
			t.Fatalf("R073: the unit's holder is %q, %v", holder, taken)
		}
	})
	if _, taken := mapping.NewState([]mapping.Beslutning{{Art: mapping.Enhed, ID: "a"}}).EnhedMed(oio.UUID{}); taken {
		t.Error("no KOMBIT id belongs to somebody")
	}
	if v := mapping.NewState([]mapping.Beslutning{{Art: "andet", ID: "a", Valg: mapping.Valg{Ikke: true}}}).Valg("andet", "a"); !v.IsZero() {
		t.Error("a decision about nothing known holds")
	}
}
