package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
	"indeksbro/internal/web"
)

// skrivRoller makes docs/roller.md anew.
var skrivRoller = flag.Bool("roller", false, "write docs/roller.md from the pages")

// naboby is the other municipality of the database.
const naboby oio.CVR = "22222222"

// by is a demo municipality with its pages, and somebody to be there.
type by struct {
	b       *bro
	sted    *web.Websted
	somHvem web.Identitet
	kendt   bool
	log     *testkit.Writer
}

// Hvem implements web.Identiteter: a test says who is asking.
func (b *by) Hvem(*http.Request) (web.Identitet, bool) { return b.somHvem, b.kendt }

// nyBy fills a data directory with a demo municipality, and serves its pages.
func nyBy(t *testing.T, data string, kommune oio.CVR, seed uint64) *by {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(kommune)}
	t.Cleanup(m.close)
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := fillDemo(t.Context(), m, b, generate.Options{Borgere: 40, Seed: seed, Kommune: kommune, Dato: oio.DatoOf(proevedag)}); err != nil {
		t.Fatal(err)
	}
	town := &by{b: b, log: &testkit.Writer{}}
	log := slog.New(slog.NewTextHandler(town.log, nil))
	town.sted = newTjeneste(m, b, log).websted(web.Config{
		Kommune: web.Kommune{CVR: kommune, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"}, Identiteter: town, Login: "/log-ind", LogUd: "/log-ud", Log: log,
	}, adgang.CuraAdministrator|adgang.Leverandoeren)
	return town
}

// er makes the next requests somebody's.
func (b *by) er(roller adgang.Roller, kommune oio.CVR, borger oio.Borgernoegle) {
	b.kendt = roller != adgang.Ingen
	b.somHvem = web.Identitet{Roller: roller, Bruger: "test-" + roller.String(), Navn: "Tove Test", Kommune: kommune}
	if roller.Er(adgang.Borger) {
		b.somHvem.Borger, b.somHvem.Navn = borger, ""
		return
	}
	b.somHvem.Grupper = []adgang.Gruppe{{Kommune: kommune, Retter: adgang.Rettigheder}}
}

// spoerg asks for an address.
func (b *by) spoerg(method, address string) *httptest.ResponseRecorder {
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(url.Values{}.Encode())
	}
	r := httptest.NewRequest(method, "http://indeksbro.example"+address, body)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.sted.ServeHTTP(w, r)
	return w
}

// ting is what addresses are about: a citizen, her case and her grant.
type ting struct {
	borger   oio.Person
	sag, bev oio.UUID
}

