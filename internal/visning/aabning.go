package visning

import (
	"bytes"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Laeser is a reader of the indexes that source systems are opened for.
type Laeser string

// The two readers (R111).
const (
	Sapa       Laeser = "sapa"
	Borgerblik Laeser = "borgerblik"
)

// Aabning is the code of the fact that opens a source system for a reader.
func Aabning(l Laeser, system oio.UUID) string { return string(l) + "/" + system.String() }

// Aabne are the source systems opened for a reader, in order; empty, never nil, while there are none.
func Aabne(s *program.Stand, l Laeser) []oio.UUID {
	opened := []oio.UUID{}
	s.Alle(program.Aabnet, func(f program.Faktum) bool {
		if text, found := strings.CutPrefix(f.Kode, string(l)+"/"); found && f.Dato != 0 {
			if id, err := oio.ParseUUID(text); err == nil {
				opened = append(opened, id)
			}
		}
		return true
	})
	slices.SortFunc(opened, func(a, b oio.UUID) int { return bytes.Compare(a[:], b[:]) })
	return opened
}
