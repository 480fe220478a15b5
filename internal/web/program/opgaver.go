package program

import (
	"bytes"
	"errors"
	"net/http"
	"path/filepath"

	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

const opgaveSti = sti + "/opgaver"

// opgaver is the list of KLIK tasks (R121).
func (s *Sider) opgaver(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return s.visOpgaver(w, r, id, page.Besked{})
}

func (s *Sider) visOpgaver(w http.ResponseWriter, r *http.Request, id web.Identitet, b page.Besked) error {
	f, err := s.Motor.Forloeb(r.Context())
	if err != nil {
		return err
	}
	s.ramme.Site.Vis(w, r, b.Status(), s.side("KLIK-opgaver", id), opgaveside(f, b, id.Roller.Er(tovholdere)))
	return nil
}

// opgavefil gives the list as a file.
func (s *Sider) opgavefil(format, kind string) func(http.ResponseWriter, *http.Request, web.Identitet) error {
	return func(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
		var content bytes.Buffer // whole before anything is sent
		if err := s.Filer.SkrivOpgaver(r.Context(), &content, format); err != nil {
			return err
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="klik-opgaver.`+format+`"`)
		_, err := w.Write(content.Bytes())
		return err
	}
}

// tagOpgaver takes a list, whole or not at all.
func (s *Sider) tagOpgaver(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	file, header, err := r.FormFile("fil")
	if err != nil {
		return s.visOpgaver(w, r, id, page.Besked{Fejl: []string{"Vælg en fil først."}})
	}
	defer func() {
		_ = file.Close()
		_ = r.MultipartForm.RemoveAll()
	}()
	n, err := s.Filer.TagOpgaver(r.Context(), file, filepath.Base(header.Filename), af(id))
	var wrong *FilFejl
	switch {
	case errors.As(err, &wrong):
		return s.visOpgaver(w, r, id, page.Besked{Fejl: wrong.Linjer})
	case err != nil:
		b, err := afvist(err)
		if err != nil {
			return err
		}
		return s.visOpgaver(w, r, id, b)
	case n == 0:
		return s.visOpgaver(w, r, id, page.Besked{Gjort: "Filen er læst. Den siger det, der stod her i forvejen."})
	}
	return s.visOpgaver(w, r, id, page.Besked{Gjort: "Filen er læst. " + sprog.Antal(n, "oplysning er ændret.", "oplysninger er ændret.")})
}

// forfald says how a deadline stands.
func forfald(t *forloeb.Trin, today oio.Dato) string {
	switch {
	case t.Frist == 0 || t.Tilstand == forloeb.Gjort:
		return ""
	case t.Frist < today:
		return "overskredet"
	case t.Frist == today:
		return "i dag"
	}
	return ""
}
