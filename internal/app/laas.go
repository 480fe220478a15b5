package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"indeksbro/internal/export"
)

// lockFile keeps processes of one data directory from exporting at the same time: each would take the other's unanswered
// calls for its own.
const lockFile = "eksport.lock"

// alone runs one round of the exporter while no other process does. It waits for its turn.
func alone(ctx context.Context, directory string, x *export.Exporter) (export.Fremgang, error) {
	return paaSkift(ctx, directory, x, func() {})
}

// paaSkift is alone, with a sign of life now and then while it waits.
func paaSkift(ctx context.Context, directory string, x *export.Exporter, waits func()) (export.Fremgang, error) {
	file, err := os.OpenFile(filepath.Join(directory, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return export.Fremgang{}, fmt.Errorf("open export lock: %w", err)
	}
	defer func() { _ = file.Close() }() // which also gives the lock up
	if err := takeTurn(ctx, file, waits); err != nil {
		return export.Fremgang{}, err
	}
	return x.Run(ctx)
}

func takeTurn(ctx context.Context, file *os.File, waits func()) error {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("take export lock: %w", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			waits()
		}
	}
}
