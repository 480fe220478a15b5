package sqlite

import (
	"context"
	"database/sql"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Optael counts what the source has by local name.
func (db *DB) Optael(ctx context.Context, kommune oio.CVR, _ oio.Dato) (*projection.Optaelling, error) {
	o := &projection.Optaelling{Sagstyper: map[string]projection.Tal{}, Ydelser: map[string]projection.Tal{}, Enheder: map[string]projection.Tal{},
		SagstypeEnhed: map[string]map[string]int{}, YdelseSagstype: map[string]map[string]int{}}
	err := db.query(ctx, kommune, "SELECT sagstype, enhed, count(*), count(DISTINCT borger) FROM sag WHERE kommune = ? AND slettet = 0 GROUP BY 1, 2", func(rows *sql.Rows) error {
		var st, en string
		var n, b int
		if err := rows.Scan(&st, &en, &n, &b); err != nil {
			return err
		}
		t := projection.Tal{Sager: n, Aktive: n, Borgere: b}
		o.Sagstyper[st], o.Enheder[en], o.Ialt = o.Sagstyper[st].Plus(t), o.Enheder[en].Plus(t), o.Ialt.Plus(t)
		if o.SagstypeEnhed[st] == nil {
			o.SagstypeEnhed[st] = map[string]int{}
		}
		o.SagstypeEnhed[st][en] += n
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = db.query(ctx, kommune, "SELECT b.ydelse, s.sagstype, count(*), count(DISTINCT s.borger) FROM bevilling b JOIN sag s ON s.kommune = b.kommune AND s.id = b.sag WHERE b.kommune = ? AND b.slettet = 0 AND s.slettet = 0 GROUP BY 1, 2", func(rows *sql.Rows) error {
		var yd, st string
		var n, b int
		if err := rows.Scan(&yd, &st, &n, &b); err != nil {
			return err
		}
		o.Ydelser[yd] = o.Ydelser[yd].Plus(projection.Tal{Bevillinger: n, Loebende: n, Borgere: b})
		of := o.Sagstyper[st]
		of.Bevillinger += n
		o.Sagstyper[st] = of
		if o.YdelseSagstype[yd] == nil {
			o.YdelseSagstype[yd] = map[string]int{}
		}
		o.YdelseSagstype[yd][st] += n
		return nil
	})
	return o, err
}
