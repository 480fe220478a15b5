package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
	"indeksbro/internal/web"
)

var (
	verifier = who{web.Identitet{Roller: adgang.Verifikator, Grupper: []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Verifikation}}}, Bruger: "ver1", Navn: "Vera Verif", Kommune: oio.Korsbaek}, true}
	owner    = who{web.Identitet{Roller: adgang.Borgerblikejer, Grupper: []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Borgerblik}}}, Bruger: "ejer1", Navn: "Ole Ejer", Kommune: oio.Korsbaek}, true}
)

// bevillingUnder is a service under a case, with the case's number.
func bevillingUnder(s oio.Gemt, id, navn string) oio.Gemt {
	g := bevilling(anna, id, navn, "ressourcemæssig", 20240110, 0, oio.Aktoer{UUID: visitA, Navn: "Visitation A"})
	b := g.Objekt.(*oio.Bevilling)
	b.Sag, b.KLE = s.Objekt.Identitet(), s.Objekt.(*oio.Sag).KLE
	return g
}

func TestR111_TheCitizenSeesOnlyWhatIsOpenedAndActivated(t *testing.T) {
	t.Parallel()
	opened := program.Faktum{Emne: program.Aabnet, Kode: visning.Aabning(visning.Borgerblik, cura.UUID), Dato: 20250101}
	active := visning.OmraadeFaktum("29", &visning.Indstilling{Aktiv: true})
	for name, c := range map[string]struct {
		facts []program.Faktum
		sees  bool
	}{
		"neither": {nil, false}, "only opened": {[]program.Faktum{opened}, false}, "only activated": {[]program.Faktum{active}, false},
		"both": {[]program.Faktum{opened, active}, true},
	} {
		f := newFake()
		f.vises = visning.Af(c.facts)
		h, _ := setup(f, annaSelf)
		body := get(t, h, "/borger").Body.String()
		if strings.Contains(body, "Hjælp til at leve sundere") != c.sees || strings.Contains(body, "Vi har ingen sager at vise.") == c.sees {
			t.Errorf("%s: sees is not %v", name, c.sees)
		}
	}
	h := web.New(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "K"}, Indeks: newFake(), Organisation: newFake(), Status: newFake(), Identiteter: annaSelf, Audit: newFake(), Nu: nuet, Log: tavs()})
	if body := get(t, h, "/borger").Body.String(); !strings.Contains(body, "Vi har ingen sager at vise.") {
		t.Error("without decisions something is shown")
	}
}

func TestS9_HiddenAndAbsentLookTheSame(t *testing.T) {
	t.Parallel()
	f, empty := newFake(), newFake()
	f.vises = korsbaekViser(visning.OmraadeFaktum("27", &visning.Indstilling{}), visning.OmraadeFaktum("29", &visning.Indstilling{}))
	empty.vises, empty.objekter[anna.Noegle] = f.vises, nil
	with, _ := setup(f, annaSelf)
	without, _ := setup(empty, annaSelf)
	if a, b := get(t, with, "/borger").Body.String(), get(t, without, "/borger").Body.String(); a != b {
		t.Error("hidden cases leave a trace on the page")
	}
	if a, b := get(t, with, "/borger/data.json").Body.String(), get(t, without, "/borger/data.json").Body.String(); a != b {
		t.Error("hidden cases leave a trace in the file")
	}
}

func TestS9_FradatoIsTold(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.vises = korsbaekViser(visning.OmraadeFaktum("29", &visning.Indstilling{Aktiv: true, Fradato: 20230101})).MedBrugte(nil, func(string) string { return "" })
	h, _ := setup(f, annaSelf)
	body := get(t, h, "/borger").Body.String()
	if !strings.Contains(body, "Her ser du sager fra 1. januar 2023 og frem om: sundhed.") || strings.Contains(body, "Genoptræning</h4>") {
		t.Errorf("the date is not told, or an older case is shown: %s", body)
	}
}

