package ydelsehent

import (
	"slices"
	"strings"

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
	kle        udtryk
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
				limit := graense{kle: nytUdtryk(a.KLEDataAfgr)}
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
			return (l.foelsomhed == 0 || sensitivity <= l.foelsomhed) && l.kle.rammer(kle) && (len(l.systemer) == 0 || slices.Contains(l.systemer, b.System.UUID.String()))
		})
	})
}

// udtryk is a list of KLE numbers, wholes and intervals: «27.*, 32.*-34.*» (05a §1.9). Nil hits everything.
type udtryk []interval

type interval struct{ fra, til string }

func nytUdtryk(s *string) udtryk {
	if s == nil {
		return nil
	}
	made := udtryk{}
	for piece := range strings.SplitSeq(*s, ",") {
		low, high, both := strings.Cut(strings.TrimSpace(piece), "-")
		if !both {
			high = low
		}
		made = append(made, interval{ende(strings.TrimSpace(low), "00"), ende(strings.TrimSpace(high), "99")})
	}
	return made
}

// ende is the first or last six-digit number that a piece of an expression stands for.
func ende(piece, fill string) string {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSuffix(piece, "*"), "."), ".")
	if parts[0] == "" {
		parts = nil
	}
	for len(parts) < 3 {
		parts = append(parts, fill)
	}
	return strings.Join(parts, ".")
}

func (u udtryk) rammer(number string) bool {
	return u == nil || slices.ContainsFunc(u, func(i interval) bool { return i.fra <= number && number <= i.til })
}
