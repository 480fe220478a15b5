package ydelsestype

// Change is one type before and after.
type Change struct {
	Foer, Efter Type
}

// Difference is what a new release brings (R049). Each part is sorted by key.
type Difference struct {
	Nye     []Type   // R047: a mapping waiting for one can be made now
	Aendret []Change // R048: changes under existing mappings, without a new decision
	Ophoert []Type   // as they stood in the old release
}

// Tom reports whether the two releases say the same.
func (d Difference) Tom() bool { return len(d.Nye)+len(d.Aendret)+len(d.Ophoert) == 0 }

// Diff compares two catalogues by key (R047–R049). A row's own period is not part of what it says: a type that is merely
// stated anew has not changed.
func Diff(foer, efter *Katalog) Difference {
	var d Difference
	for _, t := range efter.typer {
		before, found := foer.Find(t.Noegle)
		switch {
		case !found:
			d.Nye = append(d.Nye, t)
		case before.udenPeriode() != t.udenPeriode():
			d.Aendret = append(d.Aendret, Change{Foer: before, Efter: t})
		}
	}
	for _, t := range foer.typer {
		if _, found := efter.Find(t.Noegle); !found {
			d.Ophoert = append(d.Ophoert, t)
		}
	}
	return d
}

func (t Type) udenPeriode() Type {
	t.Fra, t.Til = "", ""
	return t
}

// Releases is every embedded release, oldest first.
func Releases() []Release { return []Release{FoerDeck, Deck, Maj2025} }
