package app

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestTwoProcessesThatBeginTogetherGetOneKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nøgle")
	got := make([][]byte, 8)
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() {
			made, err := readOrMake(path, func() []byte { return bytes.Repeat([]byte{byte(i)}, 32) })
			if err != nil {
				t.Error(err)
			}
			got[i] = made
		})
	}
	group.Wait()
	for _, key := range got {
		if !bytes.Equal(key, got[0]) {
			t.Fatal("two keys were made")
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the key: %v %v", info.Mode(), err)
	}
}

func TestADatabaseWithoutItsKeyIsRefused(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	if _, err := openRing(directory, false); err == nil {
		t.Fatal("there is no keys folder to make the key in")
	}
	if err := os.WriteFile(filepath.Join(directory, databaseFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openRing(directory, true); err == nil || !strings.Contains(err.Error(), "put it back") {
		t.Errorf("got %v", err)
	}
}
