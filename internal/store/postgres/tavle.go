package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
)

// GemKommunestand implements store.Store.
func (db *DB) GemKommunestand(ctx context.Context, stand *tavle.Kommunestand) error {
	text, err := json.Marshal(stand)
	if err != nil {
		return err
	}
	short := stand.Kort()
	return db.update(ctx, stand.Kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		if err := t.must(ctx, "keep standing", "INSERT INTO kommunestand (kommune, indhold) VALUES ($1, $2) ON CONFLICT (kommune) DO UPDATE SET indhold = excluded.indhold", clean(string(text))); err != nil {
			return err
		}
		return t.must(ctx, "keep standing", `INSERT INTO kommunedag (kommune, dag, gjorte, klassifikation, eksport, sapa) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kommune, dag) DO UPDATE SET gjorte = excluded.gjorte, klassifikation = excluded.klassifikation, eksport = excluded.eksport, sapa = excluded.sapa`,
			int32(short.Dag), short.Gjorte, short.Klassifikation, short.Eksport, short.Sapa)
	})
}

// Kommunestande implements store.Store.
func (db *DB) Kommunestande(ctx context.Context) ([]tavle.Kommunestand, error) {
	return alle(ctx, db, "SELECT indhold FROM kommunestand ORDER BY kommune", func(rows pgx.Rows) (one tavle.Kommunestand, err error) {
		var text string
		if err := rows.Scan(&text); err != nil {
			return one, err
		}
		return one, json.Unmarshal([]byte(text), &one)
	})
}

// Kommunedage implements store.Store.
func (db *DB) Kommunedage(ctx context.Context, fra oio.Dato) ([]tavle.Dag, error) {
	return alle(ctx, db, "SELECT kommune, dag, gjorte, klassifikation, eksport, sapa FROM kommunedag WHERE dag >= $1 ORDER BY dag, kommune", func(rows pgx.Rows) (d tavle.Dag, err error) {
		var key int64
		err = rows.Scan(&key, &d.Dag, &d.Gjorte, &d.Klassifikation, &d.Eksport, &d.Sapa)
		d.Kommune = cvrOf(key)
		return d, err
	}, int32(fra))
}

// SlaaOp implements store.Store.
func (db *DB) SlaaOp(ctx context.Context, kommune oio.CVR, notices []tavle.Opslag) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) FROM tavle WHERE kommune = $1")
		if err != nil {
			return err
		}
		return t.must(ctx, "put up notices", `INSERT INTO tavle (kommune, nr, tid, af, art, kode, tekst)
SELECT $1, $2 + n.nr, n.tid, n.af, n.art, n.kode, n.tekst
FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS n (tid, af, art, kode, tekst, nr)`, nr,
			column(notices, func(o *tavle.Opslag) int64 { return millis(o.Tid) }), column(notices, func(o *tavle.Opslag) string { return clean(o.Af) }),
			column(notices, func(o *tavle.Opslag) string { return string(o.Art) }), column(notices, func(o *tavle.Opslag) string { return clean(o.Kode) }),
			column(notices, func(o *tavle.Opslag) string { return clean(o.Tekst) }))
	})
}

// Tavle implements store.Store.
func (db *DB) Tavle(ctx context.Context, kinds ...tavle.Art) ([]tavle.Opslag, error) {
	return alle(ctx, db, "SELECT kommune, nr, tid, af, art, kode, tekst FROM tavle WHERE art = ANY($1::text[]) ORDER BY tid, kommune, nr", func(rows pgx.Rows) (o tavle.Opslag, err error) {
		var key, when int64
		err = rows.Scan(&key, &o.Nr, &when, &o.Af, &o.Art, &o.Kode, &o.Tekst)
		o.Kommune, o.Tid = cvrOf(key), time.UnixMilli(when)
		return o, err
	}, column(kinds, func(k *tavle.Art) string { return string(*k) }))
}

// alle reads what is shown to all municipalities; nothing else may be asked for by it.
func alle[T any](ctx context.Context, db *DB, text string, scan func(pgx.Rows) (T, error), args ...any) ([]T, error) {
	var all []T
	err := again(ctx, func() error {
		all = nil
		rows, err := db.pool.Query(ctx, text, args...)
		if err != nil {
			return fmt.Errorf("read the notice board: %w", err)
		}
		return each(rows, func(rows pgx.Rows) error {
			one, err := scan(rows)
			all = append(all, one)
			return err
		})
	})
	return all, err
}

// cvrOf is a municipality's key as its CVR number.
func cvrOf(key int64) oio.CVR { return oio.CVR(fmt.Sprintf("%08s", strconv.FormatInt(key, 10))) }
