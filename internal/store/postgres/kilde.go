package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

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
  coalesce(json_array_length(p.indhold::json -> 'faser'), 0) + coalesce(json_array_length(p.indhold::json -> 'dele'), 0) > 0,
  EXISTS (SELECT FROM json_array_elements(p.indhold::json -> 'faser') f WHERE (f ->> 'slags')::int = 12),
  coalesce((p.indhold::json ->> 'nr')::bigint, 0), coalesce((p.indhold::json ->> 'indsamlet')::bigint, 0)
FROM kommune k LEFT JOIN plan p ON p.kommune = $1 WHERE k.kommune = $1`, func(rows pgx.Rows) error {
		return rows.Scan(&s.Aktiv, &s.Grundlag, &s.Katalog, &s.SagSeq, &s.BevSeq, &s.Seq, &s.Sager, &s.Bevillinger, &s.Undervejs, &s.Uvis, &s.Del, &s.Indsamlet)
	})
	return s, err
}

// Opgaver implements export.Mirror.
func (db *DB) Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error) {
	var tasks []export.Opgave
	err := db.query(ctx, kommune, "SELECT nr, slags, id FROM beroert WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var task export.Opgave
		err := rows.Scan(&task.Nr, &task.Beroert.Slags, &task.Beroert.ID)
		tasks = append(tasks, task)
		return err
	})
	return tasks, err
}

const (
	sagColumns       = "SELECT nr, seq, id, linje, coalesce(sagstype, ''), borger, modtaget FROM sag "
	bevillingColumns = "SELECT nr, seq, id, linje, coalesce(sag, ''), modtaget FROM bevilling "
)

func (db *DB) sager(ctx context.Context, kommune oio.CVR, text string, args ...any) ([]export.SagRaekke, error) {
	var found []export.SagRaekke
	err := db.query(ctx, kommune, text, func(rows pgx.Rows) error {
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
	err := db.query(ctx, kommune, text, func(rows pgx.Rows) error {
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
	return db.sager(ctx, kommune, sagColumns+"WHERE kommune = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4", after, upTo, n)
}

// AendredeBevillinger implements export.Mirror.
func (db *DB) AendredeBevillinger(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.BevillingRaekke, error) {
	return db.bevillinger(ctx, kommune, bevillingColumns+"WHERE kommune = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4", after, upTo, n)
}

// The cuts. A number plus nothing is no column: so the engine walks neither all numbers nor all changes, but the few of the cut.
const (
	sagerOfSagstype     = sagColumns + "WHERE kommune = $1 AND sagstype = $2 AND nr > $3 AND nr <= $4 AND seq + 0 <= $5 ORDER BY nr + 0"
	sagerOfEnhed        = sagColumns + "WHERE kommune = $1 AND enhed = $2 AND nr > $3 AND nr <= $4 AND seq + 0 <= $5 ORDER BY nr + 0"
	bevillingerOfYdelse = bevillingColumns + "WHERE kommune = $1 AND ydelse = $2 AND nr > $3 AND nr <= $4 AND seq + 0 <= $5 ORDER BY nr + 0"
	bevillingerOfEnhed  = bevillingColumns + "WHERE kommune = $1 AND enhed = $2 AND nr > $3 AND nr <= $4 AND seq + 0 <= $5 ORDER BY nr + 0"
)

// SagerI implements export.Mirror.
func (db *DB) SagerI(ctx context.Context, kommune oio.CVR, u export.Udsnit, seq, after, upTo int64) ([]export.SagRaekke, error) {
	text := sagerOfSagstype
	if u.Slags == projection.BeroertEnhed {
		text = sagerOfEnhed
	}
	return db.sager(ctx, kommune, text, u.ID, after, upTo, seq)
}

// BevillingerI implements export.Mirror.
func (db *DB) BevillingerI(ctx context.Context, kommune oio.CVR, u export.Udsnit, seq, after, upTo int64) ([]export.BevillingRaekke, error) {
	text := bevillingerOfYdelse
	if u.Slags == projection.BeroertEnhed {
		text = bevillingerOfEnhed
	}
	return db.bevillinger(ctx, kommune, text, u.ID, after, upTo, seq)
}

// BevillingerUnder implements export.Mirror.
func (db *DB) BevillingerUnder(ctx context.Context, kommune oio.CVR, sager []string, seq int64) ([]export.BevillingRaekke, error) {
	return db.bevillinger(ctx, kommune, bevillingColumns+"WHERE kommune = $1 AND sag = ANY($2) AND seq + 0 <= $3", sager, seq)
}

// SagerNr implements export.Mirror.
func (db *DB) SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.SagRaekke, error) {
	return db.sager(ctx, kommune, sagColumns+"WHERE kommune = $1 AND nr = ANY($2) ORDER BY nr", nrs)
}

// BevillingerNr implements export.Mirror.
func (db *DB) BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.BevillingRaekke, error) {
	return db.bevillinger(ctx, kommune, bevillingColumns+"WHERE kommune = $1 AND nr = ANY($2) ORDER BY nr", nrs)
}

// SagerMed implements export.Mirror.
func (db *DB) SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]export.SagRaekke, error) {
	return db.sager(ctx, kommune, sagColumns+"WHERE kommune = $1 AND id = ANY($2)", ids)
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
			if tal.Nye[art], tal.Slettede[art], err = readUplanlagt(ctx, query, art, &tal.Stand); err != nil {
				return err
			}
		}
		return nil
	})
	return tal, err
}

const (
	unplanned = `SELECT
  count(*) FILTER (WHERE o.slettet = 0 AND (l.nr IS NULL OR l.grund IN ($4, $5))),
  count(*) FILTER (WHERE o.slettet <> 0 AND l.nr IS NOT NULL AND l.grund NOT IN ($4, $5)) FROM `
	unplannedSager       = unplanned + "sag o LEFT JOIN ledger l ON l.kommune = $1 AND l.art = $2 AND l.nr = o.nr WHERE o.kommune = $1 AND o.seq > $3"
	unplannedBevillinger = unplanned + "bevilling o LEFT JOIN ledger l ON l.kommune = $1 AND l.art = $2 AND l.nr = o.nr WHERE o.kommune = $1 AND o.seq > $3"
)

// readUplanlagt counts what the ledger has not heard of yet: objects new to it, and objects deleted since.
func readUplanlagt(ctx context.Context, query queryFunc, art oio.Art, stand *export.Stand) (nye, slettede int, err error) {
	text, done := unplannedSager, stand.SagSeq
	if art == oio.ArtBevilling {
		text, done = unplannedBevillinger, stand.BevSeq
	}
	err = query(ctx, text, func(rows pgx.Rows) error { return rows.Scan(&nye, &slettede) }, int16(art), done, int16(projection.Slettet), int16(projection.SlettetIKoe))
	return nye, slettede, err
}
