package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/vaerksted"
)

// What is counted, of one kind of object: how many there are, how many the index has not acknowledged as they are wanted, and how
// many the index itself holds otherwise than wanted.
const (
	rettelser = `SELECT count(*), count(*) FILTER (WHERE l.oensket IS DISTINCT FROM l.kvitteret), count(*) FILTER (WHERE l.oensket IS DISTINCT FROM o.aftryk)
FROM kilde k JOIN ledger l ON l.kommune = $1 AND l.nr = k.nr LEFT JOIN objekt o ON o.kommune = $1 AND o.uuid = l.uuid WHERE l.art = `

	rettedeYdelse   = "WITH kilde AS (SELECT nr FROM bevilling WHERE kommune = $1 AND ydelse = $2) " + rettelser + "2"
	rettedeSagstype = "WITH kilde AS (SELECT nr FROM sag WHERE kommune = $1 AND sagstype = $2) " + rettelser + "1"
	rettedeEnhed    = "WITH kilde AS (SELECT nr FROM sag WHERE kommune = $1 AND enhed = $2) " + rettelser + "1"
	underSagstype   = "WITH kilde AS (SELECT b.nr FROM sag s JOIN bevilling b ON b.kommune = $1 AND b.sag = s.id WHERE s.kommune = $1 AND s.sagstype = $2) " + rettelser + "2"
	underEnhed      = "WITH kilde AS (SELECT b.nr FROM sag s JOIN bevilling b ON b.kommune = $1 AND b.sag = s.id WHERE s.kommune = $1 AND s.enhed = $2) " + rettelser + "2"
)

// Indekseret implements vaerksted.Store.
func (db *DB) Indekseret(ctx context.Context, kommune oio.CVR, art mapping.Art, id string) (vaerksted.Indekseret, error) {
	questions := map[mapping.Art][]string{
		mapping.Ydelse: {rettedeYdelse}, mapping.Sagstype: {rettedeSagstype, underSagstype}, mapping.Enhed: {rettedeEnhed, underEnhed},
	}[art]
	var sum vaerksted.Indekseret
	for _, text := range questions {
		var one vaerksted.Indekseret
		if err := db.query(ctx, kommune, text, func(rows pgx.Rows) error { return rows.Scan(&one.Ialt, &one.Venter, &one.Anderledes) }, id); err != nil {
			return sum, err
		}
		sum.Ialt, sum.Venter, sum.Anderledes = sum.Ialt+one.Ialt, sum.Venter+one.Venter, sum.Anderledes+one.Anderledes
	}
	return sum, nil
}
