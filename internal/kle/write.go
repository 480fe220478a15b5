package kle

import (
	"bufio"
	"encoding/xml"
	"io"
	"strings"

	"indeksbro/internal/oio"
)

// Write writes the plan in KLE's REST layout 1.x; a plan with only handlingsfacetter as a KLE-Handlingsfacetter document.
// What Parse reads, Write writes so that Parse reads the same plan again, except Ukendte.
func Write(w io.Writer, p *Plan) error {
	x := &writer{w: bufio.NewWriter(w)}
	x.raw(xml.Header)
	if len(p.Klasser) == 0 {
		x.facetter(p)
	} else {
		x.open("KLE-Emneplan")
		x.date("UdgivelsesDato", p.Udgivet)
		x.klasser(p, "", levelHoved)
		x.close("KLE-Emneplan")
	}
	if x.err == nil {
		x.err = x.w.Flush()
	}
	return x.err
}

// writer keeps the first error, so that the code above it reads like the document.
type writer struct {
	w   *bufio.Writer
	err error
}

func (x *writer) raw(s string) {
	if x.err == nil {
		_, x.err = x.w.WriteString(s)
	}
}

func (x *writer) open(name string)  { x.raw("<" + name + ">") }
func (x *writer) close(name string) { x.raw("</" + name + ">\n") }

// text writes an element, or nothing for no text.
func (x *writer) text(name, s string) {
	if s == "" || x.err != nil {
		return
	}
	x.open(name)
	x.err = xml.EscapeText(x.w, []byte(s))
	x.close(name)
}

func (x *writer) date(name string, d oio.Dato) { x.text(name, d.String()) }

func (x *writer) klasser(p *Plan, over Nummer, l *level) {
	for _, k := range p.Boern(over) {
		x.open(l.name)
		x.klasse(l, k)
		if l.child != nil {
			x.klasser(p, k.Nummer, l.child)
		}
		x.text("UUID", k.UUID)
		x.close(l.name)
	}
}

func (x *writer) klasse(l *level, k *Klasse) {
	x.text(l.name+"Nr", string(k.Nummer))
	x.text(l.name+"Titel", k.Titel)
	x.vejledning(l.name+"Vejledning", k.Vejledning)
	for _, r := range k.Retskilder {
		x.open(l.name + "RetskildeReference")
		x.text("RetskildeTitel", r.Titel)
		x.text("ParagrafEllerKapitel", r.Paragraf)
		x.close(l.name + "RetskildeReference")
	}
	for _, s := range k.Stikord {
		x.stikord(l, s)
	}
	x.admin(l, k)
	x.text("BevaringJaevnfoerArkivloven", k.Bevaring)
	x.text("SletningJaevnfoerPersondataloven", k.Sletning)
	if len(k.Filtre) > 0 {
		x.open(l.name + "Filter")
		for _, f := range k.Filtre {
			x.text("FilterTitel", f)
		}
		x.close(l.name + "Filter")
	}
}

func (x *writer) vejledning(name, s string) {
	if s == "" {
		return
	}
	x.raw("<" + name + "><VejledningTekst>")
	for line := range strings.SplitSeq(s, "\n") {
		x.text("p", line)
	}
	x.raw("</VejledningTekst></" + name + ">\n")
}

func (x *writer) stikord(l *level, s Stikord) {
	name := l.name + "Stikord"
	if s.Handlingsfacet != "" {
		name = l.name + "OgHandlingsfacetStikord"
	}
	x.open(name)
	x.text("Orden", "1")
	x.text("Tekst", s.Tekst)
	x.text("HandlingsfacetNr", s.Handlingsfacet)
	x.close(name)
}

func (x *writer) admin(l *level, k *Klasse) {
	if k.Oprettet == 0 && len(k.Rettet) == 0 && !historisk(k) {
		return
	}
	x.open(l.name + "AdministrativInfo")
	x.date("OprettetDato", k.Oprettet)
	for _, d := range k.Rettet {
		x.date("RettetDato", d)
	}
	if historisk(k) {
		x.historisk(k)
	}
	x.close(l.name + "AdministrativInfo")
}

func historisk(k *Klasse) bool {
	return k.Udgaaet != 0 || len(k.AfloestAf)+len(k.AfloestAfFacetter) > 0
}

func (x *writer) historisk(k *Klasse) {
	x.open("Historisk")
	if len(k.AfloestAf)+len(k.AfloestAfFacetter) == 0 {
		x.date("UdgaaetDato", k.Udgaaet)
		x.close("Historisk")
		return
	}
	x.open("Flyttet")
	x.date("FlyttetDato", k.Udgaaet)
	for _, n := range k.AfloestAf {
		name := [...]string{"", "HovedgruppeNr", "GruppeNr", "EmneNr"}[n.Niveau()]
		x.open("AfloestAf")
		x.text(name, string(n))
		x.close("AfloestAf")
	}
	for _, f := range k.AfloestAfFacetter {
		x.open("AfloestAf")
		x.text("HandlingsfacetNr", f)
		x.close("AfloestAf")
	}
	x.close("Flyttet")
	x.close("Historisk")
}

// facetter relies on the order: a category comes right before its facets.
func (x *writer) facetter(p *Plan) {
	x.open("KLE-Handlingsfacetter")
	x.date("UdgivelsesDato", p.Udgivet)
	inside := false
	for i := range p.Handlingsfacetter {
		f := &p.Handlingsfacetter[i]
		if isKategoriNr(f.Nummer) {
			if inside {
				x.close(levelKategori.name)
			}
			inside = true
			x.open(levelKategori.name)
			x.facet(levelKategori, f)
			continue
		}
		x.open(levelFacet.name)
		x.facet(levelFacet, f)
		x.close(levelFacet.name)
	}
	if inside {
		x.close(levelKategori.name)
	}
	x.close("KLE-Handlingsfacetter")
}

func (x *writer) facet(l *level, f *Facet) {
	x.klasse(l, &Klasse{
		Nummer: Nummer(f.Nummer), Titel: f.Titel, Vejledning: f.Vejledning, Retskilder: f.Retskilder,
		Oprettet: f.Oprettet, Udgaaet: f.Udgaaet, Rettet: f.Rettet,
		AfloestAf: f.AfloestAf, AfloestAfFacetter: f.AfloestAfFacetter, Bevaring: f.Bevaring, Filtre: f.Filtre,
	})
	x.text("UUID", f.UUID)
}
