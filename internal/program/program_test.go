package program_test

import (
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// What holds is the last fact about each subject and code, whatever came between; a fact without a day takes back.
func TestTheLastFactHolds(t *testing.T) {
	t.Parallel()
	subjects := []program.Emne{program.Opgave, program.Aftale, program.Trinfrist, program.Fart}
	rapid.Check(t, func(t *rapid.T) {
		history := rapid.SliceOf(rapid.Custom(func(t *rapid.T) program.Faktum {
			return program.Faktum{Emne: rapid.SampledFrom(subjects).Draw(t, "emne"), Kode: rapid.SampledFrom([]string{"", "1", "2"}).Draw(t, "kode"),
				Dato: oio.Dato(rapid.SampledFrom([]int32{0, 20260301, 20260302}).Draw(t, "dato")), Tekst: rapid.SampledFrom([]string{"", "x"}).Draw(t, "tekst")}
		})).Draw(t, "history")
		held := program.NyStand(history)
		for _, subject := range subjects {
			for _, code := range []string{"", "1", "2"} {
				var last program.Faktum
				for _, f := range history {
					if f.Emne == subject && (f.Kode == code || subject == program.Fart) {
						last = f
					}
				}
				if subject == program.Fart { // its code says something about the fact
					if got, found := held.Seneste(subject); found != (last.Emne != "") || got != last {
						t.Fatalf("last pace %+v, want %+v", got, last)
					}
					continue
				}
				if got, holds := held.Dag(subject, code); holds != (last.Dato != 0) || got != last {
					t.Fatalf("%s %q: %+v, want %+v", subject, code, got, last)
				}
				if _, says := held.Kode(subject, code); says != (last.Dato != 0 || last.Tekst != "") {
					t.Fatalf("%s %q says something: %v", subject, code, says)
				}
			}
		}
		n := 0
		held.Alle(program.Opgave, func(f program.Faktum) bool {
			n++
			return f.Emne == program.Opgave
		})
		if n > 3 {
			t.Fatalf("%d last facts of three codes", n)
		}
	})
}
