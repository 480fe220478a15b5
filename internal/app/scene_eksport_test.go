package app

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// lilleVerden is the small municipality of the stories, mapped and marked, with nothing activated.
func lilleVerden(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	verden := func(name string) string { return filepath.Join("..", "..", "testdata", "script", "verden", name) }
	skal(t, data, "kle", "import", verden("kle.xml"))
	skal(t, data, "organisation", "import", verden("organisation.ndjson"))
	skal(t, data, "eoj", "load", verden("kilde.ndjson"))
	skal(t, data, "mapping", "set", "enhed", "en-3", "kombit=10000000-0000-4000-8000-000000000003")
	return data
}

// fill writes into fields as a person would, and leaves them.
func (s *scene) fill(selector, value string) {
	s.t.Helper()
	s.eval(fmt.Sprintf("(document.querySelector(%q).value = %q)", selector, value))
}

// send presses the button of the form that a field is in.
func (s *scene) send(form string) {
	s.t.Helper()
	s.tabTo(form + " button")
	s.goes(kb.Enter)
}

// TestS5_TheButton plays the flight list until it is green, the button, the load, the pause, and the verification.
func TestS5_TheButton(t *testing.T) {
	data := lilleVerden(t)
	skal(t, data, "mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse")
	skal(t, data, "policy", "set", "fart-sdi=1")
	skal(t, data, "policy", "set", "fart-ydi=1")
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	s.open("/vaerksted/eksport")
	s.reads("Klar til at eksportere?", "Ingen sagstype har et KLE-nummer", "Det gør EOJ-administratoren", "fki@kombit.dk")
	skal(t, data, "mapping", "set", "sagstype", "st-12", "kle=29.09.04")
	for _, line := range []string{"opgave-1", "opgave-2", "aftale-sdi", "aftale-ydi", "opgave-4"} {
		s.open("/vaerksted/eksport")
		s.send("form:has(#dato-" + line + ")")
	}
	s.reads("3 ting mangler")
	s.accessible()
	if brev := s.eval("document.querySelector('#brev-varsel').value"); !strings.Contains(brev, "2 sager og 2 bevillinger") || !strings.Contains(brev, "Korsbæk Kommune") {
		t.Errorf("the notice says %q", brev)
	}
	// A button that is not there yet cannot be found by its address either (R092, R093).
	s.open("/vaerksted/eksport/aktiver")
	s.reads("Aktivér integrationen", "Tilbage til listen")
	s.open("/vaerksted/eksport")
	s.send("form:has(#dato-opgave-5)")
	s.fill("#dag-varsel", "2026-01-18")
	s.send("form:has(#dato-varsel)")
	s.fill("#af-trin-a", "Bo Lund")
	s.send("form:has(#dato-trin-a)")
	s.reads("2 sager og 2 bevillinger sendes. Forventet tid: under et minut ved den aftalte fart.", "Det er mindre end en uge før", "Underskrevet 15. januar 2026 af Bo Lund")
	s.accessible()

	s.tabTo("a[href='/vaerksted/eksport/aktiver']")
	s.goes(kb.Enter)
	s.reads("Eksporter sager?", "2 sager og 2 bevillinger sendes", "mindre end en uge")
	s.accessible()
	skal(t, data, "export", "pause", "--af", "Karen Holm", "--grund", "KOMBIT beder os vente") // before anything can go
	s.open("/vaerksted/eksport/aktiver")
	s.tabTo("form[action='/vaerksted/eksport/aktiver'] button")
	s.goes(kb.Enter)
	s.reads("Pause. 4 sager og bevillinger venter.", "Sat på pause af Karen Holm", "KOMBIT beder os vente")
	s.open("/vaerksted/eksport/styr") // the other pages look again by themselves
	s.accessible()
	s.reads("Sager i sekundet")
	s.fill("#fart-sdi", "50")
	s.send("form:has(#fart-sdi)")
	s.open("/vaerksted/eksport/styr")
	s.fill("#fart-ydi", "50")
	s.send("form:has(#fart-ydi)")
	s.open("/vaerksted/eksport/styr")
	s.send("form:has([value=genoptag])")
	until(t, "the load and its verification", func() bool {
		s.open("/vaerksted/eksport")
		return strings.Contains(s.text(), "Kontrolleret: 0 forskelle.")
	})
	s.reads("Alt er sendt.", "Intet. Indekserne har taget imod alt.")
	s.accessible()
	s.open("/vaerksted/eksport/liste")
	s.reads("Eksporter sager er aktiv", "Aktiveret.")
	status := skal(t, data, "export", "status")
	if !strings.Contains(status, "6 objects, 0 differences") {
		t.Errorf("status tells no verification: %s", status)
	}
}

