package historier_test

import (
	"context"
	"crypto/rand"
	"os"
	"reflect"
	"strings"
	"testing"

	"indeksbro/internal/simulate/historier"
	"indeksbro/internal/store/postgres"
	server "indeksbro/internal/testkit/postgres"
)

func TestMain(m *testing.M) { server.Main(m) }

// pgBases makes places for histories on a PostgreSQL server of the test program's own.
func pgBases(t testing.TB) func() (historier.Base, func(), error) {
	t.Helper()
	places, err := postgres.NyeHistoriebaser(t.Context(), server.Ny(t), "historier_"+strings.ToLower(rand.Text()[:8]))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := places.Luk(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return places.Ny
}

// TestBothStoresTellTheSame: the same seed is the same story on either store, step by step, and ends with the very same index.
func TestBothStoresTellTheSame(t *testing.T) {
	t.Parallel()
	play := func(place func() (historier.Base, func(), error), seed uint64) *historier.Udfald {
		base, away, err := place()
		if err != nil {
			t.Fatal(err)
		}
		defer away()
		played, err := historier.Spil(t.Context(), base, historier.Tegn(seed), historier.Opsaetning{})
		if err != nil {
			t.Fatal(err)
		}
		return played
	}
	files, server := bases(t), pgBases(t)
	n := uint64(8)
	if os.Getenv("INDEKSBRO_SOAK") != "" {
		n = 400
	}
	for seed := range n {
		if one, other := play(files, 5000+seed), play(server, 5000+seed); !reflect.DeepEqual(one, other) {
			t.Errorf("seed %d: on SQLite\n%s\nand on PostgreSQL\n%s", 5000+seed, strings.Join(one.Spor, "\n"), strings.Join(other.Spor, "\n"))
		}
	}
}

// TestNothingIsLostOnPostgreSQL plays histories on the other store.
func TestNothingIsLostOnPostgreSQL(t *testing.T) {
	t.Parallel()
	n := 12
	if os.Getenv("INDEKSBRO_SOAK") != "" {
		n = 2_000
	}
	intetTabt(t, pgBases(t), n)
}
