// Package login lets people in: staff and citizens through an OpenID Connect provider, staff through OIOSAML 3, and the person who runs an
// installation with its key. What a log-in says of rights becomes groups and roles (package adgang); what it says of a CPR number becomes
// the citizen's key at once, and the number is kept and logged nowhere.
//
// It promises that whoever comes back from a log-in service is the browser that went there, that an answer is used once, that a log-in or
// log-out the audit log did not take does not happen, and that who guesses is locked out for a while and told so.
package login

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger/sprog"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
	"indeksbro/internal/web/bremse"
	"indeksbro/internal/web/page"
	"indeksbro/internal/web/session"
)

// The addresses. Sti is the log-in page, LogUd takes the POST that ends a session, Forlaeng the one that puts its end off; they are web.Config's
// Login, LogUd and Forlaeng. Each way has its own address under Sti.
const (
	Sti      = "/log-ind"
	LogUd    = "/log-ud"
	Forlaeng = "/log-ind/forlaeng"
	farvel   = "/log-ud/farvel"
)

// The limits: so many wrong keys from one address lock it out for so long, and so often may one address begin a log-in.
const (
	forsoeg      = 5
	laastTid     = 15 * time.Minute
	logindStraks = 200
	logindHvert  = 200 * time.Millisecond // a town hall has one address
)

// Lager keeps what may be used once, besides the sessions; store.Store does.
type Lager interface {
	session.Lager
	Engangs(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, slut time.Time, indhold []byte) (first bool, err error)
	TagEngangs(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, now time.Time) (indhold []byte, found bool, err error)
}

// Hvad is what happened at the log-in.
type Hvad string

// What happens at a log-in.
const (
	LoggetInd Hvad = "log-ind"
	Afvist    Hvad = "log-ind-afvist"
	Laast     Hvad = "log-ind-låst"
	LoggetUd  Hvad = "log-ud"
)

// Haendelse is one line about it for the audit log (R116).
type Haendelse struct {
	Hvad    Hvad
	Vej     string           // the way: noegle, medarbejder, borger, oiosaml
	Hvem    string           // Identitet.Bruger, where it is known
	Roller  adgang.Roller    // that the log-in gave
	Grupper []adgang.Gruppe  // the privilege groups it brought
	Borger  oio.Borgernoegle // of a citizen
	Grund   string           // why it was refused
	Fra     string           // the sender's address
	Tid     time.Time
}

// Audit keeps what happens at the log-in. When it fails, nobody is logged in.
type Audit interface {
	LogInd(ctx context.Context, h Haendelse) error
}

// Vej is a way to log in.
type Vej interface {
	// Navn is its last piece of address, and what the audit log and the session call it.
	Navn() string
	// Knap is what it says on the log-in page.
	Knap() string
	// ruter registers its pages.
	ruter(l *Login, r web.Ramme)
	// logUd is the address of the log-in service where she logs out there too, and comes back to the address given; empty: there is none.
	logUd(ctx context.Context, back string) string
}

// Config is what log-in needs. Noegle may be empty, then the key opens nothing; Adresse may be empty, then the address a request came to
// counts as ours, which is right only where nothing stands between.
type Config struct {
	Session session.Session // Cookie may be empty
	Lager   Lager           // becomes the session's
	Noegle  string          // the installation's key, at least 32 characters
	Adresse string          // our address as browsers have it: https://indeksbro.kommune.dk
	Veje    []Vej
	Vaelg   string // another page than ours where one chooses how; empty: ours
	Audit   Audit
	// Borger is the key of a citizen with a number; the number is asked for nothing else.
	Borger func(oio.CPR) oio.Borgernoegle
}

// Login is the log-in and the identities it hands out.
type Login struct {
	session.Session
	Config
	ramme     web.Ramme
	spaerring *adgang.Spaerring
	bremse    *bremse.Bremse
}

var (
	_ web.Identiteter = (*Login)(nil)
	_ web.Del         = (*Login)(nil)
)

