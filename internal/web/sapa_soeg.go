package web

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/oio"
)

// maxHits is what a caseworker can look through; more than that asks for more of the name.
const maxHits = 50

// soegning is the search page: the form, what is wrong with it, and the hits.
type soegning struct {
	Fejl     string // what to do about the input; empty when it is fine
	Soegt    bool
	Personer []oio.Person
	FlereEnd bool // there are more than are shown
}

// soegeside shows the empty form.
func (s *server) soegeside(w http.ResponseWriter, r *http.Request, id Identitet) error {
	return s.visSoegning(w, r, id, http.StatusOK, soegning{})
}

// soeg looks a name or a CPR number up. The words come in the body, never in the address; one hit leads on to the citizen.
func (s *server) soeg(w http.ResponseWriter, r *http.Request, id Identitet) error {
	if err := r.ParseForm(); err != nil {
		return s.visSoegning(w, r, id, http.StatusBadRequest, soegning{Fejl: "Formularen kunne ikke læses. Skriv navnet eller CPR-nummeret igen."})
	}
	text := strings.Join(strings.Fields(r.PostForm.Get("soeg")), " ")
	hits, hvad, problem, err := s.find(r, id, text)
	if err != nil {
		return err
	}
	if problem != "" {
		return s.visSoegning(w, r, id, http.StatusUnprocessableEntity, soegning{Fejl: problem})
	}
	if err := s.log(r, id, Opslag{Hvad: hvad, Antal: len(hits), Soegning: text}); err != nil {
		return err
	}
	if len(hits) == 1 {
		http.Redirect(w, r, "/sapa/borger/"+hits[0].Noegle.String(), http.StatusSeeOther)
		return nil
	}
	result := soegning{Soegt: true, Personer: hits}
	if len(hits) > maxHits {
		result.Personer, result.FlereEnd = hits[:maxHits], true
	}
	return s.visSoegning(w, r, id, http.StatusOK, result)
}

// find gives the hits, the audit log's word for the search, or what is wrong with the input.
func (s *server) find(r *http.Request, id Identitet, text string) (hits []oio.Person, hvad, problem string, err error) {
	if cpr, parseErr := oio.ParseCPR(text); parseErr == nil {
		person, found, err := s.Indeks.FindCPR(r.Context(), id.Kommune, cpr)
		if err != nil {
			return nil, "", "", fmt.Errorf("find by number: %w", err)
		}
		if found {
			hits = []oio.Person{person}
		}
		return hits, "søgning-cpr", "", nil
	}
	switch {
	case strings.ContainsAny(text, "0123456789"):
		return nil, "", "Et CPR-nummer har ti cifre og begynder med fødselsdatoen, for eksempel ddmmåå-xxxx. Ret tallet, eller søg på navnet.", nil
	case utf8.RuneCountInString(text) < 2:
		return nil, "", "Skriv mindst to bogstaver af navnet, eller hele CPR-nummeret.", nil
	}
	hits, err = s.Indeks.FindNavn(r.Context(), id.Kommune, text, maxHits+1)
	if err != nil {
		return nil, "", "", fmt.Errorf("find by name: %w", err)
	}
	return hits, "søgning-navn", "", nil
}

func (s *server) visSoegning(w http.ResponseWriter, r *http.Request, id Identitet, status int, result soegning) error {
	side := s.side("Find en borger", id)
	side.Valgt, side.Data = "/sapa", s.dataLinje(r, nil, 0)
	if result.Fejl != "" {
		side.Titel = "Fejl: " + side.Titel
	}
	s.site.Vis(w, r, status, side, soegesiden(result))
	return nil
}
