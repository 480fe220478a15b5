package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/haendelse"
	"indeksbro/internal/oio"
)

// nyhed is news of one object, with the object's place in the call that made it.
type nyhed struct {
	plads int
	art   oio.Art
	uuid  oio.UUID
	slags haendelse.Slags
	kle   string
	tid   time.Time
}

// fortael keeps news in the transaction of what it is about, so that neither is there without the other; when the municipality
// has asked for any. It is the last a transaction does: its numbers are taken under the municipality's lock.
func (t *tx) fortael(ctx context.Context, news []nyhed) error {
	if len(news) == 0 {
		return nil
	}
	var to string
	err := t.one(ctx, "SELECT vaerdi FROM politik WHERE kommune = $1 AND noegle = 'haendelser' ORDER BY nr DESC LIMIT 1", nil, &to)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && to == "" {
		return nil
	}
	if err == nil {
		err = t.lock(ctx)
	}
	var last int64
	if err == nil {
		err = t.one(ctx, "UPDATE kommune SET haendelse_nr = haendelse_nr + $2 WHERE kommune = $1 RETURNING haendelse_nr", []any{len(news)}, &last)
	}
	if err != nil {
		return fmt.Errorf("keep news: %w", err)
	}
	return t.must(ctx, "keep news", `INSERT INTO haendelse (kommune, nr, art, uuid, slags, kle, tid)
SELECT $1, $2 + n.nr, n.art, n.uuid, n.slags, n.kle, n.tid
FROM unnest($3::smallint[], $4::uuid[], $5::smallint[], $6::text[], $7::bigint[]) WITH ORDINALITY AS n (art, uuid, slags, kle, tid, nr)`,
		last-int64(len(news)), column(news, func(n *nyhed) int16 { return int16(n.art) }), column(news, func(n *nyhed) [16]byte { return n.uuid }),
		column(news, func(n *nyhed) int16 { return int16(n.slags) }), column(news, func(n *nyhed) string { return n.kle }),
		column(news, func(n *nyhed) int64 { return millis(n.tid) }))
}

// Haendelser is the oldest news that is not told yet, at most n.
func (db *DB) Haendelser(ctx context.Context, kommune oio.CVR, n int) ([]haendelse.Haendelse, error) {
	var found []haendelse.Haendelse
	err := db.query(ctx, kommune, "SELECT nr, art, uuid, slags, kle, tid FROM haendelse WHERE kommune = $1 ORDER BY nr LIMIT $2", func(rows pgx.Rows) error {
		h := haendelse.Haendelse{Kommune: kommune}
		var when int64
		if err := rows.Scan(&h.Nr, &h.Art, (*[16]byte)(&h.UUID), &h.Slags, &h.KLE, &when); err != nil {
			return err
		}
		h.Tid = time.UnixMilli(when)
		found = append(found, h)
		return nil
	}, n)
	return found, err
}

// GlemHaendelser forgets news up to a number: it is told. Nothing with a smaller number can come later, since numbers become
// visible in order.
func (db *DB) GlemHaendelser(ctx context.Context, kommune oio.CVR, til int64) error {
	return db.write(ctx, kommune, func(t *tx) error {
		return t.must(ctx, "forget news", "DELETE FROM haendelse WHERE kommune = $1 AND nr <= $2", til)
	})
}
