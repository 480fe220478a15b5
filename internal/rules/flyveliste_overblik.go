package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/aftale"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/program"
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

// NyKlassifikationsliste is the same of Klassifikationsimporter: its five tasks, with the agreement with FK Klassifikation (R060, R065). hentet
// says that KLE has come: then it is active, and a task without a date is only told.
func NyKlassifikationsliste(a Afgang, hentet bool) Flyveliste {
	var list Flyveliste
	own := aftale.Laes(a.Fakta).Egen(aftale.Klassifikation, aftale.Udstil)
	for i, o := range KlassifikationsopgaverOf(a.Fakta) {
		nr := strconv.Itoa(i + 1)
		p := Punkt{Noegle: "klassifikation-" + nr, Regel: "R065", Navn: o.Navn, Hvem: "kommunen", Faktum: program.Klassifikation, Kode: nr, Adresse: "/program/trin/2"}
		if o.Leverandoer {
			p.Hvem = "leverandøren"
		}
		if i == 1 || i == 2 {
			p.Adresse = "/program/aftaler"
		}
		if i == 2 {
			p.Emne, p.Brev = own.Brev(a.Kommune, a.Snapshot.Politik.SystemNavn)
			p.Modtager, _ = own.Naeste()
		}
		switch {
		case o.Dato != 0:
			p = p.groen(sprog.Dato(o.Dato)+", "+o.Af+".", fmt.Sprintf("done %s by %s", o.Dato, o.Af))
		case hentet:
			p = p.gul("Ingen dato, men KLE er hentet.", "has no date, but KLE has come")
		default:
			p = p.roed("Ikke gjort endnu.", "task "+nr+" is not done")
		}
		list = append(list, p)
	}
	return list
}
