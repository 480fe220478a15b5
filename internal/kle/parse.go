package kle

import (
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"indeksbro/internal/oio"
)

// Limits of a file. A full edition of KLE is about 10 MiB, 2,500 emner and 11 levels of elements.
const (
	MaxFile       = 64 << 20  // bytes after conversion to UTF-8
	MaxPiece      = 256 << 10 // bytes of one text, tag, comment or processing instruction
	MaxDepth      = 32        // elements inside each other
	MaxTekst      = 8 << 10   // bytes of a title, keyword, law title or other short text
	MaxVejledning = 256 << 10 // bytes of one class's guidance as plain text
	MaxKlasser    = 100_000   // classes or handlingsfacetter in a plan
	MaxStikord    = 5_000     // keywords of one class
	MaxListe      = 1_000     // law references, dates, filters or successors of one class
)

// level is one kind of class. Its fields are elements whose names begin with its own name.
type level struct {
	name  string
	child *level
	facet bool
	valid func(string) bool
}

var (
	levelEmne     = &level{name: "Emne", valid: func(s string) bool { return len(s) == 8 && isNummer(s) }}
	levelGruppe   = &level{name: "Gruppe", child: levelEmne, valid: func(s string) bool { return len(s) == 5 && isNummer(s) }}
	levelHoved    = &level{name: "Hovedgruppe", child: levelGruppe, valid: func(s string) bool { return len(s) == 2 && isNummer(s) }}
	levelFacet    = &level{name: "Handlingsfacet", facet: true, valid: isFacetNr}
	levelKategori = &level{name: "HandlingsfacetKategori", child: levelFacet, facet: true, valid: isKategoriNr}
)

func isKategoriNr(s string) bool {
	return (len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z') || s == "Æ" || s == "Ø" || s == "Å"
}

func isFacetNr(s string) bool {
	n := len(s)
	return n >= 3 && isDigit(s[n-1]) && isDigit(s[n-2]) && isKategoriNr(s[:n-2])
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// over is the number one level up of a number that level.valid has accepted.
func (l *level) over(nr string) string {
	if l == levelFacet {
		return nr[:len(nr)-2]
	}
	return string(Nummer(nr).Overordnet())
}

type parser struct {
	dec   *xml.Decoder
	in    *guard
	depth int
	plan  *Plan
	lines map[string]int // number to the line it was read at
	buf   []byte
}

// Parse reads a KLE-Emneplan (schema 2.0 or the REST layout 1.x, with or without namespaces) or a KLE-Handlingsfacetter
// document. It reads r to the end. Elements it does not know are skipped and counted; everything that would make the plan
// wrong or incomplete gives an *Error and no plan. Memory is bounded by the limits above, whatever r holds.
func Parse(r io.Reader) (*Plan, error) {
	in := newGuard(r)
	p := &parser{dec: xml.NewDecoder(in), in: in, plan: &Plan{}, lines: make(map[string]int)}
	p.dec.CharsetReader = in.charset
	if err := p.document(); err != nil {
		return nil, err
	}
	slices.SortFunc(p.plan.Klasser, func(a, b Klasse) int { return cmp.Compare(a.Nummer, b.Nummer) })
	slices.SortFunc(p.plan.Handlingsfacetter, func(a, b Facet) int { return cmp.Compare(a.Nummer, b.Nummer) })
	return p.plan, nil
}

func (p *parser) line() int {
	line, _ := p.dec.InputPos()
	return line
}

func (p *parser) fail(f fault, args ...any) error { return f.at(p.line(), nil, args...) }

// token is the decoder's next token, after the limits. End of file is an error everywhere but in document.
func (p *parser) token() (xml.Token, error) {
	p.in.piece = 0
	t, err := p.dec.Token()
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		return nil, p.decodeError(err)
	}
	switch t.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > MaxDepth {
			return nil, p.fail(faultDepth, MaxDepth)
		}
	case xml.EndElement:
		p.depth--
	case xml.Directive:
		return nil, p.fail(faultDoctype)
	}
	return t, nil
}

func (p *parser) decodeError(err error) error {
	if limit, ok := errors.AsType[*limitError](err); ok {
		return limit.fault.at(p.line(), nil, limit.limit)
	}
	if enc, ok := errors.AsType[*encodingError](err); ok {
		return p.fail(faultEncoding, quote(enc.name))
	}
	syntax, ok := errors.AsType[*xml.SyntaxError](err)
	switch {
	case !ok && strings.HasPrefix(err.Error(), "xml:"):
		// The decoder has no type for a faulty XML declaration; it hides the charset error in such a text too.
		return faultXML.at(p.line(), err, quote(cut(err.Error(), 80)))
	case !ok:
		return faultRead.at(p.line(), err)
	case syntax.Msg == "unexpected EOF":
		return faultTruncated.at(syntax.Line, err)
	}
	return faultXML.at(syntax.Line, err, quote(cut(syntax.Msg, 80)))
}

