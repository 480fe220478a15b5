package sdi

import (
	"strings"
	"time"

	"indeksbro/internal/oio"
)

// RolleVisningsklasse is our stand-in for a role that is not published (SF1470 §3): a class that says who must not be shown the case.
var RolleVisningsklasse = oio.NameUUID("rolle/Sagsklasse/Visningsklasse")

// UndtagetBorger reports whether a case is marked so that the citizen herself is not shown it (06 B15): a Visningsklasse in force, known
// by its role or, since the role's identity is not published, by the title of its facet or its own.
func UndtagetBorger(m *Sag, now time.Time) bool {
	for i := range m.Registrering {
		for j := range m.Registrering[i].RelationListe.Sagsklasse {
			r := &m.Registrering[i].RelationListe.Sagsklasse[j]
			if !gaelder(r.Virkning, now) {
				continue
			}
			if r.Rolle != nil && strings.EqualFold(vaerdi(r.Rolle.UUIDIdentifikator), RolleVisningsklasse.String()) {
				return true
			}
			for e := range udvidelser[SagsklasseUdvidelse](r.LokalUdvidelseListe) {
				if strings.EqualFold(vaerdi(e.Facettitel), "Visningsklasse") || strings.HasPrefix(strings.ToLower(vaerdi(e.Klassetitel)), "visning undtaget") {
					return true
				}
			}
		}
	}
	return false
}
