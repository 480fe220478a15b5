package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"strings"
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

// xlsxTabeller reads every sheet of a workbook.
func xlsxTabeller(data []byte) ([]tabel, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errOedelagt
	}
	parts, err := udpak(archive)
	if err != nil {
		return nil, err
	}
	sheets, shared, err := arkdele(parts)
	if err != nil {
		return nil, err
	}
	texts, err := faelles(parts[shared])
	if err != nil {
		return nil, err
	}
	var tables []tabel
	for _, s := range sheets {
		t := tabel{navn: s.navn, skjult: s.skjult, xlsx: true, formler: make(map[plads]bool)}
		if err := t.hent(parts[s.del], texts); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
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

// dele calls do for every start, end and text of an XML part.
func dele(content []byte, do func(xml.Token) error) error {
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
		if err := do(token); err != nil {
			return err
		}
	}
}

// elementer calls do for every start element of an XML part.
func elementer(content []byte, do func(xml.StartElement) error) error {
	return dele(content, func(token xml.Token) error {
		if start, ok := token.(xml.StartElement); ok {
			return do(start)
		}
		return nil
	})
}

func attribut(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// arkdele finds the sheets of the workbook and the part each is in, and the part of the texts they share.
func arkdele(parts map[string][]byte) (sheets []arkdel, shared string, err error) {
	book := "xl/workbook.xml"
	err = elementer(parts["_rels/.rels"], func(e xml.StartElement) error {
		if strings.HasSuffix(attribut(e, "Type"), "/officeDocument") {
			book = strings.ToLower(strings.TrimPrefix(path.Clean("/"+attribut(e, "Target")), "/"))
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	targets := make(map[string]string)
	err = elementer(parts[path.Dir(book)+"/_rels/"+path.Base(book)+".rels"], func(e xml.StartElement) error {
		target := attribut(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = "/" + path.Dir(book) + "/" + target
		}
		target = strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))
		targets[attribut(e, "Id")] = target
		if strings.HasSuffix(attribut(e, "Type"), "/sharedStrings") {
			shared = target
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
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
	return sheets, shared, err
}

// tekstdel gathers the text of an item as its parts come: runs are put together, and how Japanese is read aloud is left out.
type tekstdel struct {
	text      strings.Builder
	inside    bool // in an element whose text counts
	phonetics bool
}

func (p *tekstdel) tag(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		p.phonetics = p.phonetics || e.Name.Local == "rPh"
		p.inside = (e.Name.Local == "t" || e.Name.Local == "v") && !p.phonetics
	case xml.EndElement:
		p.phonetics = p.phonetics && e.Name.Local != "rPh"
		p.inside = false
	case xml.CharData:
		if p.inside {
			p.text.Write(e)
		}
	}
}

func (p *tekstdel) tom() { p.text.Reset(); p.inside, p.phonetics = false, false }

// faelles are the texts that the cells of all sheets share.
func faelles(content []byte) ([]string, error) {
	var texts []string
	var item tekstdel
	err := dele(content, func(token xml.Token) error {
		item.tag(token)
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "si" {
				item.tom()
			}
		case xml.EndElement:
			if e.Name.Local == "si" {
				texts = append(texts, laestCelletekst(item.text.String()))
			}
		}
		return nil
	})
	return texts, err
}

// arklaeser walks through a sheet.
type arklaeser struct {
	*tabel
	texts       []string
	row, column int
	kind        string // of the cell's value
	cell        tekstdel
}

// hent reads a sheet: its values as they are kept, not as they are shown, so that a number stays the number; where there are formulas; and the
// merged cells. It is held to its limits as it is read; formatted rows without values do not count.
func (t *tabel) hent(content []byte, texts []string) error {
	l := arklaeser{tabel: t, texts: texts}
	return dele(content, func(token xml.Token) error {
		l.cell.tag(token)
		switch e := token.(type) {
		case xml.StartElement:
			return l.begynder(e)
		case xml.EndElement:
			if e.Name.Local == "c" {
				return l.celleSlut()
			}
		}
		return nil
	})
}

func (l *arklaeser) begynder(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		l.row, l.column = naeste(attribut(e, "r"), l.row), 0
	case "c":
		l.column++
		l.kind = attribut(e, "t")
		l.cell.tom()
		if name := attribut(e, "r"); name != "" {
			known := false
			if l.column, l.row, known = celleSted(name); !known {
				return errOedelagt
			}
		}
	case "v", "is":
		if l.row > maxRaekker || l.column > maxKolonner {
			return forStor()
		}
	case "f":
		l.formler[plads{l.row, l.column}] = true
	case "mergeCell":
		l.flet(attribut(e, "ref"))
	}
	return nil
}

// celleSlut keeps the value of a cell.
func (l *arklaeser) celleSlut() error {
	text := l.cell.text.String()
	if text == "" {
		return nil
	}
	if l.row < 1 || l.row > maxRaekker || l.column < 1 || l.column > maxKolonner {
		return errOedelagt // a text outside a value
	}
	switch l.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n >= len(l.texts) {
			return errOedelagt
		}
		text = l.texts[n]
	case "inlineStr", "str":
		text = laestCelletekst(text)
	}
	for len(l.raekker) < l.row {
		l.raekker = append(l.raekker, nil)
	}
	row := &l.raekker[l.row-1]
	for len(*row) < l.column {
		*row = append(*row, "")
	}
	(*row)[l.column-1] = text
	return nil
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
	k1, r1, known := celleSted(from)
	k2, r2, both := celleSted(to)
	if known && both {
		t.flettet = append(t.flettet, flet{plads{r1, k1}, plads{r2, k2}})
	}
}
