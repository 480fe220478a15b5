package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"indeksbro/internal/testkit/shared"
)

// lilleDisk is a file system of its own in memory, of so many MiB, and the directory it lies under. Root mounts it; for others a process
// that is root in a namespace of its own does, and it is reached through that process's root.
func lilleDisk(t *testing.T, mib int) *lilledisk {
	t.Helper()
	point := t.TempDir()
	if err := os.Chmod(filepath.Dir(point), 0o755); err != nil { // another user finds the way
		t.Fatal(err)
	}
	options := fmt.Sprintf("size=%dm,mode=0777", mib)
	err := syscall.Mount("tmpfs", point, "tmpfs", 0, options)
	if err == nil {
		t.Cleanup(func() {
			if err := syscall.Unmount(point, syscall.MNT_DETACH); err != nil {
				t.Error(err)
			}
		})
		return &lilledisk{dir: point}
	}
	if !errors.Is(err, syscall.EPERM) && !errors.Is(err, fs.ErrPermission) {
		t.Fatal(err)
	}
	holder := exec.Command("sh", "-c", `mount -t tmpfs -o "$1" tmpfs "$2" && echo klar && exec cat`, "sh", options, point)
	holder.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	stdin, inErr := holder.StdinPipe()
	stdout, outErr := holder.StdoutPipe()
	if err := errors.Join(inErr, outErr, holder.Start()); err != nil {
		shared.Missing(t, "a small disk: neither mount nor a namespace is allowed here: "+err.Error())
	}
	t.Cleanup(func() {
		_ = stdin.Close()
		_ = holder.Wait()
	})
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "klar\n" {
		shared.Missing(t, "a small disk: mount in a namespace is not allowed here")
	}
	return &lilledisk{dir: filepath.Join(fmt.Sprintf("/proc/%d/root", holder.Process.Pid), point)}
}

// lilledisk is a small file system that a test fills and makes room on.
type lilledisk struct{ dir string }

func (d *lilledisk) ballast() string { return filepath.Join(d.dir, "ballast") }

// fyld takes all room but so many KiB.
func (d *lilledisk) fyld(t *testing.T, free int) {
	t.Helper()
	var at syscall.Statfs_t
	if err := syscall.Statfs(d.dir, &at); err != nil {
		t.Fatal(err)
	}
	size := int64(at.Bfree)*at.Bsize - int64(free)<<10
	if size < 0 {
		t.Fatalf("there are only %d KiB left, want more than %d", int64(at.Bfree)*at.Bsize>>10, free)
	}
	if err := os.WriteFile(d.ballast(), make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
}

// plads makes room.
func (d *lilledisk) plads(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.ballast()); err != nil {
		t.Fatal(err)
	}
}

// TestAFullDiskIsToldAndNothingIsLost fills the disk under the real program during a load and during an export. Each ends with code 3
// and says what is wrong and what to do; with room again the same command ends as if nothing had been.
func TestAFullDiskIsToldAndNothingIsLost(t *testing.T) {
	t.Parallel()
	small := lilleDisk(t, 128)
	s := feltet(t).fil(t, small.dir)
	told := func(in []byte, args ...string) {
		t.Helper()
		small.fyld(t, 1_500)
		defer small.plads(t)
		code, _, errs := s.kald(t, in, args...)
		if code != exitOutside || !strings.Contains(errs, "no room left on the disk") || !strings.Contains(errs, "make room") {
			t.Errorf("%v on a full disk: %d %s", args, code, errs)
		}
		if code, out, errs := s.kald(t, nil, "export", "status"); code != exitDone {
			t.Errorf("reading on a full disk: %d %s %s", code, out, errs)
		}
	}
	told(s.feed, "eoj", "load", "-")
	s.skal(t, s.feed, "eoj", "load", "-")
	told(nil, "export", "run", "--once")
	s.ens(t)
}

