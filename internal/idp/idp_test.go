package idp_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/idp"
	"indeksbro/internal/oio"
)

const (
	nummer   = "7105500001"
	verifier = "en-hemmelighed-paa-mindst-treogfyrre-tegn-som-browseren-har"
	svarSted = "http://127.0.0.1:1/svar"
)

type folk []oio.Person

func (f folk) Personer(_ context.Context, _ adgang.Udsnit, efter oio.Borgernoegle, n int) ([]oio.Person, error) {
	from := 0
	for i := range f {
		if f[i].Noegle == efter {
			from = i + 1
		}
	}
	return f[from:min(from+n, len(f))], nil
}
func (f folk) FindNavn(context.Context, adgang.Udsnit, string, int) ([]oio.Person, error) {
	return f[:1], nil
}
func (f folk) Person(_ context.Context, _ adgang.Udsnit, key oio.Borgernoegle) (oio.Person, bool, error) {
	for _, p := range f {
		if p.Noegle == key {
			return p, true, nil
		}
	}
	return oio.Person{}, false, nil
}

func ny(now *time.Time) http.Handler {
	cpr, _ := oio.ParseCPR(nummer)
	var people folk
	for i := range 25 {
		people = append(people, oio.Person{CPR: cpr, Navn: "Anna", Noegle: oio.Borgernoegle{15: byte(i + 1)}})
	}
	return idp.New(idp.Config{Udsteder: "http://127.0.0.1:1/idp", CVR: oio.Korsbaek, Borgere: people, Nu: func() time.Time { return *now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Medarbejdere: []idp.Person{{ID: "mette", Navn: "Mette Krogh", Beskrivelse: "Sagsbehandler", Grupper: []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}, KLE: adgang.Emner{{Fra: "27.35.00", Til: "27.35.99"}}}}}},
		Klienter:     []idp.Klient{{ID: "m", Hemmelighed: "h", Svar: []string{svarSted}}, {ID: "b", Hemmelighed: "h", Borgere: true, Svar: []string{svarSted}}, {ID: "anden", Hemmelighed: "h", Svar: []string{svarSted}}}}).Handler()
}

