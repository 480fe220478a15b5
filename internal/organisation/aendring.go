package organisation

import (
	"time"

	"indeksbro/internal/oio"
)

// Aendringsslags is what happened to a unit.
type Aendringsslags string

// What can happen to a unit that an enhed is mapped to (R079), worst first.
const (
	Forsvundet Aendringsslags = "forsvundet" // no longer in FK Organisation
	Lukket     Aendringsslags = "lukket"     // there, but no longer active
	Flyttet    Aendringsslags = "flyttet"    // under another unit, perhaps renamed too
	Omdoebt    Aendringsslags = "omdøbt"
)

// Aendring is what one import changed about one unit that an enhed of the care record was mapped to at the time (R079).
type Aendring struct {
	Nr    int64
	Tid   time.Time
	Slags Aendringsslags
	Enhed string // id in the care record
	Foer  Enhed
	Efter Enhed // zero when Forsvundet
	// Over is the name of the unit above, before and after; empty at the top.
	OverFoer, OverEfter string
}

// Aendringer lists what an import changes about the units in mapped, which names for each the enhed of the care record; by the
// unit's name. Other contact details are no such change: they are what a reader should see.
func Aendringer(old, current *Trae, mapped map[oio.UUID]string) []Aendring {
	var changes []Aendring
	for _, before := range old.Alle() {
		enhed, used := mapped[before.UUID]
		if !used || !before.Aktiv() {
			continue
		}
		a := Aendring{Enhed: enhed, Foer: *before, OverFoer: old.navn(before.Overordnet)}
		after, still := current.Find(before.UUID)
		if still {
			a.Efter, a.OverEfter = *after, current.navn(after.Overordnet)
		}
		if a.Slags = slags(before, after); a.Slags != "" {
			changes = append(changes, a)
		}
	}
	return changes
}

// slags tells what happened to a unit; after is nil when it is gone. Empty: nothing that matters.
func slags(before, after *Enhed) Aendringsslags {
	switch {
	case after == nil:
		return Forsvundet
	case !after.Aktiv():
		return Lukket
	case before.Overordnet != after.Overordnet:
		return Flyttet
	case before.Navn != after.Navn:
		return Omdoebt
	}
	return ""
}

func (t *Trae) navn(id oio.UUID) string {
	if e, found := t.units[id]; found {
		return e.Navn
	}
	return ""
}
