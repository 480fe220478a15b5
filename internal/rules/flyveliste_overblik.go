package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/borger/sprog"
)

// Daekning is how much of what is sent by has been settled: shares of the citizens behind it, 0 to 1 (R104).
type Daekning struct{ Sagstyper, Ydelser, Enheder float64 }

// Keys of the lines that tell and never stand in the way.
const (
	PunktFund     = "fund"
	PunktDaekning = "daekning"
)

// fund counts the open errors by rule.
func (a Afgang) fund() Punkt {
	p := Punkt{Noegle: PunktFund, Regel: "R028", Navn: "Fejl i mapningen", Hvem: "EOJ-administratoren", Adresse: "/vaerksted/fund?alvor=fejl"}
	byRule := map[string]int{}
	for i := range a.Fund {
		if f := &a.Fund[i]; f.Alvor == Fejl && f.Trods == "" {
			byRule[f.Regel]++
			p.Antal++
		}
	}
	if p.Antal == 0 {
		return p.groen("Ingen åbne fejl.", "no open errors")
	}
	var said []string
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		said = append(said, rule+": "+strconv.Itoa(byRule[rule]))
	}
	return p.gul(sprog.Antal(p.Antal, "åben fejl", "åbne fejl")+" ("+strings.Join(said, ", ")+").", fmt.Sprintf("%d open errors (%s)", p.Antal, strings.Join(said, ", ")))
}

// daekning is how much has been settled.
func (a Afgang) daekning() Punkt {
	p := Punkt{Noegle: PunktDaekning, Regel: "R104", Navn: "Dækning", Hvem: "EOJ-administratoren", Adresse: "/vaerksted"}
	share := func(f float64) int { return min(100, int(100*f)) }
	d := a.Daekning
	said := fmt.Sprintf("Afgjort for borgerne: sagstyper %d %%, ydelser %d %%, enheder %d %%.", share(d.Sagstyper), share(d.Ydelser), share(d.Enheder))
	told := fmt.Sprintf("settled, of the citizens: sagstyper %d %%, ydelser %d %%, enheder %d %%", share(d.Sagstyper), share(d.Ydelser), share(d.Enheder))
	if min(share(d.Sagstyper), share(d.Ydelser), share(d.Enheder)) < 100 {
		return p.gul(said, told)
	}
	return p.groen(said, told)
}
