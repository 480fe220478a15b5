package program

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const loadsti = sti + "/loads"

// loadform is what was typed about a pace.
type loadform struct{ Kommune, Fra, Til, SDI, YDI string }

// loadvisning is the calendar of initial loads.
type loadvisning struct {
	Loads    []tavle.Planlagt
	Alle     bool // sizes of all, and the form
	Egen     oio.CVR
	Idag     oio.Dato
	Form     loadform
	Kommuner []tavle.Raekke // to choose among
}

// loads is the calendar that all see: whose initial load is when. How large each is, its own municipality and the programme leader see (R092, R098).
func (s *Sider) loads(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	q := r.URL.Query()
	form, done := loadform{Kommune: q.Get("kommune"), Fra: q.Get("dag")}, page.Besked{}
	if q.Get("gjort") != "" {
		done.Gjort = "Farten er aftalt. Afsenderen følger den inden for et minut."
	}
	return s.visLoads(w, r, id, form, done)
}

func (s *Sider) visLoads(w http.ResponseWriter, r *http.Request, id web.Identitet, form loadform, done page.Besked) error {
	o, err := s.Leder.Overblik(r.Context())
	if err != nil {
		return err
	}
	v := loadvisning{Loads: o.Loads, Alle: leder(id), Egen: id.Kommune, Idag: o.Idag, Form: form}
	for _, row := range o.Raekker {
		if row.Her() {
			v.Kommuner = append(v.Kommuner, row)
		}
	}
	s.ramme.Site.Vis(w, r, done.Status(), s.alleramme("Første indlæsninger", id), loadside(&v, done))
	return nil
}

// aftalFart keeps the pace agreed for a municipality and days.
func (s *Sider) aftalFart(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	form := loadform{Kommune: r.PostFormValue("kommune"), Fra: r.PostFormValue("fra"), Til: r.PostFormValue("til"), SDI: r.PostFormValue("sdi"), YDI: r.PostFormValue("ydi")}
	sdi, ok1 := farttal(form.SDI)
	ydi, ok2 := farttal(form.YDI)
	if !ok1 || !ok2 {
		return s.visLoads(w, r, id, form, page.Besked{Fejl: []string{"Skriv farten som et tal, for eksempel 12,5."}})
	}
	if err := s.Leder.Aftal(r.Context(), oio.CVR(form.Kommune), datoAf(form.Fra), datoAf(form.Til), tavle.Plads{SDI: sdi, YDI: ydi}, skriver(id)); err != nil {
		k, err := afslaaet(err)
		if err != nil {
			return err
		}
		return s.visLoads(w, r, id, form, k)
	}
	http.Redirect(w, r, loadsti+"?gjort=1", http.StatusSeeOther)
	return nil
}

// farttal reads a pace with a comma or a full stop; nothing typed is nothing agreed.
func farttal(text string) (float64, bool) {
	text = strings.TrimSpace(strings.Replace(text, ",", ".", 1))
	if text == "" {
		return 0, true
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// datoAf reads a date of a form; zero when it is none.
func datoAf(text string) oio.Dato {
	d, err := oio.ParseDato(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return d
}

// fartord is a pace in words.
func fartord(n float64) string {
	if n <= 0 {
		return "ikke aftalt"
	}
	return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", ",", 1) + " i sekundet"
}

// varighedsord is how long a load takes.
func varighedsord(p *tavle.Planlagt) string {
	span := time.Duration(p.Sekunder) * time.Second
	switch {
	case p.Sekunder == 0:
		return "ukendt, før farten er aftalt"
	case span < time.Minute:
		return "under et minut"
	case span < 2*time.Hour:
		return "cirka " + sprog.Antal(int(span.Round(time.Minute)/time.Minute), "minut", "minutter")
	case span < 48*time.Hour:
		return "cirka " + sprog.Antal(int(span.Round(time.Hour)/time.Hour), "time", "timer")
	}
	return "cirka " + sprog.Antal(int(span.Round(24*time.Hour)/(24*time.Hour)), "dag", "dage")
}

// loadstand is how far a load is.
func loadstand(l *tavle.Load, idag oio.Dato) string {
	switch {
	case l.Faerdig:
		return "Sendt"
	case l.Begyndt:
		return "Sendes nu"
	case l.Dag < idag:
		return "Dagen er gået"
	}
	return "Varslet"
}

// aftalesti is the form, filled with a load.
func aftalesti(p *tavle.Planlagt) string {
	return loadsti + "?" + url.Values{"kommune": {string(p.Kommune)}, "dag": {p.Load.Dag.String()}}.Encode() + "#aftal"
}
