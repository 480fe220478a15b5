package kle

import (
	"math"
	"slices"
	"strings"
	"sync"

	"indeksbro/internal/oio"
)

// Hit is one answer of a search.
type Hit struct {
	Nummer      Nummer
	Titel       string
	Sti         []string // from the hovedgruppe down, as Plan.Sti
	Score       float64  // 0..1; comparable within one search, not between searches
	Begrundelse []string // Danish, why it came, the strongest reason first
	Valgbar     bool     // six digits and in force: may mark a sagstype (R001, R002)
	Emner       []Nummer // the six-digit choices in force below a gruppe or hovedgruppe, at most maxEmner
	IKraft      bool
	Udgaaet     oio.Dato // first day no longer in force, zero while none is set
	AfloestAf   []Nummer
}

// Search is an index over one plan. It is built once and may be used by many goroutines at a time.
type Search struct {
	plan     *Plan
	vocab    vocabulary
	parts    map[int32][]int32 // the pieces of the terms that are compounds
	postings [][]posting       // for each term, in the order of documents
	idf      []float32
	length   []float32
	average  float32
	phrases  [][]phrase // for each class its title and then its keywords
	above    []int32    // for each class the one directly above, or -1
	laws     []lawEntry
	byLaw    map[string][]int32 // places in laws
	lawCount []float32          // law references of each class
	names    map[string]string
	grams    map[[3]byte][]int32
	gramSize []int32                    // trigrams of each term
	synonyms map[string][]phraseSynonym // by the first term
	pool     sync.Pool
}

type posting struct {
	doc    int32
	tf     float32 // weighted by field
	fields field
}

// field says where in a class a term stands.
type field uint8

const (
	fieldTitel field = 1 << iota
	fieldStikord
	fieldVejledning
	fieldOver // the title of a class above
)

// phrase is a title or keyword as terms, stop words left out.
type phrase struct {
	terms []int32
	text  string
}

type phraseSynonym struct {
	from []string // terms
	to   []int32
	why  string
}

// Weights of the fields in the term frequency, and of a compound's pieces relative to the whole.
const (
	weightTitel      = 4
	weightStikord    = 1.6
	weightVejledning = 0.5
	weightOver       = 0.8
	weightTop        = 0.2
	weightHead       = 0.5 // the last piece says what the thing is
	weightModifier   = 0.35
)

// BM25 constants. Length counts little, because a class with many keywords is well described and not wordy.
const (
	bm25K = 1.2
	bm25B = 0.3
)

// NewSearch builds the index of a plan: all levels, in force or not. It takes about a tenth of a second for a full plan.
func NewSearch(p *Plan) *Search {
	s := &Search{
		plan:  p,
		vocab: vocabulary{ids: make(map[string]int32), forms: make(map[string]int32)},
		parts: make(map[int32][]int32),
		byLaw: make(map[string][]int32),
	}
	s.addPhrases()
	s.addCompounds()
	s.addPostings()
	s.addLaws()
	s.addGrams()
	s.addSynonyms()
	s.pool.New = func() any { return newScratch(len(p.Klasser)) }
	return s
}

func (s *Search) terms(text string) []int32 {
	var out []int32
	for _, w := range words(text) {
		if !stopWords[w] {
			out = append(out, s.vocab.id(w))
		}
	}
	return out
}

func (s *Search) addPhrases() {
	s.phrases = make([][]phrase, len(s.plan.Klasser))
	s.above = make([]int32, len(s.plan.Klasser))
	for i := range s.plan.Klasser {
		k := &s.plan.Klasser[i]
		s.above[i] = -1
		if over, found := s.plan.search(k.Nummer.Overordnet()); found {
			s.above[i] = int32(over)
		}
		list := make([]phrase, 0, 1+len(k.Stikord))
		list = append(list, phrase{s.terms(k.Titel), k.Titel})
		for _, st := range k.Stikord {
			list = append(list, phrase{s.terms(st.Tekst), st.Tekst})
		}
		s.phrases[i] = list
	}
}

