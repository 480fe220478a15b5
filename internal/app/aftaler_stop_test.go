package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/generate"
	"indeksbro/internal/idws"
	"indeksbro/internal/oio"
	"indeksbro/internal/testkit"
	"indeksbro/internal/web"
)

// toEns are two of the same: one that something is to happen to, and one that nothing happens to.
func toEns(t *testing.T) (dir, undisturbed string, o generate.Options) {
	t.Helper()
	o = generate.Options{Borgere: 30, Seed: 5, Kommune: oio.Korsbaek}
	dir, undisturbed = mappe(t), mappe(t)
	for _, d := range []string{dir, undisturbed} {
		if err := goerKlar(t.Context(), d, o); err != nil {
			t.Fatal(err)
		}
	}
	return dir, undisturbed, o
}

func indlaes(t *testing.T, feed []byte, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		if code, out, errs := kald(t.Context(), bytes.NewReader(feed), dir, "eoj", "load", "-"); code != exitDone {
			t.Fatalf("load: %d %s %s", code, out, errs)
		}
	}
}

// holdes is a run that must leave something, and why.
func holdes(t *testing.T, dir, why string) {
	t.Helper()
	code, out, errs := kald(t.Context(), nil, dir, "export", "run", "--once")
	if code != exitFindings || !strings.Contains(errs, why) {
		t.Fatalf("exit code %d, want %d with %q: %s%s", code, exitFindings, why, out, errs)
	}
}

// stopper asks the programme: step 8 is stopped by a fact whose name begins so, and somebody must act.
func stopper(t *testing.T, dir, name string) {
	t.Helper()
	_, out, errs := kald(t.Context(), nil, dir, "programme", "status", "--json")
	var f forloeb.Forloeb
	if err := json.Unmarshal([]byte(out), &f); err != nil {
		t.Fatalf("%v: %s %s", err, out, errs)
	}
	step := f.Find(forloeb.Eksport)
	found := false
	for _, k := range step.Fakta {
		found = found || strings.HasPrefix(k.Navn, name) && !k.Opfyldt && k.Hvem != "" && k.Dansk != ""
	}
	if found != (name != "") && name != "" || name != "" && step.Tilstand != forloeb.Stoppet || name == "" && step.Tilstand == forloeb.Stoppet {
		t.Errorf("step 8 is %s, want it stopped by %q: %+v", step.Tilstand, name, step.Fakta)
	}
}

// ens ends an accident: all is sent, verified without a difference, and the same as where nothing happened.
func ens(t *testing.T, dir, undisturbed string) {
	t.Helper()
	skal(t, undisturbed, "export", "run", "--once")
	want, n, err := testkit.HashOf(t.Context(), undisturbed)
	if err != nil || n == 0 {
		t.Fatal(n, err)
	}
	heltOgRigtigt(t, dir, want)
	stopper(t, dir, "")
}

// R065, R092: nothing is sent to an index whose agreement is withdrawn, what goes to the other goes on; nothing is lost, and it goes on by
// itself when the agreement is approved again.
func TestR065_AWithdrawnAgreementStopsTheSendingToThatIndex(t *testing.T) {
	t.Parallel()
	dir, undisturbed, o := toEns(t)
	indlaes(t, feedAf(t, o), dir, undisturbed)
	skal(t, dir, "aftale", "opsig", "ydi", "--af", "Karen Holm", "--grund", "aftalen skal laves om")
	holdes(t, dir, "the service agreement with FK Ydelsesindeks was withdrawn")
	status := adderOp(t, dir)
	if status.Indeks["sag"] == 0 || status.Indeks["bevilling"] != 0 || status.Tilstande["venter"] == 0 || status.Tilstande["parkeret"] != 0 {
		t.Errorf("cases go on, grants wait: %+v", status)
	}
	stopper(t, dir, "aftale-ydi")
	indlaes(t, generate.Aendringer(o, 1), dir, undisturbed)
	holdes(t, dir, "withdrawn")
	// Requested is not approved, whatever the activation overrode.
	skal(t, dir, "aftale", "anmod", "ydi", "--af", "leverandøren")
	holdes(t, dir, "requested, but not approved")
	skal(t, dir, "aftale", "godkend", "ydi", "--af", "Karen Holm")
	ens(t, dir, undisturbed)

	// The other one: cases and the grants of new ones wait; removals too.
	skal(t, dir, "aftale", "opsig", "sdi", "--af", "Karen Holm", "--grund", "prøve")
	before := adderOp(t, dir).Indeks["sag"]
	for day := 2; day <= 4; day++ {
		indlaes(t, generate.Aendringer(o, day), dir, undisturbed)
	}
	holdes(t, dir, "the service agreement with FK Sags- og Dokumentindeks was withdrawn")
	if after := adderOp(t, dir).Indeks["sag"]; after != before {
		t.Errorf("%d cases were in the index, now %d", before, after)
	}
	skal(t, dir, "export", "fact", "aftale", "sdi", "--af", "Karen Holm") // the short way
	ens(t, dir, undisturbed)
}

