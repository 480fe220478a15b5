package forloeb

import (
	"encoding/json"
	"slices"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// Moede is one session of the four weeks.
type Moede struct {
	Nr   int      `json:"nr"`
	Dato oio.Dato `json:"dato"`
	Navn string   `json:"navn"`
}

// Maal is how much of a step the plan has done by a session.
type Maal struct {
	Trin  Nr       `json:"trin"`
	Moede int      `json:"moede"` // its Nr
	Dato  oio.Dato `json:"dato"`
	Andel int      `json:"andel"`
}

// modelmoeder are the sessions of the deck by days after the first: 8/4, 15/4, 22/4, 29/4 and 6/5.
var modelmoeder = [...]struct {
	dage int
	navn string
}{{0, "Arbejdende værksted"}, {7, "Opfølgning 1"}, {14, "Opfølgning 2"}, {21, "Opfølgning 3"}, {28, "Opfølgning 4"}}

// modelplan is the goal of the deck, eight tasks in four weeks, laid out over its sessions, counted from 1. A step's last line is its deadline,
// and none is before that of a step it waits for. The order of the integrations goes out first, since others must act on it; the desks come
// before what is decided at them; the last week is the export's, so that a notice of seven days can be kept (R092).
var modelplan = []struct {
	trin  Nr
	moede int
	andel int
}{
	{Skrivebord, 2, 50}, {Klassifikation, 2, 100},
	{Skrivebord, 3, 100}, {KLEKoder, 3, 100}, {Ydelser, 3, 50}, {Enhedsbord, 3, 100}, {Dataafgraensing, 3, 100},
	{Ydelser, 4, 100}, {Enheder, 4, 100}, {Sagstyper, 4, 100}, {Eksport, 4, 50},
	{Eksport, 5, 100}, {Aabning, 5, 100},
}

// Plan is the four weeks of one municipality.
type Plan struct {
	Start  oio.Dato `json:"start"`
	Moeder []Moede  `json:"moeder"`
	Maal   []Maal   `json:"maal"`
	// fra are the shares that stood done when the plan was made; what was done before is no pace.
	fra map[Nr]int
}

// NyPlan lays the model out from a first day.
func NyPlan(start oio.Dato) *Plan {
	p := &Plan{Start: start}
	for i, m := range modelmoeder {
		p.Moeder = append(p.Moeder, Moede{Nr: i + 1, Dato: start.AddDays(m.dage), Navn: m.navn})
	}
	for _, m := range modelplan {
		p.Maal = append(p.Maal, Maal{Trin: m.trin, Moede: m.moede, Dato: p.Moeder[m.moede-1].Dato, Andel: m.andel})
	}
	return p
}

// Planfaktum is the fact that a plan begins a day. What is done by then is kept with it, unless the day has been: then all counts as done since.
func Planfaktum(f *Forloeb, start oio.Dato) program.Faktum {
	fact := program.Faktum{Emne: program.Planstart, Dato: start}
	if start < f.Idag {
		return fact
	}
	shares := map[Nr]int{}
	for i := range f.Trin {
		if t := &f.Trin[i]; t.Andel > 0 {
			shares[t.Nr] = t.Andel
		}
	}
	text, err := json.Marshal(shares)
	if err == nil && len(shares) > 0 {
		fact.Tekst = string(text)
	}
	return fact
}

// planOf is the plan the facts name; nil when there is none.
func planOf(facts *program.Stand) *Plan {
	start, found := facts.Dag(program.Planstart, "")
	if !found {
		return nil
	}
	p := NyPlan(start.Dato)
	if json.Unmarshal([]byte(start.Tekst), &p.fra) != nil {
		p.fra = nil // a text from before shares were kept: all counts as done since
	}
	return p
}

// Frist is the day of a step's last goal.
func (p *Plan) Frist(nr Nr) oio.Dato {
	var last oio.Dato
	for _, m := range p.Maal {
		if m.Trin == nr {
			last = max(last, m.Dato)
		}
	}
	return last
}

// Forventet is the share of a step that the plan has done on a day: straight lines between its goals.
func (p *Plan) Forventet(nr Nr, dag oio.Dato) int {
	day, share := p.Start, 0
	if dag <= day {
		return 0
	}
	for _, m := range p.Maal {
		if m.Trin != nr {
			continue
		}
		if dag < m.Dato {
			return share + (m.Andel-share)*dage(day, dag)/dage(day, m.Dato)
		}
		day, share = m.Dato, m.Andel
	}
	return share
}

// Prognose is how a step will end at the pace it has had.
type Prognose struct {
	Forventet int      `json:"forventet"`         // the share the plan has done today
	Faerdig   oio.Dato `json:"faerdig,omitempty"` // the day it is done, at this pace; none: there is no pace to go by
	Dage      int      `json:"dage"`              // after its deadline; less than 0: before
	Mindst    bool     `json:"mindst,omitempty"`  // not before Faerdig, and by no less than Dage: of the step itself no pace is known, or it is stopped
}

// laengst keeps a forecast within a time that means something.
const laengst = 10 * 365

// prognoser foretells every step that is not done.
func (f *Forloeb) prognoser() {
	known := map[Nr]Prognose{}
	for i := range f.Trin {
		if f.Trin[i].Tilstand != Gjort && (f.Plan != nil || f.Trin[i].Frist != 0) {
			p := f.prognose(&f.Trin[i], known)
			f.Trin[i].Prognose = &p
		}
	}
}

// prognose is a step's own pace and those of what it waits for: it is done when both are.
func (f *Forloeb) prognose(t *Trin, known map[Nr]Prognose) Prognose {
	if p, found := known[t.Nr]; found {
		return p
	}
	p := Prognose{Mindst: true}
	if f.Plan != nil {
		p.Forventet = f.Plan.Forventet(t.Nr, f.Idag)
		if need, pace := f.Plan.mangler(t, f.Idag); pace {
			p.Faerdig, p.Mindst = f.Idag.AddDays(need), t.Tilstand == Stoppet
		}
	}
	for _, nr := range t.VenterPaa {
		before := f.prognose(f.Find(nr), known)
		p.Faerdig, p.Mindst = max(p.Faerdig, before.Faerdig), p.Mindst || before.Mindst
	}
	switch {
	case t.Frist == 0:
	case p.Faerdig != 0:
		p.Dage = dage(t.Frist, p.Faerdig)
	case t.Frist < f.Idag:
		p.Dage = dage(t.Frist, f.Idag)
	}
	known[t.Nr] = p
	return p
}

// mangler is how many days more a step takes at the pace it has had since the plan began; false while there is no pace.
func (p *Plan) mangler(t *Trin, idag oio.Dato) (days int, pace bool) {
	gone, done := dage(p.Start, idag), t.Andel-p.fra[t.Nr]
	if gone <= 0 || done <= 0 {
		return 0, false
	}
	return min(laengst, ((100-t.Andel)*gone+done-1)/done), true
}

// Forsinket is how many days the programme is behind, as it looks now: those of the step that is furthest behind.
func (f *Forloeb) Forsinket() int {
	if worst := f.vaerst(); worst != nil {
		return worst.Prognose.Dage
	}
	return 0
}

// vaerst is the step furthest behind; nil when none is.
func (f *Forloeb) vaerst() *Trin {
	var worst *Trin
	for i := range f.Trin {
		if t := &f.Trin[i]; t.Prognose != nil && t.Prognose.Dage > 0 && (worst == nil || t.Prognose.Dage > worst.Prognose.Dage) {
			worst = t
		}
	}
	return worst
}

// Fart says in a sentence how the plan is kept: ahead, behind, or that there is nothing to judge by yet (R121).
func (f *Forloeb) Fart() string {
	worst := f.vaerst()
	switch {
	case f.Gjorte() == len(f.Trin):
		return "Alle trin er gjort."
	case worst != nil:
		return "I er bagud. " + worst.Fart()
	case f.Plan == nil:
		return ""
	case f.Idag < f.Plan.Start:
		return "De fire uger begynder " + sprog.Dato(f.Plan.Start) + "."
	}
	pace, ahead := false, true
	for i := range f.Trin {
		if p := f.Trin[i].Prognose; p != nil {
			pace = pace || p.Faerdig != 0
			ahead = ahead && f.Trin[i].Andel >= p.Forventet
		}
	}
	switch {
	case !pace && f.Idag == f.Plan.Start:
		return "De fire uger begynder i dag."
	case !pace:
		return "Der er ingen fart at regne med endnu: intet er kommet videre, siden planen begyndte."
	case ahead:
		return "I er foran planen."
	}
	return "Det, der er i gang, bliver gjort til tiden med den fart, I har."
}

// Fart says how one step will end; nothing while there is nothing to say.
func (t *Trin) Fart() string {
	p := t.Prognose
	if p == nil || t.Frist == 0 {
		return ""
	}
	days := func(n int) string { return sprog.Antal(n, "dag", "dage") }
	switch {
	case p.Faerdig == 0 && p.Dage > 0:
		return "Trin " + string(t.Nr) + " skulle være gjort for " + days(p.Dage) + " siden."
	case p.Faerdig == 0:
		return ""
	case p.Dage > 0 && p.Mindst:
		return "Med den fart er trin " + string(t.Nr) + " gjort mindst " + days(p.Dage) + " for sent."
	case p.Dage > 0:
		return "Med den fart er trin " + string(t.Nr) + " gjort " + days(p.Dage) + " for sent."
	case p.Mindst:
		return ""
	case p.Dage == 0:
		return "Med den fart er trin " + string(t.Nr) + " gjort på dagen."
	}
	return "Med den fart er trin " + string(t.Nr) + " gjort " + days(-p.Dage) + " før fristen."
}

// Begivenhed is a day of the programme, for a calendar: a session or a deadline.
type Begivenhed struct {
	Noegle string // the same for the same thing, whatever its day
	Dato   oio.Dato
	Navn   string
	Side   string // where it is about
}

// Begivenheder are the days to come and those that have been: every session, and the deadline of each step that is not done.
func (f *Forloeb) Begivenheder() []Begivenhed {
	var all []Begivenhed
	if f.Plan != nil {
		for _, m := range f.Plan.Moeder {
			all = append(all, Begivenhed{Noegle: "moede-" + string(rune('0'+m.Nr)), Dato: m.Dato, Navn: m.Navn + " i programmet", Side: "/program/plan"})
		}
	}
	for i := range f.Trin {
		if t := &f.Trin[i]; t.Frist != 0 && t.Tilstand != Gjort {
			all = append(all, Begivenhed{Noegle: "trin-" + string(t.Nr), Dato: t.Frist, Navn: "Frist for trin " + string(t.Nr) + ": " + t.Navn, Side: Adresse(t.Nr)})
		}
	}
	slices.SortStableFunc(all, func(a, b Begivenhed) int { return int(a.Dato) - int(b.Dato) })
	return all
}

// Adresse is the page of a step.
func Adresse(nr Nr) string { return "/program/trin/" + string(nr) }

// dage is how many days lie between two dates.
func dage(fra, til oio.Dato) int {
	hours := til.Midnat().Sub(fra.Midnat()).Hours()
	if hours < 0 {
		return -int((-hours + 12) / 24)
	}
	return int((hours + 12) / 24)
}
