// Package app is the only place that knows all rooms: it reads the command line, opens the store and the keys, wires domain,
// engine and adapters together, and turns errors into exit codes. One file holds one command.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"indeksbro/internal/oio"
)

// cli is the whole command line.
type cli struct {
	Data    string `default:"./indeksbro-data" placeholder:"DIR" help:"Directory of the embedded database and keys."`
	Kommune string `placeholder:"CVR" help:"Municipality; default: the only one there is."`
	DB      string `name:"db" env:"INDEKSBRO_DB" placeholder:"URL" help:"PostgreSQL instead of the embedded database: postgres://user@host/name; the keys stay in the data directory."`
	DBRead  string `name:"db-read" env:"INDEKSBRO_DB_READ" placeholder:"URL" help:"A copy that follows it, for readers' pages."`

	Config   string `placeholder:"FILE" help:"Configuration (YAML); the environment and flags go before it."`
	LogLevel string `default:"info" enum:"debug,info,warn,error" placeholder:"LEVEL" help:"The least that is logged: debug, info, warn or error."`

	Otel string `placeholder:"URL" help:"OTLP endpoint for the traces of serve, such as http://127.0.0.1:4318; none: no traces."`

	Demo         demoCmd         `cmd:"" help:"Make the municipality Korsbæk, run the whole chain and serve every page."`
	Serve        serveCmd        `cmd:"" help:"Serve the API and the pages, and keep the indexes in line."`
	KLE          kleCmd          `cmd:"" name:"kle" help:"Import and search KLE."`
	Ydelsestype  ydelsestypeCmd  `cmd:"" help:"The catalogue of common service types."`
	Organisation organisationCmd `cmd:"" help:"Import FK Organisation."`
	EOJ          eojCmd          `cmd:"" name:"eoj" help:"Take, or make, the feed of a care record."`
	Mapping      mappingCmd      `cmd:"" help:"Decide what local names are, and see who decided."`
	Preview      previewCmd      `cmd:"" help:"What a decision would do, in numbers; nothing is decided."`
	Policy       policyCmd       `cmd:"" help:"What the municipality has chosen for itself."`
	Export       exportCmd       `cmd:"" help:"Step 8: activate, run and follow the export."`
	Visning      visningCmd      `cmd:"" help:"What the two readers show: source systems opened, areas activated."`
	Simulate     simulateCmd     `cmd:"" help:"Play the classic accidents side by side, or random histories with faults, in virtual time."`
	Check        checkCmd        `cmd:"" help:"What is wrong or missing in the mapping, with what to do."`
	Aftale       aftaleCmd       `cmd:"" help:"Service agreements: requested, approved, in force, withdrawn (R065)."`
	Certs        certsCmd        `cmd:"" help:"Make a local certificate authority with everything a secured chain needs, or tell how long it holds."`
	Noegle       noegleCmd       `cmd:"" help:"Keys and certificates of systems that use the API."`
	Verify       verifyCmd       `cmd:"" help:"Hold the source, the ledger and the index against each other, and repair."`
	Revision     revisionCmd     `cmd:"" help:"The audit log: verify its chain, list, read out, clear what is too old (R116)."`
	Roller       rollerCmd       `cmd:"" help:"Step A: job-function roles, what they would see, how they stand (R110)."`
	Indsigt      indsigtCmd      `cmd:"" help:"Everything held about a citizen; the number comes on standard input."`
	Backup       backupCmd       `cmd:"" help:"Copy the database while it is in use; the keys are kept apart."`
	Restore      restoreCmd      `cmd:"" help:"Put a backup in place and hold everything against the indexes again."`
	Conform      conformCmd      `cmd:"" help:"Try an index, ours or another's, by rule and operation."`
	Programme    programmeCmd    `cmd:"" help:"The programme: eight steps and two."`
	KommuneCmd   kommuneCmd      `cmd:"" name:"kommune" help:"The municipalities of the installation: take in, list, take out, delete."`
	Faelles      faellesCmd      `cmd:"" help:"The commons: what other municipalities have chosen."`
	Suggest      suggestCmd      `cmd:"" help:"Suggest what local names are, or measure how often that is right."`
	ConfigCmd    configCmd       `cmd:"" name:"config" help:"Check the configuration."`
	Version      versionCmd      `cmd:"" help:"What this program was built from."`
	Rules        rulesCmd        `cmd:"" help:"Every rule, and where it acts."`
	Bench        benchCmd        `cmd:"" help:"Measure, with the limit beside each figure."`
}

