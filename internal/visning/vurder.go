package visning

import (
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// Kode is which rule keeps an object from a citizen.
type Kode string

// The reasons, in the order they are looked for: cheap and safe first (06 §2.3).
const (
	Vises       Kode = "vises"
	UdenCPR     Kode = "uden-cpr"       // B2: the primary party is no person with a CPR number
	IkkePrimaer Kode = "ikke-primaer"   // B1, B3: it is another's
	Undtaget    Kode = "undtaget"       // B15: marked by the source
	IkkeAabnet  Kode = "ikke-aabnet"    // B16: the source system is not opened
	IkkeAktivt  Kode = "ikke-aktiveret" // B4
	AndetSystem Kode = "andet-system"   // B5
	FoerFradato Kode = "foer-fradato"   // B6, B7
	ManglerType Kode = "uden-type"
	IkkeAfsendt Kode = "ikke-afsendt" // the ledger says why it is not in the index
)

// sider is where the settings are.
const sider = "/borgerblik/"

// Grund is why an object is shown or not, in one sentence for the municipality's staff, with the way to the setting.
type Grund struct {
	Kode    Kode
	Regel   string // of 06, such as B4, or of 01
	Tekst   string // "KLE 27.69.36 er ikke aktiveret"
	Adresse string // where it is set; empty when no setting here changes it
}

// Vurdering is the answer about one object.
type Vurdering struct {
	Vist    bool
	Grund   Grund
	Hvordan Indstilling // what holds for a shown one
	UdenSag bool        // B15: a service whose case is hidden: without the case's unit
}

// Sag is what is known of a case besides its object.
type Sag struct {
	Sag      *oio.Sag
	Undtaget bool // the source has marked it "visning undtaget for borger" (B15)
}

// Sagen judges a case for a citizen (06 §2.3): the formula shown, one condition after the other.
func (v *Visninger) Sagen(s Sag, citizen oio.CPR, idag oio.Dato) Vurdering {
	if g, ok := parten(s.Sag.Part.CPR, citizen); !ok {
		return Vurdering{Grund: g}
	}
	if s.Undtaget {
		return Vurdering{Grund: Grund{Undtaget, "B15", "kilden har undtaget sagen fra visning for borgeren", ""}}
	}
	return v.omraadet(s.Sag.KLE.Noegle, s.Sag.System, func(k *Indstilling) (Grund, bool) {
		closed := s.Sag.Status(idag) == oio.Afsluttet
		if s.Sag.Oprettet >= k.Fradato || k.AktiveAltid && !closed {
			return Grund{}, true
		}
		return fradato(s.Sag.KLE.Noegle, k.Fradato, closed), false
	})
}

// Bevillingen judges a grant. sag is its case where the index has it, else nil: then the grant's own first day is held against the date. The
// services of a case that is not shown are hidden with it, unless the municipality has decided otherwise for marked cases (B15).
func (v *Visninger) Bevillingen(b *oio.Bevilling, sag *Sag, citizen oio.CPR, idag oio.Dato) Vurdering {
	if g, ok := parten(b.Part.CPR, citizen); !ok {
		return Vurdering{Grund: g}
	}
	if b.Ydelsestype.UUID.IsZero() {
		return Vurdering{Grund: Grund{ManglerType, "R028", "ydelsen har ingen fælleskommunal type", ""}}
	}
	without := false
	if sag != nil {
		if its := v.Sagen(*sag, citizen, idag); !its.Vist {
			if without = its.Grund.Kode == Undtaget && v.Valg.SkjultSagsYdelser; !without {
				g := its.Grund
				g.Tekst = "sagen vises ikke: " + g.Tekst
				if g.Kode == Undtaget {
					g.Adresse = sider + "valg"
				}
				return Vurdering{Grund: g}
			}
		}
	}
	made := v.omraadet(b.KLE.Noegle, b.System, func(k *Indstilling) (Grund, bool) {
		begun, closed := b.Periode.Fra, b.Periode.Til != 0 && b.Periode.Til <= idag
		if sag != nil {
			begun, closed = sag.Sag.Oprettet, sag.Sag.Status(idag) == oio.Afsluttet
		}
		if begun >= k.Fradato || k.AktiveAltid && !closed {
			return Grund{}, true
		}
		return fradato(b.KLE.Noegle, k.Fradato, closed), false
	})
	made.UdenSag = without && made.Vist
	return made
}

// parten is B1–B3: only the primary party, only by CPR.
func parten(part, citizen oio.CPR) (Grund, bool) {
	switch {
	case part.IsZero():
		return Grund{UdenCPR, "B2", "sagens part er ikke en person med CPR-nummer", ""}, false
	case part != citizen:
		return Grund{IkkePrimaer, "R112", "borgeren er ikke primær part", ""}, false
	}
	return Grund{}, true
}

// omraadet is B16, B4 and B5, and then what the date says (B6, B7).
func (v *Visninger) omraadet(number string, system oio.ITSystem, date func(*Indstilling) (Grund, bool)) Vurdering {
	k, at := v.Omraade(number)
	address := sider + "omraade/" + number
	if at != "" {
		address = sider + "omraade/" + at
	}
	name := firstText(system.Navn, "systemet")
	switch {
	case !v.Aaben(Borgerblik, system.UUID):
		return Vurdering{Grund: Grund{IkkeAabnet, "R111", name + " er ikke åbnet for Borgerblikket", sider + "aabninger"}}
	case !k.Aktiv:
		return Vurdering{Grund: Grund{IkkeAktivt, "B4", "KLE " + number + " er ikke aktiveret", address}}
	case !k.tager(system.UUID):
		return Vurdering{Grund: Grund{AndetSystem, "B5", "KLE " + number + " vises ikke fra " + name, address}}
	}
	if g, ok := date(&k); !ok {
		g.Adresse = address
		return Vurdering{Grund: g}
	}
	return Vurdering{Vist: true, Grund: Grund{Kode: Vises, Regel: "B4", Tekst: "vises: KLE " + number + " er aktiveret", Adresse: address}, Hvordan: k}
}

func fradato(number string, date oio.Dato, closed bool) Grund {
	word := "oprettet"
	if closed {
		word = "afsluttet"
	}
	return Grund{Kode: FoerFradato, Regel: "B6", Tekst: word + " før fradatoen " + sprog.Dato(date) + " (KLE " + number + ")"}
}
