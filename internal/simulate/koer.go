package simulate

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

// scenarie is one accident: what is in place, what is right, and what is done on which day.
type scenarie struct {
	Kort
	foer   []handling // long ago: loaded and at rest when day 1 begins
	facit  facit
	dage   map[int][]handling
	sidste int // the last day
}

// handling is one thing that is done: something that happens in the care record, or a decision.
type handling struct {
	dansk  string
	side   Side
	linjer []string
	art    mapping.Art // empty: no decision
	id     string
	valg   mapping.Valg
	trods  string // Indeksbro's side: why a guard is overridden; empty: it is heeded
}

// ErrUkendt says that there is no scenario of that name.
var ErrUkendt = errors.New("no such scenario")

// Alle lists the scenarios in the order they are told.
func Alle() []Kort {
	list := make([]Kort, len(scenarier))
	for i := range scenarier {
		list[i] = scenarier[i].Kort
	}
	return list
}

// Koer plays one scenario from its first day to its last. Indeksbro's side works on store, which must be empty, with keys of
// ring; neither leaves a trace in the result, which is the same every time. An unknown id gives ErrUkendt.
func Koer(ctx context.Context, id string, store Store, ring *seal.Ring) (*Forloeb, error) {
	for i := range scenarier {
		if scenarier[i].ID != id {
			continue
		}
		played, err := play(ctx, &scenarier[i], store, ring)
		if err != nil {
			return nil, fmt.Errorf("play %s: %w", id, err)
		}
		return played, nil
	}
	return nil, fmt.Errorf("%q: %w", id, ErrUkendt)
}

// spil is a scenario being played.
type spil struct {
	*scenarie
	verden *verden
	kilde  *kilde
	alene  *alene
	bro    *bro
	ur     *ur
}

func play(ctx context.Context, s *scenarie, store Store, ring *seal.Ring) (*Forloeb, error) {
	v, k, u := newVerden(), newKilde(), &ur{foersteDag.AddDays(-1).Midnat()}
	b, err := newBro(ctx, v, store, ring, u)
	if err != nil {
		return nil, err
	}
	p := &spil{scenarie: s, verden: v, kilde: k, alene: newAlene(k, v), bro: b, ur: u}
	if err := p.before(ctx); err != nil {
		return nil, err
	}
	result := &Forloeb{Kort: s.Kort}
	var dom domsmand
	var last []Raekke
	for nr := 1; nr <= s.sidste; nr++ {
		day, err := p.day(ctx, nr)
		if err != nil {
			return nil, fmt.Errorf("day %d: %w", nr, err)
		}
		dom.ser(&day)
		if len(day.Haendelser) > 0 || !reflect.DeepEqual(day.Raekker, last) {
			result.Dage = append(result.Dage, day)
		}
		last = day.Raekker
	}
	result.Dom = Dom{Alene: dom.alene.slut(), Indeksbro: dom.indeksbro.slut()}
	return result, nil
}

// before puts everything in place and lets both sides come to rest.
func (p *spil) before(ctx context.Context) error {
	for _, h := range p.foer {
		answers, err := p.do(ctx, h)
		if err != nil {
			return err
		}
		if len(answers) > 0 {
			return fmt.Errorf("what should be in place is stopped: %s", answers[0].Tekst)
		}
	}
	for range len(p.kilde.sager) + len(p.kilde.bevillinger) {
		p.alene.nat()
	}
	return nil
}

// do lets one thing happen on the sides it is for and gives Indeksbro's answers.
func (p *spil) do(ctx context.Context, h handling) ([]Svar, error) {
	if len(h.linjer) > 0 {
		if err := p.bro.tag(ctx, h.linjer); err != nil {
			return nil, err
		}
		for _, line := range h.linjer {
			post, err := p.kilde.tag(line)
			if err != nil {
				return nil, err
			}
			p.alene.aendret(post)
		}
	}
	var answers []Svar
	if h.art != "" {
		if h.side != Indeksbro {
			p.alene.konfigurer(h.art, h.id, h.valg)
		}
		if h.side != Alene {
			var err error
			if answers, err = p.bro.beslut(ctx, h); err != nil {
				return nil, err
			}
		}
	}
	return answers, p.bro.export(ctx)
}

func (p *spil) day(ctx context.Context, nr int) (Dag, error) {
	date := foersteDag.AddDays(nr - 1)
	p.ur.nu = date.Midnat().Add(9 * time.Hour)
	day := Dag{Nr: nr, Dato: date}
	for _, h := range p.dage[nr] {
		answers, err := p.do(ctx, h)
		if err != nil {
			return day, err
		}
		later, err := p.bro.igen(ctx)
		if err != nil {
			return day, err
		}
		if h.dansk != "" || len(answers)+len(later) > 0 {
			day.Haendelser = append(day.Haendelser, Haendelse{Side: h.side, Tekst: h.dansk, Indeksbro: append(answers, later...)})
		}
	}
	p.alene.nat()
	if err := p.bro.export(ctx); err != nil {
		return day, err
	}
	rows, err := p.rows(ctx, nr, date)
	day.Raekker = rows
	return day, err
}

