package web

import (
	"context"
	"fmt"
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
)

// sag shows a caseworker one case with the unit to contact (S8, R113).
func (s *server) sag(w http.ResponseWriter, r *http.Request, id Identitet) error {
	g, u, borger, err := s.open(r, id, oio.ArtSag, "Sagen")
	if err != nil {
		return err
	}
	bevillinger, err := s.Indeks.Sagens(r.Context(), u, g.Objekt.Identitet())
	if err != nil {
		return fmt.Errorf("read grants of case: %w", err)
	}
	view, isSag := sapa.Sagen(g, bevillinger, s.organisation(r), s.idag())
	if !isSag {
		return findesIkke("Sagen")
	}
	side := s.side("Sag", id)
	side.Valgt, side.Data = "/sapa", s.dataLinje(r, nil, 0)
	s.site.Vis(w, r, http.StatusOK, side, sagsside(view, borgerLink(borger)))
	return nil
}

// bevilling shows a caseworker one grant.
func (s *server) bevilling(w http.ResponseWriter, r *http.Request, id Identitet) error {
	g, _, borger, err := s.open(r, id, oio.ArtBevilling, "Bevillingen")
	if err != nil {
		return err
	}
	view, isBevilling := sapa.Bevillingen(g, s.organisation(r), s.idag())
	if !isBevilling {
		return findesIkke("Bevillingen")
	}
	side := s.side("Bevilling", id)
	side.Valgt, side.Data = "/sapa", s.dataLinje(r, nil, 0)
	s.site.Vis(w, r, http.StatusOK, side, bevillingsside(view, borgerLink(borger)))
	return nil
}

// open reads the object of an address and puts the look-up on record (R116).
func (s *server) open(r *http.Request, id Identitet, art oio.Art, hvad string) (oio.Gemt, adgang.Udsnit, oio.Borgernoegle, error) {
	ctx := r.Context()
	u, _, err := s.udsnit(ctx, id)
	if err != nil {
		return oio.Gemt{}, u, oio.Borgernoegle{}, err
	}
	uuid, err := oio.ParseUUID(r.PathValue("uuid"))
	if err != nil {
		return oio.Gemt{}, u, oio.Borgernoegle{}, findesIkke(hvad)
	}
	g, found, err := s.Indeks.Objekt(ctx, u, art, uuid)
	if err != nil {
		return oio.Gemt{}, u, oio.Borgernoegle{}, fmt.Errorf("read %s %s: %w", art, uuid, err)
	}
	if !found || g.Objekt == nil {
		return oio.Gemt{}, u, oio.Borgernoegle{}, findesIkke(hvad)
	}
	borger, err := s.noegleOf(ctx, u, g.Objekt)
	if err != nil {
		return oio.Gemt{}, u, oio.Borgernoegle{}, err
	}
	return g, u, borger, s.log(r, id, Opslag{Hvad: art.String(), Borger: borger, Objekt: uuid, Antal: 1})
}

// noegleOf finds the citizen an object belongs to, for the record and for the link back.
func (s *server) noegleOf(ctx context.Context, u adgang.Udsnit, o oio.Objekt) (oio.Borgernoegle, error) {
	var part oio.Part
	switch x := o.(type) {
	case *oio.Sag:
		part = x.Part
	case *oio.Bevilling:
		part = x.Part
	}
	person, found, err := s.Indeks.FindCPR(ctx, u, part.CPR)
	if err != nil {
		return oio.Borgernoegle{}, fmt.Errorf("find citizen of %s %s: %w", o.ObjektArt(), o.Identitet(), err)
	}
	if !found {
		return oio.Borgernoegle{}, nil
	}
	return person.Noegle, nil
}

// organisation is FK Organisation as it stands now; that it does not answer is part of the page (06 §1.4).
func (s *server) organisation(r *http.Request) sapa.Organisation {
	trae, err := s.Organisation.Organisation(r.Context(), s.Kommune.CVR)
	org := sapa.Organisation{Trae: trae, SvarerIkke: err != nil, Omstilling: s.Kommune.Telefon}
	if err != nil {
		s.Log.Warn("organisation svarer ikke", "kommune", string(s.Kommune.CVR), "err", oio.MaskCPR(err.Error()))
		org.Hentet = s.alder(r).OrganisationHentet
	}
	return org
}

// borgerLink is the way back to the citizen; to the search page when the index does not know her.
func borgerLink(b oio.Borgernoegle) string {
	if b.IsZero() {
		return "/sapa"
	}
	return "/sapa/borger/" + b.String()
}
