package enhedsvalg

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/suggest"
)

// Antaget is the score from which a suggestion is taken for right when nobody has decided yet: in the figures of the models and in
// what a row shows as its situation.
const Antaget = 0.5

// Forslag is a unit of FK Organisation that an enhed may be.
type Forslag struct {
	Enhed       *organisation.Enhed
	Score       float64  // calibrated: the share of suggestions with this score that are right
	Begrundelse []string // in Danish, short, weightiest first
	OptagetAf   string   // id of the enhed that has it already (R073); empty: free
	Faelles     string   // id of the enhed above both, where the KOMBIT id could go instead; empty: none, or nobody has it
}

// SomForslag is the suggestion as the rows of the desk have it.
func (f Forslag) SomForslag(g *projection.Grundlag) suggest.Forslag {
	s := suggest.Forslag{Kode: f.Enhed.UUID.String(), Titel: f.Enhed.Navn, Score: f.Score, Begrundelse: f.Begrundelse, KanVaelges: f.OptagetAf == ""}
	if f.OptagetAf != "" {
		s.Spaerret = fmt.Sprintf("hører allerede til »%s«", g.Enheder[f.OptagetAf].Navn)
	}
	return s
}

// kandidat is a unit that may be chosen.
type kandidat struct {
	enhed *organisation.Enhed
	navn  navn
}

// Vaelger finds the likeliest units for the enheder of one Grundlag. It is made once, read by many, and safe for concurrent use.
type Vaelger struct {
	g       *projection.Grundlag // a copy of its own; Enhed must not be asked of it, because that writes
	uden    map[string]bool
	units   []kandidat
	navne   map[string]*navn // of the enheder
	ens     map[string]int   // how many enheder have a form
	formTil map[string][]int // units by form
	gram    map[string][]int // units by character piece
	pnummer map[string][]int
	boern   map[string][]string // enheder by the one above
	boernFK map[oio.UUID][]int  // units by the one above
	optaget map[oio.UUID]string // enhed by its KOMBIT id
	partner map[string]oio.UUID // what an enhed is mapped to, or the one unit with its name
	krav    map[oio.UUID]string // an enhed not mapped yet, by the one unit with its name
}

// New makes a Vaelger. Units that are closed or another's are not in it (R074).
func New(g *projection.Grundlag) *Vaelger {
	v := &Vaelger{g: g.Copy(), uden: map[string]bool{}, navne: map[string]*navn{}, ens: map[string]int{}, formTil: map[string][]int{}, gram: map[string][]int{},
		pnummer: map[string][]int{}, boern: map[string][]string{}, boernFK: map[oio.UUID][]int{}, optaget: map[oio.UUID]string{}, krav: map[oio.UUID]string{}, partner: map[string]oio.UUID{}}
	for _, word := range strings.Fields(fold.Replace(strings.ToLower(g.Kommune.Navn))) {
		v.uden[word] = true
	}
	for _, e := range g.Organisation.Alle() {
		if e.Aktiv() && (e.CVR == "" || e.CVR == g.Kommune.CVR) {
			v.units = append(v.units, kandidat{e, tag(e.Navn, v.uden)})
		}
	}
	for id, e := range g.Enheder {
		n := tag(e.Navn, v.uden)
		v.navne[id] = &n
		v.ens[n.form]++
		v.boern[e.Overordnet] = append(v.boern[e.Overordnet], id)
	}
	v.weigh()
	v.index()
	return v
}

// weigh gives rare words more to say.
func (v *Vaelger) weigh() {
	seen := map[string]int{}
	for _, u := range v.units {
		for _, o := range u.navn.ord {
			seen[o.stamme]++
		}
	}
	total := float64(len(v.units) + 1)
	weight := func(n *navn) {
		for i := range n.ord {
			n.ord[i].betydning = 0.5 + math.Log(total/float64(seen[n.ord[i].stamme]+1))
			if slices.Contains(n.maerk, n.ord[i].tekst) {
				n.ord[i].betydning /= 3 // what tells sisters apart does not make strangers alike
			}
		}
	}
	for i := range v.units {
		weight(&v.units[i].navn)
	}
	for _, n := range v.navne {
		weight(n)
	}
}

