package vaerksted

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/suggest"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// raekkeView is the page of one sagstype or ydelse: what is proposed, and the world around it (S2).
type raekkeView struct {
	Tilbagehold mapping.Beslutning // of a sagstype: what becomes of grants without a type (R028)
	*desk.Raekke
	Forrige, Naeste *desk.Raekke
	Kvittering      kvittering
	Ikke            ikkeRaad
	Fakta           []faktum
	Soeskende       []*desk.Raekke // the other ydelser of the sagstype
	Enheder         []enhedMedSager
	Spor            []spor
	navne           func(mapping.Beslutning) string
}

// ikkeRaad is the advice about a name that is not to be mapped (R031–R046).
type ikkeRaad struct{ Regel, Dansk string }

type faktum struct{ Navn, Tekst string }

// enhedMedSager is a unit that has cases of the sagstype.
type enhedMedSager struct {
	ID, Navn string
	Sager    int
	Findes   string
}

// spor is one thing that happened to the row.
type spor struct {
	Tid   time.Time
	Af    string
	Tekst string
}

// raekke shows one row.
func (s *Sider) raekke(art mapping.Art) func(http.ResponseWriter, *http.Request, web.Identitet) error {
	return func(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
		bord, err := s.Desk.Bord(r.Context())
		if err != nil {
			return err
		}
		row, found := bord.Raekke(art, r.PathValue("id"))
		if !found {
			return raekkenFindesIkke(art)
		}
		v := raekkeViewOf(bord, row)
		v.Kvittering = laesKvittering(r)
		s.ramme.Site.Vis(w, r, http.StatusOK, s.arbejdsside(storBegynd(artsord[art][0]), id), raekkeside(v))
		return nil
	}
}

func raekkenFindesIkke(art mapping.Art) error {
	return &page.Problem{Status: http.StatusNotFound, Overskrift: "Den findes ikke", Tekst: "Omsorgssystemet har ingen " + artsord[art][0] + " med det id.",
		Raad: "Måske er den slettet siden.", Link: page.Link{Navn: "Til listen", Adresse: tabeladresse(art)}}
}

func raekkeViewOf(bord *desk.Bord, row *desk.Raekke) raekkeView {
	rows := bord.Raekker(row.Art)
	v := raekkeView{Raekke: row, Forrige: nabo(rows, row.ID, -1), Naeste: nabo(rows, row.ID, 1), Spor: sporOf(bord, row),
		navne: func(b mapping.Beslutning) string { return valgNavn(bord, b.Art, b.Valg) }}
	for _, y := range bord.Under(row.Sagstype) {
		if y.ID != row.ID || y.Art != row.Art {
			v.Soeskende = append(v.Soeskende, y)
		}
	}
	if row.Art == mapping.Sagstype {
		v.Tilbagehold, _ = bord.Snapshot.Grundlag.Mapping.Beslutning(mapping.Tilbagehold, row.ID)
		v.Enheder = enhederOf(bord, row.ID)
		return v
	}
	if recognise := bord.Snapshot.IkkeMappes; recognise != nil && row.Tilstand != desk.Automatisk {
		if regel, dansk, ok := recognise(suggest.Opgave{Navn: row.Navn, Lov: row.Lov, Paragraf: row.Paragraf, Sagstype: row.SagstypeNavn}); ok {
			v.Ikke = ikkeRaad{regel, dansk}
		}
	}
	if y := bord.Snapshot.Grundlag.Ydelser[row.ID]; y != nil {
		for _, f := range []faktum{{"Art", y.Art}, {"Standard", standardOrd(string(y.Standard))}, {"Hold", jaEllerTom(y.Hold)}, {"Pakke", jaEllerTom(y.Pakke)}} {
			if f.Tekst != "" {
				v.Fakta = append(v.Fakta, f)
			}
		}
		if !y.Aktiv {
			v.Fakta = append(v.Fakta, faktum{"I brug", "nej"})
		}
	}
	return v
}

func standardOrd(s string) string {
	if s == "lokal" {
		return ""
	}
	return s
}

func jaEllerTom(b bool) string {
	if b {
		return "ja"
	}
	return ""
}

// enhederOf are the units with cases of a sagstype, those that are not found first (R007).
func enhederOf(bord *desk.Bord, sagstype string) []enhedMedSager {
	var units []enhedMedSager
	for id, n := range bord.Snapshot.Tal.SagstypeEnhed[sagstype] {
		u := enhedMedSager{ID: id, Navn: id, Sager: n, Findes: "findes ikke i FK Organisation"}
		if e := bord.Snapshot.Grundlag.Enheder[id]; e != nil {
			u.Navn = e.Navn
		}
		if found := bord.Opslag(id).Enhed; found != nil {
			u.Findes = "vises som " + found.Navn
		}
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b enhedMedSager) int {
		return cmp.Or(cmp.Compare(a.Findes, b.Findes), cmp.Compare(b.Sager, a.Sager), cmp.Compare(a.Navn, b.Navn))
	})
	return units
}

