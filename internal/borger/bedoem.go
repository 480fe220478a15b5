package borger

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"indeksbro/internal/oio"
	"indeksbro/internal/visning"
)

// Udvalg is what a citizen's objects are judged from.
type Udvalg struct {
	Borger   oio.CPR
	Objekter []oio.Gemt                                 // with her as primary party
	Andre    []oio.Gemt                                 // cases of others that her services hang under
	Indhold  func(g *oio.Gemt) (oio.Sagsindhold, error) // of a case; nil: there is never more than the object
	Visning  *visning.Visninger
	Idag     oio.Dato
}

// Bedoemt is one object, whether she sees it, why, and how.
type Bedoemt struct {
	Vist
	visning.Vurdering
}

// Bedoem judges each case and service, in the order given. Documents and payments are not shown by themselves and are left out.
func Bedoem(u Udvalg) []Bedoemt {
	cases := make(map[oio.UUID]*visning.Sag, len(u.Objekter))
	inside := make(map[oio.UUID]oio.Sagsindhold)
	for _, list := range [][]oio.Gemt{u.Objekter, u.Andre} {
		for i := range list {
			if s, isCase := list[i].Objekt.(*oio.Sag); isCase {
				known := &visning.Sag{Sag: s}
				if list[i].Fuld != nil && u.Indhold != nil {
					content, err := u.Indhold(&list[i])
					inside[s.UUID], known.Undtaget = content, content.Undtaget || err != nil // what cannot be read may be marked
				}
				cases[s.UUID] = known
			}
		}
	}
	all := make([]Bedoemt, 0, len(u.Objekter))
	for i := range u.Objekter {
		switch o := u.Objekter[i].Objekt.(type) {
		case *oio.Sag:
			b := Bedoemt{Vist: Vist{Gemt: u.Objekter[i]}, Vurdering: u.Visning.Sagen(*cases[o.UUID], u.Borger, u.Idag)}
			b.Tekst = u.Visning.OmraadeTekst(o.KLE.Noegle, o.KLE.Titel)
			content := inside[o.UUID]
			b.Sagstitel = b.Hvordan.Sagstitel && content.OffentligTitel == ""
			if b.Hvordan.Dokumenter {
				b.Dokumenter = dokumenter(content.Dokumenter)
			}
			if b.Hvordan.Journalnoter {
				b.Noter = noter(content.Notater)
			}
			all = append(all, b)
		case *oio.Bevilling:
			b := Bedoemt{Vist: Vist{Gemt: u.Objekter[i]}, Vurdering: u.Visning.Bevillingen(o, cases[o.Sag], u.Borger, u.Idag)}
			b.Tekst = u.Visning.TypeTekst(o.Ydelsestype.Noegle, o.Ydelsesnavn)
			b.Vist.UdenSag = b.Vurdering.UdenSag
			all = append(all, b)
		}
	}
	return all
}

// Viste are those she sees.
func Viste(all []Bedoemt) []Vist {
	shown := make([]Vist, 0, len(all))
	for i := range all {
		if all[i].Vurdering.Vist {
			shown = append(shown, all[i].Vist)
		}
	}
	return shown
}

// ManglendeSager lists the cases that services hang under and that are not among her own objects.
func ManglendeSager(objects []oio.Gemt) []oio.UUID {
	there := make(map[oio.UUID]bool)
	for i := range objects {
		if s, isCase := objects[i].Objekt.(*oio.Sag); isCase {
			there[s.UUID] = true
		}
	}
	var missing []oio.UUID
	for i := range objects {
		if b, isGrant := objects[i].Objekt.(*oio.Bevilling); isGrant && !b.Sag.IsZero() && !there[b.Sag] {
			there[b.Sag] = true
			missing = append(missing, b.Sag)
		}
	}
	return missing
}

// dokumenter are the titles of what is on file, the newest first. A document without one is not told.
func dokumenter(list []oio.Aktstykke) []Dokument {
	var all []Dokument
	for _, d := range slices.Backward(list) {
		if d.Titel != "" {
			all = append(all, Dokument{oio.MaskCPR(d.Titel), d.Dato})
		}
	}
	slices.SortStableFunc(all, func(a, b Dokument) int { return cmp.Compare(b.Dato, a.Dato) })
	return all
}

// noter are the notes; one that is no plain text is told by its title alone.
func noter(list []oio.Journalnotat) []Note {
	var all []Note
	for _, n := range list {
		text := ""
		if format := strings.ToLower(n.Format); (format == "text" || format == "txt" || strings.HasPrefix(format, "text/plain")) && utf8.Valid(n.Indhold) {
			text = oio.MaskCPR(string(n.Indhold))
		}
		all = append(all, Note{oio.MaskCPR(n.Titel), text})
	}
	return all
}
