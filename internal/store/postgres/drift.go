package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

var _ store.Store = (*DB)(nil)

// Kommuner lists the municipalities of the installation. It is the only statement about more than one.
func (db *DB) Kommuner(ctx context.Context) ([]oio.CVR, error) {
	var known []oio.CVR
	err := again(ctx, func() error {
		known = nil
		rows, err := db.pool.Query(ctx, "SELECT kommune FROM kommune WHERE kendt ORDER BY kommune")
		if err != nil {
			return fmt.Errorf("list municipalities: %w", err)
		}
		return each(rows, func(rows pgx.Rows) error {
			var key int64
			err := rows.Scan(&key)
			known = append(known, cvrOf(key))
			return err
		})
	})
	return known, err
}

// Aktiver notes that Eksporter sager is switched on or off, by whom and in spite of what (R090). What changed while it was off
// is on record and is worked through once it is on.
func (db *DB) Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error {
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM aktivering WHERE kommune = $1")
		if err != nil {
			return err
		}
		if err := t.must(ctx, "note activation", "INSERT INTO aktivering (kommune, nr, tid, af, aktiv, trods) VALUES ($1, $2, $3, $4, $5, $6)", nr, millis(when), clean(af), aktiv, clean(trods)); err != nil {
			return err
		}
		return t.must(ctx, "activate", "UPDATE kommune SET kendt = true, aktiv = $2 WHERE kommune = $1", aktiv)
	})
}

// SagerPrEnhed counts the cases of a sagstype by the unit responsible (R007).
func (db *DB) SagerPrEnhed(ctx context.Context, kommune oio.CVR, sagstype string) (map[string]int, error) {
	counts := make(map[string]int)
	err := db.query(ctx, kommune, "SELECT coalesce(enhed, ''), count(*) FROM sag WHERE kommune = $1 AND sagstype = $2 AND slettet = 0 GROUP BY 1", func(rows pgx.Rows) error {
		var unit string
		var n int
		err := rows.Scan(&unit, &n)
		counts[unit] = n
		return err
	}, sagstype)
	return counts, err
}

// SidstIndlaest is when something was last taken from the source, or the zero time.
func (db *DB) SidstIndlaest(ctx context.Context, kommune oio.CVR) (time.Time, error) {
	return db.moment(ctx, kommune, "SELECT tid FROM indlaesning WHERE kommune = $1 ORDER BY nr DESC LIMIT 1")
}

// OrganisationHentet is when FK Organisation was last imported, or the zero time.
func (db *DB) OrganisationHentet(ctx context.Context, kommune oio.CVR) (time.Time, error) {
	return db.moment(ctx, kommune, "SELECT tid FROM organisation_import WHERE kommune = $1 ORDER BY nr DESC LIMIT 1")
}

// KLEHentet is when KLE was last imported, or the zero time.
func (db *DB) KLEHentet(ctx context.Context, kommune oio.CVR) (time.Time, error) {
	return db.moment(ctx, kommune, "SELECT tid FROM kle_import WHERE kommune = $1 ORDER BY nr DESC LIMIT 1")
}

func (db *DB) moment(ctx context.Context, kommune oio.CVR, text string) (time.Time, error) {
	var when int64
	err := db.query(ctx, kommune, text, func(rows pgx.Rows) error { return rows.Scan(&when) })
	if err != nil || when == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(when), nil
}

// IndeksTal counts the embedded indexes. It walks an index, so it is for the front page and the command line.
func (db *DB) IndeksTal(ctx context.Context, kommune oio.CVR) (store.IndeksTal, error) {
	var n store.IndeksTal
	var changed int64
	err := db.query(ctx, kommune, "SELECT count(*) FILTER (WHERE sag IS NULL), count(*) FILTER (WHERE sag IS NOT NULL), coalesce(max(ststidspunkt), 0) FROM objekt WHERE kommune = $1",
		func(rows pgx.Rows) error { return rows.Scan(&n.Sager, &n.Bevillinger, &changed) })
	if err != nil {
		return n, err
	}
	if changed != 0 {
		n.SidstAendret = time.UnixMilli(changed)
	}
	err = db.query(ctx, kommune, "SELECT count(*) FROM person WHERE kommune = $1", func(rows pgx.Rows) error { return rows.Scan(&n.Borgere) })
	return n, err
}

