package xmltree

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
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
	// There are about as many elements and texts as tags, and never more attributes than equals signs.
	s.doc = &Document{text: s.text, nodes: make([]node, 0, min(strings.Count(s.text, "<"), limits.Knuder)+8), attrs: make([]attribute, 0, min(strings.Count(s.text, "="), 1024)), decls: make([]declaration, 0, 16)}
	s.open, s.raw, s.active = make([]frame, 0, 16), make([]attribute, 0, 8), make([]int32, 0, 16)
	if err := s.document(); err != nil {
		return nil, err
	}
	return s.doc, nil
}

// erUTF8 is utf8.ValidString, except that it goes on eight bytes at a time after each letter beyond ASCII, of which Danish is full.
func erUTF8(s string) bool {
	for i := 0; i < len(s); {
		for i+8 <= len(s) && otte(s[i:i+8])&highs == 0 {
			i += 8
		}
		for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		}
		for i < len(s) && s[i] >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				return false
			}
			i += size
		}
	}
	return true
}

// otte is eight bytes as one number.
func otte(w string) uint64 {
	return uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 | uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
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
}

type frame struct {
	node, last, active int32
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
		if s.text[s.pos] != '<' {
			if err := s.characters(); err != nil {
				return err
			}
			continue
		}
		if err := s.markup(); err != nil {
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
	rest := s.text[s.pos:]
	if len(rest) > 1 && nameBytes[rest[1]] == 2 {
		return s.startTag()
	}
	switch {
	case strings.HasPrefix(rest, "</"):
		return s.endTag()
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
		return s.add(&node{start: int32(from), end: int32(stop), rum: ren})
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
	n := node{start: int32(from), end: int32(to), rum: raa}
	if value != s.text[from:to] {
		n.rum, n.first = loest, int32(len(s.doc.resolved))
		s.doc.resolved = append(s.doc.resolved, value)
	}
	s.blandet()
	return s.add(&n)
}

func (s *scanner) add(n *node) error {
	if len(s.doc.nodes) >= s.limits.Knuder {
		return fmt.Errorf("%w: more than %d elements and texts", ErrForStor, s.limits.Knuder)
	}
	index := int32(len(s.doc.nodes))
	n.parent, n.next = -1, -1
	if n.rum != loest {
		n.first = -1
	}
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
	s.doc.nodes = append(s.doc.nodes, *n)
	return nil
}

func (s *scanner) endTag() error {
	if len(s.open) == 0 {
		return s.fail("an end tag without its element")
	}
	top := s.open[len(s.open)-1]
	at := s.pos + 2
	qname := s.doc.qname(&s.doc.nodes[top.node])
	if !strings.HasPrefix(s.text[at:], qname) {
		return s.fail("the end tag is of another element")
	}
	at += len(qname)
	if at < len(s.text) && s.text[at] != '>' {
		s.blandet()
		top = s.open[len(s.open)-1]
	}
	for at < len(s.text) && isSpace(s.text[at]) {
		at++
	}
	if at >= len(s.text) || s.text[at] != '>' {
		return s.fail("the end tag is of another element")
	}
	s.pos = at + 1
	s.close(top)
	return nil
}

func (s *scanner) close(top frame) {
	n := &s.doc.nodes[top.node]
	n.end, n.brugt = int32(s.pos), top.brugt
	s.open = s.open[:len(s.open)-1]
	if outer := len(s.open) - 1; outer >= 0 {
		s.open[outer].brugt |= top.brugt
	}
	s.active = s.active[:top.active]
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
	a := attribute{start: int32(s.pos)}
	prefix, lokal, err := s.qname()
	if err != nil {
		return err
	}
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
	if err := s.value(&a, quote); err != nil {
		return err
	}
	s.pure = s.pure && a.ren
	s.raw = append(s.raw, a)
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
	n := node{start: int32(start), prefix: uint16(len(prefix)), lokal: uint16(len(lokal)), decls: int32(len(s.doc.decls)), attrs: int32(len(s.doc.attrs))}
	held := int32(len(s.active))
	if len(s.raw) > 0 {
		if err := s.names(&n); err != nil {
			return err
		}
	}
	if n.rum = s.lookup(prefix); n.rum == ukendt {
		return s.failAt(start+1, "the prefix is not declared")
	}
	index := int32(len(s.doc.nodes))
	if err := s.add(&n); err != nil {
		return err
	}
	f := frame{node: index, last: -1, active: held, brugt: s.brugt(&n)}
	if empty {
		f.brugt = blandet
	}
	s.open = append(s.open, f)
	if empty {
		s.close(s.open[len(s.open)-1])
	}
	return nil
}

// names sorts what stands in a start tag into declarations and attributes.
func (s *scanner) names(n *node) error {
	for i := range s.raw {
		if err := s.declare(n, &s.raw[i]); err != nil {
			return err
		}
	}
	if int(n.nDecl) == len(s.raw) {
		return nil
	}
	for i := range s.raw {
		if a := &s.raw[i]; !s.declares(a) {
			if err := s.keep(n, a); err != nil {
				return err
			}
		}
	}
	return nil
}

// declares reports whether what stands as an attribute is a declaration.
func (s *scanner) declares(a *attribute) bool {
	return s.doc.attrPrefix(a) == "xmlns" || (a.prefix == 0 && s.doc.attrLokal(a) == "xmlns")
}

func (s *scanner) declare(n *node, a *attribute) error {
	if !s.declares(a) {
		return nil
	}
	d := declaration{rum: s.doc.attrVaerdi(a)}
	if a.prefix == 0 {
		if d.rum == xmlRum || d.rum == xmlnsRum {
			return s.failAt(int(a.start), "a reserved namespace")
		}
	} else {
		d.prefix = s.doc.attrLokal(a)
		if d.prefix == "xmlns" || d.rum == "" || d.rum == xmlnsRum || (d.prefix == "xml") != (d.rum == xmlRum) {
			return s.failAt(int(a.start), "a reserved or empty namespace")
		}
	}
	for _, other := range s.doc.decls[n.decls:] {
		if other.prefix == d.prefix {
			return s.failAt(int(a.start), "a prefix declared twice")
		}
	}
	if a.ren && s.text[a.start-1] == ' ' {
		d.form = s.text[a.start-1 : a.to+1]
	} else {
		d.form = erklaering(d)
	}
	s.active = append(s.active, int32(len(s.doc.decls)))
	s.doc.decls = append(s.doc.decls, d)
	n.nDecl++
	return nil
}

func (s *scanner) keep(n *node, a *attribute) error {
	a.rum = uden
	if a.prefix > 0 {
		if a.rum = s.lookup(s.doc.attrPrefix(a)); a.rum == ukendt {
			return s.failAt(int(a.start), "the prefix is not declared")
		}
	}
	navn := s.doc.attrNavn(a)
	for i := int(n.attrs); i < len(s.doc.attrs); i++ {
		if s.doc.attrNavn(&s.doc.attrs[i]) == navn {
			return s.failAt(int(a.start), "an attribute twice")
		}
	}
	s.doc.attrs = append(s.doc.attrs, *a)
	n.nAttr++
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
	if prefix == "xml" {
		return xmlNavn
	}
	for i := len(s.active) - 1; i >= 0; i-- {
		if at := s.active[i]; s.doc.decls[at].prefix == prefix {
			return at
		}
	}
	if prefix == "" {
		return uden
	}
	return ukendt
}

func (s *scanner) spaces() {
	for s.pos < len(s.text) && isSpace(s.text[s.pos]) {
		s.pos++
	}
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

func (s *scanner) qname() (prefix, lokal string, err error) {
	start := s.pos
	if err := s.ncname(); err != nil {
		return "", "", err
	}
	if s.pos >= len(s.text) || s.text[s.pos] != ':' {
		return "", s.text[start:s.pos], nil
	}
	colon := s.pos
	s.pos++
	if err := s.ncname(); err != nil {
		return "", "", err
	}
	return s.text[start:colon], s.text[colon+1 : s.pos], nil
}

func (s *scanner) ncname() error {
	start := s.pos
	if start < len(s.text) && nameBytes[s.text[start]] == 2 {
		at := start + 1
		for at < len(s.text) && nameBytes[s.text[at]] != 0 {
			at++
		}
		if s.pos = at; at < len(s.text) && s.text[at] < utf8.RuneSelf {
			return nil
		}
	}
	for s.pos < len(s.text) {
		b := s.text[s.pos]
		if b < utf8.RuneSelf {
			if kind := nameBytes[b]; kind == 0 || (kind == 1 && s.pos == start) {
				break
			}
			s.pos++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[s.pos:])
		if !isNameRune(r, s.pos == start) {
			break
		}
		s.pos += size
	}
	if s.pos == start {
		return s.fail("want a name")
	}
	return nil
}

// nameBytes tells of each ASCII byte whether it may begin a name (2), stand in one (1), or not (0).
var nameBytes = func() (kinds [256]uint8) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_':
			kinds[b] = 2
		case '0' <= b && b <= '9', b == '-', b == '.':
			kinds[b] = 1
		}
	}
	return kinds
}()

