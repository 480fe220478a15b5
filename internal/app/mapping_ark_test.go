package app

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/standin"
)

// korsbaek is the whole synthetic municipality with its ready mapping, in a data directory of its own.
func korsbaek(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	o := generate.Options{Borgere: 20, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	if err := goerKlar(t.Context(), data, o); err != nil {
		t.Fatal(err)
	}
	var feed bytes.Buffer
	if err := generate.Feed(&feed, o); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := kald(t.Context(), &feed, data, "eoj", "load", "-"); code != exitDone {
		t.Fatalf("load: %d %s", code, errs)
	}
	return data
}

func importeret(t *testing.T, data, file string) ArkSum {
	t.Helper()
	var sum ArkSum
	if err := json.Unmarshal([]byte(skal(t, data, "mapping", "import", file, "--af", "Karen Holm", "--json")), &sum); err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestASheetTakenBackChangesNothing: export, import, and no decision, thing or name is another.
func TestASheetTakenBackChangesNothing(t *testing.T) {
	t.Parallel()
	data := korsbaek(t)
	before := skal(t, data, "mapping", "history", "--json")
	sagstyper, ydelser, enheder := generate.Stamdata()
	for _, name := range []string{"ark.xlsx", "ark.csv"} {
		file := filepath.Join(t.TempDir(), name)
		skal(t, data, "mapping", "export", file)
		sum := importeret(t, data, file)
		if sum.Beslutninger != 0 || sum.Sagstyper.Nye+sum.Ydelser.Nye+sum.Enheder.Nye != 0 || sum.Afviger != 0 || sum.Overset != nil {
			t.Errorf("%s: %+v, want nothing taken", name, sum)
		}
		if sum.Sagstyper.Laest != sagstyper || sum.Ydelser.Laest != ydelser || sum.Enheder.Laest != enheder {
			t.Errorf("%s: %+v, want every one of %d sagstyper, %d ydelser and %d enheder", name, sum, sagstyper, ydelser, enheder)
		}
	}
	if after := skal(t, data, "mapping", "history", "--json"); after != before {
		t.Error("the history of decisions has changed")
	}
}

// TestASheetAloneMakesTheWholeMapping: a municipality without a feed takes another's sheet and has the same sheet afterwards.
func TestASheetAloneMakesTheWholeMapping(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "ark.xlsx")
	data := korsbaek(t)
	skal(t, data, "mapping", "export", file)

	empty := t.TempDir()
	o := generate.Options{Borgere: 1, Seed: 1, Kommune: oio.Korsbaek, Dato: oio.DatoOf(proevedag)}
	if err := kunKLEogOrganisation(t, empty, o); err != nil {
		t.Fatal(err)
	}
	sum := importeret(t, empty, file)
	if sum.Beslutninger < 150 || sum.Sagstyper.Nye != sum.Sagstyper.Laest || sum.Ydelser.Nye != sum.Ydelser.Laest || sum.Enheder.Nye != sum.Enheder.Laest {
		t.Errorf("%+v, want all new and decided", sum)
	}
	if again := importeret(t, empty, file); again.Beslutninger != 0 || again.Ydelser.Nye != 0 {
		t.Errorf("the second time: %+v, want nothing", again)
	}
}

// kunKLEogOrganisation fills a data directory with what decisions choose from, and nothing of the municipality's own.
func kunKLEogOrganisation(t *testing.T, data string, o generate.Options) error {
	t.Helper()
	m := &miljoe{World: World{Stdout: io.Discard, Stderr: io.Discard, Nu: proevetid}, data: data, kommune: string(oio.Korsbaek)}
	defer m.close()
	b, err := m.make(t.Context())
	if err != nil {
		return err
	}
	plan, err := pipe(standin.WriteEmneplan, kle.Parse)
	if err != nil {
		return err
	}
	filter := demoFilter
	if _, _, err := importKLE(t.Context(), m, b, plan, &filter); err != nil {
		return err
	}
	tree, err := pipe(func(w io.Writer) error { return generate.Organisation(w, o) }, organisation.Parse)
	if err != nil {
		return err
	}
	_, _, err = b.importOrganisation(t.Context(), m, tree)
	return err
}
