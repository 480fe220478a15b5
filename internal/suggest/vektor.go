package suggest

import (
	"math"
	"slices"
	"strings"

	"indeksbro/internal/kle"
)

// traek is a feature of a text: a stem, or a piece of four letters of a word. Pieces find compounds and slips of the pen.
type traek struct {
	id    int32
	vaegt float32
}

// ordbog numbers the features of a corpus.
type ordbog struct {
	stammer map[string]int32
	stykker map[uint32]int32 // by the four letters
	kendte  map[string]bool  // stems of titles and keywords: what compounds are made of
	idf     []float32
	idfMax  float32
}

// Weights of a feature by kind.
const (
	vaegtStamme = 1.0
	vaegtDel    = 0.5
	vaegtStykke = 0.42
	stykke      = 4
)

// ordene are the stems of a text that mean something, each once.
func ordene(text string) []string { return stammerne(nil, kle.Ord(text)) }

func stammerne(list, words []string) []string {
	for _, w := range words {
		if kle.Fyldord(w) {
			continue
		}
		if stem := kle.Stamme(w); stem != "" && !slices.Contains(list, stem) {
			list = append(list, stem)
		}
	}
	return list
}

// stykker calls yield for each piece of a word, its ends marked.
func stykker(stem string, yield func(uint32)) {
	var window uint32
	seen := 0
	next := func(c byte) {
		window = window<<8 | uint32(c)
		if seen++; seen >= stykke {
			yield(window)
		}
	}
	next('^')
	for i := range len(stem) {
		next(stem[i])
	}
	next('$')
	if seen < stykke {
		yield(window)
	}
}

// dele are the longest known words a compound ends and begins with. Shorter ones turn up by accident.
func (o *ordbog) dele(stem string) (out []string) {
	const least, rest = 4, 3
	for at := rest; at <= len(stem)-least; at++ {
		if o.kendte[stem[at:]] {
			out = append(out, stem[at:])
			break
		}
	}
	for end := len(stem) - rest; end >= least; end-- {
		if o.kendte[stem[:end]] {
			return append(out, stem[:end])
		}
	}
	return out
}

// laer gives every feature of the words a number.
func (o *ordbog) laer(words []string) {
	ny := func() int32 {
		o.idf = append(o.idf, 0)
		return int32(len(o.idf) - 1)
	}
	stem := func(s string) {
		if _, found := o.stammer[s]; !found {
			o.stammer[s] = ny()
		}
	}
	for _, w := range words {
		stem(w)
		for _, d := range o.dele(w) {
			stem(d)
		}
		stykker(w, func(p uint32) {
			if _, found := o.stykker[p]; !found {
				o.stykker[p] = ny()
			}
		})
	}
}

// traek gives the features of words, each once, sorted by number. Unknown ones stand together under -1, for the length of the text: a
// name whose words nobody knows resembles nothing much.
func (o *ordbog) traek(words []string) []traek {
	out := make([]traek, 0, 12*len(words))
	unknown := float32(0)
	add := func(n int32, found bool, weight float32) {
		if found {
			out = append(out, traek{n, weight})
		} else {
			unknown += weight * weight
		}
	}
	for _, w := range words {
		n, found := o.stammer[w]
		add(n, found, vaegtStamme)
		for _, d := range o.dele(w) {
			if n, found := o.stammer[d]; found {
				add(n, true, vaegtDel)
			}
		}
		stykker(w, func(piece uint32) {
			n, found := o.stykker[piece]
			add(n, found, vaegtStykke)
		})
	}
	slices.SortFunc(out, func(a, b traek) int {
		if a.id != b.id {
			return int(a.id - b.id)
		}
		return int(100 * (b.vaegt - a.vaegt))
	})
	out = slices.CompactFunc(out, func(a, b traek) bool { return a.id == b.id })
	if unknown > 0 {
		out = append(out, traek{-1, float32(math.Sqrt(float64(unknown)))})
	}
	return out
}

// ukendt is the rarity of what the corpus does not have.
func (o *ordbog) ukendt() float32 { return 0.8 * o.idfMax }

func (o *ordbog) sjaeldenhed(id int32) float32 {
	if id < 0 {
		return o.ukendt()
	}
	return o.idf[id]
}

// vej weighs features by how rare they are and makes the whole of length one.
func (o *ordbog) vej(list []traek) []traek {
	list = slices.Clone(list)
	var sum float64
	for i := range list {
		list[i].vaegt *= o.sjaeldenhed(list[i].id)
		sum += float64(list[i].vaegt) * float64(list[i].vaegt)
	}
	if sum == 0 {
		return nil
	}
	norm := float32(1 / math.Sqrt(sum))
	for i := range list {
		list[i].vaegt *= norm
	}
	return list
}

// vektor is a text as a weighed vector of length one.
func (o *ordbog) vektor(words []string) []traek { return o.vej(o.traek(words)) }

// stykvektor is a word as a vector of its pieces alone, without those nobody has.
func (o *ordbog) stykvektor(stem string) []traek {
	var v []traek
	stykker(stem, func(p uint32) {
		id, found := o.stykker[p]
		if !found {
			id = -1
		}
		v = append(v, traek{id, 1})
	})
	return slices.DeleteFunc(o.vej(v), func(t traek) bool { return t.id < 0 })
}

// led are the parts of a name or a keyword: "Glidebræt, mobilitetshjælpemidler" has two, and the last says what it is a kind of.
func led(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;:()", r) })
}

// ledNoegle is what a part is found by: its stems, in whatever order they were written.
func ledNoegle(part string) string {
	stems := ordene(part)
	slices.Sort(stems)
	return strings.Join(stems, " ")
}
