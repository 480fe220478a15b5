package rules

import (
	"fmt"
	"strings"

	"indeksbro/internal/oio"
)

// Aktivopgave is one of the five tasks that activate an integration of the care record (R065).
type Aktivopgave struct {
	Navn        string   // what is done, in Danish
	Leverandoer bool     // the vendor's; else the municipality's
	Dato        oio.Dato // when it was done; zero: not yet
	Af          string   // who did it
}

// Aktivering is the five tasks of one integration, in the order in which they must be done (R065).
type Aktivering [5]Aktivopgave

// NyAktivering is the five tasks with nothing done. aftaler is what the service agreement is with: FK Klassifikation for the
// import, both indexes for the export.
func NyAktivering(aftaler ...string) Aktivering {
	return Aktivering{
		{Navn: "Send Service Request om aktivering"},
		{Navn: "Anmod om serviceaftale med " + strings.Join(aftaler, " og "), Leverandoer: true},
		{Navn: "Godkend serviceaftalen"},
		{Navn: "Opsæt certifikater", Leverandoer: true},
		{Navn: "Aktivér integrationen", Leverandoer: true},
	}
}

// Naeste is the number, from 1, of the task that can be done now; 0 when all are done.
func (a Aktivering) Naeste() int {
	for i, o := range a {
		if o.Dato == 0 {
			return i + 1
		}
	}
	return 0
}

// Udfoert gives the tasks with one more done. Order is kept: a task before its turn, a task done twice, one without a doer and
// one dated before the task it follows are refused.
func (a Aktivering) Udfoert(nr int, dato oio.Dato, af string) (Aktivering, error) {
	next := a.Naeste()
	switch {
	case nr < 1 || nr > len(a):
		return a, &Brud{Regel: "R065", English: fmt.Sprintf("there is no task %d; there are %d", nr, len(a)), Dansk: fmt.Sprintf("der er ingen opgave %d; der er %d", nr, len(a))}
	case nr != next && a[nr-1].Dato != 0:
		return a, &Brud{Regel: "R065", English: fmt.Sprintf("task %d was done %s by %s", nr, a[nr-1].Dato, a[nr-1].Af), Dansk: fmt.Sprintf("opgave %d blev udført %s af %s", nr, a[nr-1].Dato, a[nr-1].Af)}
	case nr != next:
		return a, &Brud{Regel: "R065", English: fmt.Sprintf("task %d comes first", next), Dansk: fmt.Sprintf("opgave %d, »%s«, kommer først", next, a[next-1].Navn)}
	case strings.TrimSpace(af) == "" || dato == 0:
		return a, &Brud{Regel: "R065", English: "a task needs a date and who did it", Dansk: "skriv, hvornår opgaven blev udført, og af hvem"}
	case nr > 1 && dato < a[nr-2].Dato:
		return a, &Brud{Regel: "R065", English: fmt.Sprintf("task %d was done %s, so this one cannot be earlier", nr-1, a[nr-2].Dato), Dansk: fmt.Sprintf("opgave %d blev udført %s, så denne kan ikke være før", nr-1, a[nr-2].Dato)}
	}
	a[nr-1].Dato, a[nr-1].Af = dato, strings.TrimSpace(af)
	return a, nil
}
