package app

import (
	"fmt"
	"net"
	"os"
	"strconv"
)

// foersteFD is the first socket that is handed over (sd_listen_fds(3)).
const foersteFD = 3

// lyt opens the address, or takes the socket that systemd or another process hands over: then callers wait in it while one program
// stops and the next begins, and none is refused. Handed over are LISTEN_FDS sockets to the process LISTEN_PID.
func lyt(addr string) (net.Listener, error) {
	n, _ := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if n < 1 || os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		listener, err := net.Listen("tcp", addr)
		if err != nil {
			return nil, fmt.Errorf("listen on %s: %w", addr, err)
		}
		return listener, nil
	}
	if n > 1 {
		return nil, inputError("LISTEN_FDS: %d sockets are handed over, want one", n)
	}
	file := os.NewFile(foersteFD, "LISTEN_FDS")
	defer func() { _ = file.Close() }() // the listener has a copy
	listener, err := net.FileListener(file)
	if err != nil {
		return nil, fmt.Errorf("take over the socket of LISTEN_FDS: %w", err)
	}
	return listener, nil
}
