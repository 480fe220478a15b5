package app

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/oio"
	"indeksbro/internal/soap"
	"indeksbro/internal/testkit"
)

// TestTheChainOverSOAPEndsInTheSameIndex runs the chain over plain messages, and over TLS with tokens and signatures.
func TestTheChainOverSOAPEndsInTheSameIndex(t *testing.T) {
	t.Parallel()
	t.Run("unsigned", func(t *testing.T) {
		t.Parallel()
		kaeden(t, func(t *testing.T, dir string, m *miljoe, service *tjeneste) {
			mux := http.NewServeMux()
			service.registrerSOAP(mux, soap.Aaben{CVR: oio.Korsbaek})
			server := httptest.NewServer(mux)
			t.Cleanup(server.Close)
			skal(t, dir, "policy", "set", "maal-sdi="+server.URL+"/soap/SagDokumentIndeks/6")
			skal(t, dir, "policy", "set", "maal-ydi="+server.URL+"/soap")
		})
	})
	t.Run("secured", func(t *testing.T) {
		t.Parallel()
		kaeden(t, func(t *testing.T, dir string, m *miljoe, service *tjeneste) {
			skal(t, dir, "certs")
			chain, err := laesKreds(filepath.Join(dir, certMappe))
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewUnstartedServer(service.sikret(http.NotFoundHandler(), func(*http.Request) (string, bool) { return "", false }, chain))
			server.TLS = chain.tls()
			server.StartTLS()
			t.Cleanup(server.Close)
			for _, choice := range []string{"maal-sdi=" + server.URL + "/soap/SagDokumentIndeks/6", "maal-ydi=" + server.URL + "/soap", "maal-sts=" + server.URL + "/sts", "certifikat=" + filepath.Join(dir, certMappe, klientFil)} {
				skal(t, dir, "policy", "set", choice)
			}
		})
	})
}

// mappe is a directory whose name does not look like it holds a CPR number, which a policy that names a file would be refused for.
func mappe(t *testing.T) string {
	t.Helper()
	for {
		dir, err := os.MkdirTemp("", "kaede-")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
		if oio.MaskCPR(dir) == dir {
			return dir
		}
	}
}

// kaeden runs one municipality in process and another through messages to its own server: after the
// first load, after a changed mark that touches many objects, and after a removal the indexes are equal to the last letter.
func kaeden(t *testing.T, wire func(t *testing.T, dir string, m *miljoe, service *tjeneste)) {
	t.Helper()
	o := generate.Options{Borgere: 80, Seed: 5, Kommune: oio.Korsbaek}
	direct, wired := mappe(t), mappe(t)
	for _, dir := range []string{direct, wired} {
		if err := goerKlar(t.Context(), dir, o); err != nil {
			t.Fatal(err)
		}
	}
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: wired, kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	service := newTjeneste(m, b, slog.New(slog.NewTextHandler(io.Discard, nil)))
	wire(t, wired, m, service)
	same := func(when string) {
		t.Helper()
		var hashes []string
		for _, dir := range []string{direct, wired} {
			code, out, errs := kald(t.Context(), nil, dir, "export", "run", "--once")
			if code != exitDone {
				t.Fatalf("%s: export: %d %s %s", when, code, out, errs)
			}
			hash, n, err := testkit.HashOf(t.Context(), dir)
			if err != nil || n == 0 {
				t.Fatal(n, err)
			}
			hashes = append(hashes, hash)
		}
		if hashes[0] != hashes[1] {
			t.Errorf("%s: the indexes differ: %s and %s", when, hashes[0], hashes[1])
		}
	}
	load := func(feed []byte) {
		t.Helper()
		for _, dir := range []string{direct, wired} {
			if code, out, errs := kald(t.Context(), bytes.NewReader(feed), dir, "eoj", "load", "-"); code != exitDone {
				t.Fatalf("load: %d %s %s", code, out, errs)
			}
		}
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		t.Fatal(err)
	}
	load(feed.Bytes())
	same("after the first load")
	for day := 1; day <= 3; day++ {
		load(generate.Aendringer(o, day))
		same(fmt.Sprint("after the changes of day ", day))
	}
	if messages, _ := service.beskeder.alle(); len(messages) == 0 {
		t.Fatal("nothing went over the wire")
	}
}

// TestOurOwnServicesConformOverTLS runs the suite as a vendor would: against a secured server, with a certificate and a token.
func TestOurOwnServicesConformOverTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	skal(t, dir, "certs")
	chain, err := laesKreds(filepath.Join(dir, certMappe))
	if err != nil {
		t.Fatal(err)
	}
	service := newTjeneste(m, b, slog.New(slog.NewTextHandler(io.Discard, nil)))
	server := httptest.NewUnstartedServer(service.sikret(http.NotFoundHandler(), func(*http.Request) (string, bool) { return "", false }, chain))
	server.TLS = chain.tls()
	server.StartTLS()
	defer server.Close()
	out := skal(t, dir, "conform", "--target", server.URL+"/soap", "--sts", server.URL+"/sts", "--certifikat", filepath.Join(dir, certMappe, klientFil))
	if !strings.Contains(out, " 0 failed, 0 left out") {
		t.Error(out)
	}
	recorder := httptest.NewRecorder()
	service.metrics.handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{`indeksbro_certificate_days{certifikat="Indeksbro server",kommune="`, `indeksbro_soap_messages_total{kommune="11111111",operation="importer",tjeneste="SagDokumentIndeks/6",udfald="taget"}`} {
		if !strings.Contains(recorder.Body.String(), want) {
			t.Errorf("/metrics does not tell %s", want)
		}
	}
	code, _, errs := kald(t.Context(), nil, dir, "conform", "--target", strings.Replace(server.URL, "https", "http", 1)+"/soap")
	if code == exitDone {
		t.Errorf("an endpoint that cannot be reached: %d %s", code, errs)
	}
}
