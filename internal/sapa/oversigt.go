package sapa

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// Oversigt is the page of one citizen (S8).
type Oversigt struct {
	Navn                            string
	CPR                             string // ddmmyy-xxxx, for the caseworker's eyes only
	Linje                           string // "3 aktive sager, 7 ydelser, 2 afsluttede"
	Udvalg                          Udvalg
	Sager                           []Raekke
	Penge                           []Raekke // Økonomiske ydelser
	Andre                           []Raekke // Ikke-økonomiske ydelser
	AlleSager, AllePenge, AlleAndre int      // before the choice
	Kilder                          []string // the systems the objects come from
	SidstAendret                    oio.Dato
	Aktuelle, Lukkede               []Raekke // Sager, open and closed
	Dokumenter                      []Dokumentraekke
	Notater                         []Notatraekke
	Haendelser                      []Haendelse
	Billede                         Billede
	Emner, Enheder, Systemer        []Valg   // what the tables can be limited to, counted over all that may be seen
	Skjulte                         []Skjult // cases told of without content, where the municipality has chosen so
}

// Skjult is a case that is only said to exist (06 §1.3).
type Skjult struct{ Enhed, Telefon string }

// Raekke is one row, of a case or of a service (06 §1.3).
type Raekke struct {
	UUID     oio.UUID
	KLE      string
	KLETitel string
	Titel    string // the case's title, or the service's name
	Status   string
	Aktiv    bool
	Fra, Til string // last day, 03.05.2024
	Enhed    string // as sent (R113)
	Kilde    string
	Kommune  string
	Part     string // in lists of more than one citizen

	EnhedUUID, KildeUUID oio.UUID

	fra, til oio.Dato
	rang     int
}

const monetaer = "monetær"

// Oversigten makes the page of a citizen from what the index holds of her. Objects that belong to anybody else are dropped.
func Oversigten(person oio.Person, objekter []oio.Gemt, bilag Bilag, udvalg Udvalg, idag oio.Dato) Oversigt {
	o := Oversigt{Navn: person.Navn, CPR: VisCPR(person.CPR), Udvalg: udvalg.Normal()}
	var open, running, closed int
	cases, grants := map[oio.UUID]*oio.Sag{}, map[oio.UUID][]*oio.Bevilling{}
	for _, g := range objekter {
		switch x := g.Objekt.(type) {
		case *oio.Sag:
			if x.Part.CPR != person.CPR {
				continue
			}
			row := sagsraekke(x, idag)
			cases[x.UUID] = x
			o.Sager = append(o.Sager, row)
			if row.Aktiv {
				open++
			} else {
				closed++
			}
			o.kilde(x.System.Navn)
		case *oio.Bevilling:
			if x.Part.CPR != person.CPR {
				continue
			}
			row := ydelsesraekke(x, idag)
			grants[x.UUID] = append(grants[x.UUID], x)
			if x.Art == monetaer {
				o.Penge = append(o.Penge, row)
			} else {
				o.Andre = append(o.Andre, row)
			}
			if row.Aktiv {
				running++
			}
			o.kilde(x.System.Navn)
		}
		if !g.Tidspunkt.IsZero() {
			o.SidstAendret = max(o.SidstAendret, oio.DatoOf(g.Tidspunkt))
		}
	}
	o.Linje = linje(open, running, closed)
	o.AlleSager, o.AllePenge, o.AlleAndre = len(o.Sager), len(o.Penge), len(o.Andre)
	o.facetter(slices.Concat(o.Sager, o.Penge, o.Andre))
	o.Sager, o.Penge, o.Andre = o.Udvalg.pick(o.Sager), o.Udvalg.pick(o.Penge), o.Udvalg.pick(o.Andre)
	o.sammen(cases, grants, bilag, idag)
	return o
}

// facetter counts what the tables can be limited to.
func (o *Oversigt) facetter(rows []Raekke) {
	o.Emner = valg(rows, func(r *Raekke) (string, string) {
		if len(r.KLE) < 2 {
			return "", ""
		}
		return r.KLE, strings.TrimSpace(r.KLE + " " + r.KLETitel)
	})
	main := valg(rows, func(r *Raekke) (string, string) {
		if len(r.KLE) < len("27.35") {
			return "", ""
		}
		return r.KLE[:2], r.KLE[:2] + ".* (hele hovedgruppen)"
	})
	o.Emner = append(o.Emner, main...)
	slices.SortStableFunc(o.Emner, func(a, b Valg) int { return strings.Compare(a.Vaerdi, b.Vaerdi) })
	o.Enheder = valg(rows, func(r *Raekke) (string, string) { return r.EnhedUUID.String(), r.Enhed })
	o.Systemer = valg(rows, func(r *Raekke) (string, string) { return r.KildeUUID.String(), r.Kilde })
}

// sammen puts together what is made of the rows that were picked.
func (o *Oversigt) sammen(cases map[oio.UUID]*oio.Sag, grants map[oio.UUID][]*oio.Bevilling, bilag Bilag, idag oio.Dato) {
	var shown []*oio.Sag
	for _, r := range o.Sager {
		if r.Aktiv {
			o.Aktuelle = append(o.Aktuelle, r)
		} else {
			o.Lukkede = append(o.Lukkede, r)
		}
		s := cases[r.UUID]
		shown = append(shown, s)
		o.Dokumenter = append(o.Dokumenter, bilag.dokumenter(s)...)
		o.Notater = append(o.Notater, bilag.notater(s)...)
	}
	slices.SortStableFunc(o.Dokumenter, func(a, b Dokumentraekke) int { return cmp.Compare(b.dato, a.dato) })
	slices.SortStableFunc(o.Notater, func(a, b Notatraekke) int { return cmp.Compare(b.dato, a.dato) })
	services := slices.Concat(o.Penge, o.Andre)
	var granted []*oio.Bevilling
	seen := map[oio.UUID]bool{}
	for _, r := range services {
		if !seen[r.UUID] {
			seen[r.UUID] = true
			granted = append(granted, grants[r.UUID]...)
		}
	}
	o.Haendelser = haendelser(shown, granted, o, idag)
	o.Billede = billede(o.Sager, services, idag)
}

