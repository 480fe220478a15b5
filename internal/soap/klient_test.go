package soap_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/ydi"
)

var noon = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// kald calls a service that answers as told, with so long a deadline.
func kald(t *testing.T, deadline time.Duration, answer http.HandlerFunc) error {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.CloseClientConnections)
	t.Cleanup(server.Close)
	k := &soap.Klient{Adresse: server.URL, V12: true, Familie: ydi.Familie, HTTP: &http.Client{Timeout: deadline}, Segl: soap.Uforseglet{}, Nu: func() time.Time { return noon }}
	var out ydi.BasicOutput
	return k.Kald(t.Context(), ydi.FjernBevilling, &ydi.UuidNoteInput{UUIDIdentifikator: "aaaaaaaa-0000-4000-8000-000000000001"}, &out)
}

// A service that has too much to do is heard: as long as it asks for, in seconds or as a date, but never for ever.
func TestAServiceThatIsBusySaysForHowLong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		after  string
		want   time.Duration
	}{
		"seconds":             {503, "7", 7 * time.Second},
		"too many requests":   {429, " 30 ", 30 * time.Second},
		"a date":              {503, "Thu, 15 Jan 2026 12:00:45 GMT", 45 * time.Second},
		"a date that is past": {503, "Thu, 15 Jan 2026 11:00:00 GMT", 0},
		"a year":              {503, "31536000", time.Hour},
		"a date far away":     {429, "Fri, 15 Jan 2027 12:00:00 GMT", time.Hour},
		"nothing said":        {503, "", 0},
		"nonsense":            {429, "-5", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := kald(t, time.Minute, func(w http.ResponseWriter, _ *http.Request) {
				if c.after != "" {
					w.Header().Set("Retry-After", c.after)
				}
				w.WriteHeader(c.status)
			})
			var busy *export.Travlt
			if !errors.As(err, &busy) || busy.Efter != c.want || !errors.Is(err, soap.ErrGenproev) {
				t.Errorf("got %v, want busy for %s and that it may be repeated", err, c.want)
			}
		})
	}
}

// Whatever else a service does instead of answering, the call may be repeated, and is not taken for an answer.
func TestWhatIsNoAnswerMayBeRepeated(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"a page of a proxy": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(502)
			_, _ = io.WriteString(w, "<html><p>Bad Gateway</html>")
		},
		"nothing": func(http.ResponseWriter, *http.Request) {},
		"half an answer": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>`)
		},
		"an answer without body": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"/>`)
		},
		"a closed connection": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"a body that is cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "500")
			_, _ = io.WriteString(w, "<s:Envelope")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := kald(t, time.Minute, answer); !errors.Is(err, soap.ErrGenproev) {
				t.Errorf("got %v, want that it may be repeated", err)
			}
		})
	}
}

// A service that takes the message and never answers holds nobody longer than the deadline.
func TestAServiceThatNeverAnswersIsLeft(t *testing.T) {
	t.Parallel()
	err := kald(t, 50*time.Millisecond, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // else the server does not see that the caller left
		<-r.Context().Done()
	})
	if !errors.Is(err, soap.ErrGenproev) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want no answer in time, and that it may be repeated", err)
	}
}
