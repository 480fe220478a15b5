package xmltree

import "strings"

// Navn is an expanded name: namespace and local part.
type Navn struct{ Rum, Lokal string }

// String writes {namespace}local, or local alone where there is no namespace.
func (n Navn) String() string {
	if n.Rum == "" {
		return n.Lokal
	}
	return "{" + n.Rum + "}" + n.Lokal
}

// Document is a parsed document. It is read-only and safe for concurrent use.
type Document struct {
	text  string
	nodes []node // elements and texts in document order; the first is the root element
	attrs []attribute
	decls []declaration
}

type node struct {
	navn         Navn // of an element; zero for a text
	prefix       string
	text         string // of a text, resolved
	parent, next int32  // -1: none
	first        int32  // first child, -1: none
	attrs, nAttr int32
	decls, nDecl int32
	start, end   int32 // bytes of the whole element
	depth        int32
}

type attribute struct {
	navn          Navn
	prefix, value string
}

type declaration struct{ prefix, rum string }

// Element is one element of a document; the zero value is none, of which every question has an empty answer.
type Element struct {
	doc *Document
	i   int32
}

// Rod is the root element.
func (d *Document) Rod() Element { return Element{d, 0} }

// IsZero reports whether there is no element.
func (e Element) IsZero() bool { return e.doc == nil }

// Navn is the expanded name.
func (e Element) Navn() Navn {
	if e.doc == nil {
		return Navn{}
	}
	return e.node().navn
}

// Er reports whether the element has this name.
func (e Element) Er(rum, lokal string) bool {
	return e.doc != nil && e.node().navn.Lokal == lokal && e.node().navn.Rum == rum
}

func (e Element) node() *node { return &e.doc.nodes[e.i] }

// Bytes is the element as it stands in the document. It is meaningful elsewhere only where all its prefixes are declared in it.
func (e Element) Bytes() string {
	if e.doc == nil {
		return ""
	}
	n := e.node()
	return e.doc.text[n.start:n.end]
}

// Forfader is the parent element, zero for the root.
func (e Element) Forfader() Element {
	if e.doc == nil || e.node().parent < 0 {
		return Element{}
	}
	return Element{e.doc, e.node().parent}
}

// FoersteBarn is the first child element, or zero.
func (e Element) FoersteBarn() Element {
	if e.doc == nil {
		return Element{}
	}
	return e.doc.elementFrom(e.node().first)
}

// Naeste is the next sibling element, or zero.
func (e Element) Naeste() Element {
	if e.doc == nil {
		return Element{}
	}
	return e.doc.elementFrom(e.node().next)
}

func (d *Document) elementFrom(i int32) Element {
	for ; i >= 0; i = d.nodes[i].next {
		if d.nodes[i].navn.Lokal != "" {
			return Element{d, i}
		}
	}
	return Element{}
}

// Barn is the first child element of this name, or zero.
func (e Element) Barn(rum, lokal string) Element {
	for c := e.FoersteBarn(); !c.IsZero(); c = c.Naeste() {
		if c.Er(rum, lokal) {
			return c
		}
	}
	return Element{}
}

// Boern yields the child elements in order.
func (e Element) Boern(yield func(Element) bool) {
	for c := e.FoersteBarn(); !c.IsZero(); c = c.Naeste() {
		if !yield(c) {
			return
		}
	}
}

// Alle yields the element and everything below it in document order.
func (e Element) Alle(yield func(Element) bool) {
	if e.doc == nil {
		return
	}
	top := e.node()
	for i := e.i; i < int32(len(e.doc.nodes)); i++ {
		n := &e.doc.nodes[i]
		if i > e.i && n.depth <= top.depth {
			return
		}
		if n.navn.Lokal != "" && !yield(Element{e.doc, i}) {
			return
		}
	}
}

// Tekst is all text directly in the element, whatever comments split it.
func (e Element) Tekst() string {
	if e.doc == nil {
		return ""
	}
	var all string
	for i := e.node().first; i >= 0; i = e.doc.nodes[i].next {
		if n := &e.doc.nodes[i]; n.navn.Lokal == "" {
			all += n.text // nearly always one piece, so nothing is copied
		}
	}
	return all
}

// Attribut is the value of an attribute and whether it is there.
func (e Element) Attribut(rum, lokal string) (string, bool) {
	if e.doc == nil {
		return "", false
	}
	for _, a := range e.attributes() {
		if a.navn.Lokal == lokal && a.navn.Rum == rum {
			return a.value, true
		}
	}
	return "", false
}

// Attributter lists the names of all attributes; declarations of namespaces are none.
func (e Element) Attributter() []Navn {
	if e.doc == nil {
		return nil
	}
	names := make([]Navn, 0, e.node().nAttr)
	for _, a := range e.attributes() {
		names = append(names, a.navn)
	}
	return names
}

func (e Element) attributes() []attribute {
	n := e.node()
	return e.doc.attrs[n.attrs : n.attrs+n.nAttr]
}

func (e Element) declarations() []declaration {
	n := e.node()
	return e.doc.decls[n.decls : n.decls+n.nDecl]
}

// Rum is the namespace a prefix stands for at this element ("" for the default), and whether it is declared.
func (e Element) Rum(prefix string) (string, bool) {
	if prefix == "xml" {
		return xmlRum, true
	}
	for ; !e.IsZero(); e = e.Forfader() {
		for _, d := range e.declarations() {
			if d.prefix == prefix {
				return d.rum, true
			}
		}
	}
	return "", prefix == ""
}

// Sti is where the element stands, for people: local names from just under the SOAP body, with a number from 1 where several
// siblings share a name.
func (e Element) Sti() string {
	var parts []string
	for ; !e.IsZero(); e = e.Forfader() {
		if e.Navn().Lokal == "Body" && e.Navn().Rum != "" && strings.Contains(e.Navn().Rum, "soap") {
			break
		}
		parts = append(parts, e.step())
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, "/")
}

func (e Element) step() string {
	number, others := 0, 0
	for s := e.Forfader().FoersteBarn(); !s.IsZero(); s = s.Naeste() {
		if s.Navn() == e.Navn() {
			others++
			if s.i <= e.i {
				number++
			}
		}
	}
	if others < 2 {
		return e.Navn().Lokal
	}
	return e.Navn().Lokal + "[" + itoa(number) + "]"
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
