package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// openRing reads the master key, or makes one where there is no database yet. It lies outside the database, readable by its
// owner only. A database whose key is gone is refused: another key would only hide the loss.
func openRing(directory string, database bool) (*seal.Ring, error) {
	path := filepath.Join(directory, masterFile)
	if _, err := os.Stat(path); database && errors.Is(err, fs.ErrNotExist) {
		return nil, inputError("%s is missing; the database cannot be read without it, so put it back", path)
	}
	master, err := readOrMake(path, func() []byte {
		master := make([]byte, seal.MasterSize)
		rand.Read(master) // never fails (crypto/rand)
		return master
	})
	if err != nil {
		return nil, fmt.Errorf("master key: %w", err)
	}
	return nyRing(directory, master)
}

// nyRing makes the ring of a data directory: each municipality's own secret where it has one, else the master.
func nyRing(directory string, master []byte) (*seal.Ring, error) {
	ring, err := seal.NewRing(master)
	if err != nil {
		return nil, err
	}
	ring.Egen = func(kommune oio.CVR) ([]byte, error) { return laesEgenNoegle(directory, kommune) }
	return ring, nil
}

// apiKey reads the key of machines, or makes one the first time.
func apiKey(path string) (string, error) {
	text, err := readOrMake(path, func() []byte {
		var raw [32]byte
		rand.Read(raw[:]) // never fails (crypto/rand)
		return []byte(hex.EncodeToString(raw[:]) + "\n")
	})
	if err != nil {
		return "", fmt.Errorf("API key: %w", err)
	}
	key := strings.TrimSpace(string(text))
	if len(key) < 32 {
		return "", inputError("%s: want at least 32 characters", path)
	}
	return key, nil
}

// kommunensAPINoegle is the key of one of several municipalities, made the first time; it names its municipality.
func kommunensAPINoegle(directory string, kommune oio.CVR) (string, error) {
	text, err := readOrMake(apiNoegleFil(directory, kommune), func() []byte { return []byte(nyMaskinnoegle(kommune) + "\n") })
	if err != nil {
		return "", fmt.Errorf("API key: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// readOrMake reads a file, or makes it whole and only once: of two processes that begin together one makes it and both read
// the same.
func readOrMake(path string, content func() []byte) ([]byte, error) {
	text, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, err
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".ny-*") // made with mode 0600
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	if _, err := draft.Write(content()); err != nil {
		_ = draft.Close()
		return nil, err
	}
	if err := errors.Join(draft.Sync(), draft.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}
