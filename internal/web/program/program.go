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
	"net/http"
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

// Config is what the pages need. All fields but the last two must be set.
type Config struct {
	Motor       *tovholder.Tovholder
	Aftalekilde Aftalekilde
	Filer       Filer
	Nu          func() time.Time
	Leder       *programleder.Leder
	PDF         func(r *tavle.Rapport) ([]byte, error) // draws a report as a page
	// Base is the address browsers have, without the last slash; empty: as each browser says.
	Base string
	// HentKLE imports KLE at once, where a changed filter takes effect now (R061); nil: it does so at the next daily import.
	HentKLE func(ctx context.Context) error
}

// Sider are the pages, a web.Del.
type Sider struct {
	Config
	ramme web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages. It panics when something is missing: that is a fault of the program.
func New(c Config) *Sider {
	if c.Motor == nil || c.Aftalekilde == nil || c.Filer == nil || c.Nu == nil || c.Leder == nil || c.PDF == nil {
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
	{adgang.Programfolk, page.Link{Navn: "Alle kommuner", Adresse: allesti}},
	{adgang.Programfolk, page.Link{Navn: "Første indlæsninger", Adresse: loadsti}},
	{adgang.Programfolk, page.Link{Navn: "Møder og spørgsmål", Adresse: moedesti}},
	{adgang.Programfolk, page.Link{Navn: "Rapport", Adresse: rapportsti}},
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

// besked is what a page says at its top: what was done, or what stands in the way.
type besked struct {
	Gjort string
	Fejl  []string
}

// status is the answer's code for a message.
func (b besked) status() int {
	if len(b.Fejl) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
