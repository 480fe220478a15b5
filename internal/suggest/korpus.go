package suggest

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"indeksbro/internal/kle"
)

// maal is something a name may be: a KLE number or a common type.
type maal struct {
	kode, titel string
	hjemler     []kle.Hjemmel
	kle         string // the number itself, or the type's
	over        string // the group or list that holds it
	gruppe      string // the group's title
	stikord     []string
	tekst       string
	foer        []string // what it was called in earlier releases (R048)
	kanVaelges  bool
	spaerret    string
}

// frase is the title or a keyword of a target.
type frase struct {
	text string
	hel  []traek
}

// postering says that a feature stands in a text, and what it is worth there.
type postering struct {
	nr    int32
	vaegt float32
}

// henvisning is a reference to law, with the targets that make it.
type henvisning struct {
	hjemmel kle.Hjemmel
	maal    []int32
}

// korpus is an index over targets. It is read only once made.
type korpus struct {
	ordbog
	synonymer synonymtabel
	maal      []maal
	fraser    [][]frase // by target, the title first
	over      []int32   // by target: its group
	grupper   int
	post      [][]postering      // by feature: the targets that have it anywhere
	gruppe    [][]postering      // by feature: the groups
	ligner    [][]postering      // by piece: the stems that have it
	findes    [][]int32          // by stem: the targets that have it as a word
	led       map[string][]int32 // by the stems of a part of a title or keyword: the targets that have it
	lov       lovregister
	efterKode map[string]int32
	afloeser  map[int32]int32         // by target: the one that took over its name (R048)
	retlig    map[string][]henvisning // by law in lower case
}

// Weights of the fields in the text of a target.
const (
	vaegtTitel = 2
	vaegtTekst = 1
)

func nytKorpus(targets []maal, synonyms synonymtabel) *korpus {
	k := &korpus{ordbog: ordbog{stammer: map[string]int32{}, stykker: map[uint32]int32{}, kendte: map[string]bool{}}, synonymer: synonyms, maal: targets}
	words := k.laerAlt()
	k.maalRarity(words)
	k.skrivFraser(words)
	k.skrivTekster(words)
	k.skrivStammer(words)
	k.skrivLov()
	k.skrivAfloesere()
	return k
}

// maalord are the words of one target: of the title, each keyword, the text and the group's title.
type maalord struct {
	fraser        [][]string
	tekst, gruppe []string
}

// laerAlt reads every text once. Compounds are divided into words of titles and keywords, so those come first.
func (k *korpus) laerAlt() []maalord {
	all := make([]maalord, len(k.maal))
	for i := range k.maal {
		m := &k.maal[i]
		all[i].fraser = append(all[i].fraser, ordene(m.titel))
		for _, s := range m.stikord {
			all[i].fraser = append(all[i].fraser, ordene(s))
		}
		all[i].tekst, all[i].gruppe = ordene(m.tekst), ordene(m.gruppe)
		for _, f := range all[i].fraser {
			for _, w := range f {
				k.kendte[w] = true
			}
		}
	}
	for _, l := range lovordene() {
		for _, w := range l.ord {
			k.kendte[w] = true
		}
	}
	for _, one := range all {
		for _, f := range one.fraser {
			k.laer(f)
		}
		k.laer(one.tekst)
		k.laer(one.gruppe)
	}
	for _, l := range lovordene() {
		k.laer(l.ord)
	}
	return all
}

// vaegtet sums the features of a target's texts.
func (k *korpus) vaegtet(one *maalord) map[int32]float32 {
	sum := map[int32]float32{}
	add := func(words []string, w float32) {
		for _, t := range k.traek(words) {
			sum[t.id] += w * t.vaegt
		}
	}
	for j, f := range one.fraser {
		if j == 0 {
			add(f, vaegtTitel)
		} else {
			add(f, 1)
		}
	}
	add(one.tekst, vaegtTekst)
	return sum
}

// maalRarity counts in how many targets a feature stands. What stands in the law words alone is as rare as what stands once.
func (k *korpus) maalRarity(words []maalord) {
	df := make([]float32, len(k.idf))
	for i := range words {
		for id := range k.vaegtet(&words[i]) {
			df[id]++
		}
	}
	n := float64(len(k.maal))
	for i, d := range df {
		d := float64(max(1, d))
		k.idf[i] = float32(math.Log(1 + (n-d+0.5)/(d+0.5)))
		k.idfMax = max(k.idfMax, k.idf[i])
	}
}

