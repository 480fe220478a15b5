package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/store/postgres"
	"indeksbro/internal/store/sqlite"
)

// databases makes a database for each working directory, when they are to be on a server, and gives what removes them.
func (c *benchCmd) databases(m *miljoe, ctx context.Context, directories ...string) (remove func(), err error) {
	var made []func() error
	remove = func() {
		for _, one := range made {
			if err := one(); err != nil {
				_, _ = fmt.Fprintf(m.Stderr, "bench: a database is left behind: %v\n", err)
			}
		}
	}
	if c.Store == "sqlite" {
		return remove, nil
	}
	if m.db == "" {
		return nil, inputError("--store postgres needs --db: a server where databases may be made")
	}
	c.urls = make(map[string]string)
	for _, directory := range directories {
		for _, of := range []string{directory, bareOf(directory)} {
			url, drop, err := postgres.NyDatabase(ctx, m.db, "indeksbro_bench_"+strings.ToLower(rand.Text()[:10]))
			if err != nil {
				remove()
				return nil, err
			}
			made = append(made, drop)
			c.urls[of] = url
		}
	}
	return remove, nil
}

func bareOf(directory string) string { return filepath.Join(directory, "bare.db") }

// inner is a working directory's installation.
func (c *benchCmd) inner(m *miljoe, directory string) *miljoe {
	return &miljoe{World: m.World, data: directory, kommune: string(oio.Korsbaek), db: c.urls[directory]}
}

// globally is a command line on a working directory's installation.
func (c *benchCmd) globally(directory string, args ...string) []string {
	return append([]string{"--data", directory, "--db=" + c.urls[directory]}, args...)
}

// bare is what the engine alone needs: the very rows the load left, in the same order and batches, into the same schema with the same
// settings, and nothing else.
func (c *benchCmd) bare(ctx context.Context, directory string) (sqlite.Bare, error) {
	if url := c.urls[directory]; url != "" {
		raw, err := postgres.WriteBare(ctx, url, c.urls[bareOf(directory)], oio.Korsbaek)
		return sqlite.Bare(raw), err
	}
	return sqlite.WriteBare(ctx, filepath.Join(directory, databaseFile), bareOf(directory))
}

// ratio holds the load against the bare engine.
func (c *benchCmd) ratio(m *miljoe, ctx context.Context, directory string, took time.Duration, objects int) error {
	raw, err := c.bare(ctx, directory)
	if err != nil {
		return fmt.Errorf("bare engine: %w", err)
	}
	ours := float64(raw.Rows) / took.Seconds()
	bare := float64(raw.Rows) / raw.Took.Seconds()
	if err := c.print(m, figure{"load.ratio", ours, "rows/s", bare, ours / bare, objects,
		fmt.Sprintf("mirror, ledger and index rows; limit: bare engine, %d rows in %.1f s", raw.Rows, raw.Took.Seconds())}); err != nil {
		return err
	}
	alone := float64(raw.IndexRows) / took.Seconds()
	bareIndex := float64(raw.IndexRows) / raw.IndexTook.Seconds()
	return c.print(m, figure{"load.index", alone, "rows/s", bareIndex, alone / bareIndex, objects, "index rows alone against the bare engine writing only them"})
}
