package politik_test

import (
	"strings"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

func TestEveryKeyTakesWhatItShows(t *testing.T) {
	t.Parallel()
	for _, kommune := range []oio.CVR{oio.Korsbaek, "22222222"} {
		p := politik.Default(kommune)
		for _, f := range politik.Felter() {
			got, err := p.Set(f.Noegle, " "+f.Vaerdi(p)+" ")
			if err != nil || got != p {
				t.Errorf("%s does not take its own value %q back: %v", f.Noegle, f.Vaerdi(p), err)
			}
			if f.Hvad == "" {
				t.Errorf("%s does not say what it decides", f.Noegle)
			}
			if found, err := politik.Find(f.Noegle); err != nil || found.Noegle != f.Noegle {
				t.Errorf("%s is not found: %v", f.Noegle, err)
			}
		}
	}
}

func TestChoicesAreTakenAndWrongOnesRefused(t *testing.T) {
	t.Parallel()
	id := "aaaaaaaa-0000-4000-8000-000000000001"
	for key, c := range map[string]struct{ right, wrong []string }{
		"navn":              {[]string{"Ærø Kommune", strings.Repeat("æ", 255)}, []string{strings.Repeat("æ", 256)}},
		"system-navn":       {[]string{"EOJ"}, []string{strings.Repeat("x", 256)}},
		"organisation":      {[]string{id}, []string{"", "x", "00000000-0000-0000-0000-000000000000"}},
		"system":            {[]string{id}, []string{"", id + "0", "00000000-0000-0000-0000-000000000000"}},
		"default-enhed":     {[]string{id, ""}, []string{"x", "00000000-0000-0000-0000-000000000000"}},
		"hold-back":         {[]string{"true", "false"}, []string{"", "ja", "måske"}},
		"barnets-lov":       {[]string{"A", "B", "C", ""}, []string{"D", "AB", "ja"}},
		"egen-fsiii":        {[]string{"true", "false"}, []string{"2"}},
		"strict":            {[]string{"true", "false"}, []string{"nej"}},
		"model":             {[]string{"1", "2"}, []string{"", "0", "3", "1.0"}},
		"deletion-percent":  {[]string{"0", "2.5", "100"}, []string{"", "-1", "100.1", "NaN", "Inf", "2,5", "2%"}},
		"deletion-citizens": {[]string{"0", "100"}, []string{"", "-1", "1.5", "mange"}},
		"maal-frist":        {[]string{"1", "120", "600"}, []string{"", "0", "601", "2m", "1.5"}},
		"kle-filter":        {[]string{"27,29", ""}, []string{strings.Repeat("27,", 100)}},
	} {
		f, err := politik.Find(key)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, v := range c.right {
			p, err := politik.Default(oio.Korsbaek).Set(key, v)
			if err != nil || f.Vaerdi(p) != v {
				t.Errorf("%s=%s: %v, then it is %q", key, v, err, f.Vaerdi(p))
			}
		}
		for _, v := range c.wrong {
			p, err := politik.Default(oio.Korsbaek).Set(key, v)
			if err == nil || !strings.Contains(err.Error(), key) || p != politik.Default(oio.Korsbaek) {
				t.Errorf("%s=%s was taken, or changed something: %v", key, v, err)
			}
		}
	}
	if _, err := politik.Default(oio.Korsbaek).Set("findes-ikke", "1"); err == nil || !strings.Contains(err.Error(), "hold-back") {
		t.Errorf("an unknown key: %v, want the known ones", err)
	}
}

func TestTheDefaultIsTheCarefulOne(t *testing.T) {
	t.Parallel()
	p, other := politik.Default(oio.Korsbaek), politik.Default("22222222")
	if !p.HoldBack || p.Procent != 2 || p.Borgere != 100 || p.Model != 1 || !p.DefaultEnhed.IsZero() || p.Strict {
		t.Errorf("default %+v", p)
	}
	if p.Organisation.String() != "0235dc7b-11c4-4ee5-b685-9f638f5cd032" || p.Navn != "Korsbæk Kommune" {
		t.Errorf("Korsbæk is %s %s", p.Navn, p.Organisation)
	}
	if other.Organisation == p.Organisation || other.System == p.System || other.System.IsZero() || other.Organisation.IsZero() {
		t.Error("two municipalities share an identity")
	}
	system, err := politik.Find("system")
	if err != nil || !system.Laast {
		t.Error("the system is part of every object's identity and must not change")
	}
}
