package postgres

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"
)

// statistik knows how much this process has put into each table. The engine counts a table only when somebody asks it to, or within a minute or
// two by itself; until then it takes one that has just been filled for a small one, and walks past all of it to find a few rows.
type statistik struct {
	mu    sync.Mutex
	siden map[indsat]int // rows since the table was counted
	talt  map[indsat]int // rows when it was
}

// indsat is a municipality's part of a table.
type indsat struct {
	table   string
	kommune int32
}

const (
	faaRaekker = 10_000 // to walk past these is no matter
	mangefold  = 4      // a table is counted again when it is so many times as large
)

func nyStatistik() *statistik {
	return &statistik{siden: map[indsat]int{}, talt: map[indsat]int{}}
}

// noter adds rows that were put in, and gives the tables that are to be counted.
func (s *statistik) noter(kommune int32, rows map[string]int) (due []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for table, n := range rows {
		what := indsat{table, kommune}
		s.siden[what] += n
		if s.siden[what] >= max(faaRaekker, (mangefold-1)*s.talt[what]) {
			s.talt[what] += s.siden[what]
			delete(s.siden, what)
			due = append(due, table)
		}
	}
	return due
}

// dele find the part of a table that a municipality is in, of those that rows are copied into.
var dele = map[string]string{
	"sag":       "SELECT tableoid::regclass::text FROM sag WHERE kommune = $1 LIMIT 1",
	"bevilling": "SELECT tableoid::regclass::text FROM bevilling WHERE kommune = $1 LIMIT 1",
	"ledger":    "SELECT tableoid::regclass::text FROM ledger WHERE kommune = $1 LIMIT 1",
	"objekt":    "SELECT tableoid::regclass::text FROM objekt WHERE kommune = $1 LIMIT 1",
}

// taelOp has tables counted, coarsely, which takes some hundredths of a second; the engine's own count comes later. It is no matter if it fails,
// or if the engine is just at it.
func (db *DB) taelOp(ctx context.Context, kommune int32, tables []string) {
	for _, table := range tables {
		_ = pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
			var part string
			if err := t.QueryRow(ctx, dele[table], kommune).Scan(&part); err != nil {
				return err
			}
			if _, err := t.Exec(ctx, "SET LOCAL default_statistics_target = 10"); err != nil {
				return err
			}
			_, err := t.Exec(ctx, "ANALYZE (SKIP_LOCKED) "+part)
			return err
		})
	}
}
