// Package postgres gives tests a real PostgreSQL server of their own: made once per test program under a temporary directory, on
// a unix socket nobody else can reach, run by a user that is not root, and ended by its process number. Each test gets a new
// database. Nothing is asked of a server that runs already, and nothing is left behind. It knows nothing of our schema.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"indeksbro/internal/testkit/shared"
)

// Klynge is a running server.
type Klynge struct {
	dir     string // socket and log lie here
	datadir string
	bin     string
	as      *syscall.Credential // nil: whoever runs the test
	run     *exec.Cmd
	done    chan error
}

var (
	faelles    *Klynge
	start      sync.Once
	startError error
	inMain     bool
	number     atomic.Int64
	templates  sync.Map // name of a template to a sync.Once
)

// Main runs a test program's tests, then what else is to be done after them, and ends the server they used, if any did. Call it from
// TestMain.
func Main(m *testing.M, after ...func()) {
	inMain = true
	code := m.Run()
	for _, do := range after {
		do()
	}
	if faelles != nil {
		if err := faelles.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "stop test database:", err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// Ny gives the address of a new, empty database on the test program's server. It goes with the server.
func Ny(t testing.TB) string { return ny(t, "template0") }

// Klargjort is Ny of a database that prepare has worked on once; each test gets a copy of it. That saves most of the time that
// a schema takes. name names what prepare does.
func Klargjort(t testing.TB, name string, prepare func(url string) error) string {
	t.Helper()
	k := server(t)
	once, _ := templates.LoadOrStore(name, sync.OnceValue(func() error {
		if err := k.Udfoer(context.Background(), `CREATE DATABASE "`+name+`" TEMPLATE template0`); err != nil {
			return err
		}
		return prepare(k.URL(name))
	}))
	if err := once.(func() error)(); err != nil {
		t.Fatalf("prepare test database: %v", err)
	}
	return ny(t, name)
}

func ny(t testing.TB, template string) string {
	t.Helper()
	k := server(t)
	name := fmt.Sprintf("t%d", number.Add(1))
	if err := k.Udfoer(context.Background(), `CREATE DATABASE "`+name+`" TEMPLATE "`+template+`"`); err != nil {
		t.Fatalf("make test database: %v", err)
	}
	return k.URL(name)
}

// server is the test program's own.
func server(t testing.TB) *Klynge {
	t.Helper()
	if !inMain {
		t.Fatal("a test program that uses PostgreSQL ends it in TestMain: func TestMain(m *testing.M) { postgres.Main(m) }")
	}
	bin := Programmer(t)
	start.Do(func() {
		faelles, startError = Start(bin, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")
	})
	if startError != nil {
		t.Fatalf("start test database: %v", startError)
	}
	return faelles
}

// Programmer is the directory of PostgreSQL's programs, the newest there are. Without any the test is skipped; in CI that is a
// failure.
func Programmer(t testing.TB) string {
	t.Helper()
	bin, err := FindProgrammer()
	if err != nil {
		shared.Missing(t, err.Error())
	}
	return bin
}

// FindProgrammer looks where Debian puts them, and along the path.
func FindProgrammer() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("PostgreSQL's server is not installed; `make test` installs it")
}

func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// Start makes a cluster and starts it with settings as name=value beside those that keep it to itself. The caller stops it.
func Start(bin string, settings ...string) (*Klynge, error) { return StartI("", bin, settings...) }

// StartI is Start with the cluster under a directory, such as one on a small disk. The server's socket and its log lie elsewhere.
func StartI(parent, bin string, settings ...string) (*Klynge, error) {
	k, err := lav(parent, bin)
	if err != nil {
		return nil, err
	}
	if err := k.start(settings); err != nil {
		_ = k.fjern()
		return nil, err
	}
	return k, nil
}

// lav makes the directories of a cluster, and nothing in them.
func lav(parent, bin string) (*Klynge, error) {
	dir, err := os.MkdirTemp("", "indeksbro-pg-")
	if err != nil {
		return nil, err
	}
	k := &Klynge{dir: dir, datadir: filepath.Join(dir, "data"), bin: bin}
	if err := k.chooseUser(); err != nil {
		return nil, errors.Join(err, k.fjern())
	}
	if parent == "" {
		return k, nil
	}
	k.datadir = filepath.Join(parent, "data")
	err = os.Mkdir(k.datadir, 0o700)
	if err == nil && k.as != nil {
		err = os.Chown(k.datadir, int(k.as.Uid), int(k.as.Gid))
	}
	if err != nil {
		return nil, errors.Join(err, k.fjern())
	}
	return k, nil
}

func (k *Klynge) fjern() error { return errors.Join(os.RemoveAll(k.datadir), os.RemoveAll(k.dir)) }

func (k *Klynge) start(settings []string) error {
	// -N: nothing is waited for on disk; the cluster is thrown away.
	made := k.command("initdb", "-N", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-D", k.data())
	if out, err := made.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	return k.Genstart(settings...)
}

// chooseUser lets another than root run the server, which it insists on.
func (k *Klynge) chooseUser() error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(found.Uid)
		gid, gidErr := strconv.Atoi(found.Gid)
		if err := errors.Join(uidErr, gidErr); err != nil {
			return err
		}
		k.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(k.dir, uid, gid)
	}
	return errors.New("neither postgres nor nobody is a user here, and root may not run a database")
}

func (k *Klynge) data() string { return k.datadir }

// Data is the cluster's directory on disk, for who looks for what may not be in it.
func (k *Klynge) Data() string { return k.data() }

// Log is the directory of what the server has written, beside its data.
func (k *Klynge) Log() string { return filepath.Join(k.dir, "log") }

func (k *Klynge) logFile() string { return filepath.Join(k.Log(), "server.log") }

// command is one of PostgreSQL's programs, run as whoever runs the server, and ended with the test program.
func (k *Klynge) command(name string, args ...string) *exec.Cmd {
	c := exec.Command(filepath.Join(k.bin, name), args...)
	c.Dir = k.dir
	c.SysProcAttr = &syscall.SysProcAttr{Credential: k.as, Pdeathsig: syscall.SIGQUIT}
	return c
}

// Genstart starts the server of a cluster that is not running.
func (k *Klynge) Genstart(settings ...string) error {
	args := []string{"-D", k.data(), "-k", k.dir, "-c", "listen_addresses=", "-c", "max_connections=300", "-c", "logging_collector=off"}
	for _, setting := range settings {
		args = append(args, "-c", setting)
	}
	k.run = k.command("postgres", args...)
	if err := os.MkdirAll(k.Log(), 0o700); err != nil {
		return err
	}
	log, err := os.OpenFile(k.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }()
	k.run.Stdout, k.run.Stderr = log, log
	if err := k.run.Start(); err != nil {
		return err
	}
	k.done = make(chan error, 1)
	go func(run *exec.Cmd) { k.done <- run.Wait() }(k.run)
	return k.await()
}

// await returns when the server answers.
func (k *Klynge) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if k.Udfoer(ctx, "SELECT 1") == nil {
			return nil
		}
		select {
		case err := <-k.done:
			log, _ := os.ReadFile(k.logFile())
			return fmt.Errorf("the server ended: %w: %s", errors.Join(err, errors.New("before it answered")), log)
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// URL is the address of a database of the cluster.
func (k *Klynge) URL(name string) string {
	return "postgres:///" + name + "?host=" + k.dir + "&user=postgres"
}

// Udfoer runs one statement as the cluster's owner.
func (k *Klynge) Udfoer(ctx context.Context, text string) error {
	c, err := pgx.Connect(ctx, k.URL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	_, err = c.Exec(ctx, text)
	return err
}

// spoerg reads one value as the cluster's owner.
func (k *Klynge) spoerg(ctx context.Context, text string, into any) error {
	c, err := pgx.Connect(ctx, k.URL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close(ctx) }()
	return c.QueryRow(ctx, text).Scan(into)
}

// Foelger makes and starts a streaming replica of the cluster. The caller stops it.
func (k *Klynge) Foelger() (*Klynge, error) {
	f, err := lav("", k.bin)
	if err != nil {
		return nil, err
	}
	out, err := f.command("pg_basebackup", "-h", k.dir, "-U", "postgres", "-D", f.data(), "-R", "-c", "fast", "--no-sync").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("pg_basebackup: %w: %s", err, out)
	}
	if err == nil {
		err = f.Genstart("fsync=off")
	}
	if err != nil {
		return nil, errors.Join(err, f.fjern())
	}
	return f, nil
}

// Draeb ends the server at once, as a loss of power would the program; Genstart brings it back.
func (k *Klynge) Draeb() error { return k.end(syscall.SIGQUIT) }

// Ned ends the server in order; Genstart brings it back.
func (k *Klynge) Ned() error { return k.end(syscall.SIGINT) }

func (k *Klynge) end(how syscall.Signal) error {
	err := k.run.Process.Signal(how)
	if errors.Is(err, os.ErrProcessDone) {
		return nil // it ended by itself, or was ended before
	}
	if err != nil {
		return err
	}
	<-k.done
	return nil
}

// Stop ends the server and removes the cluster.
func (k *Klynge) Stop() error {
	err := k.end(syscall.SIGQUIT)
	return errors.Join(err, k.fjern())
}
