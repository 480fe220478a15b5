package app

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

// TestNoCPRAnywhere runs the whole chain with known personal numbers, puts them also where they do not belong, and then looks
// for them in everything that was printed, logged, answered or written to disk. The only place where one may be seen is a page
// that a caseworker reads.
func TestNoCPRAnywhere(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	o := generate.Options{Borgere: 200, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	s := newSoeger(t, o)

	data := t.TempDir()
	if err := goerKlar(t.Context(), data, o); err != nil {
		t.Fatal(err)
	}
	s.commands(t, data, o)
	serving := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s.api(t, serving, "Authorization", "Bearer "+serving.key(t))

	demo := start(t, filepath.Join(temporary, "unused"), "demo", "--addr", "127.0.0.1:0", "--borgere", "200", "--hvert", "20ms")
	s.api(t, demo)
	s.pages(t, demo)

	s.directory(t, "data", data)
	s.directory(t, "the demo's directory", madeDirectories(t, temporary)[0])
	for name, k := range map[string]*koerende{"serve": serving, "demo": demo} {
		if code := k.stop(); code != exitDone {
			t.Errorf("%s: exit code %d", name, code)
		}
		s.look(name+"'s stdout", k.out.String())
		s.look(name+"'s log", k.log.String())
	}
	s.directory(t, "data, closed", data)
	if len(s.found) > 0 {
		slices.Sort(s.found)
		t.Errorf("personal numbers stand in clear in %d places:\n%s", len(s.found), strings.Join(slices.Compact(s.found), "\n"))
	}
	if s.looked < 500 {
		t.Errorf("looked at %d texts and files, want all of them", s.looked)
	}
	s.provesItself(t, data)
}

// soeger looks for the personal numbers of one feed.
type soeger struct {
	known  map[string]bool
	number string // one of them
	feed   []byte
	looked int
	found  []string
}

func newSoeger(t *testing.T, o generate.Options) *soeger {
	t.Helper()
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		t.Fatal(err)
	}
	s := &soeger{known: make(map[string]bool), feed: feed.Bytes()}
	for line := range bytes.Lines(s.feed) {
		post, err := eoj.ParseLinje(bytes.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		if sag, ok := post.(*eoj.Sag); ok {
			s.number = sag.CPR.Digits()
			s.known[s.number] = true
		}
	}
	if len(s.known) < 150 {
		t.Fatalf("the feed has %d personal numbers", len(s.known))
	}
	return s
}

// numbers finds every known number in a text, as ten digits or with a hyphen or blank after the sixth.
func (s *soeger) numbers(text []byte) int {
	n, digits := 0, make([]byte, 0, 10)
	for i := range text {
		digits = digits[:0]
		for j := i; j < len(text) && len(digits) < 10; j++ {
			c := text[j]
			if c < '0' || c > '9' {
				if len(digits) == 6 && j == i+6 && (c == '-' || c == ' ') {
					continue
				}
				break
			}
			digits = append(digits, c)
		}
		if len(digits) == 10 && s.known[string(digits)] {
			n++
		}
	}
	return n
}

// look notes where a text has a known number. The number itself is not repeated.
func (s *soeger) look(where, text string) {
	s.looked++
	if n := s.numbers([]byte(text)); n > 0 {
		s.found = append(s.found, fmt.Sprintf("  %s (%d)", where, n))
	}
}

// directory looks through the raw bytes of every file but the keys.
func (s *soeger) directory(t *testing.T, name, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Base(filepath.Dir(path)) == "keys" {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		s.look(name+": "+filepath.Base(path), string(content))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Errorf("%s has no files", name)
	}
}

// forms are the ways people write a number.
func (s *soeger) forms() []string {
	return []string{s.number, s.number[:6] + "-" + s.number[6:], s.number[:6] + " " + s.number[6:]}
}

// misplaced are lines of the feed with a number where it does not belong: in every field of every kind of line, in fields
// nobody knows, and in lines that are no lines. Each has an id of its own.
func (s *soeger) misplaced() []byte {
	lines := []string{
		`{"type":"sagstype","id":"x","version":1,"navn":"x","borgerrettet":true,"administrativ":false,"lov":"SEL","paragraf":"83"}`,
		`{"type":"ydelse","id":"x","version":1,"sagstype":"x","navn":"x","lov":"SEL","paragraf":"83","standard":"lokal","kode":"x","art":"fysisk"}`,
		`{"type":"enhed","id":"x","version":1,"navn":"x","overordnet":"y","pnummer":"1029388394","cvr":"11111111"}`,
		`{"type":"sag","id":"x","version":1,"sagstype":"x","cpr":"7105500001","partNavn":"x","titel":"x","sagsnummer":"x","enhed":"x","facet":"G01","oprettet":"2024-01-03","afsluttet":null,"foelsomhed":"x","registreret":"x"}`,
		`{"type":"bevilling","id":"x","version":1,"sag":"x","ydelse":"x","enhed":"x","fra":"2024-01-10","til":null,"maengde":"x","beloeb":null,"foelsomhed":"x","registreret":"x"}`,
		`{"type":"slet","objekt":"sag","id":"x","version":1}`,
	}
	var out bytes.Buffer
	nr := 0
	for _, line := range lines {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			panic(err) // the lines above are right
		}
		for _, field := range misplacedFields(fields) {
			for _, form := range s.forms() {
				spoilt := make(map[string]any, len(fields))
				for name, value := range fields {
					spoilt[name] = value
				}
				delete(spoilt, "foelsomhed")
				delete(spoilt, "registreret")
				nr++
				spoilt["id"] = fmt.Sprintf("cpr-%d", nr)
				spoilt[field] = form
				text, err := json.Marshal(spoilt)
				if err != nil {
					panic(err)
				}
				out.Write(append(text, '\n'))
			}
		}
	}
	for _, form := range s.forms() {
		fmt.Fprintf(&out, "%s\n\"%s\"\n[%q]\n{%q:1}\n{\"type\":\"sag\",\"cpr\":\"%s\n{\"type\":\"sag\",\"id\":\"x\",\"version\":%q}\n{\"type\":%q,\"id\":\"y\",\"version\":1}\n", form, form, form, form, form, form, form)
	}
	return out.Bytes()
}

