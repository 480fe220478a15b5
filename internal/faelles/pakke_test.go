package faelles_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/faelles"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
)

func noeglen(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func pakken(t testing.TB, of faelles.Saet, seed byte) []byte {
	t.Helper()
	file, err := faelles.Pak(of, []faelles.Valg{{Kommune: of.Kommune, KommuneNavn: of.Navn, Art: mapping.Sagstype, Navn: "Forebyggelse", Kode: "29.09.04"}, {Kommune: of.Kommune, Art: mapping.Ydelse, Navn: "Markør", Ikke: true}}, noeglen(seed))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestR125_EveryChangedByteOfABundleIsRefused(t *testing.T) {
	t.Parallel()
	file := pakken(t, korsbaek, 1)
	p, err := faelles.AabnPakke(file, noon)
	if err != nil || p.Kommune != oio.Korsbaek || len(p.Valg) != 2 || !p.Tid.Equal(noon) || !faelles.ErPakke(file) {
		t.Fatal(p, err)
	}
	for i := range file {
		for _, flip := range []byte{1, 0x80, 0xff} {
			altered := bytes.Clone(file)
			altered[i] ^= flip
			if _, err := faelles.AabnPakke(altered, noon); err == nil {
				t.Fatalf("byte %d changed by %#x is taken", i, flip)
			}
		}
	}
	for n := range file {
		if _, err := faelles.AabnPakke(file[:n], noon); err == nil {
			t.Fatalf("the first %d bytes are taken", n)
		}
	}
	for _, more := range []string{"x", strings.Repeat("\x00", 512)} {
		if _, err := faelles.AabnPakke(append(bytes.Clone(file), more...), noon); err == nil {
			t.Errorf("%d bytes more are taken", len(more))
		}
	}
	if _, err := faelles.AabnPakke(file, noon.Add(-48*time.Hour)); err == nil {
		t.Error("a bundle of the day after tomorrow is taken")
	}
	if again := pakken(t, korsbaek, 1); !bytes.Equal(again, file) {
		t.Error("the same choices make another bundle")
	}
}

func TestR125_ABundleIsTakenFromWhoIsTrustedAndNeverAnOlderOne(t *testing.T) {
	t.Parallel()
	open := func(file []byte) *faelles.Pakke {
		p, err := faelles.AabnPakke(file, noon.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	later := korsbaek
	later.Tid = noon.Add(time.Hour)
	first, second, foreign := open(pakken(t, korsbaek, 1)), open(pakken(t, later, 1)), open(pakken(t, later, 2))
	print := first.Fingeraftryk()
	if len(print) != 39 || print == foreign.Fingeraftryk() || !faelles.SammeFingeraftryk(print, strings.ToLower(strings.ReplaceAll(print, " ", "-"))) || faelles.SammeFingeraftryk("", "") {
		t.Errorf("the fingerprint is %q", print)
	}
	known := faelles.Kendt{Fingeraftryk: print, Sidst: first.Fil, Tid: first.Tid}
	var unknown *faelles.ErrUkendt
	var refused *faelles.Pakkefejl
	if _, err := first.Godtag(faelles.Kendt{}, ""); !errors.As(err, &unknown) || unknown.Fingeraftryk != print || !strings.Contains(err.Error(), "--tillid") || !strings.Contains(unknown.Dansk(), "Korsbæk") {
		t.Errorf("the first time nobody is asked: %v", err)
	}
	if again, err := first.Godtag(faelles.Kendt{}, print); err != nil || again {
		t.Errorf("%v", err)
	}
	if again, err := first.Godtag(known, ""); err != nil || !again {
		t.Errorf("the same bundle once more: %v", err)
	}
	if _, err := second.Godtag(known, ""); err != nil {
		t.Errorf("a newer one: %v", err)
	}
	if _, err := first.Godtag(faelles.Kendt{Fingeraftryk: print, Sidst: second.Fil, Tid: second.Tid}, ""); !errors.As(err, &refused) || !strings.Contains(refused.Dansk, "nyere") {
		t.Errorf("an older one: %v", err)
	}
	if _, err := foreign.Godtag(known, ""); !errors.As(err, &unknown) || unknown.Foer != print || unknown.Dansk() == "" {
		t.Errorf("another key: %v", err)
	}
	if _, err := foreign.Godtag(known, "AAAA BBBB"); !errors.As(err, &refused) {
		t.Errorf("a fingerprint that is not its: %v", err)
	}
	if _, err := foreign.Godtag(known, foreign.Fingeraftryk()); err != nil {
		t.Errorf("a new key that a person vouches for: %v", err)
	}
	o := tavle.Opslag{Kommune: "22222222", Af: "x", Art: tavle.Pakke, Kode: string(oio.Korsbaek), Tekst: first.Gemt()}
	if err := o.Proev(); err != nil {
		t.Error(err)
	}
	if kept, err := faelles.SidstePakke([]tavle.Opslag{o}, "22222222", oio.Korsbaek); err != nil || !bytes.Equal(kept, first.Fil) {
		t.Errorf("what was kept is not what came: %v", err)
	}
	if kept, err := faelles.SidstePakke([]tavle.Opslag{o}, "33333333", oio.Korsbaek); err != nil || kept != nil {
		t.Error("another municipality's trust counts")
	}
}

// A signature says who speaks; it does not let a municipality speak for another, nor bring in what no file may.
func TestR125_ASignedBundleIsReadAsStrictlyAsAnyFile(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]faelles.Valg{
		"another's choice": {Kommune: "22222222", Art: mapping.Ydelse, Navn: "Kost", Kode: "x"}, "a CPR number": {Kommune: oio.Korsbaek, Art: mapping.Ydelse, Navn: "Kost 710550-0001", Kode: "x"}, "no code": {Kommune: oio.Korsbaek, Art: mapping.Ydelse, Navn: "Kost"},
	} {
		file, err := faelles.Pak(korsbaek, []faelles.Valg{v}, noeglen(1))
		if err != nil {
			t.Fatal(err)
		}
		var refused *faelles.Pakkefejl
		if _, err := faelles.AabnPakke(file, noon); !errors.As(err, &refused) || strings.Contains(err.Error(), "0001") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := faelles.Pak(korsbaek, nil, noeglen(1)); err == nil {
		t.Error("an empty bundle is made")
	}
}

// FuzzAabnPakke: nothing but what the key signed is ever opened.
func FuzzAabnPakke(f *testing.F) {
	whole := pakken(f, korsbaek, 1)
	f.Add(whole)
	f.Add(whole[:1024])
	f.Fuzz(func(t *testing.T, file []byte) {
		if p, err := faelles.AabnPakke(file, noon); err == nil && p.Fingeraftryk() == faelles.Fingeraftryk(noeglen(1).Public().(ed25519.PublicKey)) && !bytes.Equal(file, whole) {
			t.Fatal("another file than the signed one is taken for it")
		}
	})
}