func TestS9_EnglishIsALinkThatSetsACookie(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), annaSelf)
	w := get(t, h, "/borger?sprog=en")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/borger" || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	r := httptest.NewRequest(http.MethodGet, "/borger", nil)
	r.AddCookie(w.Result().Cookies()[0])
	page := httptest.NewRecorder()
	h.ServeHTTP(page, r)
	body := page.Body.String()
	for _, want := range []string{`<html lang="en">`, "What you get help with now", "You get training in cleaning.", `You get <span lang="da">diætvejledning</span>.`, `aria-label="Main menu"`, "The municipality does not yet show cases about: "} {
		if !strings.Contains(body, want) {
			t.Errorf("the English page does not say %q", want)
		}
	}
	for _, not := range []string{"Passer det ikke", "Bevilget", "Aftaler"} {
		if strings.Contains(body, not) {
			t.Errorf("the English page says %q", not)
		}
	}
}

func TestS9_OwnDataAsAFile(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), annaSelf)
	w := get(t, h, "/borger/data.json")
	var data map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &data); err != nil || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Fatalf("%v %v", err, w.Header())
	}
	if text := w.Body.String(); !strings.Contains(text, "Du får diætvejledning.") || oio.MaskCPR(text) != text || strings.Contains(text, "29.09.04") {
		t.Errorf("the file says %s", text)
	}
}

// delvist is an index that cannot give everything at once, nor one kind.
type delvist struct {
	*fake
	broken oio.Art
}

func (d delvist) Borger(context.Context, adgang.Udsnit, oio.Borgernoegle) ([]oio.Gemt, error) {
	return nil, errors.New("index is slow")
}

func (d delvist) BorgersArt(ctx context.Context, u adgang.Udsnit, key oio.Borgernoegle, art oio.Art) ([]oio.Gemt, error) {
	if art == d.broken {
		return nil, errors.New("index is slow")
	}
	all, err := d.fake.Borger(ctx, u, key)
	return slices.DeleteFunc(slices.Clone(all), func(g oio.Gemt) bool { return g.Objekt.ObjektArt() != art }), err
}

func TestS9_WhatCanBeHadIsShownWhenTheIndexIsSlow(t *testing.T) {
	t.Parallel()
	page := func(broken oio.Art) *httptest.ResponseRecorder {
		f := newFake()
		return get(t, web.New(web.Config{Kommune: web.Kommune{CVR: oio.Korsbaek, Navn: "Korsbæk Kommune"}, Indeks: delvist{f, broken}, Organisation: f, Status: f, Visning: f, Identiteter: annaSelf, Audit: f, Nu: nuet, Log: tavs()}), "/borger")
	}
	w := page(oio.ArtBevilling)
	if body := w.Body.String(); w.Code != http.StatusServiceUnavailable || !strings.Contains(body, "Lige nu kan vi ikke hente din hjælp.") || !strings.Contains(body, "Hjælp til at leve sundere") || strings.Contains(body, "Du får diætvejledning") {
		t.Errorf("%d %s", w.Code, body)
	}
	if w := page(oio.ArtSag); w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "Noget gik galt hos os") {
		t.Errorf("without the cases nothing can be judged: %d", w.Code)
	}
}

func TestCallsAreCountedWithoutAnybody(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, annaSelf)
	get(t, h, "/borger")
	if !slices.Equal(f.kald, []visning.Slags{visning.KaldSager, visning.KaldYdelser}) {
		t.Errorf("counted %v", f.kald)
	}
}

func somBorger(f *fake, t *testing.T, id who, purpose string) *httptest.ResponseRecorder {
	h, _ := setup(f, id)
	return post(t, h, "/sapa/borger/"+anna.Noegle.String()+"/som-borger", url.Values{"formaal": {purpose}})
}

