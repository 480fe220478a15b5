package suggest

import (
	"math"
	"slices"
	"strings"

	"indeksbro/internal/kle"
)

// tegn are the signs by which a target is weighed; most are about 0..1.
type tegn int

const (
	tegnBedste        tegn = iota // the title or keyword that resembles the name most
	tegnSum                       // titles and keywords together: many that resemble it say more than one
	tegnTitel                     // the title alone
	tegnAlt                       // share of the name found in everything written about the target, by BM25
	tegnMaengde                   // the same as an amount: a long name with much in common says more
	tegnSoeskende                 // share of the name found in everything written in the group
	tegnNabo                      // what resembles the name most at another number of the group
	tegnLed                       // a part of the name is a part of the title or of a keyword, word for word
	tegnDaekning                  // share of the name's words that the target has, or nearly
	tegnSynonym                   // what the name's words are also called
	tegnLovtekst                  // what the target's paragraphs are about
	tegnLovdaekning               // share of the name's words that only the paragraphs have
	tegnLov                       // paragraph agrees
	tegnLovFaa                    // the same, shared among all whose paragraph agrees: what few refer to says more
	tegnAndenLov                  // the name has a paragraph, the target others
	tegnUdenLov                   // the name has a paragraph, the target no law
	tegnSammeLov                  // the name has a law alone, and the target that law
	tegnAndenLovAlene             // the name has a law alone, the target another
	tegnLovBedste                 // paragraph and wording agree at the same time
	tegnOmgivelser                // the name of the sagstype
	tegnEmne                      // the KLE number is the sagstype's
	tegnGruppenr                  // its group is
	tegnHel                       // the name is the title or a keyword, word for word
	tegnMange                     // much is written about the target
	tegnRegel                     // a rule says so (R032)
	antalTegn
)

// kandidat is a target with its signs.
type kandidat struct {
	maal     int32
	tegn     [antalTegn]float32
	styrke   float32 // weights times signs
	frase    int32   // the phrase behind tegnBedste, or -1
	synonym  int32   // the phrase behind tegnSynonym, or -1
	led      string  // the part of the name behind tegnLed
	lov      kle.Hjemmel
	afloeser int32 // the target whose name it took over and before which it was put, plus one
}

// spoergsmaal is a task as the ranker reads it.
type spoergsmaal struct {
	ord        []string // stems
	raa        []traek
	navn       []traek
	led        []ledtraef
	synonymer  []traek
	omgivelser []traek
	hel        string
	hjemler    []kle.Hjemmel
	kle        []string
	regel      string                 // title of the type a rule names
	andre      map[string]FaellesValg // what other municipalities chose, by code (R125)
}

// ledtraef is a part of a name and a target that has it.
type ledtraef struct {
	led  string
	maal int32
}

// maxOrd bounds the words of a name that are read: far more than a name has.
const maxOrd = 40

// maxLed bounds a part of a name, in bytes, in the same way.
const maxLed = 200

