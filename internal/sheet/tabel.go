package sheet

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"
)

// Limits of one list. A municipality of 100,000 inhabitants has 400 sagstyper, 1,500 ydelser and 800 units.
const (
	maxRaekker  = 20_000
	maxKolonner = 200
	soegRaekker = 40      // the header stands within these
	maxFlettede = 200_000 // merged cells that are followed
)

// plads is a cell by row and column, both from 1.
type plads [2]int

// flet is a merged range.
type flet struct{ fra, til plads }

// tabel is one list as it stands in the file.
type tabel struct {
	navn    string
	raekker [][]string // from row 1; short rows are blank to the right
	formler map[plads]bool
	flettet []flet
	kilder  map[plads]plads // cell of a merged range → the cell that has its text
	xlsx    bool
	skjult  bool // hidden, or our own help sheet: not a list
}

// celle is the cleaned text of a cell.
func (t *tabel) celle(r, k int) string {
	if r < 1 || r > len(t.raekker) || k < 1 || k > len(t.raekker[r-1]) {
		return ""
	}
	return renTekst(t.raekker[r-1][k-1])
}

// udbred notes for every cell of a merged range where its text stands.
func (t *tabel) udbred() {
	t.kilder = make(map[plads]plads)
	for _, f := range t.flettet {
		for r := f.fra[0]; r <= min(f.til[0], len(t.raekker)); r++ {
			for k := f.fra[1]; k <= min(f.til[1], maxKolonner) && len(t.kilder) < maxFlettede; k++ {
				t.kilder[plads{r, k}] = f.fra
			}
		}
	}
}

// flettetCelle is the text of a cell, or of the merged range it lies in.
func (t *tabel) flettetCelle(r, k int) string {
	if text := t.celle(r, k); text != "" {
		return text
	}
	if from, merged := t.kilder[plads{r, k}]; merged {
		return t.celle(from[0], from[1])
	}
	return ""
}

// hoved is the header of a list.
type hoved struct {
	raekke   int
	slags    slags
	kolonner [antalFelter]int
	felter   map[int]felt // by column
	overset  []string
}

func (h *hoved) has(f felt) bool { return h.kolonner[f] > 0 }

// find looks for the row that reads most like a header.
func (t *tabel) find(filnavn string) (*hoved, bool) {
	best, most := 0, 0
	for r := 1; r <= min(len(t.raekker), soegRaekker); r++ {
		seen := make(map[felt]bool)
		for k := range t.raekker[r-1] {
			if f, known := t.felt(r, k+1); known {
				seen[f] = true
			}
		}
		if len(seen) > most {
			best, most = r, len(seen)
		}
	}
	if most == 0 {
		return nil, false
	}
	h := t.hoved(best)
	h.slags = slagsOf(h.has, t.navn+" "+filnavn)
	h.afgoer()
	return h, h.slags != ukendtSlags && h.navngiver()
}

// felt reads one heading. A general word ("Navn") under a merged group heading ("Ydelse") is read with it.
func (t *tabel) felt(r, k int) (felt, bool) {
	text := t.flettetCelle(r, k)
	if t.celle(r, k) == "" && t.kilder[plads{r, k}][1] != k {
		text = "" // merged sideways: the heading belongs to its first column
	}
	f, known := overskrifter[fold(text)]
	if text == "" || !known {
		return 0, false
	}
	if f == fID || f == fNavn || f == fUUID || f == fKLE {
		if group := t.flettetCelle(r-1, k); group != "" {
			if both, found := overskrifter[fold(group+" "+text)]; found {
				return both, true
			}
		}
	}
	return f, true
}

func (t *tabel) hoved(r int) *hoved {
	h := &hoved{raekke: r, felter: make(map[int]felt)}
	last := antalFelter
	for k := 1; k <= len(t.raekker[r-1]); k++ {
		f, known := t.felt(r, k)
		// A number beside the common type is the type's (R027); elsewhere "KLE" is the sagstype's.
		if known && f == fKLE && (last == fType || last == fTypeNoegle) {
			f = fTypeKLE
		}
		switch {
		case known && !h.has(f):
			h.kolonner[f], h.felter[k] = k, f
			last = f
		case t.celle(r, k) != "":
			name, _ := excelize.CoordinatesToCellName(k, r)
			h.overset = append(h.overset, fmt.Sprintf("%s!%s »%s«", t.navn, name, kort(t.celle(r, k))))
			last = antalFelter
		}
	}
	return h
}

// afgoer gives general headings their meaning, now that it is known what the list is about.
func (h *hoved) afgoer() {
	ids := map[slags]felt{sagstypeSlags: fSagstypeID, ydelseSlags: fYdelseID, enhedSlags: fEnhedID}
	names := map[slags]felt{sagstypeSlags: fSagstype, ydelseSlags: fYdelse, enhedSlags: fEnhed}
	if h.slags == enhedSlags {
		h.flyt(fUUID, fKombit)
	}
	h.flyt(fID, ids[h.slags])
	h.flyt(fUUID, ids[h.slags])
	h.flyt(fNavn, names[h.slags])
}

func (h *hoved) flyt(fra, til felt) {
	if column := h.kolonner[fra]; column > 0 && h.kolonner[til] == 0 && til != fSlags {
		h.kolonner[fra], h.kolonner[til], h.felter[column] = 0, column, til
	}
}

// navngiver reports whether the list names what it is about at all.
func (h *hoved) navngiver() bool {
	return slices.ContainsFunc([]felt{fSagstypeID, fSagstype, fYdelseID, fYdelse, fEnhedID, fEnhed}, h.has)
}

// kunTyper reports whether a list names common types and nothing local: a help sheet, as templates have one.
func (h *hoved) kunTyper() bool { return (h.has(fType) || h.has(fTypeNoegle)) && !h.navngiver() }
