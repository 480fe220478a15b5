package historier

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
)

// Proevebase is set by the tests outside, which know a database.
var Proevebase func(t testing.TB) func() (Base, func(), error)

func spil(t *testing.T, bases func() (Base, func(), error), h *Historie, o Opsaetning) *Udfald {
	t.Helper()
	base, away, err := bases()
	if err != nil {
		t.Fatal(err)
	}
	defer away()
	played, err := Spil(t.Context(), base, h, o)
	if err != nil {
		t.Fatal(err)
	}
	return played
}

// faste is a history that is written down.
func faste(steps ...skridt) *Historie {
	return &Historie{chunk: 2, processer: 1, tik: time.Second, laeser: true, skridt: steps}
}

var (
	eksport  = skridt{slags: eksporterer}
	godkendt = skridt{slags: godkender}
)

func kilden(changes ...aendring) skridt { return skridt{slags: skerIKilden, aendringer: changes} }

func sletter(art eoj.Type, id string) aendring { return aendring{ting: ting{art, id}, slet: true} }

// TestR097_ObjectsABackupNeverHeardOfAreRemoved: sent after the backup, deleted before it was restored; a verification sets it right.
func TestR097_ObjectsABackupNeverHeardOfAreRemoved(t *testing.T) {
	t.Parallel()
	played := spil(t, Proevebase(t), faste(skridt{slags: tagerKopi}, eksport, kilden(sletter(eoj.TypeSag, "s-1")), skridt{slags: genopretter}), Opsaetning{})
	if played.Fund != nil {
		t.Errorf("%s\n%v", played.Fund.Error(), played.Spor)
	}
}

// TestR096_ACaseLeavesAfterItsGrants: also a grant that was moved to a case the target refuses, and deleted then.
func TestR096_ACaseLeavesAfterItsGrants(t *testing.T) {
	t.Parallel()
	s3 := skridt{slags: skerIKilden, aendringer: []aendring{{ting: ting{eoj.TypeSag, "s-3"}}}}
	played := spil(t, Proevebase(t), faste(eksport, kilden(sletter(eoj.TypeSag, "s-1")), skridt{slags: afviser, ting: []ting{{eoj.TypeSag, "s-3"}}}, s3,
		kilden(flyttet("b-2", "s-3")), eksport, kilden(sletter(eoj.TypeBevilling, "b-2")), godkendt), Opsaetning{})
	if played.Fund != nil {
		t.Errorf("%s\n%v", played.Fund.Error(), played.Spor)
	}
}

// TestR096_ACaseIsLookedAtOnceMoreBeforeItLeaves: it is about to leave when the source makes it another sagstype, and its ydelse changes too, which
// goes before that: the grant is wanted again, or was still there, and its case must not leave before its own change is looked at (seed 70419).
func TestR096_ACaseIsLookedAtOnceMoreBeforeItLeaves(t *testing.T) {
	t.Parallel()
	marked := aendretTil(ting{eoj.TypeSag, "s-1"}, `"sagstype":"st-2"`, `"enhed":"en-2"`)
	for name, wrong := range map[string]Maalfejl{"the grant has left": Forsinket, "the grant is there": Nede} {
		h := faste(eksport, skridt{slags: starterForfra, noegle: "st-1", fejl: []Maalfejl{wrong}}, kilden(marked, aendring{ting: ting{eoj.TypeYdelse, "yd-1"}},
			aendring{ting: ting{eoj.TypeSag, "s-4"}}, aendring{ting: ting{eoj.TypeSag, "s-3"}}, aendring{ting: ting{eoj.TypeBevilling, "b-3"}}, aendring{ting: ting{eoj.TypeBevilling, "b-2"}}))
		h.chunk = 1 // so few changes at once are many, and go last
		if played := spil(t, Proevebase(t), h, Opsaetning{}); played.Fund != nil {
			t.Errorf("%s: %s\n%v", name, played.Fund.Error(), strings.Join(played.Spor, "\n"))
		}
	}
}

