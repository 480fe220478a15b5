package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// spor names a piece of work in the log and, where traces are sent, in them (W3C Trace Context): the trace is that of a feed's sender
// or of a round of the exporter, the step one batch, call or message of it. An id is random and says nothing of anybody.
type spor struct {
	trace [16]byte
	trin  [8]byte
	over  [8]byte // the step this one is part of; zero: none
}

type sporNoegle struct{}

// nytSpor begins a trace.
func nytSpor() spor {
	var s spor
	rand.Read(s.trace[:]) // never fails (crypto/rand)
	rand.Read(s.trin[:])
	return s
}

// under is a step within this one.
func (s spor) under() spor {
	inner := spor{trace: s.trace, over: s.trin}
	rand.Read(inner.trin[:])
	return inner
}

// sporI is the step a context is in.
func sporI(ctx context.Context) (spor, bool) {
	s, ok := ctx.Value(sporNoegle{}).(spor)
	return s, ok
}

// laesSpor reads a traceparent header; what is none begins a trace of ours.
func laesSpor(header string) spor {
	parts := strings.Split(strings.TrimSpace(header), "-")
	fresh := nytSpor()
	if len(parts) < 4 || len(parts[0]) != 2 || parts[0] == "ff" || len(parts[1]) != 32 || len(parts[2]) != 16 || strings.ToLower(header) != header {
		return fresh
	}
	var theirs spor
	if _, err := hex.Decode(theirs.trace[:], []byte(parts[1])); err != nil || theirs.trace == ([16]byte{}) {
		return fresh
	}
	if _, err := hex.Decode(theirs.trin[:], []byte(parts[2])); err != nil || theirs.trin == ([8]byte{}) {
		return fresh
	}
	return theirs.under()
}

// traceparent is the header that names this step to others.
func (s spor) traceparent() string {
	return "00-" + hex.EncodeToString(s.trace[:]) + "-" + hex.EncodeToString(s.trin[:]) + "-01"
}

// log are the attributes every line about the step has.
func (s spor) log() slog.Attr {
	return slog.Group("", slog.String("trace_id", hex.EncodeToString(s.trace[:])), slog.String("span_id", hex.EncodeToString(s.trin[:])))
}

// begynd enters a step: within the one the context is in, else in a trace of its own. The function ends it, and tells the traces'
// receiver where there is one.
func (m *miljoe) begynd(ctx context.Context, name string) (context.Context, spor, func(err error, attrs ...slog.Attr)) {
	s, within := sporI(ctx)
	if within {
		s = s.under()
	} else {
		s = nytSpor()
	}
	ctx, end := m.trin(ctx, s, name)
	return ctx, s, end
}

// trin enters a step whose ids are given.
func (m *miljoe) trin(ctx context.Context, s spor, name string) (context.Context, func(err error, attrs ...slog.Attr)) {
	ctx = context.WithValue(ctx, sporNoegle{}, s)
	if m.otlp == nil {
		return ctx, func(error, ...slog.Attr) {}
	}
	began := m.Nu()
	return ctx, func(err error, attrs ...slog.Attr) {
		m.otlp.tag(udsnitSpor{spor: s, navn: name, fra: began, til: m.Nu(), err: err, attrs: attrs})
	}
}

// journal is where lines about steps go; a command of its own has none unless it is asked for with --log-level debug.
func (m *miljoe) journal() *slog.Logger {
	if m.log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return m.log
}

// medSpor gives the feed's way in a trace: the sender's, or one of ours that the answer names.
func medSpor(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.URL.Path == "/api/v1/eoj" {
			s := laesSpor(r.Header.Get("traceparent"))
			w.Header().Set("traceparent", s.traceparent())
			r = r.WithContext(context.WithValue(r.Context(), sporNoegle{}, s))
		}
		next.ServeHTTP(w, r)
	})
}

// sporetSpejl is the mirror's store as a feed with a trace sees it: each batch that was taken is a line with the range of change numbers
// it got, and at debug each object a line of its own. The exporter's lines have the same numbers and the same objects.
type sporetSpejl struct {
	mirror.Store
	m *miljoe
	b *bro
}

var _ mirror.Store = sporetSpejl{}

