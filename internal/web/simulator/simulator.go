// Package simulator is the pages of the simulator (/vaerksted/simulator): each of the classic accidents told day by day, what
// SAPA and the citizen would see of the care record alone beside what they would see with Indeksbro (S6, R095).
//
// It teaches an administrator and is open to everybody, since it holds invented citizens only. It plays nothing itself: whoever
// mounts it gives the scenarios as they were played.
package simulator

import (
	"context"
	"errors"
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/simulate"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Sti is where the list of scenarios lies; each scenario lies below by its id.
const Sti = "/vaerksted/simulator"

// Scenarier gives scenarios as they were played. An unknown id is simulate.ErrUkendt.
type Scenarier interface {
	Alle() []simulate.Kort
	Forloeb(ctx context.Context, id string) (*simulate.Forloeb, error)
}

// Sider are the pages, a web.Del.
type Sider struct {
	scenarier Scenarier
	ramme     web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages.
func New(s Scenarier) *Sider { return &Sider{scenarier: s} }

// Ruter implements web.Del.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	r.Enhver("GET "+Sti, s.liste)
	r.Enhver("GET "+Sti+"/{id}", s.forloeb)
}

// liste shows what there is to see.
func (s *Sider) liste(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Simulator", id), listeside(s.scenarier.Alle()))
	return nil
}

// forloeb shows one scenario.
func (s *Sider) forloeb(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	played, err := s.scenarier.Forloeb(r.Context(), r.PathValue("id"))
	if errors.Is(err, simulate.ErrUkendt) {
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Det uheld har vi ikke", Tekst: "Adressen er forkert.",
			Link: page.Link{Navn: "Se alle uheld", Adresse: Sti}}
	}
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side(played.Titel, id), forloebside(played.Kort, played.Dom, dage(played)))
	return nil
}

func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	if !id.Roller.Er(adgang.CuraAdministrator) { // the workbench, where an administrator finds the simulator, is not for others
		side.Menu = append(side.Menu, page.Link{Navn: "Simulator", Adresse: Sti})
		side.Valgt = Sti
	} else {
		side.Valgt = "/vaerksted"
	}
	side.Data = "Borgeren, sagerne og enhederne er opdigtede."
	return side
}
