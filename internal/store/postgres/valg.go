package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/borger"
	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/suggest"
	"indeksbro/internal/ydelsestype"
)

// Politik is what a municipality has chosen, folded from its history.
func (db *DB) Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error) {
	p := politik.Default(kommune)
	err := db.query(ctx, kommune, "SELECT noegle, vaerdi FROM politik WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		changed, err := p.Set(key, value)
		p = changed
		return err
	})
	return p, err
}

// SetPolitik notes a choice; what it touches is worked out again.
func (db *DB) SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error {
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM politik WHERE kommune = $1")
		if err != nil {
			return err
		}
		if err := t.must(ctx, "set policy", "INSERT INTO politik (kommune, nr, tid, af, noegle, vaerdi) VALUES ($1, $2, $3, $4, $5, $6)", nr, millis(when), clean(af), key, clean(value)); err != nil {
			return err
		}
		if f, err := politik.Find(key); err == nil && f.Drift {
			return t.known(ctx)
		}
		return t.Beroer(ctx, []projection.Beroert{{Slags: projection.BeroertAlt}})
	})
}

// Beslutninger is the whole history of decisions, oldest first.
func (db *DB) Beslutninger(ctx context.Context, kommune oio.CVR) ([]mapping.Beslutning, error) {
	return readBeslutninger(ctx, db.of(kommune))
}

func readBeslutninger(ctx context.Context, query queryFunc) ([]mapping.Beslutning, error) {
	var history []mapping.Beslutning
	err := query(ctx, "SELECT nr, tid, af, art, id, valg, istedfor, grund, trods FROM beslutning WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var b mapping.Beslutning
		var when int64
		var choice, instead string
		if err := rows.Scan(&b.Nr, &when, &b.Af, &b.Art, &b.ID, &choice, &instead, &b.Grund, &b.Trods); err != nil {
			return err
		}
		b.Tid = time.UnixMilli(when)
		if err := json.Unmarshal([]byte(choice), &b.Valg); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(instead), &b.IStedFor); err != nil {
			return err
		}
		history = append(history, b)
		return nil
	})
	return history, err
}

// Beslut adds decisions to the history, in order; what they touch is worked out again. Nr and IStedFor are filled in here.
func (db *DB) Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if len(decisions) == 0 {
			return t.known(ctx)
		}
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM beslutning WHERE kommune = $1")
		if err != nil {
			return err
		}
		choices, instead, err := t.instead(ctx, decisions)
		if err != nil {
			return err
		}
		err = t.must(ctx, "write decisions", `INSERT INTO beslutning (kommune, nr, tid, af, art, id, valg, istedfor, grund, trods)
SELECT $1, $2 + n.nr - 1, n.tid, n.af, n.art, n.id, n.valg, n.istedfor, n.grund, n.trods
FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[]) WITH ORDINALITY AS n (tid, af, art, id, valg, istedfor, grund, trods, nr)`,
			nr, column(decisions, func(b *mapping.Beslutning) int64 { return millis(b.Tid) }), column(decisions, func(b *mapping.Beslutning) string { return clean(b.Af) }),
			column(decisions, func(b *mapping.Beslutning) string { return string(b.Art) }), column(decisions, func(b *mapping.Beslutning) string { return clean(b.ID) }),
			choices, instead, column(decisions, func(b *mapping.Beslutning) string { return clean(b.Grund) }), column(decisions, func(b *mapping.Beslutning) string { return clean(b.Trods) }))
		if err != nil {
			return err
		}
		return t.Beroer(ctx, column(decisions, func(b *mapping.Beslutning) projection.Beroert { return projection.BeroertAfValg(b.Art, b.ID) }))
	})
}

// instead gives what is chosen, and what each choice takes the place of: an earlier one of the same call, or the last that is kept.
func (t *tx) instead(ctx context.Context, decisions []mapping.Beslutning) (choices, instead []string, err error) {
	last := make(map[[2]string]string)
	err = t.query(ctx, `SELECT DISTINCT ON (art, id) art, id, valg FROM beslutning WHERE kommune = $1 AND id = ANY($2) ORDER BY art, id, nr DESC`, func(rows pgx.Rows) error {
		var art, id, choice string
		err := rows.Scan(&art, &id, &choice)
		last[[2]string{art, id}] = choice
		return err
	}, column(decisions, func(b *mapping.Beslutning) string { return clean(b.ID) }))
	if err != nil {
		return nil, nil, err
	}
	for _, b := range decisions {
		choice, err := json.Marshal(b.Valg)
		if err != nil {
			return nil, nil, fmt.Errorf("write decision: %w", err)
		}
		of := [2]string{string(b.Art), clean(b.ID)}
		before, any := last[of]
		if !any {
			before = "{}"
		}
		last[of] = string(choice)
		choices, instead = append(choices, string(choice)), append(instead, before)
	}
	return choices, instead, nil
}

