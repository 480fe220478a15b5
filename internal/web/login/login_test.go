package login_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/testkit"
	"indeksbro/internal/testkit/logindtest"
	"indeksbro/internal/web"
	"indeksbro/internal/web/login"
)

const nummer = "7105500001"

// folk are the citizens: one.
type folk struct{}

func borger() oio.Person {
	cpr, _ := oio.ParseCPR(nummer)
	return oio.Person{CPR: cpr, Navn: "Anna Andersen", Noegle: logindtest.Noegler(oio.Korsbaek).Borger(cpr)}
}

func (folk) Personer(context.Context, adgang.Udsnit, oio.Borgernoegle, int) ([]oio.Person, error) {
	return []oio.Person{borger()}, nil
}
func (folk) FindNavn(context.Context, adgang.Udsnit, string, int) ([]oio.Person, error) {
	return []oio.Person{borger()}, nil
}
func (folk) Person(_ context.Context, _ adgang.Udsnit, key oio.Borgernoegle) (oio.Person, bool, error) {
	return borger(), key == borger().Noegle, nil
}

// nothing is an installation without anything in it.
type nothing struct{ web.Indeks }

func (nothing) Organisation(context.Context, oio.CVR) (*organisation.Trae, error) {
	return organisation.New(nil), nil
}
func (nothing) Borger(context.Context, adgang.Udsnit, oio.Borgernoegle) ([]oio.Gemt, error) {
	return nil, nil
}
func (nothing) Person(context.Context, adgang.Udsnit, oio.Borgernoegle) (oio.Person, bool, error) {
	return borger(), true, nil
}
func (nothing) Status(context.Context, oio.CVR) (web.Stand, error) { return web.Stand{}, nil }
func (nothing) Opslag(context.Context, web.Opslag) error           { return nil }

// desk is a page that says who one is.
type desk struct{}

func (desk) Ruter(r web.Ramme) {
	r.Som(adgang.AlleRoller, "GET /hvem", func(w http.ResponseWriter, _ *http.Request, id web.Identitet) error {
		limit := "alt"
		if len(id.Grupper) > 0 && id.Grupper[0].KLE != nil {
			limit = id.Grupper[0].KLE.String()
		}
		_, err := io.WriteString(w, strings.Join([]string{id.Roller.String(), id.Bruger, id.Navn, limit, id.Vej, id.Sikring, id.Borger.String()}, "|"))
		return err
	})
	r.Som(adgang.CuraAdministrator, "GET /vaerksted", func(w http.ResponseWriter, _ *http.Request, id web.Identitet) error {
		_, err := io.WriteString(w, "hej "+id.Bruger)
		return err
	})
}

// sted is a log-in and its provider, each at a host of its own, with a clock that tests set.
type sted struct {
	*logindtest.Kreds
	egen, hos *httptest.Server
	log       *testkit.Writer
	now       *time.Time
}

func nytSted(t *testing.T) *sted {
	t.Helper()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := &sted{egen: httptest.NewUnstartedServer(nil), hos: httptest.NewUnstartedServer(nil), log: &testkit.Writer{}, now: &now}
	nu := func() time.Time { return now }
	log := slog.New(slog.NewTextHandler(s.log, nil))
	// Two names of this machine are two sites to a browser.
	s.Kreds = logindtest.NyKreds("http://"+s.egen.Listener.Addr().String(), strings.Replace("http://"+s.hos.Listener.Addr().String(), "127.0.0.1", "localhost", 1), folk{}, logindtest.Noegler(oio.Korsbaek).Borger, nu, log)
	s.egen.Config.Handler = web.New(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Indeks: nothing{}, Organisation: nothing{}, Status: nothing{}, Audit: nothing{},
		Identiteter: s.Login, Login: login.Sti, LogUd: login.LogUd, Forlaeng: login.Forlaeng, Nu: nu, Log: log, Dele: []web.Del{s.Login, desk{}}})
	s.hos.Config.Handler = s.IdP.Handler()
	s.egen.Start()
	s.hos.Start()
	t.Cleanup(s.egen.Close)
	t.Cleanup(s.hos.Close)
	return s
}

