package login

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"indeksbro/internal/web"
	"indeksbro/internal/web/page"
)

// undervejsTid is how long one may take at the log-in service.
const undervejsTid = 10 * time.Minute

// undervejs is a log-in that has begun: what the browser must bring back. It lies sealed in a cookie of the browser, so that the answer of a
// log-in service is worth something only where the question came from.
type undervejs struct {
	Vej   string `json:"v"`
	State string `json:"s"` // of OIDC; the request's id of SAML
	Nonce string `json:"n,omitempty"`
	PKCE  string `json:"p,omitempty"`
	Til   string `json:"t,omitempty"`
	Slut  int64  `json:"e"` // Unix seconds
}

// underwayCookie is sent along when the log-in service leads the browser back, which a Strict one is not.
const underwayCookie = "indeksbro-undervejs"

const undervejsSted = "log-ind undervejs"

func (l *Login) undervejsNavn(r *http.Request) string {
	s := l.Session
	s.Cookie = underwayCookie
	return s.Navn(r)
}

// begynd remembers a log-in in the browser.
func (l *Login) begynd(w http.ResponseWriter, r *http.Request, u undervejs) error {
	u.Slut = l.nu().Add(undervejsTid).Unix()
	raw, err := json.Marshal(u)
	if err != nil {
		return err
	}
	l.saetUndervejs(w, r, base64.RawURLEncoding.EncodeToString(l.Session.Noegler.Seal(raw, undervejsSted)), int(undervejsTid.Seconds()))
	return nil
}

func (l *Login) saetUndervejs(w http.ResponseWriter, r *http.Request, value string, maxAge int) {
	name := l.undervejsNavn(r)
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: l.Session.Sikker || r.TLS != nil, SameSite: http.SameSiteLaxMode})
}

// errUndervejs says that an answer came to a browser that asked no question, or asked too long ago.
var errUndervejs = errors.New("the answer belongs to no log-in that was begun in this browser")

// afslut takes the log-in that an answer belongs to. It is forgotten, so that the same answer finds none again.
func (l *Login) afslut(w http.ResponseWriter, r *http.Request, way, state string) (undervejs, error) {
	var u undervejs
	cookie, err := r.Cookie(l.undervejsNavn(r))
	if err != nil {
		return u, errUndervejs
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return u, errUndervejs
	}
	raw, err := l.Session.Noegler.Open(sealed, undervejsSted)
	if err != nil || json.Unmarshal(raw, &u) != nil {
		return undervejs{}, errUndervejs
	}
	if u.Vej != way || state == "" || subtle.ConstantTimeCompare([]byte(u.State), []byte(state)) != 1 || !l.nu().Before(time.Unix(u.Slut, 0)) {
		return undervejs{}, errUndervejs
	}
	l.saetUndervejs(w, r, "", -1)
	return u, nil
}

// hjemme leads on to where she was going. A browser that comes from another site does not send a Strict cookie along however it is led; a
// page of ours with a refresh is where it begins to.
func (l *Login) hjemme(w http.ResponseWriter, r *http.Request, id web.Identitet, to string) error {
	if to == "" {
		to = hjem(id.Roller)
	}
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" {
		w.Header().Set("Refresh", "0; url="+to)
		l.ramme.Site.Vis(w, r, http.StatusOK, l.ramme.Side("Du er logget ind", web.Identitet{}), videreside(to))
		return nil
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// paaEgenAdresse leads a browser that came by another name of ours to the one the log-in service knows: cookies of one name are not sent to another.
func (l *Login) paaEgenAdresse(w http.ResponseWriter, r *http.Request) bool {
	own, err := url.Parse(l.Adresse)
	if l.Adresse == "" || err != nil || own.Host == r.Host {
		return false
	}
	http.Redirect(w, r, l.Adresse+r.URL.RequestURI(), http.StatusSeeOther)
	return true
}

func tilfaeldig() string { return rand.Text() + rand.Text() }

func afbrudt() page.Problem {
	return page.Problem{
		Status: http.StatusBadRequest, Overskrift: "Log-in blev ikke til noget", Tekst: "Enten blev det afbrudt, eller også gik der for lang tid.",
		Raad: "Begynd forfra.", Link: page.Link{Navn: "Log ind igen", Adresse: Sti},
	}
}

func ikkeTroet() page.Problem {
	return page.Problem{
		Status: http.StatusForbidden, Overskrift: "Vi kunne ikke logge dig ind", Tekst: "Svaret fra log-in-tjenesten var ikke, som det skal være.",
		Raad: "Prøv igen. Bliver det ved, så sig det til den, der driver Indeksbro.", Link: page.Link{Navn: "Log ind igen", Adresse: Sti},
	}
}

func ingenRoller() page.Problem {
	return page.Problem{
		Status: http.StatusForbidden, Overskrift: "Du har ingen adgang her", Tekst: "Du er logget ind, men din rolle giver ingen rettigheder i Indeksbro.",
		Raad: "Bed din leder om den jobfunktionsrolle, du skal bruge.", Link: page.Link{Navn: "Til forsiden", Adresse: "/"},
	}
}

func svagtLogin() page.Problem {
	return page.Problem{
		Status: http.StatusForbidden, Overskrift: "Log ind på en sikrere måde", Tekst: "Du er logget ind på en måde, der ikke er sikker nok til at vise personlige oplysninger.",
		Raad: "Log ind igen, og vælg en stærkere måde.", Link: page.Link{Navn: "Log ind igen", Adresse: Sti},
	}
}

func tavsTjeneste() page.Problem {
	return page.Problem{
		Status: http.StatusBadGateway, Overskrift: "Log-in-tjenesten svarer ikke", Tekst: "Du har ikke gjort noget forkert.",
		Raad: "Prøv igen om lidt.", Link: page.Link{Navn: "Log ind igen", Adresse: Sti},
	}
}
