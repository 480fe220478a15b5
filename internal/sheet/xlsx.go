package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook, held against what really comes out of the archive and not against what it says of itself.
const (
	maxUdpakket = 48 << 20 // bytes of all parts
	maxDele     = 2_000
	maxForhold  = 200     // unpacked bytes for each packed one …
	friForhold  = 2 << 20 // … where a part is larger than this
	maxArk      = 50
)

var oleHoved = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// oleFejl tells a protected workbook from an old one: both are OLE files, and neither is opened.
func oleFejl(data []byte) error {
	var name []byte
	for _, c := range []byte("EncryptedPackage") {
		name = append(name, c, 0)
	}
	if bytes.Contains(data, name) {
		return hele("filen er beskyttet med en adgangskode; gem den uden", "the file is protected by a password; save it without")
	}
	return hele("filen er i det gamle Excel-format (.xls); åbn den og gem den som xlsx", "the file is in the old Excel format (.xls); open it and save it as xlsx")
}

func makroFejl() error {
	return hele("filen indeholder makroer; gem den som xlsx uden makroer", "the file contains macros; save it as xlsx without macros")
}

var errOedelagt = hele("regnearket kan ikke læses; åbn det i Excel og gem det igen som xlsx", "the spreadsheet cannot be read; open it in Excel and save it as xlsx again")

// arkdel is a sheet as the workbook names it.
type arkdel struct {
	navn, del string
	skjult    bool
}

// xlsxTabeller reads every sheet of a workbook. The parser of the values is a large one, and what it reads comes from
// strangers: a file it cannot stand is refused like any other broken file.
func xlsxTabeller(data []byte) (tables []tabel, err error) {
	defer func() {
		if recover() != nil {
			tables, err = nil, errOedelagt
		}
	}()
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errOedelagt
	}
	parts, err := udpak(archive)
	if err != nil {
		return nil, err
	}
	sheets, err := arkdele(parts)
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		t := tabel{navn: s.navn, skjult: s.skjult, xlsx: true, formler: make(map[plads]bool)}
		if err := t.gennemgaa(parts[s.del]); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, vaerdier(data, tables)
}

