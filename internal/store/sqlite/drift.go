package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

var _ store.Store = (*DB)(nil)

// Kommuner lists the municipalities of the installation.
func (db *DB) Kommuner(ctx context.Context) ([]oio.CVR, error) {
	rows, err := db.read.QueryContext(ctx, "SELECT kommune FROM kommune ORDER BY kommune")
	if err != nil {
		return nil, fmt.Errorf("list municipalities: %w", err)
	}
	var known []oio.CVR
	err = each(rows, func(rows *sql.Rows) error {
		var key int64
		if err := rows.Scan(&key); err != nil {
			return err
		}
		known = append(known, cvrOf(key))
		return nil
	})
	return known, err
}

// Aktiver notes that Eksporter sager is switched on or off, by whom and in spite of what (R090). What changed while it was off
// is on record and is worked through once it is on.
func (db *DB) Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "aktivering")
		if err != nil {
			return err
		}
		if _, err := t.exec(ctx, "INSERT INTO aktivering (kommune, nr, tid, af, aktiv, trods) VALUES (?, ?, ?, ?, ?, ?)",
			t.kommune, nr, when.UnixMilli(), af, aktiv, trods); err != nil {
			return fmt.Errorf("note activation: %w", err)
		}
		if _, err := t.exec(ctx, "UPDATE kommune SET aktiv = ? WHERE kommune = ?", aktiv, t.kommune); err != nil {
			return fmt.Errorf("activate: %w", err)
		}
		return nil
	})
}

// SagerPrEnhed counts the cases of a sagstype by the unit responsible (R007).
func (db *DB) SagerPrEnhed(ctx context.Context, kommune oio.CVR, sagstype string) (map[string]int, error) {
	counts := make(map[string]int)
	err := db.query(ctx, kommune, "SELECT coalesce(enhed, ''), count(*) FROM sag WHERE kommune = ? AND sagstype = ? AND slettet = 0 GROUP BY 1", func(rows *sql.Rows) error {
		var unit string
		var n int
		if err := rows.Scan(&unit, &n); err != nil {
			return err
		}
		counts[unit] = n
		return nil
	}, sagstype)
	return counts, err
}

// SidstIndlaest is when something was last taken from the source, or the zero time.
func (db *DB) SidstIndlaest(ctx context.Context, kommune oio.CVR) (time.Time, error) {
	return db.moment(ctx, kommune, "SELECT coalesce(max(tid), 0) FROM (SELECT tid FROM indlaesning WHERE kommune = ? ORDER BY nr DESC LIMIT 1)")
}

// OrganisationHentet is when FK Organisation was last imported, or the zero time.
func (db *DB) OrganisationHentet(ctx context.Context, kommune oio.CVR) (time.Time, error) {
	return db.moment(ctx, kommune, "SELECT coalesce(max(tid), 0) FROM (SELECT tid FROM organisation_import WHERE kommune = ? ORDER BY nr DESC LIMIT 1)")
}

// KLEHentet is when KLE was last imported, or the zero time.
func (db *DB) KLEHentet(ctx context.Context, kommune oio.CVR) (time.Time, error) {
	return db.moment(ctx, kommune, "SELECT coalesce(max(tid), 0) FROM (SELECT tid FROM kle_import WHERE kommune = ? ORDER BY nr DESC LIMIT 1)")
}

func (db *DB) moment(ctx context.Context, kommune oio.CVR, text string) (time.Time, error) {
	var when int64
	err := db.query(ctx, kommune, text, func(rows *sql.Rows) error { return rows.Scan(&when) })
	if err != nil || when == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(when), nil
}

// IndeksTal counts the embedded indexes. It walks an index, so it is for the front page and the command line.
func (db *DB) IndeksTal(ctx context.Context, kommune oio.CVR) (store.IndeksTal, error) {
	var n store.IndeksTal
	var changed int64
	err := db.query(ctx, kommune, "SELECT coalesce(sum(sag IS NULL), 0), coalesce(sum(sag IS NOT NULL), 0), coalesce(max(ststidspunkt), 0) FROM objekt WHERE kommune = ?",
		func(rows *sql.Rows) error { return rows.Scan(&n.Sager, &n.Bevillinger, &changed) })
	if err != nil {
		return n, err
	}
	if changed != 0 {
		n.SidstAendret = time.UnixMilli(changed)
	}
	err = db.query(ctx, kommune, "SELECT count(*) FROM person WHERE kommune = ?", func(rows *sql.Rows) error { return rows.Scan(&n.Borgere) })
	return n, err
}
