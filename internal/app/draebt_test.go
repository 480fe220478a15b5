package app

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
)

// TestKilledLoadConverges kills the real program again and again during load and export. Run to the end at last, it holds
// exactly what an undisturbed run holds.
func TestKilledLoadConverges(t *testing.T) {
	t.Parallel()
	rounds := 1
	if soak() {
		rounds = 20
	}
	k := newKiller(t, 3_000)
	for seed := range uint64(rounds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { k.round(t, seed) })
	}
}

// kills is how many there are in a round, over load and export.
const kills = 5

// killer has the program, a feed, and what an undisturbed run makes of it.
type killer struct {
	program string
	ready   string // a data directory in which everything but the feed is in place
	feed    []byte
	hash    string
	objects int
}

func newKiller(t *testing.T, citizens int) *killer {
	o := generate.Options{Borgere: citizens, Seed: 3, Kommune: oio.Korsbaek}
	k := &killer{program: filepath.Join(t.TempDir(), "indeksbro"), ready: t.TempDir()}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", k.program, "indeksbro/cmd/indeksbro").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	if err := goerKlar(t.Context(), k.ready, o); err != nil {
		t.Fatal(err)
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		t.Fatal(err)
	}
	k.feed = feed.Bytes()
	dir := k.data(t)
	k.run(t, dir, bytes.NewReader(k.feed), "eoj", "load", "-")
	k.run(t, dir, nil, "export", "run", "--once")
	var err error
	if k.hash, k.objects, err = testkit.HashOf(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	if k.objects < citizens {
		t.Fatalf("the undisturbed index has %d objects, want at least %d", k.objects, citizens)
	}
	return k
}

// data is a copy of the prepared data directory.
func (k *killer) data(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(dir, os.DirFS(k.ready)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func (k *killer) command(t *testing.T, dir string, args ...string) *exec.Cmd {
	return exec.CommandContext(t.Context(), k.program, append([]string{"--data", dir}, args...)...)
}

// run lets the program end by itself, which it must do well.
func (k *killer) run(t *testing.T, dir string, in io.Reader, args ...string) {
	t.Helper()
	cmd := k.command(t, dir, args...)
	cmd.Stdin = in
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("indeksbro %v: %v\n%s", args, err, out)
	}
}

func (k *killer) round(t *testing.T, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 0x6b696c6c))
	dir := k.data(t)
	loads := 2 + rnd.IntN(2)
	for range loads {
		k.killLoad(t, dir, len(k.feed)/20+rnd.IntN(len(k.feed)*19/20))
	}
	k.run(t, dir, bytes.NewReader(k.feed), "eoj", "load", "-")
	var points []int
	for range kills - loads {
		points = append(points, 1+rnd.IntN(k.objects*8/10))
	}
	slices.Sort(points)
	for _, objects := range points {
		k.killExport(t, dir, objects)
	}
	k.run(t, dir, nil, "export", "run", "--once")

	hash, objects, err := testkit.HashOf(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if hash != k.hash || objects != k.objects {
		t.Errorf("after %d kills the index has %d objects with hash %s; undisturbed it has %d with %s", kills, objects, hash, k.objects, k.hash)
	}
	if s := adderOp(t, dir); s.Indeks["sag"]+s.Indeks["bevilling"] != objects || s.Tilstande["ens"] != objects || s.Tilstande["venter"] != 0 {
		t.Errorf("%d objects in the index, but the status says %+v", objects, s)
	}
}

// killLoad kills a load when it has consumed so many bytes of the feed, give or take a pipe's buffer.
func (k *killer) killLoad(t *testing.T, dir string, size int) {
	cmd := k.command(t, dir, "eoj", "load", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(k.feed[:size]); err != nil {
		t.Fatalf("load ended by itself: %v, %v", err, cmd.Wait())
	}
	t.Logf("kill the load after %d of %d bytes", size, len(k.feed))
	kill(t, cmd)
}

// killExport kills an export when the index has at least so many objects.
func (k *killer) killExport(t *testing.T, dir string, objects int) {
	cmd := k.command(t, dir, "export", "run", "--once")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	look := time.NewTicker(3 * time.Millisecond)
	defer look.Stop()
	for {
		n, err := rows(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		if n >= objects {
			t.Logf("kill the export at %d of %d objects", n, k.objects)
			kill(t, cmd)
			return
		}
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		}
	}
}

// rows counts the objects of the index, and lets go of the database before it answers: whoever finds it after a kill is alone.
func rows(t *testing.T, dir string) (n int, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, databaseFile)+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		return 0, err
	}
	err = db.QueryRowContext(t.Context(), "SELECT count(*) FROM objekt").Scan(&n)
	return n, errors.Join(err, db.Close())
}

// kill ends a process without a warning, and sees that it was that which ended it.
func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatalf("it had ended by itself: %v", err)
	}
	_ = cmd.Wait() // reports the kill
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGKILL {
		t.Fatalf("it ended by itself: %s", cmd.ProcessState)
	}
}
