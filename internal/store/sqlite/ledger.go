package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

const postColumns = "SELECT art, nr, uuid, grund, sagstype, borger, oensket, kvitteret, coalesce(sletning, 0), derefter, coalesce(fejl, ''), siden, forsoeg, coalesce(naeste, 0), coalesce(sag, 0) FROM ledger "

func scanPost(rows *sql.Rows) (export.Post, error) {
	var p export.Post
	var uuid, citizen, wanted, known []byte
	err := rows.Scan(&p.Art, &p.Nr, &uuid, &p.Grund, &p.Sagstype, &citizen, &wanted, &known, &p.Sletning, &p.Derefter, &p.Fejl, &p.Siden, &p.Forsoeg, &p.Naeste, &p.Sag)
	copy(p.UUID[:], uuid)
	copy(p.Borger[:], citizen)
	copy(p.Oensket[:], wanted)
	copy(p.Kvitteret[:], known)
	return p, err
}

// Poster implements export.Ledger. A chunk's numbers lie close together, so a range is read where it is dense.
func (db *DB) Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]export.Post, error) {
	posts := make(map[int64]export.Post)
	if len(nrs) == 0 {
		return posts, nil
	}
	low, high := nrs[0], nrs[0]
	for _, nr := range nrs {
		low, high = min(low, nr), max(high, nr)
	}
	keep := func(rows *sql.Rows) error {
		p, err := scanPost(rows)
		posts[p.Nr] = p
		return err
	}
	if high-low < 4*int64(len(nrs)) {
		return posts, db.query(ctx, kommune, postColumns+"WHERE kommune = ? AND art = +? AND nr BETWEEN ? AND ?", keep, int(art), low, high)
	}
	wanted, err := list(nrs)
	if err != nil {
		return nil, err
	}
	return posts, db.query(ctx, kommune, postColumns+"WHERE kommune = ? AND art = +? AND nr IN (SELECT value FROM json_each(?))", keep, int(art), wanted)
}

const upsertPost = `INSERT INTO ledger (kommune, art, nr, uuid, grund, sagstype, borger, oensket, kvitteret, sletning, derefter, fejl, siden, forsoeg, naeste, sag)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kommune, art, nr) DO UPDATE SET uuid = excluded.uuid, grund = excluded.grund, sagstype = excluded.sagstype,
  borger = excluded.borger, oensket = excluded.oensket, kvitteret = excluded.kvitteret, sletning = excluded.sletning, derefter = excluded.derefter, fejl = excluded.fejl,
  siden = excluded.siden, forsoeg = excluded.forsoeg, naeste = excluded.naeste, sag = excluded.sag`

// Skriv implements export.Ledger.
func (db *DB) Skriv(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int, done export.Skrivning) error {
	return db.update(ctx, kommune, func(t *tx) error {
		return t.bogfoer(ctx, export.Bogfoering{Poster: posts, Flyttet: moved, Gjort: done})
	})
}

func (t *tx) bogfoer(ctx context.Context, b export.Bogfoering) error {
	if b.Gjort.Hold != (export.Hold{}) {
		p, err := t.plan(ctx)
		if err != nil {
			return err
		}
		if err := p.plan.Skrevet(b.Gjort.Hold, b.Gjort.Slut, b.Gjort.Sendt, p.nu); err != nil {
			return err
		}
		if err := p.gem(ctx); err != nil {
			return err
		}
	}
	if err := t.savePosts(ctx, b.Poster); err != nil {
		return err
	}
	return t.saveCount(ctx, b.Flyttet)
}

