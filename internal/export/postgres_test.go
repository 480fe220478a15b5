package export_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"indeksbro/internal/store"
	"indeksbro/internal/store/postgres"
	server "indeksbro/internal/testkit/postgres"
)

func TestMain(m *testing.M) { server.Main(m) }

// TestTheIndexIsTheProjectionOnPostgreSQL is the same on the other store, through the same random histories. All of them use one
// database, emptied before each.
func TestTheIndexIsTheProjectionOnPostgreSQL(t *testing.T) {
	url := server.Ny(t)
	open := func(w *world) (store.Store, error) {
		return postgres.Open(context.Background(), url, postgres.Options{Forbindelser: 4, Nu: w.now})
	}
	theIndexIsTheProjection(t, func(t *rapid.T, dir string) *world {
		empty(t, url)
		return newWorldOn(t, dir, open)
	})
}

// empty removes every row of every table there is.
func empty(t *rapid.T, url string) {
	ctx := context.Background()
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	rows, err := c.Query(ctx, `SELECT 'DELETE FROM ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT LIKE 'goose%'`)
	if err != nil {
		t.Fatal(err)
	}
	statements, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err == nil && len(statements) > 0 {
		_, err = c.Exec(ctx, strings.Join(statements, "; "))
	}
	if err != nil {
		t.Fatal(err)
	}
}
