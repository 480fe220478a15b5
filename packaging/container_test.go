package packaging_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/elf"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheContainerHasTheProgramAndNothingElse looks at what goes into the container, and that the program needs nothing that is not in it. In
// soak (make soak) the container is made, twice, and runs until it is ready.
func TestTheContainerHasTheProgramAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "indeksbro")
	run(t, "sh", "../tools/program.sh", program)
	t.Setenv("INDEKSBRO_PROGRAM", program)
	run(t, "sh", "../tools/rod.sh", filepath.Join(dir, "in"))
	want := map[string]fs.FileMode{
		"root/etc/passwd": 0o644, "root/etc/ssl/certs/ca-certificates.crt": 0o644, "root/tmp": fs.ModeDir | fs.ModeSticky | 0o777,
		"root/usr/bin/indeksbro": 0o755, "root/var/lib": fs.ModeDir | 0o755, "data/indeksbro": fs.ModeDir | 0o700,
	}
	err := filepath.WalkDir(filepath.Join(dir, "in"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(filepath.Join(dir, "in"), path)
		if mode, known := want[name]; known && info.Mode() != mode {
			t.Errorf("%s is %s, want %s", name, info.Mode(), mode)
		} else if !known && !d.IsDir() {
			t.Errorf("%s is in the container", name)
		}
		delete(want, name)
		return err
	})
	if err != nil || len(want) > 0 {
		t.Errorf("not in the container: %v (%v)", want, err)
	}
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP {
			t.Error("the program needs a loader, and the container has none")
		}
	}
	if os.Getenv("INDEKSBRO_SOAK") == "1" {
		t.Run("made and run", containerKoerer)
	}
}

func containerKoerer(t *testing.T) {
	var sums []string
	var archive string
	for _, zone := range []string{"UTC", "Asia/Tokyo"} {
		t.Setenv("TZ", zone)
		archive = strings.TrimSpace(run(t, "sh", "../tools/container.sh", t.TempDir()))
		content, err := os.ReadFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(content)))
	}
	if sums[0] != sums[1] {
		t.Errorf("two containers of the same sources differ: %v", sums)
	}
	own := t.TempDir()
	buildah := func(args ...string) *exec.Cmd {
		return exec.Command("buildah", append([]string{"--storage-driver", "vfs", "--root", filepath.Join(own, "root"), "--runroot", filepath.Join(own, "run")}, args...)...)
	}
	if out, err := buildah("from", "--name", "bro", "oci-archive:"+archive).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := buildah("rm", "bro").CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	address := ledig(t)
	serve := buildah("run", "--isolation", "chroot", "bro", "--", "/usr/bin/indeksbro", "serve", "--addr", address)
	var said bytes.Buffer
	serve.Stdout, serve.Stderr = &said, &said
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		stop(t, address)
		if err := serve.Wait(); err != nil {
			t.Errorf("it ended with %v: %s", err, &said)
		}
	}()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if err := klar(ctx, "http://"+address+"/readyz"); err != nil {
		t.Errorf("never ready: %v", err)
	}
}

// stop lets the program that serves an address end, as an engine would.
func stop(t *testing.T, address string) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		said, _ := os.ReadFile(line) // one that has ended says nothing
		if string(said) != "/usr/bin/indeksbro\x00serve\x00--addr\x00"+address+"\x00" {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(line)))
		if err == nil {
			err = syscall.Kill(pid, syscall.SIGTERM)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// ledig is an address of this machine that nobody listens on.
func ledig(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// klar returns when an address answers 200.
func klar(ctx context.Context, url string) error {
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
}