func (k *korpus) spoergsmaal(o Opgave) spoergsmaal {
	plain := kle.Ord(o.Navn)
	plain = plain[:min(len(plain), maxOrd)]
	q := spoergsmaal{ord: stammerne(nil, plain), hel: strings.Join(plain, " "), hjemler: kle.Hjemler(o.Lov, o.Paragraf)}
	// A paragraph the task states is its own; one that the name mentions besides may be another's ("tilskud ifm. §§ 83-84").
	if !slices.ContainsFunc(q.hjemler, func(h kle.Hjemmel) bool { return h.Fra != 0 }) {
		q.hjemler = append(q.hjemler, kle.HjemlerI(o.Navn)...)
	}
	q.raa = k.traek(q.ord)
	q.navn = k.vej(q.raa)
	q.led = k.medLed(o.Navn)
	if also := k.synonymer.synonymerI(plain); len(also) > 0 {
		var words []string
		for _, s := range also {
			words = stammerne(words, kle.Ord(s))
		}
		q.synonymer = k.vektor(slices.DeleteFunc(words, func(w string) bool { return slices.Contains(q.ord, w) }))
	}
	if o.Sagstype != "" {
		around := ordene(o.Sagstype)
		q.omgivelser = k.vektor(around[:min(len(around), maxOrd)])
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

// medLed are the targets that have a part of a name. The first of several parts says little: KLE lists the same thing at many numbers,
// and what comes behind tells them apart.
func (k *korpus) medLed(name string) (found []ledtraef) {
	parts := led(name)
	for i, part := range parts[:min(len(parts), maxOrd)] {
		if i == 0 && len(parts) > 1 || len(part) > maxLed {
			continue
		}
		for _, m := range k.led[ledNoegle(part)] {
			found = append(found, ledtraef{strings.TrimSpace(part), m})
		}
	}
	return found
}

func foldet(text string) string { return strings.Join(kle.Ord(text), " ") }

// arbejde is the memory of one question, kept between questions.
type arbejde struct {
	alt, soeskende, daekning, lovdaekning, lovfit vaerdier  // by target, by group, by target …
	lovlinje                                      vaerdier  // by line of the law words
	ens, iMaal, iLov                              vaerdier  // of one word: by stem, by target, by target
	navn, synonymer, omgivelser                   []float32 // by feature
	lov                                           []kle.Hjemmel
	lovens                                        int // the targets whose paragraph is the question's
	valg                                          []postering
	liste                                         []kandidat
}

// vaerdier are numbers of which few are not zero.
type vaerdier struct {
	v       []float32
	beroert []int32
}

func (x *vaerdier) plus(i int32, f float32) {
	if x.v[i] == 0 {
		x.beroert = append(x.beroert, i)
	}
	x.v[i] += f
}

func (x *vaerdier) mindst(i int32, f float32) {
	if x.v[i] == 0 {
		x.beroert = append(x.beroert, i)
	}
	x.v[i] = max(x.v[i], f)
}

func (x *vaerdier) ryd() {
	for _, i := range x.beroert {
		x.v[i] = 0
	}
	x.beroert = x.beroert[:0]
}

func nytArbejde(k *korpus) *arbejde {
	n, targets := len(k.idf), len(k.maal)
	a := &arbejde{navn: make([]float32, n), synonymer: make([]float32, n), omgivelser: make([]float32, n),
		lov: make([]kle.Hjemmel, targets)}
	a.ens.v, a.soeskende.v, a.lovlinje.v = make([]float32, n), make([]float32, k.grupper), make([]float32, len(k.lov.maal))
	for _, x := range []*vaerdier{&a.alt, &a.daekning, &a.lovdaekning, &a.lovfit, &a.iMaal, &a.iLov} {
		x.v = make([]float32, targets)
	}
	return a
}

func (a *arbejde) ryd() {
	for _, x := range []*vaerdier{&a.alt, &a.soeskende, &a.daekning, &a.lovdaekning, &a.lovfit, &a.lovlinje, &a.ens, &a.iMaal, &a.iLov} {
		x.ryd()
	}
	a.valg, a.liste = a.valg[:0], a.liste[:0]
}

// spred lays a vector out by feature; glem takes it back.
func spred(v []traek, dense []float32) {
	for _, t := range v {
		if t.id >= 0 {
			dense[t.id] = t.vaegt
		}
	}
}

func glem(v []traek, dense []float32) {
	for _, t := range v {
		if t.id >= 0 {
			dense[t.id] = 0
		}
	}
}

func prik(dense []float32, v []traek) (sum float32) {
	for _, t := range v {
		sum += dense[t.id] * t.vaegt
	}
	return sum
}

// naermere is how many of the most promising targets are looked at closely.
const naermere = 64

// rangorden weighs the targets that have anything to do with the question, in no order: first all of them by what can be counted, then
// the most promising by every title and keyword.
func (k *korpus) rangorden(q spoergsmaal, v *[antalTegn]float32, a *arbejde) []kandidat {
	most, mass := k.taelTekst(q, a), k.taelOrd(q, a)
	k.taelLov(q, a)
	k.vaelg(q, a, v, most, mass)
	spred(q.navn, a.navn)
	spred(q.synonymer, a.synonymer)
	spred(q.omgivelser, a.omgivelser)
	for _, p := range a.valg {
		c := kandidat{maal: p.nr, frase: -1, synonym: -1}
		c.tegn[tegnAlt], c.tegn[tegnMaengde] = a.alt.v[p.nr]/most, a.alt.v[p.nr]/20
		c.tegn[tegnSoeskende] = a.soeskende.v[k.over[p.nr]] / most
		c.tegn[tegnDaekning], c.tegn[tegnLovdaekning] = a.daekning.v[p.nr]/mass, a.lovdaekning.v[p.nr]/mass
		k.fraserne(q, &c, a)
		k.omkring(q, &c, a)
		a.liste = append(a.liste, c)
	}
	k.naboer(a.liste)
	for i := range a.liste {
		c := &a.liste[i]
		for t, w := range v {
			c.styrke += w * c.tegn[t]
		}
		c.styrke += q.andre[k.maal[c.maal].kode].styrke()
	}
	k.afloes(a.liste)
	glem(q.navn, a.navn)
	glem(q.synonymer, a.synonymer)
	glem(q.omgivelser, a.omgivelser)
	return a.liste
}

// naboer holds the candidates of a group against each other: what a neighbour is called tells the group.
func (k *korpus) naboer(list []kandidat) {
	for i := range list {
		c := &list[i]
		for j := range list {
			if i != j && k.over[c.maal] == k.over[list[j].maal] {
				c.tegn[tegnNabo] = max(c.tegn[tegnNabo], list[j].tegn[tegnBedste])
			}
		}
	}
}

// taelTekst finds the name's features in the texts of targets and groups, and gives the most there is to find.
func (k *korpus) taelTekst(q spoergsmaal, a *arbejde) float32 {
	most := float32(1e-6)
	for _, t := range q.raa {
		most += t.vaegt * k.sjaeldenhed(t.id) * (bmK + 1)
		if t.id < 0 {
			continue
		}
		for _, p := range k.post[t.id] {
			a.alt.plus(p.nr, t.vaegt*p.vaegt)
		}
		for _, p := range k.gruppe[t.id] {
			a.soeskende.plus(p.nr, t.vaegt*p.vaegt)
		}
	}
	for _, t := range q.navn {
		if t.id < 0 {
			continue
		}
		for _, p := range k.lov.post[t.id] {
			a.lovlinje.plus(p.nr, t.vaegt*p.vaegt)
		}
	}
	return most
}

// Likeness of two words below which they have nothing to do with each other, in a target and in the law words.
const (
	ligneligt    = 0.25
	ligneligtLov = 0.3
)

// taelOrd finds each word of the name, or one like it, among the words of the targets, and gives the weight of all words.
func (k *korpus) taelOrd(q spoergsmaal, a *arbejde) float32 {
	mass := float32(1e-6)
	for _, w := range q.ord {
		idf := k.ukendt()
		for _, t := range k.stykvektor(w) {
			for _, p := range k.ligner[t.id] {
				a.ens.plus(p.nr, t.vaegt*p.vaegt)
			}
		}
		if id, found := k.stammer[w]; found {
			idf = k.idf[id]
			a.ens.mindst(id, 1)
		}
		mass += idf
		for _, id := range a.ens.beroert {
			s := a.ens.v[id]
			if s <= ligneligt {
				continue
			}
			for _, m := range k.findes[id] {
				a.iMaal.mindst(m, s)
			}
			if s <= ligneligtLov {
				continue
			}
			for _, l := range k.lov.ord[id] {
				for _, m := range k.lov.maal[l] {
					a.iLov.mindst(m, s)
				}
			}
		}
		for _, m := range a.iMaal.beroert {
			a.daekning.plus(m, a.iMaal.v[m]*idf)
		}
		for _, m := range a.iLov.beroert {
			if s := a.iLov.v[m] - a.iMaal.v[m]; s > 0 {
				a.lovdaekning.plus(m, s*idf)
			}
		}
		a.ens.ryd()
		a.iMaal.ryd()
		a.iLov.ryd()
	}
	return mass
}

// taelLov finds the targets that refer to the paragraphs of the question. A law alone counts by itself, in lovnavn.
func (k *korpus) taelLov(q spoergsmaal, a *arbejde) {
	for _, want := range q.hjemler {
		if want.Fra == 0 {
			continue
		}
		if want.Lov != "" {
			a.passer(want, k.retlig[strings.ToLower(want.Lov)])
			a.passer(want, k.retlig[""])
			continue
		}
		for _, refs := range k.retlig {
			a.passer(want, refs)
		}
	}
	a.lovens = 0
	for _, m := range a.lovfit.beroert {
		if a.lovfit.v[m] > sammeParagraf {
			a.lovens++
		}
	}
}

// sammeParagraf is the agreement from which a paragraph is the same, and not its neighbour.
const sammeParagraf = 0.7

// etParagraf is from one paragraph to the next, as kle.Hjemmel counts them: those further apart have nothing to do with each other.
var etParagraf = kle.Paragraf(1, "")

func (a *arbejde) passer(want kle.Hjemmel, refs []henvisning) {
	for i := range refs {
		r := &refs[i]
		if r.hjemmel.Fra == 0 || r.hjemmel.Fra-etParagraf > want.Til || r.hjemmel.Til+etParagraf < want.Fra {
			continue
		}
		fit := float32(want.Passer(r.hjemmel))
		if fit <= 0 {
			continue
		}
		for _, m := range r.maal {
			if fit > a.lovfit.v[m] {
				a.lovfit.mindst(m, fit)
				a.lov[m] = want
			}
		}
	}
}

// vaelg takes the most promising targets by what has been counted, weighed as it will be.
func (k *korpus) vaelg(q spoergsmaal, a *arbejde, v *[antalTegn]float32, most, mass float32) {
	point := a.iMaal // free again
	byText := v[tegnBedste] + v[tegnSum] + v[tegnTitel]/2 + v[tegnAlt]
	for _, m := range a.alt.beroert {
		point.plus(m, byText*a.alt.v[m]/most+v[tegnMaengde]*a.alt.v[m]/20+v[tegnSoeskende]*a.soeskende.v[k.over[m]]/most)
	}
	for _, m := range a.daekning.beroert {
		point.plus(m, v[tegnDaekning]*a.daekning.v[m]/mass)
	}
	for _, m := range a.lovdaekning.beroert {
		point.plus(m, v[tegnLovdaekning]*a.lovdaekning.v[m]/mass)
	}
	for _, m := range a.lovfit.beroert {
		point.plus(m, (v[tegnLov]-v[tegnAndenLov]+v[tegnLovFaa]/float32(max(1, a.lovens)))*a.lovfit.v[m])
	}
	for _, t := range q.synonymer {
		if t.id < 0 {
			continue
		}
		for _, m := range k.findes[t.id] {
			point.plus(m, v[tegnSynonym]*t.vaegt)
		}
	}
	if len(q.kle) > 0 || q.regel != "" || len(q.omgivelser) > 0 {
		k.vaelgOmkring(q, v, &point)
	}
	for _, l := range q.led {
		point.plus(l.maal, v[tegnLed])
	}
	for code, f := range q.andre {
		if m, found := k.efterKode[code]; found {
			point.plus(m, f.styrke())
		}
	}
	for old, now := range k.afloeser {
		if p := point.v[old]; p > 0 {
			point.mindst(now, p)
		}
	}
	if len(point.beroert) < naermere {
		k.vaelgLov(q, &point)
	}
	for _, m := range point.beroert {
		a.tag(postering{m, point.v[m]})
	}
	point.ryd()
	a.iMaal = point
}

// tag keeps the most promising targets as a heap, the least of them at the root.
func (a *arbejde) tag(p postering) {
	h := a.valg
	if len(h) < naermere {
		h = append(h, p)
		for i := len(h) - 1; i > 0 && h[i].mindre(h[(i-1)/2]); i = (i - 1) / 2 {
			h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		}
		a.valg = h
		return
	}
	if !h[0].mindre(p) {
		return
	}
	h[0] = p
	for i := 0; ; {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(h) && h[child].mindre(h[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}

func (p postering) mindre(o postering) bool {
	return p.vaegt < o.vaegt || p.vaegt == o.vaegt && p.nr > o.nr
}

// vaelgLov adds the targets of the same law, whatever their paragraph: better than nothing for a name nobody knows.
func (k *korpus) vaelgLov(q spoergsmaal, point *vaerdier) {
	for _, h := range q.hjemler {
		for _, r := range k.retlig[strings.ToLower(h.Lov)] {
			for _, m := range r.maal {
				point.mindst(m, 1e-3)
			}
		}
	}
}

// vaelgOmkring counts what stands around the name.
func (k *korpus) vaelgOmkring(q spoergsmaal, v *[antalTegn]float32, point *vaerdier) {
	for i := range k.maal {
		same, group := emner(q.kle, k.maal[i].kle)
		p := v[tegnEmne]*same + v[tegnGruppenr]*group
		if q.regel != "" && k.maal[i].titel == q.regel {
			p += v[tegnRegel]
		}
		if p > 0 {
			point.plus(int32(i), p)
		}
	}
	for _, t := range q.omgivelser {
		if t.id < 0 {
			continue
		}
		for _, m := range k.findes[t.id] {
			point.plus(m, v[tegnOmgivelser]*t.vaegt)
		}
	}
}

// fraserne holds every title and keyword of a target against the name.
func (k *korpus) fraserne(q spoergsmaal, c *kandidat, a *arbejde) {
	var squares float32
	for j := range k.fraser[c.maal] {
		f := &k.fraser[c.maal][j]
		s := prik(a.navn, f.hel)
		squares += s * s
		if j == 0 {
			c.tegn[tegnTitel] = s
		}
		if s > c.tegn[tegnBedste] {
			c.tegn[tegnBedste], c.frase = s, int32(j)
		}
		if q.synonymer != nil {
			if s := prik(a.synonymer, f.hel); s > c.tegn[tegnSynonym] {
				c.tegn[tegnSynonym], c.synonym = s, int32(j)
			}
		}
	}
	if at := slices.IndexFunc(q.led, func(l ledtraef) bool { return l.maal == c.maal }); at >= 0 {
		c.tegn[tegnLed], c.led = 1, q.led[at].led
	}
	c.tegn[tegnSum] = float32(math.Sqrt(float64(squares)))
	if c.frase >= 0 && c.tegn[tegnBedste] > 0.95 && foldet(k.fraser[c.maal][c.frase].text) == q.hel {
		c.tegn[tegnHel] = 1
	}
}

// omkring holds a target's law, its number and its surroundings against the question's.
func (k *korpus) omkring(q spoergsmaal, c *kandidat, a *arbejde) {
	m := &k.maal[c.maal]
	for _, l := range k.lov.linjer[c.maal] {
		c.tegn[tegnLovtekst] = max(c.tegn[tegnLovtekst], a.lovlinje.v[l])
	}
	fit := a.lovfit.v[c.maal]
	if fit > 0 {
		c.tegn[tegnLov], c.tegn[tegnLovFaa], c.lov = fit, fit/float32(max(1, a.lovens)), a.lov[c.maal]
	}
	c.tegn[tegnLovBedste] = fit * c.tegn[tegnBedste]
	k.lovnavn(q, c, m)
	if q.omgivelser != nil {
		c.tegn[tegnOmgivelser] = prik(a.omgivelser, k.fraser[c.maal][0].hel)
	}
	c.tegn[tegnEmne], c.tegn[tegnGruppenr] = emner(q.kle, m.kle)
	c.tegn[tegnMange] = min(1, float32(math.Log1p(float64(len(m.stikord))))/3)
	if q.regel != "" && m.titel == q.regel {
		c.tegn[tegnRegel] = 1
	}
}

// lovnavn says whether the law itself is the target's.
func (k *korpus) lovnavn(q spoergsmaal, c *kandidat, m *maal) {
	if len(q.hjemler) == 0 {
		return
	}
	alone := slices.IndexFunc(q.hjemler, func(h kle.Hjemmel) bool { return h.Fra == 0 })
	switch {
	case alone >= 0:
		same := slices.ContainsFunc(m.hjemler, func(h kle.Hjemmel) bool {
			return slices.ContainsFunc(q.hjemler, func(w kle.Hjemmel) bool { return w.Fra == 0 && strings.EqualFold(w.Lov, h.Lov) })
		})
		if same {
			c.tegn[tegnSammeLov] = 1
		} else if len(m.hjemler) > 0 {
			c.tegn[tegnAndenLovAlene] = 1
		}
		if same && c.tegn[tegnLov] == 0 {
			c.lov = q.hjemler[alone]
		}
	case c.tegn[tegnLov] > 0:
	case len(m.hjemler) > 0:
		c.tegn[tegnAndenLov] = 1
	default:
		c.tegn[tegnUdenLov] = 1
	}
}

// forspringAfNy is the lead of a target over the one whose name it took over.
const forspringAfNy = 0.5

// afloes puts a target before the one whose name it took over.
func (k *korpus) afloes(list []kandidat) {
	for i := range list {
		now, replaced := k.afloeser[list[i].maal]
		if !replaced {
			continue
		}
		for j := range list {
			if list[j].maal == now && list[j].styrke < list[i].styrke+forspringAfNy {
				list[j].styrke, list[j].afloeser = list[i].styrke+forspringAfNy, list[i].maal+1
			}
		}
	}
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
