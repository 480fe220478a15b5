package demo

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
)

type people []oio.Person

func (p people) Personer(_ context.Context, _ adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error) {
	from := 0
	for i := range p {
		if p[i].Noegle == efter {
			from = i + 1
		}
	}
	return p[from:min(from+n, len(p))], nil
}

func (p people) Person(_ context.Context, _ adgang.Udsnit, borger oio.Borgernoegle) (oio.Person, bool, error) {
	for _, one := range p {
		if one.Noegle == borger {
			return one, true, nil
		}
	}
	return oio.Person{}, false, nil
}

func crowd(n int) people {
	all := make(people, n)
	for i := range all {
		cpr, _ := oio.ParseCPR("7105500001")
		all[i] = oio.Person{CPR: cpr, Navn: "Borger", Noegle: oio.Borgernoegle{15: byte(i + 1)}}
	}
	return all
}

func setup(now *time.Time) *Demo {
	return New(Config{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Indeks: crowd(25), Nu: func() time.Time { return *now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

func choose(t *testing.T, d *Demo, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, Sti+"/vaelg", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.Handler().ServeHTTP(w, r)
	return w
}

func request(cookies ...*http.Cookie) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return r
}

func TestAChoiceHolds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	d := setup(&now)
	w := choose(t, d, url.Values{"borger": {crowd(1)[0].Noegle.String()}})
	cookies := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/borger" || len(cookies) != 1 {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
		t.Errorf("cookie %+v", c)
	}
	id, known := d.Hvem(request(cookies...))
	if !known || id.Roller != adgang.Borger || id.Borger != crowd(1)[0].Noegle || id.Kommune != oio.Korsbaek {
		t.Errorf("%+v", id)
	}
	now = now.Add(lifetime)
	if _, known := d.Hvem(request(cookies...)); known {
		t.Error("a choice never ends")
	}
	clerk := choose(t, d, url.Values{})
	if id, known := d.Hvem(request(clerk.Result().Cookies()...)); !known || id.Roller != adgang.Sagsbehandler || clerk.Header().Get("Location") != "/sapa" {
		t.Errorf("%+v", id)
	}
}

func TestAForgedChoiceIsNoChoice(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	d, other := setup(&now), setup(&now)
	good := choose(t, d, url.Values{}).Result().Cookies()[0]
	if _, known := other.Hvem(request(good)); known {
		t.Error("another process takes it")
	}
	for i := range len(good.Value) {
		forged := *good
		flip := byte('A')
		if good.Value[i] == flip {
			flip = 'B'
		}
		forged.Value = good.Value[:i] + string(flip) + good.Value[i+1:]
		if id, known := d.Hvem(request(&forged)); known && i < len(good.Value)-1 {
			t.Fatalf("changed at %d and still taken: %+v", i, id)
		}
	}
	for _, value := range []string{"", "x", "AAAA", strings.Repeat("A", 76)} {
		if _, known := d.Hvem(request(&http.Cookie{Name: cookieName, Value: value})); known {
			t.Errorf("%q is taken", value)
		}
	}
	if _, known := d.Hvem(request()); known {
		t.Error("no cookie is taken")
	}
}

func TestThePickerPagesAndHidesNumbers(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	d := setup(&now)
	get := func(address string) string {
		w := httptest.NewRecorder()
		d.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w.Body.String()
	}
	first := get(Sti)
	if n := strings.Count(first, "ib-vaelg"); n != pageSize || !strings.Contains(first, "Flere borgere") || strings.Contains(first, "0001") && strings.Contains(first, "710550-0001") {
		t.Errorf("%d citizens on the first page", n)
	}
	second := get(Sti + "?efter=" + crowd(pageSize)[pageSize-1].Noegle.String())
	if n := strings.Count(second, "ib-vaelg"); n != 5 || strings.Contains(second, "Flere borgere") {
		t.Errorf("%d citizens on the second page", n)
	}
	if w := choose(t, d, url.Values{"borger": {"ffffffffffffffffffffffffffffffff"}}); w.Code != http.StatusNotFound || len(w.Result().Cookies()) != 0 {
		t.Errorf("an unknown citizen: %d", w.Code)
	}
	if !strings.Contains(get(Sti+"/farvel"), "Du er logget ud") || !strings.Contains(get(Sti+"/nej"), "Siden findes ikke") {
		t.Error("the other pages")
	}
	r := httptest.NewRequest(http.MethodPost, LogUd, nil)
	w := httptest.NewRecorder()
	d.Handler().ServeHTTP(w, r)
	if c := w.Result().Cookies(); w.Code != http.StatusSeeOther || len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("log out: %d %v", w.Code, c)
	}
}
