package tavle_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
)

var middag = time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)

const today oio.Dato = 20260120

// marts2024 is the table of 14 March 2024 as notices.
func marts2024(t *testing.T) []tavle.Opslag {
	t.Helper()
	rows, faults, err := tavle.LaesTabel(bytes.NewReader(generate.Kommunetabel()))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	var notices []tavle.Opslag
	for _, r := range rows {
		o, err := r.Opslag(oio.Korsbaek, "demo", middag)
		if err != nil || o.Proev() != nil {
			t.Fatal(err, o.Proev())
		}
		notices = append(notices, o)
	}
	return notices
}

// TestR120_TheThreeReadingsOfTheTwentyOneMunicipalities holds each reading against the table of 14 March 2024.
func TestR120_TheThreeReadingsOfTheTwentyOneMunicipalities(t *testing.T) {
	t.Parallel()
	const look, wait, first, urgent = "begge", "vent", "roller", "roller!"
	want := map[string][]string{
		"Albertslund": {look, urgent}, "Allerød": {look}, "Dragør": {wait}, "Esbjerg": {look, urgent}, "Faxe": {wait}, "Frederikssund": {wait}, "Haderslev": {look, urgent},
		"Hjørring": {look, urgent}, "Hvidovre": {wait}, "Høje-Taastrup": {wait}, "Ikast-Brande": {look}, "Ishøj": {look}, "Odsherred": {look, urgent}, "Skanderborg": {wait, first},
		"Stevns": {look, urgent}, "Syddjurs": {look}, "Sønderborg": {wait}, "Thisted": {wait}, "Tårnby": {wait}, "Vesthimmerland": {look, urgent}, "Aarhus": {wait},
	}
	o := tavle.NytOverblik(today, nil, marts2024(t))
	if len(o.Raekker) != 21 || len(want) != 21 {
		t.Fatalf("%d municipalities, want 21", len(o.Raekker))
	}
	for _, r := range o.Raekker {
		var got []string
		for _, l := range r.Laesninger {
			key := l.Noegle
			if l.Haster {
				key += "!"
			}
			got = append(got, key)
			if strings.TrimSpace(l.Tekst) == "" {
				t.Errorf("%s: a reading says nothing", r.Navn)
			}
		}
		if !slices.Equal(got, want[r.Navn]) {
			t.Errorf("%s: %v, want %v", r.Navn, got, want[r.Navn])
		}
		if r.Dato != 20240314 || r.Her() {
			t.Errorf("%s stands as of %s", r.Navn, r.Dato)
		}
	}
	if o.Klassif != 17 || o.Eksport != 11 || o.Sapa != 8 {
		t.Errorf("the columns add up to %d, %d and %d", o.Klassif, o.Eksport, o.Sapa)
	}
	if last := o.Raekker[20].Navn; last != "Aarhus" {
		t.Errorf("%s is last, want Aarhus: Danish order", last)
	}
}

// TestR120_TheReadingsSayWhatTheColumnsAre: whatever the columns, there is a reading, and the urgent one only where data is sent and roles are not seen to.
func TestR120_TheReadingsSayWhatTheColumnsAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k, e, s, signed := rapid.Bool().Draw(t, "k"), rapid.Bool().Draw(t, "e"), rapid.Bool().Draw(t, "s"), rapid.Bool().Draw(t, "signed")
		all := tavle.Laesninger(k, e, s, signed)
		has := func(key string) bool {
			return slices.ContainsFunc(all, func(l tavle.Laesning) bool { return l.Noegle == key })
		}
		urgent := slices.ContainsFunc(all, func(l tavle.Laesning) bool { return l.Haster })
		if has(tavle.LaesBegge) != (k && e) || has(tavle.LaesVent) == e || has(tavle.LaesRoller) != s || urgent != (e && s && !signed) {
			t.Fatalf("%t %t %t %t: %+v", k, e, s, signed, all)
		}
	})
}

func stand(kommune oio.CVR, navn string, trin ...tavle.Trinstand) tavle.Kommunestand {
	return tavle.Kommunestand{Kommune: kommune, Navn: navn, Tid: middag, Trin: trin}
}

func TestR120_AMunicipalityOfTheInstallationWinsOverATable(t *testing.T) {
	t.Parallel()
	own := stand("22222222", "Faxe Kommune")
	own.Eksport = true
	o := tavle.NytOverblik(today, []tavle.Kommunestand{own}, marts2024(t))
	if len(o.Raekker) != 21 || o.Egen("22222222") == nil || !o.Egen("22222222").Eksport {
		t.Errorf("%d rows, own %+v", len(o.Raekker), o.Egen("22222222"))
	}
	for _, r := range o.Raekker {
		if r.Navn == "Faxe" {
			t.Error("Faxe stands there twice")
		}
	}
}

