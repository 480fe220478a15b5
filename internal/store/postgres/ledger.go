package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

const postColumns = "SELECT art, nr, uuid, grund, sagstype, borger, oensket, kvitteret, coalesce(sletning, 0), derefter, coalesce(fejl, ''), siden, forsoeg, coalesce(naeste, 0), coalesce(sag, 0) FROM ledger "

func scanPost(rows pgx.Rows) (export.Post, error) {
	var p export.Post
	var citizen, wanted, known []byte
	err := rows.Scan(&p.Art, &p.Nr, (*[16]byte)(&p.UUID), &p.Grund, &p.Sagstype, &citizen, &wanted, &known, &p.Sletning, &p.Derefter, &p.Fejl, &p.Siden, &p.Forsoeg, &p.Naeste, &p.Sag)
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
	low, high := slices.Min(nrs), slices.Max(nrs)
	keep := func(rows pgx.Rows) error {
		p, err := scanPost(rows)
		posts[p.Nr] = p
		return err
	}
	if high-low < 4*int64(len(nrs)) {
		return posts, db.query(ctx, kommune, postColumns+"WHERE kommune = $1 AND art = $2 AND nr BETWEEN $3 AND $4", keep, int16(art), low, high)
	}
	return posts, db.query(ctx, kommune, postColumns+"WHERE kommune = $1 AND art = $2 AND nr = ANY($3)", keep, int16(art), nrs)
}

const (
	newPosts = `unnest($2::smallint[], $3::bigint[], $4::uuid[], $5::smallint[], $6::text[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bigint[], $11::smallint[], $12::text[],
  $13::bigint[], $14::integer[], $15::bigint[], $16::bigint[]) AS n (art, nr, uuid, grund, sagstype, borger, oensket, kvitteret, sletning, derefter, fejl, siden, forsoeg, naeste, sag)`
	upsertPosts = `INSERT INTO ledger (kommune, art, nr, uuid, grund, sagstype, borger, oensket, kvitteret, sletning, derefter, fejl, siden, forsoeg, naeste, sag)
SELECT $1, n.art, n.nr, n.uuid, n.grund, n.sagstype, n.borger, n.oensket, n.kvitteret, nullif(n.sletning, 0), n.derefter, nullif(n.fejl, ''), n.siden, n.forsoeg, nullif(n.naeste, 0), nullif(n.sag, 0)
FROM ` + newPosts + `
ON CONFLICT (kommune, art, nr) DO UPDATE SET uuid = excluded.uuid, grund = excluded.grund, sagstype = excluded.sagstype,
  borger = excluded.borger, oensket = excluded.oensket, kvitteret = excluded.kvitteret, sletning = excluded.sletning, derefter = excluded.derefter, fejl = excluded.fejl,
  siden = excluded.siden, forsoeg = excluded.forsoeg, naeste = excluded.naeste, sag = excluded.sag`
	updatePosts = `UPDATE ledger l SET uuid = n.uuid, grund = n.grund, sagstype = n.sagstype, borger = n.borger, oensket = n.oensket, kvitteret = n.kvitteret,
  sletning = nullif(n.sletning, 0), derefter = n.derefter, fejl = nullif(n.fejl, ''), siden = n.siden, forsoeg = n.forsoeg, naeste = nullif(n.naeste, 0), sag = nullif(n.sag, 0)
FROM ` + newPosts + ` WHERE l.kommune = $1 AND l.art = n.art AND l.nr = n.nr`
)

// Skriv implements export.Ledger. Lines come first, counts and the plan last, so that processes wait for each other only while one
// commits. Whether the part is still held is judged last too, under the plan's lock, which nobody gets before this has committed: a
// process that lost its part has then written nothing, since all of it is taken back.
func (db *DB) Skriv(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int, done export.Skrivning) error {
	return db.hurtigt(ctx, kommune, func(t *tx) error {
		if err := t.noterPosts(ctx, posts, done.Nye); err != nil {
			return err
		}
		return t.gjort(ctx, moved, done)
	})
}

// gjort moves the counts and tells the plan.
func (t *tx) gjort(ctx context.Context, moved map[export.Taelling]int, done export.Skrivning) error {
	if err := t.saveCount(ctx, moved); err != nil || done.Hold == (export.Hold{}) {
		return err
	}
	p, err := t.plan(ctx)
	if err != nil {
		return err
	}
	if err := p.plan.Skrevet(done.Hold, done.Slut, done.Sendt, p.nu); err != nil {
		return err
	}
	return p.gem(ctx)
}

