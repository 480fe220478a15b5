package borger

import (
	"slices"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// trinnene are the four states of a case and their words (06 §2.5).
var trinnene = [...]struct{ status, navn string }{
	{"Opstaaet", "Modtaget"}, {"Oplyst", "Undersøgt"}, {"Afgjort", "Afgjort"}, {oio.Afsluttet, "Afsluttet"},
}

func (w *writer) sag(s *oio.Sag) {
	status := s.Status(w.idag)
	v := Sag{
		Titel: sagstitel(s), Overskrift: "Behandles", Trin: w.trin(s, status), fra: s.Oprettet, uuid: s.UUID,
		Kontakt: w.kontakt(s.Ansvarlig.UUID, ""),
	}
	if status != oio.Afsluttet {
		w.side.Sager = append(w.side.Sager, v)
		return
	}
	v.Afsluttet, v.slut = true, s.AfsluttetDato()
	v.Overskrift = "Afsluttet"
	if v.slut != 0 {
		v.Overskrift += " " + sprog.Dato(v.slut)
	}
	w.side.Tidligere.Sager = append(w.side.Tidligere.Sager, v)
}

// sagstitel is the KLE subject; the caseworker's own title may hold anything and is never used (06 B9).
func sagstitel(s *oio.Sag) string {
	if s.KLE.Titel == "" {
		return "Sag hos kommunen"
	}
	return sprog.StortForbogstav(sprog.Ydelse(s.KLE.Titel))
}

// trin are the steps with the dates the source told. A step the case passed over is left out: to say it was reached would be
// a claim, to say it is ahead would be wrong.
func (w *writer) trin(s *oio.Sag, status string) []Trin {
	at := slices.IndexFunc(trinnene[:], func(t struct{ status, navn string }) bool { return t.status == status })
	steps := make([]Trin, 0, len(trinnene))
	for i, t := range trinnene {
		since := w.reached(s, t.status)
		if i < at && since == 0 {
			continue
		}
		step := Trin{Navn: t.navn, Naaet: i <= at, Aktuelt: i == at}
		if step.Naaet {
			step.Dato = sprog.Dato(since)
		}
		steps = append(steps, step)
	}
	return steps
}

// reached is when the case last came to a status, or zero if it has not.
func (w *writer) reached(s *oio.Sag, status string) oio.Dato {
	var since oio.Dato
	for _, f := range s.Fremdrift {
		if f.Status == status && f.Virkning.Fra <= w.idag {
			since = max(since, f.Virkning.Fra)
		}
	}
	return since
}
