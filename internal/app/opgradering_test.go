package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// naesteSkema is what the next version brings: migrations as the next ones may be, of the tables that readers, feeds and exports are about.
var naesteSkema = map[string]string{
	"sqlite/migrations/09999_naeste.sql": `-- +goose Up
ALTER TABLE objekt ADD COLUMN fremtid TEXT;
ALTER TABLE ledger ADD COLUMN fremtid INTEGER NOT NULL DEFAULT 0;
CREATE TABLE fremtid (kommune INTEGER PRIMARY KEY);
`,
	"postgres/migrations/09998_naeste.sql": `-- +goose Up
SET LOCAL lock_timeout = '2s';
ALTER TABLE objekt ADD COLUMN fremtid text;
ALTER TABLE ledger ADD COLUMN fremtid bigint NOT NULL DEFAULT 0;
CREATE TABLE fremtid (kommune integer PRIMARY KEY);
`,
	"postgres/migrations/09999_naeste.sql": `-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY IF NOT EXISTS objekt_0_fremtid ON objekt_0 (kommune, fremtid);
`,
}

// naeste is the program of the next version: this one, and the migrations it brings.
var naeste = sync.OnceValues(func() (string, error) {
	root := faellesFelt.felt.root
	replace := make(map[string]string)
	for name, text := range naesteSkema {
		at, err := filepath.Abs(filepath.Join("..", "store", name))
		if err != nil {
			return "", err
		}
		replace[at] = filepath.Join(root, strings.ReplaceAll(name, "/", "-"))
		if err := os.WriteFile(replace[at], []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	list, program := filepath.Join(root, "overlay.json"), filepath.Join(root, "indeksbro-naeste")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	out, err := exec.CommandContext(context.Background(), "go", "build", "-overlay", list, "-o", program, "indeksbro/cmd/indeksbro").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the next version: %w\n%s", err, out)
	}
	return program, nil
})

// TestAnUpgradeNeverRefusesAReader runs the old program and the next version on one database and one socket. Readers go on all the time, a feed
// that the old program takes goes on while the next one migrates, and on PostgreSQL somebody reads for so long that the migration has to give way.
// The old one stops, and no reader notices. It is refused when it comes again, with a sentence that says what to do.
func TestAnUpgradeNeverRefusesAReader(t *testing.T) {
	t.Parallel()
	paaBegge(t, func(t *testing.T, s *sted) { s.opgraderes(t) })
}

func (s *sted) opgraderes(t *testing.T) {
	next, err := naeste()
	if err != nil {
		t.Fatal(err)
	}
	rest := s.feed
	part := func() (lines []byte) { // a little of what is left: it matters when, and not how much
		n := bytes.LastIndexByte(rest[:len(rest)/20], '\n') + 1
		lines, rest = rest[:n], rest[n:]
		return lines
	}
	s.skal(t, part(), "eoj", "load", "-")
	socket := sokkel(t)
	old := aegteAf(t, s.dir, socket, s.serverer(s.program))
	read := startLaesere(t, old.koerende)
	read.mere("from the old program")

	lines, feed := io.Pipe()
	taken := make(chan error, 1)
	go func() {
		said, err := (&tjener{koerende: old.koerende}).feed(t, lines)
		if err == nil && !strings.Contains(said, `{"sum":`) {
			err = fmt.Errorf("the answer has no sum: …%s", said[max(0, len(said)-200):])
		}
		taken <- err
	}()
	if _, err := feed.Write(part()); err != nil {
		t.Fatal(err)
	}
	if s.url != "" {
		laengeLaeser(t, s.url)
	}
	renewed := aegteAf(t, s.dir, socket, s.serverer(next))
	read.mere("from both")
	if _, err := feed.Write(part()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(feed.Close(), <-taken); err != nil {
		t.Errorf("a feed over an upgrade: %v", err)
	}
	old.signal(t, syscall.SIGTERM)
	if state := old.slut(t, stopFrist+10*time.Second); state.ExitCode() != exitDone {
		t.Errorf("the old program ended with %s: %s", state, old.log)
	}
	read.mere("from the new program")
	read.slut()
	if !renewed.klar(t) {
		t.Error("the new program is not ready")
	}
	nedgradering(t, s)
	renewed.signal(t, syscall.SIGTERM)
	renewed.slut(t, stopFrist+10*time.Second)

	after := *s
	after.felt = &felt{program: next}
	after.skal(t, nil, "export", "run", "--once")
	var found fundne
	if err := json.Unmarshal([]byte(after.skal(t, nil, "verify", "--full", "--json")), &found); err != nil || len(found.Resultat.Forskelle) > 0 || found.Resultat.Ens == 0 {
		t.Errorf("verify --full after the upgrade: %+v %v, want many equal and no difference", found, err)
	}
}

// serverer is the command line of a program that serves the place.
func (s *sted) serverer(program string) []string {
	args := []string{program, "--data", s.dir}
	if s.url != "" {
		args = append(args, "--db", s.url)
	}
	return append(args, "serve")
}

// sokkel is a socket that one program after another takes over.
func sokkel(t *testing.T) *os.File {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	socket, err := listener.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	t.Cleanup(func() { _ = socket.Close() })
	return socket
}

// laesere read all the time, and fail the test when one is refused.
type laesere struct {
	t       *testing.T
	answers atomic.Int64
	slut    func()
}

func startLaesere(t *testing.T, of *koerende) *laesere {
	t.Helper()
	reading, stop := context.WithCancel(t.Context())
	l := &laesere{t: t}
	var all sync.WaitGroup
	l.slut = sync.OnceFunc(func() {
		stop()
		all.Wait()
	})
	t.Cleanup(l.slut)
	key := of.key(t)
	for range 4 {
		all.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for reading.Err() == nil {
				if err := laes(reading, client, of.url, key); err != nil && reading.Err() == nil {
					t.Errorf("a reader got: %v", err)
					return
				}
				l.answers.Add(1)
			}
		})
	}
	return l
}

