package visning

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/rules"
)

// Indstilling is what citizens see of one KLE number and of those below it that have none of their own (06 B4–B12).
type Indstilling struct {
	Aktiv        bool       `json:"aktiv"`                  // B4
	Systemer     []oio.UUID `json:"systemer,omitempty"`     // B5: only what these source systems deliver; empty: all
	Fradato      oio.Dato   `json:"fradato,omitzero"`       // B6: no case made before; zero: all
	AktiveAltid  bool       `json:"aktiveAltid,omitempty"`  // B7: the date does not hold for open cases and their services
	Sagstitel    bool       `json:"sagstitel,omitempty"`    // B9: the source's case title instead of the KLE topic
	Dokumenter   bool       `json:"dokumenter,omitempty"`   // B11: titles of documents
	Journalnoter bool       `json:"journalnoter,omitempty"` // B12
}

// Proev holds a setting against the rules: the date is at the latest the last day of the year in which the number must be shown (06 B8).
func (i *Indstilling) Proev(idag oio.Dato) *rules.Brud {
	year, _, _ := idag.Parts()
	if last := oio.Dato(year*10000 + 1231); i.Fradato > last {
		return &rules.Brud{Regel: "B8", English: "the date is at the latest " + last.String() + ", the year in which the number is to be shown",
			Dansk: "fradatoen må højst være 31. december i det år, nummeret skal vises"}
	}
	return nil
}

func (i *Indstilling) tager(system oio.UUID) bool {
	return len(i.Systemer) == 0 || slices.Contains(i.Systemer, system)
}

// kleNummer is a number of two, four or six digits with dots between.
var kleNummer = regexp.MustCompile(`^\d\d(\.\d\d){0,2}$`)

// ErNummer reports whether a text is a KLE number of two, four or six digits.
func ErNummer(text string) bool { return kleNummer.MatchString(text) }

// Over is the number above: of 27.35.04 it is 27.35, of 27 nothing.
func Over(number string) string {
	if len(number) < len("27.35") {
		return ""
	}
	return number[:len(number)-3]
}

// OmraadeFaktum is the decision about a number; nil takes it back, so that what holds above it holds.
func OmraadeFaktum(number string, i *Indstilling) program.Faktum {
	f := program.Faktum{Emne: program.Omraade, Kode: number}
	if i != nil {
		text, _ := json.Marshal(i) // flags, dates and identities always can
		f.Tekst = string(text)
	}
	return f
}

// Valg are the choices that hold for all numbers. The zero value is the default.
type Valg struct {
	SkjultSagsYdelser bool // B15: services are shown although their case is not
}

// VisYdelserUdenSag is the code of the choice to show services although their case is hidden; its value is ja, or empty for the default (06 B15).
const VisYdelserUdenSag = "vis-ydelser-uden-sag"

// Ja is the value of a choice that is taken.
const Ja = "ja"

// Visninger is what a municipality has decided about its two readers, ready to be asked. It is never changed, so pages may share it.
type Visninger struct {
	Valg    Valg
	Stand   *program.Stand
	Lukkede []Tekst // areas that citizens do not see yet, in order (S9)
	Fra     []Fra   // areas of which cases are shown since a day, in order of the numbers (06 §2.5)

	aabne    map[Laeser][]oio.UUID
	omraader map[string]Indstilling
	tekster  map[string]Tekst
}

// Af makes it out of the history of facts, oldest first. A decision that cannot be read shows nothing rather than too much.
func Af(history []program.Faktum) *Visninger {
	s := program.NyStand(history)
	v := &Visninger{Stand: s, omraader: map[string]Indstilling{}, tekster: map[string]Tekst{},
		aabne: map[Laeser][]oio.UUID{Sapa: Aabne(s, Sapa), Borgerblik: Aabne(s, Borgerblik)}}
	s.Alle(program.Omraade, func(f program.Faktum) bool {
		var i Indstilling
		if f.Tekst == "" {
			return true
		}
		if json.Unmarshal([]byte(f.Tekst), &i) != nil {
			i = Indstilling{}
		}
		v.omraader[f.Kode] = i
		return true
	})
	s.Alle(program.Borgertekst, func(f program.Faktum) bool {
		var text Tekst
		if f.Tekst != "" && json.Unmarshal([]byte(f.Tekst), &text) == nil {
			v.tekster[f.Kode] = text
		}
		return true
	})
	s.Alle(program.Borgervalg, func(f program.Faktum) bool {
		if f.Kode == VisYdelserUdenSag {
			v.Valg.SkjultSagsYdelser = f.Tekst == Ja
		}
		return true
	})
	return v
}

