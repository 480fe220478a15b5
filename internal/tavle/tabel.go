package tavle

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/oio"
)

// Tabelraekke is where a municipality stood on a day by somebody's table, in the three columns of R120. It is the text of a notice of kind
// Udefra, whose code is the municipality's name.
type Tabelraekke struct {
	Kommune        string   `json:"-"`
	Dato           oio.Dato `json:"dato"`
	Klassifikation bool     `json:"klassifikation"`
	Eksport        bool     `json:"eksport"`
	Sapa           bool     `json:"sapa"`
}

// Opslag is the row as a notice.
func (r Tabelraekke) Opslag(kommune oio.CVR, af string, tid time.Time) (Opslag, error) {
	text, err := json.Marshal(r)
	return Opslag{Kommune: kommune, Tid: tid, Af: af, Art: Udefra, Kode: r.Kommune, Tekst: string(text)}, err
}

// Tabelraekker are the rows that hold: of each municipality the one of the latest day, by name. Notices that cannot be read say nothing.
func Tabelraekker(notices []Opslag) []Tabelraekke {
	latest := map[string]Tabelraekke{}
	for _, o := range Gaeldende(notices, Udefra) {
		row := Tabelraekke{Kommune: o.Kode}
		if json.Unmarshal([]byte(o.Tekst), &row) != nil {
			continue
		}
		if have, some := latest[navnenoegle(row.Kommune)]; !some || have.Dato <= row.Dato {
			latest[navnenoegle(row.Kommune)] = row
		}
	}
	rows := make([]Tabelraekke, 0, len(latest))
	for _, row := range latest {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Tabelraekke) int { return SammenlignNavne(a.Kommune, b.Kommune) })
	return rows
}

// navnenoegle is a municipality's name as it is compared: Korsbæk Kommune and Korsbæk are one.
func navnenoegle(name string) string {
	name = strings.ToLower(strings.Join(strings.Fields(name), " "))
	return strings.TrimSuffix(name, " kommune")
}

// SammenlignNavne orders names as a Danish list has them: æ, ø and å after z, and aa as å.
func SammenlignNavne(a, b string) int { return strings.Compare(sorteret(a), sorteret(b)) }

var alfabet = strings.NewReplacer("aa", "\uE003", "æ", "\uE001", "ø", "\uE002", "å", "\uE003")

func sorteret(name string) string { return alfabet.Replace(strings.ToLower(name)) }

// tabelkolonner are the headings of a table of municipalities.
var tabelkolonner = []string{"kommune", "dato", "klassifikation", "eksport", "sapa"}

// maxTabel is more rows than there are municipalities, however often they are told of.
const maxTabel = 5_000

// LaesTabel reads a table of municipalities: a line each, with a date and yes or no in three columns. It gives either rows or faults, never
// both: nothing is taken from a table with a fault.
func LaesTabel(r io.Reader) (rows []Tabelraekke, faults []string, err error) {
	text, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, nil, fmt.Errorf("read table: %w", err)
	}
	lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\uFEFF")))
	if first, _, _ := strings.Cut(string(text), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		lines.Comma = ';'
	}
	lines.TrimLeadingSpace, lines.FieldsPerRecord = true, -1
	head, err := lines.Read()
	if err != nil {
		return nil, []string{"line 1: want the headings " + strings.Join(tabelkolonner, ",")}, nil
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range tabelkolonner {
		if _, there := at[name]; !there {
			faults = append(faults, "line 1: the heading "+name+" is missing")
		}
	}
	if len(faults) > 0 {
		return nil, faults, nil
	}
	seen := map[string]int{}
	for len(rows) <= maxTabel {
		cells, err := lines.Read()
		if errors.Is(err, io.EOF) {
			if len(faults) > 0 {
				return nil, faults, nil
			}
			return rows, nil, nil
		}
		line, _ := lines.FieldPos(0)
		if err != nil {
			return nil, append(faults, "line "+fmt.Sprint(line)+": "+oio.MaskCPR(err.Error())), nil
		}
		row, wrong := tabellinje(cells, at)
		if before, twice := seen[navnenoegle(row.Kommune)]; twice && row.Kommune != "" {
			wrong = append(wrong, fmt.Sprintf("the municipality stands in line %d too", before))
		}
		seen[navnenoegle(row.Kommune)] = line
		for _, w := range wrong {
			faults = append(faults, fmt.Sprintf("line %d: %s", line, w))
		}
		rows = append(rows, row)
	}
	return nil, append(faults, fmt.Sprintf("more than %d lines", maxTabel)), nil
}

func tabellinje(cells []string, at map[string]int) (row Tabelraekke, wrong []string) {
	cell := func(name string) string {
		if i := at[name]; i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	row.Kommune = strings.Join(strings.Fields(cell("kommune")), " ")
	switch {
	case row.Kommune == "":
		wrong = append(wrong, "kommune: want the municipality's name")
	case len(row.Kommune) > 100 || oio.MaskCPR(row.Kommune) != row.Kommune:
		wrong = append(wrong, "kommune: that is no name of a municipality")
	}
	day, err := oio.ParseDato(cell("dato"))
	if err != nil || day == 0 {
		wrong = append(wrong, "dato: want a date as 2024-03-14")
	}
	row.Dato = day
	for _, column := range []struct {
		name string
		to   *bool
	}{{"klassifikation", &row.Klassifikation}, {"eksport", &row.Eksport}, {"sapa", &row.Sapa}} {
		switch strings.ToLower(cell(column.name)) {
		case "ja":
			*column.to = true
		case "nej":
		default:
			wrong = append(wrong, column.name+": want ja or nej")
		}
	}
	return row, wrong
}
