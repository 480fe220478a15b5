package suggest

import (
	"math"
	"strings"

	"indeksbro/internal/kle"
)

// felt says what of a target a phrase is.
type felt uint8

const (
	feltTitel   felt = iota
	feltStikord      // a keyword, or an example in a definition
	feltTekst        // guidance or definition
	feltGruppe       // the group's title
	feltAlt          // everything together
	felter
)

// maal is something a name may be: a KLE number or a common type.
type maal struct {
	kode, titel string
	hjemler     []kle.Hjemmel
	kle         string // the number itself, or the type's
	gruppe      string
	stikord     []string
	tekst       string
	generel     bool // "… i almindelighed": right when nothing narrower is
	kanVaelges  bool
	spaerret    string
}

// frase is one phrase of a target.
type frase struct {
	maal int32
	felt felt
	text string
}

type postering struct {
	frase int32
	vaegt float32
}

// korpus is an index over targets. It is read only once made.
type korpus struct {
	ordbog
	maal   []maal
	fraser []frase
	post   [][]postering // by feature
	idfMax float32
}

func nytKorpus(targets []maal) *korpus {
	k := &korpus{ordbog: ordbog{numre: map[string]int32{}}, maal: targets}
	var vectors [][]traek
	for i := range targets {
		vectors = append(vectors, k.laer(int32(i), &targets[i])...)
	}
	k.rarity(vectors)
	k.post = make([][]postering, len(k.idf))
	for f, v := range vectors {
		for _, t := range k.vej(v, 0) {
			k.post[t.id] = append(k.post[t.id], postering{int32(f), t.vaegt})
		}
	}
	return k
}

// laer adds the phrases of one target.
func (k *korpus) laer(i int32, m *maal) [][]traek {
	var vectors [][]traek
	add := func(f felt, text string) {
		words, factor := ordene(text, false)
		if len(words) == 0 {
			return
		}
		k.fraser = append(k.fraser, frase{i, f, text})
		vectors = append(vectors, k.traek(words, factor, true))
	}
	add(feltTitel, m.titel)
	for _, s := range m.stikord {
		add(feltStikord, s)
	}
	if m.tekst != "" {
		add(feltTekst, m.tekst)
	}
	if m.gruppe != "" {
		add(feltGruppe, m.gruppe)
	}
	add(feltAlt, m.titel+" "+m.titel+" "+strings.Join(m.stikord, " ")+" "+m.tekst)
	return vectors
}

// rarity counts in how many targets a feature stands: in the phrase that holds everything.
func (k *korpus) rarity(vectors [][]traek) {
	df := make([]float32, len(k.ord))
	for f, v := range vectors {
		if k.fraser[f].felt == feltAlt {
			for _, t := range v {
				df[t.id]++
			}
		}
	}
	k.idf = make([]float32, len(df))
	n := float64(len(k.maal))
	for i, d := range df {
		k.idf[i] = float32(math.Log(1 + (n-float64(d)+0.5)/(float64(d)+0.5)))
		k.idfMax = max(k.idfMax, k.idf[i])
	}
}

// ukendt is the rarity of what the corpus does not have.
func (k *korpus) ukendt() float32 { return 0.8 * k.idfMax }
