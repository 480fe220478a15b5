// Package demo lets whoever runs `indeksbro demo` choose who to be: an administrator, a caseworker, or one of the synthetic citizens. It is no
// login and must never be mounted by anything but the demo command; package web does not know it.
//
// It promises that a choice holds only in the process that made it (the cookie is signed with a key that is drawn at start), that
// scripts cannot read it, that other sites cannot send it, and that it names nobody: it holds a role and a key.
package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
	"indeksbro/internal/web/session"
)

// Sti is where the picker lives, and LogUd takes the POST that ends a choice. They are web.Config's Login and LogUd.
const (
	Sti   = "/demo"
	LogUd = "/demo/ud"
)

// Personer lists the synthetic citizens; web.Indeks has the method.
type Personer interface {
	Personer(ctx context.Context, u adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error)
	Person(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error)
}

// Config is what the picker needs. All fields but Telefon must be set.
type Config struct {
	CVR     oio.CVR
	Navn    string // the municipality's
	Telefon string
	Indeks  Personer
	Nu      func() time.Time
	Log     *slog.Logger
}

// A choice holds for a working day.
const (
	cookieName = "indeksbro_demo"
	lifetime   = 8 * time.Hour
)

// Demo is the picker and the identities it hands out.
type Demo struct {
	Config
	session.Session
	site *page.Site
}

var _ web.Identiteter = (*Demo)(nil)

// New draws the key. It panics when something is missing: that is a fault of the program.
func New(c Config) *Demo {
	if c.CVR == "" || c.Navn == "" || c.Indeks == nil || c.Nu == nil || c.Log == nil {
		panic(errors.New("demo: Config is not complete"))
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return &Demo{Config: c, Session: session.Session{Cookie: cookieName, Noegle: key, Kommune: c.CVR, Varighed: lifetime, Nu: c.Nu}, site: &page.Site{
		Kommune: c.Navn, Telefon: c.Telefon, LogUd: LogUd, Log: c.Log, NytID: page.NytID,
	}}
}

// Handler serves everything at and below Sti.
func (d *Demo) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Sti, d.vaelger)
	mux.HandleFunc("POST "+Sti+"/vaelg", d.vaelg)
	mux.HandleFunc("POST "+LogUd, d.logUd)
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
