package kle

import (
	"cmp"
	"slices"
	"strings"

	"indeksbro/internal/oio"
)

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
