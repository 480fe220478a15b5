package app

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	rev "indeksbro/internal/revision"
)

// beholder are the tables that may know of a citizen whom the source has deleted: the audit log stays (docs/adgang.md).
var beholder = []string{"opslag"}

// rester looks through every cell of a database for any of the texts or keys, and gives the columns they stand in.
func rester(t *testing.T, file string, of map[string][]byte) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var tables []string
	rows, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, table := range tables {
		found = append(found, resterI(t, db, table, of)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func resterI(t *testing.T, db *sql.DB, table string, of map[string][]byte) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for rows.Next() {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, cell := range cells {
			content := []byte(fmt.Sprint(cell))
			if b, blob := cell.([]byte); blob {
				content = b
			}
			for what, needle := range of {
				if bytes.Contains(content, needle) {
					found = append(found, table+"."+columns[i]+": "+what)
				}
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestInsightAndDeletion: everything held about a citizen is in the report; when the source has deleted her, nothing is left but the audit log.
func TestInsightAndDeletion(t *testing.T) {
	data := t.TempDir()
	town := nyBy(t, data, oio.Korsbaek, 1)
	for key, value := range map[string]string{"haendelser": "http://127.0.0.1:1/", "deletion-percent": "100"} { // told to somebody, and no deletion waits for a person
		if err := town.b.db.SetPolitik(t.Context(), oio.Korsbaek, key, value, "demo", proevedag); err != nil {
			t.Fatal(err)
		}
	}
	m := &miljoe{World: World{Nu: proevetid, Stdout: io.Discard, Stderr: io.Discard}, data: data, kommune: string(oio.Korsbaek)}
	about := town.borgere(t)[0]
	key := about.borger.Noegle
	if err := town.b.revisor.gem(t.Context(), rev.Post{Tid: proevedag, Hvem: "inge", Borger: key, Hvad: "borger"}); err != nil {
		t.Fatal(err)
	}
	report, err := town.b.tilsyn(m).Indsigt(t.Context(), town.b.db, about.borger.CPR)
	if err != nil || report.Navn != about.borger.Navn || len(report.Kilde) < 2 || len(report.Indeks) < 2 || len(report.Log) != 1 || report.CPR != about.borger.CPR.Digits() {
		t.Fatalf("the report lacks something: %d lines, %d objects, %d log, %v", len(report.Kilde), len(report.Indeks), len(report.Log), err)
	}
	text, err := json.Marshal(report)
	if err != nil || !strings.Contains(string(text), about.sag.String()) || !strings.Contains(string(text), about.bev.String()) {
		t.Errorf("the report lacks her case or her grant: %v", err)
	}

	name := []byte(about.borger.Navn)
	needles := map[string][]byte{"key": key[:], "key in hexadecimal": []byte(key.String()), "name": name, "number": []byte(about.borger.CPR.Digits())}
	file := filepath.Join(data, databaseFile)
	if before := rester(t, file, needles); len(before) < 3 {
		t.Fatalf("the search finds her only in %v", before)
	}
	var feed strings.Builder
	for i := len(report.Kilde) - 1; i >= 0; i-- {
		l := report.Kilde[i]
		fmt.Fprintf(&feed, `{"type":"slet","objekt":%q,"id":%q,"version":%d}`+"\n", l.Type, l.ID, l.Version+1)
	}
	loader := &mirror.Loader{Store: town.b.db, Kommune: oio.Korsbaek, Noegler: town.b.noegler, Nu: proevetid}
	if sum, err := loader.Load(t.Context(), strings.NewReader(feed.String())); err != nil || sum.Taget != len(report.Kilde) {
		t.Fatalf("deleted %+v %v", sum, err)
	}
	if _, err := town.b.eksporter(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	// Other source systems have objects of hers too; they delete theirs themselves.
	held, err := town.b.laeser.Borger(t.Context(), adgang.Alt(oio.Korsbaek), key)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range held {
		if _, err := town.b.index.Fjern(t.Context(), oio.Korsbaek, h.Objekt.ObjektArt(), []oio.UUID{h.Objekt.Identitet()}); err != nil {
			t.Fatal(err)
		}
	}
	for _, left := range rester(t, file, needles) {
		if table, _, _ := strings.Cut(left, "."); !slices.Contains(beholder, table) {
			t.Errorf("still there: %s", left)
		}
	}
	again, err := town.b.tilsyn(m).Indsigt(t.Context(), town.b.db, about.borger.CPR)
	if err != nil || len(again.Kilde)+len(again.Indeks) != 0 || again.Navn != "" || len(again.Log) != 1 {
		t.Errorf("the report after: %d lines, %d objects, %d log, %v", len(again.Kilde), len(again.Indeks), len(again.Log), err)
	}
}