func TestS10_EachCaseAndServiceWithWhy(t *testing.T) {
	t.Parallel()
	f := newFake()
	hidden := sag(anna, "16a", "Tilsyn", "27.69.36", "Kriminalpræventivt tilsyn", oio.Aktoer{UUID: visitA, Navn: "Visitation A"}, state("Opstaaet", 20250101))
	old := sag(anna, "old", "Gammel", "29.15.12", "Omsorgstandpleje", oio.Aktoer{UUID: visitA, Navn: "Visitation A"}, state("Opstaaet", 20200101), state("Afsluttet", 20210101))
	others := sag(bent, "anden", "Andens", "27.35.04", "Forebyggende hjemmebesøg", oio.Aktoer{UUID: visitA}, state("Opstaaet", 20250101))
	f.objekter[anna.Noegle] = append(f.objekter[anna.Noegle], hidden, old, bevillingUnder(others, "9", "Sygepleje"))
	f.objekter[bent.Noegle] = append(f.objekter[bent.Noegle], others)
	f.kilde = []web.Kildeobjekt{{Art: oio.ArtBevilling, UUID: oio.NameUUID("x"), Navn: "Nødkald", Grund: visning.Grund{Kode: visning.IkkeAfsendt, Regel: "R028", Tekst: "holdt tilbage: ydelsen mangler type", Adresse: "/vaerksted/ydelse/yd-19"}},
		{Art: oio.ArtSag, UUID: oio.NameUUID("y"), Navn: "Klagesag", Grund: visning.Grund{Kode: visning.IkkeAfsendt, Regel: "R004", Tekst: "sagstypen har ingen KLE", Adresse: "/vaerksted/sagstype/st-63"}}}
	f.vises = korsbaekViser(visning.OmraadeFaktum("27.69", &visning.Indstilling{}), visning.OmraadeFaktum("29.15", &visning.Indstilling{Aktiv: true, Fradato: 20230101, AktiveAltid: true}))
	for name, id := range map[string]who{"verifier": verifier, "owner": owner} {
		body := somBorger(f, t, id, "Borgeren har ringet").Body.String()
		for _, want := range []string{"KLE 27.69.36 er ikke aktiveret.", `href="/borgerblik/omraade/27.69"`, "Sagstypen har ingen KLE.", "Holdt tilbage: ydelsen mangler type.", `href="/vaerksted/ydelse/yd-19"`,
			"Sagen vises ikke: borgeren er ikke primær part.", "Afsluttet før fradatoen 1. januar 2023 (KLE 29.15.12).", "Vises: KLE 29.09.04 er aktiveret.", "Du får diætvejledning.", "Formål: Borgeren har ringet"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page does not say %q", name, want)
			}
		}
	}
	if len(f.opslag) != 2 || f.opslag[0].Hvad != "som-borger" || f.opslag[0].Borger != anna.Noegle || f.opslag[0].Formaal != "Borgeren har ringet" {
		t.Errorf("on record: %+v", f.opslag)
	}
}

func TestS10_TheSameRendererForBoth(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), annaSelf)
	own, staff := get(t, h, "/borger").Body.String(), somBorger(newFake(), t, verifier, "kontrol").Body.String()
	section := func(body string) string {
		_, rest, _ := strings.Cut(body, `<section aria-labelledby="nu">`)
		part, _, _ := strings.Cut(rest, `<p class="ib-ikke-aaben">`)
		return part
	}
	if a, b := section(own), section(staff); a == "" || a != b {
		t.Error("staff do not see what the citizen sees")
	}
}

