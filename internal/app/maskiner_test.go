package app

import (
	"crypto/tls"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/idws"
)

// TestEachSystemHasAKeyOfItsOwnThatCanEnd makes keys while the service runs, uses them, and takes one away.
func TestEachSystemHasAKeyOfItsOwnThatCanEnd(t *testing.T) {
	t.Parallel()
	k := startServe(t)
	ny := func(args ...string) string {
		t.Helper()
		code, out, errs := kald(t.Context(), strings.NewReader(""), k.data, append([]string{"noegle", "ny"}, args...)...)
		if code != exitDone || !strings.HasPrefix(out, "ib_") {
			t.Fatalf("noegle ny %v: %d %q %q", args, code, out, errs)
		}
		return strings.TrimSpace(out)
	}
	feeder, reader := ny("cura", "--roller", "leverandoer", "--dage", "30"), ny("overblik", "--roller", "programleder")
	ask := func(key, method, path, body string) int {
		t.Helper()
		return k.request(t, http.DefaultClient, method, path, strings.NewReader(body), "Authorization", "Bearer "+key, "Content-Type", "application/x-ndjson").status
	}
	const line = `{"type":"enhed","id":"en-88","version":1,"navn":"Ny enhed"}`
	for _, c := range []struct {
		who, key, method, path, body string
		status                       int
	}{
		{"the feeder", feeder, "POST", "/api/v1/eoj", line, 200}, {"the feeder", feeder, "GET", "/api/v1/status", "", 200}, {"the feeder", feeder, "POST", "/api/v1/organisation", "{}", 403},
		{"the reader", reader, "GET", "/api/v1/status", "", 200}, {"the reader", reader, "POST", "/api/v1/eoj", line, 403}, {"the reader", reader, "PUT", "/api/v1/politik/navn", `{}`, 403},
		{"the installation's key", k.key(t), "GET", "/api/v1/status", "", 200}, {"nearly the reader", reader[:len(reader)-1], "GET", "/api/v1/status", "", 401},
	} {
		if got := ask(c.key, c.method, c.path, c.body); got != c.status {
			t.Errorf("%s, %s %s: %d, want %d", c.who, c.method, c.path, got, c.status)
		}
	}
	_, listed, _ := kald(t.Context(), strings.NewReader(""), k.data, "noegle", "liste")
	for _, want := range []string{"cura", "leverandoer", "overblik", "programleder", "last used 20", "holds until 20"} {
		if !strings.Contains(listed, want) {
			t.Errorf("the list lacks %q:\n%s", want, listed)
		}
	}
	if strings.Contains(listed, feeder) || strings.Contains(k.log.String(), feeder) {
		t.Error("a key is shown again")
	}
	for _, file := range []string{databaseFile, databaseFile + "-wal"} {
		if content, err := os.ReadFile(filepath.Join(k.data, file)); err == nil && strings.Contains(string(content), strings.TrimPrefix(feeder, "ib_")) {
			t.Errorf("%s has the key itself", file)
		}
	}
	skal(t, k.data, "noegle", "fjern", "cura")
	if got := ask(feeder, "GET", "/api/v1/status", ""); got != 401 {
		t.Errorf("a removed key: %d", got)
	}
	for _, wrong := range [][]string{{"ny", "overblik"}, {"ny", "a", "--roller", "konge"}, {"ny", "a", "--roller", "borger"}, {"ny", "710550-0001"}, {"fjern", "cura"}, {"ny", "a", "--dage", "-1"}, {"ny", "a", "--certifikat", "findes-ikke.pem"}} {
		if code, _, errs := kald(t.Context(), strings.NewReader(""), k.data, append([]string{"noegle"}, wrong...)...); code != exitInput || strings.Count(errs, "\n") != 1 || strings.Contains(errs, "710550") {
			t.Errorf("noegle %v: %d %q", wrong, code, errs)
		}
	}
}

// TestASystemMayShowACertificateInsteadOfAKey asks over TLS with the certificates of a local chain.
func TestASystemMayShowACertificateInsteadOfAKey(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	skal(t, data, "certs")
	certs := filepath.Join(data, certMappe)
	par, err := idws.LaesPar(filepath.Join(certs, klientFil), "")
	if err != nil {
		t.Fatal(err)
	}
	chain, err := laesKreds(certs)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "klient.crt.pem")
	if err := os.WriteFile(file, par.CertifikatPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	status := func(certificates ...tls.Certificate) int {
		t.Helper()
		client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: chain.nyeste().pool(), Certificates: certificates}}}
		return k.request(t, client, http.MethodGet, "/api/v1/status", nil).status
	}
	own := tls.Certificate{Certificate: [][]byte{par.Certifikat.Raw}, PrivateKey: par.Noegle}
	if got := status(own); got != 401 {
		t.Errorf("a certificate nobody let in: %d", got)
	}
	skal(t, data, "noegle", "ny", "cura", "--certifikat", file)
	if got := status(own); got != 200 {
		t.Errorf("a certificate that is let in: %d", got)
	}
	if got := status(); got != 401 {
		t.Errorf("no certificate: %d", got)
	}
	if answer := k.request(t, &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: chain.nyeste().pool()}}}, http.MethodGet, "/", nil); answer.header.Get("Strict-Transport-Security") == "" {
		t.Error("a page over TLS does not ask for TLS the next time")
	}
	skal(t, data, "noegle", "fjern", "cura")
	if got := status(own); got != 401 {
		t.Errorf("removed: %d", got)
	}
}
