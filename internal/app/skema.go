package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"indeksbro/internal/store"
	"indeksbro/internal/store/sqlite"
)

// nyere says of a database that a newer program has brought further what to do: this program does not know what stands in it, so it is refused
// (a downgrade needs the backup from before the upgrade). Any other error stays as it is.
func nyere(err error, name string) error {
	var newer *store.Nyere
	if errors.As(err, &newer) {
		return inputError("%s has schema %d and this program knows schemas up to %d: a newer program has been at work. Start that one again, or restore the backup from before the upgrade", name, newer.Har, newer.Kender)
	}
	return err
}

// aabnDatabase opens the embedded database and brings its schema up to date.
func aabnDatabase(ctx context.Context, path string) (*sqlite.DB, error) {
	db, err := sqlite.Open(ctx, path, sqlite.Options{})
	return db, nyere(err, filepath.Base(path))
}

// migreret is the check of /readyz. A schema that has grown since this process began is a newer process's, which is about to take
// over; migrations only add, so this one reads and writes on.
func migreret(ctx context.Context, db datalager) (string, error) {
	has, known, err := db.Skema(ctx)
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
