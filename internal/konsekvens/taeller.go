package konsekvens

import (
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// borgere numbers citizens, so that a set of them is a row of bits.
type borgere struct {
	nr   map[oio.Borgernoegle]uint32
	last oio.Borgernoegle // lines of one citizen often follow each other
	at   uint32
}

func (b *borgere) number(key oio.Borgernoegle) uint32 {
	if key == b.last && b.nr != nil {
		return b.at
	}
	if b.nr == nil {
		b.nr = make(map[oio.Borgernoegle]uint32)
	}
	n, known := b.nr[key]
	if !known {
		n = uint32(len(b.nr))
		b.nr[key] = n
	}
	b.last, b.at = key, n
	return n
}

// maengde is a set of citizens by number.
type maengde []uint64

// add puts a number in and reports whether it is new.
func (m *maengde) add(n uint32) bool {
	word, bit := int(n/64), uint64(1)<<(n%64)
	for len(*m) <= word {
		*m = append(*m, make([]uint64, max(64, len(*m)))...)
	}
	if (*m)[word]&bit != 0 {
		return false
	}
	(*m)[word] |= bit
	return true
}

// spand gathers the lines that share a fate and counts them, each citizen once.
type spand struct {
	tal  projection.Tal
	seen maengde
}

// gang is the line being counted.
type gang struct {
	art    oio.Art
	loeber bool
	borger uint32
	kendt  bool // the citizen is
}

func (s *spand) add(g gang) {
	running := 0
	if g.loeber {
		running = 1
	}
	if g.art == oio.ArtSag {
		s.tal.Sager++
		s.tal.Aktive += running
	} else {
		s.tal.Bevillinger++
		s.tal.Loebende += running
	}
	s.citizen(g)
}

// citizen counts whoever is behind a line without counting the line.
func (s *spand) citizen(g gang) {
	if g.kendt && s.seen.add(g.borger) {
		s.tal.Borgere++
	}
}

// gang makes a line ready to be counted in any number of places.
func (b *borgere) gang(l *Linje, idag oio.Dato) gang {
	g := gang{art: l.Art, loeber: l.Loeber(idag), kendt: !l.Borger.IsZero()}
	if g.kendt {
		g.borger = b.number(l.Borger)
	}
	return g
}
