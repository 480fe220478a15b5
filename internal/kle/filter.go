package kle

import (
	"errors"
	"slices"
	"strings"
)

// Filter is the import filter classificationFilter: prefixes at any level of which a number must match one (R062). The
// empty Filter lets everything through. ParseFilter gives it sorted and without repetitions.
type Filter []Nummer

// maxFilter is the most prefixes a filter may hold; KLE has about a hundred hovedgrupper.
const maxFilter = 1000

var errFilterLength = errors.New("the filter has too many numbers")

// ParseFilter reads comma-separated numbers such as "27,29" or "17.03, 27.35.04" (R062). Blank text is the empty Filter. A
// piece that is no number, an empty piece included, gives a *NummerError.
func ParseFilter(s string) (Filter, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	if strings.Count(s, ",") >= maxFilter {
		return nil, errFilterLength
	}
	var f Filter
	for piece := range strings.SplitSeq(s, ",") {
		n, err := ParseNummer(strings.TrimSpace(piece))
		if err != nil {
			return nil, err
		}
		f = append(f, n)
	}
	slices.Sort(f)
	return slices.Compact(f), nil
}

// String writes the filter as ParseFilter reads it.
func (f Filter) String() string {
	pieces := make([]string, len(f))
	for i, n := range f {
		pieces[i] = string(n)
	}
	return strings.Join(pieces, ",")
}

// Holds reports whether n, and with it everything below n, is let through. An ancestor of a prefix is not held; Plan.Filter
// keeps it only so that the tree hangs together.
func (f Filter) Holds(n Nummer) bool {
	return len(f) == 0 || slices.ContainsFunc(f, n.Under)
}

// Filter is the part of the plan that f lets through, with the ancestors of what is kept (R062). Handlingsfacetter are kept,
// for they have no KLE number. The classes are copied, the lists inside them shared.
func (p *Plan) Filter(f Filter) *Plan {
	out := &Plan{Udgivet: p.Udgivet, Handlingsfacetter: p.Handlingsfacetter, Ukendte: p.Ukendte}
	keep := make(map[Nummer]bool)
	for i := range p.Klasser {
		n := p.Klasser[i].Nummer
		if !f.Holds(n) {
			continue
		}
		for ; n != "" && !keep[n]; n = n.Overordnet() {
			keep[n] = true
		}
	}
	for i := range p.Klasser {
		if keep[p.Klasser[i].Nummer] {
			out.Klasser = append(out.Klasser, p.Klasser[i])
		}
	}
	return out
}
