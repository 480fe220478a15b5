package sqlite

import (
	"context"
	"database/sql"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/oio"
)

var _ konsekvens.Kilde = (*DB)(nil)

// Omfang implements konsekvens.Kilde. A small part is looked up; of a large one it is quicker to walk through everything.
func (db *DB) Omfang(ctx context.Context, kommune oio.CVR, u konsekvens.Udsnit, yield func(*konsekvens.Linje)) error {
	return db.snapshot(ctx, kommune, func(query queryFunc) error {
		o := &omfang{query: query, yield: yield, sager: make(map[string]konsekvens.Linje)}
		if u.Alt {
			return o.alt(ctx)
		}
		part, err := o.lists(u)
		if err != nil {
			return err
		}
		most, err := o.most(ctx, part)
		if err != nil {
			return err
		}
		if most {
			o.yield = only(u, yield)
			return o.alt(ctx)
		}
		return o.part(ctx, part)
	})
}

// omfang gathers one answer. Cases are read before grants and held, since grants come in another order.
type omfang struct {
	query queryFunc
	yield func(*konsekvens.Linje)
	sager map[string]konsekvens.Linje // read so far; of a deleted one only Sagen
}

// lists are the arguments of the statements below: sagstyper, ydelser and enheder as JSON.
type lists struct{ sagstyper, ydelser, enheder string }

func (o *omfang) lists(u konsekvens.Udsnit) (l lists, err error) {
	for _, of := range []struct {
		ids  []string
		into *string
	}{{u.Sagstyper, &l.sagstyper}, {u.Ydelser, &l.ydelser}, {u.Enheder, &l.enheder}} {
		if *of.into, err = list(append([]string{}, of.ids...)); err != nil {
			return l, err
		}
	}
	return l, nil
}

const (
	omfangSag   = "SELECT s.id, s.slettet, coalesce(s.sagstype, ''), coalesce(s.enhed, ''), s.borger, coalesce(s.til, 0) FROM sag s WHERE s.kommune = ?1"
	omfangGrant = "SELECT b.sag, coalesce(b.ydelse, ''), coalesce(b.enhed, ''), coalesce(b.til, 0)"

	sagerTouched  = "s.slettet = 0 AND (s.sagstype IN (SELECT value FROM json_each(?2)) OR s.enhed IN (SELECT value FROM json_each(?3)))"
	grantsTouched = "b.slettet = 0 AND (b.ydelse IN (SELECT value FROM json_each(?2)) OR b.enhed IN (SELECT value FROM json_each(?3)))"

	grantsAll   = omfangGrant + " FROM bevilling b INDEXED BY bevilling_sag WHERE b.kommune = ?1 AND b.slettet = 0"
	grantsUnder = omfangGrant + " FROM sag s JOIN bevilling b INDEXED BY bevilling_sag ON b.kommune = s.kommune AND b.sag = s.id AND b.slettet = 0 WHERE s.kommune = ?1 AND " + sagerTouched
	grantsOwn   = omfangGrant + ", s.slettet, coalesce(s.sagstype, ''), coalesce(s.enhed, ''), s.borger" +
		" FROM bevilling b LEFT JOIN sag s ON s.kommune = b.kommune AND s.id = b.sag WHERE b.kommune = ?1 AND " + grantsTouched

	// How much a part is, from indexes alone, and counted a little high: deleted ones and those listed twice are in it.
	omfangEstimate = `SELECT (SELECT sager + bevillinger FROM kommune WHERE kommune = ?1), (SELECT sager FROM kommune WHERE kommune = ?1),
(SELECT count(*) FROM sag WHERE kommune = ?1 AND sagstype IN (SELECT value FROM json_each(?2))) + (SELECT count(*) FROM sag WHERE kommune = ?1 AND enhed IN (SELECT value FROM json_each(?4))),
(SELECT count(*) FROM bevilling WHERE kommune = ?1 AND ydelse IN (SELECT value FROM json_each(?3))) + (SELECT count(*) FROM bevilling WHERE kommune = ?1 AND enhed IN (SELECT value FROM json_each(?4)))`
	lookupCost = 3 // looking a row up against walking past it
)

// most reports whether the part is so large that it is quicker to walk through everything.
func (o *omfang) most(ctx context.Context, p lists) (bool, error) {
	var all, allSager, sager, grants int
	err := o.query(ctx, omfangEstimate, func(rows *sql.Rows) error { return rows.Scan(&all, &allSager, &sager, &grants) }, p.sagstyper, p.ydelser, p.enheder)
	if err != nil || allSager == 0 {
		return false, err
	}
	return lookupCost*(sager*(all/allSager)+grants) > all, nil
}

