package vaerksted

import (
	"cmp"
	"slices"
	"strings"

	"indeksbro/internal/enhedsvalg"
	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/suggest"
)

// Tilstand is where the work on a row stands.
type Tilstand string

// The states of a row, in the order they need a person.
const (
	Konflikt   Tilstand = "konflikt"   // decided, but a finding says it is wrong or no longer holds
	Udestaar   Tilstand = "udestaar"   // to be decided, without a suggestion worth showing first
	Foreslaaet Tilstand = "foreslaaet" // to be decided, with a suggestion
	Afklares   Tilstand = "afklares"   // waits for an answer (R015)
	Besluttet  Tilstand = "besluttet"
	Automatisk Tilstand = "automatisk" // needs nobody: FSIII and FFB (R020), packages (R023), units that need no KOMBIT id (R070)
)

// Tilstande lists the states in the order they need a person.
func Tilstande() []Tilstand {
	return []Tilstand{Konflikt, Udestaar, Foreslaaet, Afklares, Besluttet, Automatisk}
}

// antalForslag is how many suggestions a row has: as many as there are keys 1–5.
const antalForslag = 5

// seForslag is how far down the ranking is looked for suggestions that may be chosen and were not rejected.
const seForslag = 40

// visForslag is the score below which a suggestion is listed but the row counts as having none.
const visForslag = 0.35

// Raekke is one local name on the desk.
type Raekke struct {
	Art           mapping.Art
	ID, Navn      string
	Lov, Paragraf string
	Sagstype      string // id; of a ydelse: what it hangs under
	SagstypeNavn  string
	Tilstand      Tilstand
	Beslutning    mapping.Beslutning // the last one; zero when there never was one
	Valgt         string             // what is chosen, in words: number and title, name of the type or unit; empty: nothing
	Forslag       []suggest.Forslag  // best first, without those rejected (R104)
	Tal           projection.Tal
	Fund          []rules.Fund
	Noter         []mapping.Note
	Afklaring     mapping.Note // the open question, when Tilstand is Afklares
	GodkendtAf    string       // who approved the decision in force
}

// Sikkert is the first suggestion when it may be accepted without looking at the row: sure, choosable, and the row is open.
func (r *Raekke) Sikkert() (suggest.Forslag, bool) {
	if r.Tilstand != Foreslaaet || len(r.Forslag) == 0 || r.Forslag[0].Score < suggest.Sikker || !r.Forslag[0].KanVaelges {
		return suggest.Forslag{}, false
	}
	return r.Forslag[0], true
}

// Aaben reports whether the row still waits for somebody.
func (r *Raekke) Aaben() bool { return r.Tilstand != Besluttet && r.Tilstand != Automatisk }

// Bord is the desk at one moment. It is read only.
type Bord struct {
	Snapshot  *rules.Snapshot
	Historik  []mapping.Beslutning // oldest first
	Sagstyper []*Raekke            // by name
	Ydelser   []*Raekke            // by sagstype's name, then name
	Enheder   []*Raekke            // by name
	Fund      []rules.Fund
	// Enhedsvalg finds units of FK Organisation for the enheder (R076–R078).
	Enhedsvalg *enhedsvalg.Vaelger

	opslag       map[string]projection.Enhedsopslag
	raekker      map[mapping.Art]map[string]*Raekke
	stand        export.Stand
	noterAendret bool
}

// Raekker lists the rows of one kind.
func (b *Bord) Raekker(art mapping.Art) []*Raekke {
	switch art {
	case mapping.Sagstype:
		return b.Sagstyper
	case mapping.Ydelse:
		return b.Ydelser
	case mapping.Enhed:
		return b.Enheder
	}
	return nil
}

// Raekke finds one row.
func (b *Bord) Raekke(art mapping.Art, id string) (*Raekke, bool) {
	r, found := b.raekker[art][id]
	return r, found
}

// Opslag is what an enhed of the care record resolves to (R071). Ask this and not the Grundlag, which fills in as it is asked
// and so belongs to one goroutine.
func (b *Bord) Opslag(enhed string) projection.Enhedsopslag {
	if found, known := b.opslag[enhed]; known {
		return found
	}
	return projection.Enhedsopslag{Mangel: projection.EnhedUkendt}
}

// Under lists the ydelser that hang under a sagstype today.
func (b *Bord) Under(sagstype string) []*Raekke {
	var under []*Raekke
	for _, r := range b.Ydelser {
		if r.Sagstype == sagstype {
			under = append(under, r)
		}
	}
	return under
}

// opgaveNoegle tells tasks apart that a ranker would answer differently.
type opgaveNoegle struct {
	art                              mapping.Art
	navn, lov, paragraf, sagstype, k string
	under                            string
}

