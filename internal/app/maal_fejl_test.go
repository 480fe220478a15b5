package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/testkit"
)

// fejlmaal is our own index services over HTTP, with something before them that may do otherwise than they would.
type fejlmaal struct {
	indeks http.Handler
	kald   atomic.Int32
	mu     sync.Mutex
	fejl   func(f *fejlmaal, w http.ResponseWriter, r *http.Request) // nil: all is well
}

func (f *fejlmaal) vis(fault func(*fejlmaal, http.ResponseWriter, *http.Request)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fejl = fault
	f.kald.Store(0)
}

// ServeHTTP reads the message whole, as whoever stands before an index does.
func (f *fejlmaal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f.kald.Add(1)
	f.mu.Lock()
	fault := f.fejl
	f.mu.Unlock()
	if fault == nil {
		f.indeks.ServeHTTP(w, r)
		return
	}
	fault(f, w, r)
}

func tjenesterI(t *testing.T, dir string) http.Handler {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	mux := http.NewServeMux()
	newTjeneste(m, b, slog.New(slog.NewTextHandler(io.Discard, nil))).registrerSOAP(mux, soap.Aaben{CVR: oio.Korsbaek})
	return mux
}

// paaHTTP is a loaded and active municipality whose export goes to its own indexes over HTTP, and what its index shall come to.
func paaHTTP(t *testing.T) (dir string, target *fejlmaal, want string) {
	t.Helper()
	o := generate.Options{Borgere: 12, Seed: 5, Kommune: oio.Korsbaek}
	dir, direct := t.TempDir(), t.TempDir()
	if err := goerKlar(t.Context(), dir, o); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := kald(t.Context(), bytes.NewReader(feedAf(t, o)), dir, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	if err := os.CopyFS(direct, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	skal(t, direct, "export", "run", "--once")
	want, n, err := testkit.HashOf(t.Context(), direct)
	if err != nil || n < 12 {
		t.Fatalf("undisturbed: %d objects %v", n, err)
	}
	target = &fejlmaal{indeks: tjenesterI(t, dir)}
	server := httptest.NewServer(target)
	t.Cleanup(server.Close)
	for _, choice := range []string{"maal-sdi=" + server.URL + "/soap/SagDokumentIndeks/6", "maal-ydi=" + server.URL + "/soap", "maal-frist=120", "samtidige=2"} {
		skal(t, dir, "policy", "set", choice)
	}
	return dir, target, want
}

// utaalmodig runs the export with little patience, for a target that does not answer; a well one gets the time it takes on a busy machine.
func utaalmodig(t *testing.T, dir string) (code int, out, errs string) {
	t.Helper()
	skal(t, dir, "policy", "set", "maal-frist=2")
	defer skal(t, dir, "policy", "set", "maal-frist=120")
	return kald(t.Context(), nil, dir, "export", "run", "--once")
}

// heltOgRigtigt is the end of every accident: one more export, nothing differs, everything is in one state (R102), and the index is the
// same as without the accident.
func heltOgRigtigt(t *testing.T, dir, want string) {
	t.Helper()
	skal(t, dir, "export", "run", "--once")
	if code, f := verify(t, dir, "--full"); code != exitDone || len(f.Resultat.Forskelle) != 0 || f.Resultat.Ens == 0 {
		t.Errorf("verify --full: %d %+v", code, f)
	}
	hash, n, err := testkit.HashOf(t.Context(), dir)
	if err != nil || hash != want {
		t.Errorf("%d objects, hash %s, undisturbed %s (%v)", n, hash, want, err)
	}
	if s := adderOp(t, dir); s.Tilstande["ens"] != n || s.Tilstande["venter"] != 0 {
		t.Errorf("%d objects in the index, but the status says %+v", n, s)
	}
}

// haenger takes the message and never answers.
func haenger(_ *fejlmaal, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// vroevler answers something that is no message.
func vroevler(_ *fejlmaal, w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "<html><body>Velkommen til porten<br></html>")
}

// knaekker lets the index do its work and cuts the connection in the middle of the answer.
func knaekker(f *fejlmaal, w http.ResponseWriter, r *http.Request) {
	answer := httptest.NewRecorder()
	f.indeks.ServeHTTP(answer, r)
	w.Header().Set("Content-Length", "1000000")
	_, _ = w.Write(answer.Body.Bytes()[:answer.Body.Len()/2])
	panic(http.ErrAbortHandler)
}

// sommetider does what another does to every second call.
func sommetider(fault func(*fejlmaal, http.ResponseWriter, *http.Request)) func(*fejlmaal, http.ResponseWriter, *http.Request) {
	return func(f *fejlmaal, w http.ResponseWriter, r *http.Request) {
		if f.kald.Load()%2 == 0 {
			f.indeks.ServeHTTP(w, r)
			return
		}
		fault(f, w, r)
	}
}

func optaget(_ *fejlmaal, w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Retry-After", "7")
	w.WriteHeader(http.StatusServiceUnavailable)
}

// TestATargetThatFailsIsToldAndNothingIsLost lets an index fail in one way after another. The command ends by itself with code 3 and
// a sentence, and when the index is well again the same command brings everything in line.
func TestATargetThatFailsIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault func(*fejlmaal, http.ResponseWriter, *http.Request)
		words string
	}{
		"hangs":                      {haenger, "Timeout exceeded"},
		"hangs every second time":    {sommetider(haenger), "Timeout exceeded"},
		"answers garbage":            {vroevler, "not a SOAP message"},
		"breaks off":                 {knaekker, "unexpected EOF"},
		"breaks off every other":     {sommetider(knaekker), "unexpected EOF"},
		"is busy":                    {optaget, "the target is busy: HTTP 503"},
		"is busy every other moment": {sommetider(optaget), "the target is busy: HTTP 503"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, target, want := paaHTTP(t)
			target.vis(c.fault)
			code, out, errs := utaalmodig(t, dir)
			if code != exitOutside || !strings.Contains(errs, c.words) {
				t.Errorf("a target that %s: %d %s %s, want 3 and %q", name, code, out, errs, c.words)
			}
			if s := adderOp(t, dir); s.Tilstande["venter"] == 0 {
				t.Errorf("while the target %s nothing waits: %+v", name, s)
			}
			target.vis(nil)
			heltOgRigtigt(t, dir, want)
		})
	}
}

