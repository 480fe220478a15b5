package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/simulate"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/web"
	"indeksbro/internal/web/simulator"
)

// played plays scenarios for real, on stores of its own.
type played struct{ dir func() string }

func (played) Alle() []simulate.Kort { return simulate.Alle() }

func (p played) Forloeb(ctx context.Context, id string) (*simulate.Forloeb, error) {
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, filepath.Join(p.dir(), "simulator.db"), sqlite.Options{CacheMiB: 4})
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	return simulate.Koer(ctx, id, db, ring)
}

func simulatorHandler(t *testing.T, as who) http.Handler {
	t.Helper()
	f := newFake()
	return web.New(web.Config{
		Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"}, Indeks: f, Organisation: f, Status: f, Identiteter: as, Audit: f,
		Nu: func() time.Time { return nu }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Dele: []web.Del{simulator.New(played{t.TempDir})},
	})
}

var uuidPattern = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// TestR095_TheSimulatorIsOpenAndHoldsNoCodes reads every page of the simulator as somebody who is not logged in.
func TestR095_TheSimulatorIsOpenAndHoldsNoCodes(t *testing.T) {
	t.Parallel()
	h := simulatorHandler(t, nobody)
	pages := []string{simulator.Sti}
	list := get(t, h, simulator.Sti).Body.String()
	for _, k := range simulate.Alle() {
		pages = append(pages, simulator.Sti+"/"+k.ID)
		if !strings.Contains(list, `href="`+simulator.Sti+"/"+k.ID+`"`) || !strings.Contains(list, k.Titel) {
			t.Errorf("the list lacks %s", k.ID)
		}
	}
	for _, address := range pages {
		w := get(t, h, address)
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, "opdigtede") {
			t.Errorf("%s: %d, or it does not say that all is invented", address, w.Code)
		}
		if uuidPattern.MatchString(body) || containsAny(body, "710550") {
			t.Errorf("%s shows an identity or a number of a person", address)
		}
	}
	if w := get(t, h, simulator.Sti+"/findes-ikke"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Se alle uheld") {
		t.Errorf("an unknown accident: %d", w.Code)
	}
}

// TestSimulatorScene looks the simulator over in a real browser: on a desk, on a telephone, and without JavaScript.
func TestSimulatorScene(t *testing.T) {
	s := newStage(t)
	for _, width := range []int{1280, 390} {
		t.Run(fmt.Sprintf("%d px", width), func(t *testing.T) {
			s.do(t, viewport(width))
			s.open(t, simulator.Sti)
			s.reads(t, "Hvad sker der, hvis …?")
			s.show(t, "simulator", width)
			for _, k := range simulate.Alle() {
				s.open(t, simulator.Sti+"/"+k.ID)
				s.reads(t, "Sådan ender det", "Dag 1, 6. maj 2024")
				s.show(t, "simulator-"+k.ID, width)
			}
		})
	}
	t.Run("320 px", func(t *testing.T) {
		s.do(t, viewport(320))
		s.open(t, simulator.Sti+"/markoer")
		s.look(t, "simulator-markoer", 320)
	})
	t.Run("without JavaScript", func(t *testing.T) {
		s.do(t, viewport(1280), scripts(true))
		defer s.do(t, scripts(false))
		s.open(t, simulator.Sti)
		s.click(t, `a[href$="/4-foer-5"]`)
		s.reads(t, "Indeksbro siger nej:", "EOJ'en siger ingenting og gør det.", "Ender forkert", "Ender rigtigt")
		s.do(t, chromedp.Click(".ib-sim-ens summary"), chromedp.WaitVisible(".ib-sim-ens[open] table"))
	})
	for _, b := range s.broken {
		t.Errorf("broken: %s", b)
	}
}
