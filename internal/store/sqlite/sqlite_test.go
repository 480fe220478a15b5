package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/store"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/store/storetest"
)

func open(t *testing.T, path string) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(context.Background(), path, sqlite.Options{CacheMiB: 4})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestSQLiteKeepsTheStorageContract(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "x.db")) })
}

func TestReopenedFileKeepsAll(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	ctx, when := context.Background(), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	db := open(t, path)
	row := mirror.Raekke{Type: eoj.TypeSag, ID: "s-1", Version: 3, Slettet: -1, Modtaget: when, Linje: []byte("sealed"), Sagstype: "st-1"}
	must(t, db.WriteMirror(ctx, oio.Korsbaek, func(tx mirror.Tx) error { return tx.Gem(ctx, []mirror.Raekke{row}, mirror.Antal{Sager: 1}) }))
	must(t, db.Skriv(ctx, oio.Korsbaek, []export.Post{{Art: oio.ArtSag, Nr: 1, Fejl: "nej"}}, map[export.Taelling]int{{Sagstype: "st-1"}: 1}, export.Skrivning{}))
	must(t, db.SetPolitik(ctx, oio.Korsbaek, "navn", "Korsbæk", "Inge", when))
	must(t, db.GemObjekter(ctx, oio.Korsbaek, []index.Raekke{{Art: oio.ArtSag, UUID: oio.UUID{1}, Indhold: []byte("x")}}, nil))
	must(t, db.Aktiver(ctx, oio.Korsbaek, true, "Inge", "", when))
	see := func(db *sqlite.DB) string {
		stand, err := db.Stand(ctx, oio.Korsbaek)
		must(t, err)
		sager, err := db.AendredeSager(ctx, oio.Korsbaek, 0, 9, 9)
		must(t, err)
		posts, err := db.Poster(ctx, oio.Korsbaek, oio.ArtSag, []int64{1})
		must(t, err)
		counts, err := db.Antal(ctx, oio.Korsbaek)
		must(t, err)
		policy, err := db.Politik(ctx, oio.Korsbaek)
		must(t, err)
		tasks, err := db.Opgaver(ctx, oio.Korsbaek)
		must(t, err)
		held, err := db.IndeksTal(ctx, oio.Korsbaek)
		must(t, err)
		return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v\n%+v\n%+v", stand, sager, posts, counts, policy, tasks, held)
	}
	before := see(db)
	must(t, db.Close())
	again := open(t, path)
	defer func() { _ = again.Close() }()
	if after := see(again); after != before {
		t.Errorf("after opening again:\n%s\nbefore:\n%s", after, before)
	}
}

// Readers see a write whole or not at all, and never wait for one or fail because of it.
func TestReadersWorkWhileAWriterWrites(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	defer func() { _ = db.Close() }()
	ctx := context.Background()
	const rounds, rowsARound = 30, 20
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			for {
				sager, err := db.AendredeSager(ctx, oio.Korsbaek, 0, 1<<40, 1<<20)
				if err != nil {
					t.Errorf("read: %v", err)
					return
				}
				stand, err := db.Stand(ctx, oio.Korsbaek)
				if err != nil {
					t.Errorf("read: %v", err)
					return
				}
				if len(sager)%rowsARound != 0 || stand.Sager%rowsARound != 0 || stand.Sager < len(sager) {
					t.Errorf("saw half a write: %d cases, then a count of %d", len(sager), stand.Sager)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for round := range rounds {
		rows := make([]mirror.Raekke, rowsARound)
		for i := range rows {
			rows[i] = mirror.Raekke{Type: eoj.TypeSag, ID: fmt.Sprintf("s-%d-%d", round, i), Slettet: -1, Linje: []byte("x")}
		}
		must(t, db.WriteMirror(ctx, oio.Korsbaek, func(tx mirror.Tx) error {
			for half := range 2 {
				if err := tx.Gem(ctx, rows[half*rowsARound/2:(half+1)*rowsARound/2], mirror.Antal{Sager: rowsARound / 2}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	close(done)
	readers.Wait()
}

// Two processes on one file, as a command beside a running server: writes wait for each other, none is lost.
func TestTwoOpenStoresOfOneFileBothWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	one := open(t, path)
	other := open(t, path)
	var writers sync.WaitGroup
	for n, db := range []*sqlite.DB{one, other} {
		writers.Go(func() {
			for i := range 20 {
				row := mirror.Raekke{Type: eoj.TypeSag, ID: fmt.Sprintf("s-%d-%d", n, i), Slettet: -1, Linje: []byte("x")}
				err := db.WriteMirror(context.Background(), oio.Korsbaek, func(tx mirror.Tx) error {
					return tx.Gem(context.Background(), []mirror.Raekke{row}, mirror.Antal{Sager: 1})
				})
				if err != nil {
					t.Errorf("write: %v", err)
				}
			}
		})
	}
	writers.Wait()
	stand, err := one.Stand(context.Background(), oio.Korsbaek)
	must(t, err)
	if stand.Sager != 40 || stand.Seq != 40 {
		t.Errorf("%d cases and change number %d, want 40 of both", stand.Sager, stand.Seq)
	}
	must(t, other.Close())
	must(t, one.Close())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