func linje(open, running, closed int) string {
	return sprog.Antal(open, "aktiv sag", "aktive sager") + ", " + sprog.Antal(running, "ydelse", "ydelser") + ", " +
		sprog.Antal(closed, "afsluttet", "afsluttede")
}

func (o *Oversigt) kilde(navn string) {
	for _, k := range o.Kilder {
		if k == navn {
			return
		}
	}
	if navn != "" {
		o.Kilder = append(o.Kilder, navn)
	}
}

// Sagsraekker are cases as rows, active first.
func Sagsraekker(found []oio.Gemt, idag oio.Dato) []Raekke {
	var rows []Raekke
	for _, g := range found {
		if s, is := g.Objekt.(*oio.Sag); is {
			row := sagsraekke(s, idag)
			row.Part = s.Part.Navn
			rows = append(rows, row)
		}
	}
	return Udvalg{}.pick(rows)
}

func sagsraekke(s *oio.Sag, idag oio.Dato) Raekke {
	status := s.Status(idag)
	return Raekke{
		UUID: s.UUID, KLE: s.KLE.Noegle, KLETitel: s.KLE.Titel, Titel: s.Titel, Status: statusord(status), Aktiv: status != oio.Afsluttet,
		Fra: sprog.KortDato(s.Oprettet), Til: sprog.KortDato(s.AfsluttetDato()), Enhed: s.Ansvarlig.Navn, Kilde: s.System.Navn,
		Kommune: s.Ejer.Navn, EnhedUUID: s.Ansvarlig.UUID, KildeUUID: s.System.UUID, fra: s.Oprettet, til: s.AfsluttetDato(), rang: rang(status),
	}
}

func ydelsesraekke(b *oio.Bevilling, idag oio.Dato) Raekke {
	row := Raekke{
		UUID: b.UUID, KLE: b.KLE.Noegle, KLETitel: b.KLE.Titel, Titel: firstText(b.Ydelsesnavn, b.Navn), Fra: sprog.KortDato(b.Periode.Fra),
		Til: sprog.KortDato(lastDay(b.Periode)), Enhed: b.Ansvarlig.Navn, Kilde: b.System.Navn, Kommune: b.Ejer.Navn,
		EnhedUUID: b.Ansvarlig.UUID, KildeUUID: b.System.UUID, fra: b.Periode.Fra, til: b.Periode.Til,
	}
	row.Status, row.Aktiv, row.rang = ydelsesstatus(b.Periode, idag)
	return row
}

// ydelsesstatus says whether a service runs, is to come, or is over. What is to come counts as active: it is decided.
func ydelsesstatus(p oio.Virkning, idag oio.Dato) (status string, aktiv bool, rang int) {
	switch {
	case p.Til != 0 && p.Til <= idag:
		return "Ophørt", false, 2
	case p.Fra > idag:
		return "Begynder senere", true, 0
	}
	return "Løbende", true, 1
}

// lastDay is the last day with the service; Til itself is the first day without.
func lastDay(p oio.Virkning) oio.Dato {
	if p.Til == 0 {
		return 0
	}
	return p.Til.AddDays(-1)
}

// statusorder are the states of a case in their order, with the words caseworkers know (06 §1.3).
var statusorder = [...]struct{ status, ord string }{
	{"Opstaaet", "Opstået"}, {"Oplyst", "Oplyst"}, {"Afgjort", "Afgjort"}, {oio.Afsluttet, "Afsluttet"},
}

func statusord(status string) string {
	for _, s := range statusorder {
		if s.status == status {
			return s.ord
		}
	}
	return firstText(status, "Ikke oplyst")
}

func rang(status string) int {
	for i, s := range statusorder {
		if s.status == status {
			return i
		}
	}
	return -1
}

// VisCPR writes a number as caseworkers read it, ddmmyy-xxxx. It belongs on a caseworker's page and nowhere else.
func VisCPR(c oio.CPR) string {
	if c.IsZero() {
		return ""
	}
	d := c.Digits()
	return d[:6] + "-" + d[6:]
}

// SkjultCPR writes the date of birth alone, enough to tell two of the same name apart in a list of hits (06 §1.2).
func SkjultCPR(c oio.CPR) string {
	if c.IsZero() {
		return ""
	}
	return c.Digits()[:6] + "-••••"
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// fold compares words without regard to case, with æ, ø and å after z, in that order.
func fold(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if order := cmp.Compare(bogstav(x), bogstav(y)); order != 0 {
			return order
		}
		a, b = a[n:], b[m:]
	}
	return cmp.Compare(len(a), len(b))
}

// bogstav is a letter's place among the letters.
func bogstav(r rune) rune {
	switch r = unicode.ToLower(r); r {
	case 'æ':
		return 'z' + 1
	case 'ø':
		return 'z' + 2
	case 'å':
		return 'z' + 3
	}
	return r
}

// open orders "no end" after every date.
func open(d oio.Dato) oio.Dato {
	if d == 0 {
		return 99991231
	}
	return d
}
