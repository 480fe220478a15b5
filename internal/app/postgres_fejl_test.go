package app

import (
	"bytes"
	"errors"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/testkit"
	server "indeksbro/internal/testkit/postgres"
)

// egenServer is a PostgreSQL that a test may do anything to. It keeps what it has answered.
func egenServer(t *testing.T, parent string, settings ...string) *server.Klynge {
	t.Helper()
	k, err := server.StartI(parent, server.Programmer(t), settings...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Stop(); err != nil {
			t.Error(err)
		}
	})
	return k
}

// begynd starts a command with input and gives what waits for its end.
func (s *sted) begynd(t *testing.T, in []byte, args ...string) (wait func() (code int, told string)) {
	t.Helper()
	cmd := s.command(t, args...)
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return func() (int, string) {
		var ended *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &ended) {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), out.String()
	}
}

// midtI returns while the program is in the middle of a change to the database that address names.
func midtI(t *testing.T, url string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close(t.Context()) }()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for began := time.Now(); ; <-look.C {
		if time.Since(began) > kommandofrist {
			t.Fatal("the program was never seen in the middle of a change")
		}
		var n int
		err := c.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'indeksbro' AND backend_xid IS NOT NULL AND now() - xact_start > interval '20 ms'").Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			return
		}
	}
}

// TestPostgreSQLStartsAgainDuringALoad stops the server without a warning in the middle of a load and of an export and starts it again.
// Neither command notices more than a delay.
func TestPostgreSQLStartsAgainDuringALoad(t *testing.T) {
	t.Parallel()
	k := egenServer(t, "")
	s := feltet(t).postgres(t, k.URL("postgres"))
	for _, args := range [][]string{{"eoj", "load", "-"}, {"export", "run", "--once"}} {
		wait := s.begynd(t, s.feed, args...)
		midtI(t, k.URL("postgres"))
		if err := errors.Join(k.Draeb(), k.Genstart()); err != nil {
			t.Fatal(err)
		}
		if code, told := wait(); code != exitDone {
			t.Errorf("%v over a restart of the database: %d %s", args, code, told)
		}
	}
	s.ens(t)
}

// TestALoadWaitsForPostgreSQL leaves a load and an export without a database for longer than the store itself tries, and starts it only
// when they have told that they wait.
func TestALoadWaitsForPostgreSQL(t *testing.T) {
	t.Parallel()
	k := egenServer(t, "")
	s := feltet(t).postgres(t, k.URL("postgres"))
	for _, args := range [][]string{{"eoj", "load", "-"}, {"export", "run", "--once"}} {
		cmd := s.command(t, args...)
		told := &testkit.Writer{}
		cmd.Stdin, cmd.Stderr = bytes.NewReader(s.feed), told
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		midtI(t, k.URL("postgres"))
		if err := k.Draeb(); err != nil {
			t.Fatal(err)
		}
		if _, err := told.Wait(t.Context(), regexp.MustCompile(`stopped, next try in 2s: .*the database cannot be reached`)); err != nil {
			t.Fatal(err)
		}
		if err := k.Genstart(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v over a database that was away: %v %s", args, err, told)
		}
	}
	s.ens(t)
}

// TestServeWaitsForPostgreSQL leaves the serving program without a database for longer than it tries. It says so, and goes on by itself.
func TestServeWaitsForPostgreSQL(t *testing.T) {
	t.Parallel()
	k := egenServer(t, "")
	s := feltet(t).postgres(t, k.URL("postgres"))
	s.skal(t, s.feed, "eoj", "load", "-")
	running := s.serve(t)
	midtI(t, k.URL("postgres"))
	if err := k.Draeb(); err != nil {
		t.Fatal(err)
	}
	until(t, "the export that says there is no database", func() bool {
		return strings.Contains(running.log.String(), "export stopped") && strings.Contains(running.log.String(), "cannot be reached")
	})
	if ready := running.get(t, http.DefaultClient, "/readyz"); ready.status != http.StatusServiceUnavailable {
		t.Errorf("without a database it says that it is ready: %s", ready.body)
	}
	if err := k.Genstart(); err != nil {
		t.Fatal(err)
	}
	key := []string{"Authorization", "Bearer " + running.key(t)}
	until(t, "the export that goes on by itself", func() bool { return running.status(t, key...).Tilstande["ens"] == s.objects })
	until(t, "that it is ready again", func() bool { return running.get(t, http.DefaultClient, "/readyz").status == http.StatusOK })
	if code := running.stop(); code != exitDone {
		t.Errorf("serve ended with %d: %s", code, running.log)
	}
	s.ens(t)
}

// TestPostgreSQLWithAFullDisk fills the disk of the server during a load and during an export: the command ends with code 3 and says what
// is wrong and what to do, reading goes on, and with room again the same command ends as if nothing had been.
func TestPostgreSQLWithAFullDisk(t *testing.T) {
	t.Parallel()
	small := lilleDisk(t, 400)
	k := egenServer(t, small.dir, "max_wal_size=32MB", "min_wal_size=32MB")
	s := feltet(t).postgres(t, k.URL("postgres"))
	for _, args := range [][]string{{"eoj", "load", "-"}, {"export", "run", "--once"}} {
		// The log of changes gets room enough first: without, the server goes down, which is another accident.
		if err := errors.Join(k.Udfoer(t.Context(), "SELECT pg_switch_wal()"), k.Udfoer(t.Context(), "CHECKPOINT"), k.Udfoer(t.Context(), "CREATE TABLE IF NOT EXISTS plads ()")); err != nil {
			t.Fatal(err)
		}
		small.fyld(t, 700)
		code, _, errs := s.kald(t, s.feed, args...)
		if code != exitOutside || !strings.Contains(errs, "no room left on the disk") || !strings.Contains(errs, "make room") {
			t.Errorf("%v on a full disk: %d %s", args, code, errs)
		}
		if code, out, errs := s.kald(t, nil, "export", "status"); code != exitDone {
			t.Errorf("reading on a full disk: %d %s %s", code, out, errs)
		}
		small.plads(t)
		s.skal(t, s.feed, args...)
	}
	s.ens(t)
}

// TestFailoverDuringALoadLosesNothing kills the first of two servers in the middle of a load and lets the second take over; a second pair
// does the same with the export. Nothing is loaded twice: what was answered is known to the second. In soak Patroni decides who takes over.
func TestFailoverDuringALoadLosesNothing(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"eoj", "load", "-"}, {"export", "run", "--once"}} {
		t.Run(args[0], func(t *testing.T) {
			t.Parallel()
			first := egenServer(t, "")
			s := feltet(t).postgres(t, first.URL("postgres"))
			if args[0] == "export" {
				s.skal(t, s.feed, "eoj", "load", "-")
			}
			second, err := first.Tvilling(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = second.Stop() })
			s.url = first.Begge(second, "postgres")
			wait := s.begynd(t, s.feed, args...)
			midtI(t, first.URL("postgres"))
			if err := errors.Join(first.DraebAlt(), second.Forfrem()); err != nil {
				t.Fatal(err)
			}
			if code, told := wait(); code != exitDone {
				t.Errorf("%v over a failover: %d %s", args, code, told)
			}
			s.ens(t)
		})
	}
	if soak() {
		t.Run("Patroni", patroniBestemmer)
	}
}
