package vaerksted_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/suggest"
	"indeksbro/internal/testkit/shared"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/assets"
	"indeksbro/internal/web/vaerksted"
)

var enhedsvalgene = generate.Options{Borgere: 60, Seed: 1, Kommune: oio.Korsbaek, Dato: 20260115}

// tavs suggests nothing: these scenes are about units.
type tavs struct{}

func (tavs) Foreslaa(suggest.Opgave, int) []suggest.Forslag                     { return nil }
func (tavs) IkkeMappes(suggest.Opgave) (string, string, bool)                   { return "", "", false }
func (tavs) Hvem(*http.Request) (web.Identitet, bool)                           { return karen, true }
func (tavs) Opslag(context.Context, web.Opslag) error                           { return nil }
func (tavs) Kontakter(context.Context, oio.CVR) ([]borger.ManuelKontakt, error) { return nil, nil }
func (tavs) SaetKontakt(context.Context, oio.CVR, borger.ManuelKontakt) error   { return nil }

// filer takes no files: these scenes are about units.
type filer struct{}

func (filer) Organisation(context.Context, io.Reader) (string, error)        { return "", nil }
func (filer) Ark(context.Context, io.Reader, string, string) (string, error) { return "", nil }
func (filer) SkrivArk(context.Context, io.Writer, string) error              { return nil }
func (filer) KLE(context.Context, io.Reader, string) (string, error)         { return "", nil }

// ingenIndeks stands for the index, which these scenes never ask.
type ingenIndeks struct{ web.Indeks }

func (tavs) Organisation(context.Context, oio.CVR) (*organisation.Trae, error) {
	return organisation.New(nil), nil
}
func (tavs) Status(context.Context, oio.CVR) (web.Stand, error) { return web.Stand{}, nil }

var karen = web.Identitet{Roller: adgang.CuraAdministrator, Bruger: "karen", Navn: "Karen Holm", Kommune: oio.Korsbaek}

// enhedsscene is the deck's municipality half-way through step 6, as pages.
type enhedsscene struct {
	t    *testing.T
	db   *sqlite.DB
	desk *desk.Vaerksted
	base string
	days atomic.Int64 // the clock, in days after the beginning
}

func (s *enhedsscene) nu() time.Time {
	return time.Date(2026, 1, 15, 10, 30, 0, 0, oio.Koebenhavn).AddDate(0, 0, int(s.days.Load()))
}

func nyEnhedsscene(t *testing.T, keep func(mapping.Beslutning) bool) *enhedsscene {
	t.Helper()
	s := &enhedsscene{t: t}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "db"), sqlite.Options{CacheMiB: 4})
	s.ok(err)
	s.db = db
	t.Cleanup(func() { s.ok(db.Close()) })
	ring, err := seal.NewRing(make([]byte, seal.MasterSize))
	s.ok(err)
	keys, err := ring.Kommune(oio.Korsbaek)
	s.ok(err)
	var feed bytes.Buffer
	s.ok(generate.Feed(&feed, enhedsvalgene))
	_, err = (&mirror.Loader{Store: db, Kommune: oio.Korsbaek, Noegler: keys, Nu: s.nu}).Load(t.Context(), &feed)
	s.ok(err)
	s.importer(func(*organisation.Enhed) bool { return true })
	var decisions []mapping.Beslutning
	for _, b := range generate.Beslutninger(enhedsvalgene) {
		if b.Art == mapping.Enhed && keep(b) {
			decisions = append(decisions, b)
		}
	}
	s.ok(db.Beslut(t.Context(), oio.Korsbaek, decisions))
	s.desk = &desk.Vaerksted{Store: db, Kommune: oio.Korsbaek, Nu: s.nu,
		Motorer: func(context.Context, *projection.Grundlag, *kle.Plan, oio.Dato) (desk.Motorer, error) {
			return desk.Motorer{KLE: tavs{}, Ydelsestype: tavs{}}, nil
		}}
	server := httptest.NewServer(web.New(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Indeks: ingenIndeks{}, Organisation: tavs{}, Status: tavs{},
		Identiteter: tavs{}, Audit: tavs{}, Nu: s.nu, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Dele: []web.Del{vaerksted.New(vaerksted.Config{Desk: s.desk, Filer: filer{}, Kontakter: tavs{}, Nu: s.nu})}}))
	t.Cleanup(server.Close)
	s.base = server.URL
	return s
}

