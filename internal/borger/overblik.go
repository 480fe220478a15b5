package borger

import (
	"cmp"
	"slices"

	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

// Overblik writes the citizen's page (S9). objekter is what the index holds with her as primary party; objects of anybody
// else are dropped here once more (R112). org may be nil when the organisation cannot be read: then she is sent to the
// switchboard.
func Overblik(borger oio.CPR, objekter []oio.Gemt, org *organisation.Trae, kommune Kommune, idag oio.Dato) Side {
	w := writer{org: org, kommune: kommune, idag: idag}
	w.side.Kommune = kommune
	if borger.IsZero() {
		return w.side
	}
	for _, g := range objekter {
		switch o := g.Objekt.(type) {
		case *oio.Sag:
			if o.Part.CPR == borger {
				w.sag(o)
				w.seen(g, o.Part.Navn)
			}
		case *oio.Bevilling:
			if o.Part.CPR == borger && Viser(o) {
				w.bevilling(o)
				w.seen(g, o.Part.Navn)
			}
		}
	}
	w.sort()
	return w.side
}

// Viser reports whether the page shows an object to the citizen it is about: every case, and a grant when it has a common
// type, since a local name is never shown (06 §2.3).
func Viser(o oio.Objekt) bool {
	b, isBevilling := o.(*oio.Bevilling)
	return !isBevilling || !b.Ydelsestype.UUID.IsZero()
}

type writer struct {
	org     *organisation.Trae
	kommune Kommune
	idag    oio.Dato
	side    Side
}

func (w *writer) seen(g oio.Gemt, navn string) {
	if w.side.Navn == "" {
		w.side.Navn = navn
	}
	if !g.Tidspunkt.IsZero() {
		w.side.SidstAendret = max(w.side.SidstAendret, oio.DatoOf(g.Tidspunkt))
	}
}

// sort puts the newest first: what began last, with what is still to begin after it, and under Tidligere what ended last. The identity breaks ties, so that the
// page is the same every time.
func (w *writer) sort() {
	begun := func(a, b Hjaelp) int {
		if ahead := a.fra > w.idag; ahead != (b.fra > w.idag) {
			if ahead {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.fra, a.fra), cmp.Compare(a.Saetning, b.Saetning), slices.Compare(a.uuid[:], b.uuid[:]))
	}
	slices.SortFunc(w.side.Ydelser, begun)
	slices.SortFunc(w.side.Tilbud, begun)
	slices.SortFunc(w.side.Tidligere.Hjaelp, func(a, b Hjaelp) int { return cmp.Or(cmp.Compare(b.slut, a.slut), begun(a, b)) })
	opened := func(a, b Sag) int {
		return cmp.Or(cmp.Compare(b.fra, a.fra), cmp.Compare(a.Titel, b.Titel), slices.Compare(a.uuid[:], b.uuid[:]))
	}
	slices.SortFunc(w.side.Sager, opened)
	slices.SortFunc(w.side.Tidligere.Sager, func(a, b Sag) int { return cmp.Or(cmp.Compare(b.slut, a.slut), opened(a, b)) })
}
