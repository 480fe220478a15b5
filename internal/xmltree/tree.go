package xmltree

import (
	"slices"
	"strings"
)

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
	text     string
	nodes    []node // elements and texts in document order; the first is the root element
	attrs    []attribute
	decls    []attribute // declarations of namespaces
	resolved []string    // texts that differ from what stands in the document
	comments []int32     // where comments begin
}

// node is an element or a text. It holds places in the document and no pointers, so that a large tree costs the collector
// nothing.
type node struct {
	start, end    int32 // bytes of the whole element, or of the text
	parent, next  int32 // -1: none
	first         int32 // first child, -1: none, below: see bladtekst; of a text that is loest, its place in resolved
	rum           int32 // of an element: the declaration of its namespace, or one of the below; of a text: its kind
	attrs, decls  int32
	nAttr, nDecl  uint16
	prefix, lokal uint16 // lengths of the two parts of the name
	brugt         uint64 // of an element: the declarations it and all in it use, a bit each, or blandet
}

// blandet marks an element that does not stand as canonical form has it, or that uses a declaration beyond the first 63. All others
// are their own canonical form wherever the declarations they use are written already.
const blandet uint64 = 1 << 63

// What a node's rum says besides the number of a declaration.
const (
	uden    int32 = -1 - iota // no namespace
	xmlNavn                   // the prefix xml
	ren                       // a text that stands as its value and as its canonical form
	raa                       // a text that stands as its value, but is escaped in canonical form
	loest                     // a text whose value had to be made
	ukendt                    // a prefix that is not declared
)

func (n *node) erTekst() bool { return n.rum <= ren }

// attribute is places in the document, as node.
type attribute struct {
	start         int32  // of the name
	from, to      int32  // of the value; of one that had to be made, from is loest and to its place in resolved
	rum           int32  // as in node
	prefix, lokal uint16 // lengths of the two parts of the name
	ren           bool   // name and value stand as canonical form has them
	erklaerer     bool   // it is a declaration of a namespace
}

func (d *Document) attrPrefix(a *attribute) string { return d.text[a.start : a.start+int32(a.prefix)] }

func (d *Document) attrLokal(a *attribute) string {
	from := a.start
	if a.prefix > 0 {
		from += int32(a.prefix) + 1
	}
	return d.text[from : from+int32(a.lokal)]
}

func (d *Document) attrNavn(a *attribute) Navn { return Navn{d.rum(a.rum), d.attrLokal(a)} }

func (d *Document) attrVaerdi(a *attribute) string {
	if a.from == loest {
		return d.resolved[a.to]
	}
	return d.text[a.from:a.to]
}

// declPrefix is the prefix that a declaration is of.
func (d *Document) declPrefix(a *attribute) string {
	if a.prefix == 0 {
		return ""
	}
	return d.attrLokal(a)
}

func (d *Document) rum(i int32) string {
	switch {
	case i >= 0:
		return d.attrVaerdi(&d.decls[i])
	case i == xmlNavn:
		return xmlRum
	}
	return ""
}

func (d *Document) prefix(n *node) string { return d.text[n.start+1 : n.start+1+int32(n.prefix)] }

func (d *Document) lokal(n *node) string {
	from := n.start + 1
	if n.prefix > 0 {
		from += int32(n.prefix) + 1
	}
	return d.text[from : from+int32(n.lokal)]
}

// qname is the name as it stands in the document.
func (d *Document) qname(n *node) string { return d.text[n.start+1 : n.start+1+n.qnameLen()] }

// bladtekst is the text of an element that holds nothing else, where the text stands as its value and as its canonical form and the end
// tag right after it: most of a message is such elements, and they need no node for the text. Its place is then told by first.
func (d *Document) bladtekst(n *node) (string, bool) {
	if n.first >= -1 {
		return "", false
	}
	return d.text[-n.first : n.end-int32(len("</>"))-n.qnameLen()], true
}

func (n *node) qnameLen() int32 {
	if n.prefix > 0 {
		return int32(n.prefix) + 1 + int32(n.lokal)
	}
	return int32(n.lokal)
}

func (d *Document) tekst(n *node) string {
	if n.rum == loest {
		return d.resolved[n.first]
	}
	return d.text[n.start:n.end]
}

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
	n := e.node()
	return Navn{e.doc.rum(n.rum), e.doc.lokal(n)}
}

