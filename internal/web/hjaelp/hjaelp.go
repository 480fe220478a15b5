// Package hjaelp is the help on the pages: the guides of docs/vejledning, the very same text, and the way to the right one from each page.
//
// It knows no data of any municipality, so everybody who is logged in may read it. It writes no guide and holds none against the pages: the
// guides lie in docs/vejledning, and a test of internal/app walks the pages as they say.
package hjaelp

import (
	"net/http"
	"strings"
	"sync"

	"indeksbro/docs/vejledning"
	"indeksbro/internal/adgang"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// Sti is where the guides are read.
const Sti = "/hjaelp"

// Sider are the pages.
type Sider struct{ ramme web.Ramme }

var _ web.Del = (*Sider)(nil)

// Ruter implements web.Del, and gives every page its way to the help.
func (s *Sider) Ruter(r web.Ramme) {
	s.ramme = r
	r.Site.Hjaelp = Til
	r.Som(adgang.AlleRoller, "GET "+Sti, s.forside)
	r.Som(adgang.AlleRoller, "GET "+Sti+"/{navn}", s.en)
}

// omraader are the pages of each guide, by how their addresses begin. The longest that fits decides.
var omraader = []struct{ sti, navn string }{
	{"/vaerksted", "trin-1"}, {"/vaerksted/afklaring", "trin-1"}, {"/vaerksted/kle", "trin-3"},
	{"/vaerksted/ydelse", "trin-4"}, {"/vaerksted/katalog", "trin-4"}, {"/vaerksted/opdelinger", "trin-4"},
	{"/vaerksted/sagstype", "trin-5"}, {"/vaerksted/test", "trin-5"},
	{"/vaerksted/enhed", "trin-6"}, {"/vaerksted/kontakt", "trin-7"}, {"/vaerksted/eksport", "trin-8"}, {"/vaerksted/rettelse", "trin-8"},
	{"/adgang", "trin-a"}, {"/adgang/log", "sapa-administrator"}, {"/adgang/alarmer", "sapa-administrator"}, {"/adgang/stikproeve", "sapa-administrator"},
	{"/adgang/hop", "sapa-administrator"}, {"/adgang/indsigt", "sapa-administrator"},
	{"/borgerblik", "trin-b"}, {"/borgerblik/tekst", "borgerblik-systemejer"}, {"/borgerblik/som-borger", "borgerblik-systemejer"},
	{"/program/trin/1", "trin-1"}, {"/program/trin/2", "trin-2"}, {"/program/trin/3", "trin-3"}, {"/program/trin/4", "trin-4"}, {"/program/trin/5", "trin-5"},
	{"/program/trin/6", "trin-6"}, {"/program/trin/7", "trin-7"}, {"/program/trin/8", "trin-8"}, {"/program/trin/A", "trin-a"}, {"/program/trin/B", "trin-b"},
	{"/program/aftaler", "trin-2"}, {"/program/alle", "programleder"}, {"/program/kommuner", "programleder"},
	{"/sapa", "sagsbehandler"}, {"/borger", "borger"}, {"/indeks", "leverandoer"},
}

// Til is the way from a page to its guide: its step's, its reader's, or to all of them.
func Til(sti string) page.Link {
	guide, longest := "", 0
	for _, o := range omraader {
		if strings.HasPrefix(sti, o.sti) && len(o.sti) > longest {
			guide, longest = o.navn, len(o.sti)
		}
	}
	switch {
	case guide == "":
		return page.Link{Navn: "Hjælp", Adresse: Sti}
	case strings.HasPrefix(guide, "trin-"):
		return page.Link{Navn: "Hjælp til dette trin", Adresse: Sti + "/" + guide}
	}
	return page.Link{Navn: "Hjælp til siden", Adresse: Sti + "/" + guide}
}

// vejledningen is a guide as it is shown.
type vejledningen struct {
	Titel              string
	Indhold            []overskrift
	Indledning, Resten string // HTML: the heading and what it is about; the rest
}

// alle are the guides, rendered once.
var alle = sync.OnceValue(func() map[string]vejledningen {
	made := map[string]vejledningen{}
	for _, name := range vejledning.Navne() {
		text, _ := vejledning.Tekst(name)
		w := skriver{link: hertil, kode: sidelink}
		html := w.skriv(text)
		at := strings.Index(html, "<h2")
		if at < 0 {
			at = len(html)
		}
		made[name] = vejledningen{vejledning.Titel(name), w.indhold, html[:at], html[at:]}
	}
	return made
})

// hertil is where a link of a guide leads in the program: to another guide, to a heading, or out of it; other files of the repository are not here.
func hertil(to string) (string, bool) {
	file, heading, _ := strings.Cut(to, "#")
	switch name := strings.TrimSuffix(file, ".md"); {
	case file == "" || strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "mailto:"):
		return to, true
	case name == vejledning.Forside:
		return Sti, true
	case heading != "":
		heading = "#" + heading
		fallthrough
	default:
		_, known := vejledning.Tekst(name)
		return Sti + "/" + name + heading, known
	}
}

// sidelink lets one go to the page a guide names.
func sidelink(code string) string {
	shown := "<code>" + undgaa.Replace(code) + "</code>"
	if !strings.HasPrefix(code, "/") || strings.ContainsAny(code, "…{ ") {
		return shown
	}
	return `<a href="` + undgaa.Replace(code) + `">` + shown + "</a>"
}

func (s *Sider) forside(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.vis(w, r, id, vejledning.Forside)
}

func (s *Sider) en(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.vis(w, r, id, r.PathValue("navn"))
}

func (s *Sider) vis(w http.ResponseWriter, r *http.Request, id web.Identitet, navn string) error {
	guide, found := alle()[navn]
	if !found {
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Vejledningen findes ikke", Tekst: "Der er ingen vejledning af det navn.", Link: page.Link{Navn: "Se alle vejledninger", Adresse: Sti}}
	}
	side := s.ramme.Side(guide.Titel, id)
	side.Stil = []string{"hjaelp.css"}
	s.ramme.Site.Vis(w, r, http.StatusOK, side, vejledningside(navn, guide))
	return nil
}

// indgang is one guide in the list of all.
type indgang struct{ Navn, Adresse, Titel string }

// grupper are all guides, as the list beside each has them.
func grupper() (steps, people []indgang) {
	for _, name := range vejledning.Navne() {
		one := indgang{name, Sti + "/" + name, alle()[name].Titel}
		switch {
		case name == vejledning.Forside:
		case strings.HasPrefix(name, "trin-"):
			steps = append(steps, one)
		default:
			people = append(people, one)
		}
	}
	return steps, people
}
