package oio

// Rolle names one role of one relation of one object. The same word has different UUIDs on different objects and relations
// (SF1470 §3, 05a §7.1), so a role is a value of this table and nothing else.
type Rolle uint8

// The roles Indeksbro sends.
const (
	SagEjer Rolle = iota + 1
	SagAnsvarlig
	SagPrimaerPart
	SagPrimaerKlasse
	SagHandlingsklasse
	SagMaster
	SagAfsender
	BevillingEjer
	BevillingAnsvarlig
	BevillingBevillingsmodtager
	BevillingYdelsesmodtager
	BevillingSag
	BevillingYdelse
	BevillingKLE
	BevillingMaster
	BevillingAfsender
)

// RolleType is what a relation carries on the wire: the role's and the type's class in FK Klassifikation.
type RolleType struct {
	Objekt   Art
	Relation string // the element's name
	Navn     string // the role's name
	TypeNavn string // the type's name
	Rolle    UUID
	Type     UUID
}

var (
	typeSagOrganisation = MustUUID("bc6972cd-8f2b-4b9d-8d37-62916d6a71aa")
	typeSagOrgEnhed     = MustUUID("c5fc3b3b-5197-49ee-92e6-ae6ba1957174")
	typeSagPerson       = MustUUID("c189ba35-de4b-4363-a8b7-67f1456cf56f")
	typeSagKlasse       = MustUUID("267235ea-526d-4a18-8001-f2a0e563eba1")
	typeITSystem        = MustUUID("29fe1da2-897a-46cd-b635-b9be8e0bffd6")
	typeBevPerson       = MustUUID("c59f1523-1786-48c7-baff-466de1db3320")
	rolleMaster         = MustUUID("251c24fd-57b0-4afc-9d73-b063d1957eb3")
	rolleAfsender       = MustUUID("1b3c6a6d-e977-4491-9bf8-b41ee6999f39")
)

// roller is the one table of official roles and types: Sag from SF1470 §3, Bevilling from 05a §7.1. Whether Bevilling has
// IT-system classes of its own is not published; the samples use the Sag's.
var roller = [...]RolleType{
	SagEjer:            {ArtSag, "Sagsaktoer", "Ejer", "Organisation", MustUUID("9e979b84-b846-4472-8622-58007dc63c7e"), typeSagOrganisation},
	SagAnsvarlig:       {ArtSag, "Sagsaktoer", "Ansvarlig", "OrgEnhed", MustUUID("a1263342-d348-44ba-a566-233f37c4cb67"), typeSagOrgEnhed},
	SagPrimaerPart:     {ArtSag, "Sagspart", "Primær part", "Person", MustUUID("d839f26a-d4d1-4441-b2d6-3dbbb12a9404"), typeSagPerson},
	SagPrimaerKlasse:   {ArtSag, "Sagsklasse", "Primær klasse", "Klasse", MustUUID("a86c6581-ec85-412d-a655-31a1f1d5b14f"), typeSagKlasse},
	SagHandlingsklasse: {ArtSag, "Sagsklasse", "Handlingsklasse", "Klasse", MustUUID("05ef7011-11a7-4e4c-a46b-3de6aa457fc3"), typeSagKlasse},
	SagMaster:          {ArtSag, "SagsitsystemRelation", "Master", "IT-system", rolleMaster, typeITSystem},
	SagAfsender:        {ArtSag, "SagsitsystemRelation", "Afsender", "IT-system", rolleAfsender, typeITSystem},

	BevillingEjer:               {ArtBevilling, "Bevillingsaktoer", "Ejer", "Organisation", MustUUID("abdf4d3e-f113-4282-b13e-6cd32a82621c"), MustUUID("45b7dafb-d90e-41da-b30e-ba007e577a8a")},
	BevillingAnsvarlig:          {ArtBevilling, "Bevillingsaktoer", "Ansvarlig", "OrgEnhed", MustUUID("fbe1016a-170a-4dea-8652-2813c1a566c0"), MustUUID("4546cca2-838e-4e0d-a5bd-83757d603362")},
	BevillingBevillingsmodtager: {ArtBevilling, "Bevillingspart", "Bevillingsmodtager", "Person", MustUUID("3102fa7e-f56e-4510-b0d4-1650c590dc3b"), typeBevPerson},
	BevillingYdelsesmodtager:    {ArtBevilling, "Bevillingspart", "Ydelsesmodtager", "Person", MustUUID("93af57a7-7658-4fac-98da-9e5ac7a7d9a5"), typeBevPerson},
	BevillingSag:                {ArtBevilling, "Bevillingssag", "Tilknyttet", "Sag", MustUUID("31237487-787a-424f-8819-56aaedf00643"), MustUUID("f08a4a13-2567-41d0-bf8d-3af754b03464")},
	BevillingYdelse:             {ArtBevilling, "Ydelse", "Primær klasse", "Klasse", MustUUID("6ebd938f-0bbf-4142-a65c-fefe15e9f192"), MustUUID("3aa45cbd-94c3-4601-84a6-66ce0f157dda")},
	BevillingKLE:                {ArtBevilling, "Ydelse/Klassifikation", "Primær klasse", "Klasse", MustUUID("ea909030-c5fa-4544-9b22-a0010d08ebe1"), MustUUID("7c51b9a8-d388-4e83-8c8b-ee3a90458d0b")},
	BevillingMaster:             {ArtBevilling, "BevilgetYdelse/ItSystem", "Master", "IT-system", rolleMaster, typeITSystem},
	BevillingAfsender:           {ArtBevilling, "BevilgetYdelse/ItSystem", "Afsender", "IT-system", rolleAfsender, typeITSystem},
}

// Official gives the role's UUIDs and names.
func (r Rolle) Official() RolleType {
	if int(r) >= len(roller) {
		return RolleType{}
	}
	return roller[r]
}

// Relation is one relation of an object as it goes on the wire: role and type by official UUID, and exactly one of UUID and
// URN as reference.
type Relation struct {
	Rolle  Rolle
	UUID   UUID
	URN    string // may contain a CPR number: never log a Relation
	Indeks string
	Navn   string // FuldtNavn, Klassetitel or SystemNavn
	Noegle string // BrugervendtNoegle
	CVR    CVR
}

// tekster are the roles' UUIDs as they are written, made once: every relation of every message has two.
var tekster = func() (made [len(roller)][2]string) {
	for r := SagEjer; int(r) < len(roller); r++ {
		official := roller[r]
		made[r] = [2]string{official.Rolle.String(), official.Type.String()}
	}
	return made
}()

// Tekst is the role's and the type's UUID as they are written on the wire.
func (r Rolle) Tekst() (rolle, typ string) {
	if int(r) >= len(tekster) {
		return "", ""
	}
	return tekster[r][0], tekster[r][1]
}
