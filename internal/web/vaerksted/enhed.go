package vaerksted

import (
	"fmt"
	"math"
	"net/http"
	"strings"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/enhedsvalg"
	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// partner is a suggestion on the page.
type partner struct {
	enhedsvalg.Forslag
	Kode      string
	Sti       string // the units above it, from the top
	Kontakt   string // how it can be reached
	Sikkerhed string
	Grunde    string
	Set       int64  // last decision about the enhed
	Ejer      string // name of the enhed that has it
	EjerSet   int64
	Over      string // name of the enhed above both where the unit could go; empty: none
	OverSet   int64
	OverValgt string // name of the enhed above both when that has a unit already
	UnderEjer bool   // the enhed lies below the holder, so nothing needs to be done
}

// enhedsvisning is the page of one enhed.
type enhedsvisning struct {
	R           *desk.Raekke
	E           *eoj.Enhed
	Sti         string // the enheder above it
	Stand       string // what it resolves to, in words (R071)
	Gaelder     string // whether it belongs in the work list, and why not (R070, R077)
	Rammer      string
	Situation   enhedsvalg.Situation
	Forslag     []partner
	Soegt       string
	Fundet      []partner
	Valgt       string // name of the unit chosen; empty: none
	ValgtFindes bool
	Vaelges     string   // the unit that Konsekvens is about; empty: none
	Konsekvens  []string // what choosing it would do (R005)
	Foreslaaet  string   // the name that was proposed for it (R076)
	Historik    []linjeIHistorik
	Noter       []mapping.Note
	Besked      *besked
}

// linjeIHistorik is one decision in words.
type linjeIHistorik struct{ Hvornaar, Af, Valg, Grund string }

const visPartnere, visFundne = 3, 10

// Suggestions with a lower score are noise: beside an enhed without a partner, and beside one that has it.
const mindst, mindstAndre = 0.03, 0.2

// enhed shows one enhed with its likeliest partners (S4).
func (s *Sider) enhed(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	row, known := bord.Raekke(mapping.Enhed, r.PathValue("id"))
	if !known {
		return &page.Problem{Status: http.StatusNotFound, Overskrift: "Enheden findes ikke", Tekst: "Måske er den slettet i omsorgssystemet.",
			Link: page.Link{Navn: "Til enhederne", Adresse: enhederSti}}
	}
	view := vis(bord, row)
	view.Soegt = strings.TrimSpace(r.URL.Query().Get("soeg"))
	for _, f := range bord.Enhedsvalg.Soeg(row.ID, view.Soegt, visFundne) {
		view.Fundet = append(view.Fundet, somPartner(bord, row, f))
	}
	view.Besked = beskedAf(r.URL.Query(), row.ID)
	if view.Vaelges, view.Konsekvens, err = s.konsekvens(r, row.ID, append(view.Fundet, view.Forslag...)); err != nil {
		return err
	}
	side := s.side("Enhed", id)
	side.Stil = append(side.Stil, "enheder.css")
	s.ramme.Site.Vis(w, r, http.StatusOK, side, enhedside(view))
	return nil
}

// konsekvens says what the first choice of those shown would do (R005). The others touch the same records: only the name differs.
func (s *Sider) konsekvens(r *http.Request, enhed string, shown []partner) (navn string, saetninger []string, err error) {
	for _, p := range shown {
		if p.OptagetAf != "" {
			continue
		}
		k, refused, err := s.Desk.Konsekvens(r.Context(), []mapping.Beslutning{{Art: mapping.Enhed, ID: enhed, Valg: mapping.Valg{Kombit: p.Enhed.UUID}}})
		if err != nil || refused != nil {
			return "", nil, err
		}
		return p.Enhed.Navn, k.Saetninger(), nil
	}
	return "", nil, nil
}

func vis(bord *desk.Bord, row *desk.Raekke) enhedsvisning {
	g := bord.Snapshot.Grundlag
	opad := bord.Opslag(row.ID)
	view := enhedsvisning{R: row, E: g.Enheder[row.ID], Sti: eojSti(g, row.ID), Noter: row.Noter, Situation: bord.Enhedsvalg.Situation(row.ID, opad, row.Tal)}
	view.Stand, view.Gaelder, view.Rammer = enhedsstand(bord, row.ID), gaelder(bord, row), rammer(bord, row)
	if kombit := row.Beslutning.Valg.Kombit; !kombit.IsZero() {
		view.Valgt, view.ValgtFindes = kombitNavn(g, bord, kombit), opad.Via == row.ID
	}
	least := mindst
	if view.ValgtFindes {
		least = mindstAndre
	}
	for _, f := range bord.Enhedsvalg.Foreslaa(row.ID, visPartnere+len(row.Noter)+1) {
		if len(view.Forslag) < visPartnere && f.Score >= least && f.Enhed.UUID != row.Beslutning.Valg.Kombit && !bord.Snapshot.Noter.Afvist(mapping.Enhed, row.ID, f.Enhed.UUID.String()) {
			view.Forslag = append(view.Forslag, somPartner(bord, row, f))
		}
	}
	if last, found := bord.Snapshot.Noter.Seneste(mapping.Enhed, row.ID, mapping.Navneforslag); found {
		view.Foreslaaet = last.Tekst
	}
	for i := len(bord.Historik) - 1; i >= 0; i-- {
		if d := bord.Historik[i]; d.Art == mapping.Enhed && d.ID == row.ID {
			what := "Valget fjernet"
			if !d.Valg.Kombit.IsZero() {
				what = kombitNavn(g, bord, d.Valg.Kombit)
			}
			view.Historik = append(view.Historik, linjeIHistorik{sprog.Tidspunkt(d.Tid), d.Af, what, saetning(d.Grund)})
		}
	}
	return view
}

// kombitNavn is the name of a unit, also of one that is gone.
func kombitNavn(g *projection.Grundlag, bord *desk.Bord, kombit oio.UUID) string {
	if u, found := g.Organisation.Find(kombit); found {
		return u.Navn
	}
	changes := bord.Snapshot.Organisationsaendringer
	for i := len(changes) - 1; i >= 0; i-- {
		if changes[i].Foer.UUID == kombit {
			return changes[i].Foer.Navn
		}
	}
	return "en enhed, der ikke findes mere"
}

func eojSti(g *projection.Grundlag, id string) string {
	var names []string
	at := g.Enheder[id].Overordnet
	for range g.Enheder {
		e, known := g.Enheder[at]
		if !known {
			break
		}
		names = append([]string{e.Navn}, names...)
		at = e.Overordnet
	}
	return strings.Join(names, " › ")
}

// enhedsstand tells what an enhed resolves to and through whom (R071, R072).
func enhedsstand(bord *desk.Bord, id string) string {
	g := bord.Snapshot.Grundlag
	found := bord.Opslag(id)
	switch {
	case found.Enhed == nil:
		return "Enheden kan ikke findes i FK Organisation, heller ikke opad. Sagerne bliver holdt tilbage."
	case found.Via == id:
		return fmt.Sprintf("På sagerne står »%s«.", found.Enhed.Navn)
	}
	return fmt.Sprintf("På sagerne står »%s«, fundet opad gennem »%s«.", found.Enhed.Navn, g.Enheder[found.Via].Navn)
}

func gaelder(bord *desk.Bord, row *desk.Raekke) string {
	e := bord.Snapshot.Grundlag.Enheder[row.ID]
	switch {
	case bord.Snapshot.Politik.Model == 2 && bord.Enhedsvalg.Arbejde(2, row.ID, row.Tal):
		return "Enheden ligger øverst. Under model 2 er det den, der skal findes."
	case bord.Snapshot.Politik.Model == 2:
		return "Under model 2 skal enheden ikke findes. Den bruger den, der ligger over."
	case !e.Sagsansvarlig:
		return "Enheden er ikke sagsansvarlig og behøver ikke at blive fundet."
	case e.Usynlig:
		u := bord.Enhedsvalg.Usynlig(row.ID, row.Tal)
		if u.Skal {
			return "Enheden er usynlig i EOJ, men skal findes. " + u.Hvorfor
		}
		return "Enheden er usynlig i EOJ og skal ikke findes. " + u.Hvorfor
	case !e.Aktiv:
		return "Enheden er sagsansvarlig, men lukket i EOJ."
	}
	return "Enheden er sagsansvarlig."
}

func rammer(bord *desk.Bord, row *desk.Raekke) string {
	tal, touched := bord.Enhedsvalg.Rammer(row.ID, bord.Snapshot.Tal)
	text := "Et valg her gælder " + sprog.Antal(tal.Sager, "sag", "sager")
	if below := len(touched) - 1; below > 0 {
		text += " i enheden og " + sprog.Antal(below, "enhed", "enheder") + " under den"
	}
	return text + "."
}

func somPartner(bord *desk.Bord, row *desk.Raekke, f enhedsvalg.Forslag) partner {
	g := bord.Snapshot.Grundlag
	p := partner{Forslag: f, Kode: f.Enhed.UUID.String(), Sti: fkSti(g, f.Enhed.Overordnet), Sikkerhed: sandsynlighed(f.Score), Grunde: grunde(f.Begrundelse), Set: row.Beslutning.Nr}
	var ways []string
	for _, rolle := range []string{"telefon", "email"} {
		if text := f.Enhed.Adresse(rolle); text != "" {
			ways = append(ways, text)
		}
	}
	if p.Kontakt = strings.Join(ways, ", "); p.Kontakt == "" {
		p.Kontakt = "Ingen telefon eller e-mail"
	}
	if f.OptagetAf == "" {
		return p
	}
	p.Ejer, p.UnderEjer = g.Enheder[f.OptagetAf].Navn, f.Faelles == f.OptagetAf
	holder, _ := g.Mapping.Beslutning(mapping.Enhed, f.OptagetAf)
	p.EjerSet = holder.Nr
	above, known := g.Enheder[f.Faelles]
	switch {
	case !known || p.UnderEjer:
	case g.Mapping.Valg(mapping.Enhed, f.Faelles).Kombit.IsZero():
		last, _ := g.Mapping.Beslutning(mapping.Enhed, f.Faelles)
		p.Over, p.OverSet = above.Navn, last.Nr
	default:
		p.OverValgt = above.Navn
	}
	return p
}

func fkSti(g *projection.Grundlag, id oio.UUID) string {
	var names []string
	for range g.Organisation.Len() {
		u, found := g.Organisation.Find(id)
		if !found {
			break
		}
		names = append([]string{u.Navn}, names...)
		id = u.Overordnet
	}
	return strings.Join(names, " › ")
}

func sandsynlighed(score float64) string {
	word := "Næppe"
	switch {
	case score >= 0.9:
		word = "Meget sandsynlig"
	case score >= 0.6:
		word = "Sandsynlig"
	case score >= 0.3:
		word = "Mulig"
	}
	return word
}

// procent writes a share the way people read it.
func procent(andel float64) string { return fmt.Sprintf("%.0f %%", math.Floor(andel*100)) }

// grunde are the reasons of a suggestion as one sentence.
func grunde(all []string) string {
	return saetning(strings.Join(all, "; "))
}

// saetning makes a sentence of some words.
func saetning(ord string) string {
	if ord == "" {
		return ""
	}
	return sprog.StortForbogstav(strings.TrimRight(ord, ".")) + "."
}
