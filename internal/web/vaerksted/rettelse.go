package vaerksted

import (
	"net/http"
	"strconv"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	desk "indeksbro/internal/vaerksted"
	"indeksbro/internal/web"
)

// igen is how often, in seconds, the page looks again while something waits.
const igen = 2

// rettelse says whether a decision has reached the index (S6). While it has not, the page asks again by itself.
func (s *Sider) rettelse(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	art, err := mapping.ParseArt(r.PathValue("art"))
	if err != nil {
		return ulaeselig("/vaerksted")
	}
	bord, err := s.Desk.Bord(r.Context())
	if err != nil {
		return err
	}
	row, found := bord.Raekke(art, r.PathValue("id"))
	if !found {
		return raekkenFindesIkke(art)
	}
	is, err := s.Desk.Rettelse(r.Context(), art, row.ID)
	if err != nil {
		return err
	}
	if is.Kontrolleret.IsZero() {
		w.Header().Set("Refresh", strconv.Itoa(igen))
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.side("Rettelse", id), rettelsesside(row, is, rettelsesord(art, is)))
	return nil
}

// rettelsesord is the sentence of S6.
func rettelsesord(art mapping.Art, r desk.Rettelse) string {
	what := sprog.Antal(r.Ialt, "sag og bevilling", "sager og bevillinger")
	if art == mapping.Ydelse {
		what = sprog.Antal(r.Ialt, "bevilling", "bevillinger")
	}
	switch {
	case r.Planlaegges:
		return what + " rettes nu."
	case r.Venter > 0:
		return sprog.Tal(r.Venter) + " af " + what + " rettes nu."
	case r.Anderledes > 0:
		return sprog.Tal(r.Anderledes) + " af " + what + " står anderledes i indekset, end de skal. De sendes igen."
	case r.Ialt == 0:
		return "Der er ingen sager eller bevillinger at rette."
	}
	return what + ": rettet, kontrolleret " + r.Kontrolleret.In(oio.Koebenhavn).Format("15.04") + "."
}