// R065: what was activated against the flight list is covered towards the embedded index; an index by address is never sent to without an
// approved agreement.
func TestR065_AnIndexElsewhereIsNeverSentToWithoutAnAgreement(t *testing.T) {
	t.Parallel()
	dir, target, want := paaHTTP(t)
	var calls atomic.Int64
	inner := target.indeks
	target.indeks = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		inner.ServeHTTP(w, r)
	})
	for _, service := range []string{"sdi", "ydi"} {
		skal(t, dir, "export", "fact", "aftale", service, "--fjern")
	}
	holdes(t, dir, "is requested, but not approved")
	if calls.Load() != 0 {
		t.Errorf("%d calls without an agreement", calls.Load())
	}
	for _, service := range []string{"sdi", "ydi"} {
		skal(t, dir, "export", "fact", "aftale", service)
	}
	heltOgRigtigt(t, dir, want)
	if calls.Load() == 0 {
		t.Error("nothing went over the wire")
	}
}

// sikretKaede is a loaded municipality whose export goes to its own server over TLS, with tokens and signatures.
func sikretKaede(t *testing.T) (dir, undisturbed string, service *tjeneste, calls *atomic.Int64, o generate.Options) {
	t.Helper()
	dir, undisturbed, o = toEns(t)
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	service = newTjeneste(m, b, slog.New(slog.DiscardHandler))
	skal(t, dir, "certs")
	chain, err := laesKreds(filepath.Join(dir, certMappe))
	if err != nil {
		t.Fatal(err)
	}
	handler := service.sikret(http.NotFoundHandler(), func(*http.Request) (string, bool) { return "", false }, chain)
	calls = new(atomic.Int64)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		handler.ServeHTTP(w, r)
	}))
	server.TLS = chain.tls()
	server.StartTLS()
	t.Cleanup(server.Close)
	for _, choice := range []string{"maal-sdi=" + server.URL + "/soap/SagDokumentIndeks/6", "maal-ydi=" + server.URL + "/soap", "maal-sts=" + server.URL + "/sts", "certifikat=" + filepath.Join(dir, certMappe, klientFil)} {
		skal(t, dir, "policy", "set", choice)
	}
	return dir, undisturbed, service, calls, o
}

