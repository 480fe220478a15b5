package revision

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) // a Monday

func key(content []byte) [32]byte {
	mac := hmac.New(sha256.New, []byte("municipality"))
	mac.Write(content)
	return [32]byte(mac.Sum(nil))
}

func entries() *rapid.Generator[[]Post] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Post {
		return Post{Tid: noon.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "minute")) * time.Minute), Hvem: rapid.SampledFrom([]string{"inge", "bo", ""}).Draw(t, "who"),
			Borger: oio.Borgernoegle{rapid.Byte().Draw(t, "citizen")}, Hvad: rapid.SampledFrom([]Hvad{"borger", "sag", Noed}).Draw(t, "what"),
			Indhold: Indhold{Formaal: rapid.SampledFrom([]string{"", "opringning"}).Draw(t, "why"), Antal: rapid.IntRange(0, 3).Draw(t, "n")}}
	}), 1, 12)
}

func walk(head Hoved, newest *Post, rows []Raa) *Brud {
	p := NyProeve(key, head, newest)
	for i := range rows {
		if !p.Tag(&rows[i]) {
			break
		}
	}
	_, brud := p.Slut()
	return brud
}

// Any single entry changed, removed or put in is found, and the first that is wrong is named.
func TestR116_AnySingleChangeOfTheLogIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		posts := entries().Draw(t, "entries")
		rows, err := Raaet(posts)
		if err != nil {
			t.Fatal(err)
		}
		uden := rapid.IntRange(0, len(rows)-1).Draw(t, "before the chain")
		head := Hoved{Nr: int64(uden), Uden: int64(uden)}
		for i := range uden {
			rows[i].Nr = int64(i + 1)
		}
		head.Led = Fold(Led{}, rows[:uden], key)
		head = Kaed(head, rows[uden:], key)
		if brud := walk(head, nil, rows); brud != nil {
			t.Fatalf("untouched: %v", brud)
		}
		at := rapid.IntRange(0, len(rows)-1).Draw(t, "at")
		changed := slices.Clone(rows)
		e := &changed[at]
		how := rapid.SampledFrom([]string{"time", "who", "whom", "what", "content", "link", "no link", "cleared", "removed", "put in", "copied", "swapped", "cut", "head"}).Draw(t, "how")
		switch how {
		case "time":
			e.Tid = e.Tid.Add(time.Millisecond)
		case "who":
			e.Hvem += "x"
		case "whom":
			e.Borger[3]++
		case "what":
			e.Hvad += "x"
		case "content":
			e.Bytes = append(slices.Clone(e.Bytes), ' ')
		case "link":
			e.Led[rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1
		case "no link":
			if at < uden {
				return
			}
			e.Led = Led{}
		case "cleared":
			e.Fjernet++
		case "removed":
			changed = slices.Delete(changed, at, at+1)
		case "put in":
			extra := *e
			extra.Hvem, extra.Nr = "fremmed", e.Nr+1
			changed = slices.Insert(changed, at+1, extra)
			for i := at + 2; i < len(changed); i++ {
				changed[i].Nr++ // whoever puts in renumbers
			}
		case "copied":
			changed = slices.Insert(changed, at, *e)
		case "swapped":
			if at == 0 {
				return
			}
			changed[at-1], changed[at] = changed[at], changed[at-1]
		case "cut":
			changed = changed[:at]
		case "head":
			head.Nr++
		}
		brud := walk(head, nil, changed)
		if brud == nil {
			t.Fatalf("%s at %d of %d (%d before the chain) is not found", how, at+1, len(rows), uden)
		}
		// What lies before the chain is covered by the first link after it.
		if first := max(int64(at+1), int64(uden)); how != "head" && how != "swapped" && (brud.Nr < int64(at+1) || brud.Nr > first+1) {
			t.Fatalf("%s at %d: entry %d is named", how, at+1, brud.Nr)
		}
	})
}

// What retention takes out leaves an entry in the chain; without it, or with another, the log is found to be cut.
func TestR116_RetentionLeavesACheckpoint(t *testing.T) {
	t.Parallel()
	posts := make([]Post, 6)
	for i := range posts {
		posts[i] = Post{Tid: noon, Hvem: "inge", Hvad: "borger"}
	}
	rows, _ := Raaet(posts)
	head := Kaed(Hoved{}, rows, key)
	cleared := Post{Tid: noon, Hvem: "indeksbro"}
	cleared.Rydder(3, rows[2].Led, noon, 3)
	more, _ := Raaet([]Post{cleared})
	head = Kaed(head, more, key)
	rows = append(rows[3:], more...)
	if brud := walk(head, &rows[3].Post, rows); brud != nil {
		t.Errorf("after retention: %v", brud)
	}
	if brud := walk(head, nil, rows); brud == nil || brud.Nr != 1 {
		t.Errorf("without the entry: %v", brud)
	}
	forged := cleared
	forged.Rydder(4, rows[0].Led, noon, 4)
	if brud := walk(head, &forged, rows[1:]); brud == nil {
		t.Error("one more was taken out, and an entry that is not in the chain says so: not found")
	}
}

