// Package program is the pages of the programme (/program): where the municipality stands in the eight steps and two, whose turn it is, what
// is agreed with whom, and what all municipalities show each other (S5, S12, R120–R125).
//
// It shows what the engine (internal/tovholder) knows and hands it what a person does. Nothing here is about a citizen. All works without
// JavaScript.
package program

import (
	"context"
	"errors"
	"io"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/programleder"
	"indeksbro/internal/tavle"
	"indeksbro/internal/tovholder"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const sti = "/program"

// Filer takes and gives the list of tasks as files (R121).
type Filer interface {
	// SkrivOpgaver writes the list as xlsx or csv.
	SkrivOpgaver(ctx context.Context, w io.Writer, format string) error
	// TagOpgaver takes one, whole or not at all, and says how many things it changed. What is wrong with it is a *FilFejl.
	TagOpgaver(ctx context.Context, r io.Reader, navn, af string) (int, error)
}

// FilFejl refuses a file; each line is one fault with its place, in Danish.
type FilFejl struct{ Linjer []string }

// Error is for logs.
func (f *FilFejl) Error() string { return "a list of tasks was not taken" }

// Config is what the pages need. All fields but Base, HentKLE and Kommuner must be set.
type Config struct {
	Motor       *tovholder.Tovholder
	Aftalekilde Aftalekilde
	Filer       Filer
	Faelles     Faelles
	Desk        Skrivebord
	Nu          func() time.Time
	// Base is the address browsers have, without the last slash; empty: as each browser says.
	Base string
	// HentKLE imports KLE at once, where a changed filter takes effect now (R061); nil: it does so at the next daily import.
	HentKLE  func(ctx context.Context) error
	Leder    *programleder.Leder
	PDF      func(r *tavle.Rapport) ([]byte, error) // draws a report as a page
	Kommuner Kommuner                               // nil: municipalities are taken in elsewhere
}

// Sider are the pages, a web.Del.
type Sider struct {
	Config
	ramme web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages. It panics when something is missing: that is a fault of the program.
func New(c Config) *Sider {
	if c.Motor == nil || c.Aftalekilde == nil || c.Filer == nil || c.Faelles == nil || c.Desk == nil || c.Nu == nil || c.Leder == nil || c.PDF == nil {
		panic(errors.New("web/program: Config is not complete"))
	}
	return &Sider{Config: c}
}

// Ruter implements web.Del.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	s.overblikruter(r)
	s.aftaleruter(r)
	s.alleruter(r)
	s.kommuneruter(r)
	s.faellesruter(r)
	s.afklaringsruter(r)
}

// faner are the pages' own menu, and whom each is for.
var faner = []struct {
	roller adgang.Roller
	page.Link
}{
	{adgang.Programfolk, page.Link{Navn: "Hvor står vi", Adresse: sti}},
	{adgang.Programfolk, page.Link{Navn: "KLIK-opgaver", Adresse: opgaveSti}},
	{adgang.Programfolk, page.Link{Navn: "Plan", Adresse: planSti}},
	{adgang.Programfolk, page.Link{Navn: "Aftaler og certifikater", Adresse: aftaleSti}},
	{faellesroller, page.Link{Navn: "Fælles valg", Adresse: faellessti}},
	{faellesroller, page.Link{Navn: "Afklaringer", Adresse: afklaringssti}},
	{adgang.Programfolk, page.Link{Navn: "Alle kommuner", Adresse: allesti}},
	{adgang.Programfolk, page.Link{Navn: "Første indlæsninger", Adresse: loadsti}},
	{adgang.Programfolk, page.Link{Navn: "Møder og spørgsmål", Adresse: moedesti}},
	{adgang.Programfolk, page.Link{Navn: "Rapport", Adresse: rapportsti}},
	{adgang.Programleder, page.Link{Navn: "Kommuner", Adresse: kommunersti}},
}

// side is the frame of a page.
func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	side.Valgt, side.Stil = sti, []string{"vaerksted.css", "program.css"}
	return side
}

// af is who acts, as facts have it.
func af(id web.Identitet) string {
	if id.Bruger != "" {
		return id.Bruger
	}
	return id.Navn
}
