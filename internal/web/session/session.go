// Package session knows who is logged in. The browser holds a random id and nothing else; who it stands for is kept, sealed, by the store,
// so that several processes share it and a log-out ends it everywhere. It logs nobody in: the log-in pages do, and hand it an identity.
//
// It promises that scripts cannot read the cookie and other sites cannot send it, that an id is new at every log-in, that the store alone
// (which has a hash of the id) lets nobody in, and that no CPR number is kept: a citizen is her key.
package session

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/web"
)

// Lager keeps sessions by a hash of their id; store.Store does. Nil content is no session.
type Lager interface {
	GemSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, oprettet, slut time.Time, indhold []byte) error
	Session(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte) (indhold []byte, seen, slut time.Time, err error)
	SeSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte, now time.Time) error
	SletSession(ctx context.Context, kommune oio.CVR, noegle [sha256.Size]byte) error
}

// The times of a session where nobody says otherwise: unused so long it ends, and after so long it ends whatever one does.
const (
	Ledig   = 30 * time.Minute
	Laengst = 8 * time.Hour
)

// noteresHvert is how fine the last use is kept: a page a second must not be a write a second.
const noteresHvert = time.Minute

// idBytes of randomness make an id.
const idBytes = 32

// Session reads and writes one kind of cookie. All fields but Sikker must be set.
type Session struct {
	Cookie  string // its name; on secure connections with __Host- before it
	Lager   Lager
	Noegler *seal.Noegler
	Kommune oio.CVR
	Ledig   time.Duration
	Laengst time.Duration
	Sikker  bool // browsers come by https, though this process may not see it
	Nu      func() time.Time
	Log     *slog.Logger
}

// content is what is kept, sealed.
type content struct {
	Roller  string          `json:"r"`
	Grupper []adgang.Gruppe `json:"g,omitempty"`
	Bruger  string          `json:"u,omitempty"`
	Navn    string          `json:"n,omitempty"`
	Borger  string          `json:"b,omitempty"`
	Vej     string          `json:"v,omitempty"`
	Sikring string          `json:"s,omitempty"`
}

// Navn is the cookie's name on a connection. A name with __Host- is taken only by https, for this host and all its paths.
func (s *Session) Navn(r *http.Request) string {
	if s.sikker(r) {
		return "__Host-" + s.Cookie
	}
	return s.Cookie
}

func (s *Session) sikker(r *http.Request) bool { return s.Sikker || r.TLS != nil }

// noegle is the hash of the id that a request brings.
func (s *Session) noegle(r *http.Request) ([sha256.Size]byte, bool) {
	cookie, err := r.Cookie(s.Navn(r))
	if err != nil {
		return [sha256.Size]byte{}, false
	}
	id, err := base64.RawURLEncoding.Strict().DecodeString(cookie.Value)
	if err != nil || len(id) != idBytes {
		return [sha256.Size]byte{}, false
	}
	return sha256.Sum256(id), true
}

// Hvem implements web.Identiteter. A session that cannot be read now is none: nobody is let in by a failure.
func (s *Session) Hvem(r *http.Request) (web.Identitet, bool) {
	key, some := s.noegle(r)
	if !some {
		return web.Identitet{}, false
	}
	id, err := s.laes(r.Context(), key)
	if err != nil {
		s.Log.Error("session", "err", oio.MaskCPR(err.Error()))
	}
	return id, err == nil && id.Roller != 0
}

func (s *Session) laes(ctx context.Context, key [sha256.Size]byte) (web.Identitet, error) {
	sealed, seen, end, err := s.Lager.Session(ctx, s.Kommune, key)
	now := s.Nu()
	if err != nil || sealed == nil || !now.Before(end) || !now.Before(seen.Add(s.Ledig)) {
		return web.Identitet{}, err
	}
	raw, err := s.Noegler.Open(sealed, sted(key))
	if err != nil {
		return web.Identitet{}, fmt.Errorf("open: %w", err)
	}
	id, err := s.identitet(raw)
	if err != nil {
		return web.Identitet{}, err
	}
	if now.Sub(seen) >= noteresHvert {
		if err := s.Lager.SeSession(ctx, s.Kommune, key, now); err != nil {
			s.Log.Warn("session: its use could not be noted", "err", oio.MaskCPR(err.Error())) // then it ends a little early
		} else {
			seen = now
		}
	}
	id.Udloeb, id.Laengst = foerst(seen.Add(s.Ledig), end), end
	return id, nil
}

func (s *Session) identitet(raw []byte) (web.Identitet, error) {
	var c content
	if err := json.Unmarshal(raw, &c); err != nil {
		return web.Identitet{}, fmt.Errorf("read: %w", err)
	}
	id := web.Identitet{Roller: adgang.ParseRoller(c.Roller), Grupper: c.Grupper, Bruger: c.Bruger, Navn: c.Navn, Kommune: s.Kommune, Vej: c.Vej, Sikring: c.Sikring}
	var err error
	if c.Borger != "" {
		id.Borger, err = oio.ParseBorgernoegle(c.Borger)
	}
	return id, err
}

func foerst(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// sted binds what is sealed to its row.
func sted(key [sha256.Size]byte) string { return "session " + string(key[:]) }

// Saet says who somebody is from now on. The id is a new one, and the one she came with ends: an id that somebody put into her browser before
// the log-in is worth nothing after it.
func (s *Session) Saet(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	c := content{Roller: id.Roller.String(), Grupper: id.Grupper, Bruger: id.Bruger, Navn: id.Navn, Vej: id.Vej, Sikring: id.Sikring}
	if !id.Borger.IsZero() {
		c.Borger = id.Borger.String()
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write session: %w", err)
	}
	if err := s.slet(r); err != nil {
		return err
	}
	random := make([]byte, idBytes)
	_, _ = rand.Read(random) // never fails
	key, now := sha256.Sum256(random), s.Nu()
	if err := s.Lager.GemSession(r.Context(), s.Kommune, key, now, now.Add(s.Laengst), s.Noegler.Seal(raw, sted(key))); err != nil {
		return err
	}
	s.write(w, r, base64.RawURLEncoding.EncodeToString(random), int(s.Laengst.Seconds()))
	return nil
}

// Slet ends the session, for whoever has its id.
func (s *Session) Slet(w http.ResponseWriter, r *http.Request) error {
	s.write(w, r, "", -1)
	return s.slet(r)
}

func (s *Session) slet(r *http.Request) error {
	if key, some := s.noegle(r); some {
		return s.Lager.SletSession(r.Context(), s.Kommune, key)
	}
	return nil
}

// Forlaeng notes a use now, and tells until when the session holds.
func (s *Session) Forlaeng(r *http.Request) (web.Identitet, error) {
	key, some := s.noegle(r)
	if !some {
		return web.Identitet{}, nil
	}
	id, err := s.laes(r.Context(), key)
	if err != nil || id.Roller == 0 {
		return web.Identitet{}, err
	}
	if err := s.Lager.SeSession(r.Context(), s.Kommune, key, s.Nu()); err != nil {
		return web.Identitet{}, err
	}
	return s.laes(r.Context(), key)
}

// write sets the cookie. It is sent by our own pages only, never by a link or a form of another site.
func (s *Session) write(w http.ResponseWriter, r *http.Request, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.Navn(r), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.sikker(r), SameSite: http.SameSiteStrictMode,
	})
}
