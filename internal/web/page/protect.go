package page

import (
	"fmt"
	"net/http"
)

// The headers of every answer, in one place (07 People, 06 §2.6). Assets overrule Cache-Control: they hold nothing personal.
var sikkerhed = [...][2]string{
	{"Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"},
	{"Cache-Control", "no-store"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"},
}

// maxBody is more than any form here needs.
const maxBody = 64 << 10

// Protect wraps a handler: it sets the headers, refuses forms sent from other sites, limits bodies, and turns a panic into an
// error page.
func (s *Site) Protect(h http.Handler) http.Handler { return s.ProtectUpTo(h, maxBody) }

// ProtectUpTo is Protect for pages that take bodies of up to limit bytes.
func (s *Site) ProtectUpTo(h http.Handler, limit int64) http.Handler {
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Fejl(w, r, Side{}, &Problem{
			Status: http.StatusForbidden, Overskrift: "Formularen kom fra en anden side", Tekst: "Vi tager kun imod formularer fra vores egne sider.",
			Raad: "Gå til forsiden og prøv igen derfra.", Link: Link{"Til forsiden", "/"},
		})
	}))
	for _, pattern := range s.Udefra {
		csrf.AddInsecureBypassPattern(pattern)
	}
	h = csrf.Handler(s.recovering(h))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, header := range sikkerhed {
			w.Header().Set(header[0], header[1])
		}
		if s.Sikker || r.TLS != nil {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		h.ServeHTTP(w, r)
	})
}

func (s *Site) recovering(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			switch cause := recover(); cause {
			case nil:
			case http.ErrAbortHandler:
				panic(cause)
			default:
				s.Fejl(w, r, Side{}, fmt.Errorf("panic: %v", cause))
			}
		}()
		h.ServeHTTP(w, r)
	})
}
