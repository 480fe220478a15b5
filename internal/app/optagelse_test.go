package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// optager keeps all that passes between a browser and the program but the bodies: addresses, headers both ways, whether an answer may be kept.
type optager struct {
	next http.Handler
	mu   sync.Mutex
	set  []string
	kept []string // answers a cache may keep
}

func (o *optager) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.next.ServeHTTP(w, r)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.set = append(o.set, fmt.Sprint(r.Method, " ", r.RequestURI, " ", r.Header, " ", w.Header()))
	if !strings.HasPrefix(r.URL.Path, "/assets/") && w.Header().Get("Cache-Control") != "no-store" {
		o.kept = append(o.kept, r.Method+" "+r.URL.Path)
	}
}

// TestNoCPRInURLLogRefererCacheOrStorage lets a browser go where CPR numbers are written and read, and then looks at every request it made, at what
// the program logged, and at what the browser kept.
func TestNoCPRInURLLogRefererCacheOrStorage(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	people := town.borgere(t)
	tape := &optager{next: town.sted}
	server := httptest.NewServer(tape)
	t.Cleanup(server.Close)
	s := newScene(t, server.URL)
	digits := people[0].borger.CPR.Digits()
	forms := []string{digits, digits[:6] + "-" + digits[6:], digits[:6] + "%20" + digits[6:], digits[:6] + "+" + digits[6:]}

	town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
	for _, form := range []string{digits, digits[:6] + "-" + digits[6:]} {
		s.open("/sapa")
		s.tabTo("#soeg")
		s.keys(form)
		s.goes(kb.Enter)
		s.reads("Find en anden borger")
		if !strings.Contains(s.text(), digits[:6]+"-"+digits[6:]) {
			t.Error("the caseworker does not read the number on the page: the search found nobody")
		}
	}
	for _, link := range []string{"a[href^='/sapa/sag/']"} { // and on, with the page before as where one comes from
		s.tabTo(link)
		s.goes(kb.Enter)
		s.reads("Ansvarlig enhed")
	}
	for _, address := range town.sted.Adresser { // a number typed into an address goes no further than that address
		if path, get := strings.CutPrefix(address.Moenster, "GET "); get && strings.HasPrefix(path, "/sapa") {
			town.spoerg(http.MethodGet, people[0].adresse(address.Moenster)+"?q="+digits+"&soeg="+digits+"&x="+digits)
		}
	}
	town.er(adgang.Borger, oio.Korsbaek, people[0].borger.Noegle)
	s.open("/borger")
	s.reads("Oplysningerne kommer fra Korsbæk Kommune")

	tape.mu.Lock()
	defer tape.mu.Unlock()
	if len(tape.set) < 10 {
		t.Fatalf("only %d requests were recorded", len(tape.set))
	}
	for _, entry := range tape.set {
		if holdsAny(entry, forms) {
			t.Errorf("a number is in the address or a header of %s", strings.Fields(entry)[0])
		}
	}
	if len(tape.kept) > 0 {
		t.Errorf("may be kept by a cache: %v", tape.kept)
	}
	if holdsAny(town.log.String(), forms) {
		t.Error("a number was logged")
	}
	stored := s.eval("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, location.href, document.referrer, document.title, history.length])")
	if holdsAny(stored, forms) {
		t.Error("the browser keeps a number")
	}
}

func holdsAny(text string, forms []string) bool {
	for _, form := range forms {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}
