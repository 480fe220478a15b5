package sdi_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"math/rand/v2"

	"indeksbro/internal/adgang"
	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/store/sqlite"
	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/xmltree"
)

var middag = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// verden is a service on an embedded index, called over HTTP.
type verden struct {
	*httptest.Server
	indeks *index.Index
	streng bool
	nu     time.Time
	system oio.UUID // of the caller, as its agreement has it
}

// somSystem says which system calls; the rest is as without signatures.
type somSystem struct {
	soap.Aaben
	w *verden
}

func (s somSystem) Efterproev(r *http.Request, doc *xmltree.Document, service *soap.Tjeneste, now time.Time) (soap.Kalder, error) {
	caller, err := s.Aaben.Efterproev(r, doc, service, now)
	caller.System = s.w.system
	return caller, err
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
	w := &verden{streng: true, nu: middag}
	w.indeks = &index.Index{Store: db, Ring: ring, Nu: func() time.Time { return w.nu }}
	service := &sdi.Tjeneste{Indeks: w.indeks, Streng: func(oio.CVR) bool { return w.streng }, Henvisninger: func(oio.CVR) bool { return true }}
	mux := http.NewServeMux()
	for path, s := range map[string]*soap.Tjeneste{"/": service.SOAP(), "/sag": service.SagSOAP()} {
		mux.Handle(path, &soap.Server{Tjeneste: s, Sikkerhed: somSystem{soap.Aaben{CVR: oio.Korsbaek}, w}, Nu: func() time.Time { return w.nu }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	}
	w.Server = httptest.NewServer(mux)
	t.Cleanup(w.Close)
	return w
}

// send posts a body and gives the answer's body element and the HTTP status.
func (w *verden) send(t testing.TB, op, body string) (xmltree.Element, int) {
	t.Helper()
	envelope := soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: "http://kombit.dk/sts/sagdokumentindeks/" + op, TransaktionsID: soap.NyUUID()}, []byte(body))
	response, err := http.Post(w.URL, "application/soap+xml; charset=utf-8", bytes.NewReader(envelope))
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
	return k.Krop, response.StatusCode
}

func (w *verden) skriv(t testing.TB, op string, body string) []sdi.UnikRetur {
	t.Helper()
	krop, status := w.send(t, op, body)
	if status != http.StatusOK {
		t.Fatalf("%s: %d %s", op, status, krop.Bytes())
	}
	var out sdi.MultipleOutput
	if err := sdi.Familie.Laes(krop, "sdi:"+strings.ToUpper(op[:1])+op[1:]+"SagDokumentIndeksOutput", &out); err != nil {
		t.Fatal(err)
	}
	return out.UnikRetur
}

func (w *verden) soeg(t testing.TB, body string) sdi.FremsoegOutput {
	t.Helper()
	krop, status := w.send(t, "fremsoeg", body)
	var out sdi.FremsoegOutput
	if err := sdi.Familie.Laes(krop, "sdi:FremsoegSagDokumentIndeksOutput", &out); err != nil {
		t.Fatalf("%d %v %s", status, err, krop.Bytes())
	}
	return out
}

func koder(answers []sdi.UnikRetur) (codes []string) {
	for i := range answers {
		text := answers[i].StatusKode
		if text != "20" {
			text += " " + *answers[i].FejlbeskedTekst
		}
		codes = append(codes, text)
	}
	return codes
}