func (s *enhedsscene) ok(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// importer takes FK Organisation again, without the units that keep refuses; keep may change a unit.
func (s *enhedsscene) importer(keep func(*organisation.Enhed) bool) {
	s.t.Helper()
	var file bytes.Buffer
	s.ok(generate.Organisation(&file, enhedsvalgene))
	tree, err := organisation.Parse(&file)
	s.ok(err)
	var units []organisation.Enhed
	for _, u := range tree.Alle() {
		if keep(u) {
			units = append(units, *u)
		}
	}
	s.ok(s.db.GemOrganisation(s.t.Context(), oio.Korsbaek, organisation.New(units), nil, s.nu()))
}

// nextDay lets yesterday's units change: one is gone, one renamed, one moved.
func (s *enhedsscene) nextDay() {
	s.days.Add(1)
	social := s.unit("Social")
	s.importer(func(u *organisation.Enhed) bool {
		switch u.Navn {
		case "Vejlederteam":
			u.Navn = "Rådgivningsteam"
		case "Sygeplejen Nord":
			u.Overordnet = social
		}
		return u.Navn != "Visitation B"
	})
}

func (s *enhedsscene) unit(navn string) oio.UUID {
	s.t.Helper()
	tree, err := s.db.Organisation(s.t.Context(), oio.Korsbaek)
	s.ok(err)
	for _, u := range tree.Alle() {
		if u.Navn == navn {
			return u.UUID
		}
	}
	s.t.Fatalf("no unit %q", navn)
	return oio.UUID{}
}

var (
	tags   = regexp.MustCompile(`<[^>]*>`)
	blanks = regexp.MustCompile(`\s+`)
)

// page reads a page as text and as it is.
func (s *enhedsscene) page(path string) (text, html string) {
	s.t.Helper()
	answer, err := http.Get(s.base + path)
	s.ok(err)
	return s.read(answer)
}

// post sends a form and reads the page it leads to.
func (s *enhedsscene) post(path string, form url.Values) (text, html string) {
	s.t.Helper()
	answer, err := http.PostForm(s.base+path, form)
	s.ok(err)
	return s.read(answer)
}

func (s *enhedsscene) read(answer *http.Response) (text, html string) {
	s.t.Helper()
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	s.ok(err)
	plain := strings.NewReplacer("&amp;", "&", "&#39;", "'").Replace(tags.ReplaceAllString(string(body), " "))
	return strings.TrimSpace(blanks.ReplaceAllString(plain, " ")), string(body)
}

func (s *enhedsscene) says(text string, wants ...string) {
	s.t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			s.t.Errorf("the page does not say %q; it says: %s", want, text)
		}
	}
}

// halvvejs leaves some enheder open: Rehabilitering, Genoptræning, Tandplejen, Hjælpemidler & Biler and the Social & Omsorg above.
func halvvejs(b mapping.Beslutning) bool {
	switch b.ID {
	case "en-1", "en-12", "en-15", "en-21", "en-31":
		return false
	}
	return true
}

func TestR070_OnlySagsansvarligeAreInTheWorkList(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, func(mapping.Beslutning) bool { return false })
	bord, err := s.desk.Bord(t.Context())
	s.ok(err)
	g := bord.Snapshot.Grundlag
	for _, r := range bord.Enheder {
		if open := r.Aaben(); open && !g.Enheder[r.ID].Sagsansvarlig {
			t.Errorf("%s is not sagsansvarlig but waits for somebody", r.Navn)
		}
	}
	text, html := s.page("/vaerksted/enheder?vis=mangler")
	s.says(text, "Visitation A", "Omsorg")
	if strings.Contains(text, "Udkørende") || !strings.Contains(html, `class="ib-en-navn ib-en-bleg" href="/vaerksted/enhed/en-2"`) {
		t.Error("what need not be found is not left out, or what lies above is not pale")
	}
}

