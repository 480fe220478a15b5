package generate

import (
	"slices"
	"time"

	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

// How the ready mapping came about: by these people, in working hours, ending a week before "today".
const (
	administrator = "Karen Holm, systemadministrator"
	organisator   = "Niels Bro, organisationsadministrator"
	fortrudt      = "st-11" // first marked with another number, then corrected
	fortrudtKLE   = "29.09.00"
	skridt        = 7 * time.Minute
	prDag         = 50
)

// Beslutninger is a mapping that is ready but for a few deliberate gaps, oldest first: first the ydelser, then the enheder,
// then the marks (4 and 7 before 5). Where a mark is set although something below is unfinished, Trods says why.
//
// Left open on purpose: the sagstyper st-6 (R051) and st-24 (R011, R057) with neither mark nor decision; the ydelser yd-164
// (R041) and yd-165 (R056) under the marked st-25; the FSIII ydelse yd-83 with an unknown code under the marked st-9; the enhed
// en-37, which is responsible for cases under the marked st-14 and resolves to nothing (R072); and the ydelser below
// sagstyper that are not sent.
func Beslutninger(o Options) []mapping.Beslutning {
	o = o.withDefaults()
	var out []mapping.Beslutning
	t := verden()
	for _, y := range t.ydelser {
		if y.valg != "" {
			out = append(out, beslutning(administrator, mapping.Ydelse, y.id, y.choice(), y.reason(), ""))
		}
	}
	for _, e := range t.enheder {
		if e.fk != "" {
			choice := mapping.Valg{Kombit: fkUUID(o.Kommune, e.fk)}
			out = append(out, beslutning(organisator, mapping.Enhed, e.id, choice, "fundet i FK Organisation", ""))
		}
	}
	for _, s := range t.sagstyper {
		out = append(out, s.beslutninger()...)
	}
	days := arbejdsdage(o.Dato, (len(out)+prDag-1)/prDag)
	for i := range out {
		out[i].Nr = int64(i + 1)
		out[i].Tid = days[i/prDag].Midnat().Add(9*time.Hour + time.Duration(i%prDag)*skridt)
	}
	return out
}

// arbejdsdage are n weekdays in a row, the last at least a week before dato.
func arbejdsdage(dato oio.Dato, n int) []oio.Dato {
	var days []oio.Dato
	for d := dato.AddDays(-7); len(days) < n; d = d.AddDays(-1) {
		if weekday := d.Midnat().Weekday(); weekday != time.Saturday && weekday != time.Sunday {
			days = append(days, d)
		}
	}
	slices.Reverse(days)
	return days
}

func (y *ydelse) choice() mapping.Valg {
	switch y.valg {
	case "ikke":
		return mapping.Valg{Ikke: true}
	case "uden":
		return mapping.Valg{UdenType: true}
	}
	return mapping.Valg{Type: y.valg}
}

func (y *ydelse) reason() string {
	if y.grund != "" {
		return y.grund
	}
	return "lov, paragraf og ordlyd passer"
}

func (s *sagstype) beslutninger() []mapping.Beslutning {
	var out []mapping.Beslutning
	var before mapping.Valg
	if s.id == fortrudt {
		before = mapping.Valg{KLE: fortrudtKLE}
		out = append(out, beslutning(administrator, mapping.Sagstype, s.id, before, "første bud", s.trods))
	}
	switch s.kle {
	case "":
	case "ikke":
		out = append(out, beslutning(administrator, mapping.Sagstype, s.id, mapping.Valg{Ikke: true}, s.grund, ""))
	default:
		choice := mapping.Valg{KLE: kle.Nummer(s.kle)}
		out = append(out, beslutning(administrator, mapping.Sagstype, s.id, choice, "aftalt på skrivebordsmapningen", s.trods))
		out[len(out)-1].IStedFor = before
	}
	return out
}

func beslutning(af string, art mapping.Art, id string, valg mapping.Valg, grund, trods string) mapping.Beslutning {
	return mapping.Beslutning{Af: af, Art: art, ID: id, Valg: valg, Grund: grund, Trods: trods}
}

// Testscope is the ids of five sagstyper with three KLE numbers between them whose ydelser and units are all mapped (R099).
func Testscope() []string { return []string{"st-7", "st-8", "st-10", "st-16", "st-67"} }

// YdelserFor is the ids of the ydelser that are examples of a rule ("R031"): every case of R031–R046, and R022, R023, R047,
// R048 and R050–R057.
func YdelserFor(regel string) []string {
	var out []string
	for _, y := range verden().ydelser {
		if y.regel == regel {
			out = append(out, y.id)
		}
	}
	return out
}

// Stamdata tells how many sagstyper, ydelser and enheder there are, whatever the number of citizens. The feed has one line
// more for each ydelse that moved.
func Stamdata() (sagstyper, ydelser, enheder int) {
	t := verden()
	return len(t.sagstyper), len(t.ydelser), len(t.enheder)
}