// TestR100_WhatIsPutOffCountsOnce: a removal the target refuses for now is still among the objects there; it makes no room for another.
func TestR100_WhatIsPutOffCountsOnce(t *testing.T) {
	t.Parallel()
	played := spil(t, Proevebase(t), faste(eksport, skridt{slags: vaelgerPolitik, noegle: "deletion-percent", valg: []valg{{ord: "35"}}},
		skridt{slags: afviser, ting: []ting{{eoj.TypeBevilling, "b-3"}}}, kilden(sletter(eoj.TypeBevilling, "b-3")), eksport,
		kilden(sletter(eoj.TypeBevilling, "b-2")), eksport), Opsaetning{})
	if played.Fund != nil {
		t.Errorf("%s\n%v", played.Fund.Error(), played.Spor)
	}
}

// TestR096_ACaseThatChangesCitizenWaitsForItsGrants: the grant waits at the brake and is still there under it, whosever the case is now.
func TestR096_ACaseThatChangesCitizenWaitsForItsGrants(t *testing.T) {
	t.Parallel()
	brake := func(percent string) skridt {
		return skridt{slags: vaelgerPolitik, noegle: "deletion-percent", valg: []valg{{ord: percent}}}
	}
	played := spil(t, Proevebase(t), faste(eksport, brake("1"), kilden(sletter(eoj.TypeBevilling, "b-3")), eksport, kilden(andenBorger("s-2")), eksport,
		brake("100"), kilden(sletter(eoj.TypeSag, "s-2")), eksport), Opsaetning{})
	if played.Fund != nil {
		t.Errorf("%s\n%v", played.Fund.Error(), played.Spor)
	}
}

// TestR094_WhatAPersonDecidesDuringAStartOverHolds: a start-over takes a mark away and stands still; a person marks the sagstype otherwise, or
// says that it is not to be. It goes on, and her word is newer.
func TestR094_WhatAPersonDecidesDuringAStartOverHolds(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"kle=27.01.02", "kle=27.01.01", "ikke", "fjern"} {
		for _, at := range []int{4, 12, 20, 40} {
			played := spil(t, Proevebase(t), faste(eksport, skridt{slags: starterForfra, noegle: "st-1", tal: at},
				skridt{slags: beslutter, valg: []valg{{mapping.Sagstype, "st-1", word}}}), Opsaetning{})
			if played.Fund != nil {
				t.Errorf("%s after %d calls: %s\n%v", word, at, played.Fund.Error(), played.Spor)
			}
		}
	}
}

// TestAnUpgradeOneByOneLeavesNothingOfTheOldRelease: one of two processes comes with a new release of the catalogue; both go on for a while, and the
// other is exchanged too, wherever it stands. What it had sent meanwhile is sent again.
func TestAnUpgradeOneByOneLeavesNothingOfTheOldRelease(t *testing.T) {
	t.Parallel()
	bases := Proevebase(t)
	for calls := 4; calls <= 60; calls += 2 {
		for draw := range uint64(4) {
			h := faste(eksport, skridt{slags: nytKatalog, tal: 1}, skridt{slags: eksporterer, tal: calls, levering: levering{lod: draw}})
			h.processer, h.Seed = 2, 1
			played := spil(t, bases, h, Opsaetning{})
			if played.Fund != nil {
				t.Fatalf("after %d calls: %s\n%v", calls, played.Fund.Error(), strings.Join(played.Spor, "\n"))
			}
		}
	}
}

// TestR100_WhatIsApprovedTwiceIsApproved: a start-over stands still on its way to approve its removals, wherever, and a person approves them.
func TestR100_WhatIsApprovedTwiceIsApproved(t *testing.T) {
	t.Parallel()
	bases := Proevebase(t)
	for calls := 4; calls <= 40; calls++ {
		played := spil(t, bases, faste(eksport, skridt{slags: starterForfra, noegle: alleSagstyper, tal: calls}, godkendt), Opsaetning{})
		if played.Fund != nil {
			t.Fatalf("after %d calls: %s\n%v", calls, played.Fund.Error(), strings.Join(played.Spor, "\n"))
		}
	}
}