func TestR071_ThroughWhomAnEnhedResolvesIsShown(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	text, html := s.page("/vaerksted/enheder")
	s.says(text, "Bruger »Omsorg« gennem »Omsorg«", "Er »Visitation A« i FK Organisation")
	if !strings.Contains(html, `<path class="ib-en-opad"`) || !strings.Contains(html, `<path class="ib-en-fundet"`) {
		t.Error("no lines are drawn")
	}
	text, _ = s.page("/vaerksted/enhed/en-13")
	s.says(text, "På sagerne står »Omsorg«, fundet opad gennem »Omsorg«.")
}

func TestR072_WhatResolvesToNothingIsSaid(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	text, _ := s.page("/vaerksted/enhed/en-37")
	s.says(text, "Enheden kan ikke findes i FK Organisation, heller ikke opad. Sagerne bliver holdt tilbage.", "Findes den ikke i FK Organisation?",
		"Enheden »Projekt Tidlig Opsporing« findes i omsorgssystemet, men ikke i FK Organisation.")
}

func TestR073_ATakenUnitIsShownWithTheEnhedAboveBoth(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, func(b mapping.Beslutning) bool { return b.ID == "en-7" })
	text, html := s.page("/vaerksted/enhed/en-3?soeg=visitation+b")
	s.says(text, "Hører allerede til »Visitation B«", "Flyt den til Omsorg, over dem begge")
	if strings.Contains(html, ">Vælg Visitation B<") {
		t.Error("a taken unit can be chosen")
	}
	unit := s.unit("Visitation B").String()
	text, _ = s.post("/vaerksted/enhed/en-3/beslut", url.Values{"kombit": {unit}, "set": {"0"}})
	s.says(text, "Valget blev ikke gemt", "sæt det på en-2 »Omsorg« over dem begge")
	bord, err := s.desk.Bord(t.Context())
	s.ok(err)
	holder, _ := bord.Snapshot.Grundlag.Mapping.Beslutning(mapping.Enhed, "en-7")
	text, _ = s.post("/vaerksted/enhed/en-3/faelles", url.Values{"kombit": {unit}, "ejer": {"en-7"}, "set-ejer": {fmt.Sprint(holder.Nr)}, "over": {"en-2"}, "set-over": {"0"}})
	s.says(text, "2 valg er gemt.", "På sagerne står »Visitation B«, fundet opad gennem »Omsorg«.")
}

func TestR074_ClosedUnitsAreNeverProposed(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	text, _ := s.page("/vaerksted/enhed/en-11?soeg=visitation+e")
	s.says(text, "Ingen åben enhed hedder noget med »visitation e«.")
	text, _ = s.post("/vaerksted/enhed/en-12/beslut", url.Values{"kombit": {s.unit("Visitation E").String()}, "set": {"0"}})
	s.says(text, "Valget blev ikke gemt", "er lukket i FK Organisation")
}

func TestR075_TheChoiceOfModelIsRecordedAndTheWorkListFollows(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, func(mapping.Beslutning) bool { return false })
	text, _ := s.page("/vaerksted/enheder")
	s.says(text, "Model 1: detaljeret", "Model 2: overordnet", "af sagerne får en præcis kontakt", "Vælg model 2")
	text, _ = s.post("/vaerksted/enheder/model", url.Values{"model": {"2"}})
	s.says(text, "Vælg model 1", "0 af 3 enheder er fundet")
	p, err := s.db.Politik(t.Context(), oio.Korsbaek)
	s.ok(err)
	if p.Model != 2 {
		t.Errorf("model %d is recorded", p.Model)
	}
	text, _ = s.post("/vaerksted/enheder/model", url.Values{"model": {"3"}})
	s.says(text, "Det kunne ikke læses")
}

func TestR076_AnotherNameIsMappedAndTheNameProposed(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	text, _ := s.page("/vaerksted/enhed/en-15")
	s.says(text, "Ligner: »Rehabilitet. & Motorik«; samme plads i træet (under »Omsorg«)", "Vælg Rehabilitet. & Motorik")
	text, _ = s.post("/vaerksted/enhed/en-15/beslut", url.Values{"kombit": {s.unit("Rehabilitet. & Motorik").String()}, "set": {"0"}})
	s.says(text, "Gemt.", "Fortryd", "På sagerne står »Rehabilitet. & Motorik«.", "Enheden hedder »Rehabilitet. & Motorik« i FK Organisation. Ret navnet i EOJ")
	text, _ = s.post("/vaerksted/enhed/en-15/note", url.Values{"slags": {"navn"}, "tekst": {"Rehabilitet. & Motorik"}})
	s.says(text, "Det er foreslået, at enheden skifter navn i EOJ")
	text, _ = s.page("/vaerksted/enhed/en-13")
	s.says(text, "Så skal der ikke vælges noget: sagerne bruger »Omsorg«.")
}

