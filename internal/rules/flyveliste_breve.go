package rules

import (
	"fmt"
	"strconv"

	"indeksbro/internal/aftale"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// opgaver are the five tasks, the third as its two agreements (R065, R092).
func (a Afgang) opgaver() []Punkt {
	var list []Punkt
	for i, o := range OpgaverOf(a.Fakta) {
		if i == 2 {
			list = append(list, a.aftale(aftale.SDI), a.aftale(aftale.YDI))
			continue
		}
		nr := strconv.Itoa(i + 1)
		p := Punkt{Noegle: "opgave-" + nr, Regel: "R092", Navn: o.Navn, Hvem: "kommunen", Faktum: program.Opgave, Kode: nr}
		if o.Leverandoer {
			p.Hvem, p.Modtager = "leverandøren", "leverandøren"
			p.Emne = "Eksporter sager for " + a.Kommune + ": " + sprog.LilleForbogstav(o.Navn)
			p.Brev = "Hej\n\n" + a.Kommune + " vil eksportere sager og bevillinger til FK Sags- og Dokumentindeks og FK Ydelsesindeks. Vi mangler, at I gør dette:\n\n" + o.Navn + ".\n\nSkriv til os, når det er gjort, og hvornår.\n"
		} else {
			p.Emne = "Service Request: Eksporter sager for " + a.Kommune
			p.Brev = a.Kommune + " ønsker integrationen Eksporter sager aktiveret mod FK Sags- og Dokumentindeks og FK Ydelsesindeks.\n"
			p.Modtager = "leverandøren"
		}
		if o.Dato != 0 {
			list = append(list, p.groen(sprog.Dato(o.Dato)+", "+o.Af+".", fmt.Sprintf("done %s by %s", o.Dato, o.Af)))
			continue
		}
		list = append(list, p.roed("Ikke gjort endnu.", fmt.Sprintf("task %s is not done; enter it with `indeksbro export fact opgave %s --dato YYYY-MM-DD`", nr, nr)))
	}
	return list
}

// aftale is one of the export's two agreements, as the record about it stands.
func (a Afgang) aftale(t aftale.Tjeneste) Punkt {
	own := aftale.Laes(a.Fakta).Egen(t, aftale.Rediger)
	p := Punkt{Noegle: "aftale-" + string(t), Regel: "R092", Navn: "Serviceaftalen med " + t.Navn() + " er godkendt", Faktum: program.Aftale, Kode: string(t)}
	p.Hvem, _ = own.Naeste()
	p.Modtager = p.Hvem
	p.Emne, p.Brev = own.Brev(a.Kommune, a.Snapshot.Politik.SystemNavn)
	if own.Gaelder() {
		said, _ := own.Sidst(aftale.Godkendt)
		return p.groen(sprog.Dato(said.Dato)+", "+said.Af+".", fmt.Sprintf("approved %s by %s", said.Dato, said.Af))
	}
	last := fmt.Sprintf("; enter it with `indeksbro export fact aftale %s --dato YYYY-MM-DD`", t)
	switch why := aftale.Laes(a.Fakta).Hinder(t, true, ""); own.Tilstand() {
	case aftale.Ingen:
		return p.roed("Ikke godkendt endnu.", fmt.Sprintf("the agreement with %s is not approved", t)+last)
	default:
		return p.roed(why.Dansk, why.English+last)
	}
}

// varsel is R092: the notice, and whether it came in time for the day ordered.
func (a Afgang) varsel() Punkt {
	day, ordered := a.Fakta.Dag(program.Aktiveringsdag, "")
	p := Punkt{Noegle: "varsel", Regel: "R092", Navn: "FKI og KMD er varslet", Hvem: "kommunen", Modtager: FKI, Faktum: program.Varsel,
		Emne: "Initial load af Cura-data til indekserne for " + a.Kommune, Brev: a.varselstekst(day.Dato)}
	sent, done := a.Fakta.Dag(program.Varsel, "")
	switch {
	case !done:
		return p.roed("Varslet er ikke sendt.", "the notice to "+FKI+" and "+KMD+" is not sent; enter it with `indeksbro export fact varsel --dato YYYY-MM-DD --dag YYYY-MM-DD`")
	case !ordered:
		return p.roed("Varslet siger ikke, hvilken dag der aktiveres.", "the notice names no day; enter it with `indeksbro export fact varsel --dato YYYY-MM-DD --dag YYYY-MM-DD`")
	}
	notice := dage(sent.Dato, day.Dato)
	said := "Sendt " + sprog.Dato(sent.Dato) + " om " + sprog.Dato(day.Dato) + "."
	told := fmt.Sprintf("sent %s about %s", sent.Dato, day.Dato)
	if notice < Varselsfrist {
		return p.gul(said+" Det er mindre end en uge før.", told+", less than a week before")
	}
	return p.groen(said, told)
}

// varselstekst is the letter of R092.
func (a Afgang) varselstekst(day oio.Dato) string {
	when := "[dato]"
	if day != 0 {
		when = sprog.Dato(day)
	}
	return "Til FKI i KOMBIT, og til KMD\n\n" + a.Kommune + " aktiverer Eksporter sager " + when + ". Den dag begynder initial load til FK Sags- og Dokumentindeks og FK Ydelsesindeks.\n\nVi venter at sende " +
		sprog.Antal(a.Sager, "sag", "sager") + " og " + sprog.Antal(a.Bevillinger, "bevilling", "bevillinger") + ".\n\nVenlig hilsen\n" + a.Kommune + "\n"
}

// dage is how many days lie between two dates.
func dage(fra, til oio.Dato) int { return int(til.Midnat().Sub(fra.Midnat()).Hours()+12) / 24 }

func (a Afgang) trinA() Punkt {
	p := Punkt{Noegle: "trin-a", Regel: "R093", Navn: "Trin A: roller i SAPA er gennemgået", Hvem: "SAPA-administratoren", Modtager: "SAPA-administratoren", Faktum: program.TrinA,
		Emne: "Trin A før eksport af sager for " + a.Kommune,
		Brev: "Hej\n\nVi er klar til at eksportere omsorgssager til indekserne. Først skal alle jobfunktionsroller i SAPA have en KLE-afgrænsning: en rolle uden afgrænsning ser alle sager. Vil du gennemgå rollerne, og skrive til mig, når trin A er underskrevet?\n"}
	if f, done := a.Fakta.Dag(program.TrinA, ""); done {
		return p.groen("Underskrevet "+sprog.Dato(f.Dato)+" af "+f.Af+".", fmt.Sprintf("signed off %s by %s", f.Dato, f.Af))
	}
	return p.roed("Ikke underskrevet.", "step A is not signed off; enter it with `indeksbro export fact trin-a --dato YYYY-MM-DD`")
}
