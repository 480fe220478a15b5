package app

import (
	"cmp"
	"context"
	"slices"

	"indeksbro/internal/index"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
	pages "indeksbro/internal/web/borgerblik"
)

// borgerblik is the pages where it is decided what the readers show.
func (t *tjeneste) borgerblik() web.Del { return pages.New(visningskilde{t}, t.m.Nu) }

// visningskilde is what those pages read and write.
type visningskilde struct{ t *tjeneste }

var _ pages.Kilde = visningskilde{}

// Visning implements pages.Kilde.
func (k visningskilde) Visning(ctx context.Context) (*visning.Visninger, error) {
	return k.t.blik.Visning(ctx, k.t.b.kommune)
}

// Historik implements pages.Kilde.
func (k visningskilde) Historik(ctx context.Context) ([]program.Faktum, error) {
	return k.t.b.db.Fakta(ctx, k.t.b.kommune)
}

// Noter implements pages.Kilde.
func (k visningskilde) Noter(ctx context.Context, facts ...program.Faktum) error {
	return k.t.noterVisning(ctx, facts...)
}

// Titler implements pages.Kilde.
func (k visningskilde) Titler(ctx context.Context) (map[string]string, error) {
	read, err := k.t.blik.laes(ctx, k.t.b.kommune)
	if err != nil {
		return nil, err
	}
	return read.titel, nil
}

// Tal implements pages.Kilde.
func (k visningskilde) Tal(ctx context.Context, length int) ([]visning.Omraadetal, error) {
	return k.t.b.db.Omraadetal(ctx, k.t.b.kommune, length)
}

// Systemer implements pages.Kilde. A system's name is read off its objects; not every message tells it.
func (k visningskilde) Systemer(ctx context.Context) ([]oio.ITSystem, error) {
	p, err := k.t.b.politik(ctx)
	if err != nil {
		return nil, err
	}
	all := []oio.ITSystem{{UUID: p.System, Navn: p.SystemNavn}}
	counts, err := k.Tal(ctx, 2)
	if err != nil {
		return nil, err
	}
	for _, n := range counts {
		if n.System.IsZero() || slices.ContainsFunc(all, func(s oio.ITSystem) bool { return s.UUID == n.System }) {
			continue
		}
		system := oio.ITSystem{UUID: n.System}
		some, err := k.t.b.laeser.Soeg(ctx, k.t.b.kommune, index.Soegning{System: n.System, KLE: n.Nummer, Antal: 20})
		if err != nil {
			return nil, err
		}
		for i := range some {
			system.Navn = cmp.Or(system.Navn, systemnavn(some[i].Objekt))
		}
		system.Navn = cmp.Or(system.Navn, "Ukendt system "+n.System.String())
		all = append(all, system)
	}
	slices.SortStableFunc(all[1:], func(a, b oio.ITSystem) int { return cmp.Compare(a.Navn, b.Navn) })
	return all, nil
}

func systemnavn(o oio.Objekt) string {
	switch x := o.(type) {
	case *oio.Sag:
		return x.System.Navn
	case *oio.Bevilling:
		return x.System.Navn
	}
	return ""
}

// Typer implements pages.Kilde: what the ydelser are mapped to, and what the standards give by themselves.
func (k visningskilde) Typer(ctx context.Context) ([]pages.Type, error) {
	g, err := k.t.b.db.Grundlag(ctx, k.t.b.kommune)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var all []pages.Type
	for id, y := range g.Ydelser {
		found, ok := g.Katalog.Find(g.Mapping.Valg(mapping.Ydelse, id).Type)
		if !ok && y.Kode != "" {
			found, ok = g.Katalog.FindKode(string(y.Standard), y.Kode)
		}
		if ok && !seen[found.Noegle] {
			seen[found.Noegle] = true
			all = append(all, pages.Type{Noegle: found.Noegle, Navn: found.Navn})
		}
	}
	slices.SortFunc(all, func(a, b pages.Type) int { return cmp.Or(cmp.Compare(a.Navn, b.Navn), cmp.Compare(a.Noegle, b.Noegle)) })
	return all, nil
}

// Kald implements pages.Kilde: what is written down, and what was counted since.
func (k visningskilde) Kald(ctx context.Context, fra oio.Dato) ([]visning.Kald, error) {
	if err := k.t.blik.skrivKald(ctx); err != nil {
		return nil, err
	}
	return k.t.b.db.Kald(ctx, k.t.b.kommune, fra)
}
