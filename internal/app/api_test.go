package app

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/shared"
)

// maskine is a caller of the API.
type maskine struct {
	t    *testing.T
	base string
}

// kald sends a request and reads a JSON answer into out, unless nil.
func (m *maskine) kald(method, path, body string, out any, head ...string) (int, http.Header, string) {
	m.t.Helper()
	r, err := http.NewRequestWithContext(m.t.Context(), method, m.base+path, strings.NewReader(body))
	if err != nil {
		m.t.Fatal(err)
	}
	for i := 0; i < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		m.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		m.t.Fatal(err)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			m.t.Errorf("%s %s: %d %s", method, path, answer.StatusCode, text)
		}
	}
	return answer.StatusCode, answer.Header, string(text)
}

func nyMaskine(t *testing.T) (*maskine, string) {
	t.Helper()
	dir := t.TempDir()
	if err := goerKlar(t.Context(), dir, generate.Options{Borgere: 60, Seed: 5, Kommune: oio.Korsbaek}); err != nil {
		t.Fatal(err)
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, generate.Options{Borgere: 60, Seed: 5, Kommune: oio.Korsbaek}); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := kald(t.Context(), &feed, dir, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	service := newTjeneste(m, b, slog.New(slog.DiscardHandler))
	server := httptest.NewServer(service.handler(http.NotFoundHandler(), func(r *http.Request) (string, bool) {
		return "maskinen", r.Header.Get("Authorization") != "Bearer forkert"
	}, nil))
	t.Cleanup(server.Close)
	return &maskine{t, server.URL}, dir
}

type apiRaekke struct {
	ID, Navn, Tilstand, ETag string
	Forslag                  []struct{ Kode string }
	Beslutning               *struct {
		Nr int64
		Af string
	}
}

func TestTheAPIDoesWhatThePagesDo(t *testing.T) {
	t.Parallel()
	m, _ := nyMaskine(t)
	_, _, lines := m.kald("GET", "/api/v1/raekker/ydelse", "", nil, "Accept", "application/x-ndjson")
	whole := strings.Count(lines, "\n")
	var rows []apiRaekke
	for cursor := ""; ; {
		var page struct {
			Poster []apiRaekke
			Naeste string
		}
		m.kald("GET", "/api/v1/raekker/ydelse?antal=7&efter="+cursor, "", &page)
		rows = append(rows, page.Poster...)
		if cursor = page.Naeste; cursor == "" {
			break
		}
	}
	if len(rows) != whole || whole < 20 {
		t.Fatalf("%d rows by pages, %d at once", len(rows), whole)
	}
	var row apiRaekke
	for _, r := range rows {
		m.kald("GET", "/api/v1/raekker/ydelse/"+r.ID, "", &row)
		if row.Beslutning == nil && len(row.Forslag) > 0 {
			break
		}
	}
	address, choice := "/api/v1/raekker/ydelse/"+row.ID+"/beslutning", `{"type":"`+row.Forslag[0].Kode+`","grund":"forslaget"}`
	for name, c := range map[string]struct {
		head   []string
		status int
	}{"unseen": {nil, 428}, "seen another": {[]string{"If-Match", `"999"`}, 412}} {
		if status, header, text := m.kald("PUT", address, choice, nil, c.head...); status != c.status || header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	var receipt struct {
		Fra, Til int64
		Antal    int
	}
	status, header, text := m.kald("PUT", address, choice, &receipt, "If-Match", row.ETag)
	if status != 200 || receipt.Antal != 1 {
		t.Fatalf("%d %s", status, text)
	}
	var after apiRaekke
	m.kald("GET", "/api/v1/raekker/ydelse/"+row.ID, "", &after)
	if after.ETag != header.Get("ETag") || after.Beslutning == nil || after.Beslutning.Af != "maskinen" {
		t.Errorf("%+v", after)
	}
	if status, _, text := m.kald("PUT", address, `{"ikke":true}`, nil, "If-Match", row.ETag); status != 412 || !strings.Contains(text, "R104") {
		t.Errorf("somebody was quicker: %d %s", status, text)
	}
	raw, _ := json.Marshal(receipt)
	if status, _, text := m.kald("POST", "/api/v1/beslutninger/fortryd", strings.ToLower(string(raw)), &receipt); status != 200 || receipt.Antal != 1 {
		t.Errorf("undo: %d %s", status, text)
	}
	var before apiRaekke
	m.kald("GET", "/api/v1/raekker/ydelse/"+row.ID, "", &before)
	if status, _, text := m.kald("POST", "/api/v1/beslutninger/flere", `[{"art":"ydelse","id":"`+row.ID+`","ikke":true},{"art":"sagstype","id":"st-1","kle":"27"}]`, nil); status < 400 || status == 500 || !strings.Contains(text, "R001") {
		t.Errorf("one of two breaks a rule: %d %s", status, text)
	}
	m.kald("GET", "/api/v1/raekker/ydelse/"+row.ID, "", &after)
	if after.ETag != before.ETag {
		t.Error("half of a list was taken")
	}
	var would struct {
		Saetninger []string
	}
	if status, _, text := m.kald("POST", "/api/v1/konsekvens", `[{"art":"ydelse","id":"`+row.ID+`","type":"`+row.Forslag[0].Kode+`"}]`, &would); status != 200 || len(would.Saetninger) == 0 {
		t.Errorf("consequences: %d %s", status, text)
	}
}

func TestNotesFindingsPolicyAndFilesOverTheAPI(t *testing.T) {
	t.Parallel()
	m, _ := nyMaskine(t)
	if status, _, text := m.kald("POST", "/api/v1/noter", `{"art":"sagstype","id":"st-1","slags":"kommentar","tekst":"ring til 710550-0001"}`, nil); status != 204 {
		t.Errorf("%d %s", status, text)
	}
	if _, _, text := m.kald("GET", "/api/v1/noter", "", nil); !strings.Contains(text, "ring til") || strings.Contains(text, "710550-0001") {
		t.Errorf("%s", text)
	}
	status, header, _ := m.kald("GET", "/api/v1/regler", "", nil)
	if again, _, _ := m.kald("GET", "/api/v1/regler", "", nil, "If-None-Match", header.Get("ETag")); status != 200 || again != 304 {
		t.Errorf("%d, then %d", status, again)
	}
	if status, _, text := m.kald("GET", "/api/v1/fund?antal=3", "", nil); status != 200 || !strings.Contains(text, `"regel"`) || !strings.Contains(text, `"naeste"`) {
		t.Errorf("%d %s", status, text)
	}
	for value, want := range map[string]int{"false": 204, "måske": 422} {
		if status, _, text := m.kald("PUT", "/api/v1/politik/hold-back", `{"vaerdi":"`+value+`"}`, nil); status != want {
			t.Errorf("hold-back=%s: %d %s", value, status, text)
		}
	}
	if _, _, text := m.kald("GET", "/api/v1/politik", "", nil); !strings.Contains(text, `"hold-back":"false"`) {
		t.Errorf("%s", text)
	}
	_, _, file := m.kald("GET", "/api/v1/ark?format=xlsx", "", nil)
	if status, _, text := m.kald("POST", "/api/v1/ark?navn=a.xlsx", file, nil); status != 200 {
		t.Errorf("the sheet we gave is not taken: %d %s", status, text)
	}
	for path, body := range map[string]string{"/api/v1/kle": "<x/>", "/api/v1/organisation": "{}", "/api/v1/ark?navn=a.xlsx": "ikke et ark"} {
		if status, header, text := m.kald("POST", path, body, nil); status != 422 || header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", path, status, text)
		}
	}
	if status, _, _ := m.kald("GET", "/api/v1/fund", "", nil, "Authorization", "Bearer forkert"); status != 401 {
		t.Errorf("a foreign key: %d", status)
	}
}

// The description is valid by an independent validator, and what it tells of is there.
func TestOpenAPITellsWhatIsThere(t *testing.T) {
	t.Parallel()
	m, _ := nyMaskine(t)
	var told struct {
		Paths map[string]map[string]any
	}
	_, _, text := m.kald("GET", "/api/openapi.json", "", &told)
	operations := 0
	for path, methods := range told.Paths {
		for method := range methods {
			operations++
			at := strings.NewReplacer("{art}", "ydelse", "{id}", "findes-ikke", "{noegle}", "findes-ikke").Replace(path)
			status, _, answer := m.kald(strings.ToUpper(method), at, "", nil)
			if status == 405 || status >= 500 || status == 404 && !strings.Contains(answer, "about:blank") {
				t.Errorf("%s %s: %d %s", method, path, status, answer)
			}
		}
	}
	if operations < 20 {
		t.Errorf("only %d operations", operations)
	}
	validator, err := filepath.Abs("../../node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(validator); err != nil {
		shared.Missing(t, "the OpenAPI validator is missing; make test installs it")
	}
	file := filepath.Join(t.TempDir(), "openapi.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("node", validator, file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
