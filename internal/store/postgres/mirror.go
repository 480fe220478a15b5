package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

var (
	_ mirror.Store = (*DB)(nil)
	_ mirror.Tx    = (*tx)(nil)
)

// WriteMirror implements mirror.Store. The municipality is locked from the beginning, since what is written depends on what is
// known; so of two feeds at once each batch is taken whole before the other's.
func (db *DB) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	return db.update(ctx, kommune, func(t *tx) error { return do(t) })
}

// How a row was deleted, in the columns sag.slettet and bevilling.slettet.
const (
	slettetAfKilde = 1
	slettetFejet   = 2
)

const (
	knownSager       = "SELECT id, version, slettet FROM sag WHERE kommune = $1 AND id = ANY($2)"
	knownBevillinger = "SELECT id, version, slettet FROM bevilling WHERE kommune = $1 AND id = ANY($2)"
	knownStamdata    = "SELECT id, version, slettet FROM stamdata WHERE kommune = $1 AND id = ANY($2) AND type = $3"
	linesSager       = "SELECT id, linje FROM sag WHERE kommune = $1 AND linje IS NOT NULL AND id = ANY($2)"
	linesBevillinger = "SELECT id, linje FROM bevilling WHERE kommune = $1 AND linje IS NOT NULL AND id = ANY($2)"
	linesStamdata    = "SELECT id, linje FROM stamdata WHERE kommune = $1 AND linje IS NOT NULL AND id = ANY($2) AND type = $3"
)

// Kendte implements mirror.Tx.
func (t *tx) Kendte(ctx context.Context, typ eoj.Type, ids []string) (map[string]mirror.Kendt, error) {
	known := make(map[string]mirror.Kendt)
	text, args := knownStamdata, []any{ids, string(typ)}
	switch typ {
	case eoj.TypeSag:
		text, args = knownSager, args[:1]
	case eoj.TypeBevilling:
		text, args = knownBevillinger, args[:1]
	}
	err := t.query(ctx, text, func(rows pgx.Rows) error {
		var id string
		var k mirror.Kendt
		if err := rows.Scan(&id, &k.Version, &k.Slettet); err != nil {
			return err
		}
		if !typ.Stamdata() {
			k = kendt(k.Version, int(k.Slettet))
		}
		known[id] = k
		return nil
	}, args...)
	for _, id := range ids {
		_, there := known[id]
		t.asked[string(typ)+" "+id] = there
	}
	return known, err
}

func kendt(version int64, how int) mirror.Kendt {
	k := mirror.Kendt{Version: version, Slettet: -1, Fejet: how == slettetFejet}
	if how != 0 {
		k.Slettet = version
	}
	return k
}

// Linjer implements mirror.Tx.
func (t *tx) Linjer(ctx context.Context, typ eoj.Type, ids []string) (map[string][]byte, error) {
	text, args := linesStamdata, []any{ids, string(typ)}
	switch typ {
	case eoj.TypeSag:
		text, args = linesSager, args[:1]
	case eoj.TypeBevilling:
		text, args = linesBevillinger, args[:1]
	}
	lines := make(map[string][]byte)
	err := t.query(ctx, text, func(rows pgx.Rows) error {
		var id string
		var line []byte
		if err := rows.Scan(&id, &line); err != nil {
			return err
		}
		lines[id] = line
		return nil
	}, args...)
	return lines, err
}

// kept is a row with the numbers it gets.
type kept struct {
	*mirror.Raekke
	nr, seq int64
}

// Gem implements mirror.Tx.
func (t *tx) Gem(ctx context.Context, rows []mirror.Raekke, more mirror.Antal) error {
	typ := rows[0].Type
	fresh, again, err := t.apart(ctx, typ, rows)
	if err != nil {
		return err
	}
	if err := t.number(ctx, typ, fresh, again, len(rows), more); err != nil {
		return err
	}
	switch typ {
	case eoj.TypeSag:
		return t.saveSager(ctx, fresh, again)
	case eoj.TypeBevilling:
		return t.saveBevillinger(ctx, fresh, again)
	}
	return t.saveStamdata(ctx, append(fresh, again...))
}

