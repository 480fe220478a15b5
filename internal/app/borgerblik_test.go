package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/testkit"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

// blikby is a demo municipality whose readers are set by a test.
type blikby struct {
	t    *testing.T
	tj   *tjeneste
	sted *web.Websted
	log  *testkit.Writer
	own  oio.UUID // the care record

	mu sync.Mutex
	id web.Identitet
}

// Hvem implements web.Identiteter.
func (b *blikby) Hvem(*http.Request) (web.Identitet, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.id, b.id.Roller != adgang.Ingen
}

// er makes the next requests somebody's.
func (b *blikby) er(roles adgang.Roller, citizen oio.Borgernoegle) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.id = web.Identitet{Roller: roles, Kommune: oio.Korsbaek}
	if roles.Er(adgang.Borger) {
		b.id.Borger = citizen
		return
	}
	b.id.Bruger, b.id.Navn, b.id.Grupper = "test-"+roles.String(), "Tove Test", []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: adgang.Rettigheder}}
}

func nyBlikby(t *testing.T) *blikby {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: t.TempDir(), kommune: string(oio.Korsbaek)}
	t.Cleanup(m.close)
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := fillDemo(t.Context(), m, b, generate.Options{Borgere: 40, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}); err != nil {
		t.Fatal(err)
	}
	town := &blikby{t: t, log: &testkit.Writer{}, own: eojSystem(t.Context(), m, b.kommune).UUID}
	log := slog.New(slog.NewTextHandler(town.log, nil))
	town.tj = newTjeneste(m, b, log)
	town.sted = town.tj.websted(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune", Telefon: "55 55 00 00"}, Identiteter: town, Login: "/log-ind", LogUd: "/log-ud", Log: log}, adgang.Leverandoeren)
	return town
}

