package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// rute is one operation: what the mux sends where, and what openapi.json tells of it. They come from this one table.
type rute struct {
	metode, sti string
	hvad        string
	query       []parameter
	ind         any    // an example value of the body's type; nil: none
	indType     string // its media type; JSON when empty
	ud          any    // an example value of the answer's type; nil: none
	udType      string
	status      int // of success; 200 when 0
	medETag     bool
	kraever     bool // If-Match is demanded
	gor         func(*server) http.HandlerFunc
}

type parameter struct{ navn, hvad string }

const ndjson = "application/x-ndjson"

var (
	efter = parameter{"efter", "continue after this cursor, from naeste of the page before"}
	antal = parameter{"antal", "at most so many, 1 to 1000; default 100"}
)

var ruter = []rute{
	{metode: "POST", sti: "/api/v1/eoj", hvad: "Take a feed; every line is answered as it is settled, and the last line is the sum", ind: "", indType: ndjson, ud: lineResult{}, udType: ndjson, gor: func(s *server) http.HandlerFunc { return s.eoj }},
	{metode: "GET", sti: "/api/v1/status", hvad: "Where everything stands, and that it adds up", ud: map[string]any{}, gor: func(s *server) http.HandlerFunc { return s.status }},
	{metode: "GET", sti: "/api/v1/raekker/{art}", hvad: "Sagstyper, ydelser or enheder with state, choice and what they touch; all of them as NDJSON with Accept: application/x-ndjson",
		query: []parameter{efter, antal, {"tilstand", "only rows in this state"}}, ud: side[raekke]{}, gor: func(s *server) http.HandlerFunc { return s.raekker }},
	{metode: "GET", sti: "/api/v1/raekker/{art}/{id}", hvad: "One row with its suggestions, findings and notes", ud: heleRaekken{}, medETag: true, gor: func(s *server) http.HandlerFunc { return s.raekke }},
	{metode: "PUT", sti: "/api/v1/raekker/{art}/{id}/beslutning", hvad: "Decide about what was seen: If-Match has the row's ETag", ind: valg{}, ud: kvittering{}, medETag: true, kraever: true, gor: func(s *server) http.HandlerFunc { return s.beslutRaekke }},
	{metode: "POST", sti: "/api/v1/raekker/{art}/{id}/godkendelse", hvad: "Approve the decision that was seen, as another than the one who took it", status: 204, kraever: true, gor: func(s *server) http.HandlerFunc { return s.godkend }},
	{metode: "GET", sti: "/api/v1/raekker/{art}/{id}/rettelse", hvad: "Whether the decision has reached the index (S6)", ud: map[string]any{}, gor: func(s *server) http.HandlerFunc { return s.rettelse }},
	{metode: "GET", sti: "/api/v1/beslutninger", hvad: "The history of decisions, oldest first; all of it as NDJSON with Accept: application/x-ndjson", query: []parameter{efter, antal}, ud: side[mapping.Beslutning]{}, gor: func(s *server) http.HandlerFunc { return s.historik }},
	{metode: "POST", sti: "/api/v1/beslutninger", hvad: "Take one decision, whatever was decided before: the fields of `mapping set`", ind: decision{}, ud: mapping.Beslutning{}, status: 201, gor: func(s *server) http.HandlerFunc { return s.beslutninger }},
	{metode: "POST", sti: "/api/v1/beslutninger/flere", hvad: "Take several decisions, all or none", ind: []decision{{}}, ud: kvittering{}, status: 201, gor: func(s *server) http.HandlerFunc { return s.beslutFlere }},
	{metode: "POST", sti: "/api/v1/beslutninger/fortryd", hvad: "Take back the decisions of a receipt that are still the last about their thing", ind: kvittering{}, ud: kvittering{}, gor: func(s *server) http.HandlerFunc { return s.fortryd }},
	{metode: "POST", sti: "/api/v1/konsekvens", hvad: "What decisions would do, without taking them (R005)", ind: []decision{{}}, ud: konsekvenser{}, gor: func(s *server) http.HandlerFunc { return s.konsekvens }},
	{metode: "GET", sti: "/api/v1/program", hvad: "The eight steps and two, each in a state that follows from facts: what is lacking, who must act, what waits for what, deadlines, and how the plan is kept (R121, R122)", ud: forloeb.Forloeb{}, gor: func(s *server) http.HandlerFunc { return s.forloeb }},
	{metode: "GET", sti: "/api/v1/noter", hvad: "Comments, questions, answers, rejections and approvals, oldest first", query: []parameter{efter, antal}, ud: side[mapping.Note]{}, gor: func(s *server) http.HandlerFunc { return s.noter }},
	{metode: "POST", sti: "/api/v1/noter", hvad: "Write a note", ind: nyNote{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.skrivNote }},
	{metode: "GET", sti: "/api/v1/fund", hvad: "What is wrong, with remedy (R057)", query: []parameter{efter, antal, {"regel", "only findings of this rule"}}, ud: side[any]{}, medETag: true, gor: func(s *server) http.HandlerFunc { return s.fund }},
	{metode: "GET", sti: "/api/v1/regler", hvad: "The numbered rules", ud: []any{}, medETag: true, gor: func(s *server) http.HandlerFunc { return s.regler }},
	{metode: "GET", sti: "/api/v1/politik", hvad: "What the municipality has chosen", ud: map[string]string{}, medETag: true, gor: func(s *server) http.HandlerFunc { return s.politikker }},
	{metode: "PUT", sti: "/api/v1/politik/{noegle}", hvad: "Choose", ind: vaerdi{}, status: 204, gor: func(s *server) http.HandlerFunc { return s.saetPolitik }},
	{metode: "GET", sti: "/api/v1/ark", hvad: "The preparation sheet", query: []parameter{{"format", "xlsx or csv; default xlsx"}}, ud: "", udType: "application/octet-stream", gor: func(s *server) http.HandlerFunc { return s.ark }},
	{metode: "POST", sti: "/api/v1/ark", hvad: "Take a preparation sheet, whole or not at all", query: []parameter{{"navn", "the file's name; its ending tells xlsx from csv"}}, ind: "", indType: "application/octet-stream", ud: besked{}, gor: func(s *server) http.HandlerFunc { return s.tagArk }},
	{metode: "POST", sti: "/api/v1/kle", hvad: "Import a KLE emneplan, whole or not at all", query: []parameter{{"filter", "prefixes such as 27,29 (R062)"}}, ind: "", indType: "application/xml", ud: besked{}, gor: func(s *server) http.HandlerFunc { return s.tagKLE }},
	{metode: "POST", sti: "/api/v1/organisation", hvad: "Import the units of FK Organisation, whole or not at all", ind: "", indType: ndjson, ud: besked{}, gor: func(s *server) http.HandlerFunc { return s.tagOrganisation }},
}

