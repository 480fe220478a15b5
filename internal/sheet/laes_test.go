package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"indeksbro/internal/oio"
)

func laes(t *testing.T, content, navn string) *Ark {
	t.Helper()
	a, err := Laes(strings.NewReader(content), navn)
	if err != nil {
		t.Fatalf("%s: %v", navn, err)
	}
	return a
}

// TestListsOfTheMunicipalitysOwnAreUnderstood: any order, any of the usual headings, one list a file.
func TestListsOfTheMunicipalitysOwnAreUnderstood(t *testing.T) {
	t.Parallel()
	kombit := oio.MustUUID("6f3d2a52-7c1b-4c9e-9a4e-0d6b1f8e2c47")
	for name, c := range map[string]struct {
		navn, content string
		want          Ark
	}{
		"ydelser, by file name": {"Ydelser.csv", "Navn;Lovgivning;§;Sagstype\nDiætist;SUL;119;Forebyggelse\n",
			Ark{Ydelser: []Ydelse{{Navn: "Diætist", Lov: "SUL", Paragraf: "119", SagstypeNavn: "Forebyggelse"}}}},
		"local ydelse, common type": {"x.csv", "KLE-nummer,Fælleskommunal ydelsestype,Lokal ydelse\n,Diætbehandling,Diætist\n",
			Ark{Ydelser: []Ydelse{{Navn: "Diætist", Type: "Diætbehandling"}}}},
		"sagstyper with KLE": {"sagstyper.csv", "KLE\tSagstype\tNote\n 27.35.04\u00a0\tMadservice\t  se her \nKLE 29.09.04\tForebyggelse\n273504\tA\n29-09-2004\tB\n",
			Ark{Sagstyper: []Sagstype{{Navn: "Madservice", KLE: "27.35.04", Svar: Svar{Note: "se her"}}, {Navn: "Forebyggelse", KLE: "29.09.04"}, {Navn: "A", KLE: "27.35.04"}, {Navn: "B", KLE: "29.09.04"}}}},
		"units": {"x.csv", "Organisationsenhed;UUID;Overordnet enhed;Sagsansvarlig;P-nummer\nVisitation;{6F3D2A52-7C1B-4C9E-9A4E-0D6B1F8E2C47};Omsorg;x;1099121234\nOmsorg;-;;nej;\n",
			Ark{Enheder: []Enhed{{Navn: "Visitation", Kombit: kombit, Overordnet: "Omsorg", Sagsansvarlig: Ja, PNummer: "1099121234"}, {Navn: "Omsorg", Sagsansvarlig: Nej}}}},
		"English": {"x.csv", "case type,service,law,paragraph,not to be mapped,reason,decided by,date\nPrevention,Dietician,SUL,119,yes,package,Karen,08-04-2024\n",
			Ark{Ydelser: []Ydelse{{Navn: "Dietician", SagstypeNavn: "Prevention", Lov: "SUL", Paragraf: "119", Ikke: Ja, Svar: Svar{Begrundelse: "package", Af: "Karen", Dato: 20240408}}}}},
		"a title above, a sagstype once for many, the header again": {"x.csv", "Korsbæks lister 2024;;\n;;\nSagstype;Ydelse;Pakke\nHjælp;Bad;\n;Rengøring;ja\nSagstype;Ydelse;Pakke\n\nMad;Frokost;\n",
			Ark{Ydelser: []Ydelse{{Navn: "Bad", SagstypeNavn: "Hjælp"}, {Navn: "Rengøring", SagstypeNavn: "Hjælp", Pakke: Ja}, {Navn: "Frokost", SagstypeNavn: "Mad"}}}},
		"sagstype rows among ydelser": {"x.csv", "Sagstype;Ydelse;KLE\nHjælp;;27.35.04\n;Bad;\n",
			Ark{Sagstyper: []Sagstype{{Navn: "Hjælp", KLE: "27.35.04"}}, Ydelser: []Ydelse{{Navn: "Bad", SagstypeNavn: "Hjælp"}}}},
		"the number beside the type is the type's": {"x.csv", "Ydelse;Sagstype;Ydelsestype;KLE-nummer\nBad;Hjælp;Personlig hjælp;27.35.04\n",
			Ark{Ydelser: []Ydelse{{Navn: "Bad", SagstypeNavn: "Hjælp", Type: "Personlig hjælp", TypeKLE: "27.35.04"}}}},
		"the number elsewhere is the sagstype's": {"x.csv", "Sagstype;KLE-nummer;Ydelse\nHjælp;27.35.04;Bad\n",
			Ark{Ydelser: []Ydelse{{Navn: "Bad", SagstypeNavn: "Hjælp", SagstypeKLE: "27.35.04"}}}},
		"a stray quotation mark": {"x.csv", "Ydelse;Sagstype\nHjælp 5\" rør;Bolig\n", Ark{Ydelser: []Ydelse{{Navn: "Hjælp 5\" rør", SagstypeNavn: "Bolig"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(&c.want, laes(t, c.content, c.navn), sammeRaekker, cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "Overset" }, cmp.Ignore())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestACSVFileMayHaveAnyOfTheUsualEncodings(t *testing.T) {
	t.Parallel()
	const text = "Sagstype;Note\nSundhedsmæssig ørn på ås;€ – §\n"
	utf16le, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	utf16be, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	latin, err := charmap.ISO8859_1.NewEncoder().String("Sagstype;Note\nSundhedsmæssig ørn på ås;§\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"utf-8": text, "utf-8 with mark": "\ufeff" + text, "utf-16le": utf16le, "utf-16be": utf16be, "windows-1252": windows, "latin-1": latin, "crlf": strings.ReplaceAll(text, "\n", "\r\n"), "sep": "sep=;\n" + text} {
		if a := laes(t, content, "ark.csv"); len(a.Sagstyper) != 1 || a.Sagstyper[0].Navn != "Sundhedsmæssig ørn på ås" || !strings.HasSuffix(a.Sagstyper[0].Note, "§") {
			t.Errorf("%s: %+v", name, a.Sagstyper)
		}
	}
}

// TestMergedCellsHoldForTheRowsTheyCover, in the header and below it; and what Excel made of a number is undone.
func TestMergedCellsHoldForTheRowsTheyCover(t *testing.T) {
	t.Parallel()
	f := bogMed(t, "Liste", map[string]any{
		"A1": "Vores liste", "A2": "Sagstype", "C2": "Ydelse", "E2": "Lov",
		"A3": "Id", "B3": "Navn", "C3": "Id", "D3": "Navn", "F3": "KLE",
		"A4": 12, "B4": "Hjælp", "C4": 7, "D4": "Bad", "E4": "SEL", "F4": 38259, "C5": 8, "D5": "Rengøring",
		"A6": 13, "B6": "Mad", "C6": 9, "D6": "Frokost",
	})
	for _, r := range [][2]string{{"A1", "F1"}, {"A2", "B2"}, {"C2", "D2"}, {"E2", "E3"}, {"A4", "A5"}, {"B4", "B5"}, {"E4", "E5"}} {
		if err := f.MergeCell("Liste", r[0], r[1]); err != nil {
			t.Fatal(err)
		}
	}
	a, err := Laes(bytes.NewReader(bytesOf(t, f)), "ark.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	want := []Ydelse{{ID: "7", Navn: "Bad", Sagstype: "12", SagstypeNavn: "Hjælp", Lov: "SEL", SagstypeKLE: "29.09.04"},
		{ID: "8", Navn: "Rengøring", Sagstype: "12", SagstypeNavn: "Hjælp", Lov: "SEL"}, {ID: "9", Navn: "Frokost", Sagstype: "13", SagstypeNavn: "Mad"}}
	if diff := cmp.Diff(want, a.Ydelser, sammeRaekker); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsThatAreNotUnderstoodAreNamed(t *testing.T) {
	t.Parallel()
	a := laes(t, "Ydelse;Sagstype;Ansvarlig medarbejder\nBad;Hjælp;Bo\n", "ydelser.csv")
	if want := []string{"ydelser!C1 »Ansvarlig medarbejder«"}; !slices.Equal(a.Overset, want) {
		t.Errorf("%v, want %v", a.Overset, want)
	}
}

// TestSheetsThatOnlyExplainAreNoLists: a guide, a hidden sheet and a list of common types are passed over, a sheet of unknown headings is a fault.
func TestSheetsThatOnlyExplainAreNoLists(t *testing.T) {
	t.Parallel()
	f := bogMed(t, "Ydelser", map[string]any{"A1": "Ydelse", "B1": "Sagstype", "A2": "Bad", "B2": "Hjælp"})
	if _, err := f.NewSheet("Typer"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("Typer", "A1", &[]string{"Fælleskommunal ydelsestype", "Lov", "Paragraf", "KLE-nummer"}); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("Typer", "A2", &[]string{"Diætbehandling", "SUL", "§ 119", "29.09.04"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Vejledning", "Hemmelig", "Noget andet"} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue(name, "A1", "læs det her"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetSheetVisible("Hemmelig", false); err != nil {
		t.Fatal(err)
	}
	_, err := Laes(bytes.NewReader(bytesOf(t, f)), "ark.xlsx")
	list, _ := err.(*Fejlliste)
	if list == nil || len(list.Fejl) != 1 || list.Fejl[0].Sted() != "Noget andet!A1" {
		t.Errorf("got %v, want the third sheet's headings refused", err)
	}
}
