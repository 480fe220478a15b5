package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

// Definitioner is what imported code lists say about types, by system and code.
func (db *DB) Definitioner(ctx context.Context, kommune oio.CVR) ([]ydelsestype.Definition, error) {
	var all []ydelsestype.Definition
	err := db.query(ctx, kommune, "SELECT definition FROM ydelsestype_definition WHERE kommune = ? ORDER BY system, kode", func(rows *sql.Rows) error {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var d ydelsestype.Definition
		if err := json.Unmarshal(text, &d); err != nil {
			return err
		}
		all = append(all, d)
		return nil
	})
	return all, err
}

// GemDefinitioner replaces what is known of a list's system. It touches nothing that is sent; a running
// program reads it at its next start.
func (db *DB) GemDefinitioner(ctx context.Context, kommune oio.CVR, list *ydelsestype.Kodeliste) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if _, err := t.exec(ctx, "DELETE FROM ydelsestype_definition WHERE kommune = ? AND system = ?", t.kommune, list.System); err != nil {
			return fmt.Errorf("keep definitions: %w", err)
		}
		for _, d := range list.Definitioner {
			text, err := json.Marshal(d)
			if err != nil {
				return fmt.Errorf("keep definitions: %w", err)
			}
			if _, err := t.exec(ctx, "INSERT INTO ydelsestype_definition (kommune, system, kode, definition) VALUES (?, ?, ?, ?)", t.kommune, d.System, d.Kode, text); err != nil {
				return fmt.Errorf("keep definitions: %w", err)
			}
		}
		return t.known(ctx)
	})
}
