package xmltree

import (
	"slices"
	"strings"
)

// AppendC14N appends the exclusive canonical form of the element and what is in it, without comments. inclusive are the
// prefixes of an InclusiveNamespaces PrefixList ("#default" for none). The subtree at omit is left out, as the
// enveloped-signature transform wants; its zero value leaves nothing out.
func (e Element) AppendC14N(dst []byte, inclusive []string, omit Element) []byte {
	dst, from, to := e.AppendC14NMed(dst, inclusive, omit)
	return append(dst[:from], dst[to:]...)
}

// AppendC14NMed appends the exclusive canonical form of the element, and tells between which places of the output the part
// stands: without those bytes it is the canonical form with the part left out. Where there is no such part, both places are
// the end of the output.
func (e Element) AppendC14NMed(dst []byte, inclusive []string, part Element) (out []byte, from, to int) {
	c := canon{doc: e.doc, dst: dst, part: -1}
	if e.doc == nil {
		return dst, len(dst), len(dst)
	}
	if part.doc == e.doc {
		c.part = part.i
	}
	c.dst = slices.Grow(c.dst, len(e.Bytes())+256)
	var stack [24]int32
	c.rendered = stack[:0]
	if len(inclusive) > 0 {
		c.inclusive = inclusive
		for _, prefix := range inclusive {
			prefix = plainPrefix(prefix)
			if rum := e.rumAf(prefix); rum >= 0 {
				c.use(prefix, rum)
			}
		}
	}
	c.element(e.i)
	if c.from == c.to {
		c.from, c.to = len(c.dst), len(c.dst)
	}
	return c.dst, c.from, c.to
}

func plainPrefix(prefix string) string {
	if prefix == "#default" {
		return ""
	}
	return prefix
}

// canon writes one canonical form. rendered is the stack of declarations in the output so far, of which those from fresh on
// belong to the element being written; seen has a bit for each of the first 63 that stand there.
type canon struct {
	doc       *Document
	dst       []byte
	inclusive []string
	part      int32
	from, to  int // of part in dst
	rendered  []int32
	fresh     int
	seen      uint64
	sorted    []attribute
}

func (c *canon) element(i int32) {
	n := &c.doc.nodes[i]
	if n.brugt&^c.seen == 0 && len(c.rendered) == c.fresh {
		c.asItStands(i, n)
		return
	}
	depth, seen, begin := c.fresh, c.seen, len(c.dst)
	qname := c.doc.qname(n)
	c.dst = append(append(c.dst, '<'), qname...)
	if n.nAttr|n.nDecl != 0 || c.unseen(n.rum) || len(c.rendered) > c.fresh {
		c.namespaces(n)
		c.attributes(n)
	}
	c.dst = append(c.dst, '>')
	if text, only := c.doc.bladtekst(n); only {
		c.dst = append(c.dst, text...)
	}
	for child := n.first; child >= 0; child = c.doc.nodes[child].next {
		switch t := &c.doc.nodes[child]; t.rum {
		case ren:
			c.dst = append(c.dst, c.doc.text[t.start:t.end]...)
		case raa, loest:
			c.dst = AppendTekst(c.dst, c.doc.tekst(t))
		default:
			c.element(child)
		}
	}
	c.dst = append(append(append(c.dst, '<', '/'), qname...), '>')
	c.rendered, c.fresh, c.seen = c.rendered[:depth], depth, seen
	if i == c.part {
		c.from, c.to = begin, len(c.dst)
	}
}

// asItStands copies an element that is its own canonical form here.
func (c *canon) asItStands(i int32, n *node) {
	if c.part >= i && c.doc.nodes[c.part].start < n.end {
		part := &c.doc.nodes[c.part]
		c.from = len(c.dst) + int(part.start-n.start)
		c.to = c.from + int(part.end-part.start)
	}
	c.dst = append(c.dst, c.doc.text[n.start:n.end]...)
}

// unseen reports whether a namespace may still have to be declared.
func (c *canon) unseen(rum int32) bool {
	return rum >= 63 || (rum >= 0 && c.seen&(1<<uint(rum)) == 0)
}

// namespaces writes what the element visibly uses, or is told to include, and no ancestor in the output has said already.
func (c *canon) namespaces(n *node) {
	c.use(c.doc.prefix(n), n.rum)
	attrs := c.doc.attrs[n.attrs : n.attrs+int32(n.nAttr)]
	for i := range attrs {
		if a := &attrs[i]; a.prefix > 0 && a.rum >= 0 {
			c.use(c.doc.attrPrefix(a), a.rum)
		}
	}
	for i := range int32(n.nDecl) {
		if prefix := c.doc.declPrefix(&c.doc.decls[n.decls+i]); c.included(prefix) {
			c.use(prefix, n.decls+i)
		}
	}
	fresh := c.rendered[c.fresh:]
	if len(fresh) > 1 {
		slices.SortFunc(fresh, func(a, b int32) int {
			return strings.Compare(c.doc.declPrefix(&c.doc.decls[a]), c.doc.declPrefix(&c.doc.decls[b]))
		})
	}
	for _, i := range fresh {
		c.dst = c.doc.appendErklaering(c.dst, &c.doc.decls[i])
	}
	c.fresh = len(c.rendered)
}

