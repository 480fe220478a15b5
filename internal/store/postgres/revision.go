package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
)

// The columns of an audit entry, in the order scanOpslag reads them.
const opslagColumns = "SELECT nr, tid, hvem, borger, hvad, indhold, fjernet, led FROM opslag "

func scanOpslag(rows pgx.Rows) (revision.Raa, error) {
	var e revision.Raa
	var citizen, link []byte
	var when int64
	if err := rows.Scan(&e.Nr, &when, &e.Hvem, &citizen, (*string)(&e.Hvad), &e.Bytes, &e.Fjernet, &link); err != nil {
		return e, err
	}
	copy(e.Borger[:], citizen)
	copy(e.Led[:], link)
	e.Tid = time.UnixMilli(when)
	return e, nil
}

// opslagHoved is where the chain ends.
func opslagHoved(ctx context.Context, query queryFunc) (revision.Hoved, error) {
	var h revision.Hoved
	err := query(ctx, "SELECT nr, led, uden FROM opslag_hoved WHERE kommune = $1", func(rows pgx.Rows) error {
		var link []byte
		err := rows.Scan(&h.Nr, &link, &h.Uden)
		copy(h.Led[:], link)
		return err
	})
	return h, err
}

// laasOpslag takes the chain's end for this transaction: entries get their numbers in the order they become visible. It is a row of its own, so
// that a page does not wait for a load. The link after entries that have none is worked out here.
func (t *tx) laasOpslag(ctx context.Context, key revision.Noegle) (revision.Hoved, error) {
	var h revision.Hoved
	for {
		found := false
		err := t.query(ctx, "SELECT nr, led, uden FROM opslag_hoved WHERE kommune = $1 FOR UPDATE", func(rows pgx.Rows) error {
			var link []byte
			found = true
			err := rows.Scan(&h.Nr, &link, &h.Uden)
			copy(h.Led[:], link)
			return err
		})
		if err != nil {
			return h, fmt.Errorf("lock the audit log: %w", err)
		}
		if found {
			break
		}
		if err := t.must(ctx, "begin the audit log", "INSERT INTO opslag_hoved (kommune, nr, led, uden) VALUES ($1, 0, $2, 0) ON CONFLICT DO NOTHING", h.Led[:]); err != nil {
			return h, err
		}
	}
	var err error
	if h.Nr > 0 && h.Uden == h.Nr && h.Led.IsZero() {
		h.Led, err = t.opslagFold(ctx, h.Nr, key)
	}
	return h, err
}

// opslagFold is the link after the entries up to a number, none of which has one.
func (t *tx) opslagFold(ctx context.Context, til int64, key revision.Noegle) (revision.Led, error) {
	newest, err := opslagRyddet(ctx, t.query)
	if err != nil {
		return revision.Led{}, err
	}
	_, link := revision.Ryddet(newest)
	err = t.query(ctx, opslagColumns+"WHERE kommune = $1 AND nr <= $2 ORDER BY nr", func(rows pgx.Rows) error {
		e, err := scanOpslag(rows)
		link = revision.Fold(link, []revision.Raa{e}, key)
		return err
	}, til)
	return link, err
}

// opslagRyddet is the newest entry about retention, or nil.
func opslagRyddet(ctx context.Context, query queryFunc) (*revision.Post, error) {
	var newest *revision.Post
	err := query(ctx, opslagColumns+"WHERE kommune = $1 AND fjernet > 0 ORDER BY fjernet DESC, nr DESC LIMIT 1", func(rows pgx.Rows) error {
		e, err := scanOpslag(rows)
		if err != nil {
			return err
		}
		newest = &e.Post
		return json.Unmarshal(e.Bytes, &newest.Indhold)
	})
	return newest, err
}

