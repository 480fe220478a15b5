// Package borgerblik is the pages where a municipality decides what its two readers show (/borgerblik): which source systems are opened for SAPA
// and for Borgerblikket (step B, R111, R117), which KLE numbers citizens see and how (06 B4–B15), the plain words for them (B13), who decided what,
// and how much the citizen's page is used.
//
// It writes facts of the programme and judges nothing: package visning does, wherever a fact comes from. Every page works without JavaScript.
package borgerblik

import (
	"context"
	"errors"
	"net/http"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Type is a service type that is in use.
type Type struct{ Noegle, Navn string }

// Kilde is what the pages read and write. What is refused is a *rules.Brud.
type Kilde interface {
	Visning(ctx context.Context) (*visning.Visninger, error)
	// Historik is all facts of the programme, oldest first.
	Historik(ctx context.Context) ([]program.Faktum, error)
	Noter(ctx context.Context, facts ...program.Faktum) error
	// Titler are the titles of KLE numbers.
	Titler(ctx context.Context) (map[string]string, error)
	// Tal counts what is in the index by the first 2, 5 or 8 characters of the KLE number: together, and by source system.
	Tal(ctx context.Context, length int) ([]visning.Omraadetal, error)
	// Systemer are the source systems that deliver to the index, and the municipality's own.
	Systemer(ctx context.Context) ([]oio.ITSystem, error)
	// Typer are the service types that are in use, by name.
	Typer(ctx context.Context) ([]Type, error)
	// Kald are the calls of the citizen's page since a day, oldest first.
	Kald(ctx context.Context, fra oio.Dato) ([]visning.Kald, error)
}

// Sider are the pages, a web.Del.
type Sider struct {
	kilde Kilde
	nu    func() time.Time
	ramme web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages. It panics when something is missing: that is a fault of the program.
func New(k Kilde, nu func() time.Time) *Sider {
	if k == nil || nu == nil {
		panic(errors.New("web/borgerblik: not complete"))
	}
	return &Sider{kilde: k, nu: nu}
}

// begge own one reader each, and see what is decided about both.
const begge = adgang.Borgerblikejer | adgang.SapaAdministrator

// Ruter implements web.Del.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	r.Som(begge, "GET /borgerblik", s.overblik)
	r.Som(begge, "GET /borgerblik/aabninger", s.aabninger)
	r.Som(begge, "POST /borgerblik/aabning/{laeser}/{system}", s.aabn)
	r.Som(begge, "GET /borgerblik/historik", s.historik)
	r.Som(adgang.Borgerblikejer, "GET /borgerblik/omraader", s.omraader)
	r.Som(adgang.Borgerblikejer, "GET /borgerblik/omraade/{kle}", s.omraade)
	r.Som(adgang.Borgerblikejer, "POST /borgerblik/omraade/{kle}", s.saetOmraade)
	r.Som(adgang.Borgerblikejer, "GET /borgerblik/tekster", s.tekster)
	r.Som(adgang.Borgerblikejer, "GET /borgerblik/tekst", s.tekst)
	r.Som(adgang.Borgerblikejer, "POST /borgerblik/tekst", s.saetTekst)
	r.Som(adgang.Borgerblikejer, "GET /borgerblik/valg", s.valg)
	r.Som(adgang.Borgerblikejer, "POST /borgerblik/valg", s.saetValg)
	r.Som(begge, "GET /borgerblik/statistik.csv", s.statistikCSV)
}

// faner are the pages' own menu, and whom each is for.
var faner = []struct {
	roller adgang.Roller
	page.Link
}{
	{begge, page.Link{Navn: "Overblik", Adresse: "/borgerblik"}},
	{begge, page.Link{Navn: "Åbninger", Adresse: "/borgerblik/aabninger"}},
	{adgang.Borgerblikejer, page.Link{Navn: "Områder", Adresse: "/borgerblik/omraader"}},
	{adgang.Borgerblikejer, page.Link{Navn: "Tekster", Adresse: "/borgerblik/tekster"}},
	{adgang.Borgerblikejer, page.Link{Navn: "Kontakt", Adresse: "/vaerksted/kontakter"}},
	{adgang.Borgerblikejer, page.Link{Navn: "Skjulte sager", Adresse: "/borgerblik/valg"}},
	{adgang.Borgerblikejer | adgang.Verifikator, page.Link{Navn: "Som borgeren", Adresse: "/borgerblik/som-borger"}},
	{begge, page.Link{Navn: "Historik", Adresse: "/borgerblik/historik"}},
}

// fanerTil are the entries for somebody.
func fanerTil(roller adgang.Roller) []page.Link {
	var all []page.Link
	for _, f := range faner {
		if roller.Er(f.roller) {
			all = append(all, f.Link)
		}
	}
	return all
}

func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	side.Valgt, side.Stil = "/borgerblik", []string{"vaerksted.css"}
	return side
}

func (s *Sider) idag() oio.Dato { return oio.DatoOf(s.nu()) }

// noter keeps decisions in somebody's name. The text is what to tell her when a rule stands against them; empty when they are kept.
func (s *Sider) noter(ctx context.Context, id web.Identitet, facts ...program.Faktum) (*rules.Brud, error) {
	for i := range facts {
		facts[i].Af = id.Navn
		if facts[i].Af == "" {
			facts[i].Af = id.Bruger
		}
	}
	err := s.kilde.Noter(ctx, facts...)
	var refused *rules.Brud
	if errors.As(err, &refused) {
		return refused, nil
	}
	return nil, err
}

func forkert(what string) error {
	return &page.Problem{Status: http.StatusBadRequest, Overskrift: what, Tekst: "Intet er ændret.", Raad: "Begynd fra overblikket.",
		Link: page.Link{Navn: "Til overblikket", Adresse: "/borgerblik"}}
}
