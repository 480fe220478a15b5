package rules

import (
	"fmt"
	"strconv"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/program"
)

// NyKlassifikationsliste is the five tasks of Klassifikationsimporter (step 2): each with who must act, and the letter that asks for it (R065).
func NyKlassifikationsliste(facts *program.Stand, kommune string) Flyveliste {
	var list Flyveliste
	tasks := KlassifikationsopgaverOf(facts)
	for i, o := range tasks {
		nr := strconv.Itoa(i + 1)
		p := Punkt{Noegle: "klassifikation-" + nr, Regel: "R065", Navn: o.Navn, Hvem: "kommunen", Faktum: program.Klassifikation, Kode: nr}
		switch {
		case o.Leverandoer:
			p.Hvem, p.Modtager = "leverandøren", "leverandøren"
			p.Emne = "Klassifikationsimporter for " + kommune + ": " + sprog.LilleForbogstav(o.Navn)
			p.Brev = "Hej\n\n" + kommune + " vil hente KLE-numre fra FK Klassifikation. Vi mangler, at I gør dette:\n\n" + o.Navn + ".\n\nSkriv til os, når det er gjort, og hvornår.\n"
		case i == 0:
			p.Modtager, p.Emne = "leverandøren", "Service Request: Klassifikationsimporter for "+kommune
			p.Brev = kommune + " ønsker integrationen Klassifikationsimporter aktiveret mod FK Klassifikation.\n"
		default:
			p.Hvem, p.Modtager, p.Emne = "kommunens aftaleansvarlige", "den aftaleansvarlige i kommunen", "Godkend serviceaftalen med FK Klassifikation"
			p.Brev = "Hej\n\nLeverandøren har anmodet om en serviceaftale med FK Klassifikation. Den ligger i det fælleskommunale administrationsmodul. Vil du godkende den, og skrive til mig, når det er gjort?\n"
		}
		switch {
		case o.Dato != 0:
			p = p.groen(sprog.Dato(o.Dato)+", "+o.Af+".", fmt.Sprintf("done %s by %s", o.Dato, o.Af))
		case tasks.Naeste() == i+1:
			p = p.roed("Er den næste.", fmt.Sprintf("task %s is not done; it is next", nr))
		default:
			p = p.gul("Venter på opgave "+strconv.Itoa(tasks.Naeste())+".", fmt.Sprintf("task %s waits for task %d", nr, tasks.Naeste()))
		}
		list = append(list, p)
	}
	return list
}
