package sdi_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
)

// enesteSvar sends an import of one case and gives its answer in full.
func enesteSvar(t testing.TB, w *verden, s *sdi.Sag) string {
	t.Helper()
	r := w.skriv(t, "importer", importer(s))[0]
	text := r.StatusKode + " " + *r.FejlbeskedTekst
	if r.DetaljeretFejlbesked != nil {
		text += " " + *r.DetaljeretFejlbesked
	}
	return text
}

func skalNaevne(t testing.TB, what, got string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%s: %s, want %s", what, got, w)
		}
	}
}

// The rules that one import cannot break by itself; package conform breaks the others.
func TestRulesThatNeedMoreThanOneMessage(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	s := korsbaekSag(t)
	twice := w.skriv(t, "importer", importer(sdi.FraSag(s, middag), sdi.FraSag(s, middag)))
	skalNaevne(t, "SDI-07", strings.Join(koder(twice), " "), "20", "40 SDI-07", "UUIDIdentifikator")
	other := *s
	other.UUID = oio.NameUUID("sag 2")
	skalNaevne(t, "SDI-22", enesteSvar(t, w, sdi.FraSag(&other, middag)), "40 SDI-22", "BrugervendtNoegle")
	update := func(when time.Time, change func(*sdi.OpdaterSag)) string {
		u := &sdi.OpdaterSag{SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUID.String()}}, Tidspunkt: soap.SkrivTid(when)}
		change(u)
		return fmt.Sprint(koder(w.skriv(t, "opdater", string(sdi.Familie.Skriv(nil, "sdi:OpdaterSagDokumentIndeksInput", &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: u}}})))))
	}
	skalNaevne(t, "SDI-09", update(middag.Add(-time.Hour), func(*sdi.OpdaterSag) {}), "49 SDI-09", "Tidspunkt")
	skalNaevne(t, "SDI-54 by update", update(middag, func(u *sdi.OpdaterSag) {
		list := sdi.FraSag(s, middag).Registrering[0].RelationListe
		v := *list.Sagsaktoer[0].Virkning
		ended := "2998-01-01T00:00:00.000+01:00"
		v.TilTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: &ended}
		list.Sagsaktoer[0].Virkning = &v
		u.RelationListe = &sdi.SagRelationListe{Sagsaktoer: list.Sagsaktoer[:1]}
	}), "40 SDI-54")
	krop, _ := w.send(t, "opdater", string(sdi.Familie.Skriv(nil, "sdi:OpdaterSagDokumentIndeksInput", &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: func() *sdi.OpdaterSag {
		list := sdi.FraSag(s, middag).Registrering[0].RelationListe
		v := *list.Sagspart[0].Virkning
		from, until := "2025-04-01T00:00:00.000+02:00", "2025-06-01T00:00:00.000+02:00"
		v.FraTidspunkt, v.TilTidspunkt = &sdi.Tidspunkt{TidsstempelDatoTid: &from}, &sdi.Tidspunkt{TidsstempelDatoTid: &until}
		list.Sagspart[0].Virkning = &v
		return &sdi.OpdaterSag{SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUID.String()}, RelationListe: &sdi.SagRelationListe{Sagspart: list.Sagspart}}, Tidspunkt: soap.SkrivTid(middag)}
	}()}}})))
	skalNaevne(t, "SDI-40", krop.Bytes(), "SDI-40")
	many := make([]*sdi.Sag, 101)
	for i := range many {
		c := *s
		c.UUID, c.Noegle = oio.NameUUID(fmt.Sprint("mange ", i)), fmt.Sprint("m-", i)
		many[i] = sdi.FraSag(&c, middag)
	}
	krop, status := w.send(t, "importer", importer(many...))
	if status != http.StatusBadRequest {
		t.Errorf("SDI-84: status %d", status)
	}
	skalNaevne(t, "SDI-84", krop.Bytes(), "SDI-84")
}

