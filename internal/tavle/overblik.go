package tavle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
)

// Raekke is one municipality among all (R120).
type Raekke struct {
	Kommune        oio.CVR     `json:"kommune,omitempty"` // empty: not of this installation
	Navn           string      `json:"navn"`
	Dato           oio.Dato    `json:"dato"` // when this was so
	Klassifikation bool        `json:"klassifikation"`
	Eksport        bool        `json:"eksport"`
	Sapa           bool        `json:"sapa"`
	Trin           []Trinstand `json:"trin,omitempty"`
	Gjorte         int         `json:"gjorte"`
	Forsinket      int         `json:"forsinket,omitempty"`
	Laesninger     []Laesning  `json:"laesninger"`
}

// Her reports whether the municipality is of this installation, so that its steps follow from facts.
func (r *Raekke) Her() bool { return r.Kommune != "" }

// Staar is the step at which a municipality stands: one that is stopped, else the first that is not done and waits for no other. Nil: all are done,
// or nothing is known of its steps.
func (r *Raekke) Staar() *Trinstand {
	var first *Trinstand
	for i := range r.Trin {
		switch t := &r.Trin[i]; forloeb.Tilstand(t.Tilstand) {
		case forloeb.Stoppet:
			return t
		case forloeb.Klar, forloeb.Igang:
			if first == nil {
				first = t
			}
		}
	}
	return first
}

// Venter reports whether the municipality waits for what a group of Ventende is about.
func (r *Raekke) Venter(noegle string) bool {
	return slices.ContainsFunc(r.Trin, func(t Trinstand) bool {
		if !ivente(t) {
			return false
		}
		key, _ := ventepaa(t)
		return key == noegle
	})
}

// Laest reports whether a reading is among the municipality's.
func (r *Raekke) Laest(noegle string) bool {
	return slices.ContainsFunc(r.Laesninger, func(l Laesning) bool { return l.Noegle == noegle })
}

// ivente reports whether a step waits for something by itself, not only for other steps.
func ivente(t Trinstand) bool {
	switch forloeb.Tilstand(t.Tilstand) {
	case forloeb.Klar, forloeb.Igang, forloeb.Stoppet:
		return t.Noegle != ""
	}
	return false
}

// venteord are what the lacking facts of package forloeb are to people, so that like can be counted with like. The step stands before the fact
// where the fact's name alone does not say enough.
var venteord = map[string][2]string{
	"lister":         {"lister", "at kommunens lister bliver læst ind"},
	"1/gennemgaaet":  {"skrivebord", "gennemgang af ydelser og sagstyper"},
	"6/gennemgaaet":  {"enhedsbord", "gennemgang af enheder"},
	"opgave-1":       {"service-request", "Service Request"},
	"opgave-2":       {"anmodning", "anmodning om serviceaftale"},
	"opgave-3":       {"serviceaftale", "godkendt serviceaftale"},
	"aftale-sdi":     {"serviceaftale", "godkendt serviceaftale"},
	"aftale-ydi":     {"serviceaftale", "godkendt serviceaftale"},
	"opgave-4":       {"certifikat", "certifikat"},
	"certifikat":     {"certifikat", "certifikat"},
	"certifikat-sdi": {"certifikat", "certifikat"},
	"certifikat-ydi": {"certifikat", "certifikat"},
	"opgave-5":       {"aktivering-leverandoer", "leverandørens aktivering"},
	"kle":            {"kle", "KLE-numre"},
	"filter":         {"kle", "KLE-numre"},
	"4/ydelser":      {"ydelser", "beslutninger om ydelser"},
	"5/sagstyper":    {"sagstyper", "beslutninger om sagstyper"},
	"5/opmaerket":    {"opmaerkning", "opmærkning af sagstyper"},
	"8/opmaerkning":  {"opmaerkning", "opmærkning af sagstyper"},
	"8/ydelser":      {"ydelser", "beslutninger om ydelser"},
	"8/enheder":      {"enheder", "enheder i FK Organisation"},
	"organisation":   {"organisation", "FK Organisation"},
	"fundet":         {"enheder", "enheder i FK Organisation"},
	"varsel":         {"varsel", "varsel til FKI og KMD"},
	"trin-a":         {"roller", "gennemgang af roller i SAPA"},
	"roller":         {"roller", "gennemgang af roller i SAPA"},
	"underskrevet":   {"roller", "gennemgang af roller i SAPA"},
	"aktiv":          {"aktivering", "aktivering af Eksporter sager"},
	"overfoert":      {"overfoersel", "at alt bliver sendt"},
	"kontrolleret":   {"kontrol", "kontrol af indekset"},
	"pause":          {"pause", "at eksporten genoptages efter pause"},
	"sapa":           {"aabning-sapa", "åbning i SAPA"},
	"borgerblik":     {"aabning-borgerblik", "åbning i Borgerblikket"},
	"omraader":       {"omraader", "KLE-numre aktiveret for borgere"},
}