func eksempel(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(shared.Path(t.(*testing.T), "schemas/examples/"+name))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := xmltree.Laes(b, xmltree.Graenser{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Rod().Bytes()
}

// korsbaekSag is a case as our exporter makes it.
func korsbaekSag(t testing.TB) *oio.Sag {
	t.Helper()
	cpr, err := oio.ParseCPR("7105500001")
	if err != nil {
		t.Fatal(err)
	}
	return &oio.Sag{
		UUID: oio.NameUUID("sag 1"), Noegle: "2025-17", Titel: "Forebyggende hjemmebesøg", Foelsomhed: oio.Foelsom, Oprettet: 20250303,
		Fremdrift: []oio.Fremdrift{{Status: "Opstaaet", Virkning: oio.Virkning{Fra: 20250303, Til: 20250801}}, {Status: "Afsluttet", Virkning: oio.Virkning{Fra: 20250801}}},
		Ejer:      oio.Aktoer{UUID: oio.NameUUID("org"), Navn: "Korsbæk Kommune", CVR: oio.Korsbaek}, Ansvarlig: oio.Aktoer{UUID: oio.NameUUID("enhed"), Navn: "Visitation A", CVR: oio.Korsbaek},
		Part: oio.Part{CPR: cpr, Navn: "Ida Holm"}, KLE: oio.NewKlasse("KLE", "27.35.04", "Forebyggende", ""), Facet: oio.NewKlasse("handlingsfacet", "G01", "", ""),
		System: oio.ITSystem{UUID: oio.NameUUID("eoj"), Navn: "Fiktivt EOJ"},
	}
}

func importer(sager ...*sdi.Sag) string {
	in := &sdi.ImporterInput{}
	for _, s := range sager {
		in.Valg = append(in.Valg, sdi.ImporterInputValg{SagIndeks: s})
	}
	return string(sdi.Familie.Skriv(nil, "sdi:ImporterSagDokumentIndeksInput", in))
}

func TestOurCaseArrivesAsTheInProcessExporterStoresIt(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	s := korsbaekSag(t)
	if got := koder(w.skriv(t, "importer", importer(sdi.FraSag(s, middag)))); !reflect.DeepEqual(got, []string{"20"}) {
		t.Fatal(got)
	}
	g, found, err := w.indeks.Objekt(t.Context(), adgang.Alt(oio.Korsbaek), oio.ArtSag, s.UUID)
	if err != nil || !found || !reflect.DeepEqual(g.Objekt, s) || g.Fuld != nil || !g.Tidspunkt.Equal(middag) {
		t.Fatalf("%+v %v %v", g, found, err)
	}
	if got := koder(w.skriv(t, "importer", importer(sdi.FraSag(s, middag)))); !reflect.DeepEqual(got, []string{"20"}) {
		t.Errorf("a repeated import: %v", got)
	}
	changed := *s
	changed.Titel = "Noget andet"
	if got := koder(w.skriv(t, "importer", importer(sdi.FraSag(&changed, middag)))); len(got) != 1 || !strings.HasPrefix(got[0], "49 SDI-04") {
		t.Errorf("an import of what is there: %v", got)
	}
}

func TestTheOfficialExamplesAreTaken(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	for _, step := range []struct{ op, file string }{
		{"importer", "sdi-importer-sag.xml"}, {"importer", "sdi-importer-dokument.xml"}, {"opdater", "sdi-opdater-journalpost.xml"}, {"opdater", "sdi-opdater-sag.xml"},
	} {
		for _, code := range koder(w.skriv(t, step.op, eksempel(t, step.file))) {
			if code != "20" {
				t.Errorf("%s: %s", step.file, code)
			}
		}
	}
	out := w.soeg(t, eksempel(t, "sdi-fremsoeg-sag.xml"))
	if out.StandardRetur.StatusKode != "20" || len(out.SagFiltreretOejebliksbillede) != 1 {
		t.Fatalf("%+v", out)
	}
	if got := koder(w.skriv(t, "fjern", eksempel(t, "sdi-fjern-sag.xml"))); !reflect.DeepEqual(got, []string{"20"}) {
		t.Fatal(got)
	}
	if out := w.soeg(t, eksempel(t, "sdi-fremsoeg-sag.xml")); out.StandardRetur.StatusKode != "20" || out.Antal[0].Antal != "0" {
		t.Errorf("%+v", out)
	}
}

// allTime asks for everything of an object whenever it held.
const allTime = `<sd:SoegVirkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>0001-01-01T00:00:00Z</sd:TidsstempelDatoTid></sd:FraTidspunkt>` +
	`<sd:TilTidspunkt><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt></sd:SoegVirkning>`

func TestWhateverTheSchemaAllowsIsGivenBackUnchanged(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	w.streng = false
	random := rand.New(rand.NewPCG(3, 5))
	kept := 0
	for n := range 150 {
		m := sdi.Familie.Proeve("sag:Sag", random.IntN).(*sdi.Sag)
		m.UUIDIdentifikator, m.UdenNotifikation = oio.NameUUID(fmt.Sprint("proeve ", n)).String(), nil
		for i := range m.Registrering {
			m.Registrering[i].StsTidspunkt = nil
			m.Registrering[i].RelationListe.Journalpost = nil // of documents that are not there
			m.Registrering[i].RelationListe.Sagspart = nil    // of parties by UUID
			m.Registrering[i].RelationListe.Sagsaktoer = nil  // of other owners
		}
		want := sdi.Familie.SkrivDel(nil, m)
		if got := koder(w.skriv(t, "importer", importer(m))); got[0] != "20" {
			continue // a period that ends before it begins is the commonest reason
		}
		kept++
		g, _, err := w.indeks.Objekt(t.Context(), adgang.Alt(oio.Korsbaek), oio.ArtSag, oio.MustUUID(m.UUIDIdentifikator))
		if err != nil {
			t.Fatal(err)
		}
		back, err := sdi.BeskedAf(&g)
		if err != nil {
			t.Fatal(err)
		}
		if got := sdi.Familie.SkrivDel(nil, back); !bytes.Equal(got, want) {
			t.Fatalf("changed:\n%s\n%s", want, got)
		}
	}
	if kept < 100 {
		t.Errorf("only %d were taken", kept)
	}
}

func TestOpdaterMergesByPeriod(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	s := korsbaekSag(t)
	w.skriv(t, "importer", importer(sdi.FraSag(s, middag)))
	// AM-04: another responsible unit from 1 May.
	next := sdi.FraSag(s, middag)
	old := next.Registrering[0].RelationListe.Sagsaktoer[1]
	until := "2025-05-01T00:00:00.000+02:00"
	ended := old
	v := *old.Virkning
	v.TilTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: &until}
	ended.Virkning = &v
	fresh := old
	v2 := *old.Virkning
	v2.FraTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: &until}
	unit := oio.NameUUID("ny enhed").String()
	fresh.Virkning, fresh.ReferenceID = &v2, &sdi.UnikId{UUIDIdentifikator: &unit}
	update := &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: &sdi.OpdaterSag{
		SagRet:    sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUID.String()}, RelationListe: &sdi.SagRelationListe{Sagsaktoer: []sdi.Relation{ended, fresh}}},
		Tidspunkt: soap.SkrivTid(middag),
	}}}}
	if got := koder(w.skriv(t, "opdater", string(sdi.Familie.Skriv(nil, "sdi:OpdaterSagDokumentIndeksInput", update)))); got[0] != "20" {
		t.Fatal(got)
	}
	search := `<sdi:FremsoegSagDokumentIndeksInput xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:sd="urn:oio:sagdok:3.0.0"><sdi:SoegUdtryk><sdi:SoegSag>%s<sag:AttributListe/><sag:TilstandListe/><sag:RelationListe/></sdi:SoegSag></sdi:SoegUdtryk>` +
		`<sdi:Filter><sdi:SagVis><sdi:Vis>sagsaktoer</sdi:Vis></sdi:SagVis></sdi:Filter></sdi:FremsoegSagDokumentIndeksInput>`
	now := w.soeg(t, fmt.Sprintf(search, ""))
	if actors := now.SagFiltreretOejebliksbillede[0].Registrering[0].RelationListe.Sagsaktoer; len(actors) != 2 || *actors[1].ReferenceID.UUIDIdentifikator != unit {
		t.Errorf("now: %d actors", len(actors))
	}
	always := w.soeg(t, fmt.Sprintf(search, allTime))
	if actors := always.SagFiltreretOejebliksbillede[0].Registrering[0].RelationListe.Sagsaktoer; len(actors) != 3 {
		t.Errorf("always: %d actors", len(actors))
	}
	history, err := w.indeks.Historik(t.Context(), oio.Korsbaek, oio.ArtSag, s.UUID)
	if err != nil || len(history) != 2 {
		t.Errorf("%d registrations, %v", len(history), err)
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

// BenchmarkImporter takes a message of a hundred cases and does everything but store them: read, validate, judge, make rows and answer.
func BenchmarkImporter(b *testing.B) {
	cases := make([]*sdi.Sag, 100)
	for i := range cases {
		s := *korsbaekSag(b)
		s.UUID, s.Noegle = oio.NameUUID(fmt.Sprint("sag ", i)), fmt.Sprint("2025-", i)
		cases[i] = sdi.FraSag(&s, middag)
	}
	message := soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: sdi.Operationer[0].Action, TransaktionsID: "x"}, []byte(importer(cases...)))
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		b.Fatal(err)
	}
	x := &index.Index{Store: intet{}, Ring: ring, Nu: func() time.Time { return middag }}
	server := &soap.Server{Tjeneste: (&sdi.Tjeneste{Indeks: x}).SOAP(), Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: func() time.Time { return middag }, Log: slog.New(slog.DiscardHandler)}
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
