package sheet_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/sheet"
)

const opgavedag oio.Dato = 20260316

// opgaver are the ten tasks with what somebody said of them.
func opgaver(facts ...program.Faktum) *forloeb.Forloeb {
	return forloeb.Nyt(forloeb.Forhold{Idag: opgavedag, Fakta: program.NyStand(facts)})
}

// TestR121_TheTasksAreWrittenAndReadAgain: what people say of the tasks, any of it, comes back from either format as it was.
func TestR121_TheTasksAreWrittenAndReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var facts []program.Faktum
		day := rapid.Custom(func(t *rapid.T) oio.Dato { return opgavedag.AddDays(-rapid.IntRange(0, 400).Draw(t, "days")) })
		text := rapid.StringMatching(`[A-Za-zÆØÅæøå=+@"; ,'-]{0,20}x`)
		for _, o := range forloeb.Opgaver {
			if rapid.Bool().Draw(t, "said") {
				facts = append(facts, program.Faktum{Emne: program.Trinejer, Kode: string(o.Nr), Tekst: strings.TrimSpace(text.Draw(t, "owner"))},
					program.Faktum{Emne: program.Trinfrist, Kode: string(o.Nr), Dato: day.Draw(t, "due").AddDays(500)},
					program.Faktum{Emne: program.Trinmeldt, Kode: string(o.Nr), Dato: day.Draw(t, "done"), Tekst: strings.TrimSpace(text.Draw(t, "evidence"))})
			}
		}
		f := opgaver(facts...)
		for name, write := range map[string]func(io.Writer, *forloeb.Forloeb) error{"opgaver.xlsx": sheet.SkrivOpgaver, "opgaver.csv": sheet.SkrivOpgaverCSV} {
			var file bytes.Buffer
			if err := write(&file, f); err != nil {
				t.Fatal(err)
			}
			read, err := sheet.LaesOpgaver(&file, name, opgaver())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if difference := cmp.Diff(f.Trin, opgaver(read...).Trin); difference != "" {
				t.Fatalf("%s: %s", name, difference)
			}
		}
	})
}

// TestEveryFaultOfATaskListIsNamedByItsCell: all faults at once, nothing taken, no personal number quoted.
func TestEveryFaultOfATaskListIsNamedByItsCell(t *testing.T) {
	t.Parallel()
	const file = "KLIK-opgaver pr. marts\n" +
		"Nr;Opgave;Ejer;Frist;Status i KLIK;Fuldført i KLIK;Bevis\n" +
		"1;Skrivebord;Karen;snart;;;\n" +
		"9;Ukendt;;;;;\n" +
		"4;Ydelser;;;måske;;\n" +
		"5;Sagstyper;;;Åben;2026-03-01;\n" +
		"trin 5;igen;;;;;\n" +
		"7;Enheder;;;;2030-01-01;\n" +
		"8;Eksport;=1+1;;;;\n" +
		"K40;Roller;;;;;borger 700101-0000\n"
	read, err := sheet.LaesOpgaver(strings.NewReader(file), "opgaver.csv", opgaver())
	var faults *sheet.Fejlliste
	if !errors.As(err, &faults) || read != nil {
		t.Fatalf("%v, %v", read, err)
	}
	var where []string
	for _, f := range faults.Fejl {
		where = append(where, f.Celle)
		if strings.Contains(f.English+f.Dansk, "700101") {
			t.Error("a personal number is quoted")
		}
	}
	if want := []string{"D3", "A4", "E5", "E6", "A7", "F8", "C9", "G10"}; !slices.Equal(where, want) {
		t.Errorf("faults in %v, want %v", where, want)
	}
	for name, text := range map[string]string{"headings": "Navn;Adresse\nx;y\n", "nothing": ""} {
		if _, err := sheet.LaesOpgaver(strings.NewReader(text), "x.csv", opgaver()); !errors.As(err, &faults) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAListOfTasksMaySayLittle: an empty cell says nothing, `fjern` takes back, KLIK's word alone is enough, and a workbook's own dates are read.
func TestAListOfTasksMaySayLittle(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	rows := [][]any{{"Trin", "Deadline", "Ansvarlig", "Status", "Bevis"}, {1, 46100, "", "Fuldført", ""}, {"A", "fjern", "fjern", "I gang", "fjern"}, {}, {"B", "", "", "", "aftalt"}}
	for i, row := range rows {
		name, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow("Sheet1", name, &row); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := sheet.LaesOpgaver(&file, "klik.xlsx", opgaver(program.Faktum{Emne: program.Trinmeldt, Kode: "A", Dato: 20260301, Tekst: "mail"}))
	if err != nil {
		t.Fatal(err)
	}
	want := []program.Faktum{
		{Emne: program.Trinfrist, Kode: "1", Dato: 20260319}, {Emne: program.Trinmeldt, Kode: "1", Dato: opgavedag},
		{Emne: program.Trinejer, Kode: "A"}, {Emne: program.Trinfrist, Kode: "A"}, {Emne: program.Trinmeldt, Kode: "A"},
		{Emne: program.Trinmeldt, Kode: "B", Tekst: "aftalt"},
	}
	if difference := cmp.Diff(want, read); difference != "" {
		t.Error(difference)
	}
}
