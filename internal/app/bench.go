package app

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
)

type benchCmd struct {
	Sager int    `default:"60000" placeholder:"N" help:"Cases; six objects each. Everything is measured at a tenth of it too."`
	Store string `default:"sqlite" enum:"sqlite,postgres" help:"The store: sqlite, or postgres on the server that --db names, where databases are made and removed."`
	Dir   string `placeholder:"DIR" help:"Where to work; default a temporary directory. It needs about 3 kB an object."`
	Kun   string `default:"" enum:",load,neighbour,workers.scale,page.zaken" placeholder:"NAME" help:"Measure only one thing: load (the whole size: load, verification, start-over), neighbour, page.zaken, or workers.scale (with postgres)."`
	JSON  bool   `name:"json" help:"Print one JSON object a line."`

	urls map[string]string // with postgres: the database of each working directory
}

// Help says what is measured.
func (benchCmd) Help() string {
	return "Example: indeksbro bench --sager 60000 --json\n\nThe load is measured on the real commands in processes of their own; the limit beside it is the bare engine writing the same rows in the same batches into the same schema."
}

// figure is one measurement. Ratio is Value against Limit, the way the target is worded.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Limit float64 `json:"limit"`
	Ratio float64 `json:"ratio"`
	N     int     `json:"n"` // objects: cases and grants
	What  string  `json:"what"`
}

// Run measures at a tenth of the size and at the whole.
func (c *benchCmd) Run(m *miljoe, ctx context.Context) error {
	if c.Sager < 600 || c.Sager > 10_000_000 {
		return inputError("--sager: want 600 to 10,000,000")
	}
	directory := c.Dir
	if directory == "" {
		made, err := os.MkdirTemp("", "indeksbro-bench-")
		if err != nil {
			return fmt.Errorf("make bench directory: %w", err)
		}
		defer func() { _ = os.RemoveAll(made) }()
		directory = made
	}
	switch c.Kun {
	case "load":
		return c.stor(m, ctx, filepath.Join(directory, "s"))
	case "neighbour":
		return c.kunNabo(m, ctx, filepath.Join(directory, "a"))
	case "workers.scale":
		return c.deling(m, ctx, directory)
	case "page.zaken":
		return c.zaken(m, ctx, directory)
	}
	return c.alt(m, ctx, directory)
}

// alt measures everything.
func (c *benchCmd) alt(m *miljoe, ctx context.Context, directory string) error {
	remove, err := c.databases(m, ctx, filepath.Join(directory, "a"), filepath.Join(directory, "b"))
	if err != nil {
		return err
	}
	defer remove()
	if c.Store == "sqlite" {
		if err := c.beskedmaal(m, ctx, directory); err != nil {
			return err
		}
	}
	small, err := c.size(m, ctx, filepath.Join(directory, "a"), c.Sager/10)
	if err != nil {
		return err
	}
	large, err := c.size(m, ctx, filepath.Join(directory, "b"), c.Sager)
	if err != nil {
		return err
	}
	n := large.objects
	if err := c.print(m, figure{"load.memory", large.peakMiB, "MiB", small.peakMiB, large.peakMiB / small.peakMiB, n, "peak resident memory; limit: the same at a tenth of the size"}); err != nil {
		return err
	}
	if err := c.neighbour(m, ctx, filepath.Join(directory, "a"), c.Sager); err != nil {
		return err
	}
	if err := c.print(m, figure{"delta.scale", large.motor.delta, "ms", small.motor.delta, large.motor.delta / small.motor.delta, n, "a corrected type until the index has 1,000 grants; limit: the same at a tenth of the size"}); err != nil {
		return err
	}
	if err := c.print(m, figure{"idle.cost", large.motor.idle, "ms", small.motor.idle, large.motor.idle / small.motor.idle, n, "a round in which nothing changed; limit: the same at a tenth of the size"}); err != nil {
		return err
	}
	if err := c.print(m, figure{"citizen.scale", large.page.p99.Seconds() * 1000, "ms", small.page.p99.Seconds() * 1000, large.page.p99.Seconds() / small.page.p99.Seconds(), n,
		"p99 of the citizen page; limit: the same at a tenth of the size"}); err != nil {
		return err
	}
	if err := c.zaken(m, ctx, directory); err != nil || c.Store == "sqlite" {
		return err
	}
	return c.deling(m, ctx, directory)
}

// sized is what one size measured.
type sized struct {
	objects int
	peakMiB float64
	page    latencies
	motor   motor
}

func (c *benchCmd) print(m *miljoe, f figure) error {
	if c.JSON {
		return m.printJSON(f)
	}
	m.printf("%-14s %10.2f %-7s limit %10.2f  ratio %6.2f  n %8d  %s\n", f.Name, f.Value, f.Unit, f.Limit, f.Ratio, f.N, f.What)
	return nil
}

// size makes a municipality, loads it with the real commands, and measures it.
func (c *benchCmd) size(m *miljoe, ctx context.Context, directory string, sager int) (sized, error) {
	var out sized
	o := generate.Options{Borgere: sager / 3, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(m.Nu())}
	casesN, grantsN := generate.Antal(o)
	out.objects = casesN + grantsN
	_, _ = fmt.Fprintf(m.Stderr, "bench: %d objects\n", out.objects)
	whole, err := c.load(m, ctx, directory, o)
	if err != nil {
		return out, err
	}
	out.peakMiB = whole.peakMiB
	if err := c.ratio(m, ctx, directory, whole.took, out.objects); err != nil {
		return out, err
	}
	if err := c.start(m, ctx, directory, out.objects); err != nil {
		return out, err
	}
	if err := c.previews(m, ctx, directory, out.objects); err != nil {
		return out, err
	}
	if out.page, err = c.pages(m, ctx, directory, out.objects); err != nil {
		return out, err
	}
	out.motor, err = c.engine(m, ctx, directory, out.objects)
	return out, err
}

