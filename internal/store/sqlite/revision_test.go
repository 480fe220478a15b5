package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
	"indeksbro/internal/store/storetest"
)

// Whoever has the file can neither change nor shorten the log by SQL; and when she takes the guards away first, it is found.
func TestR116_TheLogWithstandsSQL(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	db := open(t, path)
	defer func() { _ = db.Close() }()
	when := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	must(t, db.GemRevision(t.Context(), oio.Korsbaek, []revision.Post{{Tid: when, Hvem: "a", Hvad: "borger"}, {Tid: when, Hvem: "b", Hvad: "borger"}, {Tid: when, Hvem: "c", Hvad: "borger"}}, storetest.Noegle))
	raw, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	defer func() { _ = raw.Close() }()
	for _, text := range []string{"UPDATE opslag SET hvem = 'x' WHERE nr = 2", "DELETE FROM opslag WHERE nr = 2", "DELETE FROM opslag"} {
		if _, err := raw.ExecContext(t.Context(), text); err == nil || !strings.Contains(err.Error(), "audit log") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := raw.ExecContext(t.Context(), "DROP TRIGGER opslag_aendres; UPDATE opslag SET hvem = 'x' WHERE nr = 2"); err != nil {
		t.Fatal(err)
	}
	found, err := db.ProevRevision(t.Context(), oio.Korsbaek, storetest.Noegle)
	if err != nil || found.Brud == nil || found.Brud.Nr != 2 {
		t.Errorf("%+v %v, want entry 2 named", found, err)
	}
}
