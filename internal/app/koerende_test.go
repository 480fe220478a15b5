package app

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"indeksbro/internal/testkit"
)

// koerende is the program serving in this process.
type koerende struct {
	url  string // http://127.0.0.1:PORT
	data string
	out  *testkit.Writer
	log  *testkit.Writer
	stop func() int // ends it and gives its exit code
}

var adresse = regexp.MustCompile(`https?://127\.0\.0\.1:\d+`)

// start runs serve or demo and waits until it has told its address.
func start(t *testing.T, data string, args ...string) *koerende {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	k := &koerende{data: data, out: &testkit.Writer{}, log: &testkit.Writer{}}
	ended := make(chan int, 1)
	waiting, gone := context.WithCancel(ctx)
	go func() {
		defer gone()
		ended <- Run(ctx, append([]string{"--data", data}, args...), World{Stdin: strings.NewReader(""), Stdout: k.out, Stderr: k.log, Nu: proevetid})
	}()
	k.stop = sync.OnceValue(func() int {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { k.stop() })
	found, err := k.out.Wait(waiting, adresse)
	if err != nil {
		t.Fatalf("indeksbro %v did not come up: %v, stderr %q", args, err, k.log)
	}
	k.url = found[0]
	return k
}

// startServe loads the small municipality of the stories, activates its export, and serves it.
func startServe(t *testing.T) *koerende {
	t.Helper()
	data := t.TempDir()
	verden := func(name string) string { return filepath.Join("..", "..", "testdata", "script", "verden", name) }
	skal(t, data, "kle", "import", verden("kle.xml"))
	skal(t, data, "organisation", "import", verden("organisation.ndjson"))
	skal(t, data, "eoj", "load", verden("kilde.ndjson"))
	skal(t, data, "mapping", "set", "enhed", "en-3", "kombit=10000000-0000-4000-8000-000000000003")
	skal(t, data, "mapping", "set", "sagstype", "st-12", "kle=29.09.04", "--trods", "prøve")
	skal(t, data, "export", "activate", "--trods", "prøve")
	return start(t, data, "serve", "--addr", "127.0.0.1:0")
}

// key is the API key of serve.
func (k *koerende) key(t *testing.T) string {
	t.Helper()
	key, err := os.ReadFile(filepath.Join(k.data, "keys", "api.key"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(key))
}

// svar is an answer, read to its end.
type svar struct {
	status int
	header http.Header
	body   string
}

// request asks with headers given as pairs.
func (k *koerende) request(t *testing.T, client *http.Client, method, path string, body io.Reader, headers ...string) svar {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, k.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return svar{answer.StatusCode, answer.Header, string(text)}
}

// browser is a client that keeps cookies and does not follow redirects by itself.
func browser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (k *koerende) get(t *testing.T, client *http.Client, path string) svar {
	t.Helper()
	return k.request(t, client, http.MethodGet, path, nil)
}

func (k *koerende) submit(t *testing.T, client *http.Client, path string, form url.Values) svar {
	t.Helper()
	return k.request(t, client, http.MethodPost, path, strings.NewReader(form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
}

// bliv makes a client somebody by the demo's picker, through the whole log-in: page by page as a browser goes. It gives the last answer that
// leads on, whose Location is the page that belongs to her.
func (k *koerende) bliv(t *testing.T, client *http.Client, form url.Values) svar {
	t.Helper()
	last := k.submit(t, client, "/demo/vaelg", form)
	for range 10 {
		to := strings.TrimPrefix(last.header.Get("Location"), k.url)
		if last.status != http.StatusSeeOther || !strings.HasPrefix(to, "/log-ind/") && !strings.HasPrefix(to, "/idp/") {
			return last
		}
		last = k.get(t, client, to)
	}
	t.Fatalf("the log-in never ends: %v", last.header)
	return last
}

// until looks again and again, and ends the test when its time is out.
func until(t *testing.T, what string, there func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !there() {
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("never came: %s", what)
		}
	}
}

func (k *koerende) status(t *testing.T, headers ...string) statusJSON {
	t.Helper()
	answer := k.request(t, http.DefaultClient, http.MethodGet, "/api/v1/status", nil, headers...)
	var s statusJSON
	if err := json.Unmarshal([]byte(answer.body), &s); err != nil || answer.status != http.StatusOK {
		t.Fatalf("status: %d %s %v", answer.status, answer.body, err)
	}
	return s
}

// addsUp gives the counts once they add up. While changes trickle in, one may fall between the reading of two counts.
func (k *koerende) addsUp(t *testing.T) (s statusJSON) {
	t.Helper()
	until(t, "counts that add up to the source", func() bool {
		s = k.status(t)
		return s.GaarOp
	})
	return s
}

// TestServeAnswersEachLineWhileTheFeedStillRuns sends two lines, reads their results, and only then sends more.
func TestServeAnswersEachLineWhileTheFeedStillRuns(t *testing.T) {
	t.Parallel()
	k := startServe(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	body, feed := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, k.url+"/api/v1/eoj", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-ndjson; charset=utf-8")
	r.Header.Set("Authorization", "Bearer "+k.key(t))
	sent := make(chan error, 1)
	go func() {
		_, err := io.WriteString(feed, `{"type":"enhed","id":"en-77","version":1,"navn":"Ny enhed"}`+"\n"+`{"type":"enhed","version":1,"navn":"Uden id"}`+"\n")
		sent <- err
	}()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	results := bufio.NewScanner(answer.Body)
	next := func(want string) {
		t.Helper()
		if !results.Scan() || results.Text() != want {
			t.Fatalf("got %q (%v), want %q", results.Text(), results.Err(), want)
		}
	}
	next(`{"linje":1,"udfald":"taget"}`)
	next(`{"linje":2,"udfald":"afvist","felt":"id","grund":"is missing","dansk":"mangler"}`)
	if _, err := io.WriteString(feed, `{"type":"enhed","id":"en-77","version":1,"navn":"Ny enhed"}`+"\n"); err != nil {
		t.Fatal(err)
	}
	next(`{"linje":3,"udfald":"gentaget"}`)
	if _, err := io.WriteString(feed, `{"type":"enhed","id":"en-77","version":0,"navn":"Gammel"}`+"\n"); err != nil {
		t.Fatal(err)
	}
	next(`{"linje":4,"udfald":"aeldre"}`)
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	next(`{"sum":{"linjer":4,"taget":1,"gentaget":1,"aeldre":1,"afvigende":0,"afvist":1,"fjernet":0}}`)
	if results.Scan() {
		t.Errorf("there is more after the sum: %q", results.Text())
	}
	if kind := answer.Header.Get("Content-Type"); kind != "application/x-ndjson" || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", answer.Header)
	}
}

// TestServeRefusesWhatMayNotCome covers content type, key, foreign origins and log-in.
func TestServeRefusesWhatMayNotCome(t *testing.T) {
	t.Parallel()
	k := startServe(t)
	key := "Bearer " + k.key(t)
	const line = `{"type":"enhed","id":"en-88","version":1,"navn":"Ny enhed"}`
	tests := map[string]struct {
		method, path, body string
		headers            []string
		status             int
	}{
		"feed as JSON":              {"POST", "/api/v1/eoj", line, []string{"Authorization", key, "Content-Type", "application/json"}, 415},
		"feed without content type": {"POST", "/api/v1/eoj", line, []string{"Authorization", key}, 415},
		"feed without key":          {"POST", "/api/v1/eoj", line, []string{"Content-Type", "application/x-ndjson"}, 401},
		"feed with a wrong key":     {"POST", "/api/v1/eoj", line, []string{"Content-Type", "application/x-ndjson", "Authorization", "Bearer " + strings.Repeat("0", 64)}, 401},
		"feed with an empty key":    {"POST", "/api/v1/eoj", line, []string{"Content-Type", "application/x-ndjson", "Authorization", "Bearer "}, 401},
		"decision without key":      {"POST", "/api/v1/beslutninger", `{}`, []string{"Content-Type", "application/json"}, 401},
		"status without key":        {"GET", "/api/v1/status", "", nil, 401},
		"feed from a foreign site":  {"POST", "/api/v1/eoj", line, []string{"Authorization", key, "Content-Type", "application/x-ndjson", "Sec-Fetch-Site", "cross-site"}, 403},
		"decision, foreign origin":  {"POST", "/api/v1/beslutninger", `{}`, []string{"Authorization", key, "Origin", "https://ond.example"}, 403},
		"readers' pages":            {"GET", "/sapa", "", nil, 401},
		"citizen's page":            {"GET", "/borger", "", nil, 401},
		"demo's picker":             {"GET", "/demo", "", nil, 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			answer := k.request(t, http.DefaultClient, test.method, test.path, strings.NewReader(test.body), test.headers...)
			if answer.status != test.status {
				t.Errorf("status %d, want %d: %s", answer.status, test.status, answer.body)
			}
			if kind := answer.header.Get("Content-Type"); strings.HasPrefix(test.path, "/api/") && test.status != 403 && kind != "application/problem+json" {
				t.Errorf("content type %q, want application/problem+json", kind)
			}
			if test.status == 401 && strings.HasPrefix(test.path, "/api/") && answer.header.Get("WWW-Authenticate") == "" {
				t.Error("401 without WWW-Authenticate")
			}
		})
	}
	if code, out, _ := kald(t.Context(), strings.NewReader(line), k.data, "eoj", "load", "-"); code != exitDone || !strings.Contains(out, "1 taken") {
		t.Errorf("a refused feed was taken all the same: %d %s", code, out)
	}
}

// TestServeTakesDecisionsUnderTheSameRules gives each refusal its status and rule, and lets an accepted decision reach the index.
func TestServeTakesDecisionsUnderTheSameRules(t *testing.T) {
	t.Parallel()
	k := startServe(t)
	key := []string{"Authorization", "Bearer " + k.key(t), "Content-Type", "application/json"}
	post := func(t *testing.T, body string) svar {
		return k.request(t, http.DefaultClient, http.MethodPost, "/api/v1/beslutninger", strings.NewReader(body), key...)
	}
	refusals := map[string]struct {
		body   string
		status []int
		rule   string
	}{
		"R001 four digits":       {`{"art":"sagstype","id":"st-12","valg":"kle=27.35"}`, []int{422}, "R001"},
		"R002 replaced":          {`{"art":"sagstype","id":"st-12","valg":"kle=27.35.12","trods":"alligevel"}`, []int{422}, "R002"},
		"R006 undecided ydelser": {`{"art":"sagstype","id":"st-20","valg":"kle=27.35.04"}`, []int{409}, "R006"},
		"R021 automatic type":    {`{"art":"ydelse","id":"yd-4","valg":"type=FFB#05cd5e81-1a3a-4bdd-901b-7ec96c12d990"}`, []int{422}, "R021"},
		"R073 taken":             {`{"art":"enhed","id":"en-4","valg":"kombit=10000000-0000-4000-8000-000000000003"}`, []int{422}, "R073"},
		"R074 closed":            {`{"art":"enhed","id":"en-4","valg":"kombit=10000000-0000-4000-8000-000000000008"}`, []int{422}, "R074"},
		"unknown id":             {`{"art":"ydelse","id":"yd-404","valg":"ikke"}`, []int{422}, "R102"},
		"no JSON":                {`ikke json`, []int{400}, ""},
		"a list":                 {`[]`, []int{400}, ""},
		"an unknown field":       {`{"art":"ydelse","id":"yd-4","valg":"ikke","banan":1}`, []int{400}, ""},
		"no id":                  {`{"art":"ydelse","valg":"ikke"}`, []int{400}, ""},
		"no choice":              {`{"art":"ydelse","id":"yd-4"}`, []int{400}, ""},
		"unknown kind":           {`{"art":"banan","id":"yd-4","valg":"ikke"}`, []int{400}, ""},
		"a choice of another":    {`{"art":"ydelse","id":"yd-4","valg":"kle=27.35.04"}`, []int{400}, ""},
		"too large":              {`{"art":"ydelse","id":"yd-4","valg":"ikke","grund":"` + strings.Repeat("x", 70<<10) + `"}`, []int{400, 413}, ""},
	}
	for name, test := range refusals {
		t.Run(name, func(t *testing.T) {
			answer := post(t, test.body)
			var problem struct {
				Type, Title, Detail, Dansk, Regel string
				Status                            int
			}
			if err := json.Unmarshal([]byte(answer.body), &problem); err != nil || answer.header.Get("Content-Type") != "application/problem+json" {
				t.Fatalf("not a problem: %v %s", answer.header, answer.body)
			}
			if !slices.Contains(test.status, answer.status) || problem.Status != answer.status || problem.Regel != test.rule {
				t.Errorf("status %d, problem %+v, want %v and rule %q", answer.status, problem, test.status, test.rule)
			}
			if problem.Title == "" || problem.Detail == "" || (test.rule != "" && problem.Dansk == "") {
				t.Errorf("a problem without its words: %+v", problem)
			}
		})
	}
	if history := skal(t, k.data, "mapping", "history", "yd-4"); history != "" {
		t.Errorf("a refused decision was kept: %s", history)
	}

	answer := post(t, `{"art":"ydelse","id":"yd-4","valg":"type=sul-119-borgerrettet-forebyggelse","af":"Karen Holm","grund":"ordlyd"}`)
	want := fmt.Sprintf(`{"nr":3,"tid":%q,"af":"Karen Holm","art":"ydelse","id":"yd-4","valg":{"type":"sul-119-borgerrettet-forebyggelse"},"iStedFor":{},"grund":"ordlyd"}`+"\n", proevedag.Format(time.RFC3339))
	if answer.status != http.StatusCreated || answer.header.Get("Content-Type") != "application/json" || !sameJSONTime(answer.body, want) {
		t.Errorf("%d %v %s, want 201 and %s", answer.status, answer.header, answer.body, want)
	}
	until(t, "the grants that were held, in the index and acknowledged", func() bool {
		s := k.status(t, key...)
		return s.Indeks["bevilling"] == 2 && s.Tilstande["ens"] == 4 && s.GaarOp
	})
}

// TestServeTellsOperationsHowItIs covers the addresses that need no key.
func TestServeTellsOperationsHowItIs(t *testing.T) {
	t.Parallel()
	k := startServe(t)
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": `{"ready":true,`} {
		if answer := k.get(t, http.DefaultClient, path); answer.status != 200 || !strings.HasPrefix(answer.body, want) {
			t.Errorf("%s: %d %q, want 200 %q", path, answer.status, answer.body, want)
		}
	}
	feed := `{"type":"enhed","id":"en-1","version":1,"navn":"Omsorgssystemets top"}` + "\n" + `{"type":"enhed","id":"en-99","version":1,"navn":"Ny"}` + "\n{}\n"
	k.request(t, http.DefaultClient, http.MethodPost, "/api/v1/eoj", strings.NewReader(feed), "Authorization", "Bearer "+k.key(t), "Content-Type", "application/x-ndjson")
	for _, want := range []string{
		`indeksbro_export_sent_total{kommune="11111111"} 2`, `indeksbro_export_removed_total{kommune="11111111"} 0`, `indeksbro_export_refused_total{kommune="11111111"} 0`,
		`indeksbro_feed_lines_total{kommune="11111111",udfald="gentaget"} 1`, `indeksbro_feed_lines_total{kommune="11111111",udfald="taget"} 1`, `indeksbro_feed_lines_total{kommune="11111111",udfald="afvist"} 1`,
		`indeksbro_objects{art="sag",kommune="11111111",tilstand="ens"} 2`, `indeksbro_objects{art="bevilling",kommune="11111111",tilstand="holdt"} 2`,
	} {
		until(t, want+" on /metrics", func() bool { return strings.Contains(k.get(t, http.DefaultClient, "/metrics").body, want+"\n") })
	}
	if code := k.stop(); code != exitDone {
		t.Errorf("exit code %d after an interrupt, want 0: %s", code, k.log)
	}
}

// sameJSONTime compares two JSON texts, whatever zone their times are written in.
func sameJSONTime(got, want string) bool {
	instant := regexp.MustCompile(`"tid":"([^"]+)"`)
	utc := func(s string) string {
		return instant.ReplaceAllStringFunc(s, func(m string) string {
			at, err := time.Parse(time.RFC3339, instant.FindStringSubmatch(m)[1])
			if err != nil {
				return m
			}
			return at.UTC().String()
		})
	}
	return utc(got) == utc(want)
}
