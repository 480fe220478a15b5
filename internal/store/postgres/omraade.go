package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
)

// Omraadetal implements store.Store.
func (db *DB) Omraadetal(ctx context.Context, kommune oio.CVR, length int) ([]visning.Omraadetal, error) {
	var all []visning.Omraadetal
	for _, text := range []string{
		`SELECT substr(kle, 1, $2) AS nummer, '00000000-0000-0000-0000-000000000000'::uuid, count(*) FILTER (WHERE art = 1), count(*) FILTER (WHERE art = 2), count(DISTINCT borger), coalesce(min(nullif(fra, 0)), 0)
FROM objekt WHERE kommune = $1 AND art IN (1, 2) AND length(kle) >= $2 GROUP BY 1 ORDER BY 1`,
		`SELECT substr(kle, 1, $2) AS nummer, system, count(*) FILTER (WHERE art = 1), count(*) FILTER (WHERE art = 2), count(DISTINCT borger), coalesce(min(nullif(fra, 0)), 0)
FROM objekt WHERE kommune = $1 AND art IN (1, 2) AND length(kle) >= $2 GROUP BY 1, 2 ORDER BY 1, 2`,
	} {
		err := db.query(ctx, kommune, text, func(rows pgx.Rows) error {
			var o visning.Omraadetal
			var system [16]byte
			err := rows.Scan(&o.Nummer, &system, &o.Sager, &o.Bevillinger, &o.Borgere, &o.Aeldste)
			o.System = system
			all = append(all, o)
			return err
		}, length)
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// SagerAf implements store.Store. It walks the municipality's cases, so it is for one page that is asked for now and then.
func (db *DB) SagerAf(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]export.SagRaekke, error) {
	return db.sager(ctx, kommune, sagColumns+"WHERE kommune = $1 AND borger = $2", borger[:])
}

// TaelKald implements store.Store.
func (db *DB) TaelKald(ctx context.Context, kommune oio.CVR, calls []visning.Kald) error {
	return db.update(ctx, kommune, func(t *tx) error {
		for _, k := range calls {
			err := t.must(ctx, "count calls", `INSERT INTO borgerkald (kommune, dag, slags, kald, med_data) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kommune, dag, slags) DO UPDATE SET kald = borgerkald.kald + excluded.kald, med_data = borgerkald.med_data + excluded.med_data`,
				int32(k.Dag), string(k.Slags), int64(k.Antal), int64(k.MedData))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Kald implements store.Store.
func (db *DB) Kald(ctx context.Context, kommune oio.CVR, fra oio.Dato) ([]visning.Kald, error) {
	var all []visning.Kald
	err := db.query(ctx, kommune, "SELECT dag, slags, kald, med_data FROM borgerkald WHERE kommune = $1 AND dag >= $2 ORDER BY dag, slags", func(rows pgx.Rows) error {
		var k visning.Kald
		err := rows.Scan(&k.Dag, &k.Slags, &k.Antal, &k.MedData)
		all = append(all, k)
		return err
	}, int32(fra))
	return all, err
}
