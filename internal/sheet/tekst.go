package sheet

import (
	"cmp"
	"strings"

	"indeksbro/internal/oio"
)

// tekster are what the sheet says beside a choice. A decision has one text for its reason, so they are kept in that, each
// after its word; what has no decision yet is kept as a decision that chooses nothing.
type tekster struct {
	Begrundelse, Note, Findes, Forslag string
	Dato                               oio.Dato // the day decided, where it is not the day the sheet was read
}

const (
	ordSkille  = " | "
	ordNote    = ordSkille + "Note: "
	ordFindes  = ordSkille + "Findes i FK Organisation: "
	ordForslag = ordSkille + "Foreslået navn: "
	ordDato    = ordSkille + "Besluttet: "
)

// samlet is the one text.
func (t tekster) samlet() string {
	var b strings.Builder
	b.WriteString(t.Begrundelse)
	for _, part := range []struct{ word, text string }{{ordNote, t.Note}, {ordFindes, t.Findes}, {ordForslag, t.Forslag}, {ordDato, datoTekst(t.Dato)}} {
		if part.text != "" {
			b.WriteString(part.word + part.text)
		}
	}
	return strings.TrimPrefix(b.String(), ordSkille)
}

func datoTekst(d oio.Dato) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// delt takes the one text apart again, from the end; what it does not recognise is the reason.
func delt(text string) tekster {
	var t tekster
	rest := ordSkille + text
	cut := func(word string) string {
		before, after, found := lastCut(rest, word)
		if !found {
			return ""
		}
		rest = before
		return after
	}
	if _, after, found := lastCut(rest, ordDato); found {
		if day, err := oio.ParseDato(after); err == nil {
			t.Dato = day
			cut(ordDato)
		}
	}
	t.Forslag = cut(ordForslag)
	if _, after, found := lastCut(rest, ordFindes); found && (after == Ja.String() || after == Nej.String()) {
		t.Findes = cut(ordFindes)
	}
	if before, after, found := strings.Cut(rest, ordNote); found {
		rest, t.Note = before, after
	}
	t.Begrundelse = strings.TrimPrefix(rest, ordSkille)
	return t
}

func lastCut(s, word string) (before, after string, found bool) {
	i := strings.LastIndex(s, word)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(word):], true
}

// over is what holds when the sheet says t and known was said before: an empty cell says nothing. With another choice the
// reason for the old one is no more; a note is about the thing and stays.
func (t tekster) over(known tekster, sameChoice bool) tekster {
	t.Note = cmp.Or(t.Note, known.Note)
	if sameChoice {
		t.Begrundelse, t.Findes, t.Forslag = cmp.Or(t.Begrundelse, known.Begrundelse), cmp.Or(t.Findes, known.Findes), cmp.Or(t.Forslag, known.Forslag)
	}
	return t
}
