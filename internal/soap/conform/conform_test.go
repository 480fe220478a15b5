package conform_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/conform"
	"indeksbro/internal/soap/sdi"
	"indeksbro/internal/soap/ydi"
	"indeksbro/internal/store/sqlite"
)

func nu() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// indekset is our own index over HTTP, with what a proxy in front may spoil.
func indekset(t testing.TB, strict bool, spoil func(http.Handler) http.Handler) (*httptest.Server, *index.Index) {
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
	x := &index.Index{Store: db, Ring: ring, Nu: nu}
	grade := func(oio.CVR) bool { return strict }
	mux := http.NewServeMux()
	for _, s := range append((&ydi.Tjeneste{Indeks: x, Streng: grade}).SOAP(), (&sdi.Tjeneste{Indeks: x, Streng: grade}).SOAP()) {
		mux.Handle("/soap/"+s.Adresse, &soap.Server{Tjeneste: s, Sikkerhed: soap.Aaben{CVR: oio.Korsbaek}, Nu: nu, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	}
	server := httptest.NewServer(spoil(mux))
	t.Cleanup(server.Close)
	return server, x
}

func klienter(url string) conform.Maal {
	client := func(address string, f *soap.Familie) *soap.Klient {
		return &soap.Klient{Adresse: url + "/soap/" + address, V12: true, Familie: f, HTTP: http.DefaultClient, Segl: soap.Uforseglet{}, Nu: nu}
	}
	return conform.Maal{SDI: client(sdi.Adresse, sdi.Familie), YDI: client(ydi.Adresse, ydi.Familie), Bevilling: client(ydi.AdresseBevilling, ydi.Familie), Kommune: oio.Korsbaek, Organisation: oio.NameUUID("org"), System: oio.NameUUID("conform/system"), Nu: nu}
}

func koer(t testing.TB, m conform.Maal) (failed []conform.Resultat, all int) {
	t.Helper()
	err := conform.Koer(t.Context(), m, func(r conform.Resultat) {
		all++
		if !r.Bestaaet && !r.Sprunget {
			failed = append(failed, r)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return failed, all
}

func whole(h http.Handler) http.Handler { return h }

func TestOurOwnIndexConforms(t *testing.T) {
	t.Parallel()
	for _, strict := range []bool{true, false} {
		server, x := indekset(t, strict, whole)
		m := klienter(server.URL)
		m.Streng, m.Navngiver = strict, true
		failed, all := koer(t, m)
		for _, r := range failed {
			t.Errorf("strict %v: %s (%s): want %s, got %s", strict, r.Sag, r.Regel, r.Ventet, r.Fik)
		}
		t.Logf("strict %v: %d cases", strict, all)
		left, err := x.Soeg(t.Context(), oio.Korsbaek, index.Soegning{})
		if err != nil || len(left) > 0 {
			t.Errorf("strict %v: %d objects are left behind, %v", strict, len(left), err)
		}
	}
}

func TestEveryRuleThatOneMessageCanBreakIsBroken(t *testing.T) {
	t.Parallel()
	broken := map[string]bool{}
	for _, b := range conform.BrudSDI {
		broken[b.Regel] = true
	}
	for _, b := range conform.BrudYDI {
		broken[b.Regel] = true
	}
	// Rules that one import cannot break, and where they are tried instead.
	elsewhere := map[string]string{
		"SDI-01": "skematest", "SDI-02": "envelope", "SDI-04": "case", "SDI-05": "case", "SDI-06": "case", "SDI-07": "call of two", "SDI-09": "update", "SDI-22": "call of two", "SDI-27": "document", "SDI-28": "document", "SDI-29": "document",
		"SDI-40": "update", "SDI-61": "with KLE", "SDI-77": "with units", "SDI-80": "case", "SDI-81": "case", "SDI-82": "token", "SDI-83": "removal", "SDI-84": "large call",
		"YDI-01": "skematest", "YDI-02": "envelope", "YDI-03": "envelope", "YDI-04": "token", "YDI-06": "schema", "YDI-21": "with KLE", "YDI-23": "with types", "YDI-33": "case", "YDI-34": "case", "YDI-35": "case", "YDI-36": "case", "YDI-37": "case",
		"YDI-38": "payment", "YDI-39": "payment", "YDI-41": "boundary", "YDI-42": "classes", "YDI-43": "with KLE", "YDI-44": "units", "YDI-45": "skematest", "YDI-46": "large call", "YDI-47": "update",
	}
	for _, table := range []soap.Regler{sdi.Regler, ydi.Regler} {
		for nr := range table {
			if broken[nr] == (elsewhere[nr] != "") {
				t.Errorf("%s is tried both here and elsewhere, or nowhere", nr)
			}
		}
	}
}

// Each broken rule is told with its number, the element, and what would be right in both languages. What the schema refuses is told by the
// schema's rule, with the element.
func TestABrokenRuleIsToldWithElementAndRemedyInBothLanguages(t *testing.T) {
	t.Parallel()
	server, _ := indekset(t, true, whole)
	m := klienter(server.URL)
	told := func(rule *soap.Regel, what, answer string) {
		t.Helper()
		start, root, ok := strings.Cut(answer, "(")
		if strings.Contains(answer, "-01: ") { // a fault
			if !strings.Contains(answer, "Input/") {
				t.Errorf("%s, %s: the schema's refusal names no element: %s", rule.Nr, what, answer)
			}
			return
		}
		if rule.Streng == soap.Ingen {
			return
		}
		if !ok || !strings.Contains(start+answer, rule.Nr+": ") || !strings.HasPrefix(root, "Importer") || !strings.Contains(answer, rule.Tekst) || !strings.Contains(answer, rule.Engelsk) {
			t.Errorf("%s, %s: %s", rule.Nr, what, answer)
		}
	}
	for _, b := range conform.BrudSDI {
		s := conform.EnSag(m)
		b.Bryd(s)
		var out sdi.MultipleOutput
		answer := ""
		if err := m.SDI.Kald(t.Context(), sdi.Operationer[0], &sdi.ImporterInput{Valg: []sdi.ImporterInputValg{{SagIndeks: s}}}, &out); err != nil {
			answer = err.Error()
		} else if d := out.UnikRetur[0].DetaljeretFejlbesked; d != nil {
			answer = *d
		}
		told(sdi.Regler[b.Regel], b.Hvad, answer)
	}
	for _, b := range conform.BrudYDI {
		g := conform.EnBevilling(m)
		b.Bryd(g)
		var out ydi.MultipleOutput
		answer := ""
		if err := m.YDI.Kald(t.Context(), ydi.Operationer[0], &ydi.ImporterInput{Valg: []ydi.ImporterInputValg{{BevillingIndeks: &ydi.BevillingImport{BevillingIndeks: *g}}}}, &out); err != nil {
			answer = err.Error()
		} else if d := out.UnikRetur[0].DetaljeretFejlbesked; d != nil {
			answer = *d
		}
		told(ydi.Regler[b.Regel], b.Hvad, answer)
	}
}

// TestFivePlantedFaultsAreCaught puts a faulty proxy before a right index; each fault must make some case fail.
func TestFivePlantedFaultsAreCaught(t *testing.T) {
	t.Parallel()
	answers := func(change func(request, answer string) string) func(http.Handler) http.Handler {
		return func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				recorder := httptest.NewRecorder()
				h.ServeHTTP(recorder, r)
				w.Header().Set("Content-Type", recorder.Header().Get("Content-Type"))
				w.WriteHeader(recorder.Code)
				_, _ = io.WriteString(w, change(string(body), recorder.Body.String()))
			})
		}
	}
	code := regexp.MustCompile(`<sd:StatusKode>\d+<`)
	unik := regexp.MustCompile(`<sd:UnikRetur>.*?</sd:UnikRetur>`)
	for name, spoil := range map[string]func(http.Handler) http.Handler{
		"says 20 to everything": answers(func(_, a string) string { return code.ReplaceAllString(a, "<sd:StatusKode>20<") }),
		"answers once for a call of several": answers(func(_, a string) string {
			all := unik.FindAllStringIndex(a, -1)
			if len(all) < 2 {
				return a
			}
			return a[:all[0][1]] + a[all[len(all)-1][1]:]
		}),
		"forgets titles and names": answers(func(_, a string) string {
			return regexp.MustCompile(`<(sag:Titel|bi:Ydelsesnavn)>[^<]*<`).ReplaceAllString(a, "<$1>x<")
		}),
		"shows data without a filter": answers(func(q, a string) string {
			if strings.Contains(q, "Fremsoeg") && !strings.Contains(q, "Filter") {
				return strings.Replace(a, "</sdi:FremsoegSagDokumentIndeksOutput>", `<sdi:SagFiltreretOejebliksbillede><sag:ObjektType><sd:UUIDIdentifikator>00000000-0000-0000-0000-000000000001</sd:UUIDIdentifikator></sag:ObjektType></sdi:SagFiltreretOejebliksbillede></sdi:FremsoegSagDokumentIndeksOutput>`, 1)
			}
			return a
		}),
		"does not remove": func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if strings.Contains(string(body), "bi:FjernInput") {
					_, _ = io.WriteString(w, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><bi:FjernOutput xmlns:bi="urn:oio:sts:ydelse:bevillingindeks:6" xmlns:sd="urn:oio:sagdok:3.0.0"><sd:StandardRetur><sd:StatusKode>20</sd:StatusKode></sd:StandardRetur></bi:FjernOutput></s:Body></s:Envelope>`)
					return
				}
				r.Body = io.NopCloser(bytes.NewReader(body))
				h.ServeHTTP(w, r)
			})
		},
	} {
		server, _ := indekset(t, true, spoil)
		if failed, _ := koer(t, klienter(server.URL)); len(failed) == 0 {
			t.Errorf("a server that %s conforms", name)
		}
	}
}

func TestReadingModeWritesNothing(t *testing.T) {
	t.Parallel()
	server, _ := indekset(t, true, func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if !strings.Contains(string(body), "Fremsoeg") {
				t.Errorf("something is written: %.200s", body)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			h.ServeHTTP(w, r)
		})
	})
	m := klienter(server.URL)
	m.KunLaes = true
	if failed, all := koer(t, m); len(failed) > 0 || all < 50 {
		t.Errorf("%d of %d failed", len(failed), all)
	}
}
