package borger

import (
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// monetaer is the kind of service that is paid in money (R024); the two others are time and things.
const monetaer = "monetær"

func (w *writer) bevilling(b *oio.Bevilling) {
	h := Hjaelp{fra: b.Periode.Fra, slut: b.Periode.Til, uuid: b.UUID}
	ended := b.Periode.Til != 0 && b.Periode.Til <= w.idag
	h.Saetning = saetning(b, ended, b.Periode.Fra > w.idag)
	enhed := w.enhed(b.Ansvarlig)
	h.Forloeb = w.forloeb(b.Periode, enhed)
	h.Kontakt = w.kontakt(b.Ansvarlig.UUID, enhed)
	switch {
	case ended:
		w.side.Tidligere.Hjaelp = append(w.side.Tidligere.Hjaelp, h)
	case b.Art == monetaer:
		w.side.Ydelser = append(w.side.Ydelser, h)
	default:
		w.side.Tilbud = append(w.side.Tilbud, h)
	}
}

// saetning says what the service is, in a sentence that is true on the day.
func saetning(b *oio.Bevilling, ended, ahead bool) string {
	what := sprog.Ydelse(b.Ydelsesnavn)
	if b.Art == monetaer && !namesMoney(what) {
		what = "penge til " + what
	}
	switch {
	case ended:
		return "Du fik " + what + "."
	case ahead:
		return "Du skal have " + what + "."
	}
	return "Du får " + what + "."
}

// moneyWords are the words that already say that something is paid, so that "penge til" before them would be nonsense.
var moneyWords = []string{"tilskud", "støtte", "hjælp", "ydelse", "godtgørelse", "klippekort", "penge", "dækning", "refusion", "løn"}

func namesMoney(what string) bool {
	for _, word := range moneyWords {
		if strings.Contains(what, word) {
			return true
		}
	}
	return false
}

// forloeb says since when and by whom: "Bevilget 10. januar 2024 af Visitation A." The end is told as the last day, since Til
// is the first day without.
func (w *writer) forloeb(p oio.Virkning, enhed string) string {
	by := ""
	if enhed != "" {
		by = " af " + enhed
	}
	switch {
	case p.Til != 0 && p.Til <= w.idag:
		return "Bevilget " + sprog.Dato(p.Fra) + by + ". Sluttede " + sprog.Dato(p.Til.AddDays(-1)) + "."
	case p.Fra > w.idag:
		return "Bevilget" + by + ". Begynder " + sprog.Dato(p.Fra) + "." + until(p)
	}
	return "Bevilget " + sprog.Dato(p.Fra) + by + "." + until(p)
}

func until(p oio.Virkning) string {
	if p.Til == 0 {
		return ""
	}
	return " Slutter " + sprog.Dato(p.Til.AddDays(-1)) + "."
}
