package postgres

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
)

// copied are the tables of a copy, in the order they are put back: all there are, but what only a running full load or a running process needs, and
// who is logged in.
var copied = []string{
	"kommune", "plan", "fart", "stamdata", "sag", "bevilling", "indlaesning", "beroert", "beslutning", "note", "faelles_valg", "ydelsestype_definition",
	"kontakt", "politik", "aktivering", "kle_klasse", "kle_import", "organisation_enhed", "organisation_import", "organisation_aendring", "ledger",
	"ledger_antal", "sletning", "objekt", "registrering", "person", "opslag", "opslag_hoved", "haendelse", "forfra", "program_faktum", "maskine",
	"tavle", "kommunestand", "kommunedag",
}

// indholdFil is the entry of a copy that says what is in it; it is written last.
const indholdFil = "indhold.json"

// kopiDel is one table of one municipality in a copy: an entry of its own, in PostgreSQL's binary format.
type kopiDel struct {
	Kommune  oio.CVR  `json:"kommune"`
	Tabel    string   `json:"tabel"`
	Kolonner []string `json:"kolonner"`
	Raekker  int64    `json:"raekker"`
}

func (d *kopiDel) navn() string { return string(d.Kommune) + "/" + d.Tabel }

// Kopi writes every municipality as it is at one moment to a new file, a zip with one entry for each of its tables, while others go on
// reading and writing. Whatever is sealed stays so.
func (db *DB) Kopi(ctx context.Context, file string) error {
	known, err := db.Kommuner(ctx)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	err = pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(t pgx.Tx) error {
		return kopier(ctx, t, known, zip.NewWriter(out))
	})
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		_ = os.Remove(file)
		return told(ctx, fmt.Errorf("copy database: %w", err))
	}
	return nil
}

func kopier(ctx context.Context, t pgx.Tx, known []oio.CVR, archive *zip.Writer) error {
	parts := []kopiDel{}
	for _, kommune := range known {
		for _, table := range copied {
			part := kopiDel{Kommune: kommune, Tabel: table}
			if err := part.ud(ctx, t, archive); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
			parts = append(parts, part)
		}
	}
	entry, err := archive.Create(indholdFil)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(entry).Encode(parts); err != nil {
		return err
	}
	return archive.Close()
}

// ud writes one table. Sealed content cannot be packed, so nothing is.
func (d *kopiDel) ud(ctx context.Context, t pgx.Tx, archive *zip.Writer) error {
	key, err := kommuneKey(d.Kommune)
	if err != nil {
		return err
	}
	rows, err := t.Query(ctx, "SELECT attname::text FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum", d.Tabel)
	if err != nil {
		return err
	}
	if d.Kolonner, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return err
	}
	entry, err := archive.CreateHeader(&zip.FileHeader{Name: d.navn(), Method: zip.Store})
	if err != nil {
		return err
	}
	text := fmt.Sprintf("COPY (SELECT %s FROM %s WHERE kommune = %d) TO STDOUT (FORMAT binary)", strings.Join(d.Kolonner, ", "), d.Tabel, key)
	done, err := t.Conn().PgConn().CopyTo(ctx, entry, text)
	d.Raekker = done.RowsAffected()
	return err
}

// Gendan puts a copy back, whole or not at all, and notes that nobody knows what the indexes hold of its objects, since they may have
// gone on. A municipality that is there already is refused: a restore overwrites nothing.
func (db *DB) Gendan(ctx context.Context, file string) error {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	defer func() { _ = archive.Close() }()
	var parts []kopiDel
	if err := readEntry(archive, indholdFil, func(r io.Reader) error { return json.NewDecoder(r).Decode(&parts) }); err != nil {
		return err
	}
	known, err := db.Kommuner(ctx)
	if err != nil {
		return err
	}
	err = pgx.BeginFunc(ctx, db.pool, func(t pgx.Tx) error {
		for i, part := range parts {
			if slices.Contains(known, part.Kommune) {
				return fmt.Errorf("%s is in the database already; restore into an empty one", part.Kommune)
			}
			if !slices.Contains(copied, part.Tabel) {
				return fmt.Errorf("the copy has a table %q, which this version does not know", part.Tabel)
			}
			if err := readEntry(archive, part.navn(), func(r io.Reader) error { return part.ind(ctx, t, r) }); err != nil {
				return fmt.Errorf("table %s: %w", part.Tabel, err)
			}
			if i+1 < len(parts) && parts[i+1].Kommune == part.Kommune {
				continue
			}
			key, err := kommuneKey(part.Kommune)
			if err != nil {
				return err
			}
			if err := (&tx{tx: t, kommune: key, nu: db.nu}).doubtAll(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return told(ctx, fmt.Errorf("restore database: %w", err))
	}
	return nil
}

func readEntry(archive *zip.ReadCloser, name string, read func(io.Reader) error) error {
	entry, err := archive.Open(name)
	if err != nil {
		return fmt.Errorf("read copy: %w", err)
	}
	defer func() { _ = entry.Close() }()
	return read(entry)
}

// ind reads one table back, and makes sure that it is all there and all of it the municipality's.
func (d *kopiDel) ind(ctx context.Context, t pgx.Tx, r io.Reader) error {
	key, err := kommuneKey(d.Kommune)
	if err != nil {
		return err
	}
	names := make([]string, len(d.Kolonner))
	for i, name := range d.Kolonner {
		names[i] = pgx.Identifier{name}.Sanitize()
	}
	done, err := t.Conn().PgConn().CopyFrom(ctx, r, fmt.Sprintf("COPY %s (%s) FROM STDIN (FORMAT binary)", d.Tabel, strings.Join(names, ", ")))
	if err != nil {
		return err
	}
	var there int64
	if err := t.QueryRow(ctx, "SELECT count(*) FROM "+d.Tabel+" WHERE kommune = $1", key).Scan(&there); err != nil {
		return err
	}
	if done.RowsAffected() != d.Raekker || there != d.Raekker {
		return fmt.Errorf("%d rows were read and %d are there, want %d", done.RowsAffected(), there, d.Raekker)
	}
	return nil
}
