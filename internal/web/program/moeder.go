package program

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const moedesti = sti + "/moeder"

// moedeform is what was typed and not kept.
type moedeform struct{ Spoergsmaal, Moede, Noegle, Svar string }

// moedevisning is the sessions with their questions.
type moedevisning struct {
	Moeder  []tavle.Stoettemoede
	Spurgt  []tavle.Spurgt
	Ialt    int // questions she may see, before the search
	Ord     string
	Leder   bool
	Egen    oio.CVR
	Idag    oio.Dato
	Naeste  oio.Dato // the next session
	Navne   map[oio.CVR]string
	Form    moedeform
	Ubesvar int
}

// moedegjort are the receipts by their word in an address.
var moedegjort = map[string]string{"plan": "Møderne er lagt i kalenderen.", "moede": "Mødet er gemt.", "aflyst": "Mødet er aflyst.", "spurgt": "Spørgsmålet er sendt til programlederen.", "svar": "Svaret er gemt. Alle kan se det."}

// moeder is the sessions, and the questions with their answers (R123).
func (s *Sider) moeder(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visMoeder(w, r, id, moedeform{}, page.Besked{Gjort: moedegjort[r.URL.Query().Get("gjort")]})
}

func (s *Sider) visMoeder(w http.ResponseWriter, r *http.Request, id web.Identitet, form moedeform, done page.Besked) error {
	sessions, asked, err := s.Leder.Moeder(r.Context())
	if err != nil {
		return err
	}
	v := moedevisning{Moeder: sessions, Leder: leder(id), Egen: id.Kommune, Idag: oio.DatoOf(s.Nu()), Form: form, Ord: strings.TrimSpace(r.URL.Query().Get("q")), Navne: map[oio.CVR]string{}}
	if v.Leder {
		o, err := s.Leder.Overblik(r.Context())
		if err != nil {
			return err
		}
		for _, row := range o.Raekker {
			v.Navne[row.Kommune] = row.Navn
		}
	} else {
		asked = tavle.SetAf(asked, id.Kommune)
	}
	for _, one := range asked {
		if one.Svar == "" {
			v.Ubesvar++
		}
	}
	v.Ialt, v.Spurgt = len(asked), tavle.Soeg(asked, v.Ord)
	if i := slices.IndexFunc(sessions, func(m tavle.Stoettemoede) bool { return m.Dag >= v.Idag }); i >= 0 {
		v.Naeste = sessions[i].Dag
	}
	s.ramme.Site.Vis(w, r, done.Status(), s.alleramme("Møder og spørgsmål", id), moedeside(&v, done))
	return nil
}

// moedesvar ends a form: a receipt on the page, or the page again with why not.
func (s *Sider) moedesvar(w http.ResponseWriter, r *http.Request, id web.Identitet, form moedeform, gjort string, err error) error {
	if err != nil {
		k, err := afslaaet(err)
		if err != nil {
			return err
		}
		return s.visMoeder(w, r, id, form, k)
	}
	http.Redirect(w, r, moedesti+"?"+url.Values{"gjort": {gjort}}.Encode(), http.StatusSeeOther)
	return nil
}

// spoerg puts a question before a session.
func (s *Sider) spoerg(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	form := moedeform{Spoergsmaal: r.PostFormValue("spoergsmaal"), Moede: r.PostFormValue("moede")}
	return s.moedesvar(w, r, id, form, "spurgt", s.Leder.Spoerg(r.Context(), form.Spoergsmaal, datoAf(form.Moede), skriver(id)))
}

// besvar answers a question for all.
func (s *Sider) besvar(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	form := moedeform{Noegle: r.PathValue("noegle"), Svar: r.PostFormValue("svar")}
	known, err := s.Leder.Besvar(r.Context(), form.Noegle, form.Svar, skriver(id))
	if err == nil && !known {
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Spørgsmålet findes ikke", Tekst: "Måske er det svaret til en anden adresse.", Raad: "Begynd fra listen.", Link: page.Link{Navn: "Til møder og spørgsmål", Adresse: moedesti}}
	}
	return s.moedesvar(w, r, id, form, "svar", err)
}

// laegMoeder makes the five sessions after a start date.
func (s *Sider) laegMoeder(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.moedesvar(w, r, id, moedeform{}, "plan", s.Leder.LaegPlan(r.Context(), datoAf(r.PostFormValue("start")), r.PostFormValue("link"), skriver(id)))
}

// saetMoede keeps one session, or calls it off.
func (s *Sider) saetMoede(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	day := datoAf(r.PostFormValue("dag"))
	if r.PostFormValue("aflys") != "" {
		return s.moedesvar(w, r, id, moedeform{}, "aflyst", s.Leder.AflysMoede(r.Context(), day, skriver(id)))
	}
	m := tavle.Stoettemoede{Dag: day, Titel: r.PostFormValue("titel"), Klokken: r.PostFormValue("klokken"), Link: r.PostFormValue("link")}
	return s.moedesvar(w, r, id, moedeform{}, "moede", s.Leder.SaetMoede(r.Context(), m, skriver(id)))
}

// hvis is whose question it is, as the page may say it.
func (v *moedevisning) hvis(q *tavle.Spurgt) string {
	switch {
	case v.Leder:
		name := v.Navne[q.Kommune]
		if name == "" {
			name = "En kommune"
		}
		return q.Af + ", " + name
	case q.Kommune == v.Egen:
		return q.Af + ", jeres kommune"
	}
	return "En anden kommune"
}

// svaret is what stands in a question's field: what was typed and not kept, else the answer it has.
func (v *moedevisning) svaret(q *tavle.Spurgt) string {
	if v.Form.Noegle == q.Noegle {
		return v.Form.Svar
	}
	return q.Svar
}
