package web

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
	"indeksbro/internal/web/page"
)

// verifikation is who may see a citizen's page as she would (06 §2.4).
const verifikation = adgang.Verifikator | adgang.Borgerblikejer

// maxFormaal is the longest purpose, in characters.
const maxFormaal = 200

// verifikationsfund is what the search for a citizen gives.
type verifikationsfund struct {
	Soegt, Formaal string
	Personer       []oio.Person
	Fejl           string
}

// verifikationsudsnit is whose pages somebody may see as the citizen would: those of whom her groups with the right let something through, in any
// source system, opened or not. A group without limits lets all through, also a citizen of whom there is nothing.
func verifikationsudsnit(id Identitet) adgang.Udsnit {
	u := adgang.Udsnit{Kommune: id.Kommune}
	for _, right := range []struct {
		roller adgang.Roller
		ret    adgang.Ret
	}{{adgang.Verifikator, adgang.Verifikation}, {adgang.Borgerblikejer, adgang.Borgerblik}} {
		if id.Roller.Er(right.roller) {
			u.Grupper = append(u.Grupper, adgang.NytUdsnit(id.Grupper, right.ret, id.Kommune, nil).Grupper...)
		}
	}
	if slices.ContainsFunc(u.Grupper, func(g adgang.Gruppe) bool { return !g.Begraenser() }) {
		return adgang.Alt(id.Kommune)
	}
	u.Saet(id.Bruger)
	return u
}

// findSomBorger is the search for the citizen whose page is to be seen.
func (s *server) findSomBorger(w http.ResponseWriter, r *http.Request, id Identitet) error {
	s.visFind(w, r, id, http.StatusOK, verifikationsfund{})
	return nil
}

func (s *server) visFind(w http.ResponseWriter, r *http.Request, id Identitet, status int, f verifikationsfund) {
	side := s.side("Se siden som borgeren", id)
	side.Valgt = "/borgerblik/som-borger"
	s.site.Vis(w, r, status, side, findsomborger(f))
}

// soegSomBorger answers the search. What is asked comes in the body, so it stands in no address; both the search and its purpose are noted.
func (s *server) soegSomBorger(w http.ResponseWriter, r *http.Request, id Identitet) error {
	f := verifikationsfund{Soegt: strings.TrimSpace(r.PostFormValue("soeg")), Formaal: strings.TrimSpace(r.PostFormValue("formaal"))}
	if f.Fejl = formaalsfejl(f.Formaal); f.Fejl == "" && f.Soegt == "" {
		f.Fejl = "Skriv et CPR-nummer eller et navn."
	}
	if f.Fejl != "" {
		f.Soegt = oio.MaskCPR(f.Soegt)
		s.visFind(w, r, id, http.StatusUnprocessableEntity, f)
		return nil
	}
	what, view := "som-borger-soegning-navn", verifikationsudsnit(id)
	var err error
	if cpr, notCPR := oio.ParseCPR(f.Soegt); notCPR == nil {
		what = "som-borger-soegning-cpr"
		var person oio.Person
		var found bool
		if person, found, err = s.Indeks.FindCPR(r.Context(), view, cpr); found {
			f.Personer = []oio.Person{person}
		}
	} else if oio.MaskCPR(f.Soegt) == f.Soegt {
		f.Personer, err = s.Indeks.FindNavn(r.Context(), view, f.Soegt, 25)
	}
	if err != nil {
		return err
	}
	if err := s.log(r, id, Opslag{Hvad: what, Antal: len(f.Personer), Formaal: f.Formaal, Soegning: oio.MaskCPR(f.Soegt)}); err != nil {
		return err
	}
	f.Soegt = oio.MaskCPR(f.Soegt)
	if len(f.Personer) == 0 {
		f.Fejl = "Ingen borger blev fundet. Prøv et andet navn eller CPR-nummer."
	}
	s.visFind(w, r, id, http.StatusOK, f)
	return nil
}

// formaalsfejl is what is wrong with a purpose; empty when nothing is.
func formaalsfejl(purpose string) string {
	switch {
	case utf8.RuneCountInString(purpose) < 3:
		return "Skriv, hvorfor du skal se siden. Det står i loggen."
	case utf8.RuneCountInString(purpose) > maxFormaal, oio.MaskCPR(purpose) != purpose:
		return "Skriv formålet med højst 200 tegn, og aldrig et CPR-nummer."
	}
	return ""
}

// spoergFormaal is what comes before anybody's page is seen: the question why. It tells nothing of the citizen.
func (s *server) spoergFormaal(w http.ResponseWriter, r *http.Request, id Identitet) error {
	key, err := oio.ParseBorgernoegle(r.PathValue("noegle"))
	if err != nil {
		return ikkeFundet()
	}
	s.visFormaal(w, r, id, http.StatusOK, key, "")
	return nil
}

func (s *server) visFormaal(w http.ResponseWriter, r *http.Request, id Identitet, status int, key oio.Borgernoegle, fault string) {
	side := s.side("Se siden som borgeren", id)
	side.Valgt = "/borgerblik/som-borger"
	s.site.Vis(w, r, status, side, formaalside("/sapa/borger/"+key.String()+"/som-borger", fault))
}

