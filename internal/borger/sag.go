package borger

import (
	"slices"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// trinnene are the four states of a case, their words, and what happens next (06 §2.5).
var trinnene = [...]struct{ status, navn, name, naeste, next string }{
	{"Opstaaet", "Modtaget", "Received", "Kommunen ser nu på din sag.", "The municipality is now looking at your case."},
	{"Oplyst", "Undersøgt", "Examined", "Kommunen ved nu nok og skal afgøre din sag.", "The municipality now knows enough and must decide your case."},
	{"Afgjort", "Afgjort", "Decided", "Din sag er afgjort. Den bliver lukket, når der ikke er mere at gøre.", "Your case is decided. It is closed when nothing more is to be done."},
	{oio.Afsluttet, "Afsluttet", "Closed", "", ""},
}

func (w *writer) sag(s *oio.Sag, shown *Vist) {
	status := s.Status(w.idag)
	v := Sag{
		Overskrift: w.ord("Behandles", "In progress"), Trin: w.trin(s, status), Naeste: w.naeste(status), fra: s.Oprettet, uuid: s.UUID,
		Kontakt: w.kontakt(s.Ansvarlig.UUID, ""), Forklaring: w.forklaring(shown.Tekst), Dokumenter: shown.Dokumenter, Noter: shown.Noter,
	}
	v.Titel, v.Dansk = w.sagstitel(s, shown)
	v.Handler = v.Titel + w.ord(", modtaget ", ", received ") + w.sprog.Dato(s.Oprettet)
	if status != oio.Afsluttet {
		w.side.Sager = append(w.side.Sager, v)
		return
	}
	v.Afsluttet, v.slut = true, s.AfsluttetDato()
	v.Overskrift = w.ord("Afsluttet", "Closed")
	if v.slut != 0 {
		v.Overskrift += " " + w.sprog.Dato(v.slut)
	}
	w.side.Tidligere.Sager = append(w.side.Tidligere.Sager, v)
}

// sagstitel is the plain topic. The caseworker's own title may hold anything and is used only where the municipality chose so (06 B9).
func (w *writer) sagstitel(s *oio.Sag, shown *Vist) (string, bool) {
	if shown.Sagstitel && s.Titel != "" {
		return s.Titel, w.sprog == sprog.Engelsk
	}
	name, danish := w.navn(shown.Tekst, sprog.Ydelse(s.KLE.Titel))
	if name == "" {
		return w.ord("Sag hos kommunen", "Case with the municipality"), false
	}
	return sprog.StortForbogstav(name), danish
}

func (w *writer) naeste(status string) string {
	for _, t := range trinnene {
		if t.status == status {
			return w.ord(t.naeste, t.next)
		}
	}
	return w.ord("Spørg kommunen, hvad der sker nu.", "Ask the municipality what happens now.")
}

// trin are the steps with the dates the source told. A step the case passed over is left out: to say it was reached would be
// a claim, to say it is ahead would be wrong.
func (w *writer) trin(s *oio.Sag, status string) []Trin {
	at := slices.IndexFunc(trinnene[:], func(t struct{ status, navn, name, naeste, next string }) bool { return t.status == status })
	steps := make([]Trin, 0, len(trinnene))
	for i, t := range trinnene {
		since := w.reached(s, t.status)
		if i < at && since == 0 {
			continue
		}
		step := Trin{Navn: w.ord(t.navn, t.name), Naaet: i <= at, Aktuelt: i == at}
		if step.Naaet {
			step.Dato = w.sprog.Dato(since)
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
