package web

import (
	"net/http"

	"indeksbro/internal/oio"
	"indeksbro/internal/web/assets"
	"indeksbro/internal/web/page"
)

type server struct {
	Config
	site *page.Site
	stor map[string]bool // routes that take files
}

// New makes the handler of all pages. It panics when Config.Validate finds something missing: that is a fault of the program.
func New(c Config) http.Handler {
	if err := c.Validate(); err != nil {
		panic(err)
	}
	if c.NytID == nil {
		c.NytID = page.NytID
	}
	s := &server{Config: c, stor: map[string]bool{}, site: &page.Site{
		Kommune: c.Kommune.Navn, Telefon: c.Kommune.Telefon, LogUd: c.LogUd, Log: c.Log, NytID: c.NytID,
	}}
	return s.site.ProtectUpTo(s.routes(), maxUpload)
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", assets.Handler())
	mux.Handle("GET /{$}", s.anyone(s.forside))
	mux.Handle("GET /tilgaengelighed", s.anyone(s.tilgaengelighed))
	mux.Handle("GET /sapa", s.as(Sagsbehandler, s.soegeside))
	mux.Handle("POST /sapa/soeg", s.as(Sagsbehandler, s.soeg))
	mux.Handle("GET /sapa/borger/{noegle}", s.as(Sagsbehandler, s.oversigt))
	mux.Handle("GET /sapa/sag/{uuid}", s.as(Sagsbehandler, s.sag))
	mux.Handle("GET /sapa/bevilling/{uuid}", s.as(Sagsbehandler, s.bevilling))
	mux.Handle("GET /borger", s.as(Borger, s.borger))
	for _, del := range s.Dele {
		del.Ruter(Ramme{Site: s.site, mux: mux, server: s})
	}
	mux.Handle("/", s.anyone(func(http.ResponseWriter, *http.Request, Identitet) error { return ikkeFundet() }))
	return mux
}

// action answers a request of somebody; an error becomes a page.
type action = func(w http.ResponseWriter, r *http.Request, id Identitet) error

// anyone lets everybody in; whoever is logged in keeps her menu.
func (s *server) anyone(a action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, known := s.Identiteter.Hvem(r)
		if !known || id.Kommune != s.Kommune.CVR {
			id = Identitet{}
		}
		s.run(w, r, id, a)
	})
}

// as lets one role of this municipality in. What the role may see is a parameter of every query that follows, never a filter
// afterwards (S25).
func (s *server) as(rolle Rolle, a action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, known := s.Identiteter.Hvem(r)
		switch {
		case !known:
			s.site.Fejl(w, r, s.side("", Identitet{}), s.ikkeLoggetInd())
		case id.Rolle != rolle || id.Kommune != s.Kommune.CVR || (rolle == Borger && id.Borger.IsZero()):
			s.site.Fejl(w, r, s.side("", id), ikkeAdgang(rolle))
		default:
			s.run(w, r, id, a)
		}
	})
}

func (s *server) run(w http.ResponseWriter, r *http.Request, id Identitet, a action) {
	if r.Pattern != "" && !s.stor[r.Pattern] {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	}
	if err := a(w, r, id); err != nil {
		s.site.Fejl(w, r, s.side("", id), err)
	}
}

// side is the frame for somebody: the menu of her role.
func (s *server) side(titel string, id Identitet) page.Side {
	side := page.Side{Titel: titel, Bruger: id.Navn, Menu: []page.Link{{Navn: "Forside", Adresse: "/"}}}
	switch id.Rolle {
	case Sagsbehandler:
		side.Menu = append(side.Menu, page.Link{Navn: "Find en borger", Adresse: "/sapa"})
	case Borger:
		side.Menu = append(side.Menu, page.Link{Navn: "Mit overblik", Adresse: "/borger"})
		if side.Bruger == "" {
			side.Bruger = "Logget ind som borger"
		}
	case Administrator:
		side.Menu = append(side.Menu, page.Link{Navn: "Værksted", Adresse: "/vaerksted"})
	}
	return side
}

func (s *server) idag() oio.Dato { return oio.DatoOf(s.Nu()) }
