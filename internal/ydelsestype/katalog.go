// Package ydelsestype is the catalogue of common service types a local service can be mapped to: an embedded table of
// facts (key, list, law, paragraph, name, kind, KLE number) with the releases each fact holds in, and a second table of
// what was decided not to become a type (R031–R046). The order of releases and the difference between two are part of it
// (R024, R047–R049), so is which types map themselves (R020) and which a person may choose (R021).
//
// It makes no suggestions, knows no municipality's decisions and derives no KLE numbers: where a source states none, the
// field is empty. The definitions and examples of the code lists are not here; they come by import.
//
// A key is `system#code` where the type has a code (FSIII#H1.11), else the slug of law, paragraph and name as they stood
// when the table was first written. Should two types ever share a code under different laws, the law's slug is appended
// (FSIII#code/sul-119), never a number that depends on order. A key is for ever: a type whose title, paragraph or kind
// changes keeps its key and gets a new row. The golden file of the tests holds every key ever given out.
package ydelsestype

import (
	"fmt"
	"slices"
	"strings"
)

// Art is the kind of a service type, by the deck's three definitions (R024).
type Art string

// The three kinds: money is paid to the citizen, someone's time is given, or a thing is handed over.
const (
	Monetaer         Art = "monetær"
	Ressourcemaessig Art = "ressourcemæssig"
	Fysisk           Art = "fysisk"
)

// Liste is the part of the catalogue a type stands in.
type Liste string

// The lists. The first two map themselves (R020); the alternatives exist because those cannot be chosen (R021).
const (
	FSIIIClassic           Liste = "FSIII classic"
	FFB                    Liste = "FFB"
	FSIIIForebyggelse      Liste = "FSIII forebyggelse og genoptræning"
	FSIIIAeldrelov         Liste = "FSIII ældrelov"
	FSIIIHjaelpemidler     Liste = "FSIII hjælpemidler"
	FBOE                   Liste = "FBØ sundhedspleje"
	LTT                    Liste = "LTT"
	AlternativFFB          Liste = "Alternativ til FFB"
	AlternativForebyggelse Liste = "Alternativ til forebyggelse og genoptræning"
	IkkeStandardiseret     Liste = "ikke standardiseret"
)

// Koordinerende 0-ydelse under SEL §83, the one automatic type people choose (R021, R032).
const koordinerende0ydelse = "FSIII#H7.2"

// kodeSkille stands between code system and code in a key.
const kodeSkille = "#"

// Lister is every list, in the order the help sheet shows them.
func Lister() []Liste {
	return []Liste{
		FSIIIClassic, FSIIIForebyggelse, FSIIIAeldrelov, FSIIIHjaelpemidler, FFB, FBOE, LTT,
		AlternativForebyggelse, AlternativFFB, IkkeStandardiseret,
	}
}

// Release names a state of the catalogue by year and month, so releases compare as text.
type Release string

// The known releases (R047–R049).
const (
	FoerDeck Release = "2024-03" // before the workshop of April 2024
	Deck     Release = "2024-04" // the workshop: new types (R047) and changed ones (R048)
	Maj2025  Release = "2025-05" // the code lists of 2025; Barnets lov's catalogue is still to come (R053)
)

// Type is one common service type as it stands in one release.
type Type struct {
	Noegle        string
	Liste         Liste
	Lov, Paragraf string // as the catalogue writes them: "SEL", "§ 83, stk. 1, nr. 1"; empty where no legal basis is known
	Navn          string
	Art           Art
	KLE           string  // only where a source states it (R024)
	Kode          string  // the code system's own code; empty where the type has none
	Fra, Til      Release // Til is exclusive and empty while the row holds
}

// Standard is the code system of the type ("FSIII", "FFB", "FBØ", "LTT"), or empty where it has no code.
func (t Type) Standard() string {
	system, _, coded := strings.Cut(t.Noegle, kodeSkille)
	if !coded {
		return ""
	}
	return system
}

// Findes reports whether the row holds in a release.
func (t Type) Findes(r Release) bool { return t.Fra <= r && (t.Til == "" || r < t.Til) }

// Katalog is the catalogue in one release. It is not changed after it is made and may be shared.
type Katalog struct {
	release Release
	typer   []Type
	noegler map[string]int
	koder   map[string]int
}

// New makes a catalogue of the types that hold in a release, for catalogues that come by import. Two types of one key, a
// type without key or name, and an unknown kind are refused.
func New(r Release, typer []Type) (*Katalog, error) {
	k := &Katalog{release: r, noegler: map[string]int{}, koder: map[string]int{}}
	for _, t := range typer {
		if err := t.valid(); err != nil {
			return nil, err
		}
		if t.Findes(r) {
			k.typer = append(k.typer, t)
		}
	}
	slices.SortFunc(k.typer, func(a, b Type) int { return strings.Compare(a.Noegle, b.Noegle) })
	for i, t := range k.typer {
		if _, taken := k.noegler[t.Noegle]; taken {
			return nil, fmt.Errorf("catalogue %s: key %s occurs twice", r, t.Noegle)
		}
		k.noegler[t.Noegle] = i
		code := kodeNoegle(t.Standard(), t.Kode)
		if _, taken := k.koder[code]; t.Kode != "" && !taken {
			k.koder[code] = i
		}
	}
	return k, nil
}

func (t Type) valid() error {
	if t.Noegle == "" || t.Navn == "" {
		return fmt.Errorf("catalogue: a type needs key and name, got key %q and name %q", t.Noegle, t.Navn)
	}
	switch t.Art {
	case Monetaer, Ressourcemaessig, Fysisk:
		return nil
	}
	return fmt.Errorf("catalogue: %s: kind must be monetær, ressourcemæssig or fysisk, not %q", t.Noegle, t.Art)
}

// Release names the state of the catalogue.
func (k *Katalog) Release() Release { return k.release }

// Typer is every type of the release, sorted by key. The slice is the caller's own.
func (k *Katalog) Typer() []Type { return slices.Clone(k.typer) }

// Antal is the number of types.
func (k *Katalog) Antal() int { return len(k.typer) }

// Find looks a type up by its key.
func (k *Katalog) Find(noegle string) (Type, bool) {
	i, found := k.noegler[noegle]
	if !found {
		return Type{}, false
	}
	return k.typer[i], true
}

// FindKode looks a type up by the code system ("FSIII", "FFB", "FBØ", "LTT") and its code, which is how a ydelse of FSIII
// or FFB maps itself (R020). Codes that are UUIDs are found with hyphens or underscores, in upper or lower case: the
// published lists write both.
func (k *Katalog) FindKode(standard, kode string) (Type, bool) {
	i, found := k.koder[kodeNoegle(standard, kode)]
	if !found {
		return Type{}, false
	}
	return k.typer[i], true
}

func kodeNoegle(standard, kode string) string {
	kode = strings.TrimSpace(kode)
	if folded := strings.ReplaceAll(strings.ToLower(kode), "_", "-"); isUUID(folded) {
		kode = folded
	}
	return standard + kodeSkille + kode
}

func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		if hyphen != (s[i] == '-') || (!hyphen && !strings.ContainsRune("0123456789abcdef", rune(s[i]))) {
			return false
		}
	}
	return true
}
