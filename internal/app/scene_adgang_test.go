package app

import (
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/hop"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	rev "indeksbro/internal/revision"
	"indeksbro/internal/web/demo"
	"indeksbro/internal/web/login"
)

// tilsynsby is a demo municipality as its SAPA administrator finds it: the roles listed, nothing signed.
func tilsynsby(t *testing.T) (*by, *httptest.Server) {
	t.Helper()
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	server := httptest.NewServer(town.sted)
	t.Cleanup(server.Close)
	m := &miljoe{World: World{Nu: proevetid}}
	if err := town.b.tilsyn(m).Genoptag(t.Context(), "demo"); err != nil {
		t.Fatal(err)
	}
	town.somHvem.Bruger = "bolund"
	return town, server
}

// TestS7_TheSAPAAdministratorIsAskedToOpen plays the scene: the list, what each role would see, keep and change, the sign-off.
func TestS7_TheSAPAAdministratorIsAskedToOpen(t *testing.T) {
	town, server := tilsynsby(t)
	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	s := newScene(t, server.URL)
	s.open("/adgang")
	s.reads("Der er ingen roller at gennemgå endnu")
	list := filepath.Join(t.TempDir(), "roller.csv")
	if err := os.WriteFile(list, append([]byte("rolle;id;brugersystemroller;kle\nA;1;overblik;27\n;2;overblik;\n"), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	s.upload("#fil", list)
	s.reads("Linje 2: KLE-afgrænsningen kan ikke læses", "Linje 3: rollen mangler navn eller id", "Intet er ændret")
	s.accessible()
	if err := os.WriteFile(list, generate.Roller(), 0o600); err != nil {
		t.Fatal(err)
	}
	s.upload("#fil", list)
	citizens := must(town.b.db.IndeksTal(t.Context(), oio.Korsbaek))(t).Borgere
	s.reads("4 af 37 roller har ingen KLE-afgrænsning og ville se", "borgeres omsorgssager. 2 roller omfatter 27.*.", "1 rolle omfatter 29.*.", "7 roller mangler en afgørelse")
	t.Logf("%d citizens in the index; the page says: %s", citizens, s.eval("document.querySelector('#saetning').innerText"))
	s.accessible()

	// Signing now needs a reason; nothing else lets it through.
	if town.spoerg("POST", "/adgang/underskriv"); s.has("main a[href='/borgerblik']") {
		t.Error("step A was signed while roles are not decided")
	}
	s.open("/adgang")
	s.reads("7 roller mangler en afgørelse")
	s.open("/adgang/rolle/jf-01")
	s.reads("Borgerservice, front", "KLE: alle (ingen afgrænsning)", "Måske en fejl i rollekataloget", "38")
	s.accessible()
	if text := s.eval("document.querySelector('#tekst').value"); !strings.Contains(text, "jf-01") || !strings.Contains(text, "28.*") {
		t.Errorf("what to change: %s", text)
	}
	s.tabTo("button[value=aendr]")
	s.goes("\r")
	s.reads("Skal ændres", "Afgjort af test-sapa")
	for _, id := range []string{"jf-02", "jf-03", "jf-04"} {
		s.open("/adgang/rolle/" + id)
		s.tabTo("button[value=udfoert]")
		s.goes("\r")
	}
	for _, id := range []string{"jf-05", "jf-06", "jf-10"} {
		s.open("/adgang/rolle/" + id)
		s.fill("#grund", "De visiterer og leder plejen")
		s.tabTo("button[value=behold]")
		s.goes("\r")
	}
	s.reads("Afgørelsen er gemt", "1 rolle mangler en afgørelse")

	// The changed list decides the last: the role is limited now, and asks for nothing.
	newer := strings.Replace(string(generate.Roller()), "Borgerservice, front;jf-01;overblik;;", "Borgerservice, front;jf-01;overblik;00.*-16.*, 28.*;", 1)
	if err := os.WriteFile(list, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	s.upload("#fil", list)
	s.reads("1 nye eller ændrede", "Alle roller er afgjort")
	s.accessible()
	s.tabTo("form[action='/adgang/underskriv'] button")
	s.goes("\r")
	s.reads("Skrevet under", "bestil åbning af fagsystemet for SAPA")
	s.accessible()
	for _, path := range []string{"/adgang", "/adgang/rolle/jf-02", "/adgang/log", "/adgang/alarmer", "/adgang/stikproeve", "/adgang/hop", "/adgang/indsigt"} {
		if w := town.spoerg("GET", path); w.Code != 200 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// send is a form as a browser posts it.
func (b *by) form(t *testing.T, address string, fields url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("POST", address, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	b.sted.ServeHTTP(w, r)
	return w
}

// TestR116_TheLogIsSearchedAndReadingItIsLogged follows a look-up into the log, the alarms, a sample, the citizen's own page and the read-out.
func TestR116_TheLogIsSearchedAndReadingItIsLogged(t *testing.T) {
	town, server := tilsynsby(t)
	about := town.borgere(t)[0]
	town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
	town.somHvem.Grupper[0].Navn = "Visitator"
	if w := town.spoerg("GET", "/sapa/borger/"+about.borger.Noegle.String()); w.Code != 200 {
		t.Fatalf("the citizen's page: %d", w.Code)
	}
	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	period := url.Values{"fra": {"2026-01-01"}, "til": {"2026-12-31"}}
	with := func(pairs ...string) url.Values {
		v := url.Values{"fra": period["fra"], "til": period["til"]}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	digits := about.borger.CPR.Digits()
	found := town.form(t, "/adgang/log", with("cpr", digits))
	body := found.Body.String()
	if found.Code != 200 || !strings.Contains(body, "test-sagsbehandler") || !strings.Contains(body, "Visitator") || strings.Contains(body, digits) || !strings.Contains(body, "Loggens kæde er hel") {
		t.Errorf("searched by citizen: %d %s", found.Code, oio.MaskCPR(body))
	}
	if w := town.form(t, "/adgang/log", with("bruger", "test-sapa")); !strings.Contains(w.Body.String(), "Læste loggen") {
		t.Error("that the log was read is not in the log")
	}
	read := town.form(t, "/adgang/log.csv", with("noegle", about.borger.Noegle.String())).Body.String()
	if !strings.Contains(read, strings.Join(rev.Kolonner, ";")) || !strings.Contains(read, "test-sagsbehandler") {
		t.Errorf("read out: %s", read)
	}
	town.form(t, "/adgang/kollega", url.Values{"cpr": {digits}, "bruger": {"test-sagsbehandler"}})
	if body := town.spoerg("GET", "/adgang/alarmer").Body.String(); !strings.Contains(body, "Muligt opslag på sig selv") {
		t.Error("no alarm for a look-up of herself")
	}
	town.form(t, "/adgang/stikproeve", with("antal", "5"))
	town.er(adgang.Borger, oio.Korsbaek, about.borger.Noegle)
	if body := town.spoerg("GET", "/borger/log").Body.String(); !strings.Contains(body, "Kommunen viser ikke denne liste") || strings.Contains(body, "Visitator") {
		t.Error("the citizen sees the log though the municipality has not chosen that")
	}
	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	town.form(t, "/adgang/indstillinger", url.Values{"revision-maaneder": {"12"}, "revision-gentaget": {"10"}, "arbejdstid": {"06:00-18:00"}, "borger-ser-log": {"1"}, "noedadgang": {"1"}})
	town.er(adgang.Borger, oio.Korsbaek, about.borger.Noegle)
	if body := town.spoerg("GET", "/borger/log").Body.String(); !strings.Contains(body, "Visitator") || strings.Contains(body, "test-sagsbehandler") {
		t.Errorf("the citizen's page of who has looked: %s", oio.MaskCPR(body))
	}
	s := newScene(t, server.URL)
	s.open("/borger/log")
	s.accessible()
	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	for _, path := range []string{"/adgang/log", "/adgang/alarmer", "/adgang/stikproeve", "/adgang/hop", "/adgang/indsigt"} {
		s.open(path)
		s.accessible()
	}
	s.open("/adgang/log")
	s.fill("#fra", "2026-01-01")
	s.tabTo("form[action='/adgang/log'] button")
	s.goes("\r")
	s.accessible()
	s.open("/adgang/stikproeve")
	s.tabTo("button[value=ok]")
	s.goes("\r")
	s.reads("I orden")
	holder := must(town.b.db.ProevRevision(t.Context(), oio.Korsbaek, town.b.noegler.Revision))(t)
	if holder.Brud != nil || holder.Antal < 10 {
		t.Errorf("%+v", holder)
	}
	if n, err := town.b.rydRevision(t.Context(), proevedag.AddDate(1, 1, 0), "indeksbro"); err != nil || n < 10 {
		t.Errorf("retention took %d out: %v", n, err)
	}
}

// TestR116_AlarmsAreRaisedByTheCitizensPage: nobody opened a case, but the page listed one of a guarded area, and one of the highest sensitivity.
func TestR116_AlarmsAreRaisedByTheCitizensPage(t *testing.T) {
	town, _ := tilsynsby(t)
	people := town.borgere(t)
	about := people[slices.IndexFunc(people, func(x ting) bool {
		for held := range town.objekter(t, x.borger.Noegle) {
			switch o := held.Objekt.(type) {
			case *oio.Sag:
				if o.Foelsomhed == oio.VIP {
					return false
				}
			case *oio.Bevilling:
				if o.Foelsomhed == oio.VIP {
					return false
				}
			}
		}
		return true
	})]
	held := must(town.b.laeser.Forloeb(t.Context(), adgang.Alt(oio.Korsbaek), oio.ArtSag, about.sag))(t)
	guarded := held[len(held)-1].Objekt.(*oio.Sag)
	town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
	look := func() {
		t.Helper()
		if w := town.spoerg("GET", "/sapa/borger/"+about.borger.Noegle.String()); w.Code != 200 {
			t.Fatalf("the citizen's page: %d", w.Code)
		}
	}
	raised := func() (kinds []rev.Slags) {
		t.Helper()
		a := must(town.b.tilsyn(&miljoe{World: World{Nu: proevetid}}).Alarmer(t.Context(), proevedag.AddDate(0, 0, -1), proevedag.AddDate(0, 0, 1)))(t)
		for _, x := range a.Alarmer {
			if x.Post.Hvad == "borger" {
				kinds = append(kinds, x.Slags)
			}
		}
		return kinds
	}
	look()
	if kinds := raised(); slices.Contains(kinds, rev.VIP) || slices.Contains(kinds, rev.Foelsomt) {
		t.Fatalf("alarms for what is neither: %v", kinds)
	}
	if err := town.b.db.SetPolitik(t.Context(), oio.Korsbaek, "revision-kle", guarded.KLE.Noegle, "Bo", proevedag); err != nil {
		t.Fatal(err)
	}
	vip := *guarded
	vip.UUID, vip.Noegle, vip.Foelsomhed = oio.NameUUID("en VIP-sag"), "VIP-1", oio.VIP
	if answers := must(town.b.index.Importer(t.Context(), oio.Korsbaek, []oio.Registreret{{Objekt: &vip, Tidspunkt: proevedag, Kanonisk: must(oio.Canonical(&vip))(t)}}))(t); !answers[0].OK {
		t.Fatal(answers)
	}
	look()
	if kinds := raised(); !slices.Contains(kinds, rev.VIP) || !slices.Contains(kinds, rev.Foelsomt) {
		t.Errorf("alarms of the page: %v", kinds)
	}
}

// TestR116_AccessBeyondTheBoundaryNeedsAReason: a caseworker says why, is let in for an hour, and it is told in red.
func TestR116_AccessBeyondTheBoundaryNeedsAReason(t *testing.T) {
	town, _ := tilsynsby(t)
	about := town.borgere(t)[0]
	address := "/sapa/noed/" + about.borger.Noegle.String()
	town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
	good := url.Values{"grund": {"Borgeren er fundet hjælpeløs"}, "forstaaet": {"1"}}
	if w := town.form(t, address, good); w.Code != 404 {
		t.Errorf("though the municipality has not chosen it: %d", w.Code)
	}
	if err := town.b.db.SetPolitik(t.Context(), oio.Korsbaek, "noedadgang", "true", "Bo", proevedag); err != nil {
		t.Fatal(err)
	}
	x := town.b.tilsyn(&miljoe{World: World{Nu: proevetid}})
	open := func() bool { return must(x.Noed(t.Context(), "test-sagsbehandler", about.borger.Noegle))(t) }
	if w := town.form(t, address, url.Values{"grund": {"fordi"}}); w.Code != 422 || open() {
		t.Errorf("without a reason: %d", w.Code)
	}
	nothing, _ := adgang.ParseEmner(adgang.Intet)
	town.somHvem.Grupper[0].KLE = nothing
	page, sag := "/sapa/borger/"+about.borger.Noegle.String(), "/sapa/sag/"+about.sag.String()
	if a, b := town.spoerg("GET", page), town.spoerg("GET", sag); a.Code != 404 || b.Code != 404 {
		t.Errorf("beyond the boundary before the reason: %d, %d", a.Code, b.Code)
	}
	if w := town.form(t, address, good); w.Code != 303 || !open() {
		t.Errorf("with a reason: %d, open %v", w.Code, open())
	}
	if a, b := town.spoerg("GET", page), town.spoerg("GET", sag); a.Code != 200 || b.Code != 200 || !strings.Contains(b.Body.String(), "Sagen kan ikke åbnes i fagsystemet herfra") {
		t.Errorf("beyond the boundary with the reason: %d, %d", a.Code, b.Code)
	}
	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	if body := town.spoerg("GET", "/adgang/log").Body.String(); !strings.Contains(body, "ib-roed") || !strings.Contains(body, "fundet hjælpeløs") {
		t.Error("the administrator's page does not tell it in red")
	}
}

// TestR116_TheWayBeyondTheBoundaryStandsForEveryCitizenOrNone: on, it is on the page of one who is seen, of one who is hidden, and of one who is not
// there, in the same words; off, nowhere. So it is with the citizen's way to her own log.
func TestR116_TheWayBeyondTheBoundaryStandsForEveryCitizenOrNone(t *testing.T) {
	town, _ := tilsynsby(t)
	about := town.borgere(t)[0]
	stranger := must(oio.ParseCPR("7105509996"))(t)
	absent := town.b.noegler.Borger(stranger).String()
	nothing, _ := adgang.ParseEmner(adgang.Intet)
	clerk := func(kle adgang.Emner) {
		town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
		town.somHvem.Grupper[0].KLE = kle
	}
	page := func(key string) string { return town.spoerg("GET", "/sapa/borger/"+key).Body.String() }
	for _, on := range []bool{false, true, false} {
		town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
		form := url.Values{"revision-maaneder": {"12"}, "revision-gentaget": {"10"}, "arbejdstid": {"06:00-18:00"}}
		if on {
			form.Set("borger-ser-log", "1")
			form.Set("noedadgang", "1")
		}
		town.form(t, "/adgang/indstillinger", form)
		key := about.borger.Noegle.String()
		link := func(key string) string { return `href="/sapa/noed/` + key + `"` }
		clerk(nil)
		seen, found := page(key), town.form(t, "/sapa/soeg", url.Values{"soeg": {stranger.Digits()}}).Body.String()
		clerk(nothing)
		hidden, none := page(key), page(absent)
		hiddenFound := town.form(t, "/sapa/soeg", url.Values{"soeg": {about.borger.CPR.Digits()}}).Body.String()
		if strings.ReplaceAll(hidden, key, absent) != none || strings.ReplaceAll(hiddenFound, key, absent) != found {
			t.Error("a hidden citizen answers in other words than one who is not there")
		}
		for name, body := range map[string]bool{"seen": strings.Contains(seen, link(key)), "hidden": strings.Contains(hidden, link(key)), "absent": strings.Contains(none, link(absent)),
			"a number that is not there": strings.Contains(found, link(absent)), "a number that is hidden": strings.Contains(hiddenFound, link(key))} {
			if body != on {
				t.Errorf("switched on %v: the way stands on the page of %s: %v", on, name, body)
			}
		}
		town.er(adgang.Borger, oio.Korsbaek, about.borger.Noegle)
		if body := town.spoerg("GET", "/borger").Body.String(); strings.Contains(body, `href="/borger/log"`) != on {
			t.Errorf("shown to citizens %v: the way to the log is there: %v", on, !on)
		}
	}
}

// TestR114_ADocumentIsJumpedToByWhoMay: the link stands where the right and an address are, and leads on.
func TestR114_ADocumentIsJumpedToByWhoMay(t *testing.T) {
	town, _ := tilsynsby(t)
	x := town.b.tilsyn(&miljoe{World: World{Nu: proevetid}})
	var document *oio.Dokument
	var page string
	town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
	for _, p := range must(town.b.db.Personer(t.Context(), oio.Korsbaek, nil, oio.Borgernoegle{}, 1000))(t) {
		if page = "/sapa/borger/" + p.Borger.String(); !strings.Contains(town.spoerg("GET", page).Body.String(), `id="dokumenter"`) {
			continue
		}
		entries := must(town.b.db.Revision(t.Context(), oio.Korsbaek, rev.Valg{Borger: p.Borger, Antal: 1}))(t)
		for _, held := range must(town.b.laeser.ObjekterMed(t.Context(), oio.Korsbaek, entries[0].Indhold.Objekter))(t) {
			if d, is := held.Objekt.(*oio.Dokument); is {
				document = d
			}
		}
		if document != nil {
			break
		}
	}
	if document == nil {
		t.Fatal("no document in the demo")
	}
	way := "/sapa/hop/dokument/" + document.UUID.String()
	if strings.Contains(town.spoerg("GET", page).Body.String(), way) {
		t.Error("a way to a system without an address")
	}
	if err := x.SaetHop(t.Context(), document.System.UUID, "http://127.0.0.1:1"+demo.FagsystemSti, true, "demo"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(town.spoerg("GET", page).Body.String(), way) {
		t.Error("no way to the document")
	}
	if w := town.spoerg("GET", way); w.Code != 303 || !strings.Contains(w.Header().Get("Location"), document.UUID.String()) {
		t.Errorf("the jump: %d %s", w.Code, w.Header().Get("Location"))
	}
	town.somHvem.Grupper[0].Retter = []adgang.Ret{adgang.Opslag}
	if strings.Contains(town.spoerg("GET", page).Body.String(), way) {
		t.Error("a way for who has no right to it")
	}
}

// TestR110_ARoleSeenAtALogInIsListed lets somebody log in with a role no catalogue has told of: the administrator sees it, and that it sees everything.
func TestR110_ARoleSeenAtALogInIsListed(t *testing.T) {
	town, _ := tilsynsby(t)
	service := newTjeneste(&miljoe{World: World{Nu: proevetid}}, town.b, slog.New(slog.DiscardHandler))
	groups := []adgang.Gruppe{{Navn: "Vikarkorps Øst", Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}}}
	for range 2 { // the second time nothing is new
		if err := service.LogInd(t.Context(), login.Haendelse{Hvad: login.LoggetInd, Vej: "medarbejder", Hvem: "vikar", Grupper: groups, Tid: proevedag}); err != nil {
			t.Fatal(err)
		}
	}
	town.er(adgang.SapaAdministrator, oio.Korsbaek, oio.Borgernoegle{})
	if body := town.spoerg("GET", "/adgang").Body.String(); strings.Count(body, "Vikarkorps Øst") == 0 {
		t.Error("the list of roles does not have the one that was seen")
	}
	seen := 0
	program.NyStand(must(town.b.db.Fakta(t.Context(), oio.Korsbaek))(t)).Alle(program.SetRolle, func(program.Faktum) bool {
		seen++
		return true
	})
	if seen != 1 {
		t.Errorf("noted %d times", seen)
	}
}

// TestR114_TheJumpNeedsRightBoundaryAndAddress jumps to the demo's source system and lands there once.
func TestR114_TheJumpNeedsRightBoundaryAndAddress(t *testing.T) {
	town, _ := tilsynsby(t)
	about := town.borgere(t)[0]
	m := &miljoe{World: World{Nu: proevetid}}
	x := town.b.tilsyn(m)
	address := "/sapa/hop/sag/" + about.sag.String()
	town.er(adgang.Sagsbehandler, oio.Korsbaek, oio.Borgernoegle{})
	if w := town.spoerg("GET", address); w.Code != 404 || !strings.Contains(w.Body.String(), "registreret en adresse") {
		t.Errorf("no address: %d", w.Code)
	}
	system := must(town.b.politik(t.Context()))(t).System
	if err := x.SaetHop(t.Context(), system, "http://127.0.0.1:1"+demo.FagsystemSti, true, "demo"); err != nil {
		t.Fatal(err)
	}
	w := town.spoerg("GET", address)
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil || w.Code != 303 || w.Header().Get("Referrer-Policy") != "no-referrer" || to.Host != "127.0.0.1:1" || to.Query().Get("uuid") != about.sag.String() || holdsCitizen(w.Header().Get("Location"), about) {
		t.Fatalf("the jump: %d to %s", w.Code, oio.MaskCPR(w.Header().Get("Location")))
	}
	source := (&demo.Fagsystem{Navn: "Fiktivt EOJ", Noegle: x.Hopnoegle(), Vaert: "127.0.0.1:1", Nu: proevetid, Log: nil, Sag: nil})
	service := newTjeneste(m, town.b, slog.New(slog.DiscardHandler)).fagsystemDemo(source.Navn, source.Vaert)
	land := func(query string) *httptest.ResponseRecorder {
		out := httptest.NewRecorder()
		service.ServeHTTP(out, httptest.NewRequest("GET", demo.FagsystemSti+"?"+query, nil))
		return out
	}
	if out := land(to.RawQuery); out.Code != 200 || !strings.Contains(out.Body.String(), "test-sagsbehandler") {
		t.Errorf("landed: %d %s", out.Code, oio.MaskCPR(out.Body.String()))
	}
	if out := land(to.RawQuery); out.Code != 403 || !strings.Contains(out.Body.String(), hop.ErrBrugt.Error()) {
		t.Errorf("landed again: %d", out.Code)
	}
	if entries := must(town.b.db.Revision(t.Context(), oio.Korsbaek, rev.Valg{Hvad: rev.Jump}))(t); len(entries) != 1 || entries[0].Borger != about.borger.Noegle || entries[0].Hvem != "test-sagsbehandler" {
		t.Errorf("the log has %+v", entries)
	}
	if locked := town.medProfil(t); locked.IsZero() {
		t.Error("no case of the demo has a Sikkerhedsprofil")
	} else if w := town.spoerg("GET", "/sapa/hop/sag/"+locked.String()); w.Code != 404 || !strings.Contains(w.Body.String(), "Sagen findes ikke") {
		t.Errorf("a case with a Sikkerhedsprofil of others: %d", w.Code)
	}
	limited, _ := adgang.ParseEmner("99.99.99")
	town.somHvem.Grupper[0].KLE = limited
	if w := town.spoerg("GET", address); w.Code != 404 || w.Header().Get("Location") != "" {
		t.Errorf("beyond the boundary: %d", w.Code)
	}
	town.somHvem.Grupper = []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}}}
	if w := town.spoerg("GET", address); w.Code != 403 {
		t.Errorf("without the right: %d", w.Code)
	}
}

// medProfil is a case of the index that has a Sikkerhedsprofil.
func (b *by) medProfil(t *testing.T) oio.UUID {
	t.Helper()
	people, err := b.b.db.Personer(t.Context(), b.b.kommune, nil, oio.Borgernoegle{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range people {
		for g := range b.objekter(t, p.Borger) {
			if _, isCase := g.Objekt.(*oio.Sag); !isCase || g.Fuld == nil {
				continue
			}
			profile, _, err := b.b.besked(&g)
			if err != nil {
				t.Fatal(err)
			}
			if len(profile) > 0 {
				return g.Objekt.Identitet()
			}
		}
	}
	return oio.UUID{}
}

// TestR118_TheAddressIsTriedWithoutReachingOurOwnNetwork asks only where it may.
func TestR118_TheAddressIsTriedWithoutReachingOurOwnNetwork(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	defer server.Close()
	template := hop.Skabelon(server.URL + "/x?uuid={uuid}")
	if svar := (&spoerger{loopback: true, nu: proevetid}).spoerg(t.Context(), template); !(svar.Status == 404) {
		t.Errorf("the demo's own: %+v", svar)
	}
	if svar := (&spoerger{nu: proevetid}).spoerg(t.Context(), template); svar.Status != 0 || svar.Fejl != errEgetNet.Error() {
		t.Errorf("this machine: %+v", svar)
	}
	s := &spoerger{}
	for address, may := range map[string]bool{"192.0.2.7:443": true, "10.1.2.3:443": false, "192.168.1.1:443": false, "169.254.169.254:80": false, "100.64.1.1:443": false, "[::1]:443": false, "[fe80::1]:443": false,
		"[fd00::1]:443": false, "[::ffff:127.0.0.1]:443": false, "0.0.0.0:443": false, "x": false} {
		if err := s.maa(address); (err == nil) != may {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// must gives a value, or ends the test that is handed on.
func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
