package app

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
	server "indeksbro/internal/testkit/postgres"
)

func TestMain(m *testing.M) { server.Main(m, rydFelt, rydProgram) }

// paaPostgres is a municipality on a PostgreSQL of its own, loaded and active, and nothing sent.
func paaPostgres(t *testing.T, o generate.Options) (dir, url string) {
	t.Helper()
	dir, url = t.TempDir(), server.Ny(t)
	if err := goerKlarI(t.Context(), dir, url, o); err != nil {
		t.Fatal(err)
	}
	return dir, url
}

func feedAf(t *testing.T, o generate.Options) []byte {
	t.Helper()
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		t.Fatal(err)
	}
	return feed.Bytes()
}

// skalI is skal with input, on a database.
func skalI(t *testing.T, dir, url string, in []byte, args ...string) string {
	t.Helper()
	code, out, errs := kald(t.Context(), bytes.NewReader(in), dir, append([]string{"--db", url}, args...)...)
	if code != exitDone {
		t.Fatalf("indeksbro %v: exit code %d, want 0: %s %s", args, code, out, errs)
	}
	return out
}

// The same feed gives the same index on either database, sent by one process or by three at once, and verification finds nothing.
func TestBothDatabasesEndWithTheSameIndex(t *testing.T) {
	t.Parallel()
	o := generate.Options{Borgere: 150, Seed: 5, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	feed := feedAf(t, o)
	embedded := t.TempDir()
	if err := goerKlar(t.Context(), embedded, o); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := kald(t.Context(), bytes.NewReader(feed), embedded, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	skal(t, embedded, "export", "run", "--once")
	want, n, err := testkit.HashOf(t.Context(), embedded)
	if err != nil {
		t.Fatal(err)
	}

	dir, url := paaPostgres(t, o)
	skalI(t, dir, url, feed, "eoj", "load", "-")
	var processes errgroup.Group
	for range 3 { // three exporters, as on three machines: each with a data directory of its own, and the same keys
		own := medNoegler(t, dir)
		processes.Go(func() error {
			code, out, errs := kald(context.WithoutCancel(t.Context()), nil, own, "--db", url, "export", "run", "--once")
			if code != exitDone {
				t.Errorf("export: %d %s %s", code, out, errs)
			}
			return nil
		})
	}
	_ = processes.Wait()
	if got, m, err := testkit.HashI(t.Context(), dir, url); err != nil || got != want || m != n {
		t.Errorf("%d objects on PostgreSQL, %d on the embedded database; the same: %v (%v)", m, n, got == want, err)
	}
	var f fundne
	if err := json.Unmarshal([]byte(skalI(t, dir, url, nil, "verify", "--json")), &f); err != nil || f.Resultat.Ens != n {
		t.Errorf("verification: %+v %v", f.Resultat, err)
	}
	if _, err := os.Stat(filepath.Join(dir, databaseFile)); err == nil {
		t.Error("an embedded database was made although --db names another")
	}
	// The whole feed once more changes nothing.
	skalI(t, dir, url, feed, "eoj", "load", "-")
	skalI(t, dir, url, nil, "export", "run", "--once")
	if got, _, err := testkit.HashI(t.Context(), dir, url); err != nil || got != want {
		t.Errorf("the feed once more gives another index (%v)", err)
	}
}

// A backup taken while the export works is whole; restored into an empty database with its keys, and after the export, nothing differs.
func TestABackupOfPostgreSQLIsRestoredAndConverges(t *testing.T) {
	t.Parallel()
	o := generate.Options{Borgere: 60, Seed: 5, Kommune: oio.Korsbaek}
	feed := feedAf(t, o)
	dir, url := paaPostgres(t, o)
	skalI(t, dir, url, feed, "eoj", "load", "-")
	working := make(chan string)
	go func() {
		_, out, errs := kald(context.WithoutCancel(t.Context()), nil, dir, "--db", url, "export", "run", "--once")
		if strings.Contains(errs, "indeksbro:") {
			working <- out + errs
		}
		close(working)
	}()
	copied := filepath.Join(t.TempDir(), "kopi")
	skalI(t, dir, url, nil, "backup", copied)
	for failed := range working {
		t.Errorf("the export beside the backup: %s", failed)
	}
	want, n, err := testkit.HashI(t.Context(), dir, url)
	if err != nil {
		t.Fatal(err)
	}

	restored, empty := medNoegler(t, dir), server.Ny(t)
	refused := func(name, data, to, words string) {
		t.Helper()
		args := []string{"restore", copied}
		if to != "" {
			args = append([]string{"--db", to}, args...)
		}
		if code, _, errs := kald(t.Context(), nil, data, args...); code == exitDone || !strings.Contains(errs, words) {
			t.Errorf("%s: %d %s", name, code, errs)
		}
	}
	refused("into an embedded database", restored, "", "--db")
	refused("over what is there", dir, url, "already")
	skalI(t, restored, empty, nil, "restore", copied)
	skalI(t, restored, empty, feed, "eoj", "load", "-")
	skalI(t, restored, empty, nil, "export", "run", "--once")
	if got, m, err := testkit.HashI(t.Context(), restored, empty); err != nil || got != want || m != n {
		t.Errorf("%d objects after the restore, %d before; the same: %v (%v)", m, n, got == want, err)
	}
	var f fundne
	if err := json.Unmarshal([]byte(skalI(t, restored, empty, nil, "verify", "--json")), &f); err != nil || f.Resultat.Ens != n {
		t.Errorf("verification: %+v %v", f.Resultat, err)
	}

	file := filepath.Join(copied, kopiAfPostgreSQL)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content[:len(content)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	refused("a copy cut short", medNoegler(t, dir), server.Ny(t), "not as it was written")
}

// Keys are never made anew for a database that was sealed with others.
func TestADatabaseWithoutItsKeysIsRefused(t *testing.T) {
	t.Parallel()
	dir, url := paaPostgres(t, generate.Options{Borgere: 3, Seed: 5, Kommune: oio.Korsbaek})
	if code, _, errs := kald(t.Context(), nil, t.TempDir(), "--db", url, "export", "status"); code != exitInput || !strings.Contains(errs, "put it back") {
		t.Errorf("other keys: %d %s", code, errs)
	}
	if code, _, errs := kald(t.Context(), nil, t.TempDir(), "--db", server.Ny(t), "export", "status"); code != exitInput || !strings.Contains(errs, "no data") {
		t.Errorf("an empty database: %d %s", code, errs)
	}
	if code, _, errs := kald(t.Context(), nil, dir, "--db-read", url, "export", "status"); code != exitInput {
		t.Errorf("a copy of nothing: %d %s", code, errs)
	}
	if code, _, errs := kald(t.Context(), nil, dir, "--db", "postgres://bro:hemmeligt@127.0.0.1:1/x?connect_timeout=1", "export", "status"); code != exitOutside || strings.Contains(errs, "hemmeligt") || !strings.Contains(errs, "cannot be reached") {
		t.Errorf("a server that is not there: %d %s", code, errs)
	}
}

// TestNoCPRInPostgreSQL runs the commands with known personal numbers, also where they do not belong, and looks for them in every file
// of a server of its own, its log of changes included, in the log it writes, and in a backup.
func TestNoCPRInPostgreSQL(t *testing.T) {
	own, err := server.Start(server.Programmer(t), "fsync=off")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := own.Stop(); err != nil {
			t.Error(err)
		}
	})
	o := generate.Options{Borgere: 200, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	t.Setenv("INDEKSBRO_DB", own.URL("postgres"))
	data := t.TempDir()
	if err := goerKlarI(t.Context(), data, own.URL("postgres"), o); err != nil {
		t.Fatal(err)
	}
	s := newSoeger(t, o)
	s.commands(t, data, o)
	copied := filepath.Join(t.TempDir(), "kopi")
	skal(t, data, "backup", copied)
	s.directory(t, "backup", copied)
	if err := own.Ned(); err != nil {
		t.Fatal(err)
	}
	s.directory(t, "server", own.Data())
	s.directory(t, "server's log", own.Log())
	if len(s.found) > 0 {
		slices.Sort(s.found)
		t.Errorf("personal numbers stand in clear in %d places:\n%s", len(s.found), strings.Join(slices.Compact(s.found), "\n"))
	}
	if err := own.Genstart("fsync=off"); err != nil { // and what is planted is found, so that the search proves something
		t.Fatal(err)
	}
	if err := own.Udfoer(t.Context(), "CREATE TABLE plantet AS SELECT 'note om "+s.number+"'::text AS tekst"); err != nil {
		t.Fatal(err)
	}
	if err := own.Ned(); err != nil {
		t.Fatal(err)
	}
	planted := &soeger{known: s.known, number: s.number}
	planted.directory(t, "server", own.Data())
	if len(planted.found) < 2 {
		t.Errorf("a number planted in a table is found at %v, want the table and the log of changes", planted.found)
	}
	if err := own.Genstart("fsync=off"); err != nil {
		t.Fatal(err)
	}
}
