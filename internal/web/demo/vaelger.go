package demo

import (
	"fmt"
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// pageSize is how many citizens one page of the picker lists.
const pageSize = 20

// vaelger lists who one can be.
func (d *Demo) vaelger(w http.ResponseWriter, r *http.Request) {
	after, _ := oio.ParseBorgernoegle(r.URL.Query().Get("efter")) // malformed: from the beginning
	people, err := d.Indeks.Personer(r.Context(), adgang.Alt(d.CVR), after, pageSize+1)
	if err != nil {
		d.site.Fejl(w, r, d.side(""), fmt.Errorf("list citizens: %w", err))
		return
	}
	view := valg{Personer: people, Videre: !after.IsZero()}
	if len(people) > pageSize {
		view.Personer = people[:pageSize]
		view.Naeste = Sti + "?efter=" + people[pageSize-1].Noegle.String()
	}
	side := d.side("Vælg, hvem du er")
	if id, known := d.Hvem(r); known {
		side.Bruger = firstText(id.Navn, "Borger (demo)")
	}
	d.site.Vis(w, r, http.StatusOK, side, vaelgside(view))
}

// valg is the picker's page.
type valg struct {
	Personer []oio.Person
	Videre   bool // not the first page
	Naeste   string
}

// vaelg makes the choice and leads to the page that belongs to it.
func (d *Demo) vaelg(w http.ResponseWriter, r *http.Request) {
	everything := []adgang.Gruppe{{Navn: "Sagsbehandler uden afgrænsning", Kommune: d.CVR, Retter: []adgang.Ret{adgang.Opslag, adgang.Hop}}}
	id, to := web.Identitet{Roller: adgang.Sagsbehandler, Grupper: everything, Bruger: "demo-sagsbehandler", Navn: "Sagsbehandler (demo)"}, "/sapa"
	if r.PostFormValue("rolle") == adgang.CuraAdministrator.String() {
		id, to = web.Identitet{Roller: adgang.CuraAdministrator, Bruger: "Karen Holm", Navn: "Karen Holm (demo)"}, "/vaerksted"
	}
	if r.PostFormValue("rolle") == adgang.SapaAdministrator.String() {
		id, to = web.Identitet{Roller: adgang.SapaAdministrator, Bruger: "Bo Lund", Navn: "Bo Lund (demo)"}, "/adgang"
	}
	if text := r.PostFormValue("borger"); text != "" {
		noegle, err := oio.ParseBorgernoegle(text)
		known := false
		if err == nil {
			_, known, err = d.Indeks.Person(r.Context(), adgang.Alt(d.CVR), noegle)
		}
		if err != nil || !known {
			d.site.Fejl(w, r, d.side(""), &page.Problem{
				Status: http.StatusNotFound, Overskrift: "Borgeren findes ikke", Tekst: "Måske er indekset lavet om, siden listen blev vist.",
				Raad: "Vælg igen.", Link: page.Link{Navn: "Vælg, hvem du er", Adresse: Sti},
			})
			return
		}
		id, to = web.Identitet{Roller: adgang.Borger, Borger: noegle}, "/borger"
	}
	d.Saet(w, r, id)
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// logUd ends the choice.
func (d *Demo) logUd(w http.ResponseWriter, r *http.Request) {
	d.Slet(w, r)
	http.Redirect(w, r, Sti+"/farvel", http.StatusSeeOther)
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
