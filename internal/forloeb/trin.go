// Package forloeb is the programme that every municipality walks through: eight steps and two, each in a state that follows from facts (R121),
// what waits for what (R122), and whose turn it is (R124).
//
// It gathers nothing and keeps nothing: Forhold is given to it, and the same Forhold always gives the same Forloeb.
package forloeb

import (
	"slices"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// Nr names a step, as the deck and KLIK do: 1 to 8, A and B.
type Nr string

// The steps.
const (
	Skrivebord      Nr = "1"
	Klassifikation  Nr = "2"
	KLEKoder        Nr = "3"
	Ydelser         Nr = "4"
	Sagstyper       Nr = "5"
	Enhedsbord      Nr = "6"
	Enheder         Nr = "7"
	Eksport         Nr = "8"
	Dataafgraensing Nr = "A"
	Aabning         Nr = "B"
)

// Opgave is one task of KLIK: what a step is, whoever walks it.
type Opgave struct {
	Nr      Nr
	KLIK    string // its number in KLIK
	Navn    string
	Kort    string // in the picture
	Hvad    string // what is done, in a sentence
	Hvorfor string // why, and why at this place
	Ejer    adgang.Roller
	Efter   []Nr   // must be done first (deck: the process picture; R006, R007, R093, R117)
	Side    string // where it is done
}

// Opgaver are the ten tasks, in the order of KLIK.
var Opgaver = []Opgave{
	{Nr: Skrivebord, KLIK: "Trin 1", Navn: "Skrivebordsmapning af sagstyper og ydelser", Kort: "Skrivebord: sagstyper og ydelser", Ejer: adgang.CuraAdministrator, Side: "/vaerksted",
		Hvad:    "Hver lokal ydelse og sagstype får en fælles betegnelse, eller det besluttes, at den ikke skal have en.",
		Hvorfor: "Det er den sværeste opgave, og den kræver intet af andre. Derfor begynder den først."},
	{Nr: Klassifikation, KLIK: "Trin 2", Navn: "Aktivér Klassifikationsimporter", Kort: "Klassifikationsimporter", Ejer: adgang.CuraAdministrator, Side: "/program/trin/2",
		Hvad:    "Omsorgssystemet henter KLE fra FK Klassifikation. Det kræver fem opgaver hos kommunen og leverandøren.",
		Hvorfor: "Uden den er der ingen KLE-numre at vælge imellem. Andre skal handle, så bestil den tidligt."},
	{Nr: KLEKoder, KLIK: "Trin 3", Navn: "Opsæt overførsel af KLE-koder", Kort: "KLE-koder", Ejer: adgang.CuraAdministrator, Efter: []Nr{Klassifikation}, Side: "/program/trin/3",
		Hvad:    "Vælg, hvilke KLE-numre der hentes. 27,29 anbefales; hellere for mange end for få.",
		Hvorfor: "Kun de numre, der er hentet, kan vælges til en sagstype. Hvor mange der hentes, ændrer ikke det, der sendes."},
	{Nr: Ydelser, KLIK: "Trin 4", Navn: "Konfigurér ydelser", Kort: "Ydelser", Ejer: adgang.CuraAdministrator, Efter: []Nr{Skrivebord}, Side: "/vaerksted/ydelser?tilstand=aabne",
		Hvad:    "Hver lokal ydelse knyttes til en fælleskommunal ydelsestype, før dens sagstype får KLE-nummer.",
		Hvorfor: "Sendes en sag først, uden at ydelserne har type, bliver bevillingerne holdt tilbage."},
	{Nr: Sagstyper, KLIK: "Trin 5", Navn: "Konfigurér sagstyper", Kort: "Sagstyper", Ejer: adgang.CuraAdministrator, Efter: []Nr{KLEKoder, Ydelser, Enheder}, Side: "/vaerksted/sagstyper?tilstand=aabne",
		Hvad:    "Hver sagstype får et KLE-nummer. Fra da af kan dens sager sendes.",
		Hvorfor: "KLE-nummeret afgør, hvad der sendes, og hvem der må se det. Derfor kommer det efter ydelser og enheder."},
	{Nr: Enhedsbord, KLIK: "Trin 6", Navn: "Skrivebordsmapning af enheder", Kort: "Skrivebord: enheder", Ejer: adgang.CuraAdministrator | adgang.OrgAdministrator, Side: "/vaerksted/enheder",
		Hvad:    "De sagsansvarlige enheder findes i FK Organisation sammen med dem, der kender den.",
		Hvorfor: "Borgeren og sagsbehandleren ser den ansvarlige enhed og dens telefonnummer. Det kræver, at enheden findes begge steder."},
	{Nr: Enheder, KLIK: "Trin 7", Navn: "Konfigurér enheder", Kort: "Enheder", Ejer: adgang.CuraAdministrator | adgang.OrgAdministrator, Efter: []Nr{Enhedsbord}, Side: "/vaerksted/enheder",
		Hvad:    "Hver sagsansvarlig enhed får sit KOMBIT-id, eller en enhed over den har et.",
		Hvorfor: "En sag, hvis enhed ikke kan findes, bliver holdt tilbage, også når sagstypen har KLE-nummer."},
	{Nr: Eksport, KLIK: "Trin 8", Navn: "Aktivér Eksporter sager", Kort: "Eksporter sager", Ejer: adgang.CuraAdministrator, Efter: []Nr{Sagstyper, Enheder, Dataafgraensing}, Side: "/vaerksted/eksport",
		Hvad:    "Sager og bevillinger sendes til indekserne. FKI og KMD varsles, helst en uge før.",
		Hvorfor: "Det er her, sagerne bliver synlige uden for omsorgssystemet. Derfor skal roller, ydelser og enheder være på plads først."},
	{Nr: Dataafgraensing, KLIK: "K40", Navn: "Tjek dataafgrænsning i SAPA", Kort: "Roller i SAPA", Ejer: adgang.SapaAdministrator, Side: "/adgang",
		Hvad:    "Ingen jobfunktionsrolle må uden hensigt give adgang til omsorgssager.",
		Hvorfor: "En rolle uden KLE-afgrænsning ser alle sager, så snart de er sendt."},
	{Nr: Aabning, KLIK: "K39", Navn: "Bestil åbning i SAPA og Borgerblikket", Kort: "Åbning", Ejer: adgang.SapaAdministrator | adgang.Borgerblikejer, Efter: []Nr{Dataafgraensing, Eksport}, Side: "/borgerblik",
		Hvad:    "Sagerne vises først, når der er åbnet, og når en rolle eller et aktiveret KLE-nummer giver adgang.",
		Hvorfor: "Er der åbnet, før rollerne er gennemgået, kan for mange se for meget."},
}

// Find is the task with a number.
func Find(nr Nr) (Opgave, bool) {
	i := slices.IndexFunc(Opgaver, func(o Opgave) bool { return o.Nr == nr })
	if i < 0 {
		return Opgave{}, false
	}
	return Opgaver[i], true
}

// Tilstand is where a step stands.
type Tilstand string

// The states. Stoppet: something stands in the way that somebody must mend, or what was done does not hold any more.
const (
	Venter  Tilstand = "venter"
	Klar    Tilstand = "klar"
	Igang   Tilstand = "igang"
	Stoppet Tilstand = "stoppet"
	Gjort   Tilstand = "gjort"
)

// Dansk is the state in a word for people.
func (t Tilstand) Dansk() string {
	switch t {
	case Venter:
		return "Venter"
	case Klar:
		return "Kan begynde"
	case Igang:
		return "I gang"
	case Stoppet:
		return "Stoppet"
	}
	return "Gjort"
}

// Kendsgerning is one thing a step's state follows from.
type Kendsgerning struct {
	Navn     string `json:"navn"` // for machines
	Opfyldt  bool   `json:"opfyldt"`
	Dansk    string `json:"dansk"`
	English  string `json:"english"`
	Regel    string `json:"regel,omitempty"`
	Personen bool   `json:"personen,omitempty"` // only a person knows it; the others are read from what there is
	Stopper  bool   `json:"stopper,omitempty"`  // while it is not met, it is not work to be done but a fault to be mended
	Hvem     string `json:"hvem,omitempty"`     // must act, while it is not met
}

// Advarsel is something done in the wrong order, or about to be.
type Advarsel struct {
	Regel   string `json:"regel"`
	Dansk   string `json:"dansk"`
	English string `json:"english"`
}

// Trin is one step as it stands.
type Trin struct {
	Opgave    Opgave         `json:"-"`
	Nr        Nr             `json:"nr"`
	Navn      string         `json:"navn"`
	Tilstand  Tilstand       `json:"tilstand"`
	Andel     int            `json:"andel"` // of the work, 0 to 100
	Fakta     []Kendsgerning `json:"fakta"`
	VenterPaa []Nr           `json:"venterPaa,omitempty"` // steps that are not done and must be first
	Ejer      string         `json:"ejer,omitempty"`      // who sees to it, where that is written down
	Frist     oio.Dato       `json:"frist,omitempty"`
	EgenFrist bool           `json:"egenFrist,omitempty"` // somebody named the deadline; otherwise it is the plan's
	Meldt     oio.Dato       `json:"meldt,omitempty"`     // KLIK has it as done since
	Bevis     string         `json:"bevis,omitempty"`
	Advarsler []Advarsel     `json:"advarsler,omitempty"`
	Prognose  *Prognose      `json:"prognose,omitempty"` // of a step with a deadline that is not done
}

// Mangler is the first fact that is not met, one that stops the step before all others; false when all are met.
func (t *Trin) Mangler() (Kendsgerning, bool) {
	i := slices.IndexFunc(t.Fakta, func(k Kendsgerning) bool { return !k.Opfyldt && k.Stopper })
	if i < 0 {
		i = slices.IndexFunc(t.Fakta, func(k Kendsgerning) bool { return !k.Opfyldt })
	}
	if i < 0 {
		return Kendsgerning{}, false
	}
	return t.Fakta[i], true
}

// Forloeb is the whole programme of one municipality.
type Forloeb struct {
	Idag oio.Dato `json:"idag"`
	Trin []Trin   `json:"trin"`
	Plan *Plan    `json:"plan,omitempty"`
}

// Find is a step; nil when there is none of that number.
func (f *Forloeb) Find(nr Nr) *Trin {
	i := slices.IndexFunc(f.Trin, func(t Trin) bool { return t.Nr == nr })
	if i < 0 {
		return nil
	}
	return &f.Trin[i]
}

// Efterfoelgere are the steps that wait for one, done or not.
func Efterfoelgere(nr Nr) []Nr {
	var after []Nr
	for _, o := range Opgaver {
		if slices.Contains(o.Efter, nr) {
			after = append(after, o.Nr)
		}
	}
	return after
}

// Gjorte counts the steps that are done.
func (f *Forloeb) Gjorte() int {
	n := 0
	for _, t := range f.Trin {
		if t.Tilstand == Gjort {
			n++
		}
	}
	return n
}

// Mine are the steps that somebody with these roles can do something about now, those that are stopped first.
func (f *Forloeb) Mine(roller adgang.Roller) []Trin {
	var stopped, rest []Trin
	for _, t := range f.Trin {
		switch {
		case !t.skylder().Er(roller):
		case t.Tilstand == Stoppet:
			stopped = append(stopped, t)
		case t.Tilstand == Klar || t.Tilstand == Igang:
			rest = append(rest, t)
		}
	}
	return append(stopped, rest...)
}
