package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"indeksbro/internal/oio"
)

// presses clicks the button a selector finds, and waits for the page it leads to.
func (s *scene) presses(selector string) {
	s.t.Helper()
	s.eval("document.documentElement.dataset.gammel = '1'")
	if s.eval(fmt.Sprintf("(document.querySelector(%q) !== null)", selector)) != "true" {
		s.t.Fatalf("%s: there is no %s; it says: %s", s.eval("location.pathname"), selector, s.text())
	}
	s.eval(fmt.Sprintf("(document.querySelector(%q).click(), 1)", selector))
	until(s.t, selector+": another page", func() bool {
		there, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && !document.documentElement.dataset.gammel"))
		return err == nil && there
	})
}

// delende is a municipality that has loaded the small world and decided two of its names.
func delende(t *testing.T, data, kommune string, decisions ...[]string) {
	t.Helper()
	verden := func(name string) string { return filepath.Join("..", "..", "testdata", "script", "verden", name) }
	all := [][]string{{"kle", "import", verden("kle.xml")}, {"organisation", "import", verden("organisation.ndjson")}, {"eoj", "load", verden("kilde.ndjson")}}
	for _, args := range append(all, decisions...) {
		skal(t, data, append([]string{"--kommune", kommune}, args...)...)
	}
}

