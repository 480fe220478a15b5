package export

import (
	"context"
	"errors"
	"sync"
	"time"

	"indeksbro/internal/politik"
)

// Aftale is what is agreed with a target about how it may be called. The zero Aftale is one call at a time with all there is.
type Aftale struct {
	Samtidige int               // calls at the same time, at most
	Portion   int               // objects a call; 0: all there is
	PrSekund  float64           // objects a second, all processes together; 0: no limit
	Stille    politik.Stilletid // hours in which nothing is sent
}

// The breaker: after so many failures one after the other a target is left alone, first for the shortest time, then twice as long each
// time up to the longest. Then one call tries whether it is there again.
const (
	fejlFoerPause    = 3
	korteste         = time.Second
	laengstLukket    = time.Minute
	langsomt         = 4 // times the usual time of an answer: the target is overloaded
	mindsteLatenstid = 20 * time.Millisecond
)

// Fart is the pace towards one target: how many calls at the same time, learnt from its answers under the agreed ceiling (one more while
// it answers well, half when it is slow or fails), and when it is better left alone. It is safe for concurrent use. A nil Fart is a
// target in the same process, which needs no such care.
type Fart struct {
	Aftale func() Aftale // what is agreed, as it stands
	Nu     func() time.Time
	Vent   func(context.Context, time.Duration) error
	// Spaerret says why the target must not be called at all until somebody has acted, empty when it may be: no agreement with it holds, a
	// certificate has run out. It is asked before each call; what goes to other targets goes on. Nil: it may always be called.
	Spaerret func(context.Context) (string, error)

	mu       sync.Mutex
	ledig    chan struct{} // closed and made anew when a place becomes free
	igang    int
	loft     float64 // calls at the same time, as learnt; zero: not begun
	vanligt  time.Duration
	fejl     int       // failures one after the other
	lukket   time.Time // when it was closed: before that, the clock has been put back, and it is open
	aabner   time.Time
	lukketAf string
	adgang   adgang
}

// adgang is what was last heard of whether a target may be called at all.
type adgang uint8

const (
	uspurgt adgang = iota
	spaerret
	aaben
)

func (f *Fart) aftale() Aftale {
	if f == nil || f.Aftale == nil {
		return Aftale{}
	}
	return f.Aftale()
}

func (f *Fart) prSekund() float64 { return f.aftale().PrSekund }

func (f *Fart) samtidige() int { return max(1, f.aftale().Samtidige) }

// Lukket reports whether the target must not be called now: quiet hours, it asked for a pause, or it failed too often.
func (f *Fart) Lukket() bool {
	why, _ := f.Hvorfor()
	return why != ""
}

// spaerre asks whether the target may be called at all, and says why not.
func (f *Fart) spaerre(ctx context.Context) (string, error) {
	if f == nil || f.Spaerret == nil {
		return "", nil
	}
	why, err := f.Spaerret(ctx)
	if err != nil {
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.adgang = aaben; why != "" {
		f.adgang = spaerret
	}
	return why, nil
}

// genaabnet reports whether the target may be called again, or for the first time that this process asks: what waits for it is due.
func (f *Fart) genaabnet(ctx context.Context) (bool, error) {
	if f == nil || f.Spaerret == nil {
		return false, nil
	}
	f.mu.Lock()
	known := f.adgang
	f.mu.Unlock()
	if known == aaben {
		return false, nil
	}
	why, err := f.spaerre(ctx)
	return why == "" && err == nil, err
}

// The reasons why a target is left alone.
const (
	LukketStille = "stille-timer"
	LukketTravlt = "travlt"
	LukketNede   = "nede"
)

// Hvorfor says why the target is left alone and until when; no reason: it is not.
func (f *Fart) Hvorfor() (string, time.Time) {
	if f == nil {
		return "", time.Time{}
	}
	now := f.Nu()
	if f.aftale().Stille.I(now) {
		return LukketStille, time.Time{}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if !now.Before(f.lukket) && now.Before(f.aabner) {
		return f.lukketAf, f.aabner
	}
	return "", time.Time{}
}

// Loft is how many calls are made at the same time just now.
func (f *Fart) Loft() int {
	if f == nil {
		return 1
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.loftLaast()
}

func (f *Fart) loftLaast() int {
	most := f.samtidige()
	if f.loft == 0 {
		f.loft = float64(min(2, most))
	}
	return max(1, min(int(f.loft), most))
}

// plads waits for a place among the calls at the same time and gives what frees it.
func (f *Fart) plads(ctx context.Context) (func(), error) {
	for {
		f.mu.Lock()
		if f.igang < f.loftLaast() {
			f.igang++
			f.mu.Unlock()
			return f.fri, nil
		}
		if f.ledig == nil {
			f.ledig = make(chan struct{})
		}
		free := f.ledig
		f.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, errors.Join(errIkkeForsoegt, ctx.Err())
		case <-free:
		}
	}
}

func (f *Fart) fri() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.igang--
	if f.ledig != nil {
		close(f.ledig)
		f.ledig = nil
	}
}

// svar learns from an answer.
func (f *Fart) svar(took time.Duration, err error) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	limit := float64(f.loftLaast())
	var busy *Travlt
	switch {
	case errors.As(err, &busy):
		f.loft = max(1, limit/2)
		f.fejl++
		f.luk(LukketTravlt, max(busy.Efter, f.pause()))
	case err != nil:
		f.loft = max(1, limit/2)
		if f.fejl++; f.fejl >= fejlFoerPause {
			f.luk(LukketNede, f.pause())
		}
	case f.vanligt > 0 && took > max(mindsteLatenstid, langsomt*f.vanligt):
		f.fejl = 0
		f.loft = max(1, limit/2)
		f.vanligt += (took - f.vanligt) / 16 // slow for long is what is usual
	default:
		f.fejl = 0
		f.loft = min(max(f.loft, 1)+1/limit, float64(f.samtidige()))
		if f.vanligt == 0 {
			f.vanligt = took
		}
		f.vanligt += (took - f.vanligt) / 16
	}
}

func (f *Fart) pause() time.Duration {
	d := korteste
	for range f.fejl - fejlFoerPause {
		if d *= 2; d >= laengstLukket {
			return laengstLukket
		}
	}
	return d
}

func (f *Fart) luk(why string, span time.Duration) {
	now := f.Nu()
	f.lukketAf, f.lukket, f.aabner = why, now, now.Add(span)
}

func (f *Fart) vent(ctx context.Context, span time.Duration) error {
	if f.Vent == nil {
		return vent(ctx, span)
	}
	return f.Vent(ctx, span)
}

// bundter cuts what is to be sent to the size the target takes. What alene says has failed before goes by itself, so that one bad object
// holds up no other.
func (f *Fart) bundter(left []int, alene func(int) bool) [][]int {
	size := f.aftale().Portion
	if size <= 0 {
		size = max(1, len(left))
	}
	var bundles [][]int
	var open []int
	for _, i := range left {
		if alene(i) {
			bundles = append(bundles, []int{i})
			continue
		}
		if open = append(open, i); len(open) == size {
			bundles = append(bundles, open)
			open = nil
		}
	}
	if len(open) > 0 {
		bundles = append(bundles, open)
	}
	return bundles
}