// waitingFor lists, kind by kind, what refers to something the source has not sent yet. Each gives kind, id, kind and id of what
// is missing; lines of stamdata are read as JSON, since they rest in clear.
const waitingFor = `WITH stam AS (SELECT type, id, convert_from(linje, 'UTF8')::json AS linje FROM stamdata WHERE kommune = $1 AND linje IS NOT NULL)
SELECT * FROM (
SELECT 'enhed' AS type, e.id AS id, 'enhed' AS mangler, e.linje ->> 'overordnet' AS mangelid FROM stam e
  WHERE e.type = 'enhed' AND e.linje ->> 'overordnet' <> '' AND NOT EXISTS (SELECT FROM stam o WHERE o.type = 'enhed' AND o.id = e.linje ->> 'overordnet')
UNION ALL
SELECT 'ydelse', y.id, 'sagstype', coalesce(y.linje ->> 'sagstype', '') FROM stam y
  WHERE y.type = 'ydelse' AND NOT EXISTS (SELECT FROM stam t WHERE t.type = 'sagstype' AND t.id = y.linje ->> 'sagstype')
UNION ALL
SELECT 'sag', s.id, 'sagstype', coalesce(s.sagstype, '') FROM sag s
  WHERE s.kommune = $1 AND s.slettet = 0 AND NOT EXISTS (SELECT FROM stam t WHERE t.type = 'sagstype' AND t.id = s.sagstype)
UNION ALL
SELECT 'sag', s.id, 'enhed', coalesce(s.enhed, '') FROM sag s
  WHERE s.kommune = $1 AND s.slettet = 0 AND NOT EXISTS (SELECT FROM stam t WHERE t.type = 'enhed' AND t.id = s.enhed)
UNION ALL
SELECT 'bevilling', b.id, 'sag', coalesce(b.sag, '') FROM bevilling b
  WHERE b.kommune = $1 AND b.slettet = 0 AND NOT EXISTS (SELECT FROM sag s WHERE s.kommune = $1 AND s.id = b.sag)
UNION ALL
SELECT 'bevilling', b.id, 'ydelse', coalesce(b.ydelse, '') FROM bevilling b
  WHERE b.kommune = $1 AND b.slettet = 0 AND NOT EXISTS (SELECT FROM stam t WHERE t.type = 'ydelse' AND t.id = b.ydelse)
UNION ALL
SELECT 'bevilling', b.id, 'enhed', b.enhed FROM bevilling b
  WHERE b.kommune = $1 AND b.slettet = 0 AND b.enhed IS NOT NULL AND NOT EXISTS (SELECT FROM stam t WHERE t.type = 'enhed' AND t.id = b.enhed)
) w LIMIT $2`

// Venter lists at most n references to what the source has not sent yet.
func (db *DB) Venter(ctx context.Context, kommune oio.CVR, n int) ([]mirror.Venter, error) {
	var waiting []mirror.Venter
	err := db.query(ctx, kommune, waitingFor, func(rows pgx.Rows) error {
		var v mirror.Venter
		err := rows.Scan(&v.Type, &v.ID, &v.Mangler, &v.MangelID)
		waiting = append(waiting, v)
		return err
	}, n)
	return waiting, err
}

// Hel reports what is wrong with the database as a whole, or nothing: a schema that is not this program's, or an index that an
// unfinished migration left half made. Its pages are the server's to check (checksums, amcheck).
func (db *DB) Hel(ctx context.Context) error {
	return again(ctx, func() error {
		rows, err := db.pool.Query(ctx, `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace s ON s.oid = c.relnamespace
WHERE s.nspname = current_schema() AND NOT i.indisvalid`)
		if err != nil {
			return fmt.Errorf("check database: %w", err)
		}
		var broken []error
		err = each(rows, func(rows pgx.Rows) error {
			var name string
			err := rows.Scan(&name)
			broken = append(broken, fmt.Errorf("index %s is not valid: DROP INDEX it and start again, which makes it anew", name))
			return err
		})
		return errors.Join(err, errors.Join(broken...))
	})
}

// Traengsel reports that no municipality keeps another waiting: here each writes for itself.
func (db *DB) Traengsel(oio.CVR) bool { return false }
