package postgres_test

import (
	"context"
	"testing"

	"indeksbro/internal/store"
	"indeksbro/internal/store/postgres"
	"indeksbro/internal/store/storetest"
	server "indeksbro/internal/testkit/postgres"
)

func TestMain(m *testing.M) { server.Main(m) }

// address is a database with our schema, empty.
func address(t testing.TB) string {
	t.Helper()
	return server.Klargjort(t, "indeksbro", func(url string) error {
		db, err := postgres.Open(context.Background(), url, postgres.Options{})
		if err != nil {
			return err
		}
		return db.Close()
	})
}

func open(t testing.TB, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(context.Background(), url, postgres.Options{Forbindelser: 8})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestPostgreSQLKeepsTheStorageContract(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t *testing.T) store.Store { return open(t, address(t)) })
}
