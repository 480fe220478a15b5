package app

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydelsehent"
	"indeksbro/internal/soap/ydi"
)

var objektlink = regexp.MustCompile(`/sapa/(?:sag|bevilling)/([0-9a-f-]{36})"`)

type maengde map[string]bool

func (m maengde) liste() []string { return slices.Sorted(maps.Keys(m)) }

// TestABoundaryGivesTheSameSetEverywhere lets caseworkers of different boundaries read all of the demo by page, search, file, data and the official
// services, and holds each against filtering everything by the rule. Counts may tell of nothing else.
func TestABoundaryGivesTheSameSetEverywhere(t *testing.T) {
	town := nyBy(t, t.TempDir(), oio.Korsbaek, 1)
	people := town.borgere(t)
	choice, err := town.b.Sapaindstilling(t.Context(), town.b.kommune)
	if err != nil || len(choice.Aabne) != 4 {
		t.Fatalf("opened: %v %v", choice.Aabne, err)
	}
	for _, c := range []struct {
		kle  string
		step oio.Foelsomhed
	}{{"27.35.*", oio.Foelsom}, {"27.36.*", oio.Foelsom}, {"32.*", oio.Fortrolig}, {"27.*", oio.VIP}} {
		set, err := adgang.ParseEmner(c.kle)
		if err != nil {
			t.Fatal(err)
		}
		group := adgang.Gruppe{Kommune: town.b.kommune, Retter: []adgang.Ret{adgang.Opslag}, KLE: set, Foelsomhed: c.step}
		u := adgang.NytUdsnit([]adgang.Gruppe{group}, adgang.Opslag, town.b.kommune, choice.Aabne)
		town.er(adgang.Sagsbehandler, town.b.kommune, oio.Borgernoegle{})
		town.somHvem.Grupper = u.Grupper
		cases, grants := maengde{}, maengde{}
		for _, x := range people {
			town.ens(t, c.kle, &u, x, cases, grants)
		}
		if c.kle != "27.35.*" && len(cases) == 0 {
			t.Errorf("%s: nothing to see in the demo", c.kle)
		}
		area := strings.TrimSuffix(c.kle, ".*")
		town.soapEns(t, soap.Kalder{CVR: town.b.kommune, Roller: []soap.Rolle{soap.Udstil}, KLE: []string{area}, Foelsomhed: c.step}, people, cases, grants)
	}
}

// ens holds one citizen's page, search, file, data and SF1491 against the rule, and adds what may be seen of her.
func (b *by) ens(t *testing.T, name string, u *adgang.Udsnit, x ting, cases, grants maengde) {
	t.Helper()
	want, services := maengde{}, maengde{}
	nCases, nServices := 0, 0
	for g := range b.objekter(t, x.borger.Noegle) {
		e := adgang.Af(g.Objekt)
		if g.Fuld != nil {
			profile, _, err := b.b.besked(&g)
			if err != nil {
				t.Fatal(err)
			}
			e.Profil = profile
		}
		if visible, _ := u.Ser(e); visible {
			id := g.Objekt.Identitet().String()
			want[id] = true
			switch g.Objekt.ObjektArt() {
			case oio.ArtSag:
				cases[id] = true
				nCases++
			case oio.ArtBevilling:
				grants[id], services[id] = true, true
				nServices++
			}
		}
	}
	at := "/sapa/borger/" + x.borger.Noegle.String()
	found := b.send(t, "/sapa/soeg", url.Values{"soeg": {x.borger.CPR.Digits()}})
	page := b.spoerg(http.MethodGet, at)
	if len(want) == 0 {
		if found.Code == http.StatusSeeOther || page.Code != http.StatusNotFound {
			t.Errorf("%s: a citizen of whom nothing may be seen: search %d, page %d", name, found.Code, page.Code)
		}
		return
	}
	if found.Header().Get("Location") != at {
		t.Errorf("%s: not found by her number: %d", name, found.Code)
	}
	onPage := maengde{}
	for _, m := range objektlink.FindAllStringSubmatch(page.Body.String(), -1) {
		onPage[m[1]] = true
	}
	inFile, inData := maengde{}, maengde{}
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.send(t, at+"/udtraek", url.Values{"form": {"csv"}, "formaal": {"Oplysning af en sag"}}).Body.String(), "\uFEFF")))
	rows.Comma = ';'
	for row, err := rows.Read(); err != io.EOF; row, err = rows.Read() {
		if err != nil {
			t.Fatal(err)
		}
		if id := row[len(row)-1]; id != "" && id != "UUID" {
			inFile[id] = true
		}
	}
	var data struct {
		Antal          struct{ Sager, Ydelser int }
		Sager, Ydelser []struct{ UUID string }
	}
	if err := json.Unmarshal(b.spoerg(http.MethodGet, at+"/data.json").Body.Bytes(), &data); err != nil {
		t.Fatal(err)
	}
	for _, r := range slices.Concat(data.Sager, data.Ydelser) {
		inData[r.UUID] = true
	}
	for where, got := range map[string]maengde{"page": onPage, "file": inFile, "data": inData} {
		if !slices.Equal(got.liste(), want.liste()) {
			t.Errorf("%s by %s: %d objects, want %d", name, where, len(got), len(want))
		}
	}
	if data.Antal.Sager != nCases || data.Antal.Ydelser != nServices {
		t.Errorf("%s: counts tell of %+v, want %d and %d", name, data.Antal, nCases, nServices)
	}
	if got := b.sf1491(t, u, x.borger.CPR); !slices.Equal(got.liste(), services.liste()) {
		t.Errorf("%s by SF1491: %d grants, want %d", name, len(got), len(services))
	}
}

