package postgres

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	server "indeksbro/internal/testkit/postgres"
)

// fyldt are 20,000 cases with a grant, a ledger line each, and their objects and citizens: so many that walking past all of them for a few
// is what nobody wants, and the engine knows it.
var fyldt = []string{
	`INSERT INTO kommune (kommune, kendt, seq, sager, bevillinger) VALUES (1, true, 40000, 20000, 20000)`,
	`INSERT INTO sag (kommune, nr, id, version, seq, modtaget, sagstype, enhed, borger, linje)
SELECT 1, n, 's-' || n, 1, n, 0, 'st-' || n % 50, 'en-' || n % 90, sha256(n::text::bytea), sha256(n::text::bytea) FROM generate_series(1, 20000) n`,
	`INSERT INTO bevilling (kommune, nr, id, version, seq, modtaget, sag, ydelse, enhed, linje)
SELECT 1, n, 'b-' || n, 1, 20000 + n, 0, 's-' || n, 'yd-' || n % 200, nullif('en-' || n % 900, 'en-1'), sha256(n::text::bytea) FROM generate_series(1, 20000) n`,
	`INSERT INTO ledger (kommune, art, nr, grund, uuid, sagstype, naeste)
SELECT 1, a, n, CASE WHEN n % 1000 = 0 THEN 14 WHEN n % 1000 = 1 THEN 17 ELSE 1 END, gen_random_uuid(), 'st-' || n % 50, CASE WHEN n % 1000 = 0 THEN n END FROM generate_series(1, 20000) n, generate_series(1, 2) a`,
	`INSERT INTO objekt (kommune, art, fra, til, tidspunkt, ststidspunkt, uuid, enhed, system, sag, borger, kle, aftryk, indhold)
SELECT 1, a, 20200101, 0, 0, 0, md5(a::text || n)::uuid, md5('e' || n % 90)::uuid, md5('s')::uuid, CASE a WHEN 2 THEN md5('1' || n)::uuid END, sha256(n::text::bytea), '27.35.' || n % 40, sha256(n::text::bytea), sha256(n::text::bytea)
FROM generate_series(1, 20000) n, generate_series(1, 2) a`,
	`INSERT INTO person (kommune, borger, navn, soegenavn, cpr) SELECT 1, sha256(n::text::bytea), 'Navn ' || n, 'navn ' || n, '' FROM generate_series(1, 20000) n`,
	`ANALYZE`,
}

var gennemgang = regexp.MustCompile(`Seq Scan on (sag|bevilling|ledger|objekt|person|registrering)_\d`)

