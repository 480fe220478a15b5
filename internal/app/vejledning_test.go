package app

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"indeksbro/docs/vejledning"
	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/standin"
	"indeksbro/internal/testkit"
	"indeksbro/internal/web"
)

var tagBilleder = flag.Bool("billeder", false, "take the pictures of docs/vejledning anew")

const vejledningsmappe = "../../docs/vejledning"

// laeser is for whom a guide is written: the roles that the addresses it names must let in.
func laeser(name string) adgang.Roller {
	if nr, isStep := strings.CutPrefix(name, "trin-"); isStep {
		step, _ := forloeb.Find(forloeb.Nr(strings.ToUpper(nr)))
		return step.Ejer
	}
	return map[string]adgang.Roller{
		vejledning.Forside: adgang.Programfolk, "cura-administrator": adgang.CuraAdministrator, "fk-organisation-administrator": adgang.OrgAdministrator, "borgerblik-systemejer": adgang.Borgerblikejer,
		"sapa-administrator": adgang.SapaAdministrator, "programleder": adgang.Programleder, "leverandoer": adgang.Leverandoeren, "sagsbehandler": adgang.Sagsbehandler, "borger": adgang.Borger,
	}[name]
}

// paastand is what a guide says of a page: an address, or a button on one of the addresses named in the same line or last before it.
type paastand struct {
	navn, knap string
	stier      []string
}

var (
	stiEllerKnap = regexp.MustCompile("`(/[^` ]*)`|\\*\\*([^*]+)\\*\\*")
	indledning   = regexp.MustCompile(`(?m)^- \*\*[^*]+\*\*`) // what a paragraph is about is bold too, and no button
	regelnummer  = regexp.MustCompile(`R\d{3}`)
	billedfil    = regexp.MustCompile(`!\[([^\]]*)\]\(billeder/([^)]+)\)`)
)

// paastande reads a guide: an address in code, and in bold what is pressed.
func paastande(name string) (claims []paastand) {
	text, _ := vejledning.Tekst(name)
	var last []string
	for line := range strings.Lines(indledning.ReplaceAllString(text, "- ")) {
		var buttons []string
		for _, m := range stiEllerKnap.FindAllStringSubmatch(line, -1) {
			if m[1] == "" {
				buttons = append(buttons, m[2])
				continue
			}
			claims = append(claims, paastand{navn: name, stier: []string{m[1]}})
			if last = append(last, m[1]); len(buttons) == 0 {
				last = last[len(last)-1:]
			}
		}
		for _, button := range buttons {
			claims = append(claims, paastand{name, button, slices.Clone(last)})
		}
		last = last[max(0, len(last)-1):]
	}
	return claims
}

// findesFor reports whether an address is registered for one of the roles; … stands for what differs.
func findesFor(addresses []web.Adresse, path string, roles adgang.Roller) bool {
	path, _, _ = strings.Cut(path, "?")
	want := strings.Split(path, "/")
	return slices.ContainsFunc(addresses, func(a web.Adresse) bool {
		got := strings.Split(strings.TrimPrefix(a.Moenster, "GET "), "/")
		return strings.HasPrefix(a.Moenster, "GET ") && (a.Roller == adgang.Ingen || a.Roller.Er(roles)) && slices.EqualFunc(got, want, func(g, w string) bool {
			return g == w || strings.HasPrefix(g, "{") && w != ""
		})
	})
}

