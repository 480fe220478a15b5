// Package kletest makes KLE files for tests: a full-size plan that uses every element of KL's schema 2.0. All titles are
// invented; nothing in it is KL's. Only tests and benchmarks import it.
package kletest

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
)

// Sizes of the tree WriteFullPlan builds.
const (
	emnerPerGruppe = 8
	grupperPerHovd = 12
	maxEmner       = 100 * grupperPerHovd * emnerPerGruppe
)

// WriteFullPlan writes a KLE-Emneplan of schema 2.0 with the wanted number of emner, the same bytes for the same seed. It
// uses every element of the schema: guidance with p, i, b, ul, ol and li, several law references in one element, filters,
// repeated RettetDato, UdgaaetDato, and Flyttet with successors of all four kinds. emner must lie between 1 and 9,600.
func WriteFullPlan(w io.Writer, emner int, seed uint64) error {
	if emner < 1 || emner > maxEmner {
		return fmt.Errorf("emner must lie between 1 and %d, got %d", maxEmner, emner)
	}
	g := &generator{w: bufio.NewWriter(w), rnd: rand.New(rand.NewPCG(seed, 0x4b4c45)), left: emner}
	g.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KLE-Emneplan>\n<UdgivelsesDato>2025-05-01</UdgivelsesDato>\n")
	for h := 0; g.left > 0; h++ {
		g.hovedgruppe(h)
	}
	g.put("</KLE-Emneplan>\n")
	return g.w.Flush()
}

// generator relies on bufio's sticky error: what fails is told by Flush.
type generator struct {
	w    *bufio.Writer
	rnd  *rand.Rand
	left int
	at   int // classes written, so that every kind of history turns up in turn
}

func (g *generator) put(format string, args ...any) { _, _ = fmt.Fprintf(g.w, format, args...) }

func (g *generator) hovedgruppe(h int) {
	g.put("<Hovedgruppe>\n<HovedgruppeNr>%02d</HovedgruppeNr>\n<HovedgruppeTitel>%s</HovedgruppeTitel>\n", h, g.title())
	g.vejledning("Hovedgruppe")
	g.admin("Hovedgruppe")
	g.filter("Hovedgruppe")
	for i := 0; i < grupperPerHovd && g.left > 0; i++ {
		g.gruppe(h, i*3)
	}
	g.put("</Hovedgruppe>\n")
}

func (g *generator) gruppe(h, nr int) {
	g.put("<Gruppe>\n<GruppeNr>%02d.%02d</GruppeNr>\n<GruppeTitel>%s</GruppeTitel>\n", h, nr, g.title())
	g.vejledning("Gruppe")
	g.retskilder("Gruppe")
	g.admin("Gruppe")
	g.filter("Gruppe")
	for i := 0; i < emnerPerGruppe && g.left > 0; i++ {
		g.emne(h, nr, i*4)
		g.left--
	}
	g.put("</Gruppe>\n")
}

func (g *generator) emne(h, gr, nr int) {
	g.put("<Emne>\n<EmneNr>%02d.%02d.%02d</EmneNr>\n<EmneTitel>%s</EmneTitel>\n", h, gr, nr, g.title())
	g.vejledning("Emne")
	for range 1 + g.rnd.IntN(2) {
		g.retskilder("Emne")
	}
	g.admin("Emne")
	g.put("<BevaringJaevnfoerArkivloven>%s</BevaringJaevnfoerArkivloven>\n", pick(g, []string{"K", "K5", "K10", "B", "tom"}))
	g.put("<SletningJaevnfoerPersondataloven>P%dD</SletningJaevnfoerPersondataloven>\n", 365*(1+g.rnd.IntN(10)))
	g.filter("Emne")
	g.put("</Emne>\n")
}

func pick(g *generator, from []string) string { return from[g.rnd.IntN(len(from))] }

