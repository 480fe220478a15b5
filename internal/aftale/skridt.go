package aftale

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Nej is why a step cannot be taken.
type Nej struct{ English, Dansk string }

// Error implements error.
func (n *Nej) Error() string { return n.English }

func nej(english, dansk string) *Nej { return &Nej{english, dansk} }

// naeste are the steps from each state. From an approval there is a way back to the request, for one that was noted by mistake, and an
// approval may be noted anew with its right day.
var naeste = map[Tilstand][]Tilstand{
	Ingen:    {Anmodet},
	Anmodet:  {Godkendt, Opsagt},
	Godkendt: {Aktiv, Opsagt, Anmodet, Godkendt},
	Aktiv:    {Opsagt, Anmodet},
	Opsagt:   {Anmodet},
}

// foerst is what must be done before a state can be reached, in both languages.
var foerst = map[Tilstand][2]string{
	Godkendt: {"the vendor requests it first", "leverandøren skal anmode om aftalen, før den kan godkendes"},
	Aktiv:    {"the municipality approves it first", "kommunen skal godkende aftalen, før den kan sættes i kraft"},
	Opsagt:   {"there is nothing to withdraw", "der er ingen aftale at sige op"},
	Anmodet:  {"it is requested already", "der er allerede anmodet om aftalen"},
}

// Tag gives the agreement with one more step. Order is kept (R065), no day lies before the one of the step before, and whoever withdraws
// says why.
func (a Aftale) Tag(s Skridt, idag oio.Dato) (Aftale, *Nej) {
	s.Af, s.Grund = strings.TrimSpace(s.Af), strings.TrimSpace(s.Grund)
	now := a.Tilstand()
	switch {
	case !slices.Contains(naeste[now], s.Til):
		why, known := foerst[s.Til]
		if !known {
			why = [2]string{"there is no such step", "det skridt findes ikke"}
		}
		return a, nej(a.Noegle()+": "+why[0], why[1])
	case s.Af == "" || s.Dato == 0:
		return a, nej("a step needs a date and who took it", "skriv, hvornår og af hvem")
	case s.Dato > idag:
		return a, nej(fmt.Sprintf("%s lies in the future; enter what has happened", s.Dato), "datoen ligger i fremtiden; skriv det ind, når det er sket")
	case s.Til == Opsagt && s.Grund == "":
		return a, nej("say why it is withdrawn (--grund)", "skriv, hvorfor aftalen siges op")
	case s.Til != now && len(a.Skridt) > 0 && s.Dato < a.Skridt[len(a.Skridt)-1].Dato:
		last := a.Skridt[len(a.Skridt)-1]
		return a, nej(fmt.Sprintf("it was %s %s, so this cannot be earlier", last.Til, last.Dato), fmt.Sprintf("aftalen blev %s %s, så dette kan ikke være før", last.Til, last.Dato))
	}
	a.Skridt = append(slices.Clip(slices.Clone(a.Skridt)), s)
	return a, nil
}

// Proev holds a record against the one it replaces: its steps go on from there, one by one and in order, and what it covers is settled when
// it has been approved. Only the certificates may be exchanged at any time, since they run out.
func Proev(before, after Aftale, idag oio.Dato) *Nej {
	if len(after.Skridt) < len(before.Skridt) || !slices.Equal(after.Skridt[:len(before.Skridt)], before.Skridt) {
		return nej("what has happened cannot be made otherwise", "det, der er sket, kan ikke laves om")
	}
	settled := before.Gaelder()
	replayed := before
	for _, s := range after.Skridt[len(before.Skridt):] {
		var no *Nej
		if replayed, no = replayed.Tag(s, idag); no != nil {
			return no
		}
		settled = settled && s.Til != Anmodet
	}
	before.Certifikater, after.Certifikater, before.Skridt, after.Skridt = nil, nil, nil, nil
	before.System.Navn, after.System.Navn = "", ""
	if settled && !reflect.DeepEqual(before, after) {
		return nej("an agreement is not changed after it was approved; request a new one", "en godkendt aftale kan ikke ændres; der skal anmodes om en ny")
	}
	return nil
}

// Kort is the short way to note that one of the export's own two agreements was approved, or, without a day, that the approval is taken
// back: it gives the record that comes of it, and whether anything does. anmodet is the day of the request, where it is known.
func Kort(f program.Faktum, b Bog, anmodet, idag oio.Dato) (made program.Faktum, any bool, no *Nej) {
	a := b.Egen(Tjeneste(f.Kode), Rediger)
	steps := []Skridt{{Til: Godkendt, Dato: f.Dato, Af: f.Af, Grund: f.Tekst}}
	switch now := a.Tilstand(); {
	case f.Dato == 0 && !a.Gaelder():
		return f, false, nil
	case f.Dato == 0:
		steps = []Skridt{{Til: Anmodet, Dato: idag, Af: f.Af, Grund: "godkendelsen er taget tilbage"}}
	case now == Aktiv:
		return f, false, nej("it is active already", "aftalen er allerede i kraft")
	case now == Ingen, now == Opsagt:
		day := f.Dato
		if now == Ingen && anmodet != 0 {
			day = min(anmodet, f.Dato)
		}
		steps = []Skridt{{Til: Anmodet, Dato: day, Af: f.Af}, steps[0]}
	}
	for _, s := range steps {
		if a, no = a.Tag(s, idag); no != nil {
			return f, false, no
		}
	}
	made = a.Faktum()
	made.Nr, made.Tid, made.Af = f.Nr, f.Tid, f.Af
	return made, true, nil
}
