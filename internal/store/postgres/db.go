// Package postgres keeps everything in PostgreSQL 15 or newer: the mirror, the decisions, the ledger and the embedded indexes. It
// is for installations with several processes, or so large that one machine's file is not enough; it keeps the same contract as
// the embedded store. It promises that a process sees changes in the order of their numbers, that every key begins with the
// municipality, and that no statement is about two of them. It knows nothing of rules.
//
// What several processes may do at once: everything. A write that gives out numbers, or depends on what it has read, holds the
// lock of its municipality's row until it commits; so a number is never seen before a smaller one. Ledger lines and index
// objects are written without that lock, by key, and the counters last, so that writers meet only for the length of a commit.
// The order in which locks are taken is everywhere the same: ledger and index rows by key, citizens, counts, plan and
// municipality. Who holds the plan or the municipality first writes none of those before it, but for a new deletion and a repair, which are rare:
// should it meet another writer, one of the two begins anew.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"indeksbro/internal/oio"
)

// Options size the store. The zero value is the default.
type Options struct {
	Replica      string           // address of a copy that follows this database; readers' pages may be answered from it
	Forbindelser int              // connections at most, to each of the two; 16 by default
	Nu           func() time.Time // the clock that leases are judged by; the database's own by default, one for all processes
}

// DB is an open store. It is safe for concurrent use, by any number of processes.
type DB struct {
	pool *pgxpool.Pool
	read *pgxpool.Pool // for reading; the pool, or on what Laeser gives the replica
	copy *pgxpool.Pool // the replica; nil: none
	nu   func() time.Time

	maerker   *maerker
	statistik *statistik
}

// Open connects, and brings the schema up to date. Several processes may open at once: one migrates, the others wait for it. The
// replica is not looked at: it may come and go.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	if o.Forbindelser == 0 {
		o.Forbindelser = 16
	}
	pool, err := connect(ctx, url, o)
	if err != nil {
		return nil, err
	}
	db := &DB{pool: pool, read: pool, nu: o.Nu, maerker: nyeMaerker(), statistik: nyStatistik()}
	err = again(ctx, func() error { return migrate(ctx, pool.Config().ConnConfig) })
	if err == nil && o.Replica != "" {
		db.copy, err = connect(ctx, o.Replica, o)
	}
	if err != nil {
		pool.Close()
		return nil, err
	}
	return db, nil
}

// errAdresse does not pass on what pgx says: that repeats the address, and a password may stand in it.
var errAdresse = errors.New("the address of the database cannot be read; want postgres://user:password@host:5432/name")

func connect(ctx context.Context, url string, o Options) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errAdresse
	}
	config.MaxConns = int32(o.Forbindelser)
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "indeksbro"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return pool, nil
}

// Close ends all use of the store.
func (db *DB) Close() error {
	db.pool.Close()
	if db.copy != nil {
		db.copy.Close()
	}
	return nil
}

// tx is one write transaction on one municipality.
type tx struct {
	tx      pgx.Tx
	kommune int32
	nu      func() time.Time
	hurtig  bool            // rows that are believed to be new are copied in; another that was quicker ends the transaction
	asked   map[string]bool // what Kendte was asked for in this transaction, as type and id; true: it is there
	indsat  map[string]int  // rows put in by COPY, by table
}

// kommuneKey is a CVR number as the integer that begins every key.
func kommuneKey(kommune oio.CVR) (int32, error) {
	n, err := strconv.ParseInt(string(kommune), 10, 32)
	if err != nil {
		return 0, fmt.Errorf("kommune %q is not a CVR number", string(kommune))
	}
	return int32(n), nil
}

// write runs do in one transaction: all of it holds, or nothing. do runs again when the database asks for that, so it may do
// nothing but write, and begin anew each time. It sees what others have committed, statement by statement.
func (db *DB) write(ctx context.Context, kommune oio.CVR, do func(*tx) error) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	return again(ctx, func() error {
		t, err := db.pool.Begin(ctx)
		if err != nil {
			return fmt.Errorf("begin transaction: %w", err)
		}
		what := db.maerker.tag(key)
		err = db.maerker.efterlad(ctx, t, what)
		writing := &tx{tx: t, kommune: key, nu: db.nu, asked: make(map[string]bool), indsat: make(map[string]int)}
		if err == nil {
			err = do(writing)
		}
		if err != nil {
			if t.Rollback(context.WithoutCancel(ctx)) == nil {
				db.maerker.slip(what)
			}
			return err
		}
		if err := db.committed(ctx, what, t.Commit(ctx)); err != nil {
			return err
		}
		db.taelOp(ctx, key, db.statistik.noter(key, writing.indsat))
		return nil
	})
}

// hurtigt is write that may copy rows in as new. Should another have been quicker with one of them, all of it runs again the slow way.
func (db *DB) hurtigt(ctx context.Context, kommune oio.CVR, do func(*tx) error) error {
	err := db.write(ctx, kommune, func(t *tx) error {
		t.hurtig = true
		return do(t)
	})
	if code(err) == "23505" { // unique_violation
		return db.write(ctx, kommune, do)
	}
	return err
}

