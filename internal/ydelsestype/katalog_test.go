package ydelsestype_test

import (
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/testkit/shared"
	"indeksbro/internal/ydelsestype"
)

var update = flag.Bool("update", false, "rewrite golden files")

func release(t *testing.T, r ydelsestype.Release) *ydelsestype.Katalog {
	t.Helper()
	k, err := ydelsestype.Indlejret(r)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func find(t *testing.T, k *ydelsestype.Katalog, noegle string) ydelsestype.Type {
	t.Helper()
	typ, found := k.Find(noegle)
	if !found {
		t.Fatalf("%s is not in %s", noegle, k.Release())
	}
	return typ
}

type fact struct{ liste, lov, paragraf, navn, art string }

// The newest release says what the seed says, row for row.
func TestKatalogMatchesSeed(t *testing.T) {
	seed, err := os.Open(shared.Path(t, "data/ydelsestyper/seed.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = seed.Close() }()
	rows, err := csv.NewReader(seed).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want, declined := map[fact]int{}, map[string]bool{}
	for _, r := range rows[1:] {
		if r[0] == "ikke oprettet" {
			declined[r[3]] = true
			continue
		}
		want[fact{r[0], r[1], r[2], r[3], r[4]}]++
		if _, code, coded := strings.Cut(r[5], "#"); coded {
			standard := strings.TrimSuffix(r[5][strings.LastIndex(r[5], "CodeSystem-")+len("CodeSystem-"):], ".json#"+code)
			standard = strings.Replace(standard, "FBOE", "FBØ", 1)
			if typ, found := ydelsestype.Nyeste().FindKode(standard, code); !found || typ.Navn != r[3] {
				t.Errorf("%s %s: got %q, want %q", standard, code, typ.Navn, r[3])
			}
		}
	}
	for _, typ := range ydelsestype.Nyeste().Typer() {
		f := fact{string(typ.Liste), typ.Lov, typ.Paragraf, typ.Navn, string(typ.Art)}
		if want[f] == 0 {
			t.Errorf("not in the seed: %s %+v", typ.Noegle, f)
		}
		want[f]--
	}
	for f, n := range want {
		if n != 0 {
			t.Errorf("missing %d times: %+v", n, f)
		}
	}
	if got := len(ydelsestype.IkkeOprettet()); got != len(declined)+2 { // the deck's BPA (R035) and FSIII (R041) slides besides
		t.Errorf("got %d declined, want %d", got, len(declined)+2)
	}
}

func TestKeysAreStable(t *testing.T) {
	var keys []string
	for _, r := range ydelsestype.Releases() {
		for _, typ := range release(t, r).Typer() {
			keys = append(keys, typ.Noegle)
		}
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	golden := filepath.Join("testdata", "keys.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(strings.Join(keys, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	given := strings.Fields(strings.ReplaceAll(string(b), "\n", " "))
	for _, key := range given {
		if !slices.Contains(keys, key) {
			t.Errorf("key %s is gone: mappings made with it would dangle", key)
		}
	}
	if len(given) != len(keys) {
		t.Errorf("got %d keys, %s has %d: new keys are added with -update", len(keys), golden, len(given))
	}
}

var kleForm = regexp.MustCompile(`^\d\d\.\d\d\.\d\d$`)

func TestR024_EachTypeHasKindLawKLEAndList(t *testing.T) {
	withKLE := 0
	for _, typ := range ydelsestype.Nyeste().Typer() {
		if !slices.Contains(ydelsestype.Lister(), typ.Liste) {
			t.Errorf("%s: unknown list %q", typ.Noegle, typ.Liste)
		}
		if typ.Lov == "" && typ.Noegle != "klippekort" {
			t.Errorf("%s: no law", typ.Noegle)
		}
		if typ.KLE != "" {
			withKLE++
			if !kleForm.MatchString(typ.KLE) {
				t.Errorf("%s: KLE %q", typ.Noegle, typ.KLE)
			}
		}
	}
	if withKLE != 24 {
		t.Errorf("got %d types with a stated KLE number, want 24", withKLE)
	}
	if typ := find(t, ydelsestype.Nyeste(), "sel-79a-forebyggende-hjemmebesoeg"); typ.KLE != "27.35.04" {
		t.Errorf("got %+v", typ)
	}
}

func TestR020_FSIIIClassicAndFFBAreAutomatic(t *testing.T) {
	k := ydelsestype.Nyeste()
	for _, c := range []struct {
		standard, kode, navn string
		automatic            bool
	}{
		{"FSIII", "H1.11", "Madservice", true},
		{"FSIII", "H2.5", "RH Personlig hygiejne", true},
		{"FSIII", "G1.20", "Medicinadministration", true},
		{"FFB", "1f0ff82b-3243-422f-9651-1d00fd2dcd61", "Socialpædagogisk støtte", true},
		{"FFB", "1f0ff82b_3243_422f_9651_1d00fd2dcd61", "Socialpædagogisk støtte", true},
		{"FSIII", "CF7A55C2_7061_47ED_B7C5_E29620FE93BF", "Diætbehandling", false},
		{"FSIII", "Psykisk_pleje_og_stoette", "Psykisk pleje og støtte", true},
		{"FSIII", "Kropsbaarne_hjaelpemidler", "Kropsbårne hjælpemidler", false},
	} {
		typ, found := k.FindKode(c.standard, c.kode)
		if !found || typ.Navn != c.navn || typ.Automatisk() != c.automatic || typ.Standard() != c.standard {
			t.Errorf("%s %s: got %+v, found %v", c.standard, c.kode, typ, found)
		}
	}
	for _, c := range [][2]string{{"FSIII", "H9.99"}, {"FFB", "H1.11"}, {"lokal", "H1.11"}, {"", ""}, {"FSIII", ""}} {
		if typ, found := k.FindKode(c[0], c[1]); found {
			t.Errorf("%v: got %+v", c, typ)
		}
	}
}

func TestR021_AutomaticTypesCannotBeChosen(t *testing.T) {
	for _, c := range []struct {
		noegle    string
		egenFSIII bool
		want      ydelsestype.Grund
	}{
		{"FSIII#H1.11", false, ydelsestype.GrundAutomatisk},
		{"FSIII#H7.1", false, ydelsestype.GrundAutomatisk},
		{"FFB#80aa8ea7-4ad8-405f-876a-4c0f89fde06a", false, ydelsestype.GrundAutomatisk},
		{"FSIII#cf7a55c2-7061-47ed-b7c5-e29620fe93bf", false, ""},
		{"FSIII#cf7a55c2-7061-47ed-b7c5-e29620fe93bf", true, ydelsestype.GrundEgenFSIII},
		{"sul-119-borgerrettet-forebyggelse", true, ""},
		{"sel-85-socialpaedagogisk-stoette", true, ""},
		{"sel-117-stoette-til-individuel-befordring", false, ""},
		{"FSIII#Genbrugshjaelpemidler", false, ""},
	} {
		err := find(t, ydelsestype.Nyeste(), c.noegle).Valgbar(c.egenFSIII)
		var refused *ydelsestype.Afvist
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.noegle, err)
		case c.want != "" && (!errors.As(err, &refused) || refused.Grund != c.want || refused.Dansk == "" || refused.Noegle != c.noegle):
			t.Errorf("%s: got %v, want %s", c.noegle, err, c.want)
		}
	}
}

func TestR032_KoordinerendeNulydelseIsTheOneException(t *testing.T) {
	var chosen []string
	for _, typ := range ydelsestype.Nyeste().Typer() {
		if typ.Automatisk() && typ.Valgbar(true) == nil {
			chosen = append(chosen, typ.Navn)
		}
	}
	if len(chosen) != 1 || chosen[0] != "Koordinerende 0-ydelse" {
		t.Errorf("got %v", chosen)
	}
}

func TestIkkeOprettetCoversTheDeck(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range ydelsestype.IkkeOprettet() {
		seen[f.Regel] = true
	}
	for _, regel := range strings.Fields("R031 R032 R033 R034 R035 R036 R037 R038 R039 R040 R041 R042 R043 R044 R045 R046") {
		if !seen[regel] {
			t.Errorf("%s is missing", regel)
		}
	}
}
