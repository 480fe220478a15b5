package web

import (
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/web/page"
)

// forside says what this is, where to go, and where things stand (03 Addresses, R102). It shows counts and nobody's data.
func (s *server) forside(w http.ResponseWriter, r *http.Request, id Identitet) error {
	view := forsideView{Kommune: s.Kommune.Navn, Login: s.Login, Indlogget: id.Roller != 0}
	stand, err := s.Status.Status(r.Context(), s.Kommune.CVR)
	if err != nil {
		s.Log.Warn("status kendes ikke", "kommune", string(s.Kommune.CVR), "err", oio.MaskCPR(err.Error()))
	} else {
		view.Stand = standOf(stand)
	}
	if s.Varsler != nil && id.Roller.Er(adgang.CuraAdministrator) {
		view.Varsler = s.Varsler.Varsler(r.Context())
	}
	side := s.side("Forside", id)
	view.Egne, view.Ingen = side.Menu[1:], id.Roller != 0 && len(side.Menu) == 1
	side.Valgt = "/"
	s.site.Vis(w, r, http.StatusOK, side, forsiden(view))
	return nil
}

type forsideView struct {
	Kommune   string
	Login     string
	Indlogget bool
	Egne      []page.Link // what she may open
	Ingen     bool        // she is logged in and may open nothing but this page
	Varsler   []string
	Stand     *standView // nil: not known now
}

// standView is Stand as a table whose rows add up to the source.
type standView struct {
	Aktiv        bool
	Borgere      string
	Indeks       Tal
	Kilde        Tal
	Raekker      []standRaekke
	Sum          Tal
	Stemmer      bool
	SidstAendret string
}

type standRaekke struct {
	Navn   string
	Tal    Tal
	Grunde []grundRaekke
}

type grundRaekke struct {
	Tekst string
	Tal   Tal
}

var tilstandsord = map[projection.Tilstand]string{
	projection.Ens: "I indekset, som de skal være", projection.Venter: "Venter", projection.Holdt: "Holdt tilbage",
	projection.Parkeret: "Afvist af indekset", projection.Udeladt: "Udeladt efter reglerne",
}

// standOf puts the reasons under their states and adds them up. That they make the source is checked, not assumed (R102).
func standOf(s Stand) *standView {
	v := &standView{
		Aktiv: s.Aktiv, Borgere: sprog.Antal(s.Borgere, "borger", "borgere"), Indeks: s.Indeks, Kilde: s.Kilde,
		SidstAendret: sprog.Tidspunkt(s.SidstAendret),
	}
	for _, tilstand := range projection.Tilstande() {
		row := standRaekke{Navn: tilstandsord[tilstand]}
		for _, g := range s.Grunde {
			if g.Grund.Tilstand() != tilstand || g.Tal == (Tal{}) {
				continue
			}
			row.Tal = row.Tal.plus(g.Tal)
			row.Grunde = append(row.Grunde, grundRaekke{sprog.StortForbogstav(g.Grund.Dansk()), g.Tal})
		}
		if tilstand == projection.Ens || tilstand == projection.Parkeret {
			row.Grunde = nil // the state says it all
		}
		v.Raekker, v.Sum = append(v.Raekker, row), v.Sum.plus(row.Tal)
	}
	v.Stemmer = v.Sum == s.Kilde
	return v
}

func (t Tal) plus(o Tal) Tal { return Tal{t.Sager + o.Sager, t.Bevillinger + o.Bevillinger} }
