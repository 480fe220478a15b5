package soap

import (
	"reflect"
	"slices"
	"strings"

	"indeksbro/internal/xmltree"
)

// laeser is one reading. A message is some thousand small values behind pointers; they are made by the block, each block twice as long
// as the one before.
type laeser struct {
	*Familie
	tekster []string
	blokke  []reflect.Value // by the number of a plan: slices, of which so many are taken as they are long
}

const stoersteBlok = 64

func (l *laeser) tekst(s string) *string {
	if len(l.tekster) == cap(l.tekster) {
		l.tekster = make([]string, 0, min(max(4, 2*cap(l.tekster)), stoersteBlok))
	}
	l.tekster = append(l.tekster, s)
	return &l.tekster[len(l.tekster)-1]
}

// ny is a pointer to a new, empty value of a plan's type.
func (l *laeser) ny(p *plan) reflect.Value {
	if l.blokke == nil {
		l.blokke = make([]reflect.Value, len(l.plans))
	}
	if p.nr >= len(l.blokke) {
		return reflect.New(p.typ)
	}
	blok := &l.blokke[p.nr]
	n, room := 0, 0
	if blok.IsValid() {
		n, room = blok.Len(), blok.Cap()
	}
	if n == room {
		made := reflect.New(reflect.SliceOf(p.typ)).Elem()
		made.Set(reflect.MakeSlice(reflect.SliceOf(p.typ), 0, min(max(1, 2*room), stoersteBlok)))
		*blok, n = made, 0
	}
	blok.SetLen(n + 1)
	return blok.Index(n).Addr()
}

// Laes reads a message of a global element's type into a pointer, or says where it is not valid (*SkemaFejl).
func (f *Familie) Laes(e xmltree.Element, qname string, into any) error {
	g := f.elements[f.navn(qname)]
	if g == nil || g.plan == nil {
		panic("no global element " + qname)
	}
	if e.Navn() != f.navn(qname) {
		return fejl(e, "want "+qname+" in namespace "+f.navn(qname).Rum)
	}
	return (&laeser{Familie: f}).laesRod(e, g.plan, reflect.ValueOf(into).Elem())
}

// Nyt reads any global element: a pointer to its type.
func (f *Familie) Nyt(e xmltree.Element) (Udvidelse, error) {
	g := f.elements[e.Navn()]
	if g == nil {
		return Udvidelse{}, fejl(e, "the element is not known here")
	}
	return (&laeser{Familie: f}).laesGlobal(e, g)
}

func (l *laeser) laesGlobal(e xmltree.Element, g *global) (Udvidelse, error) {
	if g.simple != nil {
		value, err := laesTekst(e, g.simple)
		return Udvidelse{g.qname, l.tekst(value)}, err
	}
	made := l.ny(g.plan)
	err := l.laesRod(e, g.plan, made.Elem())
	return Udvidelse{g.qname, made.Interface()}, err
}

func fejl(e xmltree.Element, what string) error { return &SkemaFejl{e.Sti(), what} }

const xsiRum = "http://www.w3.org/2001/XMLSchema-instance"

// tjekAttributter refuses what no type of ours declares.
func tjekAttributter(e xmltree.Element, declared ...felt) error {
	for _, name := range e.Attributter() {
		if slices.ContainsFunc(declared, func(a felt) bool { return a.navn == name }) {
			continue
		}
		if name.Rum != xsiRum || (name.Lokal != "schemaLocation" && name.Lokal != "noNamespaceSchemaLocation") {
			return fejl(e, "the attribute "+name.String()+" is not allowed")
		}
	}
	return nil
}

func laesTekst(e xmltree.Element, s *Simpel) (string, error) {
	if err := tjekAttributter(e); err != nil {
		return "", err
	}
	if child := e.FoersteBarn(); !child.IsZero() {
		return "", fejl(child, "no element is allowed here")
	}
	value := e.Tekst()
	if what := s.Tjek(value); what != "" {
		return "", fejl(e, what)
	}
	return value, nil
}

