// Package mapping holds the decisions people make about local names: which KLE number marks a sagstype, which common type a
// ydelse is, which FK Organisation unit an enhed is, and what is not to be sent at all. Decisions are an append-only
// history of who, when, what, why and instead of what; the current state is derived from it and from nothing else.
//
// It does not judge whether a decision is wise (package rules does) and keeps nothing itself.
package mapping

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
)

// Art is what a decision is about.
type Art string

// The three kinds of local things that are decided upon, and the one decision that stands beside another.
const (
	Sagstype Art = "sagstype"
	Ydelse   Art = "ydelse"
	Enhed    Art = "enhed"
	// Tilbagehold is about a sagstype too: what becomes of grants under it whose ydelse has no type (R028). It stands beside the mark, which
	// is a decision of its own, and beside the municipality's policy, which it overrides.
	Tilbagehold Art = "tilbagehold"
)

// Valg is what was chosen. At most one field is set; the zero value means "no decision" (what `fjern` leaves behind).
type Valg struct {
	KLE      kle.Nummer `json:"kle,omitempty"`      // sagstype: marked with this six-digit number (R001)
	Type     string     `json:"type,omitempty"`     // ydelse: the catalogue's key
	Kombit   oio.UUID   `json:"kombit,omitzero"`    // enhed: the unit in FK Organisation
	Ikke     bool       `json:"ikke,omitempty"`     // sagstype: not to be sent (R009); ydelse: not to be mapped (R030)
	UdenType bool       `json:"udenType,omitempty"` // ydelse, or all under a sagstype: sent without a type, released by a person (R028)
	Hold     bool       `json:"hold,omitempty"`     // tilbagehold: grants without a type wait, whatever the policy says (R028)
}

// IsZero reports whether nothing is chosen.
func (v Valg) IsZero() bool { return v == Valg{} }

// String writes the choice in the words of `mapping set`.
func (v Valg) String() string {
	switch {
	case v.KLE != "":
		return "kle=" + string(v.KLE)
	case v.Type != "":
		return "type=" + v.Type
	case !v.Kombit.IsZero():
		return "kombit=" + v.Kombit.String()
	case v.Ikke:
		return "ikke"
	case v.UdenType:
		return "uden-type"
	case v.Hold:
		return "hold"
	}
	return "fjern"
}

// ParseArt reads one of sagstype, ydelse, enhed, tilbagehold.
func ParseArt(s string) (Art, error) {
	switch a := Art(s); a {
	case Sagstype, Ydelse, Enhed, Tilbagehold:
		return a, nil
	}
	return "", errors.New("want sagstype, ydelse, enhed or tilbagehold")
}

// ParseValg reads the words of `mapping set`: kle=NN.NN.NN, type=KEY, kombit=UUID, ikke, uden-type, hold or fjern, where the choice
// fits what is decided upon. A KLE number of fewer than six digits is read, so that R001 can refuse it and name the choices.
func ParseValg(art Art, s string) (Valg, error) {
	word, value, _ := strings.Cut(s, "=")
	switch {
	case word == "fjern" && value == "":
		return Valg{}, nil
	case art == Sagstype && word == "kle":
		number, err := kle.ParseNummer(value)
		if err != nil {
			return Valg{}, fmt.Errorf("kle=%s: %w", value, err)
		}
		return Valg{KLE: number}, nil
	case art == Ydelse && word == "type" && value != "":
		return Valg{Type: value}, nil
	case (art == Ydelse || art == Tilbagehold) && word == "uden-type" && value == "":
		return Valg{UdenType: true}, nil
	case art == Tilbagehold && word == "hold" && value == "":
		return Valg{Hold: true}, nil
	case art == Enhed && word == "kombit":
		id, err := oio.ParseUUID(value)
		if err != nil {
			return Valg{}, fmt.Errorf("kombit=: %w", err)
		}
		return Valg{Kombit: id}, nil
	case (art == Sagstype || art == Ydelse) && word == "ikke" && value == "":
		return Valg{Ikke: true}, nil
	}
	return Valg{}, fmt.Errorf("a %s takes %s, not %q", art, strings.Join(choices[art], ", "), word)
}

var choices = map[Art][]string{
	Sagstype: {"kle=NN.NN.NN", "ikke", "fjern"},
	Ydelse:   {"type=KEY", "ikke", "uden-type", "fjern"},
	Enhed:    {"kombit=UUID", "fjern"},

	Tilbagehold: {"hold", "uden-type", "fjern"},
}

// Beslutning is one decision. Nr grows per municipality and orders the history.
type Beslutning struct {
	Nr       int64     `json:"nr"`
	Tid      time.Time `json:"tid"`
	Af       string    `json:"af"`
	Art      Art       `json:"art"`
	ID       string    `json:"id"`
	Valg     Valg      `json:"valg"`
	IStedFor Valg      `json:"iStedFor"`
	Grund    string    `json:"grund,omitempty"`
	Trods    string    `json:"trods,omitempty"` // why a guard was overridden; stays visible for ever
}

// State is what currently holds: the last decision about each thing.
type State struct {
	latest map[Art]map[string]Beslutning
}

// NewState folds a history, oldest first, into the current state.
func NewState(history []Beslutning) *State {
	s := &State{latest: map[Art]map[string]Beslutning{Sagstype: {}, Ydelse: {}, Enhed: {}, Tilbagehold: {}}}
	for _, b := range history {
		if of := s.latest[b.Art]; of != nil {
			of[b.ID] = b
		}
	}
	return s
}

// Med is the state after further decisions, in order; s itself stays as it is. It costs the number of decisions in force of
// the kinds that change.
func (s *State) Med(decisions []Beslutning) *State {
	with := &State{latest: maps.Clone(s.latest)}
	own := make(map[Art]bool)
	for _, b := range decisions {
		of := with.latest[b.Art]
		if of == nil {
			continue
		}
		if !own[b.Art] {
			of, own[b.Art] = maps.Clone(of), true
			with.latest[b.Art] = of
		}
		b.IStedFor = of[b.ID].Valg
		of[b.ID] = b
	}
	return with
}

// Valg is the choice in force for one thing; zero when nothing is decided or the decision was taken back.
func (s *State) Valg(art Art, id string) Valg { return s.latest[art][id].Valg }

// Beslutning is the last decision about one thing, and whether there ever was one.
func (s *State) Beslutning(art Art, id string) (Beslutning, bool) {
	b, found := s.latest[art][id]
	return b, found
}

// EnhedMed finds the enhed that a KOMBIT id is already given to (R073).
func (s *State) EnhedMed(kombit oio.UUID) (string, bool) {
	for id, b := range s.latest[Enhed] {
		if b.Valg.Kombit == kombit && !kombit.IsZero() {
			return id, true
		}
	}
	return "", false
}

// Alle calls yield for every thing of one kind with a choice in force.
func (s *State) Alle(art Art, yield func(Beslutning)) {
	for _, b := range s.latest[art] {
		if !b.Valg.IsZero() {
			yield(b)
		}
	}
}
