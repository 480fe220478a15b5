package konsekvens

import (
	"fmt"
	"strconv"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/projection"
)

// Saetninger says it in Danish, the most important first, for the panel a person decides by (S3).
func (k Konsekvens) Saetninger() []string {
	s := bevaegelsen(k.Bevaegelse)
	switch {
	case k.Ingen() && k.Borgerblikket.Ingen():
		s = append(s, "Intet ændrer sig i indekserne.")
	case k.SAPA.samme(k.Borgerblikket):
		s = append(s, "Det gælder både i SAPA og på Borgerblikket.")
	default:
		s = append(s, "Sådan er det i SAPA.", "På Borgerblikket, som ikke viser ydelser uden type: "+eller(strings.Join(bevaegelsen(k.Borgerblikket), " "), "intet ændrer sig."))
	}
	if held, tal := holder(k.UdenType); len(held) > 0 {
		s = append(s, fmt.Sprintf("%s har ingen type: %s holdes tilbage.", hvilke(held, "ydelse", "ydelser"), antal(tal)))
	}
	if held, tal := holder(k.UdenEnhed); len(held) > 0 {
		s = append(s, fmt.Sprintf("%s kan ikke findes i FK Organisation: %s.", hvilke(held, "enhed", "enheder"), antal(tal)))
	}
	for _, a := range k.Holdt {
		if a.Grund.Tilstand() == projection.Venter {
			s = append(s, fmt.Sprintf("%s venter: %s.", antal(a.Tal), a.Grund.Dansk()))
		}
	}
	if len(k.EOJAlene) > 0 {
		s = append(s, fmt.Sprintf("EOJ'et alene ville også have sendt %s, der ikke skal mappes: %s.", hvilke(k.EOJAlene, "ydelse", "ydelser"), antal(sum(k.EOJAlene))))
	}
	return s
}

// bevaegelsen is one sentence for each fate that anything has.
func bevaegelsen(b Bevaegelse) []string {
	var s []string
	for _, fate := range []struct {
		tal  projection.Tal
		verb string
	}{{b.Dukker, "bliver synlige"}, {b.Aendres, "ændres"}, {b.Forsvinder, "forsvinder"}} {
		if fate.tal.Objekter() == 0 {
			continue
		}
		verb := fate.verb
		if fate.tal.Objekter() == 1 && verb == "bliver synlige" {
			verb = "bliver synlig"
		}
		s = append(s, fmt.Sprintf("%s for %s %s.", og(fate.tal, sagerMedAktive(fate.tal)), sprog.Antal(fate.tal.Borgere, "borger", "borgere"), verb))
	}
	return s
}

// antal is cases and grants in words, without those there are none of.
func antal(t projection.Tal) string { return og(t, sager(t)) }

func sager(t projection.Tal) string { return sprog.Antal(t.Sager, "sag", "sager") }

func sagerMedAktive(t projection.Tal) string {
	return sager(t) + " (" + sprog.Antal(t.Aktive, "aktiv", "aktive") + ")"
}

// og puts the grants to the words about the cases.
func og(t projection.Tal, sager string) string {
	grants := sprog.Antal(t.Bevillinger, "bevilling", "bevillinger")
	switch {
	case t.Sager == 0:
		return grants
	case t.Bevillinger == 0:
		return sager
	}
	return sager + " og " + grants
}

// holder picks the names that hold records back by rule, not those that only wait for the source, and adds up what they hold.
func holder(names []Navn) (held []Navn, tal projection.Tal) {
	for _, n := range names {
		if n.Grund.Tilstand() == projection.Holdt {
			held = append(held, n)
		}
	}
	return held, sum(held)
}

// sum adds up what hangs on different names. A citizen may hang on several, so citizens are left out.
func sum(names []Navn) (tal projection.Tal) {
	for _, n := range names {
		tal = tal.Plus(n.Tal)
	}
	tal.Borgere = 0
	return tal
}

// hvilke counts names, and says the name when there is just one.
func hvilke(names []Navn, en, flere string) string {
	words := sprog.Antal(len(names), en, flere)
	if len(names) == 1 {
		words += " (" + names[0].Navn + ")"
	}
	return words
}

func eller(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Lines says it in English for the command line, every figure with its word.
func (k Konsekvens) Lines() []string {
	lines := []string{"touched: " + counts(k.Beroert)}
	lines = append(lines, moves("indexes and SAPA", k.SAPA)...)
	lines = append(lines, moves("Borgerblikket", k.Borgerblikket)...)
	for _, a := range k.Holdt {
		lines = append(lines, fmt.Sprintf("%s afterwards: %s: %s", a.Grund.Tilstand(), a.Grund.English(), counts(a.Tal)))
	}
	for _, of := range []struct {
		what  string
		names []Navn
	}{{"ydelse without type", k.UdenType}, {"enhed that cannot be found", k.UdenEnhed}, {"not to be mapped, yet sent by the care record alone", k.EOJAlene}} {
		for _, n := range of.names {
			lines = append(lines, fmt.Sprintf("%s: %s %q: %s", of.what, n.ID, n.Navn, counts(n.Tal)))
		}
	}
	return lines
}

// moves is one line for each fate that anything has.
func moves(where string, b Bevaegelse) []string {
	var lines []string
	for _, fate := range []struct {
		word string
		tal  projection.Tal
	}{{"appear", b.Dukker}, {"change", b.Aendres}, {"disappear", b.Forsvinder}, {"stay", b.Uaendret}} {
		if fate.tal.Objekter() > 0 {
			lines = append(lines, where+": "+fate.word+": "+counts(fate.tal))
		}
	}
	if b.Ingen() {
		lines = append(lines, where+": nothing appears, changes or disappears")
	}
	return lines
}

func counts(t projection.Tal) string {
	return strconv.Itoa(t.Sager) + " sager (" + strconv.Itoa(t.Aktive) + " open), " + strconv.Itoa(t.Bevillinger) + " bevillinger (" +
		strconv.Itoa(t.Loebende) + " running), " + strconv.Itoa(t.Borgere) + " citizens"
}
