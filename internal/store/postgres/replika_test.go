package postgres_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/store/postgres"
	server "indeksbro/internal/testkit/postgres"
)

// Readers' pages are answered by a real streaming replica, what is written goes to the database, and when the replica is gone the
// database answers itself. Whoever works is never answered by the replica.
func TestReadersAreAnsweredByTheReplica(t *testing.T) {
	t.Parallel()
	own, err := server.Start(server.Programmer(t), "fsync=off")
	must(t, err)
	t.Cleanup(func() { must(t, own.Stop()) })
	must(t, own.Udfoer(bg, "CREATE DATABASE bro"))
	follower, err := own.Foelger()
	must(t, err)
	t.Cleanup(func() { must(t, follower.Stop()) })
	db, err := postgres.Open(bg, own.URL("bro"), postgres.Options{Replica: follower.URL("bro")})
	must(t, err)
	defer func() { _ = db.Close() }()
	store := func(n byte) {
		t.Helper()
		must(t, db.Laeser().GemObjekter(bg, oio.Korsbaek, []index.Raekke{{Art: oio.ArtSag, UUID: oio.UUID{n}, Tidspunkt: noon, StsTidspunkt: noon, Indhold: []byte("x")}}, nil))
	}
	seen := func(s index.Store) (n int) {
		t.Helper()
		must(t, s.SoegObjekter(bg, oio.Korsbaek, index.Soegning{}, func(index.Raekke) error { n++; return nil }))
		return n
	}
	store(1)
	c, err := pgx.Connect(bg, follower.URL("bro"))
	must(t, err)
	defer func() { _ = c.Close(bg) }()
	for followed := 0; followed != 1; { // a table it has not heard of yet is an error
		_ = c.QueryRow(bg, "SELECT count(*) FROM objekt").Scan(&followed)
	}
	for state := ""; state != "paused"; { // it is asked to, and then does
		must(t, c.QueryRow(bg, "SELECT pg_get_wal_replay_pause_state() FROM pg_wal_replay_pause()").Scan(&state))
	}
	store(2)
	if worker, reader := seen(db), seen(db.Laeser()); worker != 2 || reader != 1 {
		t.Errorf("with the replica held back a worker sees %d objects and a reader %d, want 2 and 1", worker, reader)
	}
	must(t, follower.Ned())
	if n := seen(db.Laeser()); n != 2 {
		t.Errorf("without a replica a reader sees %d objects, want 2", n)
	}
	must(t, follower.Genstart("fsync=off"))
}
