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

// How often and how long a piece of work is tried again: nine times over about five seconds, which a failover to another server or
// a restart of this one usually takes. A server that itself says that it is on its way is asked often, and waited for longer: what it
// has to read after a crash it reads once, on a busy machine slowly. Those answers are not counted as tries.
const (
	tries      = 10
	firstWait  = 20 * time.Millisecond
	mostWait   = 2 * time.Second
	comingWait = 200 * time.Millisecond
	comingMost = 30 * time.Second
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
	wait, since := firstWait, time.Now()
	for try := 1; ; try++ {
		err := work()
		var ended final
		var replica replicaGone
		coming := code(err) == "57P03" && time.Since(since) < comingMost
		switch {
		case err == nil:
			return nil
		case errors.As(err, &ended):
			return told(ctx, ended.err)
		case errors.As(err, &replica):
			continue
		case ctx.Err() != nil, try == tries && !coming, !conflict(err) && !gone(err) && !errors.Is(err, errAfgjort):
			return told(ctx, err)
		}
		pause := wait
		if coming {
			try--
			pause = min(pause, comingWait)
		} else {
			wait = min(2*wait, mostWait)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause/2 + rand.N(pause/2)): // a little apart, so that two that collided do not collide again
		}
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

// errAfgjort is work of which the database has said that it was not kept, or not yet, so that it may run again.
var errAfgjort = errors.New("the transaction was not kept")

// committed judges what a commit answered. One that the database refused was not kept. One that was never answered may have been,
// even where the driver says that nothing was sent: so the database is asked what became of it, as soon as it can be reached. When it
// cannot say, the work is never simply done again: whoever asked reads and sees.
func (db *DB) committed(ctx context.Context, what maerke, err error) error {
	if err == nil || conflict(err) {
		db.maerker.slip(what)
		return wrap("commit transaction", err)
	}
	kept := false
	asked := again(ctx, func() (err error) {
		kept, err = db.kept(ctx, what)
		return err
	})
	if asked == nil {
		db.maerker.slip(what)
	}
	switch {
	case asked == nil && kept:
		return nil
	case asked == nil:
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
