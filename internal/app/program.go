package app

import (
	"context"
	"time"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/tovholder"
	webprogram "indeksbro/internal/web/program"
)

// tovholder is who keeps the municipality's programme together.
func (b *bro) tovholder(m *miljoe) *tovholder.Tovholder {
	return &tovholder.Tovholder{Store: b.db, Eksport: b.styring(m, nil), Kommune: b.kommune, Nu: m.Nu,
		Stop: b.stop(m)}
}

// tovholder is the same over the service's own desk.
func (t *tjeneste) tovholder() *tovholder.Tovholder {
	keeper := t.b.tovholder(t.m)
	keeper.Eksport = t.control
	return keeper
}

// programsider are its pages.
func (t *tjeneste) programsider() *webprogram.Sider {
	return webprogram.New(webprogram.Config{Motor: t.tovholder(), Aftalekilde: aftalekilde{t}, Faelles: t.faelles(), Desk: t.desk, Nu: t.m.Nu})
}

// visIgen is how often a service shows where the municipality stands.
const visIgen = time.Minute

// visStand shows where the municipality stands on the notice board, now and then until the context ends (R120).
func (t *tjeneste) visStand(ctx context.Context) error {
	keeper := t.tovholder()
	ticker := time.NewTicker(visIgen)
	defer ticker.Stop()
	for {
		if err := keeper.VisStand(ctx); err != nil && ctx.Err() == nil {
			t.log.Warn("where the municipality stands is not shown", "next_try", visIgen, "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

type programmeCmd struct {
	Status programmeStatusCmd `cmd:"" help:"The eight steps and two, as they stand (R121)."`
}

type programmeStatusCmd struct {
	Alle bool `help:"Every municipality of this installation, as it last showed itself (R120)."`
	JSON bool `name:"json" help:"Print as JSON."`
}

// Help shows an example.
func (programmeStatusCmd) Help() string {
	return "Example: indeksbro programme status\n\nEach step's state follows from facts: what is lacking stands beside it. Exit code 1 while a step is not done."
}

// Run prints the steps.
func (c *programmeStatusCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if c.Alle {
		return tellAlle(m, ctx, b, c.JSON)
	}
	f, err := b.tovholder(m).Forloeb(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		if err := m.printJSON(f); err != nil {
			return err
		}
	} else {
		tellForloeb(m, f)
	}
	if f.Gjorte() < len(f.Trin) {
		return findings
	}
	return nil
}

var trinord = map[forloeb.Tilstand]string{forloeb.Venter: "waits", forloeb.Klar: "ready", forloeb.Igang: "begun", forloeb.Stoppet: "STOPPED", forloeb.Gjort: "done"}

func tellForloeb(m *miljoe, f *forloeb.Forloeb) {
	for _, t := range f.Trin {
		m.printf("%-2s %-8s %3d %%  %s\n", t.Nr, trinord[t.Tilstand], t.Andel, t.Navn)
		for _, k := range t.Fakta {
			if !k.Opfyldt {
				m.printf("               %s\n", k.English)
			}
		}
		for _, w := range t.Advarsler {
			m.printf("               note %s: %s\n", w.Regel, w.English)
		}
	}
	m.printf("%d of %d steps are done\n", f.Gjorte(), len(f.Trin))
}

func tellAlle(m *miljoe, ctx context.Context, b *bro, asJSON bool) error {
	all, err := b.db.Kommunestande(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		return m.printJSON(all)
	}
	for _, k := range all {
		short := k.Kort()
		m.printf("%s  %2d of %d done  klassifikation %-5t eksport %-5t sapa %-5t  %s\n", k.Kommune, short.Gjorte, len(k.Trin), k.Klassifikation, k.Eksport, k.Sapa, k.Navn)
	}
	if len(all) == 0 {
		m.printf("no municipality has shown where it stands; `indeksbro serve` does\n")
	}
	return nil
}
