package program

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// TestR121_TheCalendarIsReadAgain: sessions and deadlines as whole days, in lines as RFC 5545 wants them, under names that stay.
func TestR121_TheCalendarIsReadAgain(t *testing.T) {
	t.Parallel()
	const start oio.Dato = 20260316
	f := forloeb.Nyt(forloeb.Forhold{Idag: start, Fakta: program.NyStand([]program.Faktum{
		{Emne: program.Planstart, Dato: start}, {Emne: program.Trinfrist, Kode: "5", Dato: 20260401}, {Emne: program.Trinejer, Kode: "5", Tekst: "Karen Holm"}})})
	text := icalendar(f, "11111111", "https://indeksbro.example.dk", time.Date(2026, 3, 16, 12, 0, 0, 0, time.UTC)).Serialize(ics.WithNewLineWindows)
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.Contains(line, "\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	if strings.Contains(text, "Karen") {
		t.Error("the calendar names somebody")
	}
	read, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]string{}
	for _, e := range read.Events() {
		from, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		to, err := e.GetAllDayEndAt()
		if err != nil || to.Sub(from) != 24*time.Hour {
			t.Errorf("%s is %s to %s (%v)", e.Id(), from, to, err)
		}
		days[e.Id()] = from.Format(time.DateOnly) + " " + e.GetProperty(ics.ComponentPropertySummary).Value + " " + e.GetProperty(ics.ComponentPropertyUrl).Value
	}
	for id, want := range map[string]string{
		"moede-1@11111111.indeksbro": "2026-03-16 Arbejdende værksted i programmet https://indeksbro.example.dk/program/plan",
		"moede-5@11111111.indeksbro": "2026-04-13 Opfølgning 4 i programmet https://indeksbro.example.dk/program/plan",
		"trin-5@11111111.indeksbro":  "2026-04-01 Frist for trin 5: Konfigurér sagstyper https://indeksbro.example.dk/program/trin/5",
		"trin-1@11111111.indeksbro":  "2026-03-30 Frist for trin 1: Skrivebordsmapning af sagstyper og ydelser https://indeksbro.example.dk/program/trin/1",
	} {
		if days[id] != want {
			t.Errorf("%s is %q, want %q", id, days[id], want)
		}
	}
	if len(days) != 15 {
		t.Errorf("%d days, want five sessions and ten deadlines", len(days))
	}
}

// The picture shows every step, and a way between two where one waits for the other, and nowhere else.
func TestR122_ThePictureIsTheOrderOfTheSteps(t *testing.T) {
	t.Parallel()
	drawn := map[[2]forloeb.Nr]bool{}
	for _, p := range pile {
		drawn[[2]forloeb.Nr{p.fra, p.til}] = true
	}
	ways := 0
	for _, o := range forloeb.Opgaver {
		if _, placed := bokspladser[o.Nr]; !placed {
			t.Errorf("step %s is not in the picture", o.Nr)
		}
		for _, line := range linjer(o.Kort) {
			if len([]rune(line)) > 24 {
				t.Errorf("step %s: %q is wider than its box", o.Nr, line)
			}
		}
		for _, before := range o.Efter {
			ways++
			if !drawn[[2]forloeb.Nr{before, o.Nr}] {
				t.Errorf("no way from %s to %s", before, o.Nr)
			}
		}
	}
	if ways != len(pile) {
		t.Errorf("%d ways are drawn, %d are", len(pile), ways)
	}
}
