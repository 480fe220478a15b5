// Package programleder is what whoever leads the programme does, and what all its municipalities get to see of it: where everybody stands, the
// calendar of initial loads and the pace agreed for a day, sessions and questions, the report to the steering group (R092, R098, R120, R123).
//
// It reads and writes the notice board alone: no municipality's own data and nothing about any citizen passes through it. What each may see of it,
// it does not decide; the pages do, by role.
package programleder

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/tavle"
)

// Store is the notice board.
type Store interface {
	Kommunestande(ctx context.Context) ([]tavle.Kommunestand, error)
	Kommunedage(ctx context.Context, fra oio.Dato) ([]tavle.Dag, error)
	SlaaOp(ctx context.Context, kommune oio.CVR, notices []tavle.Opslag) error
	Tavle(ctx context.Context, kinds ...tavle.Art) ([]tavle.Opslag, error)
}

// Leder is one installation's. All fields must be set; it is safe for concurrent use.
type Leder struct {
	Store   Store
	Kommune oio.CVR // whose pages these are, and whose name stands on what is put up
	Nu      func() time.Time
	NytID   func() string                                     // random, never the same twice
	Forloeb func(context.Context) (*forloeb.Forloeb, error)   // the municipality's own way
	Navn    func(context.Context) (kommune string, err error) // the municipality's name

	mu     sync.Mutex
	kurve  tavle.Kurve // of days that are over
	naaet  oio.Dato    // up to and with this day
	hentet bool
}

func (l *Leder) idag() oio.Dato { return oio.DatoOf(l.Nu()) }

// Overblik is all municipalities together (R120).
func (l *Leder) Overblik(ctx context.Context) (*tavle.Overblik, error) {
	all, err := l.Store.Kommunestande(ctx)
	if err != nil {
		return nil, err
	}
	notices, err := l.Store.Tavle(ctx, tavle.Udefra, tavle.Aftalt)
	if err != nil {
		return nil, err
	}
	return tavle.NytOverblik(l.idag(), all, notices), nil
}

// The curve shows so many days, and days this far back may still be written by a process whose clock is late.
const (
	kurvedage = 365
	uafgjort  = 2
)

// Kurve is the progress over a year. Days that are over do not change, so they are read once a day.
func (l *Leder) Kurve(ctx context.Context) (tavle.Kurve, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	over := l.idag().AddDays(-uafgjort)
	if !l.hentet || l.naaet != over {
		days, err := l.Store.Kommunedage(ctx, l.idag().AddDays(-kurvedage))
		if err != nil {
			return tavle.Kurve{}, err
		}
		fresh := slices.IndexFunc(days, func(d tavle.Dag) bool { return d.Dag > over })
		if fresh < 0 {
			fresh = len(days)
		}
		l.kurve, l.naaet, l.hentet = tavle.Kurve{}.Laeg(days[:fresh]), over, true
		return l.kurve.Laeg(days[fresh:]), nil
	}
	days, err := l.Store.Kommunedage(ctx, over.AddDays(1))
	if err != nil {
		return tavle.Kurve{}, err
	}
	return l.kurve.Laeg(days), nil
}

// slaaOp puts notices up under the municipality's name, each held against what may be there.
func (l *Leder) slaaOp(ctx context.Context, notices ...tavle.Opslag) error {
	for i := range notices {
		notices[i].Kommune = l.Kommune
		notices[i].Af = oio.MaskCPR(strings.TrimSpace(notices[i].Af))
		if err := notices[i].Proev(); err != nil {
			return &rules.Brud{Regel: "R123", English: err.Error(), Dansk: "teksten må ikke indeholde noget, der ligner et CPR-nummer, og det skal fremgå, hvem der skriver"}
		}
	}
	if len(notices) == 0 {
		return nil
	}
	return l.Store.SlaaOp(ctx, l.Kommune, notices)
}

// Indlaes puts up where municipalities outside the installation stand by a table, and says how many rows said something new (R120).
func (l *Leder) Indlaes(ctx context.Context, rows []tavle.Tabelraekke, af string) (int, error) {
	held, err := l.Store.Tavle(ctx, tavle.Udefra)
	if err != nil {
		return 0, err
	}
	known := map[string]string{}
	for _, o := range tavle.Gaeldende(held, tavle.Udefra) {
		if o.Kommune == l.Kommune {
			known[o.Kode] = o.Tekst
		}
	}
	var notices []tavle.Opslag
	for _, r := range rows {
		o, err := r.Opslag(l.Kommune, af, l.Nu())
		if err != nil {
			return 0, err
		}
		if known[o.Kode] != o.Tekst {
			notices = append(notices, o)
		}
	}
	return len(notices), l.slaaOp(ctx, notices...)
}

// Pladser are the paces agreed for municipalities and days (R098).
func (l *Leder) Pladser(ctx context.Context) (tavle.Pladser, error) {
	notices, err := l.Store.Tavle(ctx, tavle.Aftalt)
	return tavle.NyePladser(notices), err
}

// The limits of an agreement.
const (
	hoejesteFart = 100_000
	flestDage    = 31
)

