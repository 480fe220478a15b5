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
		idag: idag, sagstyper: make(map[string]*spand), ydelser: make(map[string]*ydelsespand), enheder: make(map[string]*spand), sager: make(map[string]uint32),
		out: &projection.Optaelling{SagstypeEnhed: make(map[string]map[string]int), YdelseSagstype: make(map[string]map[string]int)},
	}
	if err := kilde.Omfang(ctx, kommune, Udsnit{Alt: true}, o.take); err != nil {
		return nil, fmt.Errorf("count the source: %w", err)
	}
	return o.result(), nil
}

type optaeller struct {
	idag      oio.Dato
	borgere   borgere
	sager     map[string]uint32 // cases with grants, numbered
	ialt      spand
	sagstyper map[string]*spand
	ydelser   map[string]*ydelsespand
	enheder   map[string]*spand
	out       *projection.Optaelling
}

// ydelsespand also counts the cases behind the grants, each once.
type ydelsespand struct {
	spand
	cases maengde
}

func (o *optaeller) take(l *Linje) {
	g := o.borgere.gang(l, o.idag)
	o.ialt.add(g)
	if l.Sagen == Kendt {
		find(o.sagstyper, l.Sagstype).add(g)
	}
	if l.Art == oio.ArtSag {
		find(o.enheder, l.SagEnhed).add(g)
		count(o.out.SagstypeEnhed, l.Sagstype, l.SagEnhed)
		return
	}
	if l.Enhed != "" {
		find(o.enheder, l.Enhed).add(g)
	}
	y := find(o.ydelser, l.Ydelse)
	y.add(g)
	if l.Sagen == Kendt {
		count(o.out.YdelseSagstype, l.Ydelse, l.Sagstype)
		if y.cases.add(o.sag(l.Sag)) {
			y.tal.Sager++
		}
	}
}

func (o *optaeller) sag(id string) uint32 {
	n, known := o.sager[id]
	if !known {
		n = uint32(len(o.sager))
		o.sager[id] = n
	}
	return n
}

func (o *optaeller) result() *projection.Optaelling {
	out := o.out
	out.Ialt = o.ialt.tal
	out.Sagstyper, out.Enheder = figures(o.sagstyper), figures(o.enheder)
	out.Ydelser = make(map[string]projection.Tal, len(o.ydelser))
	for id, y := range o.ydelser {
		out.Ydelser[id] = y.tal
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

func count(in map[string]map[string]int, a, b string) {
	of := in[a]
	if of == nil {
		of = make(map[string]int)
		in[a] = of
	}
	of[b]++
}
