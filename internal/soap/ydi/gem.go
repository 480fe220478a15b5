package ydi

import (
	"fmt"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Registrer is a grant as the index keeps it: what our readers know of it, and the whole message where it says more than that.
func Registrer(m *Bevilling, types Ydelsestyper, now time.Time) oio.Registreret {
	object := TilBevilling(m, types, now)
	kept := Bevilling{SagDokObjekt: m.SagDokObjekt, Registrering: m.Registrering}
	r := oio.Registreret{Objekt: object, Stille: vaerdi(m.UdenNotifikation) == "true" || vaerdi(m.UdenNotifikation) == "1"}
	for i := range kept.Registrering {
		r.Tidspunkt = nyeste(r.Tidspunkt, kept.Registrering[i].Tidspunkt)
		kept.Registrering[i].StsTidspunkt = nil
	}
	if len(kept.Registrering) == 1 && !object.Part.CPR.IsZero() && Familie.Ens(&kept, FraBevilling(object, r.Tidspunkt)) {
		return r
	}
	r.Profil, r.Emner = Profil(&kept, now), emner(&kept)
	r.Fuld = Familie.SkrivDel(nil, &kept)
	return r
}

// Profil are the units and people of a grant's Sikkerhedsprofil that holds now; nil where there is none.
func Profil(m *Bevilling, now time.Time) []oio.UUID {
	var allowed []oio.UUID
	for i := range m.Registrering {
		list := m.Registrering[i].RelationListe.Sikkerhedsprofil
		for j := range list {
			if gaelder(list[j].Virkning, now) {
				allowed = append(allowed, uuidI(list[j].ReferenceID))
			}
		}
	}
	return allowed
}

// emner are the KLE numbers of a grant's services; nil where there is one, since the object tells it.
func emner(m *Bevilling) []string {
	var numbers []string
	for i := range m.Registrering {
		list := m.Registrering[i].AttributListe.BevilgetYdelse
		for j := range list {
			number := ""
			if y := list[j].Ydelse; y != nil && y.Klassifikation != nil {
				number = vaerdi(y.Klassifikation.BrugervendtNoegle)
			}
			numbers = append(numbers, number)
		}
	}
	if len(numbers) < 2 {
		return nil
	}
	return numbers
}

// Ydelser are the services of a grant, each as a grant of its own with what the whole says of all.
func Ydelser(m *Bevilling, types Ydelsestyper, now time.Time) []*oio.Bevilling {
	var all []*oio.Bevilling
	for i := range m.Registrering {
		list := m.Registrering[i].AttributListe.BevilgetYdelse
		for j := range list {
			b := TilBevilling(m, types, now)
			b.YdelseID, b.Navn, b.Maengde, b.Ydelsesnavn, b.Art, b.Ydelsestype, b.KLE, b.System = "", "", "", "", "", oio.Klasse{}, oio.Klasse{}, oio.ITSystem{}
			laesYdelse(b, &list[j], types)
			all = append(all, b)
		}
	}
	return all
}

func nyeste(so time.Time, said *string) time.Time {
	if t, err := soap.LaesTid(vaerdi(said)); err == nil && t.After(so) {
		return t
	}
	return so
}

// BeskedAf is the message a kept grant stands for.
func BeskedAf(g *oio.Gemt) (*Bevilling, error) {
	if g.Fuld == nil {
		grant, ok := g.Objekt.(*oio.Bevilling)
		if !ok {
			return nil, fmt.Errorf("object %s is no grant", g.Objekt.Identitet())
		}
		return FraBevilling(grant, g.Tidspunkt), nil
	}
	m := &Bevilling{}
	if err := Familie.LaesDel(g.Fuld, m); err != nil {
		return nil, fmt.Errorf("kept grant %s: %w", g.Objekt.Identitet(), err)
	}
	return m, nil
}

// RegistrerEffektuering is a payment as the index keeps it: always with its message, since the care record has none.
func RegistrerEffektuering(m *Effektuering, now time.Time) oio.Registreret {
	e := &oio.Effektuering{UUID: uuidAf(m.UUIDIdentifikator)}
	r := oio.Registreret{Objekt: e}
	for i := range m.Registrering {
		reg := &m.Registrering[i]
		reg.StsTidspunkt = nil
		r.Tidspunkt = nyeste(r.Tidspunkt, reg.Tidspunkt)
		laesEffektuering(e, reg, now)
	}
	r.Fuld = Familie.SkrivDel(nil, m)
	return r
}

func laesEffektuering(e *oio.Effektuering, r *EffektueringRegistrering, now time.Time) {
	for i := range r.AttributListe.Egenskaber {
		p := &r.AttributListe.Egenskaber[i]
		e.Noegle, e.Periode = vaerdi(p.BrugervendtNoegle), oio.Virkning{Fra: dato(p.Startdato), Til: dato(p.Slutdato)}
		e.Beloeb = vaerdi(p.BeloebSendtTilUdbetaling)
		if p.BeloebUdbetalt != nil {
			e.Beloeb = *p.BeloebUdbetalt
		}
	}
	list := &r.RelationListe
	for i := range list.OekonomiskYdelseEffektueringRelation {
		y := &list.OekonomiskYdelseEffektueringRelation[i]
		e.KLE = vaerdi(y.Klassifikationsbeskrivelse)
		if y.BevilgetYdelseRef != nil {
			e.Bevilling = uuidAf(y.BevilgetYdelseRef.UUIDIdentifikator)
		}
	}
	for i := range list.Aktoer {
		if a := &list.Aktoer[i]; gaelder(a.Virkning, now) && vaerdi(a.Rolle.UUIDIdentifikator) == effektueringEjer {
			e.Ejer = oio.Aktoer{UUID: uuidI(a.ReferenceID), Navn: vaerdi(a.FuldtNavn), CVR: oio.CVR(vaerdi(a.CVRNr))}
		}
	}
	for i := range list.ItSystem {
		if s := &list.ItSystem[i]; harRolle(s.Rolle, oio.BevillingMaster) {
			e.System = oio.ITSystem{UUID: uuidI(s.ReferenceID), Navn: vaerdi(s.SystemNavn)}
		}
	}
	if len(list.OekonomiskEffektueringPart) > 0 {
		p := &list.OekonomiskEffektueringPart[0]
		e.Part = partAf(p.ReferenceID, vaerdi(p.FuldtNavn))
	}
}

// effektueringEjer is the role of a payment's owner (05a §7.2).
const effektueringEjer = "a91824c4-da1d-47f9-bce2-5d6597879415"

// EffektueringAf is the message a kept payment stands for.
func EffektueringAf(g *oio.Gemt) (*Effektuering, error) {
	m := &Effektuering{}
	if err := Familie.LaesDel(g.Fuld, m); err != nil {
		return nil, fmt.Errorf("kept payment %s: %w", g.Objekt.Identitet(), err)
	}
	return m, nil
}
