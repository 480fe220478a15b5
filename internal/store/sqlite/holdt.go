package sqlite

import (
	"context"
	"database/sql"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// The held of each kind with what the source calls them. The reasons are those of the index ledger_holdt.
const (
	holdteSager       = " FROM ledger l INDEXED BY ledger_holdt JOIN sag s ON s.nr = l.nr WHERE l.kommune = ?1 AND l.art = 1 AND l.grund IN (9, 12, 13)"
	holdteBevillinger = " FROM ledger l INDEXED BY ledger_holdt JOIN bevilling s ON s.nr = l.nr WHERE l.kommune = ?1 AND l.art = 2 AND l.grund IN (9, 12, 13)"
)

// Holdte implements store.Store.
func (db *DB) Holdte(ctx context.Context, kommune oio.CVR, v export.Holdtvalg, after export.Holdtsted, n int) ([]export.Holdt, error) {
	var held []export.Holdt
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if len(held) == n || art < after.Art {
			continue
		}
		from, ydelse := holdteSager, "''"
		if art == oio.ArtBevilling {
			from, ydelse = holdteBevillinger, "coalesce(s.ydelse, '')"
		}
		begin := int64(0)
		if art == after.Art {
			begin = after.Nr
		}
		text := "SELECT l.nr, s.id, l.grund, l.sagstype, " + ydelse + ", l.siden" + from +
			" AND l.nr > ?2 AND (?3 = '' OR l.sagstype = ?3) AND (?4 = '' OR " + ydelse + " = ?4) AND (?5 = 0 OR l.grund = ?5) ORDER BY l.nr LIMIT +?6"
		err := db.query(ctx, kommune, text, func(rows *sql.Rows) error {
			h := export.Holdt{Sted: export.Holdtsted{Art: art}}
			var since int64
			if err := rows.Scan(&h.Sted.Nr, &h.ID, &h.Grund, &h.Sagstype, &h.Ydelse, &since); err != nil {
				return err
			}
			h.Siden = oejeblik(since)
			held = append(held, h)
			return nil
		}, begin, v.Sagstype, v.Ydelse, int(v.Grund), n-len(held))
		if err != nil {
			return nil, err
		}
	}
	return held, nil
}

// Holdtomfang implements store.Store.
func (db *DB) Holdtomfang(ctx context.Context, kommune oio.CVR) ([]export.Holdtgruppe, error) {
	var groups []export.Holdtgruppe
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		from, ydelse := holdteSager, "''"
		if art == oio.ArtBevilling {
			from, ydelse = holdteBevillinger, "coalesce(s.ydelse, '')"
		}
		err := db.query(ctx, kommune, "SELECT l.grund, l.sagstype, "+ydelse+", count(*), count(DISTINCT l.borger), min(l.siden)"+from+" GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3",
			func(rows *sql.Rows) error {
				g := export.Holdtgruppe{Art: art}
				var since int64
				if err := rows.Scan(&g.Grund, &g.Sagstype, &g.Ydelse, &g.Antal, &g.Borgere, &since); err != nil {
					return err
				}
				g.Siden = oejeblik(since)
				groups = append(groups, g)
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// oejeblik is a time of the ledger; before it kept any there is none.
func oejeblik(millis int64) time.Time {
	if millis == 0 {
		return time.Time{}
	}
	return time.UnixMilli(millis)
}
