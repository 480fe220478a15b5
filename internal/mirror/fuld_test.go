package mirror_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
)

// everything is a source with n cases of n citizens, each with one grant, and what they refer to.
func everything(n int) []string {
	lines := []string{line(eoj.TypeSagstype, "st", 1, "x"), line(eoj.TypeEnhed, "en", 1, "x")}
	for i := range n {
		lines = append(lines,
			fmt.Sprintf(`{"type":"sag","id":"s-%d","version":3,"sagstype":"st","enhed":"en","cpr":"710550%04d","oprettet":"2024-01-03"}`, i, i),
			fmt.Sprintf(`{"type":"bevilling","id":"b-%d","version":3,"sag":"s-%d","ydelse":"yd","fra":"2024-01-10"}`, i, i))
	}
	return lines
}

// without leaves out the lines about some objects.
func without(lines []string, ids ...string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return strings.Contains(l, `"id":"`+id+`"`) })
	})
}

var generous = mirror.Graense{Procent: 50, Borgere: 100}

func (w *world) fuld(t *testing.T, kommune oio.CVR, limit mirror.Graense, believe bool, lines ...string) (mirror.Sum, error) {
	t.Helper()
	l := w.loader(t, kommune)
	l.Batch = 7
	if believe {
		l.Af, l.Trods = "Karen Holm", "aftalt"
	}
	return l.LoadFuld(bg, feed(lines...), limit)
}

func TestFullFileRemovesWhatItDoesNotHave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune, all := w.kommune(), everything(10)
	if sum, err := w.fuld(t, kommune, generous, false, all...); err != nil || sum.Fjernet != 0 || sum.Taget != 22 {
		t.Fatalf("the first: %+v, %v", sum, err)
	}
	sum, err := w.fuld(t, kommune, generous, false, without(all, "s-3", "b-3", "b-4", "en")...)
	if err != nil || sum.Fjernet != 3 || sum.Gentaget != 18 {
		t.Fatalf("the second: %+v, %v", sum, err)
	}
	found, count := w.look(t, kommune, "s-3", "b-3", "b-4", "s-4", "en")
	if count != [2]int{9, 8} {
		t.Errorf("counts %v, want 9 cases and 8 grants", count)
	}
	for key, gone := range map[string]bool{"sag s-3": true, "bevilling b-3": true, "bevilling b-4": true, "sag s-4": false} {
		if s := found[key]; s.Fejet != gone || (s.Linje == "") != gone {
			t.Errorf("%s: %+v, want gone %v", key, s, gone)
		}
	}
	if found["enhed en"].Linje == "" {
		t.Error("what was granted keeps the name of its unit")
	}

	// It is back in a later file with the version it always had, and in a plain feed too.
	if sum, err := w.fuld(t, kommune, generous, false, without(all, "b-4")...); err != nil || sum.Taget != 2 || sum.Fjernet != 0 {
		t.Fatalf("the third: %+v, %v", sum, err)
	}
	if got := outcomes(t, w.loader(t, kommune), without(all, "st", "en")[9]); !slices.Equal(got, []mirror.Udfald{mirror.Taget}) {
		t.Errorf("b-4 in a plain feed is %v", got)
	}
	if _, count := w.look(t, kommune); count != [2]int{10, 10} {
		t.Errorf("counts %v, want all back", count)
	}
}

func TestSweptObjectThatTheSourceDeletesStaysDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune, all := w.kommune(), everything(4)
	for _, lines := range [][]string{all, without(all, "b-1")} {
		if _, err := w.fuld(t, kommune, generous, false, lines...); err != nil {
			t.Fatal(err)
		}
	}
	old := line(eoj.TypeBevilling, "b-1", 2, "older")
	again := all[5]
	got := outcomes(t, w.loader(t, kommune), old, slet(eoj.TypeBevilling, "b-1", 2), slet(eoj.TypeBevilling, "b-1", 3), again)
	if !slices.Equal(got, []mirror.Udfald{mirror.Aeldre, mirror.Aeldre, mirror.Taget, mirror.Aeldre}) {
		t.Errorf("outcomes %v of %s", got, again)
	}
}

func TestDeletionLineInAFullFileIsNoSignOfLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune, all := w.kommune(), everything(4)
	if _, err := w.fuld(t, kommune, generous, false, all...); err != nil {
		t.Fatal(err)
	}
	sum, err := w.fuld(t, kommune, generous, false, append(without(all, "b-1"), slet(eoj.TypeBevilling, "b-1", 1))...)
	if err != nil || sum.Fjernet != 1 {
		t.Errorf("%+v, %v: an old deletion in place of the object", sum, err)
	}
}

