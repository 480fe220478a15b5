package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

var _ export.Store = (*DB)(nil)

// Stand implements export.Mirror.
func (db *DB) Stand(ctx context.Context, kommune oio.CVR) (export.Stand, error) {
	return readStand(ctx, db.of(kommune))
}

func readStand(ctx context.Context, query queryFunc) (export.Stand, error) {
	var s export.Stand
	err := query(ctx, `SELECT k.aktiv, k.grundlag, coalesce(p.katalog, ''), coalesce(p.sag_seq, 0), coalesce(p.bev_seq, 0), k.seq, k.sager, k.bevillinger,
  coalesce(json_array_length(p.indhold, '$.faser'), 0) + coalesce(json_array_length(p.indhold, '$.dele'), 0) > 0,
  EXISTS (SELECT 1 FROM json_each(p.indhold, '$.faser') WHERE value ->> '$.slags' = 12),
  coalesce(json_extract(p.indhold, '$.nr'), 0), coalesce(json_extract(p.indhold, '$.indsamlet'), 0)
FROM kommune k LEFT JOIN plan p ON p.kommune = k.kommune WHERE k.kommune = ?`, func(rows *sql.Rows) error {
		return rows.Scan(&s.Aktiv, &s.Grundlag, &s.Katalog, &s.SagSeq, &s.BevSeq, &s.Seq, &s.Sager, &s.Bevillinger, &s.Undervejs, &s.Uvis, &s.Del, &s.Indsamlet)
	})
	return s, err
}

// Opgaver implements export.Mirror.
func (db *DB) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	var tasks []export.Opgave
	err := db.query(ctx, kommune, "SELECT nr, slags, id FROM beroert WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var task export.Opgave
		if err := rows.Scan(&task.Nr, &task.Beroert.Slags, &task.Beroert.ID); err != nil {
			return err
		}
		tasks = append(tasks, task)
		return nil
	})
	return tasks, err
}

const (
	sagColumns       = "SELECT nr, seq, id, linje, coalesce(sagstype, ''), borger, modtaget FROM sag "
	bevillingColumns = "SELECT nr, seq, id, linje, coalesce(sag, ''), modtaget FROM bevilling "
)

func (db *DB) sager(ctx context.Context, kommune oio.CVR, text string, args ...any) ([]export.SagRaekke, error) {
	var found []export.SagRaekke
	err := db.query(ctx, kommune, sagColumns+text, func(rows *sql.Rows) error {
		var r export.SagRaekke
		var citizen []byte
		var received int64
		if err := rows.Scan(&r.Nr, &r.Seq, &r.ID, &r.Linje, &r.Sagstype, &citizen, &received); err != nil {
			return err
		}
		copy(r.Borger[:], citizen)
		r.Modtaget = time.UnixMilli(received)
		found = append(found, r)
		return nil
	}, args...)
	return found, err
}

func (db *DB) bevillinger(ctx context.Context, kommune oio.CVR, text string, args ...any) ([]export.BevillingRaekke, error) {
	var found []export.BevillingRaekke
	err := db.query(ctx, kommune, bevillingColumns+text, func(rows *sql.Rows) error {
		var r export.BevillingRaekke
		var received int64
		if err := rows.Scan(&r.Nr, &r.Seq, &r.ID, &r.Linje, &r.Sag, &received); err != nil {
			return err
		}
		r.Modtaget = time.UnixMilli(received)
		found = append(found, r)
		return nil
	}, args...)
	return found, err
}

// AendredeSager implements export.Mirror.
func (db *DB) AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.SagRaekke, error) {
	return db.sager(ctx, kommune, "WHERE kommune = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT +?", after, upTo, n)
}

// AendredeBevillinger implements export.Mirror.
func (db *DB) AendredeBevillinger(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.BevillingRaekke, error) {
	return db.bevillinger(ctx, kommune, "WHERE kommune = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT +?", after, upTo, n)
}

// SagerI implements export.Mirror.
func (db *DB) SagerI(ctx context.Context, kommune oio.CVR, u export.Udsnit, seq, after, upTo int64) ([]export.SagRaekke, error) {
	// The sign keeps the engine from walking all changes instead of the few records of the cut.
	return db.sager(ctx, kommune, "WHERE kommune = ? AND "+string(u.Slags)+" = ? AND nr > ? AND nr <= ? AND +seq <= ? ORDER BY nr", u.ID, after, upTo, seq)
}

