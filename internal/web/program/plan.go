package program

import (
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/tovholder"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const planSti = sti + "/plan"

// planView is the four weeks, with who is reminded and the calendar.
type planView struct {
	page.Besked
	Forloeb   *forloeb.Forloeb
	Rette     bool
	Kontakter []tovholder.Kontakt // nobody's but for those who hold the programme together
	Adresse   string              // that calendars subscribe to; empty: none
}

// plan is the four-week plan (R121).
func (s *Sider) plan(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	done := map[string]string{"lagt": "Planen er lagt.", "fjernet": "Planen er taget væk.", "kontakter": "Adresserne er gemt.", "aabnet": "Kalenderen har fået en adresse.", "lukket": "Adressen virker ikke mere."}
	return s.visPlan(w, r, id, page.Besked{Gjort: done[r.URL.Query().Get("gjort")]})
}

func (s *Sider) visPlan(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	v := planView{Besked: b, Rette: id.Roller.Er(tovholdere)}
	var err error
	if v.Forloeb, err = s.Motor.Forloeb(r.Context()); err != nil {
		return err
	}
	if v.Rette {
		if v.Kontakter, err = s.Motor.Kontakter(r.Context()); err != nil {
			return err
		}
		key, open, err := s.Motor.Kalendernoegle(r.Context())
		if err != nil {
			return err
		}
		if open {
			v.Adresse = s.base(r) + sti + "/kalender/" + key
		}
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Plan", id), planside(&v))
	return nil
}

// base is the address browsers have.
func (s *Sider) base(r *http.Request) string {
	switch {
	case s.Base != "":
		return s.Base
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// laegPlan begins the four weeks, or takes the plan back.
func (s *Sider) laegPlan(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if felt(r, "fjern") != "" {
		if err := s.Motor.FjernPlan(r.Context(), af(id)); err != nil {
			return err
		}
		http.Redirect(w, r, planSti+"?gjort=fjernet", http.StatusSeeOther)
		return nil
	}
	start, read := dag(r, "start")
	if !read || start == 0 {
		return s.visPlan(w, r, id, page.Besked{Fejl: []string{"Skriv, hvilken dag de fire uger begynder."}})
	}
	if err := s.Motor.LaegPlan(r.Context(), start, af(id)); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visPlan(w, r, id, b)
	}
	http.Redirect(w, r, planSti+"?gjort=lagt", http.StatusSeeOther)
	return nil
}

// kontakter keeps where reminders go.
func (s *Sider) kontakter(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	var contacts []tovholder.Kontakt
	for _, role := range adgang.Programfolk.Enkeltvis() {
		contacts = append(contacts, tovholder.Kontakt{Rolle: role, Mail: felt(r, role.String())})
	}
	if err := s.Motor.GemKontakter(r.Context(), contacts, af(id)); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visPlan(w, r, id, b)
	}
	http.Redirect(w, r, planSti+"?gjort=kontakter", http.StatusSeeOther)
	return nil
}

// kalenderadresse gives the calendar a secret address, or takes it back.
func (s *Sider) kalenderadresse(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	do, done := s.Motor.AabnKalender, "aabnet"
	if felt(r, "fjern") != "" {
		do, done = s.Motor.LukKalender, "lukket"
	}
	if err := do(r.Context(), af(id)); err != nil {
		return err
	}
	http.Redirect(w, r, planSti+"?gjort="+done, http.StatusSeeOther)
	return nil
}

// maalene are the goals of a session.
func maalene(p *forloeb.Plan, m forloeb.Moede) []forloeb.Maal {
	var some []forloeb.Maal
	for _, goal := range p.Maal {
		if goal.Moede == m.Nr {
			some = append(some, goal)
		}
	}
	return some
}

// naaet reports whether a goal is reached.
func naaet(f *forloeb.Forloeb, m forloeb.Maal) bool {
	t := f.Find(m.Trin)
	return t.Tilstand == forloeb.Gjort || m.Andel < 100 && t.Andel >= m.Andel
}

// hvornaar is how a session lies to today.
func hvornaar(m forloeb.Moede, today oio.Dato) string {
	switch {
	case m.Dato == today:
		return "i dag"
	case m.Dato < today:
		return "holdt"
	}
	return ""
}
