package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"time"
)

// Bare is what the engine alone needs for the rows of a load.
type Bare struct {
	Rows      int
	Took      time.Duration
	IndexRows int
	IndexTook time.Duration
}

// bareTables are the tables a load fills, with the rows a transaction has in the load.
var bareTables = []struct {
	name  string
	batch int
	index bool
}{
	{"sag", 5_000, false}, {"bevilling", 5_000, false}, {"ledger", 2_500, false}, {"objekt", 2_500, true}, {"person", 2_500, true},
}

// WriteBare copies the rows of a loaded database into a new one with the same schema and settings and times the writing alone:
// the limit of what a load can be (07-quality, load.ratio). Reading them back is not timed. The new file is removed again.
func WriteBare(ctx context.Context, from, to string) (Bare, error) {
	var total Bare
	source, err := Open(ctx, from, Options{})
	if err != nil {
		return total, err
	}
	defer func() { _ = source.Close() }()
	target, err := Open(ctx, to, Options{})
	if err != nil {
		return total, err
	}
	defer func() {
		_ = target.Close()
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(to + suffix)
		}
	}()
	for _, table := range bareTables {
		rows, took, err := copyTable(ctx, source, target, table.name, table.batch)
		if err != nil {
			return total, fmt.Errorf("copy %s: %w", table.name, err)
		}
		total.Rows += rows
		total.Took += took
		if table.index {
			total.IndexRows += rows
			total.IndexTook += took
		}
	}
	return total, nil
}

func copyTable(ctx context.Context, source, target *DB, name string, batch int) (int, time.Duration, error) {
	rows, err := source.read.QueryContext(ctx, "SELECT * FROM "+name)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		return 0, 0, err
	}
	insert := "INSERT INTO " + name + " VALUES (?" + strings.Repeat(", ?", len(columns)-1) + ")"
	count, took := 0, time.Duration(0)
	for {
		held, err := readBatch(rows, len(columns), batch)
		if err != nil || len(held) == 0 {
			return count, took, err
		}
		began := time.Now()
		if err := writeBatch(ctx, target, insert, held); err != nil {
			return count, took, err
		}
		took += time.Since(began)
		count += len(held)
	}
}

func readBatch(rows *sql.Rows, width, batch int) ([][]any, error) {
	var held [][]any
	for len(held) < batch && rows.Next() {
		values, into := make([]any, width), make([]any, width)
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		held = append(held, values)
	}
	return held, rows.Err()
}

func writeBatch(ctx context.Context, target *DB, insert string, held [][]any) error {
	t, err := target.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }()
	s, err := t.PrepareContext(ctx, insert)
	if err != nil {
		return err
	}
	for _, values := range held {
		if _, err := s.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	return t.Commit()
}
