package web

import (
	"net/http"
	"strings"
	"time"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
)

// stille is how long a source may say nothing before caseworkers are told (S8).
const stille = time.Hour

// dataLinje is the quiet line under a caseworker's page: where the data is from, when it changed last, and since when the source
// has been silent.
func (s *server) dataLinje(r *http.Request, kilder []string, sidst oio.Dato) string {
	age := s.alder(r)
	if len(kilder) == 0 && age.Kilde != "" {
		kilder = []string{age.Kilde}
	}
	var sentences []string
	if len(kilder) > 0 {
		sentences = append(sentences, "Data er fra "+strings.Join(kilder, ", ")+".")
	}
	if sidst != 0 {
		sentences = append(sentences, "Sidst ændret "+sprog.Dato(sidst)+".")
	}
	if !age.Hoert.IsZero() && s.Nu().Sub(age.Hoert) > stille {
		sentences = append(sentences, "Der er ikke kommet nyt fra kilden siden "+sprog.Tidspunkt(age.Hoert)+".")
	}
	return strings.Join(sentences, " ")
}

// alder is how fresh the data is; a failure is only worth a line in the log.
func (s *server) alder(r *http.Request) Alder {
	if s.Friskhed == nil {
		return Alder{}
	}
	age, err := s.Friskhed.Friskhed(r.Context(), s.Kommune.CVR)
	if err != nil {
		s.Log.Warn("friskhed kendes ikke", "kommune", string(s.Kommune.CVR), "err", oio.MaskCPR(err.Error()))
	}
	return age
}
