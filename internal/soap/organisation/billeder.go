package organisation

import (
	"indeksbro/internal/oio"
	trae "indeksbro/internal/organisation"
	"indeksbro/internal/soap"
)

func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit])
	}
	return s
}

func unik(u oio.UUID) *UnikId { return &UnikId{UUIDIdentifikator: tekst(u.String())} }

// virkning holds from the import on: what held before is not known here.
func (m *Myndighed) virkning() *Virkning {
	from := oio.DatoOf(m.Tid).Midnat() // days in FK Organisation begin at midnight (05a §3.1)
	return &Virkning{FraTidspunkt: &Tidspunkt{TidsstempelDatoTid: tekst(soap.SkrivTid(from))}, TilTidspunkt: &Tidspunkt{GraenseIndikator: tekst("true")}, AktoerRef: unik(m.UUID), AktoerTypeKode: tekst("Organisation")}
}

func (m *Myndighed) registrering() GrundRegistrering {
	return GrundRegistrering{Tidspunkt: tekst(soap.SkrivTid(m.Tid)), LivscyklusKode: tekst("Importeret"), BrugerRef: unik(m.UUID)}
}

func (m *Myndighed) relation(to oio.UUID) Relation {
	return Relation{Virkning: m.virkning(), ReferenceID: unik(to)}
}

func (m *Myndighed) roller(role, kind, to oio.UUID, index string) DynamicFlerRelation {
	return DynamicFlerRelation{FlerRelation: FlerRelation{Virkning: m.virkning(), ReferenceID: unik(to)},
		Rolle: UuidLabelInput{UnikId: *unik(role)}, Type: UuidLabelInput{UnikId: *unik(kind)}, Indeks: index}
}

func enhedsbillede(m *Myndighed, u *trae.Enhed) EnhedFiltreretOejebliksbillede {
	v := m.virkning()
	r := EnhedRegistrering{GrundRegistrering: m.registrering(),
		AttributListe: EnhedAttributListe{Egenskab: []EnhedEgenskab{{Virkning: v, BrugervendtNoegleTekst: tekst(cut(u.Navn, 50)), EnhedNavn: tekst(cut(u.Navn, 200))}}},
		TilstandListe: EnhedTilstandListe{Gyldighed: []FaellesGyldighed{{Virkning: v, GyldighedStatusKode: u.Status}}}}
	list := &r.RelationListe
	for i, a := range adresser(u) {
		list.Adresser = append(list.Adresser, AdresseFlerRelation{DynamicFlerRelation: m.roller(a.rolle, typeAdresse, a.id, indeks(i))})
	}
	for i, number := range u.Opgaver {
		if m.Klasse == nil {
			break
		}
		if class := m.Klasse(number); !class.IsZero() {
			list.Opgaver = append(list.Opgaver, OpgaverFlerRelation{DynamicFlerRelation: m.roller(rolleOpgaver, typeKlasse, class, indeks(i))})
		}
	}
	if !u.Overordnet.IsZero() {
		list.Overordnet = &OrganisationEnhedRelation{Relation: m.relation(u.Overordnet)}
	}
	list.Tilhoerer = &OrganisationFlerRelation{FlerRelation: FlerRelation{Virkning: v, ReferenceID: unik(m.UUID)}}
	return EnhedFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: u.UUID.String()}, Registrering: []EnhedRegistrering{r}}
}

func indeks(i int) string { return string(rune('1' + min(i, 8))) }

// organisationsbillede is the Organisation; its Overordnet points down to the root unit (05b C.2).
func organisationsbillede(m *Myndighed) OrganisationFiltreretOejebliksbillede {
	v := m.virkning()
	r := OrganisationRegistrering{GrundRegistrering: m.registrering(),
		AttributListe: OrganisationAttributListe{Egenskab: []OrganisationEgenskab{{Virkning: v, BrugervendtNoegleTekst: tekst(cut(m.Navn, 50)), OrganisationNavn: tekst(cut(m.Navn, 200))}}},
		TilstandListe: OrganisationTilstandListe{Gyldighed: []FaellesGyldighed{{Virkning: v, GyldighedStatusKode: "Aktiv"}}}}
	for _, u := range m.Trae.Alle() {
		if u.Overordnet.IsZero() && u.Aktiv() {
			r.RelationListe.Overordnet = &OrganisationEnhedRelation{Relation: m.relation(u.UUID)}
			break
		}
	}
	r.RelationListe.Virksomhed = &VirksomhedRelation{Relation: m.relation(m.virksomhedsID())}
	return OrganisationFiltreretOejebliksbillede{ObjektType: SagDokObjekt{UUIDIdentifikator: m.UUID.String()}, Registrering: []OrganisationRegistrering{r}}
}
