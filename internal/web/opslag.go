package web

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
)

// log puts a look-up on record. Without the record there is no page (R116).
func (s *server) log(r *http.Request, id Identitet, o Opslag) error {
	o.Hvem, o.Roller, o.Hvornaar = id.Bruger, id.Roller, s.Nu()
	if o.Gruppe == "" {
		o.Gruppe = opslagsgrupper(id)
	}
	if o.Fra == "" {
		o.Fra = fra(r)
	}
	if err := s.Audit.Opslag(r.Context(), o); err != nil {
		return fmt.Errorf("record look-up: %w", err)
	}
	return nil
}

// Log puts what a page of another package shows on record; when it fails, the page must not be shown (R116).
func (r Ramme) Log(req *http.Request, id Identitet, o Opslag) error { return r.server.log(req, id, o) }

// opslagsgrupper are the names of the job-function roles that let her look citizens up.
func opslagsgrupper(id Identitet) string {
	var names []string
	for i := range id.Grupper {
		g := &id.Grupper[i]
		if g.Har(adgang.Opslag, id.Kommune) && g.Navn != "" && !slices.Contains(names, g.Navn) {
			names = append(names, g.Navn)
		}
	}
	return strings.Join(names, ", ")
}

// fra is the address a request came from.
func fra(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
