package web

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
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

// maxVist is how many identities of what a page shows one entry holds.
const maxVist = 100

// viste are the identities of what is shown, for the record. Where there are more than it holds, one of each area and sensitivity comes first, the
// most sensitive before others, so that no alarm is missed (06 §1.6).
func viste(shown ...oio.Objekt) []oio.UUID {
	type kind struct {
		kle  string
		step oio.Foelsomhed
	}
	met, there := map[kind]bool{}, map[oio.UUID]bool{}
	var first, more []oio.Objekt
	for _, o := range shown {
		if there[o.Identitet()] {
			continue
		}
		there[o.Identitet()] = true
		e := adgang.Af(o)
		if k := (kind{e.KLE, e.Foelsomhed}); !met[k] {
			met[k], first = true, append(first, o)
		} else {
			more = append(more, o)
		}
	}
	slices.SortStableFunc(first, func(a, b oio.Objekt) int { return cmp.Compare(adgang.Af(b).Foelsomhed, adgang.Af(a).Foelsomhed) })
	first = append(first, more...)
	var ids []oio.UUID
	for _, o := range first[:min(maxVist, len(first))] {
		ids = append(ids, o.Identitet())
	}
	return ids
}

// objekterne are the objects of what the index holds, with the documents of a page.
func objekterne(held []oio.Gemt, documents map[oio.UUID]*oio.Dokument) []oio.Objekt {
	all := make([]oio.Objekt, 0, len(held)+len(documents))
	for i := range held {
		all = append(all, held[i].Objekt)
	}
	for _, d := range documents {
		all = append(all, d)
	}
	slices.SortFunc(all[len(held):], func(a, b oio.Objekt) int { return cmp.Compare(a.Identitet().String(), b.Identitet().String()) })
	return all
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

// Tilsynet knows who may jump to a source system (R114), and who has said why she goes beyond her boundary (R116).
type Tilsynet interface {
	MaaHoppe(groups []adgang.Gruppe) bool
	Registreret(ctx context.Context, system oio.UUID) (hop.Skabelon, error)
	Noed(ctx context.Context, bruger string, borger oio.Borgernoegle) (bool, error)
	// Noedadgang reports whether the municipality lets anybody. It is asked for every caseworker's page, so it must be cheap.
	Noedadgang(ctx context.Context) (bool, error)
	// BorgerSerLog reports whether citizens see who has looked them up. It is asked for every citizen's page, so it must be cheap.
	BorgerSerLog(ctx context.Context) (bool, error)
	// Borgernoegle is the key of a number, whether or not there is such a citizen.
	Borgernoegle(cpr oio.CPR) oio.Borgernoegle
}

// noedlink is where somebody says why she must see a citizen beyond her boundary; empty where the municipality lets nobody. It is the same for
// every citizen, and for one who is not there: it tells nothing (R116).
func (s *server) noedlink(ctx context.Context, id Identitet, borger oio.Borgernoegle) (string, error) {
	if s.Tilsyn == nil || id.Bruger == "" {
		return "", nil
	}
	on, err := s.Tilsyn.Noedadgang(ctx)
	if err != nil {
		return "", fmt.Errorf("read whether anybody may go beyond her boundary: %w", err)
	}
	if !on {
		return "", nil
	}
	return "/sapa/noed/" + borger.String(), nil
}

// noedtekst is what the link is called.
const noedtekst = "Åbn med en begrundelse (nødadgang)"

// dokumenthop gives each document its way to its source system: nothing without the right, or where the system has no address.
func (s *server) dokumenthop(ctx context.Context, id Identitet, rows []sapa.Dokumentraekke) error {
	if len(rows) == 0 || s.Tilsyn == nil || !s.Tilsyn.MaaHoppe(id.Grupper) {
		return nil
	}
	known := map[oio.UUID]bool{}
	for i := range rows {
		system := rows[i].System
		if _, asked := known[system]; !asked {
			template, err := s.Tilsyn.Registreret(ctx, system)
			if err != nil {
				return fmt.Errorf("read the jump: %w", err)
			}
			known[system] = template != ""
		}
		if known[system] {
			rows[i].Hop = "/sapa/hop/dokument/" + rows[i].UUID.String()
		}
	}
	return nil
}

// hoppet is the link to a case in its source system: nothing without the right; without an address, why there is none.
type hoppet struct {
	Adresse string
	Mangler bool
}

func (s *server) hoppet(ctx context.Context, id Identitet, sag *oio.Sag) (hoppet, error) {
	if s.Tilsyn == nil || !s.Tilsyn.MaaHoppe(id.Grupper) {
		return hoppet{}, nil
	}
	template, err := s.Tilsyn.Registreret(ctx, sag.System.UUID)
	if err != nil {
		return hoppet{}, fmt.Errorf("read the jump: %w", err)
	}
	return hoppet{Adresse: "/sapa/hop/sag/" + sag.UUID.String(), Mangler: template == ""}, nil
}

// noed is the view of somebody who has said why she must see a citizen beyond her boundary: all that is opened, for an hour (R116).
func (s *server) noed(ctx context.Context, u adgang.Udsnit, id Identitet, borger oio.Borgernoegle) (adgang.Udsnit, error) {
	if s.Tilsyn == nil {
		return u, nil
	}
	beyond, err := s.Tilsyn.Noed(ctx, id.Bruger, borger)
	if err == nil && beyond {
		u = udenGraense(u, id)
	}
	return u, err
}

// udenGraense is a view with a group that has no limits; what is not opened for SAPA stays out.
func udenGraense(u adgang.Udsnit, id Identitet) adgang.Udsnit {
	u.Grupper = append(slices.Clone(u.Grupper), adgang.Gruppe{Navn: "Nødadgang", Kommune: id.Kommune, Retter: []adgang.Ret{adgang.Opslag}})
	return u
}

// iNoed reads an object beyond the boundary of somebody who has said why she must see its citizen; nothing when she has not.
func (s *server) iNoed(ctx context.Context, u adgang.Udsnit, id Identitet, art oio.Art, uuid oio.UUID) (adgang.Udsnit, []oio.Gemt, error) {
	if s.Tilsyn == nil {
		return u, nil, nil
	}
	wide := udenGraense(u, id)
	history, err := s.Indeks.Forloeb(ctx, wide, art, uuid)
	if err != nil || len(history) == 0 {
		return u, nil, err
	}
	citizen, err := s.noegleOf(ctx, wide, history[len(history)-1].Objekt)
	if err != nil {
		return u, nil, err
	}
	beyond, err := s.Tilsyn.Noed(ctx, id.Bruger, citizen)
	if err != nil || !beyond {
		return u, nil, err
	}
	return wide, history, nil
}
