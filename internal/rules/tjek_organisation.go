package rules

import (
	"fmt"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

// organisationsaendringer is R079: a mapped unit that disappears, is moved or renamed. It stays a finding until somebody has
// looked: a note or a decision about the enhed since. A unit that is gone is wrong for as long as the enhed points at it, so only
// another decision ends that. One that has come back is no finding.
func organisationsaendringer(s *Snapshot) []Fund {
	newest := make(map[string]organisation.Aendring)
	for _, a := range s.Organisationsaendringer {
		if a.Slags == organisation.Flyttet || a.Slags == organisation.Omdoebt {
			if before, some := newest[a.Enhed]; some && before.Foer.UUID == a.Foer.UUID && !s.looked(before) {
				a.Foer, a.OverFoer = before.Foer, before.OverFoer // two changes nobody has looked at are one
			}
		}
		newest[a.Enhed] = a
	}
	tal := vejen(s)
	var found []Fund
	for enhed, a := range newest {
		if s.Grundlag.Mapping.Valg(mapping.Enhed, enhed).Kombit != a.Foer.UUID {
			continue // decided anew
		}
		if f, is := s.aendret(a); is {
			f.Regel, f.Art, f.ID, f.Navn, f.Tal = "R079", mapping.Enhed, enhed, s.enhedsnavn(enhed), tal[enhed]
			found = append(found, f)
		}
	}
	return found
}

// aendret puts a change into words, unless it matters no more.
func (s *Snapshot) aendret(a organisation.Aendring) (Fund, bool) {
	now, there := s.Grundlag.Organisation.Find(a.Foer.UUID)
	switch a.Slags {
	case organisation.Forsvundet, organisation.Lukket:
		if there && now.Aktiv() {
			return Fund{}, false
		}
		return Fund{Alvor: Fejl,
			Dansk:   fmt.Sprintf("»%s« er ikke længere i brug i FK Organisation", a.Foer.Navn),
			English: fmt.Sprintf("unit %q is no longer in use in FK Organisation", a.Foer.Navn),
			Raad:    "Find den enhed, der har overtaget, og vælg den. Indtil da bruger sagerne enheden over.",
			Remedy:  "choose the unit that took over; until then the cases use the unit above"}, true
	case organisation.Flyttet:
		if s.looked(a) {
			return Fund{}, false
		}
		return Fund{Alvor: Advarsel,
			Dansk:   fmt.Sprintf("»%s« er flyttet i FK Organisation: fra %s til %s", a.Foer.Navn, sted(a.OverFoer), sted(a.OverEfter)),
			English: fmt.Sprintf("unit %q was moved in FK Organisation: from %q to %q", a.Foer.Navn, a.OverFoer, a.OverEfter),
			Raad:    "Se efter, om enheden stadig er den samme. Vælg en anden, eller skriv en note om, at det passer.",
			Remedy:  "see whether it still is the same unit; choose another, or write a note that it is"}, true
	}
	if s.looked(a) {
		return Fund{}, false
	}
	return Fund{Alvor: Advarsel,
		Dansk:   fmt.Sprintf("»%s« hedder nu »%s« i FK Organisation", a.Foer.Navn, a.Efter.Navn),
		English: fmt.Sprintf("unit %q is now called %q in FK Organisation", a.Foer.Navn, a.Efter.Navn),
		Raad:    "Se efter, om enheden stadig er den samme, og foreslå samme navn i EOJ. Skriv en note, når det er set.",
		Remedy:  "see whether it still is the same unit, and propose the same name in the care record; write a note when seen"}, true
}

func sted(navn string) string {
	if navn == "" {
		return "toppen"
	}
	return "»" + navn + "«"
}

// looked reports whether somebody has written or decided something about the enhed since a change.
func (s *Snapshot) looked(a organisation.Aendring) bool {
	since := func(when time.Time) bool { return !when.Before(a.Tid) }
	if last, found := s.Grundlag.Mapping.Beslutning(mapping.Enhed, a.Enhed); found && last.Tid.After(a.Tid) {
		return true
	}
	for _, note := range s.Noter.Om(mapping.Enhed, a.Enhed) {
		if since(note.Tid) {
			return true
		}
	}
	return false
}

func (s *Snapshot) enhedsnavn(id string) string {
	if e, known := s.Grundlag.Enheder[id]; known {
		return e.Navn
	}
	return id
}

// vejen sums for each mapped enhed what it and those below it stand for that come to it when they look upwards (R071).
func vejen(s *Snapshot) map[string]projection.Tal {
	g, sums := s.Grundlag, make(map[string]projection.Tal)
	for id, tal := range s.Tal.Enheder {
		at := id
		for steps := 0; steps <= len(g.Enheder); steps++ {
			e, known := g.Enheder[at]
			if !known {
				break
			}
			if !g.Mapping.Valg(mapping.Enhed, at).Kombit.IsZero() {
				sums[at] = sums[at].Plus(tal)
				break
			}
			at = e.Overordnet
		}
	}
	return sums
}