// mere returns when they have read some more.
func (l *laesere) mere(what string) {
	l.t.Helper()
	sofar := l.answers.Load()
	until(l.t, "readers read "+what, func() bool { return l.answers.Load() > sofar+40 || l.t.Failed() })
}

// laengeLaeser reads from the index until a migration has given way to it twice, as a long verification would be read.
func laengeLaeser(t *testing.T, url string) {
	t.Helper()
	var all [2]*pgx.Conn
	for i := range all {
		c, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close(context.WithoutCancel(t.Context())) })
		all[i] = c
	}
	long, look := all[0], all[1]
	for _, text := range []string{"BEGIN", "SELECT count(*) FROM objekt WHERE kommune = 0"} {
		if _, err := long.Exec(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	var watching sync.WaitGroup
	t.Cleanup(watching.Wait)
	watching.Go(func() {
		again := time.NewTicker(20 * time.Millisecond)
		defer again.Stop()
		for waited, times := false, 0; times < 3; <-again.C {
			var waits bool
			err := look.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND relation = 'objekt'::regclass)").Scan(&waits)
			if err != nil {
				t.Errorf("look for the migration: %v", err)
				return
			}
			if waits && !waited {
				times++
			}
			waited = waits
		}
		if _, err := long.Exec(t.Context(), "COMMIT"); err != nil {
			t.Error(err)
		}
	})
}

// nedgradering lets the old program meet the database that the next version has brought further.
func nedgradering(t *testing.T, s *sted) {
	t.Helper()
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"export", "status"}, {"backup", filepath.Join(t.TempDir(), "kopi")}} {
		code, _, errs := s.kald(t, nil, args...)
		if code != exitInput || !strings.Contains(errs, "has schema 9999 and this program knows schemas up to") || !strings.Contains(errs, "Start that one again, or restore") {
			t.Errorf("%v after the upgrade: exit code %d, %s", args, code, errs)
		}
	}
}
