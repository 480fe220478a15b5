package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// The partial indexes of the schema and the queries that use them have these numbers written in them.
func TestLedgerIndexesNameTheRightReasons(t *testing.T) {
	t.Parallel()
	if projection.TilSletning != 17 || projection.SlettetIKoe != 18 || projection.Afvist != 14 {
		t.Fatalf("TilSletning %d, SlettetIKoe %d, Afvist %d; schema and queries assume 17, 18 and 14",
			projection.TilSletning, projection.SlettetIKoe, projection.Afvist)
	}
}

// Every reading method leaves its statement in db.reads, so what is explained here is what really runs.
func TestLookupsWalkAnIndex(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "x.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	nothing := func(index.Raekke) error { return nil }
	k := oio.Korsbaek
	for name, c := range map[string]struct {
		run  func() error
		want []string // every one must stand in the plan
	}{
		"the citizen's page": {func() error {
			return db.SoegObjekter(ctx, k, index.Soegning{Borger: oio.Borgernoegle{1}, Antal: 10_000}, nothing)
		}, []string{"objekt_borger"}},
		"the citizen's cases in force": {func() error {
			return db.SoegObjekter(ctx, k, index.Soegning{Art: oio.ArtSag, Borger: oio.Borgernoegle{1}, KLE: "27.35", Enhed: oio.UUID{1}, Aktiv: 20260101, Efter: oio.UUID{1}}, nothing)
		}, []string{"objekt_borger"}},
		"the grants of a case": {func() error {
			return db.SoegObjekter(ctx, k, index.Soegning{Art: oio.ArtBevilling, Sag: oio.UUID{1}}, nothing)
		}, []string{"objekt_sag"}},
		"one object":             {func() error { _, err := db.Registreringer(ctx, k, oio.ArtSag, oio.UUID{1}); return err }, []string{"objekt_uuid"}},
		"one citizen":            {func() error { _, _, err := db.PersonMed(ctx, k, nil, oio.Borgernoegle{1}); return err }, []string{"PRIMARY KEY (kommune=? AND borger=?)"}},
		"citizens, page by page": {func() error { _, err := db.Personer(ctx, k, nil, oio.Borgernoegle{1}, 9); return err }, []string{"PRIMARY KEY (kommune=? AND borger>?)"}},
		"changed cases":          {func() error { _, err := db.AendredeSager(ctx, k, 1, 2, 9); return err }, []string{"sag_seq (kommune=? AND seq>? AND seq<?)"}},
		"changed grants":         {func() error { _, err := db.AendredeBevillinger(ctx, k, 1, 2, 9); return err }, []string{"bevilling_seq"}},
		"cases of a sagstype": {func() error {
			_, err := db.SagerI(ctx, k, export.Udsnit{Slags: "sagstype", ID: "x"}, 9, 0, 9)
			return err
		}, []string{"sag_sagstype"}},
		"cases of an enhed": {func() error { _, err := db.SagerI(ctx, k, export.Udsnit{Slags: "enhed", ID: "x"}, 9, 0, 9); return err }, []string{"sag_enhed"}},
		"grants of a ydelse": {func() error {
			_, err := db.BevillingerI(ctx, k, export.Udsnit{Slags: "ydelse", ID: "x"}, 9, 0, 9)
			return err
		}, []string{"bevilling_ydelse"}},
		"grants of an enhed": {func() error {
			_, err := db.BevillingerI(ctx, k, export.Udsnit{Slags: "enhed", ID: "x"}, 9, 0, 9)
			return err
		}, []string{"bevilling_enhed"}},
		"grants under cases":          {func() error { _, err := db.BevillingerUnder(ctx, k, []string{"x"}, 9); return err }, []string{"bevilling_sag"}},
		"cases by id":                 {func() error { _, err := db.SagerMed(ctx, k, []string{"x"}); return err }, []string{"sag_id"}},
		"cases by number":             {func() error { _, err := db.SagerNr(ctx, k, []int64{1}); return err }, []string{"PRIMARY KEY (rowid=?)"}},
		"grants by number":            {func() error { _, err := db.BevillingerNr(ctx, k, []int64{1}); return err }, []string{"PRIMARY KEY (rowid=?)"}},
		"posts, dense":                {func() error { _, err := db.Poster(ctx, k, oio.ArtSag, []int64{1, 2}); return err }, []string{"PRIMARY KEY (kommune=? AND art=? AND nr>? AND nr<?)"}},
		"posts, sparse":               {func() error { _, err := db.Poster(ctx, k, oio.ArtSag, []int64{1, 200}); return err }, []string{"PRIMARY KEY (kommune=? AND art=? AND nr=?)"}},
		"removals":                    {func() error { _, err := db.TilSletning(ctx, k, oio.ArtSag, 0, 0, 9); return err }, []string{"ledger_fjernes (kommune=? AND art=? AND <expr>=? AND nr>? AND nr<?)"}},
		"removals, counted":           {func() error { _, err := db.OmfangTilSletning(ctx, k); return err }, []string{"ledger_fjernes (kommune=? AND art=?)"}},
		"refused":                     {func() error { _, err := db.Udestaaende(ctx, k, oio.ArtSag, projection.Afvist, 0, 9); return err }, []string{"ledger_parkeret"}},
		"not heard of by ledger":      {func() error { _, _, err := readUplanlagt(ctx, db.of(k), oio.ArtSag); return err }, []string{"sag_seq", "PRIMARY KEY (kommune=? AND art=? AND nr=?)"}},
		"cases of a sagstype by unit": {func() error { _, err := db.SagerPrEnhed(ctx, k, "x"); return err }, []string{"sag_sagstype"}},
	} {
		clear(db.reads)
		if err := c.run(); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var plan strings.Builder
		for text := range db.reads {
			plan.WriteString(explain(t, db.write, text))
		}
		for _, want := range c.want {
			if !strings.Contains(plan.String(), want) {
				t.Errorf("%s does not use %s:\n%s", name, want, plan.String())
			}
		}
		for _, line := range strings.Split(plan.String(), "\n") {
			if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "json_each") {
				t.Errorf("%s walks a whole table: %s", name, line)
			}
		}
	}
}

