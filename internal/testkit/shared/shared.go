// Package shared finds, for tests, what lies outside the repository: the official files in the folder beside it, and the tools
// that `make test` installs. A clone without them passes its other tests; in CI what should be there must be there. It holds no
// data of its own and imports nothing of ours, so that every room's tests may use it.
package shared

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Path gives the path of a file of the folder beside the repository, such as data/kle/kle-emner.csv. Without that folder the
// test is skipped; in CI a folder that lacks the file is a failure, so that a moved file cannot turn a test off unseen.
func Path(t testing.TB, name string) string {
	t.Helper()
	folder := filepath.Join(root(t), "..", "shared")
	path := filepath.Join(folder, filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if _, err := os.Stat(folder); err == nil && inCI() {
		t.Fatalf("%s is not in the folder beside the repository", name)
	}
	t.Skipf("needs %s of the folder beside the repository, which is not here", name)
	return ""
}

// Tool gives the path of a program. Without it the test is skipped; in CI that is a failure.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	Missing(t, name+" is not installed; `make test` installs it")
	return ""
}

// Missing skips a test for what is not here; in CI that is a failure.
func Missing(t testing.TB, what string) {
	t.Helper()
	if inCI() {
		t.Fatal(what)
	}
	t.Skip(what)
}

func inCI() bool { return os.Getenv("CI") == "true" }

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	at, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at
		}
		above := filepath.Dir(at)
		if above == at {
			t.Fatal("no go.mod above the test")
		}
		at = above
	}
}
