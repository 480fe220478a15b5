package generate

import (
	"testing"

	"indeksbro/internal/oio"
)

func TestCPRIsUniqueAndSynthetic(t *testing.T) {
	const citizens = 450_000
	seen := make(map[oio.CPR]bool, citizens)
	var b []byte
	for i := range citizens {
		b = appendCPR(b[:0], i, 7)
		cpr, err := oio.ParseCPR(string(b))
		if err != nil || !cpr.Syntetisk() || seen[cpr] {
			t.Fatalf("citizen %d: %v, seen %v", i, err, seen[cpr])
		}
		seen[cpr] = true
	}
}

func TestGruppeNumbersEachCitizenOnce(t *testing.T) {
	next := map[byte]int{}
	for i := range 1000 {
		g, nr := gruppe(i)
		if nr != next[g] {
			t.Fatalf("citizen %d is number %d of %c, want %d", i, nr, g, next[g])
		}
		next[g]++
	}
}
