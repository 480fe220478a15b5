package ydelsestype

import (
	_ "embed" // the two tables
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed katalog.csv
var katalogCSV string

//go:embed ikke_oprettet.csv
var ikkeOprettetCSV string

// Fravalg is something municipalities asked for that was decided not to become a type, with the rule that says what to do
// instead (R031–R046).
type Fravalg struct {
	Lov, Paragraf string
	Navn          string
	Regel         string // such as "R031"
}

// IkkeOprettet is every such decision, sorted by rule and name. They are never offered as types.
func IkkeOprettet() []Fravalg { return slices.Clone(fravalg()) }

// Indlejret is the embedded catalogue in one release; a release that is not known is refused with the known ones.
func Indlejret(r Release) (*Katalog, error) {
	k, found := indlejrede()[r]
	if !found {
		return nil, fmt.Errorf("catalogue release %q is not known; known are %v", r, Releases())
	}
	return k, nil
}

// Nyeste is the embedded catalogue in its newest release.
func Nyeste() *Katalog {
	releases := Releases()
	return indlejrede()[releases[len(releases)-1]]
}

// The tables are part of the program and a test reads them, so a fault in one is a fault in the program.
var indlejrede = sync.OnceValue(func() map[Release]*Katalog {
	typer, err := readTyper(katalogCSV)
	if err != nil {
		panic(err)
	}
	kataloger := map[Release]*Katalog{}
	for _, r := range Releases() {
		k, err := New(r, typer)
		if err != nil {
			panic(err)
		}
		kataloger[r] = k
	}
	return kataloger
})

var fravalg = sync.OnceValue(func() []Fravalg {
	rows, err := readCSV(ikkeOprettetCSV, "lov;paragraf;navn;regel")
	if err != nil {
		panic(err)
	}
	out := make([]Fravalg, 0, len(rows))
	for _, r := range rows {
		out = append(out, Fravalg{Lov: r[0], Paragraf: r[1], Navn: r[2], Regel: r[3]})
	}
	return out
})

func readTyper(table string) ([]Type, error) {
	rows, err := readCSV(table, "noegle;liste;lov;paragraf;navn;art;kle;fra;til")
	if err != nil {
		return nil, err
	}
	typer := make([]Type, 0, len(rows))
	for _, r := range rows {
		_, kode, _ := strings.Cut(r[0], kodeSkille)
		kode, _, _ = strings.Cut(kode, "/")
		typer = append(typer, Type{
			Noegle: r[0], Liste: Liste(r[1]), Lov: r[2], Paragraf: r[3], Navn: r[4], Art: Art(r[5]), KLE: r[6],
			Kode: kode, Fra: Release(r[7]), Til: Release(r[8]),
		})
	}
	return typer, nil
}

func readCSV(table, header string) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(table))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("embedded catalogue: %w", err)
	}
	if len(rows) == 0 || strings.Join(rows[0], ";") != header {
		return nil, fmt.Errorf("embedded catalogue: header is not %s", header)
	}
	return rows[1:], nil
}
