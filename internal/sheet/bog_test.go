package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// TestAnotherProgramReadsTheWorkbookAsItWasWritten: texts to the letter, what is hidden, what stays when one scrolls, filters and drop-downs.
func TestAnotherProgramReadsTheWorkbookAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := arkGen(t)
		var file bytes.Buffer
		if err := Skriv(&file, a, hjaelp()); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&file, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = book.Close() }()
		if got := book.GetSheetList(); !slices.Equal(got, []string{arkLokale, arkTyper, arkEnheder, arkLister}) {
			t.Fatalf("sheets %q", got)
		}
		want := liste(arkLokale, lokaleKolonner, a.lokale(), nil).raekker
		for r := range want {
			for k := range want[r] {
				if got, err := book.GetCellValue(arkLokale, celleNavn(k+1, r+1)); err != nil || got != want[r][k] {
					t.Fatalf("%s is %q, want %q (%v)", celleNavn(k+1, r+1), got, want[r][k], err)
				}
			}
		}
	})
	var file bytes.Buffer
	if err := Skriv(&file, stort(), hjaelp()); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	if visible, err := book.GetSheetVisible(arkLister); err != nil || visible {
		t.Errorf("the lists are shown (%v)", err)
	}
	for _, name := range []string{arkLokale, arkTyper, arkEnheder} {
		if panes, err := book.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != 1 || panes.TopLeftCell != "A2" {
			t.Errorf("%s: the header does not stay: %+v, %v", name, panes, err)
		}
	}
	filters := 0
	for _, name := range book.GetDefinedName() {
		if strings.Contains(name.Name, "FilterDatabase") {
			filters++
		}
	}
	if filters != 3 {
		t.Errorf("%d sheets have a filter, want 3", filters)
	}
	offers, err := book.GetDataValidations(arkLokale)
	if err != nil || len(offers) == 0 {
		t.Fatalf("no drop-downs: %v", err)
	}
	answers := 0
	for _, dv := range offers {
		source, _, _ := strings.Cut(strings.TrimPrefix(dv.Formula1, arkLister+"!$"), "$")
		first, err := book.GetCellValue(arkLister, source+"1")
		if err != nil || first == "" || dv.Type != "list" || !dv.AllowBlank || !dv.ShowErrorMessage {
			t.Errorf("%+v offers nothing (%v)", dv, err)
		}
		if first == Ja.String() && *dv.ErrorStyle == "stop" {
			answers++
		}
	}
	if answers == 0 {
		t.Error("no cell asks for ja or nej")
	}
	if style, err := book.GetCellStyle(arkLokale, "A2"); err != nil || style == 0 {
		t.Errorf("cells are not text (%v)", err)
	} else if format, err := book.GetStyle(style); err != nil || format.NumFmt != 49 {
		t.Errorf("number format %d, want text (%v)", format.NumFmt, err)
	}
}

// TestTheSameSheetIsTheSameFile: what has not changed can be compared.
func TestTheSameSheetIsTheSameFile(t *testing.T) {
	t.Parallel()
	var one, other bytes.Buffer
	for _, w := range []*bytes.Buffer{&one, &other} {
		if err := Skriv(w, stort(), hjaelp()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("two files of one sheet differ")
	}
}

// TestValuesOfEveryKindAreReadAsTheyAreKept, from a workbook another program has written.
func TestValuesOfEveryKindAreReadAsTheyAreKept(t *testing.T) {
	t.Parallel()
	f := bogMed(t, "Ydelser", map[string]any{"A1": "Ydelse", "B1": 27.35, "C1": true, "D1": 45390, "A2": "æøå <b>", "C3": "linje\nto"})
	if err := f.SetCellRichText("Ydelser", "B2", []excelize.RichTextRun{{Text: "Mad", Font: &excelize.Font{Bold: true}}, {Text: "service"}}); err != nil {
		t.Fatal(err)
	}
	if err := f.MergeCell("Ydelser", "A5", "C6"); err != nil {
		t.Fatal(err)
	}
	tables, err := xlsxTabeller(bytesOf(t, f))
	if err != nil || len(tables) != 1 {
		t.Fatalf("%v, %d tables", err, len(tables))
	}
	if got, want := fmt.Sprintf("%q", tables[0].raekker), `[["Ydelse" "27.35" "1" "45390"] ["æøå <b>" "Madservice"] ["" "" "linje\nto"]]`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := tables[0].flettet; len(got) != 1 || got[0] != (flet{plads{5, 1}, plads{6, 3}}) {
		t.Errorf("merged: %v", got)
	}
}

func TestCellNamesAndDaysAreThoseOfSpreadsheets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k, r := rapid.IntRange(1, flestKolonner).Draw(t, "column"), rapid.IntRange(1, flestRaekker).Draw(t, "row")
		want, err := excelize.CoordinatesToCellName(k, r)
		if got := celleNavn(k, r); err != nil || got != want {
			t.Fatalf("%d, %d is %s, want %s", k, r, got, want)
		}
		for _, name := range []string{want, strings.ToLower(want)} {
			if gotK, gotR, ok := celleSted(name); !ok || gotK != k || gotR != r {
				t.Fatalf("%s is %d, %d, %v", name, gotK, gotR, ok)
			}
		}
		n := float64(rapid.IntRange(1, 99_999).Draw(t, "day")) + rapid.Float64Range(0, 0.99).Draw(t, "hour")
		day, err := excelize.ExcelDateToTime(n, false)
		if got := regnearksdag(n).Format(time.DateOnly); err != nil || got != day.Format(time.DateOnly) {
			t.Fatalf("day %v is %s, want %s (%v)", n, got, day.Format(time.DateOnly), err)
		}
	})
	for _, name := range []string{"", "A", "1", "A0", "A-1", "XFE1", "A1048577", "AAAA1", "A1B", "Å1"} {
		if _, _, ok := celleSted(name); ok {
			t.Errorf("%q is read as a cell", name)
		}
	}
}

// TestABrokenWorkbookIsRefused: what another program's parser would have fallen over is told like any other broken file.
func TestABrokenWorkbookIsRefused(t *testing.T) {
	t.Parallel()
	for name, cells := range map[string]string{
		"a shared text that is not there": `<row r="1"><c r="A1" t="s"><v>7</v></c></row>`,
		"a negative one":                  `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`,
		"a cell that is nowhere":          `<row r="1"><c r="ZZZZ1"><v>1</v></c></row>`,
		"a text in no row":                `<c t="inlineStr"><t>x</t></c>`,
		"a torn part":                     `<row r="1"><c`,
	} {
		book := pak(t, map[string]string{
			"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="Ydelser" sheetId="1" r:id="b"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="b" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + cells + `</sheetData></worksheet>`,
		})
		if tables, err := xlsxTabeller(book); err == nil {
			t.Errorf("%s: read as %+v", name, tables)
		}
	}
}
