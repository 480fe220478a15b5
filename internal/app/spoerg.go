package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"indeksbro/internal/hop"
)

// spoerger asks a source system whether its address answers (R118). It asks the registered host alone, follows no redirect, and reaches no
// machine of our own network: an address could else be used to look around in it.
type spoerger struct {
	loopback bool
	nu       func() time.Time
}

// spoergefrist is how long a source system has.
const spoergefrist = 5 * time.Second

var errEgetNet = errors.New("adressen fører til et internt net")

func (s *spoerger) spoerg(ctx context.Context, template hop.Skabelon) hop.Svar {
	ctx, cancel := context.WithTimeout(ctx, spoergefrist)
	defer cancel()
	dialer := &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error { return s.maa(address) }}
	client := &http.Client{
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, template.Proeveadresse(), nil)
	if err != nil || r.URL.Host != template.Vaert() {
		return hop.Svar{Fejl: "adressen kan ikke læses"}
	}
	answer, err := client.Do(r)
	switch {
	case errors.Is(err, errEgetNet):
		return hop.Svar{Fejl: errEgetNet.Error()}
	case ctx.Err() != nil:
		return hop.Svar{Fejl: "der kom intet svar inden for fem sekunder"}
	case err != nil:
		return hop.Svar{Fejl: "der er ingen forbindelse"}
	}
	_ = answer.Body.Close()
	return hop.Svar{Status: answer.StatusCode}
}

// maa lets a connection through to the address it really goes to, after any name is looked up.
func (s *spoerger) maa(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errEgetNet
	}
	ip := at.Addr().Unmap()
	switch {
	case ip.IsLoopback():
		if s.loopback {
			return nil
		}
		return errEgetNet
	case ip.IsPrivate(), ip.IsLinkLocalUnicast(), ip.IsMulticast(), ip.IsUnspecified(), netip.MustParsePrefix("100.64.0.0/10").Contains(ip):
		return errEgetNet
	}
	return nil
}