// addCompounds splits the words of titles and keywords once all of them are known. Words met only in guidance texts come
// later and are neither split nor pieces, for running text has too many short words.
func (s *Search) addCompounds() {
	s.vocab.named = int32(len(s.vocab.terms))
	forms := make([]string, 0, len(s.vocab.forms))
	for form := range s.vocab.forms {
		forms = append(forms, form)
	}
	slices.Sort(forms) // two forms of one term may split differently; the first in the alphabet decides
	for _, form := range forms {
		id := s.vocab.forms[form]
		if _, done := s.parts[id]; done {
			continue
		}
		if parts := s.vocab.split(form); parts != nil && !slices.Contains(parts, id) {
			s.parts[id] = parts
		}
	}
}

func (s *Search) addPostings() {
	docs := s.plan.Klasser
	s.length = make([]float32, len(docs))
	var total float32
	for i := range docs {
		d := docTerms{s: s, seen: make(map[int32]int)}
		d.phrases(s.phrases[i])
		d.vejledning(docs[i].Vejledning)
		d.above(docs[i].Nummer)
		d.flush(int32(i))
		s.length[i] = d.length
		total += d.length
	}
	s.average = max(total/float32(max(len(docs), 1)), 1)
	s.idf = make([]float32, len(s.vocab.terms))
	for t := range s.postings {
		s.idf[t] = s.rarity(len(s.postings[t]))
	}
}

// rarity is BM25's inverse document frequency.
func (s *Search) rarity(docs int) float32 {
	n, df := float64(len(s.plan.Klasser)), float64(docs)
	return float32(math.Log(1 + (n-df+0.5)/(df+0.5)))
}

// docTerms gathers the terms of one class.
type docTerms struct {
	s      *Search
	seen   map[int32]int
	list   []int32
	posts  []posting
	length float32
}

func (d *docTerms) add(t int32, tf float32, f field) {
	i, found := d.seen[t]
	if !found {
		i = len(d.posts)
		d.seen[t] = i
		d.list = append(d.list, t)
		d.posts = append(d.posts, posting{})
	}
	d.posts[i].tf += tf
	d.posts[i].fields |= f
	d.length += tf
}

func (d *docTerms) whole(t int32, tf float32, f field) {
	d.add(t, tf, f)
	parts := d.s.parts[t]
	for i, part := range parts {
		if i == len(parts)-1 {
			d.add(part, tf*weightHead, f)
		} else {
			d.add(part, tf*weightModifier, f)
		}
	}
}

func (d *docTerms) phrases(list []phrase) {
	for i, ph := range list {
		for _, t := range ph.terms {
			if i == 0 {
				d.whole(t, weightTitel, fieldTitel)
			} else {
				d.whole(t, weightStikord, fieldStikord)
			}
		}
	}
}

func (d *docTerms) vejledning(text string) {
	for _, w := range words(text) {
		if !stopWords[w] {
			d.add(d.s.vocab.id(w), weightVejledning, fieldVejledning)
		}
	}
}

// above lets an emne be found by its group's title, so that a found group brings its choices along (R013).
func (d *docTerms) above(n Nummer) {
	for over := n.Overordnet(); over != ""; over = over.Overordnet() {
		i, found := d.s.plan.search(over)
		if !found {
			continue
		}
		weight := float32(weightOver)
		if over.Niveau() == 1 {
			weight = weightTop
		}
		for _, t := range d.s.phrases[i][0].terms {
			d.whole(t, weight, fieldOver)
		}
	}
}

func (d *docTerms) flush(doc int32) {
	for len(d.s.postings) < len(d.s.vocab.terms) {
		d.s.postings = append(d.s.postings, nil)
	}
	for i, t := range d.list {
		p := d.posts[i]
		p.doc = doc
		d.s.postings[t] = append(d.s.postings[t], p)
	}
}

// lawEntry is one law reference of one class.
type lawEntry struct {
	doc    int32
	ref    lawRef
	weight float32 // how much the place it was found in is worth
	text   string  // for the reason: what stands there
	place  string  // and where
}

func (s *Search) addLaws() {
	s.names = make(map[string]string, len(lawNames))
	for key, name := range lawNames {
		s.names[key] = name
	}
	for i := range s.plan.Klasser {
		for _, r := range s.plan.Klasser[i].Retskilder {
			if isLaw(r.Titel) {
				s.names[strings.Join(words(r.Titel), " ")] = r.Titel
			}
		}
	}
	s.lawCount = make([]float32, len(s.plan.Klasser))
	for i := range s.plan.Klasser {
		s.classLaws(int32(i), &s.plan.Klasser[i])
	}
	for i := range s.laws {
		lov := s.laws[i].ref.lov
		s.byLaw[lov] = append(s.byLaw[lov], int32(i))
	}
}

