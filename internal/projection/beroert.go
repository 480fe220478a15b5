package projection

import (
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
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

// BeroertAfOrganisation is what replacing the organisation by another tree touches: every enhed mapped to a unit that is new, gone or
// otherwise (old data may have two with one KOMBIT id, R073), and everything where it is the default unit (R007). In a fixed order.
func (g *Grundlag) BeroertAfOrganisation(tree *organisation.Trae) []Beroert {
	difference := organisation.Diff(g.Organisation, tree)
	otherwise := make(map[oio.UUID]bool)
	var touched []Beroert
	for _, set := range [][]*organisation.Enhed{difference.Nye, difference.Fjernet, difference.Aendret} {
		for _, unit := range set {
			otherwise[unit.UUID] = true
			if unit.UUID == g.Policy.DefaultEnhed {
				touched = append(touched, Beroert{Slags: BeroertAlt})
			}
		}
	}
	g.Mapping.Alle(mapping.Enhed, func(d mapping.Beslutning) {
		if otherwise[d.Valg.Kombit] {
			touched = append(touched, BeroertAfValg(mapping.Enhed, d.ID))
		}
	})
	return ordered(touched)
}

// BeroertAfKLE is what a newer plan touches: the marked sagstyper whose class reads otherwise in it. A number that leaves changes nothing
// that is sent already (R003). In a fixed order.
func (g *Grundlag) BeroertAfKLE(plan *kle.Plan) []Beroert {
	var touched []Beroert
	g.Mapping.Alle(mapping.Sagstype, func(d mapping.Beslutning) {
		now, found := plan.Find(d.Valg.KLE)
		if !found {
			return
		}
		if was, known := g.KLE.Find(d.Valg.KLE); !known || was.Titel != now.Titel || was.UUID != now.UUID {
			touched = append(touched, Beroert{Slags: BeroertSagstype, ID: d.ID})
		}
	})
	return ordered(touched)
}

func ordered(touched []Beroert) []Beroert {
	slices.SortFunc(touched, func(a, b Beroert) int { return strings.Compare(string(a.Slags)+"/"+a.ID, string(b.Slags)+"/"+b.ID) })
	return touched
}

// Under lists an enhed and every unit below it, level by level and by id: a change of its KOMBIT id or place reaches them all through the
// upward lookup (R071).
func (g *Grundlag) Under(enhed string) []string {
	children := make(map[string][]string)
	for id, e := range g.Enheder {
		children[e.Overordnet] = append(children[e.Overordnet], id)
	}
	for _, below := range children {
		slices.Sort(below)
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
