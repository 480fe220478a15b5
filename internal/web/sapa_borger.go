package web

import (
	"fmt"
	"net/http"
	"net/url"

	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
)

// oversigt shows a caseworker one citizen (S8).
func (s *server) oversigt(w http.ResponseWriter, r *http.Request, id Identitet) error {
	ctx := r.Context()
	noegle, err := oio.ParseBorgernoegle(r.PathValue("noegle"))
	if err != nil {
		return findesIkke("Borgeren")
	}
	query := r.URL.Query()
	if _, _, found := oio.FindCPR(query.Get("q")); found { // somebody typed a number into the filter: get it out of the address
		http.Redirect(w, r, "/sapa/borger/"+noegle.String(), http.StatusSeeOther)
		return nil
	}
	u, _, err := s.udsnit(ctx, id)
	if err != nil {
		return err
	}
	person, found, err := s.Indeks.Person(ctx, u, noegle)
	if err != nil {
		return fmt.Errorf("find citizen: %w", err)
	}
	if !found {
		return findesIkke("Borgeren")
	}
	objekter, err := s.Indeks.Borger(ctx, u, noegle)
	if err != nil {
		return fmt.Errorf("read citizen's objects: %w", err)
	}
	if err := s.log(r, id, Opslag{Hvad: "borger", Borger: noegle, Antal: len(objekter)}); err != nil {
		return err
	}
	udvalg := sapa.Udvalg{Sorter: query.Get("sort"), Aktive: query.Get("vis") == "aktive", Indhold: query.Get("q")}
	view := sapa.Oversigten(person, objekter, udvalg, s.idag())
	side := s.side("Borgerens sager og ydelser", id)
	side.Valgt, side.Data = "/sapa", s.dataLinje(r, view.Kilder, view.SidstAendret)
	s.site.Vis(w, r, http.StatusOK, side, oversigtside(view))
	return nil
}

// sortLink is the address of the same page after a click on a column.
func sortLink(u sapa.Udvalg, kolonne string) string { return "?" + queryOf(u.Efter(kolonne)) }

// visLink is the address of the same page with another choice of what to show.
func visLink(u sapa.Udvalg, aktive bool) string {
	u.Aktive = aktive
	return "?" + queryOf(u)
}

func queryOf(u sapa.Udvalg) string {
	v := url.Values{}
	v.Set("vis", "alle")
	if u.Aktive {
		v.Set("vis", "aktive")
	}
	if u.Sorter != "" {
		v.Set("sort", u.Sorter)
	}
	if u.Indhold != "" {
		v.Set("q", u.Indhold)
	}
	return v.Encode()
}

// ariaSort is the state of a column for those who do not see the arrow.
func ariaSort(u sapa.Udvalg, kolonne string) string {
	switch u.Sorter {
	case kolonne:
		return "ascending"
	case "-" + kolonne:
		return "descending"
	}
	return "none"
}

// pil is the arrow of a column.
func pil(u sapa.Udvalg, kolonne string) string {
	switch u.Sorter {
	case kolonne:
		return "↑"
	case "-" + kolonne:
		return "↓"
	}
	return ""
}
