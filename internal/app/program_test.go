package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
	server "indeksbro/internal/testkit/postgres"
)

// felt is the real program, a data directory in which everything but the feed is in place, the feed, and what an undisturbed run makes of
// it. It is made once for all tests of accidents.
type felt struct {
	root    string // goes when all tests are done
	program string
	options generate.Options
	ready   string
	feed    []byte
	hash    string
	objects int
}

var faellesFelt struct {
	sync.Mutex
	felt *felt
}

func feltet(t *testing.T) *felt {
	t.Helper()
	faellesFelt.Lock()
	defer faellesFelt.Unlock()
	if faellesFelt.felt == nil {
		citizens := 500 // some 8,000 objects
		if soak() {
			citizens = 3_000
		}
		f, err := nytFelt(generate.Options{Borgere: citizens, Seed: 3, Kommune: oio.Korsbaek})
		if err != nil {
			t.Fatal(err)
		}
		faellesFelt.felt = f
	}
	return faellesFelt.felt
}

func nytFelt(o generate.Options) (*felt, error) {
	ctx := context.Background()
	root, err := os.MkdirTemp("", "indeksbro-felt-")
	if err != nil {
		return nil, err
	}
	f := &felt{root: root, program: filepath.Join(root, "indeksbro"), ready: filepath.Join(root, "klar"), options: o}
	if out, err := exec.Command("go", "build", "-o", f.program, "indeksbro/cmd/indeksbro").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	if err := errors.Join(os.Chmod(root, 0o755), goerKlar(ctx, f.ready, o)); err != nil { // others may run the program
		return nil, err
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		return nil, err
	}
	f.feed = feed.Bytes()
	undisturbed := filepath.Join(root, "uforstyrret")
	if err := os.CopyFS(undisturbed, os.DirFS(f.ready)); err != nil {
		return nil, err
	}
	for _, args := range [][]string{{"eoj", "load", "-"}, {"export", "run", "--once"}} {
		var told bytes.Buffer
		w := World{Stdin: bytes.NewReader(f.feed), Stdout: &told, Stderr: &told, Nu: time.Now}
		if code := Run(ctx, append([]string{"--data", undisturbed}, args...), w); code != exitDone {
			return nil, fmt.Errorf("undisturbed %v: %d %s", args, code, &told)
		}
	}
	if f.hash, f.objects, err = testkit.HashOf(ctx, undisturbed); err == nil && f.objects < o.Borgere {
		err = fmt.Errorf("the undisturbed index has %d objects, want at least %d", f.objects, o.Borgere)
	}
	return f, err
}

// rydFelt takes the files away.
func rydFelt() {
	if faellesFelt.felt != nil {
		_ = os.RemoveAll(faellesFelt.felt.root)
	}
}

// sted is one installation of the program: a data directory, and a PostgreSQL where url names one.
type sted struct {
	*felt
	dir, url string
	as       *syscall.Credential // who runs the program; nil: whoever runs the test
}

// fil is an installation with the embedded database, in a directory of its own under parent.
func (f *felt) fil(t *testing.T, parent string) *sted {
	t.Helper()
	s := &sted{felt: f, dir: filepath.Join(parent, "data")}
	if err := os.CopyFS(s.dir, os.DirFS(f.ready)); err != nil {
		t.Fatal(err)
	}
	return s
}

// postgres is an installation on a server.
func (f *felt) postgres(t *testing.T, url string) *sted {
	t.Helper()
	s := &sted{felt: f, dir: t.TempDir(), url: url}
	if err := goerKlarI(t.Context(), s.dir, url, f.options); err != nil {
		t.Fatal(err)
	}
	return s
}

// paaBegge runs a test on either database.
func paaBegge(t *testing.T, test func(t *testing.T, s *sted)) {
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, feltet(t).fil(t, t.TempDir()))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, feltet(t).postgres(t, server.Ny(t)))
	})
}

// andenBruger lets the program be run by one who is not root, to whom alone the directory belongs.
func (s *sted) andenBruger(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	other, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, uidErr := strconv.Atoi(other.Uid)
	gid, gidErr := strconv.Atoi(other.Gid)
	if err := errors.Join(uidErr, gidErr); err != nil {
		t.Fatal(err)
	}
	s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	err = filepath.WalkDir(s.dir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, uid, gid))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// kommandofrist is longer than any command of an accident takes. One that goes on after it tells on its standard error what it is doing.
const kommandofrist = 5 * time.Minute

