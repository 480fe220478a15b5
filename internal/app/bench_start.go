package app

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"syscall"
	"time"
)

const (
	benchStarter = 5
	startMaal    = 300 * time.Millisecond
	binaerMaal   = 40.0 // MB
)

// start measures from the process's beginning on an existing database until /readyz says yes, and how large the program is.
func (c *benchCmd) start(m *miljoe, ctx context.Context, directory string, objects int) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	info, err := os.Stat(self)
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	size := float64(info.Size()) / 1e6
	if err := c.print(m, figure{"binary", size, "MB", binaerMaal, size / binaerMaal, objects, "this program on disk, without cgo; limit: the target (make build strips it)"}); err != nil {
		return err
	}
	took := make([]time.Duration, benchStarter)
	for i := range took {
		if took[i], err = startEn(ctx, self, directory); err != nil {
			return err
		}
	}
	slices.Sort(took)
	median := took[len(took)/2]
	return c.print(m, figure{"start", ms(median), "ms", ms(startMaal), float64(median) / float64(startMaal), objects,
		fmt.Sprintf("serve on an existing database until /readyz says yes, median of %d; slowest %.0f ms; limit: the target", len(took), ms(took[len(took)-1]))})
}

var adresseLinje = regexp.MustCompile(`https?://[^ ]+`)

// startEn starts the program, waits until it is ready, and stops it.
func startEn(ctx context.Context, self, directory string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, self, "--data", directory, "serve", "--addr", "127.0.0.1:0")
	out, err := command.StdoutPipe()
	if err != nil {
		return 0, fmt.Errorf("start serve: %w", err)
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		return 0, fmt.Errorf("start serve: %w", err)
	}
	defer func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("serve did not come up: %w", err)
	}
	address := adresseLinje.FindString(line)
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/readyz", nil)
		if err != nil {
			return 0, err
		}
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return time.Since(began), nil
			}
		}
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("serve was not ready in time: %w", ctx.Err())
		case <-again.C:
		}
	}
}
