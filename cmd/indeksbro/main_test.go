package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"indeksbro/internal/app"
	"indeksbro/internal/testkit"
)

// TestMain lets the test binary be the program: a script that says indeksbro runs it in a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"indeksbro": func() { os.Exit(app.Main(os.Args[1:])) }})
}

var scripts = filepath.Join("..", "..", "testdata", "script")

// TestStories runs what the program promises as scripts that read as documentation.
func TestStories(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 scripts,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               verden,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ends":   ends,
			"indeks": indeks,
		},
	})
}

// verden lays the small invented municipality that most stories begin with beside each script.
func verden(env *testscript.Env) error {
	return os.CopyFS(filepath.Join(env.WorkDir, "verden"), os.DirFS(filepath.Join(scripts, "verden")))
}

// ends runs a command that must end with an exit code: `ends 2 indeksbro eoj load missing.ndjson`, or with one of two: `ends 0|1 …`.
func ends(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: ends CODE COMMAND ARGS…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		got = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if !slices.Contains(strings.Split(args[0], "|"), strconv.Itoa(got)) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// indeks prints what the embedded index holds, one canonical object a line, with the CPR number replaced by [CPR]. Where
// nothing was ever loaded it prints nothing.
func indeks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: indeks [DIR]")
	}
	dir := "indeksbro-data"
	if len(args) == 1 {
		dir = args[0]
	}
	ctx := context.Background()
	x, err := testkit.Open(ctx, ts.MkAbs(dir))
	ts.Check(err)
	defer func() { _ = x.Close() }()
	lines, err := x.Lines(ctx)
	ts.Check(err)
	out := ts.Stdout() // from here on, also where there is nothing to print
	for _, line := range lines {
		_, err := fmt.Fprintln(out, line)
		ts.Check(err)
	}
}
