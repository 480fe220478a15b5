package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/oio"
)

var _ konsekvens.Kilde = (*DB)(nil)

const (
	omfangSager  = "SELECT s.id, coalesce(s.sagstype, ''), coalesce(s.enhed, ''), s.borger, coalesce(s.til, 0) FROM sag s WHERE s.kommune = $1 AND s.slettet = 0"
	omfangGrants = `SELECT coalesce(b.sag, ''), coalesce(b.ydelse, ''), coalesce(b.enhed, ''), coalesce(b.til, 0), s.slettet, coalesce(s.sagstype, ''), coalesce(s.enhed, ''), s.borger
FROM bevilling b LEFT JOIN sag s ON s.kommune = $1 AND s.id = b.sag WHERE b.kommune = $1 AND b.slettet = 0`

	// A part: by sagstype ($2), by ydelse ($3) and by enhed ($4). Each name has an index of its own; the union is of numbers alone.
	partSager  = omfangSager + " AND (s.sagstype = ANY($2) OR s.enhed = ANY($3))"
	partGrants = omfangGrants + ` AND b.nr IN (
SELECT nr FROM bevilling WHERE kommune = $1 AND ydelse = ANY($3)
UNION SELECT nr FROM bevilling WHERE kommune = $1 AND enhed = ANY($4)
UNION SELECT g.nr FROM sag c JOIN bevilling g ON g.kommune = $1 AND g.sag = c.id WHERE c.kommune = $1 AND c.slettet = 0 AND (c.sagstype = ANY($2) OR c.enhed = ANY($4)))`
	// The same by walking past every grant once.
	walkGrants = omfangGrants + " AND (b.ydelse = ANY($3) OR b.enhed = ANY($4) OR s.slettet = 0 AND (s.sagstype = ANY($2) OR s.enhed = ANY($4)))"

	// Whether a part has as many cases ($5) or grants of its own ($6) as that; nothing is counted beyond.
	omfangStort = `SELECT (SELECT count(*) FROM (SELECT nr FROM sag WHERE kommune = $1 AND (sagstype = ANY($2) OR enhed = ANY($4)) LIMIT $5) s) >= $5
  OR (SELECT count(*) FROM (SELECT nr FROM bevilling WHERE kommune = $1 AND (ydelse = ANY($3) OR enhed = ANY($4)) LIMIT $6) b) >= $6`
	lookupCost = 12 // looking a row up against walking past it
)

// stort reports whether the part is so large that it is quicker to walk through everything: the engine guesses too low for a name that
// half of the municipality has.
func stort(ctx context.Context, query queryFunc, u konsekvens.Udsnit) (most bool, err error) {
	stand, err := readStand(ctx, query)
	if err != nil || stand.Sager < lookupCost || stand.Bevillinger < lookupCost {
		return false, err
	}
	err = query(ctx, omfangStort, func(rows pgx.Rows) error { return rows.Scan(&most) }, u.Sagstyper, u.Ydelser, u.Enheder, stand.Sager/lookupCost, stand.Bevillinger/lookupCost)
	return most, err
}

// Omfang implements konsekvens.Kilde. A small part is looked up; of a large one it is quicker to walk through everything.
func (db *DB) Omfang(ctx context.Context, kommune oio.CVR, u konsekvens.Udsnit, yield func(*konsekvens.Linje)) error {
	return db.snapshot(ctx, kommune, func(query queryFunc) error {
		if u.Alt {
			if err := cases(ctx, query, yield, omfangSager); err != nil {
				return err
			}
			return grants(ctx, query, yield, omfangGrants)
		}
		if err := cases(ctx, query, yield, partSager, u.Sagstyper, u.Enheder); err != nil {
			return err
		}
		text := partGrants
		most, err := stort(ctx, query, u)
		if err != nil {
			return err
		}
		if most {
			text = walkGrants
		}
		return grants(ctx, query, yield, text, u.Sagstyper, u.Ydelser, u.Enheder)
	})
}

func cases(ctx context.Context, query queryFunc, yield func(*konsekvens.Linje), text string, args ...any) error {
	var citizen []byte
	return query(ctx, text, func(rows pgx.Rows) error {
		l := konsekvens.Linje{Art: oio.ArtSag, Sagen: konsekvens.Kendt}
		if err := rows.Scan(&l.Sag, &l.Sagstype, &l.SagEnhed, &citizen, &l.Til); err != nil {
			return err
		}
		copy(l.Borger[:], citizen)
		yield(&l)
		return nil
	}, args...)
}

func grants(ctx context.Context, query queryFunc, yield func(*konsekvens.Linje), text string, args ...any) error {
	var citizen []byte
	return query(ctx, text, func(rows pgx.Rows) error {
		l := konsekvens.Linje{Art: oio.ArtBevilling}
		var gone *int16
		var sagstype, enhed string
		if err := rows.Scan(&l.Sag, &l.Ydelse, &l.Enhed, &l.Til, &gone, &sagstype, &enhed, &citizen); err != nil {
			return err
		}
		switch {
		case gone == nil:
			l.Sagen = konsekvens.Ukendt
		case *gone != 0:
			l.Sagen = konsekvens.Slettet
		default:
			l.Sagen, l.Sagstype, l.SagEnhed = konsekvens.Kendt, sagstype, enhed
			copy(l.Borger[:], citizen)
		}
		yield(&l)
		return nil
	}, args...)
}