// New makes the log-in. It panics when something is missing: that is a fault of the program.
func New(c Config) *Login {
	c.Session.Lager = c.Lager
	if c.Session.Cookie == "" {
		c.Session.Cookie = "indeksbro"
	}
	if c.Noegle != "" && len(c.Noegle) < 32 || c.Lager == nil || c.Session.Noegler == nil || c.Session.Nu == nil || c.Session.Log == nil || c.Audit == nil || c.Borger == nil {
		panic(errors.New("login: Config is not complete, or the key is too short"))
	}
	c.Adresse = strings.TrimSuffix(c.Adresse, "/")
	c.Session.Sikker = c.Session.Sikker || strings.HasPrefix(c.Adresse, "https://")
	return &Login{Session: c.Session, Config: c, spaerring: adgang.NySpaerring(forsoeg, laastTid), bremse: bremse.NyBremse(logindStraks, logindHvert, c.Session.Nu)}
}

func (l *Login) nu() time.Time        { return l.Session.Nu() }
func (l *Login) kommune() oio.CVR     { return l.Session.Kommune }
func (l *Login) logger() *slog.Logger { return l.Session.Log }

// Hvem implements web.Identiteter.
func (l *Login) Hvem(r *http.Request) (web.Identitet, bool) { return l.Session.Hvem(r) }

// Ruter implements web.Del.
func (l *Login) Ruter(r web.Ramme) {
	l.ramme = r
	r.Site.Sikker = r.Site.Sikker || l.Session.Sikker
	if l.Vaelg == "" {
		r.Enhver("GET "+Sti, l.vis)
	} else {
		r.Enhver("GET "+Sti, func(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
			http.Redirect(w, r, l.Vaelg, http.StatusSeeOther)
			return nil
		})
	}
	if l.Noegle != "" {
		r.Enhver("POST "+Sti, l.medNoegle)
	}
	r.Enhver("POST "+LogUd, l.ud)
	r.Enhver("GET "+farvel, l.farvel)
	r.Enhver("POST "+Forlaeng, l.forlaeng)
	for _, v := range l.Veje {
		v.ruter(l, r)
	}
}

func (l *Login) vis(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	return l.visMed(w, r, id, http.StatusOK, "")
}

func (l *Login) visMed(w http.ResponseWriter, r *http.Request, id web.Identitet, status int, wrong string) error {
	l.ramme.Site.Vis(w, r, status, l.ramme.Side("Log ind", id), logindside(logindvalg{Veje: l.Veje, Noegle: l.Noegle != "", Fejl: wrong, Til: vejTil(r.FormValue("til"))}))
	return nil
}

// logindvalg is what the log-in page offers.
type logindvalg struct {
	Veje   []Vej
	Noegle bool
	Fejl   string
	Til    string
}

// adresse is where a way begins.
func (v logindvalg) adresse(way Vej) string {
	to := Sti + "/" + way.Navn()
	if v.Til != "" {
		to += "?" + url.Values{"til": {v.Til}}.Encode()
	}
	return to
}

// vejTil is a page of ours to go to, or nothing: what comes in a request must not lead elsewhere.
func vejTil(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(to, Sti) || strings.HasPrefix(to, LogUd) {
		return ""
	}
	return to
}

// hjem is the page that belongs to somebody's roles.
func hjem(roles adgang.Roller) string {
	for _, one := range []struct {
		roles adgang.Roller
		page  string
	}{
		{adgang.Borger, "/borger"}, {adgang.CuraAdministrator, "/vaerksted"}, {adgang.SapaAdministrator, "/adgang"}, {adgang.Borgerblikejer, "/borgerblik"}, {adgang.Sagsbehandler, "/sapa"},
	} {
		if roles.Er(one.roles) {
			return one.page
		}
	}
	return "/"
}

// noter tells the audit log.
func (l *Login) noter(r *http.Request, h Haendelse) error {
	h.Fra, h.Tid, h.Hvem, h.Grund = bremse.Fra(r), l.nu(), oio.MaskCPR(h.Hvem), oio.MaskCPR(h.Grund)
	return l.Audit.LogInd(r.Context(), h)
}

