package ydi

import (
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// FraBevilling is a grant of ours as the index takes it: complete, for an import. The amount of help has no field of its own in
// version 6 (05a §1.5), so it goes as the granted service's Begrundelse.
func FraBevilling(b *oio.Bevilling, tidspunkt time.Time) *Bevilling {
	actor := &UnikId{URNIdentifikator: tekst("urn:oio:it-system-uuid:" + b.System.UUID.String())}
	open := virkning(oio.Virkning{Fra: b.Periode.Fra}, actor)
	granted := BevilgetYdelse{
		Virkning: virkning(b.Periode, actor), Id: tekst(b.YdelseID), Navn: tekst(b.Navn), BevilgetYdelseStartdato: tekst(soap.SkrivTid(b.Periode.Fra.Midnat())),
		Begrundelse: valgfri(b.Maengde), Ydelse: &YdelseRelation{Ydelsesnavn: valgfri(b.Ydelsesnavn)},
	}
	if b.Periode.Til != 0 {
		granted.BevilgetYdelseSlutdato = tekst(soap.SkrivTid(b.Periode.Til.Midnat()))
	}
	r := BevillingRegistrering{
		Registrering: Registrering{KildeRegistrering: KildeRegistrering{Tidspunkt: tekst(soap.SkrivTid(tidspunkt)), LivscyklusKode: tekst("Importeret"), BrugerRef: actor}},
		AttributListe: BevillingAttributListe{
			Egenskaber: []BevillingEgenskaber{{Virkning: open, BrugervendtNoegle: tekst(b.Noegle), Foelsomhed: tekst(b.Foelsomhed.String())}},
		},
	}
	for _, rel := range b.Relationer() {
		indsaet(&r.RelationListe, &granted, rel, open)
	}
	granted.Ydelse.Rolle, granted.Ydelse.Type = ydelsesrolle()
	r.AttributListe.BevilgetYdelse = []BevilgetYdelse{granted}
	return &Bevilling{SagDokObjekt: SagDokObjekt{UUIDIdentifikator: b.UUID.String()}, Registrering: []BevillingRegistrering{r}}
}

func ydelsesrolle() (role, kind *UnikId) {
	r, k := oio.BevillingYdelse.Tekst()
	return &UnikId{UUIDIdentifikator: &r}, &UnikId{UUIDIdentifikator: &k}
}

// indsaet puts a relation where the schema has it: beside the granted service, or inside.
func indsaet(list *BevillingRelationListe, granted *BevilgetYdelse, r oio.Relation, v *Virkning) {
	official := r.Rolle.Official()
	reference := &UnikId{}
	if r.URN != "" {
		reference.URNIdentifikator = tekst(r.URN)
	} else {
		reference.UUIDIdentifikator = tekst(r.UUID.String())
	}
	role, kind := r.Rolle.Tekst()
	outer := Relation{Virkning: v, Rolle: &UnikId{UUIDIdentifikator: &role}, Type: &UnikId{UUIDIdentifikator: &kind}, Indeks: valgfri(r.Indeks), ReferenceID: reference}
	inner := RelationUdenVirkning{Rolle: outer.Rolle, Type: outer.Type, Indeks: outer.Indeks, ReferenceID: reference}
	switch official.Relation {
	case "Bevillingssag":
		list.Bevillingssag = append(list.Bevillingssag, BevillingSagRelation{Relation: outer, BrugervendtNoegle: tekst(r.Noegle), FuldtNavn: tekst(r.Navn)})
	case "Bevillingspart":
		list.Bevillingspart = append(list.Bevillingspart, BevillingPartRelation{Relation: outer, FuldtNavn: tekst(r.Navn)})
	case "Bevillingsaktoer":
		list.Bevillingsaktoer = append(list.Bevillingsaktoer, BevillingAktoerRelation{Relation: outer, FuldtNavn: tekst(r.Navn), CVRNr: tekst(string(r.CVR))})
	case "BevilgetYdelse/ItSystem":
		granted.ItSystem = append(granted.ItSystem, YdelseItSystem{RelationUdenVirkning: inner, SystemNavn: valgfri(r.Navn)})
	case "Ydelse":
		granted.Ydelse.ReferenceID = reference
	case "Ydelse/Klassifikation":
		granted.Ydelse.Klassifikation = &YdelseKlassifikation{RelationUdenVirkning: inner, BrugervendtNoegle: tekst(r.Noegle), Klassetitel: valgfri(r.Navn)}
	}
}

func virkning(v oio.Virkning, actor *UnikId) *Virkning {
	until := &Tidspunkt{GraenseIndikator: tekst("true")}
	if v.Til != 0 {
		until = &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(v.Til.Midnat()))}
	}
	return &Virkning{FraTidspunkt: &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(v.Fra.Midnat()))}, TilTidspunkt: until, AktoerRef: actor, AktoerTypeKode: tekst("ItSystem")}
}