// Aftal agrees the pace of a municipality for each day of a period; no pace at all takes back what was agreed (R092, R098).
func (l *Leder) Aftal(ctx context.Context, kommune oio.CVR, fra, til oio.Dato, p tavle.Plads, af string) error {
	if til == 0 {
		til = fra
	}
	switch {
	case fra == 0 || til < fra || til >= fra.AddDays(flestDage):
		return &rules.Brud{Regel: "R098", English: "want a period of 1 to 31 days", Dansk: "skriv en periode på 1 til 31 dage"}
	case !fart(p.SDI) || !fart(p.YDI):
		return &rules.Brud{Regel: "R098", English: "a pace is a number from 0 to 100,000 a second", Dansk: "farten er et tal fra 0 til 100.000 i sekundet; 0 betyder, at intet er aftalt"}
	}
	all, err := l.Store.Kommunestande(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(k tavle.Kommunestand) bool { return k.Kommune == kommune }) {
		return &rules.Brud{Regel: "R098", English: "no municipality of this installation has that number", Dansk: "vælg en kommune, der er her"}
	}
	var notices []tavle.Opslag
	for day := fra; day <= til; day = day.AddDays(1) {
		o, err := p.Opslag(l.Kommune, kommune, day, af, l.Nu())
		if err != nil {
			return err
		}
		notices = append(notices, o)
	}
	return l.slaaOp(ctx, notices...)
}

// fart reports whether a number is a pace; NaN is none.
func fart(n float64) bool { return n >= 0 && n <= hoejesteFart }

// Moeder are the sessions and the questions with their answers (R123).
func (l *Leder) Moeder(ctx context.Context) ([]tavle.Stoettemoede, []tavle.Spurgt, error) {
	notices, err := l.Store.Tavle(ctx, tavle.Moede, tavle.Spoergsmaal, tavle.Svar)
	return tavle.Moeder(notices), tavle.Spurgte(notices), err
}

// LaegPlan makes the five sessions after a start date. Sessions that are there stay.
func (l *Leder) LaegPlan(ctx context.Context, start oio.Dato, link, af string) error {
	if start == 0 {
		return &rules.Brud{Regel: "R123", English: "want the first session's day", Dansk: "skriv datoen for det første møde"}
	}
	var notices []tavle.Opslag
	for _, m := range tavle.Moedeplan(start) {
		m.Link = strings.TrimSpace(link)
		o, err := m.Opslag(l.Kommune, af, l.Nu())
		if err != nil {
			return err
		}
		notices = append(notices, o)
	}
	return l.slaaOp(ctx, notices...)
}

// SaetMoede keeps a session; another of its day goes.
func (l *Leder) SaetMoede(ctx context.Context, m tavle.Stoettemoede, af string) error {
	m.Titel, m.Klokken, m.Link = strings.TrimSpace(m.Titel), strings.TrimSpace(m.Klokken), strings.TrimSpace(m.Link)
	o, err := m.Opslag(l.Kommune, af, l.Nu())
	if err != nil {
		return err
	}
	return l.slaaOp(ctx, o)
}

// AflysMoede takes a session off the calendar.
func (l *Leder) AflysMoede(ctx context.Context, dag oio.Dato, af string) error {
	return l.slaaOp(ctx, tavle.Opslag{Tid: l.Nu(), Af: af, Art: tavle.Moede, Kode: dag.String()})
}

// Spoerg puts a question before a session, or before none in particular.
func (l *Leder) Spoerg(ctx context.Context, text string, moede oio.Dato, af string) error {
	o, err := tavle.Spurgt{Noegle: l.NytID(), Kommune: l.Kommune, Af: af, Tid: l.Nu(), Moede: moede, Tekst: text}.Opslag()
	if err != nil {
		return err
	}
	return l.slaaOp(ctx, o)
}

// Besvar answers a question, in the place of an earlier answer; false: there is no such question.
func (l *Leder) Besvar(ctx context.Context, noegle, text, af string) (bool, error) {
	_, asked, err := l.Moeder(ctx)
	if err != nil || !slices.ContainsFunc(asked, func(s tavle.Spurgt) bool { return s.Noegle == noegle }) {
		return false, err
	}
	o, err := tavle.Svaret(noegle, text, l.Kommune, af, l.Nu())
	if err != nil {
		return true, err
	}
	return true, l.slaaOp(ctx, o)
}

// Rapport is the report to the steering group: of all municipalities, or of this one.
func (l *Leder) Rapport(ctx context.Context, alle bool) (*tavle.Rapport, error) {
	o, err := l.Overblik(ctx)
	if err != nil {
		return nil, err
	}
	if alle {
		return tavle.AllesRapport(o), nil
	}
	f, err := l.Forloeb(ctx)
	if err != nil {
		return nil, err
	}
	name, err := l.Navn(ctx)
	if err != nil {
		return nil, err
	}
	late := 0
	if own := o.Egen(l.Kommune); own != nil {
		late = own.Forsinket
	}
	var load *tavle.Planlagt
	if i := slices.IndexFunc(o.Loads, func(p tavle.Planlagt) bool { return p.Kommune == l.Kommune }); i >= 0 {
		load = &o.Loads[i]
	}
	return tavle.KommunensRapport(name, f, late, load), nil
}