// rows is what both sides show when the day ends: each case with its grants under it.
func (p *spil) rows(ctx context.Context, nr int, date oio.Dato) ([]Raekke, error) {
	picture, err := p.bro.billede(ctx)
	if err != nil {
		return nil, err
	}
	reader := newLaeser(p.verden, date)
	var rows []Raekke
	for _, id := range p.kilde.sagsorden {
		rows = append(rows, p.sagsraekke(id, nr, picture, reader))
		for _, grant := range p.kilde.under(id) {
			rows = append(rows, p.bevillingsraekke(grant, nr, picture, reader))
		}
	}
	return rows, nil
}

func (p *spil) sagsraekke(id string, nr int, picture *billede, reader laeser) Raekke {
	s := p.kilde.sager[id]
	row := Raekke{Art: oio.ArtSag.String(), ID: id, Navn: s.Titel}
	sent := p.alene.sag[id]
	row.Alene = reader.sag(sent)
	row.Alene.Fejl = p.facit.sag(p.kilde, id, nr, sent)
	if sent == nil {
		row.Alene.Grund = p.alene.hvorfor(s.Sagstype, "")
	}
	uuid := oio.ObjectUUID(p.verden.kommune.cvr, p.verden.kommune.system.UUID, oio.ArtSag, id)
	held, _ := picture.objekter[uuid].(*oio.Sag)
	row.Indeksbro = reader.sag(held)
	row.Indeksbro.Fejl = p.facit.sag(p.kilde, id, nr, held)
	if held == nil {
		picture.hvorfor(&row.Indeksbro, uuid)
	}
	return row
}

func (p *spil) bevillingsraekke(id string, nr int, picture *billede, reader laeser) Raekke {
	b := p.kilde.bevillinger[id]
	s := p.kilde.sager[b.Sag]
	row := Raekke{Art: oio.ArtBevilling.String(), ID: id, Navn: p.kilde.ydelser[b.Ydelse].Navn, Sag: s.Titel}
	sent := p.alene.bevilling[id]
	row.Alene = reader.bevilling(sent)
	row.Alene.Fejl = p.facit.bevilling(p.kilde, id, nr, sent)
	if sent == nil {
		row.Alene.Grund = p.alene.hvorfor(s.Sagstype, b.Ydelse)
	}
	uuid := oio.ObjectUUID(p.verden.kommune.cvr, p.verden.kommune.system.UUID, oio.ArtBevilling, id)
	held, _ := picture.objekter[uuid].(*oio.Bevilling)
	row.Indeksbro = reader.bevilling(held)
	row.Indeksbro.Fejl = p.facit.bevilling(p.kilde, id, nr, held)
	if held == nil {
		picture.hvorfor(&row.Indeksbro, uuid)
	}
	return row
}

// domsmand sees the days go by and says at the end how it went.
type domsmand struct{ alene, indeksbro sidedom }

type sidedom struct{ Slut }

func (d *domsmand) ser(day *Dag) {
	for _, h := range day.Haendelser {
		for _, a := range h.Indeksbro {
			if a.Slags == Afvist {
				d.indeksbro.Afvisninger++
			}
		}
	}
	d.alene.ser(day.Raekker, func(r *Raekke) []Fejl { return r.Alene.Fejl })
	d.indeksbro.ser(day.Raekker, func(r *Raekke) []Fejl { return r.Indeksbro.Fejl })
}

// ser counts the day and keeps its faults: those of the last day are the ones that are left.
func (d *sidedom) ser(rows []Raekke, faults func(*Raekke) []Fejl) {
	d.Fejl = nil
	var wrong, missing bool
	for i := range rows {
		for _, f := range faults(&rows[i]) {
			d.Fejl = append(d.Fejl, Slutfejl{Art: rows[i].Art, Navn: rows[i].Navn, Sag: rows[i].Sag, Fejl: f})
			wrong, missing = wrong || f.Forkert(), missing || !f.Forkert()
		}
	}
	if wrong {
		d.Forkert++
	}
	if missing {
		d.Manglende++
	}
}

func (d *sidedom) slut() Slut {
	d.Rigtigt = len(d.Fejl) == 0
	var text strings.Builder
	text.WriteString("Ender rigtigt.")
	if !d.Rigtigt {
		text.Reset()
		text.WriteString("Ender forkert: ")
		for i, f := range d.Fejl {
			if i > 0 {
				text.WriteString("; ")
			}
			text.WriteString(f.Dansk())
		}
		text.WriteString(".")
	}
	switch days := func(n int) string { return sprog.Antal(n, "dag", "dage") }; {
	case d.Forkert > 0 && d.Manglende > 0:
		text.WriteString(" I " + days(d.Forkert) + " blev der vist noget forkert, og i " + days(d.Manglende) + " manglede der noget.")
	case d.Forkert > 0:
		text.WriteString(" I " + days(d.Forkert) + " blev der vist noget forkert.")
	case d.Manglende > 0:
		text.WriteString(" I " + days(d.Manglende) + " manglede der noget.")
	}
	d.Slut.Dansk = text.String()
	return d.Slut
}

// Dansk is the fault in a sentence's middle: what, and what is wrong with it.
func (f Slutfejl) Dansk() string {
	if f.Sag == "" {
		return "sagen »" + f.Navn + "« " + f.Fejl.bag()
	}
	return "bevillingen »" + f.Navn + "« på sagen »" + f.Sag + "« " + f.Fejl.bag()
}

// bag is the fault as it stands behind what it is about.
func (f Fejl) bag() string {
	switch f {
	case ForkertType, ForkertEnhed:
		return "har " + f.Dansk()
	}
	return f.Dansk()
}
