package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// plan is a municipality's plan, whose row is locked until the transaction ends.
type plan struct {
	t    *tx
	plan export.Plan
	nu   time.Time
}

var _ export.Planlaegning = (*plan)(nil)

// Planlaeg implements export.Ledger.
func (db *DB) Planlaeg(ctx context.Context, kommune oio.CVR, do func(export.Planlaegning) error) error {
	return db.write(ctx, kommune, func(t *tx) error {
		p, err := t.plan(ctx)
		if err != nil {
			return err
		}
		if err := do(p); err != nil {
			return err
		}
		return p.gem(ctx)
	})
}

const (
	makePlan = "INSERT INTO plan (kommune) SELECT $1 WHERE NOT EXISTS (SELECT FROM plan WHERE kommune = $1) ON CONFLICT DO NOTHING"
	lockPlan = "SELECT sag_seq, bev_seq, katalog, indhold FROM plan WHERE kommune = $1 FOR UPDATE"
	readUr   = "SELECT clock_timestamp() WHERE $1::integer IS NOT NULL"
)

// plan locks and reads the plan, and makes it when there is none. The time is taken once the lock is held, so that it never goes back
// from one holder to the next. All of it is one message to the server.
func (t *tx) plan(ctx context.Context) (*plan, error) {
	p := &plan{t: t}
	var text string
	var batch pgx.Batch
	batch.Queue(makePlan, t.kommune)
	batch.Queue(lockPlan, t.kommune).QueryRow(func(row pgx.Row) error { return row.Scan(&p.plan.SagSeq, &p.plan.BevSeq, &p.plan.Katalog, &text) })
	batch.Queue(readUr, t.kommune).QueryRow(func(row pgx.Row) error { return row.Scan(&p.nu) })
	if err := t.tx.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	if t.nu != nil {
		p.nu = t.nu()
	}
	if err := json.Unmarshal([]byte(text), &p.plan); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	return p, nil
}

// clock is the time at the database.
func (t *tx) clock(ctx context.Context) (time.Time, error) {
	if t.nu != nil {
		return t.nu(), nil
	}
	var now time.Time
	err := t.one(ctx, readUr, nil, &now)
	return now, wrap("read clock", err)
}

func (p *plan) gem(ctx context.Context) error {
	text, err := json.Marshal(&p.plan)
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	if err := p.t.must(ctx, "write plan", "UPDATE plan SET sag_seq = $2, bev_seq = $3, katalog = $4, indhold = $5 WHERE kommune = $1",
		p.plan.SagSeq, p.plan.BevSeq, p.plan.Katalog, string(text)); err != nil || len(p.plan.Faerdige) == 0 {
		return err
	}
	return p.t.must(ctx, "note progress", "DELETE FROM beroert WHERE kommune = $1 AND nr = ANY($2)", slices.Sorted(slices.Values(p.plan.Faerdige)))
}

// Plan implements export.Planlaegning.
func (p *plan) Plan() *export.Plan { return &p.plan }

// Nu implements export.Planlaegning.
func (p *plan) Nu() time.Time { return p.nu }

// What is left of a phase, by its kind: $2 is what is handed out, $3 the phase's end, $4 how many are wanted. A number plus nothing is no
// column, so that the few of a cut are not looked for among all numbers.
const (
	klipSager          = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT seq AS nr FROM sag WHERE kommune = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4) k"
	klipBevillinger    = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT seq AS nr FROM bevilling WHERE kommune = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4) k"
	klipSagstype       = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM sag WHERE kommune = $1 AND sagstype = $5 AND nr > $2 AND seq + 0 <= $3 ORDER BY nr + 0 LIMIT $4) k"
	klipSagEnhed       = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM sag WHERE kommune = $1 AND enhed = $5 AND nr > $2 AND seq + 0 <= $3 ORDER BY nr + 0 LIMIT $4) k"
	klipYdelse         = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM bevilling WHERE kommune = $1 AND ydelse = $5 AND nr > $2 AND seq + 0 <= $3 ORDER BY nr + 0 LIMIT $4) k"
	klipBevillingEnhed = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM bevilling WHERE kommune = $1 AND enhed = $5 AND nr > $2 AND seq + 0 <= $3 ORDER BY nr + 0 LIMIT $4) k"
	klipForfaldne      = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM ledger WHERE kommune = $1 AND art = $5 AND nr > $2 AND naeste <= $3 ORDER BY nr LIMIT $4) k"
	klipIndsaml        = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM ledger WHERE kommune = $1 AND art = $5 AND nr > $2 AND grund >= 17 AND coalesce(sletning, 0) = $3 ORDER BY nr LIMIT $4) k"
	klipSletning       = "SELECT coalesce(max(nr), 0), count(*) FROM (SELECT nr FROM ledger WHERE kommune = $1 AND art = $5 AND nr > $2 AND grund >= 17 AND coalesce(sletning, 0) = $3 AND naeste IS NULL ORDER BY nr LIMIT $4) k"
)

