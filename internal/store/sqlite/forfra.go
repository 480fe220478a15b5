package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// Forfra gives the last start-over, or a zero one.
func (db *DB) Forfra(ctx context.Context, kommune oio.CVR) (export.Forfra, error) {
	var f export.Forfra
	err := db.query(ctx, kommune, "SELECT indhold FROM forfra WHERE kommune = ? ORDER BY nr DESC LIMIT 1", func(rows *sql.Rows) error {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return err
		}
		return json.Unmarshal(text, &f)
	})
	return f, err
}

// GemForfra keeps a start-over; a new one, with number zero, gets the next.
func (db *DB) GemForfra(ctx context.Context, kommune oio.CVR, f *export.Forfra) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if f.Nr == 0 {
			nr, err := t.next(ctx, "forfra")
			if err != nil {
				return err
			}
			f.Nr = nr
		}
		text, err := json.Marshal(f)
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO forfra (kommune, nr, indhold) VALUES (?, ?, ?) ON CONFLICT (kommune, nr) DO UPDATE SET indhold = excluded.indhold", t.kommune, f.Nr, string(text)); err != nil {
			return fmt.Errorf("keep start-over: %w", err)
		}
		return nil
	})
}
