package tilsyn

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
	engine "indeksbro/internal/tilsyn"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// hopside is the set-up of the jump, one source system after the other (R118).
func (s *Sider) hopside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visHop(w, r, id, page.Besked{})
}

func (s *Sider) visHop(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	systems, err := s.Motor.Fagsystemer(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Hop til fagsystem", id), hopsiden(systems, oio.DatoOf(s.Nu()).String(), s.Nu(), b))
	return nil
}

// system reads the source system of an address.
func system(r *http.Request) (oio.UUID, error) {
	id, err := oio.ParseUUID(strings.TrimSpace(r.PathValue("system")))
	if err != nil || id.IsZero() {
		return id, findesIkke("Fagsystemet", "/adgang/hop")
	}
	return id, nil
}

// saetHop registers an address.
func (s *Sider) saetHop(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	sys, err := system(r)
	if err != nil {
		return err
	}
	return s.efterHop(w, r, id, s.Motor.SaetHop(r.Context(), sys, r.PostFormValue("adresse"), s.Loopback, af(id)))
}

// hoptrin notes one of the three tasks, or takes it back.
func (s *Sider) hoptrin(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	sys, err := system(r)
	if err != nil {
		return err
	}
	day := dag(r.PostFormValue("dato"))
	if r.PostFormValue("fjern") != "" {
		day = 0
	} else if day == 0 {
		return s.visHop(w, r, id, page.Besked{Fejl: []string{"Skriv datoen."}})
	}
	return s.efterHop(w, r, id, s.Motor.NoterHop(r.Context(), sys, hop.Trin(r.PathValue("id")), day, af(id)))
}

// proevHop asks the source system whether it answers. Only the registered host is asked.
func (s *Sider) proevHop(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	sys, err := system(r)
	if err != nil {
		return err
	}
	template, err := s.Motor.Registreret(r.Context(), sys)
	if err != nil {
		return err
	}
	if template == "" {
		return s.visHop(w, r, id, page.Besked{Fejl: []string{"Skriv adressen først."}})
	}
	return s.efterHop(w, r, id, s.Motor.NoterSvar(r.Context(), sys, s.Spoerg(r.Context(), template), af(id)))
}

func (s *Sider) efterHop(w http.ResponseWriter, r *http.Request, id web.Identitet, err error) error {
	if err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visHop(w, r, id, b)
	}
	http.Redirect(w, r, "/adgang/hop", http.StatusSeeOther)
	return nil
}

// arter are the kinds that may be jumped to.
var arter = map[string]oio.Art{"sag": oio.ArtSag, "dokument": oio.ArtDokument}

// hop sends a caseworker on to the object in its source system: right, boundary, log, then away (R114).
func (s *Sider) hop(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	art, known := arter[r.PathValue("type")]
	object, err := oio.ParseUUID(r.PathValue("uuid"))
	if !known || err != nil {
		return findesIkke("Sagen", "/sapa")
	}
	jump, err := s.Motor.Spring(r.Context(), engine.Springer{Bruger: id.Bruger, Grupper: id.Grupper}, art, object, s.NytID())
	switch {
	case errors.Is(err, engine.ErrIngenRet):
		return &page.Problem{Status: http.StatusForbidden, Overskrift: "Du kan ikke hoppe til fagsystemet", Tekst: "Din rolle giver ikke adgang til at hoppe fra overblikket til fagsystemer.", Raad: "Spørg din SAPA-administrator om rollen «Hop fra Overblik til fagsystem».", Link: page.Link{Navn: "Find en borger", Adresse: "/sapa"}}
	case errors.Is(err, engine.ErrIkkeFundet):
		return findesIkke("Sagen", "/sapa")
	case errors.Is(err, engine.ErrIngenAdresse):
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Fagsystemet kan ikke åbnes herfra", Tekst: "Kommunen har ikke registreret en adresse for fagsystemet.", Raad: "Find sagen i fagsystemet med sagsnummeret.", Link: page.Link{Navn: "Find en borger", Adresse: "/sapa"}}
	case err != nil:
		return err
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.Jump), Borger: jump.Borger, Objekt: object, Antal: 1, Gruppe: jump.Gruppe}); err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, jump.Adresse, http.StatusSeeOther)
	return nil
}

// hopnoegle is the key hand-overs are verified with, as a JSON Web Key Set (RFC 8037).
func (s *Sider) hopnoegle(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	w.Header().Set("Content-Type", "application/jwk-set+json")
	key := map[string]string{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": base64.RawURLEncoding.EncodeToString(s.Motor.Hopnoegle())}
	return json.NewEncoder(w).Encode(map[string]any{"keys": []any{key}})
}

// noedbesked is the page of access beyond the boundary.
type noedvisning struct {
	Noegle string
	Aaben  bool // it holds already
	Fejl   string
	Grund  string
}

// minGrund is the shortest reason that says anything.
const minGrund = 10

func (s *Sider) noedborger(r *http.Request, id web.Identitet) (oio.Borgernoegle, error) {
	key, err := oio.ParseBorgernoegle(r.PathValue("noegle"))
	if err != nil {
		return key, findesIkke("Siden", "/sapa")
	}
	p, err := s.Politik.Politik(r.Context(), id.Kommune)
	if err != nil {
		return key, err
	}
	if !p.Noedadgang || id.Bruger == "" {
		return key, findesIkke("Siden", "/sapa")
	}
	return key, nil
}

// noedside asks why. It is the same for every citizen, whether anything is hidden or not.
func (s *Sider) noedside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	key, err := s.noedborger(r, id)
	if err != nil {
		return err
	}
	open, err := s.Motor.Noed(r.Context(), id.Bruger, key)
	if err != nil {
		return err
	}
	return s.visNoed(w, r, id, http.StatusOK, noedvisning{Noegle: key.String(), Aaben: open})
}

func (s *Sider) visNoed(w http.ResponseWriter, r *http.Request, id web.Identitet, status int, v noedvisning) error {
	side := s.ramme.Side("Nødadgang", id)
	side.Valgt, side.Stil = "/sapa", []string{"tilsyn.css"}
	s.ramme.Site.Vis(w, r, status, side, noedsiden(v))
	return nil
}

// noed puts the reason on record, in red, and lets her in for an hour.
func (s *Sider) noed(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	key, err := s.noedborger(r, id)
	if err != nil {
		return err
	}
	reason := strings.Join(strings.Fields(r.PostFormValue("grund")), " ")
	if n := utf8.RuneCountInString(reason); n < minGrund || n > 500 || r.PostFormValue("forstaaet") == "" {
		return s.visNoed(w, r, id, http.StatusUnprocessableEntity, noedvisning{Noegle: key.String(), Grund: reason, Fejl: "Skriv en begrundelse på mindst ti tegn, og sæt kryds ved, at du ved, at opslaget ses efter."})
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.Noed), Borger: key, Formaal: reason}); err != nil {
		return err
	}
	http.Redirect(w, r, "/sapa/borger/"+key.String(), http.StatusSeeOther)
	return nil
}
