package adgang

import (
	"slices"

	"indeksbro/internal/oio"
)

// Ret is what a user-system role allows. The texts are the last part but one of the role's address.
type Ret string

// The rights. A person may have several, each with a boundary of its own.
const (
	Opslag         Ret = "overblik"                 // look citizens up in SAPA's overview
	Hop            Ret = "hop-til-fagsystem"        // "Hop fra Overblik til fagsystem" (R114)
	Verifikation   Ret = "borgerblik-verifikation"  // see a citizen's page as she would (06 §2.4)
	Borgerblik     Ret = "borgerblik-administrator" // Borgerblik system owner (R124)
	Sapa           Ret = "sapa-administrator"       // SAPA administrator (R124)
	Cura           Ret = "cura-administrator"       // Cura administrator (R124)
	FKOrganisation Ret = "fk-organisation"          // FK Organisation administrator (R124)
	Program        Ret = "programleder"             // KOMBIT's programme leader (R124): states of all, citizens of none
	Leverandoer    Ret = "leverandoer"              // vendor (R124): messages and traffic
)

// Rettigheder are all rights, in the order of docs and pages.
var Rettigheder = []Ret{Opslag, Hop, Verifikation, Borgerblik, Sapa, Cura, FKOrganisation, Program, Leverandoer}

// Gruppe is one privilege group of a log-in: rights, and the limits that all of them have together. A nil limit does not limit; one that is
// there but empty lets nothing through.
type Gruppe struct {
	Navn       string // of the job-function role it came from, if that is known
	Kommune    oio.CVR
	Retter     []Ret
	KLE        Emner
	Foelsomhed oio.Foelsomhed // the highest step that may be seen; zero does not limit
	Enheder    []oio.UUID     // responsible units
	Systemer   []oio.UUID     // source systems
	Lukket     string         // why the group gives nothing: a limit that is not understood
}

// Har reports whether the group gives a right at an authority.
func (g *Gruppe) Har(r Ret, kommune oio.CVR) bool {
	return g.Lukket == "" && g.Kommune == kommune && slices.Contains(g.Retter, r)
}

// Begraenser reports whether the group has any limit.
func (g *Gruppe) Begraenser() bool {
	return g.Lukket != "" || g.KLE != nil || g.Foelsomhed != 0 || g.Enheder != nil || g.Systemer != nil
}

// Egenskaber are what of an object a boundary is held against.
type Egenskaber struct {
	Ejer       oio.CVR
	KLE        string
	Foelsomhed oio.Foelsomhed // zero, not stated, counts as the highest
	Ansvarlig  oio.UUID
	System     oio.UUID
	Profil     []oio.UUID // Sikkerhedsprofil: if any, only these units and users
}

// Af are the properties of a case, grant, document or payment.
func Af(o oio.Objekt) Egenskaber {
	switch x := o.(type) {
	case *oio.Sag:
		return Egenskaber{Ejer: x.Ejer.CVR, KLE: x.KLE.Noegle, Foelsomhed: x.Foelsomhed, Ansvarlig: x.Ansvarlig.UUID, System: x.System.UUID}
	case *oio.Bevilling:
		return Egenskaber{Ejer: x.Ejer.CVR, KLE: x.KLE.Noegle, Foelsomhed: x.Foelsomhed, Ansvarlig: x.Ansvarlig.UUID, System: x.System.UUID}
	case *oio.Dokument:
		return Egenskaber{Ejer: x.Ejer.CVR, KLE: x.KLE.Noegle, Foelsomhed: x.Foelsomhed, Ansvarlig: x.Ansvarlig.UUID, System: x.System.UUID}
	case *oio.Effektuering:
		return Egenskaber{Ejer: x.Ejer.CVR, KLE: x.KLE, System: x.System.UUID}
	}
	return Egenskaber{}
}

// Ser reports whether the group's limits let an object through.
func (g *Gruppe) Ser(e Egenskaber) bool {
	sensitivity := e.Foelsomhed
	if sensitivity == 0 {
		sensitivity = oio.VIP
	}
	return g.Lukket == "" && g.Kommune == e.Ejer &&
		(g.KLE == nil || g.KLE.Har(e.KLE)) &&
		(g.Foelsomhed == 0 || sensitivity <= g.Foelsomhed) &&
		(g.Enheder == nil || slices.Contains(g.Enheder, e.Ansvarlig)) &&
		(g.Systemer == nil || slices.Contains(g.Systemer, e.System))
}