var noteord = map[mapping.Noteslags]string{
	mapping.Kommentar: "", mapping.Afklaring: "Til afklaring: ", mapping.Svar: "Svar: ", mapping.Godkendt: "Godkendte beslutningen. ",
	mapping.AfvistForslag: "Afviste forslaget ", mapping.Testvalg: "Testomfang: ", mapping.Udfoert: "Udført i omsorgssystemet. ", mapping.Navneforslag: "Foreslog navnet ",
	mapping.Sendt: "Spørgsmålet er sendt til FKI. ",
}

// sporOf is what happened to a row, newest first.
func sporOf(bord *desk.Bord, row *desk.Raekke) []spor {
	var track []spor
	for _, b := range bord.Historik {
		if b.ID == row.ID && (b.Art == row.Art || row.Art == mapping.Sagstype && b.Art == mapping.Tilbagehold) {
			text := valgNavn(bord, b.Art, b.Valg) + "."
			if b.Grund != "" {
				text += " " + storBegynd(b.Grund) + "."
			}
			if b.Trods != "" {
				text += " Trods advarsel: " + b.Trods + "."
			}
			track = append(track, spor{b.Tid, b.Af, text})
		}
	}
	for _, n := range row.Noter {
		text := noteord[n.Slags] + n.Tekst
		if n.Slags == mapping.AfvistForslag {
			text = noteord[n.Slags] + "»" + valgNavn(bord, n.Art, valgMed(n.Art, n.Kode)) + "«"
		}
		track = append(track, spor{n.Tid, n.Af, text})
	}
	slices.SortStableFunc(track, func(a, b spor) int { return b.Tid.Compare(a.Tid) })
	return track
}

func valgMed(art mapping.Art, kode string) mapping.Valg {
	v, err := mapping.ParseValg(art, valgOrd(art, kode))
	if err != nil {
		return mapping.Valg{Type: kode}
	}
	return v
}

// valgNavn writes a choice for people.
func valgNavn(bord *desk.Bord, art mapping.Art, v mapping.Valg) string {
	g := bord.Snapshot.Grundlag
	switch {
	case v.KLE != "":
		if class, found := g.KLE.Find(v.KLE); found {
			return string(v.KLE) + " " + class.Titel
		}
		return string(v.KLE)
	case v.Type != "":
		if t, found := g.Katalog.Find(v.Type); found {
			return t.Navn
		}
		return v.Type
	case !v.Kombit.IsZero():
		if unit, found := g.Organisation.Find(v.Kombit); found {
			return unit.Navn
		}
		return "en enhed, der ikke findes mere"
	case v.Ikke:
		return storBegynd(ikkeOrd(art))
	case v.UdenType:
		if art == mapping.Tilbagehold {
			return "Bevillinger uden type sendes"
		}
		return "Sendes uden type"
	case v.Hold:
		return "Bevillinger uden type holdes tilbage"
	case art == mapping.Tilbagehold:
		return "Bevillinger uden type følger kommunens valg"
	}
	return "Ingen beslutning"
}

// foerste is the first suggestion that may be chosen, or -1.
func (v *raekkeView) foerste() int {
	return slices.IndexFunc(v.Forslag, func(f suggest.Forslag) bool { return f.KanVaelges })
}

// sti is the row's id as part of an address.
func (v *raekkeView) sti() string { return url.PathEscape(v.ID) }

// titel is a suggestion's name; a KLE number is part of it, since people know the numbers.
func (v *raekkeView) titel(f suggest.Forslag) string {
	if v.Art == mapping.Sagstype {
		return f.Kode + " " + f.Titel
	}
	return f.Titel
}

func (v *raekkeView) rettelse(b mapping.Beslutning) string { return v.navne(b) }

// vaelger is the picker that fits.
func (v *raekkeView) vaelger() string {
	to := "/vaerksted/katalog?"
	if v.Art == mapping.Sagstype {
		to = "/vaerksted/kle?"
	}
	return to + url.Values{"til": {v.ID}, "q": {""}}.Encode()
}

// automatisk says why nobody needs to decide.
func (v *raekkeView) automatisk() string {
	if len(v.Fakta) > 0 && slices.ContainsFunc(v.Fakta, func(f faktum) bool { return f.Navn == "Pakke" }) {
		return "En pakke mappes aldrig. Det gør ydelserne i den, og det er dem, der sendes."
	}
	return "Den klarer sig selv: FSIII og FFB mappes automatisk."
}

func tid(t time.Time) string { return t.In(oio.Koebenhavn).Format("2.1.2006 kl. 15.04") }

func eller(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func storBegynd(s string) string { return sprog.StortForbogstav(s) }

func alvorsklasse(a rules.Alvor) string {
	switch a {
	case rules.Fejl:
		return "alert-error"
	case rules.Advarsel:
		return "alert-warning"
	}
	return "alert-info"
}