// World is what a command may touch of the outside.
type World struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Nu             func() time.Time
	Env            []string // environment variables as NAME=VALUE
}

// Exit codes (spec 03): done; findings or something waiting for a person; wrong use or input; failure outside.
const (
	exitDone = iota
	exitFindings
	exitInput
	exitOutside
)

// exitError carries the code a command ends with. A nil err has been told already.
type exitError struct {
	code int
	err  error
}

// Error is the error's own text.
func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

// Unwrap gives the error behind.
func (e *exitError) Unwrap() error { return e.err }

func inputError(format string, args ...any) error {
	return &exitError{exitInput, fmt.Errorf(format, args...)}
}

// waits ends a command with code 1: something waits for a person.
func waits(format string, args ...any) error {
	return &exitError{exitFindings, fmt.Errorf(format, args...)}
}

// findings ends a command with code 1 after it has printed what it found.
var findings = &exitError{code: exitFindings}

// Main runs the command line in this process and gives the exit code. A signal ends a running command cleanly within five seconds.
func Main(args []string) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals) // before anybody can see the first: a second does what signals do, it ends the process at once
		cancel()
	}()
	tving(ctx, os.Stderr)
	return Run(ctx, args, World{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Nu: time.Now, Env: os.Environ()})
}

// Run runs one command line and gives its exit code.
func Run(ctx context.Context, args []string, w World) int {
	var c cli
	settings := laesKonfig(konfigFil(args, w.Env), w.Env)
	ended := -1
	parser, err := kong.New(&c, kong.Name("indeksbro"), kong.Writers(w.Stdout, w.Stderr),
		kong.Description("Carries a municipality's care cases and services to the shared indexes, rightly marked and with nothing lost.\n\nExit codes: 0 done, 1 findings or something waiting for a person, 2 wrong use or input, 3 failure outside."),
		kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.Exit(func(code int) { ended = code }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Resolvers(kong.ResolverFunc(settings.resolve)))
	if err != nil {
		return fail(w, fmt.Errorf("command line: %w", err))
	}
	settings.ukendteFlag(parser.Model)
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if ended >= 0 { // --help was asked for and printed
		return ended
	}
	if err != nil {
		return fail(w, inputError("%w; see `indeksbro %s--help`", err, commandWords(parser.Model.Node, args)))
	}
	m := &miljoe{World: w, data: c.Data, kommune: c.Kommune, db: c.DB, dbRead: c.DBRead, konfig: settings, logLevel: c.LogLevel, otel: c.Otel}
	if c.LogLevel == "debug" {
		m.log = jsonLog(w.Stderr, c.LogLevel)
	}
	defer m.close()
	if len(settings.problemer) > 0 && !strings.HasPrefix(command.Command(), "config") {
		for _, p := range settings.problemer {
			_, _ = fmt.Fprintln(w.Stderr, p)
		}
		return fail(w, inputError("the configuration has %s", flertal(len(settings.problemer), "problem")))
	}
	if err := command.Run(m, ctx); err != nil {
		return fail(w, err)
	}
	return exitDone
}

// commandWords are the words a command line begins with as far as they name a command, to point at the right help.
func commandWords(at *kong.Node, args []string) string {
	var words strings.Builder
	for _, a := range args {
		next := slices.IndexFunc(at.Children, func(n *kong.Node) bool { return n.Name == a })
		if next < 0 {
			break
		}
		at = at.Children[next]
		words.WriteString(a + " ")
	}
	return words.String()
}

// fail prints one line about an error and gives its exit code. What was typed or read may stand in the error, and with it a
// CPR number that did not belong there.
func fail(w World, err error) int {
	code := exitOutside
	var known *exitError
	if errors.As(err, &known) {
		code = known.code
	}
	if text := err.Error(); text != "" {
		_, _ = fmt.Fprintln(w.Stderr, "indeksbro: "+oio.MaskCPR(strings.ReplaceAll(text, "\n", " ")))
	}
	return code
}
