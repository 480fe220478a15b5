package session_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit/logindtest"
	"indeksbro/internal/web"
	"indeksbro/internal/web/session"
)

var inge = web.Identitet{Roller: adgang.Sagsbehandler, Bruger: "inge", Navn: "Inge Ø", Vej: "medarbejder", Sikring: "Substantial",
	Grupper: []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}, KLE: adgang.Emner{{Fra: "27.35.00", Til: "27.35.99"}}}}}

func setup() (*session.Session, *logindtest.Lager, *time.Time) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	store := logindtest.Ny()
	return &session.Session{Cookie: "indeksbro", Lager: store, Noegler: logindtest.Noegler(oio.Korsbaek), Kommune: oio.Korsbaek, Ledig: session.Ledig, Laengst: session.Laengst,
		Nu: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, store, &now
}

func with(cookies ...*http.Cookie) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return r
}

func logIn(t *testing.T, s *session.Session, r *http.Request) *http.Cookie {
	t.Helper()
	w := httptest.NewRecorder()
	if err := s.Saet(w, r, inge); err != nil {
		t.Fatal(err)
	}
	return w.Result().Cookies()[0]
}

func TestWhoLogsInIsKnownWithHerBoundaryUntilShePauses(t *testing.T) {
	t.Parallel()
	s, _, now := setup()
	cookie := logIn(t, s, with())
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Secure || cookie.Name != "indeksbro" || strings.Contains(cookie.Value, "inge") {
		t.Errorf("cookie %+v", cookie)
	}
	id, known := s.Hvem(with(cookie))
	if !known || id.Bruger != "inge" || id.Navn != "Inge Ø" || id.Roller != adgang.Sagsbehandler || id.Kommune != oio.Korsbaek || id.Vej != "medarbejder" || id.Sikring != "Substantial" {
		t.Errorf("%+v", id)
	}
	if len(id.Grupper) != 1 || !id.Grupper[0].Ser(adgang.Egenskaber{Ejer: oio.Korsbaek, KLE: "27.35.04", Foelsomhed: oio.Foelsomhed(1)}) || id.Grupper[0].Ser(adgang.Egenskaber{Ejer: oio.Korsbaek, KLE: "27.36.04"}) {
		t.Errorf("her boundary became %+v", id.Grupper)
	}
	if !id.Udloeb.Equal(now.Add(30*time.Minute)) || !id.Laengst.Equal(now.Add(8*time.Hour)) {
		t.Errorf("told to end at %v and %v", id.Udloeb, id.Laengst)
	}
	for range 4 { // she works
		*now = now.Add(29 * time.Minute)
		if _, known := s.Hvem(with(cookie)); !known {
			t.Fatal("she works, and is logged out")
		}
	}
	*now = now.Add(30 * time.Minute)
	if _, known := s.Hvem(with(cookie)); known {
		t.Error("she has paused for half an hour, and is still logged in")
	}
}

func TestALogInEndsAfterADaysWorkWhateverOneDoes(t *testing.T) {
	t.Parallel()
	s, _, now := setup()
	cookie := logIn(t, s, with())
	for range 23 {
		*now = now.Add(20 * time.Minute)
		id, err := s.Forlaeng(with(cookie))
		if err != nil || id.Roller == 0 || id.Udloeb.After(id.Laengst) {
			t.Fatalf("%v: %+v %v", now, id, err)
		}
	}
	*now = now.Add(20 * time.Minute)
	if _, known := s.Hvem(with(cookie)); known {
		t.Error("eight hours, and still logged in")
	}
}

func TestLoggingOutEndsItEverywhere(t *testing.T) {
	t.Parallel()
	s, store, _ := setup()
	cookie := logIn(t, s, with())
	w := httptest.NewRecorder()
	if err := s.Slet(w, with(cookie)); err != nil || w.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("%v %v", err, w.Result().Cookies())
	}
	if _, known := s.Hvem(with(cookie)); known || store.Antal() != 0 {
		t.Error("who kept the cookie is still logged in")
	}
}

func TestALogInGivesANewIdAndEndsTheOld(t *testing.T) {
	t.Parallel()
	s, store, _ := setup()
	planted := logIn(t, s, with())
	fresh := logIn(t, s, with(planted))
	if _, known := s.Hvem(with(planted)); known || planted.Value == fresh.Value || store.Antal() != 1 {
		t.Error("the id from before the log-in still opens")
	}
	if _, known := s.Hvem(with(fresh)); !known {
		t.Error("the new one does not")
	}
}

func TestOnSecureConnectionsTheCookieIsBoundToTheHost(t *testing.T) {
	t.Parallel()
	s, _, _ := setup()
	s.Sikker = true
	cookie := logIn(t, s, with())
	if cookie.Name != "__Host-indeksbro" || !cookie.Secure || cookie.Path != "/" || cookie.Domain != "" {
		t.Errorf("cookie %+v", cookie)
	}
	cookie.Name = "indeksbro"
	if _, known := s.Hvem(with(cookie)); known {
		t.Error("a cookie that another host may have set is taken")
	}
}

func TestWhatIsNoSessionLetsNobodyIn(t *testing.T) {
	t.Parallel()
	s, store, _ := setup()
	good := logIn(t, s, with())
	for _, value := range []string{"", "x", good.Value[1:], good.Value + "A", strings.Repeat("A", 43), "A" + good.Value[1:]} {
		if _, known := s.Hvem(with(&http.Cookie{Name: "indeksbro", Value: value})); known && value != good.Value {
			t.Errorf("%q is let in", value)
		}
	}
	other, _, _ := setup() // another municipality's keys over the same store
	other.Lager, other.Noegler = store, logindtest.Noegler("22222222")
	if _, known := other.Hvem(with(good)); known {
		t.Error("another's keys open it")
	}
	store.Fejl = errors.New("no disk")
	if _, known := s.Hvem(with(good)); known {
		t.Error("a store that fails lets her in")
	}
	if err := s.Saet(httptest.NewRecorder(), with(), inge); err == nil {
		t.Error("a log-in that could not be kept is no error")
	}
}
