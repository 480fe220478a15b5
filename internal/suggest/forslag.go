// Package suggest proposes what a local name is: a KLE number for a sagstype, a common service type for a ydelse, each with
// a calibrated score and its reasons in words (R012, R026). It decides nothing, keeps nothing and does no I/O.
package suggest

// Opgave is what a suggestion is asked for.
type Opgave struct {
	ID, Navn, Lov, Paragraf string
	Sagstype                string   // name of the sagstype a ydelse hangs under
	KLE                     string   // the sagstype's number, where it has one
	Under                   []string // KLE numbers of the types of the ydelser under a sagstype (R012)
}

// Forslag is one suggestion.
type Forslag struct {
	Kode, Titel string
	Score       float64  // calibrated: the share of suggestions with this score that are right
	Begrundelse []string // in Danish, short, weightiest first
	KanVaelges  bool     // false: ranked, but R021 does not allow it as a target
	Spaerret    string   // in Danish: why not
}

// FaellesValg is what other municipalities chose for a name (R125).
type FaellesValg struct {
	Navn, Lov, Paragraf, Kode string
	Kommuner, AfKommuner      int
}

// Sikker is the score from which a suggestion may be accepted in bulk.
const Sikker = 0.9
