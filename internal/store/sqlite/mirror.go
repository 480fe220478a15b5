package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

var (
	_ mirror.Store = (*DB)(nil)
	_ mirror.Tx    = (*tx)(nil)
)

// WriteMirror implements mirror.Store.
func (db *DB) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	return db.update(ctx, kommune, func(t *tx) error { return do(t) })
}

// How a row was deleted, in the columns sag.slettet and bevilling.slettet.
const (
	slettetAfKilde = 1
	slettetFejet   = 2
)

// Kendte implements mirror.Tx.
func (t *tx) Kendte(ctx context.Context, typ eoj.Type, ids []string) (map[string]mirror.Kendt, error) {
	wanted, err := list(ids)
	if err != nil {
		return nil, err
	}
	known := make(map[string]mirror.Kendt)
	if !typ.Stamdata() {
		err = t.query(ctx, "SELECT id, version, slettet FROM "+string(typ)+" WHERE kommune = ? AND id IN (SELECT value FROM json_each(?))",
			func(rows *sql.Rows) error {
				var id string
				var version int64
				var how int
				if err := rows.Scan(&id, &version, &how); err != nil {
					return err
				}
				known[id] = kendt(version, how)
				return nil
			}, wanted)
		return known, err
	}
	err = t.query(ctx, "SELECT id, version, slettet FROM stamdata WHERE kommune = ? AND type = ? AND id IN (SELECT value FROM json_each(?))",
		func(rows *sql.Rows) error {
			var id string
			var k mirror.Kendt
			if err := rows.Scan(&id, &k.Version, &k.Slettet); err != nil {
				return err
			}
			known[id] = k
			return nil
		}, string(typ), wanted)
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
	wanted, err := list(ids)
	if err != nil {
		return nil, err
	}
	text := "SELECT id, linje FROM stamdata WHERE kommune = ? AND linje IS NOT NULL AND id IN (SELECT value FROM json_each(?)) AND type = ?"
	args := []any{wanted, string(typ)}
	if !typ.Stamdata() {
		text = "SELECT id, linje FROM " + string(typ) + " WHERE kommune = ? AND linje IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
		args = args[:1]
	}
	lines := make(map[string][]byte)
	err = t.query(ctx, text, func(rows *sql.Rows) error {
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

// Gem implements mirror.Tx.
func (t *tx) Gem(ctx context.Context, rows []mirror.Raekke, more mirror.Antal) error {
	seq, err := t.numbers(ctx, len(rows), more)
	if err != nil {
		return err
	}
	switch rows[0].Type {
	case eoj.TypeSag:
		return t.saveSager(ctx, rows, seq)
	case eoj.TypeBevilling:
		return t.saveBevillinger(ctx, rows, seq)
	}
	return t.saveStamdata(ctx, rows)
}

// numbers takes n change numbers and gives the first.
func (t *tx) numbers(ctx context.Context, n int, more mirror.Antal) (int64, error) {
	if err := t.known(ctx); err != nil {
		return 0, err
	}
	var last int64
	err := t.tx.QueryRowContext(ctx, "UPDATE kommune SET seq = seq + ?, sager = sager + ?, bevillinger = bevillinger + ? WHERE kommune = ? RETURNING seq",
		n, more.Sager, more.Bevillinger, t.kommune).Scan(&last)
	if err != nil {
		return 0, fmt.Errorf("take change numbers: %w", err)
	}
	return last - int64(n) + 1, nil
}

// known makes the municipality's row when there is none.
func (t *tx) known(ctx context.Context) error {
	if _, err := t.exec(ctx, "INSERT INTO kommune (kommune) VALUES (?) ON CONFLICT DO NOTHING", t.kommune); err != nil {
		return fmt.Errorf("make municipality: %w", err)
	}
	return nil
}

const (
	upsertSag = `INSERT INTO sag (kommune, id, version, seq, slettet, sagstype, enhed, borger, til, modtaget, linje)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kommune, id) DO UPDATE SET version = excluded.version, seq = excluded.seq, slettet = excluded.slettet,
  sagstype = excluded.sagstype, enhed = excluded.enhed, borger = excluded.borger, til = excluded.til, modtaget = excluded.modtaget, linje = excluded.linje`
	upsertBevilling = `INSERT INTO bevilling (kommune, id, version, seq, slettet, sag, ydelse, enhed, til, modtaget, linje)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kommune, id) DO UPDATE SET version = excluded.version, seq = excluded.seq, slettet = excluded.slettet,
  sag = excluded.sag, ydelse = excluded.ydelse, enhed = excluded.enhed, til = excluded.til, modtaget = excluded.modtaget, linje = excluded.linje`
	upsertStamdata = `INSERT INTO stamdata (kommune, type, id, version, slettet, linje) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (kommune, type, id) DO UPDATE SET version = excluded.version, slettet = excluded.slettet, linje = coalesce(excluded.linje, linje)`
)

func deleted(r *mirror.Raekke) int {
	switch {
	case r.Fejet:
		return slettetFejet
	case r.Slettet >= r.Version:
		return slettetAfKilde
	}
	return 0
}

func (t *tx) saveSager(ctx context.Context, rows []mirror.Raekke, seq int64) error {
	save, err := t.prepare(ctx, upsertSag)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		var citizen any
		if !r.Borger.IsZero() {
			citizen = r.Borger[:]
		}
		if _, err := save.ExecContext(ctx, t.kommune, r.ID, r.Version, seq+int64(i), deleted(r), nullText(r.Sagstype), nullText(r.Enhed),
			citizen, nullDato(r.Til), r.Modtaget.UnixMilli(), null(r.Linje)); err != nil {
			return fmt.Errorf("keep sag: %w", err)
		}
	}
	return nil
}

func (t *tx) saveBevillinger(ctx context.Context, rows []mirror.Raekke, seq int64) error {
	save, err := t.prepare(ctx, upsertBevilling)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		if _, err := save.ExecContext(ctx, t.kommune, r.ID, r.Version, seq+int64(i), deleted(r), nullText(r.Sag), nullText(r.Ydelse),
			nullText(r.Enhed), nullDato(r.Til), r.Modtaget.UnixMilli(), null(r.Linje)); err != nil {
			return fmt.Errorf("keep bevilling: %w", err)
		}
	}
	return nil
}

func (t *tx) saveStamdata(ctx context.Context, rows []mirror.Raekke) error {
	save, err := t.prepare(ctx, upsertStamdata)
	if err != nil {
		return err
	}
	for i := range rows {
		r := &rows[i]
		if _, err := save.ExecContext(ctx, t.kommune, string(r.Type), r.ID, r.Version, r.Slettet, null(r.Linje)); err != nil {
			return fmt.Errorf("keep %s: %w", r.Type, err)
		}
	}
	return nil
}

// Beroer implements mirror.Tx. Every touch also tells running exporters that what they hold in memory is old.
func (t *tx) Beroer(ctx context.Context, touched []projection.Beroert) error {
	if err := t.known(ctx); err != nil || len(touched) == 0 {
		return err
	}
	var last int64 // a number is never used again: a plan that knows an old task must not take a new one for it
	if err := t.tx.QueryRowContext(ctx, "UPDATE kommune SET grundlag = grundlag + 1, beroert_nr = beroert_nr + ? WHERE kommune = ? RETURNING beroert_nr", len(touched), t.kommune).Scan(&last); err != nil {
		return fmt.Errorf("touch municipality: %w", err)
	}
	nr := last - int64(len(touched)) + 1
	save, err := t.prepare(ctx, "INSERT INTO beroert (kommune, nr, slags, id) VALUES (?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for i, b := range touched {
		if _, err := save.ExecContext(ctx, t.kommune, nr+int64(i), string(b.Slags), b.ID); err != nil {
			return fmt.Errorf("touch %s: %w", b.Slags, err)
		}
	}
	return nil
}

// Indlaest implements mirror.Tx.
func (t *tx) Indlaest(ctx context.Context, l mirror.Indlaesning) error {
	if err := t.known(ctx); err != nil {
		return err
	}
	nr, err := t.next(ctx, "indlaesning")
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "INSERT INTO indlaesning (kommune, nr, tid, linjer, taget, afvist, fjernet, af, trods) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		t.kommune, nr, l.Tid.UnixMilli(), l.Sum.Linjer, l.Sum.Taget, l.Sum.Afvist, l.Sum.Fjernet, l.Af, l.Trods); err != nil {
		return fmt.Errorf("note load: %w", err)
	}
	return nil
}

