package sqlite

import (
	"context"
	"database/sql"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/vaerksted"
)

// rettelser counts, of one kind of object, how many there are, how many the index has not acknowledged as they are wanted, and
// how many the index itself holds otherwise than wanted.
const rettelser = `SELECT count(*), coalesce(sum(l.oensket IS NOT l.kvitteret), 0), coalesce(sum(l.oensket IS NOT o.aftryk), 0)
FROM ledger l JOIN kilde k ON k.nr = l.nr LEFT JOIN objekt o ON o.kommune = l.kommune AND o.uuid = l.uuid WHERE l.kommune = ?1 AND l.art = `

// Indekseret implements vaerksted.Store.
func (db *DB) Indekseret(ctx context.Context, kommune oio.CVR, art mapping.Art, id string) (vaerksted.Indekseret, error) {
	sager := "WITH kilde AS (SELECT nr FROM sag WHERE kommune = ?1 AND " + string(art) + " = ?2) " + rettelser + "1"
	under := "WITH kilde AS (SELECT b.nr FROM sag s JOIN bevilling b ON b.kommune = s.kommune AND b.sag = s.id WHERE s.kommune = ?1 AND s." + string(art) + " = ?2) " + rettelser + "2"
	questions := []string{sager, under}
	if art == mapping.Ydelse {
		questions = []string{"WITH kilde AS (SELECT nr FROM bevilling WHERE kommune = ?1 AND ydelse = ?2) " + rettelser + "2"}
	}
	var sum vaerksted.Indekseret
	for _, text := range questions {
		err := db.query(ctx, kommune, text, func(rows *sql.Rows) error {
			var one vaerksted.Indekseret
			if err := rows.Scan(&one.Ialt, &one.Venter, &one.Anderledes); err != nil {
				return err
			}
			sum.Ialt, sum.Venter, sum.Anderledes = sum.Ialt+one.Ialt, sum.Venter+one.Venter, sum.Anderledes+one.Anderledes
			return nil
		}, id)
		if err != nil {
			return sum, err
		}
	}
	return sum, nil
}
