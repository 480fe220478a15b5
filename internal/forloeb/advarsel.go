package forloeb

import (
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// advarsler are the wrong orders of the deck, at the step where they were made.
func (h *Forhold) advarsler(nr Nr) []Advarsel {
	var all []Advarsel
	warn := func(is bool, a Advarsel) {
		if is {
			all = append(all, a)
		}
	}
	untyped, lost := h.Flyveliste.Antal(rules.PunktYdelser), h.Flyveliste.Antal(rules.PunktEnheder) // under marked sagstyper
	_, signed := h.Fakta.Dag(program.TrinA, "")
	switch nr {
	case Sagstyper:
		warn(untyped > 0, Advarsel{"R006", sprog.Antal(untyped, "ydelse", "ydelser") + " under opmærkede sagstyper mangler type. Ydelser skal knyttes, før sagstypen får KLE-nummer; deres bevillinger holdes tilbage.", "ydelser under marked sagstyper have no type"})
		warn(lost > 0, Advarsel{"R007", sprog.Antal(lost, "enhed", "enheder") + " med sager kan ikke findes. Enheder skal knyttes, før sagstypen får KLE-nummer; deres sager holdes tilbage.", "units with cases of marked sagstyper resolve to nothing"})
	case Eksport:
		warn(h.Aktiv && !signed, Advarsel{"R093", "Eksporter sager er aktiv, men rollerne i SAPA er ikke gennemgået. Gennemgå dem med det samme.", "the export is active although step A is not signed off"})
		for _, p := range h.Flyveliste {
			warn(p.Noegle == "varsel" && p.Lys == rules.Gul, Advarsel{"R092", p.Navn + ": " + p.Dansk, p.English})
		}
	case Dataafgraensing:
		warn(h.SAPA && !signed, Advarsel{"R117", "SAPA er åbnet for omsorgssystemet, før rollerne er gennemgået. Gennemgå dem med det samme.", "SAPA is opened although step A is not signed off"})
	case Aabning:
		warn(h.SAPA && !h.Aktiv, Advarsel{"R120", "Der er åbnet i SAPA, men Eksporter sager er ikke aktiv: der er intet at se endnu.", "SAPA is opened, but nothing is exported"})
	}
	return all
}
