package app

import (
	"crypto/x509"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// The table of agreements decides what a system may do, from the moment it is written: the token service and the services both look, and
// a refusal says which agreement is lacking.
func TestAServiceAgreementIsAskedOfTokenServiceAndService(t *testing.T) {
	t.Parallel()
	dir, url := sikretServer(t)
	file := filepath.Join(dir, certMappe, aftaleFil)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	age := time.Now()
	write := func(keep func(line string) bool) {
		t.Helper()
		var kept []string
		for _, line := range strings.SplitAfter(string(whole), "\n") {
			if strings.HasPrefix(line, "system,") || keep(line) {
				kept = append(kept, line)
			}
		}
		if err := os.WriteFile(file, []byte(strings.Join(kept, "")), 0o600); err != nil {
			t.Fatal(err)
		}
		age = age.Add(time.Minute) // as if a person had taken a minute over it
		if err := os.Chtimes(file, age, age); err != nil {
			t.Fatal(err)
		}
	}
	conform := func() (int, string) {
		code, out, errs := kald(t.Context(), nil, dir, "conform", "--laes", "--ydi", "-", "--target", url+"/soap", "--sts", url+"/sts", "--certifikat", filepath.Join(dir, certMappe, klientFil))
		return code, out + errs
	}
	if code, told := conform(); code != exitDone {
		t.Fatalf("with every agreement: %d %s", code, told)
	}
	write(func(line string) bool { return !strings.Contains(line, sdi.EntityID) })
	if _, told := conform(); !strings.Contains(told, "no service agreement") || !strings.Contains(told, sdi.EntityID) || !strings.Contains(told, "CVR 11111111") || !strings.Contains(told, aftaleFil) {
		t.Errorf("without an agreement at the service: %s", told)
	}
	write(func(line string) bool {
		return !strings.Contains(line, sdi.EntityID) || !strings.Contains(line, "Udstil")
	})
	if _, told := conform(); !strings.Contains(told, "fremsoeg needs the right Udstil") || !strings.Contains(told, "Fiktivt EOJ") || !strings.Contains(told, sdi.EntityID) {
		t.Errorf("without the right to read: %s", told)
	}
	write(func(string) bool { return true })
	if code, told := conform(); code != exitDone {
		t.Errorf("with every agreement again: %d %s", code, told)
	}
	if err := os.WriteFile(file, append(whole, "x,y,z,1,2,3,4,5\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, age.Add(time.Minute), age.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if code, _ := conform(); code == exitDone {
		t.Error("a table with a line nobody understands lets callers in")
	}
}

func TestTheTableOfAgreementsIsReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	head := strings.Join(aftalehoved, ",") + "\n"
	good := "EOJ,6c838668-b83b-5a41-ac5d-d7c7b28bcdde," + strings.Repeat("ab", 32) + ",11111111,http://x,Udstil,27.* 29,FORTROLIGE_PERSONOPLYSNINGER\n"
	all, err := laesAftaler(head + good)
	if err != nil || len(all) != 1 || strings.Join(all[0].KLE, " ") != "27 29" || all[0].Foelsomhed != oio.Fortrolig || string(all[0].Ret) != "Udstil" {
		t.Fatalf("%+v %v", all, err)
	}
	for name, text := range map[string]string{
		"no head": good, "an empty file": "", "another right": head + strings.Replace(good, "Udstil", "Alt", 1), "a short print": head + strings.Replace(good, "abab", "", 1),
		"no CVR": head + strings.Replace(good, "11111111", "", 1), "an unknown sensitivity": head + strings.Replace(good, "FORTROLIGE_PERSONOPLYSNINGER", "hemmelig", 1), "a column short": head + "EOJ\n",
	} {
		if _, err := laesAftaler(text); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if found, err := (&aftaler{fil: filepath.Join(t.TempDir(), "ingen.csv")}).af(&x509.Certificate{}, oio.Korsbaek, "http://x"); err == nil || found != nil {
		t.Error("no table is no agreement")
	}
}
