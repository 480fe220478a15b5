package sheet

import (
	"github.com/xuri/excelize/v2"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

// JaNej is a yes or a no that may be left open. Open means what holds without it: the feed's own default.
type JaNej int8

// The answers of a yes-or-no cell.
const (
	Aabent JaNej = iota
	Ja
	Nej
)

// jaNej is the answer to a known fact.
func jaNej(yes bool) JaNej {
	if yes {
		return Ja
	}
	return Nej
}

// String is the word in the cell.
func (j JaNej) String() string {
	switch j {
	case Ja:
		return "ja"
	case Nej:
		return "nej"
	}
	return ""
}

// eller answers an open cell.
func (j JaNej) eller(open bool) bool {
	if j == Aabent {
		return open
	}
	return j == Ja
}

// Ark is the preparation sheet: its rows with the cells they stand in. Overset names columns that were not understood and
// therefore not read, as "Ydelser!F1 »Ansvarlig«".
type Ark struct {
	Sagstyper []Sagstype
	Ydelser   []Ydelse
	Enheder   []Enhed
	Overset   []string
}

// Svar is what every row may say about its decision. Fjern takes the decision back; an empty cell says nothing at all. Dato is
// the day the decision was made, Af by whom.
type Svar struct {
	Fjern       bool
	Begrundelse string
	Trods       string // why a guard is overridden (R006, R007)
	Note        string
	Af          string
	Dato        oio.Dato
}

// Sagstype is a row about a local case type (deck 1.1 and 1.3). Ikke is "skal ikke overføres" (R009, R014).
type Sagstype struct {
	ID, Navn, Lov, Paragraf     string
	Borgerrettet, Administrativ JaNej
	KLE                         kle.Nummer
	KLETitel                    string
	Ikke                        JaNej
	Svar
	sted sted
}

// Ydelse is a row about a local service (deck 1.1 and 1.2). Type is the name of the chosen common type, TypeNoegle its key,
// TypeKLE its number (R027). Ikke is "skal ikke mappes" (R030), UdenType "send without a type" (R028). SagstypeKLE is the mark
// of its sagstype where a list has only rows of ydelser.
type Ydelse struct {
	ID, Navn, Sagstype, SagstypeNavn string
	Lov, Paragraf, Art, Standard     string
	Kode                             string
	Pakke, Hold, Aktiv               JaNej
	SagstypeKLE                      kle.Nummer
	Type, TypeNoegle, TypeKLE        string
	Ikke, UdenType                   JaNej
	Svar
	sted sted
}

// Enhed is a row about a unit of the care record (deck 6.1–6.5). Findes answers 6.3, Kombit 6.4, NavnDer and Forslag 6.5.
type Enhed struct {
	ID, Navn, Overordnet, OverordnetNavn  string
	Sagsansvarlig, Usynlig, Aktiv, Findes JaNej
	Kombit                                oio.UUID
	NavnDer, Forslag                      string
	PNummer, CVR                          string
	Svar
	sted sted
}

// sted is where a row stands: its sheet, its row from 1, and the column from 1 of every field the sheet has.
type sted struct {
	ark      string
	raekke   int
	kolonner *[antalFelter]int
	daarlig  map[felt]bool // cells that were refused: nothing more is said about them
}

// celle names the cell of a field, or of the first of several fields the sheet has; the row's first cell where it has none.
func (s sted) celle(felter ...felt) (ark, celle string) {
	column := 1
	for _, f := range felter {
		if s.kolonner != nil && s.kolonner[f] > 0 {
			column = s.kolonner[f]
			break
		}
	}
	name, err := excelize.CoordinatesToCellName(column, max(s.raekke, 1))
	if err != nil {
		name = "A1"
	}
	return s.ark, name
}

// afvist reports whether one of the cells was refused already.
func (s sted) afvist(felter ...felt) bool {
	for _, f := range felter {
		if s.daarlig[f] {
			return true
		}
	}
	return false
}
