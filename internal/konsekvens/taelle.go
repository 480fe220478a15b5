package konsekvens

import (
	"cmp"
	"reflect"
	"slices"

	"indeksbro/internal/borger"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// taeller holds every line against two Grundlag. Each distinct kind of line is judged once.
type taeller struct {
	before, after *projection.Grundlag
	idag          oio.Dato
	borgere       borgere
	spande        map[slags][]*spand // where lines of a kind are counted

	beroert            spand
	indeks, blik       [4]spand
	holdt              map[projection.Grund]*spand
	udenType, eojAlene map[skyld]*spand
	udenEnhed          map[skyld]*spand
}

// skyld is what holds records back, and why.
type skyld struct {
	id    string
	grund projection.Grund
}

// The four fates, in the order of Bevaegelse.
const (
	dukker = iota
	aendres
	forsvinder
	uaendret
)

func newTaeller(before, after *projection.Grundlag, idag oio.Dato) *taeller {
	return &taeller{
		before: before, after: after, idag: idag, spande: make(map[slags][]*spand), holdt: make(map[projection.Grund]*spand),
		udenType: make(map[skyld]*spand), eojAlene: make(map[skyld]*spand), udenEnhed: make(map[skyld]*spand),
	}
}

func (t *taeller) take(l *Linje) {
	s := l.slags()
	into, judged := t.spande[s]
	if !judged {
		into = t.judge(s)
		t.spande[s] = into
	}
	g := t.borgere.gang(l, t.idag)
	for _, spand := range into {
		spand.add(g)
	}
}

// judge says where lines of a kind are to be counted.
func (t *taeller) judge(s slags) []*spand {
	was, is := doem(t.before, s), doem(t.after, s)
	into := []*spand{&t.beroert}
	if fate, moved := skaebne(was.Objekt, is.Objekt); moved {
		into = append(into, &t.indeks[fate])
	}
	if fate, moved := skaebne(seen(was.Objekt), seen(is.Objekt)); moved {
		into = append(into, &t.blik[fate])
	}
	if is.Objekt != nil {
		return into
	}
	into = append(into, find(t.holdt, is.Grund))
	switch art, id := skyldig(t.after, s, is.Grund); {
	case art == mapping.Enhed:
		into = append(into, find(t.udenEnhed, skyld{id, is.Grund}))
	case art == mapping.Ydelse && is.Grund == projection.SkalIkkeMappes:
		into = append(into, find(t.eojAlene, skyld{id, is.Grund}))
	case art == mapping.Ydelse:
		into = append(into, find(t.udenType, skyld{id, is.Grund}))
	}
	return into
}

// skaebne is what becomes of an object, unless it neither was nor is there.
func skaebne(was, is oio.Objekt) (fate int, any bool) {
	switch {
	case was == nil && is == nil:
		return 0, false
	case was == nil:
		return dukker, true
	case is == nil:
		return forsvinder, true
	case reflect.DeepEqual(was, is):
		return uaendret, true
	}
	return aendres, true
}

// seen is the object if the citizen's page shows it, else nothing.
func seen(o oio.Objekt) oio.Objekt {
	if o == nil || !borger.Viser(o) {
		return nil
	}
	return o
}

func (t *taeller) result() Konsekvens {
	k := Konsekvens{
		Bevaegelse: bevaegelse(&t.indeks), Borgerblikket: bevaegelse(&t.blik), Beroert: t.beroert.tal, Holdt: []Aarsag{},
		UdenType: t.names(mapping.Ydelse, t.udenType), UdenEnhed: t.names(mapping.Enhed, t.udenEnhed), EOJAlene: t.names(mapping.Ydelse, t.eojAlene),
	}
	k.SAPA = k.Bevaegelse
	for grund, s := range t.holdt {
		k.Holdt = append(k.Holdt, Aarsag{grund, s.tal})
	}
	slices.SortFunc(k.Holdt, func(a, b Aarsag) int { return cmp.Compare(a.Grund, b.Grund) })
	return k
}

func bevaegelse(of *[4]spand) Bevaegelse {
	return Bevaegelse{Dukker: of[dukker].tal, Aendres: of[aendres].tal, Forsvinder: of[forsvinder].tal, Uaendret: of[uaendret].tal}
}

func (t *taeller) names(art mapping.Art, from map[skyld]*spand) []Navn {
	names := make([]Navn, 0, len(from))
	for s, held := range from {
		names = append(names, Navn{ID: s.id, Navn: t.name(art, s.id), Grund: s.grund, Tal: held.tal})
	}
	slices.SortFunc(names, func(a, b Navn) int {
		return cmp.Or(cmp.Compare(b.Tal.Objekter(), a.Tal.Objekter()), cmp.Compare(a.Navn, b.Navn), cmp.Compare(a.ID, b.ID))
	})
	return names
}

func (t *taeller) name(art mapping.Art, id string) string {
	if y, known := t.after.Ydelser[id]; known && art == mapping.Ydelse {
		return y.Navn
	}
	if e, known := t.after.Enheder[id]; known && art == mapping.Enhed {
		return e.Navn
	}
	return id
}
