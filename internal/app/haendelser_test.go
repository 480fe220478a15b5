package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

// News of every change reaches the receiver once it answers, in order, without anything personal; nobody who has not asked gets any.
func TestNewsIsToldInOrderAndWaitsForAReceiverThatFails(t *testing.T) {
	t.Parallel()
	var got []string
	down := true
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, _ := io.ReadAll(r.Body)
		got = append(got, r.Header.Get("Content-Type")+" "+string(body))
	}))
	defer receiver.Close()
	_, dir := nyMaskine(t)
	b := lager(t, dir)
	f := &fortaeller{b, http.DefaultClient}
	skal(t, dir, "export", "activate", "--trods", "prøve")
	skal(t, dir, "export", "run", "--once")
	if err := f.send(t.Context()); err != nil || len(got) > 0 {
		t.Fatalf("%v %v", err, got)
	}
	skal(t, dir, "policy", "set", "haendelser="+receiver.URL)
	changes := generate.Aendringer(generate.Options{Borgere: 60, Seed: 5, Kommune: oio.Korsbaek}, 1)
	if code, out, errs := kald(t.Context(), strings.NewReader(string(changes)), dir, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s %s", code, out, errs)
	}
	_, _, _ = kald(t.Context(), nil, dir, "export", "run", "--once") // removals may wait for a person
	waiting, err := b.db.Haendelser(t.Context(), b.kommune, 1000)
	if err != nil || len(waiting) == 0 {
		t.Fatal(len(waiting), err)
	}
	if err := f.send(t.Context()); err == nil {
		t.Error("a receiver that is down took the news")
	}
	down = false
	if err := f.send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(waiting) {
		t.Fatalf("%d told, want %d", len(got), len(waiting))
	}
	people, err := b.index.Personer(t.Context(), adgang.Alt(b.kommune), oio.Borgernoegle{}, 500)
	if err != nil {
		t.Fatal(err)
	}
	for i, event := range got {
		if !strings.HasPrefix(event, "application/cloudevents+json") || !strings.Contains(event, waiting[i].UUID.String()) {
			t.Errorf("number %d is %s", i, event)
		}
		for _, p := range people {
			if strings.Contains(event, p.CPR.Digits()) || strings.Contains(event, p.Navn) {
				t.Errorf("a citizen is told of: %s", event)
			}
		}
	}
	if left, err := b.db.Haendelser(t.Context(), b.kommune, 1); err != nil || len(left) > 0 {
		t.Errorf("%v %v", left, err)
	}
}