func TestR076_UndoGivesBackWhatWas(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	_, html := s.post("/vaerksted/enhed/en-12/beslut", url.Values{"kombit": {s.unit("Genoptræning").String()}, "set": {"0"}})
	nr := regexp.MustCompile(`name="fra" value="(\d+)"`).FindStringSubmatch(html)
	if nr == nil {
		t.Fatal("no receipt")
	}
	text, _ := s.post("/vaerksted/enheder/fortryd", url.Values{"fra": {nr[1]}, "til": {nr[1]}, "enhed": {"en-12"}})
	s.says(text, "Det er fortrudt.", "På sagerne står »Omsorg«, fundet opad gennem »Omsorg«.")
}

func TestR077_InvisibleEnhederAreMappedOnlyWhenTheyMatter(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, func(mapping.Beslutning) bool { return false })
	text, _ := s.page("/vaerksted/enhed/en-33")
	s.says(text, "Enheden er usynlig i EOJ og skal ikke findes.")
	text, _ = s.page("/vaerksted/enhed/en-32")
	s.says(text, "Enheden er usynlig i EOJ, men skal findes.")
}

func TestR078_SureSuggestionsAreTakenAtOnceAfterALook(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	_, html := s.page("/vaerksted/enheder/sikre")
	boxes := regexp.MustCompile(`name="valg" value="([^"]+)"`).FindAllStringSubmatch(html, -1)
	if len(boxes) != 3 {
		t.Fatalf("%d sure suggestions, want Genoptræning, Hjælpemidler & Biler, Tandplejen", len(boxes))
	}
	form := url.Values{}
	for _, box := range boxes[:2] {
		form.Add("valg", box[1])
	}
	text, _ := s.post("/vaerksted/enheder/sikre", form)
	s.says(text, "2 valg er gemt.", "Se 1 sikkert forslag")
	text, _ = s.post("/vaerksted/enheder/sikre", form) // the same form again, sent twice by a slip: nothing is decided twice
	s.says(text, "2 valg er gemt.", "Se 1 sikkert forslag")
}

func TestR104_ARejectedSuggestionIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	text, _ := s.post("/vaerksted/enhed/en-15/note", url.Values{"slags": {"afvist"}, "kode": {s.unit("Rehabilitet. & Motorik").String()}})
	if strings.Contains(text, "Vælg Rehabilitet. & Motorik") {
		t.Error("the rejected unit is proposed again")
	}
}

func TestR079_AVanishedPartnerIsRedOnTopUntilSomebodyDecides(t *testing.T) {
	t.Parallel()
	s := nyEnhedsscene(t, halvvejs)
	s.nextDay()
	text, html := s.page("/vaerksted/enheder")
	s.says(text, "FK Organisation er ændret", "»Visitation B« er ikke længere i brug i FK Organisation", "»Vejlederteam« hedder nu »Rådgivningsteam«",
		"»Sygeplejen Nord« er flyttet i FK Organisation: fra »Omsorg« til »Social«", "Partneren er forsvundet")
	if strings.Index(html, "ib-en-vaek") > strings.Index(html, "ib-en-traeer") {
		t.Error("the vanished unit is not on top")
	}
	text, _ = s.page("/vaerksted/enhed/en-22")
	s.says(text, "er flyttet", "Det er stadig samme enhed")
	s.post("/vaerksted/enhed/en-22/note", url.Values{"slags": {"kommentar"}, "tekst": {"set"}})
	text, _ = s.page("/vaerksted/enheder")
	if strings.Contains(text, "er flyttet") {
		t.Error("somebody has looked, but the finding stays")
	}
	s.days.Add(1)
	bord, err := s.desk.Bord(t.Context())
	s.ok(err)
	row, _ := bord.Raekke(mapping.Enhed, "en-7")
	if row.Tilstand != desk.Konflikt || len(row.Fund) != 1 || row.Fund[0].Tal.Sager != row.Tal.Sager || row.Tal.Sager == 0 {
		t.Errorf("the row of the enhed is %s with %+v", row.Tilstand, row.Fund)
	}
	s.post("/vaerksted/enhed/en-7/note", url.Values{"slags": {"kommentar"}, "tekst": {"vi spørger"}})
	text, _ = s.page("/vaerksted/enheder")
	s.says(text, "»Visitation B« er ikke længere i brug") // a note does not bring it back
	s.post("/vaerksted/enhed/en-7/beslut", url.Values{"set": {fmt.Sprint(row.Beslutning.Nr)}})
	text, _ = s.page("/vaerksted/enheder")
	if strings.Contains(text, "ikke længere i brug") {
		t.Error("decided anew, but the finding stays")
	}
}

