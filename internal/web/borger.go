package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
)

// sprogCookie keeps the language; it holds nothing else.
const sprogCookie = "indeksbro_sprog"

// hentetid is how long the citizen's page waits for the index before it shows the part it can get (06 §2.5).
const hentetid = 3 * time.Second

// delvis is an index that can be asked for one kind of objects, when asking for all fails.
type delvis interface {
	BorgersArt(ctx context.Context, u adgang.Udsnit, borger oio.Borgernoegle, art oio.Art) ([]oio.Gemt, error)
}

// intetVist is a municipality that has decided nothing: its citizens are shown nothing (R111).
type intetVist struct{}

// Visning implements Visning.
func (intetVist) Visning(context.Context, oio.CVR) (*visning.Visninger, error) {
	return visning.Af(nil), nil
}

// borger shows the citizen her own page (S9). Who she is comes from the login and from nothing in the request (R112).
func (s *server) borger(w http.ResponseWriter, r *http.Request, id Identitet) error {
	if asked := r.URL.Query().Get("sprog"); asked != "" {
		return vaelgSprog(w, r, asked)
	}
	view, _, err := s.borgersSide(r.Context(), id.Kommune, id.Borger, sproget(r))
	if err != nil {
		return err
	}
	s.taelKald(&view)
	view.Navn = firstText(id.Navn, view.Navn)
	side := s.side(view.Sprog.Vaelg("Mit overblik", "My overview"), id)
	side.Valgt, side.Bruger, side.Sprog = "/borger", firstText(view.Navn, side.Bruger), view.Sprog
	status := http.StatusOK
	if view.Mangler.Noget() {
		status = http.StatusServiceUnavailable
	}
	log := false
	if s.Tilsyn != nil {
		if log, err = s.Tilsyn.BorgerSerLog(r.Context()); err != nil {
			return fmt.Errorf("read whether citizens see the log: %w", err)
		}
	}
	s.site.Vis(w, r, status, side, borgerside(&view, log))
	return nil
}