// borgere are the citizens of the index who have a case, a grant and a name of their own: the same ones in the same order every time, though keys are
// new in each town.
func (b *by) borgere(t *testing.T) []ting {
	t.Helper()
	var all []ting
	people, err := b.b.db.Personer(t.Context(), b.b.kommune, nil, oio.Borgernoegle{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	named := make(map[string]int)
	for _, p := range people {
		named[p.Navn]++
	}
	for _, p := range people {
		one := ting{borger: oio.Person{Noegle: p.Borger, Navn: p.Navn}}
		for g := range b.objekter(t, p.Borger) {
			switch o := g.Objekt.(type) {
			case *oio.Sag:
				if own, err := b.b.politik(t.Context()); err != nil || o.System.UUID != own.System {
					continue // of a system that nobody has set up a jump to
				}
				one.borger.CPR, one.sag = o.Part.CPR, o.UUID
			case *oio.Bevilling:
				one.bev = o.UUID
			}
		}
		if !one.sag.IsZero() && !one.bev.IsZero() && one.borger.CPR.Syntetisk() && named[p.Navn] == 1 {
			all = append(all, one)
		}
	}
	if len(all) < 5 {
		t.Fatalf("only %d citizens have a case and a grant", len(all))
	}
	slices.SortFunc(all, func(x, y ting) int { return strings.Compare(x.borger.Navn, y.borger.Navn) })
	return all
}

var variabel = regexp.MustCompile(`\{([a-zæøå]+)\.*\}`)

// adresse fills the variables of a pattern with what exists.
func (x ting) adresse(pattern string) string {
	_, path, _ := strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	kind := "st-1"
	switch {
	case strings.Contains(path, "/bevilling/"):
		kind = x.bev.String()
	case strings.Contains(path, "{uuid}"), strings.Contains(path, "/sag/"):
		kind = x.sag.String()
	}
	values := map[string]string{"noegle": x.borger.Noegle.String(), "uuid": kind, "id": kind, "art": "sagstype", "type": "sag", "nr": "1", "kle": "27.35.04", "laeser": "sapa", "system": x.sag.String(), "fil": "x", "navn": "trin-5"}
	return variabel.ReplaceAllStringFunc(path, func(v string) string {
		return url.PathEscape(values[variabel.FindStringSubmatch(v)[1]])
	})
}

// rolletabel is docs/roller.md's table: each address, and who may enter.
func rolletabel(addresses []web.Adresse) string {
	var out strings.Builder
	out.WriteString("| adresse | hvem |\n| --- | --- |\n")
	lines := make([]string, 0, len(addresses))
	for _, a := range addresses {
		who := a.Roller.Navn()
		if a.Roller == adgang.Ingen {
			who = "alle"
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s |\n", a.Moenster, who))
	}
	slices.SortFunc(lines, func(a, b string) int {
		path := func(line string) string { _, p, _ := strings.Cut(line, " /"); return p }
		if c := strings.Compare(path(a), path(b)); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	for _, line := range slices.Compact(lines) {
		out.WriteString(line)
	}
	return out.String()
}

const (
	tabelFra = "<!-- tabel -->\n"
	tabelTil = "<!-- /tabel -->\n"
)

// TestTheDocsSayWhoMayEnterWhere holds the table in the docs against the pages; `go test ./internal/app -run MayEnter -roller` writes it.
func TestTheDocsSayWhoMayEnterWhere(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "roller.md")
	want := rolletabel(nyBy(t, t.TempDir(), oio.Korsbaek, 1).sted.Adresser)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(raw), tabelFra)
	got, after, ended := strings.Cut(rest, tabelTil)
	if !found || !ended {
		t.Fatalf("%s has no table", path)
	}
	if *skrivRoller {
		if err := os.WriteFile(path, []byte(before+tabelFra+want+tabelTil+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != want {
		t.Errorf("%s does not say what the pages do; write it anew with -roller.\ngot\n%s\nwant\n%s", path, got, want)
	}
}

// TestAccessMatrix asks for every address as every role of the own and of another municipality, about a citizen of the own and of the other, and
// expects what the table in the docs says.
func TestAccessMatrix(t *testing.T) {
	data := t.TempDir()
	here, there := nyBy(t, data, oio.Korsbaek, 1), nyBy(t, data, naboby, 2)
	own, foreign := here.borgere(t), there.borgere(t)
	asked := 0
	for _, a := range here.sted.Adresser {
		method, _, _ := strings.Cut(a.Moenster, " ")
		for _, role := range append(adgang.AlleRoller.Enkeltvis(), adgang.Ingen) {
			for _, kommune := range []oio.CVR{oio.Korsbaek, naboby} {
				here.er(role, kommune, own[0].borger.Noegle)
				for which, about := range map[string]ting{"own": own[0], "another's": own[1], "another municipality's": foreign[0]} {
					asked++
					w := here.spoerg(method, about.adresse(a.Moenster))
					allowed := a.Roller == adgang.Ingen || role.Er(a.Roller) && kommune == oio.Korsbaek
					where := fmt.Sprintf("%s as %s of %s about %s citizen", a.Moenster, role, kommune, which)
					switch refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden; {
					case w.Code >= 500:
						t.Errorf("%s: %d", where, w.Code)
					case allowed && w.Code == http.StatusUnauthorized, !allowed && !refused:
						t.Errorf("%s: %d", where, w.Code)
					case role == adgang.Ingen && a.Roller != adgang.Ingen && w.Code != http.StatusUnauthorized:
						t.Errorf("%s: %d, want 401", where, w.Code)
					}
					here.leaks(t, where, w, role, about, own, foreign)
				}
			}
		}
	}
	if asked < 1000 {
		t.Errorf("asked %d times", asked)
	}
}

// leaks looks for what an answer must not hold: another municipality's citizen ever, and any citizen when one is refused or is a citizen.
func (b *by) leaks(t *testing.T, where string, w *httptest.ResponseRecorder, role adgang.Roller, about ting, own, foreign []ting) {
	t.Helper()
	body := w.Body.String()
	for _, stranger := range foreign {
		if holdsCitizen(body, stranger) || stranger != about && strings.Contains(body, stranger.sag.String()) {
			t.Errorf("%s: shows a citizen of another municipality", where)
		}
	}
	if role.Er(adgang.Sagsbehandler|adgang.CuraAdministrator) && w.Code == http.StatusOK {
		return
	}
	for i, citizen := range own {
		if i == 0 && role == adgang.Borger {
			continue
		}
		if holdsCitizen(body, citizen) {
			t.Errorf("%s: shows a citizen (%d)", where, i)
		}
	}
}

// holdsCitizen reports whether a text has a citizen's number in any form.
func holdsCitizen(body string, x ting) bool {
	digits := x.borger.CPR.Digits()
	return strings.Contains(body, digits) || strings.Contains(body, digits[:6]+"-"+digits[6:])
}

func (b *by) objekter(t *testing.T, borger oio.Borgernoegle) func(func(oio.Gemt) bool) {
	t.Helper()
	objects, err := b.b.index.Borger(context.WithoutCancel(t.Context()), adgang.Alt(b.b.kommune), borger)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Values(objects)
}

// TestEverybodyIsLedToWhatIsHers reads, as each role, the front page, and the contact page where she may: every way that stands there can be gone.
func TestEverybodyIsLedToWhatIsHers(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	key := town.borgere(t)[0].borger.Noegle
	way := regexp.MustCompile(`<a[^>]* href="(/[a-z/-]*)"`)
	for _, role := range adgang.AlleRoller.Enkeltvis() {
		town.er(role, oio.Korsbaek, key)
		for _, from := range []string{"/", "/vaerksted/kontakter", "/vaerksted/enheder"} {
			page := town.spoerg(http.MethodGet, from)
			if from == "/" && page.Code != http.StatusOK {
				t.Errorf("%s: the front page answers %d", role, page.Code)
			}
			if page.Code != http.StatusOK {
				continue
			}
			body := page.Body.String()
			if own := strings.Contains(body, "Dine sider"); from == "/" && !own {
				t.Errorf("%s: the front page has no ways of her own", role)
			}
			for _, to := range way.FindAllStringSubmatch(body, -1) {
				if w := town.spoerg(http.MethodGet, to[1]); w.Code == http.StatusForbidden || w.Code == http.StatusUnauthorized {
					t.Errorf("%s: %s leads to %s, which answers %d", role, from, to[1], w.Code)
				}
			}
		}
	}
	town.er(adgang.OrgAdministrator, oio.Korsbaek, key)
	if w := town.spoerg(http.MethodGet, "/vaerksted/enheder"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), `href="/vaerksted/ydelser"`) {
		t.Errorf("who runs FK Organisation: the units answer %d, or with tabs that are not hers", w.Code)
	}
}