func TestR116_WhatShouldMakeSomebodyLook(t *testing.T) {
	t.Parallel()
	vip, guarded := oio.NameUUID("vip"), oio.NameUUID("guarded")
	self, other := oio.Borgernoegle{1}, oio.Borgernoegle{2}
	set, err := adgang.ParseEmner("27.66.*")
	if err != nil {
		t.Fatal(err)
	}
	r := Regler{Kolleger: map[oio.Borgernoegle]string{self: "inge"}, Emner: set, Gentaget: 3, Fra: 7 * time.Hour, Til: 17 * time.Hour,
		Objekter: map[oio.UUID]Egenskab{vip: {KLE: "27.35.04", Foelsomhed: oio.VIP}, guarded: {KLE: "27.66.12", Foelsomhed: oio.Foelsom}}}
	entry := func(nr int64, who string, whom oio.Borgernoegle, at time.Time, ids ...oio.UUID) Post {
		return Post{Nr: nr, Hvem: who, Borger: whom, Tid: at, Hvad: "borger", Indhold: Indhold{Objekter: ids}}
	}
	log := []Post{
		entry(1, "inge", self, noon), entry(2, "bo", self, noon), entry(3, "bo", other, noon, vip), entry(4, "bo", other, noon, guarded),
		entry(5, "bo", other, noon.Add(10*time.Hour)), entry(6, "bo", oio.Borgernoegle{3}, noon.AddDate(0, 0, 5)),
		{Nr: 7, Hvem: "bo", Borger: oio.Borgernoegle{4}, Tid: noon, Hvad: Noed},
		{Nr: 8, Hvem: "admin", Borger: self, Tid: noon.Add(12 * time.Hour), Hvad: LogLaest},
	}
	var got []string
	for _, a := range r.Alarmer(log) {
		got = append(got, fmt.Sprintf("%s %d", a.Slags, a.Post.Nr))
	}
	want := []string{"selv 1", "kollega 2", "nødadgang 7", "vip 3", "følsomt 4", "gentaget 5", "uden for arbejdstid 6", "uden for arbejdstid 5"}
	if !slices.Equal(got, want) {
		t.Errorf("alarms\n%q, want\n%q", got, want)
	}
	if hours := Timer(log); hours[12] != 6 || hours[22] != 1 {
		t.Errorf("by hour %v", hours)
	}
	drawn := Stikproeve(log, 4, func(below int) int { return below - 1 })
	if len(drawn) != 4 || slices.ContainsFunc(drawn, func(p Post) bool { return p.Hvad == LogLaest }) {
		t.Errorf("drawn %v", drawn)
	}
}

func TestR116_TheReadOutHasSAPAsColumnsAndNoFormula(t *testing.T) {
	t.Parallel()
	u := Udtraek{Kommune: "11111111", System: "x", Aabn: func([]byte) string { return "=HYPERLINK(1)" }}
	number := "700" + "170-1234"
	row := u.Raekke(&Post{Nr: 4, Hvem: "+inge", Hvad: "søgning-navn", Tid: noon, Indhold: Indhold{Formaal: "om " + number, Soegning: []byte{1}}})
	if len(row) != len(Kolonner) || len(Kolonner) != 32 {
		t.Fatalf("%d cells, %d columns", len(row), len(Kolonner))
	}
	cell := func(name string) string { return row[slices.Index(Kolonner, name)] }
	if cell("Log ID") != "4" || cell("Bruger ID") != "'+inge" || cell("Soegekriterier") != "'=HYPERLINK(1)" || strings.Contains(cell("Beskrivelse"), "1234") || cell("Tidspunkt") != "2026-03-02 12:00:00.000" {
		t.Errorf("%q", row)
	}
}

// TestKeysAreReadOutWhole: a citizen's key with ten digits in a row, which a number could be, stays the key; a purpose with a number is masked.
func TestKeysAreReadOutWhole(t *testing.T) {
	key, err := oio.ParseBorgernoegle("0e8cba23a0987a7105500001a478e088")
	if err != nil {
		t.Fatal(err)
	}
	row := (&Udtraek{Kommune: oio.Korsbaek}).Raekke(&Post{Nr: 1, Borger: key, Indhold: Indhold{Formaal: "om 7105500001"}})
	if row[slices.Index(Kolonner, "Part")] != key.String() || row[slices.Index(Kolonner, "Beskrivelse")] != "om [CPR]" {
		t.Errorf("%q", row)
	}
}