// TestWhatIsAskedOftenIsLookedUp holds that what a load, a change, a citizen's page or a caseworker asks for goes by an index.
func TestWhatIsAskedOftenIsLookedUp(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server.Klargjort(t, "planer", func(url string) error {
		db, err := Open(ctx, url, Options{})
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		for _, text := range fyldt {
			if _, err := db.pool.Exec(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	few, id := []string{"s-1", "s-2", "s-19999"}, make([]byte, 32)
	plan := func(text string, args ...any) string {
		rows, err := c.Query(ctx, "EXPLAIN "+text, append([]any{int32(1)}, args...)...)
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return strings.Join(lines, "\n")
	}
	for name, of := range map[string]struct {
		text string
		args []any
	}{
		"what is known of a feed's cases":  {knownSager, []any{few}},
		"what is known of a feed's grants": {knownBevillinger, []any{few}},
		"changed cases":                    {sagColumns + "WHERE kommune = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4", []any{100, 200, 50}},
		"changed grants":                   {bevillingColumns + "WHERE kommune = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4", []any{20100, 20200, 50}},
		"the next part of a load":          {klipBevillinger, []any{20100, 40000, 50}},
		"the next part of a sagstype":      {klipSagstype, []any{0, 40000, 50, "st-3"}},
		"cases of a sagstype":              {sagerOfSagstype, []any{"st-3", 0, 20000, 40000}},
		"grants of a ydelse":               {bevillingerOfYdelse, []any{"yd-3", 0, 20000, 40000}},
		"grants of an enhed":               {bevillingerOfEnhed, []any{"en-3", 0, 20000, 40000}},
		"grants under cases":               {bevillingColumns + "WHERE kommune = $1 AND sag = ANY($2) AND seq + 0 <= $3", []any{few, 40000}},
		"grants of some ydelser":           {grantsOfYdelse, []any{[]string{"yd-3"}}},
		"grants of some enheder":           {grantsOfEnhed, []any{[]string{"yd-3"}, []string{"en-3"}}},
		"a chunk's lines":                  {postColumns + "WHERE kommune = $1 AND art = $2 AND nr BETWEEN $3 AND $4", []any{1, 100, 200}},
		"lines here and there":             {postColumns + "WHERE kommune = $1 AND art = $2 AND nr = ANY($3)", []any{1, []int64{1, 9000, 19000}}},
		"whether a try is due":             {"SELECT coalesce(min(naeste), 0) FROM ledger WHERE kommune = $1 AND naeste IS NOT NULL", nil},
		"what waits to be removed":         {"SELECT coalesce(sletning, 0), count(*) FROM ledger WHERE kommune = $1 AND grund >= 17 GROUP BY 1", nil},
		"objects to be written":            {lockObjekter, []any{[][16]byte{{1}, {2}}}},
		"a citizen's objects":              {objektColumns + "WHERE kommune = $1 AND borger = $2", []any{id}},
		"a case's grants":                  {objektColumns + "WHERE kommune = $1 AND sag = $2", []any{[16]byte{1}}},
		"identities of a night's part":     {identiteter, []any{1, [16]byte{1}, [16]byte{10}, [16]byte{11}}},
	} {
		if got := plan(of.text, of.args...); gennemgang.MatchString(got) {
			t.Errorf("%s: a whole table is walked past:\n%s", name, got)
		}
	}
	if got := plan(allGrants); !gennemgang.MatchString(got) {
		t.Errorf("everything is not found by walking past it, so this test sees nothing:\n%s", got)
	}
	for _, text := range []string{"BEGIN", walkAll} {
		args := []any{int32(1)}
		if _, err := c.Exec(ctx, text, args[:strings.Count(text, "$")]...); err != nil {
			t.Fatal(err)
		}
	}
	names := []string{"st-3", "yd-3", "en-3"}
	for i, text := range []string{grantsOfYdelse, grantsOfEnhed, grantsUnder} {
		if got := plan(text, []any{names, names, names}[:i+1]...); strings.Contains(got, "Nested Loop") {
			t.Errorf("the cases of a large part are looked up one by one:\n%s", got)
		}
	}
}

// TestWhatWasJustLoadedIsLookedUp: a load puts in so much that walking past it is what nobody wants, and changes a little of it before the engine
// has come by to count: it goes by the key all the same.
func TestWhatWasJustLoadedIsLookedUp(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := Open(ctx, server.Ny(t), Options{Nu: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, table := range []string{"objekt", "ledger"} { // the engine never comes by
		for part := range 8 {
			if _, err := db.pool.Exec(ctx, fmt.Sprintf("ALTER TABLE %s_%d SET (autovacuum_enabled = false)", table, part)); err != nil {
				t.Fatal(err)
			}
		}
	}
	const all, few, portion = 40_000, 200, 5_000
	id := func(i int) oio.UUID { return oio.NameUUID(strconv.Itoa(i)) }
	for from := 0; from < all; from += portion {
		objects, lines := make([]index.Raekke, portion), make([]export.Post, portion)
		for i := range portion {
			n := from + i
			objects[i] = index.Raekke{Art: oio.ArtSag, UUID: id(n), Borger: oio.Borgernoegle{byte(n), byte(n >> 8)}, KLE: "27.35.04", Aftryk: seal.Aftryk{byte(n), 1}, Indhold: make([]byte, 600)}
			lines[i] = export.Post{Art: oio.ArtSag, Nr: int64(n + 1), UUID: id(n), Grund: projection.Sendes, Sagstype: "st"}
		}
		if err := db.GemObjekter(ctx, oio.Korsbaek, objects, nil); err != nil {
			t.Fatal(err)
		}
		if err := db.Skriv(ctx, oio.Korsbaek, lines, nil, export.Skrivning{Nye: portion}); err != nil {
			t.Fatal(err)
		}
	}
	ids, lines := make([][16]byte, few), make([]export.Post, few)
	for i := range few {
		ids[i], lines[i] = id(i*(all/few)), export.Post{Art: oio.ArtSag, Nr: int64(i*(all/few)) + 1}
	}
	for text, args := range map[string][]any{lockObjekter: {ids}, updatePosts: postArgs(lines)} {
		walked := 0 // rows read to find the few
		err := db.write(ctx, oio.Korsbaek, func(w *tx) error {
			return w.query(ctx, "EXPLAIN (ANALYZE, TIMING OFF) "+text, func(rows pgx.Rows) error {
				var line string
				if err := rows.Scan(&line); err != nil {
					return err
				}
				if found := laeste.FindStringSubmatch(line); found != nil {
					n, err := strconv.Atoi(found[1])
					walked = max(walked, n)
					return err
				}
				return nil
			}, args...)
		})
		if err != nil {
			t.Fatal(err)
		}
		if walked != few {
			t.Errorf("%d rows are read to find %d: %.60s", walked, few, text)
		}
	}
}

// laeste is how many rows a step of a plan gave.
var laeste = regexp.MustCompile(`\(actual rows=(\d+)`)
