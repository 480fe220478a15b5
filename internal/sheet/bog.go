package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// bog is a workbook as it is written: sheets of text, and nothing that is worked out. It is the part of ECMA-376 that a preparation sheet needs.
type bog struct{ ark []*ark }

// ark is one sheet: a header that stays when one scrolls, with a filter, and rows under it.
type ark struct {
	navn    string
	bredder []float64
	raekker [][]string
	valg    []valg
	skjult  bool // a list for drop-downs: no header
}

// valg is a drop-down on a column, for the rows there are and more.
type valg struct {
	kolonne, til int
	liste        string // the range its values stand in
	kunListen    bool   // another word is refused, else warned of
	fejl         string
}

// The cell formats of stilark, by number.
const (
	stilTekst = 1
	stilHoved = 2
)

const xmlHoved = xml.Header

// stilark makes every cell text (number format 49), so that a number stays as typed and a leading = stays a letter also when the cell is edited.
const stilark = xmlHoved + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
	`<fill><patternFill patternType="solid"><fgColor rgb="FFE6EEF5"/></patternFill></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>` +
	`<xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

const (
	regneark  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	forbundet = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	pakke     = "http://schemas.openxmlformats.org/package/2006/"
	indhold   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// skriv writes the workbook; the same content gives the same bytes.
func (b *bog) skriv(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range b.dele() {
		f, err := z.Create(part.navn)
		if err == nil {
			_, err = f.Write(part.indhold)
		}
		if err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

type bogdel struct {
	navn    string
	indhold []byte
}

func (b *bog) dele() []bogdel {
	var types, rels, sheets, names strings.Builder
	parts := []bogdel{
		{"_rels/.rels", []byte(xmlHoved + `<Relationships xmlns="` + pakke + `relationships"><Relationship Id="rId1" Type="` + forbundet + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`)},
		{"xl/styles.xml", []byte(stilark)},
	}
	for i, a := range b.ark {
		number := strconv.Itoa(i + 1)
		types.WriteString(`<Override PartName="/xl/worksheets/sheet` + number + `.xml" ContentType="` + indhold + `worksheet+xml"/>`)
		rels.WriteString(`<Relationship Id="rId` + number + `" Type="` + forbundet + `/worksheet" Target="worksheets/sheet` + number + `.xml"/>`)
		state := ""
		if a.skjult {
			state = ` state="hidden"`
		} else {
			names.WriteString(`<definedName name="_xlnm._FilterDatabase" localSheetId="` + strconv.Itoa(i) + `" hidden="1">` + xmlTekst(arkRef(a.navn)+"!"+a.omraade("$")) + `</definedName>`)
		}
		sheets.WriteString(`<sheet name="` + xmlTekst(a.navn) + `" sheetId="` + number + `"` + state + ` r:id="rId` + number + `"/>`)
		parts = append(parts, bogdel{"xl/worksheets/sheet" + number + ".xml", a.del(i == 0)})
	}
	style := strconv.Itoa(len(b.ark) + 1)
	return append([]bogdel{{"[Content_Types].xml", []byte(xmlHoved + `<Types xmlns="` + pakke + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + indhold + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + indhold + `styles+xml"/>` + types.String() + `</Types>`)}},
		append(parts,
			bogdel{"xl/workbook.xml", []byte(xmlHoved + `<workbook xmlns="` + regneark + `" xmlns:r="` + forbundet + `"><bookViews><workbookView/></bookViews><sheets>` + sheets.String() +
				`</sheets><definedNames>` + names.String() + `</definedNames></workbook>`)},
			bogdel{"xl/_rels/workbook.xml.rels", []byte(xmlHoved + `<Relationships xmlns="` + pakke + `relationships">` + rels.String() +
				`<Relationship Id="rId` + style + `" Type="` + forbundet + `/styles" Target="styles.xml"/></Relationships>`)})...)
}

// omraade is the range of all cells; sign stands before each part of it where it must not move.
func (a *ark) omraade(sign string) string {
	return sign + "A" + sign + "1:" + sign + kolonneNavn(max(len(a.bredder), 1)) + sign + strconv.Itoa(max(len(a.raekker), 1))
}

