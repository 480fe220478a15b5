package borger

import (
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
)

// Kommune is what the municipality says about itself on the citizen's page (06 §2.5).
type Kommune struct {
	Navn      string
	Telefon   string          // the switchboard; may be empty
	IkkeAaben []visning.Tekst // areas not shown yet; the same for every citizen (S9)
	// Kontakter replace FK Organisation's name and contact details of a unit by the municipality's own (R080).
	Kontakter map[oio.UUID]Kontakt
}

// Side is the citizen's page as texts (S9): first what she gets now, then her open cases, then what is over.
type Side struct {
	Navn         string
	Sprog        sprog.Sprog
	Kommune      Kommune
	Ydelser      []Hjaelp   // what is paid to her now, or will be
	Tilbud       []Hjaelp   // aids and services she gets now, or will get
	Sager        []Sag      // open cases
	Datoer       []Kommende // what begins and ends in the half year to come, nearest first
	Tidligere    Tidligere
	Fra          []visning.Fra // areas of which only cases since a day are shown (06 §2.5)
	SidstAendret oio.Dato      // the newest registration among what is shown; zero when nothing is
	Hentet       time.Time     // when the index was asked; zero: not told
	Mangler      Mangler       // what could not be had just now
}

// Kommende is a date ahead: "1. marts 2026: ændringer i din bolig begynder".
type Kommende struct {
	Dato string
	Hvad Hvad

	dag oio.Dato
}

// Mangler is what could not be had when the page was made (06 §2.5).
type Mangler struct{ Sager, Ydelser bool }

// Noget reports whether anything is missing.
func (m Mangler) Noget() bool { return m.Sager || m.Ydelser }

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

// Hvad is the name of something inside a sentence, and whether it is Danish on an English page, so that it is read aloud right.
type Hvad struct {
	Foer, Navn, Efter string
	Dansk             bool
}

// String is the whole sentence.
func (h Hvad) String() string { return h.Foer + h.Navn + h.Efter }

// Hjaelp is one service in sentences: what, since when and by whom, and whom to ask.
type Hjaelp struct {
	Hvad       Hvad
	Saetning   string // "Du får diætvejledning."
	Forklaring Tekst  // one sentence about it; may be empty
	Forloeb    string // "Bevilget 10. januar 2024 af Visitation A."
	Kontakt    Kontakt
	Handler    string // what to say it is about, when one rings: "diætvejledning, bevilget 10. januar 2024"

	fra, slut oio.Dato
	uuid      oio.UUID
}

// Tekst is a text and whether it is Danish on an English page.
type Tekst struct {
	Tekst string
	Dansk bool
}

// Sag is one case in plain words: the subject, how far it is, and whom to ask.
type Sag struct {
	Titel      string // the plain topic, or the source's title where the municipality chose that (06 B9)
	Dansk      bool   // the title is Danish on an English page
	Forklaring Tekst
	Overskrift string // "Behandles" or "Afsluttet 3. maj 2024"
	Afsluttet  bool
	Trin       []Trin
	Naeste     string // what happens next; empty when it is closed
	Dokumenter []Dokument
	Noter      []Note
	Kontakt    Kontakt
	Handler    string

	fra, slut oio.Dato
	uuid      oio.UUID
}

// Dokument is a document's title as the source wrote it (06 B11); its content is never shown.
type Dokument struct {
	Titel string
	Dato  oio.Dato // zero: not told
}

// Note is a journal note as the source wrote it (06 B12).
type Note struct {
	Titel string
	Tekst string // empty: it is in another format, and is read at the municipality
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
