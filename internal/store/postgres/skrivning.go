package postgres

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
)

// The statements of a write's mark. Each write begins by leaving its number in a row of its own, in the transaction of all else it writes: so
// the number is there exactly when the write was kept, whatever server has taken over meanwhile, and whatever that has forgotten or never heard. A
// server's own number of the transaction says less: after a crash, or where a follower that lagged takes over, it is given out anew.
const (
	leave = `INSERT INTO skrivning (kommune, proces, plads, nr, sidst) VALUES ($1, $2, $3, $4, current_date)
ON CONFLICT (kommune, proces, plads) DO UPDATE SET nr = excluded.nr, sidst = excluded.sidst`
	// It writes as well: so it waits for a session that has not yet seen that nobody waits for it, and none that ends later can prove it wrong.
	ask = `INSERT INTO skrivning (kommune, proces, plads, nr, sidst) VALUES ($1, $2, $3, 0, current_date)
ON CONFLICT (kommune, proces, plads) DO UPDATE SET nr = skrivning.nr RETURNING nr`
	// Marks of processes that are no more. Nobody asks about a write of last week.
	sweep = `DELETE FROM skrivning WHERE kommune = $1 AND (proces, plads) IN
  (SELECT proces, plads FROM skrivning WHERE kommune = $1 AND sidst < current_date - 7 FOR UPDATE SKIP LOCKED)`
	sweepEach = 1024 // writes, the first among them
)

// maerke is what a write leaves.
type maerke struct {
	kommune, plads int32
	nr             int64
}

// maerker gives out the marks of one opening of the store. A place is used by one write at a time.
type maerker struct {
	proces []byte

	mu    sync.Mutex
	nr    int64
	ledig []int32
	brugt int32 // places that were ever used
}

func nyeMaerker() *maerker {
	m := &maerker{proces: make([]byte, 16)}
	_, _ = rand.Read(m.proces) // it never fails
	return m
}

func (m *maerker) tag(kommune int32) maerke {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nr++
	if n := len(m.ledig); n > 0 {
		plads := m.ledig[n-1]
		m.ledig = m.ledig[:n-1]
		return maerke{kommune, plads, m.nr}
	}
	m.brugt++
	return maerke{kommune, m.brugt - 1, m.nr}
}

// slip gives back the place of a write that has ended for certain. One whose session may live on keeps its place, which nobody then waits for.
func (m *maerker) slip(what maerke) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ledig = append(m.ledig, what.plads)
}

// efterlad leaves the mark of a transaction in it.
func (m *maerker) efterlad(ctx context.Context, t pgx.Tx, what maerke) error {
	if _, err := t.Exec(ctx, leave, what.kommune, m.proces, what.plads, what.nr); err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	if what.nr%sweepEach != 1 {
		return nil
	}
	_, err := t.Exec(ctx, sweep, what.kommune)
	return wrap("forget writes of old", err)
}

// kept asks whether a write was kept. errAfgjort: its session has not ended yet.
func (db *DB) kept(ctx context.Context, what maerke) (bool, error) {
	var nr int64
	err := pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		if _, err := t.Exec(ctx, "SET LOCAL lock_timeout = '1s'"); err != nil {
			return err
		}
		return t.QueryRow(ctx, ask, what.kommune, db.maerker.proces, what.plads).Scan(&nr)
	})
	if code(err) == "55P03" { // lock_not_available
		return false, fmt.Errorf("%w: %w", errAfgjort, err)
	}
	return nr == what.nr, err
}
