package borger

import (
	"cmp"
	"slices"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/visning"
)

// Vist is an object the citizen is shown, with what the municipality has decided about how.
type Vist struct {
	Gemt       oio.Gemt
	Tekst      visning.Tekst // plain words; zero: made from the object's own names
	Sagstitel  bool          // a case's own title is shown (06 B9)
	Dokumenter []Dokument    // B11
	Noter      []Note        // B12
	UdenSag    bool          // a service whose case is hidden: without the case's unit (B15)
}

// Bestilling is what a page is written from.
type Bestilling struct {
	Borger  oio.CPR
	Vist    []Vist
	Org     *organisation.Trae // nil when the organisation cannot be read: then she is sent to the switchboard
	Kommune Kommune
	Fra     []visning.Fra
	Idag    oio.Dato
	Hentet  time.Time
	Sprog   sprog.Sprog
	Mangler Mangler
}

// Overblik writes the page of a municipality that shows everything in the plain words made from its names. objekter is what the index holds with
// her as primary party; objects of anybody else are dropped here once more (R112).
func Overblik(borger oio.CPR, objekter []oio.Gemt, org *organisation.Trae, kommune Kommune, idag oio.Dato) Side {
	shown := make([]Vist, 0, len(objekter))
	for _, g := range objekter {
		shown = append(shown, Vist{Gemt: g})
	}
	return Skriv(Bestilling{Borger: borger, Vist: shown, Org: org, Kommune: kommune, Idag: idag})
}

// Skriv writes the citizen's page (S9). Which objects are hers to see is decided before (visning); objects of anybody else, and services
// without a common type, are dropped here once more (R112, 06 §2.3).
func Skriv(b Bestilling) Side {
	w := writer{org: b.Org, kommune: b.Kommune, idag: b.Idag, sprog: b.Sprog}
	w.side = Side{Kommune: b.Kommune, Sprog: b.Sprog, Fra: b.Fra, Hentet: b.Hentet, Mangler: b.Mangler}
	if b.Borger.IsZero() {
		return w.side
	}
	for i := range b.Vist {
		v := &b.Vist[i]
		switch o := v.Gemt.Objekt.(type) {
		case *oio.Sag:
			if o.Part.CPR == b.Borger {
				w.sag(o, v)
				w.seen(&v.Gemt, o.Part.Navn)
			}
		case *oio.Bevilling:
			if o.Part.CPR == b.Borger && Viser(o) {
				w.bevilling(o, v)
				w.seen(&v.Gemt, o.Part.Navn)
			}
		}
	}
	w.sort()
	w.datoer()
	return w.side
}

// datoerFrem is how many days ahead dates are told.
const datoerFrem = 183

// datoer gathers what begins and ends soon.
func (w *writer) datoer() {
	last := w.idag.AddDays(datoerFrem)
	add := func(h *Hjaelp, day oio.Dato, verb string) {
		if day >= w.idag && day <= last {
			what := Hvad{Navn: h.Hvad.Navn, Dansk: h.Hvad.Dansk, Efter: verb}
			w.side.Datoer = append(w.side.Datoer, Kommende{Dato: w.sprog.Dato(day), Hvad: what, dag: day})
		}
	}
	for _, list := range [][]Hjaelp{w.side.Tilbud, w.side.Ydelser} {
		for i := range list {
			if h := &list[i]; h.fra > w.idag {
				add(h, h.fra, w.ord(" begynder", " begins"))
			}
			if h := &list[i]; h.slut != 0 {
				add(h, h.slut.AddDays(-1), w.ord(" slutter", " ends"))
			}
		}
	}
	slices.SortStableFunc(w.side.Datoer, func(a, b Kommende) int { return cmp.Compare(a.dag, b.dag) })
}

// Viser reports whether the page can show an object to the citizen it is about: every case, and a grant when it has a common
// type, since a local name is never shown (06 §2.3).
func Viser(o oio.Objekt) bool {
	b, isBevilling := o.(*oio.Bevilling)
	return !isBevilling || !b.Ydelsestype.UUID.IsZero()
}

type writer struct {
	org     *organisation.Trae
	kommune Kommune
	idag    oio.Dato
	sprog   sprog.Sprog
	side    Side
}

func (w *writer) ord(dansk, engelsk string) string { return w.sprog.Vaelg(dansk, engelsk) }

// navn is what something is called in the language of the page, and whether that is Danish on an English one. made is the name made from
// the object.
func (w *writer) navn(t visning.Tekst, made string) (string, bool) {
	if t.Navn == "" {
		t.Navn = made
	}
	name := Navn(t, w.sprog)
	return name.Tekst, name.Dansk
}

// Navn is what something is called in a language; Danish, and marked so, where there is no other.
func Navn(t visning.Tekst, s sprog.Sprog) Tekst { return paaSprog(t.Navn, t.NavnEn, s) }

func (w *writer) forklaring(t visning.Tekst) Tekst {
	return paaSprog(t.Forklaring, t.ForklaringEn, w.sprog)
}

func paaSprog(danish, english string, s sprog.Sprog) Tekst {
	if s == sprog.Engelsk && english != "" {
		return Tekst{english, false}
	}
	return Tekst{danish, s == sprog.Engelsk && danish != ""}
}

func (w *writer) seen(g *oio.Gemt, navn string) {
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