// WriteMirror implements mirror.Store.
func (s sporetSpejl) WriteMirror(ctx context.Context, kommune oio.CVR, do func(mirror.Tx) error) error {
	log := s.m.journal()
	before, err := s.b.db.Stand(ctx, kommune)
	if err != nil {
		return err
	}
	tx := &sporetTx{objekter: log.Enabled(ctx, slog.LevelDebug)}
	ctx, step, end := s.m.begynd(ctx, "feed batch")
	err = s.Store.WriteMirror(ctx, kommune, func(inner mirror.Tx) error {
		tx.Tx, tx.antal, tx.rows = inner, 0, nil
		return do(tx)
	})
	if err != nil || tx.antal == 0 { // nothing was taken, or only stamdata, which get no change number
		if err != nil {
			end(err)
		}
		return err
	}
	after, err := s.b.db.Stand(ctx, kommune)
	if err != nil {
		return err
	}
	attrs := []slog.Attr{slog.Int("objects", tx.antal), slog.Int64("change_after", before.Seq), slog.Int64("change_to", after.Seq)}
	end(nil, attrs...)
	log.LogAttrs(ctx, slog.LevelInfo, "feed batch taken", append([]slog.Attr{step.log()}, attrs...)...)
	if len(tx.rows) == 0 {
		return nil
	}
	p, err := s.b.politik(ctx)
	if err != nil {
		return err
	}
	for _, r := range tx.rows {
		log.LogAttrs(ctx, slog.LevelDebug, "object taken", step.log(), slog.String("object", oio.ObjectUUID(kommune, p.System, artAf[r.Type], r.ID).String()))
	}
	return nil
}

// artAf is the kind of index object a line of the feed may become.
var artAf = map[eoj.Type]oio.Art{eoj.TypeSag: oio.ArtSag, eoj.TypeBevilling: oio.ArtBevilling}

// sporetTx counts what is kept, and remembers which objects where that is asked for.
type sporetTx struct {
	mirror.Tx
	objekter bool
	antal    int
	rows     []mirror.Raekke
}

// Gem implements mirror.Tx.
func (t *sporetTx) Gem(ctx context.Context, rows []mirror.Raekke, more mirror.Antal) error {
	for _, r := range rows {
		if r.Type != eoj.TypeSag && r.Type != eoj.TypeBevilling {
			continue
		}
		t.antal++
		if t.objekter {
			t.rows = append(t.rows, mirror.Raekke{Type: r.Type, ID: r.ID})
		}
	}
	return t.Tx.Gem(ctx, rows, more)
}

// kald makes one call to an index as a step of the round, and tells what it was about and how each object was answered. What goes over
// the wire under it has the same step above it.
func (m *miljoe) kald(ctx context.Context, operation string, art oio.Art, ids []oio.UUID, do func(context.Context) ([]export.Svar, error)) ([]export.Svar, error) {
	ctx, s, end := m.begynd(ctx, "index call")
	began := m.Nu()
	answers, err := do(ctx)
	refused := 0
	for _, a := range answers {
		if !a.OK {
			refused++
		}
	}
	attrs := []slog.Attr{slog.String("operation", operation), slog.String("kind", art.String()), slog.Int("objects", len(ids)), slog.Int("refused", refused)}
	end(err, attrs...)
	log, level := m.journal(), slog.LevelInfo
	attrs = append(attrs, slog.Duration("took", m.Nu().Sub(began)))
	if err != nil {
		level, attrs = slog.LevelWarn, append(attrs, slog.String("err", oio.MaskCPR(err.Error())))
	}
	log.LogAttrs(ctx, level, "index call", append([]slog.Attr{s.log()}, attrs...)...)
	if !log.Enabled(ctx, slog.LevelDebug) {
		return answers, err
	}
	for i, id := range ids {
		outcome := "unanswered"
		switch {
		case i < len(answers) && answers[i].OK:
			outcome = "accepted"
		case i < len(answers):
			outcome = "refused"
		}
		log.LogAttrs(ctx, slog.LevelDebug, "object answered", s.log(), slog.String("object", id.String()), slog.String("operation", operation), slog.String("outcome", outcome))
	}
	return answers, err
}

// besked tells of a message over the wire: the receiver's log has its transaction too.
func (m *miljoe) besked(ctx context.Context, s soap.Sendt) {
	ctx, step, end := m.begynd(ctx, "index message")
	attrs := []slog.Attr{slog.String("operation", s.Operation), slog.String("transaction", s.TransaktionsID), slog.String("message", s.MessageID)}
	end(s.Fejl, attrs...)
	m.journal().LogAttrs(ctx, slog.LevelInfo, "index message", append([]slog.Attr{step.log(), slog.Bool("answered", s.Fejl == nil), slog.Duration("took", s.Tog)}, attrs...)...)
}
