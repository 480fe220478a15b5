package sprog

import (
	"testing"
	"time"

	"indeksbro/internal/oio"
)

func TestDato(t *testing.T) {
	t.Parallel()
	for d, want := range map[oio.Dato]string{0: "", 20240503: "3. maj 2024", 20260301: "1. marts 2026", 20231231: "31. december 2023"} {
		if got := Dato(d); got != want {
			t.Errorf("Dato(%d) = %q, want %q", d, got, want)
		}
	}
	if got := KortDato(20240503); got != "03.05.2024" {
		t.Errorf("KortDato = %q", got)
	}
	if got := Tidspunkt(time.Date(2024, 5, 3, 10, 4, 0, 0, time.UTC)); got != "3. maj 2024 kl. 12.04" {
		t.Errorf("Tidspunkt = %q", got)
	}
}

func TestTal(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 902: "902", 1204: "1.204", 298411: "298.411", -1234567: "-1.234.567"} {
		if got := Tal(n); got != want {
			t.Errorf("Tal(%d) = %q, want %q", n, got, want)
		}
	}
	if Antal(1, "sag", "sager") != "1 sag" || Antal(0, "sag", "sager") != "0 sager" {
		t.Error("Antal inflects wrongly")
	}
}

func TestYdelseHasNoCodes(t *testing.T) {
	t.Parallel()
	for navn, want := range map[string]string{
		"Diætvejledning":                       "diætvejledning",
		"Ådselpleje":                           "ådselpleje",
		"Boligindretning, i almindelighed":     "boligindretning",
		"BPA":                                  "BPA",
		"ADL-træning":                          "træning i daglige gøremål",
		"RH Rengøring":                         "rehabilitering: rengøring",
		"RH Tilsyn/omsorg":                     "rehabilitering: tilsyn eller omsorg",
		"Praktisk hjælp efter §84":             "praktisk hjælp",
		"Koordinerende 0-ydelse under SEL §83": "koordinerende 0-ydelse",
		"Almene ældre og handicapboliger efter almenboliglovens § 105":             "almene ældre og handicapboliger",
		"Midlertidige botilbud efter servicelovens § 110 (forsorgshjem)":           "midlertidige botilbud",
		"Drift af plejehjem og beskyttede boliger efter hidtil gældende regler":    "drift af plejehjem og beskyttede boliger",
		"Befordring og befordringsgodtgørelse efter sundhedsloven i almindelighed": "befordring og befordringsgodtgørelse",
		"Plejebolig, plejehjem eller beskyttet bolig (visitation og anvisning)":    "plejebolig, plejehjem eller beskyttet bolig",
		"Støtte til bil og/eller erhvervelse af kørekort":                          "støtte til bil eller erhvervelse af kørekort",
		"Genoptræning efter sygdom":                                                "genoptræning efter sygdom",
		"Hjælp efter behov":                                                        "hjælp efter behov",
		"":                                                                         "",
	} {
		if got := Ydelse(navn); got != want {
			t.Errorf("Ydelse(%q) = %q, want %q", navn, got, want)
		}
	}
}

func TestTilhoer(t *testing.T) {
	t.Parallel()
	if Tilhoer("Korsbæk Kommune") != "Korsbæk Kommunes" || Tilhoer("Aarhus") != "Aarhus'" {
		t.Error("genitive is wrong")
	}
}
