package app

import (
	"context"

	"indeksbro/internal/faelles"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/suggest"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	pages "indeksbro/internal/web/vaerksted"
)

// desk is the workbench of the municipality. changed is told when decisions were taken; may be nil.
func (b *bro) desk(m *miljoe, changed func()) *vaerksted.Vaerksted {
	return &vaerksted.Vaerksted{Store: b.db, Kommune: b.kommune, Nu: m.Nu, Aendret: changed, Motorer: b.motorer}
}

// vaerksted is the workbench's pages.
func (t *tjeneste) vaerksted() web.Del {
	return pages.New(pages.Config{Desk: t.desk, Filer: filer{t}, Eksport: eksport{t.control, t}, Kontakter: t.b.db, Nu: t.m.Nu})
}

// motorer makes the rankers of what may be chosen from now.
func (b *bro) motorer(ctx context.Context, g *projection.Grundlag, plan *kle.Plan, idag oio.Dato) (vaerksted.Motorer, error) {
	definitions, err := b.db.Definitioner(ctx, b.kommune)
	if err != nil {
		return vaerksted.Motorer{}, err
	}
	choices, err := b.andres(ctx)
	if err != nil {
		return vaerksted.Motorer{}, err
	}
	others := faelles.Korte(choices)
	return vaerksted.Motorer{
		KLE:         suggest.NyKLE(plan, idag, suggest.SamlFaelles(others, "sagstype", b.kommune)),
		Ydelsestype: suggest.NyYdelsestype(g.Katalog, definitions, g.Policy.EgenFSIII, suggest.SamlFaelles(others, "ydelse", b.kommune)),
	}, nil
}
