package enhedsvalg

import (
	"fmt"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

// Nummer is one of the three situations of model 1 (R076).
type Nummer int

// The situations.
const (
	SammeEnhed Nummer = 1 // in both, by the same name: map
	AndetNavn  Nummer = 2 // in both, by another name: map, and propose the name
	FindesIkke Nummer = 3 // not in FK Organisation: uses the unit above, or ask for its creation
)

// Situation is which of the three an enhed is in, and what to do about it (R076).
type Situation struct {
	Nummer    Nummer
	Enhed     *organisation.Enhed // the partner: chosen, or the likeliest; nil in situation 3
	Valgt     bool                // it has been chosen
	Navn      string              // the name to propose in the care record; empty: it has it already (6.5)
	Opad      projection.Enhedsopslag
	Anmodning string // situation 3: a text that asks for the unit in FK Organisation
}

// Situation places an enhed; opad is what it resolves to now (Grundlag.Enhed), tal what it stands for.
func (v *Vaelger) Situation(id string, opad projection.Enhedsopslag, tal projection.Tal) Situation {
	e, known := v.g.Enheder[id]
	if !known {
		return Situation{Nummer: FindesIkke, Opad: opad}
	}
	s := Situation{Opad: opad}
	if unit, found := v.g.Organisation.Find(v.g.Mapping.Valg(mapping.Enhed, id).Kombit); found && unit.Aktiv() {
		s.Enhed, s.Valgt = unit, true
	} else if best, is := v.bedste(id); is {
		s.Enhed = best.Enhed
	}
	switch {
	case s.Enhed == nil:
		s.Nummer, s.Anmodning = FindesIkke, v.anmodning(e, opad, tal)
	case tag(s.Enhed.Navn, v.uden).form == v.navne[id].form:
		s.Nummer = SammeEnhed
	default:
		s.Nummer = AndetNavn
	}
	if s.Enhed != nil && strings.TrimSpace(s.Enhed.Navn) != strings.TrimSpace(e.Navn) {
		s.Navn = s.Enhed.Navn
	}
	return s
}

// bedste is the likeliest free unit, when it is likelier than not.
func (v *Vaelger) bedste(id string) (Forslag, bool) {
	for _, f := range v.Foreslaa(id, 3) {
		if f.OptagetAf == "" && f.Score >= Antaget {
			return f, true
		}
	}
	return Forslag{}, false
}

func (v *Vaelger) anmodning(e *eoj.Enhed, opad projection.Enhedsopslag, tal projection.Tal) string {
	place := ""
	if sted := v.sted(e); sted.over != nil {
		place = fmt.Sprintf(" under »%s«", sted.over.Navn)
	}
	text := fmt.Sprintf("Enheden »%s« findes i omsorgssystemet, men ikke i FK Organisation. Vil du oprette den%s og give os dens UUID?", e.Navn, place)
	if tal.Sager > 0 {
		text += fmt.Sprintf(" Den er ansvarlig for %d sager.", tal.Sager)
	}
	if e.PNummer != "" {
		text += " P-nummer: " + e.PNummer + "."
	}
	if opad.Enhed != nil {
		text += fmt.Sprintf(" Indtil da står »%s« på sagerne.", opad.Enhed.Navn)
	}
	return text
}

// Usynlig is whether an invisible enhed is to be mapped (R077), and why in Danish.
type Usynlig struct {
	Skal    bool
	Hvorfor string
}

// Usynlig judges an invisible enhed: it is mapped when it has been responsible, something granted is still active, and the unit
// exists. Active is a grant that runs or a case that is open, for readers meet the unit's name on both.
func (v *Vaelger) Usynlig(id string, tal projection.Tal) Usynlig {
	switch {
	case tal.Sager+tal.Bevillinger == 0:
		return Usynlig{false, "Den har ikke været ansvarlig for nogen sag."}
	case tal.Loebende+tal.Aktive == 0:
		return Usynlig{false, "Alt, den har været ansvarlig for, er afsluttet."}
	}
	if !v.g.Mapping.Valg(mapping.Enhed, id).Kombit.IsZero() {
		return Usynlig{true, "Den er ansvarlig for noget, der stadig er aktivt, og den findes i FK Organisation."}
	}
	if _, exists := v.bedste(id); !exists {
		return Usynlig{false, "Den findes ikke i FK Organisation, så sagerne bruger enheden over den."}
	}
	return Usynlig{true, "Den er ansvarlig for noget, der stadig er aktivt, og den findes nok i FK Organisation."}
}

// Arbejde reports whether an enhed belongs in the work list: somebody should see whether it is in FK Organisation. Only
// sagsansvarlige do (R070), invisible ones only when they still matter (R077), and under model 2 only the units at the top that
// stand for them all (R075).
func (v *Vaelger) Arbejde(model int, id string, tal projection.Tal) bool {
	e, known := v.g.Enheder[id]
	switch {
	case !known:
		return false
	case model == 2:
		return v.top(e) && v.ansvarligUnder(id)
	case e.Usynlig:
		return e.Sagsansvarlig && v.Usynlig(id, tal).Skal
	}
	return e.Sagsansvarlig
}

// top reports whether nothing known lies above an enhed.
func (v *Vaelger) top(e *eoj.Enhed) bool {
	_, known := v.g.Enheder[e.Overordnet]
	return !known
}

// ansvarligUnder reports whether an enhed or one below it is sagsansvarlig.
func (v *Vaelger) ansvarligUnder(id string) bool {
	queue, seen := []string{id}, map[string]bool{id: true}
	for i := 0; i < len(queue); i++ {
		if v.g.Enheder[queue[i]].Sagsansvarlig {
			return true
		}
		for _, child := range v.boern[queue[i]] {
			if !seen[child] {
				seen[child] = true
				queue = append(queue, child)
			}
		}
	}
	return false
}
