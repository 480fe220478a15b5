package xmltree

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// Graenser are the limits a document must keep; zero fields take those of Standard.
type Graenser struct {
	Bytes  int // of the whole document
	Dybde  int // of nesting
	Knuder int // elements and texts
	Attrs  int // attributes and declarations of one element
}

// Standard holds for one SOAP message: 5 MB as SF1470 §7.5 has it, and far more nesting than any schema of ours.
var Standard = Graenser{Bytes: 5 << 20, Dybde: 64, Knuder: 500_000, Attrs: 64}

const (
	xmlRum   = "http://www.w3.org/XML/1998/namespace"
	xmlnsRum = "http://www.w3.org/2000/xmlns/"
)

// Fejl is why a document was refused. It tells the place, never the text: a text may be personal.
type Fejl struct {
	Linje, Kolonne int // from 1; column in bytes
	Hvad           string
}

// Error tells line, column and what is wrong.
func (f *Fejl) Error() string {
	return fmt.Sprintf("line %d column %d: %s", f.Linje, f.Kolonne, f.Hvad)
}

// ErrForStor is wrapped when a limit is passed.
var ErrForStor = errors.New("message too large")

// Laes parses a document. Errors are *Fejl, or wrap ErrForStor.
func Laes(data []byte, limits Graenser) (*Document, error) {
	limits = limits.filled()
	if err := limits.stoerrelse(len(data)); err != nil {
		return nil, err // before it is copied
	}
	return LaesTekst(string(data), limits)
}

// LaesTekst parses a document that is a string already, without copying it. Errors are those of Laes.
func LaesTekst(text string, limits Graenser) (*Document, error) {
	limits = limits.filled()
	if err := limits.stoerrelse(len(text)); err != nil {
		return nil, err
	}
	if !erUTF8(text) {
		return nil, &Fejl{1, 1, "not UTF-8"}
	}
	s := scanner{text: strings.TrimPrefix(text, "\uFEFF"), limits: limits}
	// There are about half as many elements as tags, most texts need no node, and there are never more attributes than equals signs.
	s.doc = &Document{text: s.text, nodes: make([]node, 0, min(strings.Count(s.text, "<")/2, limits.Knuder)+8), attrs: make([]attribute, 0, min(strings.Count(s.text, "="), 1024)), decls: make([]attribute, 0, 24)}
	s.open, s.raw, s.active, s.sidst = make([]frame, 0, 16), make([]attribute, 0, 8), make([]int32, 0, 16), ukendt
	if err := s.document(); err != nil {
		return nil, err
	}
	return s.doc, nil
}

func (g Graenser) stoerrelse(size int) error {
	if size > g.Bytes {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrForStor, size, g.Bytes)
	}
	return nil
}

func (g Graenser) filled() Graenser {
	if g.Bytes == 0 {
		g.Bytes = Standard.Bytes
	}
	if g.Dybde == 0 {
		g.Dybde = Standard.Dybde
	}
	if g.Knuder == 0 {
		g.Knuder = Standard.Knuder
	}
	if g.Attrs == 0 {
		g.Attrs = Standard.Attrs
	}
	g.Bytes, g.Attrs = min(g.Bytes, math.MaxInt32), min(g.Attrs, math.MaxUint16)
	return g
}

// scanner is one pass over the text. open holds the elements not yet closed, last their latest child.
type scanner struct {
	text   string
	pos    int
	doc    *Document
	limits Graenser
	open   []frame
	raw    []attribute // of the start tag being read; rum is not yet known
	pure   bool        // the start tag being read stands as canonical form has it
	active []int32     // declarations that hold here, innermost last
	sidst  int32       // the declaration found last, while no other has come or gone; ukendt: none
	knuder int         // elements and texts so far
}

// frame is an element that is open. fra and til are where its first text stands while it is not known whether more is to come.
type frame struct {
	node, last, active int32
	fra, til           int32
	brugt              uint64 // as in node, so far
}

// blandet marks the innermost open element as not standing in canonical form.
func (s *scanner) blandet() {
	if top := len(s.open) - 1; top >= 0 {
		s.open[top].brugt |= blandet
	}
}

