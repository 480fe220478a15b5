package api_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/rules"
	"indeksbro/internal/web/api"
)

const hidden = "disk /dev/sdb1 is full"

// inside answers for the program behind the API.
type inside struct {
	load   api.Loader
	beslut api.Decider
	err    error // of status and readiness
	log    bytes.Buffer
}

func (in *inside) serve(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	api.Register(mux, api.Config{
		Adgang: func(r *http.Request) (string, bool) { return "api", r.Header.Get("Authorization") == "Bearer nøgle" },
		Load:   in.load, Beslut: in.beslut,
		Status:  func(*http.Request) (any, error) { return map[string]int{"sag": 3}, in.err },
		Klar:    func(*http.Request) (any, bool) { return map[string]bool{"ready": in.err == nil}, in.err == nil },
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "tal 1\n") }),
		Log:     slog.New(slog.NewTextHandler(&in.log, nil)),
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func ask(t *testing.T, server *httptest.Server, method, path, kind, body string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer nøgle")
	r.Header.Set("Content-Type", kind)
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(text)
}

// problem reads an answer that must be problem+json with this status.
func problem(t *testing.T, status int, header http.Header, body string) map[string]any {
	t.Helper()
	var p map[string]any
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatalf("not JSON: %s", body)
	}
	if header.Get("Content-Type") != "application/problem+json" || header.Get("Cache-Control") != "no-store" || p["status"] != float64(status) || p["type"] != "about:blank" || p["title"] == "" {
		t.Errorf("not a problem with status %d: %v %s", status, header, body)
	}
	return p
}

// TestFeedIsAnsweredLineByLineAsItIsTaken lets a batch out when it is certain, while the next is not even sent.
func TestFeedIsAnsweredLineByLineAsItIsTaken(t *testing.T) {
	t.Parallel()
	in := &inside{load: func(_ context.Context, feed io.Reader, line func(mirror.Linje), flush func()) (mirror.Sum, error) {
		var sum mirror.Sum
		lines := bufio.NewScanner(feed)
		for lines.Scan() {
			sum.Linjer++
			if lines.Text() == "god" {
				sum.Taget++
				line(mirror.Linje{Nr: sum.Linjer, Udfald: mirror.Taget})
			} else {
				sum.Afvist++
				line(mirror.Linje{Nr: sum.Linjer, Udfald: mirror.Afvist, Fejl: &eoj.Fejl{Felt: "id", Message: "is missing", Dansk: "mangler"}})
			}
			flush()
		}
		return sum, lines.Err()
	}}
	server := in.serve(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	body, feed := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/api/v1/eoj", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer nøgle")
	r.Header.Set("Content-Type", "application/x-ndjson; charset=utf-8")
	go func() { _, _ = io.WriteString(feed, "god\nond\n") }()
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	results := bufio.NewScanner(answer.Body)
	want := func(line string) {
		t.Helper()
		if !results.Scan() || results.Text() != line {
			t.Fatalf("got %q (%v), want %q", results.Text(), results.Err(), line)
		}
	}
	want(`{"linje":1,"udfald":"taget"}`)
	want(`{"linje":2,"udfald":"afvist","felt":"id","grund":"is missing","dansk":"mangler"}`)
	if _, err := io.WriteString(feed, "god\n"); err != nil {
		t.Fatal(err)
	}
	want(`{"linje":3,"udfald":"taget"}`)
	_ = feed.Close() // never fails
	want(`{"sum":{"linjer":3,"taget":2,"gentaget":0,"aeldre":0,"afvigende":0,"afvist":1,"fjernet":0}}`)
	if results.Scan() || results.Err() != nil {
		t.Errorf("after the sum: %q, %v", results.Text(), results.Err())
	}
}

// TestFeedThatStopsSaysSoInItsLastLine: what was taken is told, the cause stays in the log.
func TestFeedThatStopsSaysSoInItsLastLine(t *testing.T) {
	t.Parallel()
	in := &inside{load: func(_ context.Context, _ io.Reader, line func(mirror.Linje), _ func()) (mirror.Sum, error) {
		line(mirror.Linje{Nr: 1, Udfald: mirror.Taget})
		return mirror.Sum{Linjer: 1, Taget: 1}, errors.New(hidden)
	}}
	_, _, body := ask(t, in.serve(t), "POST", "/api/v1/eoj", "application/x-ndjson", "god\n")
	lines := strings.Split(strings.TrimSpace(body), "\n")
	if len(lines) != 2 || lines[0] != `{"linje":1,"udfald":"taget"}` || !strings.Contains(lines[1], `"fejl":`) || !strings.Contains(lines[1], `"taget":1`) {
		t.Errorf("got %q", lines)
	}
	if strings.Contains(body, hidden) || !strings.Contains(in.log.String(), hidden) {
		t.Errorf("the cause belongs in the log and nowhere else: answer %q, log %q", body, in.log.String())
	}
}

