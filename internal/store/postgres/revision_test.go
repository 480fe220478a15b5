package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
	"indeksbro/internal/store/storetest"
)

// Whoever has the database can neither change nor shorten the log by SQL; and when she takes the guards away first, it is found.
func TestR116_TheLogWithstandsSQL(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := address(t)
	db := open(t, url)
	defer func() { _ = db.Close() }()
	when := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	entries := []revision.Post{{Tid: when, Hvem: "a", Hvad: "borger"}, {Tid: when, Hvem: "b", Hvad: "borger"}, {Tid: when, Hvem: "c", Hvad: "borger"}}
	if err := db.GemRevision(ctx, oio.Korsbaek, entries, storetest.Noegle); err != nil {
		t.Fatal(err)
	}
	c, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	for _, text := range []string{"UPDATE opslag SET hvem = 'x' WHERE nr = 2", "DELETE FROM opslag WHERE nr = 2", "DELETE FROM opslag", "TRUNCATE opslag"} {
		if _, err := c.Exec(ctx, text); err == nil || !strings.Contains(err.Error(), "audit log") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := c.Exec(ctx, "DROP TRIGGER opslag_staar_fast ON opslag; UPDATE opslag SET hvem = 'x' WHERE nr = 2"); err != nil {
		t.Fatal(err)
	}
	found, err := db.ProevRevision(ctx, oio.Korsbaek, storetest.Noegle)
	if err != nil || found.Brud == nil || found.Brud.Nr != 2 {
		t.Errorf("%+v %v, want entry 2 named", found, err)
	}
}
