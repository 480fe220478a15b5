package export

import (
	"context"
	"sync"
	"time"

	"indeksbro/internal/oio"
)

// aftaltHolder is how long what is agreed for a day is remembered: whoever leads the programme is heard within a minute.
const aftaltHolder = time.Minute

// Aftalt is the pace agreed with all municipalities for one day, a ceiling over what the municipality has chosen itself (R092, R098). It is asked
// before every call, so it is read once a minute. It is safe for concurrent use.
type Aftalt struct {
	Laes func(ctx context.Context, dag oio.Dato) (sdi, ydi float64, err error) // 0: nothing is agreed
	Nu   func() time.Time

	mu       sync.Mutex
	dag      oio.Dato
	hentet   time.Time
	sdi, ydi float64
}

// Loft is the pace to keep where the municipality has chosen own: the lower of the two; 0 is no limit. What cannot be read just now is as it was last.
func (a *Aftalt) Loft(art oio.Art, own float64) float64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Nu()
	if today := oio.DatoOf(now); today != a.dag || now.Sub(a.hentet) >= aftaltHolder || now.Before(a.hentet) {
		if sdi, ydi, err := a.Laes(context.Background(), today); err == nil {
			a.dag, a.hentet, a.sdi, a.ydi = today, now, sdi, ydi
		}
	}
	agreed := a.sdi
	if art == oio.ArtBevilling {
		agreed = a.ydi
	}
	switch {
	case agreed <= 0:
		return own
	case own <= 0:
		return agreed
	}
	return min(agreed, own)
}