// GemRevision implements store.Store.
func (db *DB) GemRevision(ctx context.Context, kommune oio.CVR, entries []revision.Post, key revision.Noegle) error {
	return db.write(ctx, kommune, func(t *tx) error {
		head, err := t.laasOpslag(ctx, key)
		if err != nil {
			return err
		}
		return t.addOpslag(ctx, head, entries, key)
	})
}

func (t *tx) addOpslag(ctx context.Context, head revision.Hoved, entries []revision.Post, key revision.Noegle) error {
	raw, err := revision.Raaet(entries)
	if err != nil {
		return err
	}
	head = revision.Kaed(head, raw, key)
	var batch pgx.Batch // readers wait for it: one message to the server
	batch.Queue(`INSERT INTO opslag (kommune, nr, tid, hvem, borger, hvad, indhold, fjernet, led)
SELECT $1, n.nr, n.tid, n.hvem, n.borger, n.hvad, n.indhold, n.fjernet, n.led
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bytea[], $6::text[], $7::bytea[], $8::bigint[], $9::bytea[]) AS n (nr, tid, hvem, borger, hvad, indhold, fjernet, led)`, t.kommune,
		column(raw, func(e *revision.Raa) int64 { return e.Nr }), column(raw, func(e *revision.Raa) int64 { return e.Tid.UnixMilli() }),
		column(raw, func(e *revision.Raa) string { return e.Hvem }), column(raw, func(e *revision.Raa) []byte { return e.Borger[:] }),
		column(raw, func(e *revision.Raa) string { return string(e.Hvad) }), column(raw, func(e *revision.Raa) []byte { return e.Bytes }),
		column(raw, func(e *revision.Raa) int64 { return e.Fjernet }), column(raw, func(e *revision.Raa) []byte { return e.Led[:] }))
	batch.Queue("UPDATE opslag_hoved SET nr = $2, led = $3 WHERE kommune = $1", t.kommune, head.Nr, head.Led[:])
	if err := t.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return fmt.Errorf("keep audit entries: %w", err)
	}
	for i := range raw {
		entries[i].Nr, entries[i].Tid, entries[i].Led = raw[i].Nr, raw[i].Tid, raw[i].Led
	}
	return nil
}

// Revision implements store.Store.
func (db *DB) Revision(ctx context.Context, kommune oio.CVR, v revision.Valg) ([]revision.Post, error) {
	where, args := []string{}, []any{}
	limit := func(condition string, value any) {
		args = append(args, value)
		where = append(where, " AND "+condition+" $"+strconv.Itoa(len(args)+1))
	}
	if !v.Borger.IsZero() {
		limit("borger =", v.Borger[:])
	}
	if v.Hvem != "" {
		limit("hvem =", clean(v.Hvem))
	}
	if v.Hvad != "" {
		limit("hvad =", clean(string(v.Hvad)))
	}
	if v.Fra != 0 {
		limit("tid >=", v.Fra)
	}
	if v.Til != 0 {
		limit("tid <", v.Til)
	}
	if v.Foer != 0 {
		limit("nr <", v.Foer)
	}
	if v.Antal == 0 {
		v.Antal = 100
	}
	var found []revision.Post
	err := db.query(ctx, kommune, opslagColumns+"WHERE kommune = $1"+strings.Join(where, "")+" ORDER BY nr DESC LIMIT "+strconv.Itoa(v.Antal), func(rows pgx.Rows) error {
		e, err := scanOpslag(rows)
		if err != nil {
			return err
		}
		found = append(found, e.Post)
		return json.Unmarshal(e.Bytes, &found[len(found)-1].Indhold)
	}, args...)
	return found, err
}

// errStop ends a walk through rows early.
var errStop = errors.New("enough rows")

