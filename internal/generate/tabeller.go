package generate

import (
	_ "embed" // the tables of the synthetic municipality
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"indeksbro/internal/oio"
)

//go:embed tabeller/sagstyper.csv
var sagstyperCSV string

//go:embed tabeller/ydelser.csv
var ydelserCSV string

//go:embed tabeller/enheder.csv
var enhederCSV string

//go:embed tabeller/fk.csv
var fkCSV string

// sagstype is a row of sagstyper.csv. kle is the ready mapping's number, "ikke", or empty where it is left undecided.
type sagstype struct {
	id, navn, lov, paragraf string
	kle, grund, trods       string
	vaegt                   int
	gruppe                  byte // a all adults, e elderly, v other adults, b children
	enheder                 []*enhed
	admin                   bool
	fra, til                int       // cases begin on these days at the earliest and latest; zero: at any time
	ydelser                 []*ydelse // what may be granted under its cases, each as often as it weighs
	titler                  []string  // as JSON strings
	idJSON                  string
}

// ydelse is a row of ydelser.csv. valg is the ready mapping's key, "ikke", "uden", or empty where nothing is decided (or
// the ydelse maps itself). regel names the rule the row is an example of.
type ydelse struct {
	id, navn, lov, paragraf string
	sagstype                *sagstype
	standard, kode, art     string
	pakke, hold             bool
	valg, grund, regel      string
	vaegt                   int
	flyttes                 *sagstype // R057: where new grants hang after the move
	idJSON                  string
}

// enhed is a row of enheder.csv. fk is the row of fk.csv the ready mapping gives it.
type enhed struct {
	id, navn, overordnet string
	ansvarlig, usynlig   bool
	lukket               bool // had only cases that ended years ago (R077)
	pnummer, fk          string
	idJSON               string
	under                []*enhed // suppliers below that deliver
}

// fkEnhed is a row of fk.csv: a unit in FK Organisation. Without sted it has no addresses.
type fkEnhed struct {
	noegle, navn, overordnet, status, pnummer, sted string
	opgaver                                         []string
}

// tabeller is everything the municipality consists of but its citizens.
type tabeller struct {
	sagstyper []*sagstype
	ydelser   []*ydelse
	enheder   []*enhed
	fk        []*fkEnhed
	// valg[gruppe] holds each sagstype of the group as often as it weighs; foerste only those with something to grant, so
	// that a citizen's first case can always carry grants.
	valg, foerste map[byte][]*sagstype
}

var verden = sync.OnceValue(func() *tabeller {
	t := &tabeller{valg: map[byte][]*sagstype{}, foerste: map[byte][]*sagstype{}}
	units := t.readEnheder()
	types := t.readSagstyper(units)
	t.readYdelser(types)
	t.readFK()
	for _, g := range []byte{'e', 'v', 'b'} {
		for _, s := range t.sagstyper {
			if s.gruppe != g && (s.gruppe != 'a' || g == 'b') {
				continue
			}
			t.valg[g] = repeat(t.valg[g], s, s.vaegt)
			if len(s.ydelser) > 0 {
				t.foerste[g] = repeat(t.foerste[g], s, s.vaegt)
			}
		}
	}
	return t
})

func (t *tabeller) readEnheder() map[string]*enhed {
	byID := map[string]*enhed{}
	for _, r := range rows(enhederCSV, "id;navn;overordnet;flag;pnummer;fk") {
		e := &enhed{
			id: r[0], navn: r[1], overordnet: r[2], pnummer: r[4], fk: r[5], idJSON: quote(r[0]),
			ansvarlig: has(r[3], "ansvarlig"), usynlig: has(r[3], "usynlig"), lukket: has(r[3], "lukket"),
		}
		byID[e.id] = e
		t.enheder = append(t.enheder, e)
	}
	for _, e := range t.enheder {
		if over := byID[e.overordnet]; over != nil && !e.ansvarlig {
			over.under = append(over.under, e)
		}
	}
	return byID
}