func TestS12_WhatManyWaitForIsASentence(t *testing.T) {
	t.Parallel()
	var all []tavle.Kommunestand
	for i := range 12 {
		k := stand(oio.CVR("3000000"+string(rune('0'+i%10))), "By "+string(rune('A'+i)), tavle.Trinstand{Nr: "2", Tilstand: "igang", Noegle: "opgave-4", Siden: today.AddDays(-8 - i), Mangler: "Opsæt certifikater: ikke gjort.", Hvem: "leverandøren"},
			tavle.Trinstand{Nr: "8", Tilstand: "stoppet", Noegle: "certifikat-sdi", Siden: today.AddDays(-1)},
			tavle.Trinstand{Nr: "5", Tilstand: "venter", Noegle: "sagstyper", Siden: today.AddDays(-100)})
		all = append(all, k)
	}
	all = append(all, stand("40000000", "Nyby", tavle.Trinstand{Nr: "9", Tilstand: "klar", Noegle: "ny-ting", Mangler: "Det nye mangler."}))
	o := tavle.NytOverblik(today, all, nil)
	if len(o.Venter) != 2 {
		t.Fatalf("%+v", o.Venter)
	}
	if got := o.Venter[0].Saetning(); got != "12 kommuner venter på certifikat, længst: 19 dage" {
		t.Errorf("%q", got)
	}
	if got := o.Venter[1].Saetning(); got != "1 kommune venter på trin 9: det nye mangler" {
		t.Errorf("%q", got)
	}
	if r := o.Egen("40000000"); r.Venter("certifikat") || !o.Raekker[0].Venter("certifikat") {
		t.Error("who waits for certificates is not told right")
	}
	if at := o.Raekker[0].Staar(); at == nil || at.Nr != "8" {
		t.Errorf("a stopped step comes first, got %+v", at)
	}
}

func TestS12_LikeNamesAreCountedTogether(t *testing.T) {
	t.Parallel()
	a, b, c := stand("11111111", "A"), stand("22222222", "B"), stand("33333333", "C")
	a.Efterlyst = []tavle.Efterlyst{{Art: "ydelse", Navn: "Tidlig indsats"}, {Art: "ydelse", Navn: "Tidlig  Indsats"}, {Art: "ydelse", Navn: "Velfærdsteknologi"}, {Art: "sagstype", Navn: "Klage"}}
	b.Efterlyst = []tavle.Efterlyst{{Art: "ydelse", Navn: "tidlig-indsats", Lov: "SEL", Paragraf: "§ 11"}}
	a.Regler, c.Regler = map[string]int{"R006": 3, "R011": 1}, map[string]int{"R006": 4, "R072": 0}
	o := tavle.NytOverblik(today, []tavle.Kommunestand{a, b, c}, nil)
	if len(o.Efterlyst) != 2 || o.Efterlyst[0].Navn != "Tidlig indsats" || o.Efterlyst[0].Kommuner != 2 || o.Efterlyst[1].Kommuner != 1 {
		t.Errorf("%+v", o.Efterlyst)
	}
	if len(o.Regler) != 2 || o.Regler[0] != (tavle.Regeltal{Regel: "R006", Kommuner: 2, Fund: 7}) {
		t.Errorf("%+v", o.Regler)
	}
}

func TestR120_ATableWithAFaultGivesNothing(t *testing.T) {
	t.Parallel()
	rows, faults, err := tavle.LaesTabel(strings.NewReader("kommune;dato;klassifikation;eksport;sapa\nFaxe;2024-03-14;ja;nej;nej\nFaxe Kommune;14/3;ja;måske;nej\n;2024-03-14;ja;ja;ja\n610190-1234;2024-03-14;ja;ja\n"))
	if err != nil || rows != nil {
		t.Fatalf("%v %v", rows, err)
	}
	want := []string{"line 3: dato: want a date as 2024-03-14", "line 3: eksport: want ja or nej", "line 3: the municipality stands in line 2 too", "line 4: kommune: want the municipality's name",
		"line 5: kommune: that is no name of a municipality", "line 5: sapa: want ja or nej"}
	if !slices.Equal(faults, want) {
		t.Errorf("%q", faults)
	}
	for _, text := range []string{"", "a,b\n", "kommune,dato,klassifikation,eksport\nx,2024-03-14,ja,ja\n"} {
		if rows, faults, err := tavle.LaesTabel(strings.NewReader(text)); err != nil || rows != nil || len(faults) == 0 {
			t.Errorf("%q: %v %v %v", text, rows, faults, err)
		}
	}
}

