package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// pak makes a zip of parts.
func pak(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for name, content := range parts {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// med adds parts to a workbook that is otherwise in order.
func med(t testing.TB, book []byte, name, content string) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for _, part := range from.File {
		if err := w.Copy(part); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.Create(name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// bogMed is a workbook with one sheet of cells.
func bogMed(t testing.TB, ark string, cells map[string]any) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetSheetName("Sheet1", ark); err != nil {
		t.Fatal(err)
	}
	for cell, value := range cells {
		if err := f.SetCellValue(ark, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func bytesOf(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := f.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// uendelig is a file without end; reading all of it would never return.
type uendelig struct{ read int }

func (u *uendelig) Read(p []byte) (int, error) {
	if u.read += len(p); u.read > 200<<20 {
		return 0, errors.New("200 MB were read of a file that is too large at 20")
	}
	return len(p), nil
}

func TestFilesThatAreNoPreparationSheetAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	good := bytesOf(t, bogMed(t, "Ydelser", map[string]any{"A1": "Sagstype", "A2": "Hjælp"}))
	ole := func(stream string) []byte {
		data := bytes.Clone(oleHoved)
		for _, c := range []byte(stream) {
			data = append(data, c, 0)
		}
		return append(data, make([]byte, 600)...)
	}
	wide := bytesOf(t, bogMed(t, "Ydelser", map[string]any{"A1": "Sagstype", "XFD2": "langt ude"}))
	long := bytesOf(t, bogMed(t, "Ydelser", map[string]any{"A1": "Sagstype", "A1048576": "langt nede"}))
	for name, c := range map[string]struct {
		file, navn, dansk string
	}{
		"macro part":           {string(med(t, good, "xl/vbaProject.bin", "x")), "ark.xlsx", "makroer"},
		"macro name":           {string(good), "ark.xlsm", "makroer"},
		"macro sheet":          {string(med(t, good, "xl/macrosheets/sheet1.xml", "<x/>")), "ark.xlsx", "makroer"},
		"macro content type":   {string(pak(t, map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`})), "ark.xlsx", "makroer"},
		"old xls":              {string(ole("Workbook")), "ark.xls", "gem den som xlsx"},
		"old xls, renamed":     {string(ole("Workbook")), "ark.xlsx", "gem den som xlsx"},
		"password":             {string(ole("EncryptedPackage")), "ark.xlsx", "adgangskode"},
		"external links":       {string(med(t, good, "xl/externalLinks/externalLink1.xml", "<x/>")), "ark.xlsx", "andre filer"},
		"xlsb":                 {string(pak(t, map[string]string{"xl/workbook.bin": "x"})), "ark.xlsx", "xlsb"},
		"ods":                  {string(pak(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})), "ark.ods", "OpenDocument"},
		"zip bomb, ratio":      {string(med(t, good, "xl/media/a.xml", strings.Repeat("0", 8<<20))), "ark.xlsx", "pakkes ud"},
		"zip bomb, size":       {string(med(t, good, "xl/media/a.xml", strings.Repeat("0", 100<<20))), "ark.xlsx", "pakkes ud"},
		"too many columns":     {string(wide), "ark.xlsx", "kolonner"},
		"too many rows":        {string(long), "ark.xlsx", "rækker"},
		"too many rows, csv":   {"Sagstype\n" + strings.Repeat("a\n", maxRaekker+1), "ark.csv", "rækker"},
		"too many columns csv": {"Sagstype\n" + strings.Repeat("a;", maxKolonner+1) + "\n", "ark.csv", "kolonner"},
		"torn zip":             {string(good[:len(good)/2]), "ark.xlsx", "kan ikke læses"},
		"zip of nothing":       {string(pak(t, map[string]string{"a.txt": "x"})), "ark.xlsx", "kan ikke læses"},
		"text named xlsx":      {"Sagstype\nHjælp", "ark.xlsx", "er det ikke"},
		"another ending":       {"Sagstype\nHjælp", "ark.pdf", ".xlsx"},
		"binary named csv":     {"Sagstype\x00\x00\x01", "ark.csv", "ikke tekst"},
		"open quotation mark":  {"Sagstype;Note\nHjælp;\"aldrig lukket\n", "ark.csv", "linje 2"},
		"empty":                {" \n", "ark.csv", "tom"},
		"no headings":          {"a;b\nc;d\n", "ark.csv", "overskrifter"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Laes(strings.NewReader(c.file), c.navn)
			var list *Fejlliste
			if !errors.As(err, &list) || len(list.Fejl) == 0 {
				t.Fatalf("got %v, want a refusal", err)
			}
			if !strings.Contains(list.Fejl[0].Dansk, c.dansk) || list.Fejl[0].English == "" {
				t.Errorf("says %q / %q, want %q in it", list.Fejl[0].Dansk, list.Fejl[0].English, c.dansk)
			}
			if a != nil && len(a.Sagstyper)+len(a.Ydelser)+len(a.Enheder) > 0 {
				t.Errorf("rows came along: %+v", a)
			}
		})
	}
}

func TestAFileThatIsTooLargeIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	endless := &uendelig{}
	_, err := Laes(endless, "ark.xlsx")
	var list *Fejlliste
	if !errors.As(err, &list) || !strings.Contains(list.Error(), "larger than 20 MB") {
		t.Errorf("got %v, want a refusal by size", err)
	}
	if endless.read > MaxFil+(1<<20) {
		t.Errorf("%d bytes were read", endless.read)
	}
}

// TestAWorkbookWithAPasswordIsRefusedAsWhatItIs: really encrypted, and never guessed at.
func TestAWorkbookWithAPasswordIsRefusedAsWhatItIs(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	if err := bogMed(t, "Ydelser", map[string]any{"A1": "Sagstype"}).Write(&file, excelize.Options{Password: "hemmeligt"}); err != nil {
		t.Fatal(err)
	}
	_, err := Laes(&file, "ark.xlsx")
	var list *Fejlliste
	if !errors.As(err, &list) || !strings.Contains(list.Fejl[0].Dansk, "adgangskode") {
		t.Errorf("got %v, want the password named", err)
	}
}

// TestAFormulaIsRefusedByItsCellAndNeverEvaluated, also where the file carries a value for it, and in CSV.
func TestAFormulaIsRefusedByItsCellAndNeverEvaluated(t *testing.T) {
	t.Parallel()
	f := bogMed(t, "Ydelser", map[string]any{"A1": "Sagstype", "B1": "Ydelse", "C1": "Eget", "A2": "Hjælp", "B2": "Bad"})
	for _, cell := range []string{"B2", "C2"} {
		if err := f.SetCellFormula("Ydelser", cell, `HYPERLINK("http://x","Bad")`); err != nil {
			t.Fatal(err)
		}
	}
	for name, file := range map[string][]byte{"Ydelser.xlsx": bytesOf(t, f), "Ydelser.csv": []byte("Sagstype;Ydelse;Eget\nHjælp;=1+1;=2\n")} {
		_, err := Laes(bytes.NewReader(file), name)
		var list *Fejlliste
		if !errors.As(err, &list) || len(list.Fejl) != 1 || list.Fejl[0].Sted() != "Ydelser!B2" || !strings.Contains(list.Fejl[0].Dansk, "formel") {
			t.Errorf("%s: got %v, want the one cell that is read", name, err)
		}
	}
}

// TestRowsThatAreOnlyFormattedDoNotCount: Excel users colour whole columns.
func TestRowsThatAreOnlyFormattedDoNotCount(t *testing.T) {
	t.Parallel()
	f := bogMed(t, "Sagstyper", map[string]any{"A1": "Sagstype", "A2": "Hjælp"})
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err == nil {
		err = f.SetCellStyle("Sagstyper", "A1", fmt.Sprintf("B%d", maxRaekker+500), style)
	}
	if err != nil {
		t.Fatal(err)
	}
	a, err := Laes(bytes.NewReader(bytesOf(t, f)), "ark.xlsx")
	if err != nil || len(a.Sagstyper) != 1 {
		t.Errorf("%v, %+v, want the one sagstype", err, a)
	}
}

func FuzzLaesCSV(f *testing.F) {
	for _, seed := range []string{"Sagstype;Ydelse;KLE\nHjælp;Bad;27.35.04\n", "sep=,\nEnhed,Overordnet,KOMBIT-id\nA,,\n", "\xff\xfeS\x00a\x00g\x00s\x00t\x00y\x00p\x00e\x00\n\x00x\x00", "Navn\t§\n\"a\nb\"\t119\n", "Ydelse;Note\n=1+1;'=1\n\n\nx", "Slags;Ydelse\nydelse;\n;x\nhest;y"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { proev(t, data, "ydelser.csv") })
}

func FuzzLaesXLSX(f *testing.F) {
	var written bytes.Buffer
	if err := Skriv(&written, &Ark{Sagstyper: []Sagstype{{ID: "st-1", Navn: "Hjælp"}}}, hjaelp()); err != nil {
		f.Fatal(err)
	}
	f.Add(written.Bytes())
	f.Add(bytesOf(f, bogMed(f, "Enheder", map[string]any{"A1": "Enhed", "B1": "UUID", "A2": "Visitation", "B2": 12.5})))
	sheet := func(cells string) []byte {
		return pak(f, map[string]string{
			"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
			"_rels/.rels":                `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="Ydelser" sheetId="1" r:id="b"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="b" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + cells + `</sheetData><mergeCells><mergeCell ref="A2:A1048576"/></mergeCells></worksheet>`,
		})
	}
	f.Add(sheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>Ydelse</t></is></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>`))
	f.Add(sheet(`<row r="x"><c r="ZZZZ1"><v/></c></row>`))
	f.Add(sheet(`<row><c t="s"><v>-1</v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) { proev(t, data, "ydelser.xlsx") })
}

// proev reads anything: either rows or a list of faults with words in both languages, and never a panic.
func proev(t *testing.T, data []byte, navn string) {
	_, err := Laes(bytes.NewReader(data), navn)
	if err == nil {
		return
	}
	var list *Fejlliste
	if !errors.As(err, &list) || len(list.Fejl) == 0 {
		t.Fatalf("got %v, want a list of faults", err)
	}
	for _, f := range list.Fejl {
		if f.Dansk == "" || f.English == "" {
			t.Fatalf("no words in %+v", f)
		}
		if maaskeCPR(f.Dansk) || maaskeCPR(f.English) {
			t.Fatalf("a personal number in %q", f.Sted())
		}
	}
}