// TestRefusalsHaveTheirStatus gives every way a decision can go its status, and a rule where one stands against it.
func TestRefusalsHaveTheirStatus(t *testing.T) {
	t.Parallel()
	const good = `{"art":"ydelse","id":"yd-4","valg":"ikke"}`
	tests := map[string]struct {
		body   string
		err    error
		status int
		rule   string
	}{
		"a rule":                   {good, &rules.Brud{Regel: "R021", English: "no", Dansk: "nej"}, 422, "R021"},
		"a rule one may override":  {good, &rules.Brud{Regel: "R006", English: "no", Dansk: "nej", KanTrodses: true}, 409, "R006"},
		"words that are not known": {good, &api.WordsError{Err: errors.New("want sagstype, ydelse or enhed")}, 400, ""},
		"a failure inside":         {good, errors.New(hidden), 500, ""},
		"an unknown field":         {`{"art":"ydelse","id":"yd-4","valg":"ikke","banan":1}`, nil, 400, ""},
		"no id":                    {`{"art":"ydelse","valg":"ikke"}`, nil, 400, ""},
		"no choice":                {`{"art":"ydelse","id":"yd-4"}`, nil, 400, ""},
		"no object":                {`"ikke"`, nil, 400, ""},
		"half an object":           {`{"art":"ydelse"`, nil, 400, ""},
		"nothing":                  {``, nil, 400, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := &inside{beslut: func(context.Context, string, string, string, string, string, string) (mapping.Beslutning, error) {
				if test.err == nil {
					t.Error("it was decided all the same")
				}
				return mapping.Beslutning{}, test.err
			}}
			status, header, body := ask(t, in.serve(t), "POST", "/api/v1/beslutninger", "application/json", test.body)
			if status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			rule, _ := problem(t, test.status, header, body)["regel"].(string)
			if rule != test.rule {
				t.Errorf("rule %q, want %q", rule, test.rule)
			}
			if strings.Contains(body, hidden) {
				t.Errorf("the answer tells of the inside: %s", body)
			}
		})
	}
}

// TestDecisionHandsOverWhatWasSaid: the words of mapping set, and who says so when nobody is named.
func TestDecisionHandsOverWhatWasSaid(t *testing.T) {
	t.Parallel()
	var got [6]string
	in := &inside{beslut: func(_ context.Context, art, id, valg, af, grund, trods string) (mapping.Beslutning, error) {
		got = [6]string{art, id, valg, af, grund, trods}
		return mapping.Beslutning{Nr: 7, Art: mapping.Ydelse, ID: id}, nil
	}}
	server := in.serve(t)
	status, _, body := ask(t, server, "POST", "/api/v1/beslutninger", "application/json", `{"art":"ydelse","id":"yd-4","valg":"type=x","grund":"g","trods":"t"}`)
	if status != 201 || !strings.HasPrefix(body, `{"nr":7,`) || got != [6]string{"ydelse", "yd-4", "type=x", "api", "g", "t"} {
		t.Errorf("%d %s, handed over %q", status, body, got)
	}
	ask(t, server, "POST", "/api/v1/beslutninger", "application/json", `{"art":"ydelse","id":"yd-4","valg":"type=x","af":"Karen Holm"}`)
	if got[3] != "Karen Holm" {
		t.Errorf("decided by %q, want Karen Holm", got[3])
	}
}

