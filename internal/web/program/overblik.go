package program

import (
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/web"
)

// tovholdere are those who hold the programme together: the deck gives the KLIK tasks to the system owner of Borgerblikket, and the work to the
// Cura administrator.
const tovholdere = adgang.CuraAdministrator | adgang.Borgerblikejer

// udfoerere are those who own a step. The programme leader and the vendor look on.
const udfoerere = tovholdere | adgang.OrgAdministrator | adgang.SapaAdministrator

// overblikruter are the pages of one municipality's own way.
func (s *Sider) overblikruter(r web.Ramme) {
	r.Som(adgang.Programfolk, "GET "+sti, s.overblik)
	r.Som(adgang.Programfolk, "GET "+sti+"/trin/{nr}", s.trin)
	r.Som(udfoerere, "POST "+sti+"/trin/{nr}", s.aftal)
	r.Som(adgang.CuraAdministrator|adgang.Leverandoeren, "POST "+sti+"/trin/{nr}/opgave", s.opgaveGjort)
	r.Som(adgang.CuraAdministrator, "POST "+sti+"/filter", s.filter)
	r.Som(adgang.Programfolk, "GET "+opgaveSti, s.opgaver)
	r.Som(adgang.Programfolk, "GET "+opgaveSti+".xlsx", s.opgavefil("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
	r.Som(adgang.Programfolk, "GET "+opgaveSti+".csv", s.opgavefil("csv", "text/csv; charset=utf-8"))
	r.SomFil(tovholdere, "POST "+opgaveSti, s.tagOpgaver)
	r.Som(adgang.Programfolk, "GET "+planSti, s.plan)
	r.Som(tovholdere, "POST "+planSti, s.laegPlan)
	r.Som(tovholdere, "POST "+planSti+"/kontakter", s.kontakter)
	r.Som(tovholdere, "POST "+planSti+"/kalender", s.kalenderadresse)
	r.Som(adgang.Programfolk, "GET "+sti+"/kalender.ics", s.kalender)
	r.Enhver("GET "+sti+"/kalender/{noegle}", s.abonnement)
}

// overblik is where the municipality stands (R121, R122).
func (s *Sider) overblik(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	f, err := s.Motor.Forloeb(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Programmet", id), overblikside(f, f.Mine(id.Roller), id.Roller))
	return nil
}

// maaRette reports whether somebody may say who sees to a step and when (R124).
func maaRette(roller adgang.Roller, o forloeb.Opgave) bool { return roller.Er(o.Ejer | tovholdere) }

// maaGaa reports whether somebody may enter the page on which a step is done: those of other rooms are their owners' alone.
func maaGaa(roller adgang.Roller, o forloeb.Opgave) bool {
	return roller.Er(o.Ejer) && o.Side != forloeb.Adresse(o.Nr)
}

// maerkat is the class of a state's label.
func maerkat(t forloeb.Tilstand) string { return "ib-maerkat ib-maerkat-" + string(t) }
