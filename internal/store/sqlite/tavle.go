package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
)

// GemKommunestand implements store.Store.
func (db *DB) GemKommunestand(ctx context.Context, stand *tavle.Kommunestand) error {
	text, err := json.Marshal(stand)
	if err != nil {
		return err
	}
	short := stand.Kort()
	return db.update(ctx, stand.Kommune, func(t *tx) error {
		if _, err := t.exec(ctx, "INSERT INTO kommunestand (kommune, indhold) VALUES (?, ?) ON CONFLICT (kommune) DO UPDATE SET indhold = excluded.indhold", t.kommune, string(text)); err != nil {
			return fmt.Errorf("keep standing: %w", err)
		}
		if _, err := t.exec(ctx, `INSERT INTO kommunedag (kommune, dag, gjorte, klassifikation, eksport, sapa) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (kommune, dag) DO UPDATE SET gjorte = excluded.gjorte, klassifikation = excluded.klassifikation, eksport = excluded.eksport, sapa = excluded.sapa`,
			t.kommune, int64(short.Dag), short.Gjorte, short.Klassifikation, short.Eksport, short.Sapa); err != nil {
			return fmt.Errorf("keep standing: %w", err)
		}
		return t.known(ctx)
	})
}

// Kommunestande implements store.Store.
func (db *DB) Kommunestande(ctx context.Context) ([]tavle.Kommunestand, error) {
	var all []tavle.Kommunestand
	err := db.alle(ctx, "SELECT indhold FROM kommunestand ORDER BY kommune", func(rows *sql.Rows) error {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var one tavle.Kommunestand
		err := json.Unmarshal([]byte(text), &one)
		all = append(all, one)
		return err
	})
	return all, err
}

// Kommunedage implements store.Store.
func (db *DB) Kommunedage(ctx context.Context, fra oio.Dato) ([]tavle.Dag, error) {
	var all []tavle.Dag
	err := db.alle(ctx, "SELECT kommune, dag, gjorte, klassifikation, eksport, sapa FROM kommunedag WHERE dag >= ? ORDER BY dag, kommune", func(rows *sql.Rows) error {
		var key int64
		var d tavle.Dag
		err := rows.Scan(&key, &d.Dag, &d.Gjorte, &d.Klassifikation, &d.Eksport, &d.Sapa)
		d.Kommune = cvrOf(key)
		all = append(all, d)
		return err
	}, int64(fra))
	return all, err
}

// SlaaOp implements store.Store.
func (db *DB) SlaaOp(ctx context.Context, kommune oio.CVR, notices []tavle.Opslag) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.known(ctx); err != nil {
			return err
		}
		nr, err := t.next(ctx, "tavle")
		if err != nil {
			return err
		}
		for i, o := range notices {
			if _, err := t.exec(ctx, "INSERT INTO tavle (kommune, nr, tid, af, art, kode, tekst) VALUES (?, ?, ?, ?, ?, ?, ?)",
				t.kommune, nr+int64(i), o.Tid.UnixMilli(), o.Af, string(o.Art), o.Kode, o.Tekst); err != nil {
				return fmt.Errorf("put up a notice: %w", err)
			}
		}
		return nil
	})
}

// Tavle implements store.Store.
func (db *DB) Tavle(ctx context.Context, kinds ...tavle.Art) ([]tavle.Opslag, error) {
	var all []tavle.Opslag
	wanted, err := json.Marshal(kinds)
	if err != nil {
		return nil, err
	}
	err = db.alle(ctx, "SELECT kommune, nr, tid, af, art, kode, tekst FROM tavle WHERE art IN (SELECT value FROM json_each(?)) ORDER BY tid, kommune, nr", func(rows *sql.Rows) error {
		var key, when int64
		var o tavle.Opslag
		err := rows.Scan(&key, &o.Nr, &when, &o.Af, &o.Art, &o.Kode, &o.Tekst)
		o.Kommune, o.Tid = cvrOf(key), time.UnixMilli(when)
		all = append(all, o)
		return err
	}, string(wanted))
	return all, err
}

// alle reads what is shown to all municipalities; nothing else may be asked for by it.
func (db *DB) alle(ctx context.Context, text string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := db.read.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("read the notice board: %w", err)
	}
	return each(rows, scan)
}

// cvrOf is the inverse of kommuneKey.
func cvrOf(key int64) oio.CVR { return oio.CVR(fmt.Sprintf("%08s", strconv.FormatInt(key, 10))) }
