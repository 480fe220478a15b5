// Package indeks is the pages for those who integrate against the embedded indexes (/indeks): what services there are, messages to
// copy, a message explained by rule and element, the traffic, and an object as it is stored (S11).
//
// It shows what it is given, with personal data masked by whoever gives it; it judges, stores and sends nothing.
package indeks

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Sti is where the pages lie.
const Sti = "/indeks"

// Tjeneste is a service and what it does.
type Tjeneste struct {
	Adresse     string // path
	Operationer []string
}

// Fund is one breach of a rule.
type Fund struct {
	Regel, Hvad, Sti, Ret string
	Afvist                bool
}

// Forklaring is what the services would say of a message.
type Forklaring struct {
	Tjeneste, Operation, Fejl string
	Fund                      []Fund
}

// Besked is one exchange, masked.
type Besked struct {
	Nr                  int
	Tid                 time.Time
	Tjeneste, Operation string
	Kalder, Transaktion string
	Udfald              string // 20, 40 …, or fault
	Fund                []Fund
	Ind, Ud             string
	Varighed            time.Duration
}

// Felt is one element of an object, by its place.
type Felt struct{ Sti, Vaerdi string }

// Registrering is one state of an object, with when source and index registered it.
type Registrering struct{ Kilde, Indeks time.Time }

// Objekt is an object as it is stored, masked.
type Objekt struct {
	UUID, Art      string
	Felter         []Felt
	XML            string
	Registreringer []Registrering
}

// Eksempel is a message ready to send, with a line for curl and one for zeep.
type Eksempel struct{ Navn, Hvad, Adresse, XML, Curl, Zeep string }

// Regel is one numbered rule.
type Regel struct{ Nr, Tekst, Mild, Streng string }

// Kilde gives what the pages show.
type Kilde interface {
	Tjenester() []Tjeneste
	Eksempler(ctx context.Context, base string) []Eksempel
	Regler() []Regel
	Forklar(ctx context.Context, text string) (Forklaring, error)
	Beskeder() []Besked
	Objekt(ctx context.Context, id oio.UUID) (Objekt, bool, error)
}

// Sider are the pages, a web.Del.
type Sider struct {
	kilde Kilde
	rolle adgang.Roller
	ramme web.Ramme
}

var _ web.Del = (*Sider)(nil)

// New makes the pages for a role, or with none for everybody.
func New(k Kilde, rolle adgang.Roller) *Sider { return &Sider{kilde: k, rolle: rolle} }

// Ruter implements web.Del.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	register := r.Enhver
	if s.rolle != 0 {
		register = func(pattern string, handle func(http.ResponseWriter, *http.Request, web.Identitet) error) {
			r.Som(s.rolle, pattern, handle)
		}
	}
	register("GET "+Sti, s.forside)
	register("POST "+Sti+"/forklar", s.forklar)
	register("GET "+Sti+"/eksempler", s.eksempler)
	register("GET "+Sti+"/beskeder", s.beskeder)
	register("GET "+Sti+"/beskeder/{nr}", s.besked)
	register("GET "+Sti+"/objekt", s.objekt)
	register("GET "+Sti+"/regler", s.regler)
}

func (s *Sider) side(titel string, id web.Identitet) page.Side {
	side := s.ramme.Side(titel, id)
	side.Menu = append(side.Menu, page.Link{Navn: "Indeks", Adresse: Sti})
	side.Valgt = Sti
	side.Stil = []string{"indeks.css"}
	side.Data = "Personnumre, navne og fritekst er skjult her."
	return side
}

func (s *Sider) forside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Indeks", id), forside(s.kilde.Tjenester(), nyeste(s.kilde.Beskeder()), "", nil))
	return nil
}

const vistPaaForsiden = 8

func nyeste(all []Besked) []Besked { return all[:min(len(all), vistPaaForsiden)] }

func (s *Sider) forklar(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	text := r.PostFormValue("besked")
	told, err := s.kilde.Forklar(r.Context(), text)
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("En besked forklaret", id), forside(s.kilde.Tjenester(), nyeste(s.kilde.Beskeder()), text, &told))
	return nil
}

func (s *Sider) eksempler(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Eksempler", id), eksempelside(s.kilde.Eksempler(r.Context(), scheme+r.Host)))
	return nil
}

func (s *Sider) beskeder(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Beskeder", id), beskedside(s.kilde.Beskeder()))
	return nil
}

func (s *Sider) besked(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	nr, _ := strconv.Atoi(r.PathValue("nr"))
	for _, b := range s.kilde.Beskeder() {
		if b.Nr == nr {
			s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Besked", id), enBesked(b))
			return nil
		}
	}
	return &page.Problem{Status: http.StatusNotFound, Overskrift: "Beskeden er her ikke mere", Tekst: "Kun de nyeste beskeder gemmes, og kun til programmet standser.", Link: page.Link{Navn: "Se de nyeste", Adresse: Sti + "/beskeder"}}
}

func (s *Sider) objekt(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	uuid, err := oio.ParseUUID(strings.TrimSpace(r.URL.Query().Get("uuid")))
	if err != nil {
		return &page.Problem{Status: http.StatusBadRequest, Overskrift: "Det er ikke en UUID", Tekst: "Skriv objektets UUID med 36 tegn, som den står i beskeden.", Link: page.Link{Navn: "Tilbage", Adresse: Sti}}
	}
	o, found, err := s.kilde.Objekt(r.Context(), uuid)
	if err != nil {
		return err
	}
	if !found {
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Objektet er ikke i indekset", Tekst: "Det er fjernet, eller det blev aldrig taget imod.", Link: page.Link{Navn: "Tilbage", Adresse: Sti}}
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Et objekt", id), objektside(o))
	return nil
}

func (s *Sider) regler(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Regler", id), regelside(s.kilde.Regler()))
	return nil
}

// klokken is a time as people read it.
func klokken(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(oio.Koebenhavn).Format("02.01.2006 15.04.05")
}

// overskrift says in a line what a message would come to.
func (f *Forklaring) overskrift() string {
	refused, warned := 0, 0
	for _, x := range f.Fund {
		if x.Afvist {
			refused++
		} else {
			warned++
		}
	}
	switch {
	case f.Fejl != "":
		return "Beskeden kan ikke læses"
	case refused > 0:
		return "Beskeden bliver afvist: " + strconv.Itoa(refused) + " fejl"
	case warned > 0:
		return "Beskeden bliver taget imod, med " + strconv.Itoa(warned) + " bemærkninger"
	}
	return "Beskeden bliver taget imod"
}

func millisekunder(d time.Duration) string {
	return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) + " ms"
}
