package standin

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"indeksbro/internal/kle"
	"indeksbro/internal/testkit/shared"
)

func parse(t *testing.T) *kle.Plan {
	t.Helper()
	var file bytes.Buffer
	if err := WriteEmneplan(&file); err != nil {
		t.Fatal(err)
	}
	plan, err := kle.Parse(&file)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestR060_TheStandInIsImportedLikeAnyFile(t *testing.T) {
	t.Parallel()
	want := kle.Counts{Hovedgrupper: 3, Grupper: 34, Emner: 186, MedRetskilde: 111, MedUUID: 124}
	if diff := cmp.Diff(want, parse(t).Counts()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

// The deck's examples must work in the demo too, which has no keywords to help.
func TestR013_TheDecksExamplesInTheDemo(t *testing.T) {
	t.Parallel()
	search := kle.NewSearch(parse(t))
	for text, want := range map[string]kle.Nummer{
		"madservice": "27.36.24", "SEL §83.3": "27.36.24", "handicapvenlig bolig": "27.45.04", "specialundervisning for voksne": "17.03",
	} {
		hits := search.Find(text, 2)
		if len(hits) == 0 || !hits[0].Nummer.Under(want) {
			t.Errorf("%q: %s is not first of %+v", text, want, hits)
		}
	}
}

// KL's guidance texts and keywords must not slip into the repository.
func TestStandInHasNoTextsOfKL(t *testing.T) {
	t.Parallel()
	for _, k := range parse(t).Klasser {
		if k.Vejledning != "" || len(k.Stikord) > 0 {
			t.Errorf("%s has guidance or keywords", k.Nummer)
		}
	}
}

func TestStandInAgreesWithTheExtract(t *testing.T) {
	t.Parallel()
	file, err := os.Open(shared.Path(t, "data/kle/kle-emneplan-2025-05-uddrag.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	want, err := kle.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Klasser {
		want.Klasser[i].Vejledning, want.Klasser[i].Stikord = "", nil
	}
	if diff := cmp.Diff(want, parse(t)); diff != "" {
		t.Errorf("stand-in against the extract (-extract +stand-in):\n%s", diff)
	}
}
