package web_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/web"
	"indeksbro/internal/web/assets"
)

// addresses are all pages, with the form of those that take one.
func addresses() map[string]url.Values {
	return map[string]url.Values{
		"/": nil, "/tilgaengelighed": nil, "/findes/ikke": nil, "/demo": nil, "/sapa": nil, "/borger": nil,
		"/sapa/soeg":                           {"soeg": {"Bent"}},
		"/sapa/borger/" + anna.Noegle.String(): nil, "/sapa/borger/" + bent.Noegle.String(): nil, "/sapa/borger/xyz": nil,
		"/sapa/sag/" + sag1.String(): nil, "/sapa/sag/" + sagBent.String(): nil, "/sapa/sag/xyz": nil, "/sapa/bevilling/" + bev1.String(): nil,
	}
}

func visit(t *testing.T, h http.Handler, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	if form != nil {
		return post(t, h, address, form)
	}
	return get(t, h, address)
}

// TestAccess is every address for every role: what is not listed as open is closed.
func TestAccess(t *testing.T) {
	t.Parallel()
	public := []string{"/", "/tilgaengelighed", "/findes/ikke", "/demo"}
	forClerks := func(address string) bool { return strings.HasPrefix(address, "/sapa") }
	roles := []struct {
		name    string
		who     who
		allowed func(string) bool
		closed  int
	}{
		{"nobody", nobody, func(string) bool { return false }, http.StatusUnauthorized},
		{"clerk", clerk, forClerks, http.StatusForbidden},
		{"citizen", annaSelf, func(a string) bool { return a == "/borger" }, http.StatusForbidden},
		{"clerk of another municipality", otherTown, func(string) bool { return false }, http.StatusForbidden},
		{"citizen of another municipality", otherAnna, func(string) bool { return false }, http.StatusForbidden},
		{"citizen without a key", who{web.Identitet{Roller: adgang.Borger, Kommune: oio.Korsbaek}, true}, func(string) bool { return false }, http.StatusForbidden},
		{"role nobody knows", who{web.Identitet{Roller: 1 << 14, Kommune: oio.Korsbaek}, true}, func(string) bool { return false }, http.StatusForbidden},
	}
	for _, role := range roles {
		t.Run(role.name, func(t *testing.T) {
			t.Parallel()
			h, _ := setup(newFake(), role.who)
			for address, form := range addresses() {
				w := visit(t, h, address, form)
				open := role.allowed(address) || strings.Contains(strings.Join(public, " ")+" ", address+" ")
				if closed := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden; closed == open {
					t.Errorf("%s: %d", address, w.Code)
				} else if closed && w.Code != role.closed {
					t.Errorf("%s: %d, want %d", address, w.Code, role.closed)
				}
				if !open && containsAny(w.Body.String(), "Anna Andersen", "Bents hemmelige", "710550") {
					t.Errorf("%s shows data to somebody without access", address)
				}
			}
		})
	}
}

func TestR112_CitizenSeesOnlyHerOwn(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.objekter[anna.Noegle] = append(f.objekter[anna.Noegle], f.objekter[bent.Noegle]...) // the index leaks
	h, _ := setup(f, annaSelf)
	body := get(t, h, "/borger?borger="+bent.Noegle.String()).Body.String()
	if containsAny(body, "Bent", "Hjælpemidler<", "S-1001", "29.09.04", "(lokalt)", "Kost og sundhed", "Cura") {
		t.Error("the citizen's page shows what is not hers, or not for her")
	}
	if !strings.Contains(body, "Du får diætvejledning.") || !strings.Contains(body, "Anna Andersen") {
		t.Error("the citizen's page lacks what is hers")
	}
	tomH, _ := setup(f, tomSelf)
	if body := get(t, tomH, "/borger").Body.String(); containsAny(body, "Anna", "diætvejledning") || !strings.Contains(body, "Vi har ingen sager at vise.") {
		t.Error("a citizen without cases sees somebody else's, or no explanation")
	}
}

