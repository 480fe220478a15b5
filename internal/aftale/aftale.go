// Package aftale is the service agreements of a municipality: which system has which right at which service on its behalf, how far each has
// come (R065: the vendor requests, the municipality approves), and whether it holds now. They are read from the facts that were kept about
// them, so there is one record, which the exporter, the token service and the flight list all ask.
//
// It keeps nothing itself, calls nobody, and knows no certificate but by its fingerprint.
package aftale

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Tjeneste is a shared service an agreement is with.
type Tjeneste string

// The services.
const (
	SDI            Tjeneste = program.SDI
	YDI            Tjeneste = program.YDI
	YdelseHent     Tjeneste = "ydelse-hent"
	Klassifikation Tjeneste = "klassifikation"
	Organisation   Tjeneste = "organisation"
)

// Tjenester are all of them, in the order they are shown.
var Tjenester = []Tjeneste{SDI, YDI, YdelseHent, Klassifikation, Organisation}

var tjenestenavne = map[Tjeneste]string{SDI: "FK Sags- og Dokumentindeks", YDI: "FK Ydelsesindeks", YdelseHent: "YdelseHent", Klassifikation: "FK Klassifikation", Organisation: "FK Organisation"}

// Navn is what people call it.
func (t Tjeneste) Navn() string { return tjenestenavne[t] }

// Ret is what an agreement lets a system do at a service.
type Ret string

// The rights (05a §4.6): to write, and to be given.
const (
	Rediger Ret = "Rediger"
	Udstil  Ret = "Udstil"
)

// Tilstand is how far an agreement has come.
type Tilstand string

// The states. Godkendt and Aktiv hold; nothing else does.
const (
	Ingen    Tilstand = ""
	Anmodet  Tilstand = "anmodet"
	Godkendt Tilstand = "godkendt"
	Aktiv    Tilstand = "aktiv"
	Opsagt   Tilstand = "opsagt"
)

// Dansk is the state in a word for people.
func (t Tilstand) Dansk() string {
	if t == Ingen {
		return "Ikke anmodet"
	}
	return strings.ToUpper(string(t[:1])) + string(t[1:])
}

// Skridt is one step of an agreement: to which state, when, by whom, and why where that was said.
type Skridt struct {
	Til   Tilstand `json:"til"`
	Dato  oio.Dato `json:"dato"`
	Af    string   `json:"af"`
	Grund string   `json:"grund,omitempty"`
}

// Aftale is one agreement. A System without an identity is the municipality's own care record, whatever the policy says that is.
type Aftale struct {
	System       oio.ITSystem   `json:"system,omitzero"`
	Tjeneste     Tjeneste       `json:"tjeneste"`
	Ret          Ret            `json:"ret"`
	KLE          []string       `json:"kle,omitempty"`        // what it may see; none: all
	Foelsomhed   oio.Foelsomhed `json:"foelsomhed,omitempty"` // up to which sensitivity; zero: any
	Certifikater []string       `json:"certifikater,omitempty"`
	Skridt       []Skridt       `json:"skridt"`
}

// eget is how the municipality's own care record stands in an agreement's code.
const eget = "eoj"

// Egen reports whether it is the municipality's own care record's.
func (a *Aftale) Egen() bool { return a.System.UUID.IsZero() }

// Noegle names the agreement among the municipality's.
func (a *Aftale) Noegle() string {
	system := eget
	if !a.Egen() {
		system = a.System.UUID.String()
	}
	return system + "/" + string(a.Tjeneste) + "/" + string(a.Ret)
}

// Tilstand is how far it has come.
func (a *Aftale) Tilstand() Tilstand {
	if len(a.Skridt) == 0 {
		return Ingen
	}
	return a.Skridt[len(a.Skridt)-1].Til
}

// Gaelder reports whether it holds: it was approved, and nobody has withdrawn it.
func (a *Aftale) Gaelder() bool { return a.Tilstand() == Godkendt || a.Tilstand() == Aktiv }

