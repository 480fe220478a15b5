package eoj

import (
	"time"

	"indeksbro/internal/oio"
)

// Type is the kind of a feed line.
type Type string

// The six kinds of lines of the feed.
const (
	TypeSagstype  Type = "sagstype"
	TypeYdelse    Type = "ydelse"
	TypeEnhed     Type = "enhed"
	TypeSag       Type = "sag"
	TypeBevilling Type = "bevilling"
	TypeSlet      Type = "slet"
)

// Standard says which catalogue a Ydelse belongs to in the care record. FSIII and FFB are mapped automatically (R020).
type Standard string

// The values of `standard`.
const (
	Lokal Standard = "lokal"
	FSIII Standard = "FSIII"
	FFB   Standard = "FFB"
)

// Stamdata reports whether objects of the kind are few and about no citizen: sagstyper, ydelser and enheder. They keep their
// newest line although deleted, since what was granted keeps its name.
func (t Type) Stamdata() bool { return t == TypeSagstype || t == TypeYdelse || t == TypeEnhed }

// Sagstype is a local kind of case; marking it with a KLE number is what sends its cases (R004).
type Sagstype struct {
	ID            string
	Version       int64
	Navn          string
	Borgerrettet  bool
	Administrativ bool // not about one citizen (R009)
	Lov, Paragraf string
}

// Ydelse is a local service. Its Sagstype is where new grants will hang; a grant's own case decides what it belongs to (R057).
type Ydelse struct {
	ID            string
	Version       int64
	Sagstype      string
	Navn          string
	Lov, Paragraf string
	Standard      Standard
	Kode          string // the standard's own code; empty for local services
	Art           string // monetær, ressourcemæssig, fysisk, or empty where the source does not say
	Pakke         bool   // a package of services, never sent (R023)
	Hold          bool   // given to a group (R050)
	Aktiv         bool
}

// Enhed is a unit of the care record's own tree.
type Enhed struct {
	ID            string
	Version       int64
	Navn          string
	Overordnet    string // empty at the top
	Sagsansvarlig bool   // an authority that decides cases (R070)
	Usynlig       bool   // hidden in the care record, may still be responsible (R077)
	Aktiv         bool
	PNummer, CVR  string
}

// Fremdrift is one state of a case and the date it began.
type Fremdrift struct {
	Status string // Opstaaet, Oplyst, Afgjort, Afsluttet (SF1470 §4.4)
	Fra    oio.Dato
}

// Sag is one case of one citizen. Afsluttet is exclusive: the first day the case is no longer open.
type Sag struct {
	ID          string
	Version     int64
	Sagstype    string
	CPR         oio.CPR
	PartNavn    string
	Titel       string
	Sagsnummer  string
	Enhed       string
	Facet       string // KLE handlingsfacet, G01 where the source does not say
	Oprettet    oio.Dato
	Afsluttet   oio.Dato
	Foelsomhed  oio.Foelsomhed
	Fremdrift   []Fremdrift
	Registreret time.Time // zero: time of receipt
}

// Slut is the first day the case is closed for good, by its last state or else by Afsluttet; zero while it is open.
func (p *Sag) Slut() oio.Dato {
	if n := len(p.Fremdrift); n > 0 && p.Fremdrift[n-1].Status == oio.Afsluttet {
		return p.Fremdrift[n-1].Fra
	}
	return p.Afsluttet
}

// Bevilling is one granted service under a case. Til is exclusive.
type Bevilling struct {
	ID          string
	Version     int64
	Sag         string
	Ydelse      string
	Enhed       string // empty: the case's
	Fra, Til    oio.Dato
	Maengde     string
	Beloeb      string // kroner, dot as decimal mark
	Foelsomhed  oio.Foelsomhed
	Registreret time.Time
}

// Slet says that the source no longer has an object.
type Slet struct {
	Objekt  Type
	ID      string
	Version int64
}

// Post is one line of the feed: one of *Sagstype, *Ydelse, *Enhed, *Sag, *Bevilling or *Slet.
type Post interface {
	// Noegle is what the line is about: the kind of object (for a Slet the deleted kind), its id, and the line's version.
	Noegle() (Type, string, int64)
}

// Noegle identifies the line's object.
func (p *Sagstype) Noegle() (Type, string, int64) { return TypeSagstype, p.ID, p.Version }

// Noegle identifies the line's object.
func (p *Ydelse) Noegle() (Type, string, int64) { return TypeYdelse, p.ID, p.Version }

// Noegle identifies the line's object.
func (p *Enhed) Noegle() (Type, string, int64) { return TypeEnhed, p.ID, p.Version }

// Noegle identifies the line's object.
func (p *Sag) Noegle() (Type, string, int64) { return TypeSag, p.ID, p.Version }

// Noegle identifies the line's object.
func (p *Bevilling) Noegle() (Type, string, int64) { return TypeBevilling, p.ID, p.Version }

// Noegle identifies the object that is to go.
func (p *Slet) Noegle() (Type, string, int64) { return p.Objekt, p.ID, p.Version }
