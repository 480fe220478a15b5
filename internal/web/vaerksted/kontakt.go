package vaerksted

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/borger"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Kontakter keeps contact details written by hand for citizens (R080).
type Kontakter interface {
	Kontakter(ctx context.Context, kommune oio.CVR) ([]borger.ManuelKontakt, error)
	SaetKontakt(ctx context.Context, kommune oio.CVR, m borger.ManuelKontakt) error
}

// kontaktView is one unit that citizens may meet, with what is shown and where it comes from.
type kontaktView struct {
	UUID    string
	Navn    string // FK Organisation's name
	Kontakt borger.Kontakt
	Kilde   string
	Manuel  bool
}

// kontakter lists the units in use with contact and source (R080).
func (s *Sider) kontakter(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	history, err := s.Kontakter.Kontakter(r.Context(), id.Kommune)
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Kontakt til borgerne", id), kontaktside(kontaktViews(bord, borger.Kontakter(history))))
	return nil
}

func kontaktViews(bord *desk.Bord, manual map[oio.UUID]borger.ManuelKontakt) []kontaktView {
	var views []kontaktView
	for _, unit := range unitsInUse(bord) {
		v := kontaktView{UUID: unit.UUID.String(), Navn: unit.Navn, Kilde: "FK Organisation",
			Kontakt: borger.Kontakt{Enhed: unit.Navn, Telefon: unit.Adresse("telefon"), Tid: unit.Adresse("telefontid"), Email: unit.Adresse("email")}}
		if m, found := manual[unit.UUID]; found {
			v.Kontakt, v.Manuel = m.Kontakt, true
			v.Kilde = "Skrevet af " + m.Af + " " + m.Tid.In(oio.Koebenhavn).Format("2.1.2006")
		}
		views = append(views, v)
	}
	return views
}

// unitsInUse are the units of FK Organisation that a case may name, by name.
func unitsInUse(bord *desk.Bord) []*organisation.Enhed {
	seen := map[oio.UUID]bool{}
	var units []*organisation.Enhed
	for _, row := range bord.Raekker(mapping.Enhed) {
		if unit := bord.Opslag(row.ID).Enhed; unit != nil && !seen[unit.UUID] {
			seen[unit.UUID] = true
			units = append(units, unit)
		}
	}
	slices.SortFunc(units, func(a, b *organisation.Enhed) int { return strings.Compare(a.Navn, b.Navn) })
	return units
}

// maxKontakt is the longest text in a contact, in characters.
const maxKontakt = 200

// saetKontakt keeps a contact, or goes back to FK Organisation's when all fields are empty.
func (s *Sider) saetKontakt(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	unit, err := oio.ParseUUID(r.PathValue("uuid"))
	if err != nil {
		return kontaktProblem("Enheden findes ikke", "Begynd fra listen.")
	}
	m := borger.ManuelKontakt{Enhed: unit, Af: id.Bruger, Tid: s.Nu()}
	fields := []struct {
		name string
		to   *string
	}{{"navn", &m.Kontakt.Enhed}, {"telefon", &m.Kontakt.Telefon}, {"tid", &m.Kontakt.Tid}, {"email", &m.Kontakt.Email}}
	if r.PostFormValue("tilbage") == "" {
		for _, f := range fields {
			*f.to = strings.TrimSpace(r.PostFormValue(f.name))
			if utf8.RuneCountInString(*f.to) > maxKontakt || oio.MaskCPR(*f.to) != *f.to {
				return kontaktProblem("Teksten kan ikke bruges", "Skriv højst 200 tegn i hvert felt, og aldrig et CPR-nummer.")
			}
		}
	}
	if err := s.Kontakter.SaetKontakt(r.Context(), id.Kommune, m); err != nil {
		return err
	}
	http.Redirect(w, r, "/vaerksted/kontakter", http.StatusSeeOther)
	return nil
}

func kontaktProblem(overskrift, raad string) error {
	return &page.Problem{Status: http.StatusBadRequest, Overskrift: overskrift, Tekst: "Intet er ændret.", Raad: raad,
		Link: page.Link{Navn: "Til kontakter", Adresse: "/vaerksted/kontakter"}}
}
