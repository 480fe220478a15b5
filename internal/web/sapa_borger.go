package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/sapa"
	"indeksbro/internal/web/page"
)

// borgeren is a citizen as a caseworker may see her, with what her page is made of.
type borgeren struct {
	person oio.Person
	view   sapa.Oversigt
	antal  int
	viste  []oio.UUID // what of her is shown, for the record
}

// oversigt shows a caseworker one citizen (S8).
func (s *server) oversigt(w http.ResponseWriter, r *http.Request, id Identitet) error {
	b, err := s.laesBorger(r, id, udvalgAf(r.URL.Query()))
	if err != nil {
		return s.ellerNoed(r, id, err)
	}
	beyond, err := s.noedlink(r.Context(), id, b.person.Noegle)
	if err != nil {
		return err
	}
	if err := s.dokumenthop(r.Context(), id, b.view.Dokumenter); err != nil {
		return err
	}
	if err := s.log(r, id, Opslag{Hvad: "borger", Borger: b.person.Noegle, Antal: b.antal, Objekter: b.viste}); err != nil {
		return err
	}
	side := s.sapaside("Borgerens sager og ydelser", id)
	side.Data = s.dataLinje(r, b.view.Kilder, b.view.SidstAendret)
	s.site.Vis(w, r, http.StatusOK, side, oversigtside(b.view, b.person.Noegle.String(), beyond))
	return nil
}

// ellerNoed puts on the page that says a citizen is not there the way beyond the boundary, where the municipality has one.
func (s *server) ellerNoed(r *http.Request, id Identitet, err error) error {
	var problem *page.Problem
	key, wrong := oio.ParseBorgernoegle(r.PathValue("noegle"))
	if wrong != nil || !errors.As(err, &problem) || problem.Status != http.StatusNotFound {
		return err
	}
	beyond, failed := s.noedlink(r.Context(), id, key)
	if failed != nil {
		return failed
	}
	if beyond != "" {
		problem.Ellers = page.Link{Navn: noedtekst, Adresse: beyond}
	}
	return problem
}

// laesBorger reads the citizen of an address. One of whom nothing may be seen is answered as one who is not there: the same questions, the same
// words.
func (s *server) laesBorger(r *http.Request, id Identitet, udvalg sapa.Udvalg) (borgeren, error) {
	ctx := r.Context()
	noegle, err := oio.ParseBorgernoegle(r.PathValue("noegle"))
	if err != nil {
		return borgeren{}, findesIkke("Borgeren")
	}
	u, choice, err := s.udsnit(ctx, id)
	if err == nil {
		u, err = s.noed(ctx, u, id, noegle)
	}
	if err != nil {
		return borgeren{}, err
	}
	seen, found, err := s.synlige(r, u, choice, noegle)
	if err != nil {
		return borgeren{}, err
	}
	if !found {
		return borgeren{}, findesIkke("Borgeren")
	}
	bilag, err := s.bilag(ctx, u, seen.objekter)
	if err != nil {
		return borgeren{}, err
	}
	b := borgeren{person: seen.person, view: sapa.Oversigten(seen.person, seen.objekter, bilag, udvalg, s.idag()), antal: len(seen.objekter),
		viste: viste(objekterne(seen.objekter, bilag.Dokumenter)...)}
	b.view.Skjulte = seen.fortalt
	return b, nil
}

// synlig is a citizen, what may be seen of her, and what is only told of.
type synlig struct {
	person   oio.Person
	objekter []oio.Gemt
	fortalt  []sapa.Skjult
}

// synlige reads a citizen, and tells whether she is there: that follows from all that is seen or told of.
func (s *server) synlige(r *http.Request, u adgang.Udsnit, choice Sapaindstilling, noegle oio.Borgernoegle) (seen synlig, found bool, err error) {
	wide := u
	if choice.Skjulte {
		wide = udvidet(u)
	}
	if seen.person, seen.objekter, found, err = s.Indeks.Borgeren(r.Context(), wide, noegle); err != nil {
		return synlig{}, false, fmt.Errorf("read citizen: %w", err)
	}
	if !choice.Skjulte {
		return seen, found, nil
	}
	all := seen.objekter
	if seen.objekter, err = s.Indeks.Borger(r.Context(), u, noegle); err != nil {
		return synlig{}, false, fmt.Errorf("read citizen's objects: %w", err)
	}
	if found {
		seen.fortalt = s.skjulte(r, all, seen.objekter)
	}
	return seen, found, nil
}

