package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
)

// How the caseworker's list is asked for: so many citizens with as many cases each, looked up in turn so many times.
const (
	zakenBorgere = 16
	zakenOpslag  = 320
	zakenBundt   = 2_000 // objects a write, when the index is filled
	zakenMaal    = 50 * time.Millisecond
)

// zakenAdresse is the page that lists a citizen's cases for a caseworker.
func zakenAdresse(who oio.Borgernoegle) string { return "/sapa/borger/" + who.String() }

// benchSagsbehandler is a caseworker with a boundary of several groups, the last of which lets the cases through; she exists only in the benchmark.
type benchSagsbehandler struct {
	kommune oio.CVR
	grupper []adgang.Gruppe
}

func nyBenchSagsbehandler(kommune oio.CVR) (benchSagsbehandler, error) {
	c := benchSagsbehandler{kommune: kommune}
	for _, area := range []string{"27.03.*", "27.06.*", "27.09.*", "27.12.*", "29.*", "27.35.*"} {
		subjects, err := adgang.ParseEmner(area)
		if err != nil {
			return c, err
		}
		c.grupper = append(c.grupper, adgang.Gruppe{Kommune: kommune, Retter: []adgang.Ret{adgang.Opslag}, KLE: subjects})
	}
	return c, nil
}

// Hvem is the same for every request.
func (c benchSagsbehandler) Hvem(*http.Request) (web.Identitet, bool) {
	return web.Identitet{Roller: adgang.Sagsbehandler, Grupper: c.grupper, Bruger: "bench", Navn: "Bo", Kommune: c.kommune}, true
}

// benchAabnet reads what is opened as the pages do, and then opens the benchmark's source system.
type benchAabnet struct{ *sapavalg }

// Sapaindstilling implements web.Sapaindstillinger.
func (a benchAabnet) Sapaindstilling(ctx context.Context, kommune oio.CVR) (web.Sapaindstilling, error) {
	choice, err := a.sapavalg.Sapaindstilling(ctx, kommune)
	choice.Aabne = append(slices.Clone(choice.Aabne), oio.NameUUID("eoj"))
	return choice, err
}

// zaken measures the caseworker's list of cases, rendered, with 10, 100 and 1,000 of them, by one user and by sixteen, in an index of as many
// cases as --sager says.
func (c *benchCmd) zaken(m *miljoe, ctx context.Context, directory string) error {
	directory = filepath.Join(directory, "z")
	remove, err := c.databases(m, ctx, directory)
	if err != nil {
		return err
	}
	defer remove()
	inner := c.inner(m, directory)
	b, err := inner.make(ctx)
	if err != nil {
		return err
	}
	defer inner.close()
	if err := fyldSager(ctx, b, m.Nu(), c.Sager); err != nil {
		return err
	}
	caseworker, err := nyBenchSagsbehandler(b.kommune)
	if err != nil {
		return err
	}
	handler := web.New(web.Config{Kommune: web.Kommune{CVR: b.kommune, Navn: "Korsbæk"}, Indeks: b.laeser, Organisation: b, Status: b, Sapa: benchAabnet{&sapavalg{b: b, nu: m.Nu}},
		Identiteter: caseworker, Audit: b, Nu: m.Nu, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	for i, results := range []int{10, 100, 1_000} {
		people, err := borgereMed(ctx, b, m.Nu(), results, i)
		if err != nil {
			return err
		}
		for _, users := range []int{1, benchConcurrent} {
			if err := c.zakenEn(m, ctx, handler, people, results, users); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *benchCmd) zakenEn(m *miljoe, ctx context.Context, handler http.Handler, people []oio.Borgernoegle, results, users int) error {
	asked := make([]oio.Borgernoegle, zakenOpslag)
	for i := range asked {
		asked[i] = people[i%len(people)]
	}
	var sum latencies
	size := 0
	for range 2 { // the first round warms the caches
		var err error
		if sum, err = concurrently(asked, users, func(who oio.Borgernoegle) error {
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, zakenAdresse(who), nil))
			if answer.Code != http.StatusOK {
				return fmt.Errorf("the list of cases answered %d", answer.Code)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, zakenAdresse(people[0]), nil))
	if size = answer.Body.Len(); size < 300*results {
		return fmt.Errorf("a page of %d bytes does not list %d cases", size, results)
	}
	return c.print(m, figure{fmt.Sprintf("page.zaken.%d.%d", results, users), ms(sum.p99), "ms", ms(zakenMaal), float64(sum.p99) / float64(zakenMaal), c.Sager,
		fmt.Sprintf("p99 of the caseworker's page with %d cases, rendered and put on record, %d at a time; p50 %.2f ms, %d kB; limit: the target at 100", results, users, ms(sum.p50), size/1000)})
}

// fyldSager fills the index with so many cases, each of another citizen as far as there are numbers.
func fyldSager(ctx context.Context, b *bro, now time.Time, n int) error {
	objects := make([]oio.Registreret, 0, zakenBundt)
	for i := range n {
		s, _ := benchObjekter(i)
		if objects = append(objects, oio.Registreret{Objekt: s, Tidspunkt: now}); len(objects) < zakenBundt && i < n-1 {
			continue
		}
		if _, err := b.index.Importer(ctx, b.kommune, objects); err != nil {
			return fmt.Errorf("fill the index: %w", err)
		}
		objects = objects[:0]
	}
	return nil
}

// borgereMed makes citizens with so many cases each. Their numbers are of a day that benchObjekter does not use.
func borgereMed(ctx context.Context, b *bro, now time.Time, results, serie int) ([]oio.Borgernoegle, error) {
	draw := rand.New(rand.NewPCG(1, uint64(results)))
	var people []oio.Borgernoegle
	for i := range zakenBorgere {
		cpr, err := oio.ParseCPR(fmt.Sprintf("89%02d50%04d", 1+serie, i))
		if err != nil {
			return nil, err
		}
		objects := make([]oio.Registreret, results)
		for j := range objects {
			s, _ := benchObjekter(draw.IntN(1_000_000))
			s.UUID = oio.NameUUID(fmt.Sprint("bench/zaken/", results, "/", i, "/", j))
			s.Noegle = fmt.Sprint("z-", results, "-", i, "-", j)
			s.Part.CPR = cpr
			s.Oprettet = s.Oprettet.AddDays(-draw.IntN(3_000))
			objects[j] = oio.Registreret{Objekt: s, Tidspunkt: now}
		}
		if _, err := b.index.Importer(ctx, b.kommune, objects); err != nil {
			return nil, fmt.Errorf("fill the index: %w", err)
		}
		people = append(people, b.noegler.Borger(cpr))
	}
	return people, nil
}
