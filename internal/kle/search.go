package kle

import (
	"cmp"
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

// Limits of a question; what is longer is cut.
const (
	maxQuestion = 300 // runes
	maxWords    = 16
	maxRanked   = 80 // candidates that are looked at closely
	maxEmner    = 30
)

// Find searches with the plan's own date as today.
func (s *Search) Find(text string, n int) []Hit { return s.FindAt(text, n, s.plan.Udgivet) }

// FindAt gives at most n hits for a number, words, keywords, a law with or without paragraph, or a mixture, best first (R013).
// What is not in force on the day comes after everything that is, unless its exact number was asked for; its successors
// come along. A text with no meaningful word gives nothing.
func (s *Search) FindAt(text string, n int, dag oio.Dato) []Hit {
	q := s.question(cut(strings.TrimSpace(text), maxQuestion))
	sc := s.pool.Get().(*scratch)
	defer s.pool.Put(sc)
	ranked := s.rank(q, sc, dag)
	ranked = ranked[:min(max(n, 0), len(ranked))]
	hits := make([]Hit, len(ranked))
	for i, r := range ranked {
		hits[i] = s.hit(q, r, dag)
	}
	return hits
}

// ranked is a class with its score.
type ranked struct {
	doc     int32
	score   float32
	law     float32
	entry   int32 // the law entry that gave it, or -1
	inForce bool
	exact   bool   // its number was asked for
	why     string // the reason when a number was asked for
}

func (s *Search) rank(q *question, sc *scratch, dag oio.Dato) []ranked {
	list := s.byNumber(q)
	if len(q.concepts)+len(q.laws) > 0 {
		list = append(list, s.byWords(q, sc)...)
	}
	for i := range list {
		list[i].inForce = s.plan.Klasser[list[i].doc].IKraft(dag)
	}
	slices.SortStableFunc(list, func(a, b ranked) int {
		return cmp.Or(
			count(b.exact)-count(a.exact),
			count(b.inForce)-count(a.inForce),
			cmp.Compare(b.score, a.score),
			s.plan.Klasser[b.doc].Nummer.Niveau()-s.plan.Klasser[a.doc].Nummer.Niveau(),
			cmp.Compare(a.doc, b.doc),
		)
	})
	return dropRepeated(list)
}

func dropRepeated(list []ranked) []ranked {
	seen := make(map[int32]bool, len(list))
	return slices.DeleteFunc(list, func(r ranked) bool {
		if seen[r.doc] {
			return true
		}
		seen[r.doc] = true
		return false
	})
}

// byNumber finds the numbers that were written: the class itself, its successors when it is replaced, and everything that
// begins like it when nothing but a number was written.
func (s *Search) byNumber(q *question) []ranked {
	var out []ranked
	for _, n := range q.numbers {
		i, found := s.plan.search(n)
		if !found {
			continue
		}
		out = append(out, ranked{doc: int32(i), score: 1, entry: -1, exact: true, why: "nummeret er " + string(n)})
		for _, next := range s.plan.Klasser[i].AfloestAf {
			if j, found := s.plan.search(next); found {
				out = append(out, ranked{doc: int32(j), score: 0.95, entry: -1, why: "afløser " + string(n)})
			}
		}
	}
	if q.prefix == "" {
		return out
	}
	return append(out, s.byPrefix(q.prefix)...)
}

// byPrefix goes up the tree until something is found, so that a mistyped last pair shows the group.
func (s *Search) byPrefix(prefix string) []ranked {
	var out []ranked
	asked, note := prefix, ""
	for ; len(prefix) >= 2 && len(out) == 0; prefix = strings.TrimRight(prefix[:len(prefix)-1], ".") {
		i, _ := s.plan.search(Nummer(prefix))
		if prefix != asked {
			note = asked + " findes ikke; "
		}
		for ; i < len(s.plan.Klasser) && strings.HasPrefix(string(s.plan.Klasser[i].Nummer), prefix); i++ {
			out = append(out, ranked{doc: int32(i), score: 0.9, entry: -1, why: note + "nummeret begynder med " + prefix})
		}
	}
	return out
}

// scratch is the working memory of one search, kept between searches.
type scratch struct {
	total, best, current, law []float32
	entry                     []int32
	touched, found            []int32
	now                       []int32
}

func newScratch(n int) *scratch {
	return &scratch{
		total: make([]float32, n), best: make([]float32, n), current: make([]float32, n), law: make([]float32, n),
		entry: make([]int32, n),
	}
}

// byWords scores words and laws together.
func (s *Search) byWords(q *question, sc *scratch) []ranked {
	clear(sc.total)
	clear(sc.law)
	sc.found = sc.found[:0]
	var weight float32
	for i := range q.concepts {
		s.concept(&q.concepts[i], sc)
		weight += q.concepts[i].weight
	}
	s.scoreLaws(q, sc)
	list := s.gather(q, sc, max(weight, 1e-6))
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc)) })
	list = list[:min(len(list), maxRanked)]
	var top float32
	for i := range list {
		s.refine(q, &list[i])
		top = max(top, list[i].score)
	}
	return slices.DeleteFunc(list, func(r ranked) bool { return r.score < 0.25*top || r.score < 0.02 })
}