// TestAClockPutBackHoldsNobodyUp: a process stands still with a part in its hand, the clock is put back, and a start-over needs that part.
func TestAClockPutBackHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	for _, hours := range []int{-1, -5000} {
		played := spil(t, Proevebase(t), faste(skridt{slags: eksporterer, tal: 20}, skridt{slags: stillerUr, tal: hours},
			skridt{slags: starterForfra, noegle: "st-2"}), Opsaetning{})
		if played.Fund != nil {
			t.Errorf("%d hours: %s\n%v", hours, played.Fund.Error(), played.Spor)
		}
	}
}

// TestR103_ATargetLeftAloneIsNoFailure: YDI has not answered three times, so it is left alone; cases change whose grants would go there. What can
// be sent is, the rest waits, and the run says that there is work left; it does not fail.
func TestR103_ATargetLeftAloneIsNoFailure(t *testing.T) {
	t.Parallel()
	down := func(fejl ...Maalfejl) skridt { return skridt{slags: eksporterer, fejl: fejl} }
	h := faste(eksport, skridt{slags: organiserer, tal: 8}, down(Gaar, Nede), down(Nede), down(Nede), eksport)
	h.portion, h.chunk, h.laeser, h.tik = 1000, 1000, false, 10*time.Millisecond
	played := spil(t, Proevebase(t), h, Opsaetning{})
	if played.Fund != nil {
		t.Errorf("%s\n%v", played.Fund.Error(), strings.Join(played.Spor, "\n"))
	}
}

// TestR097_ARepairBesideAnExportLosesNothing: an object is gone from the index, a verification has found it and is about to say so to the
// ledger; it stands still there while the object changes, or is deleted, and is sent. The counts add up, and nothing is lost, wherever it stood.
func TestR097_ARepairBesideAnExportLosesNothing(t *testing.T) {
	t.Parallel()
	bases := Proevebase(t)
	b1 := ting{eoj.TypeBevilling, "b-1"}
	for _, change := range []aendring{{ting: b1, slet: true}, {ting: b1, indhold: 5}} {
		for at := 1; at <= 20; at += 2 {
			for _, calls := range []int{0, 9, 12} {
				steps := []skridt{eksport, {slags: mister, ting: []ting{b1}}, {slags: retter, tal: at}, kilden(change), {slags: eksporterer, tal: calls, levering: levering{lod: 1}}, {slags: retter}, eksport}
				played := spil(t, bases, faste(steps...), Opsaetning{})
				if played.Fund != nil {
					t.Fatalf("stopped after %d calls, %d of the export: %s\n%v", at, calls, played.Fund.Error(), strings.Join(played.Spor, "\n"))
				}
			}
		}
	}
}

// andenBorger is a case of another citizen now, by the first content that says so and keeps its sagstype.
func andenBorger(id string) aendring {
	cpr := func(line string) string { return strings.SplitN(line, `"cpr":`, 2)[1][:12] }
	first := indhold(ting{eoj.TypeSag, id}, 1, &lod{})
	for content := uint64(1); ; content++ {
		line := indhold(ting{eoj.TypeSag, id}, 2, &lod{content})
		if cpr(line) != cpr(first) && strings.Contains(line, `"sagstype":"st-1"`) && strings.Contains(line, `"enhed":"en-2"`) {
			return aendring{ting: ting{eoj.TypeSag, id}, indhold: content}
		}
	}
}

// flyttet is a grant that hangs under a case now, by the first content that says so and whose ydelse is as it was.
func flyttet(id, sag string) aendring {
	return aendretTil(ting{eoj.TypeBevilling, id}, `"sag":"`+sag+`"`, `"ydelse":"yd-2"`)
}

// aendretTil is a change after which a thing's line has some words.
func aendretTil(t ting, words ...string) aendring {
	for content := uint64(1); ; content++ {
		line := indhold(t, 2, &lod{content})
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(line, word) }) {
			return aendring{ting: t, indhold: content}
		}
	}
}

