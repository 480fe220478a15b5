package konsekvens

import (
	"context"
	"fmt"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Optael counts how much of the source each local name stands for, as it is today, by one walk through all of it.
func Optael(ctx context.Context, kilde Kilde, kommune oio.CVR, idag oio.Dato) (*projection.Optaelling, error) {
	o := optaeller{
		idag: idag, slags: make(map[slags]*optalt), sagstyper: make(map[string]*spand), ydelser: make(map[string]*ydelsespand), enheder: make(map[string]*spand),
		sager: make(map[string]uint32),
	}
	if err := kilde.Omfang(ctx, kommune, Udsnit{Alt: true}, o.take); err != nil {
		return nil, fmt.Errorf("count the source: %w", err)
	}
	return o.result(), nil
}

type optaeller struct {
	idag      oio.Dato
	borgere   borgere
	slags     map[slags]*optalt
	ialt      spand
	sagstyper map[string]*spand
	ydelser   map[string]*ydelsespand
	enheder   map[string]*spand
	sager     map[string]uint32 // cases with grants, numbered
	lastSag   string            // grants of one case often follow each other
	lastNr    uint32
}

// optalt is where lines of one kind are counted.
type optalt struct {
	spande []*spand
	ydelse *ydelsespand // of grants
	antal  int
}

// ydelsespand also counts the cases behind the grants, each once.
type ydelsespand struct {
	spand
	cases maengde
}

func (o *optaeller) take(l *Linje) {
	s := l.slags()
	into := o.slags[s]
	if into == nil {
		into = o.places(s)
		o.slags[s] = into
	}
	into.antal++
	g := o.borgere.gang(l, o.idag)
	for _, spand := range into.spande {
		spand.add(g)
	}
	if into.ydelse != nil && l.Sagen == Kendt && into.ydelse.cases.add(o.sag(l.Sag)) {
		into.ydelse.tal.Sager++
	}
}

// places says where lines of a kind are to be counted.
func (o *optaeller) places(s slags) *optalt {
	into := &optalt{spande: []*spand{&o.ialt}}
	if s.sagen == Kendt {
		into.spande = append(into.spande, find(o.sagstyper, s.sagstype))
	}
	if s.art == oio.ArtSag {
		into.spande = append(into.spande, find(o.enheder, s.sagEnhed))
		return into
	}
	into.ydelse = find(o.ydelser, s.ydelse)
	into.spande = append(into.spande, &into.ydelse.spand)
	if s.enhed != "" {
		into.spande = append(into.spande, find(o.enheder, s.enhed))
	}
	return into
}

func (o *optaeller) sag(id string) uint32 {
	if id == o.lastSag && len(o.sager) > 0 {
		return o.lastNr
	}
	n, known := o.sager[id]
	if !known {
		n = uint32(len(o.sager))
		o.sager[id] = n
	}
	o.lastSag, o.lastNr = id, n
	return n
}

func (o *optaeller) result() *projection.Optaelling {
	out := &projection.Optaelling{
		Ialt: o.ialt.tal, Sagstyper: figures(o.sagstyper), Enheder: figures(o.enheder), Ydelser: make(map[string]projection.Tal, len(o.ydelser)),
		SagstypeEnhed: make(map[string]map[string]int), YdelseSagstype: make(map[string]map[string]int),
	}
	for id, y := range o.ydelser {
		out.Ydelser[id] = y.tal
	}
	for s, into := range o.slags {
		switch {
		case s.art == oio.ArtSag:
			count(out.SagstypeEnhed, s.sagstype, s.sagEnhed, into.antal)
		case s.sagen == Kendt:
			count(out.YdelseSagstype, s.ydelse, s.sagstype, into.antal)
		}
	}
	return out
}

func figures(from map[string]*spand) map[string]projection.Tal {
	tal := make(map[string]projection.Tal, len(from))
	for id, s := range from {
		tal[id] = s.tal
	}
	return tal
}

func find[K comparable, T any](in map[K]*T, id K) *T {
	s := in[id]
	if s == nil {
		s = new(T)
		in[id] = s
	}
	return s
}

func count(in map[string]map[string]int, a, b string, n int) {
	of := in[a]
	if of == nil {
		of = make(map[string]int)
		in[a] = of
	}
	of[b] += n
}
