package sqlite

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

// TestOneFloodsAndTheOtherIsServed lets one municipality hold the writer for long, again and again, while another comes with short turns.
func TestOneFloodsAndTheOtherIsServed(t *testing.T) {
	t.Parallel()
	k := nyKoe()
	var order []int64
	var mu sync.Mutex
	now := time.Now()
	k.nu = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	advance := func(d time.Duration) { mu.Lock(); defer mu.Unlock(); now = now.Add(d) }
	turn := func(kommune int64) (done func(time.Duration)) {
		release, err := k.tag(context.Background(), kommune)
		if err != nil {
			t.Error(err)
		}
		return func(d time.Duration) { advance(d); release() }
	}
	flood := turn(1)
	queued := make(chan struct{}, 9)
	var all sync.WaitGroup
	for _, kommune := range []int64{1, 1, 2} {
		all.Go(func() {
			queued <- struct{}{}
			done := turn(kommune)
			mu.Lock()
			order = append(order, kommune)
			mu.Unlock()
			done(map[int64]time.Duration{1: 200 * time.Millisecond, 2: time.Millisecond}[kommune])
		})
	}
	for range 3 {
		<-queued
	}
	for waiting := 0; waiting < 3; {
		k.mu.Lock()
		waiting = len(k.venter)
		k.mu.Unlock()
	}
	flood(200 * time.Millisecond)
	all.Wait()
	if order[0] != 2 {
		t.Errorf("the turns went %v, want the one who had written little first", order)
	}
	db := &DB{koe: k}
	if !db.Traengsel("00000001") {
		t.Error("the one that floods is not told that others waited")
	}
	if db.Traengsel("00000002") {
		t.Error("the light one is told to take smaller pieces")
	}
}

// Who floods takes small pieces while somebody light waits: one who uses little, or little beside the flood. Two that load everything they have need
// not: neither has a person waiting for a moment's work.
func TestWhoFloodsTakesSmallPiecesForWhoIsLight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first, second time.Duration // used lately
		small         bool
	}{
		"two that flood":              {10 * let, 10 * let, false},
		"one that hardly writes":      {2 * let, let / 2, true},
		"many single changes, and it": {40 * let, 9 * let, true},
		"half as much":                {20 * let, 10 * let, false},
	} {
		k := nyKoe()
		now := time.Now()
		k.nu = func() time.Time { return now }
		k.brug[1], k.brug[2] = &brug{sum: c.first, sidst: now}, &brug{sum: c.second, sidst: now}
		release, err := k.tag(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error)
		go func() {
			done, err := k.tag(t.Context(), 2)
			if err == nil {
				done()
			}
			ended <- err
		}()
		for waits := 0; waits == 0; {
			k.mu.Lock()
			waits = len(k.venter)
			k.mu.Unlock()
		}
		if got := (&DB{koe: k}).Traengsel("00000001"); got != c.small {
			t.Errorf("%s: told to take smaller pieces: %v, want %v", name, got, c.small)
		}
		release()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

func TestWhoGivesUpWaitingHoldsUpNobody(t *testing.T) {
	t.Parallel()
	k := nyKoe()
	release, err := k.tag(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := k.tag(ctx, 2); !errors.Is(err, context.Canceled) {
		t.Fatalf("a wait that was given up answers %v", err)
	}
	release()
	again, err := k.tag(context.Background(), 2)
	if err != nil {
		t.Fatal(err)
	}
	again()
}
