package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
	"indeksbro/internal/suggest"
)

// tjekker is every check, by subject. Each is a pure function of a snapshot; the order is that of the deck.
var tjekker = []tjek{
	nummerVaek, manglerOpmaerkning, baadeOgSagstype, kunEnDel, smaltFilter, pprUdenNummer, unoedigeNumre,
	vistAfEOJ, tilAfklaring, kendteHullerRoert, gaaetImod,
	hoererUnderStandard, pakkeMappet, artUenig, udenType, skalIkkeMappesTjek, bpaAltidMonetaer, hjaelpemiddelSomPenge,
	nyTypeKommet, typeAendret, typeOphoert, flyttetYdelse,
	holdUdenFSIII, markoerBlandtYdelser, udfoertMenVises,
	overgangUoplyst, barnetsLovVenter, barnetsLovSomSEL, altVenterVedC,
	unoedigtKombit, enhedUdenVej, sammeKombit, fremmedEnhed, modelPasserIkke, navneForskellige, usynligEnhed, mappetEnhedVaek, enhedForsvundet, enhedFlyttet,
}

// sagstyper lists the source's sagstyper by id, so that findings come in the same order every time.
func (s *Snapshot) sagstyper() []*eoj.Sagstype { return sorted(s.Grundlag.Sagstyper) }

func (s *Snapshot) ydelser() []*eoj.Ydelse { return sorted(s.Grundlag.Ydelser) }

func (s *Snapshot) enheder() []*eoj.Enhed { return sorted(s.Grundlag.Enheder) }

func sorted[V any](of map[string]V) []V {
	out := make([]V, 0, len(of))
	for _, id := range slices.Sorted(maps.Keys(of)) {
		out = append(out, of[id])
	}
	return out
}

// under lists the ydelser that hang under a sagstype now.
func (s *Snapshot) under(sagstype string) []*eoj.Ydelse {
	var out []*eoj.Ydelse
	for _, y := range s.Grundlag.Ydelser {
		if y.Sagstype == sagstype {
			out = append(out, y)
		}
	}
	slices.SortFunc(out, func(a, b *eoj.Ydelse) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func (s *Snapshot) valg(art mapping.Art, id string) mapping.Valg {
	return s.Grundlag.Mapping.Valg(art, id)
}

// opmaerket reports whether a sagstype is marked, and so sent.
func (s *Snapshot) opmaerket(sagstype string) bool {
	v := s.valg(mapping.Sagstype, sagstype)
	return v.KLE != "" && !v.Ikke
}

// fravalgt reports whether a sagstype is decided not to be sent; then nothing under it needs a decision.
func (s *Snapshot) fravalgt(sagstype string) bool { return s.valg(mapping.Sagstype, sagstype).Ikke }

// uafgjort reports whether a ydelse is one a person must map and nobody has decided upon.
func (s *Snapshot) uafgjort(y *eoj.Ydelse) bool {
	return y.Standard == eoj.Lokal && !y.Pakke && s.valg(mapping.Ydelse, y.ID).IsZero()
}

func (s *Snapshot) hjemler(y *eoj.Ydelse) []kle.Hjemmel {
	lov := y.Lov
	if t := s.Grundlag.Sagstyper[y.Sagstype]; lov == "" && y.Paragraf != "" && t != nil {
		lov = t.Lov
	}
	return kle.Hjemler(lov, y.Paragraf)
}

// genkend asks what a ydelse is among the names that become no type (R031–R046). Without a recogniser nothing is recognised.
func (s *Snapshot) genkend(y *eoj.Ydelse) (regel, dansk string) {
	if s.IkkeMappes == nil {
		return "", ""
	}
	o := suggest.Opgave{ID: y.ID, Navn: y.Navn, Lov: y.Lov, Paragraf: y.Paragraf}
	if t := s.Grundlag.Sagstyper[y.Sagstype]; t != nil {
		o.Sagstype, o.KLE = t.Navn, string(s.valg(mapping.Sagstype, t.ID).KLE)
	}
	regel, dansk, found := s.IkkeMappes(o)
	if !found {
		return "", ""
	}
	return regel, dansk
}

// tal is what is counted; a snapshot without counts counts nothing.
func (s *Snapshot) tal() *projection.Optaelling {
	if s.Tal == nil {
		return &projection.Optaelling{}
	}
	return s.Tal
}

func (s *Snapshot) noter() *mapping.Noter {
	if s.Noter == nil {
		return mapping.NewNoter(nil)
	}
	return s.Noter
}

func (s *Snapshot) omSagstype(regel string, a Alvor, t *eoj.Sagstype) Fund {
	return Fund{Regel: regel, Alvor: a, Art: mapping.Sagstype, ID: t.ID, Navn: t.Navn, Tal: s.tal().Sagstyper[t.ID]}
}

func (s *Snapshot) omYdelse(regel string, a Alvor, y *eoj.Ydelse) Fund {
	return Fund{Regel: regel, Alvor: a, Art: mapping.Ydelse, ID: y.ID, Navn: y.Navn, Tal: s.tal().Ydelser[y.ID]}
}

func (s *Snapshot) omEnhed(regel string, a Alvor, e *eoj.Enhed) Fund {
	return Fund{Regel: regel, Alvor: a, Art: mapping.Enhed, ID: e.ID, Navn: e.Navn, Tal: s.tal().Enheder[e.ID]}
}

// siger puts what was seen into words, in both languages.
func (f Fund) siger(dansk, english string) Fund {
	f.Dansk, f.English = dansk, english
	return f
}

// raader says what to do, in both languages.
func (f Fund) raader(raad, remedy string) Fund {
	f.Raad, f.Remedy = raad, remedy
	return f
}

// retter adds a decision that mends it and can do no harm.
func (f Fund) retter(v mapping.Valg, grund string) Fund {
	f.Rettelser = append(f.Rettelser, mapping.Beslutning{Art: f.Art, ID: f.ID, Valg: v, Grund: grund})
	return f
}

// samlet adds up the grants of ydelser. One citizen may have several of them, so Borgere is the most that any of them has: at
// least so many.
func (s *Snapshot) samlet(ydelser []*eoj.Ydelse) projection.Tal {
	var sum projection.Tal
	for _, y := range ydelser {
		t := s.tal().Ydelser[y.ID]
		sum.Bevillinger += t.Bevillinger
		sum.Loebende += t.Loebende
		sum.Borgere = max(sum.Borgere, t.Borgere)
	}
	return sum
}

// navne lists names for a sentence, at most eight, each once.
func navne(ydelser []*eoj.Ydelse, and, more string) string {
	var names []string
	for _, y := range ydelser {
		if name := "»" + y.Navn + "«"; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return short(names, and, more)
}

// antal writes a number with the right word, in the singular for one.
func antal(n int, een, flere string) string {
	if n == 1 {
		return "1 " + een
	}
	return fmt.Sprintf("%d %s", n, flere)
}

// sammeNavn compares two names as people read them.
func sammeNavn(a, b string) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	return fold(a) == fold(b)
}
