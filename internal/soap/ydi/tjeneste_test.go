package ydi_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/xmltree"
)

var middag = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

type verden struct {
	*httptest.Server
	indeks *index.Index
}

func nyVerden(t testing.TB) *verden {
	t.Helper()
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), sqlite.Options{CacheMiB: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &verden{indeks: &index.Index{Store: db, Ring: ring, Nu: func() time.Time { return middag }}}
	mux := http.NewServeMux()
	for _, s := range (&ydi.Tjeneste{Indeks: w.indeks, Streng: func(oio.CVR) bool { return true }}).SOAP() {
		mux.Handle("/soap/"+s.Adresse, &soap.Server{Tjeneste: s, Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: func() time.Time { return middag }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	}
	w.Server = httptest.NewServer(mux)
	t.Cleanup(w.Close)
	return w
}

func (w *verden) send(t testing.TB, address, action string, body []byte) xmltree.Element {
	t.Helper()
	envelope := soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: action, TransaktionsID: soap.NyUUID()}, body)
	response, err := http.Post(w.URL+"/soap/"+address, "application/soap+xml; charset=utf-8", bytes.NewReader(envelope))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Laes(answer, xmltree.Graenser{})
	if err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	k, err := soap.LaesKuvert(doc)
	if err != nil {
		t.Fatal(err)
	}
	return k.Krop
}

func (w *verden) skriv(t testing.TB, op soap.Operation, body []byte) []ydi.UnikRetur {
	t.Helper()
	var out ydi.MultipleOutput
	krop := w.send(t, ydi.Adresse, op.Action, body)
	if err := ydi.Familie.Laes(krop, op.Ud, &out); err != nil {
		t.Fatalf("%v %s", err, krop.Bytes())
	}
	return out.UnikRetur
}

func koder(answers []ydi.UnikRetur) (codes []string) {
	for i := range answers {
		text := answers[i].StatusKode
		if text != "20" {
			text += " " + *answers[i].FejlbeskedTekst
		}
		codes = append(codes, text)
	}
	return codes
}

func korsbaekBevilling(t testing.TB) *oio.Bevilling {
	t.Helper()
	cpr, err := oio.ParseCPR("7105500001")
	if err != nil {
		t.Fatal(err)
	}
	return &oio.Bevilling{
		UUID: oio.NameUUID("bevilling 1"), Noegle: "b-77", Foelsomhed: oio.Foelsom, YdelseID: oio.NameUUID("bevilling 1").String(), Navn: "Diætist Diabetes", Maengde: "1 gang/uge",
		Periode: oio.Virkning{Fra: 20240110, Til: 20260601}, Ejer: oio.Aktoer{UUID: oio.NameUUID("org"), Navn: "Korsbæk Kommune", CVR: oio.Korsbaek},
		Ansvarlig: oio.Aktoer{UUID: oio.NameUUID("enhed"), Navn: "Visitation A", CVR: oio.Korsbaek}, Part: oio.Part{CPR: cpr, Navn: "Ida Holm"}, Sag: oio.NameUUID("sag 1"), SagNoegle: "s-1001", SagTitel: "Forebyggelse",
		Ydelsestype: oio.Klasse{UUID: oio.NameUUID("type"), Titel: "Diætbehandling"}, Ydelsesnavn: "Diætbehandling", KLE: oio.NewKlasse("KLE", "27.35.04", "Forebyggende", ""), System: oio.ITSystem{UUID: oio.NameUUID("eoj"), Navn: "Fiktivt EOJ"},
	}
}

func importer(list ...*ydi.Bevilling) []byte {
	in := &ydi.ImporterInput{}
	for _, b := range list {
		in.Valg = append(in.Valg, ydi.ImporterInputValg{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *b}})
	}
	return ydi.Familie.Skriv(nil, "yi:ImporterYdelseIndeksInput", in)
}

func TestOurGrantArrivesAsTheInProcessExporterStoresIt(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	b := korsbaekBevilling(t)
	for range 2 { // repeated, it is no conflict
		if got := koder(w.skriv(t, ydi.Operationer[0], importer(ydi.FraBevilling(b, middag)))); !reflect.DeepEqual(got, []string{"20"}) {
			t.Fatal(got)
		}
	}
	g, found, err := w.indeks.Objekt(t.Context(), adgang.Alt(oio.Korsbaek), oio.ArtBevilling, b.UUID)
	if err != nil || !found || !reflect.DeepEqual(g.Objekt, b) || g.Fuld != nil {
		t.Fatalf("%+v\n%+v %v %v", g.Objekt, b, found, err)
	}
	changed := *b
	changed.Navn = "Noget andet"
	if got := koder(w.skriv(t, ydi.Operationer[0], importer(ydi.FraBevilling(&changed, middag)))); !strings.HasPrefix(got[0], "49 YDI-36") {
		t.Errorf("an import of what is there: %v", got)
	}
	remove := func() string {
		krop := w.send(t, ydi.AdresseBevilling, ydi.FjernBevilling.Action, ydi.Familie.Skriv(nil, "bi:FjernInput", &ydi.UuidNoteInput{UUIDIdentifikator: b.UUID.String()}))
		var out ydi.BasicOutput
		if err := ydi.Familie.Laes(krop, "bi:FjernOutput", &out); err != nil {
			t.Fatal(err)
		}
		return out.StandardRetur.StatusKode
	}
	if first, again := remove(), remove(); first != "20" || again != "44" {
		t.Errorf("fjern answers %s, then %s", first, again)
	}
}

