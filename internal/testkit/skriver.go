package testkit

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"sync"
	"time"
)

// Writer gathers what is written to it and lets a test wait for it. The zero value is ready and safe for concurrent use.
type Writer struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed when more has come
}

// Write gathers.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.more != nil {
		close(w.more)
		w.more = nil
	}
	return w.text.Write(p)
}

// String is all that was written so far.
func (w *Writer) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// waitMost is how long is waited for a text that any machine writes within seconds: a test that waits for what never comes must say so.
const waitMost = 3 * time.Minute

// Wait gives the first match of a pattern and its groups as soon as there is one.
func (w *Writer) Wait(ctx context.Context, pattern *regexp.Regexp) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, waitMost)
	defer cancel()
	for {
		w.mu.Lock()
		found := pattern.FindStringSubmatch(w.text.String())
		if found == nil && w.more == nil {
			w.more = make(chan struct{})
		}
		more := w.more
		w.mu.Unlock()
		if found != nil {
			return found, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for %q: %w; there was %q", pattern, ctx.Err(), w.String())
		}
	}
}
