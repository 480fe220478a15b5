package app

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestKilledAgainAndAgainConverges kills the real program in the middle of what it does: loading, exporting, serving with a feed coming
// in, and exporting beside another process of the same data directory, which then goes on alone. Run to the end at last, it holds exactly
// what an undisturbed run holds, and verification finds nothing.
func TestKilledAgainAndAgainConverges(t *testing.T) {
	t.Parallel()
	rounds := 1
	if soak() {
		rounds = 100 / kills
	}
	for seed := range uint64(rounds) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			paaBegge(t, func(t *testing.T, s *sted) { s.draebesIgen(t, rand.New(rand.NewPCG(seed, 0x6b696c6c))) })
		})
	}
}

// kills is how many there are in a round.
const kills = 5

func (s *sted) draebesIgen(t *testing.T, rnd *rand.Rand) {
	t.Helper()
	part := func(of int) int { return of/20 + rnd.IntN(of*19/20) }
	s.draebLoad(t, part(len(s.feed)))
	s.draebServe(t, part(len(s.feed)))
	s.skal(t, s.feed, "eoj", "load", "-")
	few, many := part(s.objects/2), s.objects/2+rnd.IntN(s.objects/4)
	s.draebExport(t, few)
	s.draebDenEne(t, (few+many)/2)
	s.draebLoad(t, part(len(s.feed))) // of what is known already
	s.ens(t)
}

// draebLoad kills a load when it has consumed so many bytes of the feed, give or take a pipe's buffer.
func (s *sted) draebLoad(t *testing.T, size int) {
	t.Helper()
	cmd := s.command(t, "eoj", "load", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Write(s.feed[:size]); err != nil {
		t.Fatalf("load ended by itself: %v, %v", err, cmd.Wait())
	}
	t.Logf("kill the load after %d of %d bytes", size, len(s.feed))
	kill(t, cmd)
}

// draebServe kills the serving program when so many bytes of a feed have gone to it over HTTP.
func (s *sted) draebServe(t *testing.T, size int) {
	t.Helper()
	running := s.serve(t)
	lines, feed := io.Pipe()
	go func() {
		_, err := io.Copy(feed, bytes.NewReader(s.feed[:size]))
		if err == nil {
			t.Logf("kill the service after %d of %d bytes", size, len(s.feed))
			err = running.cmd.Process.Kill()
		}
		_ = feed.CloseWithError(err)
	}()
	if answer, err := running.feed(t, lines); err == nil {
		t.Errorf("a feed that was cut off has a whole answer: …%s", answer[max(0, len(answer)-200):])
	}
	if code := running.stop(); code != -1 {
		t.Errorf("it ended by itself: %d %s", code, running.log)
	}
}

// draebExport kills an export when the index has at least so many objects.
func (s *sted) draebExport(t *testing.T, objects int) {
	t.Helper()
	cmd := s.command(t, "export", "run", "--once")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	n := s.ventPaa(t, objects)
	t.Logf("kill the export at %d of %d objects", n, s.objects)
	kill(t, cmd)
}

// draebDenEne kills one of two exports on the same data directory. The other goes on alone to the end.
func (s *sted) draebDenEne(t *testing.T, objects int) {
	t.Helper()
	one, other := s.command(t, "export", "run"), s.command(t, "export", "run", "--once")
	var told bytes.Buffer
	other.Stdout, other.Stderr = &told, &told
	for _, cmd := range []*exec.Cmd{one, other} {
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	n := s.ventPaa(t, objects)
	kill(t, one)
	died := time.Now()
	more := s.ventPaa(t, min(n+1, s.objects))
	t.Logf("one of two exports was killed at %d of %d objects; %s later there were %d", n, s.objects, time.Since(died).Round(time.Millisecond), more)
	if err := other.Wait(); err != nil {
		t.Errorf("the other: %v %s", err, &told)
	}
	if n := s.raekker(t); n != s.objects {
		t.Errorf("the other ended with %d of %d objects in the index", n, s.objects)
	}
}

// ventPaa waits until the index has at least so many objects.
func (s *sted) ventPaa(t *testing.T, objects int) int {
	t.Helper()
	look := time.NewTicker(3 * time.Millisecond)
	defer look.Stop()
	for began := time.Now(); ; <-look.C {
		switch n := s.raekker(t); {
		case n >= objects:
			return n
		case time.Since(began) > kommandofrist:
			t.Fatalf("the index has %d objects, and never came to %d", n, objects)
		}
	}
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
