package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
	"indeksbro/internal/store/postgres"
	"indeksbro/internal/store/sqlite"
)

// datalager is a store with what only commands ask of it.
type datalager interface {
	store.Store

	// Laeser is the index for readers' pages, which may be answered some moments late; it is never asked by export or verify.
	Laeser() index.Store
	// Venter lists at most n references to what the source has not sent yet.
	Venter(ctx context.Context, kommune oio.CVR, n int) ([]mirror.Venter, error)
	// Kopi writes everything as it is at one moment to a new file, while others go on reading and writing.
	Kopi(ctx context.Context, file string) error
	// Hel reports what is wrong with the database as a whole, or nothing.
	Hel(ctx context.Context) error
	// Skema is the newest migration the database has, and the newest this program knows.
	Skema(ctx context.Context) (has, known int64, err error)
	// TvivlAlt notes that nobody knows what the indexes hold of a municipality's objects.
	TvivlAlt(ctx context.Context, kommune oio.CVR) error
	// Traengsel reports whether a municipality has lately kept others waiting for the database: it had better take smaller pieces.
	Traengsel(kommune oio.CVR) bool
}

var (
	_ datalager = (*sqlite.DB)(nil)
	_ datalager = (*postgres.DB)(nil)
)

// database is where an installation keeps its data: the file in the data directory, or a PostgreSQL server that --db names.
type database struct {
	url, replica string
	data         string
}

// egen reports whether the database is the file in the data directory.
func (d database) egen() bool { return d.url == "" }

// fil is the embedded database's file.
func (d database) fil() string { return filepath.Join(d.data, databaseFile) }

// findes reports whether there may be data. Of a server only the server knows.
func (d database) findes() bool {
	if !d.egen() {
		return true
	}
	_, err := os.Stat(d.fil())
	return !errors.Is(err, fs.ErrNotExist)
}

// aabn opens the store and makes it when it is not there.
func (d database) aabn(ctx context.Context) (datalager, error) {
	if d.egen() {
		if d.replica != "" {
			return nil, inputError("--db-read is a copy of the database that --db names; there is none")
		}
		return aabnDatabase(ctx, d.fil())
	}
	db, err := postgres.Open(ctx, d.url, postgres.Options{Replica: d.replica})
	if err != nil {
		return nil, fmt.Errorf("--db: %w", nyere(err, "the database"))
	}
	return db, nil
}