func TestR113_ListAsSentDetailLookedUp(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.objekter[anna.Noegle][0].Objekt.(*oio.Sag).Ansvarlig.Navn = "Visitation A (gammelt navn)"
	h, _ := setup(f, clerk)
	if list := get(t, h, "/sapa/borger/"+anna.Noegle.String()).Body.String(); !strings.Contains(list, "Visitation A (gammelt navn)") {
		t.Error("the list does not show the name as sent")
	}
	detail := get(t, h, "/sapa/sag/"+sag1.String()).Body.String()
	for _, want := range []string{`<p class="ib-saetning">Visitation A</p>`, "55 55 01 23", "visitation@korsbaek.example", "Torvet 1, 4700 Korsbæk", "kl. 9–14", "kl. 10–15"} {
		if !strings.Contains(detail, want) {
			t.Errorf("the case lacks %q", want)
		}
	}
}

func TestR116_NoRecordNoPage(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.auditFail = errFake
	h, _ := setup(f, clerk)
	for _, address := range []string{"/sapa/borger/" + anna.Noegle.String(), "/sapa/sag/" + sag1.String(), "/sapa/bevilling/" + bev1.String()} {
		if w := get(t, h, address); w.Code != http.StatusInternalServerError || containsAny(w.Body.String(), "Anna", "Kost", "Diæt") {
			t.Errorf("%s: %d, shown though it could not be recorded", address, w.Code)
		}
	}
	if w := post(t, h, "/sapa/soeg", url.Values{"soeg": {"sen"}}); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "Bentsen") {
		t.Errorf("search: %d, hits shown though it could not be recorded", w.Code)
	}
}

func TestR116_EveryLookUpIsRecorded(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, clerk)
	post(t, h, "/sapa/soeg", url.Values{"soeg": {"710550-0001"}})
	post(t, h, "/sapa/soeg", url.Values{"soeg": {"Anna"}})
	get(t, h, "/sapa/borger/"+anna.Noegle.String())
	get(t, h, "/sapa/sag/"+sag1.String())
	get(t, h, "/sapa/bevilling/"+bev1.String())
	want := []web.Opslag{
		{Hvad: "søgning-cpr", Antal: 1, Soegning: "710550-0001"}, {Hvad: "søgning-navn", Antal: 1, Soegning: "Anna"}, {Hvad: "borger", Borger: anna.Noegle, Antal: 11},
		{Hvad: "sag", Borger: anna.Noegle, Objekt: sag1, Antal: 1}, {Hvad: "bevilling", Borger: anna.Noegle, Objekt: bev1, Antal: 1},
	}
	if len(f.opslag) != len(want) {
		t.Fatalf("%d records, want %d: %+v", len(f.opslag), len(want), f.opslag)
	}
	for i, o := range want {
		o.Hvem, o.Roller, o.Hvornaar = "sag1", adgang.Sagsbehandler, nu
		if f.opslag[i].Fra == "" {
			t.Errorf("record %d does not tell from where", i)
		}
		o.Fra, o.Objekter = f.opslag[i].Fra, f.opslag[i].Objekter
		if !reflect.DeepEqual(f.opslag[i], o) {
			t.Errorf("record %d: %+v, want %+v", i, f.opslag[i], o)
		}
	}
}

// TestR116_WhatAPageShowsIsRecorded holds the identities in the log against the pages: the citizen's, as page, file, print and data, and a list.
func TestR116_WhatAPageShowsIsRecorded(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, clerk)
	page := "/sapa/borger/" + anna.Noegle.String()
	why := url.Values{"formaal": {"Møde eller visitation"}}
	get(t, h, page)
	get(t, h, page+"/data.json")
	post(t, h, page+"/udtraek", why)
	post(t, h, page+"/udtraek", url.Values{"formaal": why["formaal"], "form": {"csv"}})
	if len(f.opslag) != 4 {
		t.Fatalf("%d records: %+v", len(f.opslag), f.opslag)
	}
	for _, o := range f.opslag {
		for _, g := range f.ser(adgang.NytUdsnit(clerk.Grupper, adgang.Opslag, oio.Korsbaek, []oio.UUID{cura.UUID, esdh.UUID}), f.objekter[anna.Noegle]) {
			if !slices.Contains(o.Objekter, g.Objekt.Identitet()) {
				t.Errorf("%s does not tell of %s %s", o.Hvad, g.Objekt.ObjektArt(), g.Objekt.Identitet())
			}
		}
	}
	f.opslag = nil
	post(t, h, "/sapa/soeg", url.Values{"soeg": {"S-1001"}})
	if len(f.opslag) != 1 || !slices.Contains(f.opslag[0].Objekter, sag1) {
		t.Errorf("a case number: %+v", f.opslag)
	}
}

