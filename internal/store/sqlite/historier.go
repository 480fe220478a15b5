package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"indeksbro/internal/simulate/historier"
)

// Historiebase is a directory with the databases of one simulated history. It implements historier.Base.
type Historiebase struct {
	Dir string
	Tom []byte // an empty database, as TomDatabase makes it
}

var _ historier.Base = (*Historiebase)(nil)

// TomDatabase is a database with its schema and nothing in it, as bytes: to make one of it takes no migration. dir is used and left empty.
func TomDatabase(ctx context.Context, dir string) ([]byte, error) {
	file := filepath.Join(dir, "tom.db")
	db, err := Open(ctx, file, Options{CacheMiB: 1, Readers: 1, Flygtig: true})
	if err != nil {
		return nil, err
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	made, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read empty database: %w", err)
	}
	return made, remove(file)
}

func (b *Historiebase) file(navn string) string { return filepath.Join(b.Dir, navn+".db") }

// Aabn implements historier.Base.
func (b *Historiebase) Aabn(ctx context.Context, navn string, nu func() time.Time) (historier.Store, error) {
	file := b.file(navn)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(file, b.Tom, 0o600); err != nil {
			return nil, fmt.Errorf("make database: %w", err)
		}
	}
	return Open(ctx, file, Options{CacheMiB: 1, Readers: 1, Flygtig: true, Nu: nu})
}

// Kopier implements historier.Base.
func (b *Historiebase) Kopier(_ context.Context, fra, til string) error {
	content, err := os.ReadFile(b.file(fra))
	if err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	if err := remove(b.file(til)); err != nil {
		return err
	}
	if err := os.WriteFile(b.file(til), content, 0o600); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	return nil
}

// Fjern implements historier.Base.
func (b *Historiebase) Fjern(_ context.Context, navn string) error { return remove(b.file(navn)) }

// remove takes a database away, with what SQLite keeps beside it.
func remove(file string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(file + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove database: %w", err)
		}
	}
	return nil
}
