package web

import (
	"net/http"
	"strconv"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
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
	mux.Handle("GET /sapa", s.as(adgang.Sagsbehandler, s.soegeside))
	mux.Handle("POST /sapa/soeg", s.as(adgang.Sagsbehandler, s.bremset(s.soeg)))
	mux.Handle("GET /sapa/borger/{noegle}", s.as(adgang.Sagsbehandler, s.oversigt))
	mux.Handle("GET /sapa/sag/{uuid}", s.as(adgang.Sagsbehandler, s.sag))
	mux.Handle("GET /sapa/bevilling/{uuid}", s.as(adgang.Sagsbehandler, s.bevilling))
	mux.Handle("GET /borger", s.as(adgang.Borger, s.borger))
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

// as lets people of this municipality in who have one of the roles. What the role may see is a parameter of every query that follows, never a filter
// afterwards (S25).
func (s *server) as(roller adgang.Roller, a action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, known := s.Identiteter.Hvem(r)
		switch {
		case !known:
			s.site.Fejl(w, r, s.side("", Identitet{}), s.ikkeLoggetInd())
		case !id.Roller.Er(roller) || id.Kommune != s.Kommune.CVR || (roller == adgang.Borger && id.Borger.IsZero()):
			s.site.Fejl(w, r, s.side("", id), ikkeAdgang(roller))
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

// menu are the entries of the main menu and whom they are for.
var menu = []struct {
	roller adgang.Roller
	page.Link
}{
	{adgang.Sagsbehandler, page.Link{Navn: "Find en borger", Adresse: "/sapa"}},
	{adgang.Borger, page.Link{Navn: "Mit overblik", Adresse: "/borger"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Værksted", Adresse: "/vaerksted"}},
}

// side is the frame for somebody: the menu of her role.
func (s *server) side(titel string, id Identitet) page.Side {
	side := page.Side{Titel: titel, Bruger: id.Navn, Menu: []page.Link{{Navn: "Forside", Adresse: "/"}}}
	if id.Roller.Er(adgang.Borger) && side.Bruger == "" {
		side.Bruger = "Logget ind som borger"
	}
	for _, entry := range menu {
		if id.Roller.Er(entry.roller) {
			side.Menu = append(side.Menu, entry.Link)
		}
	}
	if s.Forlaeng != "" && !id.Udloeb.IsZero() {
		side.Udloeb = &page.Udloeb{Om: id.Udloeb.Sub(s.Nu()), Klokken: sprog.Klokken(id.Udloeb), Endelig: !id.Udloeb.Before(id.Laengst), Adresse: s.Forlaeng}
	}
	return side
}

// bremset lets one person do something only so often: whoever goes through the register by machine is stopped, and told.
func (s *server) bremset(a action) action {
	return func(w http.ResponseWriter, r *http.Request, id Identitet) error {
		if s.Soegning == nil {
			return a(w, r, id)
		}
		if wait := s.Soegning.Tag(id.Bruger); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			return forMange()
		}
		return a(w, r, id)
	}
}

func (s *server) idag() oio.Dato { return oio.DatoOf(s.Nu()) }