// misplacedFields are the fields a kind of line has, those that belong to other kinds, and one nobody knows.
func misplacedFields(fields map[string]any) []string {
	names := []string{"fremdrift", "cpr", "partNavn", "titel", "maengde", "note"}
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// commands runs every command, also where a number stands in place of what it wants.
func (s *soeger) commands(t *testing.T, data string, o generate.Options) {
	t.Helper()
	run := func(in []byte, args ...string) int {
		code, out, errs := kald(t.Context(), bytes.NewReader(in), data, args...)
		where := "indeksbro"
		for _, arg := range args {
			where += " " + strings.ReplaceAll(oio.MaskCPR(arg), temporaryOf(data), "…")
		}
		s.look(where+": stdout", out)
		s.look(where+": stderr", errs)
		return code
	}
	if code := run(s.feed, "eoj", "load", "-"); code != exitDone {
		t.Errorf("load: exit code %d", code)
	}
	run(s.feed, "eoj", "load", "-", "--json")
	misplaced := s.misplaced()
	if code := run(misplaced, "eoj", "load", "-"); code != exitFindings {
		t.Errorf("load of misplaced numbers: exit code %d, want 1", code)
	}
	run(misplaced, "eoj", "load", "-", "--json")
	run(misplaced, "eoj", "load", "-", "--strict")
	run(misplaced, "eoj", "load", "-", "--fuld")
	run(nil, "export", "run", "--once")
	run(nil, "export", "run", "--once", "--json", "--parkerede")

	name := filepath.Join(t.TempDir(), "plan.xml")
	for _, form := range s.forms() {
		write := func(text string) string {
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return name
		}
		plan := func(number, titel, uuid string) string {
			return `<KLE-Emneplan><UdgivelsesDato>2025-05-01</UdgivelsesDato><Hovedgruppe><HovedgruppeNr>` + number + `</HovedgruppeNr><HovedgruppeTitel>` + titel +
				`</HovedgruppeTitel><UUID>` + uuid + `</UUID></Hovedgruppe></KLE-Emneplan>`
		}
		run(nil, "kle", "import", write(plan(form, "x", "")))
		run(nil, "kle", "import", write(plan("27", "x", form)))
		run(nil, "kle", "import", write("<"+"x"+form+"/>"))
		run(nil, "kle", "import", write(form))
		run(nil, "kle", "import", filepath.Join(t.TempDir(), form))
		run(nil, "kle", "import", write(plan("27", "x", "")), "--filter", form)
		run(nil, "kle", "search", form)
		run(nil, "kle", "search", "borger", form, "--json")
		run(nil, "organisation", "import", write(form))
		run(nil, "organisation", "import", write(`{"uuid":"`+form+`","navn":"x"}`))
		run(nil, "organisation", "import", write(`{"uuid":"10000000-0000-4000-8000-000000000001","navn":"x","cvr":"`+form+`"}`))
		run(nil, "organisation", "import", write(`{"uuid":"10000000-0000-4000-8000-000000000001","navn":"x","status":"`+form+`"}`))
		run(nil, "organisation", "import", filepath.Join(t.TempDir(), form))
		run(nil, "eoj", "load", filepath.Join(t.TempDir(), form))
		run(nil, "eoj", "generate", "--borgere", form)
		run(nil, "eoj", "generate", "--borgere", "0", "--dato", form)
		run(nil, form)
		run(nil, "eoj", form)
		run(nil, "--"+form)
		run(nil, "--kommune", form, "policy", "show")
		run(nil, "ydelsestype", "list", "--release", form)
		run(nil, "ydelsestype", "diff", form, form)
		run(nil, "mapping", "history", form)
		for _, kind := range []string{"sagstype", "ydelse", "enhed", form} {
			run(nil, "mapping", "set", kind, form, "ikke")
			for _, choice := range []string{form, "kle=" + form, "type=" + form, "kombit=" + form, "ikke=" + form} {
				run(nil, "mapping", "set", kind, "st-1", choice)
				run(nil, "mapping", "set", kind, "yd-1", choice)
			}
		}
		run(nil, "mapping", "set", "ydelse", "yd-1", "ikke", "--af", form, "--grund", "som "+form, "--trods", form, "--json")
		run(nil, "mapping", "set", "sagstype", "st-1", "kle=27", "--af", form, "--grund", form, "--trods", form)
		run(nil, "policy", "set", form)
		run(nil, "policy", "set", form+"="+form)
		for _, field := range []string{"navn", "organisation", "system", "system-navn", "hold-back", "model", "default-enhed", "deletion-percent", "kle-filter"} {
			run(nil, "policy", "set", field+"="+form, "--af", form)
		}
		run(nil, "policy", "set", "model=1", "--af", form)
		run(nil, "export", "deactivate", "--af", form)
		run(nil, "export", "activate", "--af", form, "--trods", form)
		run(nil, "export", "run", "--once", "--godkend-sletning", form, "--af", form)
		run(nil, "export", "run", "--once", "--godkend-sletning", "1", "--af", form)
		run(nil, "demo", "--addr", form)
		run(nil, "serve", "--addr", form)
	}
	// A deletion that someone approves who signs with a number.
	if first := generate.Testscope()[0]; run(nil, "mapping", "set", "sagstype", first, "fjern") != exitDone || run(nil, "export", "run", "--once") != exitFindings {
		t.Error("a removed mark did not wait for a person")
	}
	run(nil, "export", "run", "--once", "--godkend-sletning", "1", "--af", s.number)
	for _, args := range [][]string{
		{"export", "status"}, {"export", "status", "--json"}, {"mapping", "history"}, {"mapping", "history", "--json"}, {"policy", "show"}, {"policy", "show", "--json"},
		{"rules"}, {"ydelsestype", "list"}, {"kle", "search", "hjælp"}, {"eoj", "load", "--help"}, {},
	} {
		run(nil, args...)
	}
}

func temporaryOf(dir string) string { return filepath.Dir(dir) }

// api asks every address of the API, with numbers in every place.
func (s *soeger) api(t *testing.T, k *koerende, headers ...string) {
	t.Helper()
	ask := func(method, path, body, kind string, status ...int) {
		answer := k.request(t, http.DefaultClient, method, path, strings.NewReader(body), append(headers, "Content-Type", kind)...)
		where := method + " " + oio.MaskCPR(path)
		s.look(where+": answer", answer.body)
		s.look(where+": headers", fmt.Sprint(answer.header))
		if len(status) > 0 && !slices.Contains(status, answer.status) {
			t.Errorf("%s: %d, want %v: %s", where, answer.status, status, oio.MaskCPR(answer.body))
		}
	}
	ask("POST", "/api/v1/eoj", string(s.misplaced()), "application/x-ndjson", 200)
	ask("POST", "/api/v1/eoj", string(s.misplaced()), "application/json", 415)
	for _, form := range s.forms() {
		ask("POST", "/api/v1/eoj", form, "application/x-ndjson", 200)
		ask("POST", "/api/v1/eoj?"+url.Values{"cpr": {form}}.Encode(), form, "application/x-ndjson; x="+s.number, 200)
		for _, body := range []string{
			`{"art":"ydelse","id":"NR","valg":"ikke"}`, `{"art":"NR","id":"yd-1","valg":"ikke"}`, `{"art":"ydelse","id":"yd-1","valg":"NR"}`,
			`{"art":"ydelse","id":"yd-1","valg":"type=NR"}`, `{"art":"sagstype","id":"st-1","valg":"kle=NR"}`, `{"art":"enhed","id":"en-1","valg":"kombit=NR"}`,
			`{"art":"ydelse","id":"yd-1","valg":"ikke","NR":1}`, `"NR"`, `NR`,
		} {
			ask("POST", "/api/v1/beslutninger", strings.ReplaceAll(body, "NR", form), "application/json", 400, 422)
		}
		ask("POST", "/api/v1/beslutninger", strings.ReplaceAll(`{"art":"ydelse","id":"yd-1","valg":"ikke","af":"NR","grund":"som NR","trods":"NR"}`, "NR", form), "application/json", 201)
		query := "?" + url.Values{"q": {form}}.Encode()
		for _, path := range []string{"/api/v1/status", "/metrics", "/healthz", "/readyz", "/"} {
			ask("GET", path+query, "", "", 200)
		}
		ask("GET", "/"+url.PathEscape(form), "", "", 404)
		ask("GET", "/api/v1/"+url.PathEscape(form), "", "", 404)
		ask("GET", "/sapa/borger/"+url.PathEscape(form), "", "", 401)
	}
}

// pages goes about in the demo as a caseworker, as a citizen and as nobody.
func (s *soeger) pages(t *testing.T, k *koerende) {
	t.Helper()
	caseworker, citizen, nobody := browser(t), browser(t), browser(t)
	seen := func(client *http.Client, where string, answer svar) svar {
		s.look(where+": headers", fmt.Sprint(answer.header))
		if client != caseworker {
			s.look(where+": page", answer.body)
		}
		return answer
	}
	seen(nobody, "/demo", k.get(t, nobody, "/demo"))
	seen(caseworker, "/demo/vaelg", k.bliv(t, caseworker, nil))
	found := seen(caseworker, "/sapa/soeg", k.submit(t, caseworker, "/sapa/soeg", url.Values{"soeg": {s.number}}))
	page := found.header.Get("Location")
	shown := k.get(t, caseworker, page)
	if seen(caseworker, "/sapa/borger/…", shown); shown.status != 200 || s.numbers([]byte(shown.body)) == 0 {
		t.Errorf("the caseworker's page of a citizen: %d, with %d numbers; want the citizen's own", shown.status, s.numbers([]byte(shown.body)))
	}
	for _, form := range s.forms() {
		for _, key := range []string{"q", "sort", "vis", "x"} {
			seen(caseworker, "/sapa/borger/…?"+key, k.get(t, caseworker, page+"?"+url.Values{key: {form}}.Encode()))
		}
		// Error pages are no caseworker's page of a citizen.
		s.look("/sapa/borger/[CPR]: page", seen(caseworker, "/sapa/borger/[CPR]", k.get(t, caseworker, "/sapa/borger/"+url.PathEscape(form))).body)
		s.look("/sapa/sag/[CPR]: page", seen(caseworker, "/sapa/sag/[CPR]", k.get(t, caseworker, "/sapa/sag/"+url.PathEscape(form))).body)
		seen(nobody, "/demo/vaelg with a number", k.submit(t, nobody, "/demo/vaelg", url.Values{"borger": {form}}))
		seen(nobody, "/demo?efter", k.get(t, nobody, "/demo?"+url.Values{"efter": {form}}.Encode()))
		seen(nobody, "/sapa/soeg as nobody", k.submit(t, nobody, "/sapa/soeg", url.Values{"soeg": {form}}))
	}
	key := strings.TrimPrefix(page, "/sapa/borger/")
	seen(citizen, "/demo/vaelg as a citizen", k.bliv(t, citizen, url.Values{"borger": {key}}))
	own := seen(citizen, "/borger", k.get(t, citizen, "/borger?"+url.Values{"cpr": {s.number}}.Encode()))
	if own.status != 200 {
		t.Errorf("/borger: %d", own.status)
	}
	seen(citizen, "/sapa as a citizen", k.get(t, citizen, page))
	seen(citizen, "/sapa/soeg as a citizen", k.submit(t, citizen, "/sapa/soeg", url.Values{"soeg": {s.number}}))
}

// provesItself plants a number in a copy of the data directory, where it must be found; a search that finds nothing anywhere
// would prove nothing.
func (s *soeger) provesItself(t *testing.T, data string) {
	t.Helper()
	for _, form := range s.forms() {
		if s.numbers([]byte("x"+form+"y")) != 1 {
			t.Errorf("a number is not found when it is written as %s", strings.Map(func(r rune) rune {
				if r >= '0' && r <= '9' {
					return '0'
				}
				return r
			}, form))
		}
	}
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(dir, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, databaseFile)+"?_pragma=journal_mode(WAL)&_pragma=wal_autocheckpoint(0)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE plantet (tekst TEXT); INSERT INTO plantet VALUES (?)", "note om "+s.number); err != nil {
		t.Fatal(err)
	}
	copied := &soeger{known: s.known, number: s.number}
	copied.directory(t, "copy", dir)
	if len(copied.found) != 1 || !strings.Contains(copied.found[0], databaseFile+"-wal") {
		t.Errorf("a number planted in the log of the database: found %v", copied.found)
	}
	if _, err := db.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	copied = &soeger{known: s.known, number: s.number}
	copied.directory(t, "copy", dir)
	if len(copied.found) != 1 || !strings.Contains(copied.found[0], databaseFile+" ") {
		t.Errorf("a number planted in the database: found %v", copied.found)
	}
}
