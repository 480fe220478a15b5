package simulate

import (
	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/ydelsestype"
)

// omDagen is how many objects the care record loads or deletes in a day when a sagstype gets or loses its KLE number. The deck
// says "some days, depending on how many"; with a scenario's handful of objects two a day makes that some days.
const omDagen = 2

// alene is the care record that exports by itself, as the deck describes it. It asks nobody whether a decision is wise, and
// answers nothing.
type alene struct {
	*kilde
	kommune kommune
	typer   *ydelsestype.Katalog
	emner   *kle.Plan
	org     *organisation.Trae

	opmaerket map[string]kle.Nummer // sagstype
	mappet    map[string]string     // ydelse
	kombit    map[string]oio.UUID   // enhed

	sag       map[string]*oio.Sag // what the indexes hold
	bevilling map[string]*oio.Bevilling
}

func newAlene(k *kilde, v *verden) *alene {
	return &alene{kilde: k, kommune: v.kommune, typer: ydelsestype.Nyeste(), emner: v.emner, org: v.org,
		opmaerket: map[string]kle.Nummer{}, mappet: map[string]string{}, kombit: map[string]oio.UUID{},
		sag: map[string]*oio.Sag{}, bevilling: map[string]*oio.Bevilling{}}
}

// konfigurer takes a decision. It changes what is sent from now on, never what has been sent: "Hvis skaden er sket, kan det ikke
// ændres for de allerede overførte". That a service is not to be mapped is no setting there is.
func (a *alene) konfigurer(art mapping.Art, id string, valg mapping.Valg) {
	switch art {
	case mapping.Sagstype:
		a.opmaerket[id] = valg.KLE
	case mapping.Ydelse:
		a.mappet[id] = valg.Type
	case mapping.Enhed:
		a.kombit[id] = valg.Kombit
	}
}

// aendret sends what has just been made or changed: after the first load, changes go by themselves.
func (a *alene) aendret(post eoj.Post) {
	switch p := post.(type) {
	case *eoj.Sag:
		if a.opmaerket[p.Sagstype] == "" {
			return
		}
		a.sendSag(p)
		// A wrong unit is corrected by the next change of the case. The deck says it of the case; that its grants follow is
		// read in the care record's favour.
		for _, id := range a.under(p.ID) {
			if sent := a.bevilling[id]; sent != nil {
				sent.Ansvarlig = a.ansvarlig(firstText(a.bevillinger[id].Enhed, p.Enhed))
			}
		}
	case *eoj.Bevilling:
		if a.sag[p.Sag] != nil {
			a.sendBevilling(p)
		}
	}
}

// nat is the load and the clean-up that run in the background, so many objects a day: all or nothing of a sagstype goes over
// when it has a KLE number, and all of it is deleted when the number is removed.
func (a *alene) nat() {
	left := omDagen
	for _, id := range a.sagsorden {
		s := a.sager[id]
		marked := a.opmaerket[s.Sagstype] != ""
		if marked && a.sag[id] == nil && left > 0 {
			a.sendSag(s)
			left--
		}
		for _, bid := range a.under(id) {
			sent := a.bevilling[bid] != nil
			switch {
			case left == 0:
			case marked && !sent && a.sag[id] != nil && a.sendBevilling(a.bevillinger[bid]):
				left--
			case !marked && sent:
				delete(a.bevilling, bid)
				left--
			}
		}
		if !marked && a.sag[id] != nil && left > 0 {
			delete(a.sag, id)
			left--
		}
	}
}

func (a *alene) sendSag(s *eoj.Sag) {
	object := &oio.Sag{
		UUID: oio.ObjectUUID(a.kommune.cvr, a.kommune.system.UUID, oio.ArtSag, s.ID), Noegle: s.ID, Titel: s.Titel,
		Foelsomhed: oio.Foelsom, Oprettet: s.Oprettet, Ejer: a.kommune.ejer, Ansvarlig: a.ansvarlig(s.Enhed),
		Part: oio.Part{CPR: s.CPR, Navn: s.PartNavn}, KLE: a.emne(s.Sagstype), System: a.kommune.system,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: s.Oprettet, Til: s.Afsluttet}}},
	}
	if s.Afsluttet != 0 {
		object.Fremdrift = append(object.Fremdrift, oio.Fremdrift{Status: oio.Afsluttet, Virkning: oio.Virkning{Fra: s.Afsluttet}})
	}
	a.sag[s.ID] = object
}

