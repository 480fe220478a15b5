package suggest

import (
	"math"
	"slices"

	"indeksbro/internal/kle"
)

// traek is a feature of a text: a stem, or a piece of four letters of a word. Pieces find compounds and slips of the pen.
type traek struct {
	id    int32
	vaegt float32
}

// ordbog numbers the features of a corpus.
type ordbog struct {
	numre map[string]int32
	idf   []float32
	ord   []string // of a stem: the shortest word it stands for, for the reasons; empty for pieces
}

// Weights of a feature by kind.
const (
	vaegtStamme  = 1.0
	vaegtStykke  = 0.42
	vaegtSynonym = 0.8
	stykke       = 4
)

// ordene are the words of a text that mean something, synonyms of the field read along.
func ordene(text string, udvid bool) (words []string, factor []float32) {
	add := func(list []string, f float32) {
		for _, w := range list {
			if !kle.Fyldord(w) && !slices.Contains(words, w) {
				words, factor = append(words, w), append(factor, f)
			}
		}
	}
	plain := kle.Ord(text)
	add(plain, 1)
	if udvid {
		for _, s := range synonymerI(plain) {
			add(kle.Ord(s), vaegtSynonym)
		}
	}
	return words, factor
}

// stykker calls yield for each piece of a word, its ends marked.
func stykker(stem string, yield func(string)) {
	padded := "^" + stem + "$"
	if len(padded) <= stykke {
		yield(padded)
		return
	}
	for i := 0; i+stykke <= len(padded); i++ {
		yield(padded[i : i+stykke])
	}
}

// nummer gives the number of a feature, a new one when laer is set; -1 when it is unknown.
func (o *ordbog) nummer(name string, laer bool) int32 {
	if n, found := o.numre[name]; found {
		return n
	}
	if !laer {
		return -1
	}
	n := int32(len(o.ord))
	o.numre[name] = n
	o.ord = append(o.ord, "")
	return n
}

// traek gives the features of words, each once, sorted by number. Unknown ones are kept with number -1 for the length of the
// text: a name whose words nobody knows resembles nothing much.
func (o *ordbog) traek(words []string, factor []float32, laer bool) []traek {
	seen := make(map[int32]int, 8*len(words))
	var out []traek
	unknown := float32(0)
	add := func(name string, weight float32) {
		n := o.nummer(name, laer)
		if n < 0 {
			unknown += weight * weight
			return
		}
		if i, again := seen[n]; again {
			out[i].vaegt = max(out[i].vaegt, weight)
			return
		}
		seen[n] = len(out)
		out = append(out, traek{n, weight})
	}
	for i, w := range words {
		stem := kle.Stamme(w)
		add("="+stem, vaegtStamme*factor[i])
		if n, found := o.numre["="+stem]; found && laer && (o.ord[n] == "" || len(w) < len(o.ord[n])) {
			o.ord[n] = w
		}
		stykker(stem, func(piece string) { add(piece, vaegtStykke*factor[i]) })
	}
	slices.SortFunc(out, func(a, b traek) int { return int(a.id - b.id) })
	if unknown > 0 {
		out = append(out, traek{-1, float32(math.Sqrt(float64(unknown)))})
	}
	return out
}

// vej weighs features by how rare they are, unknown ones by ukendt, and makes the whole of length one.
func (o *ordbog) vej(list []traek, ukendt float32) []traek {
	var sum float64
	for i := range list {
		idf := ukendt
		if list[i].id >= 0 {
			idf = o.idf[list[i].id]
		}
		list[i].vaegt *= idf
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
