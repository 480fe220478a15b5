package noegle_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/web"
	"indeksbro/internal/web/noegle"
)

const key = "0123456789abcdef0123456789abcdef"

// nothing is an installation without anything in it.
type nothing struct{ web.Indeks }

func (nothing) Organisation(context.Context, oio.CVR) (*organisation.Trae, error) {
	return organisation.New(nil), nil
}
func (nothing) Status(context.Context, oio.CVR) (web.Stand, error) { return web.Stand{}, nil }
func (nothing) Opslag(context.Context, web.Opslag) error           { return nil }

// desk is a page for administrators only.
type desk struct{}

func (desk) Ruter(r web.Ramme) {
	r.Som(adgang.CuraAdministrator, "GET /vaerksted", func(w http.ResponseWriter, _ *http.Request, id web.Identitet) error {
		_, err := io.WriteString(w, "hej "+id.Bruger)
		return err
	})
}

func site(now *time.Time) http.Handler {
	nu := func() time.Time { return *now }
	login := noegle.New(key, oio.Korsbaek, nu)
	return web.New(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Indeks: nothing{}, Organisation: nothing{}, Status: nothing{},
		Audit: nothing{}, Identiteter: login, Login: noegle.Sti, LogUd: noegle.LogUd, Nu: nu, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Dele: []web.Del{login, desk{}}})
}

func send(h http.Handler, method, address string, form url.Values, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestR124_TheKeyAndANameOpenTheWorkbenchAndNothingElse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := site(&now)
	if w := send(h, "GET", "/vaerksted", nil); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), noegle.Sti) {
		t.Errorf("without a key: %d", w.Code)
	}
	for name, form := range map[string]url.Values{
		"a wrong key": {"navn": {"Karen Holm"}, "noegle": {key + "x"}}, "no key": {"navn": {"Karen Holm"}}, "no name": {"noegle": {key}},
		"a CPR number as name": {"navn": {"710550-0001"}, "noegle": {key}},
	} {
		if w := send(h, "POST", noegle.Sti, form); len(w.Result().Cookies()) != 0 || w.Code < 400 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	w := send(h, "POST", noegle.Sti, url.Values{"navn": {"Karen Holm"}, "noegle": {key}})
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode {
		t.Fatalf("the right key: %d %v", w.Code, cookies)
	}
	if w := send(h, "GET", "/vaerksted", nil, cookies...); w.Body.String() != "hej Karen Holm" {
		t.Errorf("logged in: %d %s", w.Code, w.Body)
	}
	if w := send(site(&now), "GET", "/vaerksted", nil, cookies...); w.Code != http.StatusOK {
		t.Errorf("after a restart: %d", w.Code)
	}
	for _, address := range []string{"/sapa", "/borger"} {
		if w := send(h, "GET", address, nil, cookies...); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	if w := send(h, "POST", noegle.LogUd, nil, cookies...); w.Result().Cookies()[0].MaxAge >= 0 {
		t.Error("logging out keeps the cookie")
	}
	now = now.Add(11 * time.Hour)
	if w := send(h, "GET", "/vaerksted", nil, cookies...); w.Code != http.StatusUnauthorized {
		t.Errorf("the next day: %d", w.Code)
	}
}