// somBorger shows a citizen's page as she sees it, and beside it each case and service with why it is there or not (S10). It is on record before
// it is shown (R116).
func (s *server) somBorger(w http.ResponseWriter, r *http.Request, id Identitet) error {
	key, err := oio.ParseBorgernoegle(r.PathValue("noegle"))
	if err != nil {
		return ikkeFundet()
	}
	purpose := strings.TrimSpace(r.PostFormValue("formaal"))
	if fault := formaalsfejl(purpose); fault != "" {
		s.visFormaal(w, r, id, http.StatusUnprocessableEntity, key, fault)
		return nil
	}
	if u := verifikationsudsnit(id); !u.Aaben { // whoever has a key has not found her by it
		if _, found, err := s.Indeks.Person(r.Context(), u, key); err != nil || !found {
			if err == nil {
				err = &page.Problem{Status: http.StatusNotFound, Overskrift: "Borgeren findes ikke", Tekst: "Måske er oplysningen slettet i kilden, eller du har ikke adgang til den.",
					Raad: "Søg efter borgeren igen.", Link: page.Link{Navn: "Find en borger", Adresse: "/borgerblik/som-borger"}}
			}
			return err
		}
	}
	language := sprog.Sprog(r.PostFormValue("sprog"))
	view, judged, err := s.borgersSide(r.Context(), id.Kommune, key, language)
	if err != nil {
		return err
	}
	panel, err := s.hvorfor(r, id, key, judged)
	if err != nil {
		return err
	}
	if err := s.log(r, id, Opslag{Hvad: "som-borger", Borger: key, Antal: len(panel), Objekter: identiteter(judged), Formaal: purpose}); err != nil {
		return err
	}
	side := s.side("Siden som borgeren ser den", id)
	side.Valgt = "/borgerblik/som-borger"
	s.site.Vis(w, r, http.StatusOK, side, somborgerside(somborger{Side: &view, Panel: panel, Formaal: purpose, Adresse: r.URL.Path}))
	return nil
}

func identiteter(judged []borger.Bedoemt) []oio.UUID {
	ids := make([]oio.UUID, len(judged))
	for i := range judged {
		ids[i] = judged[i].Vist.Gemt.Objekt.Identitet()
	}
	return ids
}

// somborger is what the verification page shows.
type somborger struct {
	Side             *borger.Side
	Panel            []hvorforlinje
	Formaal, Adresse string
}

// hvorforlinje is one case or service and why the citizen sees it or not.
type hvorforlinje struct {
	Art   string
	Navn  string // as staff know it
	Kilde string
	Vist  bool
	Grund visning.Grund
}

// Grundlinje is the reason as a sentence.
func (h *hvorforlinje) Grundlinje() string { return sprog.StortForbogstav(h.Grund.Tekst) + "." }

func (s *server) hvorfor(r *http.Request, id Identitet, key oio.Borgernoegle, judged []borger.Bedoemt) ([]hvorforlinje, error) {
	lines := make([]hvorforlinje, 0, len(judged))
	held := map[oio.UUID]bool{}
	for i := range judged {
		one := &judged[i]
		held[one.Vist.Gemt.Objekt.Identitet()] = true
		lines = append(lines, linjeOm(one))
	}
	if s.Kilde != nil {
		rest, err := s.Kilde.IkkeIndekseret(r.Context(), id.Kommune, key)
		if err != nil {
			return nil, err
		}
		for _, k := range rest {
			if !held[k.UUID] {
				lines = append(lines, hvorforlinje{Art: artnavn(k.Art), Navn: oio.MaskCPR(k.Navn), Kilde: "ikke i indekset", Grund: k.Grund})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b hvorforlinje) int {
		if a.Vist != b.Vist {
			if a.Vist {
				return 1
			}
			return -1
		}
		return strings.Compare(b.Art, a.Art) // cases first
	})
	return lines, nil
}

func linjeOm(b *borger.Bedoemt) hvorforlinje {
	line := hvorforlinje{Art: artnavn(b.Vist.Gemt.Objekt.ObjektArt()), Vist: b.Vurdering.Vist, Grund: b.Grund}
	switch o := b.Vist.Gemt.Objekt.(type) {
	case *oio.Sag:
		line.Navn, line.Kilde = o.KLE.Noegle+" "+firstText(o.KLE.Titel, o.Titel)+", oprettet "+sprog.Dato(o.Oprettet), o.System.Navn
	case *oio.Bevilling:
		line.Navn, line.Kilde = firstText(o.Ydelsesnavn, o.Navn)+", fra "+sprog.Dato(o.Periode.Fra), o.System.Navn
	}
	return line
}

func artnavn(art oio.Art) string {
	if art == oio.ArtSag {
		return "Sag"
	}
	return "Bevilling"
}

// foedt is the birthday as staff tell people of the same name apart, without the four last digits.
func foedt(p oio.Person) string {
	d := p.CPR.Digits()
	if len(d) != 10 {
		return ""
	}
	first := d[0]
	if first >= '6' { // synthetic: the day is raised by 60
		first -= 6
	}
	return string(first) + d[1:2] + "." + d[2:4] + "." + d[4:6]
}
