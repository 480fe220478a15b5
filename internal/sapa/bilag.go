package sapa

import (
	"cmp"
	"slices"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// Bilag is what the messages of a citizen's cases tell beyond the cases, and those of their documents that may be seen. What is not in
// Dokumenter is left out without a trace.
type Bilag struct {
	Indhold    map[oio.UUID]oio.Sagsindhold // by case
	Dokumenter map[oio.UUID]*oio.Dokument
}

// Dokumentraekke is a document on file.
type Dokumentraekke struct {
	Titel, Type, Dato, Sag string
	UUID, SagUUID, System  oio.UUID
	Kilde                  string
	Hop                    string // where a jump to the source system begins; empty: there is none (R114)
	dato                   oio.Dato
}

// Notatraekke is a journal note. Tekst is empty where the note is of a format that only its own system shows.
type Notatraekke struct {
	Titel, Dato, Sag, Tekst string
	SagUUID                 oio.UUID
	dato                    oio.Dato
}

// dokumenter are a case's documents that may be seen, newest first.
func (b Bilag) dokumenter(s *oio.Sag) []Dokumentraekke {
	var rows []Dokumentraekke
	for _, a := range b.Indhold[s.UUID].Dokumenter {
		d := b.Dokumenter[a.Dokument]
		if d == nil {
			continue
		}
		day := max(d.BrevDato, 0)
		if day == 0 {
			day = a.Dato
		}
		rows = append(rows, Dokumentraekke{Titel: firstText(a.Titel, d.Titel), Type: dokumenttype(d.Type), Dato: sprog.KortDato(day), Sag: s.Titel, UUID: d.UUID, SagUUID: s.UUID, System: d.System.UUID, Kilde: d.System.Navn, dato: day})
	}
	slices.SortStableFunc(rows, func(x, y Dokumentraekke) int { return cmp.Compare(y.dato, x.dato) })
	return rows
}

func dokumenttype(t string) string {
	switch t {
	case "Brev, indgaaende":
		return "Indgående brev"
	case "Brev, udgaaende":
		return "Udgående brev"
	}
	return t
}

// notater are a case's notes, newest first.
func (b Bilag) notater(s *oio.Sag) []Notatraekke {
	var rows []Notatraekke
	for _, n := range b.Indhold[s.UUID].Notater {
		rows = append(rows, Notatraekke{Titel: n.Titel, Dato: sprog.KortDato(n.Dato), Sag: s.Titel, SagUUID: s.UUID, Tekst: Notattekst(n), dato: n.Dato})
	}
	slices.SortStableFunc(rows, func(x, y Notatraekke) int { return cmp.Compare(y.dato, x.dato) })
	return rows
}

// Notattekst is a note as plain text; empty where only the source system can show it.
func Notattekst(n oio.Journalnotat) string {
	text := strings.ToValidUTF8(string(n.Indhold), "")
	switch strings.ToLower(n.Format) {
	case "text", "txt", "tekst", "text/plain":
		return strings.TrimSpace(text)
	case "rtf", "text/rtf", "application/rtf":
		return rtfTekst(text)
	}
	return ""
}

// rtfTekst takes the words out of RTF: groups that are no text (fonts, colours, pictures, fields' instructions) and all control words go.
func rtfTekst(s string) string {
	var out strings.Builder
	skip, depth := 0, 0 // the depth from which on nothing is text; 0: it is
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '{':
			depth++
			i++
		case c == '}':
			if depth--; depth < skip {
				skip = 0
			}
			i++
		case c == '\\':
			word, number, next := rtfOrd(s, i+1)
			if skip == 0 {
				if hidden[word] {
					skip = depth
				}
				out.WriteString(rtfTegn(word, number))
			}
			i = next
		case c == '\r' || c == '\n':
			i++
		default:
			if skip == 0 {
				out.WriteByte(c)
			}
			i++
		}
	}
	return strings.TrimSpace(strings.ToValidUTF8(out.String(), ""))
}

var hidden = map[string]bool{"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "object": true, "fldinst": true, "*": true, "generator": true}

// rtfOrd reads the control word or symbol at i, with its number, and where it ends.
func rtfOrd(s string, i int) (word string, number, next int) {
	if i >= len(s) {
		return "", 0, i
	}
	if s[i] == '\'' && i+2 < len(s) {
		hex := strings.Index("0123456789abcdef", strings.ToLower(s[i+1:i+2]))*16 + strings.Index("0123456789abcdef", strings.ToLower(s[i+2:i+3]))
		return "'", hex, i + 3
	}
	start := i
	for i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z') {
		i++
	}
	if i == start {
		return s[i : i+1], 0, i + 1
	}
	word = s[start:i]
	sign := 1
	if i < len(s) && s[i] == '-' {
		sign, i = -1, i+1
	}
	for i < len(s) && s[i] >= '0' && s[i] <= '9' && number < 1<<20 {
		number, i = number*10+int(s[i]-'0'), i+1
	}
	if i < len(s) && s[i] == ' ' {
		i++
	}
	return word, sign * number, i
}

