package app

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"indeksbro/internal/generate"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

type eojCmd struct {
	Load     eojLoadCmd     `cmd:"" help:"Take a feed: repeatable, resumable, bad lines listed."`
	Waiting  eojWaitingCmd  `cmd:"" help:"What refers to something the source has not sent yet."`
	Generate eojGenerateCmd `cmd:"" help:"Write a synthetic feed to stdout."`
}

type eojLoadCmd struct {
	File   string `arg:"" name:"FILE" help:"NDJSON file, or - for stdin."`
	Strict bool   `help:"Take nothing when a line is wrong."`
	Fuld   bool   `help:"The file is everything the source has; what is missing is removed, under R100 and R101."`
	Trods  string `placeholder:"TEXT" help:"With --fuld: believe the file although it lacks much (R101), and why."`
	Af     string `placeholder:"WHO" help:"Who believes it."`
	JSON   bool   `name:"json" help:"Print the result as JSON."`
}

// Help shows an example.
func (eojLoadCmd) Help() string {
	return "Example: indeksbro eoj load feed.ndjson\n\nBad lines are listed on stderr with number and reason; the rest is taken. Exit code 1 when a line was wrong."
}

type badLine struct {
	Linje int    `json:"linje"`
	Felt  string `json:"felt,omitempty"`
	Grund string `json:"grund"`
}

// maxListed is how many bad lines are kept for --json; all are printed on stderr as they come.
const maxListed = 10_000

// Run takes the feed.
func (c *eojLoadCmd) Run(m *miljoe, ctx context.Context) error {
	if c.Strict && c.Fuld {
		return inputError("--strict and --fuld do not go together: a full file with a wrong line removes nothing anyway")
	}
	in, size, err := m.input(c.File)
	if err != nil {
		return fmt.Errorf("open feed: %w", err)
	}
	defer func() { _ = in.Close() }()
	b, err := m.make(ctx)
	if err != nil {
		return err
	}
	p, err := b.politik(ctx)
	if err != nil {
		return err
	}
	var bad []badLine
	progress := newProgress(m.Stderr, m.Nu, "lines", size, in)
	ctx, trace, _ := m.begynd(ctx, "feed")
	loader := &mirror.Loader{Store: sporetSpejl{b.db, m, b}, Kommune: b.kommune, Noegler: b.noegler, Nu: m.Nu,
		Linje: func(l mirror.Linje) {
			if l.Fejl == nil {
				return
			}
			_, _ = fmt.Fprintf(m.Stderr, "line %d: %s\n", l.Nr, l.Fejl.Error())
			if len(bad) < maxListed {
				bad = append(bad, badLine{l.Nr, l.Fejl.Felt, l.Fejl.Message})
			}
		},
		Fremgang: func(s mirror.Sum) { progress.at(s.Linjer) },
		Igen:     igen(m.standset("load")),
	}
	loader.KendtSag = p.KendtSag
	if c.Fuld && c.Trods != "" {
		loader.Af, loader.Trods = oio.MaskCPR(af(c.Af)), oio.MaskCPR(c.Trods)
	}
	var sum mirror.Sum
	switch {
	case c.Fuld:
		sum, err = loader.LoadFuld(ctx, in, mirror.Graense{Procent: p.Procent, Borgere: p.Borgere})
	case c.Strict || p.Strict:
		sum, err = loader.LoadStrict(ctx, in)
	default:
		sum, err = loader.Load(ctx, in)
	}
	progress.end()
	return c.tell(m, trace, sum, bad, err)
}

func (c *eojLoadCmd) tell(m *miljoe, trace spor, sum mirror.Sum, bad []badLine, err error) error {
	if c.JSON {
		if bad == nil {
			bad = []badLine{}
		}
		if jsonErr := m.printJSON(map[string]any{"sum": sum, "daarligeLinjer": bad, "trace": hex.EncodeToString(trace.trace[:])}); jsonErr != nil {
			return jsonErr
		}
	} else {
		m.printf("%d lines: %d taken, %d repeated, %d older, %d refused", sum.Linjer, sum.Taget, sum.Gentaget, sum.Aeldre, sum.Afvist)
		if sum.Afvigende > 0 {
			m.printf(", %d with a known version and another content", sum.Afvigende)
		}
		if c.Fuld {
			m.printf(", %d removed", sum.Fjernet)
		}
		m.printf("\n")
	}
	var doubt *mirror.Mistro
	switch {
	case errors.Is(err, mirror.ErrStrict):
		return &exitError{exitInput, err}
	case errors.As(err, &doubt):
		return waits("%w; if it is right, say why with --trods", err)
	case err != nil:
		return fmt.Errorf("load feed: %w", err)
	case sum.Afvist+sum.Afvigende > 0:
		return findings
	}
	return nil
}