// ranker gives suggestions for a task, from memory when it was asked before.
type ranker func(art mapping.Art, o suggest.Opgave) []suggest.Forslag

// ranked implements ranker. The mutex is held.
func (v *Vaerksted) ranked(art mapping.Art, o suggest.Opgave) []suggest.Forslag {
	key := opgaveNoegle{art, o.Navn, o.Lov, o.Paragraf, o.Sagstype, o.KLE, strings.Join(o.Under, ",")}
	if known, found := v.forslag[key]; found {
		return known
	}
	by := v.motorer.Ydelsestype
	if art == mapping.Sagstype {
		by = v.motorer.KLE
	}
	found := by.Foreslaa(o, seForslag)
	v.forslag[key] = found
	return found
}

// build makes all rows.
func (b *Bord) build(rank ranker) {
	b.raekker = map[mapping.Art]map[string]*Raekke{mapping.Sagstype: {}, mapping.Ydelse: {}, mapping.Enhed: {}}
	b.opslag = make(map[string]projection.Enhedsopslag, len(b.Snapshot.Grundlag.Enheder))
	b.Fund = rules.Gennemgaa(b.Snapshot)
	fund := map[mapping.Art]map[string][]rules.Fund{mapping.Sagstype: {}, mapping.Ydelse: {}, mapping.Enhed: {}}
	for _, f := range b.Fund {
		if of := fund[f.Art]; of != nil {
			of[f.ID] = append(of[f.ID], f)
		}
	}
	g := b.Snapshot.Grundlag
	b.Enhedsvalg = enhedsvalg.New(g)
	for _, y := range g.Ydelser {
		b.ydelse(y, fund[mapping.Ydelse][y.ID], rank)
	}
	for _, s := range g.Sagstyper {
		b.sagstype(s, fund[mapping.Sagstype][s.ID], rank)
	}
	for _, e := range g.Enheder {
		b.enhed(e, fund[mapping.Enhed][e.ID])
	}
	for _, rows := range [][]*Raekke{b.Sagstyper, b.Ydelser, b.Enheder} {
		slices.SortFunc(rows, func(x, y *Raekke) int {
			return cmp.Or(cmp.Compare(x.SagstypeNavn, y.SagstypeNavn), cmp.Compare(x.Navn, y.Navn), cmp.Compare(x.ID, y.ID))
		})
	}
}

// add keeps a row with what is the same for all kinds. A row that needs nobody has its state already.
func (b *Bord) add(r *Raekke, found []rules.Fund, rank []suggest.Forslag) {
	s := b.Snapshot
	r.Fund, r.Noter = found, s.Noter.Om(r.Art, r.ID)
	r.Beslutning, _ = s.Grundlag.Mapping.Beslutning(r.Art, r.ID)
	r.Forslag = shown(rank, func(kode string) bool { return s.Noter.Afvist(r.Art, r.ID, kode) })
	if last, found := s.Noter.Seneste(r.Art, r.ID, mapping.Godkendt); found && last.Kode == nrText(r.Beslutning.Nr) {
		r.GodkendtAf = last.Af
	}
	question, asked := s.Noter.Afklares(r.Art, r.ID)
	decided := !r.Beslutning.Valg.IsZero()
	switch {
	case decided && wrong(found):
		r.Tilstand = Konflikt
	case decided:
		r.Tilstand = Besluttet
	case asked:
		r.Tilstand, r.Afklaring = Afklares, question
	case r.Tilstand == Automatisk && !wrong(found):
	case r.Tilstand == Automatisk:
		r.Tilstand = Konflikt
	case len(r.Forslag) > 0 && r.Forslag[0].Score >= visForslag:
		r.Tilstand = Foreslaaet
	default:
		r.Tilstand = Udestaar
	}
	b.raekker[r.Art][r.ID] = r
}

// shown are the suggestions a row offers: those that may be chosen, and the very best although it may not, since it says what
// the name really is (R021, R022).
func shown(rank []suggest.Forslag, rejected func(kode string) bool) []suggest.Forslag {
	var list []suggest.Forslag
	for i, f := range rank {
		if (f.KanVaelges || i == 0) && len(list) < antalForslag && !rejected(f.Kode) {
			list = append(list, f)
		}
	}
	return list
}

func wrong(found []rules.Fund) bool {
	return slices.ContainsFunc(found, func(f rules.Fund) bool { return f.Alvor == rules.Fejl })
}