// Klip implements export.Planlaegning.
func (p *plan) Klip(ctx context.Context, f *export.Fase, n int) (til int64, antal int, err error) {
	text, upTo, more := klipSager, f.Til, []any(nil)
	switch f.Slags {
	case export.FaseSager, export.FaseAlleSager:
	case export.FaseBevillinger, export.FaseAlleBevillinger:
		text = klipBevillinger
	case export.FaseSagerI:
		text, more = klipSagstype, []any{f.Udsnit.ID}
		if f.Udsnit.Slags == projection.BeroertEnhed {
			text = klipSagEnhed
		}
	case export.FaseBevillingerI:
		text, more = klipYdelse, []any{f.Udsnit.ID}
		if f.Udsnit.Slags == projection.BeroertEnhed {
			text = klipBevillingEnhed
		}
	case export.FaseForfaldneSager, export.FaseForfaldneBevillinger:
		text, more = klipForfaldne, []any{int16(f.Slags.Art())}
	case export.FaseIndsamlSager, export.FaseIndsamlBevillinger:
		text, upTo, more = klipIndsaml, 0, []any{int16(f.Slags.Art())} // of no deletion
	default:
		text, upTo, more = klipSletning, f.Sletning, []any{int16(f.Slags.Art())}
	}
	err = p.t.one(ctx, text, append([]any{f.Efter, upTo, n}, more...), &til, &antal)
	return til, antal, wrap("cut a part", err)
}

// SidsteSletning implements export.Planlaegning.
func (p *plan) SidsteSletning(ctx context.Context) (nr int64, err error) {
	err = p.t.one(ctx, "SELECT coalesce(max(nr), 0) FROM sletning WHERE kommune = $1", nil, &nr)
	return nr, wrap("find the last deletion", err)
}

// OpretSletning implements export.Planlaegning. Numbers are given under the plan's lock, which is the only place they are given.
func (p *plan) OpretSletning(ctx context.Context, s export.Sletning) (int64, error) {
	nr, err := p.t.next(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM sletning WHERE kommune = $1")
	if err != nil {
		return 0, err
	}
	return nr, p.t.must(ctx, "note deletion", "INSERT INTO sletning (kommune, nr, tid, objekter, borgere, venter) VALUES ($1, $2, $3, $4, $5, $6)",
		nr, millis(s.Tid), s.Objekter, s.Borgere, s.Venter)
}

// Indsaml implements export.Ledger.
func (db *DB) Indsaml(ctx context.Context, kommune oio.CVR, part *export.Del) error {
	return db.write(ctx, kommune, func(t *tx) error {
		if err := t.must(ctx, "gather a deletion", "UPDATE ledger SET sletning = $2 WHERE kommune = $1 AND art = $3 AND nr > $4 AND nr <= $5 AND grund >= 17 AND coalesce(sletning, 0) = 0",
			part.Fase.Sletning, int16(part.Fase.Slags.Art()), part.Fase.Efter, part.Sidste); err != nil {
			return err
		}
		return t.gjort(ctx, nil, export.Skrivning{Hold: part.Hold(), Slut: true})
	})
}

// Forfaldne implements export.Ledger.
func (db *DB) Forfaldne(ctx context.Context, kommune oio.CVR, art oio.Art, due, after, upTo int64) ([]int64, error) {
	var nrs []int64
	err := db.query(ctx, kommune, "SELECT nr FROM ledger WHERE kommune = $1 AND art = $2 AND nr > $3 AND nr <= $4 AND naeste <= $5 ORDER BY nr", func(rows pgx.Rows) error {
		var nr int64
		err := rows.Scan(&nr)
		nrs = append(nrs, nr)
		return err
	}, int16(art), after, upTo, due)
	return nrs, err
}

// NaesteForsoeg implements export.Ledger.
func (db *DB) NaesteForsoeg(ctx context.Context, kommune oio.CVR) (int64, error) {
	var when int64
	err := db.query(ctx, kommune, "SELECT coalesce(min(naeste), 0) FROM ledger WHERE kommune = $1 AND naeste IS NOT NULL", func(rows pgx.Rows) error { return rows.Scan(&when) })
	return when, err
}

// Genproev implements export.Ledger. Nothing is written when nothing waits.
func (db *DB) Genproev(ctx context.Context, kommune oio.CVR, refused bool) (made int, err error) {
	due, err := db.NaesteForsoeg(ctx, kommune)
	if err != nil || due == 0 {
		return 0, err
	}
	err = db.write(ctx, kommune, func(t *tx) error {
		err := t.one(ctx, `WITH due AS (SELECT art, nr FROM ledger WHERE kommune = $1 AND naeste IS NOT NULL AND ($2 OR grund <> 14) ORDER BY art, nr FOR UPDATE),
made AS (UPDATE ledger l SET naeste = 1 FROM due WHERE l.kommune = $1 AND l.art = due.art AND l.nr = due.nr RETURNING 1) SELECT count(*) FROM made`, []any{refused}, &made)
		if err != nil {
			return fmt.Errorf("make tries due: %w", err)
		}
		return nil
	})
	return made, err
}

// Reserver implements export.Ledger. The row is taken and given back at once: its lock is what puts the processes in a row.
func (db *DB) Reserver(ctx context.Context, kommune oio.CVR, art oio.Art, span time.Duration) (wait time.Duration, err error) {
	err = db.write(ctx, kommune, func(t *tx) error {
		at, err := t.clock(ctx)
		if err != nil {
			return err
		}
		var ends int64
		if err := t.one(ctx, `INSERT INTO fart (kommune, art, naeste) VALUES ($1, $2, $3::bigint + $4::bigint)
ON CONFLICT (kommune, art) DO UPDATE SET naeste = greatest(fart.naeste, $3::bigint) + $4::bigint RETURNING naeste`, []any{int16(art), at.UnixMicro(), span.Microseconds()}, &ends); err != nil {
			return fmt.Errorf("take pace: %w", err)
		}
		wait = time.Duration(ends-span.Microseconds()-at.UnixMicro()) * time.Microsecond
		return nil
	})
	return wait, err
}