// TestR116_ALongPageIsRecordedWithWhatMatters shows a citizen with more than one entry holds: the one VIP case, which comes last, is in it.
func TestR116_ALongPageIsRecordedWithWhatMatters(t *testing.T) {
	t.Parallel()
	f := newFake()
	a := oio.Aktoer{UUID: visitA, Navn: "Visitation A", CVR: oio.Korsbaek}
	for i := range 150 {
		f.objekter[anna.Noegle] = append(f.objekter[anna.Noegle], sag(anna, "mange"+strconv.Itoa(i), "Sag", "27.35.04", "Hjælpemidler", a, state("Opstaaet", 20250101)))
	}
	hidden := sag(anna, "vip", "Sag", "27.35.04", "Hjælpemidler", a, state("Opstaaet", 20250101))
	hidden.Objekt.(*oio.Sag).Foelsomhed = oio.VIP
	f.objekter[anna.Noegle] = append(f.objekter[anna.Noegle], hidden)
	h, _ := setup(f, clerk)
	get(t, h, "/sapa/borger/"+anna.Noegle.String())
	if o := f.opslag[0].Objekter; len(o) != 100 || o[0] != hidden.Objekt.Identitet() {
		t.Errorf("%d identities, the first %v", len(o), o[:min(1, len(o))])
	}
}

func TestNoCPRLeaves(t *testing.T) {
	t.Parallel()
	numbers := []string{"7105500001", "710550-0001", "6212480002", "621248-0002"}
	for _, role := range []who{nobody, clerk, annaSelf} {
		for _, broken := range []bool{false, true} {
			f := newFake()
			if broken {
				f.fail, f.orgFail, f.statusFail = errFake, errFake, errFake
			}
			h, log := setup(f, role)
			all := addresses()
			all["/sapa/borger/"+anna.Noegle.String()+"?q=710550-0001"] = nil
			for address, form := range all {
				w := visit(t, h, address, form)
				var headers bytes.Buffer
				_ = w.Result().Header.Write(&headers)
				shown := w.Body.String()
				if role.Bruger == clerk.Bruger && strings.HasPrefix(address, "/sapa/borger/") && !broken {
					shown = shown[:strings.Index(shown, "</title>")+1] // a caseworker reads the number on the page itself
				}
				if containsAny(shown+headers.String(), numbers...) {
					t.Errorf("%s shows a CPR number", address)
				}
			}
			post(t, h, "/sapa/soeg", url.Values{"soeg": {"710550 0001"}})
			if containsAny(log.String(), numbers...) || containsAny(log.String(), "Anna", "Bent") {
				t.Errorf("the log holds a CPR number or a name:\n%s", log)
			}
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), clerk)
	tests := []struct {
		name, text string
		code       int
		want       string
	}{
		{"number", "710550-0001", http.StatusSeeOther, ""},
		{"number in one", "7105500001", http.StatusSeeOther, ""},
		{"one of the name", " anna ", http.StatusSeeOther, ""},
		{"several", "sen", http.StatusOK, "2 borgere"},
		{"nobody", "Findes Ikke", http.StatusOK, "Ingen fundet"},
		{"unknown number", "610150-0009", http.StatusOK, "Ingen fundet"},
		{"not a number", "7105", http.StatusUnprocessableEntity, "ti cifre"},
		{"too short", "a", http.StatusUnprocessableEntity, "mindst to bogstaver"},
		{"nothing", "", http.StatusUnprocessableEntity, "mindst to bogstaver"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := post(t, h, "/sapa/soeg", url.Values{"soeg": {test.text}})
			if w.Code != test.code || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("%d, want %d with %q", w.Code, test.code, test.want)
			}
			if to := w.Header().Get("Location"); test.code == http.StatusSeeOther && to != "/sapa/borger/"+anna.Noegle.String() {
				t.Errorf("leads to %q", to)
			}
		})
	}
}

func TestFormsFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, clerk)
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodPost, "/sapa/soeg", strings.NewReader("soeg=anna"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	h.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || len(f.opslag) != 0 {
		t.Errorf("%d", w.Code)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), annaSelf)
	for address := range addresses() {
		header := get(t, h, address).Header()
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", address, name, got)
			}
		}
		if !strings.HasPrefix(header.Get("Content-Security-Policy"), "default-src 'self'") {
			t.Errorf("%s has no content security policy", address)
		}
	}
}

func TestNoInlineScriptOrStyle(t *testing.T) {
	t.Parallel()
	for _, role := range []who{nobody, clerk, annaSelf} {
		h, _ := setup(newFake(), role)
		for address, form := range addresses() {
			body := visit(t, h, address, form).Body.String()
			if containsAny(body, "<script>", "<style", " style=", " onclick=", "javascript:", "http://", "https://") {
				t.Errorf("%s has inline script or style, or loads from elsewhere", address)
			}
			if body != "" && strings.Count(body, "<h1") != 1 {
				t.Errorf("%s has %d h1", address, strings.Count(body, "<h1"))
			}
		}
	}
}

func TestErrorsHaveAnIDThatIsInTheLog(t *testing.T) {
	t.Parallel()
	for name, break_ := range map[string]func(*fake){
		"error": func(f *fake) { f.fail = errFake },
		"panic": func(f *fake) { f.panicking = true },
	} {
		f := newFake()
		break_(f)
		h, log := setup(f, annaSelf)
		w := get(t, h, "/borger")
		body := w.Body.String()
		if w.Code != http.StatusInternalServerError || !strings.Contains(body, "FEJL1234") || !strings.Contains(body, "Du har ikke gjort noget forkert.") {
			t.Errorf("%s: %d without id or comfort", name, w.Code)
		}
		if !strings.Contains(log.String(), "FEJL1234") || containsAny(body, "disk full", "fake index") {
			t.Errorf("%s: the cause belongs in the log and nowhere else", name)
		}
	}
}

func TestCitizenGetsHerPageWithoutTheOrganisation(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.orgFail = errors.New("timeout")
	h, _ := setup(f, annaSelf)
	w := get(t, h, "/borger")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Ring til Korsbæk Kommune på ") {
		t.Errorf("%d", w.Code)
	}
}

func TestR102_CountsAddUp(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, nobody)
	if body := get(t, h, "/").Body.String(); !strings.Contains(body, "Tallene stemmer") {
		t.Error("counts that add up are not said to")
	}
	f.stand.Grunde = append(f.stand.Grunde, web.GrundTal{Grund: projection.Slettet, Tal: web.Tal{Sager: 1}})
	if body := get(t, h, "/").Body.String(); !strings.Contains(body, "Tallene stemmer ikke") {
		t.Error("counts that do not add up are hidden")
	}
	f.statusFail = errFake
	if w := get(t, h, "/"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Tallene kan ikke hentes") {
		t.Error("the front page falls with the counts")
	}
}

func TestS8_SilentSourceIsTold(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, clerk)
	address := "/sapa/borger/" + anna.Noegle.String()
	if body := get(t, h, address).Body.String(); strings.Contains(body, "ikke kommet nyt") || !strings.Contains(body, "Data er fra Cura, Korsbæk ESDH. Sidst ændret 12. januar 2026.") {
		t.Error("the quiet line is wrong while all is well")
	}
	f.alder.Hoert = nu.Add(-61 * 60e9)
	if body := get(t, h, address).Body.String(); !strings.Contains(body, "Der er ikke kommet nyt fra kilden siden 15. januar 2026 kl. 09.29.") {
		t.Error("nobody is told that the source is silent")
	}
}

