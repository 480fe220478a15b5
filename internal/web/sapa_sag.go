package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
)

// sag shows a caseworker one case with the unit to contact (S8, R113).
func (s *server) sag(w http.ResponseWriter, r *http.Request, id Identitet) error {
	return s.visSag(w, r, id, -1)
}

// part shows the same case with the whole number of one of its other parties. That it was asked for is on record by itself (06 §1.2).
func (s *server) part(w http.ResponseWriter, r *http.Request, id Identitet) error {
	nr, err := strconv.Atoi(r.FormValue("part"))
	if err != nil || nr < 0 {
		return findesIkke("Parten")
	}
	return s.visSag(w, r, id, nr)
}

// visSag shows a case. shown is the party whose number is asked for; none below zero.
func (s *server) visSag(w http.ResponseWriter, r *http.Request, id Identitet, shown int) error {
	ctx := r.Context()
	o, err := s.open(r, id, oio.ArtSag, "Sagen")
	if err != nil {
		return err
	}
	bevillinger, err := s.Indeks.Sagens(ctx, o.u, o.gemt.Objekt.Identitet())
	if err != nil {
		return fmt.Errorf("read grants of case: %w", err)
	}
	bilag, err := s.bilag(ctx, o.u, []oio.Gemt{o.gemt})
	if err != nil {
		return err
	}
	org := s.organisation(r)
	view, isSag := sapa.Sagen(o.gemt, bevillinger, bilag, org, s.idag())
	if !isSag {
		return findesIkke("Sagen")
	}
	c := o.gemt.Objekt.(*oio.Sag)
	view.Kontakt, view.Historik = view.Kontakt.Med(org, c.KLE.Noegle, s.idag()), sapa.Forloeb(o.forloeb, s.idag())
	if view.Relationer, err = s.relationer(ctx, o.u, bilag.Indhold[c.UUID].Relationer); err != nil {
		return err
	}
	if err := s.dokumenthop(ctx, id, view.Dokumenter); err != nil {
		return err
	}
	if err := s.log(r, id, Opslag{Hvad: "sag", Borger: o.borger, Objekt: c.UUID, Objekter: viste(objekterne(bevillinger, bilag.Dokumenter)...), Antal: 1}); err != nil {
		return err
	}
	if shown >= 0 {
		if shown >= len(view.Parter) || !view.Parter[shown].Person {
			return findesIkke("Parten")
		}
		if err := s.log(r, id, Opslag{Hvad: "cpr-vist", Borger: o.borger, Objekt: c.UUID, Antal: 1}); err != nil {
			return err
		}
		view.Parter[shown].Nummer, view.Parter[shown].Person = sapa.VisCPR(bilag.Indhold[c.UUID].Parter[shown].CPR), false
	}
	jump, err := s.hoppet(ctx, id, c)
	if err != nil {
		return err
	}
	side := s.sapaside("Sag", id)
	side.Data = s.dataLinje(r, []string{c.System.Navn}, 0)
	s.site.Vis(w, r, http.StatusOK, side, sagsside(view, borgerLink(o.borger), jump))
	return nil
}

// relationer are the other cases a case refers to, those that may be seen.
func (s *server) relationer(ctx context.Context, u adgang.Udsnit, all []oio.Sagsrelation) ([]sapa.Relation, error) {
	var ids []oio.UUID
	for _, r := range all {
		ids = append(ids, r.Sag)
	}
	found, err := s.Indeks.Fundne(ctx, u, ids)
	if err != nil {
		return nil, fmt.Errorf("read related cases: %w", err)
	}
	var seen []sapa.Relation
	for _, r := range all {
		if c, is := found[r.Sag].Objekt.(*oio.Sag); is {
			seen = append(seen, sapa.Relation{Rolle: r.Rolle, Titel: firstText(c.Titel, c.KLE.Titel), UUID: c.UUID})
		}
	}
	return seen, nil
}

// bevilling shows a caseworker one grant.
func (s *server) bevilling(w http.ResponseWriter, r *http.Request, id Identitet) error {
	o, err := s.open(r, id, oio.ArtBevilling, "Bevillingen")
	if err != nil {
		return err
	}
	org := s.organisation(r)
	view, isBevilling := sapa.Bevillingen(o.gemt, org, s.idag())
	if !isBevilling {
		return findesIkke("Bevillingen")
	}
	b := o.gemt.Objekt.(*oio.Bevilling)
	view.Kontakt, view.Historik = view.Kontakt.Med(org, b.KLE.Noegle, s.idag()), sapa.Forloeb(o.forloeb, s.idag())
	found, err := s.Indeks.Fundne(r.Context(), o.u, []oio.UUID{b.Sag})
	if err != nil {
		return fmt.Errorf("read case of grant: %w", err)
	}
	if _, seen := found[b.Sag]; !seen {
		view.Skjult, view.SagTitel = true, ""
	}
	if err := s.log(r, id, Opslag{Hvad: "bevilling", Borger: o.borger, Objekt: b.UUID, Antal: 1}); err != nil {
		return err
	}
	side := s.sapaside("Bevilling", id)
	side.Data = s.dataLinje(r, []string{b.System.Navn}, 0)
	s.site.Vis(w, r, http.StatusOK, side, bevillingsside(view, borgerLink(o.borger)))
	return nil
}

// aabnet is the object of an address, as who asks may see it.
type aabnet struct {
	gemt    oio.Gemt
	forloeb []oio.Gemt // oldest first; the last is gemt
	u       adgang.Udsnit
	borger  oio.Borgernoegle
}

// open reads the object of an address.
func (s *server) open(r *http.Request, id Identitet, art oio.Art, hvad string) (aabnet, error) {
	ctx := r.Context()
	u, _, err := s.udsnit(ctx, id)
	if err != nil {
		return aabnet{}, err
	}
	uuid, err := oio.ParseUUID(r.PathValue("uuid"))
	if err != nil {
		return aabnet{}, findesIkke(hvad)
	}
	history, err := s.Indeks.Forloeb(ctx, u, art, uuid)
	if err != nil {
		return aabnet{}, fmt.Errorf("read %s %s: %w", art, uuid, err)
	}
	if len(history) == 0 {
		if u, history, err = s.iNoed(ctx, u, id, art, uuid); err != nil {
			return aabnet{}, err
		}
	}
	if len(history) == 0 {
		return aabnet{}, findesIkke(hvad)
	}
	o := aabnet{gemt: history[len(history)-1], forloeb: history, u: u}
	o.borger, err = s.noegleOf(ctx, u, o.gemt.Objekt)
	return o, err
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
