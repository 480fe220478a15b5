package tilsyn

import (
	"encoding/json"
	"net/http"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// indsigtside asks for the citizen and why.
func (s *Sider) indsigtside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Indsigt", id), indsigtform("", page.Besked{}))
	return nil
}

// indsigt shows everything held about a citizen, as a page to print or as JSON. Why is put on record before anything is gathered.
func (s *Sider) indsigt(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	reason := strings.TrimSpace(r.PostFormValue("formaal"))
	cpr, err := oio.ParseCPR(strings.TrimSpace(r.PostFormValue("cpr")))
	switch {
	case err != nil:
		return s.visIndsigtsfejl(w, r, id, reason, "CPR-nummeret har ti cifre og begynder med fødselsdatoen.")
	case reason == "" || len(reason) > 500:
		return s.visIndsigtsfejl(w, r, id, reason, "Skriv formålet, for eksempel «borgeren har bedt om indsigt» og journalnummeret.")
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.Indsigt), Borger: s.Motor.Noegler.Borger(cpr), Formaal: reason}); err != nil {
		return err
	}
	report, err := s.Motor.Indsigt(r.Context(), s.Lager, cpr)
	if err != nil {
		return err
	}
	if r.PostFormValue("som") == "json" {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Disposition", `attachment; filename="indsigt.json"`)
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		return out.Encode(report)
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Indsigt", id), indsigtrapport(report))
	return nil
}

func (s *Sider) visIndsigtsfejl(w http.ResponseWriter, r *http.Request, id web.Identitet, reason, text string) error {
	s.ramme.Site.Vis(w, r, http.StatusUnprocessableEntity, s.side("Indsigt", id), indsigtform(reason, page.Besked{Fejl: []string{text}}))
	return nil
}

// pretty is JSON for people to read.
func pretty(v any) string {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return "(kan ikke vises)"
	}
	return string(b)
}
