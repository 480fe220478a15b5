package sqlite

import (
	"context"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Tvivl implements verifikation.Store.
func (db *DB) Tvivl(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int) error {
	return db.update(ctx, kommune, func(t *tx) error {
		if err := t.savePosts(ctx, posts); err != nil {
			return err
		}
		if err := t.saveCount(ctx, moved); err != nil {
			return err
		}
		return t.Beroer(ctx, []projection.Beroert{{Slags: projection.BeroertAlt}})
	})
}