// BevillingerI implements export.Mirror.
func (db *DB) BevillingerI(ctx context.Context, kommune oio.CVR, u export.Udsnit, seq, after, upTo int64) ([]export.BevillingRaekke, error) {
	return db.bevillinger(ctx, kommune, "WHERE kommune = ? AND "+string(u.Slags)+" = ? AND nr > ? AND nr <= ? AND +seq <= ? ORDER BY nr", u.ID, after, upTo, seq)
}

// BevillingerUnder implements export.Mirror.
func (db *DB) BevillingerUnder(ctx context.Context, kommune oio.CVR, sager []string, seq int64) ([]export.BevillingRaekke, error) {
	ids, err := list(sager)
	if err != nil {
		return nil, err
	}
	return db.bevillinger(ctx, kommune, "WHERE kommune = ? AND sag IN (SELECT value FROM json_each(?)) AND +seq <= ?", ids, seq)
}

// SagerNr implements export.Mirror.
func (db *DB) SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.SagRaekke, error) {
	wanted, err := list(nrs)
	if err != nil {
		return nil, err
	}
	return db.sager(ctx, kommune, "WHERE +kommune = ? AND nr IN (SELECT value FROM json_each(?))", wanted)
}

// BevillingerNr implements export.Mirror.
func (db *DB) BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.BevillingRaekke, error) {
	wanted, err := list(nrs)
	if err != nil {
		return nil, err
	}
	return db.bevillinger(ctx, kommune, "WHERE +kommune = ? AND nr IN (SELECT value FROM json_each(?))", wanted)
}

// SagerMed implements export.Mirror.
func (db *DB) SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]export.SagRaekke, error) {
	wanted, err := list(ids)
	if err != nil {
		return nil, err
	}
	return db.sager(ctx, kommune, "WHERE kommune = ? AND id IN (SELECT value FROM json_each(?))", wanted)
}

// Tal implements export.Ledger.
func (db *DB) Tal(ctx context.Context, kommune oio.CVR) (export.Tal, error) {
	tal := export.Tal{Nye: make(map[oio.Art]int), Slettede: make(map[oio.Art]int)}
	err := db.snapshot(ctx, kommune, func(query queryFunc) error {
		var err error
		if tal.Stand, err = readStand(ctx, query); err != nil {
			return err
		}
		if tal.Antal, err = readAntal(ctx, query); err != nil {
			return err
		}
		if tal.Sletninger, err = readSletninger(ctx, query); err != nil {
			return err
		}
		for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
			if tal.Nye[art], tal.Slettede[art], err = readUplanlagt(ctx, query, art); err != nil {
				return err
			}
		}
		return nil
	})
	return tal, err
}

// readUplanlagt counts what the ledger has not heard of yet: objects new to it, and objects deleted since.
func readUplanlagt(ctx context.Context, query queryFunc, art oio.Art) (nye, slettede int, err error) {
	table, done := "sag", "sag_seq"
	if art == oio.ArtBevilling {
		table, done = "bevilling", "bev_seq"
	}
	err = query(ctx, fmt.Sprintf(`SELECT
  coalesce(sum(o.slettet = 0 AND (l.nr IS NULL OR l.grund IN (%[3]d, %[4]d))), 0),
  coalesce(sum(o.slettet <> 0 AND l.nr IS NOT NULL AND l.grund NOT IN (%[3]d, %[4]d)), 0)
FROM kommune k LEFT JOIN plan p ON p.kommune = k.kommune JOIN %[1]s o ON o.kommune = k.kommune AND o.seq > coalesce(p.%[2]s, 0)
LEFT JOIN ledger l ON l.kommune = o.kommune AND l.art = +?2 AND l.nr = o.nr WHERE k.kommune = ?1`,
		table, done, projection.Slettet, projection.SlettetIKoe), func(rows *sql.Rows) error {
		return rows.Scan(&nye, &slettede)
	}, int(art))
	return nye, slettede, err
}
