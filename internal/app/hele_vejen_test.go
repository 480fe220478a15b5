package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
	"indeksbro/internal/web"
)

// tomby is a municipality on its first day: nothing is in it, everything of it runs, and a browser stands before it.
type tomby struct {
	*blikby
	*scene
}

func nyTomby(t *testing.T) *tomby {
	t.Helper()
	began := time.Now()
	clock := func() time.Time { return proevetid().Add(time.Since(began)) } // the desk counts again as time goes
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: clock}, data: t.TempDir(), kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	town := &blikby{t: t, log: &testkit.Writer{}, own: eojSystem(t.Context(), m, b.kommune).UUID}
	log := slog.New(slog.NewTextHandler(town.log, nil))
	m.log = log
	town.tj = newTjeneste(m, b, log)
	town.sted = town.tj.websted(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"}, Identiteter: town, Login: "/log-ind", LogUd: "/log-ud", Log: log}, adgang.Leverandoeren)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	machine := func(*http.Request) (string, bool) { return "test", true }
	go func() { ended <- town.tj.run(ctx, listener, town.tj.handler(town.sted, machine, nil)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the service: %v", err)
		}
		m.close()
	})
	return &tomby{town, newScene(t, "http://"+listener.Addr().String())}
}

// verden is a file of the small world of the stories.
func verden(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "testdata", "script", "verden", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// som lets somebody with a role sit down at the browser.
func (b *tomby) som(role adgang.Roller) { b.er(role, oio.Borgernoegle{}) }

// post sends a form of a page of ours from the browser.
func (b *tomby) post(address string, fields ...string) {
	b.blikby.t.Helper()
	var inputs strings.Builder
	for i := 0; i < len(fields); i += 2 {
		fmt.Fprintf(&inputs, "i=document.createElement('input');i.name=%q;i.value=%q;f.append(i);", fields[i], fields[i+1])
	}
	b.eval("document.documentElement.dataset.gammel = '1'")
	b.eval(fmt.Sprintf("(()=>{let i,f=document.createElement('form');f.method='post';f.action=%q;%sdocument.body.append(f);f.submit()})()", address, inputs.String()))
	until(b.blikby.t, "the answer of "+address, func() bool {
		there, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && !document.documentElement.dataset.gammel"))
		return err == nil && there
	})
}

// staar expects the steps named to be done, in the facts and on the page, and no other.
func (b *tomby) staar(done ...forloeb.Nr) {
	b.blikby.t.Helper()
	b.open("/program")
	f, err := b.tj.tovholder().Forloeb(b.blikby.t.Context())
	if err != nil {
		b.blikby.t.Fatal(err)
	}
	for _, step := range f.Trin {
		if want := slices.Contains(done, step.Nr); (step.Tilstand == forloeb.Gjort) != want {
			b.blikby.t.Errorf("step %s is %s, want done: %v. %+v", step.Nr, step.Tilstand, want, step.Fakta)
		}
	}
}

// nej expects the page to refuse, by a rule's number.
func (b *tomby) nej(rule string) {
	b.blikby.t.Helper()
	if text := b.text(); !strings.Contains(text, rule) {
		b.blikby.t.Errorf("%s does not refuse by %s: %s", b.eval("location.pathname"), rule, text)
	}
}

// TestTheWholeWay takes a municipality from nothing to "seen by citizen and caseworker": the eight steps and two, by five people, in a
// browser. Each step is done by its fact and not before; each wrong order of the deck is stopped or warned about, by its rule.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	b := nyTomby(t)
	const cura, org, blik, sapa = adgang.CuraAdministrator, adgang.OrgAdministrator, adgang.Borgerblikejer, adgang.SapaAdministrator

	// The first day: nothing is done, and nobody can send anything.
	b.som(cura)
	b.staar()
	b.accessible()
	feed, err := os.Open(verden(t, "kilde.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = feed.Close() }()
	if _, err := b.tj.load(t.Context(), feed, func(mirror.Linje) {}, func() {}); err != nil {
		t.Fatal(err)
	}

	// Steps 2 and 3: the order of the five tasks is kept; without KLE nothing can be marked.
	b.open("/program/trin/2")
	b.post("/program/trin/2/opgave", "emne", "klassifikation-opgave", "kode", "2", "dato", "2026-01-02")
	b.nej("R065")
	b.open("/program")
	b.post("/vaerksted/beslut", "art", "sagstype", "id", "st-12", "valg", "kle=29.09.04")
	b.nej("R060")
	for nr, role := range []adgang.Roller{cura, adgang.Leverandoeren, cura, adgang.Leverandoeren, adgang.Leverandoeren} {
		b.som(role)
		b.staar()
		b.open("/program/trin/2")
		b.post("/program/trin/2/opgave", "emne", "klassifikation-opgave", "kode", fmt.Sprint(nr+1), "dato", fmt.Sprintf("2026-01-%02d", nr+2))
	}
	b.som(cura)
	b.staar("2")
	b.open("/vaerksted")
	b.upload("#kle-fil", verden(t, "kle.xml"))
	b.staar("2", "3")

	// Steps 1 and 4 before 5, and 7 before 5: the guards say so.
	b.post("/vaerksted/beslut", "art", "sagstype", "id", "st-12", "valg", "kle=29.09.04")
	b.nej("R006")
	for id, valg := range map[string]string{"yd-4": "type=sul-119-borgerrettet-forebyggelse", "yd-5": "ikke"} {
		b.open("/program")
		b.post("/vaerksted/beslut", "art", "ydelse", "id", id, "valg", valg, "grund", "Behandles i ESDH")
	}
	b.staar("2", "3", "4")
	b.post("/vaerksted/beslut", "art", "sagstype", "id", "st-12", "valg", "kle=29.09.04")
	b.nej("R007")

	// Steps 6 and 7 are the FK Organisation administrator's.
	b.som(cura)
	b.open("/vaerksted")
	b.upload("#org-fil", verden(t, "organisation.ndjson"))
	b.som(org)
	b.open("/vaerksted/enheder")
	b.accessible()
	for id, unit := range map[string]string{"en-3": "10000000-0000-4000-8000-000000000003", "en-4": "10000000-0000-4000-8000-000000000002"} {
		b.open("/program")
		b.post("/vaerksted/enhed/"+id+"/beslut", "kombit", unit, "set", "0")
	}
	b.staar("2", "3", "4", "6", "7")

	// Step 5, and with it step 1: every row is decided.
	b.som(cura)
	b.open("/program")
	b.post("/vaerksted/beslut", "art", "sagstype", "id", "st-12", "valg", "kle=29.09.04")
	b.staar("2", "3", "4", "6", "7")
	b.post("/vaerksted/beslut", "art", "sagstype", "id", "st-20", "valg", "ikke", "grund", "Behandles i ESDH")
	b.staar("1", "2", "3", "4", "5", "6", "7")

	// Step 8 cannot be taken yet: agreements, notice and roles are missing. Nor can SAPA be opened before step A.
	b.post("/vaerksted/eksport/aktiver")
	b.nej("R092")
	b.som(sapa)
	opening := "/borgerblik/aabning/sapa/" + b.own.String()
	b.open("/borgerblik/aabninger")
	b.post(opening, "handling", "aabn")
	b.nej("R117")
	b.som(cura)
	for _, line := range []string{"opgave-1", "opgave-2", "aftale-sdi", "aftale-ydi", "opgave-4", "opgave-5"} {
		b.open("/vaerksted/eksport")
		b.send("form:has(#dato-" + line + ")")
	}
	b.open("/vaerksted/eksport")
	b.fill("#dag-varsel", "2026-01-18") // three days before: late
	b.send("form:has(#dato-varsel)")
	b.reads("Det er mindre end en uge før")
	b.post("/vaerksted/eksport/aktiver")
	b.nej("R093")

	// Step A is the SAPA administrator's.
	b.som(sapa)
	b.open("/adgang")
	roles := filepath.Join(t.TempDir(), "roller.csv")
	if err := os.WriteFile(roles, []byte("rolle;id;brugersystemroller;kle\nVisitator;jf-01;overblik;\nByggesag;jf-02;overblik;02.*\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.upload("#fil", roles)
	b.post("/adgang/underskriv")
	b.nej("mangler en afgørelse")
	b.open("/adgang/rolle/jf-01")
	b.fill("#grund", "Visitationen skal se alt")
	b.tabTo("button[value=behold]")
	b.goes(kb.Enter)
	b.staar("1", "2", "3", "4", "5", "6", "7")
	b.open("/adgang")
	b.send("form[action='/adgang/underskriv']")
	b.staar("1", "2", "3", "4", "5", "6", "7", "A")

	// The button. The load and its verification make step 8 done.
	b.som(cura)
	b.open("/vaerksted/eksport/aktiver")
	b.send("form[action='/vaerksted/eksport/aktiver']")
	until(t, "the load and its verification", func() bool {
		b.open("/vaerksted/eksport")
		return strings.Contains(b.text(), "Kontrolleret: 0 forskelle.")
	})
	b.staar("1", "2", "3", "4", "5", "6", "7", "8", "A")
	b.accessible()

	// Everything is in the index, and nobody sees it before step B.
	people, err := b.tj.b.db.Personer(t.Context(), oio.Korsbaek, nil, oio.Borgernoegle{}, 10)
	if err != nil || len(people) != 2 {
		t.Fatalf("%d citizens in the index, want 2: %v", len(people), err)
	}
	anna := people[slices.IndexFunc(people, func(p index.Person) bool { return p.Navn == "Anna Andersen" })]
	sees := func(caseworker, citizen bool) {
		t.Helper()
		b.som(adgang.Sagsbehandler)
		b.open("/sapa")
		b.fill("#soeg", "Anna Andersen")
		b.send("form:has(#soeg)")
		if got := strings.Contains(b.text(), "Kost"); got != caseworker {
			t.Errorf("the caseworker sees the case: %v, want %v: %s", got, caseworker, b.text())
		}
		b.er(adgang.Borger, anna.Borger)
		b.open("/borger")
		if got := b.has("#sager"); got != citizen {
			t.Errorf("the citizen sees the case: %v, want %v: %s", got, citizen, b.text())
		}
	}
	sees(false, false)
	b.som(sapa)
	b.open("/borgerblik/aabninger")
	b.post(opening, "handling", "bestil")
	b.post(opening, "handling", "aabn")
	sees(true, false)
	b.som(blik)
	b.open("/borgerblik/aabninger")
	b.post("/borgerblik/aabning/borgerblik/"+b.own.String(), "handling", "aabn")
	sees(true, false)
	b.som(blik)
	b.staar("1", "2", "3", "4", "5", "6", "7", "8", "A")
	b.open("/borgerblik/omraade/29.09.04")
	b.reads("Skal borgerne se det?")
	b.eval("(document.querySelector('#aktiv-ja').checked = true)")
	b.tabTo("main form button.button-primary")
	b.goes(kb.Enter)
	sees(true, true)
	b.som(adgang.Programleder)
	b.staar("1", "2", "3", "4", "5", "6", "7", "8", "A", "B")
}
