package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

// tabel is a table of the schema and the columns of its primary key.
type tabel struct {
	navn   string
	noegle []string
}

// tabeller are all tables of the schema as it is, the list of municipalities last: a table that comes with a later migration is among them by itself.
func (db *DB) tabeller(ctx context.Context) ([]tabel, error) {
	rows, err := db.read.QueryContext(ctx, `SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
WHERE t.schema = 'main' AND t.type = 'table' AND c.pk > 0 AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'goose_%'
ORDER BY t.name = 'kommune', t.name, c.pk`)
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	var all []tabel
	err = each(rows, func(rows *sql.Rows) error {
		var name, column string
		if err := rows.Scan(&name, &column); err != nil {
			return err
		}
		if n := len(all); n == 0 || all[n-1].navn != name {
			all = append(all, tabel{navn: name})
		}
		last := &all[len(all)-1]
		last.noegle = append(last.noegle, column)
		return nil
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
			err := query(ctx, "SELECT count(*) FROM "+table.navn+" WHERE kommune = ?", func(rows *sql.Rows) error {
				var n int64
				err := rows.Scan(&n)
				counts[table.navn] = n
				return err
			})
			if err != nil {
				return fmt.Errorf("count %s: %w", table.navn, err)
			}
		}
		return nil
	})
	return counts, err
}

// sletAdGang is how many rows go in one transaction, so that the neighbours' writes come between.
const sletAdGang = 5_000

// SletAlt implements store.Store. What is deleted is overwritten in the file, not only let go of.
func (db *DB) SletAlt(ctx context.Context, kommune oio.CVR) error {
	if db.write == nil {
		return store.ErrSkrivebeskyttet
	}
	tables, err := db.tabeller(ctx)
	if err != nil {
		return err
	}
	if _, err := db.write.ExecContext(ctx, "PRAGMA secure_delete = ON"); err != nil {
		return fmt.Errorf("delete municipality: %w", told(err))
	}
	defer func() { _, _ = db.write.ExecContext(context.WithoutCancel(ctx), "PRAGMA secure_delete = OFF") }() // of the connection, which goes on
	if err := db.update(ctx, kommune, aabnLog); err != nil {
		return err
	}
	for _, table := range tables {
		if err := db.toem(ctx, kommune, table); err != nil {
			return fmt.Errorf("delete from %s: %w", table.navn, err)
		}
	}
	_, _ = db.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") // where somebody reads just now, the next checkpoint does it
	return nil
}

// aabnLog lets the whole audit log go: its triggers take away only what a retention covers.
func aabnLog(t *tx) error {
	_, err := t.tx.Exec(`INSERT INTO opslag (kommune, nr, tid, hvem, borger, hvad, indhold, fjernet, led)
SELECT kommune, max(nr) + 1, 0, '', zeroblob(16), '', zeroblob(0), max(nr) + 1, zeroblob(32) FROM opslag WHERE kommune = ? GROUP BY kommune`, t.kommune)
	return err
}

func (db *DB) toem(ctx context.Context, kommune oio.CVR, table tabel) error {
	key := strings.Join(table.noegle, ", ")
	text := "DELETE FROM " + table.navn + " WHERE (" + key + ") IN (SELECT " + key + " FROM " + table.navn + " WHERE kommune = ? ORDER BY " + key + " LIMIT +?)"
	for {
		var gone int64
		err := db.update(ctx, kommune, func(t *tx) error {
			done, err := t.exec(ctx, text, t.kommune, sletAdGang)
			if err != nil {
				return err
			}
			gone, err = done.RowsAffected()
			return err
		})
		if err != nil || gone == 0 {
			return err
		}
	}
}
