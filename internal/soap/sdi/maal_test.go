package sdi_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/index"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/soap/sdi"
)

// maal is our own service as a target; foran stands between and may answer instead.
func (w *verden) maal(t testing.TB, foran func(message string) (answer string)) (*sdi.Maal, *int) {
	t.Helper()
	calls := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		message, _ := io.ReadAll(r.Body)
		calls++
		if answer := foran(string(message)); answer != "" {
			rw.Header().Set("Content-Type", "application/soap+xml")
			_, _ = io.WriteString(rw, answer)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(message))
		w.Config.Handler.ServeHTTP(rw, r)
	}))
	t.Cleanup(proxy.Close)
	return &sdi.Maal{Klient: &soap.Klient{Adresse: proxy.URL, V12: true, Familie: sdi.Familie, HTTP: http.DefaultClient, Segl: soap.Uforseglet{}, Nu: func() time.Time { return middag }}}, &calls
}

func sager(t testing.TB, n int) []oio.Registreret {
	t.Helper()
	all := make([]oio.Registreret, n)
	for i := range all {
		s := *korsbaekSag(t)
		s.UUID, s.Noegle = oio.NameUUID(fmt.Sprint("maal ", i)), fmt.Sprintf("m-%03d", i)
		all[i] = oio.Registreret{Objekt: &s, Tidspunkt: middag}
	}
	return all
}

// A message refused as a whole is divided until the object that is to blame stands alone; the others are taken.
func TestAPoisonedObjectHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	fault := `<s:Envelope xmlns:s="` + soap.Rum12 + `"><s:Body><s:Fault><s:Code><s:Value>s:%s</s:Value></s:Code><s:Reason><s:Text xml:lang="en">no valid message</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`
	whole := `<s:Envelope xmlns:s="` + soap.Rum12 + `"><s:Body>` + string(sdi.Familie.Skriv(nil, "sdi:ImporterSagDokumentIndeksOutput", &sdi.MultipleOutput{StandardRetur: []sdi.StandardRetur{{StatusKode: "%s"}}})) + `</s:Body></s:Envelope>`
	for name, refusal := range map[string]string{"a fault": fmt.Sprintf(fault, "Sender"), "one answer for all": fmt.Sprintf(whole, "40")} {
		w := nyVerden(t)
		objects := sager(t, 20)
		poison := objects[13].Objekt.Identitet().String()
		m, calls := w.maal(t, func(message string) string {
			if strings.Contains(message, poison) && !strings.Contains(message, "Fremsoeg") {
				return refusal
			}
			return ""
		})
		answers, err := m.Importer(t.Context(), oio.Korsbaek, objects)
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range answers {
			if a.OK == (i == 13) {
				t.Errorf("%s: object %d: %+v", name, i, a)
			}
		}
		if !strings.HasPrefix(answers[13].Fejl, "40") || *calls > 11 {
			t.Errorf("%s: %q after %d calls", name, answers[13].Fejl, *calls)
		}
		held, err := m.ObjekterMed(t.Context(), oio.Korsbaek, []oio.UUID{objects[12].Objekt.Identitet(), objects[13].Objekt.Identitet()})
		if err != nil || len(held) != 1 {
			t.Errorf("%s: %d are there: %v", name, len(held), err)
		}
	}
	for name, answer := range map[string]string{"an unclear fault": fmt.Sprintf(fault, "Receiver"), "no answer that can be read": "<html/>"} {
		m, calls := nyVerden(t).maal(t, func(string) string { return answer })
		if _, err := m.Importer(t.Context(), oio.Korsbaek, sager(t, 20)); err == nil || *calls != 1 {
			t.Errorf("%s: %v after %d calls; nobody knows what was carried out", name, err, *calls)
		}
	}
	m, calls := nyVerden(t).maal(t, func(string) string { return fmt.Sprintf(whole, "53") })
	if _, err := m.Importer(t.Context(), oio.Korsbaek, sager(t, 20)); err != nil || *calls != 1 {
		t.Errorf("a closed index: %v after %d calls; fewer objects would not open it", err, *calls)
	}
}

// The official search gives back what was sent, by identity and page by page, and of one system only.
func TestAnIndexIsReadThroughItsOfficialSearch(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	m, _ := w.maal(t, func(string) string { return "" })
	objects := sager(t, 8)
	own := objects[0].Objekt.(*oio.Sag).System.UUID
	objects[5].Objekt.(*oio.Sag).System.UUID = oio.NameUUID("et andet system")
	ended := objects[2].Objekt.(*oio.Sag)
	ended.Fremdrift = append([]oio.Fremdrift(nil), ended.Fremdrift...)
	ended.Fremdrift[0].Virkning.Til = 20250601
	ended.Fremdrift = append(ended.Fremdrift[:1], oio.Fremdrift{Status: "Afsluttet", Virkning: oio.Virkning{Fra: 20250601}})
	answers, err := m.Importer(t.Context(), oio.Korsbaek, objects)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if !a.OK {
			t.Fatal(a)
		}
	}
	want, err := w.indeks.ObjekterMed(t.Context(), oio.Korsbaek, []oio.UUID{ended.UUID})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.ObjekterMed(t.Context(), oio.Korsbaek, []oio.UUID{ended.UUID, oio.NameUUID("ingen")})
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	a, b := want[ended.UUID], got[ended.UUID]
	x, errX := oio.Canonical(a.Objekt)
	y, errY := oio.Canonical(b.Objekt)
	if errX != nil || errY != nil || !bytes.Equal(x, y) || !a.Tidspunkt.Equal(b.Tidspunkt) || !a.StsTidspunkt.Equal(b.StsTidspunkt) || b.Fuld != nil {
		t.Errorf("read\n%s at %v %v\nheld\n%s at %v %v", y, b.Tidspunkt, b.StsTidspunkt, x, a.Tidspunkt, a.StsTidspunkt)
	}
	seen := map[oio.UUID]int{}
	pages := 0
	for s := (index.Soegning{Art: oio.ArtSag, System: own, Antal: 3}); ; pages++ {
		page, err := m.Soeg(t.Context(), oio.Korsbaek, s)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for i := range page {
			seen[page[i].Objekt.Identitet()]++
		}
		s.Efter = page[len(page)-1].Objekt.Identitet()
	}
	if len(seen) != 7 || seen[objects[5].Objekt.Identitet()] != 0 || pages != 3 {
		t.Errorf("%d cases in %d pages: %v", len(seen), pages, seen)
	}
	if _, err := m.Soeg(t.Context(), oio.Korsbaek, index.Soegning{Art: oio.ArtSag, System: own, Efter: oio.NameUUID("midt i")}); err == nil {
		t.Error("a listing is begun in the middle")
	}
	if _, err := m.Soeg(t.Context(), oio.Korsbaek, index.Soegning{Art: oio.ArtSag, System: own, KLE: "27"}); err == nil {
		t.Error("a limit is passed over in silence")
	}
}