func (v *Vaelger) index() {
	for i, u := range v.units {
		v.formTil[u.navn.form] = append(v.formTil[u.navn.form], i)
		for _, o := range u.navn.ord {
			for _, piece := range o.trigram {
				v.gram[piece] = append(v.gram[piece], i)
			}
		}
		if u.enhed.PNummer != "" {
			v.pnummer[u.enhed.PNummer] = append(v.pnummer[u.enhed.PNummer], i)
		}
		v.boernFK[u.enhed.Overordnet] = append(v.boernFK[u.enhed.Overordnet], i)
	}
	v.g.Mapping.Alle(mapping.Enhed, func(b mapping.Beslutning) {
		if !b.Valg.Kombit.IsZero() {
			v.optaget[b.Valg.Kombit], v.partner[b.ID] = b.ID, b.Valg.Kombit
		}
	})
	for id, n := range v.navne {
		if _, mapped := v.partner[id]; !mapped && len(v.formTil[n.form]) == 1 && v.ens[n.form] == 1 {
			v.partner[id] = v.units[v.formTil[n.form][0]].enhed.UUID
			v.krav[v.partner[id]] = id
		}
	}
}

// bredde is how many units are looked at closely for one enhed.
const bredde = 30

// near lists units whose names have pieces in common with a name, and those with the P number; most in common first.
func (v *Vaelger) near(e *eoj.Enhed) []int {
	common := map[int]float64{}
	for _, o := range v.navne[e.ID].ord {
		for _, piece := range o.trigram {
			of := v.gram[piece]
			for _, i := range of {
				common[i] += 1 / float64(len(of))
			}
		}
	}
	same := append(slices.Clone(v.formTil[v.navne[e.ID].form]), v.pnummer[e.PNummer]...)
	for _, i := range same {
		common[i] = math.Inf(1)
	}
	all := make([]int, 0, len(common))
	for i := range common {
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b int) int { return cmp.Or(cmp.Compare(common[b], common[a]), cmp.Compare(a, b)) })
	return all[:min(len(all), bredde)]
}

// Foreslaa gives at most n units that an enhed may be, likeliest first. An enhed the source has never named has none.
func (v *Vaelger) Foreslaa(id string, n int) []Forslag {
	e, known := v.g.Enheder[id]
	if !known {
		return nil
	}
	sted := v.sted(e)
	var all []Forslag
	for _, i := range v.near(e) {
		if f, is := v.vurder(e, &v.units[i], sted); is {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(a, b Forslag) int { return cmp.Compare(b.Score, a.Score) })
	rivals(all)
	return all[:min(len(all), n)]
}

// rivals lowers all that are nearly as good as the first: only one of them is right.
func rivals(all []Forslag) {
	if len(all) == 0 || all[0].Score < 0.3 {
		return
	}
	k := 1
	for k < len(all) && all[0].Score-all[k].Score < 0.1 {
		k++
	}
	if k == 1 {
		return
	}
	for i := range all[:k] {
		all[i].Score *= 1.5 / float64(k)
	}
	all[0].Begrundelse = append(all[0].Begrundelse, fmt.Sprintf("men »%s« ligner lige så meget", all[1].Enhed.Navn))
	slices.SortStableFunc(all, func(a, b Forslag) int { return cmp.Compare(b.Score, a.Score) })
}

// Soeg lists units by name for somebody who looks for one, best first; closed ones are not found.
func (v *Vaelger) Soeg(id, ord string, n int) []Forslag {
	e, known := v.g.Enheder[id]
	if !known || strings.TrimSpace(ord) == "" {
		return nil
	}
	wanted := strings.TrimSpace(fold.Replace(strings.ToLower(ord)))
	sted := v.sted(e)
	var all []Forslag
	for i := range v.units {
		u := &v.units[i]
		if !strings.Contains(fold.Replace(strings.ToLower(u.enhed.Navn)), wanted) {
			continue
		}
		f, _ := v.vurder(e, u, sted)
		all = append(all, f)
	}
	slices.SortStableFunc(all, func(a, b Forslag) int { return cmp.Compare(b.Score, a.Score) })
	return all[:min(len(all), n)]
}
