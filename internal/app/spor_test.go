package app

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"indeksbro/internal/oio"
)

// samler is an OTLP collector that keeps the steps it was sent.
type samler struct {
	*httptest.Server
	mu    sync.Mutex
	spans []otlpSpan
	raw   strings.Builder
}

func nySamler(t *testing.T) *samler {
	t.Helper()
	s := &samler{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var sent struct {
			ResourceSpans []struct {
				ScopeSpans []struct{ Spans []otlpSpan }
			}
		}
		if err != nil || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" || json.Unmarshal(body, &sent) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.raw.Write(body)
		for _, r := range sent.ResourceSpans {
			for _, scope := range r.ScopeSpans {
				s.spans = append(s.spans, scope.Spans...)
			}
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// find gives the steps with a name.
func (s *samler) find(name string) (found []otlpSpan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, span := range s.spans {
		if span.Name == name {
			found = append(found, span)
		}
	}
	return found
}

// linjer reads a JSON log.
func linjer(t *testing.T, text string) (lines []map[string]any) {
	t.Helper()
	for line := range strings.Lines(text) {
		var l map[string]any
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("a line of the log is no JSON: %s", line)
		}
		lines = append(lines, l)
	}
	return lines
}

// TestAnObjectIsFollowedFromItsLineToTheIndexsAnswer sends a case with the sender's trace, and follows it through the log by nothing but
// what the lines say: trace, object, change numbers, call. Over the wire, the call has a transaction.
func TestAnObjectIsFollowedFromItsLineToTheIndexsAnswer(t *testing.T) {
	t.Parallel()
	collector := nySamler(t)
	k := start(t, lille(t), "serve", "--addr", "127.0.0.1:0", "--log-level", "debug", "--otel", collector.URL)
	const sender = "4bf92f3577b34da6a3ce929d0e0e4736"
	const cpr = "7105509996"
	line := `{"type":"sag","id":"sag-spor","version":1,"sagstype":"st-12","enhed":"en-3","cpr":"` + cpr + `","navn":"Følg Med","oprettet":"2024-01-03"}` + "\n"
	answer := k.request(t, http.DefaultClient, http.MethodPost, "/api/v1/eoj", strings.NewReader(line),
		"Authorization", "Bearer "+k.key(t), "Content-Type", "application/x-ndjson", "traceparent", "00-"+sender+"-00f067aa0ba902b7-01")
	if !strings.Contains(answer.body, `"taget":1`) || !strings.HasPrefix(answer.header.Get("Traceparent"), "00-"+sender+"-") {
		t.Fatalf("%d %v %s", answer.status, answer.header, answer.body)
	}
	p, err := lager(t, k.data).politik(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	object := oio.ObjectUUID(oio.Korsbaek, p.System, oio.ArtSag, "sag-spor").String()
	var log []map[string]any
	find := func(msg string, is func(map[string]any) bool) map[string]any {
		i := slices.IndexFunc(log, func(l map[string]any) bool { return l["msg"] == msg && is(l) })
		if i < 0 {
			return nil
		}
		return log[i]
	}
	until(t, "the round that sent it is told", func() bool {
		text := k.log.String()
		log = linjer(t, text[:strings.LastIndex(text, "\n")+1])
		answered := find("object answered", func(l map[string]any) bool { return l["object"] == object })
		return answered != nil && find("export round", func(l map[string]any) bool { return l["trace_id"] == answered["trace_id"] }) != nil
	})
	taken := find("object taken", func(l map[string]any) bool { return l["object"] == object })
	if taken == nil || taken["trace_id"] != sender {
		t.Fatalf("the line's way in is %v, want the sender's trace", taken)
	}
	batch := find("feed batch taken", func(l map[string]any) bool { return l["span_id"] == taken["span_id"] })
	answered := find("object answered", func(l map[string]any) bool { return l["object"] == object })
	call := find("index call", func(l map[string]any) bool { return l["span_id"] == answered["span_id"] })
	round := find("export round", func(l map[string]any) bool { return l["trace_id"] == answered["trace_id"] })
	if batch == nil || call == nil || answered["outcome"] != "accepted" || call["operation"] != "import" || call["kind"] != "sag" {
		t.Fatalf("batch %v, call %v, answer %v", batch, call, answered)
	}
	if round["cases_change_to"].(float64) < batch["change_to"].(float64) || batch["change_to"].(float64) <= batch["change_after"].(float64) {
		t.Errorf("the round reached change %v, the batch has (%v, %v]", round["cases_change_to"], batch["change_after"], batch["change_to"])
	}

	if code := k.stop(); code != exitDone { // what is left of the traces is sent at the stop
		t.Fatalf("exit code %d", code)
	}
	feed, batches, calls := collector.find("feed"), collector.find("feed batch"), collector.find("index call")
	if len(feed) != 1 || feed[0].TraceID != sender || feed[0].ParentID != "00f067aa0ba902b7" || len(batches) != 1 || batches[0].ParentID != feed[0].SpanID {
		t.Errorf("the way in as a trace: %+v %+v", feed, batches)
	}
	rounds := collector.find("export round")
	if !slices.ContainsFunc(calls, func(c otlpSpan) bool {
		return c.SpanID == answered["span_id"] && slices.ContainsFunc(rounds, func(r otlpSpan) bool { return r.SpanID == c.ParentID })
	}) {
		t.Errorf("the call is in no round: %+v %+v", calls, rounds)
	}
	for _, said := range []string{k.log.String(), collector.raw.String()} {
		if strings.Contains(said, cpr) || strings.Contains(said, "Følg Med") || strings.Contains(said, "sag-spor") {
			t.Error("a person is in the log or in the traces")
		}
	}
}

func TestATraceparentIsBelievedOnlyWhenItIsOne(t *testing.T) {
	t.Parallel()
	const good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	if s := laesSpor(good); !strings.HasPrefix(s.traceparent(), good[:36]) || s.traceparent() == good {
		t.Errorf("%s became %s, want the same trace and a step of its own", good, s.traceparent())
	}
	seen := map[string]bool{}
	for _, bad := range []string{"", "x", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "ff" + good[2:], strings.ToUpper(good),
		"00-7105509996-00f067aa0ba902b7-01", strings.Replace(good, "4bf9", "xyzæ", 1), strings.Repeat("0", 100_000)} {
		s := laesSpor(bad).traceparent()
		if len(s) != len(good) || strings.Contains(s, "4bf92f") || seen[s] || strings.Contains(s, "000000000000000000") {
			t.Errorf("%.60q became %s", bad, s)
		}
		seen[s] = true
	}
}

// A collector that is down costs the traces and nothing else.
func TestWithoutACollectorTheWorkGoesOn(t *testing.T) {
	t.Parallel()
	down := httptest.NewServer(nil)
	down.Close()
	k := start(t, lille(t), "serve", "--addr", "127.0.0.1:0", "--otel", down.URL)
	k.request(t, http.DefaultClient, http.MethodPost, "/api/v1/eoj", strings.NewReader(`{"type":"enhed","id":"en-91","version":1,"navn":"Ny"}`+"\n"), "Authorization", "Bearer "+k.key(t), "Content-Type", "application/x-ndjson")
	until(t, "the log says once that traces are left out", func() bool { return strings.Count(k.log.String(), "traces cannot be sent") == 1 })
	if code := k.stop(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	o := nyOTLP(down.URL, oio.Korsbaek, nil)
	for range 2 * otlpKoe {
		o.tag(udsnitSpor{spor: nytSpor(), navn: "x"}) // waits for nobody, or this test never ends
	}
	if len(o.koe) != otlpKoe {
		t.Errorf("%d steps wait", len(o.koe))
	}
}
