package app

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

func TestTwoExportersTakeTurns(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	held, err := os.OpenFile(filepath.Join(directory, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if err := takeTurn(t.Context(), held, func() {}); err != nil {
		t.Fatal(err)
	}
	other, err := os.OpenFile(filepath.Join(directory, lockFile), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := takeTurn(ended, other, func() {}); !errors.Is(err, context.Canceled) {
		t.Errorf("the lock is held, yet another took it: %v", err)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	if err := takeTurn(t.Context(), other, func() {}); err != nil {
		t.Errorf("the lock is free, yet nobody can take it: %v", err)
	}
}

// TestTwoProcessesExportingAtOnceLoseNothing runs the same first load from several exporters on one data directory.
func TestTwoProcessesExportingAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	o := generate.Options{Borgere: 100, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	if err := goerKlar(t.Context(), data, o); err != nil {
		t.Fatal(err)
	}
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek)}
	defer m.close()
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	loader := &mirror.Loader{Store: b.db, Kommune: b.kommune, Noegler: b.noegler, Nu: m.Nu}
	if _, err := pipe(func(w io.Writer) error { return generate.Feed(w, o) }, func(r io.Reader) (mirror.Sum, error) { return loader.Load(t.Context(), r) }); err != nil {
		t.Fatal(err)
	}
	results := make(chan error, 3)
	for range cap(results) {
		go func() {
			m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek)}
			defer m.close()
			b, err := m.make(t.Context())
			if err == nil {
				_, err = alone(t.Context(), data, b.exporter(m))
			}
			results <- err
		}()
	}
	for range cap(results) {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	status, err := b.statusJSON(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !status.GaarOp || status.Tilstande["ens"] != status.Indeks["sag"]+status.Indeks["bevilling"] || status.Tilstande["ens"] == 0 {
		t.Errorf("the counts do not add up: %+v", status)
	}
}
