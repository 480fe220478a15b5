package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// The held of each kind with what the source calls them, listed and counted. The reasons are those of the index ledger_holdt.
const (
	holdtListe = " AND l.nr > $2 AND ($3::text = '' OR l.sagstype = $3) AND ($5::smallint = 0 OR l.grund = $5)"

	holdteSager = "SELECT l.nr, s.id, l.grund, l.sagstype, '', l.siden FROM ledger l JOIN sag s ON s.kommune = $1 AND s.nr = l.nr WHERE l.kommune = $1 AND l.art = 1 AND l.grund IN (9, 12, 13)" +
		holdtListe + " AND $4::text = '' ORDER BY l.nr LIMIT $6"
	holdteBevillinger = "SELECT l.nr, s.id, l.grund, l.sagstype, coalesce(s.ydelse, ''), l.siden FROM ledger l JOIN bevilling s ON s.kommune = $1 AND s.nr = l.nr WHERE l.kommune = $1 AND l.art = 2 AND l.grund IN (9, 12, 13)" +
		holdtListe + " AND ($4::text = '' OR s.ydelse = $4) ORDER BY l.nr LIMIT $6"

	talteSager = "SELECT l.grund, l.sagstype, '', count(*), count(DISTINCT l.borger), min(l.siden) FROM ledger l JOIN sag s ON s.kommune = $1 AND s.nr = l.nr " +
		"WHERE l.kommune = $1 AND l.art = 1 AND l.grund IN (9, 12, 13) GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3"
	talteBevillinger = "SELECT l.grund, l.sagstype, coalesce(s.ydelse, ''), count(*), count(DISTINCT l.borger), min(l.siden) FROM ledger l JOIN bevilling s ON s.kommune = $1 AND s.nr = l.nr " +
		"WHERE l.kommune = $1 AND l.art = 2 AND l.grund IN (9, 12, 13) GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3"
)

// Holdte implements store.Store.
func (db *DB) Holdte(ctx context.Context, kommune oio.CVR, v export.Holdtvalg, after export.Holdtsted, n int) ([]export.Holdt, error) {
	var held []export.Holdt
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if len(held) == n || art < after.Art {
			continue
		}
		text, begin := holdteSager, int64(0)
		if art == oio.ArtBevilling {
			text = holdteBevillinger
		}
		if art == after.Art {
			begin = after.Nr
		}
		err := db.query(ctx, kommune, text, func(rows pgx.Rows) error {
			h := export.Holdt{Sted: export.Holdtsted{Art: art}}
			var since int64
			err := rows.Scan(&h.Sted.Nr, &h.ID, &h.Grund, &h.Sagstype, &h.Ydelse, &since)
			h.Siden = oejeblik(since)
			held = append(held, h)
			return err
		}, begin, v.Sagstype, v.Ydelse, int16(v.Grund), n-len(held))
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
		text := talteSager
		if art == oio.ArtBevilling {
			text = talteBevillinger
		}
		err := db.query(ctx, kommune, text,
			func(rows pgx.Rows) error {
				g := export.Holdtgruppe{Art: art}
				var since int64
				err := rows.Scan(&g.Grund, &g.Sagstype, &g.Ydelse, &g.Antal, &g.Borgere, &since)
				g.Siden = oejeblik(since)
				groups = append(groups, g)
				return err
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
