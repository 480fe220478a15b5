package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// benchPreviews is how many of each kind are looked at, the largest ones.
const benchPreviews = 10

// previews measures what decisions about the largest sagstyper, ydelser and enheder would do, and the count of the whole source,
// against reading the same rows and doing nothing with them.
func (c *benchCmd) previews(m *miljoe, ctx context.Context, directory string, objects int) error {
	inner := c.inner(m, directory)
	b, err := inner.make(ctx)
	if err != nil {
		return err
	}
	defer inner.close()
	began := time.Now()
	tal, err := konsekvens.Optael(ctx, b.db, b.kommune, oio.DatoOf(m.Nu()))
	if err != nil {
		return err
	}
	counting := time.Since(began)
	bare, err := bareOmfang(ctx, b, konsekvens.Udsnit{Alt: true})
	if err != nil {
		return err
	}
	if err := c.print(m, figure{"preview.count", ms(counting), "ms", ms(bare), float64(counting) / float64(bare), objects, "the whole source counted by local name; limit: the same rows read"}); err != nil {
		return err
	}
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return err
	}
	var took, alone []time.Duration
	var slowest mapping.Beslutning
	for _, d := range benchDecisions(g, tal) {
		began := time.Now()
		if _, _, err := b.desk(inner, nil).Konsekvens(ctx, []mapping.Beslutning{d}); err != nil {
			return err
		}
		t := time.Since(began)
		if len(took) == 0 || t > slices.Max(took) {
			slowest = d
		}
		took = append(took, t)
		if bare, err = bareOmfang(ctx, b, konsekvens.Beroert(g, []mapping.Beslutning{d})); err != nil {
			return err
		}
		alone = append(alone, bare)
	}
	sum, limit := summarize(took), summarize(alone)
	return c.print(m, figure{"preview", ms(sum.p99), "ms", ms(limit.p99), float64(sum.p99) / float64(limit.p99), objects,
		fmt.Sprintf("p99 of %d decisions about the largest, guards and all (target 1000 ms); p50 %.1f ms, slowest %s %s %s; limit: the same rows read", len(took), ms(sum.p50), slowest.Art, slowest.ID, slowest.Valg)})
}

// bareOmfang reads the rows of a part and does nothing with them.
func bareOmfang(ctx context.Context, b *bro, u konsekvens.Udsnit) (time.Duration, error) {
	began := time.Now()
	err := b.db.Omfang(ctx, b.kommune, u, func(*konsekvens.Linje) {})
	return time.Since(began), err
}

// benchDecisions are decisions of every kind about the largest of each.
func benchDecisions(g *projection.Grundlag, tal *projection.Optaelling) []mapping.Beslutning {
	under := make(map[string]projection.Tal)
	for id := range g.Enheder {
		for _, below := range g.Under(id) {
			under[id] = under[id].Plus(tal.Enheder[below])
		}
	}
	var decisions []mapping.Beslutning
	for _, of := range []struct {
		art     mapping.Art
		tal     map[string]projection.Tal
		choices []mapping.Valg
	}{
		{mapping.Sagstype, tal.Sagstyper, []mapping.Valg{{}, {Ikke: true}, {KLE: "29.09.04"}}},
		{mapping.Ydelse, tal.Ydelser, []mapping.Valg{{}, {Ikke: true}, {UdenType: true}, {Type: "klippekort"}}},
		{mapping.Enhed, under, []mapping.Valg{{}, {Kombit: oio.NameUUID("bench")}}},
	} {
		for _, id := range largest(of.tal, benchPreviews) {
			for _, choice := range of.choices {
				decisions = append(decisions, mapping.Beslutning{Art: of.art, ID: id, Valg: choice})
			}
		}
	}
	return decisions
}

func largest(tal map[string]projection.Tal, n int) []string {
	ids := make([]string, 0, len(tal))
	for id := range tal {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(tal[b].Objekter(), tal[a].Objekter()), cmp.Compare(a, b))
	})
	return ids[:min(n, len(ids))]
}
