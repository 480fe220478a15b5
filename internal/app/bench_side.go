package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/eoj"
	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/web"
)

// latencies are what many calls took, sorted.
type latencies struct {
	p50, p99 time.Duration
}

const (
	benchCitizens   = 2_000
	benchConcurrent = 16
	benchChanges    = 100
)

// benchCitizen is whoever the request says she is; it exists only in the benchmark.
type benchCitizen struct{ kommune oio.CVR }

type citizenKey struct{}

// Hvem takes the citizen from the request's context.
func (c benchCitizen) Hvem(r *http.Request) (web.Identitet, bool) {
	borger, ok := r.Context().Value(citizenKey{}).(oio.Borgernoegle)
	return web.Identitet{Roller: adgang.Borger, Borger: borger, Kommune: c.kommune}, ok
}

// pages measures the citizen page against the bare indexed reads it needs, and how long a change takes to reach it.
func (c *benchCmd) pages(m *miljoe, ctx context.Context, directory string, objects int) (latencies, error) {
	inner := c.inner(m, directory)
	b, err := inner.make(ctx)
	if err != nil {
		return latencies{}, err
	}
	defer inner.close()
	people, err := randomCitizens(ctx, b)
	if err != nil {
		return latencies{}, err
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	blik := nytBorgerblik(b, m.Nu)
	handler := web.New(web.Config{Kommune: web.Kommune{CVR: b.kommune, Navn: "Korsbæk"}, Indeks: b.laeser, Organisation: b, Status: b, Visning: blik, Indhold: blik.indhold,
		Identiteter: benchCitizen{b.kommune}, Audit: b, Nu: m.Nu, Log: log})
	var page, bare latencies
	for range 2 { // the first round warms the caches of both
		if bare, err = concurrently(people, benchConcurrent, func(who oio.Borgernoegle) error { return bareReads(ctx, b, who) }); err != nil {
			return latencies{}, err
		}
		if page, err = concurrently(people, benchConcurrent, func(who oio.Borgernoegle) error {
			_, err := pageText(ctx, handler, who)
			return err
		}); err != nil {
			return latencies{}, err
		}
	}
	if err := c.print(m, figure{"citizen.p99", ms(page.p99), "ms", ms(bare.p99), float64(page.p99) / float64(bare.p99), objects,
		fmt.Sprintf("rendered, %d concurrent; p50 %.2f ms, bare %.2f ms; limit: the bare indexed reads", benchConcurrent, ms(page.p50), ms(bare.p50))}); err != nil {
		return page, err
	}
	return page, c.delta(m, ctx, inner, b, handler, objects)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// randomCitizens draws citizens evenly over the whole key range.
func randomCitizens(ctx context.Context, b *bro) ([]oio.Borgernoegle, error) {
	draw := rand.New(rand.NewPCG(1, 2))
	people := make([]oio.Borgernoegle, 0, benchCitizens)
	for len(people) < benchCitizens {
		var after oio.Borgernoegle
		for i := range after {
			after[i] = byte(draw.UintN(256))
		}
		found, err := b.db.Personer(ctx, b.kommune, nil, after, 1)
		if err != nil {
			return nil, err
		}
		if len(found) == 1 {
			people = append(people, found[0].Borger)
		}
	}
	return people, nil
}

// bareReads reads the rows of a citizen's page, the columns the page reads, and does nothing with them.
func bareReads(ctx context.Context, b *bro, who oio.Borgernoegle) error {
	if _, _, err := b.db.PersonMed(ctx, b.kommune, nil, who); err != nil {
		return err
	}
	return b.db.SoegObjekter(ctx, b.kommune, index.Soegning{Borger: who, Antal: 10_000, Slank: true, Uordnet: true}, func(index.Raekke) error { return nil })
}

// concurrently calls do for everybody, so many at a time.
func concurrently(people []oio.Borgernoegle, users int, do func(oio.Borgernoegle) error) (latencies, error) {
	took := make([]time.Duration, len(people))
	errs := make([]error, users)
	var group sync.WaitGroup
	for worker := range users {
		group.Go(func() {
			for i := worker; i < len(people); i += users {
				began := time.Now()
				if err := do(people[i]); err != nil {
					errs[worker] = err
					return
				}
				took[i] = time.Since(began)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return latencies{}, err
		}
	}
	return summarize(took), nil
}

func summarize(took []time.Duration) latencies {
	slices.Sort(took)
	return latencies{p50: took[len(took)/2], p99: took[len(took)*99/100]}
}

// delta measures from a changed line in the feed until the citizen's page shows it, with the exporter running as in service.
func (c *benchCmd) delta(m *miljoe, ctx context.Context, inner *miljoe, b *bro, handler http.Handler, objects int) error {
	t := newTjeneste(inner, b, slog.New(slog.NewTextHandler(io.Discard, nil)))
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- keepRunning(running, inner, b.exporter(inner), t.wake, t.tilsyn()) }()
	took, err := changes(ctx, t, handler)
	stop()
	if endErr := <-ended; err == nil {
		err = endErr
	}
	if err != nil {
		return err
	}
	sum := summarize(took)
	return c.print(m, figure{"delta.one", ms(sum.p99), "ms", 1000, ms(sum.p99) / 1000, objects,
		fmt.Sprintf("p99 of %d changes from feed to citizen page; p50 %.1f ms; limit: the target", len(took), ms(sum.p50))})
}

// changes sends one changed grant at a time and looks at the citizen's page until it reads otherwise.
func changes(ctx context.Context, t *tjeneste, handler http.Handler) ([]time.Duration, error) {
	grants, err := runningGrants(ctx, t.b, benchChanges)
	if err != nil {
		return nil, err
	}
	took := make([]time.Duration, 0, len(grants))
	for i, g := range grants {
		before, err := pageText(ctx, handler, g.borger)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if _, err := t.load(ctx, bytes.NewReader(g.changed(i)), func(mirror.Linje) {}, func() {}); err != nil {
			return nil, err
		}
		for {
			now, err := pageText(ctx, handler, g.borger)
			if err != nil {
				return nil, err
			}
			if !bytes.Equal(now, before) {
				break
			}
			if time.Since(began) > 30*time.Second {
				return nil, fmt.Errorf("change %d never reached the page", i)
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// pageText is the citizen's page as she would get it.
func pageText(ctx context.Context, handler http.Handler, who oio.Borgernoegle) ([]byte, error) {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequestWithContext(context.WithValue(ctx, citizenKey{}, who), http.MethodGet, "/borger", nil))
	if answer.Code != http.StatusOK {
		return nil, fmt.Errorf("citizen page answered %d", answer.Code)
	}
	return answer.Body.Bytes(), nil
}

// grant is a running grant of the source whose citizen's page shows it.
type grant struct {
	line   map[string]any
	borger oio.Borgernoegle
}

// changed is the grant's line with a later version and another beginning.
func (g *grant) changed(i int) []byte {
	version, _ := g.line["version"].(float64)
	g.line["version"] = version + 1
	g.line["fra"] = fmt.Sprintf("2015-%02d-%02d", 1+i%12, 1+i%28)
	g.line["til"] = nil
	b, _ := json.Marshal(g.line) // a map of what JSON gave
	return append(b, '\n')
}

// runningGrants finds grants that are shown as running, each of another citizen.
func runningGrants(ctx context.Context, b *bro, n int) ([]*grant, error) {
	shown := make(map[oio.Borgernoegle]bool)
	var grants []*grant
	today := oio.DatoOf(time.Now())
	for after := int64(0); len(grants) < n; {
		posts, err := b.db.Udestaaende(ctx, b.kommune, oio.ArtBevilling, projection.Sendes, after, 1000)
		if err != nil || len(posts) == 0 {
			return grants, err
		}
		for _, p := range posts {
			after = p.Nr
			if shown[p.Borger] || len(grants) == n {
				continue
			}
			found, known, err := b.index.Objekt(ctx, adgang.Alt(b.kommune), oio.ArtBevilling, p.UUID)
			if err != nil {
				return nil, err
			}
			o, ok := found.Objekt.(*oio.Bevilling)
			if !known || !ok || !o.Periode.Holds(today) || o.Ydelsestype.UUID.IsZero() {
				continue
			}
			line, err := b.sourceLine(ctx, o.Noegle)
			if err != nil {
				return nil, err
			}
			shown[p.Borger] = true
			grants = append(grants, &grant{line: line, borger: p.Borger})
		}
	}
	return grants, nil
}

// sourceLine is the line the mirror keeps of a grant.
func (b *bro) sourceLine(ctx context.Context, id string) (map[string]any, error) {
	var sealed map[string][]byte
	err := b.db.WriteMirror(ctx, b.kommune, func(tx mirror.Tx) error {
		found, err := tx.Linjer(ctx, eoj.TypeBevilling, []string{id})
		sealed = found
		return err
	})
	if err != nil {
		return nil, err
	}
	text, err := b.noegler.Open(sealed[id], mirror.Context(eoj.TypeBevilling, id))
	if err != nil {
		return nil, err
	}
	var line map[string]any
	if err := json.Unmarshal(text, &line); err != nil {
		return nil, errors.New("a kept line is not JSON")
	}
	return line, nil
}
