package sqlite

import (
	"context"
	"database/sql"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
)

const addKald = `INSERT INTO borgerkald (kommune, dag, slags, kald, med_data) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kommune, dag, slags) DO UPDATE SET kald = kald + excluded.kald, med_data = med_data + excluded.med_data`

// Omraadetal implements store.Store.
func (db *DB) Omraadetal(ctx context.Context, kommune oio.CVR, length int) ([]visning.Omraadetal, error) {
	var all []visning.Omraadetal
	for _, text := range []string{
		`SELECT substr(kle, 1, ?2) AS nummer, NULL, coalesce(sum(art = 1), 0), coalesce(sum(art = 2), 0), count(DISTINCT borger), coalesce(min(nullif(fra, 0)), 0)
FROM objekt WHERE kommune = ?1 AND art IN (1, 2) AND length(kle) >= ?2 GROUP BY 1 ORDER BY 1`,
		`SELECT substr(kle, 1, ?2) AS nummer, system, coalesce(sum(art = 1), 0), coalesce(sum(art = 2), 0), count(DISTINCT borger), coalesce(min(nullif(fra, 0)), 0)
FROM objekt WHERE kommune = ?1 AND art IN (1, 2) AND length(kle) >= ?2 GROUP BY 1, 2 ORDER BY 1, 2`,
	} {
		err := db.query(ctx, kommune, text, func(rows *sql.Rows) error {
			var o visning.Omraadetal
			var system []byte
			err := rows.Scan(&o.Nummer, &system, &o.Sager, &o.Bevillinger, &o.Borgere, &o.Aeldste)
			copy(o.System[:], system)
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
	return db.sager(ctx, kommune, "WHERE kommune = ? AND borger = ?", borger[:])
}

// TaelKald implements store.Store.
func (db *DB) TaelKald(ctx context.Context, kommune oio.CVR, calls []visning.Kald) error {
	return db.update(ctx, kommune, func(t *tx) error {
		for _, k := range calls {
			if _, err := t.exec(ctx, addKald, t.kommune, int64(k.Dag), string(k.Slags), k.Antal, k.MedData); err != nil {
				return err
			}
		}
		return nil
	})
}

// Kald implements store.Store.
func (db *DB) Kald(ctx context.Context, kommune oio.CVR, fra oio.Dato) ([]visning.Kald, error) {
	var all []visning.Kald
	err := db.query(ctx, kommune, "SELECT dag, slags, kald, med_data FROM borgerkald WHERE kommune = ? AND dag >= ? ORDER BY dag, slags", func(rows *sql.Rows) error {
		var k visning.Kald
		err := rows.Scan(&k.Dag, &k.Slags, &k.Antal, &k.MedData)
		all = append(all, k)
		return err
	}, int64(fra))
	return all, err
}
