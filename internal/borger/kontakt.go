package borger

import (
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// enhed is the name of the unit behind an object: as the municipality wrote it for citizens (R080), as FK Organisation has it
// while the unit is active, else as sent. When the two disagree, the identity is right (06 §1.4).
func (w *writer) enhed(a oio.Aktoer) string {
	if own := w.kommune.Kontakter[a.UUID]; own.Enhed != "" {
		return own.Enhed
	}
	if w.org != nil {
		if e, found := w.org.Find(a.UUID); found && e.Aktiv() {
			return e.Navn
		}
	}
	return a.Navn
}

// kontakt is the nearest way to somebody who knows: what the municipality wrote by hand (R080), the unit, the nearest above it
// that can be reached, else the switchboard. named is the unit the reader has just read about, which need not be said again.
func (w *writer) kontakt(unit oio.UUID, named string) Kontakt {
	if own, found := w.kommune.Kontakter[unit]; found && (own.Telefon != "" || own.Email != "") {
		if own.Telefon != "" {
			own.Email = ""
		}
		if own.Enhed == named {
			own.Enhed = ""
		}
		return own
	}
	if w.org != nil {
		if e, found := w.org.Kontaktenhed(unit); found {
			k := Kontakt{Enhed: e.Navn, Telefon: e.Adresse("telefon"), Tid: e.Adresse("telefontid")}
			if k.Telefon == "" {
				k.Email, k.Tid = e.Adresse("email"), ""
			}
			if k.Enhed == named {
				k.Enhed = ""
			}
			return k
		}
	}
	if w.kommune.Navn == "" || w.kommune.Telefon == "" {
		return Kontakt{Enhed: w.ord("kommunen", "the municipality"), Telefon: w.kommune.Telefon}
	}
	return Kontakt{Enhed: w.kommune.Navn, Telefon: w.kommune.Telefon}
}

// Tekst is the contact as a sentence, for readers without links: "Ring 55 55 01 23 (kl. 9–14)." (S9).
func (k Kontakt) Tekst() string { return k.TekstPaa(sprog.Dansk) }

// TekstPaa is Tekst in a language.
func (k Kontakt) TekstPaa(s sprog.Sprog) string {
	to := ""
	if k.Enhed != "" {
		to = s.Vaelg(" til ", " ") + k.Enhed
	}
	switch {
	case k.Telefon != "" && to != "":
		return s.Vaelg("Ring", "Call") + to + s.Vaelg(" på ", " on ") + k.Telefon + k.hours() + "."
	case k.Telefon != "":
		return s.Vaelg("Ring ", "Call ") + k.Telefon + k.hours() + "."
	case k.Email != "":
		if to != "" {
			to = s.Vaelg(" til ", " to ") + k.Enhed
		}
		return s.Vaelg("Skriv", "Write") + to + s.Vaelg(" på ", " at ") + k.Email + "."
	}
	return s.Vaelg("Ring", "Call") + to + "."
}

func (k Kontakt) hours() string {
	if k.Tid == "" {
		return ""
	}
	return " (" + k.Tid + ")"
}