// nameRanges are NameStartChar of XML 1.0, fifth edition, beyond ASCII.
var nameRanges = [...][2]rune{
	{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F},
	{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF},
}

func isNameRune(r rune, first bool) bool {
	for _, span := range nameRanges {
		if span[0] <= r && r <= span[1] {
			return true
		}
	}
	return !first && (r == 0xB7 || (0x300 <= r && r <= 0x36F) || r == 0x203F || r == 0x2040)
}

// special tells of each byte whether a text may not simply be taken as it stands: what begins markup or a reference, what
// canonical form escapes, what XML does not know, and 0xEF, with which the characters begin that are none.
var special = func() (is [256]bool) {
	for b := range 0x20 {
		is[b] = b != '\n' && b != '\t'
	}
	for _, b := range []byte{'<', '>', '&', 0xEF} {
		is[b] = true
	}
	return is
}()

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// ordinary is the first place from i on that is not ordinary text: a special byte or, in an attribute, its quote, a tab or a
// line end. Eight bytes at a time, since half of a signed message is long runs of base64.
func ordinary(s string, i int, quote byte) int {
	q := uint64(quote) * ones
	for ; i+8 <= len(s); i += 8 {
		v := otte(s[i : i+8])
		angle := (v | 2*ones) ^ ('>' * ones) // zero where < or > stands
		amp := v ^ ('&' * ones)
		quoted := v ^ q
		found := (v-0x20*ones)&^v | (angle-ones)&^angle | (amp-ones)&^amp | (quoted-ones)&^quoted | v
		if found&highs == 0 {
			continue
		}
		for j := i; j < i+8; j++ {
			if stops(s[j], quote) {
				return j
			}
		}
	}
	for ; i < len(s) && !stops(s[i], quote); i++ {
	}
	return i
}