// TestTheGuidesNameWhatIsThere holds every guide against the pages: each address lets its reader in, each button stands on the page it is said to be
// on, while a municipality is new, before step 8, and when it sends; each rule and each picture is there.
func TestTheGuidesNameWhatIsThere(t *testing.T) {
	stages := vejledningsbyer(t)
	var open []paastand
	for _, name := range vejledning.Navne() {
		text, _ := vejledning.Tekst(name)
		for _, nr := range regelnummer.FindAllString(text, -1) {
			if !slices.ContainsFunc(rules.Alle(), func(r rules.Regel) bool { return r.Nummer == nr }) && !harTest(t, nr) {
				t.Errorf("%s names %s, which is no rule and has no test", name, nr)
			}
		}
		for _, m := range billedfil.FindAllStringSubmatch(text, -1) {
			if _, known := billeder[strings.TrimSuffix(m[2], ".png")]; !known || m[1] == "" {
				t.Errorf("%s: the picture %s is not one the test takes, or says nothing to who cannot see it", name, m[2])
			}
			if _, err := os.Stat(filepath.Join(vejledningsmappe, "billeder", m[2])); err != nil && !*tagBilleder {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, claim := range paastande(name) {
			switch {
			case claim.knap == "Hjælp": // of every page
			case len(claim.stier) == 0:
				t.Errorf("%s: **%s** is pressed before any page is named", name, claim.knap)
			case paaVej(stages[0].by.sted.Adresser, claim): // held from the day it is there
			case claim.knap == "" && !findesFor(stages[0].by.sted.Adresser, claim.stier[0], laeser(name)):
				t.Errorf("%s sends %s to %s, where they may not go, or which is not there", name, laeser(name).Navn(), claim.stier[0])
			case claim.knap != "":
				open = append(open, claim)
			}
		}
	}
	for _, stage := range stages {
		stage.goer(stage.by)
		pages := map[string][]string{}
		open = slices.DeleteFunc(open, func(c paastand) bool {
			return slices.ContainsFunc(c.stier, func(path string) bool {
				key := path + " " + laeser(c.navn).String()
				if _, read := pages[key]; !read {
					pages[key] = stage.by.knapper(t, path, laeser(c.navn))
				}
				return slices.ContainsFunc(pages[key], func(k string) bool { return k == c.knap || strings.HasPrefix(k, c.knap+" ") })
			})
		})
	}
	for _, c := range open {
		t.Errorf("%s: nobody finds **%s** on %s", c.navn, c.knap, strings.Join(c.stier, " or "))
	}
}

// paaVej reports whether all that is said is said of the programme's pages that are not there yet: its parts come one by one.
func paaVej(addresses []web.Adresse, claim paastand) bool {
	return !slices.ContainsFunc(claim.stier, func(path string) bool {
		return !strings.HasPrefix(path, "/program/") || findesFor(addresses, path, adgang.AlleRoller)
	})
}

// harTest reports whether a test is named after a rule.
func harTest(t *testing.T, nr string) bool {
	t.Helper()
	files, err := filepath.Glob("../*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	more, _ := filepath.Glob("../*/*/*_test.go")
	return slices.ContainsFunc(append(files, more...), func(file string) bool {
		raw, err := os.ReadFile(file)
		return err == nil && bytes.Contains(raw, []byte("func Test"+nr+"_"))
	})
}

// fase is a municipality at a time of its way.
type fase struct {
	by   *by
	goer func(*by) // what it does to get there
}

// vejledningsbyer are the three: one with nothing, one that is about to send, with what is lacking and then without, and one that sends.
func vejledningsbyer(t *testing.T) []fase {
	t.Helper()
	before, nothing := foerStart(t), func(*by) {}
	return []fase{{tomBy(t), nothing}, {before, nothing}, {before, func(b *by) { b.rollerAfgjort(t) }}, {before, func(b *by) { b.altKlart(t) }}, {sender(t), nothing}}
}

// tomBy is a municipality on its first day.
func tomBy(t *testing.T) *by {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: t.TempDir(), kommune: string(oio.Korsbaek)}
	t.Cleanup(m.close)
	b := must(m.make(t.Context()))(t)
	town := &by{b: b, log: &testkit.Writer{}}
	log := slog.New(slog.NewTextHandler(town.log, nil))
	town.sted = newTjeneste(m, b, log).websted(web.Config{
		Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"}, Identiteter: town, Login: "/log-ind", LogUd: "/log-ud", Log: log,
	}, adgang.CuraAdministrator|adgang.Leverandoeren)
	return town
}

var vejledningsvalg = generate.Options{Borgere: 200, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}

// omdoeb reads FK Organisation in, with some names in place of others.
func (b *by) omdoeb(t *testing.T, names ...string) {
	t.Helper()
	tree := must(pipe(func(w io.Writer) error {
		var all bytes.Buffer
		if err := generate.Organisation(&all, vejledningsvalg); err != nil {
			return err
		}
		_, err := strings.NewReplacer(names...).WriteString(w, all.String())
		return err
	}, organisation.Parse))(t)
	if _, _, err := b.b.importOrganisation(t.Context(), &miljoe{World: World{Nu: proevetid}, opened: b.b}, tree); err != nil {
		t.Fatal(err)
	}
}

// foerStart has read its lists and decided, as the demo has, but nothing is activated, signed or opened.
func foerStart(t *testing.T) *by {
	t.Helper()
	town := tomBy(t)
	o := vejledningsvalg
	m := &miljoe{World: World{Nu: proevetid}, opened: town.b}
	filter, ctx := demoFilter, t.Context()
	plan := must(pipe(standin.WriteEmneplan, kle.Parse))(t)
	if _, _, err := importKLE(ctx, m, town.b, plan, &filter); err != nil {
		t.Fatal(err)
	}
	town.omdoeb(t)
	if err := town.b.db.Beslut(ctx, town.b.kommune, generate.Beslutninger(o)); err != nil {
		t.Fatal(err)
	}
	loader := &mirror.Loader{Store: town.b.db, Kommune: town.b.kommune, Noegler: town.b.noegler, Nu: proevetid}
	must(pipe(func(w io.Writer) error { return generate.Feed(w, o) }, func(r io.Reader) (mirror.Sum, error) { return loader.Load(ctx, r) }))(t)
	town.indlaes(t)
	return town
}

// sender is the demo: everything is sent, and opened.
func sender(t *testing.T) *by {
	t.Helper()
	town := tomBy(t)
	m := &miljoe{World: World{Nu: proevetid, Stderr: io.Discard}, opened: town.b}
	if err := fillDemo(t.Context(), m, town.b, vejledningsvalg); err != nil {
		t.Fatal(err)
	}
	if err := town.b.styring(m, nil).NoterKontrol(t.Context(), must(town.b.verifikation(t.Context(), m))(t), true, "indeksbro"); err != nil {
		t.Fatal(err)
	}
	town.indlaes(t)
	return town
}

// indlaes reads the list of job-function roles in, as the SAPA administrator does.
func (b *by) indlaes(t *testing.T) {
	t.Helper()
	if _, err := b.b.tilsyn(&miljoe{World: World{Nu: proevetid}, opened: b.b}).IndlaesRoller(t.Context(), generate.Roller(), "torben-lind"); err != nil {
		t.Fatal(err)
	}
}

// rollerAfgjort decides upon the roles; nothing is signed.
func (b *by) rollerAfgjort(t *testing.T) {
	t.Helper()
	b.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	for _, role := range b.eksempler("/adgang/rolle/…") {
		b.form(t, role, url.Values{"valg": {"udfoert"}})
	}
}

// altKlart signs step A, enters what step 8 waits for, orders the opening and sets the jump up; a unit was renamed meanwhile.
func (b *by) altKlart(t *testing.T) {
	t.Helper()
	b.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	b.form(t, regexp.MustCompile(`/adgang/hop/[0-9a-f-]+`).FindString(b.spoerg(http.MethodGet, "/adgang/hop").Body.String()), url.Values{"adresse": {"https://korsbaek.fagsystem.example/external/dialogintegration"}})
	b.omdoeb(t, "Rehabilitet. & Motorik", "Motorik og rehabilitering")
	b.er(adgang.CuraAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	for _, f := range []struct {
		emne program.Emne
		kode string
		mere url.Values
	}{
		{program.Opgave, "1", nil}, {program.Opgave, "2", nil}, {program.Aftale, program.SDI, nil}, {program.Aftale, program.YDI, nil}, {program.Opgave, "4", nil}, {program.Opgave, "5", nil},
		{program.Varsel, "", url.Values{"dag": {"2026-01-30"}}}, {program.TrinA, "", url.Values{"af": {"Torben Lind"}}},
	} {
		form := url.Values{"emne": {string(f.emne)}, "kode": {f.kode}, "dato": {oio.DatoOf(proevedag).String()}}
		maps.Copy(form, f.mere)
		if w := b.form(t, "/vaerksted/eksport/faktum", form); w.Code != http.StatusSeeOther {
			t.Errorf("%v: %d %s", form, w.Code, maerker.ReplaceAllString(w.Body.String(), " "))
		}
	}
	b.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	for _, form := range regexp.MustCompile(`/borgerblik/aabning/sapa/[0-9a-f-]+`).FindAllString(b.spoerg(http.MethodGet, "/borgerblik/aabninger").Body.String(), -1) {
		b.form(t, form, url.Values{"handling": {"bestil"}})
	}
}

var (
	tryk    = regexp.MustCompile(`(?s)<(button|a|summary)\b[^>]*>(.*?)</(?:button|a|summary)>`)
	skjult  = regexp.MustCompile(`(?s)<span class="(?:ib-skjult|ib-sr|sr-only)">.*?</span>`)
	maerker = regexp.MustCompile(`(?s)<[^>]+>`)
)

// foraeldre are the pages that lead to one of the many alike.
var foraeldre = map[string]string{
	"/vaerksted/ydelse/": "/vaerksted/ydelser", "/vaerksted/sagstype/": "/vaerksted/sagstyper", "/vaerksted/enhed/": "/vaerksted/enheder", "/adgang/rolle/": "/adgang",
}

// knapper are the words one can press on a page; of pages of a kind, on any of the first.
func (b *by) knapper(t *testing.T, path string, roles adgang.Roller) (words []string) {
	t.Helper()
	for _, role := range roles.Enkeltvis() {
		b.er(role, oio.Korsbaek, oio.Borgernoegle{})
		for _, address := range b.eksempler(path) {
			w := b.spoerg(http.MethodGet, address)
			if w.Code >= http.StatusInternalServerError {
				t.Errorf("%s: %d", address, w.Code)
			}
			body := w.Body.String()
			if strings.Contains(body, `formaction="/vaerksted/overvej"`) {
				body += b.overvej(t, address)
			}
			for _, m := range tryk.FindAllStringSubmatch(body, -1) {
				words = append(words, strings.Join(strings.Fields(html.UnescapeString(maerker.ReplaceAllString(skjult.ReplaceAllString(m[2], ""), " "))), " "))
			}
		}
	}
	return words
}

// overvej asks what a decision would do, as **Hvad sker der?** does.
func (b *by) overvej(t *testing.T, row string) string {
	t.Helper()
	kind, id, _ := strings.Cut(strings.TrimPrefix(row, "/vaerksted/"), "/")
	choice := "kle=29.09.04"
	if kind != "sagstype" {
		return ""
	}
	return b.form(t, "/vaerksted/overvej", url.Values{"art": {kind}, "id": {id}, "valg": {choice}, "set": {"-1"}}).Body.String()
}

// eksempler are addresses that a path with … stands for.
func (b *by) eksempler(path string) []string {
	before, _, many := strings.Cut(path, "…")
	if !many {
		return []string{path}
	}
	var found []string
	list := foraeldre[before]
	for _, from := range []string{list + "?tilstand=aabne", list} {
		for _, m := range regexp.MustCompile(regexp.QuoteMeta(before)+`[^"?#/]+`).FindAllString(b.spoerg(http.MethodGet, from).Body.String(), 20) {
			if !slices.Contains(found, m) {
				found = append(found, m)
			}
		}
	}
	return found
}

// billede is a picture of the guides: who looks, at what, and what she does there before.
type billede struct {
	hvem  adgang.Roller
	navn  string
	sti   string // … is a citizen or a case of the index
	klik  string // pressed before, when anything is
	laest string // what stands there
	foer  bool   // in the municipality that has not sent yet
}

// billeder are the guides' pictures, by the names of their files.
var billeder = map[string]billede{
	"trin-1-vaerksted":    {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted", laest: "skal I tage stilling til"},
	"trin-3-kle":          {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted/kle?q=madservice", laest: "27.36.24"},
	"trin-4-ydelse":       {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted/ydelse/yd-242", laest: "Beslut, og næste"},
	"trin-5-overvej":      {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted/sagstype/st-24", klik: "button[formaction='/vaerksted/overvej']", laest: "borgere"},
	"trin-6-enheder":      {hvem: adgang.OrgAdministrator, navn: "Jens Bruun", sti: "/vaerksted/enheder", laest: "Model 1"},
	"trin-7-enhed":        {hvem: adgang.OrgAdministrator, navn: "Jens Bruun", sti: "/vaerksted/enhed/en-15", laest: "Rehabilitet. & Motorik"},
	"trin-8-liste":        {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted/eksport", laest: "Klar til at eksportere?", foer: true},
	"trin-8-eksport":      {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted/eksport", laest: "Kontrolleret: 0 forskelle."},
	"trin-a-roller":       {hvem: adgang.SapaAdministrator, navn: "Torben Lind", sti: "/adgang", laest: "mangler en afgørelse", foer: true},
	"trin-b-aabninger":    {hvem: adgang.SapaAdministrator, navn: "Torben Lind", sti: "/borgerblik/aabninger", laest: "Bestil åbning", foer: true},
	"trin-b-omraader":     {hvem: adgang.Borgerblikejer, navn: "Lone Friis", sti: "/borgerblik/omraader", laest: "Det mest præcise nummer bestemmer"},
	"rolle-fund":          {hvem: adgang.CuraAdministrator, navn: "Karen Holm", sti: "/vaerksted/fund", laest: "Fejl"},
	"rolle-tekster":       {hvem: adgang.Borgerblikejer, navn: "Lone Friis", sti: "/borgerblik/tekster", laest: "Borgeren læser"},
	"rolle-log":           {hvem: adgang.SapaAdministrator, navn: "Torben Lind", sti: "/adgang/log", laest: "Loggens kæde er hel"},
	"rolle-indeks":        {hvem: adgang.Leverandoeren, navn: "Erik Vang", sti: "/indeks", laest: "WSDL"},
	"rolle-sagsbehandler": {hvem: adgang.Sagsbehandler, navn: "Susanne Dahl", sti: "/sapa/borger/…", laest: "Aktive sager"},
	"rolle-borger":        {hvem: adgang.Borger, sti: "/borger", laest: "Mit overblik"},
}

// TestThePicturesOfTheGuides opens each pictured page in a browser, as the one who sees it; `go test ./internal/app -run Pictures -billeder` takes
// the pictures, in a window of 1280 x 800.
func TestThePicturesOfTheGuides(t *testing.T) {
	before := foerStart(t)
	sends := sender(t)
	key := sends.borgere(t)[0].borger.Noegle
	s := newScene(t, "")
	for _, town := range []*by{sends, before} {
		server := httptest.NewServer(town.sted)
		t.Cleanup(server.Close)
		s.base = server.URL
		for _, file := range slices.Sorted(maps.Keys(billeder)) {
			p := billeder[file]
			if p.foer != (town == before) {
				continue
			}
			town.er(p.hvem, oio.Korsbaek, key)
			town.somHvem.Navn = p.navn
			s.do(chromedp.EmulateViewport(1280, 800))
			s.open(strings.Replace(p.sti, "…", key.String(), 1))
			if p.klik != "" {
				s.tabTo(p.klik)
				s.goes("\r")
			}
			s.reads(p.laest)
			if *tagBilleder {
				picture := must(chromedp.Run(s.ctx, chromedp.CaptureScreenshot()))(t)
				if err := os.WriteFile(filepath.Join(vejledningsmappe, "billeder", file+".png"), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	total := int64(0)
	files := must(os.ReadDir(filepath.Join(vejledningsmappe, "billeder")))(t)
	for _, file := range files {
		total += must(file.Info())(t).Size()
		if _, known := billeder[strings.TrimSuffix(file.Name(), ".png")]; !known {
			t.Errorf("no guide's picture is %s", file.Name())
		}
	}
	if total > 4<<20 {
		t.Errorf("the pictures take %d bytes, more than 4 MB", total)
	}
}

// TestTheHelpIsTheGuides reads the guides on the pages, as each role, and with an eye on who cannot see.
func TestTheHelpIsTheGuides(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	for _, role := range adgang.AlleRoller.Enkeltvis() {
		town.er(role, oio.Korsbaek, town.borgere(t)[0].borger.Noegle)
		town.somHvem.Navn = "Tove Test"
		for _, name := range vejledning.Navne() {
			address := "/hjaelp/" + name
			w := town.spoerg(http.MethodGet, address)
			if want := vejledning.Titel(name); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>"+html.EscapeString(want)+"</h1>") {
				t.Errorf("%s as %s: %d, without %q", address, role, w.Code, want)
			}
		}
		for _, a := range town.sted.Adresser {
			path, isPage := strings.CutPrefix(a.Moenster, "GET ")
			if !isPage || strings.ContainsAny(path, "{.") || !a.Roller.Er(role) {
				continue
			}
			w := town.spoerg(http.MethodGet, path)
			if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Code != http.StatusOK {
				continue
			}
			way := regexp.MustCompile(`ib-hjaelplink"><a href="([^"]+)"`).FindStringSubmatch(w.Body.String())
			if way == nil {
				t.Errorf("%s as %s shows no way to the help", path, role)
			} else if got := town.spoerg(http.MethodGet, way[1]); got.Code != http.StatusOK {
				t.Errorf("%s as %s leads to %s: %d", path, role, way[1], got.Code)
			}
		}
	}
	if w := town.spoerg(http.MethodGet, "/hjaelp/findes-ikke"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "Se alle vejledninger") {
		t.Errorf("a guide that is not there: %d", w.Code)
	}
	server := httptest.NewServer(town.sted)
	t.Cleanup(server.Close)
	town.er(adgang.CuraAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	s := newScene(t, server.URL)
	for _, path := range []string{"/hjaelp", "/hjaelp/trin-4", "/hjaelp/trin-8", "/hjaelp/programleder"} {
		s.open(path)
		s.accessible()
	}
	s.open("/vaerksted/ydelser")
	s.accessible()
	s.tabTo(".ib-hjaelplink a")
	s.goes("\r")
	s.reads("Trin 4: Konfigurér ydelser", "Sådan ser du, at det er gjort", "Alle vejledninger")
}

// TestEveryGuideAnswersTheSameQuestions: what, before, how, which rules, what goes wrong, when done; and of a role, what is hers, where, when, on whom.
func TestEveryGuideAnswersTheSameQuestions(t *testing.T) {
	step := []string{"Før du begynder", "Sådan gør du", "Reglerne, der passer på", "Hvis det går galt", "Sådan ser du, at det er gjort"}
	role := []string{"Det er dit", "Dine sider", "Din første dag", "Din uge", "Hvem du venter på"}
	for _, name := range vejledning.Navne() {
		text, _ := vejledning.Tekst(name)
		want := role
		switch {
		case strings.HasPrefix(name, "trin-"):
			want = step
		case laeser(name)&adgang.Programfolk != laeser(name) || name == vejledning.Forside:
			want = nil // who only looks has little to do
		}
		for _, heading := range want {
			if !strings.Contains(text, "\n## "+heading+"\n") {
				t.Errorf("%s does not say %q", name, heading)
			}
		}
	}
}

// TestTheGuidesStepsAreTheProgrammes: each step's guide has the name the programme gives it.
func TestTheGuidesStepsAreTheProgrammes(t *testing.T) {
	for _, step := range forloeb.Opgaver {
		want := fmt.Sprintf("Trin %s: %s", step.Nr, step.Navn)
		if got := vejledning.Titel("trin-" + strings.ToLower(string(step.Nr))); got != want {
			t.Errorf("the guide is called %q, the step %q", got, want)
		}
	}
}