func (k *korpus) skrivFraser(words []maalord) {
	k.fraser, k.led = make([][]frase, len(k.maal)), map[string][]int32{}
	for i := range k.maal {
		m := &k.maal[i]
		for j, w := range words[i].fraser {
			text := m.titel
			if j > 0 {
				text = m.stikord[j-1]
			}
			k.fraser[i] = append(k.fraser[i], frase{text: text, hel: k.vektor(w)})
			for _, part := range led(text) {
				if key := ledNoegle(part); key != "" && !slices.Contains(k.led[key], int32(i)) {
					k.led[key] = append(k.led[key], int32(i))
				}
			}
		}
	}
}

// skrivTekster weighs all that is written about each target, and in each group, by BM25.
func (k *korpus) skrivTekster(words []maalord) {
	groups := map[string]int32{}
	texts := make([]map[int32]float32, len(k.maal))
	var together []map[int32]float32
	for i := range k.maal {
		texts[i] = k.vaegtet(&words[i])
		g, found := groups[k.maal[i].over]
		if !found {
			g = int32(len(groups))
			groups[k.maal[i].over] = g
			together = append(together, map[int32]float32{})
		}
		k.over = append(k.over, g)
		for id, w := range texts[i] {
			together[g][id] += w
		}
		for _, t := range k.traek(words[i].gruppe) {
			together[g][t.id] += t.vaegt
		}
	}
	k.grupper = len(groups)
	k.post, k.gruppe = k.bm25(texts), k.bm25(together)
}

// Constants of BM25: texts are short and of like length, so length counts little.
const (
	bmK = 1.2
	bmB = 0.3
)

func (k *korpus) bm25(texts []map[int32]float32) [][]postering {
	post := make([][]postering, len(k.idf))
	lengths := make([]float32, len(texts))
	var sum float32
	for i, a := range texts {
		for _, id := range slices.Sorted(maps.Keys(a)) { // in one order, so that a suggestion has the same score in every run
			lengths[i] += a[id]
		}
		sum += lengths[i]
	}
	mean := sum / float32(max(1, len(texts)))
	for i, a := range texts {
		for id, w := range a {
			post[id] = append(post[id], postering{int32(i), k.idf[id] * w * (bmK + 1) / (w + bmK*(1-bmB+bmB*lengths[i]/max(mean, 1e-6)))})
		}
	}
	return post
}

// skrivStammer notes which words look alike, and who has them.
func (k *korpus) skrivStammer(words []maalord) {
	k.ligner, k.findes = make([][]postering, len(k.idf)), make([][]int32, len(k.idf))
	for s, id := range k.stammer {
		for _, p := range k.stykvektor(s) {
			k.ligner[p.id] = append(k.ligner[p.id], postering{id, p.vaegt})
		}
	}
	for i := range words {
		seen := map[int32]bool{}
		for _, list := range append(words[i].fraser, words[i].tekst) {
			for _, w := range list {
				if id := k.stammer[w]; !seen[id] {
					seen[id] = true
					k.findes[id] = append(k.findes[id], int32(i))
				}
			}
		}
	}
}

// skrivLov notes who refers to which law, and to what the law is about.
func (k *korpus) skrivLov() {
	k.retlig = map[string][]henvisning{}
	places := map[string]int{}
	for i := range k.maal {
		for _, h := range k.maal[i].hjemler {
			law, key := strings.ToLower(h.Lov), fmt.Sprintf("%#v", h)
			at, found := places[key]
			if !found {
				at = len(k.retlig[law])
				places[key] = at
				k.retlig[law] = append(k.retlig[law], henvisning{hjemmel: h})
			}
			k.retlig[law][at].maal = append(k.retlig[law][at].maal, int32(i))
		}
	}
	k.lov.skriv(k)
}

// skrivAfloesere notes which targets are called what another was called before: the catalogue renames a type that a code list still has
// under its old name, and it is the new one that is meant.
func (k *korpus) skrivAfloesere() {
	k.efterKode, k.afloeser = make(map[string]int32, len(k.maal)), map[int32]int32{}
	byTitle := map[string]int32{}
	for i := range k.maal {
		k.efterKode[k.maal[i].kode] = int32(i)
		byTitle[k.maal[i].titel] = int32(i)
	}
	for i := range k.maal {
		for _, before := range k.maal[i].foer {
			if old, found := byTitle[before]; found && old != int32(i) {
				k.afloeser[old] = int32(i)
			}
		}
	}
}
