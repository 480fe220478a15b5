package app

import (
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// sider is how many pages a crawler opens: in soak many more.
func sider() int {
	if os.Getenv("INDEKSBRO_SOAK") != "" {
		return 10_000
	}
	return 500
}

var henvisning = regexp.MustCompile(`(?:href|action|src)="([^"]*)"`)

// kravler opens what it finds links to, and then what it can guess: every address of the site about every citizen, case and grant there is.
type kravler struct {
	by     *by
	spoerg func(address string) *httptest.ResponseRecorder // another way to ask than by's own; nil: none
	queue  []string
	seen   map[string]bool
}

func (k *kravler) add(address string) {
	address, _, _ = strings.Cut(html.UnescapeString(address), "#")
	if strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "/assets/") && !k.seen[address] {
		k.seen[address] = true
		k.queue = append(k.queue, address)
	}
}

// crawl opens up to n pages and shows each answer to look.
func (k *kravler) crawl(n int, people []ting, look func(address string, w *httptest.ResponseRecorder)) int {
	k.seen = map[string]bool{}
	k.add("/")
	for _, a := range k.by.sted.Adresser {
		if strings.HasPrefix(a.Moenster, "GET ") && !strings.Contains(a.Moenster, "{") {
			k.add(strings.TrimPrefix(a.Moenster, "GET "))
		}
	}
	for round := 0; ; round++ {
		for opened := 0; len(k.queue) > 0; opened++ {
			address := k.queue[0]
			k.queue = k.queue[1:]
			w := k.aabn(address)
			look(address, w)
			if n--; n == 0 {
				return 0
			}
			if w.Code == http.StatusOK && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				for _, link := range henvisning.FindAllStringSubmatch(w.Body.String(), -1) {
					k.add(resolve(address, link[1]))
				}
			}
			if to := w.Header().Get("Location"); to != "" {
				k.add(to)
			}
		}
		if round > 0 {
			return n
		}
		for _, x := range people { // what nobody linked to may still be typed
			for _, a := range k.by.sted.Adresser {
				if strings.HasPrefix(a.Moenster, "GET ") && strings.Contains(a.Moenster, "{") {
					k.add(x.adresse(a.Moenster))
				}
			}
		}
	}
}

func (k *kravler) aabn(address string) *httptest.ResponseRecorder {
	if k.spoerg != nil {
		return k.spoerg(address)
	}
	return k.by.spoerg(http.MethodGet, address)
}

// resolve makes a link that is only a query an address.
func resolve(from, link string) string {
	if strings.HasPrefix(link, "?") {
		path, _, _ := strings.Cut(from, "?")
		return path + link
	}
	return link
}

// TestACrawlerMeetsNoForeignData goes about with one citizen's log-in, and with a caseworker's who may see one area only.
func TestACrawlerMeetsNoForeignData(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	people := town.borgere(t)
	t.Run("citizen", func(t *testing.T) {
		me := people[3]
		town.er(adgang.Borger, oio.Korsbaek, me.borger.Noegle)
		k := &kravler{by: town}
		own := false
		k.crawl(sider(), people, func(address string, w *httptest.ResponseRecorder) {
			own = own || strings.Contains(w.Body.String(), me.borger.Navn)
			for _, other := range people {
				if other != me && (holdsCitizen(w.Body.String(), other) || strings.Contains(w.Body.String(), other.sag.String()) && !strings.Contains(address, other.sag.String()) ||
					other.borger.Navn != me.borger.Navn && strings.Contains(w.Body.String(), other.borger.Navn)) {
					t.Errorf("%s: shows another citizen", address)
				}
			}
		})
		if !own || len(k.seen) < 100 {
			t.Errorf("of %d addresses none showed the citizen her own name: the crawler sees nothing", len(k.seen))
		}
	})
	t.Run("caseworker with a boundary", func(t *testing.T) {
		town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
		area, err := adgang.ParseEmner("27.35.*")
		if err != nil {
			t.Fatal(err)
		}
		town.somHvem.Grupper = []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}, KLE: area}}
		within, without := town.split(t, people, area)
		if len(within) == 0 || len(without) == 0 {
			t.Fatalf("%d citizens within the area, %d without: nothing to tell apart", len(within), len(without))
		}
		found := map[oio.CPR]bool{}
		(&kravler{by: town}).crawl(sider(), people, func(address string, w *httptest.ResponseRecorder) {
			for _, other := range without {
				if holdsCitizen(w.Body.String(), other) || strings.Contains(w.Body.String(), other.sag.String()) && !strings.Contains(address, other.sag.String()) {
					t.Errorf("%s: shows somebody outside the boundary", address)
				}
			}
			for _, mine := range within {
				if holdsCitizen(w.Body.String(), mine) {
					found[mine.borger.CPR] = true
				}
			}
		})
		if len(found) != len(within) {
			t.Errorf("found %d of the %d citizens within the boundary", len(found), len(within))
		}
	})
}

// split tells the citizens with anything in an area from those with nothing there.
func (b *by) split(t *testing.T, people []ting, area adgang.Emner) (within, without []ting) {
	t.Helper()
	for _, x := range people {
		in := false
		for g := range b.objekter(t, x.borger.Noegle) {
			in = in || area.Har(adgang.Af(g.Objekt).KLE)
		}
		if in {
			within = append(within, x)
		} else {
			without = append(without, x)
		}
	}
	return within, without
}
