package postgres

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

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
	err := db.query(ctx, kommune, "SELECT nr, tid, af, emne, kode, dato, tekst FROM program_faktum WHERE kommune = $1 AND nr > $2 ORDER BY nr", func(rows pgx.Rows) error {
		var f program.Faktum
		var when int64
		err := rows.Scan(&f.Nr, &when, &f.Af, &f.Emne, &f.Kode, &f.Dato, &f.Tekst)
		f.Tid = time.UnixMilli(when)
		facts = append(facts, f)
		return err
	}, nr)
	return facts, err
}

// GemFakta implements store.Store.
func (db *DB) GemFakta(ctx context.Context, kommune oio.CVR, facts []program.Faktum) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) FROM program_faktum WHERE kommune = $1")
		if err != nil {
			return err
		}
		return t.must(ctx, "keep facts", `INSERT INTO program_faktum (kommune, nr, tid, af, emne, kode, dato, tekst)
SELECT $1, $2 + n.nr, n.tid, n.af, n.emne, n.kode, n.dato, n.tekst
FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::text[]) WITH ORDINALITY AS n (tid, af, emne, kode, dato, tekst, nr)`, nr,
			column(facts, func(f *program.Faktum) int64 { return millis(f.Tid) }), column(facts, func(f *program.Faktum) string { return clean(f.Af) }),
			column(facts, func(f *program.Faktum) string { return string(f.Emne) }), column(facts, func(f *program.Faktum) string { return clean(f.Kode) }),
			column(facts, func(f *program.Faktum) int32 { return int32(f.Dato) }), column(facts, func(f *program.Faktum) string { return clean(f.Tekst) }))
	})
}

// Aktiveringer implements store.Store.
func (db *DB) Aktiveringer(ctx context.Context, kommune oio.CVR) ([]program.Aktivering, error) {
	var all []program.Aktivering
	err := db.query(ctx, kommune, "SELECT nr, tid, af, aktiv, trods FROM aktivering WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var a program.Aktivering
		var when int64
		err := rows.Scan(&a.Nr, &when, &a.Af, &a.Aktiv, &a.Trods)
		a.Tid = time.UnixMilli(when)
		all = append(all, a)
		return err
	})
	return all, err
}

// Arbejdsplan implements store.Store.
func (db *DB) Arbejdsplan(ctx context.Context, kommune oio.CVR) (export.Plan, error) {
	var p export.Plan
	err := db.query(ctx, kommune, "SELECT sag_seq, bev_seq, katalog, indhold FROM plan WHERE kommune = $1", func(rows pgx.Rows) error {
		var text string
		if err := rows.Scan(&p.SagSeq, &p.BevSeq, &p.Katalog, &text); err != nil {
			return err
		}
		return json.Unmarshal([]byte(text), &p)
	})
	return p, err
}