// appendErklaering appends how canonical form declares a prefix, which is nearly always how it stands.
func (d *Document) appendErklaering(dst []byte, a *attribute) []byte {
	if a.ren {
		return append(append(dst, ' '), d.text[a.start:a.to+1]...)
	}
	dst = append(dst, " xmlns"...)
	if a.prefix > 0 {
		dst = append(append(dst, ':'), d.attrLokal(a)...)
	}
	return append(appendAttribute(append(dst, '=', '"'), d.attrVaerdi(a)), '"')
}

// included reports whether a prefix is in the PrefixList. What stood above the apex was looked at there; further down such a
// prefix changes only where it is declared.
func (c *canon) included(prefix string) bool {
	for _, p := range c.inclusive {
		if plainPrefix(p) == prefix {
			return true
		}
	}
	return false
}

// use puts a declaration into the output unless it holds there already.
func (c *canon) use(prefix string, rum int32) {
	if rum < 0 || prefix == "xml" || !c.unseen(rum) {
		return
	}
	said := c.doc.rum(rum)
	held := false
	for i := len(c.rendered) - 1; i >= 0 && !held; i-- {
		other := c.rendered[i]
		if c.doc.declPrefix(&c.doc.decls[other]) != prefix {
			continue
		}
		if c.doc.rum(other) == said {
			return
		}
		held = true
	}
	if !held && prefix == "" && said == "" {
		return // nothing said is the same as no namespace
	}
	c.rendered = append(c.rendered, rum)
	if rum < 63 {
		c.seen |= 1 << uint(rum)
	}
}

func (c *canon) attributes(n *node) {
	attrs := c.doc.attrs[n.attrs : n.attrs+int32(n.nAttr)]
	if !c.doc.sorteret(attrs) {
		c.sorted = append(c.sorted[:0], attrs...)
		slices.SortFunc(c.sorted, func(a, b attribute) int { return c.doc.raekkefoelge(&a, &b) })
		attrs = c.sorted
	}
	for i := range attrs {
		a := &attrs[i]
		if a.ren {
			c.dst = append(append(c.dst, ' '), c.doc.text[a.start:a.to+1]...)
			continue
		}
		c.dst = appendName(append(c.dst, ' '), c.doc.attrPrefix(a), c.doc.attrLokal(a))
		c.dst = append(appendAttribute(append(c.dst, '=', '"'), c.doc.attrVaerdi(a)), '"')
	}
}

// sorteret reports whether attributes stand in the order of canonical form.
func (d *Document) sorteret(attrs []attribute) bool {
	for i := 1; i < len(attrs); i++ {
		if d.raekkefoelge(&attrs[i-1], &attrs[i]) > 0 {
			return false
		}
	}
	return true
}

func (d *Document) raekkefoelge(a, b *attribute) int {
	if a.rum != b.rum {
		if order := strings.Compare(d.rum(a.rum), d.rum(b.rum)); order != 0 {
			return order
		}
	}
	return strings.Compare(d.attrLokal(a), d.attrLokal(b))
}

func appendName(dst []byte, prefix, lokal string) []byte {
	if prefix != "" {
		dst = append(append(dst, prefix...), ':')
	}
	return append(dst, lokal...)
}

// AppendTekst appends text escaped as canonical form has it, which is right in any XML.
func AppendTekst(dst []byte, s string) []byte { return appendEscaped(dst, s, false) }

// AppendAttribut appends the value of an attribute, escaped as canonical form has it, without the quotes.
func AppendAttribut(dst []byte, s string) []byte { return appendAttribute(dst, s) }

func appendAttribute(dst []byte, s string) []byte { return appendEscaped(dst, s, true) }

func appendEscaped(dst []byte, s string, attr bool) []byte {
	escapes := &tekstEscapes
	if attr {
		escapes = &attributEscapes
	}
	from := 0
	for i := range len(s) {
		if escape := escapes[s[i]]; escape != "" {
			dst = append(append(dst, s[from:i]...), escape...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

var (
	tekstEscapes    = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#xD;"}
	attributEscapes = [256]string{'&': "&amp;", '<': "&lt;", '"': "&quot;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;"}
)
