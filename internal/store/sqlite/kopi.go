package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Kopi writes the database as it is at one moment to a new file, while others go on reading and writing. Whatever is sealed stays so.
func (db *DB) Kopi(ctx context.Context, file string) error {
	from, err := sql.Open("sqlite", "file:"+db.path+"?_pragma=busy_timeout(20000)"+db.how)
	if err != nil {
		return fmt.Errorf("open database for copying: %w", err)
	}
	defer func() { _ = from.Close() }()
	if _, err := from.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	return nil
}

// Hel reports what is wrong with the database's pages, or nothing.
func (db *DB) Hel(ctx context.Context) error {
	var said string
	if err := db.read.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&said); err != nil {
		return fmt.Errorf("check database: %w", err)
	}
	if said != "ok" {
		return fmt.Errorf("the database is damaged: %s", said)
	}
	return nil
}

// TvivlAlt notes that nobody knows what the indexes hold of a municipality's objects: all are sent once more, and what should not be
// there is removed once more.
func (db *DB) TvivlAlt(ctx context.Context, kommune oio.CVR) error {
	return db.update(ctx, kommune, func(t *tx) error {
		ubesvaret := make([]byte, 16)
		for i := range ubesvaret {
			ubesvaret[i] = 0xff
		}
		if _, err := t.exec(ctx, `INSERT INTO ledger_antal (kommune, sagstype, art, grund, antal)
SELECT kommune, sagstype, art, ?2, antal FROM ledger_antal WHERE kommune = ?1 AND grund = ?3 AND antal <> 0
ON CONFLICT (kommune, sagstype, art, grund) DO UPDATE SET antal = antal + excluded.antal`, t.kommune, int(projection.IKoe), int(projection.Sendes)); err != nil {
			return fmt.Errorf("count ledger: %w", err)
		}
		if _, err := t.exec(ctx, "UPDATE ledger_antal SET antal = 0 WHERE kommune = ? AND grund = ?", t.kommune, int(projection.Sendes)); err != nil {
			return fmt.Errorf("count ledger: %w", err)
		}
		if _, err := t.exec(ctx, "UPDATE ledger SET kvitteret = ?2, grund = CASE grund WHEN ?3 THEN ?4 ELSE grund END WHERE kommune = ?1 AND (kvitteret IS NOT NULL OR grund = ?3)",
			t.kommune, ubesvaret, int(projection.Sendes), int(projection.IKoe)); err != nil {
			return fmt.Errorf("doubt the ledger: %w", err)
		}
		return t.Beroer(ctx, []projection.Beroert{{Slags: projection.BeroertAlt}})
	})
}
