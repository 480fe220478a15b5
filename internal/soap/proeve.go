package soap

import (
	"fmt"
	"reflect"
	"regexp/syntax"
	"strings"
)

// Proeve makes a valid message of a global element's type, with vaelg(n) choosing a number below n wherever there is a choice: so
// from random numbers every message the schema allows, and from the same numbers the same. The result points to the element's type.
func (f *Familie) Proeve(qname string, vaelg func(n int) int) any {
	g := f.elements[f.navn(qname)]
	if g == nil || g.plan == nil {
		panic("no global element " + qname)
	}
	v := reflect.New(g.typ)
	p := proeve{f, vaelg}
	p.fill(g.plan, v.Elem(), 0)
	return v.Interface()
}

type proeve struct {
	f     *Familie
	vaelg func(n int) int
}

const proeveDybde = 12 // deeper, only what must be there is made

func (p *proeve) fill(t *plan, v reflect.Value, depth int) {
	for i := range t.attrs {
		p.times(&t.attrs[i], fieldOf(v, &t.attrs[i]), p.vaelg(2), depth)
	}
	if t.choice {
		field := &t.fields[p.vaelg(len(t.fields))]
		p.times(field, fieldOf(v, field), 1+p.vaelg(2), depth)
		return
	}
	if t.lead > 0 {
		field := &t.fields[p.vaelg(t.lead)]
		p.times(field, fieldOf(v, field), 1, depth)
	}
	for i := t.lead; i < len(t.fields); i++ {
		field := &t.fields[i]
		n := field.min
		if depth < proeveDybde {
			n += p.vaelg(2)
			if field.max < 0 || field.max > field.min+1 {
				n += p.vaelg(2)
			}
		}
		if field.max > 0 {
			n = min(n, field.max)
		}
		if field.art == artAndre && len(p.f.udvidelser()) == 0 {
			n = 0
		}
		p.times(field, fieldOf(v, field), n, depth)
	}
}

func (p *proeve) times(field *felt, v reflect.Value, n, depth int) {
	switch {
	case field.slice:
		for range n {
			p.one(field, grow(v), depth)
		}
	case field.ptr && n > 0:
		v.Set(reflect.New(field.elem))
		p.one(field, v.Elem(), depth)
	case !field.ptr:
		p.one(field, v, depth)
	}
}

func (p *proeve) one(field *felt, v reflect.Value, depth int) {
	switch field.art {
	case artTekst:
		v.SetString(p.value(field.simple))
	case artRaa:
		v.SetString(fmt.Sprintf(`<%s xmlns:%s="%s"><p:vaerdi xmlns:p="urn:proeve">%d</p:vaerdi></%[1]s>`, field.qname, prefixOf(field.qname), field.navn.Rum, p.vaelg(100)))
	case artStruct:
		p.fill(field.sub, v, depth+1)
	case artValg:
		alternative := &field.sub.fields[p.vaelg(len(field.sub.fields))]
		p.times(alternative, fieldOf(v, alternative), 1, depth)
	case artAndre:
		v.Set(reflect.ValueOf(p.extension(depth)))
	}
}

// extension makes one of the elements the family has for rooms left open.
func (p *proeve) extension(depth int) Udvidelse {
	known := p.f.udvidelser()
	g := known[p.vaelg(len(known))]
	made := reflect.New(g.typ)
	p.fill(g.plan, made.Elem(), depth+1)
	return Udvidelse{g.qname, made.Interface()}
}

// udvidelser are the global elements that may stand in rooms left open: those that are no messages.
func (f *Familie) udvidelser() []*global {
	var known []*global
	for _, name := range sorted(f.byQName()) {
		g := f.byQName()[name]
		if g.plan != nil && !strings.HasSuffix(name, "put") && !strings.HasSuffix(name, "Besked") && !strings.HasPrefix(name, "gd:") {
			known = append(known, g)
		}
	}
	return known
}

func (f *Familie) byQName() map[string]*global {
	names := make(map[string]*global, len(f.elements))
	for _, g := range f.elements {
		names[g.qname] = g
	}
	return names
}

func (p *proeve) value(s *Simpel) string {
	switch {
	case s.Fast != "":
		return s.Fast
	case s.Valg != nil:
		return s.Valg[p.vaelg(len(s.Valg))]
	case s.Moenster != "":
		return p.matching(s.Moenster)
	}
	switch s.Basis {
	case "boolean":
		return [...]string{"true", "false"}[p.vaelg(2)]
	case "dateTime":
		return p.date() + fmt.Sprintf("T%02d:%02d:%02d.%03d", p.vaelg(24), p.vaelg(60), p.vaelg(60), p.vaelg(1000)) + [...]string{"Z", "+01:00", "+02:00", ""}[p.vaelg(4)]
	case "date":
		return p.date()
	case "integer":
		return fmt.Sprint(s.Fra + int64(p.vaelg(int(min(max(s.Til-s.Fra, 1), 100)))))
	case "decimal":
		return fmt.Sprintf("%d.%02d", p.vaelg(1000), p.vaelg(100))
	case "base64Binary":
		return [...]string{"", "YWI=", "SW5nZW4g", "4pyT"}[p.vaelg(4)]
	}
	return p.text(s)
}

func (p *proeve) date() string {
	return fmt.Sprintf("20%02d-%02d-%02d", 10+p.vaelg(20), 1+p.vaelg(12), 1+p.vaelg(28))
}

// letters hold what breaks careless writers.
var letters = []string{"a", "B", "7", " ", "æ", "Ø", "å", "€", "𝄞", "<", ">", "&", "\"", "'", "\n", "\t", "]]>", "-"}

func (p *proeve) text(s *Simpel) string {
	length := s.Min + p.vaelg(8)
	if s.Max > 0 {
		length = min(length, s.Max)
		if p.vaelg(20) == 0 {
			length = s.Max
		}
	}
	var out strings.Builder
	for n := 0; n < length; {
		letter := letters[p.vaelg(len(letters))]
		if size := len([]rune(letter)); n+size <= length {
			out.WriteString(letter)
			n += size
		}
	}
	return out.String()
}

// matching makes a text that matches a pattern.
func (p *proeve) matching(pattern string) string {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		panic(err)
	}
	var out strings.Builder
	p.walk(tree, &out)
	return out.String()
}

func (p *proeve) walk(r *syntax.Regexp, out *strings.Builder) {
	switch r.Op {
	case syntax.OpLiteral:
		out.WriteString(string(r.Rune))
	case syntax.OpCharClass:
		span := 2 * p.vaelg(len(r.Rune)/2)
		out.WriteRune(r.Rune[span] + rune(p.vaelg(int(min(r.Rune[span+1]-r.Rune[span]+1, 26)))))
	case syntax.OpAnyCharNotNL, syntax.OpAnyChar:
		out.WriteByte('x')
	case syntax.OpConcat, syntax.OpCapture:
		for _, sub := range r.Sub {
			p.walk(sub, out)
		}
	case syntax.OpAlternate:
		p.walk(r.Sub[p.vaelg(len(r.Sub))], out)
	case syntax.OpQuest, syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		low, high := bounds(r)
		for range low + p.vaelg(high-low+1) {
			p.walk(r.Sub[0], out)
		}
	}
}

func bounds(r *syntax.Regexp) (low, high int) {
	switch r.Op {
	case syntax.OpQuest:
		return 0, 1
	case syntax.OpStar:
		return 0, 3
	case syntax.OpPlus:
		return 1, 3
	}
	if r.Max < 0 {
		return r.Min, r.Min + 2
	}
	return r.Min, min(r.Max, r.Min+4)
}
