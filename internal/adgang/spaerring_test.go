package adgang_test

import (
	"testing"
	"time"

	"indeksbro/internal/adgang"
)

func TestWhoGuessesIsLockedOutForAWhile(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := adgang.NySpaerring(3, 15*time.Minute)
	for want := 2; want > 0; want-- {
		if until, left := s.Fejlet("a", now); !until.IsZero() || left != want {
			t.Errorf("%v, %d tries left, want %d", until, left, want)
		}
	}
	s.Lykkedes("a")
	s.Fejlet("a", now)
	s.Fejlet("a", now)
	if until, _ := s.Fejlet("a", now); !until.Equal(now.Add(15*time.Minute)) || !s.Laast("a", now).Equal(until) {
		t.Errorf("after the third failure locked until %v", until)
	}
	if !s.Laast("b", now).IsZero() || len(s.Laaste(now)) != 1 {
		t.Error("somebody else is locked out")
	}
	now = now.Add(15 * time.Minute)
	if !s.Laast("a", now).IsZero() || len(s.Laaste(now)) != 0 {
		t.Error("it never ends")
	}
	if until, left := s.Fejlet("a", now); !until.IsZero() || left != 2 {
		t.Errorf("old failures count for ever: %v %d", until, left)
	}
}
