package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"indeksbro/internal/store"
)

func migrate(ctx context.Context, db *sql.DB) error {
	provider, err := skemaer(db)
	if err != nil {
		return err
	}
	has, err := skema(ctx, db)
	if err != nil {
		return err
	}
	if known := sidste(provider); has > known {
		return &store.Nyere{Har: has, Kender: known}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate database: %w", err)
	}
	return nil
}

func skemaer(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return nil, fmt.Errorf("prepare migrations: %w", err)
	}
	return provider, nil
}

func sidste(p *goose.Provider) int64 {
	all := p.ListSources()
	return all[len(all)-1].Version
}

// skema is the newest migration a database has; 0: none.
func skema(ctx context.Context, db *sql.DB) (version int64, err error) {
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'").Scan(&tables); err != nil {
		return 0, fmt.Errorf("read schema: %w", err)
	}
	if tables == 0 {
		return 0, nil
	}
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied = 1").Scan(&version); err != nil {
		return 0, fmt.Errorf("read schema: %w", err)
	}
	return version, nil
}

// Kender is the newest schema this program makes.
func Kender() (int64, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return 0, fmt.Errorf("look at own schema: %w", err)
	}
	defer func() { _ = db.Close() }()
	provider, err := skemaer(db)
	if err != nil {
		return 0, err
	}
	return sidste(provider), nil
}

// Skema is the newest migration the database has, and the newest this program knows.
func (db *DB) Skema(ctx context.Context) (has, known int64, err error) {
	if known, err = Kender(); err != nil {
		return 0, 0, err
	}
	has, err = skema(ctx, db.read)
	return has, known, err
}
