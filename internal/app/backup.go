package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/store/postgres"
)

// sikkerhedskopi is what lies beside a copied database: enough to know it is whole, and which keys read it.
type sikkerhedskopi struct {
	Tid      time.Time `json:"tid"`
	Bytes    int64     `json:"bytes"`
	SHA256   string    `json:"sha256"`
	Noegle   string    `json:"noegle"` // fingerprint of the master key that reads it
	Kommuner []oio.CVR `json:"kommuner"`
	Fil      string    `json:"fil,omitempty"` // the copy; empty in older ones: the embedded database's file
}

const (
	kopiFil          = "indeksbro.backup.json"
	kopiAfPostgreSQL = "indeksbro.postgresql.zip"
)

// kopiNavn is what a copy of this installation's database is called, after what it can be restored into.
func (d database) kopiNavn() string {
	if d.egen() {
		return databaseFile
	}
	return kopiAfPostgreSQL
}

type backupCmd struct {
	Dir string `arg:"" name:"DIR" help:"Where to put it; made when it is not there, and must be empty."`
}

// Help shows an example.
func (backupCmd) Help() string {
	return "Copies the database as it is at one moment, while the program serves and exports. The keys are not in it: without DIR/keys of the data directory it cannot be read, so keep a copy of those at another place.\n\nExample: indeksbro backup /mnt/kopi/2026-05-04"
}

// Run copies and notes what was copied.
func (c *backupCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return inputError("%w", err)
	}
	if there, err := os.ReadDir(c.Dir); err != nil || len(there) > 0 {
		return inputError("%s is not empty: a backup overwrites nothing", c.Dir)
	}
	file := filepath.Join(c.Dir, m.database().kopiNavn())
	if err := b.db.Kopi(ctx, file); err != nil {
		return err
	}
	told := sikkerhedskopi{Tid: m.Nu(), Fil: filepath.Base(file)}
	if told.Bytes, told.SHA256, err = aftrykAf(file); err != nil {
		return err
	}
	if _, told.Noegle, err = aftrykAf(filepath.Join(m.data, masterFile)); err != nil {
		return err
	}
	if told.Kommuner, err = b.db.Kommuner(ctx); err != nil {
		return err
	}
	text, err := json.MarshalIndent(told, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Dir, kopiFil), append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("write backup: %w", err)
	}
	m.printf("%s: %d MiB, %d municipalities. The keys are not in it: %s belongs to it and is kept elsewhere.\n", c.Dir, told.Bytes>>20, len(told.Kommuner), filepath.Join(m.data, "keys"))
	return nil
}

// aftrykAf is a file's size and SHA-256, read to the end and made sure of on disk.
func aftrykAf(file string) (size int64, sum string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", fmt.Errorf("read %s: %w", filepath.Base(file), err)
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	if size, err = io.Copy(hash, f); err != nil {
		return 0, "", fmt.Errorf("read %s: %w", filepath.Base(file), err)
	}
	return size, hex.EncodeToString(hash.Sum(nil)), f.Sync()
}

type restoreCmd struct {
	Dir string `arg:"" name:"DIR" help:"A directory that backup has written."`
}

// Help shows an example.
func (restoreCmd) Help() string {
	return "Puts a backup into a data directory that has keys and no database, and checks that it is whole and that the keys read it. What was sent since is not known any more: everything is held against the indexes again by the next export. Then load a full file from the care record, and run verify.\n\nExample: indeksbro --data /var/lib/indeksbro restore /mnt/kopi/2026-05-04"
}

// Run puts the copy in place whole, or not at all.
func (c *restoreCmd) Run(m *miljoe, ctx context.Context) error {
	text, err := os.ReadFile(filepath.Join(c.Dir, kopiFil))
	if err != nil {
		return inputError("%s is no backup: %w", c.Dir, err)
	}
	var told sikkerhedskopi
	if err := json.Unmarshal(text, &told); err != nil {
		return inputError("%s is no backup: %w", c.Dir, err)
	}
	if told.Fil == "" {
		told.Fil = databaseFile
	}
	d := m.database()
	switch {
	case told.Fil != d.kopiNavn() && d.egen():
		return inputError("%s is a backup of a PostgreSQL; name an empty database with --db", c.Dir)
	case told.Fil != d.kopiNavn():
		return inputError("%s is a backup of an embedded database; restore it without --db", c.Dir)
	case d.egen() && d.findes():
		return inputError("%s is there already; move it away first: a restore overwrites nothing", d.fil())
	}
	_, key, err := aftrykAf(filepath.Join(m.data, masterFile))
	if err != nil {
		return inputError("put the keys that belong to the backup into %s first: %w", filepath.Join(m.data, "keys"), err)
	}
	if key != told.Noegle {
		return inputError("the keys in %s are others than those the backup was made with; it could not be read", filepath.Join(m.data, "keys"))
	}
	file := filepath.Join(c.Dir, told.Fil)
	if size, sum, err := aftrykAf(file); err != nil || size != told.Bytes || sum != told.SHA256 {
		return inputError("%s is not as it was written (%d bytes, want %d); take another backup", file, size, told.Bytes)
	}
	if err := d.gendan(ctx, file, told.Kommuner); err != nil {
		return err
	}
	m.printf("restored what was there at %s for %d municipalities. Now: load a full file from the care record, run the export, and `indeksbro verify`.\n", told.Tid.In(oio.Koebenhavn).Format("2006-01-02 15:04"), len(told.Kommuner))
	return nil
}

// gendan puts a copy in place and checks it, whole or not at all.
func (d database) gendan(ctx context.Context, file string, municipalities []oio.CVR) error {
	if d.egen() {
		if err := kopier(file, d.fil()); err != nil {
			return err
		}
		if err := efterGendannelse(ctx, d.fil(), municipalities); err != nil {
			_ = os.Remove(d.fil())
			return err
		}
		return nil
	}
	db, err := postgres.Open(ctx, d.url, postgres.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Hel(ctx); err != nil {
		return err
	}
	return db.Gendan(ctx, file)
}

func kopier(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	partial := to + ".gendannes"
	made, err := os.OpenFile(partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(made, source)
	if err == nil {
		err = made.Sync()
	}
	if closing := made.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(partial)
		return fmt.Errorf("restore: %w", err)
	}
	return os.Rename(partial, to)
}

// efterGendannelse checks the database and lets everything be held against the indexes again: they may have gone on since.
func efterGendannelse(ctx context.Context, place string, municipalities []oio.CVR) error {
	db, err := aabnDatabase(ctx, place)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Hel(ctx); err != nil {
		return err
	}
	for _, kommune := range municipalities {
		if err := db.TvivlAlt(ctx, kommune); err != nil {
			return err
		}
	}
	return nil
}
