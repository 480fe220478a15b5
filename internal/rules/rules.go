// Package rules is the numbered rules of the domain, each a value with its text, what kind of rule it is and where it acts.
// Guards live here whole: a pure check of a decision against a snapshot, with words that say what is wrong and what to do.
//
// It asks nobody and keeps nothing; whoever takes a decision hands it a Snapshot and heeds the answer.
package rules

import (
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/suggest"
)

// Slags is what kind of rule it is.
type Slags string

// The kinds of the catalogue.
const (
	Vagt    Slags = "guard"     // refused, or must be confirmed
	Tjek    Slags = "check"     // a finding
	Adfaerd Slags = "behaviour" // just so
	Visning Slags = "view"      // must be seen
)

// Regel is one rule.
type Regel struct {
	Nummer  string `json:"nummer"`
	Slags   Slags  `json:"slags"`
	Dansk   string `json:"dansk"`
	English string `json:"english"`
	Hvor    string `json:"hvor"` // the package, command or page where it acts
}

// Snapshot is what guards look at.
type Snapshot struct {
	Grundlag *projection.Grundlag
	KLE      *kle.Plan // the newest import, that is what may be chosen from
	Idag     oio.Dato
	// Sager counts the cases of a sagstype by enhed.
	Sager func(sagstype string) (map[string]int, error)

	// The rest is for the checks; guards do without.
	Noter   *mapping.Noter
	Politik politik.Politik
	Tal     *projection.Optaelling
	// Organisationsaendringer is what imports have changed about mapped units, oldest first (R079).
	Organisationsaendringer []organisation.Aendring
	// IkkeMappes recognises names that are not to be mapped (R031–R046), with the rule and its advice in Danish.
	IkkeMappes func(suggest.Opgave) (regel, dansk string, ok bool)
}

// Brud is a guard's refusal.
type Brud struct {
	Regel      string
	English    string
	Dansk      string
	KanTrodses bool // a person may override it with a reason, which is kept
}

// Error is the English sentence with the rule's number.
func (b *Brud) Error() string { return b.Regel + ": " + b.English }

// vagt is one guard over decisions. It gives nil when the decision passes.
type vagt struct {
	art    mapping.Art
	proeve func(mapping.Beslutning, *Snapshot) (*Brud, error)
}

var vagter = []vagt{
	{mapping.Sagstype, kendt},
	{mapping.Ydelse, kendt},
	{mapping.Enhed, kendt},
	{mapping.Tilbagehold, kendt},
	{mapping.Tilbagehold, tilbageholdBegrundet},
	{mapping.Sagstype, seksCifre},
	{mapping.Sagstype, iKraft},
	{mapping.Sagstype, ydelserMappet},
	{mapping.Sagstype, enhederFundet},
	{mapping.Ydelse, typeValgbar},
	{mapping.Ydelse, ikkePakke},
	{mapping.Enhed, kombitFindes},
	{mapping.Enhed, kombitFri},
}

// Proev holds a decision against every guard and gives the first refusal. A refusal that may be overridden is passed over
// when the decision says why (Trods).
func Proev(b mapping.Beslutning, s *Snapshot) error {
	for _, v := range vagter {
		if v.art != b.Art {
			continue
		}
		brud, err := v.proeve(b, s)
		if err != nil {
			return err
		}
		if brud != nil && !(brud.KanTrodses && b.Trods != "") {
			return brud
		}
	}
	return nil
}