// Counting reads at one moment, so its statements are not kept in db.reads.
func TestCountingWalksIndexes(t *testing.T) {
	t.Parallel()
	db, err := Open(context.Background(), filepath.Join(t.TempDir(), "x.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for text, want := range map[string][]string{
		sagerAll:                    {"(kommune=?)"},
		grantsAll:                   {"USING COVERING INDEX bevilling_sag (kommune=?)"},
		omfangSag + sagerOfSagstype: {"sag_sagstype (kommune=? AND sagstype=?)"},
		omfangSag + sagerOfEnhed:    {"sag_enhed (kommune=? AND enhed=?)"},
		omfangGrant + " FROM " + sagerOfSagstype + under: {"sag_sagstype (kommune=? AND sagstype=?)", "USING COVERING INDEX bevilling_sag (kommune=? AND sag=? AND slettet=?)"},
		omfangGrant + " FROM " + sagerOfEnhed + under:    {"sag_enhed (kommune=? AND enhed=?)", "USING COVERING INDEX bevilling_sag (kommune=? AND sag=? AND slettet=?)"},
		grantsOfYdelse: {"bevilling_ydelse (kommune=? AND ydelse=?)", "sag_id (kommune=? AND id=?)"},
		grantsOfEnhed:  {"bevilling_enhed (kommune=? AND enhed=?)", "sag_id (kommune=? AND id=?)"},
		omfangEstimate: {"COVERING INDEX sag_sagstype (kommune=? AND sagstype=?)", "COVERING INDEX sag_enhed (kommune=? AND enhed=?)",
			"COVERING INDEX bevilling_ydelse (kommune=? AND ydelse=?)", "COVERING INDEX bevilling_enhed (kommune=? AND enhed=?)"},
	} {
		plan := explain(t, db.write, text)
		for _, index := range want {
			if !strings.Contains(plan, index) {
				t.Errorf("%s\ndoes not use %s:\n%s", text, index, plan)
			}
		}
	}
}

func explain(t *testing.T, db *sql.DB, text string) string {
	t.Helper()
	args := make([]any, strings.Count(text, "?"))
	rows, err := db.Query("EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

func TestFileIsUpToDateAfterOpeningAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.db")
	schema := func() (all string) {
		db, err := Open(ctx, path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.read.Query("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		if err := each(rows, func(rows *sql.Rows) error {
			var line string
			err := rows.Scan(&line)
			all += line + "\n"
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := migrate(ctx, db.write); err != nil {
			t.Fatal(err)
		}
		var versions int
		if err := db.write.QueryRow("SELECT count(*) FROM goose_db_version WHERE version_id > 0").Scan(&versions); err != nil {
			t.Fatal(err)
		}
		files, err := migrations.ReadDir("migrations")
		if err != nil || versions != len(files) {
			t.Fatalf("%d migrations are noted, want %d (%v)", versions, len(files), err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		return all
	}
	first := schema()
	if second := schema(); second != first {
		t.Errorf("schema changed by opening again:\n%s\nbefore:\n%s", second, first)
	}
	for _, table := range []string{"sag", "bevilling", "ledger", "objekt", "registrering", "person", "opslag"} {
		if !strings.Contains(first, "CREATE TABLE "+table+" ") {
			t.Errorf("no table %s", table)
		}
	}
}

func TestEveryTableBeginsWithTheMunicipality(t *testing.T) {
	t.Parallel()
	text, err := migrations.ReadFile("migrations/00001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(text), "CREATE TABLE ")[1:] {
		name, columns, _ := strings.Cut(part, "(")
		if columns, _, _ = strings.Cut(columns, "\n)"); !strings.Contains(columns, "kommune ") {
			t.Errorf("table %s has no kommune", name)
		}
	}
}

func TestADamagedFileIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is no database", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if db, err := Open(context.Background(), path, Options{}); err == nil {
		_ = db.Close()
		t.Error("a file that is no database was opened")
	} else if !strings.Contains(fmt.Sprint(err), "database") {
		t.Errorf("error %q does not say what is wrong", err)
	}
}
