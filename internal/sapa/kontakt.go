package sapa

import (
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

// Udfald is what looking the responsible unit up in FK Organisation gave (06 §1.4).
type Udfald uint8

// The outcomes. None of them gives an empty box.
const (
	Fundet     Udfald = iota + 1 // the unit itself can be reached
	Ovenover                     // the unit is known, but only one above it can be reached
	Ukendt                       // the identity is unknown or closed, or nobody up to the top can be reached
	SvarerIkke                   // FK Organisation does not answer
)

// Organisation is FK Organisation as it stands while a page is made.
type Organisation struct {
	Trae       *organisation.Trae // nil when nothing is known
	SvarerIkke bool               // Trae, if any, is the last known
	Hentet     time.Time          // when Trae was fetched; may be zero
	Omstilling string             // the municipality's switchboard; may be empty
}

// Find is the name of a unit, and whether it is known.
func (o Organisation) Find(id oio.UUID) (string, bool) {
	if o.Trae == nil {
		return "", false
	}
	unit, found := o.Trae.Find(id)
	if !found {
		return "", false
	}
	return unit.Navn, true
}

// Kontakt is the responsible unit as looked up by its KOMBIT id, with the way to reach it (R113).
type Kontakt struct {
	Udfald       Udfald
	Enhed        string // the responsible unit: FK Organisation's name, or the sent one
	Sendt        string // the sent name, when it differs
	Kontaktenhed string // whose details these are, when not the unit's own
	Telefon      string
	Email        string
	Adresse      string
	Telefontid   string
	Aabningstid  string
	Idag         string // when it can be rung today: «kl. 9–14 i dag», «lukket i dag»; empty where that cannot be told
	Henvendelse  string // the unit that has the case's KLE area as its task, where that is another (06 §1.4)
	HenvendTlf   string
	Over         string // the unit above
	Bemaerkning  string // what the reader must know about these details; empty when all is well
}

// Kontakten looks a responsible unit up (R113). The identity is right when identity and sent name disagree.
func Kontakten(sendt oio.Aktoer, org Organisation) Kontakt {
	if org.Trae == nil {
		return Kontakt{Udfald: SvarerIkke, Enhed: sendt.Navn, Telefon: org.Omstilling, Kontaktenhed: switchboard(org),
			Bemaerkning: "FK Organisation svarer ikke lige nu. Navnet er det, der blev sendt med sagen. " + call(org)}
	}
	k := lookup(sendt, org)
	if org.SvarerIkke {
		k.Udfald = SvarerIkke
		when := ""
		if !org.Hentet.IsZero() {
			when = ", hentet " + sprog.Tidspunkt(org.Hentet)
		}
		k.Bemaerkning = joined("FK Organisation svarer ikke lige nu. Du ser de senest kendte oplysninger"+when+".", k.Bemaerkning)
	}
	return k
}

func lookup(sendt oio.Aktoer, org Organisation) Kontakt {
	unit, found := org.Trae.Find(sendt.UUID)
	if !found || !unit.Aktiv() {
		why := "Enheden findes ikke i FK Organisation. "
		if found {
			why = "Enheden er lukket i FK Organisation. "
		}
		return Kontakt{Udfald: Ukendt, Enhed: sendt.Navn, Telefon: org.Omstilling, Kontaktenhed: switchboard(org), Bemaerkning: why + call(org)}
	}
	k := Kontakt{Udfald: Fundet, Enhed: unit.Navn}
	if sendt.Navn != unit.Navn {
		k.Sendt = sendt.Navn
	}
	if above, found := org.Trae.Find(unit.Overordnet); found {
		k.Over = above.Navn
	}
	reachable, found := org.Trae.Kontaktenhed(unit.UUID)
	if !found {
		k.Udfald, k.Telefon, k.Kontaktenhed = Ukendt, org.Omstilling, switchboard(org)
		k.Bemaerkning = "Hverken enheden eller nogen over den har kontaktoplysninger i FK Organisation. " + call(org)
		return k
	}
	k.details(reachable)
	if reachable != unit {
		k.Udfald, k.Kontaktenhed = Ovenover, reachable.Navn
		k.Bemaerkning = "Enheden har ingen kontaktoplysninger i FK Organisation. Du ser dem fra " + reachable.Navn + ", som er den nærmeste over den."
	}
	return k
}

func (k *Kontakt) details(e *organisation.Enhed) {
	k.Telefon, k.Email, k.Adresse = e.Adresse("telefon"), e.Adresse("email"), e.Adresse("henvendelsessted")
	k.Telefontid, k.Aabningstid = e.Adresse("telefontid"), e.Adresse("aabningstid")
}

func switchboard(org Organisation) string {
	if org.Omstilling == "" {
		return ""
	}
	return "Kommunens omstilling"
}

func call(org Organisation) string {
	if org.Omstilling == "" {
		return "Ring til kommunens omstilling."
	}
	return "Ring til kommunens omstilling på " + org.Omstilling + "."
}

func joined(a, b string) string {
	if b == "" {
		return a
	}
	return a + " " + b
}
