package generate_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
)

func TestAendringerFitTheFeed(t *testing.T) {
	w := theWorld(t)
	versions := map[string]int64{}
	kinds := map[string]int{}
	for round := 1; round <= 40; round++ {
		change := generate.Aendringer(korsbaek, round)
		if !bytes.Equal(change, generate.Aendringer(korsbaek, round)) {
			t.Fatalf("round %d differs from itself", round)
		}
		lines := bytes.Split(bytes.TrimSpace(change), []byte("\n"))
		if len(lines) > 200 {
			t.Errorf("round %d has %d lines", round, len(lines))
		}
		for _, line := range lines {
			post, err := eoj.ParseLinje(line)
			if err != nil {
				t.Fatalf("round %d: %v: %s", round, err, line)
			}
			kind, id, version := post.Noegle()
			known := w.sager[id] != nil || w.bevillinger[id] != nil
			if version <= versions[id] || known != (version > 1) {
				t.Fatalf("round %d: %s %s version %d", round, kind, id, version)
			}
			versions[id] = version
			fits(t, w, post)
			kinds[describe(w, post)]++
		}
	}
	for _, kind := range []string{"new bevilling", "new sag", "sag closed", "sag changed", "bevilling ended", "slet"} {
		if kinds[kind] == 0 {
			t.Errorf("no %s in %v", kind, kinds)
		}
	}
	if generate.Aendringer(korsbaek, 0) != nil || generate.Aendringer(generate.Options{}, 1) != nil {
		t.Error("changes of nothing")
	}
}

// fits checks that what a line refers to is there, and that a case keeps its citizen and kind.
func fits(t *testing.T, w *world, post eoj.Post) {
	t.Helper()
	switch p := post.(type) {
	case *eoj.Sag:
		before := w.sager[p.ID]
		if w.sagstyper[p.Sagstype] == nil || before != nil && (before.CPR != p.CPR || before.Sagstype != p.Sagstype || before.Oprettet != p.Oprettet) {
			t.Errorf("%s became another case", p.ID)
		}
	case *eoj.Bevilling:
		_, sag := w.sager[p.Sag]
		if w.ydelser[p.Ydelse] == nil || !sag && !strings.HasPrefix(p.Sag, "s-000060") {
			t.Errorf("%s refers to %s, %s", p.ID, p.Sag, p.Ydelse)
		}
	}
}

func describe(w *world, post eoj.Post) string {
	switch p := post.(type) {
	case *eoj.Sag:
		switch before := w.sager[p.ID]; {
		case before == nil:
			return "new sag"
		case before.Afsluttet == 0 && p.Afsluttet != 0:
			return "sag closed"
		}
		return "sag changed"
	case *eoj.Bevilling:
		if w.bevillinger[p.ID] == nil {
			return "new bevilling"
		}
		return "bevilling ended"
	}
	return "slet"
}

func TestAendringerWithFewCitizens(t *testing.T) {
	for n := 1; n < 10; n++ {
		o := korsbaek
		o.Borgere = n
		for round := 1; round < 20; round++ {
			seen := map[string]bool{}
			for line := range bytes.Lines(generate.Aendringer(o, round)) {
				post, err := eoj.ParseLinje(line)
				if err != nil {
					t.Fatal(err)
				}
				kind, id, _ := post.Noegle()
				if seen[string(kind)+id] {
					t.Errorf("%d citizens, round %d: %s twice", n, round, id)
				}
				seen[string(kind)+id] = true
			}
		}
	}
}

func TestMishandleKeepsEveryLine(t *testing.T) {
	w := theWorld(t)
	var out bytes.Buffer
	broken, err := generate.Mishandle(&out, bytes.NewReader(w.raw), 3)
	if err != nil {
		t.Fatal(err)
	}
	clean, got := map[string]int{}, map[string]int{}
	for line := range bytes.Lines(w.raw) {
		clean[string(line)]++
	}
	refused := []int{}
	for i, line := range bytes.Split(bytes.TrimSuffix(out.Bytes(), []byte("\n")), []byte("\n")) {
		if _, err := eoj.ParseLinje(line); err != nil {
			refused = append(refused, i+1)
			continue
		}
		got[string(line)+"\n"]++
	}
	if !slices.Equal(refused, broken) || len(broken) != w.lines/100 {
		t.Errorf("refused %d lines, reported %d, want %d", len(refused), len(broken), w.lines/100)
	}
	doubled := 0
	for line, n := range got {
		if clean[line] == 0 {
			t.Fatalf("a line came from nowhere: %s", line)
		}
		doubled += n - clean[line]
	}
	if len(got) != len(clean) || doubled != w.lines/10 {
		t.Errorf("%d lines of %d, %d doubled", len(got), len(clean), doubled)
	}
	var again bytes.Buffer
	if _, err := generate.Mishandle(&again, bytes.NewReader(w.raw), 3); err != nil || !bytes.Equal(again.Bytes(), out.Bytes()) {
		t.Error("the same seed mishandled differently")
	}
}

func TestMishandleAlwaysBreaksWhatItSays(t *testing.T) {
	for n := range 60 {
		for _, line := range []string{
			`{"type":"slet","objekt":"sag","id":"s-1","version":2}`,
			`{"type":"enhed","id":"en-1","version":1,"navn":"Å & Ø","sagsansvarlig":true,"usynlig":false,"aktiv":true}`,
		} {
			var out bytes.Buffer
			broken, err := generate.Mishandle(&out, strings.NewReader(strings.Repeat(line+"\n", 100*(n%13)+1)), uint64(n))
			if err != nil {
				t.Fatal(err)
			}
			lines := bytes.Split(out.Bytes(), []byte("\n"))
			for _, nr := range broken {
				if _, err := eoj.ParseLinje(lines[nr-1]); err == nil {
					t.Fatalf("accepted: %s", lines[nr-1])
				}
			}
		}
	}
	if broken, err := generate.Mishandle(&bytes.Buffer{}, strings.NewReader(""), 1); err != nil || broken != nil {
		t.Errorf("empty feed: %v, %v", broken, err)
	}
}