// apart divides rows into those that are new and those that are kept already. seq holds each row's place. Of several rows of one
// object the last holds.
func (t *tx) apart(ctx context.Context, typ eoj.Type, rows []mirror.Raekke) (fresh, again []kept, err error) {
	var ask []string
	last := make(map[string]int, len(rows))
	for i := range rows {
		last[rows[i].ID] = i
		if _, asked := t.asked[string(typ)+" "+rows[i].ID]; !asked {
			ask = append(ask, rows[i].ID)
		}
	}
	if len(ask) > 0 {
		if _, err := t.Kendte(ctx, typ, ask); err != nil {
			return nil, nil, err
		}
	}
	for i := range rows {
		if last[rows[i].ID] != i {
			continue
		}
		one := kept{Raekke: &rows[i], seq: int64(i)}
		if there := t.asked[string(typ)+" "+rows[i].ID]; there {
			again = append(again, one)
		} else {
			fresh = append(fresh, one)
		}
		t.asked[string(typ)+" "+rows[i].ID] = true
	}
	slices.SortFunc(again, func(a, b kept) int { return cmp.Compare(a.ID, b.ID) })
	return fresh, again, nil
}

// number gives every row its change number and the new ones their own, in the order in which they came.
func (t *tx) number(ctx context.Context, typ eoj.Type, fresh, again []kept, n int, more mirror.Antal) error {
	sager, bevillinger := 0, 0
	switch typ {
	case eoj.TypeSag:
		sager = len(fresh)
	case eoj.TypeBevilling:
		bevillinger = len(fresh)
	}
	var seq, sagNr, bevillingNr int64
	err := t.one(ctx, `UPDATE kommune SET kendt = true, seq = seq + $2, sager = sager + $3, bevillinger = bevillinger + $4, sag_nr = sag_nr + $5, bevilling_nr = bevilling_nr + $6
WHERE kommune = $1 RETURNING seq, sag_nr, bevilling_nr`, []any{n, more.Sager, more.Bevillinger, sager, bevillinger}, &seq, &sagNr, &bevillingNr)
	if err != nil {
		return fmt.Errorf("take change numbers: %w", err)
	}
	first := seq - int64(n) + 1
	nr := max(sagNr-int64(sager), 0)
	if typ == eoj.TypeBevilling {
		nr = bevillingNr - int64(bevillinger)
	}
	for i := range fresh {
		fresh[i].seq += first
		fresh[i].nr = nr + int64(i) + 1
	}
	for i := range again {
		again[i].seq += first
	}
	return nil
}

var (
	sagColumnNames       = []string{"kommune", "nr", "id", "version", "seq", "slettet", "til", "modtaget", "sagstype", "enhed", "borger", "linje"}
	bevillingColumnNames = []string{"kommune", "nr", "id", "version", "seq", "slettet", "til", "modtaget", "sag", "ydelse", "enhed", "linje"}
)

const (
	updateSager = `UPDATE sag s SET version = n.version, seq = n.seq, slettet = n.slettet, til = nullif(n.til, 0), modtaget = n.modtaget,
  sagstype = nullif(n.sagstype, ''), enhed = nullif(n.enhed, ''), borger = n.borger, linje = n.linje
FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::smallint[], $6::integer[], $7::bigint[], $8::text[], $9::text[], $10::bytea[], $11::bytea[])
  AS n (id, version, seq, slettet, til, modtaget, sagstype, enhed, borger, linje)
WHERE s.kommune = $1 AND s.id = n.id`
	updateBevillinger = `UPDATE bevilling b SET version = n.version, seq = n.seq, slettet = n.slettet, til = nullif(n.til, 0), modtaget = n.modtaget,
  sag = nullif(n.sag, ''), ydelse = nullif(n.ydelse, ''), enhed = nullif(n.enhed, ''), linje = n.linje
FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::smallint[], $6::integer[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::bytea[])
  AS n (id, version, seq, slettet, til, modtaget, sag, ydelse, enhed, linje)
WHERE b.kommune = $1 AND b.id = n.id`
	upsertStamdata = `INSERT INTO stamdata (kommune, type, id, version, slettet, linje)
SELECT $1, n.type, n.id, n.version, n.slettet, n.linje FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[]) AS n (type, id, version, slettet, linje)
ON CONFLICT (kommune, type, id) DO UPDATE SET version = excluded.version, slettet = excluded.slettet, linje = coalesce(excluded.linje, stamdata.linje)`
)

func deleted(r *mirror.Raekke) int16 {
	switch {
	case r.Fejet:
		return slettetFejet
	case r.Slettet >= r.Version:
		return slettetAfKilde
	}
	return 0
}

