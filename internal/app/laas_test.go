package app

import (
	"io"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

func TestAProcessIsKnownToBeDeadWhenItIs(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	one, err := nyProces(directory)
	if err != nil {
		t.Fatal(err)
	}
	other, err := nyProces(directory)
	if err != nil {
		t.Fatal(err)
	}
	defer other.slut()
	if other.doed(one.navn) {
		t.Error("a living process is taken for dead")
	}
	if other.doed("elsewhere-1") {
		t.Error("of a process elsewhere nothing is known")
	}
	if err := one.file.Close(); err != nil { // as the system does when a process dies
		t.Fatal(err)
	}
	if !other.doed(one.navn) {
		t.Error("a dead process is taken for living")
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
				_, err = b.eksporter(t.Context(), m)
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