// TestR125_SharingAndTakingOverOnPages shares what is shown, sees what the others chose, and takes it over with its numbers first.
func TestR125_SharingAndTakingOverOnPages(t *testing.T) {
	data := lilleVerden(t)
	kind := "type=sul-119-borgerrettet-forebyggelse"
	delende(t, data, "22222222", []string{"policy", "set", "navn=Faxe Kommune"}, []string{"mapping", "set", "ydelse", "yd-4", kind}, []string{"mapping", "set", "sagstype", "st-12", "kle=29.09.04", "--trods", "prøve"}, []string{"faelles", "publish", "--yes"})
	delende(t, data, "33333333", []string{"policy", "set", "navn=Ringsted Kommune"}, []string{"mapping", "set", "ydelse", "yd-4", kind}, []string{"mapping", "set", "ydelse", "yd-5", "ikke"}, []string{"faelles", "publish", "--yes"})
	delende(t, data, "44444444", []string{"policy", "set", "navn=Sorø Kommune"}, []string{"mapping", "set", "ydelse", "yd-4", "ikke"}, []string{"faelles", "publish", "--yes"})
	korsbaek := []string{"--kommune", string(oio.Korsbaek)}
	skal(t, data, append(korsbaek, "mapping", "set", "ydelse", "yd-5", "ikke", "--grund", "kun for os")...)
	skal(t, data, append(korsbaek, "eoj", "load", filepath.Join("testdata", "navne.ndjson"))...)
	skal(t, data, append(korsbaek, "mapping", "set", "ydelse", "yd-8", "ikke")...)
	k := start(t, data, "--kommune", string(oio.Korsbaek), "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))

	s.open("/program/faelles")
	s.reads("I deler ikke noget endnu", "1 navn holdes tilbage", "3 kommuner deler med jer", "2 af 3 valgte sul-119-borgerrettet-forebyggelse; 1 valgte ingen", "Ikke besluttet", "Enig", "Faxe Kommune", "Opslagstavlen her")
	s.accessible()

	// Exactly what is shown is shared.
	s.tabTo("a[href='/program/faelles/del']")
	s.goes(kb.Enter)
	s.reads("Det her deles", "Aftensmad", "Skal ikke med", "Støtte til Anna Jensen", "ligner et navn på en person")
	if text := s.text(); strings.Contains(text, "kun for os") || strings.Contains(text, "yd-5") {
		t.Errorf("free text or an id is about to be shared: %s", text)
	}
	s.accessible()
	s.presses("a[href='/program/faelles/del?noter=1']")
	s.reads("kun for os")
	s.accessible()
	s.open("/program/faelles/del")
	skal(t, data, append(korsbaek, "mapping", "set", "ydelse", "yd-5", "fjern")...) // decided otherwise while she looks
	s.send("form[action='/program/faelles/del']")
	s.reads("Intet er delt", "ingen beslutninger")
	skal(t, data, append(korsbaek, "mapping", "set", "ydelse", "yd-5", "ikke")...)
	s.open("/program/faelles/del")
	s.send("form[action='/program/faelles/del']")
	s.reads("Jeres valg er delt med de andre", "I deler 1 valg")
	if list := skal(t, data, "--kommune", "22222222", "faelles", "list"); !strings.Contains(list, "Aftensmad SEL 83: 2 af 2 valgte ingen") {
		t.Errorf("Faxe sees %s", list)
	}

	// Taking over shows its numbers first, is an ordinary decision with where it comes from, and can be undone.
	s.eval("document.querySelector('details.ib-lille').open = true")
	s.accessible()
	s.eval("(document.querySelectorAll('input[name=tag]').forEach(i => i.checked = true), 1)")
	s.presses("form[action='/program/faelles/overtag'] p.ib-knapper button")
	s.reads("Hvad sker der?", "2 sager (1 aktiv) og 2 bevillinger for 2 borgere bliver synlige", "Overtaget fra Faxe Kommune og Ringsted Kommune", "Overtaget fra Faxe Kommune", "ikke besluttet")
	s.accessible()
	s.send("form[action='/program/faelles/overtag']")
	s.reads("2 beslutninger er taget", "Enig")
	if history := skal(t, data, append(korsbaek, "mapping", "history", "yd-4")...); !strings.Contains(history, "overtaget fra Faxe Kommune og Ringsted Kommune") {
		t.Errorf("%s", history)
	}
	s.send("form[action='/program/faelles/fortryd']")
	s.reads("Det er fortrudt", "Ikke besluttet")

	// What a rule stands against is said, and nothing is decided (R006).
	s.eval("(document.querySelectorAll('input[name=tag]').forEach(i => i.checked = i.value.includes('st-12')), 1)")
	s.presses("form[action='/program/faelles/overtag'] p.ib-knapper button")
	s.presses("form[action='/program/faelles/overtag'] button")
	s.reads("Intet er besluttet", "R006")
	s.accessible()

	// Back again, and files.
	s.open("/program/faelles?vis=alle&q=aften")
	s.reads("Aftensmad")
	s.presses("form[action='/program/faelles/tilbage'] button")
	s.reads("I deler ikke mere noget")
	s.open("/program/faelles/pakke")
	s.reads("I deler ikke noget endnu")
}

// TestR125_FilesAreTakenOnThePage uploads a bundle: unknown, with the fingerprint, once more, and broken.
func TestR125_FilesAreTakenOnThePage(t *testing.T) {
	elsewhere, data, dir := lilleVerden(t), lilleVerden(t), t.TempDir()
	skal(t, elsewhere, "mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse")
	faxe := t.TempDir()
	delende(t, faxe, "22222222", []string{"policy", "set", "navn=Faxe Kommune"}, []string{"mapping", "set", "ydelse", "yd-4", "ikke"}, []string{"faelles", "publish", "--yes"}, []string{"faelles", "bundle", filepath.Join(dir, "faxe.pakke")})
	print := strings.TrimSpace(skal(t, faxe, "--kommune", "22222222", "faelles", "fingerprint"))
	whole, err := os.ReadFile(filepath.Join(dir, "faxe.pakke"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "aendret.pakke"), bytes.Replace(whole, []byte("Faxe"), []byte("Foxe"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "fejl.csv"), []byte("kommune;kind;navn;kode\n1;ydelse;x;y\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	upload := func(name, trust string) {
		t.Helper()
		s.open("/program/faelles")
		s.do(chromedp.SetUploadFiles("#fil", []string{filepath.Join(dir, name)}))
		s.fill("#tillid", trust)
		s.presses("form[action='/program/faelles/fil'] button")
	}
	upload("faxe.pakke", "")
	s.reads("Hvem er pakken fra?", "Faxe Kommune", print)
	s.accessible()
	upload("faxe.pakke", "AAAA BBBB")
	s.reads("Intet er ændret", "ikke pakkens")
	upload("aendret.pakke", print)
	s.reads("ikke, som den blev underskrevet")
	upload("fejl.csv", "")
	s.reads("Linje 2: kommunens CVR-nummer")
	s.accessible()
	upload("faxe.pakke", print)
	s.reads("1 valg er hentet", "1 af 1 valgte ingen", "Faxe Kommune", "Underskrevet pakke, hentet 15. januar 2026")
	s.accessible()
	upload("faxe.pakke", "")
	s.reads("hentet før")
}

// TestR015_R047_ClarificationsOnPages puts a question, sends it, gets an answer that another municipality had, uses it, and shows one's own to the others.
func TestR015_R047_ClarificationsOnPages(t *testing.T) {
	data := lilleVerden(t)
	delende(t, data, "22222222", []string{"policy", "set", "navn=Faxe Kommune"})
	k := start(t, data, "--kommune", string(oio.Korsbaek), "serve", "--addr", "127.0.0.1:0")
	other := start(t, data, "--kommune", "22222222", "serve", "--addr", "127.0.0.1:0")
	ask := func(s *scene, row, text string) {
		t.Helper()
		s.open("/vaerksted/" + row)
		s.fill("#note", text)
		s.presses("button[name=slags][value=afklaring]")
	}
	note := func(s *scene, name, slags, kode, tekst string) {
		t.Helper()
		s.open("/program/afklaringer")
		form := "form[action='/program/afklaringer/svar']:has([value='" + name + "'])"
		s.eval("document.querySelectorAll('details').forEach(d => d.open = true)")
		s.fill(form+" [name=slags]", slags)
		s.fill(form+" [name=kode]", kode)
		s.fill(form+" [name=tekst]", tekst)
		s.presses(form + " button")
	}

	faxe := newScene(t, other.url)
	faxe.logIn(other.key(t))
	ask(faxe, "ydelse/yd-4", "Hvilken er det? Noget til os selv.")
	faxe.open("/program/afklaringer")
	faxe.reads("1 navn venter på svar", "Ikke sendt", "1 spørgsmål er ikke sendt endnu")
	faxe.accessible()
	faxe.send("form[action='/program/afklaringer/sendt']")
	faxe.reads("sendt til FKI 15. januar 2026")
	note(faxe, "yd-4", "findes", "findes-ikke", "")
	faxe.reads("Ydelsestypen er ikke i kataloget")
	note(faxe, "yd-4", "paa-vej", "sul-119-borgerrettet-forebyggelse", "")
	faxe.reads("på vej, kan ikke vælges endnu")
	note(faxe, "yd-4", "findes", "sul-119-borgerrettet-forebyggelse", "Den dækker også diæt.")
	faxe.reads("vises for de andre kommuner", "Besvaret, men ikke besluttet", "brug Borgerrettet forebyggelse", "Faxe Kommune, 15. januar 2026")
	faxe.accessible()

	// Korsbæk waits for the same, and is offered the answer; the question of Faxe stays in Faxe.
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	ask(s, "ydelse/yd-4", "Er det forebyggelse?")
	s.open("/program/afklaringer")
	s.reads("Faxe Kommune fik svar den 15. januar 2026", "brug Borgerrettet forebyggelse", "Den dækker også diæt.")
	if strings.Contains(s.text(), "til os selv") {
		t.Error("what Faxe asked is shown")
	}
	s.accessible()
	s.presses("form[action='/program/afklaringer/anvend'] button")
	s.reads("Hvad sker der?", "Faxe Kommune fik svar den 15. januar 2026: Der er en type: brug Borgerrettet forebyggelse")
	s.accessible()
	s.send("form[action='/program/afklaringer/anvend']")
	s.reads("1 beslutning er taget", "Intet venter på svar hos os", "1 er besluttet")
	if history := skal(t, data, "--kommune", string(oio.Korsbaek), "mapping", "history", "yd-4"); !strings.Contains(history, "Faxe Kommune fik svar") {
		t.Errorf("%s", history)
	}
	s.send("form[action='/program/faelles/fortryd']")
	s.reads("Det er fortrudt")

	// A type on its way goes on waiting, and is offered when the catalogue has it (R047).
	skal(t, data, "--kommune", string(oio.Korsbaek), "eoj", "load", filepath.Join("testdata", "ventende.ndjson"))
	ask(s, "ydelse/yd-9", "Kommer der en type?")
	s.open("/program/afklaringer")
	s.reads("Kataloget har nu typen", "R047")
	s.accessible()
	note(s, "yd-9", "paa-vej", "", "Den kommer til sommer.")
	s.reads("Ny type på vej", "Den kommer til sommer.", "Kataloget har nu typen")
	s.presses("li:has(a[href='/vaerksted/ydelse/yd-9']) form[action='/program/afklaringer/anvend'] button")
	s.reads("Ny eller ændret type i kataloget")
	s.send("form[action='/program/afklaringer/anvend']")
	s.reads("1 beslutning er taget")
}

// TestR015_TheProgrammeAnswersForAll has the programme leader of the demo put up an answer, and sees that she changes nothing of the municipality's.
func TestR015_TheProgrammeAnswersForAll(t *testing.T) {
	k := start(t, t.TempDir(), "demo", "--addr", "127.0.0.1:0", "--borgere", "20")
	s := newScene(t, k.url)
	s.open("/demo")
	s.presses("form:has([value='vibeke-dam']) button")
	until(t, "logged in", func() bool { return strings.Contains(s.eval("document.body ? document.body.innerText : ''"), "Log ud") })
	s.open("/program/faelles")
	s.reads("Hvad de andre valgte", "9 kommuner deler med jer")
	if s.has("form[action='/program/faelles/overtag'] input") || s.has("#fil") {
		t.Error("the programme leader may take over, or upload")
	}
	s.accessible()
	s.open("/program/afklaringer")
	s.fill("#alle-navn", "Aftensmad")
	s.fill("#alle-slags", "ikke")
	s.fill("#alle-tekst", "Det er madservice.")
	s.presses("form[action='/program/afklaringer/opslag'] button")
	s.reads("vises for de andre kommuner", "Den oprettes ikke: den skal ikke med. Det er madservice.", "Programmet")
	s.fill("#alle-navn", "Støtte til Anna Jensen")
	s.fill("#alle-slags", "ikke")
	s.presses("form[action='/program/afklaringer/opslag'] button")
	s.reads("ligner noget om en person")
	s.accessible()
}
