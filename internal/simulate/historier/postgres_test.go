package historier_test

import (
	"context"
	"os"
	"runtime"
	"testing"

	"indeksbro/internal/simulate/historier"
	"indeksbro/internal/store/postgres"
	server "indeksbro/internal/testkit/postgres"
)

func TestMain(m *testing.M) { server.Main(m) }

// pgBases makes places for histories on a PostgreSQL server of the test program's own.
func pgBases(t testing.TB) func() (historier.Base, func(), error) {
	t.Helper()
	places, err := postgres.NyeHistoriebaser(t.Context(), server.Ny(t), "historier")
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

// TestNothingIsLostOnPostgreSQL plays the same histories on the other store: they end with the very same index.
func TestNothingIsLostOnPostgreSQL(t *testing.T) {
	t.Parallel()
	n := 25
	if os.Getenv("INDEKSBRO_SOAK") != "" {
		n = 2_000
	}
	l := historier.Loeb{Fra: 1, Antal: n, Samtidig: runtime.GOMAXPROCS(0), Base: pgBases(t)}
	out, err := l.Koer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(out.Seeds, out.Tal)
	if b := out.Brudt; b != nil {
		t.Fatal(fortaelling(b))
	}
}
