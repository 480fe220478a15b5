package demo

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/web"
)

const (
	cookieName = "indeksbro_demo"
	lifetime   = 8 * time.Hour
)

// choice is what the cookie holds: role, citizen's key, end.
type choice struct {
	rolle  web.Rolle
	borger oio.Borgernoegle
	end    time.Time
}

const choiceSize = 1 + 16 + 8

// seal signs a choice. It is not encrypted: a key tells nothing by itself.
func (d *Demo) seal(c choice) string {
	b := make([]byte, 0, choiceSize+sha256.Size)
	b = append(b, byte(c.rolle))
	b = append(b, c.borger[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(c.end.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(b, d.mac(b)...))
}

// open gives a choice that this process signed and that has not ended.
func (d *Demo) open(s string) (choice, bool) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) != choiceSize+sha256.Size || !hmac.Equal(b[choiceSize:], d.mac(b[:choiceSize])) {
		return choice{}, false
	}
	c := choice{rolle: web.Rolle(b[0]), end: time.Unix(int64(binary.BigEndian.Uint64(b[17:25])), 0)}
	copy(c.borger[:], b[1:17])
	return c, d.Nu().Before(c.end)
}

func (d *Demo) mac(b []byte) []byte {
	m := hmac.New(sha256.New, d.key)
	m.Write(b)
	return m.Sum(nil)
}

// set writes the cookie. It is Secure wherever the connection is.
func (d *Demo) set(w http.ResponseWriter, r *http.Request, value string, maxAge int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
}
