package suggest

import (
	"sync"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

// Motor ranks one kind of target. It is made once, never changed, and safe for concurrent use.
type Motor struct {
	korpus  *korpus
	vaegte  *[antalTegn]float32
	kalib   *kalibrering
	faelles map[string][]FaellesValg // by folded name
	typer   bool                     // ranks types, not numbers
	pool    sync.Pool
}

// NyKLE ranks the six-digit numbers of a plan that are in force on a day. Classes out of force and groups are never suggested.
func NyKLE(plan *kle.Plan, idag oio.Dato, faelles []FaellesValg) *Motor {
	return ny(emnerMaal(plan, idag), klesynonymer(), &vaegteKLE, &kalibKLE, faelles)
}

// NyYdelsestype ranks the types of a catalogue. definitions are what imported code lists say; without them names, laws and
// synonyms have to do. Types that R021 does not allow are ranked and marked.
func NyYdelsestype(katalog *ydelsestype.Katalog, definitions []ydelsestype.Definition, egenFSIII bool, faelles []FaellesValg) *Motor {
	m := ny(typerMaal(katalog, definitions, egenFSIII), typesynonymer(), &vaegteType, &kalibType, faelles)
	m.typer = true
	return m
}

func ny(targets []maal, syn synonymtabel, weights *[antalTegn]float32, kalib *kalibrering, faelles []FaellesValg) *Motor {
	m := &Motor{korpus: nytKorpus(targets, syn), vaegte: weights, kalib: kalib, faelles: map[string][]FaellesValg{}}
	m.pool.New = func() any { return nytArbejde(m.korpus) }
	for _, f := range faelles {
		m.faelles[foldet(f.Navn)] = append(m.faelles[foldet(f.Navn)], f)
	}
	return m
}

// Antal is the number of targets ranked.
func (m *Motor) Antal() int { return len(m.korpus.maal) }
