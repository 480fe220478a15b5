package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
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
	name, text string
	batch      int
	index      bool
}{
	{"sag", "SELECT * FROM sag WHERE kommune = $1", 5_000, false}, {"bevilling", "SELECT * FROM bevilling WHERE kommune = $1", 5_000, false},
	{"ledger", "SELECT * FROM ledger WHERE kommune = $1", 2_500, false}, {"objekt", "SELECT * FROM objekt WHERE kommune = $1", 2_500, true},
	{"person", "SELECT * FROM person WHERE kommune = $1", 2_500, true},
}

// WriteBare copies the rows of a municipality into an empty database of the same schema on the same server and times the writing alone, by
// COPY, the fastest way the engine has: the limit of what a load can be (07-quality, load.ratio). Reading them back is not timed.
func WriteBare(ctx context.Context, from, to string, kommune oio.CVR) (Bare, error) {
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
	defer func() { _ = target.Close() }()
	for _, table := range bareTables {
		rows, took, err := copyTable(ctx, source, target, kommune, table.name, table.text, table.batch)
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

func copyTable(ctx context.Context, source, target *DB, kommune oio.CVR, name, text string, batch int) (count int, took time.Duration, err error) {
	var held [][]any
	var columns []string
	write := func() error {
		began := time.Now()
		err := pgx.BeginFunc(ctx, target.pool, func(t pgx.Tx) error {
			_, err := t.CopyFrom(ctx, pgx.Identifier{name}, columns, pgx.CopyFromRows(held))
			return err
		})
		took += time.Since(began)
		count += len(held)
		held = held[:0]
		return err
	}
	err = source.query(ctx, kommune, text, func(rows pgx.Rows) error {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		if columns == nil {
			for _, f := range rows.FieldDescriptions() {
				columns = append(columns, f.Name)
			}
		}
		held = append(held, values)
		if len(held) < batch {
			return nil
		}
		return write()
	})
	if err == nil && len(held) > 0 {
		err = write()
	}
	return count, took, err
}

// NyDatabase makes an empty database on the server of another and gives its address, and what removes it again. Measurements use it.
func NyDatabase(ctx context.Context, beside, name string) (url string, remove func() error, err error) {
	config, err := pgx.ParseConfig(beside)
	if err != nil {
		return "", nil, errAdresse
	}
	do := func(ctx context.Context, text string) error {
		c, err := pgx.ConnectConfig(ctx, config)
		if err != nil {
			return err
		}
		_, err = c.Exec(ctx, text)
		return errors.Join(err, c.Close(ctx))
	}
	quoted := pgx.Identifier{name}.Sanitize()
	if err := do(ctx, "CREATE DATABASE "+quoted); err != nil {
		return "", nil, fmt.Errorf("make database: %w", err)
	}
	return udskift(config, name), func() error { return do(context.WithoutCancel(ctx), "DROP DATABASE IF EXISTS "+quoted+" WITH (FORCE)") }, nil
}

// udskift is a configuration's address with another database.
func udskift(config *pgx.ConnConfig, name string) string {
	quote := func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'" }
	text := fmt.Sprintf("host=%s port=%d user=%s dbname=%s", quote(config.Host), config.Port, quote(config.User), quote(name))
	if config.Password != "" {
		text += " password=" + quote(config.Password)
	}
	if config.TLSConfig == nil {
		text += " sslmode=disable"
	}
	return text
}
