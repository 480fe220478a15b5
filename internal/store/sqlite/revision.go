package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
)

const opslagColumns = "SELECT nr, tid, hvem, borger, hvad, indhold, fjernet, led FROM opslag "

func scanOpslag(rows *sql.Rows) (revision.Raa, error) {
	var e revision.Raa
	var citizen, link []byte
	var when int64
	if err := rows.Scan(&e.Nr, &when, &e.Hvem, &citizen, &e.Hvad, &e.Bytes, &e.Fjernet, &link); err != nil {
		return e, err
	}
	copy(e.Borger[:], citizen)
	copy(e.Led[:], link)
	e.Tid = time.UnixMilli(when)
	return e, nil
}

// hoved is where the chain ends; the link after entries that have none is worked out here.
func (t *tx) opslagHoved(ctx context.Context, key revision.Noegle) (revision.Hoved, error) {
	h, err := opslagHoved(ctx, t.query)
	if err != nil || h.Nr == 0 || h.Uden < h.Nr || !h.Led.IsZero() {
		return h, err
	}
	h.Led, err = t.opslagFold(ctx, h.Nr, key)
	return h, err
}

func opslagHoved(ctx context.Context, query queryFunc) (revision.Hoved, error) {
	var h revision.Hoved
	err := query(ctx, "SELECT nr, led, uden FROM opslag_hoved WHERE kommune = ?", func(rows *sql.Rows) error {
		var link []byte
		err := rows.Scan(&h.Nr, &link, &h.Uden)
		copy(h.Led[:], link)
		return err
	})
	return h, err
}

// opslagFold is the link after the entries up to a number, none of which has one.
func (t *tx) opslagFold(ctx context.Context, til int64, key revision.Noegle) (revision.Led, error) {
	newest, err := opslagRyddet(ctx, t.query)
	if err != nil {
		return revision.Led{}, err
	}
	_, link := revision.Ryddet(newest)
	err = t.query(ctx, opslagColumns+"WHERE kommune = ? AND nr <= ? ORDER BY nr", func(rows *sql.Rows) error {
		e, err := scanOpslag(rows)
		link = revision.Fold(link, []revision.Raa{e}, key)
		return err
	}, til)
	return link, err
}