// Noter is everything written beside the decisions, oldest first.
func (db *DB) Noter(ctx context.Context, kommune oio.CVR) ([]mapping.Note, error) {
	var notes []mapping.Note
	err := db.query(ctx, kommune, "SELECT nr, tid, af, art, id, slags, kode, tekst FROM note WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var n mapping.Note
		var when int64
		if err := rows.Scan(&n.Nr, &when, &n.Af, &n.Art, &n.ID, &n.Slags, &n.Kode, &n.Tekst); err != nil {
			return err
		}
		n.Tid = time.UnixMilli(when)
		notes = append(notes, n)
		return nil
	})
	return notes, err
}

// SkrivNoter adds notes in order. Nr is given here.
func (db *DB) SkrivNoter(ctx context.Context, kommune oio.CVR, notes []mapping.Note) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM note WHERE kommune = $1")
		if err != nil {
			return err
		}
		return t.must(ctx, "keep notes", `INSERT INTO note (kommune, nr, tid, af, art, id, slags, kode, tekst)
SELECT $1, $2 + n.nr - 1, n.tid, n.af, n.art, n.id, n.slags, n.kode, n.tekst
FROM unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[]) WITH ORDINALITY AS n (tid, af, art, id, slags, kode, tekst, nr)`,
			nr, column(notes, func(n *mapping.Note) int64 { return millis(n.Tid) }), column(notes, func(n *mapping.Note) string { return clean(n.Af) }),
			column(notes, func(n *mapping.Note) string { return string(n.Art) }), column(notes, func(n *mapping.Note) string { return clean(n.ID) }),
			column(notes, func(n *mapping.Note) string { return string(n.Slags) }), column(notes, func(n *mapping.Note) string { return clean(n.Kode) }),
			column(notes, func(n *mapping.Note) string { return clean(n.Tekst) }))
	})
}

// Kontakter is the history of contacts written by hand, oldest first (R080).
func (db *DB) Kontakter(ctx context.Context, kommune oio.CVR) ([]borger.ManuelKontakt, error) {
	var history []borger.ManuelKontakt
	err := db.query(ctx, kommune, "SELECT tid, af, enhed, navn, telefon, telefontid, email FROM kontakt WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var m borger.ManuelKontakt
		var when int64
		if err := rows.Scan(&when, &m.Af, (*[16]byte)(&m.Enhed), &m.Kontakt.Enhed, &m.Kontakt.Telefon, &m.Kontakt.Tid, &m.Kontakt.Email); err != nil {
			return err
		}
		m.Tid = time.UnixMilli(when)
		history = append(history, m)
		return nil
	})
	return history, err
}

// SaetKontakt adds one to the history.
func (db *DB) SaetKontakt(ctx context.Context, kommune oio.CVR, m borger.ManuelKontakt) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM kontakt WHERE kommune = $1")
		if err != nil {
			return err
		}
		k := m.Kontakt
		return t.must(ctx, "keep contact", "INSERT INTO kontakt (kommune, nr, tid, af, enhed, navn, telefon, telefontid, email) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			nr, millis(m.Tid), clean(m.Af), [16]byte(m.Enhed), clean(k.Enhed), clean(k.Telefon), clean(k.Tid), clean(k.Email))
	})
}

// Definitioner is what imported code lists say about types, by system and code.
func (db *DB) Definitioner(ctx context.Context, kommune oio.CVR) ([]ydelsestype.Definition, error) {
	var all []ydelsestype.Definition
	err := db.query(ctx, kommune, "SELECT definition FROM ydelsestype_definition WHERE kommune = $1 ORDER BY system, kode", func(rows pgx.Rows) error {
		d, err := scanJSON[ydelsestype.Definition](rows)
		all = append(all, d)
		return err
	})
	return all, err
}

// scanJSON reads a row of one column that holds JSON.
func scanJSON[T any](rows pgx.Rows) (T, error) {
	var v T
	var text string
	if err := rows.Scan(&text); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(text), &v)
}

// texts writes values as JSON, one text each.
func texts[T any](values []T) ([]string, error) {
	all := make([]string, len(values))
	for i := range values {
		text, err := json.Marshal(values[i])
		if err != nil {
			return nil, fmt.Errorf("write JSON: %w", err)
		}
		all[i] = string(text)
	}
	return all, nil
}

