package app

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"indeksbro/internal/store/sqlite"
)

// ratio holds the load against the bare engine: the very rows the load left, in the same order and batches, into the same
// schema with the same settings, one prepared statement and nothing else.
func (c *benchCmd) ratio(m *miljoe, ctx context.Context, directory string, took time.Duration, objects int) error {
	raw, err := sqlite.WriteBare(ctx, filepath.Join(directory, databaseFile), filepath.Join(directory, "bare.db"))
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