// SDI-82 and SDI-06: only the system that is Master or Afsender of a case may remove or change it; one that is neither is told so, case by
// case, and nothing happens.
func TestOnlyMasterOrSenderChangesAndRemoves(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	s := korsbaekSag(t)
	w.system = s.System.UUID
	w.skriv(t, "importer", importer(sdi.FraSag(s, middag)))
	remove := string(sdi.Familie.Skriv(nil, "sdi:FjernSagDokumentIndeksInput", &sdi.FjernInput{SagUuid: []sdi.UnikId{{UUIDIdentifikator: p(s.UUID.String())}}}))
	touch := string(sdi.Familie.Skriv(nil, "sdi:OpdaterSagDokumentIndeksInput", &sdi.OpdaterInput{Valg: []sdi.OpdaterInputValg{{OpdaterSagIndeks: &sdi.OpdaterSag{
		SagRet: sdi.SagRet{RetInput: sdi.RetInput{UUIDIdentifikator: s.UUID.String()}}, Tidspunkt: soap.SkrivTid(middag)}}}}))
	w.system = oio.NameUUID("et fremmed system")
	skalNaevne(t, "SDI-82", strings.Join(koder(w.skriv(t, "fjern", remove)), " "), "49 SDI-82", w.system.String(), "FjernSagDokumentIndeksInput/SagUuid", "Master eller Afsender")
	skalNaevne(t, "SDI-06", strings.Join(koder(w.skriv(t, "opdater", touch)), " "), "49 SDI-06", w.system.String(), "UUIDIdentifikator")
	if held, err := w.indeks.ObjekterMed(t.Context(), oio.Korsbaek, []oio.UUID{s.UUID}); err != nil || len(held) != 1 {
		t.Fatal("the case is gone", err)
	}
	w.system = s.System.UUID
	for op, message := range map[string]string{"opdater": touch} {
		if got := koder(w.skriv(t, op, message)); got[0] != "20" {
			t.Errorf("%s by the master: %v", op, got)
		}
	}
	if got := koder(w.skriv(t, "fjern", remove)); got[0] != "20" {
		t.Errorf("removed by the master: %v", got)
	}
}

// SDI-83: a removal leaves others' references dangling; it is done, and told who must mend theirs.
func TestARemovalTellsWhoRefersToWhatGoes(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	parent, child := *korsbaekSag(t), *korsbaekSag(t)
	child.UUID, child.Noegle = oio.NameUUID("barn"), "barn"
	below := sdi.FraSag(&child, middag)
	list := &below.Registrering[0].RelationListe
	over, kind := "d29c49f0-931e-4d42-8db4-a8fc67c8af58", oio.NameUUID("type sag").String()
	list.Sagsrelation = append(list.Sagsrelation, sdi.Relation{Virkning: list.Sagsaktoer[0].Virkning, Rolle: &sdi.UnikId{UUIDIdentifikator: &over}, Type: &sdi.UnikId{UUIDIdentifikator: &kind}, ReferenceID: &sdi.UnikId{UUIDIdentifikator: p(parent.UUID.String())}})
	if got := koder(w.skriv(t, "importer", importer(sdi.FraSag(&parent, middag), below))); strings.Join(got, " ") != "20 20" {
		t.Fatal(got)
	}
	remove := func(id oio.UUID) sdi.UnikRetur {
		return w.skriv(t, "fjern", string(sdi.Familie.Skriv(nil, "sdi:FjernSagDokumentIndeksInput", &sdi.FjernInput{SagUuid: []sdi.UnikId{{UUIDIdentifikator: p(id.String())}}})))[0]
	}
	r := remove(parent.UUID)
	if r.StatusKode != "20" || r.DetaljeretFejlbesked == nil {
		t.Fatalf("%+v", r)
	}
	skalNaevne(t, "SDI-83", *r.DetaljeretFejlbesked, "SDI-83", child.UUID.String(), "FjernSagDokumentIndeksInput/SagUuid", "fjerner henvisningen")
	if r := remove(child.UUID); r.StatusKode != "20" || r.DetaljeretFejlbesked != nil {
		t.Errorf("nobody refers to this one: %+v", r)
	}
}

