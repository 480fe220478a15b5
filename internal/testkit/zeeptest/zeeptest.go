// Package zeeptest lets an independent client, python3-zeep, look at our descriptions of services and call them. It is for tests
// alone and needs Debian's python3 with zeep, which make test installs.
package zeeptest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/testkit/shared"
)

//go:embed sammenlign.py
var sammenlign string

const python = "/usr/bin/python3"

// Koer runs a Python script with arguments and gives what it printed, and whether it ended well.
func Koer(t testing.TB, script string, args ...string) (string, bool) {
	t.Helper()
	if exec.Command(python, "-c", "import zeep").Run() != nil {
		shared.Missing(t, "python3-zeep is missing; make test installs it")
	}
	file := filepath.Join(t.TempDir(), "script.py")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, append([]string{file}, args...)...).CombinedOutput()
	return string(out), err == nil
}

// Ens holds that zeep sees the same operations and types in two descriptions. Only the named operations are compared, all of the
// official one where none is named.
func Ens(t testing.TB, official string, ours []byte, operations ...string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "vores.wsdl")
	if err := os.WriteFile(file, ours, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{official, file}
	if len(operations) > 0 {
		args = append(args, strings.Join(operations, ","))
	}
	if out, ok := Koer(t, sammenlign, args...); !ok {
		t.Errorf("zeep sees another service than %s:\n%s", filepath.Base(official), out)
	}
}

//go:embed kald.py
var kald string

// Kaldet is one call: a message to an operation, and what is to come of it.
type Kaldet struct {
	Tjeneste, Operation string
	Besked              []byte `json:"-"`
	Hoved               bool   // a RequestHeader belongs to it
	Koder               []int  // all status codes of the answer; nil where its kind has none
	Vil                 string // stands in the answer
	Fil                 string // filled in here
}

// Kald lets zeep make calls of the services at a base address, one after the other.
func Kald(t testing.TB, base string, calls []Kaldet) {
	t.Helper()
	directory := t.TempDir()
	for i := range calls {
		calls[i].Fil = fmt.Sprintf("%d.xml", i)
		if err := os.WriteFile(filepath.Join(directory, calls[i].Fil), calls[i].Besked, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := json.Marshal(calls)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, "kald.json"), plan, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, ok := Koer(t, kald, base, directory); !ok {
		t.Errorf("zeep cannot do its work:\n%s", out)
	}
}
