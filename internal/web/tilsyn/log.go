package tilsyn

import (
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/revision"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// logside lines.
const loglinjer = 100

// logsoegning is what the log was searched for, and what was found. CPR numbers are in the form's body alone: the next page is asked for by
// the keyed hash.
type logsoegning struct {
	Noegle   string
	Bruger   string
	Fra, Til string
	Foer     int64
	Soegt    bool
	Linjer   []loglinje
	Flere    bool
	Roede    []loglinje // access beyond the boundary in the last 30 days
	Kaede    revision.Proevet
}

type loglinje struct {
	revision.Post
	Navn  string // the citizen's, while the index knows her
	Soegt string
}

// logside is the empty search, what was opened beyond the boundary lately, and whether the chain holds.
func (s *Sider) logside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.LogLaest)}); err != nil {
		return err
	}
	l := logsoegning{Fra: oio.DatoOf(s.Nu()).AddDays(-30).String(), Til: oio.DatoOf(s.Nu()).String()}
	return s.visLog(w, r, id, l, page.Besked{})
}

func (s *Sider) visLog(w http.ResponseWriter, r *http.Request, id web.Identitet, l logsoegning, b page.Besked) error {
	var err error
	if l.Kaede, err = s.Motor.Proev(r.Context()); err != nil {
		return err
	}
	beyond, _, err := s.Motor.Log(r.Context(), revision.Valg{Hvad: revision.Noed, Fra: s.Nu().AddDate(0, 0, -30).UnixMilli()}, 20)
	if err != nil {
		return err
	}
	if l.Roede, err = s.linjer(r, beyond); err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Opslagslog", id), logsiden(l, b))
	return nil
}

// logvalg reads a search of the form; what cannot be read is told.
func (s *Sider) logvalg(r *http.Request) (revision.Valg, logsoegning, []string) {
	l := logsoegning{Noegle: r.PostFormValue("noegle"), Bruger: strings.TrimSpace(r.PostFormValue("bruger")), Fra: r.PostFormValue("fra"), Til: r.PostFormValue("til"), Soegt: true}
	var v revision.Valg
	var wrong []string
	if text := strings.TrimSpace(r.PostFormValue("cpr")); text != "" {
		cpr, err := oio.ParseCPR(text)
		if err != nil {
			wrong = append(wrong, "CPR-nummeret har ti cifre og begynder med fødselsdatoen.")
		} else {
			l.Noegle = s.Motor.Noegler.Borger(cpr).String()
		}
	}
	if l.Noegle != "" {
		key, err := oio.ParseBorgernoegle(l.Noegle)
		if err != nil {
			wrong, l.Noegle = append(wrong, "Borgeren kan ikke læses."), ""
		}
		v.Borger = key
	}
	if oio.MaskCPR(l.Bruger) != l.Bruger {
		wrong, l.Bruger = append(wrong, "Skriv brugerens id, ikke et CPR-nummer."), ""
	}
	from, to := dag(l.Fra), dag(l.Til)
	if from == 0 || to == 0 || from > to {
		wrong = append(wrong, "Skriv perioden som to datoer, den første først.")
	} else {
		v.Fra, v.Til = from.Midnat().UnixMilli(), to.AddDays(1).Midnat().UnixMilli()
	}
	v.Hvem = l.Bruger
	v.Foer, _ = strconv.ParseInt(r.PostFormValue("foer"), 10, 64)
	return v, l, wrong
}

// logsoeg searches by citizen, user and period. That the log was read, and about whom, is itself put on record first.
func (s *Sider) logsoeg(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	v, l, wrong := s.logvalg(r)
	if len(wrong) > 0 {
		l.Soegt = false
		return s.visLog(w, r, id, l, page.Besked{Fejl: wrong})
	}
	entries, more, err := s.Motor.Log(r.Context(), v, loglinjer)
	if err != nil {
		return err
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.LogLaest), Borger: v.Borger, Antal: len(entries), Soegning: strings.TrimSpace(l.Bruger + " " + l.Fra + "–" + l.Til)}); err != nil {
		return err
	}
	if l.Linjer, err = s.linjer(r, entries); err != nil {
		return err
	}
	if l.Flere = more; more {
		l.Foer = entries[len(entries)-1].Nr
	}
	return s.visLog(w, r, id, l, page.Besked{})
}

// linjer are entries with the citizen's name, as far as the index knows her.
func (s *Sider) linjer(r *http.Request, entries []revision.Post) ([]loglinje, error) {
	names := map[oio.Borgernoegle]string{}
	lines := make([]loglinje, len(entries))
	for i := range entries {
		e := &entries[i]
		e.Tid = e.Tid.In(oio.Koebenhavn)
		if _, asked := names[e.Borger]; !asked && !e.Borger.IsZero() {
			person, found, err := s.Person(r.Context(), e.Borger)
			if err != nil {
				return nil, err
			}
			names[e.Borger] = "Ikke i indekset"
			if found {
				names[e.Borger] = person.Navn
			}
		}
		lines[i] = loglinje{Post: *e, Navn: names[e.Borger], Soegt: s.Motor.Soegning(e)}
	}
	return lines, nil
}

// logCSV reads the search out in the columns of SAPA's revisionslog.
func (s *Sider) logCSV(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	v, l, wrong := s.logvalg(r)
	if len(wrong) > 0 {
		l.Soegt = false
		return s.visLog(w, r, id, l, page.Besked{Fejl: wrong})
	}
	v.Foer = 0
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.LogUdtraek), Borger: v.Borger, Soegning: strings.TrimSpace(l.Bruger + " " + l.Fra + "–" + l.Til)}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="revisionslog.csv"`)
	_, _ = w.Write([]byte("\xef\xbb\xbf"))
	out := csv.NewWriter(w)
	out.Comma = ';'
	_ = out.Write(revision.Kolonner)
	err := s.Udtraek(r.Context(), v, func(row []string) error { return out.Write(row) })
	out.Flush()
	return err
}

// egenlog is the citizen's page of who has looked her up: department, day and why, no names.
func (s *Sider) egenlog(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	lines, shown, err := s.Motor.EgenLog(r.Context(), id.Borger)
	if err != nil {
		return err
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.EgenLog), Borger: id.Borger, Antal: len(lines)}); err != nil {
		return err
	}
	side := s.ramme.Side("Hvem har set dine sager?", id)
	side.Valgt, side.Stil = "/borger", []string{"tilsyn.css"}
	s.ramme.Site.Vis(w, r, http.StatusOK, side, egenlogside(lines, shown))
	return nil
}

// handling is a kind of entry in words for people.
func handling(h revision.Hvad) string {
	words := map[revision.Hvad]string{"søgning-cpr": "Søgte på CPR-nummer", "søgning-navn": "Søgte på navn", "borger": "Så borgerens overblik", "sag": "Åbnede en sag", "bevilling": "Åbnede en ydelse",
		revision.Noed: "Nødadgang: åbnede uden for sin afgrænsning", revision.Jump: "Hoppede til fagsystemet", revision.LogLaest: "Læste loggen", revision.LogUdtraek: "Hentede loggen som fil",
		revision.Indsigt: "Hentede alt om borgeren", revision.EgenLog: "Borgeren så sin egen log", revision.Oprydning: "Ryddede gamle linjer op", revision.Simuleret: "Prøvede en rolle af", "som-borger": "Så siden som borgeren"}
	if text, known := words[h]; known {
		return text
	}
	return string(h)
}