// SagInkluder shows what the hits point at, beside them and in no count.
func TestASearchIncludesWhatItsHitsPointAt(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	parent, child := *korsbaekSag(t), *korsbaekSag(t)
	child.UUID, child.Noegle = oio.NameUUID("barn"), "barn"
	below := sdi.FraSag(&child, middag)
	list := &below.Registrering[0].RelationListe
	over, kind := "d29c49f0-931e-4d42-8db4-a8fc67c8af58", oio.NameUUID("type sag").String()
	list.Sagsrelation = append(list.Sagsrelation, sdi.Relation{Virkning: list.Sagsaktoer[0].Virkning, Rolle: &sdi.UnikId{UUIDIdentifikator: &over}, Type: &sdi.UnikId{UUIDIdentifikator: &kind}, ReferenceID: &sdi.UnikId{UUIDIdentifikator: p(parent.UUID.String())}})
	if got := koder(w.skriv(t, "importer", importer(sdi.FraSag(&parent, middag), below))); strings.Join(got, " ") != "20 20" {
		t.Fatal(got)
	}
	ask := func(include ...sdi.FilterValg) (shown []string, count string) {
		in := &sdi.FremsoegInput{SagUuid: []string{child.UUID.String()}, Filter: &sdi.Filter{Valg: append([]sdi.FilterValg{{SagVis: &sdi.SagVis{Vis: "egenskaber"}}}, include...)}}
		out := w.soeg(t, string(sdi.Familie.Skriv(nil, "sdi:FremsoegSagDokumentIndeksInput", in)))
		for i := range out.SagFiltreretOejebliksbillede {
			shown = append(shown, out.SagFiltreretOejebliksbillede[i].ObjektType.UUIDIdentifikator)
		}
		return shown, out.Antal[0].Antal
	}
	if shown, count := ask(); len(shown) != 1 || count != "1" {
		t.Errorf("without: %v, %s", shown, count)
	}
	if shown, count := ask(sdi.FilterValg{SagInkluder: p("sagsrelation")}); len(shown) != 2 || shown[1] != parent.UUID.String() || count != "1" {
		t.Errorf("with the cases it relates to: %v, %s", shown, count)
	}
	if shown, _ := ask(sdi.FilterValg{SagInkluder: p("journalpost")}); len(shown) != 1 {
		t.Errorf("with documents, of which it has none: %v", shown)
	}
}

// What the schema refuses is told in English and in Danish, each marked as what it is.
func TestAFaultIsToldInBothLanguages(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	body := strings.Replace(importer(sdi.FraSag(korsbaekSag(t), middag)), "<sag:Registrering>", "<sag:Banan/><sag:Registrering>", 1)
	fault, _ := w.send(t, "importer", body)
	got := fault.Bytes()
	skalNaevne(t, "a fault", got, `xml:lang="en">SDI-01: `, `xml:lang="da">SDI-01: `, "want sag:Registrering here", "der skal stå sag:Registrering her", "ImporterSagDokumentIndeksInput/SagIndeks/Banan")
	many := make([]*sdi.Sag, 101)
	for i := range many {
		many[i] = sdi.FraSag(korsbaekSag(t), middag)
	}
	fault, _ = w.send(t, "importer", importer(many...))
	skalNaevne(t, "a large call", fault.Bytes(), sdi.Regler["SDI-84"].Tekst, sdi.Regler["SDI-84"].Engelsk)
}

func p(s string) *string { return &s }

