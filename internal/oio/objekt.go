package oio

import (
	"encoding/json"
	"errors"
	"time"
)

// Aktoer is an organisation or unit behind an object, with what readers list without looking it up.
type Aktoer struct {
	UUID UUID   `json:"uuid"`
	Navn string `json:"navn"`
	CVR  CVR    `json:"cvr"` // the authority's, which is the primary data boundary
}

// UkendtNavn stands where the source tells no name.
const UkendtNavn = "Ukendt navn"

// Part is the citizen behind an object.
type Part struct {
	CPR  CPR
	Navn string
}

type partJSON struct {
	CPR  string `json:"cpr"`
	Navn string `json:"navn"`
}

// MarshalJSON writes the number in clear: an object's canonical form exists only to be fingerprinted with a key and sealed.
func (p Part) MarshalJSON() ([]byte, error) {
	return json.Marshal(partJSON{CPR: p.CPR.Digits(), Navn: p.Navn})
}

// UnmarshalJSON is the inverse of MarshalJSON.
func (p *Part) UnmarshalJSON(b []byte) error {
	var raw partJSON
	if err := json.Unmarshal(b, &raw); err != nil {
		return errors.New("malformed part")
	}
	*p = Part{Navn: raw.Navn}
	if raw.CPR == "" {
		return nil // a company, or nobody: other systems deliver such
	}
	var err error
	p.CPR, err = ParseCPR(raw.CPR)
	return err
}

// ITSystem is an instance of a system in KOMBIT's administration module.
type ITSystem struct {
	UUID UUID   `json:"uuid"`
	Navn string `json:"navn"`
}

// Fremdrift is one state of a case and the period it holds.
type Fremdrift struct {
	Status   string   `json:"status"`
	Virkning Virkning `json:"virkning"`
}

// Afsluttet is the last state of a case.
const Afsluttet = "Afsluttet"

// Sag is one case as FK Sags- og Dokumentindeks holds it (SF1470 §4), reduced to what a care record can tell. Its relations
// hold from Oprettet and are open-ended.
type Sag struct {
	UUID       UUID        `json:"uuid"`
	Noegle     string      `json:"noegle"` // BrugervendtNoegle and Sagsnummer, ≤ 50 characters
	Titel      string      `json:"titel"`  // ≤ 255 characters
	Foelsomhed Foelsomhed  `json:"foelsomhed"`
	Oprettet   Dato        `json:"oprettet"`
	Fremdrift  []Fremdrift `json:"fremdrift"` // periods meet, the last is open (AM-01)
	Ejer       Aktoer      `json:"ejer"`
	Ansvarlig  Aktoer      `json:"ansvarlig"`
	Part       Part        `json:"part"`
	KLE        Klasse      `json:"kle"`    // Primær klasse
	Facet      Klasse      `json:"facet"`  // Handlingsklasse
	System     ITSystem    `json:"system"` // Master and Afsender
}

// Bevilling is one grant with its one BevilgetYdelse as FK Ydelsesindeks holds it (05a §1.3–1.4).
type Bevilling struct {
	UUID        UUID       `json:"uuid"`
	Noegle      string     `json:"noegle"` // BrugervendtNoegle, ≤ 50 characters
	Foelsomhed  Foelsomhed `json:"foelsomhed"`
	YdelseID    string     `json:"ydelseId"` // BevilgetYdelse/Id, ≤ 36 characters, stable
	Navn        string     `json:"navn"`     // the municipality's own name of the service
	Maengde     string     `json:"maengde,omitempty"`
	Periode     Virkning   `json:"periode"`
	Ejer        Aktoer     `json:"ejer"`
	Ansvarlig   Aktoer     `json:"ansvarlig"`
	Part        Part       `json:"part"` // Bevillingsmodtager and Ydelsesmodtager
	Sag         UUID       `json:"sag"`
	SagNoegle   string     `json:"sagNoegle"`
	SagTitel    string     `json:"sagTitel"`
	Ydelsestype Klasse     `json:"ydelsestype,omitzero"` // zero: sent without a type (R028)
	Ydelsesnavn string     `json:"ydelsesnavn"`          // the type's name, ≤ 100 characters
	Art         string     `json:"art,omitempty"`        // monetær, ressourcemæssig, fysisk: looked up from the class
	KLE         Klasse     `json:"kle"`
	System      ITSystem   `json:"system"`
}

// Objekt is what an index holds: a *Sag or a *Bevilling.
type Objekt interface {
	ObjektArt() Art
	Identitet() UUID
	// Relationer lists the object's relations with official roles and types, in the order of the schema.
	Relationer() []Relation
}

// ObjektArt is ArtSag.
func (s *Sag) ObjektArt() Art { return ArtSag }

// Identitet is the case's UUID.
func (s *Sag) Identitet() UUID { return s.UUID }

// Status is the state that holds on a date; before the case was made it is the first.
func (s *Sag) Status(d Dato) string {
	for _, f := range s.Fremdrift {
		if f.Virkning.Holds(d) {
			return f.Status
		}
	}
	if len(s.Fremdrift) == 0 {
		return ""
	}
	return s.Fremdrift[0].Status
}

// AfsluttetDato is the first day the case is closed for good, or zero while it is open.
func (s *Sag) AfsluttetDato() Dato {
	if n := len(s.Fremdrift); n > 0 && s.Fremdrift[n-1].Status == Afsluttet {
		return s.Fremdrift[n-1].Virkning.Fra
	}
	return 0
}

