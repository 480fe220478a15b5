package generate_test

import (
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/ydelsestype"
)

func TestBeslutningerAreOrderlyAndExplained(t *testing.T) {
	w := theWorld(t)
	last := mapping.Beslutning{}
	for _, b := range generate.Beslutninger(korsbaek) {
		if b.Nr != last.Nr+1 || !b.Tid.After(last.Tid) || !b.Tid.Before(korsbaek.Dato.Midnat()) || b.Af == "" || b.Grund == "" || b.Valg.IsZero() {
			t.Fatalf("%+v after %+v", b, last)
		}
		if _, err := mapping.ParseValg(b.Art, b.Valg.String()); err != nil {
			t.Error(err)
		}
		known := map[mapping.Art]bool{
			mapping.Sagstype: w.sagstyper[b.ID] != nil, mapping.Ydelse: w.ydelser[b.ID] != nil, mapping.Enhed: w.enheder[b.ID] != nil,
		}
		if !known[b.Art] {
			t.Errorf("%s %s does not exist", b.Art, b.ID)
		}
		last = b
	}
}

func TestOneMarkWasCorrected(t *testing.T) {
	changed := 0
	for _, b := range generate.Beslutninger(korsbaek) {
		if !b.IStedFor.IsZero() {
			changed++
			if b.ID != "st-11" || b.IStedFor.KLE != "29.09.00" || b.Valg.KLE != "29.09.04" {
				t.Errorf("%+v", b)
			}
		}
	}
	if changed != 1 {
		t.Errorf("got %d changed decisions", changed)
	}
}

func TestChosenTypesExistAndMayBeChosen(t *testing.T) {
	k := ydelsestype.Nyeste()
	w := theWorld(t)
	state().Alle(mapping.Ydelse, func(b mapping.Beslutning) {
		if b.Valg.Type == "" {
			return
		}
		typ, found := k.Find(b.Valg.Type)
		if !found {
			t.Errorf("%s: no type %s", b.ID, b.Valg.Type)
			return
		}
		if err := typ.Valgbar(false); err != nil {
			t.Errorf("%s: %v", b.ID, err)
		}
		if w.ydelser[b.ID].Standard != eoj.Lokal {
			t.Errorf("%s maps itself and is mapped", b.ID)
		}
	})
}

func TestMarksAreSixDigitNumbersOfKLE(t *testing.T) {
	numbers := kleNumre(t)
	state().Alle(mapping.Sagstype, func(b mapping.Beslutning) {
		if _, err := kle.ParseNummer(string(b.Valg.KLE)); !b.Valg.Ikke && (err != nil || !numbers[string(b.Valg.KLE)]) {
			t.Errorf("%s: %q", b.ID, b.Valg.KLE)
		}
	})
}

// unfinished names the undecided: the sagstyper, and the ydelser that neither map themselves nor are decided upon, by
// whether their sagstype is marked.
func unfinished(w *world, s *mapping.State) (sagstyper, marked, unmarked []string) {
	for id := range w.sagstyper {
		if s.Valg(mapping.Sagstype, id).IsZero() {
			sagstyper = append(sagstyper, id)
		}
	}
	for id, y := range w.ydelser {
		_, automatic := ydelsestype.Nyeste().FindKode(string(y.Standard), y.Kode)
		if automatic || !s.Valg(mapping.Ydelse, id).IsZero() {
			continue
		}
		if s.Valg(mapping.Sagstype, y.Sagstype).KLE != "" {
			marked = append(marked, id)
		} else {
			unmarked = append(unmarked, id)
		}
	}
	for _, of := range [][]string{sagstyper, marked, unmarked} {
		slices.Sort(of)
	}
	return sagstyper, marked, unmarked
}

func TestGapsAreTheDeliberateOnes(t *testing.T) {
	w, s := theWorld(t), state()
	sagstyper, marked, unmarked := unfinished(w, s)
	if want := []string{"st-24", "st-6"}; !slices.Equal(sagstyper, want) {
		t.Errorf("undecided sagstyper %v, want %v", sagstyper, want)
	}
	want := append(append(generate.YdelserFor("R041"), generate.YdelserFor("R056")...), "yd-83")
	slices.Sort(want)
	if !slices.Equal(marked, want) {
		t.Errorf("undecided ydelser under marks %v, want %v", marked, want)
	}
	for _, id := range marked {
		if b, _ := s.Beslutning(mapping.Sagstype, w.ydelser[id].Sagstype); b.Trods == "" {
			t.Errorf("%s is marked in spite of %s without saying why", b.ID, id)
		}
	}
	if len(unmarked) != 10 {
		t.Errorf("undecided ydelser without a mark: %v", unmarked)
	}
}

func TestR099_TestscopeIsCleanAndCoversThreeNumbers(t *testing.T) {
	w, s := theWorld(t), state()
	scope, numbers := generate.Testscope(), map[kle.Nummer]bool{}
	_, marked, unmarked := unfinished(w, s)
	for _, id := range scope {
		b, _ := s.Beslutning(mapping.Sagstype, id)
		numbers[b.Valg.KLE] = true
		if b.Trods != "" {
			t.Errorf("%s: %s", id, b.Trods)
		}
	}
	for _, id := range append(marked, unmarked...) {
		if slices.Contains(scope, w.ydelser[id].Sagstype) {
			t.Errorf("%s is not mapped", id)
		}
	}
	sager := 0
	for _, c := range w.sager {
		if !slices.Contains(scope, c.Sagstype) {
			continue
		}
		sager++
		if through(w, s, c.Enhed) == "" {
			t.Fatalf("%s resolves to nothing", c.Enhed)
		}
	}
	if len(scope) != 5 || len(numbers) != 3 || numbers[""] || sager < 500 {
		t.Errorf("%d sagstyper, %d numbers, %d sager", len(scope), len(numbers), sager)
	}
}

// through is the unit that gives enhed its KOMBIT id, itself or the nearest above (R071).
func through(w *world, s *mapping.State, id string) string {
	for id != "" && s.Valg(mapping.Enhed, id).Kombit.IsZero() {
		id = w.enheder[id].Overordnet
	}
	return id
}

func TestR030_ReasonsNameTheRule(t *testing.T) {
	for _, rule := range strings.Fields("R023 R031 R033 R036 R038 R039 R040 R043 R044 R045 R046") {
		for _, id := range generate.YdelserFor(rule) {
			if b, _ := state().Beslutning(mapping.Ydelse, id); !b.Valg.Ikke || !strings.HasPrefix(b.Grund, rule) {
				t.Errorf("%s %s: %+v", rule, id, b)
			}
		}
	}
}
