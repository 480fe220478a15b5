package suggest

import (
	"math"
	"slices"
	"strings"

	"indeksbro/internal/kle"
)

// tegn are the signs by which a target is weighed; each is about 0..1.
type tegn int

const (
	tegnBedste     tegn = iota // the title or keyword that resembles the name most
	tegnNaest                  // the next one of the same target
	tegnTitel                  // the title alone
	tegnAlt                    // everything that is written about the target
	tegnTekst                  // guidance or definition
	tegnGruppe                 // the group's title
	tegnLov                    // law and paragraph agree
	tegnAndenLov               // the name has a law, the target has others
	tegnUdenLov                // the name has a law, the target has none
	tegnOmgivelser             // the name of the sagstype
	tegnEmne                   // the KLE number is the sagstype's
	tegnGruppenr               // its group is
	tegnGenerel                // "… i almindelighed"
	tegnHel                    // the name is the title or a keyword, word for word
	tegnLovBedste              // law and wording agree at the same time
	tegnMange                  // much is written about the target
	antalTegn
)

// kandidat is a target with its signs.
type kandidat struct {
	maal   int32
	tegn   [antalTegn]float32
	styrke float32 // weights times signs
	frase  int32   // the phrase behind tegnBedste, or -1
	lov    kle.Hjemmel
}

// arbejde is the memory of one question, kept between questions.
type arbejde struct {
	fraser   []float32
	beroert  []int32
	kandidat []int32 // by target: place in liste plus one
	liste    []kandidat
}

func nytArbejde(k *korpus) *arbejde {
	return &arbejde{fraser: make([]float32, len(k.fraser)), kandidat: make([]int32, len(k.maal))}
}

// spoergsmaal is a task as the ranker reads it.
type spoergsmaal struct {
	navn       []traek
	omgivelser []traek
	hel        string
	hjemler    []kle.Hjemmel
	kle        []string
}

func (k *korpus) spoergsmaal(o Opgave) spoergsmaal {
	words, factor := ordene(o.Navn, true)
	q := spoergsmaal{navn: k.vej(k.traek(words, factor, false), k.ukendt()), hel: foldet(o.Navn), hjemler: kle.Hjemler(o.Lov, o.Paragraf)}
	q.hjemler = append(q.hjemler, kle.HjemlerI(o.Navn)...)
	if o.Sagstype != "" {
		words, factor := ordene(o.Sagstype, true)
		q.omgivelser = k.vej(k.traek(words, factor, false), k.ukendt())
		if len(q.hjemler) == 0 {
			q.hjemler = kle.HjemlerI(o.Sagstype)
		}
	}
	q.kle = append(q.kle, o.Under...)
	if o.KLE != "" {
		q.kle = append(q.kle, o.KLE)
	}
	return q
}

func foldet(text string) string { return strings.Join(kle.Ord(text), " ") }

// led weighs every target that has anything to do with the question, in no order.
func (k *korpus) led(q spoergsmaal, v *[antalTegn]float32, a *arbejde) []kandidat {
	defer a.ryd()
	k.laegTil(q.navn, a)
	for _, f := range a.beroert {
		c := a.faa(k.fraser[f].maal)
		c.ord(k.fraser[f].felt, f, a.fraser[f])
	}
	a.glem()
	k.laegTil(q.omgivelser, a)
	for _, f := range a.beroert {
		if fr := k.fraser[f]; fr.felt == feltAlt || fr.felt == feltTitel {
			c := a.faa(fr.maal)
			c.tegn[tegnOmgivelser] = max(c.tegn[tegnOmgivelser], a.fraser[f])
		}
	}
	a.glem()
	if len(q.hjemler)+len(q.kle) > 0 {
		for i := range k.maal {
			k.lov(q, int32(i), a)
		}
	}
	for i := range a.liste {
		k.vurder(q, &a.liste[i], v)
	}
	return a.liste
}

// bedste are the n strongest, the strongest first. Few are asked for of many, so the rest is never put in order.
func (k *korpus) bedste(list []kandidat, n int) []kandidat {
	places := make([]int32, 0, n+1)
	for i := range list {
		if len(places) == n && !k.foer(&list[i], &list[places[n-1]]) {
			continue
		}
		at := len(places)
		for at > 0 && k.foer(&list[i], &list[places[at-1]]) {
			at--
		}
		places = slices.Insert(places, at, int32(i))
		if len(places) > n {
			places = places[:n]
		}
	}
	best := make([]kandidat, len(places))
	for i, place := range places {
		best[i] = list[place]
	}
	return best
}

