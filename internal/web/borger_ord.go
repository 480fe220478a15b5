package web

import (
	"indeksbro/internal/borger"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
)

// dag is a date and the areas it holds for.
type dag struct {
	Dato    oio.Dato
	Tekster []visning.Tekst
}

// dageAf groups the areas by their date, in the order the dates are met.
func dageAf(list []visning.Fra) []dag {
	var days []dag
	at := map[oio.Dato]int{}
	for _, f := range list {
		i, seen := at[f.Dato]
		if !seen {
			i = len(days)
			at[f.Dato] = i
			days = append(days, dag{Dato: f.Dato})
		}
		days[i].Tekster = append(days[i].Tekster, f.Tekst)
	}
	return days
}

// notetekst is what a note says, or where it can be read.
func notetekst(n borger.Note) string {
	return firstText(n.Tekst, "Notatet kan læses hos kommunen.")
}

// opremset are the names of areas with what stands after each: a comma, or the full stop.
func opremset(list []visning.Tekst, s sprog.Sprog) []borger.Hvad {
	all := make([]borger.Hvad, len(list))
	for i, area := range list {
		name := borger.Navn(area, s)
		all[i] = borger.Hvad{Navn: name.Tekst, Dansk: name.Dansk, Efter: ", "}
	}
	if len(all) > 0 {
		all[len(all)-1].Efter = "."
	}
	return all
}
