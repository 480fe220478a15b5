package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"indeksbro/internal/store"
)

// told gives an error that has its cause outside the type that says so.
func told(err error) error {
	var said *driver.Error
	if !errors.As(err, &said) || errors.Is(err, store.ErrFuldt) || errors.Is(err, store.ErrSkrivebeskyttet) {
		return err
	}
	switch said.Code() & 0xff {
	case codes.SQLITE_FULL:
		return fmt.Errorf("%w: %w", store.ErrFuldt, err)
	case codes.SQLITE_READONLY:
		return fmt.Errorf("%w: %w", store.ErrSkrivebeskyttet, err)
	}
	if said.Code() == codes.SQLITE_IOERR_SHMSIZE { // the file that processes share beside the database has no room
		return fmt.Errorf("%w: %w", store.ErrFuldt, err)
	}
	return err
}

// laast reports whether the file itself may not be written to. It is seen before it is opened: SQLite would make the files beside it as
// read-only as it is, and they would stay so when it no longer is.
func laast(path string) bool {
	const write = 2 // W_OK; opening it to see would end the locks of whoever in this process has it open
	err := syscall.Access(path, write)
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// skrivebeskyttet reports whether a database could not be opened because neither its file nor its directory may be written to.
func skrivebeskyttet(path string, err error) bool {
	var said *driver.Error
	if !errors.As(err, &said) {
		return false
	}
	if _, missing := os.Stat(path); missing != nil {
		return false
	}
	code := said.Code() & 0xff
	return code == codes.SQLITE_READONLY || code == codes.SQLITE_CANTOPEN || said.Code() == codes.SQLITE_IOERR_LOCK
}

// kunLaesning opens a database that may not be written to, for reading. Where not even the files beside it can be made, and none is
// left by another, nobody writes to it, and it is read as it lies.
func kunLaesning(ctx context.Context, path string, o Options) (*DB, error) {
	how := "&mode=ro"
	if info, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		how += "&immutable=1"
	}
	read, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(20000)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-8192)&_pragma=query_only(1)"+how)
	if err != nil {
		return nil, fmt.Errorf("open database for reading: %w", err)
	}
	db := &DB{read: read, nu: o.Nu, path: path, how: how, koe: nyKoe(), reads: make(map[string]*sql.Stmt)}
	has, known, err := db.Skema(ctx)
	if err == nil && has > known {
		err = &store.Nyere{Har: has, Kender: known}
	}
	if err == nil && has < known {
		err = fmt.Errorf("its schema is version %d, this program has %d", has, known)
	}
	if err != nil {
		_ = read.Close()
		return nil, fmt.Errorf("%w: %w", store.ErrSkrivebeskyttet, err)
	}
	read.SetMaxOpenConns(o.Readers)
	read.SetMaxIdleConns(o.Readers)
	return db, nil
}