func (s *sted) command(t *testing.T, args ...string) *exec.Cmd {
	if s.url != "" {
		args = append([]string{"--db", s.url}, args...)
	}
	ctx, cancel := context.WithTimeout(t.Context(), kommandofrist)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, s.program, append([]string{"--data", s.dir}, args...)...)
	cmd.Cancel, cmd.WaitDelay = func() error { return cmd.Process.Signal(syscall.SIGQUIT) }, 20*time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as, Pdeathsig: syscall.SIGKILL}
	return cmd
}

// kald runs the program to its end.
func (s *sted) kald(t *testing.T, in []byte, args ...string) (code int, out, errs string) {
	t.Helper()
	cmd := s.command(t, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &stdout, &stderr
	var ended *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &ended) {
		t.Fatalf("indeksbro %v: %v", args, err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

func (s *sted) skal(t *testing.T, in []byte, args ...string) string {
	t.Helper()
	code, out, errs := s.kald(t, in, args...)
	if code != exitDone {
		t.Fatalf("indeksbro %v: exit code %d, want 0: %s %s", args, code, out, errs)
	}
	return out
}

// ens is the end of every accident: after one export more nothing differs, everything is in one state (R102), and the index is the
// undisturbed one.
func (s *sted) ens(t *testing.T) {
	t.Helper()
	s.skal(t, nil, "export", "run", "--once")
	var found fundne
	if err := json.Unmarshal([]byte(s.skal(t, nil, "verify", "--full", "--json")), &found); err != nil || len(found.Resultat.Forskelle) > 0 || found.Resultat.Ens != s.objects {
		t.Errorf("verify --full: %+v %v, want %d equal and no difference", found, err, s.objects)
	}
	hash, objects, err := testkit.HashOf(t.Context(), s.dir)
	if s.url != "" {
		hash, objects, err = testkit.HashI(t.Context(), s.dir, s.url)
	}
	if err != nil || hash != s.hash || objects != s.objects {
		t.Errorf("the index has %d objects with hash %s, undisturbed %d with %s (%v)", objects, hash, s.felt.objects, s.felt.hash, err)
	}
	var told statusJSON
	if err := json.Unmarshal([]byte(s.skal(t, nil, "export", "status", "--json")), &told); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range told.Tilstande {
		sum += n
	}
	if !told.GaarOp || sum != told.Kilde["sag"]+told.Kilde["bevilling"] || told.Tilstande["ens"] != objects || told.Tilstande["venter"] != 0 {
		t.Errorf("%d objects in the index, but the status says %+v", objects, told)
	}
}

// raekker counts the objects of the index, and lets go of the database before it answers: whoever finds it after a kill is alone.
func (s *sted) raekker(t *testing.T) (n int) {
	t.Helper()
	var err error
	if s.url != "" {
		var c *pgx.Conn
		if c, err = pgx.Connect(t.Context(), s.url); err == nil {
			err = errors.Join(c.QueryRow(t.Context(), "SELECT count(*) FROM objekt").Scan(&n), c.Close(t.Context()))
		}
	} else {
		var db *sql.DB
		if db, err = sql.Open("sqlite", "file:"+filepath.Join(s.dir, databaseFile)+"?mode=ro&_pragma=busy_timeout(5000)"); err == nil {
			err = errors.Join(db.QueryRowContext(t.Context(), "SELECT count(*) FROM objekt").Scan(&n), db.Close())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// tjener is the program serving in a process of its own.
type tjener struct {
	*koerende
	cmd *exec.Cmd
}

func (s *sted) serve(t *testing.T) *tjener {
	t.Helper()
	cmd := s.command(t, "serve", "--addr", "127.0.0.1:0")
	k := &koerende{data: s.dir, out: &testkit.Writer{}, log: &testkit.Writer{}}
	cmd.Stdout, cmd.Stderr = k.out, k.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	k.stop = sync.OnceValue(func() int {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
		return cmd.ProcessState.ExitCode()
	})
	t.Cleanup(func() { k.stop() })
	found, err := k.out.Wait(t.Context(), adresse)
	if err != nil {
		t.Fatal(err)
	}
	k.url = found[0]
	return &tjener{k, cmd}
}

// feed sends lines and gives the answer, which is cut off when the program is.
func (s *tjener) feed(t *testing.T, lines io.Reader) (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/eoj", lines)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.key(t))
	r.Header.Set("Content-Type", "application/x-ndjson")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// sum is the last line of an answer to a feed.
func (s *tjener) sum(t *testing.T, lines []byte) string {
	t.Helper()
	answer, err := s.feed(t, bytes.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(answer), "\n")
	return all[len(all)-1]
}
