package tavle

import (
	"fmt"
	"strconv"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
)

// Rapport is what a steering group gets to read on one page: where things stand, what may go wrong, and what is asked of it.
type Rapport struct {
	Om     string // whose it is
	Dato   oio.Dato
	Tal    []Noegletal
	Trin   []Rapporttrin
	Risici []string
	Beder  []string // asked of the group
}

// Noegletal is a figure with what it counts.
type Noegletal struct{ Tal, Navn string }

// Rapporttrin is one step as a bar.
type Rapporttrin struct {
	Nr, Navn string
	Andel    int    // 0 to 100
	Ord      string // what stands at the bar's end
	Tilstand forloeb.Tilstand
}

// What one municipality lacked yesterday is no matter for a steering group of all.
const (
	flereKommuner = 2
	laengeVentet  = 14
)

// A report is one page, so its lists end somewhere.
const mestRapport = 7

// KommunensRapport is the report of one municipality.
func KommunensRapport(navn string, f *forloeb.Forloeb, forsinket int, load *Planlagt) *Rapport {
	r := &Rapport{Om: navn, Dato: f.Idag}
	stopped := 0
	for i := range f.Trin {
		t := &f.Trin[i]
		r.Trin = append(r.Trin, Rapporttrin{Nr: string(t.Nr), Navn: t.Navn, Andel: t.Andel, Ord: t.Tilstand.Dansk(), Tilstand: t.Tilstand})
		missing, lacks := t.Mangler()
		late := t.Frist != 0 && t.Frist < f.Idag && t.Tilstand != forloeb.Gjort
		if t.Tilstand == forloeb.Stoppet {
			stopped++
			r.Risici = append(r.Risici, "Stoppet: "+t.Navn+". "+missing.Dansk)
		}
		if late {
			r.Risici = append(r.Risici, t.Navn+" skulle have været gjort "+sprog.Dato(t.Frist)+".")
		}
		for _, w := range t.Advarsler {
			r.Risici = append(r.Risici, w.Dansk)
		}
		if lacks && t.Tilstand != forloeb.Venter && missing.Hvem != "" {
			r.Beder = append(r.Beder, bede(t, missing))
		}
	}
	if forsinket > 0 {
		r.Risici = append(r.Risici, "Med den nuværende fart bliver I "+sprog.Antal(forsinket, "dag", "dage")+" forsinket i forhold til planen.")
	}
	if load != nil {
		for _, other := range load.Sammen {
			r.Risici = append(r.Risici, "Jeres første indlæsning "+sprog.Dato(load.Load.Dag)+" falder sammen med en anden kommunes ("+other.Navn+").")
		}
	}
	r.Tal = []Noegletal{
		{fmt.Sprintf("%d af %d", f.Gjorte(), len(f.Trin)), "trin er gjort"},
		{strconv.Itoa(stopped), "er stoppet"},
		{ordDag(load), "første indlæsning"},
	}
	return r.kort()
}

func ordDag(load *Planlagt) string {
	switch {
	case load == nil:
		return "Ikke varslet"
	case load.Load.Faerdig:
		return "Sendt"
	}
	return sprog.KortDato(load.Load.Dag)
}

func bede(t *forloeb.Trin, missing forloeb.Kendsgerning) string {
	said := "Trin " + string(t.Nr) + ", " + missing.Hvem + ": " + missing.Dansk
	if t.Frist != 0 {
		said += " Frist " + sprog.Dato(t.Frist) + "."
	}
	return said
}

// AllesRapport is the report of all municipalities together.
func AllesRapport(o *Overblik) *Rapport {
	r := &Rapport{Om: "Alle kommuner", Dato: o.Idag, Tal: []Noegletal{
		{fmt.Sprintf("%d af %d", o.Klassif, len(o.Raekker)), "Klassifikationsimporter"},
		{fmt.Sprintf("%d af %d", o.Eksport, len(o.Raekker)), "Eksporter sager"},
		{fmt.Sprintf("%d af %d", o.Sapa, len(o.Raekker)), "åbnet i SAPA"},
	}}
	here := 0
	done, stopped := map[string]int{}, map[string]int{}
	for i := range o.Raekker {
		here += tal(o.Raekker[i].Her())
		for _, t := range o.Raekker[i].Trin {
			done[t.Nr] += tal(t.Tilstand == Gjort)
			stopped[t.Nr] += tal(t.Tilstand == string(forloeb.Stoppet))
		}
	}
	for _, task := range forloeb.Opgaver {
		nr := string(task.Nr)
		step := Rapporttrin{Nr: nr, Navn: task.Navn, Ord: fmt.Sprintf("%d af %d", done[nr], here), Tilstand: forloeb.Igang}
		if here > 0 {
			step.Andel = 100 * done[nr] / here
		}
		if here > 0 && done[nr] == here {
			step.Tilstand = forloeb.Gjort
		}
		if n := stopped[nr]; n > 0 {
			step.Tilstand = forloeb.Stoppet
			r.Risici = append(r.Risici, "Trin "+nr+", "+task.Navn+", er stoppet i "+sprog.Antal(n, "kommune", "kommuner")+".")
		}
		r.Trin = append(r.Trin, step)
	}
	urgent := 0
	for i := range o.Raekker {
		for _, l := range o.Raekker[i].Laesninger {
			urgent += tal(l.Haster)
		}
	}
	if urgent > 0 {
		r.Risici = append(r.Risici, "I "+sprog.Antal(urgent, "kommune", "kommuner")+" er SAPA åbnet, og der sendes data, uden at det vides, om rollerne er gennemgået.")
	}
	if o.Forsinkede > 0 {
		r.Risici = append(r.Risici, sprog.Antal(o.Forsinkede, "kommune er", "kommuner er")+" bagud i forhold til planen.")
	}
	for _, said := range o.Sammenfald() {
		r.Risici = append(r.Risici, said+".")
	}
	for _, v := range o.Venter {
		if v.Kommuner >= flereKommuner || v.Dage >= laengeVentet {
			r.Beder = append(r.Beder, "Hjælp: "+v.Saetning()+".")
		}
	}
	if len(o.Efterlyst) > 0 {
		r.Beder = append(r.Beder, "Mest efterlyste ydelsestype: "+o.Efterlyst[0].Navn+" ("+sprog.Antal(o.Efterlyst[0].Kommuner, "kommune", "kommuner")+").")
	}
	return r.kort()
}

// kort keeps the lists to what one page holds, and says how much was left out.
func (r *Rapport) kort() *Rapport {
	for _, list := range []*[]string{&r.Risici, &r.Beder} {
		if n := len(*list) - mestRapport; n > 0 {
			*list = append((*list)[:mestRapport:mestRapport], "Og "+strconv.Itoa(n)+" til; de står på siderne.")
		}
	}
	return r
}
