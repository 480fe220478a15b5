package app

import (
	"context"
	"fmt"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/ydelsestype"
)

// samlingUdefra is how long changes wait for others before a real index is called, where the municipality has chosen nothing else.
const samlingUdefra = 30 * time.Second

// fart is the pace towards one of the indexes: what the policy says now, under what is agreed for the day.
func (b *bro) fart(m *miljoe, day *export.Aftalt, art oio.Art) *export.Fart {
	return &export.Fart{Nu: m.Nu, Spaerret: b.spaerret(m, art), Aftale: func() export.Aftale {
		p, err := b.politik(context.Background())
		if err != nil {
			return export.Aftale{} // the database does not answer: nothing is sent anyway
		}
		a := fartaftale(p, art)
		a.PrSekund = day.Loft(art, a.PrSekund)
		return a
	}}
}

// fartaftale is what the policy says of one of the indexes. The embedded ones take all there is in one call.
func fartaftale(p politik.Politik, art oio.Art) export.Aftale {
	address, rate := p.MaalSDI, p.FartSDI
	if art == oio.ArtBevilling {
		address, rate = p.MaalYDI, p.FartYDI
	}
	a := export.Aftale{PrSekund: rate, Stille: p.Stille}
	a.Stille.Zone = oio.Koebenhavn
	if address != "" {
		a.Samtidige, a.Portion = p.Samtidige, p.Portion
	}
	return a
}

// samling is how long changes wait for others of the same object: the embedded indexes have them at once.
func (b *bro) samling(ctx context.Context) (time.Duration, error) {
	p, err := b.politik(ctx)
	switch {
	case err != nil || p.Samling >= 0:
		return p.Samling, err
	case p.MaalSDI != "" || p.MaalYDI != "":
		return samlingUdefra, nil
	}
	return 0, nil
}

// ladt ends a command that would work to the end and could not: it says why, and what goes on when. Nil: nothing was left.
func (b *bro) ladt(ctx context.Context, m *miljoe, x *export.Exporter) error {
	if !x.Ladt() {
		return nil
	}
	plan, err := b.db.Arbejdsplan(ctx, b.kommune)
	if err != nil {
		return err
	}
	if p := plan.Pause; p != nil {
		return waits("objects wait, since %s has paused the export%s; `indeksbro export resume` lets it go on", p.Af, parentes(p.Grund))
	}
	if n := plan.Nyere(string(ydelsestype.Nyeste().Release()), m.Nu()); n != nil {
		return waits("objects wait, since a program with the newer catalogue %s was at work at %s and exports them; this one does %s after it was last seen", n.Katalog, n.Set.In(oio.Koebenhavn).Format("15:04:05"), export.Overgang)
	}
	stops, err := b.hindringer(ctx, m)
	if err != nil {
		return err
	}
	for _, h := range stops {
		return waits("objects wait: %s (%s); they go on by themselves when that is mended, see `indeksbro aftale list` and `indeksbro certs list`", h.English, h.grund)
	}
	for _, target := range []struct {
		navn string
		fart *export.Fart
	}{{"FK Sags- og Dokumentindeks", x.FartSDI}, {"FK Ydelsesindeks", x.FartYDI}} {
		switch why, until := target.fart.Hvorfor(); why {
		case "":
		case export.LukketStille:
			return waits("objects wait for the end of the quiet hours (policy stille-timer): run it again then, or let `indeksbro export run` or `serve` go on by itself")
		default:
			return fmt.Errorf("objects wait: %s is down or busy and is left alone until %s; run it again then", target.navn, until.In(oio.Koebenhavn).Format("15:04:05"))
		}
	}
	return waits("objects wait: no calls were made for them; run it again")
}