// roller are the roles an operation takes: some read, some give the feed, few decide.
func (r *rute) roller() adgang.Roller {
	switch {
	case r.metode == http.MethodGet, r.sti == "/api/v1/konsekvens":
		return adgang.APILaeser
	case r.sti == "/api/v1/eoj":
		return adgang.APIFoder
	}
	return adgang.APISkriver
}

func alleRuter() []rute { return slices.Concat(ruter, eksportruter) }

// openapi is the description of all of it, OpenAPI 3.1.
func openapi() map[string]any {
	paths := map[string]any{}
	schemas := map[string]any{"Problem": skema(reflect.TypeFor[problem]())}
	for _, r := range alleRuter() {
		item, _ := paths[r.sti].(map[string]any)
		if item == nil {
			item = map[string]any{}
			paths[r.sti] = item
		}
		item[strings.ToLower(r.metode)] = r.operation()
	}
	return map[string]any{
		"openapi":    "3.1.0",
		"info":       map[string]any{"title": "Indeksbro", "version": "1", "description": "What the workbench's pages do, for machines. Errors are problem+json with an English detail, a Danish one, and the rule's number where one stands against it.", "license": map[string]any{"name": "MPL-2.0", "identifier": "MPL-2.0"}},
		"servers":    []any{map[string]any{"url": "/"}},
		"paths":      paths,
		"components": map[string]any{"schemas": schemas, "securitySchemes": map[string]any{"noegle": map[string]any{"type": "http", "scheme": "bearer"}}},
		"security":   []any{map[string]any{"noegle": []any{}}},
	}
}

func (r *rute) operation() map[string]any {
	var parameters []any
	add := func(name, in, what string, required bool) {
		parameters = append(parameters, map[string]any{"name": name, "in": in, "description": what, "required": required, "schema": map[string]any{"type": "string"}})
	}
	for piece := range strings.SplitSeq(r.sti, "/") {
		if name, is := strings.CutPrefix(piece, "{"); is {
			name = strings.TrimSuffix(name, "}")
			add(name, "path", map[string]string{"art": "sagstype, ydelse or enhed", "id": "id in the care record", "noegle": "the policy's key", "indeks": "sdi or ydi"}[name], true)
		}
	}
	for _, q := range r.query {
		add(q.navn, "query", q.hvad, false)
	}
	if r.kraever {
		add("If-Match", "header", "the ETag of the row that was seen", true)
	} else if r.medETag {
		add("If-None-Match", "header", "the ETag already had", false)
	}
	status := cmpOr(r.status, http.StatusOK)
	answer := map[string]any{"description": http.StatusText(status)}
	if r.ud != nil {
		answer["content"] = indhold(r.ud, r.udType)
	}
	if r.medETag {
		answer["headers"] = map[string]any{"ETag": map[string]any{"schema": map[string]any{"type": "string"}}}
	}
	failure := map[string]any{"description": "what, where and what to do", "content": map[string]any{"application/problem+json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/Problem"}}}}
	made := map[string]any{"summary": r.hvad, "operationId": r.navn(), "responses": map[string]any{strconv.Itoa(status): answer, "default": failure}}
	if parameters != nil {
		made["parameters"] = parameters
	}
	if r.ind != nil {
		made["requestBody"] = map[string]any{"required": true, "content": indhold(r.ind, r.indType)}
	}
	return made
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

