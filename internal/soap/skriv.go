package soap

import (
	"bytes"
	"reflect"
	"sync"

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
		other := v.Interface().(Udvidelse)
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
	return f.laesStruct(doc.Rod(), f.plan(v.Type()), v)
}

var puljer = sync.Pool{New: func() any { b := make([]byte, 0, 32<<10); return &b }}

// Ens reports whether two values of one type are written alike; both are pointers.
func (f *Familie) Ens(a, b any) bool {
	first, second := puljer.Get().(*[]byte), puljer.Get().(*[]byte)
	defer puljer.Put(first)
	defer puljer.Put(second)
	p := f.plan(reflect.TypeOf(a).Elem())
	*first = f.skrivStruct((*first)[:0], p, reflect.ValueOf(a).Elem())
	*second = f.skrivStruct((*second)[:0], p, reflect.ValueOf(b).Elem())
	return bytes.Equal(*first, *second)
}
