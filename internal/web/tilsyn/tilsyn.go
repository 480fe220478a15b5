// Package tilsyn is the SAPA administrator's pages (/adgang): step A, the audit log with its alarms and samples, the jump to source systems,
// and the report of what is held about a citizen; with the caseworker's jump and access beyond her boundary, and the citizen's page of who has
// looked her up (S7, R110, R114, R116, R118).
//
// It shows what the engine (internal/tilsyn) knows and hands it what a person does. Every page that shows a citizen, or the log itself, is
// put on record first: without the record there is no page. CPR numbers come in bodies alone. All works without JavaScript.
package tilsyn

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/revision"
	"indeksbro/internal/rules"
	engine "indeksbro/internal/tilsyn"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Politikker reads and keeps what the municipality has chosen.
type Politikker interface {
	Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error)
	// Vaelg keeps a choice; the error says what the key takes.
	Vaelg(ctx context.Context, key, value, af string) error
}

// Config is what the pages need. All fields must be set.
type Config struct {
	Motor    *engine.Tilsyn
	Lager    engine.Indsigtslager
	Politik  Politikker
	Spoerg   func(ctx context.Context, template hop.Skabelon) hop.Svar // asks a source system whether it answers
	Udtraek  func(ctx context.Context, v revision.Valg, yield func([]string) error) error
	Person   func(ctx context.Context, key oio.Borgernoegle) (oio.Person, bool, error)
	Tilfaeld func(below int) int // random
	NytID    func() string       // random, never the same twice
	Loopback bool                // a demo: this machine may be jumped to
	Nu       func() time.Time
}

// Sider are the pages, a web.Del.
type Sider struct {
	Config
	ramme web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages. It panics when something is missing: that is a fault of the program.
func New(c Config) *Sider {
	if c.Motor == nil || c.Lager == nil || c.Politik == nil || c.Spoerg == nil || c.Udtraek == nil || c.Person == nil || c.Tilfaeld == nil || c.NytID == nil || c.Nu == nil {
		panic(errors.New("web/tilsyn: Config is not complete"))
	}
	return &Sider{Config: c}
}

// Ruter implements web.Del. One line a page; the handlers of a page lie in the file named after it.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	r.Som(adgang.SapaAdministrator, "GET /adgang", s.trinA)
	r.Som(adgang.SapaAdministrator, "GET /adgang/rolle/{id}", s.rolle)
	r.Som(adgang.SapaAdministrator, "POST /adgang/rolle/{id}", s.afgoer)
	r.Som(adgang.SapaAdministrator, "POST /adgang/underskriv", s.underskriv)
	r.Som(adgang.SapaAdministrator, "POST /adgang/genoptag", s.genoptag)
	r.Som(adgang.SapaAdministrator, "GET /adgang/log", s.logside)
	r.Som(adgang.SapaAdministrator, "POST /adgang/log", s.logsoeg)
	r.Som(adgang.SapaAdministrator, "POST /adgang/log.csv", s.logCSV)
	r.Som(adgang.SapaAdministrator, "GET /adgang/alarmer", s.alarmer)
	r.Som(adgang.SapaAdministrator, "POST /adgang/kollega", s.kollega)
	r.Som(adgang.SapaAdministrator, "POST /adgang/indstillinger", s.indstillinger)
	r.Som(adgang.SapaAdministrator, "GET /adgang/stikproeve", s.stikproever)
	r.Som(adgang.SapaAdministrator, "POST /adgang/stikproeve", s.traek)
	r.Som(adgang.SapaAdministrator, "POST /adgang/stikproeve/{id}/{nr}", s.afkryds)
	r.Som(adgang.SapaAdministrator, "GET /adgang/hop", s.hopside)
	r.Som(adgang.SapaAdministrator, "POST /adgang/hop/{system}", s.saetHop)
	r.Som(adgang.SapaAdministrator, "POST /adgang/hop/{system}/proev", s.proevHop)
	r.Som(adgang.SapaAdministrator, "POST /adgang/hop/{system}/{id}", s.hoptrin)
	r.Som(adgang.SapaAdministrator, "GET /adgang/indsigt", s.indsigtside)
	r.Som(adgang.SapaAdministrator, "POST /adgang/indsigt", s.indsigt)
	r.SomFil(adgang.SapaAdministrator, "POST /adgang/roller", s.indlaes)
	r.Som(adgang.Sagsbehandler, "GET /sapa/hop/{type}/{uuid}", s.hop)
	r.Som(adgang.Sagsbehandler, "GET /sapa/noed/{noegle}", s.noedside)
	r.Som(adgang.Sagsbehandler, "POST /sapa/noed/{noegle}", s.noed)
	r.Som(adgang.Borger, "GET /borger/log", s.egenlog)
	r.Enhver("GET /sapa/hop-noegle", s.hopnoegle)
}

// faner are the pages' own menu.
var faner = []page.Link{
	{Navn: "Trin A: roller", Adresse: "/adgang"},
	{Navn: "Opslagslog", Adresse: "/adgang/log"},
	{Navn: "Alarmer", Adresse: "/adgang/alarmer"},
	{Navn: "Stikprøver", Adresse: "/adgang/stikproeve"},
	{Navn: "Hop til fagsystem", Adresse: "/adgang/hop"},
	{Navn: "Indsigt", Adresse: "/adgang/indsigt"},
}

// side is the frame of a page.
func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	side.Valgt, side.Stil = "/adgang", []string{"vaerksted.css", "tilsyn.css"}
	return side
}

// af is who decides, as facts and log have it.
func af(id web.Identitet) string {
	if id.Bruger != "" {
		return id.Bruger
	}
	return id.Navn
}

// afvist gives what a refusal says to people; any other error is passed on.
func afvist(err error) (page.Besked, error) {
	var brud *rules.Brud
	var faults adgang.Rollefejl
	switch {
	case errors.As(err, &brud):
		return page.Besked{Fejl: []string{brud.Dansk}}, nil
	case errors.As(err, &faults):
		b := page.Besked{}
		for i, f := range faults {
			if i == 20 {
				b.Fejl = append(b.Fejl, fmt.Sprintf("og %d fejl mere", len(faults)-i))
				break
			}
			b.Fejl = append(b.Fejl, fmt.Sprintf("Linje %d: %s", f.Linje, f.Dansk))
		}
		return b, nil
	}
	return page.Besked{}, err
}

func findesIkke(what, tilbage string) error {
	return &page.Problem{Status: http.StatusNotFound, Overskrift: what + " findes ikke", Tekst: "Måske er listen ændret siden.", Raad: "Begynd fra listen.", Link: page.Link{Navn: "Til listen", Adresse: tilbage}}
}

// dag reads a date of a form as a person or a date field writes it; zero when it is neither.
func dag(text string) oio.Dato {
	d, err := oio.ParseDato(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return d
}