// ind logs somebody in. The audit log is told first: who is in and not in the log is what must not be.
func (l *Login) ind(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	id.Kommune, id.Bruger, id.Navn = l.kommune(), oio.MaskCPR(id.Bruger), oio.MaskCPR(id.Navn)
	if err := l.noter(r, Haendelse{Hvad: LoggetInd, Vej: id.Vej, Hvem: id.Bruger, Roller: id.Roller, Grupper: id.Grupper, Borger: id.Borger}); err != nil {
		return err
	}
	return l.Saet(w, r, id)
}

// afvis refuses somebody who comes from a log-in service: the log has the cause, she gets what she can do.
func (l *Login) afvis(r *http.Request, way, who string, cause error, p page.Problem) error {
	l.logger().Warn("log-in refused", "way", way, "from", bremse.Fra(r), "why", oio.MaskCPR(cause.Error()))
	if err := l.noter(r, Haendelse{Hvad: Afvist, Vej: way, Hvem: who, Grund: cause.Error()}); err != nil {
		return err
	}
	if p.Link.Adresse == "" {
		p.Link = page.Link{Navn: "Log ind igen", Adresse: Sti}
	}
	return &p
}

// langsomt slows an address down that begins one log-in after another.
func (l *Login) langsomt(w http.ResponseWriter, r *http.Request) error {
	if wait := l.bremse.Tag(bremse.Fra(r)); wait > 0 {
		return forOfte(w, wait)
	}
	return nil
}

// ud logs out. Where she also has a log-in at the log-in service, the page goes on to end it there: as a refresh, since a form may lead only
// to ourselves.
func (l *Login) ud(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	if err := l.Slet(w, r); err != nil {
		return err
	}
	if id.Roller != 0 {
		if err := l.noter(r, Haendelse{Hvad: LoggetUd, Vej: id.Vej, Hvem: id.Bruger, Roller: id.Roller, Borger: id.Borger}); err != nil {
			return err
		}
	}
	on := ""
	for _, v := range l.Veje {
		if v.Navn() == id.Vej {
			on = v.logUd(r.Context(), l.egen(r)+farvel)
		}
	}
	if on != "" {
		w.Header().Set("Refresh", "0; url="+on)
	}
	l.ramme.Site.Vis(w, r, http.StatusOK, l.ramme.Side("Du er logget ud", web.Identitet{}), farvelside(on))
	return nil
}

func (l *Login) farvel(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	l.ramme.Site.Vis(w, r, http.StatusOK, l.ramme.Side("Du er logget ud", id), farvelside(""))
	return nil
}

// forlaeng puts the end of a session off: for the script as JSON, else as a page with the way back.
func (l *Login) forlaeng(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	id, err := l.Session.Forlaeng(r)
	if err != nil {
		return err
	}
	if id.Roller == 0 {
		return &page.Problem{Status: http.StatusUnauthorized, Overskrift: "Du er logget ud", Tekst: "Der gik for lang tid. Det er for at passe på oplysningerne.", Raad: "Log ind igen.", Link: page.Link{Navn: "Log ind", Adresse: Sti}}
	}
	final := !id.Udloeb.Before(id.Laengst)
	if r.Header.Get("Accept") == "application/json" {
		w.Header().Set("Content-Type", "application/json")
		return json.NewEncoder(w).Encode(map[string]any{"om": int(id.Udloeb.Sub(l.nu()) / time.Second), "klokken": strings.TrimPrefix(sprog.Klokken(id.Udloeb), "kl. "), "endelig": final})
	}
	back := vejTil(r.PostFormValue("tilbage"))
	if back == "" {
		back = hjem(id.Roller)
	}
	l.ramme.Site.Vis(w, r, http.StatusOK, l.ramme.Side("Du er stadig logget ind", id), forlaengetside(sprog.Klokken(id.Udloeb), final, back))
	return nil
}

// egen is our own address as the browser has it.
func (l *Login) egen(r *http.Request) string {
	if l.Adresse != "" {
		return l.Adresse
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// Varsler tells who is locked out now, for the administrator's front page.
func (l *Login) Varsler() []string {
	var lines []string
	for _, lock := range l.spaerring.Laaste(l.nu()) {
		lines = append(lines, "Adressen "+lock.Noegle+" er spærret for log-in med nøgle til "+sprog.Klokken(lock.Til)+" efter gentagne forkerte nøgler.")
	}
	return lines
}