// ProevRevision implements store.Store.
func (db *DB) ProevRevision(ctx context.Context, kommune oio.CVR, key revision.Noegle) (revision.Proevet, error) {
	var found revision.Proevet
	err := db.snapshot(ctx, kommune, func(query queryFunc) error {
		head, err := opslagHoved(ctx, query)
		if err != nil {
			return err
		}
		newest, err := opslagRyddet(ctx, query)
		if err != nil {
			newest = nil // its content is no longer JSON: the walk finds it
		}
		walk := revision.NyProeve(key, head, newest)
		err = query(ctx, opslagColumns+"WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
			e, err := scanOpslag(rows)
			if err == nil && !walk.Tag(&e) {
				err = errStop
			}
			return err
		})
		if err != nil && !errors.Is(err, errStop) {
			return err
		}
		found.Hoved = head
		found.Antal, found.Brud = walk.Slut()
		return nil
	})
	return found, err
}

// RydRevision implements store.Store.
func (db *DB) RydRevision(ctx context.Context, kommune oio.CVR, foer time.Time, entry revision.Post, key revision.Noegle) (int64, error) {
	var removed int64
	err := db.write(ctx, kommune, func(t *tx) error {
		head, err := t.laasOpslag(ctx, key)
		if err != nil {
			return err
		}
		til, removing := head.Nr, int64(0)
		if err := t.one(ctx, "SELECT coalesce((SELECT min(nr) - 1 FROM opslag WHERE kommune = $1 AND tid >= $2), $3::bigint)", []any{millis(foer), head.Nr}, &til); err != nil {
			return fmt.Errorf("find old audit entries: %w", err)
		}
		if err := t.one(ctx, "SELECT count(*) FROM opslag WHERE kommune = $1 AND nr <= $2", []any{til}, &removing); err != nil {
			return fmt.Errorf("find old audit entries: %w", err)
		}
		if removed = removing; removing == 0 {
			return nil
		}
		link, err := t.opslagLed(ctx, til, head, key)
		if err != nil {
			return err
		}
		cleared := entry
		cleared.Rydder(til, link, foer, removing)
		if err := t.addOpslag(ctx, head, []revision.Post{cleared}, key); err != nil {
			return err
		}
		return t.must(ctx, "shorten the audit log", "DELETE FROM opslag WHERE kommune = $1 AND nr <= $2", til)
	})
	return removed, err
}

// opslagLed is the link of an entry, worked out where it has none.
func (t *tx) opslagLed(ctx context.Context, nr int64, head revision.Hoved, key revision.Noegle) (revision.Led, error) {
	if nr <= head.Uden {
		return t.opslagFold(ctx, nr, key)
	}
	var link revision.Led
	var b []byte
	err := t.one(ctx, "SELECT led FROM opslag WHERE kommune = $1 AND nr = $2", []any{nr}, &b)
	copy(link[:], b)
	return link, wrap("find old audit entries", err)
}

// KildeBorger gives the source's lines about a citizen. It walks the cases: it is for the report of what is held about her.
func (db *DB) KildeBorger(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]mirror.Raekke, error) {
	var found []mirror.Raekke
	read := func(kind eoj.Type) func(pgx.Rows) error {
		return func(rows pgx.Rows) error {
			r := mirror.Raekke{Type: kind, Borger: borger}
			var when int64
			err := rows.Scan(&r.ID, &r.Version, &when, &r.Linje)
			r.Modtaget = time.UnixMilli(when)
			found = append(found, r)
			return err
		}
	}
	err := db.query(ctx, kommune, "SELECT id, version, modtaget, linje FROM sag WHERE kommune = $1 AND borger = $2 AND linje IS NOT NULL ORDER BY nr", read(eoj.TypeSag), borger[:])
	if err == nil {
		err = db.query(ctx, kommune, `SELECT b.id, b.version, b.modtaget, b.linje FROM sag s JOIN bevilling b ON b.kommune = $1 AND b.sag = s.id
WHERE s.kommune = $1 AND s.borger = $2 AND b.linje IS NOT NULL ORDER BY b.nr`, read(eoj.TypeBevilling), borger[:])
	}
	return found, err
}
