package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"indeksbro/internal/store"
)

// How often and how long a piece of work is tried again: nine times over about six seconds, which a failover to another server or
// a restart of this one usually takes.
const (
	tries     = 10
	firstWait = 20 * time.Millisecond
	mostWait  = 2 * time.Second
)

// final is an error after which the work may not run again: somebody has seen part of it, or nobody knows whether it was done.
type final struct{ err error }

func (f final) Error() string { return f.err.Error() }
func (f final) Unwrap() error { return f.err }

// replicaGone is an error of the replica: the work runs again on the database itself, at once.
type replicaGone struct{ err error }

func (r replicaGone) Error() string { return r.err.Error() }
func (r replicaGone) Unwrap() error { return r.err }

// again runs work until it is done, while the database only asks for that or cannot be reached. What never succeeds because it
// cannot be reached is store.ErrUtilgaengelig.
func again(ctx context.Context, work func() error) error {
	wait := firstWait
	for try := 1; ; try++ {
		err := work()
		var ended final
		var replica replicaGone
		switch {
		case err == nil:
			return nil
		case errors.As(err, &ended):
			return told(ctx, ended.err)
		case errors.As(err, &replica):
			continue
		case ctx.Err() != nil, try == tries, !conflict(err) && !gone(err) && !errors.Is(err, errAfgjort):
			return told(ctx, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait/2 + rand.N(wait/2)): // a little apart, so that two that collided do not collide again
		}
		wait = min(2*wait, mostWait)
	}
}

// told gives an error its type.
func told(ctx context.Context, err error) error {
	if code(err) == "53100" && !errors.Is(err, store.ErrFuldt) { // disk_full
		return fmt.Errorf("%w: %w", store.ErrFuldt, err)
	}
	if err != nil && ctx.Err() == nil && gone(err) && !errors.Is(err, store.ErrUtilgaengelig) {
		return fmt.Errorf("%w: %w", store.ErrUtilgaengelig, err)
	}
	return err
}

// errAfgjort is work of which the database has said that it was not kept, so that it may run again.
var errAfgjort = errors.New("the transaction was not kept")

// committed judges what a commit answered. One that the database refused was not kept. One that was never answered may have been,
// even where the driver says that nothing was sent: so the database is asked what became of it, as soon as it can be reached. When it
// cannot say, the work is never simply done again: whoever asked reads and sees.
func (db *DB) committed(ctx context.Context, id string, err error) error {
	if err == nil || conflict(err) {
		return wrap("commit transaction", err)
	}
	var became *string
	asked := again(ctx, func() error {
		if err := db.pool.QueryRow(ctx, "SELECT pg_xact_status($1::text::xid8)", id).Scan(&became); err != nil {
			return err
		}
		if became != nil && *became == "in progress" {
			return errAfgjort // its session has not yet seen that nobody waits for it
		}
		return nil
	})
	switch {
	case asked == nil && became != nil && *became == "committed":
		return nil
	case asked == nil && became != nil && *became == "aborted":
		return fmt.Errorf("commit transaction: %w: %w", errAfgjort, err)
	}
	return final{fmt.Errorf("commit transaction: nobody knows whether it was kept: %w", err)}
}

func code(err error) string {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return said.Code
	}
	return ""
}

// conflict reports whether two transactions were in each other's way, and this one was chosen to begin anew.
func conflict(err error) bool {
	switch code(err) {
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return true
	}
	return false
}

// gone reports whether the database cannot be reached, or is on its way down or up, or is no longer the one that takes writes.
func gone(err error) bool {
	if said := code(err); said != "" {
		switch {
		case strings.HasPrefix(said, "08"): // connection exceptions
			return true
		case said == "57P01", said == "57P02", said == "57P03", said == "53300", said == "25006":
			return true
		}
		return false
	}
	var network net.Error
	var connecting *pgconn.ConnectError
	return errors.As(err, &connecting) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed")
}