// svar is an answer, read to its end.
type svar struct {
	*http.Response
	body string
}

func (a svar) til() string { return a.Header.Get("Location") }

// person is a browser: it keeps cookies, and follows nothing by itself.
type person struct {
	t *testing.T
	*http.Client
	base string
}

func (s *sted) person(t *testing.T) *person {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &person{t, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, s.egen.URL}
}

func (p *person) do(method, address string, form url.Values, headers ...string) svar {
	p.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = p.base + address
	}
	r, err := http.NewRequestWithContext(p.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := p.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return svar{answer, string(text)}
}

func (p *person) get(address string, headers ...string) svar {
	p.t.Helper()
	return p.do(http.MethodGet, address, nil, headers...)
}

// ind goes through the OpenID Connect log-in as somebody and gives the address of the answer, not yet opened.
func (p *person) ind(way, who string) string {
	p.t.Helper()
	a := p.get(login.Sti + "/" + way + "?login_hint=" + who)
	if a.StatusCode != http.StatusSeeOther {
		p.t.Fatalf("begin: %d %s", a.StatusCode, a.body)
	}
	b := p.get(a.til())
	if b.StatusCode != http.StatusSeeOther || !strings.HasPrefix(b.til(), p.base+login.Sti+"/"+way+"/svar?") {
		p.t.Fatalf("at the provider: %d %s %s", b.StatusCode, b.til(), b.body)
	}
	return b.til()
}

func (p *person) hvem() string {
	p.t.Helper()
	a := p.get("/hvem")
	if a.StatusCode != http.StatusOK {
		return ""
	}
	return a.body
}

func TestACaseworkerLogsInWithHerBoundary(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	a := p.get(p.ind("medarbejder", "mette"))
	if a.StatusCode != http.StatusSeeOther || a.til() != "/sapa" {
		t.Fatalf("%d %s %s", a.StatusCode, a.til(), a.body)
	}
	if got, want := p.hvem(), "sagsbehandler|mette|Mette Krogh|27.35.*|medarbejder|Substantial|"+(oio.Borgernoegle{}).String(); got != want {
		t.Errorf("she is %q, want %q", got, want)
	}
	line := s.Bog.Linjer()
	if len(line) != 1 || line[0].Hvad != login.LoggetInd || line[0].Hvem != "mette" || line[0].Vej != "medarbejder" || line[0].Fra != "127.0.0.1" || !line[0].Tid.Equal(*s.now) {
		t.Errorf("the audit log has %+v", line)
	}
}

func TestACitizenIsHerKeyAndHerNumberIsNowhere(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	answer := p.ind("borger", borger().Noegle.String())
	if a := p.get(answer); a.StatusCode != http.StatusSeeOther || a.til() != "/borger" {
		t.Fatalf("%d %s %s", a.StatusCode, a.til(), a.body)
	}
	if got := p.hvem(); got != "borger|||alt|borger|Substantial|"+borger().Noegle.String() {
		t.Errorf("she is %q", got)
	}
	if strings.Contains(answer+s.log.String(), nummer) || s.Bog.Linjer()[0].Borger != borger().Noegle {
		t.Error("her number is in an address or the log, or the audit log does not know her")
	}
	for _, level := range []string{"mette", "karen"} { // employees are unknown to the citizens' client, so she is asked to choose
		if b := p.get(p.get(login.Sti + "/borger?login_hint=" + level).til()); !strings.Contains(b.til(), "/idp/vaelg") {
			t.Errorf("%s as a citizen: %s", level, b.til())
		}
	}
}

