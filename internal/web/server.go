package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
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

	adresser []Adresse
}

// Websted is all pages of a municipality, and the list of their addresses.
type Websted struct {
	http.Handler
	Adresser []Adresse
}

// Adresse is one address and who may enter it. The table in docs/roller.md is made from these, and a test holds every address against every role.
type Adresse struct {
	Moenster string        // method and path as http.ServeMux has them
	Roller   adgang.Roller // one of these is needed; adgang.Ingen: everybody may
}

// New makes the handler of all pages. It panics when Config.Validate finds something missing: that is a fault of the program.
func New(c Config) *Websted {
	if err := c.Validate(); err != nil {
		panic(err)
	}
	if c.NytID == nil {
		c.NytID = page.NytID
	}
	if c.Visning == nil {
		c.Visning = intetVist{}
	}
	s := &server{Config: c, stor: map[string]bool{}, site: &page.Site{
		Kommune: c.Kommune.Navn, Telefon: c.Kommune.Telefon, LogUd: c.LogUd, Log: c.Log, NytID: c.NytID,
	}}
	pages := s.routes()
	return &Websted{s.site.ProtectUpTo(pages, maxUpload), s.adresser}
}

func (s *server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", assets.Handler())
	s.enhver(mux, "GET /{$}", s.forside)
	s.enhver(mux, "GET /tilgaengelighed", s.tilgaengelighed)
	s.som(mux, adgang.Sagsbehandler, "GET /sapa", s.soegeside)
	s.som(mux, adgang.Sagsbehandler, "POST /sapa/soeg", s.bremset(s.soeg))
	s.som(mux, adgang.Sagsbehandler, "GET /sapa/borger/{noegle}", s.oversigt)
	s.som(mux, adgang.Sagsbehandler, "GET /sapa/sag/{uuid}", s.sag)
	s.som(mux, adgang.Sagsbehandler, "GET /sapa/bevilling/{uuid}", s.bevilling)
	s.som(mux, adgang.Sagsbehandler, "POST /sapa/sag/{uuid}/part", s.part)
	s.som(mux, adgang.Sagsbehandler, "POST /sapa/borger/{noegle}/udtraek", s.udtraek)
	s.som(mux, adgang.Sagsbehandler, "GET /sapa/borger/{noegle}/data.json", s.oversigtData)
	s.som(mux, adgang.Sagsbehandler, "GET /sapa/enhed", s.enhedens)
	s.som(mux, adgang.Borger, "GET /borger", s.borger)
	s.som(mux, adgang.Borger, "GET /borger/data.json", s.borgerdata)
	s.som(mux, verifikation, "GET /borgerblik/som-borger", s.findSomBorger)
	s.som(mux, verifikation, "POST /borgerblik/som-borger", s.bremset(s.soegSomBorger))
	s.som(mux, verifikation, "GET /sapa/borger/{noegle}/som-borger", s.spoergFormaal)
	s.som(mux, verifikation, "POST /sapa/borger/{noegle}/som-borger", s.somBorger)
	for _, del := range s.Dele {
		del.Ruter(Ramme{Site: s.site, mux: mux, server: s})
	}
	mux.Handle("/", s.anyone(func(http.ResponseWriter, *http.Request, Identitet) error { return ikkeFundet() }))
	return mux
}

// som registers an address for some roles.
func (s *server) som(mux *http.ServeMux, roller adgang.Roller, pattern string, a action) {
	s.adresser = append(s.adresser, Adresse{pattern, roller})
	mux.Handle(pattern, s.as(roller, a))
}

// enhver registers an address for everybody.
func (s *server) enhver(mux *http.ServeMux, pattern string, a action) {
	s.adresser = append(s.adresser, Adresse{pattern, adgang.Ingen})
	mux.Handle(pattern, s.anyone(a))
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
	r = r.WithContext(context.WithValue(r.Context(), rollenoegle{}, id.Roller))
	ture.iTur(w, r, func(w http.ResponseWriter) {
		if err := a(w, r, id); err != nil {
			s.site.Fejl(w, r, s.side("", id), err)
		}
	})
}

// rollenoegle is where the roles of who asks are kept in a request's context.
type rollenoegle struct{}

// RollerI are the roles of who asks, while a request of hers is answered: for what a page shows in many places, such as its own menu.
func RollerI(ctx context.Context) adgang.Roller {
	roller, _ := ctx.Value(rollenoegle{}).(adgang.Roller)
	return roller
}

// menu are the entries of the main menu and whom they are for.
var menu = []struct {
	roller adgang.Roller
	page.Link
}{
	{adgang.Sagsbehandler, page.Link{Navn: "Find en borger", Adresse: "/sapa"}},
	{adgang.Borger, page.Link{Navn: "Mit overblik", Adresse: "/borger"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Værksted", Adresse: "/vaerksted"}},
	{adgang.Programfolk, page.Link{Navn: "Programmet", Adresse: "/program"}},
	{adgang.OrgAdministrator, page.Link{Navn: "Enheder", Adresse: "/vaerksted/enheder"}},
	{adgang.Leverandoeren, page.Link{Navn: "Beskeder", Adresse: "/indeks"}},
	{adgang.Borgerblikejer | adgang.SapaAdministrator, page.Link{Navn: "Hvad vises", Adresse: "/borgerblik"}},
	{verifikation, page.Link{Navn: "Som borgeren", Adresse: "/borgerblik/som-borger"}},
	{adgang.SapaAdministrator, page.Link{Navn: "Adgang", Adresse: "/adgang"}},
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
		side.Udloeb = &page.Udloeb{Om: id.Udloeb.Sub(s.Nu()), Klokken: strings.TrimPrefix(sprog.Klokken(id.Udloeb), "kl. "), Endelig: !id.Udloeb.Before(id.Laengst), Adresse: s.Forlaeng}
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

// udsnit is what a caseworker may see: her groups, within the source systems opened for SAPA (R111).
func (s *server) udsnit(ctx context.Context, id Identitet) (adgang.Udsnit, Sapaindstilling, error) {
	var choice Sapaindstilling
	if s.Sapa != nil {
		var err error
		if choice, err = s.Sapa.Sapaindstilling(ctx, id.Kommune); err != nil {
			return adgang.Udsnit{}, choice, fmt.Errorf("read what is opened: %w", err)
		}
	}
	u := adgang.NytUdsnit(id.Grupper, adgang.Opslag, id.Kommune, choice.Aabne)
	u.Saet(id.Bruger)
	return u, choice, nil
}

// sapaside is the frame of a caseworker's page.
func (s *server) sapaside(titel string, id Identitet) page.Side {
	side := s.side(titel, id)
	side.Valgt, side.Stil, side.Script = "/sapa", []string{"sapa.css"}, []string{"sapa.js"}
	return side
}

func (s *server) idag() oio.Dato { return oio.DatoOf(s.Nu()) }
