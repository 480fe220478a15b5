package kle

import "indeksbro/internal/oio"

// Aendring is one class in a Difference.
type Aendring struct {
	Nummer    Nummer   `json:"nummer"`
	Titel     string   `json:"titel"`              // in the new plan; in the old one when the class is gone
	FoerTitel string   `json:"foerTitel,omitzero"` // in the old plan, empty when the class is new
	Udgaaet   oio.Dato `json:"udgaaet,omitzero"`
	AfloestAf []Nummer `json:"afloestAf,omitzero"`
}

// Difference is what an import changed (R003). A class that both got a new title and an end date is in both lists. Uaendret
// counts the classes in none of them; guidance, keywords and law references are not compared.
type Difference struct {
	Nye          []Aendring `json:"nye"`
	Fjernet      []Aendring `json:"fjernet"`   // in the old plan only: left KLE or the filter
	Udgaaet      []Aendring `json:"udgaaet"`   // got an end date, or another one
	Genaabnet    []Aendring `json:"genaabnet"` // lost its end date
	AendretTitel []Aendring `json:"aendretTitel"`
	Uaendret     int        `json:"uaendret"`
}

// Empty reports whether no list has anything.
func (d *Difference) Empty() bool {
	return len(d.Nye)+len(d.Fjernet)+len(d.Udgaaet)+len(d.Genaabnet)+len(d.AendretTitel) == 0
}

// Diff compares two editions on all levels; the lists come in the order of the plan. old is nil before the first import.
func Diff(old, new *Plan) Difference {
	var d Difference
	var before []Klasse
	if old != nil {
		before = old.Klasser
	}
	after := new.Klasser
	for len(before) > 0 && len(after) > 0 {
		b, a := &before[0], &after[0]
		switch {
		case b.Nummer < a.Nummer:
			d.Fjernet = append(d.Fjernet, aendring(b, nil))
			before = before[1:]
		case b.Nummer > a.Nummer:
			d.Nye = append(d.Nye, aendring(nil, a))
			after = after[1:]
		default:
			d.compare(b, a)
			before, after = before[1:], after[1:]
		}
	}
	for i := range before {
		d.Fjernet = append(d.Fjernet, aendring(&before[i], nil))
	}
	for i := range after {
		d.Nye = append(d.Nye, aendring(nil, &after[i]))
	}
	return d
}

func (d *Difference) compare(b, a *Klasse) {
	same := true
	switch {
	case a.Udgaaet == b.Udgaaet:
	case a.Udgaaet == 0:
		d.Genaabnet, same = append(d.Genaabnet, aendring(b, a)), false
	default:
		d.Udgaaet, same = append(d.Udgaaet, aendring(b, a)), false
	}
	if a.Titel != b.Titel {
		d.AendretTitel, same = append(d.AendretTitel, aendring(b, a)), false
	}
	d.Uaendret += count(same)
}

func aendring(before, after *Klasse) Aendring {
	shown := after
	if shown == nil {
		shown = before
	}
	c := Aendring{Nummer: shown.Nummer, Titel: shown.Titel, Udgaaet: shown.Udgaaet, AfloestAf: shown.AfloestAf}
	if before != nil {
		c.FoerTitel = before.Titel
	}
	return c
}
