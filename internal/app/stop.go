package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// A stop in steps, all within five seconds: nothing new is begun at once, the exporter's present call may end (export), requests until
// svarFrist, and what is left at stopFrist is cut. Cutting is safe: an unanswered call is taken up again at the next start.
const (
	svarFrist = 4 * time.Second
	stopFrist = 4800 * time.Millisecond
)

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
