package web

import "net/http"

// tilgaengelighed is a template of the accessibility statement the law asks for; the municipality publishes its own through
// WAS-Tool (06 §2.6).
func (s *server) tilgaengelighed(w http.ResponseWriter, r *http.Request, id Identitet) error {
	s.site.Vis(w, r, http.StatusOK, s.side("Tilgængelighed", id), erklaering(s.Kommune))
	return nil
}