// GemDefinitioner replaces what is known of a list's system. It touches nothing that is sent; a running program reads it at its
// next start.
func (db *DB) GemDefinitioner(ctx context.Context, kommune oio.CVR, list *ydelsestype.Kodeliste) error {
	definitions, err := texts(list.Definitioner)
	if err != nil {
		return err
	}
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.must(ctx, "keep definitions", "DELETE FROM ydelsestype_definition WHERE kommune = $1 AND system = $2", list.System); err != nil {
			return err
		}
		if err := t.must(ctx, "keep definitions", `INSERT INTO ydelsestype_definition (kommune, system, kode, definition)
SELECT $1, n.system, n.kode, n.definition FROM unnest($2::text[], $3::text[], $4::text[]) AS n (system, kode, definition)`,
			column(list.Definitioner, func(d *ydelsestype.Definition) string { return clean(d.System) }),
			column(list.Definitioner, func(d *ydelsestype.Definition) string { return clean(d.Kode) }), definitions); err != nil {
			return err
		}
		return t.known(ctx)
	})
}

// Faelles is what other municipalities have chosen, as imported (R125).
func (db *DB) Faelles(ctx context.Context, kommune oio.CVR) ([]suggest.KommuneValg, error) {
	var all []suggest.KommuneValg
	err := db.query(ctx, kommune, "SELECT fra, slags, navn, lov, paragraf, kode FROM faelles_valg WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
		var v suggest.KommuneValg
		err := rows.Scan(&v.Kommune, &v.Slags, &v.Navn, &v.Lov, &v.Paragraf, &v.Kode)
		all = append(all, v)
		return err
	})
	return all, err
}

// GemFaelles replaces what is known of every municipality that the choices are of. It touches nothing that is sent.
func (db *DB) GemFaelles(ctx context.Context, kommune oio.CVR, choices []suggest.KommuneValg) error {
	type v = *suggest.KommuneValg
	from := column(choices, func(c v) string { return string(c.Kommune) })
	return db.update(ctx, kommune, func(t *tx) error {
		nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) FROM faelles_valg WHERE kommune = $1")
		if err != nil {
			return err
		}
		if err := t.must(ctx, "keep choices", "DELETE FROM faelles_valg WHERE kommune = $1 AND fra = ANY($2)", slices.Compact(slices.Sorted(slices.Values(from)))); err != nil {
			return err
		}
		if err := t.must(ctx, "keep choices", `INSERT INTO faelles_valg (kommune, nr, fra, slags, navn, lov, paragraf, kode)
SELECT $1, $2 + n.nr, n.fra, n.slags, n.navn, n.lov, n.paragraf, n.kode
FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY AS n (fra, slags, navn, lov, paragraf, kode, nr)`, nr, from,
			column(choices, func(c v) string { return clean(c.Slags) }), column(choices, func(c v) string { return clean(c.Navn) }),
			column(choices, func(c v) string { return clean(c.Lov) }), column(choices, func(c v) string { return clean(c.Paragraf) }),
			column(choices, func(c v) string { return clean(c.Kode) })); err != nil {
			return err
		}
		return t.known(ctx)
	})
}

// Forfra gives the last start-over, or a zero one.
func (db *DB) Forfra(ctx context.Context, kommune oio.CVR) (export.Forfra, error) {
	var f export.Forfra
	err := db.query(ctx, kommune, "SELECT indhold FROM forfra WHERE kommune = $1 ORDER BY nr DESC LIMIT 1", func(rows pgx.Rows) (err error) {
		f, err = scanJSON[export.Forfra](rows)
		return err
	})
	return f, err
}

// GemForfra keeps a start-over; a new one, with number zero, gets the next.
func (db *DB) GemForfra(ctx context.Context, kommune oio.CVR, f *export.Forfra) error {
	kept := *f
	err := db.update(ctx, kommune, func(t *tx) error {
		kept = *f
		if kept.Nr == 0 {
			nr, err := t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM forfra WHERE kommune = $1")
			if err != nil {
				return err
			}
			kept.Nr = nr
		}
		text, err := json.Marshal(kept)
		if err != nil {
			return fmt.Errorf("keep start-over: %w", err)
		}
		return t.must(ctx, "keep start-over", "INSERT INTO forfra (kommune, nr, indhold) VALUES ($1, $2, $3) ON CONFLICT (kommune, nr) DO UPDATE SET indhold = excluded.indhold", kept.Nr, string(text))
	})
	if err == nil {
		*f = kept
	}
	return err
}
