package tilsyn

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/politik"
	"indeksbro/internal/revision"
	engine "indeksbro/internal/tilsyn"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// alarmdage is the period alarms are shown for.
const alarmdage = 30

// alarmlinje is an alarm with its entry's citizen by name.
type alarmlinje struct {
	loglinje
	Slags revision.Slags
	Antal int
}

// alarmvisning is the page of alarms.
type alarmvisning struct {
	Fund     *engine.Alarmer
	Linjer   []alarmlinje
	Politik  politik.Politik
	Kolleger int
}

// alarmer shows what in the last 30 days should make somebody look. It reads the log, so that is put on record.
func (s *Sider) alarmer(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	done := map[string]string{"kollega": "Listen over kolleger er gemt.", "valg": "Indstillingen er gemt."}
	return s.visAlarmer(w, r, id, page.Besked{Gjort: done[r.URL.Query().Get("gjort")]})
}

func (s *Sider) visAlarmer(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	now := s.Nu()
	found, err := s.Motor.Alarmer(r.Context(), now.AddDate(0, 0, -alarmdage), now.Add(time.Millisecond)) // the end is exclusive
	if err != nil {
		return err
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.LogLaest), Antal: len(found.Alarmer), Soegning: "alarmer"}); err != nil {
		return err
	}
	v := alarmvisning{Fund: found}
	if v.Politik, err = s.Politik.Politik(r.Context(), id.Kommune); err != nil {
		return err
	}
	colleagues, err := s.Motor.Kolleger(r.Context())
	if err != nil {
		return err
	}
	v.Kolleger = len(colleagues)
	const most = 200
	entries := make([]revision.Post, 0, most)
	for _, a := range found.Alarmer[:min(most, len(found.Alarmer))] {
		entries = append(entries, a.Post)
	}
	lines, err := s.linjer(r, entries)
	if err != nil {
		return err
	}
	for i := range lines {
		v.Linjer = append(v.Linjer, alarmlinje{lines[i], found.Alarmer[i].Slags, found.Alarmer[i].Antal})
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Alarmer", id), alarmside(v, b))
	return nil
}

// kollega puts an employee on the list of colleagues, or takes her off.
func (s *Sider) kollega(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	cpr, err := oio.ParseCPR(strings.TrimSpace(r.PostFormValue("cpr")))
	user := strings.TrimSpace(r.PostFormValue("bruger"))
	if r.PostFormValue("fjern") != "" {
		user = ""
	} else if user == "" && err == nil {
		return s.visAlarmer(w, r, id, page.Besked{Fejl: []string{"Skriv medarbejderens bruger-id."}})
	}
	if err != nil {
		return s.visAlarmer(w, r, id, page.Besked{Fejl: []string{"CPR-nummeret har ti cifre og begynder med fødselsdatoen."}})
	}
	if err := s.Motor.SaetKollega(r.Context(), cpr, user, af(id)); err != nil {
		return err
	}
	http.Redirect(w, r, "/adgang/alarmer?gjort=kollega", http.StatusSeeOther)
	return nil
}

// valgfrie are the choices the SAPA administrator may make here.
var valgfrie = []string{"revision-maaneder", "revision-gentaget", "revision-kle", "arbejdstid", "noedadgang", "borger-ser-log"}

// indstillinger keeps what was changed.
func (s *Sider) indstillinger(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	p, err := s.Politik.Politik(r.Context(), id.Kommune)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	for _, key := range valgfrie {
		field, err := politik.Find(key)
		if err != nil {
			return err
		}
		value := strings.TrimSpace(r.PostForm.Get(key))
		if key == "noedadgang" || key == "borger-ser-log" {
			value = strconv.FormatBool(value != "")
		}
		if value == field.Vaerdi(p) {
			continue
		}
		if err := s.Politik.Vaelg(r.Context(), key, value, af(id)); err != nil {
			return s.visAlarmer(w, r, id, page.Besked{Fejl: []string{valgfejl[key]}})
		}
	}
	http.Redirect(w, r, "/adgang/alarmer?gjort=valg", http.StatusSeeOther)
	return nil
}