// concept adds one word's best reading to the total of every class that has it.
func (s *Search) concept(c *concept, sc *scratch) {
	sc.touched = sc.touched[:0]
	for _, r := range c.readings {
		s.reading(r, sc)
	}
	for _, doc := range sc.touched {
		if sc.total[doc] == 0 && sc.law[doc] == 0 {
			sc.found = append(sc.found, doc)
		}
		sc.total[doc] += c.weight * sc.best[doc]
		sc.best[doc] = 0
	}
}

func (s *Search) reading(r reading, sc *scratch) {
	var norm float32
	sc.now = sc.now[:0]
	for _, t := range r.terms {
		idf := s.idf[t]
		norm += idf
		for _, p := range s.postings[t] {
			if sc.current[p.doc] == 0 {
				sc.now = append(sc.now, p.doc)
			}
			sc.current[p.doc] += idf * s.saturate(p)
		}
	}
	for _, doc := range sc.now {
		score := r.factor * sc.current[doc] / norm
		sc.current[doc] = 0
		if sc.best[doc] == 0 {
			sc.touched = append(sc.touched, doc)
		}
		sc.best[doc] = max(sc.best[doc], score)
	}
}

// saturate is BM25's term part divided by its upper bound, so 0..1.
func (s *Search) saturate(p posting) float32 {
	return p.tf / (p.tf + bm25K*(1-bm25B+bm25B*s.length[p.doc]/s.average))
}

func (s *Search) scoreLaws(q *question, sc *scratch) {
	for _, want := range q.laws {
		if want.lov == "" {
			for i := range s.laws {
				s.scoreLaw(want, int32(i), 0.95, sc)
			}
			continue
		}
		for _, i := range s.byLaw[want.lov] {
			s.scoreLaw(want, i, 1, sc)
		}
	}
}

func (s *Search) scoreLaw(want lawRef, entry int32, factor float32, sc *scratch) {
	e := &s.laws[entry]
	fit := 0.4 // the law without a paragraph fits, but says little
	if want.para {
		fit = 0
		if e.ref.para {
			fit = want.span.fit(e.ref.span)
		}
	}
	score := factor * e.weight * float32(fit) * (1 - 0.01*min(s.lawCount[e.doc], 10))
	if score <= sc.law[e.doc] {
		return
	}
	if sc.law[e.doc] == 0 && sc.total[e.doc] == 0 {
		sc.found = append(sc.found, e.doc)
	}
	sc.law[e.doc], sc.entry[e.doc] = score, entry
}

// gather puts words and law of each class together as independent signs: either may be enough.
func (s *Search) gather(q *question, sc *scratch, weight float32) []ranked {
	lawShare := float32(0.6)
	if !q.words {
		lawShare = 0.8
	}
	list := make([]ranked, 0, len(sc.found))
	for _, doc := range sc.found {
		text := min(sc.total[doc]/weight, 1)
		r := ranked{doc: doc, law: min(lawShare*sc.law[doc], 1), entry: -1, score: text}
		if r.law > 0 {
			r.entry = sc.entry[doc]
		}
		r.score = 1 - (1-text)*(1-r.law)
		list = append(list, r)
	}
	return list
}

// refine looks closely at a candidate: a title or keyword that says just what was asked is better than the same words
// scattered, and a number that can be chosen is better than a group of the same name.
func (s *Search) refine(q *question, r *ranked) {
	harmony, _ := s.harmony(q, r.doc)
	if over := s.above[r.doc]; over >= 0 && q.weight > 0 {
		// What lies under a group that says just what was asked is a likely choice, whatever its own words (R013).
		harmony = max(harmony, 0.8*q.covers(&s.phrases[over][0], s))
	}
	r.score = 1 - (1-r.score)*(1-0.5*harmony)
	if len(q.laws) > 0 && q.laws[0].lov != "" && r.law == 0 && s.lawCount[r.doc] > 0 {
		r.score *= 0.85 // the class is about another law
	}
	switch s.plan.Klasser[r.doc].Nummer.Niveau() {
	case 1:
		r.score *= 0.85
	case 2:
		r.score *= 0.95
	}
}

// harmony says how well one title or keyword agrees with the whole question, 0..1, and which it is (0 the title).
func (s *Search) harmony(q *question, doc int32) (float32, int) {
	var best float32
	where := -1
	if q.weight == 0 {
		return 0, where
	}
	for i := range s.phrases[doc] {
		ph := &s.phrases[doc][i]
		if len(ph.terms) == 0 {
			continue
		}
		h := q.covers(ph, s)
		if i > 0 {
			h *= 0.95
		}
		if h > best {
			best, where = h, i
		}
	}
	return best, where
}