// udvidet is the view in which a case is told of without content: areas and units do not limit it, but sensitivity, a Sikkerhedsprofil and
// what is opened do as before, since nothing may hint at those.
func udvidet(u adgang.Udsnit) adgang.Udsnit {
	groups := make([]adgang.Gruppe, len(u.Grupper))
	for i, g := range u.Grupper {
		if g.KLE != nil && len(g.KLE) == 0 || g.Enheder != nil && len(g.Enheder) == 0 {
			g.Lukket = "gruppen giver intet"
		}
		g.KLE = nil
		if u.Bruger.IsZero() || len(g.Enheder) > 0 {
			g.Enheder = nil
		}
		groups[i] = g
	}
	u.Grupper = groups
	return u
}

// skjulte are the citizen's cases that are only told of.
func (s *server) skjulte(r *http.Request, all, shown []oio.Gemt) []sapa.Skjult {
	seen := map[oio.UUID]bool{}
	for _, g := range shown {
		seen[g.Objekt.Identitet()] = true
	}
	org := s.organisation(r)
	var told []sapa.Skjult
	for _, g := range all {
		if c, is := g.Objekt.(*oio.Sag); is && !seen[c.UUID] {
			k := sapa.Kontakten(c.Ansvarlig, org)
			told = append(told, sapa.Skjult{Enhed: k.Enhed, Telefon: k.Telefon})
		}
	}
	return told
}

// bilag reads what the messages of cases tell, and those of their documents that may be seen: both the case's boundary and the document's own
// must allow it (06 §1.5).
func (s *server) bilag(ctx context.Context, u adgang.Udsnit, objekter []oio.Gemt) (sapa.Bilag, error) {
	b := sapa.Bilag{Indhold: map[oio.UUID]oio.Sagsindhold{}, Dokumenter: map[oio.UUID]*oio.Dokument{}}
	if s.Indhold == nil {
		return b, nil
	}
	var ids []oio.UUID
	for _, g := range objekter {
		if g.Objekt.ObjektArt() != oio.ArtSag {
			continue
		}
		c, err := s.Indhold(&g)
		if err != nil {
			return b, fmt.Errorf("read message of case: %w", err)
		}
		b.Indhold[g.Objekt.Identitet()] = c
		for _, d := range c.Dokumenter {
			ids = append(ids, d.Dokument)
		}
	}
	found, err := s.Indeks.Fundne(ctx, u, ids)
	if err != nil {
		return b, fmt.Errorf("read documents: %w", err)
	}
	for id, g := range found {
		if d, is := g.Objekt.(*oio.Dokument); is {
			b.Dokumenter[id] = d
		}
	}
	return b, nil
}

// udvalgAf reads a choice of rows from an address. Everything in it is a code or a date, so nothing personal can stand there.
func udvalgAf(query url.Values) sapa.Udvalg {
	u := sapa.Udvalg{Sorter: query.Get("sort"), Aktive: query.Get("vis") == "aktive", KLE: query.Get("kle")}
	u.Enhed, _ = oio.ParseUUID(query.Get("enhed"))
	u.Kilde, _ = oio.ParseUUID(query.Get("kilde"))
	u.Fra, _ = oio.ParseDato(query.Get("fra"))
	u.Til, _ = oio.ParseDato(query.Get("til"))
	return u.Normal()
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
	for key, value := range map[string]string{"sort": u.Sorter, "kle": u.KLE, "enhed": uuidTekst(u.Enhed), "kilde": uuidTekst(u.Kilde), "fra": datoFelt(u.Fra), "til": datoFelt(u.Til)} {
		if value != "" {
			v.Set(key, value)
		}
	}
	return v.Encode()
}

func uuidTekst(u oio.UUID) string {
	if u.IsZero() {
		return ""
	}
	return u.String()
}

// datoFelt is a day as a date field has it.
func datoFelt(d oio.Dato) string { return d.String() }

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
