package app

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/store"
)

// How long work that a person started waits for a database that cannot be reached, beyond the seconds the store itself tries each time: some
// two minutes, in which a cluster has chosen another server or this one has started again.
const (
	igenGange = 15
	igenPause = 2 * time.Second
)

// igen says that work is done once more while the database cannot be reached, and tells of it.
func igen(tell func(err error, pause time.Duration)) func(context.Context, error, int) bool {
	return func(ctx context.Context, err error, tries int) bool {
		if stopping, serving := ctx.Value(stopNoegle{}).(context.Context); serving {
			ctx = stopping // a request's own context goes on for a while
		}
		if !errors.Is(err, store.ErrUtilgaengelig) || tries > igenGange || ctx.Err() != nil {
			return false
		}
		tell(err, igenPause)
		timer := time.NewTimer(igenPause)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
			return true
		}
	}
}

// tilEnde runs an exporter until nothing is left, over a database that goes away and comes back.
func tilEnde(ctx context.Context, x *export.Exporter, again func(context.Context, error, int) bool) (export.Fremgang, error) {
	var sum export.Fremgang
	for tries := 1; ; tries++ {
		done, err := levende(ctx, x, x.Run)
		sum.Vurderet += done.Vurderet
		sum.Sendt += done.Sendt
		sum.Fjernet += done.Fjernet
		sum.Afvist += done.Afvist
		sum.Venter = done.Venter
		if done.Sendt+done.Fjernet > 0 {
			tries = 1 // it was there meanwhile
		}
		if err == nil || !again(ctx, err, tries) {
			return sum, err
		}
	}
}
