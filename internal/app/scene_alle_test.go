package app

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
	"indeksbro/internal/testkit/shared"
)

// andreKommuner hangs invented municipalities on the board beside Korsbæk: twelve that wait for certificates, two that load the same night.
func andreKommuner(t *testing.T, town *by) []tavle.Kommunestand {
	t.Helper()
	var all []tavle.Kommunestand
	for i := range 14 {
		k := tavle.Kommunestand{Kommune: oio.CVR(fmt.Sprintf("3%07d", i)), Navn: []string{"Ørby", "Aaby", "Zenby"}[i%3] + fmt.Sprintf(" %c Kommune", 'A'+i), Tid: proevetid(), Klassifikation: i > 11, Sapa: i == 3, Regler: map[string]int{"R006": 2 + i}}
		for n, task := range forloeb.Opgaver {
			step := tavle.Trinstand{Nr: string(task.Nr), Tilstand: string(forloeb.Venter), Siden: proevedato().AddDays(-30)}
			switch {
			case n == 0 || n == 1 && i > 11:
				step.Tilstand, step.Andel = string(forloeb.Gjort), 100
			case n == 1:
				step = tavle.Trinstand{Nr: step.Nr, Tilstand: string(forloeb.Igang), Andel: 60, Siden: proevedato().AddDays(-8 - i), Mangler: "Opsæt certifikater: ikke gjort.", Hvem: "leverandøren", Noegle: "opgave-4"}
			case n == 2 && i == 13:
				step.Tilstand, step.Noegle, step.Mangler, step.Hvem = string(forloeb.Stoppet), "kle", "Der er ingen KLE-numre at vælge.", "EOJ-administratoren"
			}
			k.Trin = append(k.Trin, step)
		}
		if i >= 12 {
			k.Load = &tavle.Load{Dag: proevedato().AddDays(12), Varslet: proevedato(), Sager: 40_000, Bevillinger: 90_000, FartSDI: 20, FartYDI: 20}
		}
		k.Efterlyst = []tavle.Efterlyst{{Art: "ydelse", Navn: []string{"Tidlig indsats", "Velfærdsteknologi", "Natpatrulje", "Tidlig  Indsats", "Selvtræning", "Ledsagelse"}[i%6], Lov: "SEL", Paragraf: "§ 11"}}
		all = append(all, k)
	}
	for day := 40; day >= 0; day-- { // six weeks of history
		for i := range all {
			k := all[i]
			k.Tid, k.Eksport = k.Tid.AddDate(0, 0, -day), k.Klassifikation && day < 10
			if k.Klassifikation = k.Klassifikation && day < 25; day == 0 {
				k.Klassifikation, k.Eksport = all[i].Klassifikation, all[i].Eksport
			}
			if err := town.b.db.GemKommunestand(t.Context(), &k); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

func proevedato() oio.Dato { return oio.DatoOf(proevedag) }

// alleby is Korsbæk among others, with its pages.
func alleby(t *testing.T) (*by, *scene) {
	t.Helper()
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	if err := town.b.tovholder(&miljoe{World: World{Nu: proevetid}}).VisStand(t.Context()); err != nil {
		t.Fatal(err)
	}
	andreKommuner(t, town)
	server := httptest.NewServer(town.sted)
	t.Cleanup(server.Close)
	return town, newScene(t, server.URL)
}

// TestS12_TheProgrammeLeaderSeesAllMunicipalities plays the scene: colours by step, what many wait for, two loads of one night, what is asked for.
func TestS12_TheProgrammeLeaderSeesAllMunicipalities(t *testing.T) {
	town, s := alleby(t)
	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	s.open("/program/alle")
	s.reads("12 kommuner venter på certifikat, længst: 19 dage", "har varslet første indlæsning samme nat, 27. januar 2026", "Tidlig indsats 5 kommuner · SEL § 11", "R006", "Albertslund", "Som det stod 14. marts 2024", "Korsbæk Kommune")
	if rows := s.eval("document.querySelectorAll('.ib-alle-tabel tbody tr').length"); rows != "36" {
		t.Errorf("%s rows, want 15 municipalities of here and 21 of the table", rows)
	}
	if last := s.eval("document.querySelector('.ib-alle-tabel tbody tr:last-child th strong').innerText"); last != "Aarhus" {
		t.Errorf("the last is %s: not in Danish order", last)
	}
	if strip := s.eval("document.querySelector('.ib-stribe').innerText.replace(/\\s+/g, ' ')"); !strings.Contains(strip, "✓ : Gjort.") || !strings.Contains(strip, "I gang, 92 procent.") {
		t.Errorf("the strip of steps reads %q", strip)
	}
	if lines := s.eval("document.querySelectorAll('.ib-kurve polyline').length"); lines != "3" {
		t.Errorf("the figure has %s lines", lines)
	}
	s.accessible()
	s.tabTo("main a[href*='venter=certifikat']")
	s.goes("\r")
	s.reads("Venter på certifikat 12")
	if rows := s.eval("document.querySelectorAll('.ib-alle-tabel tbody tr').length"); rows != "12" {
		t.Errorf("%s rows wait for certificates, want 12", rows)
	}
	s.tabTo("main a[href*='sorter=siden']")
	s.goes("\r")
	if first := s.eval("document.querySelector('.ib-alle-tabel tbody tr th strong').innerText"); first != "Zenby L Kommune" {
		t.Errorf("%s has waited longest, want Zenby L: 19 days", first)
	}
	s.tabTo("main a[href*='laest=roller']")
	s.goes("\r")
	s.reads("Skanderborg", "Gennemgå rollerne med det samme", "Gennemgå rollerne, før der sendes data", "Ørby D Kommune")
	s.open("/program/alle?laest=vr%C3%B8vl&venter=x&sorter=%27")
	s.reads("Albertslund")

	// The calendar, and a pace for the night.
	s.open("/program/loads")
	s.reads("27. januar 2026", "40.000 sager og 90.000 bevillinger", "cirka 108 minutter", "(samme nat)")
	s.accessible()
	s.tabTo("main a[href*='kommune=30000012']")
	s.goes("\r")
	if chosen := s.eval("document.querySelector('#kommune').value + ' ' + document.querySelector('#fra').value"); chosen != "30000012 2026-01-27" {
		t.Errorf("the form is filled with %s", chosen)
	}
	s.fill("#sdi", "ti")
	s.send("form:has(#sdi)")
	s.reads("Skriv farten som et tal")
	s.accessible()
	s.fill("#sdi", "2,5")
	s.send("form:has(#sdi)")
	s.reads("Farten er aftalt", "Sager 2,5 i sekundet, bevillinger 20 i sekundet", "Aftalt for natten")

	// The report.
	s.open("/program/rapport")
	s.reads("Alle kommuner, 15. januar 2026", "Trin 3, Opsæt overførsel af KLE-koder, er stoppet i 1 kommune.", "samme nat", "12 kommuner venter på certifikat")
	s.accessible()
	s.open("/program/rapport?om=egen")
	s.reads("Korsbæk Kommune, 15. januar 2026")
	s.accessible()
}

// TestR120_PeopleOfAMunicipalitySeeTheirOwnRowAndTheSums asks for every page of these as each role: only the programme leader reads another's row.
func TestR120_PeopleOfAMunicipalitySeeTheirOwnRowAndTheSums(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	if err := town.b.tovholder(&miljoe{World: World{Nu: proevetid}}).VisStand(t.Context()); err != nil {
		t.Fatal(err)
	}
	others := andreKommuner(t, town)
	for _, role := range (adgang.Programfolk &^ adgang.Programleder).Enkeltvis() {
		town.er(role, oio.Korsbaek, oio.Borgernoegle{})
		for _, address := range []string{"/program/alle", "/program/alle?laest=vent", "/program/alle?venter=certifikat&sorter=siden", "/program/rapport", "/program/rapport?om=alle", "/program/moeder"} {
			body := town.spoerg(http.MethodGet, address).Body.String()
			for _, k := range others {
				if strings.Contains(body, k.Navn) || strings.Contains(body, string(k.Kommune)) {
					t.Errorf("%s sees %s on %s", role, k.Navn, address)
				}
			}
			if strings.Contains(body, "Albertslund") {
				t.Errorf("%s sees a row of the table on %s", role, address)
			}
		}
		body := town.spoerg(http.MethodGet, "/program/alle").Body.String()
		for _, want := range []string{"Korsbæk Kommune</strong>", "12 kommuner venter på certifikat", "af 36", "1 sammenfald"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not see %q", role, want)
			}
		}
		calendar := town.spoerg(http.MethodGet, "/program/loads").Body.String() // the days are for all to see, the sizes are not (R092)
		if !strings.Contains(calendar, others[12].Navn) || strings.Contains(calendar, "40.000") {
			t.Errorf("%s sees too little or too much of the calendar", role)
		}
		for _, address := range []string{"/program/loads", "/program/moeder", "/program/moeder/plan", "/program/moeder/svar/x"} {
			if got := town.spoerg(http.MethodPost, address).Code; got != http.StatusForbidden {
				t.Errorf("%s gets %d from POST %s", role, got, address)
			}
		}
	}
	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	if body := town.spoerg(http.MethodGet, "/program/alle").Body.String(); !strings.Contains(body, others[0].Navn) || !strings.Contains(body, "Albertslund") {
		t.Error("the programme leader does not see all")
	}
}

// TestR123_QuestionsBeforeASessionAndAnswersForAll is the Cura administrator who asks and the programme leader who answers.
func TestR123_QuestionsBeforeASessionAndAnswersForAll(t *testing.T) {
	town, s := alleby(t)
	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	s.open("/program/moeder")
	s.eval("(document.querySelector('details:has(#start)').open = true)")
	s.fill("#start", "2026-04-06")
	s.send("form:has(#start)")
	s.reads("Møderne er lagt i kalenderen.", "6. april 2026", "13. april 2026", "20. april 2026", "27. april 2026", "4. maj 2026", "Opfølgning 4")
	s.accessible()

	town.er(adgang.CuraAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	town.somHvem.Navn = "Karen Holm"
	s.open("/program/moeder")
	s.fill("#spoergsmaal", "Hvad med borgeren 610190-1234?")
	s.send("form:has(#spoergsmaal)")
	s.reads("Teksten indeholder noget, der ligner et CPR-nummer", "Intet er ændret.")
	s.accessible()
	s.fill("#spoergsmaal", "Skal pakker have en type?")
	s.fill("#moede", "2026-04-13")
	s.send("form:has(#spoergsmaal)")
	s.reads("Spørgsmålet er sendt til programlederen.", "Skal pakker have en type?", "Karen Holm, jeres kommune", "til mødet 13. april 2026", "Venter på svar")
	if s.has("form[action*='/svar/']") {
		t.Error("she may answer herself")
	}

	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	town.somHvem.Navn = "Vibeke Dam"
	s.open("/program/moeder?q=pakker+type")
	s.reads("1 spørgsmål passer", "Karen Holm, Korsbæk Kommune")
	s.eval("(document.querySelector('details:has(form[action*=\"/svar/\"])').open = true)")
	s.accessible()
	s.fill("textarea[name=svar]", "Nej. Pakker mappes aldrig.")
	s.send("form[action*='/svar/']")
	s.reads("Svaret er gemt. Alle kan se det.", "Nej. Pakker mappes aldrig.", "Svar fra Vibeke Dam")

	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	s.open("/program/moeder?q=ALDRIG")
	s.reads("Nej. Pakker mappes aldrig.")
	s.open("/program/moeder?q=findes-ikke")
	s.reads("0 spørgsmål passer")
	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	if got := town.spoerg(http.MethodPost, "/program/moeder/svar/findes-ikke").Code; got != http.StatusNotFound {
		t.Errorf("an answer to no question gives %d", got)
	}
}

// TestR098_TheSenderKeepsToThePaceOfTheSlot agrees a pace on the board, and asks the exporter's own pace.
func TestR098_TheSenderKeepsToThePaceOfTheSlot(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}}
	if err := town.b.tovholder(m).VisStand(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := town.b.db.SetPolitik(t.Context(), oio.Korsbaek, "fart-ydi", "3", "test", proevetid()); err != nil {
		t.Fatal(err)
	}
	pace := func() [2]float64 {
		x := town.b.exporter(m)
		return [2]float64{x.FartSDI.Aftale().PrSekund, x.FartYDI.Aftale().PrSekund}
	}
	if got := pace(); got != [2]float64{0, 3} {
		t.Errorf("before anything is agreed, the pace is %v", got)
	}
	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	agree := func(values url.Values) int {
		r := httptest.NewRequest(http.MethodPost, "http://indeksbro.example/program/loads", strings.NewReader(values.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		town.sted.ServeHTTP(w, r)
		return w.Code
	}
	today := proevedato().String()
	for name, wrong := range map[string]url.Values{
		"no day": {"kommune": {string(oio.Korsbaek)}, "sdi": {"5"}}, "nobody": {"kommune": {"12345678"}, "fra": {today}, "sdi": {"5"}}, "backwards": {"kommune": {string(oio.Korsbaek)}, "fra": {today}, "til": {"2026-01-01"}, "sdi": {"5"}},
		"negative": {"kommune": {string(oio.Korsbaek)}, "fra": {today}, "sdi": {"-1"}}, "no number": {"kommune": {string(oio.Korsbaek)}, "fra": {today}, "sdi": {"NaN"}},
	} {
		if got := agree(wrong); got != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, got)
		}
	}
	if got := agree(url.Values{"kommune": {string(oio.Korsbaek)}, "fra": {today}, "til": {today}, "sdi": {"7"}, "ydi": {"50"}}); got != http.StatusSeeOther {
		t.Fatalf("the form gives %d", got)
	}
	if got := pace(); got != [2]float64{7, 3} {
		t.Errorf("with 7 and 50 agreed and 3 chosen, the pace is %v, want 7 and 3", got)
	}
	if got := agree(url.Values{"kommune": {string(oio.Korsbaek)}, "fra": {today}}); got != http.StatusSeeOther {
		t.Fatal(got)
	}
	if got := pace(); got != [2]float64{0, 3} {
		t.Errorf("what is taken back holds: %v", got)
	}
}

// TestTheReportIsFetchedAsAPage reads the page back with an independent reader.
func TestTheReportIsFetchedAsAPage(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		shared.Missing(t, "the report cannot be read back without pdftotext (poppler-utils)")
	}
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	read := func() string {
		w := town.spoerg(http.MethodGet, "/program/rapport.pdf")
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/pdf" {
			t.Fatalf("%d %v", w.Code, w.Header())
		}
		file := filepath.Join(t.TempDir(), "r.pdf")
		if err := os.WriteFile(file, w.Body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
		if err != nil || strings.Count(string(out), "\f") != 1 {
			t.Fatalf("%v %q", err, out)
		}
		return string(out)
	}
	town.er(adgang.CuraAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	if text := read(); !strings.Contains(text, "Korsbæk Kommune, 15. januar 2026") || !strings.Contains(text, "Aktivér Eksporter sager") || strings.Contains(text, "Albertslund") {
		t.Errorf("the municipality's report reads:\n%s", text)
	}
	town.er(adgang.Programleder, oio.Korsbaek, oio.Borgernoegle{})
	if text := read(); !strings.Contains(text, "Alle kommuner, 15. januar 2026") || !strings.Contains(text, "17 af 21") {
		t.Errorf("the report of all reads:\n%s", text)
	}
}
