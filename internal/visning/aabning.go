package visning

import (
	"cmp"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Laeser is a reader of the indexes that source systems are opened for.
type Laeser string

// The two readers (R111).
const (
	Sapa       Laeser = "sapa"
	Borgerblik Laeser = "borgerblik"
)

// Laesere are the readers in the order of pages.
var Laesere = []Laeser{Sapa, Borgerblik}

// Navn is the reader's name for people.
func (l Laeser) Navn() string {
	if l == Sapa {
		return "SAPA Overblik"
	}
	return "Borgerblikket"
}

// Aabning is the code of the fact that opens a source system for a reader.
func Aabning(l Laeser, system oio.UUID) string { return string(l) + "/" + system.String() }

// ParseAabning is the inverse of Aabning.
func ParseAabning(code string) (Laeser, oio.UUID, bool) {
	for _, l := range Laesere {
		if text, found := strings.CutPrefix(code, string(l)+"/"); found {
			id, err := oio.ParseUUID(text)
			return l, id, err == nil
		}
	}
	return "", oio.UUID{}, false
}

// Aabne are the source systems opened for a reader, in order; empty, never nil, while there are none.
func Aabne(s *program.Stand, l Laeser) []oio.UUID {
	opened := []oio.UUID{}
	s.Alle(program.Aabnet, func(f program.Faktum) bool {
		if reader, id, ok := ParseAabning(f.Kode); ok && reader == l && f.Dato != 0 {
			opened = append(opened, id)
		}
		return true
	})
	slices.SortFunc(opened, oio.UUID.Compare)
	return opened
}

// Aabningsstand is how one source system stands towards one reader: ordered by whom and when, in effect since when, closed again (R111).
type Aabningsstand struct {
	Laeser  Laeser
	System  oio.UUID
	Bestilt program.Faktum // the last order; without a day: none stands
	Aabnet  program.Faktum // the last opening or closing
}

// Aaben reports whether it is in effect.
func (a *Aabningsstand) Aaben() bool { return a.Aabnet.Dato != 0 }

// Lukket reports whether it was opened and is closed again.
func (a *Aabningsstand) Lukket() bool { return a.Aabnet.Nr != 0 && a.Aabnet.Dato == 0 }

// Venter reports whether it is ordered and not in effect yet.
func (a *Aabningsstand) Venter() bool { return !a.Aaben() && a.Bestilt.Dato != 0 }

// Aabninger is how each of the given systems, and each that was ever ordered or opened, stands towards each reader.
func Aabninger(s *program.Stand, systems []oio.UUID) []Aabningsstand {
	made := map[string]*Aabningsstand{}
	at := func(code string) *Aabningsstand {
		l, id, ok := ParseAabning(code)
		if !ok {
			return &Aabningsstand{}
		}
		if made[code] == nil {
			made[code] = &Aabningsstand{Laeser: l, System: id}
		}
		return made[code]
	}
	for _, l := range Laesere {
		for _, system := range systems {
			at(Aabning(l, system))
		}
	}
	s.Alle(program.AabningBestilt, func(f program.Faktum) bool { at(f.Kode).Bestilt = f; return true })
	s.Alle(program.Aabnet, func(f program.Faktum) bool { at(f.Kode).Aabnet = f; return true })
	all := make([]Aabningsstand, 0, len(made))
	for _, a := range made {
		all = append(all, *a)
	}
	slices.SortFunc(all, func(a, b Aabningsstand) int {
		return cmp.Or(a.System.Compare(b.System), slices.Index(Laesere, a.Laeser)-slices.Index(Laesere, b.Laeser))
	})
	return all
}

// ProevAabning holds an opening against step A: while it is not signed off, nothing is opened but with a reason (R117). Orders and closings pass.
func ProevAabning(f program.Faktum, s *program.Stand) *rules.Brud {
	if f.Emne != program.Aabnet || f.Dato == 0 || strings.TrimSpace(f.Tekst) != "" {
		return nil
	}
	if _, signed := s.Dag(program.TrinA, ""); signed {
		return nil
	}
	return &rules.Brud{Regel: "R117", KanTrodses: true, English: "step A is not signed off; open with a reason, or sign off first",
		Dansk: "trin A er ikke godkendt: rollerne skal være gennemgået, før nogen får adgang. Skriv en grund, hvis I åbner alligevel"}
}
