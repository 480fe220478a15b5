package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// syg is a service over a small municipality with a clock of its own; nothing serves and no exporter runs.
type syg struct {
	*tjeneste
	data string
	now  time.Time
}

func nySyg(t *testing.T) *syg {
	t.Helper()
	_, dir := nyMaskine(t)
	s := &syg{data: dir, now: proevedag}
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: func() time.Time { return s.now }}, data: dir, kommune: string(oio.Korsbaek)}
	t.Cleanup(m.close)
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.tjeneste = newTjeneste(m, b, slog.New(slog.NewTextHandler(io.Discard, nil)))
	return s
}

// svar asks anew, whatever was answered a moment ago, and gives the checks that do not pass.
func (s *syg) svar(t *testing.T) (failed map[string]string, answer klarsvar) {
	t.Helper()
	s.sundhed.taget = time.Time{}
	answer = s.sundhed.se(t.Context())
	failed = make(map[string]string)
	for _, k := range answer.Kontroller {
		if !k.OK {
			failed[k.Navn] = k.Detail
		}
	}
	if answer.Klar != (len(failed) == 0) {
		t.Errorf("ready is %v with %v", answer.Klar, failed)
	}
	return failed, answer
}

// TestReadyzTellsWhatIsBroken breaks each thing in turn, for real, and reads which check says so.
func TestReadyzTellsWhatIsBroken(t *testing.T) {
	t.Parallel()
	breaks := map[string]struct {
		check, words string
		do           func(t *testing.T, s *syg)
	}{
		"the database is closed":     {"database", "closed", func(t *testing.T, s *syg) { _ = s.b.db.Close() }},
		"the data directory is gone": {"disk", "nothing can be written", func(t *testing.T, s *syg) { flyt(t, s.data) }},
		"the keys' file is gone":     {"keys", "put it back", func(t *testing.T, s *syg) { flyt(t, filepath.Join(s.data, masterFile)) }},
		"other keys": {"keys", "another database's", func(t *testing.T, s *syg) {
			ring, err := seal.NewRing([]byte(strings.Repeat("x", seal.MasterSize)))
			if err != nil {
				t.Fatal(err)
			}
			if s.b.noegler, err = ring.Kommune(s.b.kommune); err != nil {
				t.Fatal(err)
			}
		}},
		"another writer never ends": {"writable", "no answer", func(t *testing.T, s *syg) {
			hold(t, s.data)
			s.now = s.now.Add(skriveTaal + time.Second)
		}},
		"the schema is older": {"migrations", "want", func(t *testing.T, s *syg) { skema(t, s.data, "DELETE FROM goose_db_version WHERE version_id > 0") }},
		"the exporter is silent": {"exporter", "no sign of life", func(t *testing.T, s *syg) {
			s.now = s.now.Add(eksportFrist + time.Second)
		}},
		"a certificate is over": {"certificates", "expired", func(t *testing.T, s *syg) {
			directory := filepath.Join(s.data, certMappe)
			if err := lavKreds(directory, s.b.kommune, []string{"localhost"}, s.now); err != nil {
				t.Fatal(err)
			}
			chain, err := laesKreds(directory)
			if err != nil {
				t.Fatal(err)
			}
			s.sikret(http.NotFoundHandler(), (&maskiner{noegle: "x"}).adgang, chain)
			s.now = chain.nyeste().server.Certifikat.NotAfter.Add(time.Hour)
			s.puls.slaa(s.now)
		}},
		"the program stops": {"stopping", "stopping", func(t *testing.T, s *syg) {
			ended, cancel := context.WithCancel(t.Context())
			cancel()
			s.sundhed.stop = ended
		}},
	}
	for name, b := range breaks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := nySyg(t)
			if failed, answer := s.svar(t); len(failed) > 0 || len(answer.Kontroller) != 7 {
				t.Fatalf("not ready before anything is broken: %v", answer)
			}
			b.do(t, s)
			failed, _ := s.svar(t)
			if said, ok := failed[b.check]; !ok || !strings.Contains(said, b.words) || (b.check == "disk" && strings.Contains(said, s.data)) {
				t.Errorf("the check %s does not say %q: %v", b.check, b.words, failed)
			}
		})
	}
}