// Relationer lists Sagsaktoer, Sagsklasse, Sagspart and the IT-system relations (SF1470 §4.5–4.10).
func (s *Sag) Relationer() []Relation {
	return []Relation{
		{Rolle: SagEjer, UUID: s.Ejer.UUID, Navn: s.Ejer.Navn, CVR: s.Ejer.CVR},
		{Rolle: SagAnsvarlig, UUID: s.Ansvarlig.UUID, Navn: s.Ansvarlig.Navn, CVR: s.Ansvarlig.CVR},
		{Rolle: SagPrimaerKlasse, UUID: s.KLE.UUID, Navn: s.KLE.Titel, Noegle: s.KLE.Noegle},
		{Rolle: SagHandlingsklasse, UUID: s.Facet.UUID, Navn: s.Facet.Titel, Noegle: s.Facet.Noegle},
		{Rolle: SagPrimaerPart, URN: s.Part.CPR.URN(), Navn: s.Part.Navn},
		{Rolle: SagMaster, UUID: s.System.UUID, Navn: s.System.Navn},
		{Rolle: SagAfsender, UUID: s.System.UUID, Navn: s.System.Navn},
	}
}

// ObjektArt is ArtBevilling.
func (b *Bevilling) ObjektArt() Art { return ArtBevilling }

// Identitet is the grant's UUID.
func (b *Bevilling) Identitet() UUID { return b.UUID }

// Relationer lists Bevillingssag, Bevillingspart, Bevillingsaktoer, and the relations inside BevilgetYdelse (05a §1.3–1.4).
// A grant without a type has no reference to a class and therefore no such relation.
func (b *Bevilling) Relationer() []Relation {
	relations := []Relation{
		{Rolle: BevillingSag, UUID: b.Sag, Navn: b.SagTitel, Noegle: b.SagNoegle},
		{Rolle: BevillingBevillingsmodtager, URN: b.Part.CPR.URN(), Navn: b.Part.Navn},
		{Rolle: BevillingYdelsesmodtager, URN: b.Part.CPR.URN(), Navn: b.Part.Navn},
		{Rolle: BevillingEjer, UUID: b.Ejer.UUID, Navn: b.Ejer.Navn, CVR: b.Ejer.CVR},
		{Rolle: BevillingAnsvarlig, UUID: b.Ansvarlig.UUID, Navn: b.Ansvarlig.Navn, CVR: b.Ansvarlig.CVR},
		{Rolle: BevillingMaster, UUID: b.System.UUID, Navn: b.System.Navn},
		{Rolle: BevillingAfsender, UUID: b.System.UUID, Navn: b.System.Navn},
	}
	if !b.Ydelsestype.UUID.IsZero() {
		relations = append(relations, Relation{Rolle: BevillingYdelse, UUID: b.Ydelsestype.UUID, Navn: b.Ydelsesnavn})
	}
	return append(relations, Relation{Rolle: BevillingKLE, UUID: b.KLE.UUID, Navn: b.KLE.Titel, Noegle: b.KLE.Noegle})
}

// Dokument is what readers know of a document that another system has delivered (SF1470 §5).
type Dokument struct {
	UUID       UUID       `json:"uuid"`
	Noegle     string     `json:"noegle"`
	Titel      string     `json:"titel"`
	Type       string     `json:"type"`
	Foelsomhed Foelsomhed `json:"foelsomhed"`
	BrevDato   Dato       `json:"brevdato,omitzero"`
	Ejer       Aktoer     `json:"ejer"`
	Ansvarlig  Aktoer     `json:"ansvarlig"`
	KLE        Klasse     `json:"kle"`
	System     ITSystem   `json:"system"`
}

// Effektuering is what readers know of a payment that another system has delivered (05a §1.7).
type Effektuering struct {
	UUID      UUID     `json:"uuid"`
	Noegle    string   `json:"noegle"`
	Periode   Virkning `json:"periode"`
	Beloeb    string   `json:"beloeb,omitempty"` // paid out, or else sent to be
	Bevilling UUID     `json:"bevilling"`
	KLE       string   `json:"kle"`
	Ejer      Aktoer   `json:"ejer"`
	Part      Part     `json:"part"`
	System    ITSystem `json:"system"`
}

// ObjektArt is ArtDokument.
func (d *Dokument) ObjektArt() Art { return ArtDokument }

// Identitet is the document's UUID.
func (d *Dokument) Identitet() UUID { return d.UUID }

// Relationer is empty: the message that brought the document has them.
func (d *Dokument) Relationer() []Relation { return nil }

// ObjektArt is ArtEffektuering.
func (e *Effektuering) ObjektArt() Art { return ArtEffektuering }

// Identitet is the payment's UUID.
func (e *Effektuering) Identitet() UUID { return e.UUID }

// Relationer is empty: the message that brought the payment has them.
func (e *Effektuering) Relationer() []Relation { return nil }

// Registreret pairs an object with when its source registered it. Time of registration is no part of the content.
type Registreret struct {
	Objekt    Objekt
	Tidspunkt time.Time
	Kanonisk  []byte   // Canonical(Objekt), made once
	Fuld      []byte   // the whole message, where a source said more than Objekt can hold
	Stille    bool     // the source wants no news told of it (UdenNotifikation)
	Noegle    string   // BrugervendtNoegle, where it is to be found unique later (SDI-22); empty: not looked for
	Profil    []UUID   // units and people of a Sikkerhedsprofil; nil: none (06 §1.5)
	Emner     []string // of a grant of several services: the KLE number of each
}
