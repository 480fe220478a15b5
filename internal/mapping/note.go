package mapping

import "time"

// Noteslags is what a note is.
type Noteslags string

// The kinds of notes. Each says what Kode and Tekst hold.
const (
	Kommentar     Noteslags = "kommentar" // Tekst: what somebody wants remembered
	AfvistForslag Noteslags = "afvist"    // Kode: a suggestion that was rejected and is not made again (R104)
	Afklaring     Noteslags = "afklaring" // Tekst: the question that waits for an answer (R015)
	Sendt         Noteslags = "sendt"     // Kode: the day the question was sent to FKI, which answers it; it waits on (R015)
	Svar          Noteslags = "svar"      // Tekst: the answer; the question waits no longer, unless Kode is PaaVej (R015)
	Godkendt      Noteslags = "godkendt"  // Kode: number of the decision that another person has approved
	Testvalg      Noteslags = "test"      // Kode: til or fra; the sagstype is in the test scope. Tekst: the expected result (R099)
	Udfoert       Noteslags = "udfoert"   // Kode: rule whose remedy in the care record somebody says is done (R050–R054)
	Navneforslag  Noteslags = "navn"      // Tekst: the name an enhed should have in the care record (R076, R078)
)

// TestTil and TestFra are the codes of a Testvalg.
const (
	TestTil = "til"
	TestFra = "fra"
)

// PaaVej is the code of an answer that a new type is coming: the question goes on waiting, for that type (R047).
const PaaVej = "paa-vej"

// Note is what people write down beside the decisions: comments, rejected suggestions, questions and answers, approvals. Notes
// are an append-only history like the decisions, and never change what is sent. Art and ID may be empty: about it all.
type Note struct {
	Nr    int64     `json:"nr"`
	Tid   time.Time `json:"tid"`
	Af    string    `json:"af"`
	Art   Art       `json:"art"`
	ID    string    `json:"id"`
	Slags Noteslags `json:"slags"`
	Kode  string    `json:"kode,omitempty"`
	Tekst string    `json:"tekst,omitempty"`
}

// Noter is the notes about everything, oldest first for each thing.
type Noter struct {
	about map[Art]map[string][]Note
	last  int64
}

// NewNoter sorts a history of notes, oldest first, by what they are about.
func NewNoter(history []Note) *Noter {
	n := &Noter{about: map[Art]map[string][]Note{}}
	for _, note := range history {
		if n.about[note.Art] == nil {
			n.about[note.Art] = map[string][]Note{}
		}
		n.about[note.Art][note.ID] = append(n.about[note.Art][note.ID], note)
		n.last = note.Nr
	}
	return n
}

// Om lists the notes about one thing, oldest first. The slice is shared: read it only.
func (n *Noter) Om(art Art, id string) []Note { return n.about[art][id] }

// Seneste is the last note of a kind about one thing, and whether there is one.
func (n *Noter) Seneste(art Art, id string, slags ...Noteslags) (Note, bool) {
	notes := n.Om(art, id)
	for i := len(notes) - 1; i >= 0; i-- {
		for _, s := range slags {
			if notes[i].Slags == s {
				return notes[i], true
			}
		}
	}
	return Note{}, false
}

// Afvist reports whether a suggestion was rejected for this thing (R104).
func (n *Noter) Afvist(art Art, id, kode string) bool {
	for _, note := range n.Om(art, id) {
		if note.Slags == AfvistForslag && note.Kode == kode {
			return true
		}
	}
	return false
}

// Afklares is the question about a thing that still waits for its answer, or for a type that the answer promised (R015, R047).
func (n *Noter) Afklares(art Art, id string) (Note, bool) {
	question, asked := n.Seneste(art, id, Afklaring)
	answer, answered := n.Efter(question, Svar)
	return question, asked && (!answered || answer.Kode == PaaVej)
}

// Efter is the last note of a kind that was written about the same thing after another, and whether there is one.
func (n *Noter) Efter(first Note, slags Noteslags) (Note, bool) {
	last, found := n.Seneste(first.Art, first.ID, slags)
	return last, found && last.Nr > first.Nr
}

// ITest reports whether a sagstype is in the test scope, with the expected result (R099).
func (n *Noter) ITest(sagstype string) (Note, bool) {
	last, found := n.Seneste(Sagstype, sagstype, Testvalg)
	return last, found && last.Kode == TestTil
}

// Alle calls yield for every thing of one kind that has notes.
func (n *Noter) Alle(art Art, yield func(id string, notes []Note)) {
	for id, notes := range n.about[art] {
		yield(id, notes)
	}
}