// Er reports whether the element has this name.
func (e Element) Er(rum, lokal string) bool {
	if e.doc == nil {
		return false
	}
	n := e.node()
	return int(n.lokal) == len(lokal) && e.doc.lokal(n) == lokal && e.doc.rum(n.rum) == rum
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
		if !d.nodes[i].erTekst() {
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
		if n.start >= top.end {
			return
		}
		if !n.erTekst() && !yield(Element{e.doc, i}) {
			return
		}
	}
}

// MedAttribut yields those of Alle that have an attribute of one of these local names, in whatever namespace.
func (e Element) MedAttribut(lokale ...string) func(yield func(Element) bool) {
	return func(yield func(Element) bool) {
		if e.doc == nil {
			return
		}
		end := e.node().end
		for i := e.i; i < int32(len(e.doc.nodes)); i++ {
			n := &e.doc.nodes[i]
			if n.start >= end {
				return
			}
			if n.nAttr > 0 && e.doc.har(n, lokale) && !yield(Element{e.doc, i}) {
				return
			}
		}
	}
}

// har reports whether an element has an attribute of one of these local names.
func (d *Document) har(n *node, lokale []string) bool {
	attrs := d.attrs[n.attrs : n.attrs+int32(n.nAttr)]
	for i := range attrs {
		for _, lokal := range lokale {
			if int(attrs[i].lokal) == len(lokal) && d.attrLokal(&attrs[i]) == lokal {
				return true
			}
		}
	}
	return false
}

// Tekst is all text directly in the element, whatever comments split it.
func (e Element) Tekst() string {
	if e.doc == nil {
		return ""
	}
	if text, only := e.doc.bladtekst(e.node()); only {
		return text
	}
	var all string
	for i := e.node().first; i >= 0; i = e.doc.nodes[i].next {
		if n := &e.doc.nodes[i]; n.erTekst() {
			all += e.doc.tekst(n) // nearly always one piece, so nothing is copied
		}
	}
	return all
}

// Attribut is the value of an attribute and whether it is there.
func (e Element) Attribut(rum, lokal string) (string, bool) {
	if e.doc == nil {
		return "", false
	}
	attrs := e.attributes()
	for i := range attrs {
		if a := &attrs[i]; int(a.lokal) == len(lokal) && e.doc.attrLokal(a) == lokal && e.doc.rum(a.rum) == rum {
			return e.doc.attrVaerdi(a), true
		}
	}
	return "", false
}

// Attributter lists the names of all attributes; declarations of namespaces are none.
func (e Element) Attributter() []Navn {
	if e.doc == nil || e.node().nAttr == 0 {
		return nil
	}
	names := make([]Navn, 0, e.node().nAttr)
	for i := range e.attributes() {
		names = append(names, e.doc.attrNavn(&e.attributes()[i]))
	}
	return names
}

// HverAttribut yields the attributes with their values, in no order that means anything.
func (e Element) HverAttribut(yield func(Navn, string) bool) {
	if e.doc == nil {
		return
	}
	attrs := e.attributes()
	for i := range attrs {
		if !yield(e.doc.attrNavn(&attrs[i]), e.doc.attrVaerdi(&attrs[i])) {
			return
		}
	}
}

// HarKommentar reports whether a comment stands anywhere in the element. Comments are no part of the tree and of no digest,
// but where names and numbers are vouched for they have no business.
func (e Element) HarKommentar() bool {
	if e.doc == nil {
		return false
	}
	n := e.node()
	i, _ := slices.BinarySearch(e.doc.comments, n.start)
	return i < len(e.doc.comments) && e.doc.comments[i] < n.end
}

func (e Element) attributes() []attribute {
	n := e.node()
	return e.doc.attrs[n.attrs : n.attrs+int32(n.nAttr)]
}

// Rum is the namespace a prefix stands for at this element ("" for the default), and whether it is declared.
func (e Element) Rum(prefix string) (string, bool) {
	if prefix == "xml" {
		return xmlRum, true
	}
	if e.doc == nil {
		return "", prefix == ""
	}
	i := e.rumAf(prefix)
	if i == ukendt {
		return "", false
	}
	return e.doc.rum(i), true
}

// rumAf is what a prefix stands for at this element, as in node.
func (e Element) rumAf(prefix string) int32 {
	for ; !e.IsZero(); e = e.Forfader() {
		if i := e.declares(prefix); i != ukendt {
			return i
		}
	}
	if prefix == "" {
		return uden
	}
	return ukendt
}

// declares is the element's own declaration of a prefix, or ukendt.
func (e Element) declares(prefix string) int32 {
	n := e.node()
	for i := n.decls; i < n.decls+int32(n.nDecl); i++ {
		if e.doc.declPrefix(&e.doc.decls[i]) == prefix {
			return i
		}
	}
	return ukendt
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
