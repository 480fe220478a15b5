package sdi

import (
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
)

// FraSag is a case of ours as the index takes it: complete, for an import.
func FraSag(s *oio.Sag, tidspunkt time.Time) *Sag {
	actor := systemRef(s.System)
	v := virkning(oio.Virkning{Fra: s.Oprettet}, actor)
	r := SagRegistrering{
		Registrering: Registrering{KildeRegistrering: KildeRegistrering{
			Tidspunkt: tekst(soap.SkrivTid(tidspunkt)), LivscyklusKode: tekst("Importeret"), BrugerRef: actor,
		}},
		AttributListe: SagAttributListe{
			Egenskaber: []SagEgenskaber{{Virkning: v, BrugervendtNoegle: tekst(s.Noegle), Sagsnummer: tekst(s.Noegle), Titel: tekst(s.Titel)}},
			LokalUdvidelseListe: udvid("si:SagIndeksEgenskaber", &SagIndeksEgenskaber{
				LokalUdvidelse: LokalUdvidelse{Virkning: v}, Foelsomhed: tekst(s.Foelsomhed.String()), OprettetTidspunkt: tekst(soap.SkrivTid(s.Oprettet.Midnat())),
			}),
		},
	}
	for _, f := range s.Fremdrift {
		r.TilstandListe.Fremdrift = append(r.TilstandListe.Fremdrift, SagFremdrift{Virkning: virkning(f.Virkning, actor), FremdriftStatusKode: tekst(f.Status)})
	}
	r.RelationListe = fraRelationer(s.Relationer(), v)
	return &Sag{SagDokObjekt: SagDokObjekt{UUIDIdentifikator: s.UUID.String()}, Registrering: []SagRegistrering{r}}
}

func fraRelationer(relations []oio.Relation, v *Virkning) SagRelationListe {
	var list SagRelationListe
	systems := &LokalUdvidelseListe{}
	for _, r := range relations {
		made := relation(r, v)
		switch r.Rolle.Official().Relation {
		case "Sagsaktoer":
			made.LokalUdvidelseListe = udvid("si:SagsaktoerLokalUdvidelse", &SagsaktoerUdvidelse{FuldtNavn: tekst(r.Navn), CVRNummer: tekst(string(r.CVR))})
			list.Sagsaktoer = append(list.Sagsaktoer, made)
		case "Sagsklasse":
			made.LokalUdvidelseListe = udvid("si:SagsklasseLokalUdvidelse", &SagsklasseUdvidelse{Klassetitel: valgfri(r.Navn), BrugervendtNoegle: tekst(r.Noegle)})
			list.Sagsklasse = append(list.Sagsklasse, made)
		case "Sagspart":
			made.LokalUdvidelseListe = udvid("si:SagspartLokalUdvidelse", &SagspartUdvidelse{FuldtNavn: tekst(r.Navn)})
			list.Sagspart = append(list.Sagspart, made)
		default:
			systems.Indhold = append(systems.Indhold, soap.Udvidelse{Navn: "si:SagsitsystemRelation", Vaerdi: &SagsitsystemRelation{Relation: made, SystemNavn: valgfri(r.Navn)}})
		}
	}
	list.LokalUdvidelseListe = systems
	return list
}

func relation(r oio.Relation, v *Virkning) Relation {
	reference := &UnikId{}
	if r.URN != "" {
		reference.URNIdentifikator = tekst(r.URN)
	} else {
		reference.UUIDIdentifikator = tekst(r.UUID.String())
	}
	role, kind := r.Rolle.Tekst()
	return Relation{Virkning: v, Rolle: &UnikId{UUIDIdentifikator: &role}, Type: &UnikId{UUIDIdentifikator: &kind}, Indeks: valgfri(r.Indeks), ReferenceID: reference}
}

func tekst(s string) *string { return &s }

func valgfri(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func systemRef(s oio.ITSystem) *UnikId {
	return &UnikId{URNIdentifikator: tekst("urn:oio:it-system-uuid:" + s.UUID.String())}
}

func virkning(v oio.Virkning, actor *UnikId) *Virkning {
	until := &Tidspunkt{GraenseIndikator: tekst("true")}
	if v.Til != 0 {
		until = &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(v.Til.Midnat()))}
	}
	return &Virkning{FraTidspunkt: &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(v.Fra.Midnat()))}, TilTidspunkt: until, AktoerRef: actor, AktoerTypeKode: tekst("ItSystem")}
}

func udvid(name string, value any) *LokalUdvidelseListe {
	return &LokalUdvidelseListe{Indhold: []soap.Udvidelse{{Navn: name, Vaerdi: value}}}
}
