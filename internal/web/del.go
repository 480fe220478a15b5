package web

import (
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/web/page"
)

// Del is a set of pages from another package, shown in the same frame and behind the same log-in.
type Del interface {
	// Ruter registers the pages once, when the site is made.
	Ruter(Ramme)
}

// Ramme is what a Del gets to register its pages with.
type Ramme struct {
	Site   *page.Site
	mux    *http.ServeMux
	server *server
}

// Bodies are limited: forms to more than a table with a box in every row needs, files to what a preparation sheet may be.
const (
	maxForm   = 1 << 20
	maxUpload = 32 << 20
)

// Som registers a page for the roles of this municipality. An error it gives becomes a page.
func (r Ramme) Som(roller adgang.Roller, pattern string, handle func(http.ResponseWriter, *http.Request, Identitet) error) {
	r.server.som(r.mux, roller, pattern, handle)
}

// SomFil is Som for a page that takes files.
func (r Ramme) SomFil(roller adgang.Roller, pattern string, handle func(http.ResponseWriter, *http.Request, Identitet) error) {
	r.server.stor[pattern] = true
	r.Som(roller, pattern, handle)
}

// Enhver registers a page for everybody; whoever is logged in keeps her menu.
func (r Ramme) Enhver(pattern string, handle func(http.ResponseWriter, *http.Request, Identitet) error) {
	r.server.enhver(r.mux, pattern, handle)
}

// Udefra registers a form that other sites send on a person's behalf, such as the answer of a log-in service. Nothing that comes there may be
// believed for whom it comes with: it must prove itself.
func (r Ramme) Udefra(pattern string, handle func(http.ResponseWriter, *http.Request, Identitet) error) {
	r.Site.Udefra = append(r.Site.Udefra, pattern)
	r.Enhver(pattern, handle)
}

// Side is the frame of a page for somebody.
func (r Ramme) Side(titel string, id Identitet) page.Side { return r.server.side(titel, id) }