// Sidst is the last step to a state; false when it was never there.
func (a *Aftale) Sidst(t Tilstand) (Skridt, bool) {
	for i := len(a.Skridt) - 1; i >= 0; i-- {
		if a.Skridt[i].Til == t {
			return a.Skridt[i], true
		}
	}
	return Skridt{}, false
}

// Navn is the agreement in words.
func (a *Aftale) Navn() string { return a.Tjeneste.Navn() + ", " + string(a.Ret) }

// Faktum is the record as it is kept.
func (a *Aftale) Faktum() program.Faktum {
	text, err := json.Marshal(a)
	if err != nil {
		panic(fmt.Errorf("aftale: %w", err)) // all its fields can be written
	}
	last := a.Skridt[len(a.Skridt)-1]
	return program.Faktum{Af: last.Af, Emne: program.Serviceaftale, Kode: a.Noegle(), Dato: last.Dato, Tekst: string(text)}
}

// Af reads a record back. What cannot be read holds nothing: a limit that is passed over is a hole.
func Af(f program.Faktum) (Aftale, error) {
	var a Aftale
	if err := json.Unmarshal([]byte(f.Tekst), &a); err != nil {
		return Aftale{}, fmt.Errorf("service agreement %s: %w", f.Kode, err)
	}
	if a.Noegle() != f.Kode || a.Tjeneste.Navn() == "" || a.Ret != Rediger && a.Ret != Udstil || len(a.Skridt) == 0 {
		return Aftale{}, fmt.Errorf("service agreement %s: not one", f.Kode)
	}
	return a, nil
}

// Bog is a municipality's agreements as they stand.
type Bog map[string]Aftale

// Laes reads the agreements from what holds. An approval that was noted before there were records is one of the export's own two.
func Laes(facts *program.Stand) Bog {
	b := Bog{}
	for _, t := range []Tjeneste{SDI, YDI} {
		if f, approved := facts.Dag(program.Aftale, string(t)); approved {
			a := Aftale{Tjeneste: t, Ret: Rediger, Skridt: []Skridt{{Til: Anmodet, Dato: f.Dato, Af: f.Af}, {Til: Godkendt, Dato: f.Dato, Af: f.Af, Grund: f.Tekst}}}
			b[a.Noegle()] = a
		}
	}
	facts.Alle(program.Serviceaftale, func(f program.Faktum) bool {
		a, err := Af(f)
		if err != nil {
			delete(b, f.Kode)
			return true
		}
		b[f.Kode] = a
		return true
	})
	return b
}

// Egen is an agreement of the municipality's own care record; one that was never requested has no step.
func (b Bog) Egen(t Tjeneste, r Ret) Aftale {
	empty := Aftale{Tjeneste: t, Ret: r}
	if a, found := b[empty.Noegle()]; found {
		return a
	}
	return empty
}

// Alle are the agreements: the municipality's own first, then by system, service and right.
func (b Bog) Alle() []Aftale {
	return slices.SortedFunc(maps.Values(b), func(x, y Aftale) int {
		switch {
		case x.Egen() != y.Egen():
			if x.Egen() {
				return -1
			}
			return 1
		case x.System.UUID != y.System.UUID:
			return strings.Compare(x.System.Navn+x.System.UUID.String(), y.System.Navn+y.System.UUID.String())
		case x.Tjeneste != y.Tjeneste:
			return slices.Index(Tjenester, x.Tjeneste) - slices.Index(Tjenester, y.Tjeneste)
		}
		return strings.Compare(string(x.Ret), string(y.Ret))
	})
}

// MedEgne are the agreements, with those the export and the import need whether anybody has requested them or not.
func (b Bog) MedEgne() []Aftale {
	whole := maps.Clone(b)
	for _, needed := range []Aftale{{Tjeneste: SDI, Ret: Rediger}, {Tjeneste: YDI, Ret: Rediger}, {Tjeneste: Klassifikation, Ret: Udstil}} {
		if _, found := whole[needed.Noegle()]; !found {
			whole[needed.Noegle()] = needed
		}
	}
	return whole.Alle()
}