// inOrder gives posts by key. Of several about one object the last holds.
func inOrder(posts []export.Post) []export.Post {
	byKey := func(a, b export.Post) int { return cmp.Or(cmp.Compare(a.Art, b.Art), cmp.Compare(a.Nr, b.Nr)) }
	sorted := slices.Clone(posts)
	slices.SortStableFunc(sorted, byKey)
	last := sorted[:0]
	for i := range sorted {
		if i+1 == len(sorted) || byKey(sorted[i], sorted[i+1]) != 0 {
			last = append(last, sorted[i])
		}
	}
	return last
}

var ledgerColumnNames = []string{"kommune", "art", "nr", "uuid", "grund", "sagstype", "borger", "oensket", "kvitteret", "sletning", "derefter", "fejl", "siden", "forsoeg", "naeste", "sag"}

// noterPosts writes lines of which the first are believed to be new: those are copied in, the others are most likely there and updated. Where
// either is wrong all goes the slow way.
func (t *tx) noterPosts(ctx context.Context, posts []export.Post, fresh int) error {
	if !t.hurtig {
		return t.savePosts(ctx, posts)
	}
	added, known := inOrder(posts[:fresh]), inOrder(posts[fresh:])
	if len(added) > 0 {
		err := t.indsaet(ctx, "ledger", ledgerColumnNames, len(added), func(k *kopiind, i int) {
			p := &added[i]
			k.kolonner(len(ledgerColumnNames))
			k.integer(t.kommune)
			k.smallint(int16(p.Art))
			k.bigint(p.Nr)
			k.bytea(p.UUID[:])
			k.smallint(int16(p.Grund))
			k.text(p.Sagstype)
			k.noegle((*[16]byte)(&p.Borger))
			k.noegle((*[16]byte)(&p.Oensket))
			k.noegle((*[16]byte)(&p.Kvitteret))
			k.nummer(p.Sletning)
			k.smallint(int16(p.Derefter))
			k.navn(clean(p.Fejl))
			k.bigint(p.Siden)
			k.integer(int32(p.Forsoeg))
			k.nummer(p.Naeste)
			k.nummer(p.Sag)
		})
		if err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	if len(known) == 0 {
		return nil
	}
	done, err := t.exec(ctx, updatePosts, postArgs(known)...)
	if err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	if done.RowsAffected() != int64(len(known)) {
		return t.savePosts(ctx, known)
	}
	return nil
}

func (t *tx) savePosts(ctx context.Context, posts []export.Post) error {
	if len(posts) == 0 {
		return nil
	}
	return t.must(ctx, "write ledger", upsertPosts, postArgs(inOrder(posts))...)
}

// postArgs are lines as the arrays that newPosts takes.
func postArgs(p []export.Post) []any {
	return []any{
		column(p, func(p *export.Post) int16 { return int16(p.Art) }), column(p, func(p *export.Post) int64 { return p.Nr }),
		column(p, func(p *export.Post) [16]byte { return p.UUID }), column(p, func(p *export.Post) int16 { return int16(p.Grund) }),
		column(p, func(p *export.Post) string { return p.Sagstype }), column(p, func(p *export.Post) []byte { return bytesOf(p.Borger) }),
		column(p, func(p *export.Post) []byte { return bytesOf(p.Oensket) }), column(p, func(p *export.Post) []byte { return bytesOf(p.Kvitteret) }),
		column(p, func(p *export.Post) int64 { return p.Sletning }), column(p, func(p *export.Post) int16 { return int16(p.Derefter) }),
		column(p, func(p *export.Post) string { return clean(p.Fejl) }), column(p, func(p *export.Post) int64 { return p.Siden }),
		column(p, func(p *export.Post) int32 { return int32(p.Forsoeg) }), column(p, func(p *export.Post) int64 { return p.Naeste }),
		column(p, func(p *export.Post) int64 { return p.Sag }),
	}
}

func (t *tx) saveCount(ctx context.Context, moved map[export.Taelling]int) error {
	var changed []export.Taelling
	for what, n := range moved {
		if n != 0 {
			changed = append(changed, what)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	slices.SortFunc(changed, func(a, b export.Taelling) int {
		return cmp.Or(strings.Compare(a.Sagstype, b.Sagstype), cmp.Compare(a.Art, b.Art), cmp.Compare(a.Grund, b.Grund))
	})
	return t.must(ctx, "count ledger", `INSERT INTO ledger_antal (kommune, sagstype, art, grund, antal)
SELECT $1, n.sagstype, n.art, n.grund, n.antal FROM unnest($2::text[], $3::smallint[], $4::smallint[], $5::bigint[]) AS n (sagstype, art, grund, antal)
ON CONFLICT (kommune, sagstype, art, grund) DO UPDATE SET antal = ledger_antal.antal + excluded.antal`,
		column(changed, func(c *export.Taelling) string { return c.Sagstype }), column(changed, func(c *export.Taelling) int16 { return int16(c.Art) }),
		column(changed, func(c *export.Taelling) int16 { return int16(c.Grund) }), column(changed, func(c *export.Taelling) int64 { return int64(moved[*c]) }))
}

// Antal implements export.Ledger.
func (db *DB) Antal(ctx context.Context, kommune oio.CVR) (map[export.Taelling]int, error) {
	return readAntal(ctx, db.of(kommune))
}

func readAntal(ctx context.Context, query queryFunc) (map[export.Taelling]int, error) {
	counts := make(map[export.Taelling]int)
	err := query(ctx, "SELECT sagstype, art, grund, antal FROM ledger_antal WHERE kommune = $1 AND antal <> 0", func(rows pgx.Rows) error {
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
	err := db.query(ctx, kommune, text, func(rows pgx.Rows) error {
		p, err := scanPost(rows)
		posts = append(posts, p)
		return err
	}, args...)
	return posts, err
}

// TilSletning implements export.Ledger.
func (db *DB) TilSletning(ctx context.Context, kommune oio.CVR, art oio.Art, sletning, after, upTo int64) ([]export.Post, error) {
	return db.posts(ctx, kommune, postColumns+"WHERE kommune = $1 AND art = $2 AND nr > $3 AND nr <= $4 AND grund >= 17 AND coalesce(sletning, 0) = $5 AND naeste IS NULL ORDER BY nr",
		int16(art), after, upTo, sletning)
}

// OmfangTilSletning implements export.Ledger.
func (db *DB) OmfangTilSletning(ctx context.Context, kommune oio.CVR) (map[int64]export.Omfang, error) {
	return readOmfang(ctx, db.of(kommune))
}

func readOmfang(ctx context.Context, query queryFunc) (map[int64]export.Omfang, error) {
	counts := make(map[int64]export.Omfang)
	err := query(ctx, "SELECT coalesce(sletning, 0), count(*), count(DISTINCT borger), count(*) FILTER (WHERE naeste IS NULL) FROM ledger WHERE kommune = $1 AND grund >= 17 GROUP BY 1",
		func(rows pgx.Rows) error {
			var nr int64
			var o export.Omfang
			err := rows.Scan(&nr, &o.Objekter, &o.Borgere, &o.Klar)
			counts[nr] = o
			return err
		})
	return counts, err
}

// Fjernes implements export.Ledger.
func (db *DB) Fjernes(ctx context.Context, kommune oio.CVR) (export.Under, error) {
	under := export.Under{Sager: make(map[int64]bool), Borgere: make(map[oio.Borgernoegle]bool)}
	err := db.of(kommune)(ctx, "SELECT DISTINCT coalesce(sag, 0), CASE WHEN sag IS NULL THEN borger END FROM ledger WHERE kommune = $1 AND art = 2 AND grund >= 17", func(rows pgx.Rows) error {
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

// Udestaaende implements export.Ledger. What was refused is found by an index of its own, which the engine sees in the number itself.
func (db *DB) Udestaaende(ctx context.Context, kommune oio.CVR, art oio.Art, grund projection.Grund, after int64, n int) ([]export.Post, error) {
	if grund == projection.Afvist {
		return db.posts(ctx, kommune, postColumns+"WHERE kommune = $1 AND art = $2 AND nr > $3 AND grund = 14 ORDER BY nr LIMIT $4", int16(art), after, n)
	}
	return db.posts(ctx, kommune, postColumns+"WHERE kommune = $1 AND art = $2 AND nr > $3 AND grund = $5 ORDER BY nr LIMIT $4", int16(art), after, n, int16(grund))
}

// Sletninger implements export.Ledger.
func (db *DB) Sletninger(ctx context.Context, kommune oio.CVR) ([]export.Sletning, error) {
	return readSletninger(ctx, db.of(kommune))
}

func readSletninger(ctx context.Context, query queryFunc) ([]export.Sletning, error) {
	var deletions []export.Sletning
	err := query(ctx, "SELECT nr, tid, objekter, borgere, venter, af FROM sletning WHERE kommune = $1 ORDER BY nr", func(rows pgx.Rows) error {
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
	return db.write(ctx, kommune, func(t *tx) error {
		return t.must(ctx, "correct deletion", "UPDATE sletning SET objekter = $2, borgere = $3, venter = $5 WHERE kommune = $1 AND nr = $4 AND venter", objects, citizens, nr, objects > 0)
	})
}

// GodkendSletning implements export.Ledger.
func (db *DB) GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error {
	if strings.TrimSpace(af) == "" {
		return fmt.Errorf("approve deletion %d: a named person is needed", nr)
	}
	return db.write(ctx, kommune, func(t *tx) error {
		done, err := t.exec(ctx, "UPDATE sletning SET venter = false, af = $2, godkendt = $3 WHERE kommune = $1 AND nr = $4 AND venter", clean(af), millis(when), nr)
		if err != nil {
			return fmt.Errorf("approve deletion: %w", err)
		}
		if done.RowsAffected() != 1 {
			return fmt.Errorf("approve deletion %d: %w", nr, export.ErrVenterIkke)
		}
		return nil
	})
}

// Tvivl implements verifikation.Store. The plan comes first, since no line is written without it while it is held; should that meet another
// writer, one of the two begins anew.
func (db *DB) Tvivl(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64, change func(map[int64]export.Post) ([]export.Post, map[export.Taelling]int)) error {
	return db.write(ctx, kommune, func(t *tx) error {
		p, err := t.plan(ctx)
		if err != nil {
			return err
		}
		held := map[int64]export.Post{}
		if err := t.query(ctx, postColumns+"WHERE kommune = $1 AND art = $2 AND nr = ANY($3) ORDER BY nr FOR UPDATE", func(rows pgx.Rows) error {
			post, err := scanPost(rows)
			held[post.Nr] = post
			return err
		}, int16(art), nrs); err != nil {
			return err
		}
		posts, moved := change(held)
		if err := t.savePosts(ctx, posts); err != nil {
			return err
		}
		if err := t.saveCount(ctx, moved); err != nil {
			return err
		}
		p.plan.Tilbagekald()
		if err := p.gem(ctx); err != nil {
			return err
		}
		return t.everything(ctx)
	})
}

// everything touches all there is.
func (t *tx) everything(ctx context.Context) error {
	if err := t.lock(ctx); err != nil {
		return err
	}
	return t.Beroer(ctx, []projection.Beroert{{Slags: projection.BeroertAlt}})
}

// doubt moves what was acknowledged to unanswered and what was sent to the queue, and counts by the very lines it moved, since
// others may be writing theirs.
const doubt = `WITH before AS (
  SELECT art, nr, grund FROM ledger WHERE kommune = $1 AND (kvitteret IS NOT NULL OR grund = $3) ORDER BY art, nr FOR UPDATE
), changed AS (
  UPDATE ledger l SET kvitteret = $2, grund = CASE b.grund WHEN $3 THEN $4 ELSE b.grund END
  FROM before b WHERE l.kommune = $1 AND l.art = b.art AND l.nr = b.nr RETURNING l.sagstype, l.art, b.grund
), moved AS (
  SELECT sagstype, art, count(*) AS n FROM changed WHERE grund = $3 GROUP BY sagstype, art
)
INSERT INTO ledger_antal (kommune, sagstype, art, grund, antal)
SELECT $1, sagstype, art, grund, n FROM (SELECT sagstype, art, $3 AS grund, -n AS n FROM moved UNION ALL SELECT sagstype, art, $4, n FROM moved) x ORDER BY sagstype, art, grund
ON CONFLICT (kommune, sagstype, art, grund) DO UPDATE SET antal = ledger_antal.antal + excluded.antal`

// TvivlAlt notes that nobody knows what the indexes hold of a municipality's objects: all are sent once more, and what should not be
// there is removed once more.
func (db *DB) TvivlAlt(ctx context.Context, kommune oio.CVR) error {
	return db.write(ctx, kommune, func(t *tx) error { return t.doubtAll(ctx) })
}

func (t *tx) doubtAll(ctx context.Context) error {
	if err := t.must(ctx, "doubt the ledger", doubt, export.Ubesvaret[:], int16(projection.Sendes), int16(projection.IKoe)); err != nil {
		return err
	}
	return t.everything(ctx)
}
