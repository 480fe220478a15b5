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

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
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

func (p people) FindNavn(_ context.Context, _ adgang.Udsnit, _ string, n int) ([]oio.Person, error) {
	return p[:min(2, n)], nil
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

// nobody is who is logged in.
type nobody struct{}

func (nobody) Hvem(*http.Request) (web.Identitet, bool) { return web.Identitet{}, false }

func setup() *Demo {
	return New(Config{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Indeks: crowd(25), Medarbejdere: []Medarbejder{{"a", "Anne A", "Sagsbehandler", adgang.Sagsbehandler}, {"b", "Bo B", "Administrator", adgang.CuraAdministrator}, {"c", "Carl C", "Leverandør", adgang.Leverandoeren}},
		Identiteter: nobody{}, MedarbejderLogin: "/log-ind/medarbejder", BorgerLogin: "/log-ind/borger", LogUd: "/log-ud", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
}

func choose(t *testing.T, d *Demo, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, Sti+"/vaelg", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.Handler().ServeHTTP(w, r)
	return w
}

func TestAChoiceLeadsToTheLogInWithThePersonNamed(t *testing.T) {
	t.Parallel()
	d, key := setup(), crowd(1)[0].Noegle.String()
	for _, c := range []struct {
		form url.Values
		to   string
	}{
		{nil, "/log-ind/medarbejder?login_hint=a"}, {url.Values{"rolle": {"administrator"}}, "/log-ind/medarbejder?login_hint=b"},
		{url.Values{"person": {"c"}}, "/log-ind/medarbejder?login_hint=c"}, {url.Values{"borger": {key}}, "/log-ind/borger?login_hint=" + key},
	} {
		w := choose(t, d, c.form)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != c.to || len(w.Result().Cookies()) != 0 {
			t.Errorf("%v: %d %v, want %s and no cookie", c.form, w.Code, w.Header(), c.to)
		}
	}
	if w := choose(t, d, url.Values{"person": {"x"}}); w.Code != http.StatusNotFound {
		t.Errorf("somebody unknown: %d", w.Code)
	}
}

func TestThePickerPagesAndHidesNumbers(t *testing.T) {
	t.Parallel()
	d := setup()
	get := func(address string) string {
		w := httptest.NewRecorder()
		d.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		return w.Body.String()
	}
	if page := get(Sti + "?navn=borger"); strings.Count(page, "ib-vaelg") != 2 || !strings.Contains(page, "Fra begyndelsen") {
		t.Errorf("found by name:\n%s", page)
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
	if w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != "/log-ud" {
		t.Errorf("log out: %d %v", w.Code, w.Header())
	}
}