func TestDemoIsNotThere(t *testing.T) {
	t.Parallel()
	for _, role := range []who{nobody, clerk, annaSelf} {
		h, _ := setup(newFake(), role)
		for _, address := range []string{"/demo", "/demo/vaelg", "/demo/ud"} {
			if w := get(t, h, address); w.Code != http.StatusNotFound {
				t.Errorf("GET %s: %d", address, w.Code)
			}
			if w := post(t, h, address, url.Values{}); w.Code != http.StatusNotFound {
				t.Errorf("POST %s: %d", address, w.Code)
			}
		}
	}
}

func TestConfigNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	var c web.Config
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "Kommune") {
		t.Errorf("got %v", err)
	}
	defer func() {
		if recover() == nil {
			t.Error("New takes half a configuration")
		}
	}()
	web.New(c)
}

func TestCompression(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), annaSelf)
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "/borger", nil)
	r.Header.Set("Accept-Encoding", "gzip, br")
	h.ServeHTTP(w, r)
	z, err := gzip.NewReader(w.Body)
	if err != nil || w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v", err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || string(plain) != get(t, h, "/borger").Body.String() {
		t.Errorf("compressed page differs: %v", err)
	}
	head := httptest.NewRecorder()
	h.ServeHTTP(head, httptest.NewRequest(http.MethodHead, "/borger", nil))
	if head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", head.Code, head.Body.Len())
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), nobody)
	for _, address := range append(assets.Stylesheets(), assets.URL("ikon.svg")) {
		w := get(t, h, address)
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %d, %q", address, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	for _, address := range []string{"/assets/000000000000/app.css", assets.URL("nothing.css"), assets.URL(".gitignore"), "/assets/"} {
		if w := get(t, h, address); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

// TestPageWeight adds up what a first visit to the citizen's page transfers, compressed, all fonts and icons included
// (07 People: ≤ 150 kB).
func TestPageWeight(t *testing.T) {
	t.Parallel()
	if !assets.Complete() {
		shared.Missing(t, "make assets has not been run: there is only the stub stylesheet to weigh")
	}
	h, _ := setup(newFake(), annaSelf)
	total := 0
	files := append([]string{"/borger", assets.URL("ikon.svg"), assets.URL("fonts/IBMPlexSans-Regular-Latin1.woff2"), assets.URL("fonts/IBMPlexSans-SemiBold-Latin1.woff2"),
		assets.URL("img/svg-icons/chevron-down.svg"), assets.URL("img/svg-icons/chevron-up.svg")}, assets.Stylesheets()...)
	for _, address := range files {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d", address, w.Code)
		}
		t.Logf("%7d %s", w.Body.Len(), address)
		total += w.Body.Len()
	}
	t.Logf("%7d in all", total)
	if total > 150_000 {
		t.Errorf("the first page weighs %d bytes, more than 150 kB", total)
	}
}

// BenchmarkBorgerside is the citizen's page with more than 20 objects, from request to bytes, compressed (citizen.p99).
func BenchmarkBorgerside(b *testing.B) {
	f := newFake()
	for i := range 12 {
		a := oio.Aktoer{UUID: visitA, Navn: "Visitation A"}
		f.objekter[anna.Noegle] = append(f.objekter[anna.Noegle], bevilling(anna, "x"+string(rune('a'+i)), "Sygepleje", "ressourcemæssig", 20240101, 0, a))
	}
	if n := len(f.objekter[anna.Noegle]); n < 20 {
		b.Fatalf("%d objects", n)
	}
	h, _ := setup(f, annaSelf)
	for _, encoding := range []string{"", "gzip"} {
		b.Run("encoding="+encoding, func(b *testing.B) {
			b.ReportAllocs()
			r := httptest.NewRequest(http.MethodGet, "/borger", nil)
			r.Header.Set("Accept-Encoding", encoding)
			for b.Loop() {
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
