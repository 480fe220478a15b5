package historier

import (
	"testing"
	"time"

	"indeksbro/internal/eoj"
)

// Proevebase is set by the tests outside, which know a database.
var Proevebase func(t testing.TB) func() (Base, func(), error)

// afspil plays steps that are written down: stories that were once found by a seed.
func afspil(t *testing.T, delt bool, steps ...skridt) {
	t.Helper()
	base, away, err := Proevebase(t)()
	if err != nil {
		t.Fatal(err)
	}
	defer away()
	played, err := Spil(t.Context(), base, &Historie{delt: delt, chunk: 1000, processer: 1, tik: time.Second, skridt: steps}, Opsaetning{})
	if err != nil {
		t.Fatal(err)
	}
	if played.Fund != nil {
		t.Errorf("%s\n%v", played.Fund.Error(), played.Spor)
	}
}

var (
	eksport = skridt{slags: eksporterer}
	sletS1  = skridt{slags: skerIKilden, aendringer: []aendring{{ting: ting{eoj.TypeSag, "s-1"}, slet: true}}}
)

// TestR097_ObjectsABackupNeverHeardOfAreRemoved: sent after the backup, deleted before it was restored; a verification sets it right.
func TestR097_ObjectsABackupNeverHeardOfAreRemoved(t *testing.T) {
	t.Parallel()
	afspil(t, false, skridt{slags: tagerKopi}, eksport, sletS1, skridt{slags: genopretter})
}
