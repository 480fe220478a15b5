package api

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"

	"indeksbro/internal/mirror"
)

// Loader takes a feed; line is called for each of its lines once its fate is certain, flushed after each batch of them.
type Loader func(ctx context.Context, feed io.Reader, line func(mirror.Linje), flush func()) (mirror.Sum, error)

// lineResult is the answer to one line. It never quotes the line.
type lineResult struct {
	Linje  int           `json:"linje"`
	Udfald mirror.Udfald `json:"udfald"`
	Felt   string        `json:"felt,omitempty"`
	Grund  string        `json:"grund,omitempty"`
	Dansk  string        `json:"dansk,omitempty"`
}

// eoj streams: lines are answered while later ones are still being sent, and neither side is ever held in memory whole. The
// last line of the answer is the sum; an answer without it was cut off.
func (s *server) eoj(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-ndjson" {
		s.problem(w, problem{Status: http.StatusUnsupportedMediaType, Title: "Wrong content type", Detail: "send the feed as application/x-ndjson", Dansk: "send feedet som application/x-ndjson"})
		return
	}
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex() // HTTP/2 has it anyway
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Connection", "close") // a feed that stops leaves an unread body, which no further request may follow
	out := bufio.NewWriterSize(w, 32<<10)
	results := json.NewEncoder(out)
	sum, err := s.Load(r.Context(), r.Body, func(l mirror.Linje) {
		result := lineResult{Linje: l.Nr, Udfald: l.Udfald}
		if l.Fejl != nil {
			result.Felt, result.Grund, result.Dansk = l.Fejl.Felt, l.Fejl.Message, l.Fejl.Dansk
		}
		_ = results.Encode(result)
	}, func() {
		_ = out.Flush()
		_ = control.Flush()
	})
	if err != nil {
		s.Log.Error("feed over HTTP", "err", err)
		_ = results.Encode(map[string]any{"fejl": "the feed stopped; send it again, what was taken is known", "sum": sum})
	} else {
		_ = results.Encode(map[string]any{"sum": sum})
	}
	_ = out.Flush()
}
