package program

import (
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/aftale"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const aftaleSti = sti + "/aftaler"

// Certifikat is a certificate in use, as the page shows it.
type Certifikat struct {
	Navn, Hvortil, Udsteder, Serienummer string
	Fra, Til                             time.Time
	Dage                                 int
	Tilstand                             string // ok, snart or udløbet
}

// Aftalekilde is what the page of agreements shows besides the agreements.
type Aftalekilde interface {
	Certifikater(ctx context.Context) ([]Certifikat, error)
	System(ctx context.Context) (kommune, system string, err error)
	Hindringer(ctx context.Context) ([]string, error) // why nothing is sent to an index now, in sentences
}

// aftaleruter are the pages of service agreements and certificates (R065, R092).
func (s *Sider) aftaleruter(r web.Ramme) {
	r.Som(adgang.Programfolk, "GET "+aftaleSti, s.aftaler)
	r.Som(adgang.CuraAdministrator|adgang.Leverandoeren, "POST "+aftaleSti, s.aftaleskridt)
}

// aftaleview is one agreement with what the one who looks may do about it.
type aftaleview struct {
	aftale.Aftale
	ID         string // in the page
	Navn       string
	Tilstand   aftale.Tilstand
	Hvem, Hvad string
	Emne, Brev string
	Handling   aftale.Tilstand // the step that is due and hers to take; Ingen: none
	Knap       string
	KanSige    bool // she may withdraw it
	Cert       bool // the step takes a certificate
}

type aftalesystem struct {
	Navn    string
	Aftaler []aftaleview
}

type aftalerView struct {
	Hindringer   []string
	Systemer     []aftalesystem
	Certifikater []Certifikat
	Idag         string
}

// handlinger are the steps that are due in each state, and whose they are.
var handlinger = map[aftale.Tilstand]struct {
	til   aftale.Tilstand
	rolle adgang.Roller
	knap  string
	cert  bool
}{
	aftale.Ingen:    {til: aftale.Anmodet, rolle: adgang.Leverandoeren, knap: "Vi har anmodet om den"},
	aftale.Anmodet:  {til: aftale.Godkendt, rolle: adgang.CuraAdministrator, knap: "Aftalen er godkendt"},
	aftale.Godkendt: {til: aftale.Aktiv, rolle: adgang.Leverandoeren, knap: "Aftalen er i kraft", cert: true},
	aftale.Opsagt:   {til: aftale.Anmodet, rolle: adgang.Leverandoeren, knap: "Vi har anmodet om en ny"},
}

func (s *Sider) aftaler(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	book, err := s.Motor.Aftaler(r.Context())
	if err != nil {
		return err
	}
	kommune, system, err := s.Aftalekilde.System(r.Context())
	if err != nil {
		return err
	}
	v := aftalerView{Idag: oio.DatoOf(s.Nu()).String()}
	if v.Hindringer, err = s.Aftalekilde.Hindringer(r.Context()); err != nil {
		return err
	}
	if v.Certifikater, err = s.Aftalekilde.Certifikater(r.Context()); err != nil {
		return err
	}
	for _, a := range book.MedEgne() {
		name := system
		if !a.Egen() {
			name = a.System.Navn
		}
		if n := len(v.Systemer); n == 0 || v.Systemer[n-1].Navn != name {
			v.Systemer = append(v.Systemer, aftalesystem{Navn: name})
		}
		last := &v.Systemer[len(v.Systemer)-1]
		last.Aftaler = append(last.Aftaler, aftalevis(a, kommune, name, id.Roller))
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Aftaler og certifikater", id), aftalerside(v))
	return nil
}

func aftalevis(a aftale.Aftale, kommune, system string, roles adgang.Roller) aftaleview {
	v := aftaleview{Aftale: a, ID: strings.ReplaceAll(a.Noegle(), "/", "-"), Navn: a.Navn(), Tilstand: a.Tilstand()}
	v.Hvem, v.Hvad = a.Naeste()
	v.Emne, v.Brev = a.Brev(kommune, system)
	if h := handlinger[v.Tilstand]; h.til != aftale.Ingen && roles.Er(h.rolle) {
		v.Handling, v.Knap, v.Cert = h.til, h.knap, h.cert
	}
	v.KanSige = roles.Er(adgang.CuraAdministrator) && v.Tilstand != aftale.Ingen && v.Tilstand != aftale.Opsagt
	return v
}

// graenser are the limits of an agreement in words.
func (v *aftaleview) graenser() string {
	var said []string
	if len(v.KLE) > 0 {
		said = append(said, "kun KLE "+strings.Join(v.KLE, ", "))
	}
	if v.Foelsomhed != 0 {
		said = append(said, "højst "+strings.ToLower(strings.ReplaceAll(v.Foelsomhed.String(), "_", " ")))
	}
	return strings.Join(said, "; ")
}

func (v *aftaleview) lys() string {
	switch {
	case v.Gaelder():
		return "groen"
	case v.Tilstand == aftale.Opsagt:
		return "roed"
	}
	return "gul"
}

func skridtord(s aftale.Skridt) string {
	said := s.Til.Dansk() + " " + sprog.Dato(s.Dato) + ", " + s.Af
	if s.Grund != "" {
		said += ": " + s.Grund
	}
	return said + "."
}

func certlys(tilstand string) string {
	switch tilstand {
	case "ok":
		return "groen"
	case "snart":
		return "gul"
	}
	return "roed"
}

func certord(c Certifikat) string {
	switch c.Tilstand {
	case "ok":
		return "I orden"
	case "snart":
		return "Udløber snart"
	}
	return "Udløbet"
}

// aftaleskridt takes an agreement a step on.
func (s *Sider) aftaleskridt(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	book, err := s.Motor.Aftaler(r.Context())
	if err != nil {
		return err
	}
	step := aftale.Skridt{Til: aftale.Tilstand(r.PostFormValue("til")), Af: id.Bruger, Grund: r.PostFormValue("grund")}
	for _, a := range book.MedEgne() {
		if a.Noegle() != r.PostFormValue("noegle") {
			continue
		}
		h := handlinger[a.Tilstand()]
		if step.Til == aftale.Opsagt {
			h.til, h.rolle = aftale.Opsagt, adgang.CuraAdministrator
		}
		if step.Til != h.til || !id.Roller.Er(h.rolle) {
			return aftalenej("Det skridt er ikke dit, eller aftalen er kommet videre imens.", "")
		}
		if step.Dato, err = oio.ParseDato(r.PostFormValue("dato")); err != nil {
			return aftalenej("Skriv datoen.", "")
		}
		if print := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(r.PostFormValue("certifikat")), ":", "")); h.cert && print != "" {
			if raw, err := hex.DecodeString(print); err != nil || len(raw) != 32 {
				return aftalenej("Certifikatets aftryk er dets SHA-256: 64 tegn, 0 til 9 og a til f.", "")
			}
			a.Certifikater = []string{print}
		}
		if _, err := s.Motor.TagSkridt(r.Context(), a, step); err != nil {
			var brud *rules.Brud
			if errors.As(err, &brud) {
				return aftalenej(oio.MaskCPR(strings.TrimSuffix(brud.Dansk, "."))+".", brud.Regel)
			}
			return err
		}
		http.Redirect(w, r, aftaleSti, http.StatusSeeOther)
		return nil
	}
	return aftalenej("Den aftale findes ikke.", "")
}

func aftalenej(why, regel string) error {
	if why = strings.ToUpper(why[:1]) + why[1:]; regel != "" {
		why = strings.TrimSuffix(why, ".") + " (" + regel + ")."
	}
	return &page.Problem{Status: http.StatusConflict, Overskrift: "Det kan ikke lade sig gøre", Tekst: why, Raad: "Intet er ændret.", Link: page.Link{Navn: "Tilbage", Adresse: aftaleSti}}
}
