package tavle_test

import (
	"errors"
	"strings"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/tavle"
)

// TestR123_TheFiveSessionsAfterAStartDate is the model: 8/4, 15/4, 22/4, 29/4 and 6/5 2024.
func TestR123_TheFiveSessionsAfterAStartDate(t *testing.T) {
	t.Parallel()
	want := []oio.Dato{20240408, 20240415, 20240422, 20240429, 20240506}
	var notices []tavle.Opslag
	for i, m := range tavle.Moedeplan(20240408) {
		if m.Dag != want[i] || m.Titel == "" {
			t.Errorf("session %d is %+v, want %s", i, m, want[i])
		}
		o, err := m.Opslag("11111111", "leder", middag)
		if err != nil {
			t.Fatal(err)
		}
		notices = append(notices, o)
	}
	gone := notices[2]
	gone.Tekst, gone.Kommune = "", "22222222"
	moved, err := tavle.Stoettemoede{Dag: 20240415, Titel: "Spørgetime", Link: "https://moede.example/a"}.Opslag("22222222", "leder", middag)
	if err != nil {
		t.Fatal(err)
	}
	if held := tavle.Moeder(append(notices, gone, moved)); len(held) != 4 || held[1].Titel != "Spørgetime" || held[3].Dag != 20240506 {
		t.Errorf("%+v", held)
	}
}

func TestR123_WhatMayNotHangOnTheBoardIsRefusedInDanish(t *testing.T) {
	t.Parallel()
	refused := func(what string, err error) {
		var brud *rules.Brud
		if !errors.As(err, &brud) || brud.Dansk == "" || brud.Regel != "R123" {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, text := range []string{"", "  ", "Hvad med 610190-1234?", strings.Repeat("æ", 2_001)} {
		_, err := tavle.Spurgt{Noegle: "a", Kommune: "11111111", Af: "x", Tekst: text}.Opslag()
		refused("question "+text[:min(len(text), 30)], err)
		_, err = tavle.Svaret("a", text, "11111111", "x", middag)
		refused("answer", err)
	}
	for what, m := range map[string]tavle.Stoettemoede{
		"no day": {Titel: "x"}, "no title": {Dag: today}, "a script": {Dag: today, Titel: "x", Link: "javascript:alert(1)"}, "plain http": {Dag: today, Titel: "x", Link: "http://a.example"},
		"a number": {Dag: today, Titel: "Om 610190 1234"}, "a long time": {Dag: today, Titel: "x", Klokken: strings.Repeat("9", 31)},
	} {
		_, err := m.Opslag("11111111", "x", middag)
		refused(what, err)
	}
}

// TestR123_AnswersAreKeptForAll: a municipality sees its own questions and what others got answered, without who they are.
func TestR123_AnswersAreKeptForAll(t *testing.T) {
	t.Parallel()
	ask := func(k oio.CVR, key, text string) tavle.Opslag {
		o, err := tavle.Spurgt{Noegle: key, Kommune: k, Af: "Bo", Tid: middag, Moede: today, Tekst: text}.Opslag()
		if err != nil || o.Proev() != nil {
			t.Fatal(err, o.Proev())
		}
		return o
	}
	answer := func(key, text string) tavle.Opslag {
		o, err := tavle.Svaret(key, text, "99999999", "Leder", middag)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	all := tavle.Spurgte([]tavle.Opslag{ask("11111111", "a", "Skal pakker mappes?"), ask("22222222", "b", "Hvad er en sagsansvarlig enhed?"), answer("a", "Ja"), answer("a", "Nej, aldrig."), ask("22222222", "c", "Hvornår er mødet?")})
	if len(all) != 3 || all[0].Noegle != "c" || all[2].Svar != "Nej, aldrig." || all[2].SvarAf != "Leder" || all[2].Moede != today {
		t.Fatalf("%+v", all)
	}
	seen := tavle.SetAf(all, "22222222")
	if len(seen) != 3 || seen[2].Kommune != "" || seen[2].Af != "" || seen[0].Af != "Bo" {
		t.Errorf("%+v", seen)
	}
	if seen := tavle.SetAf(all, "11111111"); len(seen) != 1 {
		t.Errorf("others' open questions are shown: %+v", seen)
	}
	if found := tavle.Soeg(all, "PAKKER aldrig"); len(found) != 1 || found[0].Noegle != "a" {
		t.Errorf("%+v", found)
	}
}