// foer reports whether x stands before y; equally strong ones stand by key.
func (k *korpus) foer(x, y *kandidat) bool {
	if x.styrke != y.styrke {
		return x.styrke > y.styrke
	}
	return k.maal[x.maal].kode < k.maal[y.maal].kode
}

func (k *korpus) laegTil(features []traek, a *arbejde) {
	for _, t := range features {
		if t.id < 0 {
			continue
		}
		for _, p := range k.post[t.id] {
			if a.fraser[p.frase] == 0 {
				a.beroert = append(a.beroert, p.frase)
			}
			a.fraser[p.frase] += t.vaegt * p.vaegt
		}
	}
}

func (a *arbejde) glem() {
	for _, f := range a.beroert {
		a.fraser[f] = 0
	}
	a.beroert = a.beroert[:0]
}

func (a *arbejde) ryd() {
	a.glem()
	for i := range a.liste {
		a.kandidat[a.liste[i].maal] = 0
	}
}

func (a *arbejde) faa(m int32) *kandidat {
	if at := a.kandidat[m]; at > 0 {
		return &a.liste[at-1]
	}
	a.liste = append(a.liste, kandidat{maal: m, frase: -1})
	a.kandidat[m] = int32(len(a.liste))
	return &a.liste[len(a.liste)-1]
}

// ord notes how much one phrase resembles the name.
func (c *kandidat) ord(f felt, frase int32, likeness float32) {
	switch f {
	case feltTitel, feltStikord:
		if likeness > c.tegn[tegnBedste] {
			c.tegn[tegnBedste], c.tegn[tegnNaest], c.frase = likeness, c.tegn[tegnBedste], frase
		} else {
			c.tegn[tegnNaest] = max(c.tegn[tegnNaest], likeness)
		}
		if f == feltTitel {
			c.tegn[tegnTitel] = likeness
		}
	case feltTekst:
		c.tegn[tegnTekst] = likeness
	case feltGruppe:
		c.tegn[tegnGruppe] = likeness
	case feltAlt:
		c.tegn[tegnAlt] = likeness
	}
}

// lov holds a target's law and KLE number against the question's.
func (k *korpus) lov(q spoergsmaal, i int32, a *arbejde) {
	m := &k.maal[i]
	var fit float32
	var by kle.Hjemmel
	for _, want := range q.hjemler {
		for _, has := range m.hjemler {
			if f := float32(want.Passer(has)); f > fit {
				fit, by = f, want
			}
		}
	}
	same, group := emner(q.kle, m.kle)
	if fit == 0 && same == 0 && group == 0 && a.kandidat[i] == 0 {
		return
	}
	c := a.faa(i)
	c.tegn[tegnLov], c.lov = fit, by
	c.tegn[tegnEmne], c.tegn[tegnGruppenr] = same, group
	if len(q.hjemler) > 0 && fit == 0 {
		if len(m.hjemler) > 0 {
			c.tegn[tegnAndenLov] = 1
		} else {
			c.tegn[tegnUdenLov] = 1
		}
	}
}

// emner is the share of the numbers around a name that are the target's, and of their groups.
func emner(around []string, number string) (same, group float32) {
	if len(around) == 0 || len(number) < 5 {
		return 0, 0
	}
	for _, n := range around {
		if n == number {
			same++
		}
		if strings.HasPrefix(n, number[:5]) {
			group++
		}
	}
	return same / float32(len(around)), group / float32(len(around))
}

func (k *korpus) vurder(q spoergsmaal, c *kandidat, v *[antalTegn]float32) {
	m := &k.maal[c.maal]
	if m.generel {
		c.tegn[tegnGenerel] = 1
	}
	if c.frase >= 0 && c.tegn[tegnBedste] > 0.95 && foldet(k.fraser[c.frase].text) == q.hel {
		c.tegn[tegnHel] = 1
	}
	c.tegn[tegnLovBedste] = c.tegn[tegnLov] * c.tegn[tegnBedste]
	c.tegn[tegnMange] = min(1, float32(math.Log1p(float64(len(m.stikord))))/3)
	c.styrke = 0
	for i, w := range v {
		c.styrke += w * c.tegn[i]
	}
}
