package app

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/soap/sdi"
)

// sikretServer is a server of its own data directory with the local chain, and what its client needs.
func sikretServer(t *testing.T) (dir, url string) {
	t.Helper()
	dir = t.TempDir()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: dir, kommune: string(oio.Korsbaek)}
	b, err := m.make(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.close)
	skal(t, dir, "certs")
	chain, err := laesKreds(filepath.Join(dir, certMappe))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(newTjeneste(m, b, slog.New(slog.DiscardHandler)).sikret(http.NotFoundHandler(), func(*http.Request) (string, bool) { return "", false }, chain))
	server.TLS = chain.tls()
	server.StartTLS()
	t.Cleanup(server.Close)
	return dir, server.URL
}

// The records of agreements decide what a system may do, from the moment they are written: the token service and the services both look, and
// a refusal says which agreement is lacking.
func TestAServiceAgreementIsAskedOfTokenServiceAndService(t *testing.T) {
	t.Parallel()
	dir, url := sikretServer(t)
	conform := func() (int, string) {
		code, out, errs := kald(t.Context(), nil, dir, "conform", "--laes", "--ydi", "-", "--target", url+"/soap", "--sts", url+"/sts", "--certifikat", filepath.Join(dir, certMappe, klientFil))
		return code, out + errs
	}
	if code, told := conform(); code != exitDone {
		t.Fatalf("with every agreement: %d %s", code, told)
	}
	skal(t, dir, "aftale", "opsig", "sdi", "--grund", "prøve", "--af", "Karen Holm")
	skal(t, dir, "aftale", "opsig", "sdi", "--ret", "Udstil", "--grund", "prøve", "--af", "Karen Holm")
	if _, told := conform(); !strings.Contains(told, "no service agreement") || !strings.Contains(told, sdi.EntityID) || !strings.Contains(told, "CVR 11111111") || !strings.Contains(told, "opsagt") {
		t.Errorf("without an agreement at the service: %s", told)
	}
	again := func(right string) {
		t.Helper()
		skal(t, dir, "export", "fact", "opgave", "1")
		skal(t, dir, "aftale", "anmod", "sdi", "--ret", right, "--af", "leverandøren")
		if _, told := conform(); right == "Rediger" && !strings.Contains(told, "Rediger is anmodet") {
			t.Errorf("requested is not approved: %s", told)
		}
		skal(t, dir, "aftale", "godkend", "sdi", "--ret", right, "--af", "Karen Holm")
		skal(t, dir, "export", "fact", "opgave", "1", "--fjern")
	}
	again("Rediger")
	if _, told := conform(); !strings.Contains(told, "fremsoeg needs the right Udstil") || !strings.Contains(told, "Fiktivt EOJ") || !strings.Contains(told, sdi.EntityID) {
		t.Errorf("without the right to read: %s", told)
	}
	again("Udstil")
	if code, told := conform(); code != exitDone {
		t.Errorf("with every agreement again: %d %s", code, told)
	}
}

func TestTheTableOfAgreementsIsReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	head := strings.Join(aftalehoved, ",") + "\n"
	good := "EOJ,6c838668-b83b-5a41-ac5d-d7c7b28bcdde," + strings.Repeat("ab", 32) + ",11111111,sdi,Udstil,27.* 29,FORTROLIGE_PERSONOPLYSNINGER\n"
	all, err := laesAftaler(head + good)
	if err != nil || len(all) != 1 || strings.Join(all[0].aftale.KLE, " ") != "27 29" || all[0].aftale.Foelsomhed != oio.Fortrolig || all[0].aftale.Ret != "Udstil" {
		t.Fatalf("%+v %v", all, err)
	}
	for name, text := range map[string]string{
		"no head": good, "an empty file": "", "another right": head + strings.Replace(good, "Udstil", "Alt", 1), "a short print": head + strings.Replace(good, "abab", "", 1),
		"no CVR": head + strings.Replace(good, "11111111", "", 1), "an unknown sensitivity": head + strings.Replace(good, "FORTROLIGE_PERSONOPLYSNINGER", "hemmelig", 1), "a column short": head + "EOJ\n", "an unknown service": head + strings.Replace(good, ",sdi,", ",http://x,", 1),
	} {
		if _, err := laesAftaler(text); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// TestAFileLargerThanWhatIsReadIsRefusedWhole: what stands beyond the limit of a file must not be passed over.
func TestAFileLargerThanWhatIsReadIsRefusedWhole(t *testing.T) {
	t.Parallel()
	agreement := strings.Join(aftalehoved, ",") + "\nEOJ,6c838668-b83b-5a41-ac5d-d7c7b28bcdde," + strings.Repeat("ab", 32) + ",11111111,sdi,Udstil,27,FORTROLIGE_PERSONOPLYSNINGER\n"
	for command, file := range map[string]string{
		"aftale": agreement + strings.Repeat("# "+strings.Repeat("x", 1022)+"\n", 4<<10) + "not understood\n",
		"roller": "rolle;id;brugersystemroller\n" + strings.Repeat("\n", 17<<20),
	} {
		code, out, errs := kald(t.Context(), strings.NewReader(file), t.TempDir(), command, "import", "-")
		if code != exitInput || out != "" || !strings.Contains(errs, "larger than") || !strings.Contains(errs, "nothing of it is taken") {
			t.Errorf("%s import: %d %s %s", command, code, out, errs)
		}
	}
}
