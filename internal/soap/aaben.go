package soap

import (
	"net"
	"net/http"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Aaben takes unsigned messages from the machine itself, on behalf of one authority. It is for the demo, and nothing else.
type Aaben struct{ CVR oio.CVR }

// Efterproev lets calls from a loopback address pass.
func (a Aaben) Efterproev(r *http.Request, _ *xmltree.Document, _ *Tjeneste, _ time.Time) (Kalder, error) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return Kalder{}, &Fault{Afsender: true, Subkode: "wsse:FailedAuthentication", Tekst: "unsigned messages are taken from this machine only; sign the message", HTTP: http.StatusForbidden}
	}
	return Kalder{CVR: a.CVR, Navn: "usigneret", Roller: []Rolle{Rediger, Udstil}}, nil
}

// Svar makes a plain envelope.
func (a Aaben) Svar(h Hoved, krop []byte, _ time.Time) ([]byte, error) {
	return AppendKuvert(nil, h, krop), nil
}
