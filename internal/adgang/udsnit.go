package adgang

import (
	"slices"

	"indeksbro/internal/oio"
)

// Udsnit is what of a municipality's objects one log-in may see: the union of its groups, within the source systems that are opened (R111).
// It is worked out once per request, becomes a condition of the query, and is held against each object once more.
type Udsnit struct {
	Kommune  oio.CVR
	Grupper  []Gruppe
	Systemer []oio.UUID // opened for the reader; nil: all, for those who are no reader, such as the citizen herself
	Bruger   oio.UUID   // of the person, for a Sikkerhedsprofil; zero: not known
	Aaben    bool       // no groups are asked: the citizen herself, or the municipality's own exporter
}

// Alt is the view of somebody who is not limited by groups.
func Alt(kommune oio.CVR) Udsnit { return Udsnit{Kommune: kommune, Aaben: true} }

// NytUdsnit is the view that a right gives at an authority. opened are the source systems opened for the reader (R111).
func NytUdsnit(groups []Gruppe, r Ret, kommune oio.CVR, opened []oio.UUID) Udsnit {
	u := Udsnit{Kommune: kommune, Systemer: opened}
	if u.Systemer == nil {
		u.Systemer = []oio.UUID{}
	}
	for i := range groups {
		if groups[i].Har(r, kommune) {
			u.Grupper = append(u.Grupper, groups[i])
		}
	}
	return u
}

// Saet makes the view a person's, by her user id. One without an identity in FK Organisation is in no Sikkerhedsprofil.
func (u *Udsnit) Saet(bruger string) { u.Bruger, _ = oio.ParseUUID(bruger) }

// Tomt reports whether nothing at all can be seen.
func (u *Udsnit) Tomt() bool {
	return !u.Aaben && (len(u.Grupper) == 0 || u.Systemer != nil && len(u.Systemer) == 0)
}

// Ser reports whether an object may be seen, and by which group (06 §1.5).
func (u *Udsnit) Ser(e Egenskaber) (bool, *Gruppe) {
	if u.Systemer != nil && !slices.Contains(u.Systemer, e.System) {
		return false, nil
	}
	if u.Aaben { // also what names no owner, or another: whoever is not limited by groups sees all of the municipality's index
		return true, nil
	}
	for i := range u.Grupper {
		if u.Grupper[i].Ser(e) && u.profil(&u.Grupper[i], e.Profil) {
			return true, &u.Grupper[i]
		}
	}
	return false, nil
}

// profil holds a Sikkerhedsprofil against the person and the units she works for.
func (u *Udsnit) profil(g *Gruppe, profile []oio.UUID) bool {
	return len(profile) == 0 || !u.Bruger.IsZero() && slices.Contains(profile, u.Bruger) ||
		slices.ContainsFunc(g.Enheder, func(unit oio.UUID) bool { return slices.Contains(profile, unit) })
}
