package forloeb

import (
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
)

// Anledning is why somebody is reminded of a step.
type Anledning string

// The occasions.
const (
	Snart Anledning = "snart" // it is due within days
	Over  Anledning = "over"  // it was due
	Din   Anledning = "din"   // what it waited for is done
)

// varselsdage is how long before a deadline somebody is reminded.
const varselsdage = 3

// Paamindelse is one thing to remind of. Kode names it; the same thing keeps its name, and a deadline that is moved is another thing.
type Paamindelse struct {
	Trin      *Trin
	Anledning Anledning
	Roller    adgang.Roller // whose it is
	Kode      string
}

// Paamindelser are what there is to remind of on the day (R121, R124). Whether somebody was reminded already, facts know.
func (f *Forloeb) Paamindelser() []Paamindelse {
	var all []Paamindelse
	for i := range f.Trin {
		t := &f.Trin[i]
		if t.Tilstand == Gjort {
			continue
		}
		add := func(why Anledning, kode string) {
			all = append(all, Paamindelse{Trin: t, Anledning: why, Roller: t.skylder(), Kode: string(t.Nr) + "/" + string(why) + kode})
		}
		switch {
		case t.Frist == 0:
		case t.Frist < f.Idag:
			add(Over, "/"+t.Frist.String())
		case t.Frist <= f.Idag.AddDays(varselsdage):
			add(Snart, "/"+t.Frist.String())
		}
		if len(t.Opgave.Efter) > 0 && len(t.VenterPaa) == 0 {
			add(Din, "")
		}
	}
	return all
}

// skylder are the roles whose turn it is: the step's owners, and the vendor where the next of an integration's tasks is hers (R065).
func (t *Trin) skylder() adgang.Roller {
	for _, k := range t.Fakta {
		if !k.Opfyldt && (strings.HasPrefix(k.Navn, "opgave-") || strings.HasPrefix(k.Navn, "aftale-")) {
			if k.Hvem == leverandoeren {
				return t.Opgave.Ejer | adgang.Leverandoeren
			}
			break
		}
	}
	return t.Opgave.Ejer
}

// Saetning is the reminder in a sentence. It names the step and a day, and nobody.
func (p *Paamindelse) Saetning() string {
	name := "Trin " + string(p.Trin.Nr) + ", " + p.Trin.Navn
	switch p.Anledning {
	case Over:
		return name + ": skulle være gjort " + sprog.Dato(p.Trin.Frist) + "."
	case Snart:
		return name + ": skal være gjort " + sprog.Dato(p.Trin.Frist) + "."
	}
	return name + ": det, trinnet ventede på, er gjort. I kan gå videre."
}
