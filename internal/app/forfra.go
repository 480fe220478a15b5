package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/styring"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/verifikation"
)

type exportForfraCmd struct {
	Sagstyper []string `arg:"" optional:"" name:"SAGSTYPE" help:"Ids of the sagstyper that start over."`
	All       bool     `help:"All marked sagstyper."`
	Af        string   `placeholder:"WHO" help:"The person who answers for the removal (R100)."`
	Trods     string   `placeholder:"WHY" help:"Set marks again although a rule that may be overridden stands against them."`
}

// Help shows an example.
func (exportForfraCmd) Help() string {
	return "Starts sagstyper over (R094): their marks are taken away, everything of theirs is removed from both indexes and seen to be gone, the marks are set again under the guards, everything is sent again and verified. Each step is kept: stopped anywhere, the same command without names goes on where it stood.\n\nExample: indeksbro export start-over st-7 st-12 --af \"Karen Holm\""
}

// Run begins a start-over, or goes on with the one that stands.
func (c *exportForfraCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	f, err := b.db.Forfra(ctx, b.kommune)
	if err != nil {
		return err
	}
	named := len(c.Sagstyper) > 0 || c.All
	switch {
	case f.Igang() && named:
		return inputError("start-over %d stands at «%s»; finish it first: indeksbro export start-over", f.Nr, f.Trin)
	case !f.Igang() && !named:
		return inputError("name the sagstyper that start over, or --all; none stands unfinished")
	case !f.Igang():
		if f, err = b.begyndForfra(ctx, m, c.Sagstyper, c.All, c.Af); err != nil {
			return err
		}
	}
	if c.Trods != "" {
		f.Trods = oio.MaskCPR(c.Trods)
	}
	had, err := b.forfraAlene(ctx, m, &f)
	if err == nil && !had {
		return waits("another process, such as serve, works on the start-over, or was ended less than ten seconds ago; follow it with `indeksbro export status` or on /vaerksted/eksport/forfra")
	}
	return err
}

// forfra works through start-overs on this installation.
func (b *bro) forfra(m *miljoe) *styring.Forfra {
	return &styring.Forfra{Store: b.db, Kommune: b.kommune, Nu: m.Nu,
		Eksporter: func(ctx context.Context) error { // beside the exporter that this process may have
			x := b.exporter(m)
			x.Holder += somForfra
			_, err := levende(ctx, x, x.Run)
			return err
		},
		Kontroller: func(ctx context.Context) (*verifikation.Resultat, error) { return b.verifikation(ctx, m) },
		Noter: func(ctx context.Context, found *verifikation.Resultat, af string) error {
			return b.styring(m, nil).NoterKontrol(ctx, found, true, af)
		},
		Beslut: func(ctx context.Context, wishes []vaerksted.Oenske) error {
			_, err := b.desk(m, nil).Beslut(ctx, wishes)
			return err
		},
		Sig: func(f *export.Forfra) { m.printf("%d of %d: %s\n", f.Trin, export.Kontrol, f.Trin) },
	}
}

// begyndForfra notes what is to be done, before anything is.
func (b *bro) begyndForfra(ctx context.Context, m *miljoe, ids []string, all bool, af string) (export.Forfra, error) {
	if _, _, err := b.kontrol(ctx, m); err != nil {
		return export.Forfra{}, err // what cannot be looked into cannot be seen to be empty
	}
	f, err := b.forfra(m).Begynd(ctx, ids, all, af)
	return f, forfraFejl(err)
}

// forfraFejl gives what stops a start-over its exit code.
func forfraFejl(err error) error {
	var why *styring.ForfraStaar
	var wrong *styring.ForfraValg
	switch {
	case errors.As(err, &why):
		return &exitError{exitFindings, err}
	case errors.As(err, &wrong):
		return &exitError{exitInput, err}
	}
	return err
}

// forfraAlene works on the start-over while no other process does; false: another one does.
func (b *bro) forfraAlene(ctx context.Context, m *miljoe, f *export.Forfra) (bool, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	mine := b.proces.navn + somForfra
	take := func() (bool, error) {
		took := false
		err := b.db.Planlaeg(ctx, b.kommune, func(t export.Planlaegning) error {
			took = t.Plan().TagForfra(mine, t.Nu())
			return nil
		})
		return took, err
	}
	if took, err := take(); err != nil || !took {
		return false, err
	}
	var renewing sync.WaitGroup
	renewing.Go(func() {
		ticker := time.NewTicker(fornyes)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if took, err := take(); err == nil && !took {
					cancel() // this process was silent too long, and another went on
				}
			}
		}
	})
	err := forfraFejl(b.forfra(m).Gaa(ctx, f))
	if err == nil {
		m.printf("%d sagstyper have started over\n", len(f.Sagstyper))
		for _, id := range f.Udgaaet {
			m.printf("sagstype %s did not: somebody decided about it meanwhile, and that holds\n", id)
		}
	}
	cancel()
	renewing.Wait()
	return true, errors.Join(err, b.db.Planlaeg(context.WithoutCancel(ctx), b.kommune, func(t export.Planlaegning) error {
		t.Plan().SlipForfra(mine)
		return nil
	}))
}

// verifikation compares everything.
func (b *bro) verifikation(ctx context.Context, m *miljoe) (*verifikation.Resultat, error) {
	v, _, err := b.kontrol(ctx, m)
	if err != nil {
		return nil, err
	}
	return v.Fuld(ctx)
}