var (
	firsts = []string{
		"Bytte", "Måne", "Æble", "Fjord", "Kaffe", "Vinter", "Ørken", "Skov", "Cykel", "Morgen", "Papir", "Strand", "Klokke",
		"Tåge", "Lampe", "Nøgle", "Regn", "Sten", "Vind", "Urte", "Brev", "Sang", "Kort", "Farve", "Mølle", "Hånd", "Glas",
	}
	lasts = []string{
		"ordning", "tilsyn", "tilbud", "plan", "service", "støtte", "tilskud", "tilladelse", "behandling", "visitation",
		"udvalg", "træning", "aftale", "klage", "opgørelse", "register", "bevilling", "anvisning", "rådgivning", "møde",
	}
	whom = []string{"", "", " for voksne", " for børn og unge", ", drift & vedligehold", " m.v.", " (visitation)", " i almindelighed"}
	laws = []string{"Byttelov", "Måneskinsloven", "Lov om morgenkaffe", "BEK om tågeklokker efter møllelovens", "Fjordloven"}
)

func (g *generator) title() string {
	t := pick(g, firsts) + pick(g, lasts)
	if g.rnd.IntN(3) == 0 {
		t += " og " + pick(g, firsts) + pick(g, lasts)
	}
	return escape(t + pick(g, whom))
}

// escape is enough for the words above.
func escape(s string) string {
	out := ""
	for _, r := range s {
		if r == '&' {
			out += "&amp;"
		} else {
			out += string(r)
		}
	}
	return out
}

func (g *generator) vejledning(of string) {
	g.put("<%sVejledning><VejledningTekst>", of)
	g.put("<p>Bruges til <b>%s</b> og <i>%s</i>, fx:\n<ul><li>%s</li><li>%s</li></ul>", g.title(), g.title(), g.title(), g.title())
	g.put("samt i rækkefølge <ol><li>%s</li></ol></p><p>Se også %s.</p>", g.title(), g.title())
	g.put("</VejledningTekst></%sVejledning>\n", of)
}

func (g *generator) retskilder(of string) {
	g.put("<%sRetskildeReference>", of)
	for range 1 + g.rnd.IntN(3) {
		g.put("<RetskildeTitel>%s</RetskildeTitel>", pick(g, laws))
		switch p := 1 + g.rnd.IntN(200); g.rnd.IntN(4) {
		case 0:
		case 1:
			g.put("<ParagrafEllerKapitel>§ %d-%d</ParagrafEllerKapitel>", p, p+g.rnd.IntN(5)+1)
		default:
			g.put("<ParagrafEllerKapitel>§ %d, stk. %d</ParagrafEllerKapitel>", p, 1+g.rnd.IntN(5))
		}
		g.put("<RetsinfoAccessionsNr>A%011d</RetsinfoAccessionsNr>", g.rnd.IntN(1_000_000))
	}
	g.put("</%sRetskildeReference>\n", of)
}

func (g *generator) filter(of string) {
	g.put("<%sFilter><FilterTitel>Delplan %d</FilterTitel><FilterTitel>Fagsystem</FilterTitel></%sFilter>\n", of, g.rnd.IntN(5), of)
}

func (g *generator) admin(of string) {
	g.put("<%sAdministrativInfo><OprettetDato>%s</OprettetDato>", of, g.date(1988, 10))
	for range g.rnd.IntN(3) {
		g.put("<RettetDato>%s</RettetDato>", g.date(2000, 20))
	}
	g.at++
	switch g.at % 40 {
	case 7:
		g.put("<Historisk><UdgaaetDato>%s</UdgaaetDato></Historisk>", g.date(2010, 14))
	case 17:
		g.put("<Historisk><Flyttet><FlyttetDato>%s</FlyttetDato>"+
			"<AfloestAf><HovedgruppeNr>00</HovedgruppeNr></AfloestAf><AfloestAf><GruppeNr>00.00</GruppeNr></AfloestAf>"+
			"<AfloestAf><EmneNr>00.00.00</EmneNr></AfloestAf><AfloestAf><HandlingsfacetNr>Ø54</HandlingsfacetNr></AfloestAf>"+
			"</Flyttet></Historisk>", g.date(2010, 14))
	case 27:
		g.put("<Historisk><Flyttet><FlyttetDato>%s</FlyttetDato></Flyttet></Historisk>", g.date(2010, 14))
	}
	g.put("</%sAdministrativInfo>\n", of)
}

func (g *generator) date(from, years int) string {
	return fmt.Sprintf("%04d-%02d-%02d", from+g.rnd.IntN(years), 1+g.rnd.IntN(12), 1+g.rnd.IntN(28))
}