func TestFromAnotherSiteOneIsLedInByAPageOfOurs(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	a := p.get(p.ind("medarbejder", "susanne"), "Sec-Fetch-Site", "cross-site")
	if a.StatusCode != http.StatusOK || a.Header.Get("Refresh") != "0; url=/sapa" || !strings.Contains(a.body, "Fortsæt, hvis der ikke sker noget") {
		t.Errorf("%d %q %s", a.StatusCode, a.Header.Get("Refresh"), a.body)
	}
	p = s.person(t)
	a = p.get(login.Sti + "/medarbejder?login_hint=susanne&til=" + url.QueryEscape("/hvem?x=1"))
	if b := p.get(p.get(a.til()).til()); b.til() != "/hvem?x=1" {
		t.Errorf("she wanted /hvem, and came to %s", b.til())
	}
	for _, to := range []string{"https://ond.example/", "//ond.example", "/\\ond.example", "ond", "/log-ud", "javascript:alert(1)"} {
		p := s.person(t)
		a := p.get(login.Sti + "/medarbejder?login_hint=susanne&til=" + url.QueryEscape(to))
		if b := p.get(p.get(a.til()).til()); b.til() != "/sapa" {
			t.Errorf("til=%s leads to %s", to, b.til())
		}
	}
}

func TestAnAnswerIsWorthSomethingOnceAndOnlyWhereTheQuestionWasAsked(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	refused := func(what string, p *person, answer string) {
		t.Helper()
		if a := p.get(answer); a.StatusCode < 400 || p.hvem() != "" {
			t.Errorf("%s: %d, and she is %q", what, a.StatusCode, p.hvem())
		}
	}
	asked, other := s.person(t), s.person(t)
	answer := asked.ind("medarbejder", "susanne")
	refused("in another's browser", other, answer)
	other.ind("medarbejder", "karen") // has a question of her own
	refused("in another's browser that asked too", other, answer)
	if a := asked.get(answer); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("where it was asked: %d %s", a.StatusCode, a.body)
	}
	asked.do(http.MethodPost, login.LogUd, nil)
	refused("a second time", asked, answer)

	for name, change := range map[string]func(url.Values){
		"another state": func(q url.Values) { q.Set("state", "x"+q.Get("state")[1:]) }, "no state": func(q url.Values) { q.Del("state") },
		"another code": func(q url.Values) { q.Set("code", "x") }, "the provider refuses": func(q url.Values) { q.Set("error", "access_denied") },
	} {
		p := s.person(t)
		u, err := url.Parse(p.ind("medarbejder", "susanne"))
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		change(q)
		u.RawQuery = q.Encode()
		refused(name, p, u.String())
	}

	late := s.person(t)
	answer = late.ind("medarbejder", "susanne")
	*s.now = s.now.Add(11 * time.Minute)
	refused("too late", late, answer)

	// Two browsers' answers changed about: each code belongs to the PKCE secret and nonce of another.
	one, two := s.person(t), s.person(t)
	a, b := one.ind("medarbejder", "susanne"), two.ind("medarbejder", "karen")
	ua, _ := url.Parse(a)
	ub, _ := url.Parse(b)
	mixed := ua.Query()
	mixed.Set("code", ub.Query().Get("code"))
	ua.RawQuery = mixed.Encode()
	refused("another's code", one, ua.String())
}

func TestWithoutRightsOrSurenessNobodyIsLetIn(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	for who, says := range map[string]string{"ingen": "Du har ingen adgang her", "svag": "Log ind på en sikrere måde"} {
		p := s.person(t)
		if a := p.get(p.ind("medarbejder", who)); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, says) || p.hvem() != "" {
			t.Errorf("%s: %d %s", who, a.StatusCode, a.body)
		}
	}
	for _, line := range s.Bog.Linjer() {
		if line.Hvad != login.Afvist || line.Grund == "" || line.Hvem == "" {
			t.Errorf("the audit log has %+v", line)
		}
	}
	s.Bog.Fejl = errors.New("no disk")
	p := s.person(t)
	if a := p.get(p.ind("medarbejder", "susanne")); a.StatusCode != http.StatusInternalServerError || p.hvem() != "" || s.Lager.Antal() != 0 {
		t.Errorf("a log-in that the audit log does not take: %d, and she is %q", a.StatusCode, p.hvem())
	}
}