// input opens a file that a command takes, or stdin for -, and tells its size where it has one.
func (m *miljoe) input(name string) (*counting, int64, error) {
	if name == "-" {
		return &counting{Reader: m.Stdin}, 0, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, 0, inputError("%w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	if info.IsDir() {
		_ = file.Close()
		return nil, 0, inputError("%s is a directory, want a file", name)
	}
	return &counting{Reader: file, closer: file}, info.Size(), nil
}

// heleFilen is what a file or standard input holds. More than most bytes is refused: a part must not be taken for the whole.
func (m *miljoe) heleFilen(name string, most int) ([]byte, error) {
	in, _, err := m.input(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	raw, err := io.ReadAll(io.LimitReader(in, int64(most)+1))
	if err != nil {
		return nil, inputError("read %s: %w", name, err)
	}
	if len(raw) > most {
		return nil, inputError("%s is larger than %d MB; nothing of it is taken", name, most>>20)
	}
	return raw, nil
}

type eojWaitingCmd struct {
	N    int  `short:"n" default:"100" help:"How many at most."`
	JSON bool `name:"json" help:"Print one JSON object a line."`
}

// Help shows an example.
func (eojWaitingCmd) Help() string {
	return "Example: indeksbro eoj waiting\n\nExit code 1 when something waits."
}

// Run lists what waits, and for what.
func (c *eojWaitingCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	waiting, err := b.db.Venter(ctx, b.kommune, c.N)
	if err != nil {
		return err
	}
	for _, v := range waiting {
		if c.JSON {
			if err := m.printJSON(v); err != nil {
				return err
			}
			continue
		}
		m.printf("%s %s waits for %s %s\n", v.Type, v.ID, v.Mangler, v.MangelID)
	}
	if len(waiting) > 0 {
		return findings
	}
	return nil
}

type eojGenerateCmd struct {
	Borgere      int    `required:"" placeholder:"N" help:"How many citizens."`
	Seed         uint64 `default:"1" help:"The same seed gives the same bytes."`
	Dato         string `placeholder:"YYYY-MM-DD" help:"The day the feed is of; default a fixed one, so that runs agree."`
	Organisation string `placeholder:"FILE" help:"Write the FK Organisation tree that goes with it here."`
}

// Help shows an example.
func (eojGenerateCmd) Help() string {
	return "Example: indeksbro eoj generate --borgere 2000 --organisation org.ndjson > feed.ndjson"
}

// Run writes the feed.
func (c *eojGenerateCmd) Run(m *miljoe) error {
	if c.Borgere < 0 || c.Borgere > 10_000_000 {
		return inputError("--borgere: want 0 to 10,000,000")
	}
	o := generate.Options{Borgere: c.Borgere, Seed: c.Seed}
	if m.kommune != "" {
		kommune, err := oio.ParseCVR(m.kommune)
		if err != nil {
			return inputError("--kommune: %w", err)
		}
		o.Kommune = kommune
	}
	if c.Dato != "" {
		day, err := oio.ParseDato(c.Dato)
		if err != nil {
			return inputError("--dato: %w", err)
		}
		o.Dato = day
	}
	if c.Organisation != "" {
		if err := writeOrganisation(c.Organisation, o); err != nil {
			return err
		}
	}
	return generate.Feed(m.Stdout, o)
}

func writeOrganisation(path string, o generate.Options) error {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write organisation: %w", err)
	}
	if err := generate.Organisation(file, o); err != nil {
		_ = file.Close()
		return fmt.Errorf("write organisation: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write organisation: %w", err)
	}
	return nil
}

// counting counts the bytes read, for progress.
type counting struct {
	io.Reader
	closer io.Closer
	n      int64
}

// Read reads and counts.
func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// Close closes what is read, if it can be closed.
func (c *counting) Close() error {
	if c.closer == nil {
		return nil
	}
	return c.closer.Close()
}
