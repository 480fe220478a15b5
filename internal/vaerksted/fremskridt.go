package vaerksted

import (
	"strconv"

	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
)

// Fremskridt is how far the work on one kind is, in rows and in what they touch (R104).
type Fremskridt struct {
	Ialt       int // rows a person decides upon
	Besluttet  int
	Sikre      int // open, with a suggestion that may be accepted in bulk
	Afklares   int // need a colleague, or an answer from outside
	Konflikter int
	Automatisk int // rows that need nobody, on top of Ialt
	// Afgjort and Alt are citizens summed over rows, and cases or grants: the share that matters when rows weigh differently.
	Afgjort, Alt projection.Tal
}

// Andel is the share of citizens behind decided rows, 0 to 1; of rows when nobody is behind any.
func (f Fremskridt) Andel() float64 {
	switch {
	case f.Alt.Borgere > 0:
		return float64(f.Afgjort.Borgere) / float64(f.Alt.Borgere)
	case f.Ialt > 0:
		return float64(f.Besluttet) / float64(f.Ialt)
	}
	return 1
}

// Tilbage is how many rows wait for somebody.
func (f Fremskridt) Tilbage() int { return f.Ialt - f.Besluttet }

// Fremskridt counts the rows of one kind.
func (b *Bord) Fremskridt(art mapping.Art) Fremskridt {
	var f Fremskridt
	for _, r := range b.Raekker(art) {
		if r.Tilstand == Automatisk {
			f.Automatisk++
			continue
		}
		f.Ialt++
		f.Alt = f.Alt.Plus(r.Tal)
		switch r.Tilstand {
		case Besluttet:
			f.Besluttet++
			f.Afgjort = f.Afgjort.Plus(r.Tal)
		case Afklares:
			f.Afklares++
		case Konflikt:
			f.Konflikter++
		}
		if _, sure := r.Sikkert(); sure {
			f.Sikre++
		}
	}
	return f
}

// Sikre lists the rows of one kind whose first suggestion may be accepted in bulk.
func (b *Bord) Sikre(art mapping.Art) []*Raekke {
	var sure []*Raekke
	for _, r := range b.Raekker(art) {
		if _, is := r.Sikkert(); is {
			sure = append(sure, r)
		}
	}
	return sure
}

func nrText(nr int64) string { return strconv.FormatInt(nr, 10) }
