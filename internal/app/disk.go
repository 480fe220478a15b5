package app

import (
	"fmt"
	"syscall"
)

// ledig is how many bytes an ordinary user may still write beside a file.
func ledig(directory string) (int64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(directory, &s); err != nil {
		return 0, fmt.Errorf("look at the disk: %w", err)
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}
