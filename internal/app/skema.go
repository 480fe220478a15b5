package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"indeksbro/internal/store/sqlite"
)

// aabnDatabase opens the embedded database and brings its schema up to date. One that a newer program has brought further is refused:
// this program does not know what stands in it (a downgrade needs the backup from before the upgrade).
func aabnDatabase(ctx context.Context, path string) (*sqlite.DB, error) {
	if _, err := os.Stat(path); err == nil {
		if err := ikkeNyere(ctx, path); err != nil {
			return nil, err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return sqlite.Open(ctx, path, sqlite.Options{})
}

func ikkeNyere(ctx context.Context, path string) error {
	has, err := laesSkema(ctx, path)
	if err != nil || has <= foersteSkema {
		return err // an older one, or a file of no ours, is Open's to judge
	}
	known, err := kendtSkema()
	if err != nil {
		return err
	}
	if has > known {
		return inputError("%s has schema %d and this program knows schemas up to %d: a newer program has been at work. Start that one again, or restore the backup from before the upgrade", filepath.Base(path), has, known)
	}
	return nil
}

// foersteSkema is the migration every program knows.
const foersteSkema = 1

// kendtSkema is the newest schema this program makes: it makes one in memory and looks.
var kendtSkema = sync.OnceValues(func() (int64, error) {
	ctx := context.Background()
	directory, err := os.MkdirTemp("", "indeksbro-skema-")
	if err != nil {
		return 0, fmt.Errorf("look at own schema: %w", err)
	}
	defer func() { _ = os.RemoveAll(directory) }()
	path := filepath.Join(directory, databaseFile)
	db, err := sqlite.Open(ctx, path, sqlite.Options{})
	if err != nil {
		return 0, fmt.Errorf("look at own schema: %w", err)
	}
	defer func() { _ = db.Close() }()
	return laesSkema(ctx, path)
})

// laesSkema is the newest migration a database has, 0 when it has none.
func laesSkema(ctx context.Context, path string) (version int64, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		return 0, fmt.Errorf("read schema: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'").Scan(&tables); err != nil || tables == 0 {
		return 0, nilEller(err, "read schema")
	}
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied = 1").Scan(&version)
	return version, nilEller(err, "read schema")
}

func nilEller(err error, what string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// migreret is the check of /readyz. A schema that has grown since this process began is a newer process's, which is about to take
// over; migrations only add, so this one reads and writes on.
func migreret(ctx context.Context, path string) (string, error) {
	has, err := laesSkema(ctx, path)
	if err != nil {
		return "", err
	}
	known, err := kendtSkema()
	switch {
	case err != nil:
		return "", err
	case has < known:
		return "", fmt.Errorf("the database has schema %d, want %d: was it put in place while the program ran? start again", has, known)
	case has > known:
		return fmt.Sprintf("schema %d of a newer program beside this one, which knows %d", has, known), nil
	}
	return fmt.Sprintf("schema %d", has), nil
}
