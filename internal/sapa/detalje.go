package sapa

import (
	"slices"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// Felt is one fact of a detail page.
type Felt struct{ Navn, Tekst string }

// Trin is one state of a case, reached or ahead.
type Trin struct {
	Navn    string
	Dato    string
	Naaet   bool
	Aktuelt bool
}

// Sagsside is one case (06 §1.3).
type Sagsside struct {
	UUID       oio.UUID
	Titel      string
	KLE        string // number and title
	Status     string
	Aktiv      bool
	Part       string
	Trin       []Trin
	Felter     []Felt
	Teknik     []Felt // identities, one click away
	Kontakt    Kontakt
	Ydelser    []Raekke
	Parter     []Part
	Relationer []Relation
	Dokumenter []Dokumentraekke
	Notater    []Notatraekke
	Historik   []Registrering
}

// Part is another party of a case. The number is hidden until somebody asks for it.
type Part struct {
	Navn, Rolle string
	Nummer      string // of a company; of a person ddmmyy-•••• or, when asked for, whole
	Person      bool   // there is a number to ask for
}

// Relation is another case that may be seen.
type Relation struct {
	Rolle, Titel string
	UUID         oio.UUID
}

// Registrering is one time the source said something of an object.
type Registrering struct{ Kilde, Indeks, Hvad string }

// Sagen makes the page of a case. bevillinger are the grants under it; those of other cases are dropped.
func Sagen(g oio.Gemt, bevillinger []oio.Gemt, bilag Bilag, org Organisation, idag oio.Dato) (Sagsside, bool) {
	s, isSag := g.Objekt.(*oio.Sag)
	if !isSag {
		return Sagsside{}, false
	}
	status := s.Status(idag)
	side := Sagsside{
		UUID: s.UUID, Titel: firstText(s.Titel, s.KLE.Titel), KLE: named(s.KLE), Status: statusord(status),
		Aktiv: status != oio.Afsluttet, Part: s.Part.Navn, Trin: trin(s, status, idag), Kontakt: Kontakten(s.Ansvarlig, org),
	}
	side.Felter = filled([]Felt{
		{"Sagsnummer", s.Noegle}, {"Sagsstatus i kilden", bilag.Indhold[s.UUID].Sagsstatus}, {"Afgørelse", afgoerelse(s, bilag, idag)}, {"KLE-emne", side.KLE}, {"Handlingsfacet", named(s.Facet)}, {"Oprettet", sprog.Dato(s.Oprettet)},
		{"Afsluttet", sprog.Dato(s.AfsluttetDato())}, {"Ansvarlig enhed, som sendt", s.Ansvarlig.Navn}, {"Følsomhed", Foelsomhedsord(s.Foelsomhed)},
		{"Kilde", s.System.Navn}, {"Kommune", s.Ejer.Navn}, {"Sidst ændret i kilden", sprog.Tidspunkt(g.Tidspunkt)},
		{"Modtaget i indekset", sprog.Tidspunkt(g.StsTidspunkt)},
	})
	side.Teknik = []Felt{{"Sagens UUID", s.UUID.String()}, {"Enhedens KOMBIT-id", s.Ansvarlig.UUID.String()}}
	for _, other := range bevillinger {
		if b, isBevilling := other.Objekt.(*oio.Bevilling); isBevilling && b.Sag == s.UUID && b.Part.CPR == s.Part.CPR {
			side.Ydelser = append(side.Ydelser, ydelsesraekke(b, idag))
		}
	}
	side.Ydelser = Udvalg{}.pick(side.Ydelser)
	c := bilag.Indhold[s.UUID]
	if !c.Behandler.UUID.IsZero() && c.Behandler.UUID != s.Ansvarlig.UUID {
		side.Felter = append(side.Felter, Felt{"Primær behandler", c.Behandler.Navn})
	}
	if c.EgentligTitel != "" {
		side.Titel = c.EgentligTitel
		side.Felter = append(side.Felter, Felt{"Undtaget fra offentlighed", "Offentlig titel: " + c.OffentligTitel})
	}
	for _, p := range c.Parter {
		side.Parter = append(side.Parter, Part{Navn: p.Navn, Rolle: p.Rolle, Nummer: firstText(p.Nummer, SkjultCPR(p.CPR)), Person: !p.CPR.IsZero()})
	}
	side.Dokumenter, side.Notater = bilag.dokumenter(s), bilag.notater(s)
	return side, true
}

// afgoerelse is the decision, which only a case that is decided has.
func afgoerelse(s *oio.Sag, bilag Bilag, idag oio.Dato) string {
	if rang(s.Status(idag)) < rang("Afgjort") {
		return ""
	}
	return bilag.Indhold[s.UUID].Afgoerelse
}

// Forloeb tells a history of registrations, newest first: when, and what changed that a reader would notice.
func Forloeb(history []oio.Gemt, idag oio.Dato) []Registrering {
	var told []Registrering
	before := map[string]string{}
	for i, g := range history {
		now := kendetegn(g.Objekt, idag)
		var changed []string
		for _, f := range now {
			if i > 0 && before[f.Navn] != f.Tekst {
				changed = append(changed, f.Navn+": "+firstText(f.Tekst, "fjernet"))
			}
			before[f.Navn] = f.Tekst
		}
		what := firstText(strings.Join(changed, " · "), "Andre oplysninger")
		if i == 0 {
			what = "Modtaget første gang"
		}
		told = append(told, Registrering{sprog.Tidspunkt(g.Tidspunkt), sprog.Tidspunkt(g.StsTidspunkt), what})
	}
	slices.Reverse(told)
	return told
}

func kendetegn(o oio.Objekt, idag oio.Dato) []Felt {
	switch x := o.(type) {
	case *oio.Sag:
		return []Felt{{"Titel", x.Titel}, {"Status", statusord(x.Status(idag))}, {"KLE-emne", named(x.KLE)}, {"Ansvarlig enhed", x.Ansvarlig.Navn}, {"Følsomhed", Foelsomhedsord(x.Foelsomhed)}}
	case *oio.Bevilling:
		return []Felt{{"Ydelse", firstText(x.Ydelsesnavn, x.Navn)}, {"Omfang", x.Maengde}, {"Fra", sprog.Dato(x.Periode.Fra)}, {"Til og med", sprog.Dato(lastDay(x.Periode))}, {"KLE-emne", named(x.KLE)}, {"Ansvarlig enhed", x.Ansvarlig.Navn}}
	}
	return nil
}

// Bevillingsside is one grant (06 §1.3).
type Bevillingsside struct {
	UUID     oio.UUID
	Titel    string
	Status   string
	Aktiv    bool
	Part     string
	Felter   []Felt
	Teknik   []Felt
	Kontakt  Kontakt
	Sag      oio.UUID // the case it hangs under
	SagTitel string
	Skjult   bool // the case may not be seen: it is not linked
	Historik []Registrering
}

// Bevillingen makes the page of a grant. The second result is false when the object is none.
func Bevillingen(g oio.Gemt, org Organisation, idag oio.Dato) (Bevillingsside, bool) {
	b, isBevilling := g.Objekt.(*oio.Bevilling)
	if !isBevilling {
		return Bevillingsside{}, false
	}
	side := Bevillingsside{
		UUID: b.UUID, Titel: firstText(b.Ydelsesnavn, b.Navn), Part: b.Part.Navn, Kontakt: Kontakten(b.Ansvarlig, org),
		Sag: b.Sag, SagTitel: firstText(b.SagTitel, b.SagNoegle, "Sagen"),
	}
	side.Status, side.Aktiv, _ = ydelsesstatus(b.Periode, idag)
	side.Felter = filled([]Felt{
		{"Ydelsestype", firstText(b.Ydelsestype.Titel, b.Ydelsestype.Noegle, "Ingen fælleskommunal ydelsestype")}, {"Kommunens navn for ydelsen", b.Navn}, {"Slags", sprog.StortForbogstav(b.Art)},
		{"Omfang", b.Maengde}, {"Fra", sprog.Dato(b.Periode.Fra)}, {"Til og med", sprog.Dato(lastDay(b.Periode))},
		{"KLE-emne", named(b.KLE)}, {"Ansvarlig enhed, som sendt", b.Ansvarlig.Navn}, {"Følsomhed", Foelsomhedsord(b.Foelsomhed)},
		{"Kilde", b.System.Navn}, {"Kommune", b.Ejer.Navn}, {"Sidst ændret i kilden", sprog.Tidspunkt(g.Tidspunkt)},
		{"Modtaget i indekset", sprog.Tidspunkt(g.StsTidspunkt)},
	})
	side.Teknik = filled([]Felt{
		{"Bevillingens UUID", b.UUID.String()}, {"Enhedens KOMBIT-id", b.Ansvarlig.UUID.String()}, {"Ydelsestypens nøgle", b.Ydelsestype.Noegle},
	})
	return side, true
}

// Foelsomhedsord is the sensitivity as a heading for people (06 §1.5). A missing value counts as the highest.
func Foelsomhedsord(f oio.Foelsomhed) string {
	switch f {
	case oio.IkkeFortrolig:
		return "Ikke-fortrolige data"
	case oio.Fortrolig:
		return "Fortrolige personoplysninger"
	case oio.Foelsom:
		return "Følsomme personoplysninger"
	case oio.VIP:
		return "VIP-sag"
	}
	return "Ikke oplyst, behandles som VIP-sag"
}

// trin are the four states; a state the case passed over keeps its place without a date, so that the caseworker sees it.
func trin(s *oio.Sag, status string, idag oio.Dato) []Trin {
	at := rang(status)
	steps := make([]Trin, len(statusorder))
	for i, known := range statusorder {
		steps[i] = Trin{Navn: known.ord, Aktuelt: i == at}
		at := slices.IndexFunc(s.Fremdrift, func(f oio.Fremdrift) bool { return f.Status == known.status && f.Virkning.Fra <= idag })
		if at >= 0 {
			steps[i].Naaet, steps[i].Dato = true, sprog.Dato(s.Fremdrift[at].Virkning.Fra)
		}
	}
	return steps
}

func named(k oio.Klasse) string { return strings.TrimSpace(k.Noegle + " " + k.Titel) }

func filled(felter []Felt) []Felt {
	return slices.DeleteFunc(felter, func(f Felt) bool { return f.Tekst == "" })
}