// TestEveryCallMayFail takes one history and lets every single call of it to store and target fail in turn: the process dies, or lives and
// is told of an error; before the call's effect, or after it. Each time everything is right in the end.
func TestEveryCallMayFail(t *testing.T) {
	t.Parallel()
	bases := Proevebase(t)
	steps := []skridt{
		eksport,
		{slags: beslutter, valg: []valg{{mapping.Sagstype, "st-1", "kle=27.01.02"}, {mapping.Ydelse, "yd-2", "ikke"}}},
		kilden(sletter(eoj.TypeSag, "s-2"), aendring{ting: ting{eoj.TypeBevilling, "b-5"}, indhold: 5}),
		eksport, godkendt, eksport,
	}
	kinds := []Doed{{Efter: true}, {Lever: true}}
	if os.Getenv("INDEKSBRO_SOAK") != "" {
		kinds = append(kinds, Doed{}, Doed{Lever: true, Efter: true})
	}
	hvertKald(t, bases, steps, kinds, 200)
}

// TestEveryCallOfAStartOverAndARepairMayFail is the same of a start-over, and of a verification that repairs.
func TestEveryCallOfAStartOverAndARepairMayFail(t *testing.T) {
	t.Parallel()
	steps := []skridt{eksport, {slags: starterForfra, noegle: alleSagstyper}, {slags: mister, ting: []ting{{eoj.TypeBevilling, "b-1"}}}, {slags: retter}}
	kinds := []Doed{{Efter: true}}
	if os.Getenv("INDEKSBRO_SOAK") != "" {
		kinds = append(kinds, Doed{}, Doed{Lever: true}, Doed{Lever: true, Efter: true})
	}
	hvertKald(t, Proevebase(t), steps, kinds, 80)
}

// hvertKald plays a history once for each call of it, which fails in each of some ways.
func hvertKald(t *testing.T, bases func() (Base, func(), error), steps []skridt, kinds []Doed, mindst int) {
	t.Helper()
	played := 0
	for i := range steps {
		for _, kind := range kinds {
			for at := 1; ; at++ {
				some := slices.Clone(steps)
				kind.Ved = at
				some[i].doed = kind
				out := spil(t, bases, faste(some...), Opsaetning{})
				if out.Fund != nil {
					t.Fatalf("step %d, call %d, %+v: %s\n%v", i+1, at, kind, out.Fund.Error(), out.Spor)
				}
				played++
				if out.Tal.Fejl["the process is killed"]+out.Tal.Fejl["a call fails"]+out.Tal.Fejl["somebody tries again"] == 0 {
					break // the step makes no more calls
				}
			}
		}
	}
	if played < mindst {
		t.Errorf("only %d calls could fail", played)
	}
	t.Log(played, "histories")
}

// TestTheSameSeedIsTheSameStory: to the step, to the object.
func TestTheSameSeedIsTheSameStory(t *testing.T) {
	t.Parallel()
	bases := Proevebase(t)
	for seed := range uint64(25) {
		first, again := spil(t, bases, Tegn(seed), Opsaetning{}), spil(t, bases, Tegn(seed), Opsaetning{})
		if !reflect.DeepEqual(first, again) {
			t.Fatalf("seed %d:\n%v\n%v", seed, first, again)
		}
	}
}

// TestHowItIsWorkedDoesNotShow: one record a part or all, one process or three, with all that goes wrong or without, the index ends the
// same. Databases do not go back in these histories: what is lost with one depends on how far it had come.
func TestHowItIsWorkedDoesNotShow(t *testing.T) {
	t.Parallel()
	bases := Proevebase(t)
	for seed := range uint64(12) {
		h := Tegn(1000 + seed)
		h.skridt = slices.DeleteFunc(h.skridt, func(s skridt) bool { return s.slags == genopretter || s.slags == indeksTilbage || s.slags == nytAnlaeg })
		want := spil(t, bases, h, Opsaetning{})
		for name, o := range map[string]Opsaetning{"one a part": {Chunk: 1}, "all in a part": {Chunk: 1000}, "three processes": {Processer: 3}, "one process": {Processer: 1}, "no faults": {Uroert: true}} {
			if got := spil(t, bases, h, o); got.Fund != nil || got.Hash != want.Hash {
				t.Errorf("seed %d, %s: ends with %s (%v), and with %s as drawn", h.Seed, name, got.Hash, got.Fund, want.Hash)
			}
		}
	}
}
