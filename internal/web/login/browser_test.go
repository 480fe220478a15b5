package login_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/web/assets"
	"indeksbro/internal/web/login"
)

const (
	chromium = "/usr/bin/chromium"
	axeFile  = "../../../node_modules/axe-core/axe.min.js"
)

// skaerm is a real browser at a log-in.
type skaerm struct {
	t   *testing.T
	ctx context.Context
	s   *sted
	axe string
}

func nySkaerm(t *testing.T) *skaerm {
	t.Helper()
	axe, err := os.ReadFile(axeFile)
	if _, missing := os.Stat(chromium); missing != nil || err != nil || !assets.Complete() {
		shared.Missing(t, "the log-in cannot be played without chromium, axe-core and the real stylesheet (make assets)")
	}
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
	return &skaerm{t, limited, nytSted(t), string(axe)}
}

func (b *skaerm) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *skaerm) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.s.egen.URL + path))
}

func (b *skaerm) click(selector string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(selector)); err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
}

func (b *skaerm) text() string {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Text("body"))
	if err != nil {
		return "" // between two pages
	}
	return strings.Join(strings.Fields(got), " ")
}

// reads waits until the page says something: a refresh leads on by itself.
func (b *skaerm) reads(text string) {
	b.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for got := ""; time.Now().Before(deadline); <-tick.C {
		if got = b.text(); strings.Contains(got, text) {
			return
		}
	}
	b.t.Fatalf("the page does not say %q; it says: %s", text, b.text())
}

func (b *skaerm) eval(script string) string {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script))
	if err != nil {
		b.t.Fatal(err)
	}
	return got
}

func (b *skaerm) accessible(name string) {
	b.t.Helper()
	for _, width := range []int64{1280, 390} {
		b.do(chromedp.EmulateViewport(width, 900))
		if wide := b.eval("String(document.documentElement.scrollWidth > " + map[int64]string{1280: "1280", 390: "390"}[width] + ")"); wide != "false" {
			b.t.Errorf("%s sticks out at %d px", name, width)
		}
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](b.axe+";undefined")); err != nil {
		b.t.Fatalf("load axe: %v", err)
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run().then(r => r.violations.filter(v => v.impact == "serious" || v.impact == "critical").map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160)).join("; ")).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil || found != "" {
		b.t.Errorf("%s: %v %s", name, err, found)
	}
	b.do(chromedp.EmulateViewport(1280, 900))
}

func (b *skaerm) scripts(off bool) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	}))
}

// TestInABrowserOneLogsInAtAnotherSiteAndOutAgain is the whole round trip with a provider of another site, where cookies that are Strict are
// not sent along: by OpenID Connect as staff and as a citizen, and by OIOSAML, with the pages on the way accessible.
func TestInABrowserOneLogsInAtAnotherSiteAndOutAgain(t *testing.T) {
	b := nySkaerm(t)
	way := func(name string) string { return `a[href^="` + login.Sti + "/" + name + `"]` }
	b.open(login.Sti)
	b.accessible("log-in page")
	b.click(way("medarbejder"))
	b.reads("Vælg, hvem du er")
	if host := b.eval("location.hostname"); host != "localhost" {
		t.Fatalf("the provider is at %s, want another site than ours", host)
	}
	b.accessible("choice of employees")
	b.click(`input[value=mette] + button`)
	b.reads("Mette Krogh")
	b.reads("Find en borger")
	b.accessible("logged in")
	if stored := b.eval("JSON.stringify([document.cookie, localStorage.length, sessionStorage.length])"); stored != `["",0,0]` {
		t.Errorf("scripts see %s", stored)
	}
	b.click(`form[action="` + login.LogUd + `"] button`)
	b.reads("Luk browseren, hvis du bruger en offentlig computer.")
	if at := b.eval("location.href"); at != b.s.egen.URL+"/log-ud/farvel" {
		t.Errorf("after the log-out at %s", at)
	}
	b.accessible("logged out")
	b.open("/hvem")
	b.reads("Du er ikke logget ind")

	b.open(login.Sti)
	b.click(way("borger"))
	b.reads("Find en borger ved navn")
	b.accessible("choice of citizens")
	b.click(`main li button`)
	b.reads("Anna Andersen")
	if at := b.eval("location.pathname"); at != "/borger" {
		t.Errorf("a citizen comes to %s", at)
	}
	b.click(`form[action="` + login.LogUd + `"] button`)
	b.reads("Luk browseren")

	b.open(login.Sti)
	b.click(way("oiosaml"))
	b.reads("Vælg, hvem du er")
	b.click(`input[value=susanne] + button`)
	b.reads("Du er logget ind")
	b.accessible("the provider's answer")
	b.click(`main form button`)
	b.reads("Susanne Dahl")
	b.open("/hvem")
	b.reads("sagsbehandler|susanne|Susanne Dahl|alt|oiosaml|Substantial")
	if strings.Contains(b.s.log.String(), nummer) {
		t.Error("the log has the citizen's number")
	}
}

// TestInABrowserOneIsWarnedBeforeTheEndAndCanStay plays the last two minutes with the browser's clock, and without script.
func TestInABrowserOneIsWarnedBeforeTheEndAndCanStay(t *testing.T) {
	b := nySkaerm(t)
	b.open(login.Sti)
	b.do(chromedp.SendKeys("#navn", "Karen Holm"), chromedp.SendKeys("#noegle", b.s.Noegle))
	b.click(`button.button-secondary`)
	b.open("/tilgaengelighed")
	b.reads("Logget ind til kl. 13.30")
	if strings.Contains(b.text(), "Du bliver snart logget ud") {
		t.Error("warned at once")
	}
	*b.s.now = b.s.now.Add(50 * time.Second) // a use that is not noted again, so the end comes nearer
	b.s.Login.Session.Ledig = 2 * time.Minute
	b.open("/tilgaengelighed")
	b.reads("Du bliver snart logget ud. Tryk Forlæng for at blive.")
	b.accessible("warned")
	b.s.Login.Session.Ledig = 30 * time.Minute
	b.do(chromedp.Click(`.ib-udloeb button`))
	b.reads("Logget ind til kl. 13.30")
	if strings.Contains(b.text(), "snart") || b.eval("location.pathname") != "/tilgaengelighed" {
		t.Errorf("she stays, and the page says %s", b.text())
	}
	b.scripts(true)
	b.open("/tilgaengelighed")
	b.click(`.ib-udloeb button`)
	b.reads("Du er logget ind til kl. 13.30")
	b.click(`main a.button-primary`)
	b.reads("Tilgængelighed")
}
