package web

import (
	"context"
	"net/http"
	"runtime"
	"sync"
	"time"
)

// tur lets so many pages be made at once; whoever comes then waits in the order she came. To make a page is work for a processor, and of many that
// are made side by side some are overtaken again and again: without turns the slowest of sixteen takes half as long again.
type tur chan struct{}

// ture are those of this process, whoever's pages it serves, for it has its processors once. Some more than there are processors, since a page also
// waits for the disk.
var ture = make(tur, 3*runtime.GOMAXPROCS(0))

// turlaengde is how long a turn lasts at most: whoever is not done by then waits for something else than a processor, and others need not.
const turlaengde = 100 * time.Millisecond

// tag waits for a turn, and gives what ends it, as often as it is called. The error is the context's.
func (t tur) tag(ctx context.Context) (slip func(), err error) {
	select {
	case t <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	end := sync.OnceFunc(func() { <-t })
	limit := time.AfterFunc(turlaengde, end)
	return func() { limit.Stop(); end() }, nil
}

// turskriver ends the turn when the page is written, for that takes as long as the reader likes.
type turskriver struct {
	http.ResponseWriter
	slip func()
}

// Write implements http.ResponseWriter.
func (w *turskriver) Write(b []byte) (int, error) {
	w.slip()
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what is beneath.
func (w *turskriver) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// iTur answers a request that only reads when it has its turn; one whose reader leaves meanwhile is not answered.
func (t tur) iTur(w http.ResponseWriter, r *http.Request, answer func(http.ResponseWriter)) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		answer(w)
		return
	}
	slip, err := t.tag(r.Context())
	if err != nil {
		return
	}
	defer slip()
	answer(&turskriver{w, slip})
}
