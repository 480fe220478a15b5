// Package bremse slows those down who ask too much. It counts in this process only: with several processes each has its own count, and a
// restart forgets. It knows no pages and logs nothing; it is asked, and answers with a time.
package bremse

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKendte is how many are remembered at once; whoever floods us with addresses makes us forget the oldest, not grow.
const maxKendte = 10_000

// Bremse lets each key do something so often. It is safe for concurrent use.
type Bremse struct {
	hvert   rate.Limit
	straks  int
	nu      func() time.Time
	mu      sync.Mutex
	kendte  map[string]*kendt
	ryddet  time.Time
	glemmes time.Duration
}

type kendt struct {
	rate  *rate.Limiter
	sidst time.Time
}

// NyBremse allows straks at once, and then one for each hvert that has gone.
func NyBremse(straks int, hvert time.Duration, nu func() time.Time) *Bremse {
	return &Bremse{hvert: rate.Every(hvert), straks: straks, nu: nu, kendte: map[string]*kendt{}, glemmes: time.Duration(straks) * hvert}
}

// Tag takes one, or tells how long to wait for it.
func (b *Bremse) Tag(key string) (vent time.Duration) {
	if b == nil {
		return 0
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.nu()
	b.ryd(now)
	k := b.kendte[key]
	if k == nil {
		k = &kendt{rate: rate.NewLimiter(b.hvert, b.straks)}
		b.kendte[key] = k
	}
	k.sidst = now
	wish := k.rate.ReserveN(now, 1)
	if vent = wish.DelayFrom(now); vent > 0 {
		wish.CancelAt(now)
	}
	return vent
}

// ryd forgets those who have all of theirs again; when that is not enough, everybody.
func (b *Bremse) ryd(now time.Time) {
	if len(b.kendte) < maxKendte && now.Sub(b.ryddet) < b.glemmes {
		return
	}
	b.ryddet = now
	for key, k := range b.kendte {
		if now.Sub(k.sidst) >= b.glemmes {
			delete(b.kendte, key)
		}
	}
	if len(b.kendte) >= maxKendte {
		clear(b.kendte)
	}
}

// Fra is whom to count a request for: its sender's address, or the network of it, since whoever has one IPv6 address has 2^64.
func Fra(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	network, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return network.String()
}