func TestR120_TheLatestDayOfATableHolds(t *testing.T) {
	t.Parallel()
	notice := func(kommune oio.CVR, name string, day oio.Dato, export bool) tavle.Opslag {
		o, err := tavle.Tabelraekke{Kommune: name, Dato: day, Klassifikation: true, Eksport: export}.Opslag(kommune, "x", middag)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	rows := tavle.Tabelraekker([]tavle.Opslag{notice("11111111", "Faxe", 20240601, true), notice("22222222", "Faxe Kommune", 20240314, false)})
	if len(rows) != 1 || !rows[0].Eksport {
		t.Errorf("%+v", rows)
	}
}

// TestR092_R098_TheCalendarSeesWhichLoadsMeet: same night, overlap by length at the agreed rate, and neither when one is done.
func TestR092_R098_TheCalendarSeesWhichLoadsMeet(t *testing.T) {
	t.Parallel()
	load := func(cvr oio.CVR, name string, day oio.Dato, objects int, rate float64) tavle.Kommunestand {
		k := stand(cvr, name)
		k.Load = &tavle.Load{Dag: day, Sager: objects, Bevillinger: objects, FartSDI: rate, FartYDI: rate}
		return k
	}
	big, same, later, unknown, done := load("11111111", "Storby", 20260201, 864_000, 10), load("22222222", "Nabo", 20260201, 10, 10), load("33333333", "Senere", 20260202, 10, 10),
		load("44444444", "Uden fart", 20260301, 10, 0), load("55555555", "Færdig", 20260202, 10, 10)
	done.Load.Faerdig = true
	o := tavle.NytOverblik(today, []tavle.Kommunestand{later, unknown, big, same, done, stand("66666666", "Intet")}, nil)
	if len(o.Loads) != 5 || o.Loads[0].Navn != "Nabo" || o.Loads[1].Navn != "Storby" {
		t.Fatalf("%+v", o.Loads)
	}
	if l := o.Loads[1]; l.Sekunder != 172_800 || l.Til != 20260202 {
		t.Errorf("864,000 cases and as many grants at 10 a second: %d s until %s", l.Sekunder, l.Til)
	}
	if l := o.Loads[4]; l.Sekunder != 0 || l.Til != 20260301 {
		t.Errorf("a load without a pace takes %d s", l.Sekunder)
	}
	want := []string{"Nabo og Storby har varslet første indlæsning samme nat, 1. februar 2026", "Storby er ikke færdig, når Senere begynder 2. februar 2026"}
	if got := o.Sammenfald(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}

	slot, err := tavle.Plads{SDI: 100, YDI: 100}.Opslag("99999999", "11111111", 20260201, "leder", middag)
	if err != nil || slot.Proev() != nil {
		t.Fatal(err, slot.Proev())
	}
	o = tavle.NytOverblik(today, []tavle.Kommunestand{big}, []tavle.Opslag{slot})
	if l := o.Loads[0]; l.Fart.SDI != 10 || l.Plads.SDI != 100 || l.Sekunder != 172_800 {
		t.Errorf("a slot cannot raise what a municipality has chosen itself: %+v", l)
	}
	slot, _ = tavle.Plads{SDI: 5}.Opslag("99999999", "11111111", 20260201, "leder", middag)
	o = tavle.NytOverblik(today, []tavle.Kommunestand{big}, []tavle.Opslag{slot})
	if l := o.Loads[0]; l.Fart != (tavle.Plads{SDI: 5, YDI: 10}) || l.Til != 20260203 {
		t.Errorf("half the pace on the first day: %+v", l)
	}
	gone, _ := tavle.Plads{}.Opslag("88888888", "11111111", 20260201, "anden", middag)
	if p := tavle.NyePladser([]tavle.Opslag{slot, gone}).For("11111111", 20260201); p != (tavle.Plads{}) {
		t.Errorf("what was taken back holds: %+v", p)
	}
}

// TestR098_TheLowerOfTwoPacesIsKept is the whole of it: 0 is no limit.
func TestR098_TheLowerOfTwoPacesIsKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Float64Range(0, 100).Draw(t, "a"), rapid.Float64Range(0, 100).Draw(t, "b")
		got := tavle.Lavest(a, b)
		if a > 0 && got > a || b > 0 && got > b || got == 0 && a+b > 0 || got != a && got != b {
			t.Fatalf("the lower of %v and %v is %v", a, b, got)
		}
	})
}

func TestR120_TheCurveCarriesOn(t *testing.T) {
	t.Parallel()
	day := func(k oio.CVR, d oio.Dato, done int, export bool) tavle.Dag {
		return tavle.Dag{Kommune: k, Dag: d, Gjorte: done, Eksport: export, Klassifikation: true}
	}
	first := tavle.Kurve{}.Laeg([]tavle.Dag{day("1", 20260101, 2, false), day("2", 20260101, 1, false), day("1", 20260102, 3, true)})
	second := first.Laeg([]tavle.Dag{day("2", 20260104, 5, true)})
	if len(first.Punkter) != 2 || len(second.Punkter) != 3 || first.Punkter[1].Gjorte != 4 {
		t.Fatalf("%+v then %+v", first.Punkter, second.Punkter)
	}
	if p := second.Punkter[2]; p != (tavle.Punkt{Dag: 20260104, Kommuner: 2, Klassifikation: 2, Eksport: 2, Gjorte: 8}) {
		t.Errorf("%+v", p)
	}
	if some := second.Udvalgt(2); len(some) != 2 || some[0].Dag != 20260101 || some[1].Dag != 20260104 {
		t.Errorf("%+v", some)
	}
}