// TestServeWaitsForRoomOnTheDisk fills the disk under the serving program: it takes no feed and sends nothing, says so, and goes on
// showing what there is. With room again it goes on by itself.
func TestServeWaitsForRoomOnTheDisk(t *testing.T) {
	t.Parallel()
	small := lilleDisk(t, 160)
	s := feltet(t).fil(t, small.dir)
	s.skal(t, nil, "policy", "set", "stille-timer=00:00-23:59") // nothing is sent until the test says so
	running := s.serve(t)
	half := bytes.LastIndexByte(s.feed[:len(s.feed)/2], '\n') + 1
	if sum := running.sum(t, s.feed[:half]); !strings.HasPrefix(sum, `{"sum"`) {
		t.Fatalf("the feed before: %s", sum)
	}
	small.fyld(t, 300)
	s.skal(t, nil, "policy", "set", "stille-timer=")
	until(t, "the export that says there is no room", func() bool {
		return strings.Contains(running.log.String(), "export stopped") && strings.Contains(running.log.String(), "no room left on the disk")
	})
	if sum := running.sum(t, s.feed[half:]); !strings.Contains(sum, "send it again") {
		t.Errorf("a feed on a full disk: %s", sum)
	}
	if ready := running.get(t, http.DefaultClient, "/readyz"); ready.status != http.StatusServiceUnavailable {
		t.Errorf("on a full disk it says that it is ready: %s", ready.body)
	}
	key := []string{"Authorization", "Bearer " + running.key(t)}
	if told := running.status(t, key...); !told.GaarOp || told.Kilde["sag"] == 0 {
		t.Errorf("reading on a full disk: %+v", told)
	}
	small.plads(t)
	if sum := running.sum(t, s.feed); !strings.HasPrefix(sum, `{"sum"`) {
		t.Errorf("the feed with room again: %s", sum)
	}
	until(t, "the export that goes on by itself", func() bool { return running.status(t, key...).Tilstande["ens"] == s.objects })
	if code := running.stop(); code != exitDone {
		t.Errorf("serve ended with %d: %s", code, running.log)
	}
	s.ens(t)
}

// TestAReadOnlyDatabaseIsReadAndNotWritten takes the right to write away from the program's user: what reads, reads; what writes says
// what is wrong.
func TestAReadOnlyDatabaseIsReadAndNotWritten(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	if err := os.Chmod(filepath.Dir(parent), 0o755); err != nil { // another user finds the way
		t.Fatal(err)
	}
	s := feltet(t).fil(t, parent)
	s.skal(t, s.feed, "eoj", "load", "-")
	s.andenBruger(t)
	file := filepath.Join(s.dir, databaseFile)
	for name, modes := range map[string][2]fs.FileMode{"the directory": {0o500, 0o600}, "the file": {0o700, 0o400}, "both": {0o500, 0o400}} {
		t.Run(name, func(t *testing.T) {
			rettigheder(t, s.dir, modes[0], file, modes[1])
			defer rettigheder(t, s.dir, 0o700, file, 0o600)
			if code, out, errs := s.kald(t, nil, "export", "status", "--json"); code != exitDone || !strings.Contains(out, `"gaarOp":true`) {
				t.Errorf("status: %d %s %s", code, out, errs)
			}
			if code, out, errs := s.kald(t, nil, "verify", "--full"); code != exitDone || !strings.Contains(out, " 0 differences") {
				t.Errorf("verify: %d %s %s", code, out, errs)
			}
			for _, args := range [][]string{{"eoj", "load", "-"}, {"export", "run", "--once"}, {"policy", "set", "navn=Andet"}} {
				code, out, errs := s.kald(t, s.feed, args...)
				if code != exitOutside || !strings.Contains(errs, "may only be read") || !strings.Contains(errs, "let the program's user write") {
					t.Errorf("%v: %d %s %s", args, code, out, errs)
				}
			}
		})
	}
	s.ens(t)
}

func rettigheder(t *testing.T, dir string, d fs.FileMode, file string, f fs.FileMode) {
	t.Helper()
	if err := errors.Join(os.Chmod(file, f), os.Chmod(dir, d)); err != nil {
		t.Fatal(err)
	}
}
