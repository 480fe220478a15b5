package ydelsehent

import (
	"slices"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// rettighed is what the end user may see, as the caller tells it from her token: groups, of which one must allow (05a §1.9). A group
// without limits allows all that the caller's own agreement does.
type rettighed []gruppe

type gruppe struct {
	ejere    []string
	graenser []graense
}

// graense is one combination of limits; nil and zero do not limit.
type graense struct {
	foelsomhed oio.Foelsomhed
	kle        adgang.Emner // nil does not limit
	systemer   []string
}

func nyRettighed(l *RettighedListe) rettighed {
	var made rettighed
	for i := range l.BevillingDataAfgrGruppe {
		g := &l.BevillingDataAfgrGruppe[i]
		var one gruppe
		if g.MyndighedDataAfgrListe != nil {
			one.ejere = g.MyndighedDataAfgrListe.VirksomhedCVRNummer
		}
		if g.BevillingAfgrListe != nil {
			for _, a := range g.BevillingAfgrListe.BevillingDataAfgr {
				limit := graense{kle: emner(a.KLEDataAfgr)}
				if a.BevillingFoelsomhed != nil && *a.BevillingFoelsomhed != "" {
					limit.foelsomhed, _ = oio.ParseFoelsomhed(*a.BevillingFoelsomhed)
				}
				if a.SystemDataAfgr != nil {
					limit.systemer = strings.FieldsFunc(*a.SystemDataAfgr, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
				}
				one.graenser = append(one.graenser, limit)
			}
		}
		made = append(made, one)
	}
	return made
}

// maaSe holds a grant against the groups: its owner, its sensitivity (not stated counts as the highest), its system, and the KLE
// number of one granted service.
func (r rettighed) maaSe(b *oio.Bevilling, kle string) bool {
	sensitivity := b.Foelsomhed
	if sensitivity == 0 {
		sensitivity = oio.VIP
	}
	return slices.ContainsFunc(r, func(g gruppe) bool {
		if len(g.ejere) > 0 && !slices.Contains(g.ejere, string(b.Ejer.CVR)) {
			return false
		}
		return len(g.graenser) == 0 || slices.ContainsFunc(g.graenser, func(l graense) bool {
			return (l.foelsomhed == 0 || sensitivity <= l.foelsomhed) && har(l.kle, kle) && (len(l.systemer) == 0 || slices.Contains(l.systemer, b.System.UUID.String()))
		})
	})
}

// emner is a list of KLE numbers; nil does not limit, and what cannot be read, though the schema let it through, is nothing.
func emner(text *string) adgang.Emner {
	if text == nil {
		return nil
	}
	set, err := adgang.ParseEmner(*text)
	if err != nil {
		return adgang.Emner{}
	}
	return set
}

// har reports whether a number lies in a set that may be no limit at all.
func har(e adgang.Emner, number string) bool { return e == nil || e.Har(number) }

// Rettigheder tells what somebody may see, as the caller of the service passes it on (05a §1.9): one group for each of hers, within the systems
// that are opened. Units cannot be told here; who reads the answer holds them against it, as with a Sikkerhedsprofil (06 §1.5).
func Rettigheder(u *adgang.Udsnit) RettighedListe {
	var l RettighedListe
	owners := &MyndighedDataAfgrListe{VirksomhedCVRNummer: []string{string(u.Kommune)}}
	add := func(limits ...BevillingDataAfgr) {
		l.BevillingDataAfgrGruppe = append(l.BevillingDataAfgrGruppe, BevillingDataAfgrGruppe{MyndighedDataAfgrListe: owners, BevillingAfgrListe: &BevillingAfgrListe{BevillingDataAfgr: limits}})
	}
	for i := range u.Grupper {
		g := &u.Grupper[i]
		if g.Lukket != "" || g.Kommune != u.Kommune {
			continue
		}
		var limit BevillingDataAfgr
		if g.KLE != nil {
			limit.KLEDataAfgr = valgfri(g.KLE.String())
		}
		if g.Foelsomhed != 0 {
			limit.BevillingFoelsomhed = valgfri(g.Foelsomhed.String())
		}
		if systems, limited := faelles(u.Systemer, g.Systemer); limited {
			limit.SystemDataAfgr = valgfri(systems)
		}
		add(limit)
	}
	if len(l.BevillingDataAfgrGruppe) == 0 { // the schema wants a group; this one lets nothing through
		add(BevillingDataAfgr{KLEDataAfgr: valgfri(adgang.Intet)})
	}
	return l
}

// faelles are the systems that both lists let through, nil being no limit; a system that nobody has where there are none.
func faelles(opened, own []oio.UUID) (text string, limited bool) {
	if opened == nil && own == nil {
		return "", false
	}
	var both []string
	for _, id := range slices.Concat(opened, own) {
		if (opened == nil || slices.Contains(opened, id)) && (own == nil || slices.Contains(own, id)) && !slices.Contains(both, id.String()) {
			both = append(both, id.String())
		}
	}
	if len(both) == 0 {
		both = []string{oio.UUID{}.String()}
	}
	return strings.Join(both, ","), true
}