// Ydelsestyper finds what a class of a service type says beyond its UUID: key, name and kind. A nil one knows none.
type Ydelsestyper func(uuid oio.UUID) (class oio.Klasse, kind string, known bool)

// TilBevilling is what our readers know of a grant, out of what any system has delivered: what holds at now, and of several granted
// services the first. The whole message keeps the rest.
func TilBevilling(m *Bevilling, types Ydelsestyper, now time.Time) *oio.Bevilling {
	b := &oio.Bevilling{UUID: uuidAf(m.UUIDIdentifikator)}
	for i := range m.Registrering {
		laes(b, &m.Registrering[i], types, now)
	}
	return b
}

func laes(b *oio.Bevilling, r *BevillingRegistrering, types Ydelsestyper, now time.Time) {
	for i := range r.AttributListe.Egenskaber {
		if e := &r.AttributListe.Egenskaber[i]; gaelder(e.Virkning, now) {
			b.Noegle = vaerdi(e.BrugervendtNoegle)
			b.Foelsomhed, _ = oio.ParseFoelsomhed(vaerdi(e.Foelsomhed))
		}
	}
	if list := r.AttributListe.BevilgetYdelse; len(list) > 0 {
		laesYdelse(b, &list[0], types)
	}
	list := &r.RelationListe
	for i := range list.Bevillingssag {
		if s := &list.Bevillingssag[i]; gaelder(s.Virkning, now) {
			b.Sag, b.SagNoegle, b.SagTitel = uuidI(s.ReferenceID), vaerdi(s.BrugervendtNoegle), vaerdi(s.FuldtNavn)
		}
	}
	for i := range list.Bevillingspart {
		if p := &list.Bevillingspart[i]; gaelder(p.Virkning, now) && harRolle(p.Rolle, oio.BevillingBevillingsmodtager) {
			b.Part = partAf(p.ReferenceID, vaerdi(p.FuldtNavn))
		}
	}
	for i := range list.Bevillingsaktoer {
		a := &list.Bevillingsaktoer[i]
		actor := oio.Aktoer{UUID: uuidI(a.ReferenceID), Navn: vaerdi(a.FuldtNavn), CVR: oio.CVR(vaerdi(a.CVRNr))}
		switch {
		case !gaelder(a.Virkning, now):
		case harRolle(a.Rolle, oio.BevillingEjer):
			b.Ejer = actor
		case harRolle(a.Rolle, oio.BevillingAnsvarlig):
			b.Ansvarlig = actor
		}
	}
}

func laesYdelse(b *oio.Bevilling, y *BevilgetYdelse, types Ydelsestyper) {
	b.YdelseID, b.Navn, b.Maengde = vaerdi(y.Id), vaerdi(y.Navn), vaerdi(y.Begrundelse)
	b.Periode = oio.Virkning{Fra: dato(y.BevilgetYdelseStartdato), Til: dato(y.BevilgetYdelseSlutdato)}
	for i := range y.ItSystem {
		if s := &y.ItSystem[i]; harRolle(s.Rolle, oio.BevillingMaster) {
			b.System = oio.ITSystem{UUID: uuidI(s.ReferenceID), Navn: vaerdi(s.SystemNavn)}
		}
	}
	if y.Ydelse == nil {
		return
	}
	b.Ydelsesnavn = vaerdi(y.Ydelse.Ydelsesnavn)
	if len(y.OekonomiskEffektueringsplan) > 0 {
		b.Art = "monetær" // only money is paid by a plan (YDI-23)
	}
	if u := uuidI(y.Ydelse.ReferenceID); !u.IsZero() {
		b.Ydelsestype = oio.Klasse{UUID: u, Titel: b.Ydelsesnavn}
		if types != nil {
			if class, kind, known := types(u); known {
				b.Ydelsestype, b.Art = class, kind
			}
		}
	}
	if k := y.Ydelse.Klassifikation; k != nil {
		b.KLE = oio.NewKlasse("KLE", vaerdi(k.BrugervendtNoegle), vaerdi(k.Klassetitel), "")
		if u := uuidI(k.ReferenceID); u != b.KLE.UUID {
			b.KLE.UUID, b.KLE.Stedfortraeder = u, false
		}
	}
}
