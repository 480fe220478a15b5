package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/chromedp/chromedp/kb"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
)

// programby is a demo municipality sixteen days into its four weeks.
func programby(t *testing.T) (*by, *httptest.Server) {
	t.Helper()
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	server := httptest.NewServer(town.sted)
	t.Cleanup(server.Close)
	return town, server
}

// TestR122_TheProgrammeIsWalkedWithTheKeyboard: the picture, a step, who sees to it, the tasks with a vendor, the filter, the files, the plan.
func TestR122_TheProgrammeIsWalkedWithTheKeyboard(t *testing.T) {
	town, server := programby(t)
	town.er(adgang.CuraAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	s := newScene(t, server.URL)
	s.open("/program")
	s.reads("Otte trin og to", "Dine opgaver nu", "Trin 5: Konfigurér sagstyper", "Gå til det", "Trinene ét for ét", "R006")
	s.accessible()
	f := must(town.b.tovholder(&miljoe{World: World{Nu: proevetid}}).Forloeb(t.Context()))(t)
	if boxes := s.eval("document.querySelectorAll('svg a.ib-boks').length"); boxes != "10" {
		t.Errorf("%s boxes in the picture", boxes)
	}
	for i := range f.Trin {
		step := &f.Trin[i]
		said := s.eval("document.querySelector(\"svg a[href='" + forloeb.Adresse(step.Nr) + "']\").textContent")
		row := s.eval("document.querySelector(\".ib-trinliste a[href='" + forloeb.Adresse(step.Nr) + "']\").closest('tr').innerText")
		for _, want := range []string{step.Tilstand.Dansk(), string(step.Nr)} {
			if !strings.Contains(said, want) || !strings.Contains(row, want) {
				t.Errorf("step %s is %q in the picture, and %q in the list", step.Nr, said, row)
			}
		}
	}
	s.tabTo("svg a[href='/program/trin/4']")
	s.goes(kb.Enter)
	s.reads("Trin 4: Konfigurér ydelser", "Det afgør trinnet", "mangler en beslutning", "Læst af det, der er", "1. Skrivebordsmapning", "5. Konfigurér sagstyper")
	s.accessible()
	s.fill("#ejer", "Bo Lund")
	s.fill("#meldt", "2026-01-05")
	s.fill("#bevis", "Skærmbillede i sagen")
	s.send("form[aria-labelledby=aftale]")
	s.reads("Det er gemt.", "Fuldført i KLIK, men ikke gjort", "Ejer: Bo Lund.", "I gang")
	s.accessible()

	s.open("/program/trin/2")
	s.reads("Opgaverne i rækkefølge", "Gjort", "Send Service Request om aktivering")
	s.accessible()
	s.open("/program/trin/3")
	s.reads("KLE hentes ikke af sig selv her", "27,29 anbefales")
	s.fill("#filter", "27,hest")
	s.send("form[aria-labelledby=import]")
	s.reads("Skriv numre med komma imellem", "R062", "Intet er ændret")
	s.accessible()
	s.fill("#filter", "27,29,17.03")
	s.send("form[aria-labelledby=import]")
	s.reads("Filtret er gemt.")

	s.open("/program/opgaver")
	s.reads("KLIK-opgaver", "K39", "K40", "Bo Lund", "Gjort, men ikke fuldført i KLIK")
	s.accessible()
	path := filepath.Join(t.TempDir(), "klik.csv")
	for _, c := range []struct{ text, want string }{
		{"Nr;Ejer;Frist\n5;Karen;snart\n11;;\n", "klik!C2: datoen kan ikke læses"}, {"Nr;Ejer;Frist\n5;Karen Holm;2026-04-01\n", "2 oplysninger er ændret."},
	} {
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		s.upload("#fil", path)
		s.reads(c.want)
		s.accessible()
	}

	s.open("/program/plan")
	s.reads("Fire uger", "I er bagud.", "Opfølgning 4", "ikke nået", "for sent.")
	s.accessible()
	s.fill("#mail-administrator", "karen@example.dk")
	s.send("form[aria-labelledby=kontakter]")
	s.reads("Adresserne er gemt.")
	s.send("form[action='/program/plan/kalender']")
	s.reads("Kalenderen har fået en adresse.")
	s.accessible()
	address := s.eval("document.querySelector('#adresse').value")
	subscribe := func() (int, string) {
		answer, err := http.Get(address) //nolint:noctx // as a calendar does
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		var text bytes.Buffer
		if _, err := text.ReadFrom(answer.Body); err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, text.String()
	}
	town.er(adgang.Ingen, oio.Korsbaek, oio.Borgernoegle{})
	if status, text := subscribe(); status != http.StatusOK {
		t.Errorf("a calendar that subscribes is told %d", status)
	} else if read, err := ics.ParseCalendar(strings.NewReader(text)); err != nil || len(read.Events()) < 8 {
		t.Errorf("the calendar: %v\n%s", err, text)
	}
	town.er(adgang.CuraAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	s.send("form:has([name=fjern][value='1'])[action='/program/plan/kalender']")
	s.reads("Adressen virker ikke mere.")
	if status, _ := subscribe(); status != http.StatusNotFound {
		t.Errorf("an address that was closed answers %d", status)
	}
}

// TestR124_WhoMayChangeWhatInTheProgramme: a step is changed by its owners and the Cura administrator; the vendor enters the vendor's tasks; the
// programme leader looks.
func TestR124_WhoMayChangeWhatInTheProgramme(t *testing.T) {
	t.Parallel()
	town, _ := programby(t)
	post := func(role adgang.Roller, address string, pairs ...string) int {
		t.Helper()
		town.er(role, oio.Korsbaek, oio.Borgernoegle{})
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return town.form(t, address, v).Code
	}
	for _, c := range []struct {
		role    adgang.Roller
		address string
		fields  []string
		want    int
	}{
		{adgang.CuraAdministrator, "/program/trin/A", []string{"ejer", "Torben"}, 303},
		{adgang.SapaAdministrator, "/program/trin/A", []string{"ejer", "Torben Lind"}, 303},
		{adgang.SapaAdministrator, "/program/trin/4", []string{"ejer", "Torben"}, 403},
		{adgang.OrgAdministrator, "/program/trin/7", []string{"ejer", "Jens"}, 303},
		{adgang.OrgAdministrator, "/program/trin/8", []string{"ejer", "Jens"}, 403},
		{adgang.Borgerblikejer, "/program/trin/4", []string{"meldt", "2026-01-05"}, 303},
		{adgang.Programleder, "/program/trin/4", []string{"ejer", "Vibeke"}, 403},
		{adgang.Leverandoeren, "/program/trin/4", []string{"ejer", "Erik"}, 403},
		{adgang.CuraAdministrator, "/program/trin/X", nil, 404},
		{adgang.CuraAdministrator, "/program/trin/4", []string{"meldt", "2999-01-05"}, 422},
		{adgang.CuraAdministrator, "/program/trin/4", []string{"frist", "i morgen"}, 422},
		{adgang.Leverandoeren, "/program/trin/2/opgave", []string{"kode", "5", "fjern", "1"}, 303},
		{adgang.Leverandoeren, "/program/trin/2/opgave", []string{"kode", "5", "dato", "2026-01-05"}, 303},
		{adgang.Leverandoeren, "/program/trin/2/opgave", []string{"kode", "3", "fjern", "1"}, 403},
		{adgang.Leverandoeren, "/program/trin/8/opgave", []string{"emne", "aftale", "kode", "sdi", "fjern", "1"}, 403},
		{adgang.Leverandoeren, "/program/trin/8/opgave", []string{"kode", "4", "fjern", "1"}, 303},
		{adgang.CuraAdministrator, "/program/trin/2/opgave", []string{"kode", "9", "dato", "2026-01-05"}, 404},
		{adgang.CuraAdministrator, "/program/trin/2/opgave", []string{"kode", "5", "dato", "2026-01-05"}, 422}, // it is done
		{adgang.CuraAdministrator, "/program/trin/4/opgave", []string{"kode", "1", "dato", "2026-01-05"}, 404},
		{adgang.OrgAdministrator, "/program/filter", []string{"filter", "27"}, 403},
		{adgang.SapaAdministrator, "/program/plan", []string{"start", "2026-01-05"}, 403},
		{adgang.Borgerblikejer, "/program/plan", []string{"start", "2026-01-05"}, 303},
		{adgang.CuraAdministrator, "/program/plan", nil, 422},
		{adgang.CuraAdministrator, "/program/plan/kontakter", []string{"administrator", "ingen"}, 422},
	} {
		if got := post(c.role, c.address, c.fields...); got != c.want {
			t.Errorf("%s at %s %v: %d, want %d", c.role, c.address, c.fields, got, c.want)
		}
	}
	page := func(role adgang.Roller, address string) string {
		town.er(role, oio.Korsbaek, oio.Borgernoegle{})
		return town.spoerg("GET", address).Body.String()
	}
	if body := page(adgang.Programleder, "/program/trin/2"); strings.Contains(body, "<form method=\"post\" action=\"/program") {
		t.Error("the programme leader has a form")
	}
	if body := page(adgang.Leverandoeren, "/program/trin/8"); strings.Count(body, "/program/trin/8/opgave") == 0 {
		t.Error("the vendor has no form for the vendor's tasks")
	}
}
