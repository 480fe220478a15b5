package soap

import (
	"reflect"
	"strings"
)

// Ligner matches stored objects with an example of what to find (SF1470 §8.1): every field that is filled must match, each of
// several elements some stored one, and the parts of an element the same stored one.
type Ligner struct {
	Familie *Familie
	// Fritekst are the elements searched as text: anywhere in the value, without regard to case, * for anything.
	Fritekst map[string]bool
}

// Passer reports whether a stored object matches an example of the same type; both are pointers.
func (l *Ligner) Passer(example, stored any) bool {
	e, s := reflect.ValueOf(example).Elem(), reflect.ValueOf(stored).Elem()
	return l.passer(l.Familie.plan(e.Type()), e, s)
}

func (l *Ligner) passer(p *plan, example, stored reflect.Value) bool {
	for i := range p.fields {
		field := &p.fields[i]
		e, s := fieldOf(example, field), fieldOf(stored, field)
		switch {
		case field.slice:
			if !l.alle(field, e, s) {
				return false
			}
		case field.ptr && e.IsNil():
		case field.ptr && s.IsNil():
			if l.filled(field, e.Elem()) {
				return false
			}
		case field.ptr:
			if !l.en(field, e.Elem(), s.Elem()) {
				return false
			}
		case !l.en(field, e, s):
			return false
		}
	}
	return true
}

// filled reports whether an example says anything: an empty list of relations asks for nothing.
func (l *Ligner) filled(field *felt, e reflect.Value) bool {
	if field.art == artTekst {
		return true
	}
	for i := range field.sub.fields {
		sub := &field.sub.fields[i]
		switch v := fieldOf(e, sub); {
		case sub.slice:
			if v.Len() > 0 {
				return true
			}
		case sub.ptr:
			if !v.IsNil() && l.filled(sub, v.Elem()) {
				return true
			}
		case l.filled(sub, v):
			return true
		}
	}
	return false
}

// alle holds that each example in a list has a match in the stored list.
func (l *Ligner) alle(field *felt, examples, stored reflect.Value) bool {
	for i := range examples.Len() {
		found := false
		for j := 0; j < stored.Len() && !found; j++ {
			found = l.en(field, examples.Index(i), stored.Index(j))
		}
		if !found {
			return false
		}
	}
	return true
}

func (l *Ligner) en(field *felt, example, stored reflect.Value) bool {
	switch field.art {
	case artTekst:
		return l.tekst(field, example.String(), stored.String())
	case artAndre:
		e, s := example.Interface().(Udvidelse), stored.Interface().(Udvidelse)
		g := l.Familie.elements[l.Familie.navn(e.Navn)]
		return e.Navn == s.Navn && g.plan != nil && l.passer(g.plan, reflect.ValueOf(e.Vaerdi).Elem(), reflect.ValueOf(s.Vaerdi).Elem())
	}
	return l.passer(field.sub, example, stored)
}

func (l *Ligner) tekst(field *felt, example, stored string) bool {
	if field.simple.Basis == "dateTime" {
		a, errA := LaesTid(example)
		b, errB := LaesTid(stored)
		return errA == nil && errB == nil && a.Equal(b)
	}
	if prefix, ok := strings.CutSuffix(example, "*"); ok && field.navn.Lokal == "BrugervendtNoegle" {
		return strings.HasPrefix(stored, prefix)
	}
	if l.Fritekst[field.navn.Lokal] {
		return glob(strings.ToLower(example), strings.ToLower(stored))
	}
	return example == stored || (field.simple.Moenster != "" && strings.EqualFold(example, stored))
}

// glob finds the pieces between stars in order, anywhere.
func glob(pattern, s string) bool {
	for _, piece := range strings.Split(pattern, "*") {
		at := strings.Index(s, piece)
		if at < 0 {
			return false
		}
		s = s[at+len(piece):]
	}
	return true
}
