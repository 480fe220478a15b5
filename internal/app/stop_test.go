package app

import (
	"bufio"
	"context"
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

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
)

// byggesag is where the program was built, when a test needed it.
var byggesag atomic.Pointer[string]

// bygget builds the program once for all tests that need the real one.
var bygget = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "indeksbro-program-")
	if err != nil {
		return "", err
	}
	byggesag.Store(&directory)
	program := filepath.Join(directory, "indeksbro")
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", program, "indeksbro/cmd/indeksbro").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return program, nil
})

// rydProgram takes the built program away.
func rydProgram() {
	if built := byggesag.Load(); built != nil {
		_ = os.RemoveAll(*built)
	}
}

// aegte is the real program serving in a process of its own.
type aegte struct {
	*koerende
	cmd   *exec.Cmd
	ended chan error
}

// startAegte starts `indeksbro serve` on a data directory.
func startAegte(t *testing.T, data string, args ...string) *aegte {
	t.Helper()
	program, err := bygget()
	if err != nil {
		t.Fatal(err)
	}
	return aegteAf(t, data, nil, append([]string{program, "--data", data, "serve"}, args...))
}

// aegteAf starts a program that serves; with a socket it takes that over.
func aegteAf(t *testing.T, data string, socket *os.File, args []string) *aegte {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), args[0], args[1:]...)
	if socket != nil {
		cmd = exec.CommandContext(context.WithoutCancel(t.Context()), "sh", append([]string{"-c", `LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"`, "sh"}, args...)...)
		cmd.ExtraFiles = []*os.File{socket}
	}
	a := &aegte{koerende: &koerende{data: data, out: &testkit.Writer{}, log: &testkit.Writer{}}, cmd: cmd, ended: make(chan error, 1)}
	cmd.Stdout, cmd.Stderr = a.out, a.log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waiting, gone := context.WithCancel(t.Context())
	go func() {
		a.ended <- cmd.Wait()
		gone()
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	found, err := a.out.Wait(waiting, adresse)
	if err != nil {
		t.Fatalf("serve did not come up: %v, stderr %s", err, a.log)
	}
	a.url = found[0]
	until(t, "ready", func() bool { return a.klar(t) })
	return a
}

func (a *aegte) klar(t *testing.T) bool {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.url+"/readyz", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// signal sends one, and slut gives the exit code and fails when it takes longer than a stop may.
func (a *aegte) signal(t *testing.T, s os.Signal) {
	t.Helper()
	if err := a.cmd.Process.Signal(s); err != nil {
		t.Fatalf("%v: %s, %s", err, a.cmd.ProcessState, a.log)
	}
}

func (a *aegte) slut(t *testing.T, within time.Duration) *os.ProcessState {
	t.Helper()
	select {
	case <-a.ended:
		return a.cmd.ProcessState
	case <-time.After(within):
		t.Fatalf("it still runs after %s: %s", within, a.log)
		return nil
	}
}

// lille is a data directory with the stories' municipality, active.
func lille(t *testing.T) string {
	t.Helper()
	k := startServe(t)
	if code := k.stop(); code != exitDone {
		t.Fatalf("exit code %d: %s", code, k.log)
	}
	return k.data
}

// TestAStopLetsTheRequestEnd stops the real program while a feed is on its way and its sender keeps still: what came is taken, the
// sender is told, and the program ends well within five seconds.
func TestAStopLetsTheRequestEnd(t *testing.T) {
	t.Parallel()
	a := startAegte(t, lille(t), "--addr", "127.0.0.1:0")
	body, feed := io.Pipe()
	defer func() { _ = feed.Close() }()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, a.url+"/api/v1/eoj", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-ndjson")
	r.Header.Set("Authorization", "Bearer "+a.key(t))
	go func() {
		_, _ = io.WriteString(feed, `{"type":"enhed","id":"en-88","version":1,"navn":"Ny enhed"}`+"\n")
	}()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	results := bufio.NewScanner(answer.Body)
	if !results.Scan() || results.Text() != `{"linje":1,"udfald":"taget"}` {
		t.Fatalf("first answer %q: %v", results.Text(), results.Err())
	}
	a.signal(t, syscall.SIGTERM)
	if !results.Scan() || !strings.Contains(results.Text(), "send it again") || !strings.Contains(results.Text(), `"taget":1`) {
		t.Errorf("the sender is told %q: %v", results.Text(), results.Err())
	}
	if state := a.slut(t, stopFrist+10*time.Second); state.ExitCode() != exitDone {
		t.Errorf("ended with %s: %s", state, a.log)
	}
}

// holdtIndeks holds its first call until it is let go, and counts what it was sent.
type holdtIndeks struct {
	indeks
	began, answer chan struct{}
	once          sync.Once
	sent          atomic.Int64
}

// Importer waits the way a slow index lets wait: a caller that gives up gets an error and knows nothing.
func (h *holdtIndeks) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	h.once.Do(func() { close(h.began) })
	select {
	case <-h.answer:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	answers, err := h.indeks.Importer(ctx, kommune, objects)
	h.sent.Add(int64(len(answers)))
	return answers, err
}

// TestAStopLetsThePresentCallEnd stops an exporter while its target holds a call: the call is answered after the stop, and the answer
// is in the ledger.
func TestAStopLetsThePresentCallEnd(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "export", "activate")
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	defer m.close()
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(t.Context())
	x := b.exporter(m)
	p, err := b.politik(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	held := &holdtIndeks{indeks: b.index, began: make(chan struct{}), answer: make(chan struct{})}
	x.SDI = &maal{b: b, m: m, policy: p, cases: held, grants: held}
	x.YDI, x.Samlet = x.SDI, nil
	ended := make(chan error, 1)
	go func() {
		_, err := x.Run(running)
		ended <- err
	}()
	select {
	case <-held.began:
	case err := <-ended:
		t.Fatalf("the round ended before its first call: %v", err)
	}
	stop()
	close(held.answer)
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the round ended with %v, want that it was stopped", err)
	}
	status, err := b.statusJSON(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if sent := status.Indeks["sag"] + status.Indeks["bevilling"]; sent == 0 || sent != status.Tilstande["ens"] || sent != int(held.sent.Load()) {
		t.Errorf("%d objects were sent, the index has %d, the ledger knows of %d", held.sent.Load(), sent, status.Tilstande["ens"])
	}
}

// TestASecondSignalEndsAtOnce keeps a request open that would use all of the time a stop has.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	a := startAegte(t, lille(t), "--addr", "127.0.0.1:0")
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(a.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	// A decision whose body never comes keeps its handler waiting; that it waits shows by its asking for the body.
	if _, err := fmt.Fprintf(connection, "POST /api/v1/beslutninger HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 10\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n\r\n", a.key(t)); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(connection).ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("got %q: %v", line, err)
	}
	a.signal(t, syscall.SIGTERM)
	until(t, "the first signal is heard", func() bool {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(a.url, "http://"))
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	})
	a.signal(t, syscall.SIGTERM)
	state := a.slut(t, svarFrist)
	if status, ok := state.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("ended with %s, want by the second signal", state)
	}
}

// laes reads a page and the counts.
func laes(ctx context.Context, client *http.Client, url, key string) error {
	for _, path := range []string{"/", "/api/v1/status"} {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+path, nil)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+key)
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			return err
		}
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s", path, answer.Status)
		}
	}
	return nil
}