// An expired certificate stops the sending before any call is made; the pages and the programme say why and who renews; nothing is lost; and
// it goes on when the file is replaced.
func TestAnExpiredCertificateStopsTheSendingUntilItIsReplaced(t *testing.T) {
	t.Parallel()
	dir, undisturbed, service, calls, o := sikretKaede(t)
	file := filepath.Join(dir, certMappe, klientFil)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	old := proevedag.AddDate(-3, 0, 0)
	authority, err := idws.NyMyndighed(old)
	if err != nil {
		t.Fatal(err)
	}
	par, err := authority.Udsted("Fiktivt EOJ", string(oio.Korsbaek), nil, old)
	if err != nil {
		t.Fatal(err)
	}
	expired, err := par.PEM()
	if err != nil {
		t.Fatal(err)
	}
	if err := skrivFil(file, expired); err != nil {
		t.Fatal(err)
	}
	indlaes(t, feedAf(t, o), dir, undisturbed)
	holdes(t, dir, "the certificate Fiktivt EOJ expired")
	if calls.Load() != 0 {
		t.Errorf("%d calls with an expired certificate", calls.Load())
	}
	stopper(t, dir, "certifikat-sdi")
	for _, path := range []string{"/vaerksted/eksport", "/program/aftaler"} {
		if body := side(t, service, adgang.CuraAdministrator, path); !strings.Contains(body, "Certifikatet Fiktivt EOJ udløb") || !strings.Contains(body, "leverandøren") {
			t.Errorf("%s does not say why:\n%s", path, body)
		}
	}
	if code, out, _ := kald(t.Context(), nil, dir, "certs", "list"); code != exitFindings || !strings.Contains(out, "Fiktivt EOJ") || !strings.Contains(out, "udløbet") {
		t.Errorf("certs list: %d %s", code, out)
	}
	if figures := tal(service); !strings.Contains(figures, `indeksbro_export_blocked{grund="certifikat",indeks="ydi",kommune="11111111"} 1`) {
		t.Error("the figures do not tell")
	}
	if err := skrivFil(file, good); err != nil {
		t.Fatal(err)
	}
	ens(t, dir, undisturbed)
	if calls.Load() == 0 {
		t.Error("nothing went over the wire")
	}
	if strings.Contains(tal(service), "indeksbro_export_blocked{") {
		t.Error("the figures still tell that it is blocked")
	}
}

// side is a page as somebody with a role sees it.
func side(t *testing.T, service *tjeneste, role adgang.Roller, path string) string {
	t.Helper()
	pages := service.websted(web.Config{Kommune: web.Kommune{CVR: service.b.kommune, Navn: "Korsbæk"}, Identiteter: rolle(role), Log: service.log}, adgang.Ingen)
	answer := httptest.NewRecorder()
	pages.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	if answer.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, answer.Code, answer.Body.String())
	}
	return answer.Body.String()
}

func tal(service *tjeneste) string {
	recorder := httptest.NewRecorder()
	service.metrics.handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return recorder.Body.String()
}