const (
	enhedsbrowser = "/usr/bin/chromium"
	enhedsaxe     = "../../../node_modules/axe-core/axe.min.js"
)

// TestS4_TwoTrees plays the scene in a real browser, on a desk and on a telephone, with axe.
func TestS4_TwoTrees(t *testing.T) {
	axe, err := os.ReadFile(enhedsaxe)
	if _, missing := os.Stat(enhedsbrowser); err != nil || missing != nil || !assets.Complete() {
		shared.Missing(t, "the scene cannot be played without chromium, axe and the real stylesheet")
	}
	s := nyEnhedsscene(t, halvvejs)
	s.nextDay()
	b := nyBrowser(t, string(axe))
	for _, width := range []int{1280, 390} {
		t.Run(fmt.Sprintf("%d px", width), func(t *testing.T) {
			b.do(t, chromedp.EmulateViewport(int64(width), 900))
			b.show(t, s.base+"/vaerksted/enheder", "enheder", width)
			b.show(t, s.base+"/vaerksted/enheder?vis=mangler", "enheder-mangler", width)
			b.show(t, s.base+"/vaerksted/enheder/sikre", "enheder-sikre", width)
			b.show(t, s.base+"/vaerksted/enhed/en-15", "enhed", width)
			b.show(t, s.base+"/vaerksted/enhed/en-7", "enhed-forsvundet", width)
			b.show(t, s.base+"/vaerksted/enhed/en-37", "enhed-ingen", width)
			b.show(t, s.base+"/vaerksted/enhed/en-18?soeg=visitation", "enhed-optaget", width)
		})
	}
	b.do(t, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.base+"/vaerksted/enheder"))
	b.click(t, `a[href="/vaerksted/enhed/en-15"]`)
	b.click(t, `.ib-en-partner .button-primary`)
	b.reads(t, "Gemt.", "På sagerne står »Rehabilitet. & Motorik«.")
	b.show(t, "", "enhed-valgt", 1280)
	b.click(t, `.ib-en-besked button`)
	b.reads(t, "Det er fortrudt.", "fundet opad gennem »Omsorg«")
	b.do(t, scriptsOff(true), chromedp.Navigate(s.base+"/vaerksted/enheder"))
	b.click(t, `a.ib-en-vend[aria-label^="Skjul enheder under Omsorg"]`)
	b.reads(t, "Enheder", "FK Organisation")
	b.click(t, `button[name="model"]`)
	b.reads(t, "Vælg model 1")
}

func scriptsOff(off bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	})
}

type enhedsvisning struct {
	ctx context.Context
	axe string
}

func nyBrowser(t *testing.T, axe string) *enhedsvisning {
	t.Helper()
	dir, err := os.MkdirTemp("", "indeksbro-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // its children may still be writing; the directory is temporary anyway
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(enhedsbrowser), chromedp.UserDataDir(dir), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("headless", "new"), chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // the first call starts the browser and must have no deadline
		t.Fatalf("chromium does not start: %v", err)
	}
	limited, end := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(end)
	return &enhedsvisning{limited, axe}
}

func (b *enhedsvisning) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func (b *enhedsvisning) click(t *testing.T, selector string) {
	t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(selector)); err != nil {
		t.Fatalf("click %s: %v", selector, err)
	}
}

func (b *enhedsvisning) reads(t *testing.T, texts ...string) {
	t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Text("body"))
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

