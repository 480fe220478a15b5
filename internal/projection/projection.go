package projection

import (
	"time"
	"unicode/utf8"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// Udfald is a verdict: an object that should be in its index with the time its source registered it, or why there is none.
type Udfald struct {
	Objekt    oio.Objekt // nil unless Grund is Sendes
	Tidspunkt time.Time
	Grund     Grund
}

// Sag says what FK Sags- og Dokumentindeks should hold of a case.
func (g *Grundlag) Sag(s Sag) Udfald {
	if s.Sag == nil {
		return Udfald{Grund: Slettet}
	}
	frame, grund := g.frame(s.Sag)
	if grund != Sendes {
		return Udfald{Grund: grund}
	}
	ansvarlig, grund := g.ansvarlig(s.Enhed)
	if grund != Sendes {
		return Udfald{Grund: grund}
	}
	return Udfald{Tidspunkt: firstTime(s.Registreret, s.Modtaget), Objekt: &oio.Sag{
		UUID: frame.uuid, Noegle: frame.noegle, Titel: frame.titel, Foelsomhed: frame.foelsomhed, Oprettet: s.Oprettet,
		Fremdrift: fremdrift(s.Sag), Ejer: frame.ejer, Ansvarlig: ansvarlig, Part: frame.part, KLE: frame.kle,
		Facet: oio.NewKlasse("handlingsfacet", s.Facet, "", ""), System: g.Kommune.System,
	}}
}

// frame is what a case shares with its grants.
type frame struct {
	uuid       oio.UUID
	noegle     string
	titel      string
	foelsomhed oio.Foelsomhed
	ejer       oio.Aktoer
	part       oio.Part
	kle        oio.Klasse
}

// frame decides whether the case's sagstype is sent at all (R004: all or nothing per sagstype).
func (g *Grundlag) frame(s *eoj.Sag) (frame, Grund) {
	if _, known := g.Sagstyper[s.Sagstype]; !known {
		return frame{}, SagstypeUkendt
	}
	choice := g.Mapping.Valg(mapping.Sagstype, s.Sagstype)
	switch {
	case g.Policy.UdenforProeve(s.Sagstype):
		return frame{}, IkkeAktiv
	case choice.Ikke:
		return frame{}, SkalIkkeOverfoeres
	case choice.KLE == "":
		return frame{}, IkkeOpmaerket
	}
	f := frame{
		uuid:       oio.ObjectUUID(g.Kommune.CVR, g.Kommune.System.UUID, oio.ArtSag, s.ID),
		noegle:     cut(firstText(s.Sagsnummer, s.ID), 50),
		foelsomhed: s.Foelsomhed,
		ejer:       oio.Aktoer{UUID: g.Kommune.Organisation, Navn: g.Kommune.Navn, CVR: g.Kommune.CVR},
		part:       oio.Part{CPR: s.CPR, Navn: cut(firstText(s.PartNavn, oio.UkendtNavn), 255)},
		kle:        oio.NewKlasse("KLE", string(choice.KLE), "", ""),
	}
	if class, found := g.KLE.Find(choice.KLE); found {
		f.kle = oio.NewKlasse("KLE", string(choice.KLE), cut(class.Titel, 255), class.UUID)
	}
	f.titel = cut(firstText(s.Titel, f.kle.Titel, g.Sagstyper[s.Sagstype].Navn), 255)
	if f.foelsomhed == 0 {
		f.foelsomhed = oio.Foelsom
	}
	return f, Sendes
}

// fremdrift makes periods that meet out of the source's states, or out of its two dates (AM-01).
func fremdrift(s *eoj.Sag) []oio.Fremdrift {
	states := s.Fremdrift
	if len(states) == 0 {
		states = []eoj.Fremdrift{{Status: "Opstaaet", Fra: s.Oprettet}}
	}
	if s.Afsluttet != 0 && states[len(states)-1].Status != oio.Afsluttet {
		states = append(states[:len(states):len(states)], eoj.Fremdrift{Status: oio.Afsluttet, Fra: s.Afsluttet})
	}
	periods := make([]oio.Fremdrift, len(states))
	for i, state := range states {
		periods[i] = oio.Fremdrift{Status: state.Status, Virkning: oio.Virkning{Fra: state.Fra}}
		if i > 0 {
			periods[i-1].Virkning.Til = state.Fra
		}
	}
	return periods
}

// Bevilling says what FK Ydelsesindeks should hold of a grant. sag is the case it hangs under, nil when that has not come. It is
// the case's own sagstype that counts, never where the ydelse hangs today: a moved ydelse leaves its old grants where they
// are (R057).
func (g *Grundlag) Bevilling(b Bevilling, sag *Sag) Udfald {
	switch {
	case b.Bevilling == nil:
		return Udfald{Grund: Slettet}
	case sag == nil:
		return Udfald{Grund: SagUkendt}
	case sag.Sag == nil:
		return Udfald{Grund: SagSlettet}
	}
	frame, grund := g.frame(sag.Sag)
	if grund != Sendes {
		return Udfald{Grund: grund}
	}
	if _, grund = g.ansvarlig(sag.Enhed); grund != Sendes {
		return Udfald{Grund: grund} // its case is not there to hang it on
	}
	ydelse, grund := g.ydelse(b.Ydelse, sag.Sagstype)
	if grund != Sendes {
		return Udfald{Grund: grund}
	}
	ansvarlig, grund := g.ansvarlig(firstText(b.Enhed, sag.Enhed))
	if grund != Sendes {
		return Udfald{Grund: grund}
	}
	uuid := oio.ObjectUUID(g.Kommune.CVR, g.Kommune.System.UUID, oio.ArtBevilling, b.ID)
	foelsomhed := b.Foelsomhed
	if foelsomhed == 0 {
		foelsomhed = frame.foelsomhed
	}
	noegle := b.ID
	if utf8.RuneCountInString(noegle) > 50 {
		noegle = uuid.String()
	}
	return Udfald{Tidspunkt: firstTime(b.Registreret, b.Modtaget), Objekt: &oio.Bevilling{
		UUID: uuid, Noegle: noegle, Foelsomhed: foelsomhed, YdelseID: uuid.String(), Navn: cut(ydelse.navn, 255),
		Maengde: cut(b.Maengde, 255), Periode: oio.Virkning{Fra: b.Fra, Til: b.Til}, Ejer: frame.ejer, Ansvarlig: ansvarlig,
		Part: frame.part, Sag: frame.uuid, SagNoegle: frame.noegle, SagTitel: frame.titel, Ydelsestype: ydelse.klasse,
		Ydelsesnavn: cut(ydelse.typenavn, 100), Art: ydelse.art, KLE: frame.kle, System: g.Kommune.System,
	}}
}

// granted is what a grant tells of its service.
type granted struct {
	navn     string     // the municipality's own name
	typenavn string     // the common type's, or the own name when sent without a type
	klasse   oio.Klasse // zero without a type
	art      string
}

// ydelse says what is told of a grant's service, under a sagstype.
func (g *Grundlag) ydelse(id, sagstype string) (granted, Grund) {
	y, known := g.Ydelser[id]
	if !known {
		return granted{}, YdelseUkendt
	}
	choice := g.Mapping.Valg(mapping.Ydelse, id)
	switch {
	case y.Pakke:
		return granted{}, Pakke
	case choice.Ikke:
		return granted{}, SkalIkkeMappes
	}
	t, grund := g.Ydelsestype(y)
	if grund == Sendes {
		return granted{navn: y.Navn, typenavn: t.Navn, klasse: oio.NewKlasse("ydelsestype", t.Noegle, cut(t.Navn, 255), ""), art: string(t.Art)}, Sendes
	}
	if choice.UdenType || !g.HolderTilbage(sagstype) {
		return granted{navn: y.Navn, typenavn: y.Navn}, Sendes // no class tells its kind, and the wire has no other place for it
	}
	return granted{}, grund
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func firstTime(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// cut keeps a text within an official limit of n characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
