package sqlite

import (
	"context"
	"database/sql"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Tvivl implements verifikation.Store. Nobody else writes meanwhile: SQLite has one writer.
func (db *DB) Tvivl(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64, change func(map[int64]export.Post) ([]export.Post, map[export.Taelling]int)) error {
	wanted, err := list(nrs)
	if err != nil {
		return err
	}
	return db.update(ctx, kommune, func(t *tx) error {
		held := map[int64]export.Post{}
		if err := t.query(ctx, postColumns+"WHERE kommune = ? AND art = ? AND nr IN (SELECT value FROM json_each(?))", func(rows *sql.Rows) error {
			p, err := scanPost(rows)
			held[p.Nr] = p
			return err
		}, int(art), wanted); err != nil {
			return err
		}
		posts, moved := change(held)
		if err := t.savePosts(ctx, posts); err != nil {
			return err
		}
		if err := t.saveCount(ctx, moved); err != nil {
			return err
		}
		p, err := t.plan(ctx)
		if err != nil {
			return err
		}
		p.plan.Tilbagekald()
		if err := p.gem(ctx); err != nil {
			return err
		}
		return t.Beroer(ctx, []projection.Beroert{{Slags: projection.BeroertAlt}})
	})
}
