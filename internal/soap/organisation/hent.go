package organisation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"indeksbro/internal/oio"
	trae "indeksbro/internal/organisation"
	"indeksbro/internal/soap"
)

// Henter reads a municipality's units for the daily import (05a §3.2).
type Henter struct {
	System, Adresse *soap.Klient
	Organisation    oio.UUID // units of another are left out
	CVR             oio.CVR
	// Nummer gives the KLE number of a class, empty where it is not known; may be nil.
	Nummer func(class oio.UUID) string
}

// Hentet is a reading: the units, and how many belonged to another organisation.
type Hentet struct {
	Enheder []trae.Enhed
	Fremmed int
}

const (
	hoejstEnheder  = 100_000 // a service that never says it has no more
	adresserAdGang = 100
)

// Hent reads all pages of the tree, then the addresses it refers to.
func (h *Henter) Hent(ctx context.Context) (Hentet, error) {
	var got Hentet
	refs := map[oio.UUID][]reference{}
	seen := map[oio.UUID]bool{}
	now := h.System.Nu()
	for offset := 0; ; offset += maxObjekter {
		if offset > hoejstEnheder {
			return got, fmt.Errorf("more than %d units; the service does not end", hoejstEnheder)
		}
		in := &FremsoegObjekthierarkiInput{GrundSoegInput: GrundSoegInput{FoersteResultatReference: tekst(fmt.Sprint(offset)), MaksimalAntalKvantitet: tekst(fmt.Sprint(maxObjekter))}}
		var out FremsoegObjekthierarkiOutput
		if err := h.System.Kald(ctx, Hierarki, in, &out); err != nil {
			return got, err
		}
		if code := out.StandardRetur.StatusKode; code != "20" && code != "44" {
			return got, fmt.Errorf("fremsoegobjekthierarki answered %s: %s", code, vaerdi(out.StandardRetur.FejlbeskedTekst))
		}
		page := out.OrganisationEnheder.FiltreretOejebliksbillede
		if len(page) == 0 {
			break
		}
		for i := range page {
			unit, owner, addresses := h.enhed(&page[i], now)
			if owner != h.Organisation {
				got.Fremmed++
				continue
			}
			if unit.UUID.IsZero() || seen[unit.UUID] {
				continue
			}
			seen[unit.UUID] = true
			got.Enheder, refs[unit.UUID] = append(got.Enheder, unit), addresses
		}
	}
	if len(got.Enheder) == 0 {
		return got, errors.New("the answer has no unit of this Organisation; check the policy organisation")
	}
	return got, h.adresser(ctx, got.Enheder, refs)
}

func vaerdi(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(*s)
}

// reference is an address a unit refers to, with what it is for.
type reference struct{ id, rolle oio.UUID }

// enhed reads a unit as it is now: of several periods the one that holds the day.
func (h *Henter) enhed(b *EnhedFiltreretOejebliksbillede, now time.Time) (unit trae.Enhed, owner oio.UUID, addresses []reference) {
	unit = trae.Enhed{UUID: uuidAf(b.ObjektType.UUIDIdentifikator), Status: "Inaktiv", CVR: h.CVR}
	if len(b.Registrering) == 0 {
		return unit, owner, nil
	}
	r := &b.Registrering[len(b.Registrering)-1]
	for i := range r.AttributListe.Egenskab {
		if e := &r.AttributListe.Egenskab[i]; unit.Navn == "" || gaelder(e.Virkning, now) {
			unit.Navn = vaerdi(e.EnhedNavn)
			if unit.Navn == "" {
				unit.Navn = vaerdi(e.BrugervendtNoegleTekst)
			}
		}
	}
	for i := range r.TilstandListe.Gyldighed {
		if g := &r.TilstandListe.Gyldighed[i]; gaelder(g.Virkning, now) {
			unit.Status = g.GyldighedStatusKode
		}
	}
	list := &r.RelationListe
	if over := list.Overordnet; over != nil && gaelder(over.Virkning, now) {
		unit.Overordnet = uuidI(over.ReferenceID)
	}
	if list.Tilhoerer != nil {
		owner = uuidI(list.Tilhoerer.ReferenceID)
	}
	for i := range list.Opgaver {
		if o := &list.Opgaver[i]; h.Nummer != nil && gaelder(o.Virkning, now) {
			if number := h.Nummer(uuidI(o.ReferenceID)); number != "" {
				unit.Opgaver = append(unit.Opgaver, number)
			}
		}
	}
	for i := range list.Adresser {
		if a := &list.Adresser[i]; gaelder(a.Virkning, now) {
			addresses = append(addresses, reference{uuidI(a.ReferenceID), uuidI(&a.Rolle.UnikId)})
		}
	}
	return unit, owner, addresses
}

func uuidAf(s string) oio.UUID {
	u, _ := oio.ParseUUID(s)
	return u
}

func uuidI(u *UnikId) oio.UUID {
	if u == nil || u.UUIDIdentifikator == nil {
		return oio.UUID{}
	}
	return uuidAf(*u.UUIDIdentifikator)
}

func gaelder(v *Virkning, now time.Time) bool {
	if v == nil {
		return true
	}
	if from, limited := tid(v.FraTidspunkt); limited && now.Before(from) {
		return false
	}
	until, limited := tid(v.TilTidspunkt)
	return !limited || now.Before(until)
}

func tid(t *Tidspunkt) (time.Time, bool) {
	if t == nil || t.TidsstempelDatoTid == nil {
		return time.Time{}, false
	}
	at, err := soap.LaesTid(strings.TrimSpace(*t.TidsstempelDatoTid))
	return at, err == nil
}

// adresser fills in the texts. A reference to a register of addresses has no object here and is left out (05b C.2).
func (h *Henter) adresser(ctx context.Context, units []trae.Enhed, refs map[oio.UUID][]reference) error {
	var ids []string
	asked := map[oio.UUID]bool{}
	for i := range units {
		for _, r := range refs[units[i].UUID] {
			if !asked[r.id] && !r.id.IsZero() {
				asked[r.id] = true
				ids = append(ids, r.id.String())
			}
		}
	}
	texts := map[oio.UUID]string{}
	now := h.Adresse.Nu()
	for len(ids) > 0 {
		some := ids[:min(adresserAdGang, len(ids))]
		ids = ids[len(some):]
		var out AdresseListOutput
		if err := h.Adresse.Kald(ctx, Adresse[1], &ListInput{UUIDIdentifikator: some}, &out); err != nil {
			return err
		}
		if code := out.StandardRetur.StatusKode; code != "20" && code != "44" {
			return fmt.Errorf("the list of addresses answered %s: %s", code, vaerdi(out.StandardRetur.FejlbeskedTekst))
		}
		for i := range out.FiltreretOejebliksbillede {
			b := &out.FiltreretOejebliksbillede[i]
			for j := range b.Registrering {
				for n := range b.Registrering[j].AttributListe.Egenskab {
					if e := &b.Registrering[j].AttributListe.Egenskab[n]; gaelder(e.Virkning, now) {
						texts[uuidAf(b.ObjektType.UUIDIdentifikator)] = vaerdi(e.AdresseTekst)
					}
				}
			}
		}
	}
	for i := range units {
		u := &units[i]
		for _, r := range refs[u.UUID] {
			switch text, name := texts[r.id], navneAfRoller[r.rolle]; {
			case text == "":
			case r.rolle == rollePNummer:
				u.PNummer = text
			case name != "":
				u.Adresser = append(u.Adresser, trae.Adresse{Rolle: name, Tekst: text})
			}
		}
	}
	return nil
}