func TestRulesOfDocuments(t *testing.T) {
	t.Parallel()
	om := &sdi.Omverden{Streng: true, Nu: middag}
	letter, mark, version := "Brev, indgaaende", "Brev", "2"
	for nr, e := range map[string]sdi.DokumentEgenskaber{
		"SDI-27": {Type: &mark}, "SDI-28": {Type: &letter}, "SDI-29": {VersionIdentifikator: &version}, "SDI-26": {},
	} {
		found := sdi.DoemDokument(om, []sdi.DokumentRegistrering{{AttributListe: sdi.DokumentAttributListe{Egenskaber: []sdi.DokumentEgenskaber{e}}}}, true, "Dokument")
		hit := false
		for _, f := range found {
			hit = hit || f.Regel.Nr == nr && f.Grad == soap.Afvis && strings.HasPrefix(f.Sti, "Dokument/Registrering[1]/AttributListe") && f.Regel.Tekst != ""
		}
		if !hit {
			t.Errorf("%s is not found", nr)
		}
	}
}

func TestRulesThatAskTheRegisters(t *testing.T) {
	t.Parallel()
	s := korsbaekSag(t)
	names := func(om *sdi.Omverden) (all string) {
		for _, f := range sdi.DoemSag(om, sdi.FraSag(s, middag).Registrering, true, "Sag") {
			all += f.Linje() + "\n"
		}
		return all
	}
	ended := func(string, oio.Dato) (oio.UUID, bool) { return oio.UUID{}, false }
	another := func(string, oio.Dato) (oio.UUID, bool) { return oio.NameUUID("en anden"), true }
	skalNaevne(t, "SDI-61", names(&sdi.Omverden{Streng: true, Nu: middag, KLE: ended}), "SDI-61", "27.35.04")
	skalNaevne(t, "SDI-60 by UUID", names(&sdi.Omverden{Streng: true, Nu: middag, KLE: another}), "SDI-60")
	skalNaevne(t, "SDI-77", names(&sdi.Omverden{Streng: true, Nu: middag, Enhed: func(oio.UUID) bool { return false }}), "SDI-77")
	if got := names(&sdi.Omverden{Streng: true, Nu: middag}); got != "" {
		t.Errorf("a case of ours breaks %s", got)
	}
}

