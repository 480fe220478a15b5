package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
)

// maxHits is what a caseworker can look through; more than that asks for more of the name.
const maxHits = 50

// soegning is the search page: the form, what is wrong with it, and the hits.
type soegning struct {
	Fejl     string // what to do about the input; empty when it is fine
	Soegt    bool
	Personer []oio.Person
	FlereEnd bool          // there are more than are shown
	Sager    []sapa.Raekke // of a case number, or of a unit
	Enheder  []sapa.Valg   // the units she works for, to list the cases of
	Enhed    string        // whose cases are listed
	Noed     string        // the way beyond the boundary to a number without a hit; empty where there is none
	viste    []oio.UUID    // the cases among the hits, for the record
}

// soegeside shows the empty form.
func (s *server) soegeside(w http.ResponseWriter, r *http.Request, id Identitet) error {
	return s.visSoegning(w, r, id, http.StatusOK, soegning{})
}

// soeg looks a name, a CPR number or a case number up. The words come in the body, never in the address; one hit leads on to what it is of.
func (s *server) soeg(w http.ResponseWriter, r *http.Request, id Identitet) error {
	if err := r.ParseForm(); err != nil {
		return s.visSoegning(w, r, id, http.StatusBadRequest, soegning{Fejl: "Formularen kunne ikke læses. Skriv navnet eller CPR-nummeret igen."})
	}
	text := strings.Join(strings.Fields(r.PostForm.Get("soeg")), " ")
	result, hvad, err := s.find(r, id, text)
	if err != nil {
		return err
	}
	if result.Fejl != "" {
		return s.visSoegning(w, r, id, http.StatusUnprocessableEntity, result)
	}
	if err := s.log(r, id, Opslag{Hvad: hvad, Antal: len(result.Personer) + len(result.Sager), Objekter: result.viste, Soegning: text}); err != nil {
		return err
	}
	to := ""
	switch {
	case len(result.Personer) == 1 && len(result.Sager) == 0:
		to = borgerLink(result.Personer[0].Noegle)
	case len(result.Sager) == 1:
		to = "/sapa/sag/" + result.Sager[0].UUID.String()
	}
	if to != "" {
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	result.Soegt = true
	if len(result.Personer) > maxHits {
		result.Personer, result.FlereEnd = result.Personer[:maxHits], true
	}
	return s.visSoegning(w, r, id, http.StatusOK, result)
}

// find gives the hits and the audit log's word for the search, or what is wrong with the input.
func (s *server) find(r *http.Request, id Identitet, text string) (result soegning, hvad string, err error) {
	ctx := r.Context()
	u, choice, err := s.udsnit(ctx, id)
	if err != nil {
		return result, "", err
	}
	people := u
	if choice.Skjulte {
		people = udvidet(u)
	}
	if cpr, parseErr := oio.ParseCPR(text); parseErr == nil {
		person, found, err := s.Indeks.FindCPR(ctx, people, cpr)
		if err != nil {
			return result, "", fmt.Errorf("find by number: %w", err)
		}
		if found {
			result.Personer = []oio.Person{person}
		} else if s.Tilsyn != nil {
			result.Noed, err = s.noedlink(ctx, id, s.Tilsyn.Borgernoegle(cpr))
		}
		return result, "søgning-cpr", err
	}
	if strings.ContainsFunc(text, unicode.IsDigit) {
		return s.findSag(r, u, text)
	}
	if utf8.RuneCountInString(text) < 2 {
		result.Fejl = "Skriv mindst to bogstaver af navnet, hele CPR-nummeret eller hele sagsnummeret."
		return result, "", nil
	}
	result.Personer, err = s.Indeks.FindNavn(ctx, people, text, maxHits+1)
	if err != nil {
		return result, "", fmt.Errorf("find by name: %w", err)
	}
	return result, "søgning-navn", nil
}

// findSag looks up what has digits and is no CPR number: a case number, unless it can only be a number that was not finished.
func (s *server) findSag(r *http.Request, u adgang.Udsnit, text string) (result soegning, hvad string, err error) {
	found, err := s.Indeks.Sagsnummer(r.Context(), u, text)
	if err != nil {
		return result, "", fmt.Errorf("find by case number: %w", err)
	}
	if len(found) == 0 && !strings.ContainsFunc(text, unicode.IsLetter) && len(text) < 12 {
		result.Fejl = "Et CPR-nummer har ti cifre og begynder med fødselsdatoen, for eksempel ddmmåå-xxxx. Ret tallet, skriv hele sagsnummeret, eller søg på navnet."
		return result, "", nil
	}
	result.Sager, result.viste = sapa.Sagsraekker(found, s.idag()), viste(objekterne(found, nil)...)
	return result, "søgning-sagsnummer", nil
}

// enhedens lists the open cases of a unit the caseworker works for, as her log-in tells it.
func (s *server) enhedens(w http.ResponseWriter, r *http.Request, id Identitet) error {
	u, _, err := s.udsnit(r.Context(), id)
	if err != nil {
		return err
	}
	unit, err := oio.ParseUUID(r.URL.Query().Get("enhed"))
	if err != nil || !slices.Contains(egne(u), unit) {
		return findesIkke("Enheden")
	}
	after, _ := oio.ParseUUID(r.URL.Query().Get("efter"))
	found, err := s.Indeks.Enhedens(r.Context(), u, unit, after, maxHits+1)
	if err != nil {
		return fmt.Errorf("read cases of unit: %w", err)
	}
	result := soegning{Soegt: true, Enhed: "enheden"}
	if len(found) > maxHits {
		found, result.FlereEnd = found[:maxHits], true
	}
	result.Sager = sapa.Sagsraekker(found, s.idag())
	if err := s.log(r, id, Opslag{Hvad: "enhedens-sager", Antal: len(found), Objekter: viste(objekterne(found, nil)...)}); err != nil {
		return err
	}
	if found, known := s.organisation(r).Find(unit); known {
		result.Enhed = found
	}
	return s.visSoegning(w, r, id, http.StatusOK, result)
}

// egne are the units that limit what a caseworker may see: those she works for.
func egne(u adgang.Udsnit) []oio.UUID {
	var units []oio.UUID
	for i := range u.Grupper {
		for _, unit := range u.Grupper[i].Enheder {
			if !slices.Contains(units, unit) {
				units = append(units, unit)
			}
		}
	}
	return units
}

func (s *server) visSoegning(w http.ResponseWriter, r *http.Request, id Identitet, status int, result soegning) error {
	u, _, err := s.udsnit(r.Context(), id)
	if err != nil {
		return err
	}
	if units := egne(u); len(units) > 0 {
		org := s.organisation(r)
		for _, unit := range units {
			if name, known := org.Find(unit); known {
				result.Enheder = append(result.Enheder, sapa.Valg{Vaerdi: unit.String(), Navn: name})
			}
		}
	}
	side := s.sapaside("Find en borger", id)
	side.Data = s.dataLinje(r, nil, 0)
	if result.Fejl != "" {
		side.Titel = "Fejl: " + side.Titel
	}
	s.site.Vis(w, r, status, side, soegesiden(result))
	return nil
}
