package enhedsvalg

import (
	"cmp"
	"slices"

	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// Model is what a way of mapping means on this municipality's own tree (R075).
type Model struct {
	Nummer   int // 1 detailed, 2 high up, 0 as it is now
	Sager    int // cases there are
	Praecise int // cases whose readers get a precise contact
	Fundet   int // cases that resolve to a unit at all
	Enheder  int // enheder with a KOMBIT id: what must be kept up
}

// Andel is the share of cases with a precise contact, 0 to 1; 1 when there are no cases.
func (m Model) Andel() float64 {
	if m.Sager == 0 {
		return 1
	}
	return float64(m.Praecise) / float64(m.Sager)
}

// Modeller gives the figures of model 1 and model 2, in this order.
//
// A case has a precise contact when the unit that stands on it is the enhed's own partner in FK Organisation, or that of the enhed
// right above it, and that unit can itself be reached (telephone or e-mail). A unit two or more levels up knows that the
// citizen has a case somewhere below, not more.
//
// Model 1 is every sagsansvarlig enhed with the unit chosen for it, or else the likeliest free one (score Antaget or better), and
// whatever else is mapped today. Model 2 is the enheder at the top of the care record's tree alone; where one has no partner,
// those right below it.
func Modeller(g *projection.Grundlag, tal *projection.Optaelling) [2]Model {
	return New(g).Modeller(tal)
}

// Modeller is the function of that name for a Vaelger that is there already.
func (v *Vaelger) Modeller(tal *projection.Optaelling) [2]Model {
	return [2]Model{v.regn(1, v.detaljeret(), tal), v.regn(2, v.overordnet(), tal)}
}

// Nu is the figures of what is mapped now.
func (v *Vaelger) Nu(tal *projection.Optaelling) Model { return v.regn(0, v.valgte(), tal) }

// valgte is what is mapped to a unit in use.
func (v *Vaelger) valgte() map[string]oio.UUID {
	chosen := map[string]oio.UUID{}
	v.g.Mapping.Alle(mapping.Enhed, func(b mapping.Beslutning) {
		_, known := v.g.Enheder[b.ID]
		if unit, found := v.g.Organisation.Find(b.Valg.Kombit); known && found && unit.Aktiv() {
			chosen[b.ID] = b.Valg.Kombit
		}
	})
	return chosen
}

// detaljeret adds to what is mapped the likeliest unit of each sagsansvarlig enhed without one; the surest first, each unit once.
func (v *Vaelger) detaljeret() map[string]oio.UUID {
	chosen := v.valgte()
	type pair struct {
		id    string
		uuid  oio.UUID
		score float64
	}
	var pairs []pair
	for id, e := range v.g.Enheder {
		if _, mapped := chosen[id]; mapped || !e.Sagsansvarlig {
			continue
		}
		for _, f := range v.Foreslaa(id, 3) {
			if f.OptagetAf == "" && f.Score >= Antaget {
				pairs = append(pairs, pair{id, f.Enhed.UUID, f.Score})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	used := map[oio.UUID]bool{}
	for _, p := range pairs {
		if _, mapped := chosen[p.id]; !mapped && !used[p.uuid] {
			chosen[p.id], used[p.uuid] = p.uuid, true
		}
	}
	return chosen
}

// overordnet is one unit for each tree of the care record, or a few where the top has none.
func (v *Vaelger) overordnet() map[string]oio.UUID {
	chosen := map[string]oio.UUID{}
	for id, e := range v.g.Enheder {
		if !v.top(e) || !v.ansvarligUnder(id) {
			continue
		}
		if v.medPartner(chosen, id) {
			continue
		}
		for _, child := range v.boern[id] {
			v.medPartner(chosen, child)
		}
	}
	return chosen
}

// medPartner adds an enhed with the unit chosen for it, or the likeliest.
func (v *Vaelger) medPartner(chosen map[string]oio.UUID, id string) bool {
	uuid := v.g.Mapping.Valg(mapping.Enhed, id).Kombit
	if unit, found := v.g.Organisation.Find(uuid); found && unit.Aktiv() {
		chosen[id] = uuid
		return true
	}
	best, is := v.bedste(id)
	if is {
		chosen[id] = best.Enhed.UUID
	}
	return is
}

// regn counts cases under a mapping.
func (v *Vaelger) regn(nummer int, chosen map[string]oio.UUID, tal *projection.Optaelling) Model {
	m := Model{Nummer: nummer, Enheder: len(chosen)}
	for id, t := range tal.Enheder {
		m.Sager += t.Sager
		uuid, steps, found := v.opad(chosen, id)
		if !found {
			continue
		}
		m.Fundet += t.Sager
		if unit, _ := v.g.Organisation.Find(uuid); steps <= 1 && unit.Kontakt() {
			m.Praecise += t.Sager
		}
	}
	return m
}

// opad resolves an enhed upwards under a mapping: the unit, and how many levels above the enhed it was found.
func (v *Vaelger) opad(chosen map[string]oio.UUID, id string) (oio.UUID, int, bool) {
	at := id
	for steps := 0; steps <= len(v.g.Enheder); steps++ {
		e, known := v.g.Enheder[at]
		if !known {
			break
		}
		if uuid, some := chosen[at]; some {
			return uuid, steps, true
		}
		at = e.Overordnet
	}
	return oio.UUID{}, 0, false
}

// Rammer is what a choice for an enhed touches: the enheder whose lookup goes through it now or would then, itself first, and what
// they stand for together. Enheder below with a KOMBIT id of their own, or under one that has, are not touched (R071).
func (v *Vaelger) Rammer(id string, tal *projection.Optaelling) (projection.Tal, []string) {
	var sum projection.Tal
	touched := []string{id}
	seen := map[string]bool{id: true}
	for i := 0; i < len(touched); i++ {
		sum = sum.Plus(tal.Enheder[touched[i]])
		for _, child := range v.boern[touched[i]] {
			if !seen[child] && v.g.Mapping.Valg(mapping.Enhed, child).Kombit.IsZero() {
				seen[child] = true
				touched = append(touched, child)
			}
		}
	}
	return sum, touched
}
