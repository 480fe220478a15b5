package app

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestS11_TheVendorsDeveloper opens the vendor's view, copies the sample and sends it, breaks it and reads why, and follows the traffic.
func TestS11_TheVendorsDeveloper(t *testing.T) {
	k := start(t, t.TempDir(), "demo", "--borgere", "40", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.open("/indeks")
	s.reads("Få en besked forklaret", "/soap/SagDokumentIndeks/6", "fremsoeg", "Der er ikke kommet nogen endnu.")
	s.accessible()

	s.open("/indeks/eksempler")
	s.reads("En bevilling ind i Ydelsesindekset", "curl -H")
	s.accessible()
	sample := s.eval(`document.querySelectorAll('pre[aria-label^="Besked"]')[2].textContent`)
	address := regexp.MustCompile(`http://\S+YdelseIndeks/6`).FindString(s.eval(`document.querySelectorAll('pre[aria-label^="curl"]')[2].textContent`))
	send := func(message string) string {
		t.Helper()
		response, err := http.Post(address, "application/soap+xml; charset=utf-8", strings.NewReader(message))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		answer, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(answer)
	}
	if answer := send(sample); !strings.Contains(answer, "StatusKode>20<") {
		t.Errorf("the sample is answered %s", answer)
	}
	start := regexp.MustCompile(`(<bi:BevilgetYdelseStartdato>)([^<]*)(</bi:BevilgetYdelseStartdato>)`)
	broken := start.ReplaceAllString(sample, "$1$2$3<bi:BevilgetYdelseSlutdato>2001-01-01T00:00:00.000+01:00</bi:BevilgetYdelseSlutdato>")
	if answer := send(broken); !strings.Contains(answer, "YDI-18") {
		t.Errorf("the broken sample is answered %s", answer)
	}

	s.open("/indeks")
	s.do(chromedp.SetValue("#besked", broken))
	s.tabTo(`form[action="/indeks/forklar"] button`)
	s.goes("\r")
	s.reads("Beskeden bliver afvist: 1 fejl", "YDI-18", "BevilgetYdelseSlutdato 2001-01-01", "Slutdato er eksklusiv", "BevilgetYdelse[1]/BevilgetYdelseSlutdato")
	s.accessible()
	s.do(chromedp.SetValue("#besked", "<x/>"))
	s.tabTo(`form[action="/indeks/forklar"] button`)
	s.goes("\r")
	s.reads("Beskeden kan ikke læses", "no operation takes x")

	s.open("/indeks/beskeder")
	s.reads("YdelseIndeks/6", "importer", "20", "40")
	s.accessible()
	s.do(chromedp.Focus("tbody a"))
	s.goes("\r")
	s.reads("YDI-18", "Sendt hertil", "[CPR]", "[skjult]")
	if text := s.text(); strings.Contains(text, "6101010000") || strings.Contains(text, "Eksempelsen") {
		t.Error("personal data stands in the traffic")
	}
	s.accessible()

	id := regexp.MustCompile(`<bi:BevillingIndeks>\s*<sd:UUIDIdentifikator>([^<]*)<`).FindStringSubmatch(sample)
	if id == nil {
		t.Fatal("the sample has no UUID")
	}
	s.open("/indeks/objekt?uuid=" + id[1])
	s.reads("bevilling", "Registreret i kilden", "Registrering/AttributListe/BevilgetYdelse/Navn")
	s.accessible()
	s.open("/indeks/regler")
	s.reads("SDI-22", "YDI-18", "afvises")
	s.accessible()
	s.open("/indeks/objekt?uuid=x")
	s.reads("Det er ikke en UUID")
}
