package sqlite

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"indeksbro/internal/oio"
)

// TestQuestionsOfManyKindsAreAnsweredAndNotAllKept: more kinds than are kept, asked by many at a time.
func TestQuestionsOfManyKindsAreAnsweredAndNotAllKept(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "t.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for n := range 3 * maxForberedte {
				kind, got := (n*7+worker)%(2*maxForberedte), -1
				err := db.lejlighedsvis(t.Context(), oio.Korsbaek, fmt.Sprintf("SELECT %d + ?2 WHERE ?1 > 0", kind), func(rows *sql.Rows) error { return rows.Scan(&got) }, worker)
				if err != nil || got != kind+worker {
					t.Errorf("kind %d: got %d, %v", kind, got, err)
				}
			}
		})
	}
	group.Wait()
	if n := len(db.laant.texts); n > maxForberedte {
		t.Errorf("%d statements are kept, want at most %d", n, maxForberedte)
	}
}

// TestNoLimitMakesTheEnginePlanAnew: a bound limit without a sign before it is planned anew each time (DB.query).
func TestNoLimitMakesTheEnginePlanAnew(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") && strings.Contains(string(text), "LIMIT ?") {
			t.Errorf("%s: write LIMIT +? for a limit that is bound", name)
		}
	}
}
