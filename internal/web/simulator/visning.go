package simulator

import (
	"reflect"
	"slices"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/simulate"
)

// dag is one day as the page tells it.
type dag struct {
	Overskrift string
	Haendelser []simulate.Haendelse
	Raekker    []simulate.Raekke // where something is wrong, missing, different or new
	Ens        []simulate.Raekke // right on both sides, and as the day before
}

// dage sorts each day's rows by whether there is something to look at.
func dage(f *simulate.Forloeb) []dag {
	days := make([]dag, len(f.Dage))
	last := map[string]simulate.Raekke{}
	for i, d := range f.Dage {
		days[i] = dag{Overskrift: "Dag " + sprog.Tal(d.Nr) + ", " + sprog.Dato(d.Dato), Haendelser: d.Haendelser}
		for _, row := range d.Raekker {
			before, known := last[row.Art+row.ID]
			if known && ens(row) && reflect.DeepEqual(row, before) {
				days[i].Ens = append(days[i].Ens, row)
			} else {
				days[i].Raekker = append(days[i].Raekker, row)
			}
			last[row.Art+row.ID] = row
		}
	}
	return days
}

// ens reports whether both sides show the same, and rightly.
func ens(r simulate.Raekke) bool {
	return len(r.Alene.Fejl)+len(r.Indeksbro.Fejl) == 0 && reflect.DeepEqual(r.Alene.Sapa, r.Indeksbro.Sapa) && r.Alene.Borger == r.Indeksbro.Borger
}

// artsord stands over a row's name: two grants of one service are told apart by their cases.
func artsord(r simulate.Raekke) string {
	if r.Art == oio.ArtSag.String() {
		return "Sag"
	}
	return "Bevilling på »" + r.Sag + "«"
}

// sapalinje is the row a caseworker reads. A grant is called by its type, which need not be said twice.
func sapalinje(v *simulate.SapaVisning) string {
	return strings.Join(slices.Compact([]string{v.Titel, v.Type, v.Status, v.Enhed}), " · ")
}

// klasse is the look of a cell: wrong, missing, right, or nothing to show.
func klasse(v simulate.Visning) string {
	switch {
	case slices.ContainsFunc(v.Fejl, simulate.Fejl.Forkert):
		return "ib-sim-forkert"
	case len(v.Fejl) > 0:
		return "ib-sim-mangler"
	case v.Sapa != nil:
		return "ib-sim-rigtig"
	}
	return "ib-sim-intet"
}

// dommen is the cell in a word or two.
func dommen(v simulate.Visning) string {
	switch {
	case len(v.Fejl) > 0:
		words := make([]string, len(v.Fejl))
		for i, f := range v.Fejl {
			words[i] = f.Dansk()
		}
		return sprog.StortForbogstav(strings.Join(words, ", "))
	case v.Sapa != nil:
		return "Rigtigt"
	}
	return "Vises ikke, og skal ikke vises"
}

// afvist reports whether a guard stood against a decision both sides were asked for: then the silence of the other is worth a line.
func afvist(h simulate.Haendelse) bool {
	return h.Side == simulate.Begge && slices.ContainsFunc(h.Indeksbro, func(s simulate.Svar) bool { return s.Slags == simulate.Afvist })
}

// svar begins each kind of answer.
var svar = map[simulate.Svarslags]string{
	simulate.Afvist: "Indeksbro siger nej:", simulate.Trodset: "Gjort alligevel, med en begrundelse:", simulate.Venter: "Udsat:",
	simulate.Udfoert: "Nu er det i orden, og det udsatte bliver gjort:",
}

var kun = map[simulate.Side]string{simulate.Alene: "Kun EOJ'en alene", simulate.Indeksbro: "Kun med Indeksbro"}

func ending(s simulate.Slut) string {
	if s.Rigtigt {
		return "Ender rigtigt"
	}
	return "Ender forkert"
}

// undervejs is how many days went wrong.
func undervejs(s simulate.Slut) []string {
	days := func(n int) string { return sprog.Antal(n, "dag", "dage") }
	var lines []string
	if s.Forkert > 0 {
		lines = append(lines, days(s.Forkert)+" med noget forkert")
	}
	if s.Manglende > 0 {
		lines = append(lines, days(s.Manglende)+", hvor noget manglede")
	}
	if len(lines) == 0 {
		lines = append(lines, "Ingen dage med fejl")
	}
	return lines
}
