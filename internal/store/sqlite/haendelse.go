package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"indeksbro/internal/haendelse"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
)

// fortaelles reports whether the municipality has asked for news of its objects.
func (t *tx) fortaelles(ctx context.Context) (bool, error) {
	var value string
	err := t.tx.QueryRowContext(ctx, "SELECT vaerdi FROM politik WHERE kommune = ? AND noegle = 'haendelser' ORDER BY nr DESC LIMIT 1", t.kommune).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return value != "", err
}

// fortael keeps news in the transaction of what it is about, so that neither is there without the other.
func (t *tx) fortael(ctx context.Context, art oio.Art, id oio.UUID, what haendelse.Slags, kle string, when time.Time) error {
	if _, err := t.exec(ctx, "INSERT INTO haendelse (kommune, art, uuid, slags, kle, tid) VALUES (?, ?, ?, ?, ?, ?)", t.kommune, int(art), id[:], int(what), kle, when.UnixMilli()); err != nil {
		return fmt.Errorf("keep news: %w", err)
	}
	return nil
}

// fortaelRaekker keeps news of rows about to be stored, given what was there before.
func (t *tx) fortaelRaekker(ctx context.Context, rows []index.Raekke, before map[oio.UUID]held) error {
	wanted, err := t.fortaelles(ctx)
	if err != nil || !wanted {
		return err
	}
	seen := map[oio.UUID][16]byte{}
	for id, h := range before {
		seen[id] = h.aftryk
	}
	for i := range rows {
		r := &rows[i]
		was, known := seen[r.UUID]
		seen[r.UUID] = r.Aftryk
		what := haendelse.Importeret
		switch {
		case r.Stille || known && was == r.Aftryk:
			continue
		case known:
			what = haendelse.Aendret
		}
		if err := t.fortael(ctx, r.Art, r.UUID, what, r.KLE, r.StsTidspunkt); err != nil {
			return err
		}
	}
	return nil
}

// Haendelser is the oldest news that is not told yet, at most n.
func (db *DB) Haendelser(ctx context.Context, kommune oio.CVR, n int) ([]haendelse.Haendelse, error) {
	var found []haendelse.Haendelse
	err := db.query(ctx, kommune, "SELECT nr, art, uuid, slags, kle, tid FROM haendelse WHERE kommune = ? ORDER BY nr LIMIT +?", func(rows *sql.Rows) error {
		h := haendelse.Haendelse{Kommune: kommune}
		var id []byte
		var when int64
		if err := rows.Scan(&h.Nr, &h.Art, &id, &h.Slags, &h.KLE, &when); err != nil {
			return err
		}
		copy(h.UUID[:], id)
		h.Tid = time.UnixMilli(when)
		found = append(found, h)
		return nil
	}, n)
	return found, err
}

// GlemHaendelser forgets news up to a number: it is told.
func (db *DB) GlemHaendelser(ctx context.Context, kommune oio.CVR, til int64) error {
	return db.update(ctx, kommune, func(t *tx) error {
		_, err := t.exec(ctx, "DELETE FROM haendelse WHERE kommune = ? AND nr <= ?", t.kommune, til)
		return err
	})
}
