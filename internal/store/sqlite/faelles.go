package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"indeksbro/internal/oio"
	"indeksbro/internal/suggest"
)

// Faelles is what other municipalities have chosen, as imported (R125).
func (db *DB) Faelles(ctx context.Context, kommune oio.CVR) ([]suggest.KommuneValg, error) {
	var all []suggest.KommuneValg
	err := db.query(ctx, kommune, "SELECT fra, slags, navn, lov, paragraf, kode FROM faelles_valg WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var v suggest.KommuneValg
		err := rows.Scan(&v.Kommune, &v.Slags, &v.Navn, &v.Lov, &v.Paragraf, &v.Kode)
		all = append(all, v)
		return err
	})
	return all, err
}

// GemFaelles replaces what is known of every municipality that the choices are of. It touches nothing that is sent.
func (db *DB) GemFaelles(ctx context.Context, kommune oio.CVR, choices []suggest.KommuneValg) error {
	return db.update(ctx, kommune, func(t *tx) error {
		renewed := map[oio.CVR]bool{}
		for _, v := range choices {
			if !renewed[v.Kommune] {
				renewed[v.Kommune] = true
				if _, err := t.exec(ctx, "DELETE FROM faelles_valg WHERE kommune = ? AND fra = ?", t.kommune, string(v.Kommune)); err != nil {
					return fmt.Errorf("keep choices: %w", err)
				}
			}
			if _, err := t.exec(ctx, "INSERT INTO faelles_valg (kommune, fra, slags, navn, lov, paragraf, kode) VALUES (?, ?, ?, ?, ?, ?, ?)", t.kommune, string(v.Kommune), v.Slags, v.Navn, v.Lov, v.Paragraf, v.Kode); err != nil {
				return fmt.Errorf("keep choices: %w", err)
			}
		}
		return t.known(ctx)
	})
}
