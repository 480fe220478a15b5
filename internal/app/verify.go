package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/store"
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
	v, p, err := b.kontrol(ctx, m)
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
	err = b.styring(m, nil).NoterKontrol(ctx, found, c.Sample == 0, af(c.Af))
	switch {
	case errors.Is(err, store.ErrSkrivebeskyttet), errors.Is(err, store.ErrFuldt): // what was found is worth telling all the same
		_, _ = fmt.Fprintln(m.Stderr, "not kept as the last verification:", err)
	case err != nil:
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
		for i := range found.Forskelle {
			f := &found.Forskelle[i]
			if i == most {
				m.printf("… and %d more (--json lists all)\n", len(found.Forskelle)-most)
				break
			}
			m.printf("%s %s %s: %s\n", f.Slags(), f.Art, f.UUID, f.English())
		}
		m.printf("%d equal, %d rightly not in the index, %d on their way or waiting\n", found.Ens, found.Udenfor, found.Venter)
		if c.Repair {
			m.printf("%d will be sent again by the export, %d removed, %d removed by the next repair, %d wait for a person (--af WHO)\n", mended.Gensendes, mended.Fjernet, mended.Senere, mended.Afventer)
		}
		m.printf("%d objects compared, %d differences\n", found.Sammenlignet, len(found.Forskelle))
	}
	if len(found.Forskelle) > mended.Gensendes+mended.Fjernet {
		return &exitError{code: exitFindings}
	}
	return nil
}

// kontrol is what verifies the municipality, with its policy. The indexes it holds against the source are those the export goes to: the
// embedded ones, or those the policy gives addresses of, read through their official search.
func (b *bro) kontrol(ctx context.Context, m *miljoe) (*verifikation.Verifikation, politik.Politik, error) {
	p, err := b.politik(ctx)
	if err != nil {
		return nil, p, err
	}
	cases, grants, err := b.indekser(m, p)
	if err != nil {
		return nil, p, err
	}
	v := &verifikation.Verifikation{Store: b.db, Indeks: delt{cases, grants, b.maaSkrive(m)}, Kommune: b.kommune, Noegler: b.noegler, System: p.System}
	if p.MaalSDI == "" && p.MaalYDI == "" {
		v.Liste = b.index
	}
	return v, p, nil
}

// delt is the two indexes as one.
type delt struct {
	cases, grants indeks
	maa           func(context.Context, oio.Art) error // nothing is removed from an index that may not be written to
}

func (d delt) af(art oio.Art) indeks {
	if art == oio.ArtSag {
		return d.cases
	}
	return d.grants
}

// Soeg implements verifikation.Indeks.
func (d delt) Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error) {
	return d.af(s.Art).Soeg(ctx, kommune, s)
}

// ObjekterMed implements verifikation.Indeks. An identity does not tell its kind: what is no case is asked for among the grants.
func (d delt) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	found, err := d.cases.ObjekterMed(ctx, kommune, ids)
	if err != nil || d.cases == d.grants {
		return found, err
	}
	rest := slices.DeleteFunc(slices.Clone(ids), func(id oio.UUID) bool { _, has := found[id]; return has })
	more, err := d.grants.ObjekterMed(ctx, kommune, rest)
	if err != nil {
		return nil, err
	}
	maps.Copy(found, more)
	return found, nil
}

// Fjern implements verifikation.Indeks.
func (d delt) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	if err := d.maa(ctx, art); err != nil {
		return nil, err
	}
	return d.af(art).Fjern(ctx, kommune, art, ids)
}

// natdele is in how many nights everything has been looked at, both ways.
const natdele = 28

// natkontrol looks at a part of everything each night, the next one each time (R097); what differs is told in log and figures.
func (t *tjeneste) natkontrol(ctx context.Context) {
	v, _, err := t.b.kontrol(ctx, t.m)
	if err != nil {
		t.log.Info("no nightly verification", "why", err)
		return
	}
	night := int(t.m.Nu().In(oio.Koebenhavn).Unix() / (24 * 60 * 60) % natdele)
	found, err := v.Del(ctx, night, natdele)
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
