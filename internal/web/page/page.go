// Package page is what every page has in common: the frame (header, main, footer), the headers that protect it, and the one way
// to write it. Readers and demo use it, so no page can forget Cache-Control or the content security policy (S25, 06 §2.6).
//
// A page is rendered into memory and written once: an error half-way shows an error page, never half a page. Errors for people
// say what happened and what to do, with an id that also stands in the log; the log never gets a CPR number.
package page

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// Site is what all pages of one municipality share. All fields but Telefon and LogUd must be set.
type Site struct {
	Kommune string   // "Korsbæk Kommune"
	Telefon string   // the switchboard
	LogUd   string   // address that takes a POST to log out
	Sikker  bool     // browsers come by https, though this process may not see it
	Udefra  []string // patterns of forms that other sites send, such as a log-in's answer; what comes there must prove itself
	Log     *slog.Logger
	NytID   func() string // ids of errors

	Hjaelp func(sti string) Link // the way from a page to its help; nil: there is none
}

// Link is an entry of the main menu.
type Link struct{ Navn, Adresse string }

// Side is what the frame needs to know of one page. Titel stands in the browser's history, so it never holds a name.
type Side struct {
	Titel  string
	Bruger string // who is logged in, as shown to herself; empty: nobody
	Menu   []Link
	Valgt  string   // address of the current menu entry
	Udloeb *Udloeb  // when she is logged out by herself; nil: she is not
	Data   string   // the quiet line that says where the data is from and when it changed last
	Stil   []string // own stylesheets of this page: names of assets, such as vaerksted.css
	Script []string // own scripts of this page; it works without them
	Sprog  sprog.Sprog
	Hjaelp Link // the way to the page's help, for whoever is logged in
}

// Udloeb says until when somebody is logged in, and lets her stay (WCAG 2.2.1).
type Udloeb struct {
	Om      time.Duration // from now; the browser's own clock may be wrong
	Klokken string        // when that is: 13.30
	Endelig bool          // it cannot be put off any more
	Adresse string        // takes a POST to put it off
	tilbage string        // where she is
}

// Problem is an error a person may see: what happened and what to do about it (S9). Only this type's texts reach a screen.
type Problem struct {
	Status     int
	Overskrift string
	Tekst      string
	Raad       string
	Link       Link   // a way on; may be empty
	Ellers     Link   // another way; may be empty
	ID         string // also in the log; empty when nothing was logged
}

// Error is for logs.
func (p *Problem) Error() string { return p.Overskrift }

// NytID makes a random id of eight characters that can be read aloud over a telephone.
func NytID() string { return rand.Text()[:8] }

// Vis renders a page inside the frame and writes it.
func (s *Site) Vis(w http.ResponseWriter, r *http.Request, status int, side Side, content templ.Component) {
	ctx := templ.WithChildren(r.Context(), content)
	side.Hjaelp = s.hjaelp(r, side)
	if side.Udloeb != nil && r.Method == http.MethodGet {
		if here := r.URL.RequestURI(); oio.MaskCPR(here) == here {
			side.Udloeb.tilbage = here
		}
	}
	if err := write(ctx, w, r, status, ramme(s, side)); err != nil {
		s.Fejl(w, r, side, err)
	}
}

// hjaelp is the way to the help, for whoever is logged in.
func (s *Site) hjaelp(r *http.Request, side Side) Link {
	if s.Hjaelp == nil || side.Bruger == "" {
		return Link{}
	}
	return s.Hjaelp(r.URL.Path)
}

// Fejl shows an error: a Problem as it is; everything else as "noget gik galt hos os" with an id under which the log has the
// cause. A request the reader has given up gets no answer.
func (s *Site) Fejl(w http.ResponseWriter, r *http.Request, side Side, err error) {
	var p *Problem
	switch {
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		return
	case !errors.As(err, &p):
		p = s.intern(r, err)
	}
	side.Titel, side.Data, side.Hjaelp = p.Overskrift, "", s.hjaelp(r, side)
	ctx := templ.WithChildren(r.Context(), problem(s, p))
	if err := write(ctx, w, r, p.Status, ramme(s, side)); err != nil {
		s.Log.Error("fejlside kunne ikke vises", "rute", r.Pattern, "err", oio.MaskCPR(err.Error()))
		http.Error(w, p.Overskrift, p.Status)
	}
}

func (s *Site) intern(r *http.Request, err error) *Problem {
	id := s.NytID()
	s.Log.Error("side fejlede", "fejl_id", id, "rute", r.Pattern, "err", oio.MaskCPR(err.Error()))
	return &Problem{
		Status: http.StatusInternalServerError, Overskrift: "Noget gik galt hos os", Tekst: "Du har ikke gjort noget forkert.",
		Raad: "Prøv igen om lidt. Bliver det ved, så ring til kommunen og oplys nummeret herunder.", ID: id,
	}
}
