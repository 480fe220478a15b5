package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"indeksbro/internal/borger"
	"indeksbro/internal/oio"
)

// Kontakter is the history of contacts written by hand, oldest first (R080).
func (db *DB) Kontakter(ctx context.Context, kommune oio.CVR) ([]borger.ManuelKontakt, error) {
	var history []borger.ManuelKontakt
	err := db.query(ctx, kommune, "SELECT tid, af, enhed, navn, telefon, telefontid, email FROM kontakt WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var m borger.ManuelKontakt
		var when int64
		var unit []byte
		if err := rows.Scan(&when, &m.Af, &unit, &m.Kontakt.Enhed, &m.Kontakt.Telefon, &m.Kontakt.Tid, &m.Kontakt.Email); err != nil {
			return err
		}
		copy(m.Enhed[:], unit)
		m.Tid = time.UnixMilli(when)
		history = append(history, m)
		return nil
	})
	return history, err
}

// SaetKontakt adds one to the history.
func (db *DB) SaetKontakt(ctx context.Context, kommune oio.CVR, m borger.ManuelKontakt) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "kontakt")
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO kontakt (kommune, nr, tid, af, enhed, navn, telefon, telefontid, email) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			t.kommune, nr, m.Tid.UnixMilli(), m.Af, m.Enhed[:], m.Kontakt.Enhed, m.Kontakt.Telefon, m.Kontakt.Tid, m.Kontakt.Email); err != nil {
			return fmt.Errorf("keep contact: %w", err)
		}
		return nil
	})
}