func TestR101_AFullFileThatLooksWrongIsNotBelieved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := everything(20)
	tight := mirror.Graense{Procent: 5, Borgere: 100} // two of forty
	few := mirror.Graense{Procent: 100, Borgere: 1}
	var noCases []string
	for i := range 20 {
		noCases = append(noCases, fmt.Sprint("s-", i), fmt.Sprint("b-", i))
	}
	for name, c := range map[string]struct {
		limit   mirror.Graense
		lines   []string
		missing mirror.Antal
		believe int // removed with trods; -1: not even then
	}{
		"empty":                    {generous, nil, mirror.Antal{Sager: 20, Bevillinger: 20}, 40},
		"blank":                    {generous, []string{"", " "}, mirror.Antal{Sager: 20, Bevillinger: 20}, 40},
		"only stamdata":            {mirror.Graense{Procent: 100, Borgere: 100}, without(all, noCases...), mirror.Antal{Sager: 20, Bevillinger: 20}, 40},
		"more than the percentage": {tight, without(all, "b-1", "b-2", "b-3"), mirror.Antal{Bevillinger: 3}, 3},
		"more than the citizens":   {few, without(all, "s-1", "s-2"), mirror.Antal{Sager: 2}, 2},
		"no limit at all":          {mirror.Graense{}, without(all, "b-1"), mirror.Antal{Bevillinger: 1}, 1},
		"a bad line":               {generous, append(without(all, "b-1"), "{"), mirror.Antal{Bevillinger: 1}, -1},
		"a half line at the end":   {generous, append(slices.Clone(all[:len(all)-1]), all[len(all)-1][:20]), mirror.Antal{Bevillinger: 1}, -1},
	} {
		kommune := w.kommune()
		if _, err := w.fuld(t, kommune, generous, false, all...); err != nil {
			t.Fatal(err)
		}
		_, err := w.fuld(t, kommune, c.limit, false, c.lines...)
		var doubt *mirror.Mistro
		if !errors.As(err, &doubt) {
			t.Errorf("%s was believed: %v", name, err)
			continue
		}
		if doubt.Mangler != c.missing || doubt.Af != (mirror.Antal{Sager: 20, Bevillinger: 20}) || doubt.Borgere != c.missing.Sager || !strings.Contains(err.Error(), "R101") {
			t.Errorf("%s: %+v, %v", name, doubt, err)
		}
		if _, count := w.look(t, kommune); count != [2]int{20, 20} {
			t.Errorf("%s: removed all the same, left %v", name, count)
		}
		sum, err := w.fuld(t, kommune, c.limit, true, c.lines...)
		_, count := w.look(t, kommune)
		switch left := [2]int{20 - c.missing.Sager, 20 - c.missing.Bevillinger}; {
		case c.believe < 0 && (!errors.As(err, &doubt) || count != [2]int{20, 20}):
			t.Errorf("%s: with a bad line nothing is removed whoever says so; left %v, %v", name, count, err)
		case c.believe >= 0 && (err != nil || sum.Fjernet != c.believe || count != left):
			t.Errorf("%s: believed by order: %+v, left %v, %v", name, sum, count, err)
		}
	}
}

func TestR101_AFullFileWithinTheLimitsIsBelieved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune, all := w.kommune(), everything(20)
	if _, err := w.fuld(t, kommune, generous, false, all...); err != nil {
		t.Fatal(err)
	}
	sum, err := w.fuld(t, kommune, mirror.Graense{Procent: 5, Borgere: 1}, false, without(all, "s-1", "b-1")...)
	if err != nil || sum.Fjernet != 2 {
		t.Errorf("just at the limit: %+v, %v", sum, err)
	}
	if sum, err := w.fuld(t, kommune, mirror.Graense{}, false, append(without(all, "s-1", "b-1"), "{")...); err != nil || sum.Afvist != 1 {
		t.Errorf("a bad line in a file that lacks nothing: %+v, %v", sum, err)
	}
	if sum, err := w.fuld(t, w.kommune(), mirror.Graense{}, false); err != nil || sum.Fjernet != 0 {
		t.Errorf("an empty file for an empty mirror: %+v, %v", sum, err)
	}
}

func TestAnInterruptedFullFileRemovesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	kommune, all := w.kommune(), everything(20)
	if _, err := w.fuld(t, kommune, generous, false, all...); err != nil {
		t.Fatal(err)
	}
	l := w.loader(t, kommune)
	l.Trods = "aftalt"
	if _, err := l.LoadFuld(bg, io.MultiReader(feed(all[:10]...), &brokenAt{feed("x"), 0}), generous); !errors.Is(err, errBroken) {
		t.Fatalf("error is %v", err)
	}
	if _, count := w.look(t, kommune); count != [2]int{20, 20} {
		t.Errorf("left %v", count)
	}
	// The next one starts from nothing: what the broken one showed does not count.
	if sum, err := w.fuld(t, kommune, generous, false, without(all, "s-1", "b-1")...); err != nil || sum.Fjernet != 2 {
		t.Errorf("the next: %+v, %v", sum, err)
	}
}
