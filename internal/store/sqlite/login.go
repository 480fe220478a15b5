package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// GemSession implements store.Store.
func (db *DB) GemSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, oprettet, slut time.Time, indhold []byte) error {
	return db.saet(ctx, kommune, "keep session", "INSERT INTO session (kommune, noegle, oprettet, set_tid, slut, indhold) VALUES (?, ?, ?, ?, ?, ?)",
		noegle[:], oprettet.UnixMilli(), oprettet.UnixMilli(), slut.UnixMilli(), indhold)
}

// saet writes one statement.
func (db *DB) saet(ctx context.Context, kommune oio.CVR, what, text string, args ...any) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if _, err := t.exec(ctx, text, append([]any{t.kommune}, args...)...); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	})
}

// Session implements store.Store.
func (db *DB) Session(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte) (indhold []byte, seen, slut time.Time, err error) {
	err = db.query(ctx, kommune, "SELECT set_tid, slut, indhold FROM session WHERE kommune = ? AND noegle = ?", func(rows *sql.Rows) error {
		var at, end int64
		err := rows.Scan(&at, &end, &indhold)
		seen, slut = time.UnixMilli(at), time.UnixMilli(end)
		return err
	}, noegle[:])
	return indhold, seen, slut, err
}

// SeSession implements store.Store.
func (db *DB) SeSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, now time.Time) error {
	return db.saet(ctx, kommune, "note use of session", "UPDATE session SET set_tid = ?3 WHERE kommune = ?1 AND noegle = ?2 AND set_tid < ?3", noegle[:], now.UnixMilli())
}

// SletSession implements store.Store.
func (db *DB) SletSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte) error {
	return db.saet(ctx, kommune, "end session", "DELETE FROM session WHERE kommune = ? AND noegle = ?", noegle[:])
}

// Engangs implements store.Store.
func (db *DB) Engangs(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, slut time.Time, indhold []byte) (first bool, err error) {
	if indhold == nil {
		indhold = []byte{}
	}
	err = db.update(ctx, kommune, func(t *tx) error {
		done, err := t.exec(ctx, "INSERT INTO engangs (kommune, noegle, slut, indhold) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", t.kommune, noegle[:], slut.UnixMilli(), indhold)
		if err != nil {
			return fmt.Errorf("keep what may be used once: %w", err)
		}
		n, err := done.RowsAffected()
		first = n == 1
		return err
	})
	return first, err
}

// TagEngangs implements store.Store.
func (db *DB) TagEngangs(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, now time.Time) (indhold []byte, found bool, err error) {
	err = db.update(ctx, kommune, func(t *tx) error {
		var end int64
		err := t.query(ctx, "DELETE FROM engangs WHERE kommune = ? AND noegle = ? RETURNING slut, indhold", func(rows *sql.Rows) error {
			found = true
			return rows.Scan(&end, &indhold)
		}, noegle[:])
		found = found && now.UnixMilli() < end
		return err
	})
	return indhold, found, err
}

// RydLogin implements store.Store.
func (db *DB) RydLogin(ctx context.Context, kommune oio.CVR, now time.Time) error {
	if err := db.saet(ctx, kommune, "forget ended sessions", "DELETE FROM session WHERE kommune = ? AND slut <= ?", now.UnixMilli()); err != nil {
		return err
	}
	return db.saet(ctx, kommune, "forget what was used once", "DELETE FROM engangs WHERE kommune = ? AND slut <= ?", now.UnixMilli())
}

// Maskiner implements store.Store.
func (db *DB) Maskiner(ctx context.Context, kommune oio.CVR) ([]adgang.Maskine, error) {
	var all []adgang.Maskine
	err := db.query(ctx, kommune, "SELECT navn, slags, aftryk, roller, oprettet, af, udloeb, sidst, fjernet FROM maskine WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var m adgang.Maskine
		var print []byte
		var roles string
		var made, until, last, gone int64
		if err := rows.Scan(&m.Navn, &m.Slags, &print, &roles, &made, &m.Af, &until, &last, &gone); err != nil {
			return err
		}
		copy(m.Aftryk[:], print)
		m.Roller = adgang.ParseRoller(roles)
		m.Oprettet, m.Udloeb, m.Sidst, m.Fjernet = tidEllerNul(made), tidEllerNul(until), tidEllerNul(last), tidEllerNul(gone)
		all = append(all, m)
		return nil
	})
	return all, err
}

func tidEllerNul(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func nulEllerTid(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// NyMaskine implements store.Store.
func (db *DB) NyMaskine(ctx context.Context, kommune oio.CVR, m adgang.Maskine) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "maskine")
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, "INSERT INTO maskine (kommune, nr, navn, slags, aftryk, roller, oprettet, af, udloeb, sidst, fjernet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
			t.kommune, nr, m.Navn, string(m.Slags), m.Aftryk[:], m.Roller.String(), m.Oprettet.UnixMilli(), m.Af, nulEllerTid(m.Udloeb))
		if err != nil {
			return fmt.Errorf("keep machine: %w", err)
		}
		return nil
	})
}

// SeMaskine implements store.Store.
func (db *DB) SeMaskine(ctx context.Context, kommune oio.CVR, aftryk [sha256.Size]byte, now time.Time) error {
	return db.saet(ctx, kommune, "note use of machine", "UPDATE maskine SET sidst = ?3 WHERE kommune = ?1 AND aftryk = ?2 AND sidst < ?3", aftryk[:], now.UnixMilli())
}

// FjernMaskine implements store.Store.
func (db *DB) FjernMaskine(ctx context.Context, kommune oio.CVR, navn string, now time.Time) (found bool, err error) {
	err = db.update(ctx, kommune, func(t *tx) error {
		done, err := t.exec(ctx, "UPDATE maskine SET fjernet = ?3 WHERE kommune = ?1 AND navn = ?2 AND fjernet = 0", t.kommune, navn, now.UnixMilli())
		if err != nil {
			return fmt.Errorf("remove machine: %w", err)
		}
		n, err := done.RowsAffected()
		found = n > 0
		return err
	})
	return found, err
}
