package login

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/bremse"
	"indeksbro/internal/web/page"
)

const (
	vejNoegle = "noegle"
	maxNavn   = 100
)

// medNoegle lets the person who runs an installation in with its key and her name. It knows one role, the administrator; caseworkers and
// citizens cannot log in this way, since a shared key tells nobody apart.
func (l *Login) medNoegle(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	from := bremse.Fra(r)
	if until := l.spaerring.Laast(from, l.nu()); !until.IsZero() {
		return l.laast(w, until)
	}
	name := strings.TrimSpace(r.PostFormValue("navn"))
	key := strings.TrimSpace(r.PostFormValue("noegle"))
	switch {
	case name == "" || utf8.RuneCountInString(name) > maxNavn || oio.MaskCPR(name) != name:
		return l.visMed(w, r, id, http.StatusUnprocessableEntity, "Skriv dit navn. Det står ved det, du beslutter.")
	case subtle.ConstantTimeCompare([]byte(key), []byte(l.Noegle)) != 1:
		return l.forkert(w, r, id, from)
	}
	l.spaerring.Lykkedes(from)
	if err := l.ind(w, r, web.Identitet{Roller: adgang.CuraAdministrator, Bruger: name, Navn: name, Vej: vejNoegle}); err != nil {
		return err
	}
	to := vejTil(r.PostFormValue("til"))
	if to == "" {
		to = "/vaerksted"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// forkert counts a wrong key and says what it means. The name that came with it is not kept: it may be anything.
func (l *Login) forkert(w http.ResponseWriter, r *http.Request, id web.Identitet, from string) error {
	until, left := l.spaerring.Fejlet(from, l.nu())
	what := Afvist
	if !until.IsZero() {
		what = Laast
	}
	if err := l.noter(r, Haendelse{Hvad: what, Vej: vejNoegle, Grund: "forkert nøgle"}); err != nil {
		return err
	}
	if !until.IsZero() {
		l.logger().Warn("key log-in locked", "from", from, "until", until)
		return l.laast(w, until)
	}
	return l.visMed(w, r, id, http.StatusUnauthorized, fmt.Sprintf("Nøglen passer ikke. Få den af den, der driver Indeksbro. Du har %s tilbage.", sprog.Antal(left, "forsøg", "forsøg")))
}

func (l *Login) laast(w http.ResponseWriter, until time.Time) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(until.Sub(l.nu())/time.Second)+1))
	return &page.Problem{
		Status: http.StatusTooManyRequests, Overskrift: "Log-in er spærret for en tid", Tekst: "Der er skrevet en forkert nøgle for mange gange fra din adresse. Derfor tager vi ikke imod nøgler herfra før " + sprog.Klokken(until) + ".",
		Raad: "Vent, og prøv igen. Er det ikke dig, så sig det til den, der driver Indeksbro.", Link: page.Link{Navn: "Til forsiden", Adresse: "/"},
	}
}

func forOfte(w http.ResponseWriter, wait time.Duration) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	return &page.Problem{
		Status: http.StatusTooManyRequests, Overskrift: "Der er for mange, der logger ind herfra", Tekst: "Fra din adresse er der begyndt mange log-in på kort tid.",
		Raad: "Vent lidt, og prøv igen.", Link: page.Link{Navn: "Log ind", Adresse: Sti},
	}
}
