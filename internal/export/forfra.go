package export

import (
	"slices"
	"time"

	"indeksbro/internal/kle"
)

// Trin is how far a start-over has come. The numbers are stored.
type Trin uint8

// The steps of a start-over, in order (R094).
const (
	Afmaerk Trin = iota + 1 // the KLE marks are taken away
	Toem                    // everything of the sagstyper is removed from the indexes
	Tomt                    // the indexes are looked into: nothing is left
	Maerk                   // the marks are set again, under the guards
	Indlaes                 // everything is sent again
	Kontrol                 // source, ledger and index are held against each other
	Slut                    // done
)

// String is the step in words.
func (t Trin) String() string {
	return [...]string{"?", "take the marks away", "empty the indexes", "see that they are empty", "set the marks again", "send again", "verify", "done"}[min(int(t), 7)]
}

// Dansk is the step in Danish.
func (t Trin) Dansk() string {
	return [...]string{"?", "KLE-numrene tages af", "Indekserne tømmes", "Det kontrolleres, at de er tomme", "KLE-numrene sættes på igen", "Alt sendes igen", "Kontrol", "Færdig"}[min(int(t), 7)]
}

// Forfra is one start-over (R094): what it is about, with the marks that are to be set again, and how far it has come. It is kept after
// every step, so that it goes on where it stopped.
type Forfra struct {
	Nr        int64            `json:"nr"`
	Tid       time.Time        `json:"tid"`
	Af        string           `json:"af"`              // who answers for the removal (R100)
	Trods     string           `json:"trods,omitempty"` // why marks may be set again although a rule stands against them now
	Trin      Trin             `json:"trin"`
	Sagstyper []ForfraSagstype `json:"sagstyper"`
	Venter    string           `json:"venter,omitempty"`      // why the step is not done, in English; empty: it is worked on
	Dansk     string           `json:"venterDansk,omitempty"` // and in Danish
	Udgaaet   []string         `json:"udgaaet,omitempty"`     // sagstyper that a person decided about meanwhile: what she said holds, and they are out of it
}

// Igang reports whether it has begun and is not done.
func (f *Forfra) Igang() bool { return f.Nr != 0 && f.Trin != Slut }

// ForfraSagstype is a sagstype that starts over, and its mark.
type ForfraSagstype struct {
	ID    string     `json:"id"`
	KLE   kle.Nummer `json:"kle"`
	Trods string     `json:"trods,omitempty"` // why the mark stood against a rule
}

// Har reports whether a sagstype is among them.
func (f *Forfra) Har(sagstype string) bool {
	return slices.ContainsFunc(f.Sagstyper, func(s ForfraSagstype) bool { return s.ID == sagstype })
}
