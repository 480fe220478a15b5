package seal_test

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/oio"
	"indeksbro/internal/seal"
)

func ring(t testing.TB, fill byte) *seal.Ring {
	t.Helper()
	r, err := seal.NewRing(bytes.Repeat([]byte{fill}, seal.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func keys(t testing.TB, r *seal.Ring, kommune oio.CVR) *seal.Noegler {
	t.Helper()
	n, err := r.Kommune(kommune)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSealedValueOpensOnlyInItsPlaceWithItsKey(t *testing.T) {
	ours := keys(t, ring(t, 1), oio.Korsbaek)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		sealed := ours.Seal(text, "sag/s-1")
		opened, err := ours.Open(sealed, "sag/s-1")
		if err != nil || !bytes.Equal(opened, text) {
			t.Fatalf("round trip: %v", err)
		}
		if len(text) > 3 && bytes.Contains(sealed, text) {
			t.Fatal("the text stands in clear in the sealed value")
		}
		damaged := bytes.Clone(sealed)
		damaged[rapid.IntRange(0, len(sealed)-1).Draw(t, "at")] ^= 1
		if _, err := ours.Open(damaged, "sag/s-1"); err == nil {
			t.Fatal("a damaged value opened")
		}
	})
	sealed := ours.Seal([]byte("hemmeligt"), "sag/s-1")
	for name, attempt := range map[string]func() error{
		"another row":          func() error { _, err := ours.Open(sealed, "sag/s-2"); return err },
		"another municipality": func() error { _, err := keys(t, ring(t, 1), "22222222").Open(sealed, "sag/s-1"); return err },
		"another master":       func() error { _, err := keys(t, ring(t, 2), oio.Korsbaek).Open(sealed, "sag/s-1"); return err },
		"cut short":            func() error { _, err := ours.Open(sealed[:5], "sag/s-1"); return err },
	} {
		if attempt() == nil {
			t.Errorf("%s: the value opened", name)
		}
	}
}

func TestCitizenKeyIsStableAndDiffersPerMunicipality(t *testing.T) {
	cpr, err := oio.ParseCPR("7105500001")
	if err != nil {
		t.Fatal(err)
	}
	r := ring(t, 1)
	if keys(t, r, oio.Korsbaek).Borger(cpr) != keys(t, ring(t, 1), oio.Korsbaek).Borger(cpr) {
		t.Error("the same citizen got two keys")
	}
	if keys(t, r, oio.Korsbaek).Borger(cpr) == keys(t, r, "22222222").Borger(cpr) {
		t.Error("two municipalities share a citizen's key")
	}
}

func TestMasterOfWrongLengthIsRefused(t *testing.T) {
	if _, err := seal.NewRing(make([]byte, 16)); err == nil {
		t.Error("a short master was taken")
	}
}

func TestAMunicipalityWithASecretOfItsOwnIsReadByNothingElse(t *testing.T) {
	r := ring(t, 1)
	own := bytes.Repeat([]byte{7}, seal.MasterSize)
	r.Egen = func(kommune oio.CVR) ([]byte, error) {
		if kommune == "22222222" {
			return own, nil
		}
		return nil, nil
	}
	sealed := keys(t, r, "22222222").Seal([]byte("hemmeligt"), "sag/s-1")
	if _, err := keys(t, r, "22222222").Open(sealed, "sag/s-1"); err != nil {
		t.Error(err)
	}
	if _, err := keys(t, ring(t, 1), "22222222").Open(sealed, "sag/s-1"); err == nil {
		t.Error("the master opens what is sealed with a municipality's own secret")
	}
	if got, want := keys(t, r, oio.Korsbaek).Aftryk([]byte("x")), keys(t, ring(t, 1), oio.Korsbaek).Aftryk([]byte("x")); got != want {
		t.Error("a municipality without a secret of its own got other keys")
	}
	own = nil // destroyed
	if _, err := keys(t, r, "22222222").Open(sealed, "sag/s-1"); err != nil {
		t.Error("keys in use are let go only when that is asked for")
	}
	r.Glem("22222222")
	if _, err := keys(t, r, "22222222").Open(sealed, "sag/s-1"); err == nil {
		t.Error("the secret is gone, and what was sealed with it still opens")
	}
	own = []byte("short")
	r.Glem("22222222")
	if _, err := r.Kommune("22222222"); err == nil {
		t.Error("a short secret was taken")
	}
}
