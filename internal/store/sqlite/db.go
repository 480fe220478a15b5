// Package sqlite keeps everything in one SQLite file: the mirror, the decisions, the ledger and the embedded indexes. It is
// the default store; one process writes at a time, readers never wait for it (WAL). Every commit is on disk before it is
// answered (synchronous=FULL).
//
// It implements the interfaces that mirror, export, index and app declare, and knows nothing of rules.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver, cgo-free

	"indeksbro/internal/oio"
	"indeksbro/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options size the store. The zero value is the default.
type Options struct {
	CacheMiB int              // page cache of the writer, 64 by default
	Readers  int              // connections for reading, 4 by default
	Nu       func() time.Time // the clock that leases are judged by, time.Now by default
	// Flygtig lets a commit be answered before it is on disk (synchronous=OFF). It is for databases that are thrown away: a power cut
	// may ruin them, the death of the process does not.
	Flygtig bool
}

// DB is an open store. It is safe for concurrent use.
type DB struct {
	write *sql.DB // one connection: SQLite has one writer; nil: the database may only be read
	read  *sql.DB
	nu    func() time.Time
	path  string
	how   string // parameters of connections that only read
	koe   *koe

	mu    sync.Mutex
	reads map[string]*sql.Stmt // on read, by text
	laant udlaan               // those of them that are not kept for ever
}

// Open opens the file, makes it when it is not there, and brings its schema up to date. A file that may not be written to is opened for
// reading; a write answers store.ErrSkrivebeskyttet.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.CacheMiB == 0 {
		o.CacheMiB = 64
	}
	if o.Readers == 0 {
		o.Readers = 4
	}
	if o.Nu == nil {
		o.Nu = time.Now
	}
	if laast(path) {
		return kunLaesning(ctx, path, o)
	}
	// page_size counts only before the first table is made; auto_vacuum is left off, since removed rows are soon replaced.
	durable := "FULL"
	if o.Flygtig {
		durable = "OFF"
	}
	common := "file:" + path + "?_pragma=page_size(8192)&_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" + durable + ")&_pragma=temp_store(MEMORY)"
	write, err := sql.Open("sqlite", common+fmt.Sprintf("&_pragma=cache_size(-%d)&_pragma=wal_autocheckpoint(20000)&_txlock=immediate", o.CacheMiB<<10))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write); err != nil {
		_ = write.Close()
		if skrivebeskyttet(path, err) {
			return kunLaesning(ctx, path, o)
		}
		return nil, told(err)
	}
	read, err := sql.Open("sqlite", common+"&_pragma=cache_size(-8192)&_pragma=query_only(1)")
	if err != nil {
		_ = write.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	read.SetMaxOpenConns(o.Readers)
	read.SetMaxIdleConns(o.Readers)
	return &DB{write: write, read: read, nu: o.Nu, path: path, how: "&mode=ro", koe: nyKoe(), reads: make(map[string]*sql.Stmt)}, nil
}

// Close ends all use of the store.
func (db *DB) Close() error {
	readErr := db.read.Close()
	if db.write == nil {
		return readErr
	}
	if err := db.write.Close(); err != nil {
		return fmt.Errorf("close database: %w", err)
	}
	if readErr != nil {
		return fmt.Errorf("close database: %w", readErr)
	}
	return nil
}

// tx is one write transaction on one municipality.
type tx struct {
	db      *DB
	tx      *sql.Tx
	kommune int64
}

// kommuneKey is a CVR number as the integer that begins every key.
func kommuneKey(kommune oio.CVR) (int64, error) {
	n, err := strconv.ParseInt(string(kommune), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("kommune %q is not a CVR number", string(kommune))
	}
	return n, nil
}

// update runs do in one write transaction: all of it holds, or nothing.
func (db *DB) update(ctx context.Context, kommune oio.CVR, do func(*tx) error) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	if db.write == nil {
		return store.ErrSkrivebeskyttet
	}
	release, err := db.koe.tag(ctx, key)
	if err != nil {
		return fmt.Errorf("wait for the writer: %w", err)
	}
	defer release()
	t, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", told(err))
	}
	if err := do(&tx{db: db, tx: t, kommune: key}); err != nil {
		_ = t.Rollback()
		return told(err)
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", told(err))
	}
	return nil
}

