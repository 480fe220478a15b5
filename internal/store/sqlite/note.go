package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// Noter is everything written beside the decisions, oldest first.
func (db *DB) Noter(ctx context.Context, kommune oio.CVR) ([]mapping.Note, error) {
	var notes []mapping.Note
	err := db.query(ctx, kommune, "SELECT nr, tid, af, art, id, slags, kode, tekst FROM note WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var n mapping.Note
		var when int64
		if err := rows.Scan(&n.Nr, &when, &n.Af, &n.Art, &n.ID, &n.Slags, &n.Kode, &n.Tekst); err != nil {
			return err
		}
		n.Tid = time.UnixMilli(when)
		notes = append(notes, n)
		return nil
	})
	return notes, err
}

// SkrivNoter adds notes in order. Nr is given here.
func (db *DB) SkrivNoter(ctx context.Context, kommune oio.CVR, notes []mapping.Note) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "note")
		if err != nil {
			return err
		}
		for i, n := range notes {
			if _, err := t.exec(ctx, "INSERT INTO note (kommune, nr, tid, af, art, id, slags, kode, tekst) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
				t.kommune, nr+int64(i), n.Tid.UnixMilli(), n.Af, string(n.Art), n.ID, string(n.Slags), n.Kode, n.Tekst); err != nil {
				return fmt.Errorf("keep note: %w", err)
			}
		}
		return nil
	})
}