// TestR028_R099_R094_HeldTestedAndStartedOverOnPages releases what is held, limits the export to a test, and starts over, by the pages.
func TestR028_R099_R094_HeldTestedAndStartedOverOnPages(t *testing.T) {
	data := lilleVerden(t)
	skal(t, data, "mapping", "set", "sagstype", "st-12", "kle=29.09.04", "--trods", "prøve")
	skal(t, data, "export", "activate", "--trods", "prøve")
	skal(t, data, "export", "run", "--once")
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	s.open("/vaerksted/eksport/holdt")
	s.reads("Ydelsen mangler en fælleskommunal ydelsestype", "2 bevillinger", "Siden 15.1.2026")
	s.accessible()
	s.open("/vaerksted/eksport/holdt?sagstype=st-12")
	s.send("form:has([name=sagstype][value=st-12])")
	s.reads("Frigiv uden type?", "2 bevillinger for")
	s.accessible()
	s.fill("#hvorfor", "borgerne kan ikke vente")
	s.send("form:has(#hvorfor)")
	s.reads("besluttet")
	until(t, "the release", func() bool {
		s.open("/vaerksted/eksport/holdt")
		return strings.Contains(s.text(), "Intet holdes tilbage her.")
	})
	s.open("/vaerksted/sagstype/st-12")
	s.reads("Bevillinger uden type sendes: borgerne kan ikke vente")

	// R099: the test run.
	s.open("/vaerksted/test")
	s.eval("(document.querySelector('input[name=id][value=st-12]').checked = true)")
	s.fill("[name=forventet-st-12]", "To sager")
	s.send("form[action='/vaerksted/test']")
	s.send("form[action='/vaerksted/eksport/proeve']")
	until(t, "the test as expected", func() bool {
		s.open("/vaerksted/test")
		return strings.Contains(s.text(), "Prøven gik som forventet.")
	})
	s.reads("2 sager og 2 bevillinger", "To sager")
	if row := s.eval("document.querySelector('[data-titel=\"Hvad I ventede\"]').innerText"); row != "To sager" {
		t.Errorf("what was expected to be seen is %q", row)
	}
	s.accessible()
	s.send("form:has([value=resten])")
	s.reads("Send kun prøven")

	// R094: start over, numbers first, then a name; serve does the work.
	s.open("/vaerksted/eksport/forfra")
	s.eval("(document.querySelector('input[name=id][value=st-12]').checked = true)")
	s.accessible()
	s.send("form[action='/vaerksted/eksport/forfra']")
	s.reads("2 sager", "forsvinder", "Hvem svarer for sletningen?")
	s.accessible()
	s.fill("#navn", "Karen Holm")
	s.send("form[action='/vaerksted/eksport/forfra']")
	until(t, "the start-over", func() bool {
		s.open("/vaerksted/eksport/forfra")
		return strings.Contains(s.text(), "er færdig. Karen Holm svarede for det.")
	})
	s.accessible()
}

// TestR100_AWaitingDeletionIsLookedAtAndApprovedOnAPage takes a mark away: what it would remove waits, is shown in numbers, and goes when a named
// person says so.
func TestR100_AWaitingDeletionIsLookedAtAndApprovedOnAPage(t *testing.T) {
	data := lilleVerden(t)
	skal(t, data, "mapping", "set", "sagstype", "st-12", "kle=29.09.04", "--trods", "prøve")
	skal(t, data, "mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse")
	skal(t, data, "export", "activate", "--trods", "prøve")
	skal(t, data, "export", "run", "--once")
	skal(t, data, "mapping", "set", "sagstype", "st-12", "fjern", "--af", "Karen Holm")
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	until(t, "the deletion waits", func() bool {
		s.open("/vaerksted/eksport")
		return strings.Contains(s.text(), "venter på, at en navngiven person godkender den")
	})
	s.tabTo("a[href='/vaerksted/eksport/sletning/1']")
	s.goes(kb.Enter)
	s.reads("Godkend sletning?", "4 sager og bevillinger for 2 borgere fjernes")
	s.accessible()
	s.fill("#navn", "Karen Holm")
	s.send("form:has(#navn)")
	until(t, "the removal", func() bool {
		s.open("/vaerksted/eksport")
		return !strings.Contains(s.text(), "navngiven person")
	})
	if status := adderOp(t, data); status.Indeks["sag"]+status.Indeks["bevilling"] != 0 || status.Tilstande["udeladt"] != 6 {
		t.Errorf("something stayed in the index: %+v", status)
	}
	s.open("/vaerksted/eksport/sletning/1")
	s.reads("venter ikke mere")
}
