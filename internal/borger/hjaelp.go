package borger

import (
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// monetaer is the kind of service that is paid in money (R024); the two others are time and things.
const monetaer = "monetær"

func (w *writer) bevilling(b *oio.Bevilling, v *Vist) {
	h := Hjaelp{fra: b.Periode.Fra, slut: b.Periode.Til, uuid: b.UUID, Forklaring: w.forklaring(v.Tekst)}
	ended := b.Periode.Til != 0 && b.Periode.Til <= w.idag
	h.Hvad = w.hvad(b, v, ended, b.Periode.Fra > w.idag)
	h.Saetning = h.Hvad.String()
	unit := b.Ansvarlig
	if v.UdenSag {
		unit = oio.Aktoer{}
	}
	enhed := w.enhed(unit)
	h.Forloeb = w.forloeb(b.Periode, enhed)
	h.Kontakt = w.kontakt(unit.UUID, enhed)
	since := w.ord(", bevilget ", ", granted ")
	if h.fra > w.idag {
		since = w.ord(", begynder ", ", begins ")
	}
	h.Handler = h.Hvad.Navn + since + w.sprog.Dato(b.Periode.Fra)
	switch {
	case ended:
		w.side.Tidligere.Hjaelp = append(w.side.Tidligere.Hjaelp, h)
	case b.Art == monetaer:
		w.side.Ydelser = append(w.side.Ydelser, h)
	default:
		w.side.Tilbud = append(w.side.Tilbud, h)
	}
}

// hvad says what the service is, in a sentence that is true on the day.
func (w *writer) hvad(b *oio.Bevilling, v *Vist, ended, ahead bool) Hvad {
	h := Hvad{Efter: "."}
	h.Navn, h.Dansk = w.navn(v.Tekst, sprog.Ydelse(b.Ydelsesnavn))
	switch {
	case ended:
		h.Foer = w.ord("Du fik ", "You got ")
	case ahead:
		h.Foer = w.ord("Du skal have ", "You will get ")
	default:
		h.Foer = w.ord("Du får ", "You get ")
	}
	if b.Art == monetaer && !namesMoney(h.Navn) {
		h.Foer += w.ord("penge til ", "money for ")
	}
	return h
}

// moneyWords are the words that already say that something is paid, so that "penge til" before them would be nonsense.
var moneyWords = []string{"tilskud", "støtte", "hjælp", "ydelse", "godtgørelse", "klippekort", "penge", "dækning", "refusion", "løn", "pension", "cash",
	"ekstra tid", "extra time", "grant", "support", "money", "pay "}

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
		by = w.ord(" af ", " by ") + enhed
	}
	granted := w.ord("Bevilget ", "Granted ")
	switch {
	case p.Til != 0 && p.Til <= w.idag:
		return granted + w.sprog.Dato(p.Fra) + by + w.ord(". Sluttede ", ". Ended ") + w.sprog.Dato(p.Til.AddDays(-1)) + "."
	case p.Fra > w.idag:
		return strings.TrimSuffix(granted, " ") + by + w.ord(". Begynder ", ". Begins ") + w.sprog.Dato(p.Fra) + "." + w.until(p)
	}
	return granted + w.sprog.Dato(p.Fra) + by + "." + w.until(p)
}

func (w *writer) until(p oio.Virkning) string {
	if p.Til == 0 {
		return ""
	}
	return w.ord(" Slutter ", " Ends ") + w.sprog.Dato(p.Til.AddDays(-1)) + "."
}