// show looks at a page, or at the one that is open: nothing sticks out, axe finds nothing serious, and a picture is taken when
// INDEKSBRO_SKAERMBILLEDER names a directory.
func (b *enhedsvisning) show(t *testing.T, address, name string, width int) {
	t.Helper()
	if address != "" {
		b.do(t, chromedp.Navigate(address))
	}
	wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if err != nil || wide > width {
		t.Errorf("%s is %d px wide on a screen of %d (%v)", name, wide, width, err)
	}
	if dir := os.Getenv("INDEKSBRO_SKAERMBILLEDER"); dir != "" {
		picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), picture, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.do(t, chromedp.Evaluate[chromedp.Void](b.axe+";undefined"))
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run().then(r => r.violations.filter(v => v.impact == "serious" || v.impact == "critical").map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 160)).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
	if err != nil || found != "" {
		t.Errorf("%s at %d px: %s (%v)", name, width, found, err)
	}
}

// BenchmarkEnheder800 shows the two trees of a municipality with 800 units on either side, a third of them not yet found; the
// desk is made anew for each, as after a decision.
func BenchmarkEnheder800(b *testing.B) {
	s := store800(b)
	for i := 0; b.Loop(); i++ {
		if err := s.Noter(b.Context(), []mapping.Note{{Af: "x", Art: mapping.Enhed, ID: "e1", Slags: mapping.Kommentar, Tekst: "x"}}); err != nil {
			b.Fatal(err)
		}
		bord, err := s.Bord(b.Context())
		if err != nil || len(bord.Enheder) != 800 {
			b.Fatal(len(bord.Enheder), err)
		}
		if size := len(vaerksted.EnhederHTML(b, bord)); i == 0 {
			b.Logf("%d KiB", size>>10)
		}
	}
}

func store800(b *testing.B) *desk.Vaerksted {
	b.Helper()
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "db"), sqlite.Options{CacheMiB: 4})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	nu := func() time.Time { return time.Date(2026, 1, 15, 10, 30, 0, 0, oio.Koebenhavn) }
	var feed strings.Builder
	var units []organisation.Enhed
	var decisions []mapping.Beslutning
	fag := []string{"Visitation", "Myndighed", "Hjemmepleje", "Sygepleje", "Genoptræning", "Plejehjem", "Bosted", "Dagcenter"}
	for i := range 800 {
		above, over := "", oio.UUID{}
		if i > 0 {
			above, over = fmt.Sprintf("e%d", (i-1)/6), oio.NameUUID(fmt.Sprint("u", (i-1)/6))
		}
		name := fmt.Sprintf("%s %d", fag[i%len(fag)], i)
		fmt.Fprintf(&feed, `{"type":"enhed","id":"e%d","version":1,"navn":%q,"overordnet":%q,"sagsansvarlig":true}`+"\n", i, name, above)
		units = append(units, organisation.Enhed{UUID: oio.NameUUID(fmt.Sprint("u", i)), Navn: name, Overordnet: over, Status: "Aktiv"})
		if i%3 > 0 {
			decisions = append(decisions, mapping.Beslutning{Tid: nu(), Af: "x", Art: mapping.Enhed, ID: fmt.Sprintf("e%d", i), Valg: mapping.Valg{Kombit: units[i].UUID}})
		}
	}
	ring, err := seal.NewRing(make([]byte, seal.MasterSize))
	if err != nil {
		b.Fatal(err)
	}
	keys, err := ring.Kommune(oio.Korsbaek)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := (&mirror.Loader{Store: db, Kommune: oio.Korsbaek, Noegler: keys, Nu: nu}).Load(b.Context(), strings.NewReader(feed.String())); err != nil {
		b.Fatal(err)
	}
	if err := db.GemOrganisation(b.Context(), oio.Korsbaek, organisation.New(units), nil, nu()); err != nil {
		b.Fatal(err)
	}
	if err := db.Beslut(b.Context(), oio.Korsbaek, decisions); err != nil {
		b.Fatal(err)
	}
	return &desk.Vaerksted{Store: db, Kommune: oio.Korsbaek, Nu: nu, Motorer: func(context.Context, *projection.Grundlag, *kle.Plan, oio.Dato) (desk.Motorer, error) {
		return desk.Motorer{KLE: tavs{}, Ydelsestype: tavs{}}, nil
	}}
}
