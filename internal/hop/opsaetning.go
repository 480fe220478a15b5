package hop

import (
	"encoding/json"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Trin are the three tasks of setting a jump up (R118), as the code of their facts says them.
type Trin string

// The tasks, in order, and the address.
const (
	Aktiveret Trin = "aktiveret" // the feature is activated in the source system
	Sendt     Trin = "sendt"     // its address is sent to SAPA's mailbox
	Paaplads  Trin = "paaplads"  // it is in place
	Adressen  Trin = "adresse"   // Tekst: the template
	Proevet   Trin = "proevet"   // Tekst: the answer of the last try
)

// Trinene are the tasks in their order.
var Trinene = []Trin{Aktiveret, Sendt, Paaplads}

// Frist is how long it takes from the mail until it is in place (R118).
const Frist = 7 * 24 * time.Hour

// Kode is the code of a fact about a source system's jump.
func Kode(system oio.UUID, t Trin) string { return system.String() + "/" + string(t) }

// Opsaetning is how far the jump to one source system is set up.
type Opsaetning struct {
	System   oio.UUID
	Skabelon Skabelon // empty: not registered
	Gjort    map[Trin]program.Faktum
	Svar     Svar // of the last try
}

// Svar is what came of a try.
type Svar struct {
	Tid    time.Time `json:"-"`
	Status int       `json:"status,omitempty"` // HTTP; zero: no answer
	Fejl   string    `json:"fejl,omitempty"`
}

// Svarer reports whether the address answered, as a page, a log-in or a refusal; an error of the server is none.
func (s Svar) Svarer() bool {
	return s.Status > 0 && s.Status < 500 && s.Status != 404 && s.Status != 410
}

// Opsat is the set-up of a source system's jump.
func Opsat(s *program.Stand, system oio.UUID) Opsaetning {
	o := Opsaetning{System: system, Gjort: map[Trin]program.Faktum{}}
	for _, t := range Trinene {
		if f, done := s.Dag(program.Hop, Kode(system, t)); done {
			o.Gjort[t] = f
		}
	}
	if f, there := s.Dag(program.Hop, Kode(system, Adressen)); there {
		o.Skabelon = Skabelon(f.Tekst)
	}
	if f, there := s.Dag(program.Hop, Kode(system, Proevet)); there {
		_ = json.Unmarshal([]byte(f.Tekst), &o.Svar)
		o.Svar.Tid = f.Tid
	}
	return o
}

// Forsinket reports whether the mail was sent a week ago and nothing has come of it.
func (o *Opsaetning) Forsinket(now time.Time) bool {
	f, sent := o.Gjort[Sendt]
	_, there := o.Gjort[Paaplads]
	return sent && !there && now.Sub(f.Dato.Midnat()) > Frist
}

// Brev is the mail to SAPA's mailbox (R118).
func (o *Opsaetning) Brev(kommune string, cvr oio.CVR, systemNavn string) string {
	address, _, _ := strings.Cut(string(o.Skabelon), "?")
	return strings.Join([]string{
		"Til: " + Kontakt,
		"Emne: Hop til fagsystem for " + kommune,
		"",
		kommune + " (CVR " + string(cvr) + ") har aktiveret dialogintegration i " + systemNavn + ".",
		"Vi beder jer registrere adressen i SAPA, så medarbejdere kan hoppe fra en sag eller et dokument til fagsystemet.",
		"",
		"Fagsystem: " + systemNavn,
		"It-systemets UUID: " + o.System.String(),
		"Adresse: " + address,
		"",
		"Skriv gerne tilbage, når adressen er på plads.",
	}, "\n")
}
