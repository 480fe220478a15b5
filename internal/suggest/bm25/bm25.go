// Package bm25 is the rival that suggestions are measured against: plain word search over the same texts, ranked by BM25 as the search
// library bleve does it, with its Danish analysis (Unicode words, lower case, Snowball's stop words and stemmer). It is here, and not the
// library itself, because a program need not carry a whole search engine to be compared with one; a test holds that the scores are the
// library's own.
package bm25

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/segment"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
)

// The library's constants.
const (
	k1 = 1.2
	b  = 0.75
)

// Indeks is the texts, ready to be searched.
type Indeks struct {
	ids    []string
	laengd []float64              // words of each text
	ord    map[string][]forekomst // where each word is
	gnsn   float64
}

type forekomst struct {
	tekst int
	gange int
}

// Fund is a text that a search found.
type Fund struct {
	ID    string
	Score float64
}

// Ny makes an index of texts by their ids.
func Ny(tekster map[string]string) *Indeks {
	x := &Indeks{ord: make(map[string][]forekomst)}
	for id := range tekster {
		x.ids = append(x.ids, id)
	}
	slices.Sort(x.ids)
	for i, id := range x.ids {
		words := ordene(tekster[id])
		x.laengd = append(x.laengd, float64(len(words)))
		counts := make(map[string]int)
		for _, w := range words {
			counts[w]++
		}
		for w, n := range counts {
			x.ord[w] = append(x.ord[w], forekomst{i, n})
		}
	}
	// The library takes the number of different words for that of all words.
	x.gnsn = math.Ceil(float64(len(x.ord)) / float64(max(1, len(x.ids))))
	return x
}

// Find gives the n best texts that have any of the words, the best first.
func (x *Indeks) Find(tekst string, n int) []Fund {
	words := ordene(tekst)
	squares := 0.0
	for _, w := range words {
		squares += x.idf(w) * x.idf(w)
	}
	scores, matched := make(map[int]float64), make(map[int]int)
	for _, w := range words {
		weight := x.idf(w) / math.Sqrt(squares)
		if len(words) == 1 {
			weight = 1 // a query of one word is not weighed
		}
		for _, f := range x.ord[w] {
			tf := math.Sqrt(float64(f.gange))
			scores[f.tekst] += weight * x.idf(w) * (tf * k1) / (tf + k1*(1-b+b*x.laengd[f.tekst]/x.gnsn))
			matched[f.tekst]++
		}
	}
	found := make([]Fund, 0, len(scores))
	for i, score := range scores {
		found = append(found, Fund{x.ids[i], score * float64(matched[i]) / float64(len(words))})
	}
	slices.SortFunc(found, func(a, b Fund) int { return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.ID, b.ID)) })
	return found[:min(n, len(found))]
}

func (x *Indeks) idf(word string) float64 {
	df := float64(len(x.ord[word]))
	return math.Log(1 + (float64(len(x.ids))-df+0.5)/(df+0.5))
}

// ordene are the words of a text as they are compared.
func ordene(tekst string) []string {
	var words []string
	text := []byte(tekst)
	for len(text) > 0 {
		used, word, kind, err := segment.SegmentWords(text, true)
		if err != nil || used == 0 {
			break
		}
		text = text[used:]
		if kind == segment.None {
			continue
		}
		lower := strings.ToLower(string(word))
		if stopord[lower] {
			continue
		}
		env := snowballstem.NewEnv(lower)
		danish.Stem(env)
		words = append(words, env.Current())
	}
	return words
}

// stopord are Snowball's for Danish.
var stopord = func() map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(`package import const var og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde 
ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog noget 
ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine vor mod disse hvis 
din nogle hos blive mange ad bliver hendes været thi jer sådan func func`) {
		set[w] = true
	}
	return set
}()
