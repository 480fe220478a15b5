package rules

import (
	"fmt"
	"time"

	"indeksbro/internal/mapping"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
)

// enhedForsvundet is R079 for a mapped unit that an import found gone or closed. It is wrong for as long as the enhed points at it,
// so only another decision ends the finding. One that has come back is none.
func enhedForsvundet(s *Snapshot) []Fund {
	return s.aendrede(func(a organisation.Aendring) (Fund, bool) {
		if a.Slags != organisation.Forsvundet && a.Slags != organisation.Lukket {
			return Fund{}, false
		}
		if now, there := s.Grundlag.Organisation.Find(a.Foer.UUID); there && now.Aktiv() {
			return Fund{}, false
		}
		return Fund{Alvor: Fejl,
			Dansk:   fmt.Sprintf("»%s« er ikke længere i brug i FK Organisation", a.Foer.Navn),
			English: fmt.Sprintf("unit %q is no longer in use in FK Organisation", a.Foer.Navn),
			Raad:    "Find den enhed, der har overtaget, og vælg den. Indtil da bruger sagerne enheden over.",
			Remedy:  "choose the unit that took over; until then the cases use the unit above"}, true
	})
}

// enhedFlyttet is R079 for a mapped unit that an import found moved or renamed. It stays a finding until somebody has looked: a
// note or a decision about the enhed since.
func enhedFlyttet(s *Snapshot) []Fund {
	return s.aendrede(func(a organisation.Aendring) (Fund, bool) {
		switch {
		case s.looked(a):
			return Fund{}, false
		case a.Slags == organisation.Flyttet:
			return Fund{Alvor: Advarsel,
				Dansk:   fmt.Sprintf("»%s« er flyttet i FK Organisation: fra %s til %s", a.Foer.Navn, sted(a.OverFoer), sted(a.OverEfter)),
				English: fmt.Sprintf("unit %q was moved in FK Organisation: from %q to %q", a.Foer.Navn, a.OverFoer, a.OverEfter),
				Raad:    "Se efter, om enheden stadig er den samme. Vælg en anden, eller skriv en note om, at det passer.",
				Remedy:  "see whether it still is the same unit; choose another, or write a note that it is"}, true
		case a.Slags == organisation.Omdoebt:
			return Fund{Alvor: Advarsel,
				Dansk:   fmt.Sprintf("»%s« hedder nu »%s« i FK Organisation", a.Foer.Navn, a.Efter.Navn),
				English: fmt.Sprintf("unit %q is now called %q in FK Organisation", a.Foer.Navn, a.Efter.Navn),
				Raad:    "Se efter, om enheden stadig er den samme, og foreslå samme navn i EOJ. Skriv en note, når det er set.",
				Remedy:  "see whether it still is the same unit, and propose the same name in the care record; write a note when seen"}, true
		}
		return Fund{}, false
	})
}

// aendrede puts the newest change of each enhed that still is mapped to the unit into words, with the cases it touches.
func (s *Snapshot) aendrede(say func(organisation.Aendring) (Fund, bool)) []Fund {
	newest := make(map[string]organisation.Aendring)
	for _, a := range s.Organisationsaendringer {
		newest[a.Enhed] = s.sammenlagt(newest[a.Enhed], a)
	}
	if len(newest) == 0 {
		return nil
	}
	tal := vejen(s)
	var found []Fund
	for enhed, a := range newest {
		if s.Grundlag.Mapping.Valg(mapping.Enhed, enhed).Kombit != a.Foer.UUID {
			continue // decided anew
		}
		if f, is := say(a); is {
			f.Regel, f.Art, f.ID, f.Navn, f.Tal = "R079", mapping.Enhed, enhed, s.enhedsnavn(enhed), tal[enhed]
			found = append(found, f)
		}
	}
	return found
}

// sammenlagt is a change as seen by somebody who has not looked at the one before: from what it was then.
func (s *Snapshot) sammenlagt(before, a organisation.Aendring) organisation.Aendring {
	if before.Slags == "" || before.Foer.UUID != a.Foer.UUID || s.looked(before) || a.Efter.UUID.IsZero() {
		return a
	}
	a.Foer, a.OverFoer = before.Foer, before.OverFoer
	if before.Slags == organisation.Flyttet && a.Slags == organisation.Omdoebt {
		a.Slags = organisation.Flyttet // moved first, renamed since: the place matters more
	}
	return a
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
