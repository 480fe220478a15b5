// Package demo lets whoever runs `indeksbro demo` choose who to be: an employee with one of the roles, or one of the synthetic citizens. It logs
// nobody in: a choice leads to the log-in, which asks the demo's identity provider as it would ask a real one, with the person named
// beforehand. It must never be mounted by anything but the demo command; package web does not know it.
package demo

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Sti is where the picker lives; LogUd takes the POST that ends a choice, as it did before there was a log-in.
const (
	Sti   = "/demo"
	LogUd = "/demo/ud"
)

// Personer lists the synthetic citizens; web.Indeks has the methods.
type Personer interface {
	Personer(ctx context.Context, u adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error)
	FindNavn(ctx context.Context, u adgang.Udsnit, navn string, n int) ([]oio.Person, error)
	Person(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error)
}

// Medarbejder is an employee one can be: one of the identity provider's, by her id there.
type Medarbejder struct {
	ID, Navn, Beskrivelse string
	Roller                adgang.Roller
}

// Config is what the picker needs. All fields but Telefon must be set; the log-in is at the addresses given.
type Config struct {
	CVR          oio.CVR
	Navn         string // the municipality's
	Telefon      string
	Indeks       Personer
	Medarbejdere []Medarbejder // the first with a role is who one is without a name
	Identiteter  web.Identiteter
	Log          *slog.Logger

	MedarbejderLogin, BorgerLogin, LogUd string
}

// Demo is the picker.
type Demo struct {
	Config
	site *page.Site
}

// New makes the picker. It panics when something is missing: that is a fault of the program.
func New(c Config) *Demo {
	if c.CVR == "" || c.Navn == "" || c.Indeks == nil || len(c.Medarbejdere) == 0 || c.Identiteter == nil || c.Log == nil || c.MedarbejderLogin == "" || c.BorgerLogin == "" || c.LogUd == "" {
		panic(errors.New("demo: Config is not complete"))
	}
	return &Demo{Config: c, site: &page.Site{Kommune: c.Navn, Telefon: c.Telefon, LogUd: c.LogUd, Log: c.Log, NytID: page.NytID}}
}

// Handler serves everything at and below Sti.
func (d *Demo) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Sti, d.vaelger)
	mux.HandleFunc("POST "+Sti+"/vaelg", d.vaelg)
	mux.Handle("POST "+LogUd, http.RedirectHandler(d.Config.LogUd, http.StatusTemporaryRedirect))
	mux.HandleFunc("GET "+Sti+"/farvel", d.farvel)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.site.Fejl(w, r, d.side(""), &page.Problem{
			Status: http.StatusNotFound, Overskrift: "Siden findes ikke", Tekst: "Adressen er forkert.", Link: page.Link{Navn: "Vælg, hvem du er", Adresse: Sti},
		})
	})
	return d.site.Protect(mux)
}

func (d *Demo) side(titel string) page.Side {
	return page.Side{Titel: titel, Menu: []page.Link{{Navn: "Forside", Adresse: "/"}, {Navn: "Vælg, hvem du er", Adresse: Sti}}, Valgt: Sti}
}
