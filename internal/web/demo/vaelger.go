package demo

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web/page"
)

// pageSize is how many citizens one page of the picker lists.
const pageSize = 20

// vaelger lists who one can be.
func (d *Demo) vaelger(w http.ResponseWriter, r *http.Request) {
	view, err := d.valg(r)
	if err != nil {
		d.site.Fejl(w, r, d.side(""), fmt.Errorf("list citizens: %w", err))
		return
	}
	side := d.side("Vælg, hvem du er")
	if id, known := d.Identiteter.Hvem(r); known {
		side.Bruger = firstText(id.Navn, "Borger (demo)")
	}
	d.site.Vis(w, r, http.StatusOK, side, vaelgside(view))
}

func (d *Demo) valg(r *http.Request) (valg, error) {
	q := r.URL.Query()
	after, _ := oio.ParseBorgernoegle(q.Get("efter")) // malformed: from the beginning
	view := valg{Medarbejdere: d.Medarbejdere, Videre: !after.IsZero(), Navn: strings.TrimSpace(q.Get("navn"))}
	var err error
	if view.Navn != "" && oio.MaskCPR(view.Navn) == view.Navn {
		view.Videre = true
		view.Personer, err = d.Indeks.FindNavn(r.Context(), adgang.Alt(d.CVR), view.Navn, pageSize)
		return view, err
	}
	view.Navn = ""
	people, err := d.Indeks.Personer(r.Context(), adgang.Alt(d.CVR), after, pageSize+1)
	view.Personer = people
	if len(people) > pageSize {
		view.Personer = people[:pageSize]
		view.Naeste = Sti + "?efter=" + people[pageSize-1].Noegle.String()
	}
	return view, err
}

// valg is the picker's page.
type valg struct {
	Medarbejdere []Medarbejder
	Personer     []oio.Person
	Navn         string // searched for
	Videre       bool   // not the first page
	Naeste       string
}

// vaelg leads to the log-in with the person named. Without a name it is the first with the role that is asked for, a caseworker's if none is.
func (d *Demo) vaelg(w http.ResponseWriter, r *http.Request) {
	if text := r.PostFormValue("borger"); text != "" {
		d.vaelgBorger(w, r, text)
		return
	}
	role := adgang.ParseRoller(r.PostFormValue("rolle"))
	if role == adgang.Ingen {
		role = adgang.Sagsbehandler
	}
	person := r.PostFormValue("person")
	i := slices.IndexFunc(d.Medarbejdere, func(m Medarbejder) bool {
		return m.ID == person || person == "" && m.Roller.Er(role)
	})
	if i < 0 {
		d.findesIkke(w, r, "Personen findes ikke")
		return
	}
	login(w, r, d.MedarbejderLogin, d.Medarbejdere[i].ID)
}

func (d *Demo) vaelgBorger(w http.ResponseWriter, r *http.Request, text string) {
	noegle, err := oio.ParseBorgernoegle(text)
	known := false
	if err == nil {
		_, known, err = d.Indeks.Person(r.Context(), adgang.Alt(d.CVR), noegle)
	}
	if err != nil || !known {
		d.findesIkke(w, r, "Borgeren findes ikke")
		return
	}
	login(w, r, d.BorgerLogin, noegle.String())
}

func login(w http.ResponseWriter, r *http.Request, address, person string) {
	http.Redirect(w, r, address+"?"+url.Values{"login_hint": {person}}.Encode(), http.StatusSeeOther)
}

func (d *Demo) findesIkke(w http.ResponseWriter, r *http.Request, what string) {
	d.site.Fejl(w, r, d.side(""), &page.Problem{
		Status: http.StatusNotFound, Overskrift: what, Tekst: "Måske er indekset lavet om, siden listen blev vist.",
		Raad: "Vælg igen.", Link: page.Link{Navn: "Vælg, hvem du er", Adresse: Sti},
	})
}

// farvel says that one is out (06 §2.5).
func (d *Demo) farvel(w http.ResponseWriter, r *http.Request) {
	d.site.Vis(w, r, http.StatusOK, d.side("Du er logget ud"), farvelside())
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