// prepare makes a statement for a loop inside the transaction; it ends with the transaction.
func (t *tx) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	s, err := t.tx.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare statement: %w", err)
	}
	return s, nil
}

func (t *tx) exec(ctx context.Context, text string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, text, args...)
}

// reader gives a prepared statement for reading; it is prepared once for the life of the store.
func (db *DB) reader(ctx context.Context, text string) (*sql.Stmt, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if s := db.reads[text]; s != nil {
		return s, nil
	}
	s, err := db.read.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare statement: %w", err)
	}
	db.reads[text] = s
	return s, nil
}

// query runs a reading statement and scans each row. A number that is bound to a limit, or compared with a column, stands behind a sign (+?) in
// every text that is asked often: without it the engine plans the statement anew whenever a number is bound.
func (db *DB) query(ctx context.Context, kommune oio.CVR, text string, scan func(*sql.Rows) error, args ...any) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	s, err := db.reader(ctx, text)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(ctx, append([]any{key}, args...)...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	return each(rows, scan)
}

// lejlighedsvis is query for texts of which there are too many kinds to keep all.
func (db *DB) lejlighedsvis(ctx context.Context, kommune oio.CVR, text string, scan func(*sql.Rows) error, args ...any) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	s, err := db.laant.laan(ctx, db.read, text)
	if err != nil {
		return err
	}
	defer db.laant.aflever(s)
	rows, err := s.QueryContext(ctx, append([]any{key}, args...)...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	return each(rows, scan)
}

// queryFunc runs a reading statement of one municipality, whose key is the first argument, and scans each row.
type queryFunc func(ctx context.Context, text string, scan func(*sql.Rows) error, args ...any) error

// of asks for one municipality, each statement at its own moment.
func (db *DB) of(kommune oio.CVR) queryFunc {
	return func(ctx context.Context, text string, scan func(*sql.Rows) error, args ...any) error {
		return db.query(ctx, kommune, text, scan, args...)
	}
}

// snapshot asks for one municipality, all statements at one moment.
func (db *DB) snapshot(ctx context.Context, kommune oio.CVR, do func(queryFunc) error) error {
	key, err := kommuneKey(kommune)
	if err != nil {
		return err
	}
	t, err := db.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	defer func() { _ = t.Rollback() }()
	return do((&tx{db: db, tx: t, kommune: key}).query)
}

func each(rows *sql.Rows, scan func(*sql.Rows) error) error {
	for rows.Next() {
		if err := scan(rows); err != nil {
			_ = rows.Close()
			return fmt.Errorf("scan row: %w", err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	return rows.Close()
}

// query is DB.query inside a write transaction, so that it sees what the transaction has written.
func (t *tx) query(ctx context.Context, text string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := t.tx.QueryContext(ctx, text, append([]any{t.kommune}, args...)...)
	if err != nil {
		return fmt.Errorf("query: %w", err)
	}
	return each(rows, scan)
}

// list writes values for `IN (SELECT value FROM json_each(?))`: one statement for any number of them.
func list[T any](values []T) (string, error) {
	b, err := json.Marshal(values)
	if err != nil {
		return "", fmt.Errorf("list values: %w", err)
	}
	return string(b), nil
}

// next gives the next number of an append-only table of the municipality.
func (t *tx) next(ctx context.Context, table string) (int64, error) {
	var n int64
	err := t.tx.QueryRowContext(ctx, "SELECT coalesce(max(nr), 0) + 1 FROM "+table+" WHERE kommune = ?", t.kommune).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("number %s: %w", table, err)
	}
	return n, nil
}

func null(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

func nullTal(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func nullDato(d oio.Dato) any {
	if d == 0 {
		return nil
	}
	return int64(d)
}
