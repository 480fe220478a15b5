package app

import (
	"context"
	"fmt"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/verifikation"
)

type verifyCmd struct {
	Full   bool   `help:"Compare everything, both ways (the default)."`
	Sample int    `placeholder:"N" help:"Compare N source objects, others each day."`
	Repair bool   `help:"Let the export send again what differs, and remove what the source does not know."`
	Af     string `placeholder:"WHO" help:"Who answers for removing more than the policy's limits (R100)."`
	JSON   bool   `name:"json" help:"Print all differences as JSON."`
}

// Help shows an example.
func (verifyCmd) Help() string {
	return "Holds the source, the ledger and the index against each other (R097). What is on its way, refused or waiting for a person is counted, not a difference. Exit code 1 when something differs.\n\nExample: indeksbro verify --sample 500"
}

// Run compares, tells, and repairs where asked.
func (c *verifyCmd) Run(m *miljoe, ctx context.Context) error {
	if c.Full && c.Sample > 0 {
		return inputError("--full and --sample exclude each other")
	}
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	v, p, err := b.kontrol(ctx)
	if err != nil {
		return err
	}
	var found *verifikation.Resultat
	if c.Sample > 0 {
		found, err = v.Stikproeve(ctx, c.Sample, uint64(oio.DatoOf(m.Nu())))
	} else {
		found, err = v.Fuld(ctx)
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	if err := b.styring(m, nil).NoterKontrol(ctx, found, c.Sample == 0, af(c.Af)); err != nil {
		return err
	}
	var mended verifikation.Rettet
	if c.Repair && len(found.Forskelle) > 0 {
		held, err := b.db.IndeksTal(ctx, b.kommune)
		if err != nil {
			return err
		}
		most := min(p.Borgere, int(p.Procent/100*float64(held.Sager+held.Bevillinger)))
		if mended, err = v.Ret(ctx, found, most, c.Af); err != nil {
			return fmt.Errorf("repair: %w", err)
		}
	}
	return c.tell(m, found, mended)
}

func (c *verifyCmd) tell(m *miljoe, found *verifikation.Resultat, mended verifikation.Rettet) error {
	if c.JSON {
		if err := m.printJSON(map[string]any{"resultat": found, "rettet": mended}); err != nil {
			return err
		}
	} else {
		const most = 20
		for i, f := range found.Forskelle {
			if i == most {
				m.printf("… and %d more (--json lists all)\n", len(found.Forskelle)-most)
				break
			}
			m.printf("%s %s %s: %s\n", f.Slags, f.Art, f.UUID, f.Why)
		}
		m.printf("%d equal, %d rightly not in the index, %d on their way or waiting\n", found.Ens, found.Udenfor, found.Venter)
		if c.Repair {
			m.printf("%d will be sent again by the export, %d removed, %d wait for a person (--af WHO)\n", mended.Gensendes, mended.Fjernet, mended.Afventer)
		}
		m.printf("%d objects compared, %d differences\n", found.Sammenlignet, len(found.Forskelle))
	}
	if len(found.Forskelle) > mended.Gensendes+mended.Fjernet {
		return &exitError{code: exitFindings}
	}
	return nil
}

// kontrol is what verifies the municipality, with its policy. Indexes elsewhere are not read yet, and that is said rather than not seen.
func (b *bro) kontrol(ctx context.Context) (*verifikation.Verifikation, politik.Politik, error) {
	p, err := b.politik(ctx)
	if err != nil {
		return nil, p, err
	}
	if (p.MaalSDI != "" && !loopback(p.MaalSDI)) || (p.MaalYDI != "" && !loopback(p.MaalYDI)) {
		return nil, p, inputError("the export goes to %s %s; only the embedded indexes can be verified", p.MaalSDI, p.MaalYDI)
	}
	return &verifikation.Verifikation{Store: b.db, Indeks: b.index, Kommune: b.kommune, Noegler: b.noegler, System: p.System}, p, nil
}

// natkontrol looks at a part of everything each night, another each time (R097); what differs is told in log and figures.
func (t *tjeneste) natkontrol(ctx context.Context) {
	const share, least = 30, 500 // about everything in a month
	v, _, err := t.b.kontrol(ctx)
	if err != nil {
		t.log.Info("no nightly verification", "why", err)
		return
	}
	stand, err := t.b.db.Stand(ctx, t.b.kommune)
	if err != nil {
		t.log.Error("nightly verification", "err", err)
		return
	}
	found, err := v.Stikproeve(ctx, max(least, (stand.Sager+stand.Bevillinger)/share), uint64(oio.DatoOf(t.m.Nu())))
	if err != nil {
		t.log.Error("nightly verification", "err", err)
		return
	}
	if err := t.control.NoterKontrol(ctx, found, false, "natlig kontrol"); err != nil {
		t.log.Error("nightly verification", "err", err)
	}
	t.metrics.forskelle.Set(float64(len(found.Forskelle)))
	if len(found.Forskelle) > 0 {
		t.log.Error("R097: the nightly verification found differences; see `indeksbro verify`", "compared", found.Sammenlignet, "differences", len(found.Forskelle))
		return
	}
	t.log.Info("nightly verification", "compared", found.Sammenlignet, "differences", 0)
}
