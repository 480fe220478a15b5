package web

import (
	"context"
	"fmt"
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// borger shows the citizen her own page (S9). Who she is comes from the login and from nothing in the request (R112).
func (s *server) borger(w http.ResponseWriter, r *http.Request, id Identitet) error {
	ctx := r.Context()
	person, known, err := s.Indeks.Person(ctx, adgang.Alt(id.Kommune), id.Borger)
	if err != nil {
		return fmt.Errorf("find citizen: %w", err)
	}
	kommune := borger.Kommune{Navn: s.Kommune.Navn, Telefon: s.Kommune.Telefon, IkkeAaben: s.Kommune.IkkeAaben}
	view := borger.Side{Navn: id.Navn, Kommune: kommune}
	if known {
		objekter, err := s.Indeks.Borger(ctx, adgang.Alt(id.Kommune), id.Borger)
		if err != nil {
			return fmt.Errorf("read citizen's objects: %w", err)
		}
		// Without the organisation she still gets her page; it sends her to the switchboard.
		trae, err := s.Organisation.Organisation(ctx, id.Kommune)
		if err != nil {
			s.Log.Warn("organisation svarer ikke", "kommune", string(id.Kommune), "err", oio.MaskCPR(err.Error()))
		}
		if kommune.Kontakter, err = s.kontakter(ctx, id.Kommune); err != nil {
			return err
		}
		view = borger.Overblik(person.CPR, objekter, trae, kommune, s.idag())
		view.Navn = firstText(id.Navn, person.Navn)
	}
	side := s.side("Mit overblik", id)
	side.Valgt, side.Bruger = "/borger", firstText(view.Navn, side.Bruger)
	side.Data = "Oplysningerne kommer fra " + s.Kommune.Navn + "."
	if view.SidstAendret != 0 {
		side.Data += " Sidst ændret " + sprog.Dato(view.SidstAendret) + "."
	}
	s.site.Vis(w, r, http.StatusOK, side, borgerside(view))
	return nil
}

// kontakter are the contacts by hand that hold now.
func (s *server) kontakter(ctx context.Context, kommune oio.CVR) (map[oio.UUID]borger.Kontakt, error) {
	if s.Kontakter == nil {
		return nil, nil
	}
	history, err := s.Kontakter.Kontakter(ctx, kommune)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	hold := make(map[oio.UUID]borger.Kontakt)
	for unit, m := range borger.Kontakter(history) {
		hold[unit] = m.Kontakt
	}
	return hold, nil
}

// til and hale are the words before and after a number that can be pressed; together they are Kontakt.Tekst.
func til(k borger.Kontakt) string {
	if k.Enhed == "" {
		return ""
	}
	return "til " + k.Enhed + " på "
}

func hale(k borger.Kontakt) string {
	if k.Tid == "" {
		return "."
	}
	return " (" + k.Tid + ")."
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