func (t *tx) savePosts(ctx context.Context, posts []export.Post) error {
	if len(posts) == 0 {
		return nil
	}
	save, err := t.prepare(ctx, upsertPost)
	if err != nil {
		return err
	}
	for i := range posts {
		p := &posts[i]
		if _, err := save.ExecContext(ctx, t.kommune, int(p.Art), p.Nr, p.UUID[:], int(p.Grund), p.Sagstype, citizen(p.Borger),
			fingerprint(&p.Oensket), fingerprint(&p.Kvitteret), nullTal(p.Sletning), int(p.Derefter), nullText(p.Fejl),
			p.Siden, p.Forsoeg, nullTal(p.Naeste), nullTal(p.Sag)); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}

func fingerprint(a *seal.Aftryk) any {
	if a.IsZero() {
		return nil
	}
	return a[:]
}

func citizen(b oio.Borgernoegle) any {
	if b.IsZero() {
		return nil
	}
	return b[:]
}

func (t *tx) saveCount(ctx context.Context, moved map[export.Taelling]int) error {
	if len(moved) == 0 {
		return nil
	}
	save, err := t.prepare(ctx, `INSERT INTO ledger_antal (kommune, sagstype, art, grund, antal) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kommune, sagstype, art, grund) DO UPDATE SET antal = antal + excluded.antal`)
	if err != nil {
		return err
	}
	for what, n := range moved {
		if n == 0 {
			continue
		}
		if _, err := save.ExecContext(ctx, t.kommune, what.Sagstype, int(what.Art), int(what.Grund), n); err != nil {
			return fmt.Errorf("count ledger: %w", err)
		}
	}
	return nil
}

// Antal implements export.Ledger.
func (db *DB) Antal(ctx context.Context, kommune oio.CVR) (map[export.Taelling]int, error) {
	return readAntal(ctx, db.of(kommune))
}

func readAntal(ctx context.Context, query queryFunc) (map[export.Taelling]int, error) {
	counts := make(map[export.Taelling]int)
	err := query(ctx, "SELECT sagstype, art, grund, antal FROM ledger_antal WHERE kommune = ? AND antal <> 0", func(rows *sql.Rows) error {
		var what export.Taelling
		var n int
		if err := rows.Scan(&what.Sagstype, &what.Art, &what.Grund, &n); err != nil {
			return err
		}
		counts[what] = n
		return nil
	})
	return counts, err
}

func (db *DB) posts(ctx context.Context, kommune oio.CVR, text string, args ...any) ([]export.Post, error) {
	var posts []export.Post
	err := db.query(ctx, kommune, postColumns+text, func(rows *sql.Rows) error {
		p, err := scanPost(rows)
		posts = append(posts, p)
		return err
	}, args...)
	return posts, err
}

// TilSletning implements export.Ledger.
func (db *DB) TilSletning(ctx context.Context, kommune oio.CVR, art oio.Art, sletning, after, upTo int64) ([]export.Post, error) {
	return db.posts(ctx, kommune, "INDEXED BY ledger_fjernes WHERE kommune = ? AND art = +? AND nr > ? AND nr <= ? AND grund >= 17 AND coalesce(sletning, 0) = ? AND naeste IS NULL ORDER BY nr",
		int(art), after, upTo, sletning)
}

// OmfangTilSletning implements export.Ledger.
func (db *DB) OmfangTilSletning(ctx context.Context, kommune oio.CVR) (map[int64]export.Omfang, error) {
	return readOmfang(ctx, db.of(kommune))
}

// readOmfang asks for one deletion at a time. There are few of them, and grouping would put their lines, which may be millions, in order in
// memory.
func readOmfang(ctx context.Context, query queryFunc) (map[int64]export.Omfang, error) {
	const lines = " FROM ledger INDEXED BY ledger_fjernes WHERE kommune = ? AND art IN (1, 2) AND grund >= 17"
	var deletions []int64
	err := query(ctx, "SELECT DISTINCT coalesce(sletning, 0)"+lines, func(rows *sql.Rows) error {
		var nr int64
		if err := rows.Scan(&nr); err != nil {
			return err
		}
		deletions = append(deletions, nr)
		return nil
	})
	if err != nil {
		return nil, err
	}
	counts := make(map[int64]export.Omfang, len(deletions))
	for _, nr := range deletions {
		var o export.Omfang
		err := query(ctx, "SELECT count(*), count(DISTINCT borger), coalesce(sum(naeste IS NULL), 0)"+lines+" AND coalesce(sletning, 0) = ?",
			func(rows *sql.Rows) error { return rows.Scan(&o.Objekter, &o.Borgere, &o.Klar) }, nr)
		if err != nil {
			return nil, err
		}
		if o.Objekter > 0 {
			counts[nr] = o
		}
	}
	return counts, nil
}

// Fjernes implements export.Ledger.
func (db *DB) Fjernes(ctx context.Context, kommune oio.CVR) (export.Under, error) {
	under := export.Under{Sager: make(map[int64]bool), Borgere: make(map[oio.Borgernoegle]bool)}
	err := db.query(ctx, kommune, "SELECT DISTINCT coalesce(sag, 0), CASE WHEN sag IS NULL THEN borger END FROM ledger INDEXED BY ledger_fjernes WHERE kommune = ? AND art = 2 AND grund >= 17", func(rows *sql.Rows) error {
		var sag int64
		var key []byte
		if err := rows.Scan(&sag, &key); err != nil {
			return err
		}
		if sag != 0 {
			under.Sager[sag] = true
			return nil
		}
		var citizen oio.Borgernoegle
		copy(citizen[:], key)
		under.Borgere[citizen] = true
		return nil
	})
	return under, err
}

// Udestaaende implements export.Ledger. What was refused is found by an index of its own.
func (db *DB) Udestaaende(ctx context.Context, kommune oio.CVR, art oio.Art, grund projection.Grund, after int64, n int) ([]export.Post, error) {
	if grund == projection.Afvist {
		return db.posts(ctx, kommune, "INDEXED BY ledger_parkeret WHERE kommune = ? AND art = +? AND nr > ? AND grund = 14 ORDER BY nr LIMIT +?", int(art), after, n)
	}
	return db.posts(ctx, kommune, "WHERE kommune = ? AND art = +? AND nr > ? AND grund = +? ORDER BY nr LIMIT +?", int(art), after, int(grund), n)
}

// Sletninger implements export.Ledger.
func (db *DB) Sletninger(ctx context.Context, kommune oio.CVR) ([]export.Sletning, error) {
	return readSletninger(ctx, db.of(kommune))
}

func readSletninger(ctx context.Context, query queryFunc) ([]export.Sletning, error) {
	var deletions []export.Sletning
	err := query(ctx, "SELECT nr, tid, objekter, borgere, venter, af FROM sletning WHERE kommune = ? ORDER BY nr", func(rows *sql.Rows) error {
		var s export.Sletning
		var when int64
		if err := rows.Scan(&s.Nr, &when, &s.Objekter, &s.Borgere, &s.Venter, &s.Af); err != nil {
			return err
		}
		s.Tid = time.UnixMilli(when)
		deletions = append(deletions, s)
		return nil
	})
	return deletions, err
}

// RetSletning implements export.Ledger.
func (db *DB) RetSletning(ctx context.Context, kommune oio.CVR, nr int64, objects, citizens int) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if _, err := t.exec(ctx, "UPDATE sletning SET objekter = ?, borgere = ?, venter = ? WHERE kommune = ? AND nr = ? AND venter = 1",
			objects, citizens, objects > 0, t.kommune, nr); err != nil {
			return fmt.Errorf("correct deletion: %w", err)
		}
		return nil
	})
}

// GodkendSletning implements export.Ledger.
func (db *DB) GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error {
	if strings.TrimSpace(af) == "" {
		return fmt.Errorf("approve deletion %d: a named person is needed", nr)
	}
	return db.update(ctx, kommune, func(t *tx) error {
		result, err := t.exec(ctx, "UPDATE sletning SET venter = 0, af = ?, godkendt = ? WHERE kommune = ? AND nr = ? AND venter = 1", af, when.UnixMilli(), t.kommune, nr)
		if err != nil {
			return fmt.Errorf("approve deletion: %w", err)
		}
		n, err := result.RowsAffected()
		if err == nil && n != 1 {
			err = export.ErrVenterIkke
		}
		if err != nil {
			return fmt.Errorf("approve deletion %d: %w", nr, err)
		}
		return nil
	})
}
