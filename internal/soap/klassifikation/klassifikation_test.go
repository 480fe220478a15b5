package klassifikation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/klassifikation"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/testkit/zeeptest"
	"indeksbro/internal/ydelsestype"
)

func nu() time.Time { return time.Date(2026, 5, 4, 10, 0, 0, 0, oio.Koebenhavn) }

// plan has more numbers than a page of a search, one that has ended and one of the future.
func plan(t *testing.T) *kle.Plan {
	t.Helper()
	made := &kle.Plan{Udgivet: 20260101}
	add := func(n, title string, from, until oio.Dato) {
		made.Klasser = append(made.Klasser, kle.Klasse{Nummer: kle.Nummer(n), Titel: title, UUID: oio.NameUUID("kle" + n).String(), Oprettet: from, Udgaaet: until,
			Retskilder: []kle.Retskilde{{Titel: "Lov om social service", Paragraf: "§ 83"}}, Stikord: []kle.Stikord{{Tekst: "ord til " + n}}})
	}
	add("27", "Social service", 0, 0)
	for g := range 12 {
		group := fmt.Sprintf("27.%02d", g)
		add(group, "Gruppe "+group, 19880101, 0)
		for e := range 60 {
			until := oio.Dato(0)
			if e == 7 {
				until = 20250101
			}
			add(fmt.Sprintf("%s.%02d", group, e), fmt.Sprintf("Emne %d & <noget>", e), 19880101, until)
		}
	}
	made.Handlingsfacetter = []kle.Facet{{Nummer: "G", Titel: "Generelle", UUID: oio.NameUUID("G").String()}, {Nummer: "G01", Titel: "Generelle sager", UUID: oio.NameUUID("G01").String()}}
	return made
}

func kilde(p *kle.Plan) klassifikation.Kilde {
	when := nu().AddDate(0, -1, 0)
	return func(context.Context, oio.CVR) ([]klassifikation.Klassifikation, error) {
		return []klassifikation.Klassifikation{klassifikation.AfPlan(p, when), klassifikation.AfKatalog(ydelsestype.Nyeste(), when)}, nil
	}
}

func server(t *testing.T, p *kle.Plan) string {
	t.Helper()
	service := &klassifikation.Tjeneste{Kilde: kilde(p)}
	mux := http.NewServeMux()
	for _, s := range service.SOAP() {
		mux.Handle("/soap/"+s.Adresse, &soap.Server{Tjeneste: s, Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: nu, Log: slog.New(slog.DiscardHandler)})
	}
	mux.Handle("/rest/KlassifikationListeHent", &klassifikation.REST{Tjeneste: service, Nu: nu, Log: slog.New(slog.DiscardHandler), Kalder: func(r *http.Request) (oio.CVR, bool) {
		return oio.Korsbaek, r.Header.Get("Authorization") != "Bearer forkert"
	}})
	x := httptest.NewServer(mux)
	t.Cleanup(x.Close)
	return x.URL
}

func klient(address string, f *soap.Familie, bare bool) *soap.Klient {
	return &soap.Klient{Adresse: address, Audience: klassifikation.EntityID, V12: true, Familie: f, HTTP: http.DefaultClient, Segl: soap.Uforseglet{}, Nu: nu, UdenHoved: bare}
}

var facets = []oio.UUID{klassifikation.Emner, klassifikation.Handlinger}

