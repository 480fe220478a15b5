package suggest

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

// KommuneValg is what one municipality chose for one of its names: a line of the commons (R125).
type KommuneValg struct {
	Kommune                   oio.CVR
	Slags                     string // sagstype or ydelse
	Navn, Lov, Paragraf, Kode string // Kode is a KLE number for a sagstype, the catalogue's key for a ydelse
}

// faellesKolonner are the headings of a file, in any order; lov and paragraf may be left out.
var faellesKolonner = []string{"kommune", "kind", "navn", "lov", "paragraf", "kode"}

const maxFaelles = 500_000

// LaesFaelles reads a file of choices, separated by comma or semicolon. Every fault is told with its line; where there is one,
// nothing may be taken.
func LaesFaelles(r io.Reader) (choices []KommuneValg, faults []string, err error) {
	text, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return nil, nil, fmt.Errorf("read choices: %w", err)
	}
	lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\uFEFF")))
	if first, _, _ := strings.Cut(string(text), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		lines.Comma = ';'
	}
	lines.TrimLeadingSpace = true
	head, err := lines.Read()
	if err != nil {
		return nil, []string{"line 1: want the headings " + strings.Join(faellesKolonner, ",")}, nil
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"kommune", "kind", "navn", "kode"} {
		if _, there := at[name]; !there {
			faults = append(faults, "line 1: the heading "+name+" is missing")
		}
	}
	if len(faults) > 0 {
		return nil, faults, nil
	}
	for len(choices) < maxFaelles {
		cells, err := lines.Read()
		if err == io.EOF {
			return choices, faults, nil
		}
		line, _ := lines.FieldPos(0)
		if err != nil {
			return nil, append(faults, fmt.Sprintf("line %d: %v", line, err)), nil
		}
		v, fault := faellesLinje(cells, at)
		if fault != "" {
			faults = append(faults, fmt.Sprintf("line %d: %s", line, fault))
			continue
		}
		choices = append(choices, v)
	}
	return nil, append(faults, fmt.Sprintf("more than %d lines", maxFaelles)), nil
}

func faellesLinje(cells []string, at map[string]int) (KommuneValg, string) {
	cell := func(name string) string {
		if i, there := at[name]; there && i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	v := KommuneValg{Slags: strings.ToLower(cell("kind")), Navn: cell("navn"), Lov: cell("lov"), Paragraf: cell("paragraf"), Kode: cell("kode")}
	cvr, err := oio.ParseCVR(cell("kommune"))
	if err != nil {
		return v, "kommune: " + err.Error()
	}
	v.Kommune = cvr
	switch {
	case v.Navn == "" || v.Kode == "":
		return v, "navn and kode must not be empty"
	case v.Slags != "sagstype" && v.Slags != "ydelse":
		return v, "kind: want sagstype or ydelse"
	}
	if _, _, found := oio.FindCPR(v.Navn); found {
		return v, "navn looks as if it held a CPR number"
	}
	if v.Slags == "sagstype" && !kle.Nummer(v.Kode).ErEmne() {
		return v, "kode: want a KLE number of six digits for a sagstype (R001)"
	}
	return v, ""
}

// SamlFaelles counts choices of one kind by name and code: how many municipalities chose it, of those that have such a name. own's
// choices are not others'.
func SamlFaelles(choices []KommuneValg, slags string, own oio.CVR) []FaellesValg {
	type navn struct{ navn, lov, paragraf string }
	with := map[navn]map[oio.CVR]bool{}
	chose := map[navn]map[string]map[oio.CVR]bool{}
	for _, v := range choices {
		if v.Slags != slags || v.Kommune == own {
			continue
		}
		n := navn{foldet(v.Navn), strings.ToUpper(v.Lov), v.Paragraf}
		if with[n] == nil {
			with[n], chose[n] = map[oio.CVR]bool{}, map[string]map[oio.CVR]bool{}
		}
		if chose[n][v.Kode] == nil {
			chose[n][v.Kode] = map[oio.CVR]bool{}
		}
		with[n][v.Kommune], chose[n][v.Kode][v.Kommune] = true, true
	}
	var all []FaellesValg
	for n, codes := range chose {
		for code, by := range codes {
			all = append(all, FaellesValg{Navn: n.navn, Lov: n.lov, Paragraf: n.paragraf, Kode: code, Kommuner: len(by), AfKommuner: len(with[n])})
		}
	}
	slices.SortFunc(all, func(a, b FaellesValg) int {
		return strings.Compare(a.Navn+"\x00"+a.Lov+"\x00"+a.Paragraf+"\x00"+a.Kode, b.Navn+"\x00"+b.Lov+"\x00"+b.Paragraf+"\x00"+b.Kode)
	})
	return all
}
