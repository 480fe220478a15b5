package aftale

import (
	"indeksbro/internal/borger/sprog"
)

// Naeste is who must act now, and what they must do; neither when the agreement is in force.
func (a *Aftale) Naeste() (hvem, hvad string) {
	switch a.Tilstand() {
	case Ingen:
		return Leverandoeren, "anmoder om serviceaftalen"
	case Anmodet:
		return Aftaleansvarlig, "godkender serviceaftalen"
	case Godkendt:
		return Leverandoeren, "sætter aftalen i kraft med sit certifikat"
	case Opsagt:
		return Leverandoeren, "anmoder om en ny aftale, hvis der skal sendes igen"
	}
	return "", ""
}

// Who act.
const (
	Leverandoeren   = "leverandøren"
	Aftaleansvarlig = "kommunens aftaleansvarlige"
)

// Brev is what to write to the one who must act; empty when nobody must.
func (a *Aftale) Brev(kommune, system string) (emne, tekst string) {
	service, who := a.Tjeneste.Navn(), " for "+kommune
	head := "Hej\n\n"
	details := "Myndighed: " + kommune + "\nSystem: " + system + "\nTjeneste: " + service + "\nRettighed: " + string(a.Ret) + "\n"
	switch a.Tilstand() {
	case Ingen:
		return "Anmod om serviceaftale med " + service + who, head + "Vil I anmode om denne serviceaftale i det fælleskommunale administrationsmodul, og skrive til os, når det er gjort?\n\n" + details
	case Anmodet:
		return "Godkend serviceaftalen med " + service + who, head + "Leverandøren har anmodet om denne serviceaftale. Den ligger i det fælleskommunale administrationsmodul. Vil du godkende den, og skrive til mig, når det er gjort?\n\n" + details
	case Godkendt:
		return "Serviceaftalen med " + service + who + " er godkendt", head + "Serviceaftalen er godkendt. Vil I sætte den i kraft med jeres certifikat? Der går 5 til 10 minutter, før den virker.\n\n" + details
	case Opsagt:
		return "Serviceaftalen med " + service + who + " er sagt op", head + "Serviceaftalen er sagt op, så der sendes ikke mere. Skal der sendes igen, så anmod om en ny aftale.\n\n" + details
	}
	return "", ""
}

// Hindring is why an index may not be called for want of an agreement: in both languages, and who must act.
type Hindring struct{ Dansk, English, Hvem string }

// Hinder says why the municipality's own care record may not write to a service now; nil when it may. An activation against the flight list
// says why (trods); that covers an agreement nobody has entered where the index is our own. One that was withdrawn nothing covers, and an
// index elsewhere is called under an approved agreement only (R065, R092).
func (b Bog) Hinder(t Tjeneste, udefra bool, trods string) *Hindring {
	a := b.Egen(t, Rediger)
	who, _ := a.Naeste()
	switch now := a.Tilstand(); {
	case a.Gaelder():
		return nil
	case now == Opsagt:
		last, _ := a.Sidst(Opsagt)
		return &Hindring{Dansk: "Serviceaftalen med " + t.Navn() + " er sagt op " + sprog.Dato(last.Dato) + " af " + last.Af + ": " + last.Grund + ".",
			English: "the service agreement with " + t.Navn() + " was withdrawn " + last.Dato.String() + " by " + last.Af, Hvem: who}
	case trods != "" && !udefra:
		return nil
	case now == Anmodet:
		return &Hindring{Dansk: "Serviceaftalen med " + t.Navn() + " er ikke godkendt.", English: "the service agreement with " + t.Navn() + " is requested, but not approved", Hvem: who}
	}
	return &Hindring{Dansk: "Der er ingen serviceaftale med " + t.Navn() + ".", English: "there is no service agreement with " + t.Navn(), Hvem: who}
}
