package mirror_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// sink is a Store that knows nothing and keeps nothing, so that only the loader's own memory is seen.
type sink struct{ rows int }

func (s *sink) WriteMirror(_ context.Context, _ oio.CVR, do func(mirror.Tx) error) error {
	return do(s)
}
func (s *sink) Kendte(context.Context, eoj.Type, []string) (map[string]mirror.Kendt, error) {
	return nil, nil
}
func (s *sink) Linjer(context.Context, eoj.Type, []string) (map[string][]byte, error) {
	return nil, nil
}
func (s *sink) Gem(_ context.Context, rows []mirror.Raekke, _ mirror.Antal) error {
	s.rows += len(rows)
	return nil
}
func (s *sink) Beroer(context.Context, []projection.Beroert) error   { return nil }
func (s *sink) Vist(context.Context, eoj.Type, string) (bool, error) { return false, nil }
func (s *sink) Indlaest(context.Context, mirror.Indlaesning) error   { return nil }
func (s *sink) Set(context.Context, bool, eoj.Type, []string) error  { return nil }
func (s *sink) Mangler(context.Context, eoj.Type, string, int) ([]mirror.Mangel, error) {
	return nil, nil
}
func (s *sink) AntalMangler(context.Context) (a mirror.Antal, n int, b mirror.Antal, err error) {
	return a, n, b, nil
}

// generated is a feed of n lines, made as it is read.
type generated struct {
	next, n int
	rest    bytes.Buffer
}

func (g *generated) Read(p []byte) (int, error) {
	for g.rest.Len() == 0 {
		if g.next == g.n {
			return 0, io.EOF
		}
		fmt.Fprintf(&g.rest, `{"type":"sag","id":"s-%d","version":1,"sagstype":"st","cpr":"710550%04d","enhed":"en","oprettet":"2024-01-03","titel":"Hjælp i hjemmet og meget andet"}`+"\n", g.next, g.next%10_000)
		g.next++
	}
	return g.rest.Read(p)
}

func sinkLoader(t *testing.T, s *sink) *mirror.Loader {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ring.Kommune(oio.Korsbaek)
	if err != nil {
		t.Fatal(err)
	}
	return &mirror.Loader{Store: s, Kommune: oio.Korsbaek, Noegler: keys, Nu: func() time.Time { return noon }, Batch: 2000}
}

// These two measure the heap of the process, so they do not run beside others.

func TestALoadNeedsMemoryForOneBatchOnly(t *testing.T) {
	const lines = 200_000
	s := &sink{}
	l := sinkLoader(t, s)
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	base, most := heap(), uint64(0)
	l.Fremgang = func(sum mirror.Sum) {
		if sum.Linjer%20_000 == 0 {
			most = max(most, heap())
		}
	}
	sum, err := l.Load(bg, &generated{n: lines})
	if err != nil || sum.Taget != lines || s.rows != lines {
		t.Fatalf("%+v, %d rows, %v", sum, s.rows, err)
	}
	if limit := base + 16<<20; most == 0 || most > limit {
		t.Errorf("%d MiB held at most, from %d at the start: 200,000 lines are held", most>>20, base>>20)
	}
}

func TestALineOverTheLimitIsSkippedWithoutBeingHeld(t *testing.T) {
	s := &sink{}
	var before, after runtime.MemStats
	l := sinkLoader(t, s)
	runtime.ReadMemStats(&before)
	sum, err := l.Load(bg, io.MultiReader(feed(line(eoj.TypeSag, "a", 1, "x")), io.LimitReader(xs{}, 64<<20), feed("", line(eoj.TypeSag, "b", 1, "x"))))
	runtime.ReadMemStats(&after)
	if err != nil || sum.Taget != 2 || sum.Afvist != 1 || sum.Linjer != 3 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if grown := (after.TotalAlloc - before.TotalAlloc) >> 20; grown > 16 {
		t.Errorf("%d MiB allocated for a line of 64 MiB", grown)
	}
}

// xs is one line without end.
type xs struct{}

func (xs) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