func (s *scanner) fail(what string) error { return s.failAt(s.pos, what) }

func (s *scanner) failAt(pos int, what string) error {
	before := s.text[:min(pos, len(s.text))]
	return &Fejl{1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n'), what}
}

func (s *scanner) document() error {
	if err := s.declaration(); err != nil {
		return err
	}
	for s.pos < len(s.text) {
		var err error
		switch next := s.pos + 1; {
		case s.text[s.pos] != '<':
			err = s.characters()
		case next < len(s.text) && nameBytes[s.text[next]] == begynder:
			err = s.startTag()
		case next < len(s.text) && s.text[next] == '/':
			err = s.endTag()
		default:
			err = s.markup()
		}
		if err != nil {
			return err
		}
	}
	if len(s.open) > 0 {
		return s.fail("the document ends inside an element")
	}
	if len(s.doc.nodes) == 0 {
		return s.fail("no element")
	}
	return nil
}

// declaration takes <?xml version="1.0" encoding="UTF-8"?> and nothing like it anywhere else.
func (s *scanner) declaration() error {
	if !strings.HasPrefix(s.text, "<?xml") || len(s.text) < 6 || !isSpace(s.text[5]) {
		return nil
	}
	end := strings.Index(s.text, "?>")
	if end < 0 || end > 200 {
		return s.fail("the XML declaration does not end")
	}
	fields := strings.Fields(strings.ReplaceAll(s.text[5:end], "'", `"`))
	if len(fields) == 0 || fields[0] != `version="1.0"` {
		return s.fail("want version 1.0")
	}
	for i, f := range fields[1:] {
		switch {
		case i == 0 && strings.EqualFold(f, `encoding="utf-8"`):
		case f == `standalone="yes"`, f == `standalone="no"`:
		default:
			return s.fail("want encoding UTF-8")
		}
	}
	s.pos = end + 2
	return nil
}

func (s *scanner) markup() error {
	switch rest := s.text[s.pos:]; {
	case strings.HasPrefix(rest, "<!--"):
		return s.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.cdata()
	case strings.HasPrefix(rest, "<!"):
		return s.fail("document types are refused")
	case strings.HasPrefix(rest, "<?"):
		return s.fail("processing instructions are refused")
	}
	return s.startTag()
}

func (s *scanner) comment() error {
	body := s.text[s.pos+4:]
	end := strings.Index(body, "--")
	if end < 0 || end+2 >= len(body) || body[end+2] != '>' {
		return s.fail("malformed comment")
	}
	if i := badCharacter(body[:end]); i >= 0 {
		return s.failAt(s.pos+4+i, "character not allowed in XML")
	}
	s.doc.comments = append(s.doc.comments, int32(s.pos))
	s.blandet()
	s.pos += 4 + end + 3
	return nil
}

func (s *scanner) cdata() error {
	if len(s.open) == 0 {
		return s.fail("text outside the root element")
	}
	body := s.text[s.pos+9:]
	end := strings.Index(body, "]]>")
	if end < 0 {
		return s.fail("CDATA does not end")
	}
	if i := badCharacter(body[:end]); i >= 0 {
		return s.failAt(s.pos+9+i, "character not allowed in XML")
	}
	from := s.pos + 9
	s.pos = from + end + 3
	return s.verbatim(from, from+end, lineEnds(body[:end]))
}

// characters reads text up to the next markup.
func (s *scanner) characters() error {
	if len(s.open) == 0 {
		return s.between()
	}
	from := s.pos
	stop := ordinary(s.text, from, 0)
	if stop < len(s.text) && s.text[stop] == '<' {
		s.pos = stop
		if f := &s.open[len(s.open)-1]; f.last < 0 && f.fra == 0 {
			f.fra, f.til = int32(from), int32(stop)
			return s.tael()
		}
		return s.add(node{start: int32(from), end: int32(stop), rum: ren, first: -1})
	}
	end := strings.IndexByte(s.text[from:], '<')
	if end < 0 {
		end = len(s.text) - from
	}
	raw := s.text[from : from+end]
	if i := strings.Index(raw, "]]>"); i >= 0 {
		return s.failAt(from+i, "]]> in text")
	}
	value, err := s.resolve(raw, false)
	if err != nil {
		return err
	}
	s.pos += end
	return s.verbatim(from, from+end, value)
}

// between takes the white space before and after the root element.
func (s *scanner) between() error {
	for s.pos < len(s.text) && s.text[s.pos] != '<' {
		if !isSpace(s.text[s.pos]) {
			return s.fail("text outside the root element")
		}
		s.pos++
	}
	return nil
}

// verbatim adds a text that stands between two places and has this value.
func (s *scanner) verbatim(from, to int, value string) error {
	n := node{start: int32(from), end: int32(to), rum: raa, first: -1}
	if value != s.text[from:to] {
		n.rum, n.first = loest, int32(len(s.doc.resolved))
		s.doc.resolved = append(s.doc.resolved, value)
	}
	s.blandet()
	return s.add(n)
}

// tael counts an element or a text.
func (s *scanner) tael() error {
	if s.knuder >= s.limits.Knuder {
		return fmt.Errorf("%w: more than %d elements and texts", ErrForStor, s.limits.Knuder)
	}
	s.knuder++
	return nil
}

func (s *scanner) add(n node) error {
	if err := s.tael(); err != nil {
		return err
	}
	s.taget()
	s.put(n)
	return nil
}

// taget makes a node of a text that turned out not to be all its element holds.
func (s *scanner) taget() {
	if top := len(s.open) - 1; top >= 0 && s.open[top].fra > 0 {
		f := &s.open[top]
		n := node{start: f.fra, end: f.til, rum: ren, first: -1}
		f.fra = 0
		s.put(n)
	}
}

func (s *scanner) put(n node) {
	made := s.plads()
	n.parent, n.next = made.parent, made.next
	*made = n
}

// plads makes room for a node after those of its parent. It is filled field by field where it stands: copying what was just put together
// in small pieces costs more than the pieces.
func (s *scanner) plads() *node {
	index := int32(len(s.doc.nodes))
	s.doc.nodes = append(s.doc.nodes, node{})
	n := &s.doc.nodes[index]
	n.parent, n.next = -1, -1
	if top := len(s.open) - 1; top >= 0 {
		f := &s.open[top]
		n.parent = f.node
		if f.last < 0 {
			s.doc.nodes[f.node].first = index
		} else {
			s.doc.nodes[f.last].next = index
		}
		f.last = index
	}
	return n
}

func (s *scanner) endTag() error {
	if len(s.open) == 0 {
		return s.fail("an end tag without its element")
	}
	top := &s.open[len(s.open)-1]
	n := &s.doc.nodes[top.node]
	at := s.pos + 2
	qname := s.doc.qname(n)
	if !strings.HasPrefix(s.text[at:], qname) {
		return s.fail("the end tag is of another element")
	}
	at += len(qname)
	if at < len(s.text) && s.text[at] == '>' {
		if top.fra > 0 && int(top.til) == s.pos {
			n.first, top.fra = -top.fra, 0
		}
		s.pos = at + 1
		s.close()
		return nil
	}
	s.blandet()
	for at < len(s.text) && isSpace(s.text[at]) {
		at++
	}
	if at >= len(s.text) || s.text[at] != '>' {
		return s.fail("the end tag is of another element")
	}
	s.pos = at + 1
	s.close()
	return nil
}

// close ends the innermost element.
func (s *scanner) close() {
	s.taget()
	top := s.open[len(s.open)-1]
	n := &s.doc.nodes[top.node]
	n.end, n.brugt = int32(s.pos), top.brugt
	s.open = s.open[:len(s.open)-1]
	if outer := len(s.open) - 1; outer >= 0 {
		s.open[outer].brugt |= top.brugt
	}
	if len(s.active) != int(top.active) {
		s.active, s.sidst = s.active[:top.active], ukendt
	}
}

func (s *scanner) startTag() error {
	start := s.pos
	if len(s.open) == 0 && len(s.doc.nodes) > 0 {
		return s.fail("a second root element")
	}
	if len(s.open) >= s.limits.Dybde {
		return fmt.Errorf("%w: nested deeper than %d", ErrForStor, s.limits.Dybde)
	}
	s.pos++
	prefix, lokal, err := s.qname()
	if err != nil {
		return err
	}
	if s.pos-start > math.MaxUint16 {
		return fmt.Errorf("%w: a name of more than %d bytes", ErrForStor, math.MaxUint16)
	}
	s.raw, s.pure = s.raw[:0], true
	if s.pos < len(s.text) && s.text[s.pos] == '>' {
		s.pos++
		return s.element(start, prefix, lokal, false)
	}
	empty, err := s.attributes()
	if err != nil {
		return err
	}
	return s.element(start, prefix, lokal, empty)
}

// attributes reads up to the end of the start tag, and tells whether it closes the element as well.
func (s *scanner) attributes() (empty bool, err error) {
	for {
		gap := s.pos
		s.spaces()
		switch {
		case s.pos >= len(s.text):
			return false, s.fail("the document ends inside a tag")
		case s.text[s.pos] == '>':
			s.pure = s.pure && s.pos == gap
			s.pos++
			return false, nil
		case strings.HasPrefix(s.text[s.pos:], "/>"):
			s.pos += 2
			return true, nil
		case s.pos == gap:
			return false, s.fail("want a blank before an attribute")
		case len(s.raw) >= s.limits.Attrs:
			return false, fmt.Errorf("%w: more than %d attributes", ErrForStor, s.limits.Attrs)
		}
		s.pure = s.pure && s.pos == gap+1 && s.text[gap] == ' '
		if err := s.attribute(); err != nil {
			return false, err
		}
	}
}

func (s *scanner) attribute() error {
	s.raw = append(s.raw, attribute{})
	a := &s.raw[len(s.raw)-1]
	a.start = int32(s.pos)
	prefix, lokal, err := s.qname()
	if err != nil {
		return err
	}
	a.erklaerer = prefix == "xmlns" || (prefix == "" && lokal == "xmlns")
	if len(prefix)+len(lokal) > math.MaxUint16 {
		return fmt.Errorf("%w: a name of more than %d bytes", ErrForStor, math.MaxUint16)
	}
	a.prefix, a.lokal = uint16(len(prefix)), uint16(len(lokal))
	end := s.pos
	s.spaces()
	if s.pos >= len(s.text) || s.text[s.pos] != '=' {
		return s.fail("want = after the attribute's name")
	}
	s.pos++
	s.spaces()
	if s.pos >= len(s.text) || (s.text[s.pos] != '"' && s.text[s.pos] != '\'') {
		return s.fail("want the attribute's value in quotes")
	}
	quote := s.text[s.pos]
	s.pos++
	a.ren = quote == '"' && s.pos == end+2
	if err := s.value(a, quote); err != nil {
		return err
	}
	s.pure = s.pure && a.ren
	return nil
}

// value reads the value of an attribute and the quote that ends it.
func (s *scanner) value(a *attribute, quote byte) error {
	from := s.pos
	stop := ordinary(s.text, from, quote)
	if stop < len(s.text) && s.text[stop] == quote {
		s.pos = stop + 1
		a.from, a.to = int32(from), int32(stop)
		return nil
	}
	end := strings.IndexByte(s.text[from:], quote)
	if end < 0 {
		return s.fail("the attribute's value does not end")
	}
	raw := s.text[from : from+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return s.fail("< in an attribute's value")
	}
	value, err := s.resolve(raw, true)
	s.pos += end + 1
	a.ren = false
	if a.from, a.to = int32(from), int32(from+end); value != raw {
		a.from, a.to = loest, int32(len(s.doc.resolved))
		s.doc.resolved = append(s.doc.resolved, value)
	}
	return err
}

// element turns the tag just read into a node: declarations first, since they hold for the element itself.
func (s *scanner) element(start int, prefix, lokal string, empty bool) error {
	held, decls, attrs := len(s.active), len(s.doc.decls), len(s.doc.attrs)
	if len(s.raw) > 0 {
		if err := s.names(decls, attrs); err != nil {
			return err
		}
	}
	rum := s.lookup(prefix)
	if rum == ukendt {
		return s.failAt(start+1, "the prefix is not declared")
	}
	if err := s.tael(); err != nil {
		return err
	}
	s.taget()
	n := s.plads()
	n.start, n.first, n.rum, n.prefix, n.lokal = int32(start), -1, rum, uint16(len(prefix)), uint16(len(lokal))
	n.decls, n.nDecl, n.attrs, n.nAttr = int32(decls), uint16(len(s.doc.decls)-decls), int32(attrs), uint16(len(s.doc.attrs)-attrs)
	s.open = append(s.open, frame{})
	f := &s.open[len(s.open)-1]
	f.node, f.last, f.active = int32(len(s.doc.nodes))-1, -1, int32(held)
	if empty {
		f.brugt = blandet
		s.close()
		return nil
	}
	f.brugt = s.brugt(n)
	return nil
}

// names sorts what stands in a start tag into declarations and attributes; decls and attrs are where its own begin.
func (s *scanner) names(decls, attrs int) error {
	for i := range s.raw {
		if a := &s.raw[i]; a.erklaerer {
			if err := s.declare(a, decls); err != nil {
				return err
			}
		}
	}
	if len(s.doc.decls)-decls == len(s.raw) {
		return nil
	}
	for i := range s.raw {
		if a := &s.raw[i]; !a.erklaerer {
			if err := s.keep(a, attrs); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *scanner) declare(a *attribute, own int) error {
	prefix, rum := s.doc.declPrefix(a), s.doc.attrVaerdi(a)
	if a.prefix == 0 {
		if rum == xmlRum || rum == xmlnsRum {
			return s.failAt(int(a.start), "a reserved namespace")
		}
	} else if prefix == "xmlns" || rum == "" || rum == xmlnsRum || (prefix == "xml") != (rum == xmlRum) {
		return s.failAt(int(a.start), "a reserved or empty namespace")
	}
	for i := own; i < len(s.doc.decls); i++ {
		if s.doc.declPrefix(&s.doc.decls[i]) == prefix {
			return s.failAt(int(a.start), "a prefix declared twice")
		}
	}
	s.active, s.sidst = append(s.active, int32(len(s.doc.decls))), ukendt
	s.doc.decls = append(s.doc.decls, *a)
	return nil
}

func (s *scanner) keep(a *attribute, own int) error {
	a.rum = uden
	if a.prefix > 0 {
		if a.rum = s.lookup(s.doc.attrPrefix(a)); a.rum == ukendt {
			return s.failAt(int(a.start), "the prefix is not declared")
		}
	}
	navn := s.doc.attrNavn(a)
	for i := own; i < len(s.doc.attrs); i++ {
		if s.doc.attrNavn(&s.doc.attrs[i]) == navn {
			return s.failAt(int(a.start), "an attribute twice")
		}
	}
	s.doc.attrs = append(s.doc.attrs, *a)
	return nil
}

// brugt is what a start tag uses, as in node. A tag that declares anything is mixed: where canonical form says so is not where it
// stands.
func (s *scanner) brugt(n *node) uint64 {
	if len(s.raw) == 0 && s.pure && n.rum < 63 {
		return 1 << uint(max(n.rum, -1)+1) >> 1
	}
	attrs := s.doc.attrs[n.attrs : n.attrs+int32(n.nAttr)]
	if !s.pure || n.nDecl > 0 || n.rum >= 63 || !s.doc.sorteret(attrs) {
		return blandet
	}
	var used uint64
	if n.rum >= 0 {
		used = 1 << uint(n.rum)
	}
	for i := range attrs {
		switch rum := attrs[i].rum; {
		case rum >= 63:
			return blandet
		case rum >= 0:
			used |= 1 << uint(rum)
		}
	}
	return used
}

// lookup finds the declaration of a prefix that holds here, as in node.
func (s *scanner) lookup(prefix string) int32 {
	if s.sidst >= 0 && s.doc.declPrefix(&s.doc.decls[s.sidst]) == prefix {
		return s.sidst
	}
	if prefix == "xml" {
		return xmlNavn
	}
	for i := len(s.active) - 1; i >= 0; i-- {
		if at := s.active[i]; s.doc.declPrefix(&s.doc.decls[at]) == prefix {
			s.sidst = at
			return at
		}
	}
	if prefix == "" {
		return uden
	}
	return ukendt
}
