package soap

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Koebenhavn is the zone in which times without one are read, and in which times are written.
var Koebenhavn = oio.Koebenhavn

var errTid = errors.New("not a dateTime")

// Familie is a set of namespaces with their types and global elements: one service's alphabet, complete in itself.
type Familie struct {
	rum      map[string]string // prefix to namespace
	prefix   map[string]string // and back
	simple   map[string]*Simpel
	named    []string // the family's own simple types, for its schema
	elements map[xmltree.Navn]*global
	plans    map[reflect.Type]*plan
	decls    string // all namespaces declared, as a root element writes them
}

// global is a global element: a message, or what may stand in a LokalUdvidelseListe.
type global struct {
	qname  string
	plan   *plan
	simple *Simpel
	typ    reflect.Type
}

// Udvidelse is an element of another namespace where the schema leaves room for one. Vaerdi points to the type the family has for it.
type Udvidelse struct {
	Navn   string // with prefix, such as si:SagIndeksEgenskaber
	Vaerdi any
}

// Raa is an element kept as it came, in exclusive canonical form: what stands in it is agreed between others.
type Raa string

// NyFamilie compiles a description: namespaces by prefix, simple types by name with prefix, and global elements by name with
// prefix, each with a value of its type. A mistake in it is a mistake in the program and panics.
func NyFamilie(rum map[string]string, simple map[string]Simpel, elements map[string]any) *Familie {
	f := &Familie{rum: rum, prefix: map[string]string{}, simple: map[string]*Simpel{}, elements: map[xmltree.Navn]*global{}, plans: map[reflect.Type]*plan{}}
	for prefix, ns := range rum {
		f.prefix[ns] = prefix
	}
	for _, prefix := range sorted(rum) {
		f.decls += ` xmlns:` + prefix + `="` + rum[prefix] + `"`
	}
	for name, s := range builtIn() {
		f.simple[name] = compiled(s)
	}
	for _, name := range sorted(simple) {
		f.simple[name] = compiled(simple[name])
		f.named = append(f.named, name)
	}
	for _, qname := range sorted(elements) {
		f.elements[f.navn(qname)] = f.global(qname, elements[qname])
	}
	return f
}

func compiled(s Simpel) *Simpel {
	if s.Moenster != "" {
		s.regel = regexp.MustCompile(`^(?:` + s.Moenster + `)$`)
	}
	return &s
}

