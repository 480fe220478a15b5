package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"indeksbro/internal/export"
)

// procesMappe is where each process of a data directory has a file that it keeps locked while it lives. So the others know at once when
// it has died, and take its part of the work up without waiting for the lease to run out.
const procesMappe = "processer"

// somForfra ends the name under which a process works on a start-over, beside its own exporter.
const somForfra = "-forfra"

// proces is this process as the others know it.
type proces struct {
	mappe string
	navn  string
	file  *os.File
}

// nyProces makes this process known. In a directory that may only be read it cannot be, and need not: there it has no part of the work.
func nyProces(data string) (*proces, error) {
	p := &proces{mappe: filepath.Join(data, procesMappe), navn: fmt.Sprintf("%d-%s", os.Getpid(), rand.Text()[:8])}
	err := os.MkdirAll(p.mappe, 0o700)
	if err == nil {
		p.file, err = os.OpenFile(filepath.Join(p.mappe, p.navn), os.O_CREATE|os.O_RDWR, 0o600)
	}
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return p, nil
	}
	if err != nil {
		return nil, fmt.Errorf("make process file: %w", err)
	}
	if err := syscall.Flock(int(p.file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("lock process file: %w", err)
	}
	return p, nil
}

// slut takes the file away: what this process had is done or given back.
func (p *proces) slut() {
	if p.file == nil {
		return
	}
	_ = os.Remove(p.file.Name())
	_ = p.file.Close()
}

// doed reports whether another process of this data directory has died. Of one elsewhere nothing is known here.
func (p *proces) doed(navn string) bool {
	file, err := os.OpenFile(filepath.Join(p.mappe, strings.TrimSuffix(filepath.Base(navn), somForfra)), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return false
	}
	defer func() { _ = file.Close() }()
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// fornyes is how often a process tells that it is alive.
const fornyes = export.Lejemaal / 3

// levende does the exporter's work and tells the other processes meanwhile that this one is alive.
func levende(ctx context.Context, x *export.Exporter, work func(context.Context) (export.Fremgang, error)) (export.Fremgang, error) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(fornyes)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				_ = x.Forny(ctx) // what cannot be told is told next time; what is lost is seen when it is written
			}
		}
	}()
	defer func() {
		cancel()
		<-ended
	}()
	return work(ctx)
}