// ventepaa is what a step waits for: a key for counting, and words.
func ventepaa(t Trinstand) (key, words string) {
	for _, name := range []string{t.Nr + "/" + t.Noegle, t.Noegle} {
		if known, found := venteord[name]; found {
			return known[0], known[1]
		}
	}
	return t.Nr + "-" + t.Noegle, "trin " + t.Nr + ": " + strings.TrimSuffix(sprog.LilleForbogstav(t.Mangler), ".")
}

// Ventende counts the municipalities that wait for the same (S12).
type Ventende struct {
	Noegle   string   `json:"noegle"`
	Ord      string   `json:"ord"`
	Kommuner int      `json:"kommuner"`
	Siden    oio.Dato `json:"siden"` // the one that has waited longest
	Dage     int      `json:"dage"`
}

// Saetning is the count as a sentence.
func (v Ventende) Saetning() string {
	said := sprog.Antal(v.Kommuner, "kommune", "kommuner") + " venter på " + v.Ord
	if v.Siden == 0 || v.Dage == 0 {
		return said
	}
	return said + ", længst: " + sprog.Antal(v.Dage, "dag", "dage")
}

// Efterlysning is a service type that municipalities ask for and that does not exist, like names counted together.
type Efterlysning struct {
	Navn     string `json:"navn"`
	Lov      string `json:"lov,omitempty"` // law and section, as the first has it
	Kommuner int    `json:"kommuner"`
}

// Regeltal is how often a rule is hit.
type Regeltal struct {
	Regel    string `json:"regel"`
	Kommuner int    `json:"kommuner"`
	Fund     int    `json:"fund"`
}

// Overblik is all municipalities together (R120).
type Overblik struct {
	Idag       oio.Dato       `json:"idag"`
	Raekker    []Raekke       `json:"raekker"`
	Klassif    int            `json:"klassifikation"`
	Eksport    int            `json:"eksport"`
	Sapa       int            `json:"sapa"`
	Venter     []Ventende     `json:"venter"`
	Loads      []Planlagt     `json:"loads"`
	Efterlyst  []Efterlysning `json:"efterlyst"`
	Regler     []Regeltal     `json:"regler"`
	Forsinkede int            `json:"forsinkede"`
}

// NytOverblik puts all that hangs on the board together. A municipality of this installation stands where its facts say, whatever a table says of
// one with its name.
func NytOverblik(idag oio.Dato, stande []Kommunestand, notices []Opslag) *Overblik {
	o := &Overblik{Idag: idag}
	known := map[string]bool{}
	for i := range stande {
		k := &stande[i]
		known[navnenoegle(k.Navn)] = true
		o.Raekker = append(o.Raekker, raekke(k))
	}
	for _, row := range Tabelraekker(notices) {
		if known[navnenoegle(row.Kommune)] {
			continue
		}
		o.Raekker = append(o.Raekker, Raekke{Navn: row.Kommune, Dato: row.Dato, Klassifikation: row.Klassifikation, Eksport: row.Eksport, Sapa: row.Sapa,
			Laesninger: Laesninger(row.Klassifikation, row.Eksport, row.Sapa, false)})
	}
	slices.SortStableFunc(o.Raekker, func(a, b Raekke) int { return SammenlignNavne(a.Navn, b.Navn) })
	for i := range o.Raekker {
		r := &o.Raekker[i]
		o.Klassif += tal(r.Klassifikation)
		o.Eksport += tal(r.Eksport)
		o.Sapa += tal(r.Sapa)
		o.Forsinkede += tal(r.Forsinket > 0)
	}
	o.Venter = ventende(idag, o.Raekker)
	o.Loads = Loadkalender(stande, NyePladser(notices))
	o.Efterlyst, o.Regler = efterlysninger(stande), regeltal(stande)
	return o
}

func raekke(k *Kommunestand) Raekke {
	r := Raekke{Kommune: k.Kommune, Navn: k.Navn, Dato: oio.DatoOf(k.Tid), Klassifikation: k.Klassifikation, Eksport: k.Eksport, Sapa: k.Sapa, Trin: k.Trin, Forsinket: k.Forsinket}
	signed := false
	for _, t := range k.Trin {
		if t.Tilstand == Gjort {
			r.Gjorte++
			signed = signed || t.Nr == string(forloeb.Dataafgraensing)
		}
	}
	r.Laesninger = Laesninger(k.Klassifikation, k.Eksport, k.Sapa, signed)
	return r
}

