package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"testing"
	"time"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

// proevedag is the clock of these tests.
var proevedag = time.Date(2026, 1, 15, 10, 30, 0, 0, oio.Koebenhavn)

func proevetid() time.Time { return proevedag }

// kald runs one command line on a data directory and gives its exit code and what it printed.
func kald(ctx context.Context, in io.Reader, data string, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = Run(ctx, append([]string{"--data", data}, args...), World{Stdin: in, Stdout: &stdout, Stderr: &stderr, Nu: proevetid})
	return code, stdout.String(), stderr.String()
}

// skal is kald for a command that must end with 0; it gives what the command printed.
func skal(t *testing.T, data string, args ...string) string {
	t.Helper()
	code, out, errs := kald(t.Context(), bytes.NewReader(nil), data, args...)
	if code != exitDone {
		t.Fatalf("indeksbro %v: exit code %d, want 0: %s", args, code, errs)
	}
	return out
}

// goerKlar fills a data directory with everything a load needs besides the feed: KLE, organisation, decisions, activation.
func goerKlar(ctx context.Context, data string, o generate.Options) error {
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek)}
	defer m.close()
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	return fillSettings(ctx, m, b, o)
}

// adderOp gives the counts of a data directory, which must add up to its source (R102).
func adderOp(t *testing.T, data string) statusJSON {
	t.Helper()
	var s statusJSON
	if err := json.Unmarshal([]byte(skal(t, data, "export", "status", "--json")), &s); err != nil {
		t.Fatal(err)
	}
	if !s.GaarOp {
		t.Errorf("the states do not add up to the source: %+v", s)
	}
	sum := 0
	for _, n := range s.Tilstande {
		sum += n
	}
	if want := s.Kilde["sag"] + s.Kilde["bevilling"]; sum != want {
		t.Errorf("%d objects in a state, the source has %d", sum, want)
	}
	s.Fremskridt = nil // it tells times
	return s
}

// soak reports whether the long version of a test is wanted (make soak).
func soak() bool { return os.Getenv("INDEKSBRO_SOAK") == "1" }
