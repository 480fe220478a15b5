package app

import (
	"context"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
)

// samlingUdefra is how long changes wait for others before a real index is called, where the municipality has chosen nothing else.
const samlingUdefra = 30 * time.Second

// fart is the pace towards one of the indexes: what the policy says now.
func (b *bro) fart(m *miljoe, art oio.Art) *export.Fart {
	return &export.Fart{Nu: m.Nu, Aftale: func() export.Aftale {
		p, err := b.politik(context.Background())
		if err != nil {
			return export.Aftale{} // the database does not answer: nothing is sent anyway
		}
		return fartaftale(p, art)
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
