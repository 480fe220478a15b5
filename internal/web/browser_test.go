package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/logindtest"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/web"
	"indeksbro/internal/web/assets"
	"indeksbro/internal/web/demo"
	"indeksbro/internal/web/login"
	"indeksbro/internal/web/simulator"
)

const (
	chromium = "/usr/bin/chromium"
	axeFile  = "../../node_modules/axe-core/axe.min.js"
)

// need skips a browser test on a machine that lacks something, and fails it in CI, where nothing may lack.
func need(t *testing.T) {
	t.Helper()
	var missing []string
	for _, file := range []string{chromium, axeFile} {
		if _, err := os.Stat(file); err != nil {
			missing = append(missing, file)
		}
	}
	if !assets.Complete() {
		missing = append(missing, "the real stylesheet (make assets)")
	}
	if len(missing) > 0 {
		shared.Missing(t, "the scenes cannot be played without "+strings.Join(missing, ", "))
	}
}

// stage is a server with the demo's picker, and a browser.
type stage struct {
	ctx  context.Context
	base string
	axe  string
	fake *fake

	mu     sync.Mutex
	broken []string // answers that should not have been
}

func newStage(t *testing.T) *stage {
	t.Helper()
	need(t)
	axe, err := os.ReadFile(axeFile)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{axe: string(axe), fake: newFake()}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	clock := func() time.Time { return nu }
	server := httptest.NewUnstartedServer(nil)
	s.base = "http://" + server.Listener.Addr().String()
	in := logindtest.NyKreds(s.base, s.base, s.fake, s.fake.noegle, clock, log)
	pages := web.New(web.Config{
		Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"},
		Indeks:  s.fake, Organisation: s.fake, Status: s.fake, Friskhed: s.fake, Visning: s.fake, Kilde: s.fake, Kald: s.fake, Indhold: s.fake.Indhold, Identiteter: in.Login, Audit: s.fake, Sapa: s.fake,
		Login: demo.Sti, LogUd: login.LogUd, Forlaeng: login.Forlaeng, Nu: clock, Log: log, Dele: []web.Del{in.Login, simulator.New(played{t.TempDir})},
	})
	server.Config.Handler = s.watch(in.Ruter(pages))
	server.Start()
	t.Cleanup(server.Close)
	s.ctx = browser(t)
	return s
}

// watch notes every answer that is an error, so that a missing icon or font cannot hide.
func (s *stage) watch(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w}
		h.ServeHTTP(seen, r)
		if seen.status >= 400 && seen.status != http.StatusForbidden && seen.status != http.StatusUnprocessableEntity {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.broken = append(s.broken, fmt.Sprintf("%s %s: %d", r.Method, r.URL.Path, seen.status))
		}
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func browser(t *testing.T) context.Context {
	t.Helper()
	dir, err := os.MkdirTemp("", "indeksbro-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // its children may still be writing; the directory is temporary anyway
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the first call starts the browser and must have no deadline
		t.Fatalf("chromium does not start: %v", err)
	}
	limited, end := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(end)
	return limited
}

