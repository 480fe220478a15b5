package kle

import (
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/oio"
)

// shown is a form of a term as the plan writes it, the shortest.
func (v *vocabulary) shown(id int32) string {
	return v.written[id]
}

func (s *Search) hit(q *question, r ranked, dag oio.Dato) Hit {
	k := &s.plan.Klasser[r.doc]
	h := Hit{
		Nummer: k.Nummer, Titel: k.Titel, Sti: s.plan.Sti(k.Nummer), Score: min(max(float64(r.score), 0), 1),
		IKraft: r.inForce, Udgaaet: k.Udgaaet, AfloestAf: k.AfloestAf, Valgbar: r.inForce && k.Nummer.ErEmne(),
	}
	for _, e := range s.plan.EmnerUnder(k.Nummer) {
		if len(h.Emner) == maxEmner {
			break
		}
		if e.IKraft(dag) {
			h.Emner = append(h.Emner, e.Nummer)
		}
	}
	h.Begrundelse = s.reasons(q, r, k, h.Emner)
	return h
}

func (s *Search) reasons(q *question, r ranked, k *Klasse, emner []Nummer) []string {
	var out []string
	add := func(text string) {
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	add(r.why)
	add(s.lawReason(r))
	_, where := s.harmony(q, r.doc)
	for i := range q.concepts {
		for _, text := range s.wordReasons(&q.concepts[i], r.doc, where) {
			add(text)
		}
	}
	if !k.Nummer.ErEmne() {
		add(groupReason(k, emner))
	}
	if !r.inForce {
		add(s.expiryReason(k))
	}
	return out
}

func (s *Search) lawReason(r ranked) string {
	if r.entry < 0 {
		return ""
	}
	e := &s.laws[r.entry]
	return e.text + " står " + e.place
}

// wordReasons says where the class has the word, and how the word was read when it does not stand there as written.
func (s *Search) wordReasons(c *concept, doc int32, where int) []string {
	for _, r := range slices.SortedStableFunc(slices.Values(c.readings), func(a, b reading) int { return int(100*b.factor) - int(100*a.factor) }) {
		var out []string
		for _, t := range r.terms {
			if p, found := s.posting(t, doc); found {
				out = append(out, s.placeReason(t, doc, p.fields, where))
			}
		}
		if len(out) > 0 {
			if r.why != "" {
				out = append(out, r.why)
			}
			return out
		}
	}
	return nil
}

func (s *Search) posting(t, doc int32) (posting, bool) {
	list := s.postings[t]
	i, found := slices.BinarySearchFunc(list, doc, func(p posting, doc int32) int { return int(p.doc - doc) })
	if !found {
		return posting{}, false
	}
	return list[i], true
}

func (s *Search) placeReason(t, doc int32, fields field, where int) string {
	phrases := s.phrases[doc]
	switch {
	case fields&fieldTitel != 0:
		return `titlen har ordet "` + s.wordIn(phrases[0].text, t) + `"`
	case fields&fieldStikord != 0:
		if where > 0 && s.has(&phrases[where], t) {
			return `stikord: "` + phrases[where].text + `"`
		}
		for i := 1; i < len(phrases); i++ {
			if s.has(&phrases[i], t) {
				return `stikord: "` + phrases[i].text + `"`
			}
		}
	case fields&fieldOver != 0:
		return `overskriften over emnet har ordet "` + s.vocab.shown(t) + `"`
	case fields&fieldVejledning != 0:
		return `vejledningen har ordet "` + s.vocab.shown(t) + `"`
	}
	return ""
}

// has reports whether the phrase has the term, by itself or as a piece of a compound.
func (s *Search) has(ph *phrase, t int32) bool {
	return slices.ContainsFunc(ph.terms, func(have int32) bool { return have == t || slices.Contains(s.parts[have], t) })
}

// wordIn is the word of the text that gave the term.
func (s *Search) wordIn(text string, t int32) string {
	for _, w := range words(text) {
		if id, found := s.vocab.find(w); found && (id == t || slices.Contains(s.parts[id], t)) {
			return w
		}
	}
	return s.vocab.shown(t)
}

// groupReason is the help R013 asks for: a group cannot be chosen, here is what can.
func groupReason(k *Klasse, emner []Nummer) string {
	name := "gruppen"
	if k.Nummer.Niveau() == 1 {
		name = "hovedgruppen"
	}
	if len(emner) == 0 {
		return "kan ikke vælges: kun sekscifrede emner kan, og " + name + " har ingen i kraft"
	}
	const shown = 5
	list := make([]string, 0, shown)
	for _, n := range emner[:min(shown, len(emner))] {
		list = append(list, string(n))
	}
	text := "kan ikke vælges: kun sekscifrede emner kan; " + name + " har " + strings.Join(list, ", ")
	if len(emner) > shown {
		text += " og flere (" + strconv.Itoa(len(emner)) + " i alt)"
		if len(emner) == maxEmner {
			text = strings.TrimSuffix(text, " ("+strconv.Itoa(len(emner))+" i alt)")
		}
	}
	return text
}

func (s *Search) expiryReason(k *Klasse) string {
	if k.Udgaaet == 0 {
		return "er ikke trådt i kraft; gælder fra " + k.Oprettet.String()
	}
	text := "er udgået " + k.Udgaaet.String()
	if len(k.AfloestAf) == 0 {
		return text
	}
	list := make([]string, len(k.AfloestAf))
	for i, n := range k.AfloestAf {
		list[i] = string(n)
		if next, found := s.plan.Find(n); found {
			list[i] += " " + next.Titel
		}
	}
	return text + "; afløst af " + strings.Join(list, ", ")
}