// sendBevilling sends a grant and reports whether it was one to send. A package is not; the single services in it are.
func (a *alene) sendBevilling(b *eoj.Bevilling) bool {
	y, sag := a.ydelser[b.Ydelse], a.sager[b.Sag]
	if y.Pakke {
		return false
	}
	id := oio.ObjectUUID(a.kommune.cvr, a.kommune.system.UUID, oio.ArtBevilling, b.ID)
	object := &oio.Bevilling{
		UUID: id, Noegle: b.ID, YdelseID: id.String(), Foelsomhed: oio.Foelsom, Navn: y.Navn, Periode: oio.Virkning{Fra: b.Fra, Til: b.Til},
		Ejer: a.kommune.ejer, Ansvarlig: a.ansvarlig(firstText(b.Enhed, sag.Enhed)), Part: oio.Part{CPR: sag.CPR, Navn: sag.PartNavn},
		Sag: a.sag[b.Sag].UUID, SagNoegle: sag.ID, SagTitel: sag.Titel, Ydelsesnavn: y.Navn, Art: y.Art,
		KLE: a.emne(sag.Sagstype), System: a.kommune.system,
	}
	if before := a.bevilling[b.ID]; before != nil {
		// The type a grant was sent with is the type it keeps.
		object.Ydelsestype, object.Ydelsesnavn, object.Art = before.Ydelsestype, before.Ydelsesnavn, before.Art
	} else if t, found := a.ydelsestype(y); found {
		object.Ydelsestype, object.Ydelsesnavn, object.Art = oio.NewKlasse("ydelsestype", t.Noegle, t.Navn, ""), t.Navn, string(t.Art)
	}
	a.bevilling[b.ID] = object
	return true
}

// ydelsestype is the type a service is sent with: FSIII and FFB have theirs by themselves, a local one what it is mapped to at
// that moment. One that is mapped to nothing is sent all the same, without a type: "for ellers vil ydelserne blive overført til
// ydelsesindekset selvom de ikke er mappet".
func (a *alene) ydelsestype(y *eoj.Ydelse) (ydelsestype.Type, bool) {
	if y.Standard != eoj.Lokal {
		return a.typer.FindKode(string(y.Standard), y.Kode)
	}
	return a.typer.Find(a.mappet[y.ID])
}

// ansvarlig looks upwards for a KOMBIT id at the moment of sending. Where there is none up to the top the care record gives no
// error; it sends its own name of the unit, which FK Organisation does not know.
func (a *alene) ansvarlig(id string) oio.Aktoer {
	for at := a.enheder[id]; at != nil; at = a.enheder[at.Overordnet] {
		if kombit := a.kombit[at.ID]; !kombit.IsZero() {
			unit, _ := a.org.Find(kombit)
			return oio.Aktoer{UUID: kombit, Navn: unit.Navn, CVR: a.kommune.cvr}
		}
	}
	return oio.Aktoer{Navn: a.enheder[id].Navn, CVR: a.kommune.cvr}
}

func (a *alene) emne(sagstype string) oio.Klasse {
	number := a.opmaerket[sagstype]
	if class, found := a.emner.Find(number); found {
		return oio.NewKlasse("KLE", string(number), class.Titel, class.UUID)
	}
	return oio.NewKlasse("KLE", string(number), "", "")
}

// hvorfor says why an object is not in the indexes. The care record itself does not tell; whoever looks can work it out.
func (a *alene) hvorfor(sagstype, ydelse string) string {
	switch {
	case ydelse != "" && a.ydelser[ydelse].Pakke:
		return "en pakke sendes ikke"
	case a.opmaerket[sagstype] == "":
		return "sagstypen har ikke noget KLE-nummer"
	}
	return "bliver indlæst; det tager nogle dage"
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
