package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"

	"indeksbro/internal/simulate/historier"
	"indeksbro/internal/store/postgres"
	"indeksbro/internal/store/sqlite"
)

// historietal is what many seeds did, for machines.
type historietal struct {
	Seeds int    `json:"seeds"`
	From  uint64 `json:"from"`
	historier.Tal
	Differences int             `json:"differences"`
	PerSecond   float64         `json:"seedsPerSecond"`
	Failed      *historier.Brud `json:"failed,omitempty"`

	again string // what else the command takes to play a seed once more
}

// historiebase makes a place for one history, and what takes it away again.
type historiebase func() (historier.Base, func(), error)

// historiebaser are directories, or databases on the server that --db names; all of them are removed at last.
func (c *simulateCmd) historiebaser(m *miljoe, ctx context.Context) (place historiebase, remove func(), err error) {
	if c.Store == "postgres" {
		if m.db == "" {
			return nil, nil, inputError("--store postgres needs --db: a server where databases may be made")
		}
		places, err := postgres.NyeHistoriebaser(ctx, m.db, "indeksbro_simulate_"+strings.ToLower(rand.Text()[:10]))
		if err != nil {
			return nil, nil, fmt.Errorf("--db: %w", err)
		}
		return places.Ny, func() {
			if err := places.Luk(context.WithoutCancel(ctx)); err != nil {
				_, _ = fmt.Fprintf(m.Stderr, "simulate: a database is left behind: %v\n", err)
			}
		}, nil
	}
	dir, err := os.MkdirTemp("", "indeksbro-simulate-")
	if err != nil {
		return nil, nil, fmt.Errorf("make simulator directory: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) }
	empty, err := sqlite.TomDatabase(ctx, dir)
	if err != nil {
		remove()
		return nil, nil, err
	}
	return func() (historier.Base, func(), error) {
		own, err := os.MkdirTemp(dir, "seed-")
		return &sqlite.Historiebase{Dir: own, Tom: empty}, func() { _ = os.RemoveAll(own) }, err
	}, remove, nil
}

// historier plays random histories, each in a place of its own that is removed.
func (c *simulateCmd) historier(m *miljoe, ctx context.Context) error {
	place, remove, err := c.historiebaser(m, ctx)
	if err != nil {
		return err
	}
	defer remove()
	progress := newProgress(m.Stderr, m.Nu, "seeds", 0, nil)
	began := m.Nu()
	l := historier.Loeb{Fra: c.From, Antal: c.Seeds, Samtidig: runtime.GOMAXPROCS(0), Fremgang: progress.at, Base: place}
	out, err := l.Koer(ctx)
	progress.end()
	if err != nil {
		return err
	}
	told := historietal{Seeds: out.Seeds, From: c.From, Tal: out.Tal, PerSecond: float64(out.Seeds) / m.Nu().Sub(began).Seconds(), Failed: out.Brudt}
	if out.Brudt != nil {
		told.Differences = 1
	}
	if c.Store == "postgres" {
		told.again = " --store postgres"
	}
	if c.JSON {
		if err := m.printJSON(told); err != nil {
			return err
		}
	} else {
		tellHistorier(m, &told)
	}
	if out.Brudt != nil {
		return &exitError{code: exitFindings}
	}
	return nil
}

func tellHistorier(m *miljoe, t *historietal) {
	if b := t.Failed; b != nil {
		m.printf("seed %d fails: %s\n\nthe story, shrunk from %d steps (%d tries):\n", b.Seed, b.Fund.Regel, b.Skridt, b.Proevet)
		for _, line := range b.Spor {
			m.printf("  %s\n", line)
		}
		m.printf("what differs:\n    %s\n\nagain: indeksbro simulate --seeds 1 --from %d%s\n\n", b.Fund.Tekst, b.Seed, t.again)
	}
	m.printf("%d seeds, %d steps, %d objects sent, %d removed, differences: %d, %.0f seeds a second\n", t.Seeds, t.Skridt, t.Sendt, t.Fjernet, t.Differences, t.PerSecond)
	for _, what := range slices.Sorted(maps.Keys(t.Fejl)) {
		m.printf("  %8d × %s\n", t.Fejl[what], what)
	}
}