// global compiles one global element; a text names its simple type.
func (f *Familie) global(qname string, value any) *global {
	if name, isSimple := value.(string); isSimple {
		s, ok := f.simpel(name)
		if !ok {
			panic("no simple type " + name + " for " + qname)
		}
		return &global{qname: qname, simple: s}
	}
	t := reflect.TypeOf(value)
	return &global{qname: qname, plan: f.plan(t), typ: t}
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	for i := 1; i < len(keys); i++ {
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

func (f *Familie) navn(qname string) xmltree.Navn {
	prefix, lokal, ok := strings.Cut(qname, ":")
	ns, known := f.rum[prefix]
	if !ok || !known {
		panic("no namespace for " + qname)
	}
	return xmltree.Navn{Rum: ns, Lokal: lokal}
}

type art uint8

const (
	artTekst art = iota
	artStruct
	artValg  // repeated choice
	artAndre // elements of other namespaces
	artRaa   // an element whose one child is nobody's business but the sender's
)

// plan is a compiled complex type.
type plan struct {
	nr     int    // among the family's
	name   string // sag:EgenskaberType; empty for the alternatives of a repeated choice
	prefix string
	base   *plan // what it extends
	choice bool  // one field is filled
	free   bool  // elements in any order: xs:all
	lead   int   // so many fields come from a choice that the type extends: one of them is filled
	fields []felt
	attrs  []felt // of a message's root
	typ    reflect.Type
}

// felt is one element of a complex type.
type felt struct {
	index      []int
	navn       xmltree.Navn
	qname      string
	ref        bool // a reference to a global element
	min, max   int  // max -1: any number
	art        art
	simple     *Simpel
	simpleName string
	sub        *plan
	slice, ptr bool
	enhver     bool // what is kept as it came may be of the type's own namespace, or of none
	elem       reflect.Type
	open, end  string // tags
}

// plan compiles a struct type, once.
func (f *Familie) plan(t reflect.Type) *plan {
	if p, ok := f.plans[t]; ok {
		return p
	}
	p := &plan{typ: t, nr: len(f.plans)}
	f.plans[t] = p // before the fields, which may lead back here
	if t.NumField() > 0 && t.Field(0).Name == "_" {
		words := strings.Fields(t.Field(0).Tag.Get("oio"))
		p.name = words[0]
		p.prefix, _, _ = strings.Cut(p.name, ":")
		p.choice = len(words) > 1 && words[1] == "valg"
		p.free = len(words) > 1 && words[1] == "alle"
		f.navn(p.name)
	}
	for i := range t.NumField() {
		f.addField(p, t.Field(i), i)
	}
	return p
}

func (f *Familie) addField(p *plan, field reflect.StructField, i int) {
	switch {
	case field.Name == "_":
	case field.Anonymous:
		p.base = f.plan(field.Type)
		p.lead = p.base.lead
		if p.base.choice {
			p.lead = len(p.base.fields)
		}
		for _, inherited := range p.base.fields {
			inherited.index = append([]int{i}, inherited.index...)
			p.fields = append(p.fields, inherited)
		}
	case strings.HasPrefix(field.Tag.Get("oio"), "@"):
		p.attrs = append(p.attrs, f.attribut(p, field, i))
	default:
		p.fields = append(p.fields, f.felt(p, field, i))
	}
}

// attribut is an attribute of a message's root element; no other element has any.
func (f *Familie) attribut(p *plan, field reflect.StructField, i int) felt {
	name, simple, _ := strings.Cut(field.Tag.Get("oio"), " ")
	s, known := f.simpel(simple)
	if !known || field.Type != reflect.TypeFor[*string]() {
		panic(p.typ.Name() + "." + name + ": want an optional text and its simple type")
	}
	return felt{index: []int{i}, ptr: true, elem: stringType, navn: xmltree.Navn{Lokal: name[1:]}, qname: name[1:], simple: s, simpleName: simple}
}

func (f *Familie) felt(p *plan, field reflect.StructField, i int) felt {
	words := strings.Fields(field.Tag.Get("oio"))
	if len(words) == 0 {
		panic(p.typ.Name() + "." + field.Name + " has no tag")
	}
	made := felt{index: []int{i}, min: 1, max: 1, elem: field.Type}
	if made.elem.Kind() == reflect.Pointer {
		made.ptr, made.min, made.elem = true, 0, made.elem.Elem()
	} else if made.elem.Kind() == reflect.Slice {
		made.slice, made.min, made.max, made.elem = true, 0, -1, made.elem.Elem()
	}
	name := words[0]
	words = words[1:]
	if len(words) > 0 && strings.Contains(words[0], "..") {
		made.min, made.max = occurrence(words[0])
		words = words[1:]
	}
	switch {
	case name == "*valg":
		made.art, made.sub = artValg, f.plan(made.elem)
		return made
	case name == "*andre":
		made.art = artAndre
		return made
	}
	f.name(&made, p, name)
	f.content(&made, p, words)
	return made
}

func (f *Familie) name(made *felt, p *plan, name string) {
	made.qname = name
	if strings.Contains(name, ":") {
		made.ref = true
	} else {
		made.qname = p.prefix + ":" + name
	}
	made.navn = f.navn(made.qname)
	made.open, made.end = "<"+made.qname+">", "</"+made.qname+">"
}

func (f *Familie) content(made *felt, p *plan, words []string) {
	if made.elem.Kind() == reflect.Struct {
		made.art, made.sub = artStruct, f.plan(made.elem)
		if len(made.sub.attrs) > 0 {
			panic(p.typ.Name() + "." + made.qname + ": attributes stand on a message's root alone")
		}
		return
	}
	if made.elem == reflect.TypeFor[Raa]() {
		made.art = artRaa
		made.enhver = len(words) > 0 && words[0] == "enhver"
		return
	}
	if len(words) != 1 || made.elem.Kind() != reflect.String {
		panic(p.typ.Name() + "." + made.qname + ": want one simple type and a text")
	}
	made.simpleName = words[0]
	var ok bool
	if made.simple, ok = f.simpel(words[0]); !ok {
		panic("no simple type " + words[0] + " for " + p.typ.Name() + "." + made.qname)
	}
}

func occurrence(s string) (minimum, maximum int) {
	low, high, _ := strings.Cut(s, "..")
	minimum, err := strconv.Atoi(low)
	if err != nil {
		panic("malformed occurrence " + s)
	}
	if high == "n" {
		return minimum, -1
	}
	if maximum, err = strconv.Atoi(high); err != nil {
		panic("malformed occurrence " + s)
	}
	return minimum, maximum
}

// SkemaFejl is why a message is not valid by its schema.
type SkemaFejl struct {
	Sti  string // where, from the body on
	Hvad string // what is wrong and what would be right
}

// Error tells the place and what is wrong.
func (s *SkemaFejl) Error() string { return fmt.Sprintf("%s: %s", s.Sti, s.Hvad) }