func (b *Bord) ydelse(y *eoj.Ydelse, found []rules.Fund, rank ranker) {
	g := b.Snapshot.Grundlag
	r := &Raekke{Art: mapping.Ydelse, ID: y.ID, Navn: y.Navn, Lov: y.Lov, Paragraf: y.Paragraf, Sagstype: y.Sagstype, Tal: b.Snapshot.Tal.Ydelser[y.ID]}
	task := suggest.Opgave{ID: y.ID, Navn: y.Navn, Lov: y.Lov, Paragraf: y.Paragraf}
	if s, known := g.Sagstyper[y.Sagstype]; known {
		r.SagstypeNavn, task.Sagstype = s.Navn, s.Navn
		task.KLE = string(g.Mapping.Valg(mapping.Sagstype, s.ID).KLE)
	}
	var suggestions []suggest.Forslag
	if y.Pakke || y.Standard != eoj.Lokal {
		r.Tilstand = Automatisk
	} else {
		suggestions = rank(mapping.Ydelse, task)
	}
	if t, grund := g.Ydelsestype(y); grund == projection.Sendes {
		r.Valgt = t.Navn
	}
	switch choice := g.Mapping.Valg(mapping.Ydelse, y.ID); {
	case choice.Ikke:
		r.Valgt = "Skal ikke mappes"
	case choice.UdenType:
		r.Valgt = "Sendes uden type"
	case y.Pakke:
		r.Valgt = "Pakke: sendes ikke"
	}
	b.add(r, found, suggestions)
	b.Ydelser = append(b.Ydelser, r)
}

func (b *Bord) sagstype(s *eoj.Sagstype, found []rules.Fund, rank ranker) {
	g := b.Snapshot.Grundlag
	r := &Raekke{Art: mapping.Sagstype, ID: s.ID, Navn: s.Navn, Lov: s.Lov, Paragraf: s.Paragraf, Sagstype: s.ID, Tal: b.Snapshot.Tal.Sagstyper[s.ID]}
	choice := g.Mapping.Valg(mapping.Sagstype, s.ID)
	switch class, known := g.KLE.Find(choice.KLE); {
	case choice.Ikke:
		r.Valgt = "Skal ikke overføres"
	case known:
		r.Valgt = string(choice.KLE) + " " + class.Titel
	default:
		r.Valgt = string(choice.KLE)
	}
	b.add(r, found, rank(mapping.Sagstype, suggest.Opgave{ID: s.ID, Navn: s.Navn, Lov: s.Lov, Paragraf: s.Paragraf, Under: b.kleUnder(s.ID)}))
	b.Sagstyper = append(b.Sagstyper, r)
}

// kleUnder lists the KLE numbers of the types that the ydelser under a sagstype have (R012).
func (b *Bord) kleUnder(sagstype string) []string {
	g := b.Snapshot.Grundlag
	var numbers []string
	for _, y := range g.Ydelser {
		if y.Sagstype != sagstype {
			continue
		}
		if t, grund := g.Ydelsestype(y); grund == projection.Sendes && kle.Nummer(t.KLE).ErEmne() {
			numbers = append(numbers, t.KLE)
		}
	}
	slices.Sort(numbers)
	return numbers
}

func (b *Bord) enhed(e *eoj.Enhed, found []rules.Fund) {
	g := b.Snapshot.Grundlag
	r := &Raekke{Art: mapping.Enhed, ID: e.ID, Navn: e.Navn, Tal: b.Snapshot.Tal.Enheder[e.ID]}
	resolved := g.Enhed(e.ID)
	b.opslag[e.ID] = resolved
	if resolved.Enhed != nil {
		r.Valgt = resolved.Enhed.Navn
	}
	listed, upwards := b.Enhedsvalg.Arbejde(b.Snapshot.Politik.Model, e.ID, r.Tal), resolved.Enhed != nil && resolved.Via != e.ID
	var suggestions []suggest.Forslag
	if listed && (resolved.Enhed == nil || upwards) {
		suggestions = b.enhedsforslag(e.ID)
	}
	if !listed || (upwards && (len(suggestions) == 0 || suggestions[0].Score < visForslag)) {
		r.Tilstand = Automatisk // needs no KOMBIT id of its own (R070, R071, R076 situation 3)
	}
	b.add(r, found, suggestions)
	b.Enheder = append(b.Enheder, r)
}

// enhedsforslag lists the likeliest units for an enhed but those rejected.
func (b *Bord) enhedsforslag(id string) []suggest.Forslag {
	var all []suggest.Forslag
	for _, f := range b.Enhedsvalg.Foreslaa(id, antalForslag) {
		if s := f.SomForslag(b.Snapshot.Grundlag); !b.Snapshot.Noter.Afvist(mapping.Enhed, id, s.Kode) {
			all = append(all, s)
		}
	}
	return all
}
