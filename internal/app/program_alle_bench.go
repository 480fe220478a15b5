package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
	"indeksbro/internal/web"
)

// How the page of all municipalities is asked for: every municipality there is, a year of days each, and notices.
const (
	alleKommuner = 98
	alleDage     = 365
	alleOpslag   = 20
	alleGange    = 500
	alleMaal     = 50 * time.Millisecond
)

// benchProgramleder leads the programme; she exists only in the benchmark.
type benchProgramleder struct{ kommune oio.CVR }

// Hvem is the same for every request.
func (b benchProgramleder) Hvem(*http.Request) (web.Identitet, bool) {
	return web.Identitet{Roller: adgang.Programleder, Bruger: "bench", Navn: "Ida", Kommune: b.kommune}, true
}

// programAlle measures the page of all municipalities through the handler that serves it: first when the process has just begun, then again and again.
func (c *benchCmd) programAlle(m *miljoe, ctx context.Context, directory string) error {
	directory = filepath.Join(directory, "p")
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
	if err := fyldTavlen(ctx, b, m.Nu()); err != nil {
		return err
	}
	t := newTjeneste(inner, b, slog.New(slog.NewTextHandler(io.Discard, nil)))
	handler := web.New(web.Config{Kommune: web.Kommune{CVR: b.kommune, Navn: "Korsbæk"}, Indeks: b.laeser, Organisation: b, Status: b, Identiteter: benchProgramleder{b.kommune}, Audit: b, Nu: m.Nu,
		Log: t.log, Dele: []web.Del{t.programsider()}})
	size := 0
	ask := func(oio.Borgernoegle) error {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, "/program/alle", nil))
		if size = answer.Body.Len(); answer.Code != http.StatusOK || size < 1000*alleKommuner {
			return fmt.Errorf("the page of all municipalities answered %d with %d bytes", answer.Code, size)
		}
		return nil
	}
	first, err := concurrently(make([]oio.Borgernoegle, 1), 1, ask)
	if err != nil {
		return err
	}
	sum, err := concurrently(make([]oio.Borgernoegle, alleGange), 1, ask)
	if err != nil {
		return err
	}
	return c.print(m, figure{"page.program-alle", ms(sum.p99), "ms", ms(alleMaal), float64(sum.p99) / float64(alleMaal), alleKommuner,
		fmt.Sprintf("p99 of the page of %d municipalities with %d days and %d notices each, of %d; p50 %.2f ms, the first of a process %.2f ms, %d kB; limit: the target", alleKommuner, alleDage, alleOpslag, alleGange, ms(sum.p50), ms(first.p50), size/1000)})
}

// fyldTavlen hangs a whole country's municipalities on the board, day by day.
func fyldTavlen(ctx context.Context, b *bro, now time.Time) error {
	today := oio.DatoOf(now)
	for i := range alleKommuner {
		cvr := oio.CVR(fmt.Sprintf("4%07d", i))
		k := tavle.Kommunestand{Kommune: cvr, Navn: fmt.Sprintf("By %d Kommune", i), Klassifikation: i%3 > 0, Eksport: i%5 > 2, Sapa: i%7 == 0, Regler: map[string]int{}}
		for n, task := range forloeb.Opgaver {
			k.Trin = append(k.Trin, tavle.Trinstand{Nr: string(task.Nr), Tilstand: string([]forloeb.Tilstand{forloeb.Gjort, forloeb.Igang, forloeb.Klar, forloeb.Venter, forloeb.Stoppet}[(i+n)%5]), Andel: (7*i + n) % 100,
				Siden: today.AddDays(-(i + n) % 60), Mangler: fmt.Sprintf("%d ydelser mangler en beslutning.", i+n), Hvem: "EOJ-administratoren", Noegle: []string{"ydelser", "opgave-4", "sagstyper", "varsel"}[(i+n)%4]})
		}
		for n := range 20 {
			k.Regler[fmt.Sprintf("R0%02d", n+10)] = i + n
			k.Efterlyst = append(k.Efterlyst, tavle.Efterlyst{Art: "ydelse", Navn: fmt.Sprintf("Ydelse nummer %d", (i+n)%40), Lov: "SEL", Paragraf: "§ 85"})
		}
		if i%4 == 0 {
			k.Load = &tavle.Load{Dag: today.AddDays(i % 20), Sager: 10_000 + i, Bevillinger: 20_000, FartSDI: 20, FartYDI: 20}
		}
		for day := alleDage - 1; day >= 0; day-- {
			k.Tid = now.AddDate(0, 0, -day)
			if err := b.db.GemKommunestand(ctx, &k); err != nil {
				return err
			}
		}
		var notices []tavle.Opslag
		for n := range alleOpslag {
			kinds := []tavle.Art{tavle.Udefra, tavle.Aftalt, tavle.Spoergsmaal, tavle.Valg}
			notices = append(notices, tavle.Opslag{Tid: now, Af: "bench", Art: kinds[n%len(kinds)], Kode: fmt.Sprintf("%s-%d", cvr, n), Tekst: `{"dato":"2024-03-14","sdi":5,"ydi":5,"tekst":"Hvad nu?"}`})
		}
		for n := range notices { // what a table tells of a municipality that is here is read, and gives way
			if notices[n].Art == tavle.Udefra {
				notices[n].Kode = k.Navn
			}
		}
		if err := b.db.SlaaOp(ctx, cvr, notices); err != nil {
			return err
		}
	}
	return nil
}
