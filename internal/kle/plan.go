package kle

import (
	"cmp"
	"slices"

	"indeksbro/internal/oio"
)

// Retskilde is a reference to law: the title, and the paragraph or chapter as KLE writes it ("§ 83, stk. 1", "Kap. 3"),
// which may be a range or empty.
type Retskilde struct {
	Titel    string
	Paragraf string
}

// Stikord is one of KL's keywords for a class. Handlingsfacet is the facet it points at ("G01"), or empty. Schema 2.0 has no
// keywords.
type Stikord struct {
	Tekst          string
	Handlingsfacet string
}

// Klasse is one hovedgruppe, gruppe or emne; Nummer tells which.
type Klasse struct {
	Nummer     Nummer
	Titel      string
	UUID       string // official identity in lower case, empty when the layout has none (2.0) or the plan does not tell
	Vejledning string // plain text, one line for each paragraph or list item
	Stikord    []Stikord
	Retskilder []Retskilde
	Oprettet   oio.Dato // first day in force, zero when not told
	Udgaaet    oio.Dato // first day no longer in force, zero while in force; KLE's UdgaaetDato or FlyttetDato
	Rettet     []oio.Dato
	AfloestAf  []Nummer // successors, when KLE tells them (2.0, Historisk/Flyttet/AfloestAf)
	// AfloestAfFacetter are the successors that are handlingsfacetter ("G01") and not numbers.
	AfloestAfFacetter []string
	Bevaring          string // BevaringJaevnfoerArkivloven: K, K5, K10, B or "tom"
	Sletning          string // SletningJaevnfoerPersondataloven: an xs:duration counted from the end of the sag
	Filtre            []string
}

// IKraft reports whether the class is in force on the day (R002). A class without dates always is.
func (k *Klasse) IKraft(dag oio.Dato) bool {
	return k.Oprettet <= dag && (k.Udgaaet == 0 || dag < k.Udgaaet)
}

// Facet is a handlingsfacet ("G01") or its category ("G"): what is done in a sag, whatever its emne.
type Facet struct {
	Nummer            string
	Titel             string
	UUID              string
	Vejledning        string
	Retskilder        []Retskilde
	Oprettet, Udgaaet oio.Dato
	Rettet            []oio.Dato
	AfloestAf         []Nummer
	AfloestAfFacetter []string
	Bevaring          string
	Filtre            []string
}

// Plan is one edition. Klasser holds all levels, sorted by Nummer without repetitions, each below its parent. A plan read from
// a list of handlingsfacetter has only those. Treat it as read-only.
type Plan struct {
	Udgivet           oio.Dato
	Klasser           []Klasse
	Handlingsfacetter []Facet // categories and facets, sorted by Nummer
	Ukendte           int     // elements of unknown name that Parse skipped, not counting what was inside them
}

// Counts are the figures an import shows.
type Counts struct {
	Hovedgrupper      int `json:"hovedgrupper"`
	Grupper           int `json:"grupper"`
	Emner             int `json:"emner"`
	Stikord           int `json:"stikord"`           // on all levels
	MedRetskilde      int `json:"medRetskilde"`      // emner with at least one law reference
	MedUUID           int `json:"medUUID"`           // emner with an official UUID
	Udgaaede          int `json:"udgaaede"`          // emner with an end date, whenever it is
	Handlingsfacetter int `json:"handlingsfacetter"` // without the categories
}

// search gives the place of n in Klasser, or where it would be.
func (p *Plan) search(n Nummer) (int, bool) {
	return slices.BinarySearchFunc(p.Klasser, n, func(k Klasse, n Nummer) int { return cmp.Compare(k.Nummer, n) })
}

// Find gives the class with the number. It points into the plan.
func (p *Plan) Find(n Nummer) (*Klasse, bool) {
	i, found := p.search(n)
	if !found {
		return nil, false
	}
	return &p.Klasser[i], true
}

// Boern are the classes directly below n in order; the hovedgrupper when n is empty.
func (p *Plan) Boern(n Nummer) []*Klasse { return p.below(n, n.Niveau()+1) }

// EmnerUnder are the six-digit classes somewhere below n in order: the choices the refusal in R001 names. For an emne it is
// empty.
func (p *Plan) EmnerUnder(n Nummer) []*Klasse {
	if n.ErEmne() {
		return nil
	}
	return p.below(n, 3)
}

func (p *Plan) below(n Nummer, niveau int) []*Klasse {
	var out []*Klasse
	i, _ := p.search(n)
	for ; i < len(p.Klasser) && p.Klasser[i].Nummer.Under(n); i++ {
		if p.Klasser[i].Nummer.Niveau() == niveau {
			out = append(out, &p.Klasser[i])
		}
	}
	return out
}

// Sti is the way from the hovedgruppe down to n with number and title, n included: "27 Social service", "27.35 …". Levels the
// plan does not have are left out.
func (p *Plan) Sti(n Nummer) []string {
	var out []string
	for ; n != ""; n = n.Overordnet() {
		if k, found := p.Find(n); found {
			out = append(out, string(n)+" "+k.Titel)
		}
	}
	slices.Reverse(out)
	return out
}

// Counts counts the plan.
func (p *Plan) Counts() Counts {
	var c Counts
	for i := range p.Klasser {
		c.add(&p.Klasser[i])
	}
	for i := range p.Handlingsfacetter {
		if isFacetNr(p.Handlingsfacetter[i].Nummer) {
			c.Handlingsfacetter++
		}
	}
	return c
}

func (c *Counts) add(k *Klasse) {
	c.Stikord += len(k.Stikord)
	switch k.Nummer.Niveau() {
	case 1:
		c.Hovedgrupper++
		return
	case 2:
		c.Grupper++
		return
	}
	c.Emner++
	c.MedRetskilde += count(len(k.Retskilder) > 0)
	c.MedUUID += count(k.UUID != "")
	c.Udgaaede += count(k.Udgaaet != 0)
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