// laesRod reads a global element, which alone may have attributes.
func (l *laeser) laesRod(e xmltree.Element, p *plan, into reflect.Value) error {
	if len(p.attrs) == 0 {
		return l.laesStruct(e, p, into)
	}
	for i := range p.attrs {
		attr := &p.attrs[i]
		value, stands := e.Attribut("", attr.navn.Lokal)
		if !stands {
			continue
		}
		if what := attr.simple.Tjek(value); what != "" {
			return fejl(e, "the attribute "+attr.qname+": "+what)
		}
		l.saetTekst(attr, fieldOf(into, attr), value)
	}
	if err := tjekAttributter(e, p.attrs...); err != nil {
		return err
	}
	return l.laesIndhold(e, p, into)
}

// laesRaa keeps an element that holds one element of another namespace, whatever that is.
func laesRaa(e xmltree.Element, any bool) (string, error) {
	if err := tjekAttributter(e); err != nil {
		return "", err
	}
	inside := e.FoersteBarn()
	if inside.IsZero() || !inside.Naeste().IsZero() || !any && (inside.Navn().Rum == "" || inside.Navn().Rum == e.Navn().Rum) {
		return "", fejl(e, "want one element here, of another namespace unless any is allowed")
	}
	if strings.Trim(e.Tekst(), " \t\r\n") != "" {
		return "", fejl(e, "text is not allowed between elements")
	}
	return string(e.AppendC14N(nil, nil, xmltree.Element{})), nil
}

// laesStruct walks elements and fields side by side: both come in the order of the schema.
func (l *laeser) laesStruct(e xmltree.Element, p *plan, into reflect.Value) error {
	if err := tjekAttributter(e); err != nil {
		return err
	}
	return l.laesIndhold(e, p, into)
}

func (l *laeser) laesIndhold(e xmltree.Element, p *plan, into reflect.Value) error {
	if strings.Trim(e.Tekst(), " \t\r\n") != "" {
		return fejl(e, "text is not allowed between elements")
	}
	if p.choice {
		return l.laesValg(e, p, into)
	}
	if p.free {
		return l.laesAlle(e, p, into)
	}
	child, chosen := e.FoersteBarn(), 0
	for i := range p.fields {
		if i == p.lead && p.lead > 0 && chosen == 0 {
			return fejl(e, "one of "+(&plan{fields: p.fields[:p.lead]}).alternatives()+" is missing")
		}
		field := &p.fields[i]
		if i < p.lead && chosen > 0 {
			continue // the next does not fit any more, and is told so below
		}
		n := 0
		for !child.IsZero() && (field.max < 0 || n < field.max) && l.passer(child, field) {
			if err := l.laesFelt(child, field, fieldOf(into, field)); err != nil {
				return err
			}
			child = child.Naeste()
			n++
		}
		chosen += n
		if n < field.min {
			return l.mangler(e, child, field)
		}
	}
	if !child.IsZero() {
		return fejl(child, l.uventet(child, p))
	}
	if p.lead == len(p.fields) && p.lead > 0 && chosen == 0 {
		return fejl(e, "one of "+p.alternatives()+" is missing")
	}
	return nil
}

func fieldOf(v reflect.Value, field *felt) reflect.Value {
	if len(field.index) == 1 {
		return v.Field(field.index[0])
	}
	return v.FieldByIndex(field.index)
}

func (f *Familie) mangler(e, child xmltree.Element, field *felt) error {
	if child.IsZero() {
		return fejl(e, field.qname+" is missing")
	}
	return fejl(child, "want "+field.qname+" here")
}

// uventet explains an element that fits no field: unknown, out of order, or one too many.
func (f *Familie) uventet(child xmltree.Element, p *plan) string {
	var names []string
	for i := range p.fields {
		switch field := &p.fields[i]; {
		case field.art == artValg || field.art == artAndre:
		case field.navn == child.Navn() && field.max == 1:
			return "out of order, or once too often; the order is that of the schema"
		case field.navn == child.Navn():
			return "out of order; the order is that of the schema"
		case field.navn.Lokal == child.Navn().Lokal:
			return "in the wrong namespace; want " + field.navn.Rum
		default:
			names = append(names, field.qname)
		}
	}
	if len(names) == 0 {
		return "no element is allowed here"
	}
	return "the element is not known here; known are " + strings.Join(names, ", ")
}

