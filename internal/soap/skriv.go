package soap

import (
	"reflect"

	"indeksbro/internal/xmltree"
)

// Skriv appends a global element with all namespaces of the family declared, so that it stands anywhere. value points to its type.
func (f *Familie) Skriv(dst []byte, qname string, value any) []byte {
	g := f.elements[f.navn(qname)]
	if g == nil || g.plan == nil {
		panic("no global element " + qname)
	}
	v := reflect.ValueOf(value).Elem()
	dst = append(append(append(dst, '<'), qname...), f.decls...)
	for i := range g.plan.attrs {
		if set := fieldOf(v, &g.plan.attrs[i]); !set.IsNil() {
			dst = append(append(append(dst, ' '), g.plan.attrs[i].qname...), '=', '"')
			dst = append(xmltree.AppendAttribut(dst, set.Elem().String()), '"')
		}
	}
	dst = f.skrivStruct(append(dst, '>'), g.plan, v)
	return append(append(append(dst, '<', '/'), qname...), '>')
}

func (f *Familie) skrivStruct(dst []byte, p *plan, v reflect.Value) []byte {
	for i := range p.fields {
		field := &p.fields[i]
		value := fieldOf(v, field)
		switch {
		case field.slice:
			for n := range value.Len() {
				dst = f.skrivFelt(dst, field, value.Index(n))
			}
		case field.ptr:
			if !value.IsNil() {
				dst = f.skrivFelt(dst, field, value.Elem())
			}
		default:
			dst = f.skrivFelt(dst, field, value)
		}
	}
	return dst
}

func (f *Familie) skrivFelt(dst []byte, field *felt, v reflect.Value) []byte {
	switch field.art {
	case artRaa:
		return append(dst, v.String()...)
	case artValg:
		return f.skrivStruct(dst, field.sub, v)
	case artAndre:
		other := v.Addr().Interface().(*Udvidelse)
		g := f.elements[f.navn(other.Navn)]
		dst = append(append(append(dst, '<'), other.Navn...), '>')
		if g.simple != nil {
			dst = xmltree.AppendTekst(dst, *other.Vaerdi.(*string))
		} else {
			dst = f.skrivStruct(dst, g.plan, reflect.ValueOf(other.Vaerdi).Elem())
		}
		return append(append(append(dst, '<', '/'), other.Navn...), '>')
	}
	dst = append(dst, field.open...)
	if field.art == artTekst {
		dst = xmltree.AppendTekst(dst, v.String())
	} else {
		dst = f.skrivStruct(dst, field.sub, v)
	}
	return append(dst, field.end...)
}

// SkrivDel appends any value of the family's types under a root element of no namespace, for keeping: LaesDel reads it again.
func (f *Familie) SkrivDel(dst []byte, value any) []byte {
	dst = append(append(append(dst, "<del"...), f.decls...), '>')
	v := reflect.ValueOf(value).Elem()
	return append(f.skrivStruct(dst, f.plan(v.Type()), v), "</del>"...)
}

// LaesDel reads what SkrivDel wrote into a pointer.
func (f *Familie) LaesDel(data []byte, into any) error {
	doc, err := xmltree.Laes(data, xmltree.Graenser{Bytes: 4 * MaxBytes})
	if err != nil {
		return err
	}
	v := reflect.ValueOf(into).Elem()
	return (&laeser{Familie: f}).laesStruct(doc.Rod(), f.plan(v.Type()), v)
}

// Ens reports whether two values of one type are written alike; both are pointers.
func (f *Familie) Ens(a, b any) bool {
	return f.ens(f.plan(reflect.TypeOf(a).Elem()), reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem())
}

func (f *Familie) ens(p *plan, a, b reflect.Value) bool {
	for i := range p.fields {
		field := &p.fields[i]
		x, y := fieldOf(a, field), fieldOf(b, field)
		switch {
		case field.slice:
			if x.Len() != y.Len() {
				return false
			}
			for n := range x.Len() {
				if !f.ensFelt(field, x.Index(n), y.Index(n)) {
					return false
				}
			}
		case field.ptr:
			if x.IsNil() != y.IsNil() || !x.IsNil() && !f.ensFelt(field, x.Elem(), y.Elem()) {
				return false
			}
		case !f.ensFelt(field, x, y):
			return false
		}
	}
	return true
}

func (f *Familie) ensFelt(field *felt, a, b reflect.Value) bool {
	switch field.art {
	case artTekst, artRaa:
		return a.String() == b.String()
	case artAndre:
		x, y := a.Addr().Interface().(*Udvidelse), b.Addr().Interface().(*Udvidelse)
		if x.Navn != y.Navn {
			return false
		}
		if g := f.elements[f.navn(x.Navn)]; g.simple == nil {
			return f.ens(g.plan, reflect.ValueOf(x.Vaerdi).Elem(), reflect.ValueOf(y.Vaerdi).Elem())
		}
		return *x.Vaerdi.(*string) == *y.Vaerdi.(*string)
	}
	return f.ens(field.sub, a, b)
}
