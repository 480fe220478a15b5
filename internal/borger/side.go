package borger

import (
	"time"

	"indeksbro/internal/oio"
)

// Kommune is what the municipality says about itself on the citizen's page (06 §2.5).
type Kommune struct {
	Navn      string
	Telefon   string   // the switchboard; may be empty
	IkkeAaben []string // areas not shown yet, in plain words; the same for every citizen (S9)
	// Kontakter replace FK Organisation's name and contact details of a unit by the municipality's own (R080).
	Kontakter map[oio.UUID]Kontakt
}

// Side is the citizen's page as texts (S9): first what she gets now, then her open cases, then what is over.
type Side struct {
	Navn         string
	Kommune      Kommune
	Ydelser      []Hjaelp // what is paid to her now, or will be
	Tilbud       []Hjaelp // aids and services she gets now, or will get
	Sager        []Sag    // open cases
	Tidligere    Tidligere
	SidstAendret oio.Dato // the newest registration among what is shown; zero when nothing is
}

// Tidligere is what is over: services that have ended and cases that are closed.
type Tidligere struct {
	Hjaelp []Hjaelp
	Sager  []Sag
}

// Tom reports whether nothing is over.
func (t Tidligere) Tom() bool { return len(t.Hjaelp) == 0 && len(t.Sager) == 0 }

// Tom reports whether there is nothing at all to show.
func (s *Side) Tom() bool { return !s.FaarNu() && len(s.Sager) == 0 && s.Tidligere.Tom() }

// FaarNu reports whether she gets any help now.
func (s *Side) FaarNu() bool { return len(s.Ydelser) > 0 || len(s.Tilbud) > 0 }

// Hjaelp is one service in sentences: what, since when and by whom, and whom to ask.
type Hjaelp struct {
	Saetning string // "Du får diætvejledning."
	Forloeb  string // "Bevilget 10. januar 2024 af Visitation A."
	Kontakt  Kontakt

	fra, slut oio.Dato
	uuid      oio.UUID
}

// Sag is one case in plain words: the subject, how far it is, and whom to ask.
type Sag struct {
	Titel      string // the KLE subject, never the caseworker's title (06 B9)
	Overskrift string // "Behandles" or "Afsluttet 3. maj 2024"
	Afsluttet  bool
	Trin       []Trin
	Kontakt    Kontakt

	fra, slut oio.Dato
	uuid      oio.UUID
}

// Trin is one of the four steps of a case (06 §2.5).
type Trin struct {
	Navn    string // Modtaget, Undersøgt, Afgjort, Afsluttet
	Dato    string // when it was reached; empty while it is ahead, or when the source did not tell
	Naaet   bool
	Aktuelt bool
}

// Kontakt is the way on: a unit's telephone and hours, its e-mail, or the municipality's switchboard. It is never empty.
type Kontakt struct {
	Enhed   string // whom one reaches; empty when it is the unit named in the sentence before
	Telefon string
	Tid     string // telephone hours as the municipality writes them
	Email   string // only where there is no telephone
}

// ManuelKontakt is a unit's contact as somebody wrote it, in place of FK Organisation's (R080). A zero Kontakt goes back to
// FK Organisation's.
type ManuelKontakt struct {
	Enhed   oio.UUID // in FK Organisation
	Kontakt Kontakt
	Af      string
	Tid     time.Time
}

// Kontakter are the contacts written by hand that hold, by unit, from a history that is oldest first.
func Kontakter(history []ManuelKontakt) map[oio.UUID]ManuelKontakt {
	hold := make(map[oio.UUID]ManuelKontakt)
	for _, m := range history {
		if m.Kontakt == (Kontakt{}) {
			delete(hold, m.Enhed)
			continue
		}
		hold[m.Enhed] = m
	}
	return hold
}