// document reads the whole file and demands exactly one root.
func (p *parser) document() error {
	seen := false
	for {
		t, err := p.token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if seen {
				return p.fail(faultTwoRoots)
			}
			seen = true
			if err := p.root(t.Name.Local); err != nil {
				return err
			}
		case xml.CharData:
			if err := p.outside(t, seen); err != nil {
				return err
			}
		}
	}
	if !seen {
		return p.fail(faultNoXML)
	}
	return nil
}

func (p *parser) outside(text xml.CharData, seen bool) error {
	if len(strings.TrimSpace(string(text))) == 0 {
		return nil
	}
	if seen {
		return p.fail(faultTwoRoots)
	}
	return p.fail(faultNoXML)
}

func (p *parser) root(name string) error {
	var top *level
	switch name {
	case "KLE-Emneplan":
		top = levelHoved
	case "KLE-Handlingsfacetter":
		top = levelKategori
	default:
		return p.fail(faultRoot, quote(cut(name, 40)))
	}
	err := p.each(func(child string) error {
		switch child {
		case "UdgivelsesDato":
			return p.date(child, &p.plan.Udgivet)
		case top.name:
			return p.klasse(top, "")
		}
		return p.unknown(child, name)
	})
	if err != nil {
		return err
	}
	if p.plan.Udgivet == 0 {
		return p.fail(faultUdgivet)
	}
	if c := p.plan.Counts(); c.Emner+c.Handlingsfacetter == 0 {
		return p.fail(faultEmpty)
	}
	return nil
}