// TestABusyTargetIsLeftAloneForAsLongAsItAsks holds that Retry-After reaches the pace: no call comes before its time, then all goes on.
func TestABusyTargetIsLeftAloneForAsLongAsItAsks(t *testing.T) {
	t.Parallel()
	dir, target, want := paaHTTP(t)
	target.vis(optaget)
	clock := &atomic.Int64{}
	now := func() time.Time { return proevedag.Add(time.Duration(clock.Load()) * time.Second) }
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: now}, data: dir}
	defer m.close()
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x := b.exporter(m)
	if _, err := x.Run(t.Context()); err == nil {
		t.Fatal("a busy target was taken for well")
	}
	calls := target.kald.Load()
	clock.Store(6)
	if _, err := x.Run(t.Context()); err != nil || target.kald.Load() != calls {
		t.Errorf("after 6 seconds of the 7 it was called: %d calls, before %d (%v)", target.kald.Load(), calls, err)
	}
	target.vis(nil)
	clock.Store(60)
	if _, err := x.Run(t.Context()); err != nil || target.kald.Load() == 0 {
		t.Errorf("after its time it was not called: %v", err)
	}
	heltOgRigtigt(t, dir, want)
}

// TestR097_ATargetThatLiesIsFound answers "received" for what goes elsewhere. The exporter must believe it; verification does not.
func TestR097_ATargetThatLiesIsFound(t *testing.T) {
	t.Parallel()
	dir, target, want := paaHTTP(t)
	elsewhere := filepath.Join(t.TempDir(), "andet")
	if err := goerKlar(t.Context(), elsewhere, generate.Options{Borgere: 12, Seed: 5, Kommune: oio.Korsbaek}); err != nil {
		t.Fatal(err)
	}
	other := tjenesterI(t, elsewhere)
	target.vis(func(f *fejlmaal, w http.ResponseWriter, r *http.Request) {
		if f.kald.Load() == 1 {
			other.ServeHTTP(w, r)
			return
		}
		f.indeks.ServeHTTP(w, r)
	})
	skal(t, dir, "export", "run", "--once")
	target.vis(nil)
	code, f := verify(t, dir, "--full")
	if code != exitFindings || f.Resultat.Antal["mangler"] == 0 || f.Resultat.Antal["mangler"] != len(f.Resultat.Forskelle) {
		t.Fatalf("the lie was not found: %d %+v", code, f)
	}
	if code, f := verify(t, dir, "--full", "--repair"); code != exitDone || f.Rettet.Gensendes == 0 {
		t.Errorf("repair: %d %+v", code, f)
	}
	heltOgRigtigt(t, dir, want)
}

// TestR097_AnAnswerThatComesTooLateIsFound lets changes lie on their way until the caller has given up and sent newer ones, and lets the
// old ones arrive after them.
func TestR097_AnAnswerThatComesTooLateIsFound(t *testing.T) {
	t.Parallel()
	dir, target, _ := paaHTTP(t)
	skal(t, dir, "export", "run", "--once")
	var late []func()
	var mu sync.Mutex
	target.vis(func(f *fejlmaal, w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(strings.ToLower(r.Header.Get("Content-Type")), "opdater") {
			f.indeks.ServeHTTP(w, r)
			return
		}
		mu.Lock()
		old := r.Clone(context.WithoutCancel(r.Context()))
		late = append(late, func() { f.indeks.ServeHTTP(httptest.NewRecorder(), old) })
		mu.Unlock()
		<-r.Context().Done()
	})
	skal(t, dir, "policy", "set", "navn=Korsbæk gamle Kommune")
	if code, out, errs := utaalmodig(t, dir); code != exitOutside {
		t.Fatalf("nobody answered: %d %s %s", code, out, errs)
	}
	target.vis(nil)
	skal(t, dir, "policy", "set", "navn=Korsbæk nye Kommune")
	skal(t, dir, "export", "run", "--once")
	want, _, err := testkit.HashOf(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if code, f := verify(t, dir, "--full"); code != exitDone {
		t.Fatalf("before the old ones come: %d %+v", code, f)
	}
	mu.Lock()
	if len(late) == 0 {
		t.Fatal("no change was held back")
	}
	for _, arrive := range late {
		arrive()
	}
	mu.Unlock()
	code, f := verify(t, dir, "--full")
	if code != exitFindings || f.Resultat.Antal["andet"] == 0 {
		t.Fatalf("old content that came after the new was not found: %d %+v", code, f)
	}
	if code, f := verify(t, dir, "--full", "--repair"); code != exitDone || f.Rettet.Gensendes == 0 {
		t.Errorf("repair: %d %+v", code, f)
	}
	heltOgRigtigt(t, dir, want)
}
