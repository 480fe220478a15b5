package app

import (
	"net"
	"strings"
)

// fortaelSystemd tells the service manager how far the program is (sd_notify(3)), where one asks to be told. It is told so that an
// upgrade goes on to the next machine only when this one serves; nothing depends on its being heard.
func fortaelSystemd(env []string, state string) {
	for _, entry := range env {
		socket, found := strings.CutPrefix(entry, "NOTIFY_SOCKET=")
		if !found || socket == "" {
			continue
		}
		connection, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
		if err != nil {
			return
		}
		_, _ = connection.Write([]byte(state))
		_ = connection.Close()
	}
}
