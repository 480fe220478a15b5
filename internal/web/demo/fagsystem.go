package demo

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/web/page"
)

// FagsystemSti is where the demo's source system takes those who jump (R114).
const FagsystemSti = "/demo/fagsystem/external/dialogintegration"

// Fagsystem is a make-believe source system to land in: it verifies the hand-over with the municipality's public key, once, decides on access
// itself, and shows what it has.
type Fagsystem struct {
	Navn   string
	Noegle ed25519.PublicKey
	Vaert  string // its own host, as hand-overs name it
	Nu     func() time.Time
	Log    *slog.Logger
	// Sag finds a case or document in the source system, with its sensitivity; false when it has none such.
	Sag func(ctx context.Context, id oio.UUID) (nummer, titel string, step oio.Foelsomhed, found bool, err error)
}

// Handler serves FagsystemSti.
func (f *Fagsystem) Handler() http.Handler {
	site := &page.Site{Kommune: f.Navn, Log: f.Log, NytID: page.NytID}
	check := &hop.Kontrol{Noegle: f.Noegle, Modtager: f.Vaert}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+FagsystemSti, func(w http.ResponseWriter, r *http.Request) {
		if err := f.land(w, r, site, check); err != nil {
			site.Fejl(w, r, page.Side{}, err)
		}
	})
	return site.Protect(mux)
}

func (f *Fagsystem) land(w http.ResponseWriter, r *http.Request, site *page.Site, check *hop.Kontrol) error {
	refuse := func(status int, why string) error {
		return &page.Problem{Status: status, Overskrift: "Sagen kan ikke åbnes her", Tekst: why, Raad: "Gå tilbage til overblikket, og prøv igen derfra.", Link: page.Link{Navn: "Find en borger", Adresse: "/sapa"}}
	}
	id, err := oio.ParseUUID(r.URL.Query().Get("uuid"))
	if err != nil {
		return refuse(http.StatusBadRequest, "Adressen nævner ingen sag.")
	}
	ticket, err := check.Tag(r.URL.Query().Get("billet"), id, f.Nu())
	if err != nil {
		return refuse(http.StatusForbidden, "Fagsystemet siger: "+err.Error()+".")
	}
	number, title, step, found, err := f.Sag(r.Context(), id)
	switch {
	case err != nil:
		return errors.New("the source system did not answer")
	case !found:
		return refuse(http.StatusNotFound, "Fagsystemet har ikke sagen.")
	case step == oio.VIP: // its own decision, whatever the overview let through
		return refuse(http.StatusForbidden, "Fagsystemet giver ikke "+ticket.Bruger+" adgang til sagen.")
	}
	site.Vis(w, r, http.StatusOK, page.Side{Titel: f.Navn, Bruger: ticket.Bruger}, fagsystemside(f.Navn, ticket.Bruger, number, title))
	return nil
}
