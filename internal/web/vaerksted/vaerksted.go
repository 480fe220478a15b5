// Package vaerksted is the pages of the workbench (/vaerksted): where an administrator brings the lists, sees suggestions with
// reasons and consequences, decides, undoes, asks, and finds what is wrong (11-scenes S1–S4, S6).
//
// It shows what the desk (internal/vaerksted) knows and hands it what a person does; it judges and keeps nothing itself. Every page works
// without JavaScript; own script only makes the keyboard quicker.
package vaerksted

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/export"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Desk is the administrator's desk; *vaerksted.Vaerksted has the methods.
type Desk interface {
	Bord(ctx context.Context) (*desk.Bord, error)
	Beslut(ctx context.Context, wishes []desk.Oenske) (desk.Kvittering, error)
	Fortryd(ctx context.Context, receipt desk.Kvittering, af string) (desk.Kvittering, error)
	Noter(ctx context.Context, notes []mapping.Note) error
	VaelgModel(ctx context.Context, model, af string) error
	Godkend(ctx context.Context, art mapping.Art, id string, nr int64, af string) error
	// Rettelse says whether a decision has reached the index.
	Rettelse(ctx context.Context, art mapping.Art, id string) (desk.Rettelse, error)
	// Konsekvens says what decisions would do, without taking them, and which rule stands against them.
	Konsekvens(ctx context.Context, decisions []mapping.Beslutning) (konsekvens.Konsekvens, *rules.Brud, error)
}

// Eksport is step 8: what a person sees of the export and may do about it (S5). What is refused is a *rules.Brud.
type Eksport interface {
	Afrejse(ctx context.Context) (*styring.Afrejse, error)
	Noter(ctx context.Context, facts ...program.Faktum) error
	Aktiver(ctx context.Context, af, trods string) (*styring.Afrejse, error)
	Billede(ctx context.Context) (*styring.Billede, error)
	Maal() []styring.Maal
	Hindringer(ctx context.Context) ([]styring.Maal, error)
	Pause(ctx context.Context, af, grund string) error
	Genoptag(ctx context.Context, af string) error
	Genproev(ctx context.Context, af string) error
	Fart(ctx context.Context, indeks string, prSekund float64, af, grund string) error
	Kontroller(ctx context.Context)
	Holdte(ctx context.Context, v export.Holdtvalg, cursor string, n int) (styring.Holdtside, error)
	Overvej(ctx context.Context, f styring.Frigivelse) (konsekvens.Konsekvens, []mapping.Beslutning, error)
	Frigiv(ctx context.Context, f styring.Frigivelse) (desk.Kvittering, error)
	BegyndProeve(ctx context.Context, sagstyper []string, af string) error
	SlutProeve(ctx context.Context, af string) error
	Forfra(ctx context.Context) (export.Forfra, error)
	Sletning(ctx context.Context, nr int64) (export.Sletning, bool, error)
	GodkendSletning(ctx context.Context, nr int64, af string) error
	BegyndForfra(ctx context.Context, sagstyper []string, af string) error
}

// Config is what the pages need. All fields must be set but Eksport: without it there are no pages of step 8.
type Config struct {
	Eksport   Eksport
	Desk      Desk
	Filer     Filer
	Kontakter Kontakter
	Nu        func() time.Time
}

// Sider are the pages, a web.Del.
type Sider struct {
	Config
	ramme web.Ramme
	soeg  kleSoeg
}

var _ web.Del = (*Sider)(nil)

// New makes the pages. It panics when something is missing: that is a fault of the program.
func New(c Config) *Sider {
	if c.Desk == nil || c.Filer == nil || c.Kontakter == nil || c.Nu == nil {
		panic(errors.New("web/vaerksted: Config is not complete"))
	}
	return &Sider{Config: c}
}

// Ruter implements web.Del. One line a page; the handlers of a page lie in the file named after it.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	r.Som(adgang.CuraAdministrator, "GET /vaerksted", s.start)
	r.SomFil(adgang.CuraAdministrator, "POST /vaerksted/lister", s.lister)
	r.SomFil(adgang.CuraAdministrator, "POST /vaerksted/kle-import", s.kleImport)
	r.SomFil(adgang.CuraAdministrator, "POST /vaerksted/organisation-import", s.organisationImport)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/ark.xlsx", s.ark("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/ark.csv", s.ark("csv", "text/csv; charset=utf-8"))
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/fund", s.fund)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/regler", s.regler)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/rettelse/{art}/{id}", s.rettelse)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/opdelinger", s.opdelinger)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/afklaring", s.afklaring)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/test", s.test)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/test", s.vaelgTest)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/historik", s.historik)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/historik.csv", s.historikCSV)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/ydelser", s.tabel(mapping.Ydelse))
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/sagstyper", s.tabel(mapping.Sagstype))
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/sikre", s.sikre)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/ydelse/{id}", s.raekke(mapping.Ydelse))
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/sagstype/{id}", s.raekke(mapping.Sagstype))
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/kle", s.kleVaelger)
	r.Som(adgang.CuraAdministrator, "GET /vaerksted/katalog", s.katalogVaelger)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/overvej", s.overvej)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/beslut", s.beslut)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/flere", s.flere)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/fortryd", s.fortryd)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/afvis", s.afvis)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/note", s.note)
	r.Som(adgang.CuraAdministrator, "POST /vaerksted/godkend", s.godkend)
	s.enhederuter(r)
	if s.Eksport != nil {
		s.eksportruter(r)
	}
	r.Som(kontaktroller, "GET /vaerksted/kontakter", s.kontakter)
	r.Som(kontaktroller, "POST /vaerksted/kontakt/{uuid}", s.saetKontakt)
}

// kontaktroller may write contact details by hand (R080).
const kontaktroller = adgang.CuraAdministrator | adgang.Borgerblikejer

// faner are the workbench's own menu, in the order of the work, and whom each is for; none: everybody.
var faner = []struct {
	roller adgang.Roller
	page.Link
}{
	{adgang.CuraAdministrator, page.Link{Navn: "Overblik", Adresse: "/vaerksted"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Ydelser", Adresse: "/vaerksted/ydelser"}},
	{enhedsroller, page.Link{Navn: "Enheder", Adresse: "/vaerksted/enheder"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Sagstyper", Adresse: "/vaerksted/sagstyper"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Fund", Adresse: "/vaerksted/fund"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Afklaring", Adresse: "/vaerksted/afklaring"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Test", Adresse: "/vaerksted/test"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Eksport", Adresse: "/vaerksted/eksport"}},
	{kontaktroller, page.Link{Navn: "Kontakt", Adresse: "/vaerksted/kontakter"}},
	{adgang.CuraAdministrator, page.Link{Navn: "Historik", Adresse: "/vaerksted/historik"}},
	{adgang.Ingen, page.Link{Navn: "Simulator", Adresse: "/vaerksted/simulator"}},
}

// fanerTil are the entries for somebody: no more than she may open.
func fanerTil(roller adgang.Roller) []page.Link {
	var all []page.Link
	for _, f := range faner {
		if f.roller == adgang.Ingen || roller.Er(f.roller) {
			all = append(all, f.Link)
		}
	}
	return all
}

// side is the frame of a page of the workbench.
func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	side.Valgt, side.Stil = "/vaerksted", []string{"vaerksted.css"}
	return side
}

// arbejdsside is the frame of a page with a table or two columns, and the keys.
func (s *Sider) arbejdsside(titel string, id web.Identitet) page.Side {
	side := s.side(titel, id)
	side.Script = []string{"vaerksted.js"}
	return side
}