// borgerdata gives the citizen what her page says as a file (06 §4: use one's own data).
func (s *server) borgerdata(w http.ResponseWriter, r *http.Request, id Identitet) error {
	view, _, err := s.borgersSide(r.Context(), id.Kommune, id.Borger, sproget(r))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="mit-overblik.json"`)
	_, err = w.Write(view.Data())
	return err
}

// vaelgSprog keeps the language for a year and goes back to the page.
func vaelgSprog(w http.ResponseWriter, r *http.Request, asked string) error {
	http.SetCookie(w, &http.Cookie{Name: sprogCookie, Value: sprog.Sprog(asked).Kode(), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
	return nil
}

func sproget(r *http.Request) sprog.Sprog {
	if c, err := r.Cookie(sprogCookie); err == nil && c.Value == string(sprog.Engelsk) {
		return sprog.Engelsk
	}
	return sprog.Dansk
}

// borgersSide is a citizen's page, and each of her objects with why it is there or not. It is the same whoever looks.
func (s *server) borgersSide(ctx context.Context, kommune oio.CVR, noegle oio.Borgernoegle, language sprog.Sprog) (borger.Side, []borger.Bedoemt, error) {
	none := borger.Side{}
	decided, err := s.Visning.Visning(ctx, kommune)
	if err != nil {
		return none, nil, fmt.Errorf("read what is shown: %w", err)
	}
	b := borger.Bestilling{Idag: s.idag(), Hentet: s.Nu(), Sprog: language, Fra: decided.Fra,
		Kommune: borger.Kommune{Navn: s.Kommune.Navn, Telefon: s.Kommune.Telefon, IkkeAaben: decided.Lukkede}}
	person, known, err := s.Indeks.Person(ctx, adgang.Alt(kommune), noegle)
	if err != nil {
		return none, nil, fmt.Errorf("find citizen: %w", err)
	}
	if !known {
		return borger.Skriv(b), nil, nil
	}
	u := borger.Udvalg{Borger: person.CPR, Visning: decided, Idag: b.Idag, Indhold: s.Indhold}
	if u.Objekter, b.Mangler, err = s.borgersObjekter(ctx, kommune, noegle); err != nil {
		return none, nil, err
	}
	for _, id := range borger.ManglendeSager(u.Objekter) {
		g, found, err := s.Indeks.Objekt(ctx, adgang.Alt(kommune), oio.ArtSag, id)
		if err != nil {
			return none, nil, fmt.Errorf("read the case of a service: %w", err)
		}
		if found {
			u.Andre = append(u.Andre, g)
		}
	}
	// Without the organisation she still gets her page; it sends her to the switchboard.
	if b.Org, err = s.Organisation.Organisation(ctx, kommune); err != nil {
		s.Log.Warn("organisation svarer ikke", "kommune", string(kommune), "err", oio.MaskCPR(err.Error()))
	}
	if b.Kommune.Kontakter, err = s.kontakter(ctx, kommune); err != nil {
		return none, nil, err
	}
	judged := borger.Bedoem(u)
	b.Borger, b.Vist = person.CPR, borger.Viste(judged)
	view := borger.Skriv(b)
	view.Navn = person.Navn
	return view, judged, nil
}

// borgersObjekter reads all there is; when that does not come, the kinds that do.
func (s *server) borgersObjekter(ctx context.Context, kommune oio.CVR, noegle oio.Borgernoegle) ([]oio.Gemt, borger.Mangler, error) {
	limited, cancel := context.WithTimeout(ctx, hentetid)
	defer cancel()
	objects, err := s.Indeks.Borger(limited, adgang.Alt(kommune), noegle)
	if err == nil {
		return objects, borger.Mangler{}, nil
	}
	err = fmt.Errorf("read citizen's objects: %w", err)
	parts, can := s.Indeks.(delvis)
	if !can || ctx.Err() != nil {
		return nil, borger.Mangler{}, err
	}
	read := func(art oio.Art) (failed bool) {
		limited, cancel := context.WithTimeout(ctx, hentetid)
		defer cancel()
		some, failure := parts.BorgersArt(limited, adgang.Alt(kommune), noegle, art)
		objects = append(objects, some...)
		return failure != nil
	}
	objects = nil
	missing := borger.Mangler{Sager: read(oio.ArtSag), Ydelser: read(oio.ArtBevilling)}
	if missing.Sager {
		// A service is not shown without its case's judgement, so without the cases there is nothing left to show.
		return nil, missing, err
	}
	s.Log.Warn("borgersiden er ikke hel", "kommune", string(kommune), "err", oio.MaskCPR(err.Error()))
	return objects, missing, nil
}

func (s *server) taelKald(view *borger.Side) {
	if s.Kald == nil {
		return
	}
	day := s.idag()
	s.Kald.Kaldt(day, visning.KaldSager, len(view.Sager)+len(view.Tidligere.Sager) > 0)
	s.Kald.Kaldt(day, visning.KaldYdelser, view.FaarNu() || len(view.Tidligere.Hjaelp) > 0)
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

// til and hale are the words before and after a number that can be pressed; together they are Kontakt.TekstPaa.
func til(k borger.Kontakt, s sprog.Sprog) string {
	switch {
	case k.Enhed == "":
		return ""
	case s != sprog.Engelsk:
		return "til " + k.Enhed + " på "
	case k.Telefon == "":
		return "to " + k.Enhed + " at "
	}
	return k.Enhed + " on "
}

func hale(k borger.Kontakt) string {
	if k.Tid == "" {
		return "."
	}
	return " (" + k.Tid + ")."
}

// friskhed says how fresh the page is.
func friskhed(b *borger.Side) string {
	text := ""
	if b.SidstAendret != 0 {
		text = b.Sprog.Vaelg("Sidst ændret hos kommunen ", "Last changed at the municipality ") + b.Sprog.Dato(b.SidstAendret)
	}
	if !b.Hentet.IsZero() {
		if text != "" {
			text += " · "
		}
		text += b.Sprog.Vaelg("hentet ", "fetched ") + b.Sprog.Tidspunkt(b.Hentet)
	}
	return text
}

// sprogvalg are the two languages.
var sprogvalg = []struct {
	kode, navn string
}{{"da", "Dansk"}, {"en", "English"}}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