// rtfTegn is what a control word says as text.
func rtfTegn(word string, number int) string {
	switch word {
	case "par", "line", "row":
		return "\n"
	case "tab", "cell":
		return "\t"
	case "'":
		if number >= 0xa0 { // windows-1252 is Latin-1 from here on
			return string(rune(number))
		}
	case "u":
		if number < 0 {
			number += 1 << 16
		}
		return string(rune(number))
	case "\\", "{", "}":
		return word
	case "~":
		return " "
	}
	return ""
}

// Haendelse is one thing that happened, on the citizen's Tidslinje.
type Haendelse struct {
	Dato, Slags, Tekst, Link string
	dato                     oio.Dato
}

// haendelser are what has happened in what is shown, newest first.
func haendelser(sager []*oio.Sag, grants []*oio.Bevilling, o *Oversigt, idag oio.Dato) []Haendelse {
	var all []Haendelse
	add := func(day oio.Dato, kind, text, link string) {
		if day != 0 && day <= idag {
			all = append(all, Haendelse{sprog.KortDato(day), kind, text, link, day})
		}
	}
	words := map[string]string{"Opstaaet": "Sag oprettet", "Oplyst": "Sag oplyst", "Afgjort": "Sag afgjort", oio.Afsluttet: "Sag afsluttet"}
	for _, s := range sager {
		for _, f := range s.Fremdrift {
			if word := words[f.Status]; word != "" {
				add(f.Virkning.Fra, word, firstText(s.Titel, s.KLE.Titel), "/sapa/sag/"+s.UUID.String())
			}
		}
	}
	for _, b := range grants {
		name, link := firstText(b.Ydelsesnavn, b.Navn), "/sapa/bevilling/"+b.UUID.String()
		add(b.Periode.Fra, "Ydelse begyndt", name, link)
		add(b.Periode.Til, "Ydelse ophørt", name, link)
	}
	for _, d := range o.Dokumenter {
		add(d.dato, "Dokument", d.Titel, "/sapa/sag/"+d.SagUUID.String())
	}
	for _, n := range o.Notater {
		add(n.dato, "Journalnotat", n.Titel, "/sapa/sag/"+n.SagUUID.String())
	}
	slices.SortStableFunc(all, func(a, b Haendelse) int { return cmp.Compare(b.dato, a.dato) })
	return all
}

// Bjaelke is one case or service in the picture: its place in thousandths of the time shown.
type Bjaelke struct {
	Slags, Titel, Periode, Link string
	X, Bredde                   int
	Aktiv                       bool
}

// Billede is Helhedsoverblik: cases and services on one line of time.
type Billede struct {
	Fra, Til string // the first and the last day shown
	Idag     int    // in thousandths
	Aar      []int  // beginnings of years, in thousandths
	Bjaelker []Bjaelke
}

const billedraekker = 60

// billede places rows in time. What has no end goes on to the edge.
func billede(cases, services []Raekke, idag oio.Dato) Billede {
	first, last := idag, idag
	for _, r := range append(slices.Clone(cases), services...) {
		if r.fra != 0 {
			first = min(first, r.fra)
		}
		last = max(last, r.fra, r.til)
	}
	last = last.AddDays(30)
	span := max(days(last)-days(first), 1)
	at := func(d oio.Dato) int { return min(max((days(d)-days(first))*1000/span, 0), 1000) }
	p := Billede{Fra: sprog.KortDato(first), Til: sprog.KortDato(last), Idag: at(idag)}
	for year := int(first)/10000 + 1; year <= int(last)/10000; year++ {
		p.Aar = append(p.Aar, at(oio.Dato(year*10000+101)))
	}
	add := func(kind, link string, rows []Raekke) {
		for _, r := range rows {
			if len(p.Bjaelker) == billedraekker {
				return
			}
			from, until, end := at(r.fra), 1000, "nu"
			if r.til != 0 {
				until, end = at(r.til), r.Til
			}
			p.Bjaelker = append(p.Bjaelker, Bjaelke{kind, r.Titel, r.Fra + " – " + end, link + r.UUID.String(), from, max(until-from, 4), r.Aktiv})
		}
	}
	add("Sag", "/sapa/sag/", cases)
	add("Ydelse", "/sapa/bevilling/", services)
	return p
}

func days(d oio.Dato) int { return int(d.Midnat().Unix() / 86400) }

// Valg is one thing the tables can be limited to, with how many rows it leaves.
type Valg struct {
	Vaerdi, Navn string
	Antal        int
}

// valg counts rows by a word of theirs, by name.
func valg(rows []Raekke, word func(*Raekke) (value, name string)) []Valg {
	at := map[string]int{}
	var all []Valg
	for i := range rows {
		value, name := word(&rows[i])
		if value == "" {
			continue
		}
		n, known := at[value]
		if !known {
			n = len(all)
			at[value] = n
			all = append(all, Valg{Vaerdi: value, Navn: name})
		}
		all[n].Antal++
	}
	slices.SortFunc(all, func(a, b Valg) int { return cmp.Or(fold(a.Navn, b.Navn), cmp.Compare(a.Vaerdi, b.Vaerdi)) })
	return all
}
