package ydi_test

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
	"indeksbro/internal/soap/ydi"
)

// maal is our own services as a target; foran stands between and may answer instead.
func (w *verden) maal(t testing.TB, foran func(message string) (answer string)) (*ydi.Maal, *int) {
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
	client := func(address string) *soap.Klient {
		return &soap.Klient{Adresse: proxy.URL + "/soap/" + address, V12: true, Familie: ydi.Familie, HTTP: http.DefaultClient, Segl: soap.Uforseglet{}, Nu: func() time.Time { return middag }}
	}
	return &ydi.Maal{Klient: client(ydi.Adresse), Bevilling: client(ydi.AdresseBevilling)}, &calls
}

func bevillinger(t testing.TB, n int) []oio.Registreret {
	t.Helper()
	all := make([]oio.Registreret, n)
	for i := range all {
		b := *korsbaekBevilling(t)
		b.UUID, b.Noegle = oio.NameUUID(fmt.Sprint("maal ", i)), fmt.Sprintf("b-%03d", i)
		all[i] = oio.Registreret{Objekt: &b, Tidspunkt: middag}
	}
	return all
}

// A message refused as a whole is divided until the object that is to blame stands alone; the others are taken, also where two are to
// blame.
func TestAPoisonedObjectHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	fault := `<s:Envelope xmlns:s="` + soap.Rum12 + `"><s:Body><s:Fault><s:Code><s:Value>s:%s</s:Value></s:Code><s:Reason><s:Text xml:lang="en">no valid message</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`
	objects := bevillinger(t, 20)
	first, second := objects[3].Objekt.Identitet().String(), objects[19].Objekt.Identitet().String()
	m, _ := nyVerden(t).maal(t, func(message string) string {
		if strings.Contains(message, first) || strings.Contains(message, second) {
			return fmt.Sprintf(fault, "Sender")
		}
		return ""
	})
	answers, err := m.Importer(t.Context(), oio.Korsbaek, objects)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answers {
		if a.OK == (i == 3 || i == 19) || (!a.OK && a.Fejl != "40 no valid message") {
			t.Errorf("object %d: %+v", i, a)
		}
	}
	m, calls := nyVerden(t).maal(t, func(string) string { return fmt.Sprintf(fault, "Receiver") })
	if _, err := m.Importer(t.Context(), oio.Korsbaek, objects); err == nil || *calls != 1 {
		t.Errorf("an unclear answer: %v after %d calls; nobody knows what was carried out", err, *calls)
	}
}

// The official search gives back what was sent, by identity and page by page, and of one system only.
func TestAnIndexIsReadThroughItsOfficialSearch(t *testing.T) {
	t.Parallel()
	w := nyVerden(t)
	m, _ := w.maal(t, func(string) string { return "" })
	objects := bevillinger(t, 8)
	own := objects[0].Objekt.(*oio.Bevilling).System.UUID
	objects[5].Objekt.(*oio.Bevilling).System.UUID = oio.NameUUID("et andet system")
	ended := objects[2].Objekt.(*oio.Bevilling)
	ended.Periode.Til = 20250601
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
	for s := (index.Soegning{Art: oio.ArtBevilling, System: own, Antal: 3}); ; pages++ {
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
		t.Errorf("%d grants in %d pages: %v", len(seen), pages, seen)
	}
}