// Alt is a municipality that shows citizens everything of the given systems, for tests and measurements.
func Alt(systems ...oio.UUID) *Visninger {
	var history []program.Faktum
	for _, system := range systems {
		history = append(history, program.Faktum{Emne: program.Aabnet, Kode: Aabning(Borgerblik, system), Dato: 20000101},
			program.Faktum{Emne: program.Aabnet, Kode: Aabning(Sapa, system), Dato: 20000101})
	}
	for group := range 100 {
		history = append(history, OmraadeFaktum(string([]byte{byte('0' + group/10), byte('0' + group%10)}), &Indstilling{Aktiv: true}))
	}
	return Af(history)
}

// Aaben reports whether a source system is opened for a reader (R111).
func (v *Visninger) Aaben(l Laeser, system oio.UUID) bool { return slices.Contains(v.aabne[l], system) }

// Aabne are the source systems opened for a reader, in order; empty, never nil, while there are none (R111).
func (v *Visninger) Aabne(l Laeser) []oio.UUID { return v.aabne[l] }

// Omraade is what holds for a number, and the number it was decided for: itself or one above. The most exact one wins whole. Without any
// decision nothing is shown, and the number is empty.
func (v *Visninger) Omraade(number string) (Indstilling, string) {
	for at := number; at != ""; at = Over(at) {
		if i, found := v.omraader[at]; found {
			return i, at
		}
	}
	return Indstilling{}, ""
}

// Egne are the numbers with a decision of their own, in order.
func (v *Visninger) Egne() []string {
	numbers := make([]string, 0, len(v.omraader))
	for number := range v.omraader {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// Klasse is a KLE number and its title.
type Klasse struct{ Nummer, Titel string }

// Fra is an area of which only cases made since a day are shown.
type Fra struct {
	Tekst Tekst
	Dato  oio.Dato
}

// MedBrugte is v with the areas shown since a day, and the list of areas that citizens do not see yet: those of the given numbers in use, and those decided against, that are
// not activated. A group of which nothing in use is shown is told by its own name.
func (v *Visninger) MedBrugte(used []string, title func(string) string) *Visninger {
	numbers := append([]string{}, used...)
	for number, i := range v.omraader {
		if !i.Aktiv {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	shown := map[string]bool{}
	for _, number := range numbers {
		if i, _ := v.Omraade(number); i.Aktiv {
			shown[gruppe(number)] = true
		}
	}
	made := *v
	made.Lukkede, made.Fra = nil, nil
	for _, number := range v.Egne() {
		if i := v.omraader[number]; i.Aktiv && i.Fradato != 0 {
			made.Fra = append(made.Fra, Fra{v.OmraadeTekst(number, title(number)), i.Fradato})
		}
	}
	seen := map[string]bool{}
	for _, number := range slices.Compact(numbers) {
		if i, _ := v.Omraade(number); i.Aktiv {
			continue
		}
		name := number
		if group := gruppe(number); !shown[group] && (title(group) != "" || v.harTekst(group)) {
			name = group
		}
		if !seen[name] {
			seen[name] = true
			made.Lukkede = append(made.Lukkede, v.OmraadeTekst(name, title(name)))
		}
	}
	slices.SortFunc(made.Lukkede, func(a, b Tekst) int { return strings.Compare(a.Navn, b.Navn) })
	made.Lukkede = slices.CompactFunc(made.Lukkede, func(a, b Tekst) bool { return a.Navn == b.Navn })
	made.Lukkede = slices.DeleteFunc(made.Lukkede, func(t Tekst) bool { return t.Navn == "" })
	return &made
}

// gruppe is the group of a number: 27.35 of 27.35.04.
func gruppe(number string) string { return number[:min(len(number), len("27.35"))] }