func (b *by) send(t *testing.T, address string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "http://indeksbro.example"+address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	b.sted.ServeHTTP(w, r)
	return w
}

// kald calls an operation as a caller with an agreement.
func (b *by) kald(t *testing.T, caller soap.Kalder, at, op string, in any) any {
	t.Helper()
	for _, s := range b.b.tjenester() {
		for i := range s.Handlinger {
			if h := &s.Handlinger[i]; s.Adresse == at && h.Navn == op {
				out, _, err := h.Udfoer(t.Context(), soap.Kald{Kalder: caller, Nu: proevetid(), Ind: in})
				if err != nil {
					t.Fatal(err)
				}
				return out
			}
		}
	}
	t.Fatalf("no operation %s at %s", op, at)
	return nil
}

func (b *by) sf1491(t *testing.T, u *adgang.Udsnit, cpr oio.CPR) maengde {
	t.Helper()
	digits, most := cpr.Digits(), "500"
	in := &ydelsehent.BevillingHentInput{}
	in.Kriterie.PartCPRNummer, in.RettighedListe, in.ResultatFilter = &digits, ydelsehent.Rettigheder(u), &ydelsehent.ResultatFilter{ResultatAntalMaks: most}
	out := b.kald(t, soap.Kalder{CVR: b.b.kommune, Roller: []soap.Rolle{soap.Udstil}}, ydelsehent.Adresse, ydelsehent.Bevilling.Navn, in).(*ydelsehent.BevillingHentOutput)
	got := maengde{}
	if out.BevilgetYdelseListe != nil {
		for _, y := range out.BevilgetYdelseListe.BevilgetYdelse {
			got[strings.ToLower(y.BevillingStruktur.BevillingUUID)] = true
		}
	}
	return got
}

// soapEns asks the indexes themselves, with the boundary in the agreement.
func (b *by) soapEns(t *testing.T, caller soap.Kalder, people []ting, cases, grants maengde) {
	t.Helper()
	known := map[string]bool{} // of the citizens looked at; others have cases too
	profiled := map[string]bool{}
	for _, x := range people {
		for g := range b.objekter(t, x.borger.Noegle) {
			known[g.Objekt.Identitet().String()] = true
			if g.Fuld != nil {
				if profile, _, err := b.b.besked(&g); err == nil && profile != nil {
					profiled[g.Objekt.Identitet().String()] = true // the readers' to enforce, not the index's (06 §1.5)
				}
			}
		}
	}
	most, true_, first := "500", "true", "0001-01-01T00:00:00.000Z"
	gotCases, gotGrants := maengde{}, maengde{}
	for from := 0; ; from += 500 {
		start := strconv.Itoa(from)
		in := sdi.SoegIndeksInput{SoegInput: sdi.SoegInput{FoersteResultatReference: &start, MaksimalAntalKvantitet: &most,
			SoegVirkning: &sdi.SoegVirkning{FraTidspunkt: &sdi.Tidspunkt{TidsstempelDatoTid: &first}, TilTidspunkt: &sdi.Tidspunkt{GraenseIndikator: &true_}}}}
		out := b.kald(t, caller, sdi.Adresse, "fremsoeg", &sdi.FremsoegInput{SoegUdtryk: &sdi.SoegUdtryk{Valg: []sdi.SoegUdtrykValg{{SoegSag: &sdi.SagSoegInput{SoegIndeksInput: in}}}},
			Filter: &sdi.Filter{Valg: []sdi.FilterValg{{SagVis: &sdi.SagVis{Vis: "egenskaber"}}}}}).(*sdi.FremsoegOutput)
		for i := range out.SagFiltreretOejebliksbillede {
			gotCases[strings.ToLower(out.SagFiltreretOejebliksbillede[i].ObjektType.UUIDIdentifikator)] = true
		}
		if len(out.SagFiltreretOejebliksbillede) < 500 {
			break
		}
	}
	for from := 0; ; from += 500 {
		start := strconv.Itoa(from)
		in := ydi.SoegIndeksInput{SoegInput: ydi.SoegInput{FoersteResultatReference: &start, MaksimalAntalKvantitet: &most,
			SoegVirkning: &ydi.SoegVirkning{FraTidspunkt: &ydi.Tidspunkt{TidsstempelDatoTid: &first}, TilTidspunkt: &ydi.Tidspunkt{GraenseIndikator: &true_}}}}
		out := b.kald(t, caller, ydi.Adresse, "fremsoeg", &ydi.FremsoegInput{SoegUdtryk: ydi.SoegUdtryk{Valg: []ydi.SoegUdtrykValg{{SoegBevillingIndeks: &ydi.BevillingSoegInput{SoegIndeksInput: in}}}},
			Filter: &ydi.Filter{Valg: []ydi.FilterValg{{BevillingVis: &ydi.BevillingVis{Vis: "egenskaber"}}}}}).(*ydi.FremsoegOutput)
		for i := range out.BevillingFiltreretOejebliksbillede {
			gotGrants[strings.ToLower(out.BevillingFiltreretOejebliksbillede[i].ObjektType.UUIDIdentifikator)] = true
		}
		if len(out.BevillingFiltreretOejebliksbillede) < 500 {
			break
		}
	}
	for what, pair := range map[string][2]maengde{"cases by SDI": {gotCases, cases}, "grants by YDI": {gotGrants, grants}} {
		maps.DeleteFunc(pair[0], func(id string, _ bool) bool { return !known[id] || profiled[id] })
		if !slices.Equal(pair[0].liste(), pair[1].liste()) {
			t.Errorf("%v: %s: %d, want %d", caller.KLE, what, len(pair[0]), len(pair[1]))
		}
	}
}
