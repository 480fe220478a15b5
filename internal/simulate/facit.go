package simulate

import (
	"indeksbro/internal/oio"
)

// facit is what is right in a scenario: what every case and grant should look like to the readers when nobody has made a
// mistake. It knows the world, not the decisions.
type facit struct {
	fra     map[string]int      // sagstype: the first day its cases are to be seen; absent: never
	typer   map[string]string   // ydelse: its right type; absent: its grants are never to be seen
	enheder map[string]oio.UUID // enhed: the unit it is in FK Organisation
}

// sag holds what is shown of a case, or nil, against what is right.
func (f *facit) sag(k *kilde, id string, dag int, vist *oio.Sag) []Fejl {
	s := k.sager[id]
	switch should := f.skalVises(s.Sagstype, dag); {
	case should && vist == nil:
		return []Fejl{Mangler}
	case !should && vist != nil:
		return []Fejl{SkalIkkeVaere}
	case vist != nil && vist.Ansvarlig.UUID != f.enheder[s.Enhed]:
		return []Fejl{ForkertEnhed}
	}
	return nil
}

// bevilling holds what is shown of a grant, or nil, against what is right.
func (f *facit) bevilling(k *kilde, id string, dag int, vist *oio.Bevilling) []Fejl {
	b := k.bevillinger[id]
	s := k.sager[b.Sag]
	right, citizens := f.typer[b.Ydelse]
	switch should := citizens && f.skalVises(s.Sagstype, dag); {
	case should && vist == nil:
		return []Fejl{Mangler}
	case !should && vist != nil:
		return []Fejl{SkalIkkeVaere}
	case vist == nil:
		return nil
	}
	var faults []Fejl
	switch vist.Ydelsestype.Noegle {
	case right:
	case "":
		faults = append(faults, ManglerType)
	default:
		faults = append(faults, ForkertType)
	}
	if vist.Ansvarlig.UUID != f.enheder[firstText(b.Enhed, s.Enhed)] {
		faults = append(faults, ForkertEnhed)
	}
	return faults
}

func (f *facit) skalVises(sagstype string, dag int) bool {
	from, ever := f.fra[sagstype]
	return ever && dag >= from
}
