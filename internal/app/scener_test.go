package app

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/xuri/excelize/v2"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/standin"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/web/assets"
)

const (
	chromium = "/usr/bin/chromium"
	axeFile  = "../../node_modules/axe-core/axe.min.js"
)

// scene is a real browser on a running program, worked by the keyboard.
type scene struct {
	t    *testing.T
	ctx  context.Context
	base string
	axe  string
}

func newScene(t *testing.T, base string) *scene {
	t.Helper()
	axe, err := os.ReadFile(axeFile)
	if _, missing := os.Stat(chromium); missing != nil || err != nil || !assets.Complete() {
		shared.Missing(t, "the scenes cannot be played without chromium, axe-core and the real stylesheet (make assets)")
	}
	dir, err := os.MkdirTemp("", "indeksbro-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium does not start: %v", err)
	}
	limited, end := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(end)
	return &scene{t: t, ctx: limited, base: base, axe: string(axe)}
}

func (s *scene) do(steps ...chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	if err := chromedp.Do(s.ctx, steps...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) open(path string) {
	s.t.Helper()
	s.do(chromedp.Navigate(s.base + path))
}

// goes presses a key that leads to another page, and waits for it: the old page is marked, and a new one has no mark.
func (s *scene) goes(keys string) {
	s.t.Helper()
	s.eval("document.documentElement.dataset.gammel = '1'")
	from := s.eval("location.pathname + ' ' + document.activeElement.outerHTML")
	s.keys(keys)
	until(s.t, from+": another page after "+strconv.Quote(keys), func() bool {
		there, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && !document.documentElement.dataset.gammel"))
		return err == nil && there
	})
}

func (s *scene) keys(keys string) {
	s.t.Helper()
	s.do(chromedp.KeyEvent(keys))
}

// tabTo presses Tab until the selector has the focus: what cannot be reached so cannot be used with the keyboard alone.
func (s *scene) tabTo(selector string) {
	s.t.Helper()
	for range 400 {
		s.keys(kb.Tab)
		if s.eval(fmt.Sprintf("document.activeElement.matches(%q)", selector)) == "true" {
			return
		}
	}
	s.t.Fatalf("%s: Tab never comes to %s", s.eval("location.pathname"), selector)
}

func (s *scene) eval(expression string) string {
	s.t.Helper()
	value, err := chromedp.Run(s.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		s.t.Fatal(err)
	}
	return value
}

func (s *scene) has(selector string) bool {
	return s.eval(fmt.Sprintf("document.querySelector(%q) !== null", selector)) == "true"
}

func (s *scene) text() string {
	return strings.Join(strings.Fields(s.eval("document.querySelector('main').innerText")), " ")
}

func (s *scene) reads(texts ...string) {
	s.t.Helper()
	got := s.text()
	for _, text := range texts {
		if !strings.Contains(got, text) {
			s.t.Errorf("%s does not say %q; it says: %s", s.eval("location.pathname"), text, got)
		}
	}
}

// accessible runs axe over the page at both widths, and sees that nothing sticks out to the side.
func (s *scene) accessible() {
	s.t.Helper()
	for _, width := range []int64{390, 1280} {
		s.do(chromedp.EmulateViewport(width, 900))
		if _, err := chromedp.Run(s.ctx, chromedp.Evaluate[chromedp.Void](s.axe+";undefined")); err != nil {
			s.t.Fatal(err)
		}
		found, err := chromedp.Run(s.ctx, chromedp.Evaluate[string](`axe.run().then(r => JSON.stringify(r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))])))`, chromedp.EvalAwaitPromise))
		if err != nil {
			s.t.Fatal(err)
		}
		if found != "[]" {
			s.t.Errorf("%s at %d px: %s", s.eval("location.pathname"), width, found)
		}
		if wide := s.eval("document.documentElement.scrollWidth > " + fmt.Sprint(width)); wide == "true" {
			s.t.Errorf("%s sticks out to the side at %d px", s.eval("location.pathname"), width)
		}
	}
}

// upload chooses files, as the system's own dialog would, and sends them with the keyboard.
func (s *scene) upload(input string, files ...string) {
	s.t.Helper()
	s.do(chromedp.SetUploadFiles(input, files))
	s.tabTo("form:has(" + input + ") button")
	s.goes(kb.Enter)
}

// liste writes rows as a workbook in a file.
func liste(t *testing.T, name string, rows [][]any) string {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), name)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func fil(t *testing.T, name string, write func(*bytes.Buffer) error) string {
	t.Helper()
	var content bytes.Buffer
	if err := write(&content); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// logIn opens the workbench with the key and a name.
func (s *scene) logIn(key string) {
	s.t.Helper()
	s.open("/log-ind")
	s.tabTo("#navn")
	s.keys("Karen Holm")
	s.tabTo("#noegle")
	s.keys(key)
	s.goes(kb.Enter)
}

// TestS1S2S3_TwoListsBecomeAMappingWithTheKeyboardAlone is a municipality that is only two lists: they are read in, the sure ones
// accepted after a look, the hard ones decided row by row, the units found, the sagstyper marked, until no error is left.
func TestS1S2S3_TwoListsBecomeAMappingWithTheKeyboardAlone(t *testing.T) {
	data := t.TempDir()
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	s.reads("Hvor er jeres lister?")
	s.accessible()

	s.upload("#lister", liste(t, "ydelser.xlsx", [][]any{
		{"Sagstype", "Ydelse", "Lovgivning", "§"},
		{"Forebyggelsesindsats", "Diætist diabetes", "SUL", "119"},
		{"Forebyggelsesindsats", "Rygestopkursus", "SUL", "§ 119"},
		{"Forebyggelsesindsats", "Afklarende samtale", "SUL", "§ 119"},
		{"Hjælpemidler", "Rollator", "SEL", "112"},
		{"Hjælpemidler", "Kompressionsstrømper", "SEL", "§ 112"},
		{"Hjælpemidler", "Hjælpemiddel til medarbejder (APV)", "Arbejdsmiljøloven", ""},
		{"Befordring", "Støtte til individuel befordring", "SEL", "§ 117"},
		{"Klage over afgørelse", "Klagebehandling", "", ""},
	}), liste(t, "enheder.xlsx", [][]any{
		{"Enhed", "Overordnet enhed", "Sagsansvarlig"}, {"Social & Omsorg", "", "nej"}, {"Omsorg", "Social & Omsorg", "nej"}, {"Visitation A", "Omsorg", "ja"},
	}))
	s.reads("4 sagstyper, 8 ydelser, 3 enheder.", "KLE er ikke hentet")
	s.accessible()
	s.upload("#kle-fil", fil(t, "kle.xml", func(b *bytes.Buffer) error { return standin.WriteEmneplan(b) }))
	s.reads("KLE er hentet")
	s.upload("#org-fil", fil(t, "organisation.ndjson", func(b *bytes.Buffer) error {
		return generate.Organisation(b, generate.Options{Borgere: 1, Seed: 1, Kommune: oio.Korsbaek, Dato: 20260301})
	}))
	s.reads("FK Organisation er hentet")

	s.theSure("/vaerksted/sikre?art=ydelse")
	s.rowByRow("/vaerksted/ydelser?tilstand=aabne")
	s.theSure("/vaerksted/enheder/sikre")
	s.rowByRow("/vaerksted/sagstyper?tilstand=aabne")
	s.open("/vaerksted/ydelser?tilstand=aabne")
	s.reads("Ingen ydelser passer.")
	s.open("/vaerksted/fund?alvor=fejl")
	if text := s.text(); !strings.Contains(text, "0 af ") && !strings.Contains(text, "Ingen. Alt") {
		t.Errorf("errors are left: %s", text)
	}
	for _, path := range []string{"/vaerksted/ydelser", "/vaerksted/sagstyper", "/vaerksted/fund", "/vaerksted/kle", "/vaerksted/katalog?q=diæt", "/vaerksted/afklaring", "/vaerksted/test", "/vaerksted/historik",
		"/vaerksted/kontakter", "/vaerksted/regler", "/vaerksted/opdelinger"} {
		s.open(path)
		s.accessible()
	}
}

// theSure accepts what is sure after a look, undoes it, and accepts it again.
func (s *scene) theSure(path string) {
	s.t.Helper()
	s.open(path)
	if !s.has("tbody input[type=checkbox]") {
		return
	}
	s.accessible()
	s.tabTo("main form button[type=submit]")
	s.goes(kb.Enter)
	s.reads("besluttet")
	s.tabTo("form[action='/vaerksted/fortryd'] button")
	s.goes(kb.Enter)
	s.reads("Fortrudt")
	s.open(path)
	s.tabTo("main form button[type=submit]")
	s.goes(kb.Enter)
}

// rowByRow decides every open row with the keys of the help: 1 and Enter where there is a suggestion, N and a reason where there
// is none.
func (s *scene) rowByRow(path string) {
	s.t.Helper()
	s.open(path)
	for range 30 {
		if s.eval("location.pathname") == strings.Split(path, "?")[0] {
			if s.open(path); !s.has("[data-raekke]") {
				return
			}
			s.keys(kb.ArrowDown)
			s.goes(kb.Enter)
			s.accessible()
		}
		switch {
		case s.has("[data-forslag] input[data-nr]:not([disabled])"):
			s.keys(s.eval("document.querySelector('[data-forslag] input[data-nr]:not([disabled])').dataset.nr"))
			s.goes(kb.Enter)
		default:
			s.keys("n")
			s.keys("Behandles i ESDH")
			s.goes(kb.Enter)
		}
		if s.eval("location.pathname") == "/vaerksted/beslut" {
			s.t.Fatalf("a rule stands in the way: %s", s.text())
		}
	}
	s.t.Fatalf("%s never ends: %s", path, s.text())
}

// TestS3S6_ConsequencesFirstAndAMistakeIsMended plays on the demo, where there are citizens behind the names.
func TestS3S6_ConsequencesFirstAndAMistakeIsMended(t *testing.T) {
	s := newScene(t, "")
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	k := start(t, filepath.Join(temporary, "unused"), "demo", "--addr", "127.0.0.1:0", "--borgere", "200", "--hvert", "24h")
	s.base = k.url
	s.open("/demo")
	s.tabTo("input[value=administrator] + button")
	s.goes(kb.Enter)

	// S3: what a mark would do is said first, with who stands in the way.
	s.open("/vaerksted/sagstyper?tilstand=aabne")
	s.keys(kb.ArrowDown)
	s.goes(kb.Enter)
	s.tabTo("button[formaction='/vaerksted/overvej']")
	s.goes(kb.Enter)
	s.reads("sager", "bliver synlige", "Ret dem først", "Gør det alligevel")
	s.accessible()
	s.tabTo("a.button-primary")
	s.goes(kb.Enter)
	if path := s.eval("location.pathname"); path != "/vaerksted/ydelser" {
		t.Errorf("mend those first leads to %s", path)
	}

	// S6: a service with another type; the row says what is being mended, then that it is, by the index itself.
	s.open("/vaerksted/ydelser?tilstand=besluttet&sorter=borgere&kun=borgere&q=" + url.QueryEscape("diæt"))
	s.keys(kb.ArrowDown)
	s.goes(kb.Enter)
	row := s.eval("location.pathname")
	other := s.eval("[...document.querySelectorAll('[data-forslag] input[data-nr]:not([disabled])')].find(i => !i.labels[0].innerText.includes(document.querySelector('.ib-nu strong').innerText)).dataset.nr")
	wanted := s.eval("document.querySelector('[data-forslag] input[data-nr=\"" + other + "\"]').labels[0].querySelector('strong').innerText")
	s.keys(other)
	s.goes(kb.Enter)
	s.reads("besluttet")
	s.open(strings.Replace(row, "/vaerksted/", "/vaerksted/rettelse/", 1))
	done := regexp.MustCompile(`\d+ bevillinge?r?: rettet, kontrolleret \d\d\.\d\d`)
	until(t, "the mistake is mended", func() bool {
		s.open(strings.Replace(row, "/vaerksted/", "/vaerksted/rettelse/", 1))
		return done.MatchString(s.text())
	})
	s.reads(wanted)
	s.accessible()

	// Without script the same pages work: choose, look, decide.
	s.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	s.open(row)
	s.do(chromedp.Click("[data-forslag] input[data-nr]:not([disabled])"))
	if got := s.clickThrough("[data-beslut]"); !strings.Contains(got, "besluttet.") {
		t.Errorf("a decision without script is answered by: %s", got)
	}
}

// clickThrough clicks what leads to another page, where script is off, and gives the text of that page once it is there:
// read in between, it would be asked of a page that is on its way out.
func (s *scene) clickThrough(selector string) string {
	s.t.Helper()
	if _, err := chromedp.RunResponse(s.ctx, chromedp.Click(selector)); err != nil {
		s.t.Fatal(err)
	}
	got, err := chromedp.Run(s.ctx, chromedp.Text("main"))
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(strings.Fields(got), " ")
}