func stops(b, quote byte) bool {
	return special[b] || (quote != 0 && (b == quote || b == '\n' || b == '\t'))
}

// badCharacter is where s holds a character XML 1.0 does not know, or -1.
func badCharacter(s string) int {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < 0x20 && b != '\n' && b != '\t' && b != '\r' {
			return i
		} else if b == 0xEF && i+2 < len(s) && s[i+1] == 0xBF && s[i+2] >= 0xBE {
			return i // U+FFFE and U+FFFF
		}
	}
	return -1
}

// lineEnds makes every line end one line feed, as XML has it.
func lineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// resolve gives the value of raw text: line ends, references, and in an attribute blanks for white space.
func (s *scanner) resolve(raw string, attr bool) (string, error) {
	if i := badCharacter(raw); i >= 0 {
		return "", s.failAt(s.pos+i, "character not allowed in XML")
	}
	if !attr && strings.IndexByte(raw, '&') < 0 && strings.IndexByte(raw, '\r') < 0 {
		return raw, nil
	}
	if attr && !strings.ContainsAny(raw, "&\r\n\t") {
		return raw, nil
	}
	var out strings.Builder
	out.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '&':
			value, size, ok := reference(raw[i:])
			if !ok {
				return "", s.failAt(s.pos+i, "only the five predefined entities and character references are known")
			}
			out.WriteString(value)
			i += size - 1
		case c == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
			// the line feed that follows stands for both
		case c == '\r' && !attr:
			out.WriteByte('\n')
		case attr && (c == '\r' || c == '\n' || c == '\t'):
			out.WriteByte(' ')
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), nil
}

// reference reads &name; or &#n; at the start of s.
func reference(s string) (value string, size int, ok bool) {
	end := strings.IndexByte(s, ';')
	if end < 2 || end > 12 {
		return "", 0, false
	}
	name := s[1:end]
	if name[0] != '#' {
		value, ok = entities[name]
		return value, end + 1, ok
	}
	r, ok := codePoint(name[1:])
	return string(r), end + 1, ok
}

func codePoint(digits string) (rune, bool) {
	base := rune(10)
	if strings.HasPrefix(digits, "x") {
		base, digits = 16, digits[1:]
	}
	if digits == "" {
		return 0, false
	}
	var r rune
	for _, c := range digits {
		d := rune(strings.IndexRune("0123456789abcdef", c|0x20))
		if c <= '9' {
			d = c - '0'
		}
		if d < 0 || d >= base {
			return 0, false
		}
		if r = r*base + d; r > utf8.MaxRune {
			return 0, false
		}
	}
	ok := r == '\n' || r == '\t' || r == '\r' || (r >= 0x20 && r < 0xD800) || (r >= 0xE000 && r < 0xFFFE) || r >= 0x10000
	return r, ok
}