// Certificates are exchanged while calls go on over TLS: the whole chain is made anew, authority and all, and no call fails. Who still has
// the old ones is believed while they hold.
func TestCertificatesAreRenewedWhileCallsGoOn(t *testing.T) {
	t.Parallel()
	dir, undisturbed, service, _, o := sikretKaede(t)
	indlaes(t, feedAf(t, o), dir, undisturbed)
	before, err := laesCertifikat(filepath.Join(dir, certMappe, klientOffentlig))
	if err != nil {
		t.Fatal(err)
	}
	p, err := service.b.politik(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old := p
	old.Certifikat = filepath.Join(dir, certMappe, "gammel.pem")
	if pem, err := os.ReadFile(p.Certifikat); err != nil || os.WriteFile(old.Certifikat, pem, 0o600) != nil {
		t.Fatal(err)
	}
	target := &maal{b: service.b, m: service.m}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var calling sync.WaitGroup
	var made atomic.Int64
	failed := make(chan error, 4)
	for range 4 {
		calling.Go(func() {
			for ctx.Err() == nil {
				if _, err := target.ObjekterMed(context.WithoutCancel(ctx), oio.Korsbaek, []oio.UUID{oio.NameUUID("findes ikke")}); err != nil {
					failed <- err
					return
				}
				made.Add(1)
			}
		})
	}
	enough := func(what string) {
		t.Helper()
		from := made.Load()
		until(t, what, func() bool { return made.Load() > from+20 || len(failed) > 0 })
	}
	enough("calls with the first certificates")
	for range 2 {
		skal(t, dir, "certs", "--ny")
		enough("calls with renewed certificates")
	}
	stop()
	calling.Wait()
	if len(failed) > 0 {
		t.Fatalf("a call failed while certificates were renewed: %v", <-failed)
	}
	after, err := laesCertifikat(filepath.Join(dir, certMappe, klientOffentlig))
	if err != nil || after.Equal(before) {
		t.Fatalf("nothing was renewed: %v", err)
	}
	oldCases, _, err := service.b.indekser(service.m, old)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := oldCases.ObjekterMed(t.Context(), oio.Korsbaek, []oio.UUID{oio.NameUUID("findes ikke")}); err != nil {
		t.Errorf("a caller with the certificates of before: %v", err)
	}
	known, err := service.b.certs.klient(p.Certifikat)
	if err != nil || !known[0].Equal(after) {
		t.Errorf("the exporter's certificate is not the new one: %v", err)
	}
	ens(t, dir, undisturbed)
}

// R093: a sign-off of step A taken back while the export is active is told loudly, on the page and in the log once; the sending goes on.
func TestR093_ASignOffTakenBackWarnsAndStopsNothing(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	log := &testkit.Writer{}
	s.log = slog.New(slog.NewTextHandler(log, nil))
	const warned = "Trin A er ikke underskrevet, men Eksporter sager er aktiv"
	if body := side(t, s.tjeneste, adgang.CuraAdministrator, "/vaerksted/eksport"); strings.Contains(body, warned) {
		t.Error("warned about although step A is signed off")
	}
	if s.seTrinA(t.Context(), false) {
		t.Error("missing although it is there")
	}
	skal(t, s.data, "export", "fact", "trin-a", "--fjern")
	if body := side(t, s.tjeneste, adgang.CuraAdministrator, "/vaerksted/eksport"); !strings.Contains(body, warned) {
		t.Errorf("the page does not warn:\n%s", body)
	}
	missing := s.seTrinA(t.Context(), false)
	s.seTrinA(t.Context(), missing)
	if n := strings.Count(log.String(), "step A is not signed off"); n != 1 {
		t.Errorf("told %d times in the log, want once: %s", n, log)
	}
	skal(t, s.data, "export", "run", "--once")
	if status := adderOp(t, s.data); status.Indeks["sag"] == 0 || status.Tilstande["venter"] != 0 {
		t.Errorf("the sending stopped: %+v", status)
	}
	skal(t, s.data, "export", "deactivate")
	if code, _, errs := kald(t.Context(), nil, s.data, "export", "activate", "--af", "Karen Holm"); code != exitFindings {
		t.Errorf("it starts without step A: %d %s", code, errs)
	}
}

// A running service tells once that an agreement is withdrawn, and goes on by itself when it is approved again.
func TestServeTellsOfAWithdrawnAgreementOnceAndGoesOnByItself(t *testing.T) {
	t.Parallel()
	_, dir := nyMaskine(t)
	skal(t, dir, "aftale", "opsig", "ydi", "--af", "Karen Holm", "--grund", "prøve")
	running := start(t, dir, "serve", "--addr", "127.0.0.1:0")
	until(t, "the log tells", func() bool {
		return strings.Contains(running.log.String(), "the service agreement with FK Ydelsesindeks was withdrawn")
	})
	until(t, "the cases are sent", func() bool {
		s := adderOp(t, dir)
		return s.Indeks["sag"] > 0 && s.Indeks["bevilling"] == 0
	})
	if figures := running.get(t, http.DefaultClient, "/metrics").body; !strings.Contains(figures, `indeksbro_export_blocked{grund="aftale",indeks="ydi",kommune="11111111"} 1`) {
		t.Error("the figures do not tell")
	}
	skal(t, dir, "aftale", "anmod", "ydi", "--af", "leverandøren")
	skal(t, dir, "aftale", "godkend", "ydi", "--af", "Karen Holm")
	until(t, "the grants are sent", func() bool {
		s := adderOp(t, dir)
		return s.Indeks["bevilling"] > 0 && s.Tilstande["venter"] == 0
	})
	if code, f := verify(t, dir, "--full"); code != exitDone || len(f.Resultat.Forskelle) != 0 {
		t.Errorf("verify: %d %+v", code, f)
	}
	if n := strings.Count(running.log.String(), "nothing is sent to an index until somebody has acted"); n > 2 { // withdrawn; then requested but not approved
		t.Errorf("told %d times: %s", n, running.log)
	}
}
