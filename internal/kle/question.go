package kle

import (
	"slices"
	"strings"
)

// question is a text as the search understands it.
type question struct {
	numbers  []Nummer
	prefix   string // when the text is nothing but the beginning of a number
	laws     []lawRef
	concepts []concept
	words    bool    // at least one concept comes from a written word, not from a fact about a paragraph
	weight   float32 // of all concepts
	terms    map[int32]float32
}

// concept is one word of the question with the ways it may be read.
type concept struct {
	word     string
	weight   float32
	readings []reading
}

// reading is one set of terms a word may stand for. factor, 0..1, is how sure that is; why says it in Danish, empty for the
// word itself.
type reading struct {
	terms  []int32
	factor float32
	why    string
}

// How much a reading is worth beside the word itself.
const (
	factorSynonym = 0.9
	factorSplit   = 0.8
	factorEnds    = 0.5
	factorPrefix  = 0.7
	factorGram    = 0.75
	factorGroup   = 0.45 // weight of a word that only says whom the thing is for
	minLikeness   = 0.5  // share of trigrams two words must have in common
)

func (s *Search) question(text string) *question {
	q := &question{terms: make(map[int32]float32)}
	if prefix := numberPrefix(text); prefix != "" {
		if i, _ := s.plan.search(Nummer(prefix[:2])); i < len(s.plan.Klasser) && strings.HasPrefix(string(s.plan.Klasser[i].Nummer), prefix[:2]) {
			q.prefix = prefix
			if isNummer(prefix) {
				q.numbers = []Nummer{Nummer(prefix)}
			}
			return q
		}
	}
	text = q.takeNumbers(text)
	text = s.takeLaws(q, text)
	s.takeWords(q, text)
	s.takeFacts(q)
	for i := range q.concepts {
		q.weight += q.concepts[i].weight
		for _, r := range q.concepts[i].readings {
			for _, t := range r.terms {
				q.terms[t] = max(q.terms[t], r.factor)
			}
		}
	}
	return q
}

// numberPrefix gives text when it is the beginning of a KLE number, with or without points ("27.3", "273624"), else "".
func numberPrefix(text string) string {
	digits := strings.ReplaceAll(text, ".", "")
	if len(digits) < 2 || len(digits) > 6 || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	out := digits[:2]
	if len(digits) > 2 {
		out += "." + digits[2:min(4, len(digits))]
	}
	if len(digits) > 4 {
		out += "." + digits[4:]
	}
	if strings.Contains(text, ".") && !strings.HasPrefix(out, strings.TrimRight(text, ".")) {
		return ""
	}
	return out
}

// takeNumbers moves numbers of at least four digits out of the text.
func (q *question) takeNumbers(text string) string {
	fields := strings.Fields(text)
	rest := fields[:0]
	for _, f := range fields {
		if n := strings.Trim(f, "(),;:"); len(n) >= 5 && isNummer(n) {
			q.numbers = append(q.numbers, Nummer(n))
		} else {
			rest = append(rest, f)
		}
	}
	return strings.Join(rest, " ")
}

// takeLaws moves laws and paragraphs out of the text. STU stays a word too, for it is also the name of what is given.
func (s *Search) takeLaws(q *question, text string) string {
	found := findLaws(text, s.names, "")
	var rest strings.Builder
	at := 0
	for _, f := range found {
		q.laws = append(q.laws, f.lawRef)
		if f.lov == "STU-loven" && !f.para {
			continue
		}
		rest.WriteString(text[at:max(at, f.start)])
		rest.WriteByte(' ')
		at = max(at, f.end)
	}
	rest.WriteString(text[at:])
	return rest.String()
}

