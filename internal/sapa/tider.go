package sapa

import (
	"regexp"
	"strings"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

var (
	ugedage  = [7]string{"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"}
	dagstid  = regexp.MustCompile(`(?i)\b(mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|man|tirs|tir|ons|tors|tor|fre|lør|søn)\.?(?:\s*(?:-|–|til)\s*(mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|man|tirs|tir|ons|tors|tor|fre|lør|søn)\.?)?\s*:?\s*(?:kl\.\s*)?([0-9]{1,2}(?:[.:][0-9]{2})?)\s*(?:-|–|til)\s*([0-9]{1,2}(?:[.:][0-9]{2})?)`)
	altidTid = regexp.MustCompile(`(?i)^\s*(?:alle dage|hverdage)?\s*(?:kl\.\s*)?([0-9]{1,2}(?:[.:][0-9]{2})?)\s*(?:-|–|til)\s*([0-9]{1,2}(?:[.:][0-9]{2})?)\s*$`)
)

// Idag is what hours as people write them say of one day: «kl. 9–14 i dag» or «lukket i dag»; empty where they cannot be read for sure.
func Idag(hours string, today oio.Dato) string {
	day := today.Midnat().Weekday()
	if m := altidTid.FindStringSubmatch(hours); m != nil {
		if day == time.Saturday || day == time.Sunday {
			return "" // whether it holds at weekends is not said
		}
		return "kl. " + m[1] + "–" + m[2] + " i dag"
	}
	all := dagstid.FindAllStringSubmatch(hours, -1)
	if len(all) == 0 {
		return ""
	}
	for _, m := range all {
		from, to := ugedag(m[1]), ugedag(m[1])
		if m[2] != "" {
			to = ugedag(m[2])
		}
		if inden(int(day), from, to) {
			return "kl. " + m[3] + "–" + m[4] + " i dag"
		}
	}
	return "lukket i dag"
}

func ugedag(word string) int {
	for i, name := range ugedage {
		if strings.HasPrefix(name, strings.ToLower(word)) {
			return i
		}
	}
	return -1
}

// inden reports whether a day lies from one to another, both included, over the end of the week where they say so.
func inden(day, from, to int) bool {
	if from <= to {
		return from <= day && day <= to
	}
	return day >= from || day <= to
}

// Med adds what depends on the day and on the case's KLE number.
func (k Kontakt) Med(org Organisation, number string, today oio.Dato) Kontakt {
	k.Idag = firstText(Idag(k.Telefontid, today), Idag(k.Aabningstid, today))
	if org.Trae == nil {
		return k
	}
	if unit := henvendelsessted(org.Trae, number); unit != nil && unit.Navn != k.Enhed && unit.Navn != k.Kontaktenhed {
		k.Henvendelse, k.HenvendTlf = unit.Navn, unit.Adresse("telefon")
	}
	return k
}

// henvendelsessted is the active unit that has a number, or the narrowest area above it, among its tasks, and can be reached. Nil where
// none has, or several share it.
func henvendelsessted(tree *organisation.Trae, number string) *organisation.Enhed {
	var best *organisation.Enhed
	long, shared := 0, false
	for _, unit := range tree.Alle() {
		if !unit.Aktiv() || !unit.Kontakt() {
			continue
		}
		for _, task := range unit.Opgaver {
			if task != number && !strings.HasPrefix(number, task+".") || len(task) < long {
				continue
			}
			shared = len(task) == long && best != unit
			best, long = unit, len(task)
		}
	}
	if shared || long < len("27.36") {
		return nil
	}
	return best
}
