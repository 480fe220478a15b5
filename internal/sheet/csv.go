package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// csvTabel reads a CSV file in the encodings and with the separators Danish spreadsheets write.
func csvTabel(data []byte, navn string, known func(string) bool) ([]tabel, error) {
	text, err := afkod(data)
	if err != nil {
		return nil, err
	}
	t := tabel{navn: strings.TrimSuffix(filepath.Base(navn), filepath.Ext(navn)), formler: make(map[plads]bool)}
	separator, first, rest := skilletegn(text, known)
	if first {
		t.raekker = append(t.raekker, nil)
	}
	if err := t.csv(rest, separator); err != nil {
		return nil, err
	}
	return []tabel{t}, nil
}

// afkod gives the text as UTF-8: UTF-8 or UTF-16 by its mark, UTF-8 when it is, else Windows-1252, which ISO-8859-1 is part of.
func afkod(data []byte) (string, error) {
	utf16 := func(order unicode.Endianness) (string, error) {
		out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
		return string(out), err
	}
	var text string
	var err error
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		text, err = utf16(unicode.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, err = utf16(unicode.BigEndian)
	case utf8.Valid(data):
		text = strings.TrimPrefix(string(data), "\ufeff")
	default:
		var out []byte
		out, err = charmap.Windows1252.NewDecoder().Bytes(data)
		text = string(out)
	}
	if err != nil || strings.ContainsRune(text, 0) {
		return "", hele("filen er ikke tekst; gem den som »CSV UTF-8«", "the file is not text; save it as \"CSV UTF-8\"")
	}
	return text, nil
}

// skilletegn finds the separator: the one a line "sep=;" names, else the one under which the first lines read most like
// headings. first tells that such a line was there; it is row 1 of the file.
func skilletegn(text string, heading func(string) bool) (separator rune, first bool, rest string) {
	if after, named := strings.CutPrefix(text, "sep="); named && after != "" {
		line, rest, _ := strings.Cut(after, "\n")
		if r, _ := utf8.DecodeRuneInString(line); r == ';' || r == ',' || r == '\t' {
			return r, true, rest
		}
	}
	best, most := ';', 0
	for _, candidate := range []rune{';', ',', '\t'} {
		known := 0
		lines := strings.SplitSeq(text, "\n")
		n := 0
		for line := range lines {
			if n++; n > soegRaekker {
				break
			}
			hits := 0
			for cell := range strings.SplitSeq(line, string(candidate)) {
				if heading(fold(strings.Trim(renTekst(cell), `"`))) {
					hits++
				}
			}
			known = max(known, hits)
		}
		if known > most {
			best, most = candidate, known
		}
	}
	return best, false, text
}

// csv adds the records as rows, numbered as a spreadsheet shows them: a record is a row however many lines its text has.
func (t *tabel) csv(text string, separator rune) error {
	offset := len(t.raekker)
	records, err := poster(text, separator, offset, false)
	if errors.Is(err, csv.ErrBareQuote) {
		records, err = poster(text, separator, offset, true) // a stray quotation mark inside a name is text
	}
	if err != nil {
		return err
	}
	for _, record := range records {
		row := len(t.raekker) + 1
		for k, cell := range record {
			if strings.HasPrefix(cell, "=") {
				t.formler[plads{row, k + 1}] = true
			}
			record[k] = uskadeliggjort(cell)
		}
		t.raekker = append(t.raekker, record)
	}
	return nil
}

func poster(text string, separator rune, offset int, lazy bool) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator, -1, lazy
	var all [][]string
	broken := 0 // line breaks inside cells so far
	for {
		record, err := r.Read()
		switch {
		case err == io.EOF:
			return all, nil
		case errors.Is(err, csv.ErrBareQuote) && !lazy:
			return nil, err
		case err != nil:
			return nil, csvFejl(err)
		}
		line, _ := r.FieldPos(0)
		for row := line - broken; len(all)+1 < row && len(all) <= maxRaekker; {
			all = append(all, nil) // blank lines are rows too
		}
		for _, cell := range record {
			broken += strings.Count(cell, "\n")
		}
		if all = append(all, record); len(all)+offset > maxRaekker || len(record) > maxKolonner {
			return nil, forStor()
		}
	}
}

func csvFejl(err error) error {
	var where *csv.ParseError
	if errors.As(err, &where) {
		return hele(fmt.Sprintf("linje %d: et anførselstegn bliver ikke lukket", where.StartLine), fmt.Sprintf("line %d: a quotation mark is not closed", where.StartLine))
	}
	return fmt.Errorf("read CSV: %w", err)
}

func forStor() *Fejlliste {
	return hele(fmt.Sprintf("listen har flere end %d rækker eller %d kolonner", maxRaekker, maxKolonner), fmt.Sprintf("the list has more than %d rows or %d columns", maxRaekker, maxKolonner))
}

// farlig are the characters by which a spreadsheet takes the text of a CSV cell for a formula.
const farlig = "=+-@\t\r'"

// uskadelig writes a text so that no spreadsheet takes it for a formula; uskadeliggjort is its inverse.
func uskadelig(s string) string {
	if s != "" && strings.ContainsRune(farlig, rune(s[0])) {
		return "'" + s
	}
	return s
}

func uskadeliggjort(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(farlig, rune(s[1])) {
		return s[1:]
	}
	return s
}
