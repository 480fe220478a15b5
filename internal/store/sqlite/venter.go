package sqlite

import (
	"context"
	"database/sql"

	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

// waitingFor lists, kind by kind, what refers to something the source has not sent yet. Each gives kind, id, kind and id of what
// is missing; lines of stamdata are read as JSON, since they rest in clear.
const waitingFor = `SELECT * FROM (
SELECT 'enhed' AS type, e.id AS id, 'enhed' AS mangler, e.linje ->> 'overordnet' AS mangelid FROM stamdata e
  WHERE e.kommune = ?1 AND e.type = 'enhed' AND e.linje ->> 'overordnet' <> ''
  AND NOT EXISTS (SELECT 1 FROM stamdata o WHERE o.kommune = ?1 AND o.type = 'enhed' AND o.linje IS NOT NULL AND o.id = e.linje ->> 'overordnet')
UNION ALL
SELECT 'ydelse', y.id, 'sagstype', y.linje ->> 'sagstype' FROM stamdata y
  WHERE y.kommune = ?1 AND y.type = 'ydelse' AND y.linje IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM stamdata t WHERE t.kommune = ?1 AND t.type = 'sagstype' AND t.linje IS NOT NULL AND t.id = y.linje ->> 'sagstype')
UNION ALL
SELECT 'sag', s.id, 'sagstype', s.sagstype FROM sag s
  WHERE s.kommune = ?1 AND s.slettet = 0 AND NOT EXISTS (SELECT 1 FROM stamdata t WHERE t.kommune = ?1 AND t.type = 'sagstype' AND t.linje IS NOT NULL AND t.id = s.sagstype)
UNION ALL
SELECT 'sag', s.id, 'enhed', s.enhed FROM sag s
  WHERE s.kommune = ?1 AND s.slettet = 0 AND NOT EXISTS (SELECT 1 FROM stamdata t WHERE t.kommune = ?1 AND t.type = 'enhed' AND t.linje IS NOT NULL AND t.id = s.enhed)
UNION ALL
SELECT 'bevilling', b.id, 'sag', b.sag FROM bevilling b
  WHERE b.kommune = ?1 AND b.slettet = 0 AND NOT EXISTS (SELECT 1 FROM sag s WHERE s.kommune = ?1 AND s.id = b.sag)
UNION ALL
SELECT 'bevilling', b.id, 'ydelse', b.ydelse FROM bevilling b
  WHERE b.kommune = ?1 AND b.slettet = 0 AND NOT EXISTS (SELECT 1 FROM stamdata t WHERE t.kommune = ?1 AND t.type = 'ydelse' AND t.linje IS NOT NULL AND t.id = b.ydelse)
UNION ALL
SELECT 'bevilling', b.id, 'enhed', b.enhed FROM bevilling b
  WHERE b.kommune = ?1 AND b.slettet = 0 AND b.enhed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stamdata t WHERE t.kommune = ?1 AND t.type = 'enhed' AND t.linje IS NOT NULL AND t.id = b.enhed)
) LIMIT +?2`

// Venter lists at most n references to what the source has not sent yet.
func (db *DB) Venter(ctx context.Context, kommune oio.CVR, n int) ([]mirror.Venter, error) {
	var waiting []mirror.Venter
	err := db.query(ctx, kommune, waitingFor, func(rows *sql.Rows) error {
		var v mirror.Venter
		if err := rows.Scan(&v.Type, &v.ID, &v.Mangler, &v.MangelID); err != nil {
			return err
		}
		waiting = append(waiting, v)
		return nil
	}, n)
	return waiting, err
}
