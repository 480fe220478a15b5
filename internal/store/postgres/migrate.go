package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"indeksbro/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the advisory lock of those who migrate one database.
const migrationLock = 0x696e6465

const migrationPause = 50 * time.Millisecond // between two questions whether somebody else has migrated

// migrate brings the schema up to date while no other process does.
func migrate(ctx context.Context, config *pgx.ConnConfig) error {
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }()
	holder, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer func() { _ = holder.Close() }() // which ends the session, and with it the lock
	if err := takeMigrationLock(ctx, holder); err != nil {
		return fmt.Errorf("take migration lock: %w", err)
	}
	defer func() {
		_, _ = holder.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock)
	}()
	provider, err := migrationsOf(db)
	if err != nil {
		return err
	}
	has, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	if known := sidste(provider); has > known {
		return &store.Nyere{Har: has, Kender: known}
	}
	_, err = provider.Up(ctx)
	if code(err) == "55P03" { // lock_not_available: somebody reads long, and a migration waits for nobody so that nobody waits for it
		err = fmt.Errorf("%w: %w", errAfgjort, err)
	}
	return wrap("migrate database", err)
}

// takeMigrationLock asks until it has the lock. It does not wait inside a statement, for that would see the database as it was when it began, and an
// index that is made beside the work waits for everybody who does.
func takeMigrationLock(ctx context.Context, holder *sql.Conn) error {
	ticker := time.NewTicker(migrationPause)
	defer ticker.Stop()
	for {
		var has bool
		if err := holder.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", migrationLock).Scan(&has); err != nil || has {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

func sidste(p *goose.Provider) int64 {
	all := p.ListSources()
	return all[len(all)-1].Version
}

func migrationsOf(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files)
	if err != nil {
		return nil, fmt.Errorf("prepare migrations: %w", err)
	}
	return provider, nil
}

// Skema is the newest migration the database has, and the newest this program knows.
func (db *DB) Skema(ctx context.Context) (has, known int64, err error) {
	own := stdlib.OpenDB(*db.pool.Config().ConnConfig) // not connected to: it only says which migrations there are
	defer func() { _ = own.Close() }()
	provider, err := migrationsOf(own)
	if err != nil {
		return 0, 0, err
	}
	err = again(ctx, func() error {
		return db.pool.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&has)
	})
	return has, sidste(provider), wrap("read schema", err)
}
