// Package program is what a municipality's way to the shared indexes consists of besides its decisions: facts that somebody enters or the
// program notes, each with who, when and which day. They are an append-only history; what holds is the last fact about each subject.
//
// It judges nothing (package rules does) and keeps nothing itself.
package program

import (
	"time"

	"indeksbro/internal/oio"
)

// Emne is what a fact is about.
type Emne string

// The subjects. A fact without a day takes back the one before it about the same subject and code, where the subject has a day at all.
const (
	Opgave         Emne = "eksport-opgave" // Kode: number of one of the five tasks of Eksporter sager but the third; Dato: done (R065)
	Aftale         Emne = "aftale"         // Kode: sdi or ydi; Dato: the service agreement was approved, which is the third task (R092); kept as a Serviceaftale
	Serviceaftale  Emne = "serviceaftale"  // Kode: system, service and right; Dato: of the last step; Tekst: the agreement, JSON (R065; package aftale)
	Varsel         Emne = "varsel"         // Dato: the mail to FKI and KMD was sent (R092)
	Aktiveringsdag Emne = "aktiveringsdag" // Dato: the day Eksporter sager is ordered for, as the notice names it (R092)
	TrinA          Emne = "trin-a"         // Dato: step A is signed off (R093, R117)

	Aabnet Emne = "aabnet" // Kode: reader and source system as Opening makes it; Dato: opened (R111); Tekst: the reason it was opened before step A was signed off

	AabningBestilt Emne = "aabning-bestilt" // Kode: as of Aabnet; Dato: ordered (R111); Tekst: what was said about it
	Omraade        Emne = "omraade"         // Kode: a KLE number of two, four or six digits; Tekst: what citizens see of it, JSON, empty: what holds above it (06 B4–B12)
	Borgertekst    Emne = "borgertekst"     // Kode: kle/ or type/ and what it is about; Tekst: plain words, JSON, empty: the default (06 B13)
	Borgervalg     Emne = "borgervalg"      // Kode: the name of a choice; Tekst: its value (06 B15)
	Jobrolle       Emne = "jobrolle"        // Kode: the role's id; Dato: as the role catalogue last had it; Tekst: the role, JSON; no day: it is gone (R110)
	SetRolle       Emne = "rolle-set"       // Kode: of a role as a log-in brought it; Dato: first seen; Tekst: the role, JSON (R110)
	Rollevalg      Emne = "rollevalg"       // Kode: the role's id; Dato: decided; Tekst: what and why, JSON (R110)
	Kollega        Emne = "kollega"         // Kode: keyed hash of an employee as citizen; Dato: since; Tekst: her user id (R116)
	Stikproeve     Emne = "stikproeve"      // Kode: of the sample, or of the sample and an entry; Dato: drawn or ticked off; Tekst: JSON (R116)
	Hop            Emne = "hop"             // Kode: source system and what about it (R114, R118); Dato: done; Tekst: JSON

	Klassifikation Emne = "klassifikation-opgave" // Kode: number of one of the five tasks of Klassifikationsimporter; Dato: done (R065)
	Planstart      Emne = "planstart"             // Dato: the first session of the municipality's four weeks (R121)
	Trinejer       Emne = "trin-ejer"             // Kode: a step; Tekst: who sees to it (R121)
	Trinfrist      Emne = "trin-frist"            // Kode: a step; Dato: when it must be done (R121)
	Trinmeldt      Emne = "trin-meldt"            // Kode: a step; Dato: the day KLIK has it as done; Tekst: the evidence (R121)
	Kontakt        Emne = "kontakt"               // Kode: a role's word; Tekst: the mail address its reminders go to
	Paamindet      Emne = "paamindet"             // Kode: what somebody was reminded of; Dato: when
	Kalender       Emne = "kalender"              // Dato: calendars may subscribe since, by a secret address of its own; no day: that address is dead

	Pause    Emne = "pause"    // Tekst: why nothing is sent for the time being
	Genoptag Emne = "genoptag" // the pause ended
	Fart     Emne = "fart"     // Kode: sdi or ydi and the objects a second; Tekst: why
	Genproev Emne = "genproev" // what waits for its next try was tried at once
	Kontrol  Emne = "kontrol"  // Kode: fuld or stikproeve; Tekst: the result, JSON (R097)
	Proeve   Emne = "proeve"   // Kode: the sagstyper of a test run, or alt; Tekst: what is expected, JSON (R099)
)

// The two agreements of the export.
const (
	SDI = "sdi"
	YDI = "ydi"
)

// Faktum is one fact. Nr grows per municipality and orders the history.
type Faktum struct {
	Nr    int64     `json:"nr"`
	Tid   time.Time `json:"tid"`
	Af    string    `json:"af"`
	Emne  Emne      `json:"emne"`
	Kode  string    `json:"kode,omitempty"`
	Dato  oio.Dato  `json:"dato,omitempty"`
	Tekst string    `json:"tekst,omitempty"`
}

// Stand is what holds: the last fact about each subject.
type Stand struct{ seneste map[noegle]Faktum }

type noegle struct {
	emne Emne
	kode string
}

// flydende are subjects whose code says something about the fact, not what it is about.
var flydende = map[Emne]bool{Fart: true, Kontrol: true, Proeve: true}

// NyStand folds a history, oldest first.
func NyStand(history []Faktum) *Stand {
	s := &Stand{seneste: map[noegle]Faktum{}}
	for _, f := range history {
		k := noegle{f.Emne, f.Kode}
		if flydende[f.Emne] {
			k.kode = ""
		}
		s.seneste[k] = f
	}
	return s
}

// Dag is the fact about a subject that has a day, and whether it holds.
func (s *Stand) Dag(emne Emne, kode string) (Faktum, bool) {
	f := s.seneste[noegle{emne, kode}]
	return f, f.Dato != 0
}

// Seneste is the last fact about a subject, and whether there is one.
func (s *Stand) Seneste(emne Emne) (Faktum, bool) {
	f, found := s.seneste[noegle{emne, ""}]
	return f, found
}

// Kode is the last fact about a code of a subject, and whether there is one that says anything.
func (s *Stand) Kode(emne Emne, kode string) (Faktum, bool) {
	f := s.seneste[noegle{emne, kode}]
	return f, f.Dato != 0 || f.Tekst != ""
}

// Alle are the last facts about each code of a subject, in no order.
func (s *Stand) Alle(emne Emne, yield func(Faktum) bool) {
	for k, f := range s.seneste {
		if k.emne == emne && !yield(f) {
			return
		}
	}
}

// Aktivering is one time Eksporter sager was switched on or off (R090).
type Aktivering struct {
	Nr    int64     `json:"nr"`
	Tid   time.Time `json:"tid"`
	Af    string    `json:"af"`
	Aktiv bool      `json:"aktiv"`
	Trods string    `json:"trods,omitempty"` // why, although the flight list was not green
}