// each calls fn for every child of the element just opened and returns when that element ends. fn must read its child to
// the end. Text between the children means nothing and is ignored.
func (p *parser) each(fn func(name string) error) error {
	for {
		t, err := p.inner()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := fn(t.Name.Local); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// inner is token inside the root, where the file must not end. The decoder reports that itself; the test is for safety.
func (p *parser) inner() (xml.Token, error) {
	t, err := p.token()
	if err == io.EOF {
		return nil, p.fail(faultTruncated)
	}
	return t, err
}

// unknown skips an element the layouts do not have, or have where it does not matter. A class in a place where it would be
// lost is a fault, also deep inside an unknown element.
func (p *parser) unknown(name, parent string) error {
	p.plan.Ukendte++
	return p.skip(name, parent)
}

func (p *parser) skip(name, parent string) error {
	switch name {
	case levelHoved.name, levelGruppe.name, levelEmne.name, levelKategori.name, levelFacet.name:
		return p.fail(faultPlace, name, cut(parent, 40))
	}
	return p.each(func(child string) error { return p.skip(child, name) })
}

// klasse reads one class and everything below it. over is the number of the class around it.
func (p *parser) klasse(l *level, over string) error {
	if len(p.lines) >= MaxKlasser {
		return p.fail(faultKlasser, MaxKlasser)
	}
	line := p.line()
	var k Klasse
	err := p.each(func(name string) error {
		switch {
		case l.child != nil && name == l.child.name:
			if k.Nummer == "" {
				return p.fail(faultNrFirst, l.name+"Nr", name)
			}
			return p.klasse(l.child, string(k.Nummer))
		case name == l.name+"Nr":
			return p.nummer(l, &k, over)
		}
		return p.field(l, name, &k)
	})
	if err != nil {
		return err
	}
	return p.keep(l, &k, line)
}

// keep adds a class that has been read to the end. line is where it began.
func (p *parser) keep(l *level, k *Klasse, line int) error {
	if k.Nummer == "" {
		return faultNrMissing.at(line, nil, l.name)
	}
	if k.Titel == "" {
		return faultTitel.at(line, nil, k.Nummer)
	}
	if !l.facet {
		p.plan.Klasser = append(p.plan.Klasser, *k)
		return nil
	}
	p.plan.Handlingsfacetter = append(p.plan.Handlingsfacetter, Facet{
		Nummer: string(k.Nummer), Titel: k.Titel, UUID: k.UUID, Vejledning: k.Vejledning, Retskilder: k.Retskilder,
		Oprettet: k.Oprettet, Udgaaet: k.Udgaaet, Rettet: k.Rettet,
		AfloestAf: k.AfloestAf, AfloestAfFacetter: k.AfloestAfFacetter, Bevaring: k.Bevaring, Filtre: k.Filtre,
	})
	return nil
}

func (p *parser) nummer(l *level, k *Klasse, over string) error {
	if k.Nummer != "" {
		return p.fail(faultTwice, l.name+"Nr")
	}
	nr, err := p.text(l.name + "Nr")
	if err != nil {
		return err
	}
	if !l.valid(nr) {
		return p.fail(faultNr, l.name+"Nr", quote(cut(nr, 40)))
	}
	if over != "" && l.over(nr) != over {
		return p.fail(faultUnder, nr, over)
	}
	if line, used := p.lines[nr]; used {
		return p.fail(faultDuplicate, nr, line)
	}
	p.lines[nr] = p.line()
	k.Nummer = Nummer(nr)
	return nil
}

// field reads one element of a class that is neither its number nor a class below it.
func (p *parser) field(l *level, name string, k *Klasse) error {
	switch name {
	case "UUID":
		return p.uuid(k)
	case "BevaringJaevnfoerArkivloven":
		return p.set(name, &k.Bevaring)
	case "SletningJaevnfoerPersondataloven":
		return p.set(name, &k.Sletning)
	case "KLEAdministrativInfo":
		return p.admin(k)
	}
	rest, ours := strings.CutPrefix(name, l.name)
	if !ours {
		return p.unknown(name, l.name)
	}
	switch rest {
	case "Titel":
		if k.Titel != "" {
			return p.fail(faultTwice, name)
		}
		return p.set(name, &k.Titel)
	case "Vejledning":
		s, err := p.guidance(name)
		k.Vejledning = s
		return err
	case "RetskildeReference":
		return p.retskilder(k)
	case "Stikord", "OgHandlingsfacetStikord":
		return p.stikord(k)
	case "AdministrativInfo":
		return p.admin(k)
	case "Filter":
		return p.filtre(k)
	}
	return p.unknown(name, l.name)
}

func (p *parser) set(name string, to *string) error {
	s, err := p.text(name)
	if err == nil {
		*to = s
	}
	return err
}

// uuid reads the official identity. A malformed one is refused, for it would make the class a stranger to the indexes.
func (p *parser) uuid(k *Klasse) error {
	s, err := p.text("UUID")
	if err != nil || s == "" {
		return err
	}
	u, err := oio.ParseUUID(s)
	if err != nil {
		return p.fail(faultUUID, quote(cut(s, 40)))
	}
	k.UUID = u.String()
	return nil
}

// retskilder reads one reference element. In 2.0 it holds any number of (title, paragraph?, accession number) in a row, in
// 1.x one; a title begins the next.
func (p *parser) retskilder(k *Klasse) error {
	first := len(k.Retskilder)
	return p.each(func(name string) error {
		switch name {
		case "RetskildeTitel":
			if len(k.Retskilder) >= MaxListe {
				return p.fail(faultList, k.Nummer, MaxListe, name)
			}
			titel, err := p.text(name)
			if err == nil && titel == "" {
				err = p.fail(faultTitel, "Retskilde")
			}
			k.Retskilder = append(k.Retskilder, Retskilde{Titel: titel})
			return err
		case "ParagrafEllerKapitel":
			if len(k.Retskilder) == first {
				return p.fail(faultRetskilde, name)
			}
			return p.set(name, &k.Retskilder[len(k.Retskilder)-1].Paragraf)
		case "RetsinfoAccessionsNr":
			return p.skip(name, "RetskildeReference")
		}
		return p.unknown(name, "RetskildeReference")
	})
}

func (p *parser) stikord(k *Klasse) error {
	if len(k.Stikord) >= MaxStikord {
		return p.fail(faultList, k.Nummer, MaxStikord, "Stikord")
	}
	var s Stikord
	err := p.each(func(name string) error {
		switch name {
		case "Tekst":
			return p.set(name, &s.Tekst)
		case "HandlingsfacetNr":
			return p.set(name, &s.Handlingsfacet)
		case "Orden":
			return p.skip(name, "Stikord")
		}
		return p.unknown(name, "Stikord")
	})
	if err == nil && s.Tekst != "" {
		k.Stikord = append(k.Stikord, s)
	}
	return err
}

func (p *parser) filtre(k *Klasse) error {
	return p.each(func(name string) error {
		if name != "FilterTitel" {
			return p.unknown(name, "Filter")
		}
		if len(k.Filtre) >= MaxListe {
			return p.fail(faultList, k.Nummer, MaxListe, name)
		}
		s, err := p.text(name)
		if err == nil && s != "" {
			k.Filtre = append(k.Filtre, s)
		}
		return err
	})
}

func (p *parser) admin(k *Klasse) error {
	return p.each(func(name string) error {
		switch name {
		case "OprettetDato":
			return p.date(name, &k.Oprettet)
		case "RettetDato":
			if len(k.Rettet) >= MaxListe {
				return p.fail(faultList, k.Nummer, MaxListe, name)
			}
			k.Rettet = append(k.Rettet, 0)
			return p.date(name, &k.Rettet[len(k.Rettet)-1])
		case "Historisk":
			return p.historisk(name, k)
		}
		return p.unknown(name, "AdministrativInfo")
	})
}

// historisk reads why a class is out of force: its end date, or the date it moved and where to. Should a file give both
// dates, the earlier one counts: a number must not be used a day too long.
func (p *parser) historisk(parent string, k *Klasse) error {
	return p.each(func(name string) error {
		switch name {
		case "UdgaaetDato", "FlyttetDato":
			var d oio.Dato
			err := p.date(name, &d)
			if err == nil && (k.Udgaaet == 0 || d < k.Udgaaet) {
				k.Udgaaet = d
			}
			return err
		case "Flyttet":
			return p.historisk(name, k)
		case "AfloestAf":
			return p.afloest(k)
		}
		return p.unknown(name, parent)
	})
}

func (p *parser) afloest(k *Klasse) error {
	return p.each(func(name string) error {
		l := map[string]*level{
			"HovedgruppeNr": levelHoved, "GruppeNr": levelGruppe, "EmneNr": levelEmne, "HandlingsfacetNr": levelFacet,
		}[name]
		if l == nil {
			return p.unknown(name, "AfloestAf")
		}
		if len(k.AfloestAf)+len(k.AfloestAfFacetter) >= MaxListe {
			return p.fail(faultList, k.Nummer, MaxListe, "AfloestAf")
		}
		nr, err := p.text(name)
		if err != nil {
			return err
		}
		if !l.valid(nr) {
			return p.fail(faultNr, name, quote(cut(nr, 40)))
		}
		if l.facet {
			k.AfloestAfFacetter = append(k.AfloestAfFacetter, nr)
		} else {
			k.AfloestAf = append(k.AfloestAf, Nummer(nr))
		}
		return nil
	})
}

// date reads an xs:date. The zone xs:date allows is left out, for KLE's dates are civil.
func (p *parser) date(name string, to *oio.Dato) error {
	s, err := p.text(name)
	if err != nil {
		return err
	}
	d, err := oio.ParseDato(withoutZone(s))
	if err != nil {
		return p.fail(faultDate, name, quote(cut(s, 40)))
	}
	*to = d
	return nil
}

func withoutZone(s string) string {
	if len(s) == 11 && s[10] == 'Z' {
		return s[:10]
	}
	if len(s) == 16 && (s[10] == '+' || s[10] == '-') && s[13] == ':' {
		return s[:10]
	}
	return s
}

// text is the plain text of the element just opened, read to its end, on one line with blanks collapsed.
func (p *parser) text(name string) (string, error) {
	return p.plain(name, MaxTekst, func(string, bool) { p.blank() })
}

// guidance is text with the lines kept that XHTML blocks make; list items get a dash.
func (p *parser) guidance(name string) (string, error) { return p.plain(name, MaxVejledning, p.block) }

func (p *parser) plain(name string, limit int, mark func(name string, start bool)) (string, error) {
	p.buf = p.buf[:0]
	for depth := 1; depth > 0; {
		t, err := p.inner()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			p.write(t)
		case xml.StartElement:
			depth++
			mark(t.Name.Local, true)
		case xml.EndElement:
			depth--
			mark(t.Name.Local, false)
		}
		if len(p.buf) > limit {
			return "", p.fail(faultLong, name, limit)
		}
	}
	return strings.TrimRight(string(p.buf), " \n"), nil
}

func (p *parser) write(text []byte) {
	for _, r := range string(text) {
		if !unicode.IsSpace(r) {
			p.buf = append(p.buf, string(r)...)
		} else {
			p.blank()
		}
	}
}

func (p *parser) blank() {
	if n := len(p.buf); n > 0 && p.buf[n-1] != ' ' && p.buf[n-1] != '\n' {
		p.buf = append(p.buf, ' ')
	}
}

func (p *parser) block(name string, start bool) {
	switch name {
	case "p", "li", "ul", "ol", "br", "div":
	default:
		return
	}
	for len(p.buf) > 0 && p.buf[len(p.buf)-1] == ' ' {
		p.buf = p.buf[:len(p.buf)-1]
	}
	if n := len(p.buf); n > 0 && p.buf[n-1] != '\n' {
		p.buf = append(p.buf, '\n')
	}
	if start && name == "li" {
		p.buf = append(p.buf, "- "...)
	}
}
