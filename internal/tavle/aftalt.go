package tavle

import (
	"encoding/json"
	"slices"
	"time"

	"indeksbro/internal/oio"
)

// Plads is the pace agreed for one municipality on one day: objects a second to each index; 0: nothing is agreed (R092, R098).
type Plads struct {
	SDI float64 `json:"sdi"`
	YDI float64 `json:"ydi"`
}

// Lavest is the lower of two paces, where 0 is no limit.
func Lavest(a, b float64) float64 {
	switch {
	case a <= 0:
		return max(0, b)
	case b <= 0:
		return a
	}
	return min(a, b)
}

// Under is the pace kept when a municipality has chosen another itself: the lower of the two for each index.
func (p Plads) Under(own Plads) Plads { return Plads{Lavest(p.SDI, own.SDI), Lavest(p.YDI, own.YDI)} }

// pladskode is the code of a slot's notice.
func pladskode(kommune oio.CVR, dag oio.Dato) string { return string(kommune) + "/" + dag.String() }

// Opslag is the agreement as a notice of whoever leads the programme; the zero Plads takes back what was agreed for the day.
func (p Plads) Opslag(leder, kommune oio.CVR, dag oio.Dato, af string, tid time.Time) (Opslag, error) {
	o := Opslag{Kommune: leder, Tid: tid, Af: af, Art: Aftalt, Kode: pladskode(kommune, dag)}
	if p == (Plads{}) {
		return o, nil
	}
	text, err := json.Marshal(p)
	o.Tekst = string(text)
	return o, err
}

// Pladser are the slots that are agreed.
type Pladser map[string]Plads

// NyePladser folds the notices, oldest first. Whoever put it up, the last about a municipality and day holds.
func NyePladser(notices []Opslag) Pladser {
	slots := Pladser{}
	for _, o := range notices {
		if o.Art != Aftalt {
			continue
		}
		var p Plads
		if json.Unmarshal([]byte(o.Tekst), &p) != nil {
			p = Plads{} // without a text: taken back
		}
		slots[o.Kode] = p
	}
	return slots
}

// For is what is agreed for a municipality on a day.
func (p Pladser) For(kommune oio.CVR, dag oio.Dato) Plads { return p[pladskode(kommune, dag)] }

// Planlagt is an initial load in the calendar (R092).
type Planlagt struct {
	Kommune  oio.CVR  `json:"kommune"`
	Navn     string   `json:"navn"`
	Load     Load     `json:"load"`
	Til      oio.Dato `json:"til"`      // the last day it takes
	Sekunder int      `json:"sekunder"` // at the pace that is kept; 0: no pace is agreed, so nobody knows
	Fart     Plads    `json:"fart"`     // kept on its first day
	Plads    Plads    `json:"plads"`    // agreed for its first day
	Sammen   []Moedes `json:"sammen,omitempty"`
}

// Moedes is another load at the same time.
type Moedes struct {
	Kommune oio.CVR `json:"kommune"`
	Navn    string  `json:"navn"`
	Nat     bool    `json:"nat"` // begins the same night; else they overlap by their length
}

// laengstLoad is more days than any load is planned for.
const laengstLoad = 90

// Loadkalender is every announced load, by day, and which of them meet. A load that is done meets none.
func Loadkalender(stande []Kommunestand, slots Pladser) []Planlagt {
	var all []Planlagt
	for i := range stande {
		k := &stande[i]
		if k.Load == nil || k.Load.Dag == 0 {
			continue
		}
		p := Planlagt{Kommune: k.Kommune, Navn: k.Navn, Load: *k.Load, Plads: slots.For(k.Kommune, k.Load.Dag)}
		p.Fart = p.Plads.Under(Plads{k.Load.FartSDI, k.Load.FartYDI})
		p.Til, p.Sekunder = varighed(k, slots)
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Planlagt) int {
		if a.Load.Dag != b.Load.Dag {
			return int(a.Load.Dag) - int(b.Load.Dag)
		}
		return SammenlignNavne(a.Navn, b.Navn)
	})
	for i := range all {
		for j := range all {
			a, b := &all[i], &all[j]
			if i == j || a.Load.Faerdig || b.Load.Faerdig || a.Til < b.Load.Dag || b.Til < a.Load.Dag {
				continue
			}
			a.Sammen = append(a.Sammen, Moedes{Kommune: b.Kommune, Navn: b.Navn, Nat: a.Load.Dag == b.Load.Dag})
		}
	}
	return all
}

// varighed is how long a load takes, cases first and then grants, day by day at the pace that is kept on it.
func varighed(k *Kommunestand, slots Pladser) (oio.Dato, int) {
	left := [2]float64{float64(k.Load.Sager), float64(k.Load.Bevillinger)}
	seconds := 0.0
	day := k.Load.Dag
	for range laengstLoad {
		pace := slots.For(k.Kommune, day).Under(Plads{k.Load.FartSDI, k.Load.FartYDI})
		today := 0.0
		for i, rate := range [2]float64{pace.SDI, pace.YDI} {
			if left[i] <= 0 {
				continue
			}
			if rate <= 0 {
				return day, 0
			}
			spent := min(left[i]/rate, 86_400-today)
			left[i] -= spent * rate
			if left[i] < 0.5 {
				left[i] = 0
			}
			today += spent
		}
		seconds += today
		if left[0]+left[1] == 0 {
			return day, max(1, int(seconds+0.5))
		}
		day = day.AddDays(1)
	}
	return day, int(seconds + 0.5)
}
