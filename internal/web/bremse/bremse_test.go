package bremse_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"indeksbro/internal/web/bremse"
)

func TestWhoAsksTooMuchWaitsAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b := bremse.NyBremse(3, time.Second, func() time.Time { return now })
	for i := range 3 {
		if wait := b.Tag("inge"); wait != 0 {
			t.Errorf("search %d waits %s", i+1, wait)
		}
	}
	if wait := b.Tag("inge"); wait <= 0 || wait > time.Second {
		t.Errorf("the fourth waits %s, want up to a second", wait)
	}
	if wait := b.Tag("bo"); wait != 0 {
		t.Errorf("somebody else waits %s", wait)
	}
	now = now.Add(time.Second)
	if wait := b.Tag("inge"); wait != 0 {
		t.Errorf("a second later she waits %s", wait)
	}
	for i := range 25_000 {
		b.Tag(fmt.Sprint("flood ", i))
	}
	if wait := (*bremse.Bremse)(nil).Tag("x"); wait != 0 {
		t.Error("no limit limits")
	}
}

func TestASenderIsHerAddressOrHerNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{"10.1.2.3:99": "10.1.2.3", "[::ffff:10.1.2.3]:99": "10.1.2.3", "[2001:db8:1:2:3::4]:99": "2001:db8:1:2::/64", "[fe80::1%eth0]:1": "fe80::/64", "unix": "unix"} {
		if got := bremse.Fra(&http.Request{RemoteAddr: address}); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
