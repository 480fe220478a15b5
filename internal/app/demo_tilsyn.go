package app

import (
	"context"
	"fmt"
	"net/http"

	"indeksbro/internal/generate"
	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/web/demo"
)

// tilsynDemo gives the invented municipality's SAPA administrator something to see to: the role catalogue's list as it came after somebody
// forgot four boundaries, and a source system to jump to.
func tilsynDemo(ctx context.Context, m *miljoe, b *bro, base string) error {
	x := b.tilsyn(m)
	if _, err := x.IndlaesRoller(ctx, generate.Roller(), "demo"); err != nil {
		return fmt.Errorf("demo roles: %w", err)
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	if err := x.SaetHop(ctx, p.System, base+demo.FagsystemSti, true, "demo"); err != nil {
		return fmt.Errorf("demo jump: %w", err)
	}
	today := oio.DatoOf(m.Nu())
	for _, step := range hop.Trinene[:2] {
		if err := x.NoterHop(ctx, p.System, step, today.AddDays(-3), "demo"); err != nil {
			return fmt.Errorf("demo jump: %w", err)
		}
	}
	return nil
}

// fagsystemDemo is the source system to land in. It knows the same cases, and decides by itself.
func (t *tjeneste) fagsystemDemo(navn, host string) http.Handler {
	f := &demo.Fagsystem{Navn: navn, Noegle: t.b.tilsyn(t.m).Hopnoegle(), Vaert: host, Nu: t.m.Nu, Log: t.log,
		Sag: func(ctx context.Context, id oio.UUID) (string, string, oio.Foelsomhed, bool, error) {
			held, err := t.b.laeser.ObjekterMed(ctx, t.b.kommune, []oio.UUID{id})
			if err != nil {
				return "", "", 0, false, err
			}
			switch o := held[id].Objekt.(type) {
			case *oio.Sag:
				return o.Noegle, o.Titel, o.Foelsomhed, true, nil
			case *oio.Dokument:
				return o.Noegle, o.Titel, o.Foelsomhed, true, nil
			}
			return "", "", 0, false, nil
		}}
	return f.Handler()
}
