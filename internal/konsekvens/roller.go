package konsekvens

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Rolletal is what a view of the indexes would hold once all is sent (R110).
type Rolletal struct {
	projection.Tal
	Klasser []Klassetal // by KLE number, sensitivity, unit and system
}

// Klassetal are the objects that a data boundary cannot tell apart.
type Klassetal struct {
	KLE, KLETitel string
	Foelsomhed    oio.Foelsomhed
	Enhed, System string // names
	projection.Tal
}

// Roller counts what each view would see of what belongs in the indexes as things are decided now: by the projection, so that it is the same
// before the load and after it. One walk through the source serves all views.
func Roller(ctx context.Context, kilde Kilde, g *projection.Grundlag, views []adgang.Udsnit, idag oio.Dato) ([]Rolletal, error) {
	t := rolletaeller{g: g.Copy(), idag: idag, views: views, all: make([]spand, len(views)), classes: make([]map[klasse]*spand, len(views)), spande: map[slags][]*spand{}}
	for i := range t.classes {
		t.classes[i] = map[klasse]*spand{}
	}
	if err := kilde.Omfang(ctx, g.Kommune.CVR, Udsnit{Alt: true}, t.take); err != nil {
		return nil, fmt.Errorf("count what roles would see: %w", err)
	}
	out := make([]Rolletal, len(views))
	for i := range views {
		out[i] = Rolletal{Tal: t.all[i].tal, Klasser: []Klassetal{}}
		for k, s := range t.classes[i] {
			out[i].Klasser = append(out[i].Klasser, Klassetal{KLE: k.kle, KLETitel: k.titel, Foelsomhed: k.foelsomhed, Enhed: k.enhed, System: k.system, Tal: s.tal})
		}
		slices.SortFunc(out[i].Klasser, func(a, b Klassetal) int {
			return cmp.Or(cmp.Compare(b.Borgere, a.Borgere), cmp.Compare(a.KLE, b.KLE), cmp.Compare(a.Enhed, b.Enhed), cmp.Compare(a.Foelsomhed, b.Foelsomhed), cmp.Compare(a.System, b.System))
		})
	}
	return out, nil
}

type klasse struct {
	kle, titel    string
	foelsomhed    oio.Foelsomhed
	enhed, system string
}

type rolletaeller struct {
	g       *projection.Grundlag
	idag    oio.Dato
	views   []adgang.Udsnit
	borgere borgere
	all     []spand
	classes []map[klasse]*spand
	spande  map[slags][]*spand
}

func (t *rolletaeller) take(l *Linje) {
	s := l.slags()
	into, judged := t.spande[s]
	if !judged {
		into = t.places(s)
		t.spande[s] = into
	}
	if len(into) == 0 {
		return
	}
	g := t.borgere.gang(l, t.idag)
	for _, one := range into {
		one.add(g)
	}
}

// places says where lines of a kind are to be counted: in each view that lets their object through.
func (t *rolletaeller) places(s slags) []*spand {
	object := doem(t.g, s).Objekt
	if object == nil {
		return nil
	}
	properties := adgang.Af(object)
	k := klasse{kle: properties.KLE, foelsomhed: properties.Foelsomhed}
	switch o := object.(type) {
	case *oio.Sag:
		k.titel, k.enhed, k.system = o.KLE.Titel, o.Ansvarlig.Navn, o.System.Navn
	case *oio.Bevilling:
		k.titel, k.enhed, k.system = o.KLE.Titel, o.Ansvarlig.Navn, o.System.Navn
	}
	var into []*spand
	for i := range t.views {
		if sees, _ := t.views[i].Ser(properties); sees {
			into = append(into, &t.all[i], find(t.classes[i], k))
		}
	}
	return into
}
