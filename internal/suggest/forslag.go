// Package suggest proposes what a local name is: a KLE number for a sagstype, a common service type for a ydelse, each with a
// calibrated score and its reasons in words (R012, R026). Signals are the law and paragraph, the wording (stems, compounds,
// pieces of words, synonyms of the field), what the paragraphs are about, the group, what stands around the name, and what other
// municipalities chose (R125). It also recognises names that are not to be mapped at all (R031–R046).
//
// It decides nothing, keeps nothing and does no I/O. Its weights were fitted on public pairs of names and answers; `indeksbro
// suggest --evaluate` measures it, leaving each pair's own wording out.
package suggest

// Opgave is what a suggestion is asked for.
type Opgave struct {
	ID, Navn, Lov, Paragraf string
	Sagstype                string   // name of the sagstype a ydelse hangs under
	KLE                     string   // the sagstype's number, where it has one
	Under                   []string // KLE numbers of the types of the ydelser under a sagstype (R012)
}

// Forslag is one suggestion.
type Forslag struct {
	Kode, Titel string
	Score       float64  // calibrated: the share of suggestions with this score that are right
	Begrundelse []string // in Danish, short, weightiest first
	KanVaelges  bool     // false: ranked, but R021 does not allow it as a target
	Spaerret    string   // in Danish: why not
}

// FaellesValg is what other municipalities chose for a name (R125).
type FaellesValg struct {
	Navn, Lov, Paragraf, Kode string
	Kommuner, AfKommuner      int // this many, of those that have such a name
}

// Sikker is the score from which a suggestion may be accepted in bulk.
const Sikker = 0.9
