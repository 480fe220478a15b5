package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// medMiljoe runs a command line with environment variables and gives its exit code and what it printed.
func medMiljoe(ctx context.Context, env []string, args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = Run(ctx, args, World{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Nu: proevetid, Env: env})
	return code, stdout.String(), stderr.String()
}

func konfigMed(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "indeksbro.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestConfigCheckNamesEveryProblem has one of each kind in one file: all are named, with line and column, and no value is repeated.
func TestConfigCheckNamesEveryProblem(t *testing.T) {
	t.Parallel()
	file := konfigMed(t, `# indeksbro
data: /var/lib/indeksbro
kommune: 1234
addr: "8080"
log-level: loud
database: x
data: /elsewhere
mail:
  relay: mail.example.dk
  fra: nobody
  til: [a@example.dk, not an address]
  adgangskode: hunter2
  adgangskode-fil: /does/not/exist
db: postgres://u:hunter2@host/db
otel:
  - http://a:4318
api-key: 0123456789abcdef0123456789abcdef
`)
	code, out, errs := medMiljoe(t.Context(), []string{"INDEKSBRO_ADDR=nowhere", "INDEKSBRO_ADRR=127.0.0.1:1", "HOME=/x"}, "--config", file, "config", "check")
	want := []string{
		"environment: INDEKSBRO_ADDR: want HOST:PORT",
		"environment: INDEKSBRO_ADRR: is not known",
		":3:1: kommune: ",
		":4:1: addr: want HOST:PORT",
		":5:1: log-level: want one of debug, info, warn, error",
		":6:1: database: is not known",
		":7:1: data: stands in line 2 already",
		":9:3: mail.relay: want HOST:PORT",
		":10:3: mail.fra: want a mail address",
		":11:3: mail.til: want a mail address",
		":12:3: mail.adgangskode: a secret does not stand in this file",
		":13:3: mail.adgangskode-fil: there is no such file",
		":14:1: db: has a secret in it",
		":15:1: otel: want one value",
		":17:1: api-key: a secret does not stand in this file",
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitInput || len(lines) != len(want) || !strings.Contains(errs, "15 problems") {
		t.Fatalf("exit code %d, %d problems, want 2 and %d:\n%s%s", code, len(lines), len(want), out, errs)
	}
	for i, w := range want {
		if !strings.Contains(lines[i], w) {
			t.Errorf("problem %d is %q, want %q", i, lines[i], w)
		}
	}
	if strings.Contains(out+errs, "hunter2") || strings.Contains(out+errs, "0123456789abcdef") {
		t.Errorf("a secret is repeated:\n%s%s", out, errs)
	}
	if code, _, again := medMiljoe(t.Context(), nil, "--config", file, "rules"); code != exitInput || !strings.Contains(again, ":12:3:") || !strings.Contains(again, "13 problems") {
		t.Errorf("another command with it: exit code %d, %s", code, again)
	}
}

func TestWhatIsNoConfigurationIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"no YAML":           {"data: x\n  addr: y\n", "is not YAML"},
		"a list":            {"- data\n", "want KEY: VALUE"},
		"a group of one":    {"mail: x\n", ":1:"},
		"a setting deeper":  {"data:\n  x: y\n", ":1:1: data: want one value"},
		"empty value":       {"data:\n", ":1:1: data: want one value"},
		"two documents":     {"data: x\n---\ndata: y\n", "a second document"},
		"a near miss":       {"log_level: info\n", "is it log-level?"},
		"out of its group":  {"relay: x:25\n", "is it mail.relay?"},
		"a private key":     {"data: |\n  -----BEGIN PRIVATE KEY-----\n", "has a secret in it"},
		"password in query": {"db: postgres://h/d?password=x\n", "has a secret in it"},
	} {
		code, out, _ := medMiljoe(t.Context(), nil, "--config", konfigMed(t, c.text), "config", "check")
		if code != exitInput || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit code %d, %q, want 2 and %q", name, code, out, c.want)
		}
	}
	if code, out, _ := medMiljoe(t.Context(), nil, "--config", filepath.Join(t.TempDir(), "none.yaml"), "config", "check"); code != exitInput || !strings.Contains(out, "cannot be read") {
		t.Errorf("a file that is not there: %d %s", code, out)
	}
	for _, text := range []string{"", "# nothing\n", "---\n"} {
		if code, out, errs := medMiljoe(t.Context(), nil, "--config", konfigMed(t, text), "config", "check"); code != exitDone {
			t.Errorf("%q says nothing, which is fine: %d %s%s", text, code, out, errs)
		}
	}
}

// TestAFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile tells the three apart by the data directory each names.
func TestAFlagGoesBeforeTheEnvironmentAndThatBeforeTheFile(t *testing.T) {
	t.Parallel()
	byFile, byEnv, byFlag := t.TempDir(), t.TempDir(), t.TempDir()
	file := konfigMed(t, "data: "+byFile+"\nkommune: 29189846\n")
	used := func(env []string, args ...string) string {
		t.Helper()
		code, _, errs := medMiljoe(t.Context(), env, append(args, "policy", "set", "hold-back=false")...)
		if code != exitDone {
			t.Fatalf("exit code %d: %s", code, errs)
		}
		for _, d := range []string{byFile, byEnv, byFlag} {
			if _, err := os.Stat(filepath.Join(d, databaseFile)); err == nil {
				if err := os.Remove(filepath.Join(d, databaseFile)); err != nil {
					t.Fatal(err)
				}
				return d
			}
		}
		return "none"
	}
	env := []string{konfigVar + "=" + file, "INDEKSBRO_DATA=" + byEnv}
	if got := used(env[:1]); got != byFile {
		t.Errorf("file alone: %s", got)
	}
	if got := used(env); got != byEnv {
		t.Errorf("file and environment: %s", got)
	}
	if got := used(env, "--data", byFlag); got != byFlag {
		t.Errorf("all three: %s", got)
	}
	code, out, _ := medMiljoe(t.Context(), env, "config", "check")
	if code != exitDone || !strings.Contains(out, byEnv+"  (environment)") || !strings.Contains(out, "29189846  ("+file+":2)") {
		t.Errorf("what holds, and from where: %d\n%s", code, out)
	}
}

// TestServeTakesItsAddressFromTheFile is what the packaged service does.
func TestServeTakesItsAddressFromTheFile(t *testing.T) {
	t.Parallel()
	file := konfigMed(t, "addr: 127.0.0.1:0\nlog-level: warn\n")
	k := start(t, t.TempDir(), "--config", file, "serve")
	if !strings.HasPrefix(k.url, "http://127.0.0.1:") || strings.HasSuffix(k.url, ":8080") {
		t.Errorf("serves on %s", k.url)
	}
}