// load makes a municipality and loads it with the real commands.
func (c *benchCmd) load(m *miljoe, ctx context.Context, directory string, o generate.Options) (ran, error) {
	feed, err := c.prepare(m, ctx, directory, o)
	if err != nil {
		return ran{}, err
	}
	load, err := runSelf(ctx, c.globally(directory, "eoj", "load", feed)...)
	if err != nil {
		return ran{}, err
	}
	send, err := runSelf(ctx, c.globally(directory, "export", "run", "--once")...)
	if err != nil {
		return ran{}, err
	}
	if err := os.Remove(feed); err != nil {
		return ran{}, fmt.Errorf("remove feed: %w", err)
	}
	cases, grants := generate.Antal(o)
	whole := ran{took: load.took + send.took, peakMiB: max(load.peakMiB, send.peakMiB)}
	if err := c.print(m, figure{"load.full", whole.took.Seconds(), "s", 60, whole.took.Seconds() / 60, cases + grants, fmt.Sprintf("feed to index, every commit on disk: load %.1f s, export %.1f s; limit: the target at 360,000", load.took.Seconds(), send.took.Seconds())}); err != nil {
		return whole, err
	}
	return whole, c.print(m, figure{"load.peak", whole.peakMiB, "MiB", 250, whole.peakMiB / 250, cases + grants, fmt.Sprintf("load %.0f MiB, export %.0f MiB; limit: the target", load.peakMiB, send.peakMiB)})
}

// stor measures what a large municipality's first load, a full verification and starting everything over take, and how much memory.
func (c *benchCmd) stor(m *miljoe, ctx context.Context, directory string) error {
	remove, err := c.databases(m, ctx, directory)
	if err != nil {
		return err
	}
	defer remove()
	o := generate.Options{Borgere: c.Sager / 3, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(m.Nu())}
	if _, err := c.load(m, ctx, directory, o); err != nil {
		return err
	}
	cases, grants := generate.Antal(o)
	for _, of := range []struct {
		name, what string
		args       []string
	}{
		{"load.verify", "a full verification of it", []string{"verify", "--full"}},
		{"load.startover", "everything removed, seen to be gone, sent and verified again", []string{"export", "start-over", "--all", "--af", "bench"}},
	} {
		took, err := runSelf(ctx, c.globally(directory, of.args...)...)
		if err != nil {
			return err
		}
		if err := c.print(m, figure{of.name, took.took.Seconds(), "s", 0, 0, cases + grants, fmt.Sprintf("%s; peak resident memory %.0f MiB", of.what, took.peakMiB)}); err != nil {
			return err
		}
	}
	return nil
}

// prepare writes the feed and everything the load needs besides it; none of that is measured.
func (c *benchCmd) prepare(m *miljoe, ctx context.Context, directory string, o generate.Options) (string, error) {
	inner := c.inner(m, directory)
	b, err := inner.make(ctx)
	if err != nil {
		return "", err
	}
	defer inner.close()
	if err := fillSettings(ctx, inner, b, o); err != nil {
		return "", err
	}
	feed := filepath.Join(directory, "feed.ndjson")
	file, err := os.Create(feed)
	if err != nil {
		return "", fmt.Errorf("write feed: %w", err)
	}
	if err := generate.Feed(file, o); err != nil {
		_ = file.Close()
		return "", fmt.Errorf("write feed: %w", err)
	}
	if err := file.Close(); err != nil {
		return "", fmt.Errorf("write feed: %w", err)
	}
	return feed, nil
}

// ran is what a command of this program took.
type ran struct {
	took    time.Duration
	peakMiB float64
}

// runSelf runs this program as a process of its own and measures it.
func runSelf(ctx context.Context, args ...string) (ran, error) {
	self, err := os.Executable()
	if err != nil {
		return ran{}, fmt.Errorf("find this program: %w", err)
	}
	var output bytes.Buffer
	command := exec.CommandContext(ctx, self, args...)
	command.Stdout, command.Stderr = &output, &output
	began := time.Now()
	if err := command.Start(); err != nil {
		return ran{}, fmt.Errorf("start %v: %w", args[2:], err)
	}
	ended, peak := make(chan struct{}), make(chan float64)
	go func() { peak <- watchPeak(command.Process.Pid, ended) }()
	err = command.Wait()
	took := time.Since(began)
	close(ended)
	peakMiB := <-peak
	if err != nil {
		return ran{}, fmt.Errorf("run %v: %w: %s", args[2:], err, lastLine(output.Bytes()))
	}
	return ran{took: took, peakMiB: peakMiB}, nil
}

// watchPeak reads a process's own high-water mark until it ends. The resource usage the system gives afterwards will not do: it
// counts what this process held when it started the other.
func watchPeak(pid int, ended <-chan struct{}) float64 {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	peak := 0.0
	for {
		select {
		case <-ended:
			return peak
		case <-ticker.C:
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			continue // it has just ended
		}
		_, after, found := strings.Cut(string(status), "VmHWM:")
		if fields := strings.Fields(after); found && len(fields) > 0 {
			if kib, err := strconv.ParseFloat(fields[0], 64); err == nil {
				peak = max(peak, kib/1024)
			}
		}
	}
}

func lastLine(output []byte) string {
	const most = 300
	if len(output) > most {
		output = output[len(output)-most:]
	}
	return strconv.QuoteToGraphic(string(output))
}
