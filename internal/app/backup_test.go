package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
)

// A backup taken while the export works is whole; restored with its keys, and after the export, nothing differs.
func TestABackupTakenAtWorkIsRestoredAndConverges(t *testing.T) {
	t.Parallel()
	m, dir := nyMaskine(t)
	skal(t, dir, "export", "activate", "--trods", "prøve")
	copied := filepath.Join(t.TempDir(), "kopi")
	working := make(chan string)
	go func() {
		code, out, errs := kald(t.Context(), nil, dir, "export", "run", "--once")
		if code == exitDone {
			out = ""
		}
		working <- out + errs
	}()
	skal(t, dir, "backup", copied)
	if failed := <-working; failed != "" {
		t.Errorf("the export beside the backup: %s", failed)
	}
	_ = m
	if code, _, errs := kald(t.Context(), nil, dir, "backup", copied); code != exitInput || !strings.Contains(errs, "not empty") {
		t.Errorf("a second backup to the same place: %d %s", code, errs)
	}
	if _, err := os.Stat(filepath.Join(copied, "keys")); err == nil {
		t.Error("the keys are in the backup")
	}
	want, n, err := testkit.HashOf(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	restored := medNoegler(t, dir)
	skal(t, restored, "restore", copied)
	var feed bytes.Buffer
	if err := generate.Feed(&feed, generate.Options{Borgere: 60, Seed: 5, Kommune: oio.Korsbaek}); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := kald(t.Context(), &feed, restored, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	skal(t, restored, "export", "run", "--once")
	if code, f := verify(t, restored); code != exitDone || f.Resultat.Ens != n {
		t.Errorf("verification: %d %+v", code, f.Resultat)
	}
	if got, _, err := testkit.HashOf(t.Context(), restored); err != nil || got != want {
		t.Errorf("the index is another: %v", err)
	}
	skal(t, restored, "export", "status")
}

// medNoegler is a new data directory with the keys of another.
func medNoegler(t *testing.T, dir string) string {
	t.Helper()
	made := t.TempDir()
	if err := os.CopyFS(filepath.Join(made, "keys"), os.DirFS(filepath.Join(dir, "keys"))); err != nil {
		t.Fatal(err)
	}
	return made
}

func TestARestoreRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	copied := filepath.Join(t.TempDir(), "kopi")
	skal(t, dir, "backup", copied)
	refused := func(name, data, from, want string) {
		t.Helper()
		before, _ := os.ReadFile(filepath.Join(data, databaseFile))
		code, _, errs := kald(t.Context(), nil, data, "restore", from)
		after, _ := os.ReadFile(filepath.Join(data, databaseFile))
		if code != exitInput || !strings.Contains(errs, want) || !bytes.Equal(before, after) {
			t.Errorf("%s: %d %s", name, code, errs)
		}
	}
	refused("a database is there", dir, copied, "overwrites nothing")
	refused("no keys", t.TempDir(), copied, "put the keys")
	_, other := nyMaskine(t)
	refused("other keys", medNoegler(t, other), copied, "are others")
	refused("no backup", medNoegler(t, dir), t.TempDir(), "no backup")
	file := filepath.Join(copied, databaseFile)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	refused("damaged", medNoegler(t, dir), copied, "not as it was written")
}
