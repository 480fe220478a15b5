package tavle

import (
	"maps"

	"indeksbro/internal/oio"
)

// Punkt is one day of all municipalities: in how many each column of R120 was a yes, and how many steps were done.
type Punkt struct {
	Dag            oio.Dato `json:"dag"`
	Kommuner       int      `json:"kommuner"`
	Klassifikation int      `json:"klassifikation"`
	Eksport        int      `json:"eksport"`
	Sapa           int      `json:"sapa"`
	Gjorte         int      `json:"gjorte"` // steps done, of all municipalities together
}

// Kurve is the progress of all municipalities over time. A municipality that showed nothing on a day stands where it stood last.
type Kurve struct {
	Punkter []Punkt
	seneste map[oio.CVR]Dag
}

// Laeg gives the curve with days put after those it has, oldest first; the curve itself is left as it is.
func (k Kurve) Laeg(days []Dag) Kurve {
	next := Kurve{Punkter: append([]Punkt(nil), k.Punkter...), seneste: maps.Clone(k.seneste)}
	if next.seneste == nil {
		next.seneste = map[oio.CVR]Dag{}
	}
	for i, d := range days {
		next.seneste[d.Kommune] = d
		if i+1 == len(days) || days[i+1].Dag != d.Dag {
			next.Punkter = append(next.Punkter, next.punkt(d.Dag))
		}
	}
	return next
}

func (k Kurve) punkt(day oio.Dato) Punkt {
	p := Punkt{Dag: day, Kommuner: len(k.seneste)}
	for _, d := range k.seneste {
		p.Gjorte += d.Gjorte
		p.Klassifikation += tal(d.Klassifikation)
		p.Eksport += tal(d.Eksport)
		p.Sapa += tal(d.Sapa)
	}
	return p
}

func tal(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Udvalgt are at most n of the points, evenly, the first and the last among them: what a table can show of a year.
func (k Kurve) Udvalgt(n int) []Punkt {
	if len(k.Punkter) <= n || n < 2 {
		return k.Punkter
	}
	some := make([]Punkt, n)
	for i := range some {
		some[i] = k.Punkter[i*(len(k.Punkter)-1)/(n-1)]
	}
	return some
}
