// Package api is the machine's way in over HTTP: the feed as a stream with a result for every line, one mapping decision at a
// time, the counts, and what operations ask for. Errors are problem+json (RFC 9457) with an English detail and a Danish one.
//
// It reads requests and writes answers; what a request means is decided by the functions it is given. A CPR number reaches
// neither address, log nor answer.
package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
)

// Config is what the API needs; every field but Maa must be set.
type Config struct {
	// Adgang says on whose behalf a request comes, or that it may not.
	Adgang func(*http.Request) (af string, ok bool)
	// Maa says whether who comes has one of the roles that an operation takes; nil: whoever may come may do all.
	Maa func(*http.Request, adgang.Roller) bool
	// Load takes a feed and calls line for each of its lines.
	Load Loader
	// Beslut takes one decision.
	Beslut Decider
	// Status gives the counts as something that can be written as JSON.
	Status func(*http.Request) (any, error)
	// Klar reports whether the program can do its work, and each thing that was looked at as something that can be written as JSON.
	Klar func(*http.Request) (any, bool)
	// Skrivebord is the workbench, Noter the history of what is written beside decisions.
	Skrivebord Skrivebord
	Noter      Noter
	// Filer takes and gives files; Politik what the municipality has chosen.
	Filer   Filer
	Politik Politik
	// Eksport is step 8, Forloeb the whole programme.
	Eksport Eksport
	Forloeb func(context.Context) (*forloeb.Forloeb, error)
	// Metrics serves the figures.
	Metrics http.Handler
	Log     *slog.Logger
}

// Register adds the API's addresses to a mux.
func Register(mux *http.ServeMux, c Config) {
	s := &server{c}
	guard := http.NewCrossOriginProtection() // an unsigned demo must not be steered by a foreign page
	for _, r := range alleRuter() {
		do := s.allowed(r.roller(), r.gor(s))
		if r.metode != http.MethodGet {
			do = guard.Handler(do)
		}
		mux.Handle(r.metode+" "+r.sti, do)
	}
	description := openapi()
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, r *http.Request) { medETag(w, r, aftryk(description), description) })
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") })
	mux.HandleFunc("GET /readyz", s.readyz)
	mux.Handle("GET /metrics", c.Metrics)
}

type server struct{ Config }

func (s *server) allowed(roller adgang.Roller, h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := s.Adgang(r); !ok {
			w.Header().Set("WWW-Authenticate", "Bearer")
			s.problem(w, problem{Status: http.StatusUnauthorized, Title: "Not allowed", Detail: "send the API key as Authorization: Bearer KEY", Dansk: "send API-nøglen som Authorization: Bearer NØGLE"})
			return
		}
		if s.Maa != nil && !s.Maa(r, roller) {
			s.problem(w, problem{Status: http.StatusForbidden, Title: "Not for this key", Detail: "the key's roles do not cover this; it takes one of " + roller.String(), Dansk: "nøglens roller dækker ikke dette; det kræver en af " + roller.String()})
			return
		}
		h(w, r)
	})
}

// problem is an error for machines and people.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	Dansk  string `json:"dansk,omitempty"`
	Regel  string `json:"regel,omitempty"`
}

func (s *server) problem(w http.ResponseWriter, p problem) {
	p.Type = "about:blank"
	b, err := json.Marshal(p)
	if err != nil {
		s.Log.Error("write problem", "err", err)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = w.Write(b)
}

// internal hides what went wrong inside and logs it.
func (s *server) internal(w http.ResponseWriter, what string, err error) {
	s.Log.Error(what, "err", err)
	s.problem(w, problem{Status: http.StatusInternalServerError, Title: "Internal error", Detail: "the log has the cause; the request may be sent again", Dansk: "årsagen står i loggen; forespørgslen kan sendes igen"})
}

func (s *server) status(w http.ResponseWriter, r *http.Request) {
	v, err := s.Status(r)
	if err != nil {
		s.internal(w, "status", err)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

func (s *server) forloeb(w http.ResponseWriter, r *http.Request) {
	f, err := s.Forloeb(r.Context())
	vis(s, w, f, err)
}

func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	checks, ready := s.Klar(r)
	status := http.StatusOK
	if !ready {
		s.Log.Warn("not ready", "checks", checks)
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, checks)
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text))
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
