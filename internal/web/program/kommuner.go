package program

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Kommuner are the municipalities of an installation, for whoever leads the programme (R124).
type Kommuner interface {
	// Kommuner lists them, by CVR number.
	Kommuner(ctx context.Context) ([]Kommune, error)
	// TagInd takes one in. A refusal is a *rules.Brud.
	TagInd(ctx context.Context, n NyKommune, af string) error
}

// Kommune is one of them, as the list tells it.
type Kommune struct {
	CVR    oio.CVR
	Navn   string
	Vaert  string // host names, separated by commas
	Lukket bool   // it is being deleted
	Egen   bool   // its keys are made of a secret of its own
	Gjorte int    // steps done, as it last showed itself
	Aktiv  bool   // Eksporter sager
}

// NyKommune is what is said of a municipality that is taken in.
type NyKommune struct {
	CVR     oio.CVR
	Navn    string
	Vaerter []string
}

const kommunersti = sti + "/kommuner"

// kommuneruter are the pages of the installation's municipalities.
func (s *Sider) kommuneruter(r web.Ramme) {
	r.Som(adgang.Programleder, "GET "+kommunersti, s.kommuner)
	r.Som(adgang.Programleder, "POST "+kommunersti, s.tagInd)
}

// kommunevisning is what the page shows.
type kommunevisning struct {
	Her                  bool // municipalities are taken in here
	Alle                 []Kommune
	Fejl                 string
	CVR, Navn, Vaert, Ny string // as typed; Ny: the one just taken in
}

// andetsteds tells that municipalities are taken in at another address: where only one is served, and at the address of one among several.
func andetsteds() error {
	return &page.Problem{
		Status: http.StatusForbidden, Overskrift: "Kommuner tages ind et andet sted", Tekst: "Her er én kommunes egne sider. Nye kommuner tages ind på den adresse, installationen selv har.",
		Raad: "Spørg den, der driver Indeksbro, om adressen.", Link: page.Link{Navn: "Til programmet", Adresse: sti},
	}
}

func (s *Sider) kommuner(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visKommuner(w, r, id, http.StatusOK, kommunevisning{})
}

func (s *Sider) visKommuner(w http.ResponseWriter, r *http.Request, id web.Identitet, status int, v kommunevisning) error {
	if v.Her = s.Kommuner != nil; v.Her {
		var err error
		if v.Alle, err = s.Kommuner.Kommuner(r.Context()); err != nil {
			return err
		}
	}
	side := s.side("Kommuner", id)
	s.ramme.Site.Vis(w, r, status, side, kommuneside(v))
	return nil
}

// tagInd takes a municipality in, as `indeksbro kommune ny` does.
func (s *Sider) tagInd(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if s.Kommuner == nil {
		return andetsteds()
	}
	v := kommunevisning{CVR: strings.ReplaceAll(strings.TrimSpace(r.PostFormValue("cvr")), " ", ""), Navn: strings.TrimSpace(r.PostFormValue("navn")), Vaert: strings.TrimSpace(r.PostFormValue("vaert"))}
	if oio.MaskCPR(v.CVR+"\n"+v.Navn+"\n"+v.Vaert) != v.CVR+"\n"+v.Navn+"\n"+v.Vaert {
		return s.visKommuner(w, r, id, http.StatusUnprocessableEntity, kommunevisning{Fejl: "Noget i felterne ligner et CPR-nummer. Det må ikke stå her."})
	}
	kommune, err := oio.ParseCVR(v.CVR)
	if err != nil {
		v.Fejl = "CVR-nummeret er otte cifre."
		return s.visKommuner(w, r, id, http.StatusUnprocessableEntity, v)
	}
	err = s.Kommuner.TagInd(r.Context(), NyKommune{CVR: kommune, Navn: v.Navn, Vaerter: strings.FieldsFunc(v.Vaert, func(c rune) bool { return c == ',' || c == ' ' })}, id.Bruger)
	var refused *rules.Brud
	if errors.As(err, &refused) {
		v.Fejl = sprog.StortForbogstav(refused.Dansk) + "."
		return s.visKommuner(w, r, id, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return s.visKommuner(w, r, id, http.StatusOK, kommunevisning{Ny: v.Navn})
}
