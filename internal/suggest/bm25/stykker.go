package bm25

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Stykker is the second rival: plain Okapi BM25 over the pieces of four letters of each word, its ends marked. It needs to know nothing
// of Danish, and finds compounds.
type Stykker struct {
	ids    []string
	laengd []float64
	gnsn   float64
	stykke map[string][]forekomst
}

// NyStykker makes an index of texts by their ids.
func NyStykker(tekster map[string]string) *Stykker {
	x := &Stykker{stykke: make(map[string][]forekomst)}
	for id := range tekster {
		x.ids = append(x.ids, id)
	}
	slices.Sort(x.ids)
	for i, id := range x.ids {
		pieces := stykkerne(tekster[id])
		x.laengd = append(x.laengd, float64(len(pieces)))
		x.gnsn += float64(len(pieces)) / float64(len(tekster))
		counts := make(map[string]int)
		for _, p := range pieces {
			counts[p]++
		}
		for p, n := range counts {
			x.stykke[p] = append(x.stykke[p], forekomst{i, n})
		}
	}
	return x
}

// Find gives the n best texts that have any of the pieces, the best first.
func (x *Stykker) Find(tekst string, n int) []Fund {
	scores := make([]float64, len(x.ids))
	for _, p := range stykkerne(tekst) {
		df := float64(len(x.stykke[p]))
		idf := math.Log(1 + (float64(len(x.ids))-df+0.5)/(df+0.5))
		for _, f := range x.stykke[p] {
			tf := float64(f.gange)
			scores[f.tekst] += idf * tf * (k1 + 1) / (tf + k1*(1-b+b*x.laengd[f.tekst]/x.gnsn))
		}
	}
	var found []Fund
	for i, score := range scores {
		if score > 0 {
			found = append(found, Fund{x.ids[i], score})
		}
	}
	slices.SortFunc(found, func(a, b Fund) int { return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.ID, b.ID)) })
	return found[:min(n, len(found))]
}

func stykkerne(tekst string) (pieces []string) {
	for _, w := range strings.FieldsFunc(strings.ToLower(tekst), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		letters := []rune("^" + w + "$")
		for i := 0; i+4 <= max(4, len(letters)); i++ {
			pieces = append(pieces, string(letters[i:min(i+4, len(letters))]))
		}
	}
	return pieces
}
