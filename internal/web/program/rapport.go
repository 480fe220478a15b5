package program

import (
	"net/http"
	"strconv"

	"indeksbro/internal/tavle"
	"indeksbro/internal/web"
)

const rapportsti = sti + "/rapport"

// denneRapport is the report asked for: the programme leader's is of all municipalities, unless her own is asked for.
func (s *Sider) denneRapport(r *http.Request, id web.Identitet) (*tavle.Rapport, bool, error) {
	all := leder(id) && r.URL.Query().Get("om") != "egen"
	report, err := s.Leder.Rapport(r.Context(), all)
	return report, all, err
}

// rapport is the report to the steering group as a page that prints well.
func (s *Sider) rapport(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	report, all, err := s.denneRapport(r, id)
	if err != nil {
		return err
	}
	pdf, other := rapportsti+".pdf", ""
	if leder(id) {
		if other = rapportsti + "?om=egen"; !all {
			pdf, other = rapportsti+".pdf?om=egen", rapportsti
		}
	}
	s.ramme.Site.Vis(w, r, http.StatusOK, s.alleramme("Rapport til styregruppen", id), rapportside(report, all, pdf, other))
	return nil
}

// rapportPDF is the same as one page of PDF.
func (s *Sider) rapportPDF(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	report, _, err := s.denneRapport(r, id)
	if err != nil {
		return err
	}
	page, err := s.PDF(report)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="styregruppe-`+report.Dato.String()+`.pdf"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	_, _ = w.Write(page) // whoever asked may be gone
	return nil
}
