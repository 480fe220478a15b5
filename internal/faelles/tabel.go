package faelles

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
)

// Raekke is one local name with what others chose for it, and what the municipality itself has.
type Raekke struct {
	Art           mapping.Art
	Navn          string // as most of them write it
	Lov, Paragraf string
	Bud           []Bud // what was chosen for it, the most chosen first
	Kommuner      int   // that have such a name
	Egne          []Egen
}

// Bud is one choice and who made it.
type Bud struct {
	Kode, Titel string
	Ikke        bool
	Kommuner    []Kommune
}

// Kommune is a municipality in the table; Navn is its number where nothing else is known.
type Kommune struct {
	CVR  oio.CVR
	Navn string
}

// Mapping is the choice as a decision has it.
func (b *Bud) Mapping(art mapping.Art) mapping.Valg {
	v := Valg{Art: art, Kode: b.Kode, Ikke: b.Ikke}
	return v.Mapping()
}

// Ord is the choice in a word: the code, or ikke.
func (b *Bud) Ord() string {
	if b.Ikke {
		return suggest.Ikke
	}
	return b.Kode
}

// Grund is the reason of a decision that takes the choice over.
func (b *Bud) Grund() string {
	names := make([]string, len(b.Kommuner))
	for i, k := range b.Kommuner {
		names[i] = k.Navn
	}
	return Sammenfat(names)
}

// Enige reports whether all others chose the same.
func (r *Raekke) Enige() bool { return len(r.Bud) == 1 }

// Sammendrag is who chose what in one line: 7 af 9 valgte 29.09.04; 2 valgte 27.35.04.
func (r *Raekke) Sammendrag() string {
	var parts []string
	for i := range r.Bud {
		b := &r.Bud[i]
		said := strconv.Itoa(len(b.Kommuner))
		if i == 0 {
			said += " af " + strconv.Itoa(r.Kommuner)
		}
		if b.Ikke {
			parts = append(parts, said+" valgte ingen")
		} else {
			parts = append(parts, said+" valgte "+b.Kode)
		}
	}
	return strings.Join(parts, "; ")
}

// Noegle finds the row again.
func (r *Raekke) Noegle() string {
	v := Valg{Art: r.Art, Navn: r.Navn, Lov: r.Lov, Paragraf: r.Paragraf}
	return v.Noegle()
}

// Ubesluttet are the own names of the row without a choice.
func (r *Raekke) Ubesluttet() []Egen {
	var open []Egen
	for _, e := range r.Egne {
		if e.Valg.IsZero() && !e.Automatisk {
			open = append(open, e)
		}
	}
	return open
}

// Uenig reports whether the municipality itself chose otherwise than most others.
func (r *Raekke) Uenig() bool {
	return slices.ContainsFunc(r.Egne, func(e Egen) bool { return !e.Valg.IsZero() && !e.Automatisk && e.Valg != r.Bud[0].Mapping(r.Art) })
}

// Tabel is others' choices by name and law, by kind and name. names calls municipalities that the choices themselves do not.
func Tabel(others []Valg, own []Egen, names func(oio.CVR) string) []Raekke {
	type optalt struct {
		row      *Raekke
		spelling map[string]int
		codes    map[string]*Bud
		with     map[oio.CVR]bool
	}
	by := map[string]*optalt{}
	var keys []string
	for i := range others {
		v := &others[i]
		key := v.Noegle()
		o := by[key]
		if o == nil {
			o = &optalt{&Raekke{Art: v.Art, Navn: v.Navn, Lov: v.Lov, Paragraf: v.Paragraf}, map[string]int{}, map[string]*Bud{}, map[oio.CVR]bool{}}
			by[key] = o
			keys = append(keys, key)
		}
		o.spelling[v.Navn]++
		o.with[v.Kommune] = true
		code := v.Kort().Kode
		if o.codes[code] == nil {
			o.codes[code] = &Bud{Kode: v.Kode, Ikke: v.Ikke}
		}
		b := o.codes[code]
		b.Titel = cmp.Or(b.Titel, v.Titel)
		if !slices.ContainsFunc(b.Kommuner, func(k Kommune) bool { return k.CVR == v.Kommune }) {
			b.Kommuner = append(b.Kommuner, Kommune{v.Kommune, cmp.Or(v.KommuneNavn, names(v.Kommune), string(v.Kommune))})
		}
	}
	mine := map[string][]Egen{}
	for _, e := range own {
		key := string(e.Art) + " " + suggest.Navnenoegle(e.Navn)
		mine[key] = append(mine[key], e)
	}
	rows := make([]Raekke, 0, len(keys))
	for _, key := range keys {
		o := by[key]
		for spelling, n := range o.spelling {
			if best := o.spelling[o.row.Navn]; n > best || n == best && spelling < o.row.Navn {
				o.row.Navn = spelling
			}
		}
		for _, b := range o.codes {
			ordn(b.Kommuner, func(a, b *Kommune) int { return cmp.Or(cmp.Compare(a.Navn, b.Navn), cmp.Compare(a.CVR, b.CVR)) })
			o.row.Bud = append(o.row.Bud, *b)
		}
		ordn(o.row.Bud, func(a, b *Bud) int { return cmp.Or(len(b.Kommuner)-len(a.Kommuner), cmp.Compare(a.Ord(), b.Ord())) })
		o.row.Kommuner = len(o.with)
		for _, e := range mine[string(o.row.Art)+" "+suggest.Navnenoegle(o.row.Navn)] {
			if suggest.SammeLov(e.Lov, e.Paragraf, o.row.Lov, o.row.Paragraf) {
				o.row.Egne = append(o.row.Egne, e)
			}
		}
		rows = append(rows, *o.row)
	}
	ordn(rows, func(a, b *Raekke) int {
		return cmp.Or(cmp.Compare(a.Art, b.Art), cmp.Compare(strings.ToLower(a.Navn), strings.ToLower(b.Navn)), cmp.Compare(a.Lov, b.Lov), cmp.Compare(a.Paragraf, b.Paragraf))
	})
	return rows
}
