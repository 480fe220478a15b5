package adgang

import (
	"strings"

	"indeksbro/internal/oio"
)

// Roller is what somebody is here, as a set: a person may be several (R124).
type Roller uint16

// The roles.
const (
	Borger            Roller = 1 << iota // a citizen, at her own page
	Sagsbehandler                        // a caseworker, at SAPA's overview
	CuraAdministrator                    // marks and maps
	OrgAdministrator                     // maps units to FK Organisation
	Borgerblikejer                       // owns what citizens see
	SapaAdministrator                    // owns what caseworkers see, and the log
	Programleder                         // sees every municipality's state and no citizen
	Leverandoeren                        // a vendor: messages and traffic
	Verifikator                          // sees a citizen's page as she would
)

// Ingen is nobody in particular.
const Ingen Roller = 0

// rollenavne are the roles' words, in logs and cookies, and for people.
var rollenavne = []struct {
	rolle     Roller
	ord, navn string
	ret       Ret
}{
	{Borger, "borger", "Borger", ""},
	{Sagsbehandler, "sagsbehandler", "Sagsbehandler", Opslag},
	{CuraAdministrator, "administrator", "Cura-administrator", Cura},
	{OrgAdministrator, "organisation", "FK Organisation-administrator", FKOrganisation},
	{Borgerblikejer, "borgerblik", "Systemejer for Borgerblikket", Borgerblik},
	{SapaAdministrator, "sapa", "SAPA-administrator", Sapa},
	{Programleder, "programleder", "Programleder", Program},
	{Leverandoeren, "leverandoer", "Leverandør", Leverandoer},
	{Verifikator, "verifikation", "Ser siden som borgeren", Verifikation},
}

// Programfolk are those who walk the programme's way, or follow it (R124).
const Programfolk = CuraAdministrator | OrgAdministrator | Borgerblikejer | SapaAdministrator | Programleder | Leverandoeren

// AlleRoller is every role there is.
const AlleRoller = Borger | Sagsbehandler | CuraAdministrator | OrgAdministrator | Borgerblikejer | SapaAdministrator | Programleder | Leverandoeren | Verifikator

// Er reports whether somebody is at least one of the given.
func (r Roller) Er(any Roller) bool { return r&any != 0 }

// String is the words of the roles with a plus between, as logs have them.
func (r Roller) String() string {
	return r.join("+", "ingen", func(i int) string { return rollenavne[i].ord })
}

// Navn is the roles' names for people.
func (r Roller) Navn() string {
	return r.join(", ", "ingen", func(i int) string { return rollenavne[i].navn })
}

func (r Roller) join(between, none string, word func(int) string) string {
	var words []string
	for i, one := range rollenavne {
		if r.Er(one.rolle) {
			words = append(words, word(i))
		}
	}
	if len(words) == 0 {
		return none
	}
	return strings.Join(words, between)
}

// Enkeltvis is each role of the set by itself.
func (r Roller) Enkeltvis() []Roller {
	var each []Roller
	for _, one := range rollenavne {
		if r.Er(one.rolle) {
			each = append(each, one.rolle)
		}
	}
	return each
}

// ParseRoller is the inverse of String; words nobody knows give nothing.
func ParseRoller(text string) Roller {
	var set Roller
	for word := range strings.SplitSeq(text, "+") {
		for _, one := range rollenavne {
			if one.ord == word {
				set |= one.rolle
			}
		}
	}
	return set
}

// RollerAf are the roles that the rights of groups make at an authority.
func RollerAf(groups []Gruppe, kommune oio.CVR) Roller {
	var set Roller
	for i := range groups {
		for _, one := range rollenavne {
			if one.ret != "" && groups[i].Har(one.ret, kommune) {
				set |= one.rolle
			}
		}
	}
	return set
}
