package rules

import (
	"cmp"
	"slices"

	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
)

// Alvor is how much a finding matters.
type Alvor string

// The severities, worst first: something wrong would be (or is) shown; something to look at; something to know.
const (
	Fejl      Alvor = "fejl"
	Advarsel  Alvor = "advarsel"
	Oplysning Alvor = "oplysning"
)

// Fund is a finding: what a check saw, what it touches, and what to do.
type Fund struct {
	Regel   string      `json:"regel"`
	Alvor   Alvor       `json:"alvor"`
	Art     mapping.Art `json:"art,omitempty"` // what it is about; empty: the municipality as a whole
	ID      string      `json:"id,omitempty"`
	Navn    string      `json:"navn,omitempty"`
	Dansk   string      `json:"dansk"`
	English string      `json:"english"`
	Raad    string      `json:"raad"`   // what to do, in Danish
	Remedy  string      `json:"remedy"` // what to do, in English
	// Tal is what it touches.
	Tal projection.Tal `json:"tal"`
	// Rettelser are decisions that mend it and can do no harm; empty when a person must think. They pass the guards like any.
	Rettelser []mapping.Beslutning `json:"rettelser,omitempty"`
	// Trods is the reason somebody gave for going against the rule; such a finding stays visible for ever as Oplysning.
	Trods string `json:"trods,omitempty"`
}

// tjek is one check over a snapshot.
type tjek func(*Snapshot) []Fund

// Gennemgaa runs every check and lists the findings: worst first, a new ydelse before its first grant (R056) on top of them,
// then those that touch most citizens.
func Gennemgaa(s *Snapshot) []Fund {
	var all []Fund
	for _, check := range tjekker {
		all = append(all, check(s)...)
	}
	slices.SortStableFunc(all, func(a, b Fund) int {
		return cmp.Or(cmp.Compare(rang(a.Alvor), rang(b.Alvor)), cmp.Compare(foran(a), foran(b)), cmp.Compare(b.Tal.Borgere, a.Tal.Borgere),
			cmp.Compare(b.Tal.Objekter(), a.Tal.Objekter()), cmp.Compare(a.Regel, b.Regel), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func rang(a Alvor) int {
	switch a {
	case Fejl:
		return 0
	case Advarsel:
		return 1
	}
	return 2
}

// foran puts what can still be done before anything is held back first.
func foran(f Fund) int {
	if f.Regel == "R056" {
		return 0
	}
	return 1
}

// Mildere reports whether a severity matters less than another.
func (a Alvor) Mildere(b Alvor) bool { return rang(a) > rang(b) }
