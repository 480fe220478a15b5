package hop

import (
	"crypto/ed25519"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

var (
	cura = oio.NameUUID("cura")
	sag  = oio.NameUUID("sag")
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
)

func TestR114_OnlyPlainHTTPSAddressesAreRegistered(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"https://korsbaek.columna.cura.example/external/dialogintegration", "https://x.example/{type}/{uuid}", "https://x.example/a?sag={sagsnummer}&b={billet}"} {
		s, err := ParseSkabelon(good, false)
		if err != nil {
			t.Errorf("%s: %v", good, err)
			continue
		}
		if address, err := s.Adresse(Maal{"sag", sag, "27.35.04-A&b"}, "a.b.c"); err != nil || !strings.Contains(address, "a.b.c") || strings.ContainsAny(address, "{}") {
			t.Errorf("%s becomes %s %v", good, address, err)
		} else if u, err := url.Parse(address); err != nil || u.Host != s.Vaert() {
			t.Errorf("%s leads to %s %v", good, address, err)
		}
	}
	for _, bad := range []string{"", "http://x.example/a", "https://", "ftp://x.example/", "https://a:b@x.example/", "https://x.example/#{uuid}", "https://x.example/{cpr}", "https://x.example/?cpr={uuid}",
		"https://x.example/" + "700" + "170-1234", "https://x.example/{uuid", "//x.example/{uuid}", "javascript:alert(1)", "http://127.0.0.1/a", "https://{uuid}.example/../{x}"} {
		if s, err := ParseSkabelon(bad, false); err == nil {
			t.Errorf("%q was taken as %s", bad, s)
		}
	}
	if _, err := ParseSkabelon("http://127.0.0.1:8080/a", true); err != nil {
		t.Errorf("the demo's own address: %v", err)
	}
	s, _ := ParseSkabelon("https://x.example/a?sag={sagsnummer}", false)
	if address, err := s.Adresse(Maal{"sag", sag, "700" + "1701234"}, ""); err == nil {
		t.Errorf("a number that looks like a CPR number went into %s", address)
	}
	if got := Skabelon("https://x.example/a/{uuid}?x={type}").Proeveadresse(); got != "https://x.example/a/" {
		t.Errorf("tried at %s", got)
	}
}

func TestR114_AHandOverHoldsForAMinuteOnceForOneObjectAndSystem(t *testing.T) {
	t.Parallel()
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	public, _ := key.Public().(ed25519.PublicKey)
	give := func(id string) string {
		text, err := Underskriv(key, Billet{Udsteder: "11111111", Modtager: "x.example", Bruger: "inge", Type: "sag", UUID: sag}, id, noon)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	k := &Kontrol{Noegle: public, Modtager: "x.example"}
	good := give("1")
	b, err := k.Tag(good, sag, noon.Add(59*time.Second))
	if err != nil || b.Bruger != "inge" || b.Udsteder != "11111111" {
		t.Fatalf("%+v %v", b, err)
	}
	other := ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", 32)))
	foreign, _ := Underskriv(other, Billet{Modtager: "x.example", UUID: sag}, "9", noon)
	for name, c := range map[string]struct {
		k    *Kontrol
		text string
		to   oio.UUID
		at   time.Time
		want error
	}{
		"again":            {k, good, sag, noon.Add(59 * time.Second), ErrBrugt},
		"too late":         {k, give("2"), sag, noon.Add(Varighed), ErrUdloebet},
		"too early":        {k, give("3"), sag, noon.Add(-time.Minute), ErrUdloebet},
		"another case":     {k, give("4"), cura, noon, ErrObjekt},
		"another system":   {&Kontrol{Noegle: public, Modtager: "y.example"}, give("5"), sag, noon, ErrModtager},
		"another signer":   {k, foreign, sag, noon, ErrUnderskrift},
		"no algorithm":     {k, b64.EncodeToString([]byte(`{"alg":"none"}`)) + "." + strings.Split(give("6"), ".")[1] + ".", sag, noon, ErrUnderskrift},
		"nothing":          {k, "", sag, noon, ErrUlaeselig},
		"half a hand-over": {k, strings.TrimSuffix(good, good[len(good)-20:]), sag, noon, ErrUlaeselig},
	} {
		if _, err := c.k.Tag(c.text, c.to, c.at); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := Underskriv(key, Billet{Bruger: "700" + "170-1234"}, "7", noon); err == nil {
		t.Error("a user id that looks like a CPR number would go into an address")
	}
}

func TestR114_AnyChangedByteOfAHandOverIsRefused(t *testing.T) {
	t.Parallel()
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	public, _ := key.Public().(ed25519.PublicKey)
	text, _ := Underskriv(key, Billet{Modtager: "x.example", UUID: sag}, "1", noon)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		changed := []byte(text)
		changed[at] = rapid.SampledFrom([]byte("ABCxyz019-_.")).Draw(t, "to")
		if string(changed) == text {
			return
		}
		if _, err := (&Kontrol{Noegle: public, Modtager: "x.example"}).Tag(string(changed), sag, noon); err == nil {
			t.Fatalf("taken with byte %d changed", at)
		}
	})
}

func TestR118_TheThreeTasksOfAJump(t *testing.T) {
	t.Parallel()
	fact := func(step Trin, day oio.Dato, text string) program.Faktum {
		return program.Faktum{Emne: program.Hop, Kode: Kode(cura, step), Dato: day, Tekst: text, Tid: noon}
	}
	o := Opsat(program.NyStand([]program.Faktum{fact(Adressen, 20260301, "https://k.example/external/dialogintegration?"+Standard), fact(Aktiveret, 20260301, ""), fact(Sendt, 20260302, ""), fact(Proevet, 20260302, `{"status":302}`)}), cura)
	if len(o.Gjort) != 2 || !o.Svar.Svarer() || o.Forsinket(noon.AddDate(0, 0, 6)) || !o.Forsinket(noon.AddDate(0, 0, 8)) {
		t.Errorf("%+v", o)
	}
	letter := o.Brev("Korsbæk Kommune", "11111111", "Fiktivt EOJ")
	for _, want := range []string{Kontakt, "https://k.example/external/dialogintegration\n", "11111111", cura.String()} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter lacks %q:\n%s", want, letter)
		}
	}
	if again := Opsat(program.NyStand([]program.Faktum{fact(Adressen, 0, "")}), cura); again.Skabelon != "" {
		t.Error("an address taken back is still there")
	}
}