func TestTheHeaderAndTheActionAreHeldAgainstTheOperation(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	body := []byte(importer(sdi.FraSag(korsbaekSag(t), middag)))
	for name, c := range map[string]struct {
		head soap.Hoved
		kind string
		want string
	}{
		"no transaction":    {soap.Hoved{V12: true, Action: "http://kombit.dk/sts/sagdokumentindeks/importer"}, "application/soap+xml", "SDI-02"},
		"another action":    {soap.Hoved{V12: true, Action: "http://kombit.dk/sts/sagdokumentindeks/fjern", TransaktionsID: "x"}, "application/soap+xml", "wsa:Action"},
		"another parameter": {soap.Hoved{V12: true, TransaktionsID: "x"}, `application/soap+xml; action="http://kombit.dk/sts/sagdokumentindeks/fjern"`, "SOAP action"},
		"no action":         {soap.Hoved{V12: true, TransaktionsID: "x"}, "application/soap+xml", "SOAP action is missing"},
	} {
		response, err := http.Post(w.URL, c.kind, bytes.NewReader(soap.AppendKuvert(nil, c.head, body)))
		if err != nil {
			t.Fatal(err)
		}
		answer, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode < 400 {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
		skalNaevne(t, name, string(answer), c.want)
	}
	old := soap.AppendKuvert(nil, soap.Hoved{Action: "http://kombit.dk/sts/sagdokumentindeks/importer", TransaktionsID: "mit-nummer"}, body)
	response, err := http.Post(w.URL, "text/xml", bytes.NewReader(old))
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := io.ReadAll(response.Body)
	_ = response.Body.Close()
	skalNaevne(t, "SOAP 1.1 is answered in SOAP 1.1, with the caller's transaction", string(answer), soap.Rum11, ">mit-nummer<", "StatusKode>20<")
}

// TestTenThousandMutatedMessages holds that no message panics the server or is half done: an object is there whole or not at all.
func TestTenThousandMutatedMessages(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	w.streng = false
	s := korsbaekSag(t)
	good := soap.AppendKuvert(nil, soap.Hoved{V12: true, Action: "http://kombit.dk/sts/sagdokumentindeks/importer", TransaktionsID: "x"}, []byte(importer(sdi.FraSag(s, middag))))
	random := rand.New(rand.NewPCG(9, 9))
	for range 10_000 {
		message := bytes.Clone(good)
		for range 1 + random.IntN(4) {
			i := random.IntN(len(message))
			j := min(len(message), i+random.IntN(60))
			switch random.IntN(3) {
			case 0:
				message[i] = byte(random.IntN(256))
			case 1:
				message = append(message[:i:i], message[j:]...)
			default:
				message = append(message[:j:j], message[i:]...)
			}
		}
		request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.URL, bytes.NewReader(message))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatalf("the server is gone: %v", err)
		}
		answer, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode == http.StatusInternalServerError && bytes.Contains(answer, []byte("Receiver")) {
			t.Fatalf("the server failed: %s\n%s", answer, message)
		}
	}
	all, err := w.indeks.Soeg(t.Context(), oio.Korsbaek, index.Soegning{Antal: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range all {
		if _, err := sdi.BeskedAf(&g); err != nil {
			t.Errorf("an object is half there: %v", err)
		}
	}
}

// evig is a body that never ends.
type evig struct{ read int }

func (e *evig) Read(p []byte) (int, error) {
	e.read += len(p)
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestLargeAndNestedMessagesAreRefusedEarly(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	body := &evig{}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.URL, io.LimitReader(body, 1<<30))
	if err != nil {
		t.Fatal(err)
	}
	if response, err := http.DefaultClient.Do(request); err == nil {
		_ = response.Body.Close()
		if response.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("1 GB: %d", response.StatusCode)
		}
	}
	if body.read > 64<<20 {
		t.Errorf("%d MB of 1 GB were read", body.read>>20)
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 200<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
	laughs := `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><s:Envelope xmlns:s="` + soap.Rum12 + `"><s:Body>&b;</s:Body></s:Envelope>`
	for name, message := range map[string]string{"billion laughs": laughs, "deep": strings.Repeat("<a>", 100_000), "many attributes": "<a " + strings.Repeat("b='1' ", 1000) + "/>"} {
		response, err := http.Post(w.URL, "application/soap+xml", strings.NewReader(message))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode < 400 {
			t.Errorf("%s: %d", name, response.StatusCode)
		}
	}
}

func TestACallerSeesOnlyWhatItsAgreementCovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		caller soap.Kalder
		number string
		level  oio.Foelsomhed
		want   bool
	}{
		{soap.Kalder{}, "27.35.04", oio.VIP, true}, {soap.Kalder{KLE: []string{"27"}}, "27.35.04", oio.Foelsom, true}, {soap.Kalder{KLE: []string{"27.3"}}, "27.35.04", oio.Foelsom, false},
		{soap.Kalder{KLE: []string{"29", "27.35.04"}}, "27.35.04", oio.Foelsom, true}, {soap.Kalder{KLE: []string{"29"}}, "27.35.04", oio.Foelsom, false},
		{soap.Kalder{Foelsomhed: oio.Fortrolig}, "27.35.04", oio.Foelsom, false}, {soap.Kalder{Foelsomhed: oio.Foelsom}, "27.35.04", oio.Fortrolig, true}, {soap.Kalder{Foelsomhed: oio.Foelsom}, "27.35.04", 0, false},
	} {
		if got := c.caller.MaaSe(c.number, c.level); got != c.want {
			t.Errorf("%+v sees %s at %s: %v", c.caller, c.number, c.level, got)
		}
	}
}

func TestAnAnswerNeverRepeatsACPRNumber(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	m := sdi.FraSag(korsbaekSag(t), middag)
	number := "710550-0001"
	m.Registrering[0].AttributListe.Egenskaber[0].Sagsnummer = &number
	got := enesteSvar(t, w, m)
	skalNaevne(t, "SDI-21", got, "40 SDI-21", "[CPR]")
	if strings.Contains(got, "0001") && strings.Contains(got, "710550") {
		t.Error("the number stands in the answer")
	}
}