func TestS10_NoPurposeNoRecordNoPage(t *testing.T) {
	t.Parallel()
	for _, purpose := range []string{"", " ", "om 710550-0001", strings.Repeat("x", 201)} {
		f := newFake()
		if w := somBorger(f, t, verifier, purpose); w.Code != http.StatusUnprocessableEntity || len(f.opslag) != 0 || strings.Contains(w.Body.String(), "Diæt") {
			t.Errorf("%q: %d, %d on record", purpose, w.Code, len(f.opslag))
		}
	}
	f := newFake()
	f.auditFail = errFake
	if w := somBorger(f, t, verifier, "kontrol"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "diætvejledning") {
		t.Errorf("shown without a record: %d", w.Code)
	}
	for name, id := range map[string]who{"caseworker": clerk, "citizen": annaSelf} {
		if w := somBorger(newFake(), t, id, "kontrol"); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	h, _ := setup(newFake(), verifier)
	if body := get(t, h, "/sapa/borger/"+anna.Noegle.String()+"/som-borger").Body.String(); strings.Contains(body, "Anna") || !strings.Contains(body, "Hvorfor?") {
		t.Error("the question why tells of the citizen")
	}
}

func TestS10_FindingTheCitizenIsOnRecordAndInNoAddress(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, log := setup(f, verifier)
	w := post(t, h, "/borgerblik/som-borger", url.Values{"soeg": {"710550-0001"}, "formaal": {"Borgeren har ringet"}})
	body := w.Body.String()
	if !strings.Contains(body, "/sapa/borger/"+anna.Noegle.String()+"/som-borger") || oio.MaskCPR(body) != body || oio.MaskCPR(log.String()) != log.String() {
		t.Errorf("the citizen is not found, or her number is written: %s", body)
	}
	if len(f.opslag) != 1 || f.opslag[0].Hvad != "som-borger-soegning-cpr" || f.opslag[0].Formaal == "" {
		t.Errorf("on record: %+v", f.opslag)
	}
	if w := post(t, h, "/borgerblik/som-borger", url.Values{"soeg": {"anna"}}); w.Code != http.StatusUnprocessableEntity || len(f.opslag) != 1 {
		t.Errorf("searched without a purpose: %d", w.Code)
	}
	if body := post(t, h, "/borgerblik/som-borger", url.Values{"soeg": {"anna"}, "formaal": {"kontrol"}}).Body.String(); !strings.Contains(body, "Anna Andersen, født 11.05.50") {
		t.Errorf("found by name: %s", body)
	}
}

// TestS10_AVerifierFindsWithinHerBoundary: by number, by name and by key a citizen beyond the groups of the right is as one who is not there. Groups of
// other rights do not widen it; one without limits finds all, also her of whom there is nothing.
func TestS10_AVerifierFindsWithinHerBoundary(t *testing.T) {
	t.Parallel()
	bolig, err := adgang.ParseEmner("32.*") // anna has a case there, in a source system that citizens are not shown; bent has none
	if err != nil {
		t.Fatal(err)
	}
	wide := adgang.Gruppe{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag, adgang.Sapa}}
	finds := func(id who, p oio.Person) (ways [3]bool) {
		h, _ := setup(newFake(), id)
		for i, words := range []string{p.CPR.Digits(), strings.Fields(p.Navn)[0]} {
			body := post(t, h, "/borgerblik/som-borger", url.Values{"soeg": {words}, "formaal": {"kontrol"}}).Body.String()
			ways[i] = strings.Contains(body, p.Noegle.String())
		}
		ways[2] = post(t, h, "/sapa/borger/"+p.Noegle.String()+"/som-borger", url.Values{"formaal": {"kontrol"}}).Code == http.StatusOK
		return ways
	}
	all, none := [3]bool{true, true, true}, [3]bool{}
	for name, c := range map[string]struct {
		id   who
		with adgang.Ret
	}{"verifier": {verifier, adgang.Verifikation}, "owner": {owner, adgang.Borgerblik}} {
		limited := c.id
		limited.Grupper = []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{c.with}, KLE: bolig}, wide}
		if a, b, nothing := finds(limited, anna), finds(limited, bent), finds(limited, tom); a != all || b != none || nothing != none {
			t.Errorf("%s of 32.*: finds anna %v, bent %v, who has nothing %v", name, a, b, nothing)
		}
		if a, b, nothing := finds(c.id, anna), finds(c.id, bent), finds(c.id, tom); a != all || b != all || nothing != all {
			t.Errorf("%s without limits: finds anna %v, bent %v, who has nothing %v", name, a, b, nothing)
		}
		limited.Grupper = []adgang.Gruppe{wide}
		if a := finds(limited, anna); a != none {
			t.Errorf("%s with groups of other rights alone: %v", name, a)
		}
	}
	h, _ := setup(newFake(), who{web.Identitet{Roller: adgang.Verifikator, Grupper: []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Verifikation}, KLE: bolig}}, Bruger: "v", Kommune: oio.Korsbaek}, true})
	ask := func(key oio.Borgernoegle) string {
		return post(t, h, "/sapa/borger/"+key.String()+"/som-borger", url.Values{"formaal": {"kontrol"}}).Body.String()
	}
	if ask(bent.Noegle) != ask(oio.Borgernoegle(oio.NameUUID("ingen"))) {
		t.Error("a citizen beyond the boundary answers in other words than one who is not there")
	}
}
