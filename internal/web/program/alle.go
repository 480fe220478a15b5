package program

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/tavle"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const allesti = sti + "/alle"

// alleruter are the pages of all municipalities together. The programme leader sees every row; people of a municipality see their own, and the sums.
func (s *Sider) alleruter(r web.Ramme) {
	r.Som(adgang.Programfolk, "GET "+allesti, s.alle)
	r.Som(adgang.Programfolk, "GET "+loadsti, s.loads)
	r.Som(adgang.Programleder, "POST "+loadsti, s.aftalFart)
	r.Som(adgang.Programfolk, "GET "+moedesti, s.moeder)
	r.Som(adgang.Programfolk, "POST "+moedesti+"/spoergsmaal", s.spoerg)
	r.Som(adgang.Programleder, "POST "+moedesti+"/svar/{noegle}", s.besvar)
	r.Som(adgang.Programleder, "POST "+moedesti+"/plan", s.laegMoeder)
	r.Som(adgang.Programleder, "POST "+moedesti, s.saetMoede)
	r.Som(adgang.Programfolk, "GET "+rapportsti, s.rapport)
	r.Som(adgang.Programfolk, "GET "+rapportsti+".pdf", s.rapportPDF)
}

// leder reports whether somebody sees all municipalities.
func leder(id web.Identitet) bool { return id.Roller.Er(adgang.Programleder) }

// alleramme is the frame of these pages.
func (s *Sider) alleramme(titel string, id web.Identitet) page.Side {
	side := s.side(titel, id)
	side.Stil = append(side.Stil, "program-alle.css")
	return side
}

// skriver is who writes, as others see it: by name, else by role.
func skriver(id web.Identitet) string {
	if name := strings.TrimSpace(id.Navn); name != "" {
		return oio.MaskCPR(name)
	}
	return id.Roller.Navn()
}

// afslaaet gives what a refusal says to people; any other error is passed on.
func afslaaet(err error) (page.Besked, error) {
	var brud *rules.Brud
	if errors.As(err, &brud) {
		return page.Besked{Fejl: []string{sprog.StortForbogstav(brud.Dansk) + "."}}, nil
	}
	return page.Besked{}, err
}

// valg is what the list of all municipalities shows, as its address says. What an address says wrong, it does not say.
type valg struct{ Laest, Venter, Sorter string }

// sorteringer are the orders of the list.
var sorteringer = []struct{ Noegle, Navn string }{{"", "Navn"}, {"siden", "Længst samme sted"}, {"gjorte", "Flest trin gjort"}, {"faerrest", "Færrest trin gjort"}}

func valgAf(q url.Values, o *tavle.Overblik) valg {
	v := valg{Laest: q.Get("laest"), Venter: q.Get("venter"), Sorter: q.Get("sorter")}
	if !slices.ContainsFunc(tavle.Laesningsord, func(l struct{ Noegle, Navn string }) bool { return l.Noegle == v.Laest }) {
		v.Laest = ""
	}
	if !slices.ContainsFunc(o.Venter, func(w tavle.Ventende) bool { return w.Noegle == v.Venter }) {
		v.Venter = ""
	}
	if !slices.ContainsFunc(sorteringer, func(s struct{ Noegle, Navn string }) bool { return s.Noegle == v.Sorter }) {
		v.Sorter = ""
	}
	return v
}

// sti is the address of a choice.
func (v valg) sti() string {
	q := url.Values{}
	for key, value := range map[string]string{"laest": v.Laest, "venter": v.Venter, "sorter": v.Sorter} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if len(q) == 0 {
		return allesti + "#kommuner"
	}
	return allesti + "?" + q.Encode() + "#kommuner"
}

func (v valg) laest(key string) valg  { v.Laest, v.Venter = key, ""; return v }
func (v valg) venter(key string) valg { v.Laest, v.Venter = "", key; return v }
func (v valg) sorter(key string) valg { v.Sorter = key; return v }

// raekker are the rows a choice shows, in its order.
func (v valg) raekker(o *tavle.Overblik) []*tavle.Raekke {
	var rows []*tavle.Raekke
	for i := range o.Raekker {
		r := &o.Raekker[i]
		if (v.Laest == "" || r.Laest(v.Laest)) && (v.Venter == "" || r.Venter(v.Venter)) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b *tavle.Raekke) int {
		switch v.Sorter {
		case "siden":
			return siden(a) - siden(b)
		case "gjorte":
			return b.Gjorte - a.Gjorte
		case "faerrest":
			return rang(a) - rang(b)
		}
		return 0
	})
	return rows
}

// siden is the day since when a municipality has stood where it stands, for sorting; those that stand nowhere come last.
func siden(r *tavle.Raekke) int {
	if t := r.Staar(); t != nil && t.Siden != 0 {
		return int(t.Siden)
	}
	return 99_999_999
}

// rang puts municipalities whose steps nobody knows last.
func rang(r *tavle.Raekke) int {
	if !r.Her() {
		return len(forloeb.Opgaver) + 1
	}
	return r.Gjorte
}

