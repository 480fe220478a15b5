package projection

import (
	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
)

// Slags is what kind of input of a projection has changed.
type Slags string

// The inputs that touch many records at once. Single cases and grants are found by their own change number.
const (
	BeroertSagstype Slags = "sagstype"
	BeroertYdelse   Slags = "ydelse"
	BeroertEnhed    Slags = "enhed"
	BeroertAlt      Slags = "alt" // policy, catalogue, activation
)

// Beroert names an input that has changed, and so which records must be projected again: those of one sagstype, of one
// ydelse, of one enhed and all below it, or all.
type Beroert struct {
	Slags Slags
	ID    string
}

// BeroertAf is what a line of the feed touches besides its own object.
func BeroertAf(t eoj.Type, id string) (Beroert, bool) {
	switch t {
	case eoj.TypeSagstype:
		return Beroert{BeroertSagstype, id}, true
	case eoj.TypeYdelse:
		return Beroert{BeroertYdelse, id}, true
	case eoj.TypeEnhed:
		return Beroert{BeroertEnhed, id}, true
	}
	return Beroert{}, false
}

// BeroertAfValg is what a decision touches.
func BeroertAfValg(art mapping.Art, id string) Beroert {
	if art == mapping.Tilbagehold {
		return Beroert{Slags: BeroertSagstype, ID: id}
	}
	return Beroert{Slags: Slags(art), ID: id}
}

// Under lists an enhed and every unit below it: a change of its KOMBIT id or place reaches them all through the upward
// lookup (R071).
func (g *Grundlag) Under(enhed string) []string {
	children := make(map[string][]string)
	for id, e := range g.Enheder {
		children[e.Overordnet] = append(children[e.Overordnet], id)
	}
	under := []string{enhed}
	seen := map[string]bool{enhed: true}
	for i := 0; i < len(under); i++ {
		for _, child := range children[under[i]] {
			if !seen[child] {
				seen[child] = true
				under = append(under, child)
			}
		}
	}
	return under
}