// A call to an index may take as long as the policy says, and the exporter may be silent for that long.
func TestALongCallIsNoSilence(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	skal(t, s.data, "policy", "set", "maal-frist=600")
	s.now = s.now.Add(10 * time.Minute)
	if failed, _ := s.svar(t); failed["exporter"] != "" {
		t.Errorf("within what a call may take: %v", failed)
	}
	s.now = s.now.Add(eksportLuft + time.Second)
	if failed, _ := s.svar(t); !strings.Contains(failed["exporter"], "no sign of life") {
		t.Errorf("silent for longer than any call: %v", failed)
	}
}

// flyt takes a file or directory away for the rest of the test.
func flyt(t *testing.T, path string) {
	t.Helper()
	if err := os.Rename(path, path+".væk"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Rename(path+".væk", path) })
}

// hold begins a write transaction in another connection and keeps it until the test ends.
func hold(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, databaseFile)+"?_txlock=immediate&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(context.WithoutCancel(t.Context()), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(tx.Rollback(), db.Close()) })
}

func skema(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, databaseFile)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statement)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// A database that is busy, an exporter whose target is down, and a newer program beside this one are told, and take no reader away.
func TestReadyzTellsWithoutTakingTheReadersAway(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	s.svar(t)
	skema(t, s.data, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	s.puls.endt(s.now, errors.New("the index does not answer"))
	hold(t, s.data)
	failed, answer := s.svar(t)
	if len(failed) > 0 {
		t.Fatalf("not ready: %v", failed)
	}
	told := ""
	for _, k := range answer.Kontroller {
		told += k.Detail + "; "
	}
	for _, want := range []string{"busy", "newer program", "the index does not answer"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told: %s", want, told)
		}
	}
}

// TestReadyzOverHTTP covers the answer as a load balancer gets it.
func TestReadyzOverHTTP(t *testing.T) {
	t.Parallel()
	k := startServe(t)
	var answer klarsvar
	until(t, "all checks pass", func() bool {
		got := k.get(t, http.DefaultClient, "/readyz")
		return json.Unmarshal([]byte(got.body), &answer) == nil && got.status == 200 && answer.Klar && len(answer.Kontroller) == 8
	})
	flyt(t, filepath.Join(k.data, masterFile))
	until(t, "503 with the reason", func() bool {
		got := k.get(t, http.DefaultClient, "/readyz")
		return got.status == 503 && strings.Contains(got.body, "put it back") && !strings.Contains(got.body, k.data)
	})
	if got := k.get(t, http.DefaultClient, "/healthz"); got.status != 200 {
		t.Errorf("/healthz: %d; the process lives", got.status)
	}
	until(t, "indeksbro_ready 0", func() bool {
		return strings.Contains(k.get(t, http.DefaultClient, "/metrics").body, `indeksbro_ready{kommune="11111111"} 0`)
	})
}

// A long round is a living one: every chunk is a sign of life.
func TestThePulseBeatsWithinARound(t *testing.T) {
	t.Parallel()
	var p puls
	p.slaa(proevedag)
	later := proevedag.Add(eksportFrist + time.Minute)
	if _, err := p.lever(later, eksportFrist); err == nil {
		t.Error("silent and alive")
	}
	p.medPuls(func() time.Time { return later }, func(export.Fremgang) {})(export.Fremgang{})
	if _, err := p.lever(later, eksportFrist); err != nil {
		t.Errorf("a chunk is done, yet %v", err)
	}
	if !p.sidsteRunde().IsZero() {
		t.Error("no round has come to its end")
	}
	p.endt(later, nil)
	if !p.sidsteRunde().Equal(later) {
		t.Errorf("the round's end is %v", p.sidsteRunde())
	}
}
