package kle_test

import (
	"testing"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

func TestR061_AChangedFilterTakesEffectAtTheNextDailyRun(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 0, 0, 0, oio.Koebenhavn)
	}
	for _, c := range []struct{ nu, want time.Time }{
		{at(3, 3, 12), at(3, 4, 3)},
		{at(3, 3, 1), at(3, 3, 3)},
		{at(3, 3, 3), at(3, 4, 3)},
		{at(12, 31, 23), time.Date(2027, 1, 1, 3, 0, 0, 0, oio.Koebenhavn)},
		{at(3, 28, 12), at(3, 29, 3)},   // summer time begins at two that night
		{at(10, 24, 12), at(10, 25, 3)}, // and ends at three
		{at(3, 3, 12).UTC(), at(3, 4, 3)},
	} {
		if got := kle.NaesteImport(c.nu); !got.Equal(c.want) {
			t.Errorf("after %s it runs %s, want %s", c.nu, got, c.want)
		}
	}
}