// allevisning is the page of all municipalities.
type allevisning struct {
	*tavle.Overblik
	Alle    bool // every row, not only the municipality's own
	Raekker []*tavle.Raekke
	Valg    valg
	Kurve   tavle.Kurve
}

// alle is where every municipality stands (R120, S12).
func (s *Sider) alle(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	o, err := s.Leder.Overblik(r.Context())
	if err != nil {
		return err
	}
	v := allevisning{Overblik: o, Alle: leder(id)}
	if v.Alle {
		v.Valg = valgAf(r.URL.Query(), o)
		v.Raekker = v.Valg.raekker(o)
	} else if own := o.Egen(id.Kommune); own != nil {
		v.Raekker = []*tavle.Raekke{own}
	}
	if v.Kurve, err = s.Leder.Kurve(r.Context()); err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.alleramme("Alle kommuner", id), alleside(&v))
	return nil
}

// alletrin is a step of the strip: what is seen and what is read aloud.
type alletrin struct {
	Nr, Klasse, Tegn, Ord string
}

// trinstribe is a municipality's ten steps.
func trinstribe(r *tavle.Raekke) []alletrin {
	strip := make([]alletrin, len(r.Trin))
	for i, t := range r.Trin {
		state := forloeb.Tilstand(t.Tilstand)
		one := alletrin{Nr: t.Nr, Klasse: "ib-stribe-" + t.Tilstand, Ord: state.Dansk()}
		switch state {
		case forloeb.Gjort:
			one.Tegn = "✓"
		case forloeb.Stoppet:
			one.Tegn = "!"
		case forloeb.Igang:
			one.Tegn = strconv.Itoa(t.Andel) + "%"
			one.Ord += ", " + strconv.Itoa(t.Andel) + " procent"
		case forloeb.Klar:
			one.Tegn = "○"
		default:
			one.Tegn = "–"
		}
		strip[i] = one
	}
	return strip
}

// jaNej is an answer of the table.
func jaNej(yes bool) string {
	if yes {
		return "Ja"
	}
	return "Nej"
}

// opgavenavn is a step's name.
func opgavenavn(nr string) string {
	task, _ := forloeb.Find(forloeb.Nr(nr))
	return task.Navn
}

// regelord is a rule in a sentence.
func regelord(nr string) string {
	all := rules.Alle()
	if i := slices.IndexFunc(all, func(r rules.Regel) bool { return r.Nummer == nr }); i >= 0 {
		return all[i].Dansk
	}
	return nr
}

// antalLaest counts the municipalities with a reading.
func antalLaest(o *tavle.Overblik, key string) string {
	n := 0
	for i := range o.Raekker {
		if o.Raekker[i].Laest(key) {
			n++
		}
	}
	return strconv.Itoa(n)
}

// alleLaesninger are the readings there are, to be explained once.
func alleLaesninger() []tavle.Laesning {
	var all []tavle.Laesning
	for _, columns := range [][4]bool{{true, true}, {}, {true, false, true}, {true, true, true}, {true, true, true, true}} {
		for _, l := range tavle.Laesninger(columns[0], columns[1], columns[2], columns[3]) {
			if !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
	}
	return all
}

// foerste are at most n of a list.
func foerste[T any](list []T, n int) []T { return list[:min(n, len(list))] }

// The figure's size, and where its lines are.
const (
	figurB, figurH         = 480, 220
	figurVenstre, figurTop = 34, 12
	figurHoejre, figurBund = 462, 186
	figurPunkter           = 120
)

// linje is one line of the figure of progress.
type linje struct{ Klasse, Navn, Punkter string }

// kurvelinjer are the three columns of R120 as lines; nothing while there is one day only.
func kurvelinjer(k tavle.Kurve) []linje {
	points := k.Udvalgt(figurPunkter)
	if len(points) < 2 {
		return nil
	}
	most := kurvetop(k)
	first, last := points[0].Dag, points[len(points)-1].Dag
	lines := []linje{{Klasse: "ib-kurve-klassifikation", Navn: "Klassifikationsimporter"}, {Klasse: "ib-kurve-eksport", Navn: "Eksporter sager"}, {Klasse: "ib-kurve-sapa", Navn: "Åbnet i SAPA"}}
	for _, p := range points {
		x := figurVenstre + float64(tavle.Dage(first, p.Dag))/float64(max(1, tavle.Dage(first, last)))*(figurHoejre-figurVenstre)
		for i, n := range []int{p.Klassifikation, p.Eksport, p.Sapa} {
			lines[i].Punkter += fmt.Sprintf("%.1f,%.1f ", x, kurvey(n, most))
		}
	}
	return lines
}

// kurvetop is the number at the top of the figure: as many as there are municipalities.
func kurvetop(k tavle.Kurve) int {
	most := 1
	for _, p := range k.Punkter {
		most = max(most, p.Kommuner)
	}
	return most
}

func kurvey(n, most int) float64 {
	return figurBund - float64(n)/float64(most)*(figurBund-figurTop)
}
