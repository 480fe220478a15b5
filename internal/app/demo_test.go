package app

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

// TestDemoIsAMunicipalityYouCanWalkAboutIn starts the demo as a visitor would, looks at every page, sees a change from the
// care record arrive on a citizen's page, and ends it.
func TestDemoIsAMunicipalityYouCanWalkAboutIn(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	k := start(t, filepath.Join(temporary, "unused"), "demo", "--addr", "127.0.0.1:0", "--borgere", "200", "--hvert", "50ms")
	for _, path := range []string{"/", "/demo", "/sapa", "/borger", "/api/v1/eoj"} {
		if !strings.Contains(k.out.String(), k.url+path) {
			t.Errorf("the demo does not tell of %s:\n%s", k.url+path, k.out)
		}
	}
	if made := madeDirectories(t, temporary); len(made) != 1 {
		t.Errorf("the demo lives in %v, want one directory of its own", made)
	}

	nobody := browser(t)
	if answer := k.get(t, nobody, "/"); answer.status != 200 || !strings.Contains(answer.body, "Korsbæk Kommune") {
		t.Errorf("/: %d %s", answer.status, answer.body)
	}
	for _, path := range []string{"/sapa", "/borger"} {
		if answer := k.get(t, nobody, path); answer.status != http.StatusUnauthorized {
			t.Errorf("%s before a choice: %d, want 401", path, answer.status)
		}
	}
	if s := k.addsUp(t); s.Indeks["sag"] < 200 {
		t.Errorf("status %+v", s)
	}

	caseworker := browser(t)
	if answer := k.bliv(t, caseworker, nil); answer.status != http.StatusSeeOther || answer.header.Get("Location") != "/sapa" {
		t.Fatalf("become a caseworker: %d %v", answer.status, answer.header)
	}
	if answer := k.get(t, caseworker, "/sapa"); answer.status != 200 {
		t.Errorf("/sapa: %d", answer.status)
	}
	if answer := k.get(t, caseworker, "/borger"); answer.status != http.StatusForbidden {
		t.Errorf("/borger as a caseworker: %d, want 403", answer.status)
	}

	picker := k.get(t, nobody, "/demo").body
	chosen := regexp.MustCompile(`name="borger" value="([^"]+)"`).FindStringSubmatch(picker)
	if chosen == nil {
		t.Fatalf("/demo lists nobody:\n%s", picker)
	}
	citizen := browser(t)
	if answer := k.bliv(t, citizen, url.Values{"borger": {chosen[1]}}); answer.header.Get("Location") != "/borger" {
		t.Fatalf("become a citizen: %d %v", answer.status, answer.header)
	}
	if answer := k.get(t, citizen, "/borger"); answer.status != 200 {
		t.Errorf("/borger: %d", answer.status)
	}
	if answer := k.get(t, citizen, "/sapa"); answer.status != http.StatusForbidden {
		t.Errorf("/sapa as a citizen: %d, want 403", answer.status)
	}

	// What the care record says next is known, so it can be awaited where the caseworker looks.
	cpr, title := retitled(t)
	found := k.submit(t, caseworker, "/sapa/soeg", url.Values{"soeg": {cpr}})
	page := found.header.Get("Location")
	if found.status != http.StatusSeeOther || !strings.HasPrefix(page, "/sapa/borger/") {
		t.Fatalf("find the citizen: %d %v", found.status, found.header)
	}
	until(t, "the new title on the citizen's page", func() bool { return strings.Contains(k.get(t, caseworker, page).body, title) })
	k.addsUp(t)

	if code := k.stop(); code != exitDone || k.log.String() != "" {
		t.Errorf("exit code %d after Ctrl-C, stderr %q, want 0 and nothing", code, k.log)
	}
	if left := madeDirectories(t, temporary); len(left) > 0 {
		t.Errorf("the demo left %v behind", left)
	}
}

func madeDirectories(t *testing.T, under string) []string {
	t.Helper()
	made, err := filepath.Glob(filepath.Join(under, "indeksbro-demo-*"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(under, "unused")); err == nil {
		made = append(made, "unused")
	}
	return made
}

// retitled is a citizen whose case gets a new title in an early round of the demo's changes, and that title. The case is of
// a kind that is sent.
func retitled(t *testing.T) (cpr, title string) {
	t.Helper()
	o := generate.Options{Borgere: 200, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	marked := make(map[string]bool)
	for _, d := range generate.Beslutninger(o) {
		marked[d.ID] = d.Valg.KLE != ""
	}
	for round := 1; round <= 30; round++ {
		for line := range bytes.Lines(generate.Aendringer(o, round)) {
			post, err := eoj.ParseLinje(bytes.TrimSpace(line))
			if err != nil {
				t.Fatal(err)
			}
			if sag, ok := post.(*eoj.Sag); ok && marked[sag.Sagstype] && strings.HasPrefix(sag.Titel, "Revurdering") && sag.Foelsomhed == 0 {
				return sag.CPR.Digits(), sag.Titel
			}
		}
	}
	t.Fatal("no case gets a new title in 30 rounds")
	return "", ""
}

// TestDemoAnswersOnlyThisMachine refuses addresses others could reach, and pages that come for another host's name.
func TestDemoAnswersOnlyThisMachine(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.org:80", "127.0.0.1"} {
		code, _, errs := kald(t.Context(), strings.NewReader(""), t.TempDir(), "demo", "--addr", addr)
		if code != exitInput || strings.Count(errs, "\n") != 1 {
			t.Errorf("--addr %s: exit code %d, stderr %q, want 2 and one line", addr, code, errs)
		}
	}
	k := start(t, t.TempDir(), "demo", "--addr", "127.0.0.1:0", "--borgere", "5", "--hvert", "1h")
	const line = `{"type":"enhed","id":"en-88","version":1,"navn":"Ny enhed"}`
	for _, host := range []string{"ond.example", "ond.example:8080", "127.0.0.1.ond.example", "10.0.0.1:8080"} {
		for _, path := range []string{"/", "/demo", "/sapa", "/api/v1/status", "/metrics"} {
			if answer := k.request(t, http.DefaultClient, http.MethodGet, path, nil, "Host", host); answer.status != http.StatusMisdirectedRequest {
				t.Errorf("%s for %s: %d, want 421", path, host, answer.status)
			}
		}
	}
	if answer := k.request(t, http.DefaultClient, http.MethodPost, "/api/v1/eoj", strings.NewReader(line), "Content-Type", "application/x-ndjson", "Origin", "http://ond.example"); answer.status != http.StatusForbidden {
		t.Errorf("a feed from a foreign page: %d, want 403", answer.status)
	}
	if answer := k.request(t, http.DefaultClient, http.MethodPost, "/demo/vaelg", strings.NewReader(""), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"); answer.status != http.StatusForbidden {
		t.Errorf("a choice from a foreign page: %d, want 403", answer.status)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]:8080"} {
		if answer := k.request(t, http.DefaultClient, http.MethodGet, "/healthz", nil, "Host", host); answer.status != http.StatusOK {
			t.Errorf("/healthz for %s: %d, want 200", host, answer.status)
		}
	}
	if code := k.stop(); code != exitDone {
		t.Errorf("exit code %d, want 0", code)
	}
}