// saveSager copies what is new and updates the rest, each in one statement. Which is which is certain, since the municipality is
// locked; so the new rows need not be looked for once more.
func (t *tx) saveSager(ctx context.Context, fresh, again []kept) error {
	err := t.indsaet(ctx, "sag", sagColumnNames, len(fresh), func(k *kopiind, i int) {
		r := &fresh[i]
		k.kolonner(len(sagColumnNames))
		k.integer(t.kommune)
		k.bigint(r.nr)
		k.text(r.ID)
		k.bigint(r.Version)
		k.bigint(r.seq)
		k.smallint(deleted(r.Raekke))
		k.dato(r.Til)
		k.bigint(millis(r.Modtaget))
		k.navn(r.Sagstype)
		k.navn(r.Enhed)
		k.noegle((*[16]byte)(&r.Borger))
		k.bytea(r.Linje)
	})
	if err != nil || len(again) == 0 {
		return wrap("keep sager", err)
	}
	c := columnsOf(again)
	return t.must(ctx, "keep sager", updateSager, c.id, c.version, c.seq, c.slettet, c.til, c.modtaget,
		column(again, func(r *kept) string { return r.Sagstype }), column(again, func(r *kept) string { return r.Enhed }),
		column(again, func(r *kept) []byte { return bytesOf(r.Borger) }), c.linje)
}

func (t *tx) saveBevillinger(ctx context.Context, fresh, again []kept) error {
	err := t.indsaet(ctx, "bevilling", bevillingColumnNames, len(fresh), func(k *kopiind, i int) {
		r := &fresh[i]
		k.kolonner(len(bevillingColumnNames))
		k.integer(t.kommune)
		k.bigint(r.nr)
		k.text(r.ID)
		k.bigint(r.Version)
		k.bigint(r.seq)
		k.smallint(deleted(r.Raekke))
		k.dato(r.Til)
		k.bigint(millis(r.Modtaget))
		k.navn(r.Sag)
		k.navn(r.Ydelse)
		k.navn(r.Enhed)
		k.bytea(r.Linje)
	})
	if err != nil || len(again) == 0 {
		return wrap("keep bevillinger", err)
	}
	c := columnsOf(again)
	return t.must(ctx, "keep bevillinger", updateBevillinger, c.id, c.version, c.seq, c.slettet, c.til, c.modtaget,
		column(again, func(r *kept) string { return r.Sag }), column(again, func(r *kept) string { return r.Ydelse }),
		column(again, func(r *kept) string { return r.Enhed }), c.linje)
}

func (t *tx) saveStamdata(ctx context.Context, rows []kept) error {
	slices.SortFunc(rows, func(a, b kept) int { return cmp.Compare(a.ID, b.ID) })
	return t.must(ctx, "keep stamdata", upsertStamdata, column(rows, func(r *kept) string { return string(r.Type) }),
		column(rows, func(r *kept) string { return r.ID }), column(rows, func(r *kept) int64 { return r.Version }),
		column(rows, func(r *kept) int64 { return r.Slettet }), column(rows, func(r *kept) []byte { return r.Linje }))
}

// mirrorColumns are the columns that cases and grants share.
type mirrorColumns struct {
	id       []string
	version  []int64
	seq      []int64
	slettet  []int16
	til      []int32
	modtaget []int64
	linje    [][]byte
}

func columnsOf(rows []kept) mirrorColumns {
	return mirrorColumns{
		column(rows, func(r *kept) string { return r.ID }), column(rows, func(r *kept) int64 { return r.Version }),
		column(rows, func(r *kept) int64 { return r.seq }), column(rows, func(r *kept) int16 { return deleted(r.Raekke) }),
		column(rows, func(r *kept) int32 { return int32(r.Til) }), column(rows, func(r *kept) int64 { return millis(r.Modtaget) }),
		column(rows, func(r *kept) []byte { return r.Linje }),
	}
}

// column gives one column of rows, as unnest takes it.
func column[R, T any](rows []R, of func(*R) T) []T {
	values := make([]T, len(rows))
	for i := range rows {
		values[i] = of(&rows[i])
	}
	return values
}

// Beroer implements mirror.Tx. Every touch also tells running exporters that what they hold in memory is old.
func (t *tx) Beroer(ctx context.Context, touched []projection.Beroert) error {
	if len(touched) == 0 {
		return t.known(ctx)
	}
	var last int64
	if err := t.one(ctx, "UPDATE kommune SET kendt = true, grundlag = grundlag + 1, beroert_nr = beroert_nr + $2 WHERE kommune = $1 RETURNING beroert_nr", []any{len(touched)}, &last); err != nil {
		return fmt.Errorf("touch municipality: %w", err)
	}
	return t.must(ctx, "touch", `INSERT INTO beroert (kommune, nr, slags, id)
SELECT $1, $2 + n.nr, n.slags, n.id FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS n (slags, id, nr)`,
		last-int64(len(touched)), column(touched, func(b *projection.Beroert) string { return string(b.Slags) }), column(touched, func(b *projection.Beroert) string { return clean(b.ID) }))
}