// udpak unpacks the parts that are looked at and measures all of them.
func udpak(archive *zip.Reader) (map[string][]byte, error) {
	if len(archive.File) > maxDele {
		return nil, bombe()
	}
	parts := make(map[string][]byte)
	var total int64
	for _, file := range archive.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(file.Name, `\`, "/"), "/"))
		if err := ulovlig(name); err != nil {
			return nil, err
		}
		content, err := laesDel(file, maxUdpakket-total)
		if err != nil {
			return nil, err
		}
		total += int64(len(content))
		if len(content) > friForhold && uint64(len(content)) > maxForhold*max(file.CompressedSize64, 1) {
			return nil, bombe()
		}
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			parts[name] = content
		}
	}
	if bytes.Contains(parts["[content_types].xml"], []byte("macroEnabled")) {
		return nil, makroFejl()
	}
	return parts, nil
}

func laesDel(file *zip.File, room int64) ([]byte, error) {
	if file.UncompressedSize64 > uint64(max(room, 0)) {
		return nil, bombe()
	}
	r, err := file.Open()
	if err != nil {
		return nil, errOedelagt
	}
	defer func() { _ = r.Close() }()
	content, err := io.ReadAll(io.LimitReader(r, room+1))
	switch {
	case int64(len(content)) > room:
		return nil, bombe()
	case err != nil:
		return nil, errOedelagt
	}
	return content, nil
}

func bombe() error {
	return hele("regnearket fylder for meget, når det pakkes ud; et forberedelsesark fylder under 10 MB", "the spreadsheet is too large when unpacked; a preparation sheet takes less than 10 MB")
}

// ulovlig refuses parts that do things.
func ulovlig(name string) error {
	switch {
	case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "xl/macrosheets/"):
		return makroFejl()
	case strings.HasPrefix(name, "xl/externallinks/"):
		return hele("regnearket henter værdier fra andre filer; bryd kæderne (Data, Rediger kæder) og gem igen", "the spreadsheet takes values from other files; break the links (Data, Edit Links) and save again")
	case name == "xl/workbook.bin":
		return hele("filen er en binær projektmappe (.xlsb); gem den som xlsx", "the file is a binary workbook (.xlsb); save it as xlsx")
	case name == "mimetype" || name == "content.xml":
		return hele("filen er i OpenDocument-format; gem den som xlsx", "the file is in OpenDocument format; save it as xlsx")
	}
	return nil
}

// elementer calls do for every start element of an XML part.
func elementer(content []byte, do func(xml.StartElement) error) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return errOedelagt
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := do(start); err != nil {
				return err
			}
		}
	}
}

func attribut(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// arkdele finds the sheets of the workbook and the part each is in.
func arkdele(parts map[string][]byte) ([]arkdel, error) {
	book := "xl/workbook.xml"
	err := elementer(parts["_rels/.rels"], func(e xml.StartElement) error {
		if strings.HasSuffix(attribut(e, "Type"), "/officeDocument") {
			book = strings.ToLower(strings.TrimPrefix(path.Clean("/"+attribut(e, "Target")), "/"))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	targets := make(map[string]string)
	err = elementer(parts[path.Dir(book)+"/_rels/"+path.Base(book)+".rels"], func(e xml.StartElement) error {
		target := attribut(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = "/" + path.Dir(book) + "/" + target
		}
		targets[attribut(e, "Id")] = strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))
		return nil
	})
	if err != nil {
		return nil, err
	}
	var sheets []arkdel
	err = elementer(parts[book], func(e xml.StartElement) error {
		if e.Name.Local == "sheet" {
			state := attribut(e, "state")
			sheets = append(sheets, arkdel{attribut(e, "name"), targets[attribut(e, "id")], state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
	if err == nil && (len(sheets) == 0 || len(sheets) > maxArk) {
		err = errOedelagt
	}
	return sheets, err
}

// gennemgaa looks through a sheet for what the values alone do not tell: formulas and merged cells. It holds the sheet to its
// limits before anything is made of it; formatted rows without values do not count.
func (t *tabel) gennemgaa(content []byte) error {
	row, column := 0, 0
	return elementer(content, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			row, column = naeste(attribut(e, "r"), row), 0
		case "c":
			column++
			if name := attribut(e, "r"); name != "" {
				var err error
				if column, row, err = excelize.CellNameToCoordinates(name); err != nil {
					return errOedelagt
				}
			}
		case "v", "is":
			if row > maxRaekker || column > maxKolonner {
				return forStor()
			}
		case "f":
			t.formler[plads{row, column}] = true
		case "mergeCell":
			t.flet(attribut(e, "ref"))
		}
		return nil
	})
}

func naeste(r string, before int) int {
	if n, err := strconv.Atoi(r); err == nil {
		return n
	}
	return before + 1
}

func (t *tabel) flet(ref string) {
	from, to, found := strings.Cut(ref, ":")
	if !found || len(t.flettet) >= maxFlettede {
		return
	}
	k1, r1, err1 := excelize.CellNameToCoordinates(from)
	k2, r2, err2 := excelize.CellNameToCoordinates(to)
	if err1 == nil && err2 == nil {
		t.flettet = append(t.flettet, flet{plads{r1, k1}, plads{r2, k2}})
	}
}

// vaerdier reads the cells' values as they are kept, not as they are shown: a number stays the number.
func vaerdier(data []byte, tables []tabel) error {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUdpakket, UnzipXMLSizeLimit: maxUdpakket})
	if err != nil {
		return errOedelagt
	}
	defer func() { _ = f.Close() }()
	for i := range tables {
		if err := tables[i].hent(f); err != nil {
			var list *Fejlliste
			if errors.As(err, &list) {
				return err
			}
			return errOedelagt
		}
	}
	return nil
}

func (t *tabel) hent(f *excelize.File) error {
	rows, err := f.Rows(t.navn)
	if err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	defer func() { _ = rows.Close() }()
	last := 0
	for r := 1; rows.Next() && r <= maxRaekker; r++ {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
		if len(cells) > maxKolonner {
			cells = cells[:maxKolonner]
		}
		if t.raekker = append(t.raekker, cells); len(cells) > 0 {
			last = r
		}
	}
	t.raekker = t.raekker[:last]
	return rows.Error()
}
