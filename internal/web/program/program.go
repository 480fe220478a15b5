// Package program is the pages of the programme (/program): where the municipality stands in the eight steps and two, whose turn it is, what
// is agreed with whom, and what all municipalities show each other (S5, S12, R120–R125).
//
// It shows what the engine (internal/tovholder) knows and hands it what a person does. Nothing here is about a citizen. All works without
// JavaScript.
package program

import (
	"errors"
	"net/http"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/tovholder"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const sti = "/program"

// Config is what the pages need. All fields must be set.
type Config struct {
	Motor       *tovholder.Tovholder
	Aftalekilde Aftalekilde
	Faelles     Faelles
	Desk        Skrivebord
	Nu          func() time.Time
}

// Sider are the pages, a web.Del.
type Sider struct {
	Config
	ramme web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages. It panics when something is missing: that is a fault of the program.
func New(c Config) *Sider {
	if c.Motor == nil || c.Aftalekilde == nil || c.Faelles == nil || c.Desk == nil || c.Nu == nil {
		panic(errors.New("web/program: Config is not complete"))
	}
	return &Sider{Config: c}
}

// Ruter implements web.Del.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	s.overblikruter(r)
	s.aftaleruter(r)
	s.faellesruter(r)
	s.afklaringsruter(r)
}

// faner are the pages' own menu, and whom each is for.
var faner = []struct {
	roller adgang.Roller
	page.Link
}{
	{adgang.Programfolk, page.Link{Navn: "Hvor står vi", Adresse: sti}},
	{adgang.Programfolk, page.Link{Navn: "Aftaler og certifikater", Adresse: aftaleSti}},
	{faellesroller, page.Link{Navn: "Fælles valg", Adresse: faellessti}},
	{faellesroller, page.Link{Navn: "Afklaringer", Adresse: afklaringssti}},
}

// side is the frame of a page.
func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	side.Valgt, side.Stil = sti, []string{"vaerksted.css", "program.css"}
	return side
}

// overblikruter are the pages of one municipality's own way.
func (s *Sider) overblikruter(r web.Ramme) {
	r.Som(adgang.Programfolk, "GET "+sti, s.overblik)
}

// overblik is where the municipality stands (R121, R122).
func (s *Sider) overblik(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	f, err := s.Motor.Forloeb(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Programmet", id), overblikside(f, f.Mine(id.Roller)))
	return nil
}

// tilstandsord is the class of a state, for colours; its word stands beside.
func tilstandsord(t forloeb.Tilstand) string { return "ib-trin-" + string(t) }
