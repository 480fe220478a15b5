package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
)

// tabeller are all tables of the schema as it is, the list of municipalities last: a table that comes with a later migration is among them by itself.
func (db *DB) tabeller(ctx context.Context) ([]string, error) {
	var all []string
	err := again(ctx, func() error {
		rows, err := db.pool.Query(ctx, `SELECT c.relname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attname = 'kommune' AND NOT a.attisdropped
ORDER BY c.relname = 'kommune', c.relname`)
		if err != nil {
			return fmt.Errorf("list tables: %w", err)
		}
		all, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return all, err
}

// Raekker implements store.Store.
func (db *DB) Raekker(ctx context.Context, kommune oio.CVR) (map[string]int64, error) {
	tables, err := db.tabeller(ctx)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]int64, len(tables))
	err = db.snapshot(ctx, kommune, func(query queryFunc) error {
		for _, table := range tables {
			err := query(ctx, "SELECT count(*) FROM "+pgx.Identifier{table}.Sanitize()+" WHERE kommune = $1", func(rows pgx.Rows) error {
				var n int64
				err := rows.Scan(&n)
				counts[table] = n
				return err
			})
			if err != nil {
				return fmt.Errorf("count %s: %w", table, err)
			}
		}
		return nil
	})
	return counts, err
}

// SletAlt implements store.Store, in one transaction: it keeps none of the neighbours waiting. Its own mark goes too, so a deletion that was never
// answered runs again, over nothing.
func (db *DB) SletAlt(ctx context.Context, kommune oio.CVR) error {
	tables, err := db.tabeller(ctx)
	if err != nil {
		return err
	}
	return db.update(ctx, kommune, func(t *tx) error {
		// The audit log's trigger lets go only what a retention covers.
		var last int64
		if err := t.one(ctx, "SELECT coalesce(max(nr), 0) FROM opslag WHERE kommune = $1", nil, &last); err != nil {
			return err
		}
		if last > 0 {
			if err := t.must(ctx, "delete the audit log", `INSERT INTO opslag (kommune, nr, tid, hvem, borger, hvad, indhold, fjernet, led)
VALUES ($1, $2::bigint + 1, 0, '', decode(repeat('00', 16), 'hex'), '', ''::bytea, $2::bigint + 1, decode(repeat('00', 32), 'hex'))`, last); err != nil {
				return err
			}
			if err := t.must(ctx, "delete the audit log", "DELETE FROM opslag WHERE kommune = $1 AND nr <= $2", last); err != nil {
				return err
			}
		}
		for _, table := range tables {
			if err := t.must(ctx, "delete from "+table, "DELETE FROM "+pgx.Identifier{table}.Sanitize()+" WHERE kommune = $1"); err != nil {
				return err
			}
		}
		return nil
	})
}