// navn is the operation's name: method and path without signs.
func (r *rute) navn() string {
	words := strings.FieldsFunc(strings.TrimPrefix(r.sti, "/api/v1/"), func(c rune) bool { return c == '/' || c == '{' || c == '}' })
	return strings.ToLower(r.metode) + "-" + strings.Join(words, "-")
}

func indhold(example any, media string) map[string]any {
	if media == "" {
		media = "application/json"
	}
	return map[string]any{media: map[string]any{"schema": skema(reflect.TypeOf(example))}}
}

// skema tells a Go type as JSON Schema. What writes itself as text is text.
func skema(t reflect.Type) map[string]any {
	switch {
	case t == nil || t.Kind() == reflect.Interface:
		return map[string]any{}
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t.Implements(reflect.TypeFor[interface{ MarshalText() ([]byte, error) }]()):
		return map[string]any{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return skema(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": skema(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": skema(t.Elem())}
	case reflect.Struct:
		properties := map[string]any{}
		felter(t, properties)
		return map[string]any{"type": "object", "properties": properties}
	}
	return map[string]any{"type": "integer"}
}

func felter(t reflect.Type, into map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			felter(f.Type, into)
		case !f.IsExported() || name == "-":
		case name == "":
			into[f.Name] = skema(f.Type)
		default:
			into[name] = skema(f.Type)
		}
	}
}

// side is a page of a list. Naeste is the cursor of the next; empty: there is none.
type side[T any] struct {
	Poster []T    `json:"poster"`
	Naeste string `json:"naeste,omitempty"`
}

// svarListe answers with a page, or with everything as NDJSON. cursor is what the page after an item begins at.
func svarListe[T any](s *server, w http.ResponseWriter, r *http.Request, all []T, cursor func(*T) string) {
	if strings.Contains(r.Header.Get("Accept"), ndjson) {
		w.Header().Set("Content-Type", ndjson)
		w.Header().Set("Cache-Control", "no-store")
		out := json.NewEncoder(w)
		for i := range all {
			if out.Encode(all[i]) != nil {
				return // a reader that went away is no concern of ours
			}
		}
		return
	}
	most := 100
	if said := r.URL.Query().Get("antal"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n < 1 || n > 1000 {
			s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not a number", Detail: "antal must be 1 to 1000", Dansk: "antal skal være 1 til 1000"})
			return
		}
		most = n
	}
	if after := r.URL.Query().Get("efter"); after != "" {
		at := slices.IndexFunc(all, func(t T) bool { return cursor(&t) == after })
		if at < 0 {
			s.problem(w, problem{Status: http.StatusGone, Title: "The list has changed", Detail: "the cursor is not known any more; begin again without efter", Dansk: "listen er ændret; begynd forfra uden efter"})
			return
		}
		all = all[at+1:]
	}
	page := side[T]{Poster: all[:min(most, len(all))]}
	if page.Poster == nil {
		page.Poster = []T{}
	}
	if len(all) > most {
		page.Naeste = cursor(&page.Poster[most-1])
	}
	writeJSON(w, http.StatusOK, page)
}

// medETag answers with a value under a tag, or with nothing when the caller has it.
func medETag(w http.ResponseWriter, r *http.Request, tag string, value any) {
	w.Header().Set("ETag", tag)
	if slices.ContainsFunc(strings.Split(r.Header.Get("If-None-Match"), ","), func(had string) bool { return strings.TrimSpace(had) == tag }) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	writeJSON(w, http.StatusOK, value)
}

// krop reads a JSON body of a type with known fields only.
func krop[T any](s *server, w http.ResponseWriter, r *http.Request, into *T) bool {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxKrop))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil || decoder.More() {
		why := "more than one value"
		if err != nil {
			why = err.Error()
		}
		s.problem(w, problem{Status: http.StatusBadRequest, Title: "Not what is wanted", Detail: "the body cannot be read: " + oio.MaskCPR(why) + "; see /api/openapi.json", Dansk: "indholdet kan ikke læses; se /api/openapi.json"})
		return false
	}
	return true
}

// maxKrop is the largest JSON body read, in bytes.
const maxKrop = 4 << 20