func (t *tabeller) readSagstyper(units map[string]*enhed) map[string]*sagstype {
	byID := map[string]*sagstype{}
	for _, r := range rows(sagstyperCSV, "id;navn;lov;paragraf;kle;grund;trods;vaegt;gruppe;enheder;flag;fra;til") {
		s := &sagstype{
			id: r[0], navn: r[1], lov: r[2], paragraf: r[3], kle: r[4], grund: r[5], trods: r[6], vaegt: number(r[7]),
			gruppe: r[8][0], admin: has(r[10], "admin"), idJSON: quote(r[0]),
			fra: dagFrom(r[11]), til: dagFrom(r[12]),
		}
		for _, id := range strings.Split(r[9], ",") {
			s.enheder = append(s.enheder, must(units, id))
		}
		for _, ending := range titelEndelser {
			s.titler = append(s.titler, quote(fmt.Sprintf(ending, s.navn)))
		}
		byID[s.id] = s
		t.sagstyper = append(t.sagstyper, s)
	}
	return byID
}

// Titles as caseworkers write them: mostly the kind of case with something behind.
var titelEndelser = []string{
	"%s", "%s", "%s – ansøgning", "%s, revisitation", "%s - opstart", "%s (genbevilling)", "%s efter indlæggelse",
	"Ans. om %s", "%s OBS pårørende", "%s, 2. del", "%s – opfølgning 3 mdr",
}

func (t *tabeller) readYdelser(types map[string]*sagstype) {
	arter := map[string]string{"m": "monetær", "r": "ressourcemæssig", "f": "fysisk"}
	for _, r := range rows(ydelserCSV, "id;sagstype;navn;lov;paragraf;standard;kode;art;flag;valg;grund;regel;vaegt;flyttes") {
		y := &ydelse{
			id: r[0], sagstype: must(types, r[1]), navn: r[2], lov: r[3], paragraf: r[4], standard: r[5], kode: r[6],
			art: must(arter, r[7]), pakke: has(r[8], "pakke"), hold: has(r[8], "hold"),
			valg: r[9], grund: r[10], regel: r[11], vaegt: number(r[12]), idJSON: quote(r[0]),
		}
		y.sagstype.ydelser = repeat(y.sagstype.ydelser, y, y.vaegt)
		if r[13] != "" {
			y.flyttes = must(types, r[13])
			y.flyttes.ydelser = repeat(y.flyttes.ydelser, y, y.vaegt)
		}
		t.ydelser = append(t.ydelser, y)
	}
}

func (t *tabeller) readFK() {
	for _, r := range rows(fkCSV, "noegle;navn;overordnet;status;pnummer;sted;opgaver") {
		f := &fkEnhed{noegle: r[0], navn: r[1], overordnet: r[2], status: r[3], pnummer: r[4], sted: r[5]}
		if r[6] != "" {
			f.opgaver = strings.Split(r[6], ",")
		}
		t.fk = append(t.fk, f)
	}
}

// The tables are part of the program: a fault in one is a fault in the program and shows in the first test.
func rows(table, header string) [][]string {
	r := csv.NewReader(strings.NewReader(table))
	r.Comma = ';'
	all, err := r.ReadAll()
	if err != nil {
		panic(err)
	}
	if strings.Join(all[0], ";") != header {
		panic("table header is not " + header)
	}
	return all[1:]
}

func must[V any](of map[string]V, key string) V {
	v, found := of[key]
	if !found {
		panic("table refers to unknown " + key)
	}
	return v
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func dagFrom(s string) int {
	if s == "" {
		return 0
	}
	d, err := oio.ParseDato(s)
	if err != nil {
		panic(err)
	}
	return dagOf(d)
}

func has(flags, flag string) bool { return strings.Contains(","+flags+",", ","+flag+",") }

func repeat[T any](to []T, v T, times int) []T {
	for range times {
		to = append(to, v)
	}
	return to
}