// isLaw tells a law's own short title from a long one of an order ("BEK om …"), which is no name anybody writes.
func isLaw(titel string) bool {
	lower := strings.ToLower(titel)
	return strings.HasSuffix(lower, "lov") || strings.HasSuffix(lower, "loven") || strings.HasSuffix(lower, "bekendtgørelsen")
}

func (s *Search) classLaws(doc int32, k *Klasse) {
	s.lawCount[doc] = float32(len(k.Retskilder))
	for _, r := range k.Retskilder {
		s.retskilde(doc, r)
	}
	for _, f := range findLaws(k.Titel, s.names, "") {
		s.laws = append(s.laws, lawEntry{doc, f.lawRef, 0.95, k.Titel[f.start:f.end], "i titlen"})
	}
	for _, st := range k.Stikord {
		for _, f := range findLaws(st.Tekst, s.names, "") {
			s.laws = append(s.laws, lawEntry{doc, f.lawRef, 0.6, st.Tekst[f.start:f.end], "i et stikord"})
		}
	}
}

// retskilde adds a reference of KLE. Those of an order name the paragraph of the law it was made under ("BEK om … efter
// servicelovens" "§ 91"); such a reference counts for the law, though less than one to the law itself.
func (s *Search) retskilde(doc int32, r Retskilde) {
	text := strings.TrimSpace(lowerFirst(r.Titel) + " " + r.Paragraf)
	if lov, found := s.names[strings.Join(words(r.Titel), " ")]; found {
		s.lawSpans(doc, r.Paragraf, lov, 1, text)
		return
	}
	for _, f := range findLaws(r.Titel+" "+r.Paragraf, s.names, r.Titel) {
		weight := float32(0.7)
		if f.lov == r.Titel {
			weight = 1
		}
		s.laws = append(s.laws, lawEntry{doc, f.lawRef, weight, text, "ved emnet"})
	}
}

func (s *Search) lawSpans(doc int32, paragraf, lov string, weight float32, text string) {
	found := findLaws(paragraf, s.names, lov)
	for _, f := range found {
		s.laws = append(s.laws, lawEntry{doc, f.lawRef, weight, text, "ved emnet"})
	}
	if len(found) == 0 {
		s.laws = append(s.laws, lawEntry{doc, lawRef{lov: lov}, weight, text, "ved emnet"})
	}
}

func lowerFirst(s string) string {
	if strings.HasPrefix(s, "BEK") || strings.HasPrefix(s, "LBK") || strings.HasPrefix(s, "STU") {
		return s
	}
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

func (s *Search) addGrams() {
	s.grams = make(map[[3]byte][]int32)
	s.gramSize = make([]int32, len(s.vocab.terms))
	for t, word := range s.vocab.terms {
		for _, g := range trigrams(word) {
			s.grams[g] = append(s.grams[g], int32(t))
			s.gramSize[t]++
		}
	}
}

// trigrams gives the different runs of three bytes of a spelled-out word, its ends marked.
func trigrams(word string) [][3]byte {
	padded := "^" + word + "$"
	var out [][3]byte
	for i := 0; i+3 <= len(padded); i++ {
		g := [3]byte{padded[i], padded[i+1], padded[i+2]}
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// addSynonyms translates the table into terms. What leads to words the plan does not have is left out.
func (s *Search) addSynonyms() {
	s.synonyms = make(map[string][]phraseSynonym)
	for _, syn := range synonyms {
		from := termsOf(words(syn.from))
		for _, to := range syn.to {
			if ids := s.known(to); len(ids) > 0 {
				why := `"` + syn.from + `" læses som "` + to + `"`
				s.synonyms[from[0]] = append(s.synonyms[from[0]], phraseSynonym{from: from, to: ids, why: why})
			}
		}
	}
}

func termsOf(list []string) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = term(w)
	}
	return out
}

func (s *Search) known(text string) []int32 {
	var out []int32
	for _, w := range words(text) {
		if id, found := s.vocab.find(w); found {
			out = append(out, id)
		} else if parts := s.vocab.split(w); parts != nil {
			out = append(out, parts...)
		}
	}
	return out
}