func (s *stage) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(s.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// click presses something that leads to another page, and waits for it.
func (s *stage) click(t *testing.T, selector string) {
	t.Helper()
	if _, err := chromedp.RunResponse(s.ctx, chromedp.Click(selector)); err != nil {
		t.Fatalf("click %s: %v", selector, err)
	}
}

func (s *stage) open(t *testing.T, path string) {
	t.Helper()
	s.do(t, chromedp.Navigate(s.base+path))
}

// reads expects texts on the page as people see it.
func (s *stage) reads(t *testing.T, texts ...string) {
	t.Helper()
	got, err := chromedp.Run(s.ctx, chromedp.Text("body"))
	if err != nil {
		t.Fatal(err)
	}
	got = strings.Join(strings.Fields(got), " ")
	for _, text := range texts {
		if !strings.Contains(got, text) {
			t.Errorf("the page does not say %q; it says: %s", text, got)
		}
	}
}

// look takes a screenshot when INDEKSBRO_SKAERMBILLEDER names a directory, and checks that nothing sticks out to the side.
func (s *stage) look(t *testing.T, name string, width int) {
	t.Helper()
	wide, err := chromedp.Run(s.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if err != nil {
		t.Fatal(err)
	}
	if wide > width {
		t.Errorf("%s is %d px wide on a screen of %d", name, wide, width)
	}
	dir := os.Getenv("INDEKSBRO_SKAERMBILLEDER")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(s.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}

// accessible runs axe-core over the page and expects nothing serious (07 People).
func (s *stage) accessible(t *testing.T, name string) {
	t.Helper()
	if _, err := chromedp.Run(s.ctx, chromedp.Evaluate[chromedp.Void](s.axe+";undefined")); err != nil {
		t.Fatalf("load axe: %v", err)
	}
	found, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`axe.run().then(r => JSON.stringify(r.violations.map(v => ({id: v.id, impact: v.impact, nodes: v.nodes.map(n => n.html.slice(0, 160))}))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("run axe: %v", err)
	}
	var violations []struct {
		ID, Impact string
		Nodes      []string
	}
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		if v.Impact == "serious" || v.Impact == "critical" {
			t.Errorf("%s: %s (%s): %s", name, v.ID, v.Impact, strings.Join(v.Nodes, "\n"))
		} else {
			t.Logf("%s: %s (%s): %s", name, v.ID, v.Impact, strings.Join(v.Nodes, "\n"))
		}
	}
}

func (s *stage) show(t *testing.T, name string, width int) {
	t.Helper()
	s.look(t, name, width)
	s.accessible(t, name)
}

func viewport(width int) chromedp.Action[chromedp.Void] {
	return chromedp.EmulateViewport(int64(width), 900)
}

func scripts(off bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	})
}

// TestScenes plays S8 and S9, thin, in a real browser: on a desk, on a telephone, and without JavaScript.
func TestScenes(t *testing.T) {
	s := newStage(t)
	for _, width := range []int{1280, 390} {
		t.Run(fmt.Sprintf("%d px", width), func(t *testing.T) {
			s.do(t, viewport(width))
			s.frontPages(t, width)
			s.s8(t, width)
			s.s9(t, width)
		})
	}
	t.Run("320 px", func(t *testing.T) {
		s.do(t, viewport(320))
		s.be(t, "")
		for name, path := range map[string]string{"forside": "/", "sapa-borger": "/sapa/borger/" + anna.Noegle.String(), "sapa-sag": "/sapa/sag/" + sag1.String()} {
			s.open(t, path)
			s.look(t, name, 320)
		}
	})
	t.Run("without JavaScript", func(t *testing.T) {
		s.do(t, viewport(1280), scripts(true))
		defer s.do(t, scripts(false))
		s.s8(t, 0)
		s.s9(t, 0)
	})
	for _, b := range s.broken {
		t.Errorf("broken: %s", b)
	}
}

// TestKeyboard goes from the top of a page to its contents with the keyboard alone.
func TestKeyboard(t *testing.T) {
	s := newStage(t)
	s.do(t, viewport(1280))
	s.be(t, "")
	s.do(t, chromedp.Evaluate[chromedp.Void](`document.activeElement && document.activeElement.blur()`), chromedp.KeyEvent("\t"))
	if class := s.focused(t, "className"); class != "skipnav" {
		t.Errorf("the first stop is %q, not the skip link", class)
	}
	s.do(t, chromedp.KeyEvent("\r"))
	for range 3 { // back to the form's field is the first stop inside main
		s.do(t, chromedp.KeyEvent("\t"))
		if s.focused(t, "id") == "soeg" {
			s.do(t, chromedp.KeyEvent("anna"))
			if _, err := chromedp.RunResponse(s.ctx, chromedp.KeyEvent("\r")); err != nil {
				t.Fatal(err)
			}
			s.reads(t, "3 aktive sager, 4 ydelser, 1 afsluttet")
			return
		}
	}
	t.Error("the search field cannot be reached with the keyboard")
}

func (s *stage) focused(t *testing.T, property string) string {
	t.Helper()
	got, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`document.activeElement.`+property))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// be chooses who one is: the citizen behind a key, or a caseworker.
func (s *stage) be(t *testing.T, borger string) {
	t.Helper()
	s.open(t, demo.Sti)
	if borger == "" {
		s.click(t, `main form button.button-primary`)
		return
	}
	s.click(t, `input[value="`+borger+`"] + button`)
}

func (s *stage) frontPages(t *testing.T, width int) {
	t.Helper()
	s.open(t, "/")
	s.reads(t, "Sager og ydelser ét sted", "Tallene stemmer")
	s.show(t, "forside", width)
	s.open(t, demo.Sti)
	s.show(t, "demo", width)
	s.open(t, "/tilgaengelighed")
	s.show(t, "tilgaengelighed", width)
	s.open(t, demo.Sti+"/farvel")
	s.show(t, "farvel", width)
}

// s8 is the caseworker's scene. Width 0: without JavaScript, so without axe.
func (s *stage) s8(t *testing.T, width int) {
	t.Helper()
	check := func(name string) {
		if width > 0 {
			s.show(t, name, width)
		}
	}
	s.be(t, "")
	s.reads(t, "Find en borger", "Dine opslag bliver gemt")
	check("sapa")
	s.do(t, chromedp.SendKeys("#soeg", "7105"))
	s.click(t, ".ib-soeg button")
	s.reads(t, "ti cifre")
	check("sapa-fejl")
	s.do(t, chromedp.SendKeys("#soeg", "sen"))
	s.click(t, ".ib-soeg button")
	s.reads(t, "2 borgere", "710550-••••")
	check("sapa-hits")
	s.do(t, chromedp.SendKeys("#soeg", "anna"))
	s.click(t, ".ib-soeg button")
	s.reads(t, "Anna Andersen", "710550-0001", "3 aktive sager, 4 ydelser, 1 afsluttet", "Data er fra")
	if at, err := chromedp.Run(s.ctx, chromedp.Location()); err != nil || strings.Contains(at, "0001") {
		t.Errorf("the address is %q (%v)", at, err)
	}
	check("sapa-borger")
	s.click(t, `.ib-vis a:last-child`)
	s.reads(t, "Aktive sager 3")
	s.do(t, chromedp.SetValue("#enhed", ude.String()))
	s.click(t, ".ib-filter button")
	s.reads(t, "Aktive sager 1")
	check("sapa-filter")
	s.open(t, "/sapa/sag/"+sag1.String())
	s.reads(t, "Kost og sundhed", "Ansvarlig Visitation A", "55 55 01 23 · kl. 9–14 i dag", "Ydelser på sagen 5", "Afgørelse Primær part får medhold", "Dokumenter 1", "Ansøgning om kost", "Andre parter", "621248-••••", "Oversag: Bolig")
	check("sapa-sag")
	s.click(t, `#parter + ul form button`)
	s.reads(t, "621248-0002")
	check("sapa-sag-part")
	s.open(t, "/sapa/borger/"+anna.Noegle.String())
	s.reads(t, "Helhedsoverblik", "Tidslinje", "Ansøgning om kost", "Journalnotater 1", "Boligstøtte", "Korsbæk ESDH")
	s.do(t, chromedp.SetValue("#formaal", "Oplysning af en sag"))
	s.click(t, `button[value="udskrift"]`)
	s.reads(t, "Formål: Oplysning af en sag", "Udskrevet af")
	check("sapa-udskrift")
	s.open(t, "/sapa")
	s.do(t, chromedp.SendKeys("#soeg", "s-1002"))
	s.click(t, ".ib-soeg button")
	s.reads(t, "Bolig", "Oplysninger om sagen")
	s.open(t, "/sapa/sag/"+sag1.String())
	s.click(t, `.ib-tabel tbody a`)
	s.reads(t, "Oplysninger om bevillingen")
	check("sapa-bevilling")
	s.open(t, "/borger")
	s.reads(t, "Du har ikke adgang til siden")
	check("ikke-adgang")
}

// s9 is the citizen's scene.
func (s *stage) s9(t *testing.T, width int) {
	t.Helper()
	check := func(name string) {
		if width > 0 {
			s.show(t, name, width)
		}
	}
	s.be(t, anna.Noegle.String())
	s.reads(t, "Det får du hjælp til nu", "Du får diætvejledning. Bevilget 10. januar 2024 af Visitation A. Spørgsmål? Ring 55 55 01 23 (kl. 9–14).",
		"Begynder 1. marts 2026.", "Kommunen viser endnu ikke sager om: behandling for misbrug, børn og unge.")
	check("borger")
	s.do(t, chromedp.Click(".ib-tidligere .details-summary"), chromedp.WaitVisible(".ib-tidligere .details-text"))
	s.reads(t, "Du fik træning for at få kræfter tilbage.", "Sluttede 30. april 2022.", "Afsluttet 3. maj 2022")
	check("borger-tidligere")
	s.click(t, ".ib-logud")
	s.reads(t, "Du er logget ud")
	s.be(t, tom.Noegle.String())
	s.reads(t, "Vi har ingen sager at vise.")
	check("borger-intet")
	s.click(t, ".ib-logud")
	s.reads(t, "Du er logget ud") // who goes on from here goes on from that page
}

// noegle is the key of the citizen with a number.
func (f *fake) noegle(cpr oio.CPR) oio.Borgernoegle {
	for _, p := range f.people() {
		if p.CPR == cpr {
			return p.Noegle
		}
	}
	return oio.Borgernoegle{1}
}
