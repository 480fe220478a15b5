package idp

import (
	"bytes"
	"net/http"

	"github.com/a-h/templ"

	"indeksbro/internal/oio"
)

// side writes a page whole or not at all.
func (p *Provider) side(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) {
	var page bytes.Buffer
	if err := ramme(title, p.Ark).Render(templ.WithChildren(r.Context(), content), &page); err != nil {
		p.Log.Error("idp: page", "err", oio.MaskCPR(err.Error()))
		http.Error(w, title, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // the reader may have left
}