func TestTheOfficialExampleIsTakenAndFound(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	example, err := os.ReadFile(shared.Path(t, "schemas/examples/ydi-importer.xml"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Laes(example, xmltree.Graenser{})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range koder(w.skriv(t, ydi.Operationer[0], []byte(doc.Rod().Bytes()))) {
		if code != "20" {
			t.Error(code)
		}
	}
	search := `<yi:FremsoegYdelseIndeksInput xmlns:yi="urn:oio:sts:ydelse:ydelseindeks:6" xmlns:bi="urn:oio:sts:ydelse:bevillingindeks:6"><yi:SoegUdtryk><yi:SoegBevillingIndeks>` +
		`<bi:AttributListe>%s</bi:AttributListe><bi:TilstandListe/><bi:RelationListe/></yi:SoegBevillingIndeks></yi:SoegUdtryk><yi:Filter><yi:BevillingVis><yi:Vis>bevilgetydelse</yi:Vis></yi:BevillingVis></yi:Filter></yi:FremsoegYdelseIndeksInput>`
	for example, want := range map[string]int{
		"": 1, `<bi:BevilgetYdelse><bi:Ydelse><bi:Klassifikation><bi:BrugervendtNoegle>27.*</bi:BrugervendtNoegle></bi:Klassifikation></bi:Ydelse></bi:BevilgetYdelse>`: 1,
		`<bi:BevilgetYdelse><bi:Ydelse><bi:Klassifikation><bi:BrugervendtNoegle>32.*</bi:BrugervendtNoegle></bi:Klassifikation></bi:Ydelse></bi:BevilgetYdelse>`: 0,
	} {
		var out ydi.FremsoegOutput
		krop := w.send(t, ydi.Adresse, ydi.Operationer[2].Action, fmt.Appendf(nil, search, example))
		if err := ydi.Familie.Laes(krop, "yi:FremsoegYdelseIndeksOutput", &out); err != nil {
			t.Fatalf("%v %s", err, krop.Bytes())
		}
		if out.StandardRetur.StatusKode != "20" || out.Antal[0].Antal != fmt.Sprint(want) || len(out.BevillingFiltreretOejebliksbillede) != want {
			t.Errorf("%q: %+v", example, out.Antal)
		}
	}
}

func TestWhateverTheSchemaAllowsIsGivenBackUnchanged(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 5))
	for range 300 {
		m := ydi.Familie.Proeve("yi:ImporterYdelseIndeksInput", random.IntN).(*ydi.ImporterInput)
		for i := range m.Valg {
			if m.Valg[i].BevillingIndeks == nil {
				continue
			}
			b := &m.Valg[i].BevillingIndeks.BevillingIndeks
			b.UdenNotifikation = nil
			for j := range b.Registrering {
				b.Registrering[j].StsTidspunkt = nil
			}
			want := ydi.Familie.SkrivDel(nil, b)
			r := ydi.Registrer(b, nil, middag)
			back, err := ydi.BeskedAf(&oio.Gemt{Objekt: r.Objekt, Tidspunkt: r.Tidspunkt, Fuld: r.Fuld})
			if err != nil {
				t.Fatal(err)
			}
			if got := ydi.Familie.SkrivDel(nil, back); !bytes.Equal(got, want) {
				t.Fatalf("changed:\n%s\n%s", want, got)
			}
		}
	}
}

// intet is a store that keeps nothing.
type intet struct{ index.Store }

func (intet) ObjekterMed(context.Context, oio.CVR, []oio.UUID) ([]index.Raekke, error) {
	return nil, nil
}

func (intet) GemObjekter(context.Context, oio.CVR, []index.Raekke, []index.Person) error {
	return nil
}

// BenchmarkImporter takes a message of a hundred grants and does everything but store them: read, validate, judge, make rows and answer.
func BenchmarkImporter(b *testing.B) {
	grants := make([]*ydi.Bevilling, 100)
	for i := range grants {
		g := *korsbaekBevilling(b)
		g.UUID, g.Noegle = oio.NameUUID(fmt.Sprint("bevilling ", i)), fmt.Sprint("b-", i)
		grants[i] = ydi.FraBevilling(&g, middag)
	}
	message := soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: ydi.Operationer[0].Action, TransaktionsID: "x"}, importer(grants...))
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		b.Fatal(err)
	}
	x := &index.Index{Store: intet{}, Ring: ring, Nu: func() time.Time { return middag }}
	server := &soap.Server{Tjeneste: (&ydi.Tjeneste{Indeks: x}).SOAP()[0], Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: func() time.Time { return middag }, Log: slog.New(slog.DiscardHandler)}
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(message))
		r.RemoteAddr = "127.0.0.1:1"
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if n := bytes.Count(w.Body.Bytes(), []byte("StatusKode>20<")); n != 100 {
			b.Fatalf("%d of 100 objects were taken: %.300s", n, w.Body)
		}
	}
}
