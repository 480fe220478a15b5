package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// plan is a municipality's plan inside a write transaction, which is its lock: SQLite has one writer.
type plan struct {
	t      *tx
	plan   export.Plan
	nu     time.Time
	before string
}

var _ export.Planlaegning = (*plan)(nil)

// Planlaeg implements export.Ledger.
func (db *DB) Planlaeg(ctx context.Context, kommune oio.CVR, do func(export.Planlaegning) error) error {
	return db.update(ctx, kommune, func(t *tx) error {
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

func (t *tx) plan(ctx context.Context) (*plan, error) {
	p := &plan{t: t, nu: t.db.nu(), before: "{}"}
	err := t.tx.QueryRowContext(ctx, "SELECT sag_seq, bev_seq, katalog, indhold FROM plan WHERE kommune = ?", t.kommune).Scan(&p.plan.SagSeq, &p.plan.BevSeq, &p.plan.Katalog, &p.before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	if err := json.Unmarshal([]byte(p.before), &p.plan); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	return p, nil
}

func (p *plan) gem(ctx context.Context) error {
	text, err := json.Marshal(&p.plan)
	if err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	if _, err := p.t.exec(ctx, `INSERT INTO plan (kommune, sag_seq, bev_seq, katalog, indhold) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (kommune) DO UPDATE SET sag_seq = excluded.sag_seq, bev_seq = excluded.bev_seq, katalog = excluded.katalog, indhold = excluded.indhold`,
		p.t.kommune, p.plan.SagSeq, p.plan.BevSeq, p.plan.Katalog, string(text)); err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	if len(p.plan.Faerdige) == 0 {
		return nil
	}
	tasks, err := list(p.plan.Faerdige)
	if err != nil {
		return err
	}
	if _, err := p.t.exec(ctx, "DELETE FROM beroert WHERE kommune = ? AND nr IN (SELECT value FROM json_each(?))", p.t.kommune, tasks); err != nil {
		return fmt.Errorf("note progress: %w", err)
	}
	return nil
}

// Plan implements export.Planlaegning.
func (p *plan) Plan() *export.Plan { return &p.plan }

// Nu implements export.Planlaegning.
func (p *plan) Nu() time.Time { return p.nu }

// klip gives, by kind of phase, the records of it that are left: ?2 is what is handed out, ?3 the phase's end.
func klip(f *export.Fase) (text string, args []any) {
	changed := func(table string) (string, []any) {
		return "SELECT seq AS nr FROM " + table + " WHERE kommune = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq", []any{f.Efter, f.Til}
	}
	cut := func(table string) (string, []any) {
		return "SELECT nr FROM " + table + " WHERE kommune = ?1 AND " + string(f.Udsnit.Slags) + " = ?4 AND nr > ?2 AND +seq <= ?3 ORDER BY nr", []any{f.Efter, f.Til, f.Udsnit.ID}
	}
	switch f.Slags {
	case export.FaseSager, export.FaseAlleSager:
		return changed("sag")
	case export.FaseBevillinger, export.FaseAlleBevillinger:
		return changed("bevilling")
	case export.FaseSagerI:
		return cut("sag")
	case export.FaseBevillingerI:
		return cut("bevilling")
	case export.FaseForfaldneSager, export.FaseForfaldneBevillinger:
		return "SELECT nr FROM ledger INDEXED BY ledger_naeste WHERE kommune = ?1 AND art = +?4 AND nr > ?2 AND naeste <= ?3 ORDER BY nr", []any{f.Efter, f.Til, int(f.Slags.Art())}
	case export.FaseIndsamlSager, export.FaseIndsamlBevillinger:
		return "SELECT nr FROM ledger INDEXED BY ledger_fjernes WHERE kommune = ?1 AND art = +?3 AND nr > ?2 AND grund >= 17 AND coalesce(sletning, 0) = 0 ORDER BY nr", []any{f.Efter, int(f.Slags.Art())}
	}
	return "SELECT nr FROM ledger INDEXED BY ledger_fjernes WHERE kommune = ?1 AND art = +?4 AND nr > ?2 AND grund >= 17 AND coalesce(sletning, 0) = ?3 AND naeste IS NULL ORDER BY nr",
		[]any{f.Efter, f.Sletning, int(f.Slags.Art())}
}

// Klip implements export.Planlaegning.
func (p *plan) Klip(ctx context.Context, f *export.Fase, n int) (til int64, antal int, err error) {
	text, args := klip(f)
	err = p.t.query(ctx, fmt.Sprintf("SELECT coalesce(max(nr), 0), count(*) FROM (%s LIMIT %d)", text, n), func(rows *sql.Rows) error { return rows.Scan(&til, &antal) }, args...)
	return til, antal, err
}

// SidsteSletning implements export.Planlaegning.
func (p *plan) SidsteSletning(ctx context.Context) (nr int64, err error) {
	err = p.t.query(ctx, "SELECT coalesce(max(nr), 0) FROM sletning WHERE kommune = ?", func(rows *sql.Rows) error { return rows.Scan(&nr) })
	return nr, err
}

// OpretSletning implements export.Planlaegning.
func (p *plan) OpretSletning(ctx context.Context, s export.Sletning) (int64, error) {
	nr, err := p.t.next(ctx, "sletning")
	if err != nil {
		return 0, err
	}
	if _, err := p.t.exec(ctx, "INSERT INTO sletning (kommune, nr, tid, objekter, borgere, venter) VALUES (?, ?, ?, ?, ?, ?)",
		p.t.kommune, nr, s.Tid.UnixMilli(), s.Objekter, s.Borgere, s.Venter); err != nil {
		return 0, fmt.Errorf("note deletion: %w", err)
	}
	return nr, nil
}

// Indsaml implements export.Ledger.
func (db *DB) Indsaml(ctx context.Context, kommune oio.CVR, part *export.Del) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if _, err := t.exec(ctx, "UPDATE ledger INDEXED BY ledger_fjernes SET sletning = ? WHERE kommune = ? AND art = +? AND nr > ? AND nr <= ? AND grund >= 17 AND coalesce(sletning, 0) = 0",
			part.Fase.Sletning, t.kommune, int(part.Fase.Slags.Art()), part.Fase.Efter, part.Sidste); err != nil {
			return fmt.Errorf("gather a deletion: %w", err)
		}
		return t.bogfoer(ctx, export.Bogfoering{Gjort: export.Skrivning{Hold: part.Hold(), Slut: true}})
	})
}

// Forfaldne implements export.Ledger.
func (db *DB) Forfaldne(ctx context.Context, kommune oio.CVR, art oio.Art, due, after, upTo int64) ([]int64, error) {
	var nrs []int64
	err := db.query(ctx, kommune, "SELECT nr FROM ledger INDEXED BY ledger_naeste WHERE kommune = ? AND art = +? AND nr > ? AND nr <= ? AND naeste <= ? ORDER BY nr", func(rows *sql.Rows) error {
		var nr int64
		if err := rows.Scan(&nr); err != nil {
			return err
		}
		nrs = append(nrs, nr)
		return nil
	}, int(art), after, upTo, due)
	return nrs, err
}

// NaesteForsoeg implements export.Ledger.
func (db *DB) NaesteForsoeg(ctx context.Context, kommune oio.CVR) (int64, error) {
	var when int64
	err := db.query(ctx, kommune, "SELECT coalesce(min(naeste), 0) FROM ledger INDEXED BY ledger_naeste WHERE kommune = ? AND naeste IS NOT NULL", func(rows *sql.Rows) error { return rows.Scan(&when) })
	return when, err
}

// Genproev implements export.Ledger. Nothing is written when nothing waits.
func (db *DB) Genproev(ctx context.Context, kommune oio.CVR, refused bool) (made int, err error) {
	due, err := db.NaesteForsoeg(ctx, kommune)
	if err != nil || due == 0 {
		return 0, err
	}
	err = db.update(ctx, kommune, func(t *tx) error {
		text := "UPDATE ledger INDEXED BY ledger_naeste SET naeste = 1 WHERE kommune = ? AND naeste IS NOT NULL"
		if !refused {
			text += " AND grund <> 14"
		}
		result, err := t.exec(ctx, text, t.kommune)
		if err != nil {
			return fmt.Errorf("make tries due: %w", err)
		}
		n, err := result.RowsAffected()
		made = int(n)
		return err
	})
	return made, err
}

// Reserver implements export.Ledger.
func (db *DB) Reserver(ctx context.Context, kommune oio.CVR, art oio.Art, span time.Duration) (wait time.Duration, err error) {
	err = db.update(ctx, kommune, func(t *tx) error {
		now := t.db.nu().UnixMicro()
		begins := now
		err := t.tx.QueryRowContext(ctx, "SELECT naeste FROM fart WHERE kommune = ? AND art = +?", t.kommune, int(art)).Scan(&begins)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("read pace: %w", err)
		}
		begins = max(begins, now)
		if _, err := t.exec(ctx, "INSERT INTO fart (kommune, art, naeste) VALUES (?, ?, ?) ON CONFLICT (kommune, art) DO UPDATE SET naeste = excluded.naeste",
			t.kommune, int(art), begins+span.Microseconds()); err != nil {
			return fmt.Errorf("take pace: %w", err)
		}
		wait = time.Duration(begins-now) * time.Microsecond
		return nil
	})
	return wait, err
}
