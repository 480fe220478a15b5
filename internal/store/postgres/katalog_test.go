package postgres_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// live gives the rows of a question to the catalogue of a database that has our schema.
func live[T any](t *testing.T, text string) []T {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, address(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	rows, err := c.Query(ctx, text)
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The schema can be spread over machines by municipality: every key begins with it, and nothing is numbered for all at once.
func TestEveryKeyBeginsWithTheMunicipality(t *testing.T) {
	t.Parallel()
	type table struct {
		Name        string
		Partitioned bool
		Partition   bool
		Primary     *string // the first column of the primary key
		PartitionBy *string
	}
	tables := live[table](t, `SELECT c.relname::text, c.relkind = 'p', c.relispartition,
  (SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] WHERE i.indrelid = c.oid AND i.indisprimary),
  pg_get_partkeydef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'goose_db_version'`)
	large := map[string]bool{}
	for _, name := range []string{"sag", "bevilling", "fuld_set", "ledger", "objekt", "registrering", "person", "opslag", "haendelse"} {
		large[name] = true
	}
	parts := map[string]int{}
	for _, table := range tables {
		if table.Primary == nil || *table.Primary != "kommune" {
			t.Errorf("the primary key of %s does not begin with kommune", table.Name)
		}
		if large[table.Name] != table.Partitioned {
			t.Errorf("%s: partitioned is %v, want %v", table.Name, table.Partitioned, large[table.Name])
		}
		if table.Partitioned && *table.PartitionBy != "HASH (kommune)" {
			t.Errorf("%s is partitioned by %s", table.Name, *table.PartitionBy)
		}
		if table.Partition {
			of, _, _ := strings.Cut(table.Name, "_")
			parts[of]++
		}
	}
	if len(tables) < 25 || parts["sag"] != 8 || parts["objekt"] != 8 {
		t.Errorf("%d tables, partitions %v: the question finds not what there is", len(tables), parts)
	}
	type index struct{ Table, Name, First string }
	for _, i := range live[index](t, `SELECT t.relname::text, c.relname::text, pg_get_indexdef(i.indexrelid, 1, true)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND t.relname <> 'goose_db_version'`) {
		if i.First != "kommune" { // of every index, the unique ones among them
			t.Errorf("index %s of %s begins with %s", i.Name, i.Table, i.First)
		}
	}
	type sequence struct{ Name string }
	for _, s := range live[sequence](t, `SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'S' AND c.relname NOT LIKE 'goose%'`) {
		t.Errorf("sequence %s numbers rows of all municipalities", s.Name)
	}
	type foreign struct{ Name string }
	for _, f := range live[foreign](t, `SELECT conname::text FROM pg_constraint WHERE contype = 'f'`) {
		t.Errorf("foreign key %s: the large tables refer to what may come later", f.Name)
	}
}

// statements are the SQL texts of this package's code: every string, put together where parts are added, that begins as one.
func statements(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	named := map[string]ast.Expr{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				for i, value := range spec.Values {
					named[spec.Names[i].Name] = value
				}
			}
			return true
		})
	}
	var text func(ast.Expr) string
	text = func(e ast.Expr) string {
		switch e := e.(type) {
		case *ast.BasicLit:
			if s, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
				return s
			}
		case *ast.BinaryExpr:
			return text(e.X) + text(e.Y)
		case *ast.Ident:
			if value := named[e.Name]; value != nil {
				return text(value)
			}
		}
		return ""
	}
	var found []string
	for _, file := range parsed {
		inner := map[ast.Expr]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if sum, added := n.(*ast.BinaryExpr); added {
				inner[sum.X], inner[sum.Y] = true, true
			}
			if !ok || inner[e] {
				return true
			}
			switch e.(type) {
			case *ast.BasicLit, *ast.BinaryExpr:
				if s := text(e); statement.MatchString(s) {
					found = append(found, s)
				}
			}
			return true
		})
	}
	return found
}

var (
	statement = regexp.MustCompile(`^(SELECT|INSERT|UPDATE|DELETE|WITH|COPY)\b`)
	fragment  = regexp.MustCompile(`^SELECT\s[^?]* FROM \w* ?$`) // columns and table; the condition is added where it is used
	ofTables  = regexp.MustCompile(`\b(?:FROM|JOIN|UPDATE|INTO) (?:ONLY )?(\w+)`)
)

// No statement is about two municipalities, whatever it joins: each table in it is bound to the one asked for.
func TestEveryStatementNamesItsMunicipality(t *testing.T) {
	t.Parallel()
	tables := map[string]bool{}
	type table struct{ Name string }
	for _, found := range live[table](t, `SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')`) {
		tables[found.Name] = true
	}
	// What is not about a municipality: the list of them, the schema's version, and the server's own catalogue and locks.
	// COPY is by municipality, or puts back what was copied so and is counted against it.
	allowed := []string{"SELECT kommune FROM kommune WHERE kendt ORDER BY kommune", "SELECT pg_try_advisory_lock($1)", "SELECT pg_advisory_unlock($1)", "SELECT clock_timestamp() WHERE $1::integer IS NOT NULL",
		"SELECT set_config('jit', 'off', true) WHERE $1::integer IS NOT NULL",
		"SELECT set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true) WHERE $1::integer IS NOT NULL",
		// The notice board, which is everybody's (store.Store).
		"SELECT indhold FROM kommunestand ORDER BY kommune", "SELECT kommune, dag, gjorte, klassifikation, eksport, sapa FROM kommunedag WHERE dag >= $1 ORDER BY dag, kommune",
		"SELECT kommune, nr, tid, af, art, kode, tekst FROM tavle WHERE art = ANY($1::text[]) ORDER BY tid, kommune, nr"}
	all := statements(t)
	if len(all) < 80 {
		t.Fatalf("%d statements were found", len(all))
	}
	for _, s := range all {
		if slices.Contains(allowed, s) || strings.Contains(s, "FROM pg_index") || strings.Contains(s, "FROM pg_attribute") || strings.Contains(s, "FROM goose_db_version") || strings.HasPrefix(s, "COPY ") || fragment.MatchString(s) {
			continue
		}
		used := 0
		for _, m := range ofTables.FindAllStringSubmatch(s, -1) {
			if tables[m[1]] {
				used++
			}
		}
		bound := strings.Count(s, "kommune = $1") + strings.Count(s, "SELECT $1") + strings.Count(s, "VALUES ($1")
		if strings.HasPrefix(s, "SELECT count(*) FROM  WHERE kommune = $1") || s == "DELETE FROM  WHERE kommune = $1" {
			continue // of a table, whichever it is
		}
		if used == 0 || bound < used {
			t.Errorf("%d tables, %d of them bound to the municipality:\n%s", used, bound, s)
		}
	}
}

// The server understands every statement, with the types it works out for its arguments; also those that no other test reaches.
func TestTheServerUnderstandsEveryStatement(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, address(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(ctx) }()
	for _, s := range statements(t) {
		// Not whole as they stand: put together of parts while running, by tests elsewhere.
		if fragment.MatchString(s) || strings.HasPrefix(s, "COPY ") || strings.HasPrefix(s, "SELECT count(*) FROM  WHERE") || strings.HasPrefix(s, "DELETE FROM  WHERE") || strings.HasSuffix(s, " ORDER BY  LIMIT ") || strings.HasSuffix(s, " LIMIT ") || strings.HasSuffix(s, " l.art = ") {
			continue
		}
		if _, err := c.Prepare(ctx, "", s); err != nil {
			t.Errorf("%v:\n%s", err, s)
		}
	}
}