// update is write under the municipality's lock: what is read in it stays as it is, and numbers are given out in the order in
// which they become visible.
func (db *DB) update(ctx context.Context, kommune oio.CVR, do func(*tx) error) error {
	return db.write(ctx, kommune, func(t *tx) error {
		if err := t.lock(ctx); err != nil {
			return err
		}
		return do(t)
	})
}

// lock takes the municipality's row, and makes it when it is not there.
func (t *tx) lock(ctx context.Context) error {
	for range 2 {
		rows, err := t.tx.Query(ctx, "SELECT kommune FROM kommune WHERE kommune = $1 FOR UPDATE", t.kommune)
		if err != nil {
			return fmt.Errorf("lock municipality: %w", err)
		}
		found := rows.Next()
		rows.Close()
		if err := rows.Err(); err != nil || found {
			return wrap("lock municipality", err)
		}
		if _, err := t.tx.Exec(ctx, "INSERT INTO kommune (kommune) VALUES ($1) ON CONFLICT DO NOTHING", t.kommune); err != nil {
			return fmt.Errorf("make municipality: %w", err)
		}
	}
	return nil // made by this transaction, which is a lock
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (t *tx) exec(ctx context.Context, text string, args ...any) (pgconn.CommandTag, error) {
	return t.tx.Exec(ctx, text, append([]any{t.kommune}, args...)...)
}

// must is exec of which only the error matters.
func (t *tx) must(ctx context.Context, what, text string, args ...any) error {
	_, err := t.exec(ctx, text, args...)
	return wrap(what, err)
}

// one reads the only row of a statement.
func (t *tx) one(ctx context.Context, text string, args []any, into ...any) error {
	return t.tx.QueryRow(ctx, text, append([]any{t.kommune}, args...)...).Scan(into...)
}

// query runs a reading statement inside the transaction, so that it sees what the transaction has written.
func (t *tx) query(ctx context.Context, text string, scan func(pgx.Rows) error, args ...any) error {
	rows, err := t.tx.Query(ctx, text, append([]any{t.kommune}, args...)...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	return each(rows, scan)
}

// queryFunc runs a reading statement of one municipality, whose key is the first argument, and scans each row.
type queryFunc func(ctx context.Context, text string, scan func(pgx.Rows) error, args ...any) error

// query runs a reading statement and scans each row. It is run again when nothing had been scanned yet, and by the database
// itself when the replica does not answer.
func (db *DB) query(ctx context.Context, kommune oio.CVR, text string, scan func(pgx.Rows) error, args ...any) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	from := db.read
	return again(ctx, func() error {
		begun := false
		rows, err := from.Query(ctx, text, append([]any{key}, args...)...)
		if err == nil {
			err = each(rows, func(rows pgx.Rows) error {
				begun = true
				return scan(rows)
			})
		}
		if err != nil && begun {
			return final{err}
		}
		if err != nil && from != db.pool {
			from = db.pool
			return replicaGone{err}
		}
		return wrap("query", err)
	})
}

// of asks for one municipality, each statement at its own moment.
func (db *DB) of(kommune oio.CVR) queryFunc {
	return func(ctx context.Context, text string, scan func(pgx.Rows) error, args ...any) error {
		return db.query(ctx, kommune, text, scan, args...)
	}
}

// snapshot asks for one municipality, all statements at one moment.
func (db *DB) snapshot(ctx context.Context, kommune oio.CVR, do func(queryFunc) error) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	return again(ctx, func() error {
		t, err := db.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
		if err != nil {
			return fmt.Errorf("begin reading: %w", err)
		}
		defer func() { _ = t.Rollback(context.WithoutCancel(ctx)) }()
		begun := false
		inside := &tx{tx: t, kommune: key}
		err = do(func(ctx context.Context, text string, scan func(pgx.Rows) error, args ...any) error {
			return inside.query(ctx, text, func(rows pgx.Rows) error {
				begun = true
				return scan(rows)
			}, args...)
		})
		if err != nil && begun {
			return final{err}
		}
		return err
	})
}

func each(rows pgx.Rows, scan func(pgx.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("scan row: %w", err)
		}
	}
	return wrap("read rows", rows.Err())
}

// next gives the next number of an append-only table of the municipality, whose lock is held.
func (t *tx) next(ctx context.Context, text string) (int64, error) {
	var n int64
	if err := t.one(ctx, text, nil, &n); err != nil {
		return 0, fmt.Errorf("give a number: %w", err)
	}
	return n, nil
}

// known notes that the municipality has something.
func (t *tx) known(ctx context.Context) error {
	return t.must(ctx, "make municipality", "UPDATE kommune SET kendt = true WHERE kommune = $1 AND NOT kendt")
}

// clean takes out the one character that PostgreSQL's text cannot hold.
func clean(s string) string { return strings.ReplaceAll(s, "\x00", "") }

func millis(t time.Time) int64 { return t.UnixMilli() }

// bytesOf gives a hash as it is kept: nothing for none.
func bytesOf(b [16]byte) []byte {
	if b == ([16]byte{}) {
		return nil
	}
	return b[:]
}