// Indlaest implements mirror.Tx.
func (t *tx) Indlaest(ctx context.Context, l mirror.Indlaesning) error {
	if err := t.known(ctx); err != nil {
		return err
	}
	nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM indlaesning WHERE kommune = $1")
	if err != nil {
		return err
	}
	return t.must(ctx, "note load", "INSERT INTO indlaesning (kommune, nr, tid, linjer, taget, afvist, fjernet, af, trods) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		nr, millis(l.Tid), l.Sum.Linjer, l.Sum.Taget, l.Sum.Afvist, l.Sum.Fjernet, clean(l.Af), clean(l.Trods))
}

// Set implements mirror.Tx.
func (t *tx) Set(ctx context.Context, begin bool, typ eoj.Type, ids []string) error {
	if begin {
		if err := t.must(ctx, "begin full load", "DELETE FROM fuld_set WHERE kommune = $1"); err != nil {
			return err
		}
		return t.known(ctx)
	}
	return t.must(ctx, "note what the full file has", "INSERT INTO fuld_set (kommune, type, id) SELECT $1, $2, id FROM unnest($3::text[]) AS n (id) ON CONFLICT DO NOTHING",
		string(typ), slices.Sorted(slices.Values(ids)))
}

// Vist implements mirror.Tx.
func (t *tx) Vist(ctx context.Context, typ eoj.Type, id string) (bool, error) {
	var shown bool
	err := t.one(ctx, "SELECT EXISTS (SELECT FROM fuld_set WHERE kommune = $1 AND type = $2 AND id = $3)", []any{string(typ), id}, &shown)
	return shown, wrap("look into the full file", err)
}

const (
	missingSager = `SELECT id, version FROM sag o WHERE kommune = $1 AND id > $2 AND slettet = 0
AND NOT EXISTS (SELECT FROM fuld_set f WHERE f.kommune = $1 AND f.type = 'sag' AND f.id = o.id) ORDER BY id LIMIT $3`
	missingBevillinger = `SELECT id, version FROM bevilling o WHERE kommune = $1 AND id > $2 AND slettet = 0
AND NOT EXISTS (SELECT FROM fuld_set f WHERE f.kommune = $1 AND f.type = 'bevilling' AND f.id = o.id) ORDER BY id LIMIT $3`
	countSager = `SELECT count(*), count(DISTINCT borger) FROM sag o WHERE kommune = $1 AND slettet = 0
AND NOT EXISTS (SELECT FROM fuld_set f WHERE f.kommune = $1 AND f.type = 'sag' AND f.id = o.id)`
	countBevillinger = `SELECT count(*) FROM bevilling o WHERE kommune = $1 AND slettet = 0
AND NOT EXISTS (SELECT FROM fuld_set f WHERE f.kommune = $1 AND f.type = 'bevilling' AND f.id = o.id)`
)

// Mangler implements mirror.Tx.
func (t *tx) Mangler(ctx context.Context, typ eoj.Type, after string, n int) ([]mirror.Mangel, error) {
	text := missingSager
	if typ == eoj.TypeBevilling {
		text = missingBevillinger
	}
	var missing []mirror.Mangel
	err := t.query(ctx, text, func(rows pgx.Rows) error {
		var m mirror.Mangel
		err := rows.Scan(&m.ID, &m.Version)
		missing = append(missing, m)
		return err
	}, after, n)
	return missing, err
}

// AntalMangler implements mirror.Tx.
func (t *tx) AntalMangler(ctx context.Context) (missing mirror.Antal, citizens int, all mirror.Antal, err error) {
	count := func(text string, into ...any) {
		if err == nil {
			err = t.one(ctx, text, nil, into...)
		}
	}
	count("SELECT sager, bevillinger FROM kommune WHERE kommune = $1", &all.Sager, &all.Bevillinger)
	count(countSager, &missing.Sager, &citizens)
	count(countBevillinger, &missing.Bevillinger)
	return missing, citizens, all, wrap("count what the full file lacks", err)
}