// R060: whichever of the three ways KLE is read, the same plan comes out as went in.
func TestR060_TheSamePlanComesOutOfEachWay(t *testing.T) {
	t.Parallel()
	want := plan(t)
	base := server(t, want)
	ctx := context.Background()
	for name, read := range map[string]func() ([]klassifikation.Klassifikation, error){
		"Klasse 7": func() ([]klassifikation.Klassifikation, error) {
			return klassifikation.HentKlasser(ctx, klient(base+"/soap/Klasse/7", klassifikation.Familie, false), facets, oio.DatoOf(nu()))
		},
		"KlassifikationListeHent 2": func() ([]klassifikation.Klassifikation, error) {
			return klassifikation.HentListe(ctx, klient(base+"/soap/KlassifikationListeHent/2", klassifikation.ListeFamilie, true), facets)
		},
		"REST": func() ([]klassifikation.Klassifikation, error) {
			return (&klassifikation.RESTKlient{Adresse: base + "/rest/KlassifikationListeHent", HTTP: http.DefaultClient, Nu: nu}).Hent(ctx, facets)
		},
	} {
		list, err := read()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, err := klassifikation.Plan(list, oio.DatoOf(nu()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want.Klasser, got.Klasser); diff != "" {
			t.Errorf("%s (-want +got) %.1500s", name, diff)
		}
		if diff := cmp.Diff(want.Handlingsfacetter, got.Handlingsfacetter); diff != "" {
			t.Errorf("%s (-want +got) %s", name, diff)
		}
	}
}

func TestANumberUsedAgainIsTheOneInForce(t *testing.T) {
	t.Parallel()
	class := func(title string, from, until oio.Dato) klassifikation.Klasse {
		return klassifikation.Klasse{UUID: oio.NameUUID(title), Noegle: "27.00.01", Titel: title, Fra: from, Til: until}
	}
	over := []klassifikation.Klasse{{UUID: oio.NameUUID("27"), Noegle: "27", Titel: "Social"}, {UUID: oio.NameUUID("27.00"), Noegle: "27.00", Titel: "Gruppe"}}
	for name, classes := range map[string][]klassifikation.Klasse{
		"the one in force, first": {class("nu", 20200101, 0), class("før", 19880101, 20200101)},
		"the one in force, last":  {class("før", 19880101, 20200101), class("nu", 20200101, 0)},
	} {
		p, err := klassifikation.Plan([]klassifikation.Klassifikation{{Facetter: []klassifikation.Facet{{Klasser: append(classes, over...)}}}}, 20260504)
		if err != nil {
			t.Fatal(err)
		}
		if k, found := p.Find("27.00.01"); !found || k.Titel != "nu" {
			t.Errorf("%s: %+v", name, k)
		}
	}
}

func post(t *testing.T, base, body string, head map[string]string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, base+"/rest/KlassifikationListeHent", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("x-TransaktionsId", "3f6f0c1e-0000-4000-8000-000000000001")
	request.Header.Set("x-TransaktionsTid", "2026-05-04T08:00:00Z")
	for name, value := range head {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&answer); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return response.StatusCode, answer
}

func count(answer map[string]any) int {
	raw, _ := json.Marshal(answer)
	return strings.Count(string(raw), `"KlasseStruktur"`)
}

// The REST service answers what was asked for, and tells what is wrong where its contract has it.
func TestTheListServiceAsJSON(t *testing.T) {
	t.Parallel()
	base := server(t, plan(t))
	byKey := `{"KlassifikationKriterieListe":[{"IdentifikationKriterie":{"BrugervendtNoegleKriterie":{"KlassifikationBrugervendtNoegle":"KLE","FacetBrugervendtNoegle":"Emne"%s}}}]%s}`
	for name, c := range map[string]struct {
		body string
		want int
	}{
		"a facet by key, today":          {fmt.Sprintf(byKey, "", ""), 1 + 12 + 12*59},
		"with what has ended":            {fmt.Sprintf(byKey, "", `,"KunAktuelle":false`), 1 + 12 + 12*60},
		"one number":                     {fmt.Sprintf(byKey, `,"KlasseBrugervendtNoegle":"27.03.04"`, ""), 1},
		"one that has ended":             {fmt.Sprintf(byKey, `,"KlasseBrugervendtNoegle":"27.03.07"`, ""), 0},
		"one that was in force in 2024":  {fmt.Sprintf(byKey, `,"KlasseBrugervendtNoegle":"27.03.07"`, `,"KunAktuelle":false,"KlassifikationPubliceretFraDato":"2024-01-01","KlassifikationPubliceretTilDato":"2024-12-31"`), 1},
		"one that was not in force then": {fmt.Sprintf(byKey, `,"KlasseBrugervendtNoegle":"27.03.07"`, `,"KunAktuelle":false,"KlassifikationPubliceretFraDato":"2025-01-01"`), 0},
		"by identity":                    {`{"KlassifikationKriterieListe":[{"IdentifikationKriterie":{"KlasseIdentifikation":"` + oio.NameUUID("kleG01").String() + `"}},{"IdentifikationKriterie":{"FacetIdentifikation":"` + klassifikation.Handlinger.String() + `"}}]}`, 2},
	} {
		if status, answer := post(t, base, c.body, nil); status != http.StatusOK || count(answer) != c.want {
			t.Errorf("%s: %d, %d classes, want %d", name, status, count(answer), c.want)
		}
	}
	for name, c := range map[string]struct {
		body, inAnswer string
		head           map[string]string
		status         int
	}{
		"no criterion":        {`{}`, "KlassifikationKriterieListe is missing", nil, 500},
		"two in one":          {`{"KlassifikationKriterieListe":[{"IdentifikationKriterie":{"FacetIdentifikation":"` + klassifikation.Emner.String() + `","KlasseIdentifikation":"x"}}]}`, "exactly one", nil, 500},
		"a name misspelt":     {fmt.Sprintf(byKey, "", `,"KunAktuele":false`), "KunAktuele", nil, 500},
		"not JSON":            {`<xml/>`, "not JSON", nil, 500},
		"no transaction":      {fmt.Sprintf(byKey, "", ""), "x-TransaktionsId", map[string]string{"x-TransaktionsId": "1"}, 500},
		"a transaction of v1": {fmt.Sprintf(byKey, "", ""), "version 4", map[string]string{"x-TransaktionsId": "3f6f0c1e-0000-1000-8000-000000000001"}, 500},
		"no time":             {fmt.Sprintf(byKey, "", ""), "x-TransaktionsTid", map[string]string{"x-TransaktionsTid": "i dag"}, 500},
		"a foreign token":     {fmt.Sprintf(byKey, "", ""), "token", map[string]string{"Authorization": "Bearer forkert"}, 401},
	} {
		status, answer := post(t, base, c.body, c.head)
		raw, _ := json.Marshal(answer)
		if status != c.status || !strings.Contains(string(raw), "FejlTekst") || !strings.Contains(string(raw), c.inAnswer) {
			t.Errorf("%s: %d %s", name, status, raw)
		}
	}
}

func TestSearchByKeyAndSince(t *testing.T) {
	t.Parallel()
	c := klient(server(t, plan(t))+"/soap/Klasse/7", klassifikation.Familie, false)
	ask := func(in klassifikation.SoegInput) klassifikation.SoegOutput {
		var out klassifikation.SoegOutput
		if err := c.Kald(context.Background(), klassifikation.Soeg, &in, &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	key, since := "27.03.04", soap.SkrivTid(nu())
	found := ask(klassifikation.SoegInput{AttributListe: klassifikation.AttributListe{Egenskab: []klassifikation.Egenskab{{BrugervendtNoegleTekst: &key}}}})
	if len(found.IdListe.UUIDIdentifikator) != 1 || found.IdListe.UUIDIdentifikator[0] != oio.NameUUID("kle27.03.04").String() {
		t.Errorf("%+v", found)
	}
	none := ask(klassifikation.SoegInput{GrundSoegInput: klassifikation.GrundSoegInput{SoegRegistrering: &klassifikation.SoegRegistrering{FraTidspunkt: &klassifikation.Tidspunkt{TidsstempelDatoTid: &since}}}})
	if none.StandardRetur.StatusKode != "44" {
		t.Errorf("changed since now: %+v", none)
	}
}

func TestZeepSeesTheOfficialServices(t *testing.T) {
	t.Parallel()
	services := (&klassifikation.Tjeneste{}).SOAP()
	zeeptest.Ens(t, filepath.Join(klasseSkema(t), "Klasse.wsdl"), klassifikation.Familie.WSDL(services[0].Beskrivelse, "http://127.0.0.1/x"), "laes", "soeg", "list")
	_ = shared.Path(t, "schemas/klassifikationlistehent")
	zeeptest.Ens(t, filepath.Join(listeSkema(t), "wsdl/KlassifikationListeHentService.wsdl"), klassifikation.ListeFamilie.WSDL(services[1].Beskrivelse, "http://127.0.0.1/x"))
}