func (s *Search) takeWords(q *question, text string) {
	var list []string
	for _, w := range words(text) {
		if !stopWords[w] && len(list) < maxWords && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	q.words = len(list) > 0
	first := len(q.concepts)
	for _, w := range list {
		q.concepts = append(q.concepts, s.wordConcept(w))
	}
	s.addReadings(q.concepts[first:], list)
}

// takeFacts lets a pinpoint be searched for as what it is about, when the table knows.
func (s *Search) takeFacts(q *question) {
	for _, want := range q.laws {
		for _, fact := range lawFacts {
			if !want.para || want.lov != fact.lov || want.span.fra != fact.para || want.span.number() != fact.number {
				continue
			}
			if ids := s.known(fact.words); len(ids) > 0 {
				why := lowerFirst(fact.lov) + " " + want.span.String() + ", nr. " + string(rune('0'+fact.number)) + ", er " + fact.words
				q.concepts = append(q.concepts, concept{
					word: fact.words, weight: s.heaviest(ids), readings: []reading{{ids, 1, why}},
				})
			}
		}
	}
}

func (s *Search) heaviest(ids []int32) float32 {
	var w float32
	for _, id := range ids {
		w = max(w, s.idf[id])
	}
	return w
}

// wordConcept reads one word by itself: as it is, as a compound, and only when the plan does not have it, as the beginning
// of a word, as a compound with an unknown part, or as a misspelling.
func (s *Search) wordConcept(w string) concept {
	c := concept{word: w, weight: s.rarity(1)}
	id, found := s.vocab.find(w)
	known := found
	if found {
		c.weight = s.idf[id]
		c.readings = append(c.readings, reading{[]int32{id}, 1, ""})
	}
	if parts := s.vocab.split(w); parts != nil {
		c.readings = append(c.readings, reading{parts, factorSplit, `"` + w + `" er delt i ` + s.join(parts)})
		known = true
	} else if parts := s.parts[id]; found && parts != nil {
		c.readings = append(c.readings, reading{parts, factorSplit, `"` + w + `" er delt i ` + s.join(parts)})
	}
	if !known {
		c.readings = append(c.readings, s.guesses(w)...)
	}
	if groupWords[w] {
		c.weight *= factorGroup
	}
	return c
}

func (s *Search) join(ids []int32) string {
	pieces := make([]string, len(ids))
	for i, id := range ids {
		pieces[i] = s.vocab.shown(id)
	}
	return strings.Join(pieces, " + ")
}

func (s *Search) guesses(w string) []reading {
	var out []reading
	for _, id := range s.vocab.ends(w) {
		out = append(out, reading{[]int32{id}, factorEnds, `"` + w + `" har ordet "` + s.vocab.shown(id) + `" i sig`})
	}
	return append(out, s.similar(w)...)
}

// similar finds words that look like w: that begin with it, or share most of their trigrams with it.
func (s *Search) similar(w string) []reading {
	const most = 4
	form := spelled.Replace(w)
	if len(form) < 4 {
		return nil
	}
	grams := trigrams(term(w))
	shared := make(map[int32]int32)
	for _, g := range grams {
		for _, t := range s.grams[g] {
			shared[t]++
		}
	}
	var out []reading
	for t, n := range shared {
		likeness := 2 * float32(n) / (float32(len(grams)) + float32(s.gramSize[t]))
		begins := strings.HasPrefix(s.vocab.terms[t], form)
		switch {
		case begins:
			out = append(out, reading{[]int32{t}, factorPrefix, `"` + s.vocab.shown(t) + `" begynder med "` + w + `"`})
		case likeness >= minLikeness:
			out = append(out, reading{[]int32{t}, factorGram * likeness, `"` + w + `" ligner "` + s.vocab.shown(t) + `"`})
		}
	}
	slices.SortFunc(out, func(a, b reading) int {
		if a.factor != b.factor {
			return int(b.factor*1000) - int(a.factor*1000)
		}
		return int(a.terms[0]) - int(b.terms[0])
	})
	return out[:min(len(out), most)]
}

// addReadings adds the synonyms of words and of phrases. A phrase's reading stands for each of its words.
func (s *Search) addReadings(list []concept, written []string) {
	terms := termsOf(written)
	for i, t := range terms {
		for _, syn := range s.synonyms[t] {
			if i+len(syn.from) > len(terms) || !slices.Equal(terms[i:i+len(syn.from)], syn.from) {
				continue
			}
			for j := range syn.from {
				list[i+j].readings = append(list[i+j].readings, reading{syn.to, factorSynonym, syn.why})
			}
		}
	}
}

// covers says how well a phrase and the question agree: the share of the question the phrase answers times the share of the
// phrase the question asked for.
func (q *question) covers(ph *phrase, s *Search) float32 {
	var asked, all float32
	for _, t := range ph.terms {
		all += s.idf[t]
		if f, found := q.terms[t]; found {
			asked += f * s.idf[t]
		}
	}
	if asked == 0 {
		return 0
	}
	var answered float32
	for i := range q.concepts {
		answered += q.concepts[i].weight * q.concepts[i].answer(ph)
	}
	return asked / all * answered / q.weight
}

// answer is the best factor of the readings the phrase has all terms of.
func (c *concept) answer(ph *phrase) float32 {
	var best float32
	for _, r := range c.readings {
		have := 0
		for _, t := range r.terms {
			have += count(slices.Contains(ph.terms, t))
		}
		best = max(best, r.factor*float32(have)/float32(len(r.terms)))
	}
	return best
}
