package sdi

import (
	"fmt"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// Registrer is a case as the index keeps it: what our readers know of it, and the whole message where it says more than that.
func Registrer(m *Sag, now time.Time) oio.Registreret {
	object := TilSag(m, now)
	kept := Sag{SagDokObjekt: m.SagDokObjekt, Registrering: m.Registrering}
	r := oio.Registreret{Objekt: object, Tidspunkt: tidspunkt(m.Registrering)}
	if len(kept.Registrering) == 1 && kept.Registrering[0].StsTidspunkt == nil && !object.Part.CPR.IsZero() && Familie.Ens(&kept, FraSag(object, r.Tidspunkt)) {
		return r
	}
	for i := range kept.Registrering {
		kept.Registrering[i].StsTidspunkt = nil
		r.Profil = append(r.Profil, Profil(kept.Registrering[i].RelationListe.LokalUdvidelseListe, now)...)
	}
	r.Fuld = Familie.SkrivDel(nil, &kept)
	return r
}

func tidspunkt(list []SagRegistrering) time.Time {
	var newest time.Time
	for i := range list {
		if t, err := soap.LaesTid(vaerdi(list[i].Tidspunkt)); err == nil && t.After(newest) {
			newest = t
		}
	}
	return newest
}

// BeskedAf is the message a kept case stands for.
func BeskedAf(g *oio.Gemt) (*Sag, error) {
	if g.Fuld == nil {
		sag, ok := g.Objekt.(*oio.Sag)
		if !ok {
			return nil, fmt.Errorf("object %s is no case", g.Objekt.Identitet())
		}
		return FraSag(sag, g.Tidspunkt), nil
	}
	m := &Sag{}
	if err := Familie.LaesDel(g.Fuld, m); err != nil {
		return nil, fmt.Errorf("kept case %s: %w", g.Objekt.Identitet(), err)
	}
	return m, nil
}

// RegistrerDokument is a document as the index keeps it: always with its message, since the care record has no documents.
func RegistrerDokument(m *Dokument, now time.Time) oio.Registreret {
	d := &oio.Dokument{}
	d.UUID, _ = oio.ParseUUID(m.UUIDIdentifikator)
	r := oio.Registreret{Objekt: d}
	for i := range m.Registrering {
		reg := &m.Registrering[i]
		reg.StsTidspunkt = nil
		if t, err := soap.LaesTid(vaerdi(reg.Tidspunkt)); err == nil && t.After(r.Tidspunkt) {
			r.Tidspunkt = t
		}
		laesDokument(d, reg, now)
		r.Profil = append(r.Profil, Profil(reg.RelationListe.LokalUdvidelseListe, now)...)
	}
	r.Fuld = Familie.SkrivDel(nil, m)
	return r
}

func laesDokument(d *oio.Dokument, r *DokumentRegistrering, now time.Time) {
	for i := range r.AttributListe.Egenskaber {
		e := &r.AttributListe.Egenskaber[i]
		if !gaelder(e.Virkning, now) {
			continue
		}
		d.Noegle, d.Titel, d.Type = vaerdi(e.BrugervendtNoegle), vaerdi(e.Titel), vaerdi(e.Type)
		d.Foelsomhed, _ = oio.ParseFoelsomhed(vaerdi(e.Foelsomhed))
		if e.BrevDato != nil && len(*e.BrevDato) >= 10 {
			d.BrevDato, _ = oio.ParseDato((*e.BrevDato)[:10])
		}
	}
	for i := range r.RelationListe.Dokumentklasse {
		c := &r.RelationListe.Dokumentklasse[i]
		if e := foerste[DokumentklasseUdvidelse](c.LokalUdvidelseListe); kleNoegle.MatchString(vaerdi(e.BrugervendtNoegle)) && gaelder(c.Virkning, now) {
			d.KLE = oio.Klasse{UUID: reference(c), Noegle: *e.BrugervendtNoegle, Titel: vaerdi(e.Klassetitel)}
		}
	}
	for i := range r.RelationListe.Dokumentaktoer {
		c := &r.RelationListe.Dokumentaktoer[i]
		e := foerste[DokumentaktoerUdvidelse](c.LokalUdvidelseListe)
		actor := oio.Aktoer{UUID: reference(c), Navn: vaerdi(e.FuldtNavn), CVR: oio.CVR(vaerdi(e.CVRNr))}
		if actor.CVR != "" {
			d.Ejer = actor // only the owner has a CVR number beside a UUID (SF1470 §5.3)
		} else if d.Ansvarlig.UUID.IsZero() {
			d.Ansvarlig = actor
		}
	}
	for e := range udvidelser[DokumentitsystemRelation](r.RelationListe.LokalUdvidelseListe) {
		setIf(&e.Relation, oio.SagMaster, now, &d.System, oio.ITSystem{UUID: reference(&e.Relation), Navn: vaerdi(e.SystemNavn)})
	}
}

// DokumentAf is the message a kept document stands for.
func DokumentAf(g *oio.Gemt) (*Dokument, error) {
	m := &Dokument{}
	if err := Familie.LaesDel(g.Fuld, m); err != nil {
		return nil, fmt.Errorf("kept document %s: %w", g.Objekt.Identitet(), err)
	}
	return m, nil
}
