package generate

// The kinds of change in one round. Each concerns a citizen of its own, so that rounds do not undo one another.
const (
	nyBevilling = iota
	lukSag
	lukSagTo
	nyTitel
	sletBevilling // every third round
	nySag         // every second round
	aendringer
)

// Aendringer is what comes from the care record in round 1, 2, 3… of the world's life: a handful of lines, each a later
// version of something in Feed or something new, all dated "today". The same round gives the same lines; rounds are meant to
// be sent in order. Within a sixth as many rounds as there are citizens no two touch the same one.
func Aendringer(o Options, runde int) []byte {
	f := newFabrik(o)
	if f.o.Borgere == 0 || runde < 1 {
		return nil
	}
	r := &runder{fabrik: f, runde: runde, valg: newTerning(f.o.Seed^0xa5a5a5a5, runde)}
	step := stride(f.o.Borgere)
	seen := map[int]bool{}
	var who borger
	for kind := range aendringer {
		i := ((runde-1)*aendringer + kind) * step % f.o.Borgere
		if seen[i] {
			continue
		}
		seen[i] = true
		f.fill(&who, i)
		g, _ := gruppe(i)
		r.change(kind, &who, g)
	}
	return r.out
}

type runder struct {
	*fabrik
	runde int
	valg  terning
	out   []byte
}

// version is higher than every earlier round's.
func (r *runder) version() int { return r.runde + 1 }

func (r *runder) change(kind int, who *borger, g byte) {
	switch {
	case kind == nyBevilling:
		r.bevilg(who)
	case kind == lukSag || kind == lukSagTo:
		r.luk(who)
	case kind == nyTitel:
		s := &who.sager[r.valg.n(len(who.sager))]
		s.registreret = false
		s.titel = quote("Revurdering – " + s.st.navn)
		r.out = r.appendSag(r.out, s, who, r.version())
	case kind == sletBevilling && r.runde%3 == 0:
		r.out = appendSlet(r.out, "bevilling", "b-", who.bevillinger[0].nr, r.version())
	case kind == nySag && r.runde%2 == 0:
		r.opret(who, g)
	}
}

// bevilg grants something new today under the citizen's first open case.
func (r *runder) bevilg(who *borger) {
	for _, s := range who.muligt {
		if s.afsluttet == 0 {
			v := r.nyBevilling(s, 0)
			r.out = r.appendBevilling(r.out, &v, 1)
			return
		}
	}
}

func (r *runder) nyBevilling(s *sag, nr int) bevilling {
	_, last := Antal(r.o)
	v := r.bevilling(&r.valg, s, last+(r.runde-1)*aendringer+nr+1)
	v.fra, v.til, v.registreret = r.idag, 0, false
	v.ydelse = r.ydelse(&r.valg, s, v.fra)
	if v.ydelse.art != "monetær" {
		v.kroner = 0
	} else if v.kroner == 0 {
		v.kroner = 500
	}
	return v
}

// luk closes the citizen's first open case today: what runs ends with it, what had not begun is taken back.
func (r *runder) luk(who *borger) {
	for n := range who.sager {
		s := &who.sager[n]
		if s.afsluttet != 0 {
			continue
		}
		for m := range who.bevillinger {
			r.afslut(&who.bevillinger[m], s)
		}
		s.afsluttet, s.registreret = r.idag, false
		if s.afgjort >= r.idag {
			s.oplyst, s.afgjort = 0, 0
		}
		r.out = r.appendSag(r.out, s, who, r.version())
		return
	}
}

func (r *runder) afslut(v *bevilling, s *sag) {
	switch {
	case v.sag != s || (v.til != 0 && v.til <= r.idag):
	case v.fra >= r.idag:
		r.out = appendSlet(r.out, "bevilling", "b-", v.nr, r.version())
	default:
		v.til, v.registreret = r.idag, false
		r.out = r.appendBevilling(r.out, v, r.version())
	}
}

// opret opens a new case with two grants.
func (r *runder) opret(who *borger, g byte) {
	last, _ := Antal(r.o)
	st := pick(&r.valg, r.t.foerste[g])
	for st.til != 0 { // of the past: no new cases
		st = pick(&r.valg, r.t.foerste[g])
	}
	s := r.sag(&r.valg, st, last+r.runde)
	s.oprettet, s.afsluttet, s.oplyst, s.afgjort, s.registreret = r.idag, 0, 0, 0, false
	if s.enhed.lukket {
		s.enhed = s.st.enheder[0]
	}
	r.out = r.appendSag(r.out, &s, who, 1)
	for nr := 1; nr <= 2; nr++ {
		v := r.nyBevilling(&s, nr)
		r.out = r.appendBevilling(r.out, &v, 1)
	}
}
