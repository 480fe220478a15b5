package soap

import (
	"testing"
	"time"
)

// FuzzLaesTid holds the short way of reading a time against the long one: the same instant at the same offset, and nothing read that is no
// time.
func FuzzLaesTid(f *testing.F) {
	for _, s := range []string{
		"2025-03-03T09:15:00.000+01:00", "2024-02-29T23:59:59.999-03:30", "2023-02-29T00:00:00.000+01:00", "0000-01-01T00:00:00.000+00:00", "0001-01-01T00:00:00.000-13:59",
		"2025-03-03T24:00:00.000+01:00", "2025-03-03T09:15:60.000+01:00", "2025-03-03T09:15:00.000+14:00", "2025-03-03T09:15:00.000+00:00", "2025-13-01T00:00:00.000+01:00", "9999-12-31T23:59:59.999+13:59",
		"2025-03-03T09:15:00.000+1:000", "2025-03-03T09:15:00.00a+01:00", "2025-03-03T09:15:00.000+01:60", "2025-00-10T09:15:00.000+01:00", "2025-04-31T09:15:00.000+01:00", "2025-03-03T09:15:00.000Z", "x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		short, ok := laesSkrevetTid(s)
		if !ok {
			return
		}
		long, err := laesEnhverTid(s)
		if err != nil {
			t.Fatalf("%q is no time: %v", s, err)
		}
		_, a := short.Zone()
		_, b := long.Zone()
		if !short.Equal(long) || a != b {
			t.Fatalf("%q: %v, the long way %v", s, short, long)
		}
	})
}

func TestATimeIsWrittenWithMillisecondsAndCopenhagensOffset(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Time{
		{}, time.Date(2025, 3, 3, 9, 15, 0, 999_999_999, time.UTC), time.Date(2025, 7, 3, 9, 15, 0, 7_000_000, time.UTC), time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(12025, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 10, 26, 1, 0, 0, 120_000_000, time.UTC),
	} {
		if got, want := SkrivTid(at), at.In(Koebenhavn).Format("2006-01-02T15:04:05.000-07:00"); got != want {
			t.Errorf("%v: %s, want %s", at, got, want)
		}
	}
}
