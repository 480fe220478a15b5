package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/oio"
)

var _ konsekvens.Kilde = (*DB)(nil)

const (
	partSager = "SELECT s.id, s.slettet, s.sagstype, s.enhed, s.borger, coalesce(s.til, 0) FROM sag s WHERE s.kommune = $1 AND s.slettet = 0 AND (s.sagstype = ANY($2) OR s.enhed = ANY($3))"

	// The grants of a part, each in the first of these that it belongs to: by ydelse, by its own enhed, and by its case. One statement for all three
	// the engine guesses so badly that it looks every grant's case up before it knows which it wants.
	partGrant      = "SELECT b.sag, b.ydelse, b.enhed, coalesce(b.til, 0), s.slettet, s.sagstype, s.enhed, s.borger FROM "
	partMedSag     = "bevilling b LEFT JOIN sag s ON s.kommune = $1 AND s.id = b.sag WHERE b.kommune = $1 AND b.slettet = 0 AND "
	grantsOfYdelse = partGrant + partMedSag + "b.ydelse = ANY($2)"
	grantsOfEnhed  = partGrant + partMedSag + "b.enhed = ANY($3) AND NOT coalesce(b.ydelse = ANY($2), false)"
	grantsUnder    = partGrant + `sag s JOIN bevilling b ON b.kommune = $1 AND b.sag = s.id AND b.slettet = 0 WHERE s.kommune = $1 AND s.slettet = 0 AND (s.sagstype = ANY($4) OR s.enhed = ANY($3))
AND NOT coalesce(b.ydelse = ANY($2), false) AND NOT coalesce(b.enhed = ANY($3), false)`

	// How it is read, until the transaction ends: compiling takes longer than what it saves; and of a large part no case is looked up, but both
	// tables are walked past once and put together.
	lookUp  = "SELECT set_config('jit', 'off', true) WHERE $1::integer IS NOT NULL"
	walkAll = "SELECT set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true) WHERE $1::integer IS NOT NULL"

	// Everything is walked past once, and the grants are put under their cases here: joined, the engine would look each case up.
	allSager  = "SELECT s.id, s.slettet, s.sagstype, s.enhed, s.borger, coalesce(s.til, 0) FROM sag s WHERE s.kommune = $1"
	allGrants = "SELECT b.sag, b.ydelse, b.enhed, coalesce(b.til, 0) FROM bevilling b WHERE b.kommune = $1 AND b.slettet = 0"

	// Whether a part has as many cases ($5) or grants of its own ($6) as that; nothing is counted beyond.
	omfangStort = `SELECT (SELECT count(*) FROM (SELECT nr FROM sag WHERE kommune = $1 AND (sagstype = ANY($2) OR enhed = ANY($4)) LIMIT $5) s) >= $5
  OR (SELECT count(*) FROM (SELECT nr FROM bevilling WHERE kommune = $1 AND (ydelse = ANY($3) OR enhed = ANY($4)) LIMIT $6) b) >= $6`
	lookupCost = 12 // looking a row up against walking past it
)

// Omfang implements konsekvens.Kilde. A small part is looked up; of a large one it is quicker to walk through everything.
func (db *DB) Omfang(ctx context.Context, kommune oio.CVR, u konsekvens.Udsnit, yield func(*konsekvens.Linje)) error {
	return db.snapshot(ctx, kommune, func(query queryFunc) error {
		o := &omfang{query: query, yield: yield, navne: make(map[string]string)}
		how := lookUp
		if !u.Alt {
			most, err := stort(ctx, query, u)
			if err != nil {
				return err
			}
			if most {
				how = walkAll
			}
		}
		if err := query(ctx, how, func(pgx.Rows) error { return nil }); err != nil {
			return err
		}
		if u.Alt {
			return o.alt(ctx)
		}
		return o.del(ctx, u)
	})
}

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

// omfang gathers one answer.
type omfang struct {
	query queryFunc
	yield func(*konsekvens.Linje)
	navne map[string]string           // of sagstyper, ydelser and enheder: each is kept once
	sager map[string]konsekvens.Linje // all there are, when everything is walked past; of a deleted one only Sagen
}

// raa is what a column holds until the next row; nil: nothing.
type raa []byte

