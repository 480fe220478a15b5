package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/store/sqlite"
)

// A stop in steps, all within five seconds: nothing new is begun at once, what is under way may end until kaldFrist, requests until
// svarFrist, and what is left at stopFrist is cut. Cutting is safe: an unanswered call is taken up again at the next start.
const (
	kaldFrist = 3500 * time.Millisecond
	svarFrist = 4 * time.Second
	stopFrist = 4800 * time.Millisecond
)

// fristNoegle is where a context keeps the later one.
type fristNoegle struct{}

// medFrist gives a context that ends with ctx and carries one that ends grace later, for what must not be left half done.
func medFrist(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	later, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(later, func() { timer.Stop() })
	})
	return context.WithValue(ctx, fristNoegle{}, later), func() {
		stop()
		cancel()
	}
}

// tilEnde is the context of a step that is done to its end although a stop has come, as long as the stop allows. It keeps the values
// of ctx.
func tilEnde(ctx context.Context) (context.Context, context.CancelFunc) {
	later, ok := ctx.Value(fristNoegle{}).(context.Context)
	if !ok {
		return ctx, func() {}
	}
	whole, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(later, func() { cancel(later.Err()) })
	return whole, func() {
		stop()
		cancel(nil)
	}
}

// heleSkridt is the store as the exporter has it: a note of what an index was told or answered is written although a stop has come.
type heleSkridt struct{ *sqlite.DB }

// Skriv implements export.Ledger.
func (s heleSkridt) Skriv(ctx context.Context, kommune oio.CVR, posts []export.Post, moved map[export.Taelling]int, done export.Faerdig) error {
	ctx, cancel := tilEnde(ctx)
	defer cancel()
	return s.DB.Skriv(ctx, kommune, posts, moved, done)
}

// tving ends this process when a stop has not come to its end in time.
func tving(ctx context.Context, w io.Writer) {
	context.AfterFunc(ctx, func() {
		time.AfterFunc(stopFrist, func() {
			_, _ = fmt.Fprintln(w, "indeksbro: stopped by force; what was under way is taken up again at the next start")
			os.Exit(exitOutside)
		})
	})
}

var errStopper = errors.New("the program is stopping")

// stopNoegle is where a request's context keeps the one that ends when the program is to stop; the request's own goes on.
type stopNoegle struct{}

// afbrydelig is a feed that ends with errStopper when the program is to stop, although its sender keeps still. The feed's reader
// calls release when it is done.
func afbrydelig(ctx context.Context, feed io.Reader) (stoppable io.Reader, release func()) {
	stopping, ok := ctx.Value(stopNoegle{}).(context.Context)
	if !ok {
		return feed, func() {}
	}
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, feed)
		_ = w.CloseWithError(err)
	}()
	stop := context.AfterFunc(stopping, func() { _ = w.CloseWithError(errStopper) })
	return r, func() {
		stop()
		_ = r.Close()
	}
}
