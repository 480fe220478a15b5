package enhedsvalg

import (
	"fmt"
	"math"

	"indeksbro/internal/eoj"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/rules"
)

// What each sign is worth, on the scale of log odds. The sum of a name, alone, says 1 % for nothing in common and 88 % for all.
// TestScoresAreCalibrated holds them against trees where the answer is known.
const (
	grund         = -4.4
	perLighed     = 6.3
	sammeNavn     = 0.9
	sammePNummer  = 4.5
	andetPNummer  = -2.5
	sammeCVR      = 0.3
	andetCVR      = -2.0
	lige          = 1.2 // right under the partner of the enhed above
	under         = 0.7 // somewhere under it
	andetSted     = -1.0
	sammeBoern    = 0.9
	navnebror     = -0.9 // another enhed has the same name
	optagetAfEn   = -3.0
	kraevet       = -2.0 // another enhed, not mapped yet, has the unit's name
	sikrest       = 0.98 // no sign is surer than a person
	mindsteLighed = 0.22 // below, a name is no sign at all
)

// plads is where an enhed lies, seen from FK Organisation.
type plads struct {
	over   *organisation.Enhed // partner of the nearest enhed above that has one; nil: none
	direct bool                // it is the one right above
}

// sted finds the place of an enhed.
func (v *Vaelger) sted(e *eoj.Enhed) plads {
	at := e.Overordnet
	for steps := 0; at != "" && steps <= len(v.g.Enheder); steps++ {
		if uuid, some := v.partner[at]; some {
			if unit, found := v.g.Organisation.Find(uuid); found {
				return plads{over: unit, direct: at == e.Overordnet}
			}
		}
		above, known := v.g.Enheder[at]
		if !known {
			break
		}
		at = above.Overordnet
	}
	return plads{}
}

// vurdering gathers signs.
type vurdering struct {
	z      float64
	grunde []string
}

func (s *vurdering) tegn(z float64, grund string) {
	s.z += z
	if grund != "" {
		s.grunde = append(s.grunde, grund)
	}
}

// vurder weighs one unit for one enhed; false when there is nothing to be said for it.
func (v *Vaelger) vurder(e *eoj.Enhed, u *kandidat, sted plads) (Forslag, bool) {
	s := vurdering{z: grund}
	name := v.navne[e.ID]
	alike := lighed(name, &u.navn)
	samePNummer := e.PNummer != "" && e.PNummer == u.enhed.PNummer
	if samePNummer {
		s.tegn(sammePNummer, "samme P-nummer")
	} else if e.PNummer != "" && u.enhed.PNummer != "" {
		s.tegn(andetPNummer, "")
	}
	s.z += perLighed * alike
	switch {
	case alike == 1 && e.Navn == u.enhed.Navn:
		s.tegn(sammeNavn, "samme navn")
	case alike == 1:
		s.tegn(sammeNavn, "samme navn, skrevet anderledes")
	case alike >= mindsteLighed:
		s.tegn(0, fmt.Sprintf("ligner: »%s«", u.enhed.Navn))
	}
	v.tegnSted(&s, u.enhed, sted)
	if e.CVR != "" && u.enhed.CVR != "" {
		if e.CVR == string(u.enhed.CVR) {
			s.tegn(sammeCVR, "samme CVR-nummer")
		} else {
			s.tegn(andetCVR, "")
		}
	}
	v.tegnBoern(&s, e.ID, u.enhed.UUID)
	if v.ens[name.form] > 1 {
		s.tegn(navnebror, fmt.Sprintf("men %d enheder hedder det samme", v.ens[name.form]))
	}
	f := Forslag{Enhed: u.enhed}
	if holder, taken := v.optaget[u.enhed.UUID]; taken && holder != e.ID {
		f.OptagetAf, f.Faelles = holder, rules.FaellesOverordnet(v.g, holder, e.ID)
		s.z += optagetAfEn
	}
	if other, claimed := v.krav[u.enhed.UUID]; claimed && other != e.ID && !samePNummer {
		s.tegn(kraevet, fmt.Sprintf("men enheden »%s« hedder det samme", v.g.Enheder[other].Navn))
	}
	f.Score, f.Begrundelse = min(sikrest, 1/(1+math.Exp(-s.z))), s.grunde
	return f, samePNummer || alike >= mindsteLighed
}

func (v *Vaelger) tegnSted(s *vurdering, u *organisation.Enhed, sted plads) {
	if sted.over == nil || u.UUID == sted.over.UUID {
		return
	}
	switch way := v.vej(u, sted.over.UUID); {
	case way == 1 && sted.direct:
		s.tegn(lige, fmt.Sprintf("samme plads i træet (under »%s«)", sted.over.Navn))
	case way > 0:
		s.tegn(under, fmt.Sprintf("samme plads i træet (under »%s«)", sted.over.Navn))
	default:
		s.tegn(andetSted, fmt.Sprintf("men et andet sted i træet (ikke under »%s«)", sted.over.Navn))
	}
}

// vej is how many steps a unit lies below another; 0: it does not.
func (v *Vaelger) vej(u *organisation.Enhed, over oio.UUID) int {
	at := u.Overordnet
	for steps := 1; !at.IsZero() && steps <= v.g.Organisation.Len(); steps++ {
		if at == over {
			return steps
		}
		above, found := v.g.Organisation.Find(at)
		if !found {
			return 0
		}
		at = above.Overordnet
	}
	return 0
}

// tegnBoern looks at what lies below both.
func (v *Vaelger) tegnBoern(s *vurdering, id string, u oio.UUID) {
	mine, yours := v.boern[id], v.boernFK[u]
	if len(mine) == 0 || len(yours) == 0 {
		return
	}
	same := 0
	for _, child := range mine {
		for _, i := range yours {
			if v.partner[child] == v.units[i].enhed.UUID || v.navne[child].form == v.units[i].navn.form {
				same++
				break
			}
		}
	}
	if same > 0 {
		s.tegn(sammeBoern*float64(same)/float64(len(mine)), "samme enheder under sig")
	}
}
