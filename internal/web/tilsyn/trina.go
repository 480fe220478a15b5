package tilsyn

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/konsekvens"
	engine "indeksbro/internal/tilsyn"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// trinA is the list of job-function roles to be decided (S7).
func (s *Sider) trinA(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	done := map[string]string{"afgjort": "Afgørelsen er gemt.", "underskrevet": "Trin A er skrevet under.", "genoptaget": "Underskriften er trukket tilbage."}
	return s.visTrinA(w, r, id, page.Besked{Gjort: done[r.URL.Query().Get("gjort")]})
}

func (s *Sider) visTrinA(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	a, err := s.Motor.TrinA(r.Context())
	if err != nil {
		return err
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: "rolle-afprøvet", Antal: len(a.Roller)}); err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Trin A: roller i SAPA", id), trinAside(a, b))
	return nil
}

// rolle is one role: what it would see by area, sensitivity, unit and system, and the decision.
func (s *Sider) rolle(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visRolle(w, r, id, page.Besked{})
}

func (s *Sider) visRolle(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	role, figures, err := s.Motor.Rolle(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if role == nil {
		return findesIkke("Rollen", "/adgang")
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: "rolle-afprøvet", Antal: figures.Borgere}); err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Rolle", id), rolleside(role, figures, b))
	return nil
}

// afgoer keeps a decision about a role.
func (s *Sider) afgoer(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	d := adgang.Rollebeslutning{Valg: adgang.Valg(r.PostFormValue("valg")), Grund: r.PostFormValue("grund")}
	if err := s.Motor.Afgoer(r.Context(), []string{r.PathValue("id")}, d, af(id)); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visRolle(w, r, id, b)
	}
	if d.Valg == adgang.Aendr { // what to change is there to copy
		http.Redirect(w, r, rolleadresse(r.PathValue("id"))+"#rettelse", http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, "/adgang?gjort=afgjort", http.StatusSeeOther)
	return nil
}

// indlaes takes a role catalogue's list, whole or not at all.
func (s *Sider) indlaes(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	file, _, err := r.FormFile("fil")
	if err != nil {
		return s.visTrinA(w, r, id, page.Besked{Fejl: []string{"Vælg en fil først."}})
	}
	defer func() {
		_ = file.Close()
		_ = r.MultipartForm.RemoveAll()
	}()
	raw, err := io.ReadAll(io.LimitReader(file, adgang.MaxRollefil+1))
	if err != nil {
		return err
	}
	done, err := s.Motor.IndlaesRoller(r.Context(), raw, af(id))
	if err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visTrinA(w, r, id, b)
	}
	return s.visTrinA(w, r, id, page.Besked{Gjort: fmt.Sprintf("%d roller er indlæst: %d nye eller ændrede, %d fjernet.", done.Roller, done.Aendret, done.Fjernet)})
}

func (s *Sider) underskriv(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := s.Motor.Underskriv(r.Context(), af(id), r.PostFormValue("trods")); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visTrinA(w, r, id, b)
	}
	http.Redirect(w, r, "/adgang?gjort=underskrevet", http.StatusSeeOther)
	return nil
}

func (s *Sider) genoptag(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := s.Motor.Genoptag(r.Context(), af(id)); err != nil {
		return err
	}
	http.Redirect(w, r, "/adgang?gjort=genoptaget", http.StatusSeeOther)
	return nil
}

func rolleadresse(id string) string { return "/adgang/rolle/" + url.PathEscape(id) }

// hvorfor is why a role is listed.
func hvorfor(r *adgang.Rolle) string {
	if r.UdenKLE {
		return "Ingen KLE-afgrænsning: ser alle numre"
	}
	return "Omfatter " + strings.ReplaceAll(r.Roerer.String(), ",", ", ")
}

// stilling is how a role stands, in a word and the colour of its badge.
func stilling(r *adgang.Rolle) (word, kind string) {
	switch {
	case r.Beslutning == nil && r.Genaabnet:
		return "Ændret siden afgørelsen", "badge-warning"
	case r.Beslutning == nil:
		return "Mangler afgørelse", "badge-warning"
	case r.Beslutning.Valg == adgang.Behold:
		return "Beholdes", "badge-success"
	case r.Beslutning.Valg == adgang.Aendr:
		return "Skal ændres", "badge-warning"
	}
	return "Ændret i rollesystemet", "badge-success"
}

func antalBrugere(n int) string {
	if n < 0 {
		return "ukendt"
	}
	return fmt.Sprint(n)
}

func badgeKlasse(kind string) string { return "badge " + kind }

// listede are the roles that must be decided; oevrige the rest.
func listede(a *engine.TrinA) (listed, others []adgang.Rolle) {
	for _, r := range a.Roller {
		if r.Listes() {
			listed = append(listed, r)
		} else {
			others = append(others, r)
		}
	}
	return listed, others
}

// klasser are the classes shown; a role has a few hundred at most.
func klasser(f konsekvens.Rolletal) []konsekvens.Klassetal {
	return f.Klasser[:min(len(f.Klasser), 300)]
}
