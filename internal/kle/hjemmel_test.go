package kle_test

import (
	"slices"
	"testing"

	"indeksbro/internal/kle"
)

func TestTheLawsOfLocalNamesAreReadHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lov, paragraf string
		want          []kle.Hjemmel
	}{
		{"Servicel.", "83 stk. 1 nr. 3", []kle.Hjemmel{{Lov: "Serviceloven", Fra: 8300, Til: 8300}}},
		{"Lov om social service", "§83a", []kle.Hjemmel{{Lov: "Serviceloven", Fra: 8301, Til: 8301}}},
		{"sul", "§ 138, stk. 1", []kle.Hjemmel{{Lov: "Sundhedsloven", Fra: 13800, Til: 13800}}},
		{"Alm.boligl.", "54", []kle.Hjemmel{{Lov: "Almenboligloven", Fra: 5400, Til: 5400}}},
		{"ABL", "§105/§85", []kle.Hjemmel{{Lov: "Almenboligloven", Fra: 10500, Til: 10500}, {Lov: "Almenboligloven", Fra: 8500, Til: 8500}}},
		{"SEL", "§§ 10-12", []kle.Hjemmel{{Lov: "Serviceloven", Fra: 1000, Til: 1200}}},
		{"SEL", "§ 108 + § 108a", []kle.Hjemmel{{Lov: "Serviceloven", Fra: 10800, Til: 10800}, {Lov: "Serviceloven", Fra: 10801, Til: 10801}}},
		{"Serviceloven", "BL §32.1.4", []kle.Hjemmel{{Lov: "Barnets lov", Fra: 3200, Til: 3200}}},
		{"Socialfrikortsloven", "", []kle.Hjemmel{{Lov: "Socialfrikortsloven"}}},
		{"", "", nil},
	} {
		if got := kle.Hjemler(c.lov, c.paragraf); !slices.EqualFunc(got, c.want, sameParagraphs) {
			t.Errorf("%q %q reads as %v, want %v", c.lov, c.paragraf, got, c.want)
		}
	}
	at := func(n int, b string) kle.Hjemmel {
		return kle.Hjemmel{Lov: "Serviceloven", Fra: kle.Paragraf(n, b), Til: kle.Paragraf(n, b)}
	}
	if !at(11, "").Moeder(kle.Hjemmel{Lov: "serviceloven", Fra: 1000, Til: 1200}) || at(83, "").Moeder(at(83, "a")) || (kle.Hjemmel{}).Moeder(kle.Hjemmel{}) {
		t.Error("§ 11 is in §§ 10–12, § 83 a is another paragraph than § 83, and no paragraph is none in common")
	}
}

func sameParagraphs(a, b kle.Hjemmel) bool { return a.Lov == b.Lov && a.Fra == b.Fra && a.Til == b.Til }