// valgfejl says what a choice takes.
var valgfejl = map[string]string{
	"revision-maaneder": "Loggen gemmes i 6 til 60 måneder.", "revision-gentaget": "Skriv et helt tal; 0 betyder aldrig.", "revision-kle": "Skriv KLE-numre som 27.66.* eller 27.35.04, med komma imellem.",
	"arbejdstid": "Skriv arbejdstiden som 06:00-18:00, eller lad feltet være tomt.", "noedadgang": "Vælg ja eller nej.", "borger-ser-log": "Vælg ja eller nej.",
}

// alarmord is a kind of alarm in words.
func alarmord(k revision.Slags) string {
	return map[revision.Slags]string{revision.Selv: "Muligt opslag på sig selv", revision.Kollega: "Opslag på en kollega", revision.UdenGrund: "Nødadgang", revision.VIP: "VIP-sag",
		revision.Foelsomt: "Følsomt KLE-nummer", revision.Gentaget: "Mange opslag på samme borger", revision.Udenfor: "Uden for arbejdstid"}[k]
}

// stikproevevisning is the page of samples.
type stikproevevisning struct {
	engine.Stikproeve
	Linjer []stikproevelinje
}

type stikproevelinje struct {
	engine.Stikproevelinje
	Navn string
}

// stikproever are the samples that were drawn, with what was ticked off.
func (s *Sider) stikproever(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visStikproever(w, r, id, page.Besked{})
}

func (s *Sider) visStikproever(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	samples, err := s.Motor.Stikproever(r.Context())
	if err != nil {
		return err
	}
	if err := s.ramme.Log(r, id, web.Opslag{Hvad: string(revision.LogLaest), Antal: len(samples), Soegning: "stikprøver"}); err != nil {
		return err
	}
	var views []stikproevevisning
	for _, sample := range samples[:min(len(samples), 24)] {
		v := stikproevevisning{Stikproeve: sample}
		for _, l := range sample.Linjer {
			line := stikproevelinje{Stikproevelinje: l}
			if l.Post != nil {
				named, err := s.linjer(r, []revision.Post{*l.Post})
				if err != nil {
					return err
				}
				line.Navn, line.Post = named[0].Navn, &named[0].Post
			}
			v.Linjer = append(v.Linjer, line)
		}
		views = append(views, v)
	}
	now := oio.DatoOf(s.Nu())
	s.ramme.Site.Vis(w, r, b.Status(), s.side("Stikprøver", id), stikproeveside(views, now.AddDays(-alarmdage).String(), now.String(), b))
	return nil
}

// traek draws a random sample.
func (s *Sider) traek(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	from, to := dag(r.PostFormValue("fra")), dag(r.PostFormValue("til"))
	n, err := strconv.Atoi(r.PostFormValue("antal"))
	if err != nil || n < 1 || n > 100 || from == 0 || to == 0 || from > to {
		return s.visStikproever(w, r, id, page.Besked{Fejl: []string{"Skriv en periode og et antal fra 1 til 100."}})
	}
	if _, err := s.Motor.TraekStikproeve(r.Context(), from.Midnat(), to.AddDays(1).Midnat().Add(-time.Millisecond), n, s.Tilfaeld, af(id)); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visStikproever(w, r, id, b)
	}
	http.Redirect(w, r, "/adgang/stikproeve", http.StatusSeeOther)
	return nil
}

// afkryds notes what a manager found about one entry.
func (s *Sider) afkryds(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	nr, err := strconv.ParseInt(r.PathValue("nr"), 10, 64)
	if err != nil {
		return findesIkke("Linjen", "/adgang/stikproeve")
	}
	if err := s.Motor.Afkryds(r.Context(), r.PathValue("id"), nr, r.PostFormValue("svar"), r.PostFormValue("note"), af(id)); err != nil {
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visStikproever(w, r, id, b)
	}
	http.Redirect(w, r, "/adgang/stikproeve", http.StatusSeeOther)
	return nil
}
