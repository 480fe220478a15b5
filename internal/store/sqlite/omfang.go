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
	omfangSag   = "SELECT s.id, s.slettet, coalesce(s.sagstype, ''), coalesce(s.enhed, ''), s.borger, coalesce(s.til, 0) FROM "
	omfangGrant = "SELECT b.sag, coalesce(b.ydelse, ''), coalesce(b.enhed, ''), coalesce(b.til, 0)"

	// A part is looked up name by name (?2), without those of other names that came before (?3). CROSS JOIN keeps the order
	// that is written; the engine, which knows no sizes, would rather walk through everything.
	sagerOfSagstype = "json_each(?2) j CROSS JOIN sag s ON s.kommune = ?1 AND s.sagstype = j.value AND s.slettet = 0 AND ?3 = '[]'"
	sagerOfEnhed    = "json_each(?2) j CROSS JOIN sag s ON s.kommune = ?1 AND s.enhed = j.value AND s.slettet = 0 AND coalesce(s.sagstype, '') NOT IN (SELECT value FROM json_each(?3))"
	under           = " CROSS JOIN bevilling b INDEXED BY bevilling_sag ON b.kommune = s.kommune AND b.sag = s.id AND b.slettet = 0"
	ownAndSag       = omfangGrant + ", s.slettet, coalesce(s.sagstype, ''), coalesce(s.enhed, ''), s.borger FROM json_each(?2) j CROSS JOIN bevilling b INDEXED BY "
	grantsOfYdelse  = ownAndSag + "bevilling_ydelse ON b.kommune = ?1 AND b.slettet = 0 AND b.ydelse = j.value AND ?3 = '[]'" + andSag
	grantsOfEnhed   = ownAndSag + "bevilling_enhed ON b.kommune = ?1 AND b.slettet = 0 AND b.enhed = j.value AND coalesce(b.ydelse, '') NOT IN (SELECT value FROM json_each(?3))" + andSag
	andSag          = " LEFT JOIN sag s ON s.kommune = b.kommune AND s.id = b.sag"

	sagerAll  = omfangSag + "sag s WHERE s.kommune = ?1"
	grantsAll = omfangGrant + " FROM bevilling b INDEXED BY bevilling_sag WHERE b.kommune = ?1 AND b.slettet = 0"

	// How much a part is, from indexes alone, and counted a little high: deleted ones and those listed twice are in it.
	omfangEstimate = `SELECT coalesce((SELECT sager + bevillinger FROM kommune WHERE kommune = ?1), 0), coalesce((SELECT sager FROM kommune WHERE kommune = ?1), 0),
(SELECT count(*) FROM sag WHERE kommune = ?1 AND sagstype IN (SELECT value FROM json_each(?2))) + (SELECT count(*) FROM sag WHERE kommune = ?1 AND enhed IN (SELECT value FROM json_each(?4))),
(SELECT count(*) FROM bevilling WHERE kommune = ?1 AND ydelse IN (SELECT value FROM json_each(?3))) + (SELECT count(*) FROM bevilling WHERE kommune = ?1 AND enhed IN (SELECT value FROM json_each(?4)))`
	lookupCost = 6 // looking a row up against walking past it
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
	if err := o.cases(ctx, sagerAll); err != nil {
		return err
	}
	return o.grants(ctx, grantsAll)
}

// part looks up the cases, the grants under them, and then the grants that are touched themselves.
func (o *omfang) part(ctx context.Context, p lists) error {
	const none = "[]"
	for _, step := range []struct {
		read        func(context.Context, string, ...any) error
		text        string
		ids, before string
	}{
		{o.cases, omfangSag + sagerOfSagstype, p.sagstyper, none},
		{o.cases, omfangSag + sagerOfEnhed, p.enheder, p.sagstyper},
		{o.grants, omfangGrant + " FROM " + sagerOfSagstype + under, p.sagstyper, none},
		{o.grants, omfangGrant + " FROM " + sagerOfEnhed + under, p.enheder, p.sagstyper},
		{o.own, grantsOfYdelse, p.ydelser, none},
		{o.own, grantsOfEnhed, p.enheder, p.ydelser},
	} {
		if step.ids == none {
			continue
		}
		if err := step.read(ctx, step.text, step.ids, step.before); err != nil {
			return err
		}
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
func (o *omfang) own(ctx context.Context, text string, args ...any) error {
	var sag, ydelse, enhed, sagstype, sagEnhed string
	var til, gone, citizen any
	return o.query(ctx, text, func(rows *sql.Rows) error {
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
	}, args...)
}
