package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Fakta implements store.Store.
func (db *DB) Fakta(ctx context.Context, kommune oio.CVR) ([]program.Faktum, error) {
	return db.FaktaEfter(ctx, kommune, 0)
}

// FaktaEfter implements store.Store.
func (db *DB) FaktaEfter(ctx context.Context, kommune oio.CVR, nr int64) ([]program.Faktum, error) {
	var facts []program.Faktum
	err := db.query(ctx, kommune, "SELECT nr, tid, af, emne, kode, dato, tekst FROM program_faktum WHERE kommune = ? AND nr > ? ORDER BY nr", func(rows *sql.Rows) error {
		var f program.Faktum
		var when int64
		if err := rows.Scan(&f.Nr, &when, &f.Af, &f.Emne, &f.Kode, &f.Dato, &f.Tekst); err != nil {
			return err
		}
		f.Tid = time.UnixMilli(when)
		facts = append(facts, f)
		return nil
	}, nr)
	return facts, err
}

// GemFakta implements store.Store.
func (db *DB) GemFakta(ctx context.Context, kommune oio.CVR, facts []program.Faktum) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "program_faktum")
		if err != nil {
			return err
		}
		for i, f := range facts {
			if _, err := t.exec(ctx, "INSERT INTO program_faktum (kommune, nr, tid, af, emne, kode, dato, tekst) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
				t.kommune, nr+int64(i), f.Tid.UnixMilli(), f.Af, string(f.Emne), f.Kode, int64(f.Dato), f.Tekst); err != nil {
				return fmt.Errorf("keep fact: %w", err)
			}
		}
		return nil
	})
}

// Aktiveringer implements store.Store.
func (db *DB) Aktiveringer(ctx context.Context, kommune oio.CVR) ([]program.Aktivering, error) {
	var all []program.Aktivering
	err := db.query(ctx, kommune, "SELECT nr, tid, af, aktiv, trods FROM aktivering WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var a program.Aktivering
		var when int64
		if err := rows.Scan(&a.Nr, &when, &a.Af, &a.Aktiv, &a.Trods); err != nil {
			return err
		}
		a.Tid = time.UnixMilli(when)
		all = append(all, a)
		return nil
	})
	return all, err
}

// Arbejdsplan implements store.Store.
func (db *DB) Arbejdsplan(ctx context.Context, kommune oio.CVR) (export.Plan, error) {
	var p export.Plan
	err := db.query(ctx, kommune, "SELECT sag_seq, bev_seq, katalog, indhold FROM plan WHERE kommune = ?", func(rows *sql.Rows) error {
		var text []byte
		if err := rows.Scan(&p.SagSeq, &p.BevSeq, &p.Katalog, &text); err != nil {
			return err
		}
		return json.Unmarshal(text, &p)
	})
	return p, err
}