// TestAChoiceMayStandInItsOwnField: the fields of mapping set, and never two choices at once.
func TestAChoiceMayStandInItsOwnField(t *testing.T) {
	t.Parallel()
	var got string
	server := (&inside{beslut: func(_ context.Context, _, _, valg, _, _, _ string) (mapping.Beslutning, error) {
		got = valg
		return mapping.Beslutning{}, nil
	}}).serve(t)
	for body, want := range map[string]string{
		`"kle":"27.35.04"`: "kle=27.35.04", `"type":"FSIII#H1.11"`: "type=FSIII#H1.11", `"kombit":"x"`: "kombit=x",
		`"ikke":true`: "ikke", `"udenType":true`: "uden-type", `"fjern":true`: "fjern", `"valg":"fjern"`: "fjern",
	} {
		got = ""
		status, _, _ := ask(t, server, "POST", "/api/v1/beslutninger", "application/json", `{"art":"ydelse","id":"yd-4",`+body+`}`)
		if status != 201 || got != want {
			t.Errorf("%s: %d, handed over %q, want %q", body, status, got, want)
		}
	}
	if status, _, _ := ask(t, server, "POST", "/api/v1/beslutninger", "application/json", `{"art":"ydelse","id":"yd-4","type":"x","ikke":true}`); status != 400 {
		t.Errorf("two choices at once: %d, want 400", status)
	}
}

// TestOversizedDecisionIsNotRead stops reading at the limit, long before the end of what is sent.
func TestOversizedDecisionIsNotRead(t *testing.T) {
	t.Parallel()
	in := &inside{beslut: func(context.Context, string, string, string, string, string, string) (mapping.Beslutning, error) {
		t.Error("it was decided all the same")
		return mapping.Beslutning{}, nil
	}}
	status, header, body := ask(t, in.serve(t), "POST", "/api/v1/beslutninger", "application/json", `{"art":"ydelse","id":"yd-4","valg":"ikke","grund":"`+strings.Repeat("x", 65<<10)+`"}`)
	if status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", status)
	}
	problem(t, status, header, body)
}

// TestNobodyGetsInWithoutTheKey, and no other site may steer a browser that has it.
func TestNobodyGetsInWithoutTheKey(t *testing.T) {
	t.Parallel()
	in := &inside{}
	server := in.serve(t)
	send := func(method, path string, headers ...string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-ndjson")
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer
	}
	for _, address := range [][2]string{{"POST", "/api/v1/eoj"}, {"POST", "/api/v1/beslutninger"}, {"GET", "/api/v1/status"}} {
		if answer := send(address[0], address[1]); answer.StatusCode != http.StatusUnauthorized || answer.Header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s without key: %d %v, want 401", address[1], answer.StatusCode, answer.Header)
		}
		if address[0] == "GET" {
			continue
		}
		for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://ond.example"}, {"Origin", "null"}} {
			if answer := send(address[0], address[1], append(foreign, "Authorization", "Bearer nøgle")...); answer.StatusCode != http.StatusForbidden {
				t.Errorf("%s with %v: %d, want 403", address[1], foreign, answer.StatusCode)
			}
		}
	}
}

// TestFeedMustSayThatItIsOne refuses every other content type.
func TestFeedMustSayThatItIsOne(t *testing.T) {
	t.Parallel()
	server := (&inside{}).serve(t)
	for _, kind := range []string{"", "application/json", "text/plain", "application/x-ndjson;;", "application/x-www-form-urlencoded"} {
		status, header, body := ask(t, server, "POST", "/api/v1/eoj", kind, "{}")
		if status != http.StatusUnsupportedMediaType {
			t.Errorf("%q: %d, want 415", kind, status)
		}
		problem(t, 415, header, body)
	}
}

// TestOperationsSeeHowItIs: alive, ready or not, figures, and counts that hide what failed.
func TestOperationsSeeHowItIs(t *testing.T) {
	t.Parallel()
	in := &inside{}
	server := in.serve(t)
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "{\"ready\":true}\n", "/metrics": "tal 1\n", "/api/v1/status": "{\"sag\":3}\n"} {
		if status, _, body := ask(t, server, "GET", path, "", ""); status != 200 || body != want {
			t.Errorf("%s: %d %q, want 200 %q", path, status, body, want)
		}
	}
	in.err = errors.New(hidden)
	if status, _, body := ask(t, server, "GET", "/readyz", "", ""); status != 503 || body != "{\"ready\":false}\n" {
		t.Errorf("/readyz: %d %q, want 503", status, body)
	}
	if status, _, body := ask(t, server, "GET", "/healthz", "", ""); status != 200 || body != "ok\n" {
		t.Errorf("/healthz: %d %q; it is alive, ready or not", status, body)
	}
	status, header, body := ask(t, server, "GET", "/api/v1/status", "", "")
	if problem(t, 500, header, body); status != 500 || strings.Contains(body, hidden) || strings.Count(in.log.String(), hidden) != 1 || !strings.Contains(in.log.String(), "not ready") {
		t.Errorf("/api/v1/status: %d %s, log %s", status, body, in.log.String())
	}
}