// passer reports whether an element belongs to a field.
func (f *Familie) passer(child xmltree.Element, field *felt) bool {
	switch field.art {
	case artValg:
		return field.sub.valg(child) != nil
	case artAndre:
		return f.prefix[child.Navn().Rum] != "gd" && child.Navn().Rum != ""
	}
	return child.Er(field.navn.Rum, field.navn.Lokal)
}

func (p *plan) valg(child xmltree.Element) *felt {
	for i := range p.fields {
		if field := &p.fields[i]; child.Er(field.navn.Rum, field.navn.Lokal) {
			return field
		}
	}
	return nil
}

// laesFelt reads one element into its field, adding to a slice or filling a pointer.
func (l *laeser) laesFelt(child xmltree.Element, field *felt, v reflect.Value) error {
	switch field.art {
	case artTekst:
		value, err := laesTekst(child, field.simple)
		if err == nil {
			l.saetTekst(field, v, value)
		}
		return err
	case artRaa:
		value, err := laesRaa(child, field.enhver)
		if err == nil {
			l.saetTekst(field, v, value)
		}
		return err
	case artAndre:
		g := l.elements[child.Navn()]
		if g == nil {
			return fejl(child, "this extension is not known")
		}
		made, err := l.laesGlobal(child, g)
		if err == nil {
			list := v.Addr().Interface().(*[]Udvidelse)
			*list = append(*list, made)
		}
		return err
	case artValg:
		alternative := field.sub.valg(child)
		target := grow(v)
		return l.laesFelt(child, alternative, fieldOf(target, alternative))
	}
	switch {
	case field.slice:
		return l.laesStruct(child, field.sub, grow(v))
	case field.ptr:
		v.Set(l.ny(field.sub))
		return l.laesStruct(child, field.sub, v.Elem())
	}
	return l.laesStruct(child, field.sub, v)
}

func grow(v reflect.Value) reflect.Value {
	n := v.Len()
	if n == v.Cap() {
		v.Grow(max(1, n))
	}
	v.SetLen(n + 1)
	return v.Index(n)
}

func (l *laeser) saetTekst(field *felt, v reflect.Value, value string) {
	switch {
	case field.slice:
		grow(v).SetString(value)
	case field.ptr && field.elem == stringType:
		v.Set(reflect.ValueOf(l.tekst(value)))
	case field.ptr:
		v.Set(reflect.New(field.elem))
		v.Elem().SetString(value)
	default:
		v.SetString(value)
	}
}

var stringType = reflect.TypeFor[string]()

// laesAlle reads elements that may come in any order, each at most once.
func (l *laeser) laesAlle(e xmltree.Element, p *plan, into reflect.Value) error {
	seen := make([]bool, len(p.fields))
	for child := e.FoersteBarn(); !child.IsZero(); child = child.Naeste() {
		i := slices.IndexFunc(p.fields, func(field felt) bool { return l.passer(child, &field) })
		if i < 0 || seen[i] {
			return fejl(child, l.uventet(child, p))
		}
		seen[i] = true
		if err := l.laesFelt(child, &p.fields[i], fieldOf(into, &p.fields[i])); err != nil {
			return err
		}
	}
	for i := range p.fields {
		if !seen[i] && p.fields[i].min > 0 {
			return fejl(e, p.fields[i].qname+" is missing")
		}
	}
	return nil
}

// laesValg reads a choice: elements of one field only.
func (l *laeser) laesValg(e xmltree.Element, p *plan, into reflect.Value) error {
	child := e.FoersteBarn()
	if child.IsZero() {
		for i := range p.fields {
			if p.fields[i].min == 0 && p.fields[i].slice {
				return nil
			}
		}
		return fejl(e, "one of "+p.alternatives()+" is missing")
	}
	field := p.valg(child)
	if field == nil {
		return fejl(child, "want one of "+p.alternatives())
	}
	for n := 0; !child.IsZero(); n++ {
		if !l.passer(child, field) || (field.max > 0 && n >= field.max) {
			return fejl(child, "only one of "+p.alternatives()+" may stand here")
		}
		if err := l.laesFelt(child, field, fieldOf(into, field)); err != nil {
			return err
		}
		child = child.Naeste()
	}
	return nil
}

func (p *plan) alternatives() string {
	names := make([]string, len(p.fields))
	for i := range p.fields {
		names[i] = p.fields[i].qname
	}
	return strings.Join(names, ", ")
}