func TestAProviderThatIsDownIsSaidAndTriedAgain(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	handler := s.hos.Config.Handler
	s.hos.Config.Handler = http.NotFoundHandler()
	p := s.person(t)
	if a := p.get(login.Sti + "/medarbejder"); a.StatusCode != http.StatusBadGateway || !strings.Contains(a.body, "Log-in-tjenesten svarer ikke") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	s.hos.Config.Handler = handler
	if a := p.get(p.ind("medarbejder", "susanne")); a.StatusCode != http.StatusSeeOther {
		t.Errorf("when it is up again: %d", a.StatusCode)
	}
}

func TestLoggingOutEndsItHereAndThere(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	p.get(p.ind("medarbejder", "susanne"))
	if p.hvem() == "" {
		t.Fatal("not logged in")
	}
	if a := p.do(http.MethodPost, login.LogUd, nil, "Sec-Fetch-Site", "cross-site"); a.StatusCode != http.StatusForbidden || p.hvem() == "" {
		t.Errorf("another site logs her out: %d", a.StatusCode)
	}
	a := p.do(http.MethodPost, login.LogUd, nil)
	to, found := strings.CutPrefix(a.Header.Get("Refresh"), "0; url=")
	if a.StatusCode != http.StatusOK || !found || p.hvem() != "" || s.Lager.Antal() != 0 {
		t.Fatalf("%d %q", a.StatusCode, a.Header.Get("Refresh"))
	}
	if b := p.get(to); b.til() != s.egen.URL+"/log-ud/farvel" {
		t.Errorf("the provider leads back to %q", b.til())
	} else if c := p.get(b.til()); !strings.Contains(c.body, "Luk browseren") {
		t.Errorf("%s", c.body)
	}
	if b := p.get(strings.Replace(to, url.QueryEscape(s.egen.URL), url.QueryEscape("https://ond.example"), 1)); b.til() != "" {
		t.Errorf("the provider leads to %q", b.til())
	}
	lines := s.Bog.Linjer()
	if last := lines[len(lines)-1]; last.Hvad != login.LoggetUd || last.Hvem != "susanne" {
		t.Errorf("the audit log has %+v", last)
	}
}

func TestR124_TheKeyAndANameOpenTheWorkbenchAndNothingElse(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	if a := p.get("/vaerksted"); a.StatusCode != http.StatusUnauthorized || !strings.Contains(a.body, login.Sti) {
		t.Errorf("without a key: %d", a.StatusCode)
	}
	if a := p.get(login.Sti); !strings.Contains(a.body, "Log ind som medarbejder") || !strings.Contains(a.body, "Log ind som borger") || !strings.Contains(a.body, "Nøgle") {
		t.Errorf("the log-in page does not offer every way: %s", a.body)
	}
	for name, form := range map[string]url.Values{
		"a wrong key": {"navn": {"Karen Holm"}, "noegle": {s.Noegle + "x"}}, "no key": {"navn": {"Karen Holm"}}, "no name": {"noegle": {s.Noegle}},
		"a CPR number as name": {"navn": {"710550-0001"}, "noegle": {s.Noegle}},
	} {
		if a := p.do(http.MethodPost, login.Sti, form); a.StatusCode < 400 || p.hvem() != "" {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
	if a := p.do(http.MethodPost, login.Sti, url.Values{"navn": {"Karen Holm"}, "noegle": {s.Noegle}}); a.StatusCode != http.StatusSeeOther {
		t.Fatalf("the right key: %d", a.StatusCode)
	}
	if a := p.get("/vaerksted"); a.body != "hej Karen Holm" {
		t.Errorf("logged in: %d %s", a.StatusCode, a.body)
	}
	for _, address := range []string{"/sapa", "/borger"} {
		if a := p.get(address); a.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %d", address, a.StatusCode)
		}
	}
	if a := p.do(http.MethodPost, login.LogUd, nil); a.Header.Get("Refresh") != "" || p.hvem() != "" {
		t.Error("logging out of what nobody else knows leads somewhere")
	}
	p.do(http.MethodPost, login.Sti, url.Values{"navn": {"Karen Holm"}, "noegle": {s.Noegle}})
	*s.now = s.now.Add(31 * time.Minute)
	if a := p.get("/vaerksted"); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("after a pause: %d", a.StatusCode)
	}
}