// del is the sheet's own part.
func (a *ark) del(first bool) []byte {
	var b bytes.Buffer
	b.WriteString(xmlHoved + `<worksheet xmlns="` + regneark + `"><sheetViews><sheetView`)
	if first {
		b.WriteString(` tabSelected="1"`)
	}
	b.WriteString(` workbookViewId="0">`)
	if !a.skjult {
		b.WriteString(`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>`)
	}
	b.WriteString(`</sheetView></sheetViews>`)
	if len(a.bredder) > 0 {
		b.WriteString(`<cols>`)
		for i, width := range a.bredder {
			fmt.Fprintf(&b, `<col min="%d" max="%d" width="%g" style="%d" customWidth="1"/>`, i+1, i+1, width, stilTekst)
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>`)
	for i, row := range a.raekker {
		style := stilTekst
		if i == 0 && !a.skjult {
			style = stilHoved
		}
		skrivRaekke(&b, i+1, style, row)
	}
	b.WriteString(`</sheetData>`)
	if !a.skjult {
		b.WriteString(`<autoFilter ref="` + a.omraade("") + `"/>`)
	}
	if len(a.valg) > 0 {
		fmt.Fprintf(&b, `<dataValidations count="%d">`, len(a.valg))
		for _, v := range a.valg {
			v.skriv(&b)
		}
		b.WriteString(`</dataValidations>`)
	}
	b.WriteString(`</worksheet>`)
	return b.Bytes()
}

func skrivRaekke(b *bytes.Buffer, number, style int, row []string) {
	b.WriteString(`<row r="` + strconv.Itoa(number) + `">`)
	for k, text := range row {
		if text != "" {
			b.WriteString(`<c r="` + celleNavn(k+1, number) + `" s="` + strconv.Itoa(style) + `" t="inlineStr"><is><t xml:space="preserve">` + xmlTekst(celletekst(text)) + `</t></is></c>`)
		}
	}
	b.WriteString(`</row>`)
}

func (v *valg) skriv(b *bytes.Buffer) {
	style, column := "warning", kolonneNavn(v.kolonne)
	if v.kunListen {
		style = "stop"
	}
	fmt.Fprintf(b, `<dataValidation type="list" errorStyle="%s" allowBlank="1" showErrorMessage="1" errorTitle="Ikke på listen" error="%s" sqref="%s2:%s%d"><formula1>%s</formula1></dataValidation>`,
		style, xmlTekst(v.fejl), column, column, v.til, xmlTekst(v.liste))
}

// arkRef is a sheet's name where a range begins with it.
func arkRef(navn string) string { return "'" + strings.ReplaceAll(navn, "'", "''") + "'" }

// xmlTekst is a text inside XML.
func xmlTekst(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}

// celletekst writes what XML has no sign for as _x0007_, and what looks like that already so that it stays (ECMA-376 part 1, 22.9.2.19).
func celletekst(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_' && erTegnkode(s[i:]):
			b.WriteString("_x005F_")
		case c < ' ' && c != '\t' && c != '\n':
			fmt.Fprintf(&b, "_x%04X_", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// laestCelletekst is the inverse of celletekst.
func laestCelletekst(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '_' || !erTegnkode(s[i:]) {
			b.WriteByte(s[i])
			continue
		}
		code, _ := strconv.ParseUint(s[i+2:i+6], 16, 16) // four hexadecimal digits
		b.WriteRune(rune(code))
		i += len("_x0000_") - 1
	}
	return b.String()
}

// erTegnkode reports whether a text begins with a sign's code: _x0041_.
func erTegnkode(s string) bool {
	return len(s) >= len("_x0000_") && s[:2] == "_x" && s[6] == '_' && strings.Trim(s[2:6], "0123456789abcdefABCDEF") == ""
}

// The most columns and rows a sheet can have.
const (
	flestKolonner = 16_384
	flestRaekker  = 1_048_576
)

// kolonneNavn is the letters of a column: 1 is A, 27 is AA.
func kolonneNavn(k int) string {
	name := ""
	for ; k > 0; k = (k - 1) / 26 {
		name = string(rune('A'+(k-1)%26)) + name
	}
	return name
}

// celleNavn is a cell by column and row, both from 1.
func celleNavn(k, r int) string { return kolonneNavn(k) + strconv.Itoa(r) }

// celleSted is the inverse of celleNavn; small letters are read too.
func celleSted(name string) (k, r int, ok bool) {
	i := 0
	for ; i < len(name) && (name[i]|0x20) >= 'a' && (name[i]|0x20) <= 'z' && k <= flestKolonner; i++ {
		k = k*26 + int(name[i]|0x20-'a') + 1
	}
	if i == len(name) || name[i] < '1' || name[i] > '9' {
		return 0, 0, false
	}
	r, err := strconv.Atoi(name[i:])
	return k, r, err == nil && k >= 1 && k <= flestKolonner && r <= flestRaekker
}
