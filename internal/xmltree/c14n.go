package xmltree

import (
	"slices"
	"strings"
)

// AppendC14N appends the exclusive canonical form of the element and what is in it, without comments. inclusive are the
// prefixes of an InclusiveNamespaces PrefixList ("#default" for none). The subtree at omit is left out, as the
// enveloped-signature transform wants; its zero value leaves nothing out.
func (e Element) AppendC14N(dst []byte, inclusive []string, omit Element) []byte {
	if e.IsZero() {
		return dst
	}
	c := canon{dst: dst, inclusive: inclusive, omit: -1}
	if omit.doc == e.doc && omit.doc != nil {
		c.omit = omit.i
	}
	c.element(e)
	return c.dst
}

// canon writes one canonical form. rendered is the stack of declarations in the output so far.
type canon struct {
	dst       []byte
	inclusive []string
	omit      int32
	rendered  []declaration
	fresh     []declaration // of the element being written
	sorted    []attribute
}

func (c *canon) element(e Element) {
	n := e.node()
	depth := len(c.rendered)
	c.dst = append(c.dst, '<')
	c.dst = appendName(c.dst, n.prefix, n.navn.Lokal)
	c.namespaces(e)
	c.attributes(e)
	c.dst = append(c.dst, '>')
	for i := n.first; i >= 0; i = e.doc.nodes[i].next {
		switch child := &e.doc.nodes[i]; {
		case child.navn.Lokal == "":
			c.dst = AppendTekst(c.dst, child.text)
		case i != c.omit:
			c.element(Element{e.doc, i})
		}
	}
	c.dst = append(c.dst, '<', '/')
	c.dst = appendName(c.dst, n.prefix, n.navn.Lokal)
	c.dst = append(c.dst, '>')
	c.rendered = c.rendered[:depth]
}

func appendName(dst []byte, prefix, lokal string) []byte {
	if prefix != "" {
		dst = append(append(dst, prefix...), ':')
	}
	return append(dst, lokal...)
}

// namespaces writes what the element visibly uses, or is told to include, and no ancestor in the output has said already.
func (c *canon) namespaces(e Element) {
	n := e.node()
	c.fresh = c.fresh[:0]
	c.use(n.prefix, n.navn.Rum)
	for _, a := range e.attributes() {
		if a.prefix != "" {
			c.use(a.prefix, a.navn.Rum)
		}
	}
	for _, prefix := range c.inclusive {
		if prefix == "#default" {
			prefix = ""
		}
		if rum, declared := e.Rum(prefix); declared {
			c.use(prefix, rum)
		}
	}
	if len(c.fresh) > 1 {
		slices.SortFunc(c.fresh, func(a, b declaration) int { return strings.Compare(a.prefix, b.prefix) })
	}
	for _, d := range c.fresh {
		c.dst = append(c.dst, " xmlns"...)
		if d.prefix != "" {
			c.dst = append(append(c.dst, ':'), d.prefix...)
		}
		c.dst = append(appendAttribute(append(c.dst, '=', '"'), d.rum), '"')
	}
	c.rendered = append(c.rendered, c.fresh...)
}

func (c *canon) use(prefix, rum string) {
	if prefix == "xml" {
		return
	}
	for _, d := range c.fresh {
		if d.prefix == prefix {
			return
		}
	}
	for i := len(c.rendered) - 1; i >= 0; i-- {
		if c.rendered[i].prefix == prefix {
			if c.rendered[i].rum == rum {
				return
			}
			c.fresh = append(c.fresh, declaration{prefix, rum})
			return
		}
	}
	if prefix == "" && rum == "" {
		return // nothing said is the same as no namespace
	}
	c.fresh = append(c.fresh, declaration{prefix, rum})
}

func (c *canon) attributes(e Element) {
	attrs := e.attributes()
	if len(attrs) > 1 {
		c.sorted = append(c.sorted[:0], attrs...)
		slices.SortFunc(c.sorted, func(a, b attribute) int {
			if order := strings.Compare(a.navn.Rum, b.navn.Rum); order != 0 {
				return order
			}
			return strings.Compare(a.navn.Lokal, b.navn.Lokal)
		})
		attrs = c.sorted
	}
	for _, a := range attrs {
		c.dst = appendName(append(c.dst, ' '), a.prefix, a.navn.Lokal)
		c.dst = append(appendAttribute(append(c.dst, '=', '"'), a.value), '"')
	}
}

// AppendTekst appends text escaped as canonical form has it, which is right in any XML.
func AppendTekst(dst []byte, s string) []byte { return appendEscaped(dst, s, false) }

// AppendAttribut appends the value of an attribute, escaped as canonical form has it, without the quotes.
func AppendAttribut(dst []byte, s string) []byte { return appendAttribute(dst, s) }

func appendAttribute(dst []byte, s string) []byte { return appendEscaped(dst, s, true) }

func appendEscaped(dst []byte, s string, attr bool) []byte {
	from := 0
	for i := range len(s) {
		escape := escapeOf(s[i], attr)
		if escape == "" {
			continue
		}
		dst = append(append(dst, s[from:i]...), escape...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

func escapeOf(b byte, attr bool) string {
	if b > '>' {
		return ""
	}
	switch b {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '\r':
		return "&#xD;"
	case '>':
		if !attr {
			return "&gt;"
		}
	case '"':
		if attr {
			return "&quot;"
		}
	case '\t':
		if attr {
			return "&#x9;"
		}
	case '\n':
		if attr {
			return "&#xA;"
		}
	}
	return ""
}
