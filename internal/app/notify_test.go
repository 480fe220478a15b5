package app

import (
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestTheServiceManagerIsTold reads what serve says on the socket systemd hands a service of Type=notify.
func TestTheServiceManagerIsTold(t *testing.T) {
	t.Parallel()
	directory, err := os.MkdirTemp("", "nt") // a socket's path may be 108 characters
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(directory) })
	path := filepath.Join(directory, "s")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = socket.Close() }()
	for _, state := range []string{"READY=1", "STOPPING=1"} {
		fortaelSystemd([]string{"HOME=/", "NOTIFY_SOCKET=" + path}, state)
		told := make([]byte, 64)
		n, err := socket.Read(told)
		if err != nil || string(told[:n]) != state {
			t.Errorf("told %q: %v, want %q", told[:n], err, state)
		}
	}
	fortaelSystemd([]string{"NOTIFY_SOCKET=" + path + ".none"}, "READY=1") // nobody listens, and nothing depends on it
}
