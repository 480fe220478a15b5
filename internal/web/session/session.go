// Package session keeps who somebody is in a signed cookie, for as long as whoever logged her in allows. It logs nobody in: the demo's
// picker and the log-in pages do, and hand it an identity.
//
// It promises that scripts cannot read the cookie, that other sites cannot send it, that a changed one counts as none, and that
// it holds no CPR number: a citizen is her key.
package session

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
)

// Session reads and writes one kind of cookie. All fields must be set; Noegle is at least 32 secret bytes, and cookies hold
// wherever it is the same.
type Session struct {
	Cookie   string
	Noegle   []byte
	Kommune  oio.CVR
	Varighed time.Duration
	Nu       func() time.Time
}

// content is what the cookie says.
type content struct {
	Roller string          `json:"r"`
	Gruppe []adgang.Gruppe `json:"g,omitempty"`
	Bruger string          `json:"u,omitempty"`
	Navn   string          `json:"n,omitempty"`
	Borger string          `json:"b,omitempty"`
	Slut   int64           `json:"s"` // Unix seconds
}

// Hvem reads the cookie; it implements web.Identiteter.
func (s *Session) Hvem(r *http.Request) (web.Identitet, bool) {
	cookie, err := r.Cookie(s.Cookie)
	if err != nil {
		return web.Identitet{}, false
	}
	text, mac, found := strings.Cut(cookie.Value, ".")
	signed, err := base64.RawURLEncoding.Strict().DecodeString(mac)
	if !found || err != nil || !hmac.Equal(signed, s.mac(text)) {
		return web.Identitet{}, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	var c content
	if err != nil || json.Unmarshal(raw, &c) != nil || !s.Nu().Before(time.Unix(c.Slut, 0)) {
		return web.Identitet{}, false
	}
	id := web.Identitet{Roller: adgang.ParseRoller(c.Roller), Grupper: c.Gruppe, Bruger: c.Bruger, Navn: c.Navn, Kommune: s.Kommune}
	if c.Borger != "" {
		if id.Borger, err = oio.ParseBorgernoegle(c.Borger); err != nil {
			return web.Identitet{}, false
		}
	}
	return id, true
}

// Saet says who somebody is from now on.
func (s *Session) Saet(w http.ResponseWriter, r *http.Request, id web.Identitet) {
	c := content{Roller: id.Roller.String(), Gruppe: id.Grupper, Bruger: id.Bruger, Navn: id.Navn, Slut: s.Nu().Add(s.Varighed).Unix()}
	if !id.Borger.IsZero() {
		c.Borger = id.Borger.String()
	}
	raw, _ := json.Marshal(c) // strings and numbers always can
	text := base64.RawURLEncoding.EncodeToString(raw)
	s.write(w, r, text+"."+base64.RawURLEncoding.EncodeToString(s.mac(text)), int(s.Varighed.Seconds()))
}

// Slet forgets her.
func (s *Session) Slet(w http.ResponseWriter, r *http.Request) { s.write(w, r, "", -1) }

func (s *Session) mac(text string) []byte {
	m := hmac.New(sha256.New, s.Noegle)
	m.Write([]byte(s.Cookie + "\x00" + text))
	return m.Sum(nil)
}

// write sets the cookie. It is Secure wherever the connection is.
func (s *Session) write(w http.ResponseWriter, r *http.Request, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.Cookie, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
}
