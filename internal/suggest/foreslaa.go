package suggest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"indeksbro/internal/kle"
)

// Foreslaa ranks all targets for a task and gives the n best, the best first. A name without any meaning gives nothing.
func (m *Motor) Foreslaa(o Opgave, n int) []Forslag {
	a := m.pool.Get().(*arbejde)
	defer func() {
		a.ryd()
		m.pool.Put(a)
	}()
	q := m.korpus.spoergsmaal(o)
	var known *ikkeMappes
	if m.typer {
		if known = genkend(o); known != nil {
			q.regel = known.til
		}
	}
	others := m.andres(o)
	q.andre = others
	list := m.korpus.rangorden(q, m.vaegte, a)
	list = m.korpus.bedste(list, max(n, delesMed))
	most := 1.0
	if known != nil && !known.brug {
		most = intetPasser
	}
	out := make([]Forslag, 0, min(n, len(list)))
	for i := range list[:min(n, len(list))] {
		t := &m.korpus.maal[list[i].maal]
		out = append(out, Forslag{Kode: t.kode, Titel: t.titel, Score: min(most, m.score(list, i, others)), Begrundelse: m.grunde(&list[i], q, others[t.kode]),
			KanVaelges: t.kanVaelges, Spaerret: t.spaerret})
	}
	return out
}

// intetPasser is the most a suggestion is worth for a name that is not to be mapped at all.
const intetPasser = 0.4

// andres is what other municipalities chose for the same name, under the same law where both name one (R125).
func (m *Motor) andres(o Opgave) map[string]FaellesValg {
	found := map[string]FaellesValg{}
	for _, f := range m.faelles[foldet(o.Navn)] {
		if sameLaw(kle.Hjemler(o.Lov, o.Paragraf), kle.Hjemler(f.Lov, f.Paragraf)) {
			found[f.Kode] = f
		}
	}
	return found
}

func sameLaw(a, b []kle.Hjemmel) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	for _, x := range a {
		for _, y := range b {
			if x.Passer(y) > 0.5 {
				return true
			}
		}
	}
	return false
}

// styrkeAfAndre is how much the choice of all other municipalities weighs, beside words and law.
const styrkeAfAndre = 6

// styrke lifts what others chose.
func (f FaellesValg) styrke() float32 {
	if f.AfKommuner == 0 {
		return 0
	}
	return styrkeAfAndre * float32(f.Kommuner) / float32(f.AfKommuner)
}

// delesMed is how many of the best share what the first leaves over.
const delesMed = 12

// score is the calibrated share of right answers. Only the first can be likelier than not, the others share what is left.
func (m *Motor) score(list []kandidat, i int, others map[string]FaellesValg) float64 {
	first := m.kalib.score(list, others[m.korpus.maal[list[0].maal].kode])
	if i == 0 {
		return first
	}
	var sum float64
	for j := 1; j < min(len(list), delesMed); j++ {
		sum += math.Exp(float64(list[j].styrke - list[1].styrke))
	}
	return min(first, 0.9*(1-first)*math.Exp(float64(list[i].styrke-list[1].styrke))/sum)
}

// mestForspring is the lead beyond which more says no more.
const mestForspring = 6

// score is a logistic curve over the strength of the best, its lead and its law. One that is alone leads by its strength.
func (k *kalibrering) score(list []kandidat, other FaellesValg) float64 {
	best := float64(list[0].styrke)
	lead := min(mestForspring, best)
	if len(list) > 1 {
		lead = min(lead, best-float64(list[1].styrke))
	}
	z := k.konstant + k.styrke*best + k.forspring*lead + k.lov*float64(list[0].tegn[tegnLov])
	if other.AfKommuner > 0 {
		z += float64(other.Kommuner) / float64(other.AfKommuner)
	}
	return 1 / (1 + math.Exp(-z))
}

// Signs below which likeness is no reason to give.
const (
	maerkbart    = 0.2
	maerkbartOrd = 0.15
)

// grunde says why, in the words of the field, the weightiest first.
func (m *Motor) grunde(c *kandidat, q spoergsmaal, other FaellesValg) []string {
	k := m.korpus
	var out []string
	if c.tegn[tegnHel] > 0 {
		out = append(out, "hedder »"+k.fraser[c.maal][c.frase].text+"«")
	}
	if c.tegn[tegnLov] > 0.5 || c.tegn[tegnSammeLov] > 0 {
		out = append(out, strings.TrimSpace(c.lov.Lov+" "+paragrafText(c.lov)))
	}
	switch {
	case c.tegn[tegnHel] > 0:
	case c.led != "":
		out = append(out, "»"+cut(strings.ToLower(c.led), 60)+"«")
	case c.frase >= 0 && c.tegn[tegnBedste] >= maerkbart:
		out = append(out, m.ordgrund(c, q))
	}
	if c.synonym >= 0 && c.tegn[tegnSynonym] >= maerkbart {
		out = append(out, "beslægtet med »"+cut(k.fraser[c.maal][c.synonym].text, 60)+"«")
	}
	if c.tegn[tegnLovdaekning] >= maerkbartOrd {
		out = append(out, k.lov.grunde(k, q.hel, c.maal)...)
	}
	if other.Kommuner > 0 {
		out = append(out, fmt.Sprintf("%d af %d kommuner valgte det samme", other.Kommuner, other.AfKommuner))
	}
	switch {
	case c.tegn[tegnEmne] > 0:
		out = append(out, "samme KLE-nummer som det, der hører til")
	case c.tegn[tegnGruppenr] > 0:
		out = append(out, "samme KLE-gruppe")
	}
	if c.tegn[tegnRegel] > 0 {
		out = append(out, "R032: det er, hvad typen er til")
	}
	if c.afloeser > 0 {
		out = append(out, "afløser »"+k.maal[c.afloeser-1].titel+"«")
	}
	if len(out) == 0 {
		out = append(out, "ligner i ordlyd")
	}
	return out
}

func paragrafText(h kle.Hjemmel) string {
	if h.Fra == 0 {
		return ""
	}
	return h.String()
}

// ordgrund names the words the name and the phrase have in common, or the phrase.
func (m *Motor) ordgrund(c *kandidat, q spoergsmaal) string {
	f := m.korpus.fraser[c.maal][c.frase]
	stems := map[string]bool{}
	for _, w := range kle.Ord(f.text) {
		stems[kle.Stamme(w)] = true
	}
	for _, w := range strings.Fields(q.hel) {
		if stem := kle.Stamme(w); !kle.Fyldord(w) && stems[stem] {
			return "»" + w + "«"
		}
	}
	return "ligner »" + cut(f.text, 60) + "«"
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + " …"
	}
	return s
}

// Procent writes a score for people.
func Procent(score float64) string { return strconv.Itoa(int(math.Round(100*score))) + " %" }
