// Package packaging_test makes the Debian package and the container and looks into them.
package packaging_test

import (
	"bytes"
	"crypto/sha256"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// deb makes the package with its own temporary directory, at its own time, and gives its path.
func deb(t *testing.T, zone string) string {
	t.Helper()
	out := t.TempDir()
	cmd := exec.CommandContext(t.Context(), "sh", filepath.Join("..", "tools", "deb.sh"), out)
	cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1780000000", "TMPDIR="+t.TempDir(), "TZ="+zone)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if _, err := cmd.Output(); err != nil {
		t.Fatalf("tools/deb.sh: %v\n%s", err, &errs)
	}
	made, err := filepath.Glob(filepath.Join(out, "indeksbro_*.deb"))
	if err != nil || len(made) != 1 {
		t.Fatalf("made %v: %v", made, err)
	}
	return made[0]
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// TestTheDebianPackageIsTheSameBytesEachTime makes it twice, and looks at what is in it.
func TestTheDebianPackageIsTheSameBytesEachTime(t *testing.T) {
	t.Parallel()
	first, second := deb(t, "UTC"), deb(t, "Asia/Tokyo")
	one, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(second)
	if err != nil {
		t.Fatal(err)
	}
	if sha256.Sum256(one) != sha256.Sum256(two) || filepath.Base(first) != filepath.Base(second) {
		t.Errorf("two packages of the same sources differ: %s of %d bytes and %s of %d", filepath.Base(first), len(one), filepath.Base(second), len(two))
	}
	lines := strings.Split(strings.TrimSpace(run(t, "dpkg-deb", "-c", first)), "\n")
	has := make(map[string]string)
	for _, line := range lines {
		fields := strings.Fields(line)
		has[fields[len(fields)-1]] = fields[0]
		if fields[1] != "root/root" {
			t.Errorf("not root's: %s", line)
		}
	}
	for path, mode := range map[string]string{
		"./": "drwxr-xr-x", "./usr/bin/indeksbro": "-rwxr-xr-x", "./usr/lib/systemd/system/indeksbro.service": "-rw-r--r--",
		"./usr/lib/systemd/system/indeksbro.socket": "-rw-r--r--", "./usr/lib/systemd/system/indeksbro-backup.service": "-rw-r--r--", "./usr/lib/systemd/system/indeksbro-backup.timer": "-rw-r--r--",
		"./etc/indeksbro/indeksbro.yaml": "-rw-r--r--", "./usr/share/doc/indeksbro/copyright": "-rw-r--r--", "./usr/share/doc/indeksbro/drift.md": "-rw-r--r--",
	} {
		if has[path] != mode {
			t.Errorf("%s is %q, want %q", path, has[path], mode)
		}
	}
	if stray := regexp.MustCompile(`(?m)\.(go|db|key|pem)$`).FindString(strings.Join(lines, "\n")); stray != "" {
		t.Errorf("something ending in %s is in the package", stray)
	}
	root := t.TempDir()
	run(t, "dpkg-deb", "-x", first, root)
	program := filepath.Join(root, "usr/bin/indeksbro")
	if said := run(t, program, "version"); !strings.Contains(said, "revision ") || !strings.Contains(said, "schema ") {
		t.Errorf("version says %q", said)
	}
	if said := run(t, program, "--config", filepath.Join(root, "etc/indeksbro/indeksbro.yaml"), "config", "check"); !strings.Contains(said, "/var/lib/indeksbro") {
		t.Errorf("the packaged configuration: %s", said)
	}
	enheder(t, root)
}

// enheder lets systemd itself judge the units, where it is installed: whether they are right, beside the system's own, and how open they are.
func enheder(t *testing.T, root string) {
	t.Helper()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Log("no systemd-analyze: the units are not judged")
		return
	}
	targets, err := filepath.Glob("/usr/lib/systemd/system/*.target")
	if err != nil {
		t.Fatal(err)
	}
	run(t, "cp", append([]string{"-t", filepath.Join(root, "usr/lib/systemd/system")}, targets...)...)
	run(t, "install", "-D", "/bin/sh", filepath.Join(root, "bin/sh"))
	run(t, "systemd-analyze", "verify", "--root="+root, "indeksbro.service", "indeksbro.socket", "indeksbro-backup.service", "indeksbro-backup.timer")
	unit := filepath.Join(root, "usr/lib/systemd/system/indeksbro.service")
	// 0 is locked up, 10 is open; systemd calls below 2 OK.
	run(t, "systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold=20", unit)
}

// TestTheMaintainerScriptsAreShell reads them the way dpkg runs them.
func TestTheMaintainerScriptsAreShell(t *testing.T) {
	t.Parallel()
	for _, script := range []string{"debian/postinst", "debian/prerm", "debian/postrm", "../tools/deb.sh", "../tools/program.sh", "../tools/rod.sh", "../tools/container.sh"} {
		run(t, "sh", "-n", script)
	}
}
