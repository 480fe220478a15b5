package app

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
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/soap"
	"indeksbro/internal/web"
	"indeksbro/internal/web/session"
)

// tredjeby is a third municipality.
const tredjeby oio.CVR = "33333333"

// vaerter are the host names of the three municipalities of a test.
var vaerter = map[oio.CVR]string{oio.Korsbaek: "korsbaek.example", naboby: "solby.example", tredjeby: "maaneby.example"}

// egnet is three municipalities of one installation, served together over real HTTP.
type egnet struct {
	*koerende
	byer   map[oio.CVR]*by
	ting   map[oio.CVR][]ting
	client *http.Client
}

// nytEgn takes two municipalities in beside Korsbæk, fills all three and serves them.
func nytEgn(t *testing.T) *egnet {
	t.Helper()
	data := t.TempDir()
	e := &egnet{byer: map[oio.CVR]*by{}, ting: map[oio.CVR][]ting{}, client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	for i, kommune := range []oio.CVR{oio.Korsbaek, naboby, tredjeby} {
		if kommune == oio.Korsbaek {
			skal(t, data, "--kommune", string(kommune), "policy", "set", "vaert="+vaerter[kommune])
		} else {
			skal(t, data, "kommune", "ny", string(kommune), "--navn", "Kommune "+string('A'+rune(i)), "--vaert", vaerter[kommune])
		}
		e.byer[kommune] = nyBy(t, data, kommune, uint64(i+1))
		e.ting[kommune] = e.byer[kommune].borgere(t)
	}
	e.koerende = start(t, data, "--kommune", string(oio.Korsbaek), "serve", "--addr", "127.0.0.1:0")
	until(t, "all three are served", func() bool {
		return strings.Contains(e.request(t, e.client, http.MethodGet, "/metrics", nil, "Authorization", "Bearer "+e.key(t)).body, `indeksbro_ready{kommune="33333333"} 1`)
	})
	return e
}

// loggetInd logs somebody in at a municipality, as its log-in page does, and gives what her browser then has.
func (e *egnet) loggetInd(t *testing.T, kommune oio.CVR, role adgang.Roller) *http.Cookie {
	t.Helper()
	b := e.byer[kommune].b
	s := &session.Session{Cookie: "indeksbro", Lager: b.db, Noegler: b.noegler, Kommune: kommune, Ledig: session.Ledig, Laengst: session.Laengst, Nu: proevetid, Log: slog.New(slog.DiscardHandler)}
	id := web.Identitet{Roller: role, Bruger: "test-" + role.String(), Navn: "Tove Test", Kommune: kommune}
	if role.Er(adgang.Borger) {
		id.Borger, id.Navn = e.ting[kommune][0].borger.Noegle, ""
	} else {
		id.Grupper = []adgang.Gruppe{{Kommune: kommune, Retter: adgang.Rettigheder}}
	}
	w := httptest.NewRecorder()
	if err := s.Saet(w, httptest.NewRequest(http.MethodGet, "/", nil), id); err != nil {
		t.Fatal(err)
	}
	return w.Result().Cookies()[0]
}

// sporg asks a municipality's host for an address with what a browser has; nil: nothing.
func (e *egnet) sporg(t *testing.T, host, method, address string, cookie *http.Cookie) svar {
	t.Helper()
	var body io.Reader
	headers := []string{"Host", host}
	if method == http.MethodPost {
		body = strings.NewReader(url.Values{}.Encode())
		headers = append(headers, "Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != nil {
		headers = append(headers, "Cookie", cookie.Name+"="+cookie.Value)
	}
	return e.request(t, e.client, method, address, body, headers...)
}

// TestManyMunicipalitiesAccessMatrix asks, over real HTTP, for every address as every role of one municipality at another's host: it gets what an
// outsider gets. And at its own host with the other's ids: nothing of the other's.
func TestManyMunicipalitiesAccessMatrix(t *testing.T) {
	t.Parallel()
	e := nytEgn(t)
	asked := 0
	for _, role := range adgang.AlleRoller.Enkeltvis() {
		for _, a := range []struct{ fra, til oio.CVR }{{oio.Korsbaek, naboby}, {tredjeby, oio.Korsbaek}} {
			cookie := e.loggetInd(t, a.fra, role)
			if role == adgang.Borger {
				if w := e.sporg(t, vaerter[a.fra], http.MethodGet, "/borger", cookie); w.status != http.StatusOK {
					t.Fatalf("at home the session is known: %d", w.status)
				}
			}
			for _, address := range e.byer[a.fra].sted.Adresser {
				method, path, _ := strings.Cut(address.Moenster, " ")
				if path == "/log-ud" || strings.HasPrefix(path, "/log-ind") {
					continue // end or begin a log-in, whoever asks
				}
				theirs := e.ting[a.til][1]
				there := theirs.adresse(address.Moenster)
				where := fmt.Sprintf("%s as %s of %s", address.Moenster, role, a.fra)
				outsider, got := e.sporg(t, vaerter[a.til], method, there, nil), e.sporg(t, vaerter[a.til], method, there, cookie)
				if got.status != outsider.status || utenID(got.body) != utenID(outsider.body) {
					t.Errorf("%s at the host of %s: %d, an outsider gets %d", where, a.til, got.status, outsider.status)
				}
				home := e.sporg(t, vaerter[a.fra], method, there, cookie)
				asked += 2
				if home.status >= 500 {
					t.Errorf("%s with an id of %s: %d", where, a.til, home.status)
				}
				for _, other := range e.ting[a.til] {
					if holdsCitizen(got.body, other) || holdsCitizen(home.body, other) || other != theirs && (strings.Contains(home.body, other.sag.String()) || strings.Contains(got.body, other.sag.String())) {
						t.Errorf("%s: shows a citizen of %s", where, a.til)
					}
				}
			}
		}
	}
	if asked < 2000 {
		t.Errorf("asked %d times", asked)
	}
}

// utenID is a page without what differs each time it is made: the id of an error.
func utenID(body string) string {
	lines := strings.Split(body, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if !strings.Contains(line, "Fejl-id") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// TestManyMunicipalitiesKeysOpenOnlyTheirOwn is the same for machines, over every address of the API.
func TestManyMunicipalitiesKeysOpenOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	e := nytEgn(t)
	own := map[oio.CVR]string{oio.Korsbaek: e.key(t)}
	for _, kommune := range []oio.CVR{naboby, tredjeby} {
		text, err := os.ReadFile(apiNoegleFil(e.data, kommune))
		if err != nil {
			t.Fatal(err)
		}
		own[kommune] = strings.TrimSpace(string(text))
	}
	named := strings.TrimSpace(skal(t, e.data, "--kommune", string(naboby), "noegle", "ny", "cura", "--roller", "leverandoer+administrator"))
	for of, key := range map[string]string{"installation": own[oio.Korsbaek], "neighbour": own[naboby], "named": named, "third": own[tredjeby]} {
		for kommune, host := range vaerter {
			answer := e.request(t, e.client, http.MethodGet, "/api/v1/status", nil, "Host", host, "Authorization", "Bearer "+key)
			mine := key == own[kommune] || of == "named" && kommune == naboby
			if want := map[bool]int{true: 200, false: 401}[mine]; answer.status != want {
				t.Errorf("the key %q at %s: %d, want %d", of, host, answer.status, want)
			}
		}
	}
	// Under a name that is nobody's the key says whose machine it is; without one the municipality of --kommune answers.
	for key, kommune := range map[string]oio.CVR{own[tredjeby]: tredjeby, named: naboby, own[oio.Korsbaek]: oio.Korsbaek} {
		answer := e.request(t, e.client, http.MethodGet, "/api/v1/politik", nil, "Authorization", "Bearer "+key)
		if answer.status != http.StatusOK || !strings.Contains(answer.body, `"vaert":"`+vaerter[kommune]+`"`) {
			t.Errorf("the key of %s at no host of anybody's: %d %.80s", kommune, answer.status, answer.body)
		}
	}
	forged := nyMaskinnoegle(naboby)
	if answer := e.request(t, e.client, http.MethodGet, "/api/v1/status", nil, "Authorization", "Bearer "+forged); answer.status != http.StatusUnauthorized {
		t.Errorf("a key that only names a municipality: %d", answer.status)
	}
	// A host name is not for a municipality to take.
	for key, value := range map[string]string{"vaert": "korsbaek.example", "certifikat": "certs/klient.pem", "egen-noegle": "", "lukket": ""} {
		answer := e.request(t, e.client, http.MethodPut, "/api/v1/politik/"+key, strings.NewReader(fmt.Sprintf(`{"vaerdi":%q,"af":"Inge"}`, value)), "Host", vaerter[naboby], "Authorization", "Bearer "+own[naboby], "Content-Type", "application/json")
		if answer.status != http.StatusUnprocessableEntity {
			t.Errorf("a municipality chose %s over the API: %d %s", key, answer.status, answer.body)
		}
	}
	// Figures: a municipality's own, all for the installation's key.
	for host, all := range map[string]bool{vaerter[naboby]: false, vaerter[tredjeby]: false} {
		figures := e.request(t, e.client, http.MethodGet, "/metrics", nil, "Host", host).body
		if strings.Contains(figures, `kommune="11111111"`) != all || !strings.Contains(figures, "go_goroutines") {
			t.Errorf("the figures at %s tell of another municipality", host)
		}
	}
	figures := e.request(t, e.client, http.MethodGet, "/metrics", nil, "Authorization", "Bearer "+e.key(t)).body
	for kommune := range vaerter {
		for _, want := range []string{"indeksbro_export_sent_total{kommune=%q}", "indeksbro_ready{kommune=%q} 1", "indeksbro_export_active{kommune=%q} 1"} {
			if want = fmt.Sprintf(want, string(kommune)); !strings.Contains(figures, want) {
				t.Errorf("no %s for the installation's key", want)
			}
		}
	}
	until(t, "the installation that tells of three municipalities", func() bool {
		return strings.Contains(e.request(t, e.client, http.MethodGet, "/readyz", nil).body, `"detail":"3 municipalities"`)
	})
}

// TestManyMunicipalitiesACrawlerMeetsNothingOfTheOthers logs in at one municipality and opens what it finds and what it can guess, also by the
// others' ids.
func TestManyMunicipalitiesACrawlerMeetsNothingOfTheOthers(t *testing.T) {
	t.Parallel()
	e := nytEgn(t)
	foreign := append(append([]ting(nil), e.ting[naboby]...), e.ting[tredjeby]...)
	for _, role := range []adgang.Roller{adgang.Sagsbehandler, adgang.CuraAdministrator, adgang.Programleder} {
		k := &kravler{by: e.byer[oio.Korsbaek], spoerg: func(address string) *httptest.ResponseRecorder {
			got := e.sporg(t, vaerter[oio.Korsbaek], http.MethodGet, address, e.loggetInd(t, oio.Korsbaek, role))
			w := httptest.NewRecorder()
			for name, values := range got.header {
				w.Header()[name] = values
			}
			w.WriteHeader(got.status)
			_, _ = io.Copy(w, strings.NewReader(got.body))
			return w
		}}
		found := false
		k.crawl(sider()/2, append(e.ting[oio.Korsbaek][:3:3], foreign[:6]...), func(address string, w *httptest.ResponseRecorder) {
			body := w.Body.String()
			found = found || w.Code == http.StatusOK
			for _, other := range foreign {
				if holdsCitizen(body, other) || strings.Contains(body, other.sag.String()) && !strings.Contains(address, other.sag.String()) {
					t.Errorf("%s as %s: shows a citizen of another municipality", address, role)
				}
			}
		})
		if !found || len(k.seen) < 50 {
			t.Errorf("as %s: %d addresses, any page: %v", role, len(k.seen), found)
		}
	}
}

// TestManyMunicipalitiesComeAndGoWhileItRuns takes one in, feeds it, and deletes it, while the program serves.
func TestManyMunicipalitiesComeAndGoWhileItRuns(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek), logLevel: "error"}
	t.Cleanup(m.close)
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i, err := nyInstallation(m, b, slog.New(slog.DiscardHandler), &loginvalg{Ledig: session.Ledig, Laengst: session.Laengst, NsisBorger: "substantial"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(i.handler())
	t.Cleanup(server.Close)
	k := &koerende{url: server.URL, data: data}
	ended := make(chan error, 1)
	go func() { ended <- i.folg(t.Context()) }()
	ask := func(path string, headers ...string) svar {
		return k.request(t, http.DefaultClient, http.MethodGet, path, nil, append([]string{"Host", vaerter[naboby]}, headers...)...)
	}
	if first := ask("/"); first.status != http.StatusOK || !strings.Contains(first.body, "Korsbæk Kommune") {
		t.Errorf("a host that is nobody's shows the municipality of --kommune: %d", first.status)
	}
	skal(t, data, "kommune", "ny", string(naboby), "--navn", "Solby Kommune", "--vaert", vaerter[naboby])
	i.seNu()
	until(t, "its pages", func() bool { return strings.Contains(ask("/").body, "Solby Kommune") })
	if i.alle()[1].sted.handler == nil || len(i.alle()) != 2 {
		t.Errorf("%d municipalities are served", len(i.alle()))
	}
	key, err := os.ReadFile(apiNoegleFil(data, naboby))
	if err != nil {
		t.Fatal(err)
	}
	bearer := []string{"Authorization", "Bearer " + strings.TrimSpace(string(key))}
	feed, err := os.ReadFile(filepath.Join("..", "..", "testdata", "script", "verden", "kilde.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	loaded := k.request(t, http.DefaultClient, http.MethodPost, "/api/v1/eoj", bytes.NewReader(feed), append(bearer, "Content-Type", "application/x-ndjson")...)
	if loaded.status != http.StatusOK {
		t.Fatalf("the feed at no host of anybody's, by a key that names its municipality: %d %s", loaded.status, loaded.body)
	}
	if s := ask("/api/v1/status", bearer...); !strings.Contains(s.body, `"sag":`) || strings.Contains(s.body, `"kilde":{"bevilling":0`) {
		t.Errorf("what came is not its own: %s", s.body)
	}
	if stand, err := b.db.Stand(t.Context(), oio.Korsbaek); err != nil || stand.Sager != 0 {
		t.Errorf("Korsbæk got %d cases (%v)", stand.Sager, err)
	}
	// A message is shown to the municipality whose token it came with, and to nobody where none held.
	i.besked(soap.Besked{Tjeneste: "x", Kalder: soap.Kalder{CVR: naboby}, Ind: "til solby"})
	i.besked(soap.Besked{Tjeneste: "x", Ind: "af hvem?"})
	if home, _ := i.hjemme.beskeder.alle(); len(home) != 0 {
		t.Errorf("Korsbæk is shown %d messages of others", len(home))
	}
	if theirs, _ := i.alle()[1].beskeder.alle(); len(theirs) != 1 {
		t.Errorf("Solby sees %d messages of its own", len(theirs))
	}
	// It is deleted: closed at once, gone when the services have let it go.
	code, _, errs := kald(t.Context(), nil, data, "kommune", "slet", string(naboby), "--af", "Karen", "--ja", "Solby Kommune", "--trods", "prøve")
	if code != exitFindings || !strings.Contains(errs, "is closed; services that run let it go until") {
		t.Fatalf("a deletion while it is served: %d %s", code, errs)
	}
	i.seNu()
	until(t, "it is served no more", func() bool { return ask("/").status == http.StatusServiceUnavailable && len(i.alle()) == 1 })
	if s := ask("/api/v1/status", bearer...); s.status != http.StatusServiceUnavailable {
		t.Errorf("a closed municipality's API answers %d", s.status)
	}
}

// TestManyMunicipalitiesHaveKeysOfTheirOwn tries one's keys on everything another has sealed.
func TestManyMunicipalitiesHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	keys := map[oio.CVR]*seal.Noegler{}
	var master []byte
	for _, kommune := range []oio.CVR{naboby, tredjeby} {
		skal(t, data, "kommune", "ny", string(kommune), "--navn", "Kommune "+string(kommune))
		town := nyBy(t, data, kommune, 1)
		keys[kommune] = town.b.noegler
		own, err := os.ReadFile(egenNoegleFil(data, kommune))
		if err != nil || bytes.Equal(own, master) {
			t.Fatalf("two municipalities have one secret (%v)", err)
		}
		if info, err := os.Stat(egenNoegleFil(data, kommune)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read the secret: %v %v", info.Mode(), err)
		}
		master = own
	}
	rows := 0
	for kommune, own := range keys {
		town := nyBy2(t, data, kommune)
		err := town.personlinjer(t.Context(), func(line []byte) error { rows++; return nil })
		if err != nil {
			t.Fatal(err)
		}
		for other, foreign := range keys {
			sealed := own.Seal([]byte("hemmeligt"), "x")
			if _, err := foreign.Open(sealed, "x"); (err == nil) != (other == kommune) {
				t.Errorf("the keys of %s open what is %s's: %v", other, kommune, err == nil)
			}
			wrong := &bro{db: town.db, ring: town.ring, noegler: foreign, kommune: kommune}
			if err := wrong.personlinjer(t.Context(), func([]byte) error { return nil }); (err == nil) != (other == kommune) {
				t.Errorf("the keys of %s read the source of %s: %v", other, kommune, err == nil)
			}
		}
		ring, err := seal.NewRing(bytes.Repeat([]byte{1}, seal.MasterSize))
		if err != nil {
			t.Fatal(err)
		}
		if stranger, err := ring.Kommune(kommune); err != nil || (&bro{db: town.db, noegler: stranger, kommune: kommune}).personlinjer(t.Context(), func([]byte) error { return nil }) == nil {
			t.Errorf("another installation's keys read the source of %s (%v)", kommune, err)
		}
	}
	if rows == 0 {
		t.Error("nothing was sealed")
	}
}

// nyBy2 opens a municipality that is filled already.
func nyBy2(t *testing.T, data string, kommune oio.CVR) *bro {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(kommune)}
	t.Cleanup(m.close)
	b, err := m.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestManyMunicipalitiesLogInEachInItsOwnWay reads the files of municipalities that have log-in services of their own.
func TestManyMunicipalitiesLogInEachInItsOwnWay(t *testing.T) {
	t.Parallel()
	common := loginvalg{Adresse: "https://indeksbro.example", Ledig: session.Ledig, Laengst: session.Laengst, OidcUdsteder: "https://faelles.example", OidcKlient: "faelles", NsisBorger: "substantial"}
	file := filepath.Join(t.TempDir(), "22222222.yaml")
	if got, err := egetLogin(file, common); err != nil || got != common {
		t.Errorf("without a file: %+v %v", got, err)
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("login:\n  oidc-udsteder: https://solby.example\n  oidc-klient: solby\n  ledig: 15m\n")
	got, err := egetLogin(file, common)
	if err != nil || got.OidcUdsteder != "https://solby.example" || got.OidcKlient != "solby" || got.Ledig.Minutes() != 15 || got.Laengst != common.Laengst || got.Adresse != common.Adresse || got.NsisBorger != "substantial" {
		t.Errorf("%+v %v", got, err)
	}
	for text, want := range map[string]string{"login:\n  oidc-udsteder: banan\n": "login.oidc-udsteder", "data: /x\n": "is the installation's", "login:\n  oidc-hemmelighed: x\n": "secret"} {
		write(text)
		if _, err := egetLogin(file, common); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if got := medVaert("https://indeksbro.example:8443", "solby.example"); got != "https://solby.example:8443" {
		t.Errorf("its address is %s", got)
	}
}

// TestManyMunicipalitiesAreTakenInOnAPage is the programme leader at the installation's own address, in a browser; elsewhere nobody can.
func TestManyMunicipalitiesAreTakenInOnAPage(t *testing.T) {
	data := t.TempDir()
	skal(t, data, "--kommune", string(oio.Korsbaek), "policy", "set", "navn=Korsbæk Kommune")
	e := &egnet{byer: map[oio.CVR]*by{oio.Korsbaek: {b: nyBy2(t, data, oio.Korsbaek)}}, client: http.DefaultClient}
	e.koerende = start(t, data, "--kommune", string(oio.Korsbaek), "serve", "--addr", "127.0.0.1:0")
	leader := e.loggetInd(t, oio.Korsbaek, adgang.Programleder)
	s := newScene(t, e.url)
	s.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: leader.Name, Value: leader.Value, URL: e.url})
		return err
	}))
	s.open("/program/kommuner")
	s.reads("Kommuner", "1 kommune i denne installation", "Korsbæk Kommune")
	s.accessible()
	s.fill("#cvr", "2222")
	s.fill("#navn", "Solby Kommune")
	s.fill("#vaert", vaerter[naboby])
	s.send("form[action='/program/kommuner']")
	s.reads("Kommunen er ikke taget ind", "CVR-nummeret er otte cifre.")
	s.fill("#cvr", string(naboby))
	s.send("form[action='/program/kommuner']")
	s.reads("Solby Kommune er taget ind", "2 kommuner i denne installation", vaerter[naboby])
	s.accessible()
	s.fill("#cvr", string(naboby))
	s.fill("#navn", "Solby Kommune")
	s.send("form[action='/program/kommuner']")
	s.reads("Kommunen med CVR 22222222 er her allerede.")
	until(t, "its own pages", func() bool {
		return strings.Contains(e.sporg(t, vaerter[naboby], http.MethodGet, "/", nil).body, "Solby Kommune")
	})
	e.byer[naboby] = &by{b: nyBy2(t, data, naboby)}
	theirs := e.loggetInd(t, naboby, adgang.Programleder)
	if page := e.sporg(t, vaerter[naboby], http.MethodGet, "/program/kommuner", theirs); page.status != http.StatusOK || strings.Contains(page.body, "Korsbæk") || strings.Contains(page.body, "<form method=\"post\" action=\"/program/kommuner\"") {
		t.Errorf("a municipality's own programme leader sees the installation's list: %d", page.status)
	}
	if page := e.sporg(t, vaerter[naboby], http.MethodPost, "/program/kommuner", theirs); page.status != http.StatusForbidden {
		t.Errorf("and may take others in: %d", page.status)
	}
}

// TestManyMunicipalitiesAreServedByTheTokensNumber lets a neighbour export over TLS, with tokens and signatures, to the services of the installation it
// is one of: what it sends is its own, and so are the messages that are shown.
func TestManyMunicipalitiesAreServedByTheTokensNumber(t *testing.T) {
	t.Parallel()
	data := mappe(t)
	skal(t, data, "kommune", "ny", string(naboby), "--navn", "Solby Kommune", "--vaert", vaerter[naboby])
	b := nyBy2(t, data, naboby)
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(naboby), opened: b}
	o := generate.Options{Borgere: 10, Seed: 3, Kommune: naboby, Dato: oio.DatoOf(proevedag)}
	if err := fillSettings(t.Context(), m, b, o); err != nil {
		t.Fatal(err)
	}
	skal(t, data, "--kommune", string(oio.Korsbaek), "certs")
	caller, err := laesCertifikat(filepath.Join(data, certMappe, klientOffentlig))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.aftaler.aftalLokalt(t.Context(), m, naboby, caller); err != nil {
		t.Fatal(err)
	}
	k := start(t, data, "--kommune", string(oio.Korsbaek), "serve", "--addr", "127.0.0.1:0")
	for _, choice := range []string{"maal-sdi=" + k.url + "/soap/SagDokumentIndeks/6", "maal-ydi=" + k.url + "/soap", "maal-sts=" + k.url + "/sts", "certifikat=" + filepath.Join(data, certMappe, klientFil), "samling=0"} {
		skal(t, data, "--kommune", string(naboby), "policy", "set", choice)
	}
	if code, out, errs := kald(t.Context(), bytes.NewReader(feedAf(t, o)), data, "--kommune", string(naboby), "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	until(t, "its objects over the wire", func() bool {
		held, err := b.db.IndeksTal(t.Context(), naboby)
		return err == nil && held.Sager > 5 && held.Bevillinger > 5
	})
	if held, err := b.db.IndeksTal(t.Context(), oio.Korsbaek); err != nil || held.Sager+held.Bevillinger > 0 {
		t.Errorf("the municipality of --kommune got %+v (%v)", held, err)
	}
	chain, err := laesKreds(filepath.Join(data, certMappe))
	if err != nil {
		t.Fatal(err)
	}
	figures := k.request(t, klientMed(chain.nyeste().pool()), http.MethodGet, "/metrics", nil, "Authorization", "Bearer "+k.key(t)).body
	if !strings.Contains(figures, `indeksbro_soap_messages_total{kommune="22222222",operation="importer",tjeneste="SagDokumentIndeks/6",udfald="taget"}`) || strings.Contains(figures, `indeksbro_soap_messages_total{kommune="11111111",operation="importer"`) {
		t.Error("the messages are not counted as the neighbour's")
	}
}
