package vaerksted

import (
	"net/http"
	"strconv"

	"indeksbro/internal/mapping"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
)

// tabelView is one page of the table of a kind.
type tabelView struct {
	Art        mapping.Art
	Udsnit     udsnit
	Raekker    []*desk.Raekke
	Antal      int // rows of the cut, all pages
	Sider      int
	Love       []string
	Sagstyper  []*desk.Raekke
	Fremskridt desk.Fremskridt
	Kvittering kvittering
}

// tabel shows the rows of a kind.
func (s *Sider) tabel(art mapping.Art) func(http.ResponseWriter, *http.Request, web.Identitet) error {
	return func(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
		bord, err := s.Desk.Bord(r.Context())
		if err != nil {
			return err
		}
		v := tabelView{Art: art, Udsnit: laesUdsnit(r.URL.Query()), Love: love(bord.Raekker(art)), Sagstyper: bord.Sagstyper, Fremskridt: bord.Fremskridt(art),
			Kvittering: laesKvittering(r)}
		rows := v.Udsnit.vaelg(bord.Raekker(art))
		v.Antal = len(rows)
		v.Raekker, v.Sider = v.Udsnit.side(rows)
		side := s.arbejdsside(storBegynd(artsord[art][1]), id)
		s.ramme.Site.Vis(w, r, http.StatusOK, side, tabelside(v))
		return nil
	}
}

// sikre shows the rows whose first suggestion may be accepted together, to be looked at first (S1).
func (s *Sider) sikre(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	art, err := mapping.ParseArt(r.URL.Query().Get("art"))
	if err != nil || art == mapping.Enhed {
		art = mapping.Ydelse
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.arbejdsside("Sikre forslag", id), sikreside(art, bord.Sikre(art)))
	return nil
}

// kvittering is what was just done, from the address; Til is zero when nothing was.
type kvittering struct {
	Fra, Til   int64
	Antal      int
	Fortrudt   bool
	TilbageTil string // the address to return to after an undo
}

func laesKvittering(r *http.Request) kvittering {
	q := r.URL.Query()
	var k kvittering
	k.Fra, _ = strconv.ParseInt(q.Get("fra"), 10, 64)
	k.Til, _ = strconv.ParseInt(q.Get("til"), 10, 64)
	k.Antal, _ = strconv.Atoi(q.Get("antal"))
	k.Fortrudt = q.Get("fortrudt") != ""
	for _, key := range []string{"fra", "til", "antal", "fortrudt"} {
		q.Del(key)
	}
	k.TilbageTil = r.URL.Path
	if rest := q.Encode(); rest != "" {
		k.TilbageTil += "?" + rest
	}
	return k
}