// only lets through what belongs to a part.
func only(u konsekvens.Udsnit, yield func(*konsekvens.Linje)) func(*konsekvens.Linje) {
	sagstyper, ydelser, enheder := set(u.Sagstyper), set(u.Ydelser), set(u.Enheder)
	return func(l *konsekvens.Linje) {
		if l.Sagen == konsekvens.Kendt && (sagstyper[l.Sagstype] || enheder[l.SagEnhed]) || l.Art == oio.ArtBevilling && (ydelser[l.Ydelse] || enheder[l.Enhed]) {
			yield(l)
		}
	}
}

func set(ids []string) map[string]bool {
	in := make(map[string]bool, len(ids))
	for _, id := range ids {
		in[id] = true
	}
	return in
}

// alt reads all cases, deleted ones too, and then all grants by walking one index.
func (o *omfang) alt(ctx context.Context) error {
	if err := o.cases(ctx, omfangSag); err != nil {
		return err
	}
	return o.grants(ctx, grantsAll)
}

// part looks up the cases, the grants under them, and the grants that are touched themselves.
func (o *omfang) part(ctx context.Context, p lists) error {
	if p.sagstyper != "[]" || p.enheder != "[]" {
		if err := o.cases(ctx, omfangSag+" AND "+sagerTouched, p.sagstyper, p.enheder); err != nil {
			return err
		}
		if err := o.grants(ctx, grantsUnder, p.sagstyper, p.enheder); err != nil {
			return err
		}
	}
	if p.ydelser != "[]" || p.enheder != "[]" {
		return o.own(ctx, p)
	}
	return nil
}

func (o *omfang) cases(ctx context.Context, text string, args ...any) error {
	var id, sagstype, enhed string
	var gone, citizen, til any
	return o.query(ctx, text, func(rows *sql.Rows) error {
		if err := rows.Scan(&id, &gone, &sagstype, &enhed, &citizen, &til); err != nil {
			return err
		}
		l := konsekvens.Linje{Art: oio.ArtSag, Sag: id}
		sagen(&l, gone, sagstype, enhed, citizen)
		if l.Sagen == konsekvens.Kendt {
			l.Til = dato(til)
			o.yield(&l)
		}
		o.sager[id] = l
		return nil
	}, args...)
}

// sagen fills in what a line knows of its case. gone is nil when there is no such case.
func sagen(l *konsekvens.Linje, gone any, sagstype, enhed string, citizen any) {
	switch gone {
	case nil:
		l.Sagen = konsekvens.Ukendt
	case int64(0):
		l.Sagstype, l.SagEnhed = sagstype, enhed
		if key, ok := citizen.([]byte); ok {
			copy(l.Borger[:], key)
		}
	default:
		l.Sagen = konsekvens.Slettet
	}
}

func dato(v any) oio.Dato {
	n, _ := v.(int64)
	return oio.Dato(n)
}

func (o *omfang) grants(ctx context.Context, text string, args ...any) error {
	var sag, ydelse, enhed string
	var til any
	return o.query(ctx, text, func(rows *sql.Rows) error {
		if err := rows.Scan(&sag, &ydelse, &enhed, &til); err != nil {
			return err
		}
		l, known := o.sager[sag]
		if !known {
			l.Sag, l.Sagen = sag, konsekvens.Ukendt
		}
		l.Art, l.Ydelse, l.Enhed, l.Til = oio.ArtBevilling, ydelse, enhed, dato(til)
		o.yield(&l)
		return nil
	}, args...)
}

// own reads the grants that are touched by their ydelse or their own enhed, but for those that came with their case.
func (o *omfang) own(ctx context.Context, p lists) error {
	var sag, ydelse, enhed, sagstype, sagEnhed string
	var til, gone, citizen any
	return o.query(ctx, grantsOwn, func(rows *sql.Rows) error {
		if err := rows.Scan(&sag, &ydelse, &enhed, &til, &gone, &sagstype, &sagEnhed, &citizen); err != nil {
			return err
		}
		if _, came := o.sager[sag]; came {
			return nil
		}
		l := konsekvens.Linje{Art: oio.ArtBevilling, Sag: sag, Ydelse: ydelse, Enhed: enhed, Til: dato(til)}
		sagen(&l, gone, sagstype, sagEnhed, citizen)
		o.yield(&l)
		return nil
	}, p.ydelser, p.enheder)
}