// Set implements mirror.Tx.
func (t *tx) Set(ctx context.Context, begin bool, typ eoj.Type, ids []string) error {
	if begin {
		if _, err := t.exec(ctx, "DELETE FROM fuld_set WHERE kommune = ?", t.kommune); err != nil {
			return fmt.Errorf("begin full load: %w", err)
		}
		return t.known(ctx)
	}
	shown, err := list(ids)
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "INSERT INTO fuld_set (kommune, type, id) SELECT ?, ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
		t.kommune, string(typ), shown); err != nil {
		return fmt.Errorf("note what the full file has: %w", err)
	}
	return nil
}

// Vist implements mirror.Tx.
func (t *tx) Vist(ctx context.Context, typ eoj.Type, id string) (bool, error) {
	var shown bool
	err := t.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM fuld_set WHERE kommune = ? AND type = ? AND id = ?)", t.kommune, string(typ), id).Scan(&shown)
	if err != nil {
		return false, fmt.Errorf("look into the full file: %w", err)
	}
	return shown, nil
}

// Mangler implements mirror.Tx.
func (t *tx) Mangler(ctx context.Context, typ eoj.Type, after string, n int) ([]mirror.Mangel, error) {
	var missing []mirror.Mangel
	err := t.query(ctx, "SELECT id, version FROM "+string(typ)+` AS o WHERE kommune = ?1 AND id > ?2 AND slettet = 0
AND NOT EXISTS (SELECT 1 FROM fuld_set f WHERE f.kommune = ?1 AND f.type = ?3 AND f.id = o.id) ORDER BY id LIMIT +?4`,
		func(rows *sql.Rows) error {
			var m mirror.Mangel
			if err := rows.Scan(&m.ID, &m.Version); err != nil {
				return err
			}
			missing = append(missing, m)
			return nil
		}, after, string(typ), n)
	return missing, err
}

// AntalMangler implements mirror.Tx.
func (t *tx) AntalMangler(ctx context.Context) (missing mirror.Antal, citizens int, all mirror.Antal, err error) {
	count := func(text string, into ...any) {
		if err == nil {
			err = t.tx.QueryRowContext(ctx, text, t.kommune).Scan(into...)
		}
	}
	count("SELECT sager, bevillinger FROM kommune WHERE kommune = ?", &all.Sager, &all.Bevillinger)
	count(`SELECT count(*), count(DISTINCT borger) FROM sag o WHERE kommune = ?1 AND slettet = 0
AND NOT EXISTS (SELECT 1 FROM fuld_set f WHERE f.kommune = ?1 AND f.type = 'sag' AND f.id = o.id)`, &missing.Sager, &citizens)
	count(`SELECT count(*) FROM bevilling o WHERE kommune = ?1 AND slettet = 0
AND NOT EXISTS (SELECT 1 FROM fuld_set f WHERE f.kommune = ?1 AND f.type = 'bevilling' AND f.id = o.id)`, &missing.Bevillinger)
	if err != nil {
		err = fmt.Errorf("count what the full file lacks: %w", err)
	}
	return missing, citizens, all, err
}