// opslagRyddet is the newest entry about retention, or nil.
func opslagRyddet(ctx context.Context, query queryFunc) (*revision.Post, error) {
	var newest *revision.Post
	err := query(ctx, opslagColumns+"WHERE kommune = ? AND fjernet > 0 ORDER BY fjernet DESC, nr DESC LIMIT 1", func(rows *sql.Rows) error {
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
	return db.update(ctx, kommune, func(t *tx) error { return t.addOpslag(ctx, entries, key) })
}

func (t *tx) addOpslag(ctx context.Context, entries []revision.Post, key revision.Noegle) error {
	head, err := t.opslagHoved(ctx, key)
	if err != nil {
		return err
	}
	raw, err := revision.Raaet(entries)
	if err != nil {
		return err
	}
	head = revision.Kaed(head, raw, key)
	keep, err := t.prepare(ctx, "INSERT INTO opslag (kommune, nr, tid, hvem, borger, hvad, indhold, fjernet, led) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for i := range raw {
		e := &raw[i]
		if _, err := keep.ExecContext(ctx, t.kommune, e.Nr, e.Tid.UnixMilli(), e.Hvem, e.Borger[:], string(e.Hvad), e.Bytes, e.Fjernet, e.Led[:]); err != nil {
			return fmt.Errorf("keep audit entry: %w", err)
		}
		entries[i].Nr, entries[i].Tid, entries[i].Led = e.Nr, e.Tid, e.Led
	}
	if _, err := t.exec(ctx, "INSERT INTO opslag_hoved (kommune, nr, led, uden) VALUES (?, ?, ?, 0) ON CONFLICT (kommune) DO UPDATE SET nr = excluded.nr, led = excluded.led",
		t.kommune, head.Nr, head.Led[:]); err != nil {
		return fmt.Errorf("keep audit entry: %w", err)
	}
	return nil
}

// Revision implements store.Store.
func (db *DB) Revision(ctx context.Context, kommune oio.CVR, v revision.Valg) ([]revision.Post, error) {
	where, args := []string{"kommune = ?"}, []any{}
	limit := func(condition string, value any) {
		where = append(where, condition)
		args = append(args, value)
	}
	if !v.Borger.IsZero() {
		limit("borger = ?", v.Borger[:])
	}
	if v.Hvem != "" {
		limit("hvem = ?", v.Hvem)
	}
	if v.Hvad != "" {
		limit("hvad = ?", string(v.Hvad))
	}
	if v.Fra != 0 {
		limit("tid >= ?", v.Fra)
	}
	if v.Til != 0 {
		limit("tid < ?", v.Til)
	}
	if v.Foer != 0 {
		limit("nr < ?", v.Foer)
	}
	if v.Antal == 0 {
		v.Antal = 100
	}
	var found []revision.Post
	err := db.query(ctx, kommune, opslagColumns+"WHERE "+strings.Join(where, " AND ")+" ORDER BY nr DESC LIMIT +?", func(rows *sql.Rows) error {
		e, err := scanOpslag(rows)
		if err != nil {
			return err
		}
		found = append(found, e.Post)
		return json.Unmarshal(e.Bytes, &found[len(found)-1].Indhold)
	}, append(args, v.Antal)...)
	return found, err
}

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
		err = query(ctx, opslagColumns+"WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
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

// errStop ends a walk through rows early.
var errStop = errors.New("enough rows")

// RydRevision implements store.Store.
func (db *DB) RydRevision(ctx context.Context, kommune oio.CVR, foer time.Time, entry revision.Post, key revision.Noegle) (int64, error) {
	var removed int64
	err := db.update(ctx, kommune, func(t *tx) error {
		head, err := opslagHoved(ctx, t.query)
		if err != nil {
			return err
		}
		var til int64
		if err := t.tx.QueryRowContext(ctx, "SELECT coalesce((SELECT min(nr) - 1 FROM opslag WHERE kommune = ?1 AND tid >= ?2), ?3)", t.kommune, foer.UnixMilli(), head.Nr).Scan(&til); err != nil {
			return fmt.Errorf("find old audit entries: %w", err)
		}
		if err := t.tx.QueryRowContext(ctx, "SELECT count(*) FROM opslag WHERE kommune = ? AND nr <= ?", t.kommune, til).Scan(&removed); err != nil || removed == 0 {
			return err
		}
		var link revision.Led
		if til > head.Uden {
			err = t.query(ctx, "SELECT led FROM opslag WHERE kommune = ? AND nr = ?", func(rows *sql.Rows) error {
				var b []byte
				err := rows.Scan(&b)
				copy(link[:], b)
				return err
			}, til)
		} else {
			link, err = t.opslagFold(ctx, til, key)
		}
		if err != nil {
			return err
		}
		entry.Rydder(til, link, foer, removed)
		if err := t.addOpslag(ctx, []revision.Post{entry}, key); err != nil {
			return err
		}
		_, err = t.exec(ctx, "DELETE FROM opslag WHERE kommune = ? AND nr <= ?", t.kommune, til)
		return err
	})
	return removed, err
}

// KildeBorger gives the source's lines about a citizen. It walks the cases: it is for the report of what is held about her.
func (db *DB) KildeBorger(ctx context.Context, kommune oio.CVR, borger oio.Borgernoegle) ([]mirror.Raekke, error) {
	var found []mirror.Raekke
	read := func(kind eoj.Type) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			r := mirror.Raekke{Type: kind, Borger: borger}
			var when int64
			err := rows.Scan(&r.ID, &r.Version, &when, &r.Linje)
			r.Modtaget = time.UnixMilli(when)
			found = append(found, r)
			return err
		}
	}
	err := db.query(ctx, kommune, "SELECT id, version, modtaget, linje FROM sag WHERE kommune = ? AND borger = ? AND linje IS NOT NULL ORDER BY nr", read(eoj.TypeSag), borger[:])
	if err == nil {
		err = db.query(ctx, kommune, `SELECT b.id, b.version, b.modtaget, b.linje FROM sag s JOIN bevilling b ON b.kommune = s.kommune AND b.sag = s.id
WHERE s.kommune = ? AND s.borger = ? AND b.linje IS NOT NULL ORDER BY b.nr`, read(eoj.TypeBevilling), borger[:])
	}
	return found, err
}