func TestWhoGuessesTheKeyIsLockedOutToldAndShownToTheAdministrator(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	wrong := url.Values{"navn": {"Karen Holm"}, "noegle": {"gæt"}}
	for left := 4; left > 0; left-- {
		if a := p.do(http.MethodPost, login.Sti, wrong); a.StatusCode != http.StatusUnauthorized || !strings.Contains(a.body, "forsøg tilbage") {
			t.Fatalf("%d left: %d %s", left, a.StatusCode, a.body)
		}
	}
	a := p.do(http.MethodPost, login.Sti, wrong)
	if a.StatusCode != http.StatusTooManyRequests || !strings.Contains(a.body, "kl. 13.15") || a.Header.Get("Retry-After") == "" {
		t.Errorf("the fifth: %d %s", a.StatusCode, a.body)
	}
	right := url.Values{"navn": {"Karen Holm"}, "noegle": {s.Noegle}}
	if a := p.do(http.MethodPost, login.Sti, right); a.StatusCode != http.StatusTooManyRequests || p.hvem() != "" {
		t.Errorf("the right key while locked out: %d", a.StatusCode)
	}
	if lines := s.Login.Varsler(); len(lines) != 1 || !strings.Contains(lines[0], "127.0.0.1") || !strings.Contains(lines[0], "13.15") {
		t.Errorf("the administrator is told %q", lines)
	}
	if lines := s.Bog.Linjer(); lines[len(lines)-1].Hvad != login.Laast {
		t.Errorf("the audit log has %+v", lines)
	}
	*s.now = s.now.Add(15 * time.Minute)
	if a := p.do(http.MethodPost, login.Sti, right); a.StatusCode != http.StatusSeeOther || len(s.Login.Varsler()) != 0 {
		t.Errorf("a quarter later: %d", a.StatusCode)
	}
}

func TestTheEndOfALogInIsSaidAndCanBePutOffWithoutScript(t *testing.T) {
	t.Parallel()
	s := nytSted(t)
	p := s.person(t)
	p.do(http.MethodPost, login.Sti, url.Values{"navn": {"Karen Holm"}, "noegle": {s.Noegle}})
	if a := p.get("/?x=1"); !strings.Contains(a.body, `<span data-udloeb-klokken>13.30</span>`) || !strings.Contains(a.body, `data-udloeb="1800"`) || !strings.Contains(a.body, `name="tilbage" value="/?x=1"`) {
		t.Errorf("the page does not say when it ends: %s", a.body)
	}
	*s.now = s.now.Add(20 * time.Minute)
	a := p.do(http.MethodPost, login.Forlaeng, url.Values{"tilbage": {"/tilgaengelighed"}})
	if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "Du er logget ind til kl. 13.50") || !strings.Contains(a.body, `href="/tilgaengelighed"`) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if b := p.do(http.MethodPost, login.Forlaeng, nil, "Accept", "application/json"); strings.TrimSpace(b.body) != `{"endelig":false,"klokken":"13.50","om":1800}` {
		t.Errorf("for the script: %s", b.body)
	}
	if b := p.do(http.MethodPost, login.Forlaeng, url.Values{"tilbage": {"https://ond.example"}}); strings.Contains(b.body, "ond.example") {
		t.Error("it leads to another site")
	}
	for range 22 {
		*s.now = s.now.Add(20 * time.Minute)
		a = p.do(http.MethodPost, login.Forlaeng, nil)
	}
	if !strings.Contains(a.body, "Det kan ikke forlænges mere") {
		t.Errorf("near the end of the day: %s", a.body)
	}
	*s.now = s.now.Add(time.Hour)
	if a := p.do(http.MethodPost, login.Forlaeng, nil); a.StatusCode != http.StatusUnauthorized || !strings.Contains(a.body, "Du er logget ud") {
		t.Errorf("after the end: %d %s", a.StatusCode, a.body)
	}
}