func send(h http.Handler, method, address string, form url.Values, auth ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if len(auth) == 2 {
		r.SetBasicAuth(auth[0], auth[1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func spoerg(client string) url.Values {
	sum := sha256.Sum256([]byte(verifier))
	return url.Values{"client_id": {client}, "redirect_uri": {svarSted}, "response_type": {"code"}, "scope": {"openid"}, "state": {"s"}, "nonce": {"n"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"}}
}

// kode asks as a client for a person and gives the code.
func kode(t *testing.T, h http.Handler, client, person string) string {
	t.Helper()
	q := spoerg(client)
	q.Set("login_hint", person)
	w := send(h, "GET", "/idp/authorize?"+q.Encode(), nil)
	u, err := url.Parse(w.Header().Get("Location"))
	if err != nil || u.Query().Get("code") == "" || u.Query().Get("state") != "s" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	return u.Query().Get("code")
}

func hent(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {svarSted}, "code_verifier": {verifier}}
}

func claims(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var answer struct {
		Token string `json:"id_token"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(answer.Token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]any{}
	if err := json.Unmarshal(raw, &told); err != nil {
		t.Fatal(err)
	}
	return told
}

func TestATokenSaysWhoSheIsAndWhatSheMay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := ny(&now)
	told := claims(t, send(h, "POST", "/idp/token", hent(kode(t, h, "m", "mette")), "m", "h"))
	text, _ := told[adgang.AttributOIOSAML3].(string)
	groups, err := adgang.ParseAttribut(text)
	if err != nil || len(groups) != 1 || groups[0].KLE.String() != "27.35.*" || told["sub"] != "mette" || told["aud"] != "m" || told["nonce"] != "n" || told["iss"] != "http://127.0.0.1:1/idp" {
		t.Errorf("%v %v", told, err)
	}
	if told := claims(t, send(h, "POST", "/idp/token", hent(kode(t, h, "b", oio.Borgernoegle{15: 1}.String())), "b", "h")); told["dk.cpr"] != nummer || told[adgang.AttributOIOSAML3] != nil {
		t.Errorf("of a citizen: %v", told)
	}
}

func TestACodeIsForOneClientOnceAndWithItsSecret(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := ny(&now)
	code := kode(t, h, "m", "mette")
	claims(t, send(h, "POST", "/idp/token", hent(code), "m", "h"))
	change := func(name, value string) url.Values {
		form := hent(kode(t, h, "m", "mette"))
		form.Set(name, value)
		return form
	}
	for what, w := range map[string]*httptest.ResponseRecorder{
		"twice": send(h, "POST", "/idp/token", hent(code), "m", "h"), "another client's": send(h, "POST", "/idp/token", hent(kode(t, h, "m", "mette")), "anden", "h"),
		"another secret of PKCE": send(h, "POST", "/idp/token", change("code_verifier", "x"), "m", "h"), "another address": send(h, "POST", "/idp/token", change("redirect_uri", "http://ond.example"), "m", "h"),
		"invented": send(h, "POST", "/idp/token", hent("x"), "m", "h"),
	} {
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "invalid_grant") {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	late := kode(t, h, "m", "mette")
	now = now.Add(time.Minute)
	if w := send(h, "POST", "/idp/token", hent(late), "m", "h"); w.Code != http.StatusBadRequest {
		t.Errorf("too late: %d", w.Code)
	}
}

func TestQuestionsThatAreNotWholeGetNoCode(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := ny(&now)
	for name, value := range map[string]string{"client_id": "x", "redirect_uri": svarSted + "/andet"} {
		q := spoerg("m")
		q.Set(name, value)
		if w := send(h, "GET", "/idp/authorize?"+q.Encode(), nil); w.Code != http.StatusBadRequest || w.Header().Get("Location") != "" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
	}
	for _, name := range []string{"response_type", "state", "nonce", "code_challenge", "code_challenge_method"} {
		q := spoerg("m")
		q.Set("login_hint", "mette")
		q.Del(name)
		if w := send(h, "GET", "/idp/authorize?"+q.Encode(), nil); !strings.HasPrefix(w.Header().Get("Location"), svarSted+"?error=") {
			t.Errorf("without %s: %d %v", name, w.Code, w.Header())
		}
	}
	if w := send(h, "GET", "/idp/saml/sso?SAMLRequest=x", nil); w.Code != http.StatusBadRequest {
		t.Errorf("a SAML request of nobody: %d", w.Code)
	}
}

func TestAClientThatGuessesItsSecretIsLockedOut(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := ny(&now)
	for i := range 5 {
		if w := send(h, "POST", "/idp/token", hent("x"), "m", "gæt"); w.Code != http.StatusUnauthorized {
			t.Fatalf("guess %d: %d", i+1, w.Code)
		}
	}
	if w := send(h, "POST", "/idp/token", hent("x"), "m", "h"); w.Code != http.StatusTooManyRequests {
		t.Errorf("the right one while locked out: %d", w.Code)
	}
	if w := send(h, "POST", "/idp/token", hent("x"), "anden", "h"); w.Code != http.StatusBadRequest {
		t.Errorf("another client: %d", w.Code)
	}
	now = now.Add(15 * time.Minute)
	if w := send(h, "POST", "/idp/token", hent("x"), "m", "h"); w.Code != http.StatusBadRequest {
		t.Errorf("a quarter later: %d", w.Code)
	}
}

func TestTheChoicePagesHideNumbersAndTakeNoForeignForms(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	h := ny(&now)
	page := send(h, "GET", "/idp/authorize?"+spoerg("b").Encode(), nil).Header().Get("Location")
	first := send(h, "GET", page, nil).Body.String()
	if n := strings.Count(first, "ib-vaelg"); n != 20 || !strings.Contains(first, "Flere borgere") || strings.Contains(first, nummer) || strings.Contains(first, "710550-0001") {
		t.Errorf("%d citizens on the first page", n)
	}
	if n := strings.Count(send(h, "GET", page+"&efter="+oio.Borgernoegle{15: 20}.String(), nil).Body.String(), "ib-vaelg"); n != 5 {
		t.Errorf("%d on the second", n)
	}
	if n := strings.Count(send(h, "GET", page+"&navn=anna", nil).Body.String(), "ib-vaelg"); n != 1 {
		t.Errorf("%d by name", n)
	}
	r := httptest.NewRequest(http.MethodPost, "/idp/vaelg", strings.NewReader("s=x&person=mette"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("a choice from another site: %d", w.Code)
	}
	now = now.Add(10 * time.Minute)
	if w := send(h, "GET", page, nil); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Begynd forfra") {
		t.Errorf("too late: %d", w.Code)
	}
}
