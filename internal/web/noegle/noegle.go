// Package noegle lets the person who runs an installation log in to the workbench with the installation's key and her name. It knows one
// role, the administrator; caseworkers and citizens cannot log in this way, since a shared key tells nobody apart.
package noegle

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/session"
)

// Sti is the log-in page, and LogUd takes the POST that ends a session. They are web.Config's Login and LogUd.
const (
	Sti   = "/log-ind"
	LogUd = "/log-ud"
)

const (
	varighed = 10 * time.Hour
	maxNavn  = 100
)

// Adgang is the log-in and the identities it hands out.
type Adgang struct {
	session.Session
	key   string
	ramme web.Ramme
}

var (
	_ web.Identiteter = (*Adgang)(nil)
	_ web.Del         = (*Adgang)(nil)
)

// New makes the log-in for an installation's key, which must be at least 32 characters.
func New(key string, kommune oio.CVR, nu func() time.Time) *Adgang {
	if len(key) < 32 {
		panic(errors.New("noegle: the key is too short"))
	}
	return &Adgang{key: key, Session: session.Session{Cookie: "indeksbro", Noegle: []byte(key), Kommune: kommune, Varighed: varighed, Nu: nu}}
}

// Ruter implements web.Del.
func (a *Adgang) Ruter(r web.Ramme) {
	a.ramme = r
	r.Enhver("GET "+Sti, a.vis)
	r.Enhver("POST "+Sti, a.logInd)
	r.Enhver("POST "+LogUd, a.logUd)
}

func (a *Adgang) vis(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	a.ramme.Site.Vis(w, r, http.StatusOK, a.ramme.Side("Log ind", id), logindside(""))
	return nil
}

func (a *Adgang) logInd(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	name := strings.TrimSpace(r.PostFormValue("navn"))
	key := strings.TrimSpace(r.PostFormValue("noegle"))
	switch {
	case name == "" || utf8.RuneCountInString(name) > maxNavn || oio.MaskCPR(name) != name:
		a.ramme.Site.Vis(w, r, http.StatusUnprocessableEntity, a.ramme.Side("Log ind", id), logindside("Skriv dit navn. Det står ved det, du beslutter."))
	case subtle.ConstantTimeCompare([]byte(key), []byte(a.key)) != 1:
		a.ramme.Site.Vis(w, r, http.StatusUnauthorized, a.ramme.Side("Log ind", id), logindside("Nøglen passer ikke. Få den af den, der driver Indeksbro."))
	default:
		a.Saet(w, r, web.Identitet{Roller: adgang.CuraAdministrator, Bruger: name, Navn: name})
		http.Redirect(w, r, "/vaerksted", http.StatusSeeOther)
	}
	return nil
}

func (a *Adgang) logUd(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	a.Slet(w, r)
	a.ramme.Site.Vis(w, r, http.StatusOK, a.ramme.Side("Du er logget ud", web.Identitet{}), farvelside())
	return nil
}
