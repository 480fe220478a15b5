package generate

import "slices"

// sag and bevilling are one citizen's, before they become lines. Days are counted as in kalender.go; zero means none.
type sag struct {
	nr                  int
	st                  *sagstype
	enhed               *enhed
	titel               string // as a JSON string
	oprettet, afsluttet int
	oplyst, afgjort     int // the fremdrift list, where the case has one
	foelsomhed          string
	sagsnummer          bool
	registreret         bool
}

type bevilling struct {
	nr          int
	sag         *sag
	ydelse      *ydelse
	enhed       *enhed // nil: the case's
	fra, til    int
	maengde     string // as a JSON string
	kroner      int
	registreret bool
}

// borger is one citizen. The slices are used again for the next one.
type borger struct {
	cpr         []byte
	navn        string // as a JSON string, empty where the source has none
	sager       []sag
	bevillinger []bevilling
	muligt      []*sag // the cases that can carry grants
}

// fabrik makes citizens one at a time, each from its number alone.
type fabrik struct {
	o         Options
	t         *tabeller
	k         *kalender
	idag      int
	foerste   int // the first day a case begins
	flyttedag int // R057: the day services moved to another sagstype
	lukkedag  int // R077: before this day the closed unit still had cases
}

func newFabrik(o Options) *fabrik {
	o = o.withDefaults()
	f := &fabrik{o: o, t: verden(), idag: dagOf(o.Dato)}
	f.foerste = dag(2016, 1, 1)
	if f.idag-f.foerste < 1500 {
		f.foerste = f.idag - 3650
	}
	f.flyttedag = f.idag - 300
	f.lukkedag = f.foerste + (f.idag-f.foerste)*2/5
	f.k = newKalender(f.foerste, f.idag+1000)
	return f
}

func (f *fabrik) fill(b *borger, i int) {
	t := newTerning(f.o.Seed, i)
	g, _ := gruppe(i)
	p := profiler().profil[i%blok]
	sagNr, bevillingNr := foer(i)
	b.cpr = appendCPR(b.cpr[:0], i, f.o.Seed)
	b.navn = ""
	if name := navneJSON()[t.n(len(fornavne)*len(efternavne))]; i%500 != 123 {
		b.navn = name
	}
	b.sager = slices.Grow(b.sager[:0], p.sager) // no growth below: bevillinger point into it
	b.muligt = b.muligt[:0]
	for n := range p.sager {
		kinds := f.t.valg[g]
		if n == 0 {
			kinds = f.t.foerste[g]
		}
		b.sager = append(b.sager, f.sag(&t, pick(&t, kinds), sagNr+1+n))
		s := &b.sager[n]
		if i%700 == 77 {
			s.foelsomhed = "VIP_SAGER"
		}
		if len(s.st.ydelser) > 0 {
			b.muligt = append(b.muligt, s)
		}
	}
	b.bevillinger = b.bevillinger[:0]
	for n := range p.bevillinger {
		b.bevillinger = append(b.bevillinger, f.bevilling(&t, pick(&t, b.muligt), bevillingNr+1+n))
	}
}

func (f *fabrik) sag(t *terning, st *sagstype, nr int) sag {
	s := sag{nr: nr, st: st, titel: pick(t, st.titler), oprettet: f.oprettet(t, st)}
	if rest := f.idag - s.oprettet - 30; rest > 0 && t.n(100) < 45 {
		s.afsluttet = s.oprettet + 31 + t.n(rest)
	}
	s.enhed = pick(t, st.enheder)
	if s.enhed.lukket && (s.afsluttet == 0 || s.afsluttet > f.lukkedag) {
		s.enhed = st.enheder[0]
	}
	end := f.idag
	if s.afsluttet != 0 {
		end = s.afsluttet
	}
	if t.en(8) && end-s.oprettet >= 40 {
		s.oplyst = s.oprettet + 7 + t.n(7)
		s.afgjort = s.oplyst + 5 + t.n(10)
	}
	if t.en(200) {
		s.foelsomhed = "FORTROLIGE_PERSONOPLYSNINGER"
	}
	s.sagsnummer = t.en(10)
	s.registreret = t.en(4)
	return s
}

// oprettet is a day before today, rather late than early, and within the time of the law the sagstype belongs to where
// today allows it.
func (f *fabrik) oprettet(t *terning, st *sagstype) int {
	first, last := f.foerste, f.idag
	if st.fra > first && st.fra < last-60 {
		first = st.fra
	}
	if st.til != 0 && st.til < last && st.til > first {
		last = st.til
	}
	return first + max(t.n(last-first), t.n(last-first))
}

func (f *fabrik) bevilling(t *terning, s *sag, nr int) bevilling {
	b := bevilling{nr: nr, sag: s}
	b.fra, b.til = f.periode(t, s)
	b.ydelse = f.ydelse(t, s, b.fra)
	if under := s.enhed.under; len(under) > 0 && t.n(3) > 0 {
		b.enhed = pick(t, under)
	}
	switch b.ydelse.art {
	case "monetær":
		b.kroner, b.maengde = 50*(1+t.n(120)), pick(t, maengdePenge)
	case "fysisk":
		b.maengde = pick(t, maengdeTing)
	default:
		b.maengde = pick(t, maengdeTid)
	}
	b.registreret = b.fra <= f.idag && t.en(6)
	return b
}

// periode lies inside the case: under a closed case everything has ended; under an open one most runs, some has ended and a
// little lies in the future.
func (f *fabrik) periode(t *terning, s *sag) (fra, til int) {
	if s.afsluttet != 0 {
		fra = s.oprettet + t.n(s.afsluttet-s.oprettet)
		if t.en(2) {
			return fra, s.afsluttet
		}
		return fra, fra + 1 + t.n(s.afsluttet-fra)
	}
	switch kind := t.n(100); {
	case kind < 45:
		return s.oprettet + t.n(f.idag-s.oprettet+1), 0
	case kind < 57:
		return s.oprettet + t.n(f.idag-s.oprettet+1), f.idag + 1 + t.n(300)
	case kind < 97:
		fra = s.oprettet + t.n(f.idag-s.oprettet)
		return fra, fra + 1 + t.n(f.idag-fra)
	case kind < 98:
		fra = f.idag + 1 + t.n(60)
		return fra, fra + 30 + t.n(300)
	}
	return f.idag + 1 + t.n(60), 0
}

// ydelse picks what is granted. A service that moved (R057) is granted under its old sagstype before the move and under its
// new one after; at other times the case gets something else.
func (f *fabrik) ydelse(t *terning, s *sag, fra int) *ydelse {
	choices := s.st.ydelser
	start := t.n(len(choices))
	for n := range choices {
		y := choices[(start+n)%len(choices)]
		if y.flyttes == nil || (fra < f.flyttedag) == (s.st == y.sagstype) {
			return y
		}
	}
	return choices[start]
}