func (b *blikby) ask(method, address string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := httptest.NewRequest(method, "http://indeksbro.example"+address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.sted.ServeHTTP(w, r)
	return w
}

func (b *blikby) get(address string) string { return b.ask(http.MethodGet, address, nil).Body.String() }

// does posts a form and expects it to be taken.
func (b *blikby) does(address string, form url.Values) {
	b.t.Helper()
	if w := b.ask(http.MethodPost, address, form); w.Code != http.StatusSeeOther {
		b.t.Errorf("POST %s: %d %s", address, w.Code, w.Body.String()[max(0, w.Body.Len()-1500):])
	}
}

func (b *blikby) noter(facts ...program.Faktum) {
	b.t.Helper()
	for i := range facts {
		facts[i].Af = "test"
	}
	if err := b.tj.noterVisning(b.t.Context(), facts...); err != nil {
		b.t.Fatal(err)
	}
}

// with is a citizen with an open case of the care record under an area that the demo shows.
func (b *blikby) with() (oio.Borgernoegle, *oio.Sag) {
	b.t.Helper()
	people, err := b.tj.b.db.Personer(b.t.Context(), oio.Korsbaek, nil, oio.Borgernoegle{}, 1000)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range people {
		objects, err := b.tj.b.laeser.Borger(b.t.Context(), adgang.Alt(oio.Korsbaek), p.Borger)
		if err != nil {
			b.t.Fatal(err)
		}
		if slices.ContainsFunc(objects, func(g oio.Gemt) bool { return adgang.Af(g.Objekt).System != b.own }) {
			continue // other systems have decisions of their own
		}
		for _, g := range objects {
			if s, isCase := g.Objekt.(*oio.Sag); isCase && s.System.UUID == b.own && s.AfsluttetDato() == 0 && strings.HasPrefix(s.KLE.Noegle, "27.3") {
				return p.Borger, s
			}
		}
	}
	b.t.Fatal("nobody has such a case")
	return oio.Borgernoegle{}, nil
}

func TestR117_OnThePageNothingIsOpenedBeforeStepA(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	b.noter(program.Faktum{Emne: program.TrinA}) // taken back
	address := "/borgerblik/aabning/sapa/" + b.own.String()
	b.er(adgang.SapaAdministrator, oio.Borgernoegle{})
	b.does(address, url.Values{"handling": {"luk"}})
	b.does(address, url.Values{"handling": {"bestil"}})
	if w := b.ask(http.MethodPost, address, url.Values{"handling": {"aabn"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "R117") || !strings.Contains(w.Body.String(), `name="grund"`) {
		t.Errorf("opened before step A: %d", w.Code)
	}
	b.does(address, url.Values{"handling": {"aabn"}, "grund": {"aftalt med direktionen"}})
	if page := b.get("/borgerblik/aabninger"); !strings.Contains(page, "Begrundelse: aftalt med direktionen.") {
		t.Error("the reason is not shown afterwards")
	}
	history := b.get("/borgerblik/historik")
	for _, want := range []string{"Lukket", "Åbning bestilt", "Åbnet", "Tove Test", "Trin A taget tilbage"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history does not say %q", want)
		}
	}
}

func TestR111_EachReaderIsOpenedByItsOwner(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	citizen, _ := b.with()
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	if w := b.ask(http.MethodPost, "/borgerblik/aabning/sapa/"+b.own.String(), url.Values{"handling": {"luk"}}); w.Code != http.StatusBadRequest {
		t.Errorf("the owner of Borgerblikket closed SAPA: %d", w.Code)
	}
	b.does("/borgerblik/aabning/borgerblik/"+b.own.String(), url.Values{"handling": {"luk"}})
	b.er(adgang.Borger, citizen)
	if page := b.get("/borger"); strings.Contains(page, "Det får du hjælp til nu") || strings.Contains(page, `id="sager"`) {
		t.Error("a closed source system is shown to the citizen")
	}
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	b.does("/borgerblik/aabning/borgerblik/"+b.own.String(), url.Values{"handling": {"bestil"}})
	if page := b.get("/borgerblik/aabninger"); !strings.Contains(page, "Ikke trådt i kraft endnu.") || !strings.Contains(page, "af Tove Test") {
		t.Error("an order does not stand on the page")
	}
	b.does("/borgerblik/aabning/borgerblik/"+b.own.String(), url.Values{"handling": {"aabn"}})
	b.er(adgang.Borger, citizen)
	if page := b.get("/borger"); !strings.Contains(page, `id="sager"`) {
		t.Error("opened again, and the citizen sees nothing")
	}
}

func TestB4_NumbersAreShownBeforeAnAreaIsActivated(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	citizen, held := b.with()
	address := "/borgerblik/omraade/" + held.KLE.Noegle
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	if page := b.get(address); !strings.Contains(page, "Det rører: ") || !strings.Contains(page, "ældste fra") || !strings.Contains(page, "Nummeret følger") {
		t.Errorf("no numbers on the page of the area: %s", page)
	}
	tree := b.get("/borgerblik/omraader")
	for _, want := range []string{held.KLE.Noegle, "27 ", "borgere", "Vises ikke", "2 systemer"} {
		if !strings.Contains(tree, want) {
			t.Errorf("the tree does not say %q", want)
		}
	}
	b.does(address, url.Values{"aktiv": {"nej"}})
	b.er(adgang.Borger, citizen)
	name := visning.Af(nil).OmraadeTekst(held.KLE.Noegle, held.KLE.Titel).Navn
	if page := b.get("/borger"); !strings.Contains(page, "Kommunen viser endnu ikke sager om: ") || !strings.Contains(page, name) {
		t.Errorf("the area %q is not told as not shown", name)
	}
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	if w := b.ask(http.MethodPost, address, url.Values{"aktiv": {"ja"}, "fradato": {"2099-01-01"}}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "31. december") {
		t.Errorf("B8: %d", w.Code)
	}
	b.does(address, url.Values{"aktiv": {"ja"}, "fradato": {"2020-01-01"}, "aktive-altid": {"ja"}, "titel": {"sag"}, "dokumenter": {"ja"}, "system": {b.own.String()}})
	decided, err := b.tj.blik.Visning(t.Context(), oio.Korsbaek)
	if err != nil {
		t.Fatal(err)
	}
	if i, at := decided.Omraade(held.KLE.Noegle); at != held.KLE.Noegle || !i.Aktiv || i.Fradato != 20200101 || !i.AktiveAltid || !i.Sagstitel || !i.Dokumenter || i.Journalnoter || !slices.Equal(i.Systemer, []oio.UUID{b.own}) {
		t.Errorf("kept %+v at %q", i, at)
	}
	b.does(address, url.Values{"tilbage": {"1"}})
	if page := b.get(address); !strings.Contains(page, "Nummeret følger") {
		t.Error("the setting is not taken back")
	}
}

func TestB13_TheMunicipalityWritesItsOwnWords(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	citizen, held := b.with()
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	code := visning.OmraadeKode(held.KLE.Noegle)
	b.does("/borgerblik/tekst", url.Values{"om": {code}, "navn": {"noget helt andet"}, "forklaring": {"Sådan er det her."}})
	if w := b.ask(http.MethodPost, "/borgerblik/tekst", url.Values{"om": {code}, "navn": {"hjælp efter § 83"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a reference to law was taken: %d", w.Code)
	}
	b.er(adgang.Borger, citizen)
	if page := b.get("/borger"); !strings.Contains(page, "Noget helt andet") || !strings.Contains(page, "Sådan er det her.") {
		t.Error("the citizen does not read the municipality's words")
	}
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	if page := b.get("/borgerblik/tekster"); !strings.Contains(page, "Jeres egen") || !strings.Contains(page, "Ydelsestype") {
		t.Error("the list does not say which words are the municipality's own")
	}
	b.does("/borgerblik/tekst", url.Values{"om": {code}, "tilbage": {"1"}})
	b.er(adgang.Borger, citizen)
	if page := b.get("/borger"); strings.Contains(page, "Noget helt andet") {
		t.Error("the default does not come back")
	}
}

func TestCallsAreCountedByDayAndMonth(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	citizen, _ := b.with()
	b.er(adgang.Borger, citizen)
	b.get("/borger")
	b.get("/borger")
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	if page := b.get("/borgerblik"); !strings.Contains(page, "heraf med data") {
		t.Error("the overview does not show the calls")
	}
	day := oio.DatoOf(proevedag).String()
	if got := b.get("/borgerblik/statistik.csv"); got != "dag;slags;kald;med data\n"+day+";sager;2;2\n"+day+";ydelser;2;2\n" {
		t.Errorf("CSV: %q", got)
	}
}

// TestS10_TheLedgerSaysWhyThingsNeverLeftTheSource: what is held back in the demo is on the verification page, with its reason.
func TestS10_TheLedgerSaysWhyThingsNeverLeftTheSource(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	people, err := b.tj.b.db.Personer(t.Context(), oio.Korsbaek, nil, oio.Borgernoegle{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	b.er(adgang.Verifikator, oio.Borgernoegle{})
	for _, p := range people {
		held, err := b.tj.blik.IkkeIndekseret(t.Context(), oio.Korsbaek, p.Borger)
		if err != nil {
			t.Fatal(err)
		}
		if len(held) == 0 {
			continue
		}
		page := b.ask(http.MethodPost, "/sapa/borger/"+p.Borger.String()+"/som-borger", url.Values{"formaal": {"prøve"}}).Body.String()
		for _, k := range held {
			seen[k.Grund.Tekst] = true
			if k.Navn == "" || !strings.Contains(page, k.Grund.Adresse) {
				t.Errorf("the page does not lead to %q: %+v", k.Grund.Adresse, k)
			}
		}
		if oio.MaskCPR(page) != page {
			t.Error("a CPR number stands on the page")
		}
	}
	for _, want := range []string{"holdt tilbage: ydelsen mangler type", "holdt tilbage: enheden kan ikke findes i FK Organisation, heller ikke opad"} {
		if !seen[want] {
			t.Errorf("nobody in the demo has %q; there is %v", want, seen)
		}
	}
}

// TestS10_AVerifiersBoundaryHoldsInTheIndex finds, with each of three boundaries, a citizen by her number in the real index.
func TestS10_AVerifiersBoundaryHoldsInTheIndex(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	key, sag := b.with()
	for kle, want := range map[string]bool{"": true, sag.KLE.Noegle: true, adgang.Intet: false} {
		b.er(adgang.Verifikator, oio.Borgernoegle{})
		b.id.Grupper[0].Retter = []adgang.Ret{adgang.Verifikation}
		if kle != "" {
			set, err := adgang.ParseEmner(kle)
			if err != nil {
				t.Fatal(err)
			}
			b.id.Grupper[0].KLE = set
		}
		for name, words := range map[string]string{"number": sag.Part.CPR.Digits(), "name": sag.Part.Navn} {
			body := b.ask(http.MethodPost, "/borgerblik/som-borger", url.Values{"soeg": {words}, "formaal": {"kontrol"}}).Body.String()
			if strings.Contains(body, key.String()) != want {
				t.Errorf("boundary %q, by %s: found %v, want %v", kle, name, !want, want)
			}
		}
		if w := b.ask(http.MethodPost, "/sapa/borger/"+key.String()+"/som-borger", url.Values{"formaal": {"kontrol"}}); (w.Code == http.StatusOK) != want {
			t.Errorf("boundary %q: the page answers %d", kle, w.Code)
		}
	}
}