// ScanBytes implements pgtype.BytesScanner.
func (b *raa) ScanBytes(v []byte) error {
	*b = v
	return nil
}

// navn gives a name that many rows have.
func (o *omfang) navn(b raa) string {
	s, known := o.navne[string(b)]
	if !known {
		s = string(b)
		o.navne[s] = s
	}
	return s
}

// alt reads all cases, deleted ones too, and then all grants.
func (o *omfang) alt(ctx context.Context) error {
	o.sager = make(map[string]konsekvens.Linje)
	if err := o.cases(ctx, allSager); err != nil {
		return err
	}
	return o.grants(ctx, allGrants)
}

// del reads a part.
func (o *omfang) del(ctx context.Context, u konsekvens.Udsnit) error {
	cases := len(u.Sagstyper)+len(u.Enheder) > 0
	if cases {
		if err := o.cases(ctx, partSager, u.Sagstyper, u.Enheder); err != nil {
			return err
		}
	}
	if len(u.Ydelser) > 0 {
		if err := o.part(ctx, grantsOfYdelse, u.Ydelser); err != nil {
			return err
		}
	}
	if len(u.Enheder) > 0 {
		if err := o.part(ctx, grantsOfEnhed, u.Ydelser, u.Enheder); err != nil {
			return err
		}
	}
	if !cases {
		return nil
	}
	return o.part(ctx, grantsUnder, u.Ydelser, u.Enheder, u.Sagstyper)
}

func (o *omfang) cases(ctx context.Context, text string, args ...any) error {
	var id string
	var gone *int16
	var sagstype, enhed, citizen raa
	var til oio.Dato
	return o.query(ctx, text, func(rows pgx.Rows) error {
		if err := rows.Scan(&id, &gone, &sagstype, &enhed, &citizen, &til); err != nil {
			return err
		}
		l := konsekvens.Linje{Art: oio.ArtSag, Sag: id}
		o.sagen(&l, gone, sagstype, enhed, citizen)
		if l.Sagen == konsekvens.Kendt {
			l.Til = til
			o.yield(&l)
		}
		if o.sager != nil {
			o.sager[id] = l
		}
		return nil
	}, args...)
}

// sagen fills in what a line knows of its case. gone is nil when there is no such case.
func (o *omfang) sagen(l *konsekvens.Linje, gone *int16, sagstype, enhed, citizen raa) {
	switch {
	case gone == nil:
		l.Sagen = konsekvens.Ukendt
	case *gone != 0:
		l.Sagen = konsekvens.Slettet
	default:
		l.Sagen, l.Sagstype, l.SagEnhed = konsekvens.Kendt, o.navn(sagstype), o.navn(enhed)
		copy(l.Borger[:], citizen)
	}
}

// grants reads grants and finds their cases among those that were read.
func (o *omfang) grants(ctx context.Context, text string, args ...any) error {
	var sag, ydelse, enhed raa
	var til oio.Dato
	return o.query(ctx, text, func(rows pgx.Rows) error {
		if err := rows.Scan(&sag, &ydelse, &enhed, &til); err != nil {
			return err
		}
		l, known := o.sager[string(sag)]
		if !known {
			l.Sag, l.Sagen = string(sag), konsekvens.Ukendt
		}
		l.Art, l.Ydelse, l.Enhed, l.Til = oio.ArtBevilling, o.navn(ydelse), o.navn(enhed), til
		o.yield(&l)
		return nil
	}, args...)
}

// part reads grants with their cases.
func (o *omfang) part(ctx context.Context, text string, args ...any) error {
	var sag string
	var ydelse, enhed, sagstype, sagEnhed, citizen raa
	var til oio.Dato
	var gone *int16
	return o.query(ctx, text, func(rows pgx.Rows) error {
		var id raa
		if err := rows.Scan(&id, &ydelse, &enhed, &til, &gone, &sagstype, &sagEnhed, &citizen); err != nil {
			return err
		}
		if sag != string(id) { // grants of one case often follow each other
			sag = string(id)
		}
		l := konsekvens.Linje{Art: oio.ArtBevilling, Sag: sag, Ydelse: o.navn(ydelse), Enhed: o.navn(enhed), Til: til}
		o.sagen(&l, gone, sagstype, sagEnhed, citizen)
		o.yield(&l)
		return nil
	}, args...)
}
