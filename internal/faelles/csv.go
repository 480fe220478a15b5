package faelles

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
)

// kolonner are the headings of a CSV file, in any order. The first six are all that older files have; only four of them must be there.
var kolonner = []string{"kommune", "kind", "navn", "lov", "paragraf", "kode", "titel", "forhold", "dato", "sikkerhed", "kommunenavn", "note"}

func skrivCSV(w io.Writer, all []Valg) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	if err := out.Write(kolonner); err != nil {
		return err
	}
	for i := range all {
		v := &all[i]
		kode := v.Kode
		if v.Ikke {
			kode = suggest.Ikke
		}
		cells := []string{string(v.Kommune), string(v.Art), v.Navn, v.Lov, v.Paragraf, kode, v.Titel, string(v.Forhold), dag(v.Dato), tal(v.Sikkerhed), v.KommuneNavn, v.Note}
		for j := range cells {
			cells[j] = uskadelig(cells[j])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func dag(d oio.Dato) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func tal(f float64) string {
	if f == 0 {
		return ""
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// farlig are the characters by which a spreadsheet takes a cell for a formula.
const farlig = "=+-@'"

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

// laesCSV reads lines separated by comma or semicolon.
func laesCSV(text []byte) ([]Valg, []Fejl) {
	lines := csv.NewReader(strings.NewReader(string(text)))
	if first, _, _ := strings.Cut(string(text), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		lines.Comma = ';'
	}
	lines.TrimLeadingSpace = true
	head, err := lines.Read()
	if err != nil {
		return nil, []Fejl{{1, "skriv overskrifterne " + strings.Join(kolonner[:6], ";"), "want the headings " + strings.Join(kolonner[:6], ",")}}
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	var got samlet
	for _, name := range []string{"kommune", "kind", "navn", "kode"} {
		if _, there := at[name]; !there {
			got.faults = append(got.faults, Fejl{1, "overskriften " + name + " mangler", "the heading " + name + " is missing"})
		}
	}
	for len(got.faults) == 0 || got.faults[0].Sted > 1 {
		cells, err := lines.Read()
		if err == io.EOF {
			break
		}
		line, _ := lines.FieldPos(0)
		if err != nil {
			got.faults = append(got.faults, Fejl{line, "linjen kan ikke læses", oio.MaskCPR(err.Error())})
			break
		}
		v, fault := linje(func(name string) string {
			if i, there := at[name]; there && i < len(cells) {
				return uskadeliggjort(strings.TrimSpace(cells[i]))
			}
			return ""
		})
		if fault != nil {
			got.faults = append(got.faults, fejlI(line, fault))
			continue
		}
		got.tag(line, v)
	}
	return got.valg, got.faults
}

// linje reads the cells of a line by the names of their columns.
func linje(cell func(name string) string) (v Valg, err error) {
	v = Valg{Kommune: oio.CVR(cell("kommune")), KommuneNavn: cell("kommunenavn"), Art: mapping.Art(strings.ToLower(cell("kind"))), Navn: cell("navn"), Lov: cell("lov"), Paragraf: cell("paragraf"),
		Kode: cell("kode"), Titel: cell("titel"), Forhold: Forhold(cell("forhold")), Note: cell("note")}
	v.Ikke = strings.EqualFold(v.Kode, suggest.Ikke)
	if v.Kommune, err = oio.ParseCVR(cell("kommune")); err != nil {
		return v, fmt.Errorf("kommune: %w", err)
	}
	v.Dato, v.Sikkerhed, err = dagOgTal(cell("dato"), cell("sikkerhed"))
	return v, err
}

// dagOgTal reads what may be left out.
func dagOgTal(day, number string) (d oio.Dato, f float64, err error) {
	if day != "" {
		if d, err = oio.ParseDato(day); err != nil {
			return d, f, fmt.Errorf("dato: %w", err)
		}
	}
	if number != "" {
		if f, err = strconv.ParseFloat(strings.Replace(number, ",", ".", 1), 64); err != nil {
			return d, f, fmt.Errorf("sikkerhed: want a number from 0 to 1")
		}
	}
	return d, f, nil
}