// Egen is a municipality's own row; nil when it has shown nothing.
func (o *Overblik) Egen(kommune oio.CVR) *Raekke {
	for i := range o.Raekker {
		if o.Raekker[i].Kommune == kommune {
			return &o.Raekker[i]
		}
	}
	return nil
}

// ventende counts each municipality once for each thing it waits for, with the longest it has.
func ventende(idag oio.Dato, rows []Raekke) []Ventende {
	groups := map[string]*Ventende{}
	for i := range rows {
		own := map[string]bool{}
		for _, t := range rows[i].Trin {
			if !ivente(t) {
				continue
			}
			key, words := ventepaa(t)
			g := groups[key]
			if g == nil {
				g = &Ventende{Noegle: key, Ord: words}
				groups[key] = g
			}
			if !own[key] {
				own[key] = true
				g.Kommuner++
			}
			if t.Siden != 0 && (g.Siden == 0 || t.Siden < g.Siden) {
				g.Siden, g.Dage = t.Siden, max(0, Dage(t.Siden, idag))
			}
		}
	}
	all := make([]Ventende, 0, len(groups))
	for _, g := range groups {
		all = append(all, *g)
	}
	slices.SortFunc(all, func(a, b Ventende) int {
		return cmp.Or(cmp.Compare(b.Kommuner, a.Kommuner), cmp.Compare(b.Dage, a.Dage), cmp.Compare(a.Noegle, b.Noegle))
	})
	return all
}

// Dage is how many days lie between two.
func Dage(from, to oio.Dato) int {
	return int(to.Midnat().Add(12*time.Hour).Sub(from.Midnat()) / (24 * time.Hour))
}

// Sammenfald are the pairs of loads that meet, each once, as sentences.
func (o *Overblik) Sammenfald() []string {
	var said []string
	for i := range o.Loads {
		for _, other := range o.Loads[i].Sammen {
			j := slices.IndexFunc(o.Loads, func(p Planlagt) bool { return p.Kommune == other.Kommune })
			if j <= i {
				continue
			}
			if other.Nat {
				said = append(said, fmt.Sprintf("%s og %s har varslet første indlæsning samme nat, %s", o.Loads[i].Navn, other.Navn, sprog.Dato(o.Loads[i].Load.Dag)))
			} else {
				said = append(said, fmt.Sprintf("%s er ikke færdig, når %s begynder %s", o.Loads[i].Navn, other.Navn, sprog.Dato(o.Loads[j].Load.Dag)))
			}
		}
	}
	return said
}

// efterlysninger counts the services that wait for an answer, by municipality.
func efterlysninger(stande []Kommunestand) []Efterlysning {
	counts, at := []Efterlysning{}, map[string]int{}
	for i := range stande {
		own := map[string]bool{}
		for _, e := range stande[i].Efterlyst {
			key := ordnoegle(e.Navn)
			if e.Art != "ydelse" || key == "" || own[key] {
				continue
			}
			own[key] = true
			n, known := at[key]
			if !known {
				n = len(counts)
				at[key] = n
				counts = append(counts, Efterlysning{Navn: e.Navn, Lov: strings.TrimSpace(e.Lov + " " + e.Paragraf)})
			}
			counts[n].Kommuner++
		}
	}
	slices.SortStableFunc(counts, func(a, b Efterlysning) int {
		return cmp.Or(cmp.Compare(b.Kommuner, a.Kommuner), SammenlignNavne(a.Navn, b.Navn))
	})
	return counts
}

// ordnoegle is a name without what people write differently: case, spaces, hyphens.
func ordnoegle(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

func regeltal(stande []Kommunestand) []Regeltal {
	counts := map[string]*Regeltal{}
	for i := range stande {
		for rule, n := range stande[i].Regler {
			if n <= 0 {
				continue
			}
			if counts[rule] == nil {
				counts[rule] = &Regeltal{Regel: rule}
			}
			counts[rule].Kommuner++
			counts[rule].Fund += n
		}
	}
	all := make([]Regeltal, 0, len(counts))
	for _, c := range counts {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Regeltal) int {
		return cmp.Or(cmp.Compare(b.Kommuner, a.Kommuner), cmp.Compare(b.Fund, a.Fund), cmp.Compare(a.Regel, b.Regel))
	})
	return all
}
