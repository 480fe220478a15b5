package forloeb_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/adgang"
	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

// The plan of the deck: 8 April, and a session each of the four Mondays after.
func TestR121_TheFourWeeksAreThoseOfTheDeck(t *testing.T) {
	t.Parallel()
	p := forloeb.NyPlan(20240408)
	var days []oio.Dato
	for _, m := range p.Moeder {
		days = append(days, m.Dato)
	}
	if want := []oio.Dato{20240408, 20240415, 20240422, 20240429, 20240506}; !slices.Equal(days, want) {
		t.Errorf("sessions %v, want %v", days, want)
	}
	for _, o := range forloeb.Opgaver {
		due := p.Frist(o.Nr)
		if due <= p.Start || due > p.Moeder[4].Dato {
			t.Errorf("step %s is due %s", o.Nr, due)
		}
		for _, before := range o.Efter {
			if p.Frist(before) > due {
				t.Errorf("step %s is due %s, before step %s it waits for", o.Nr, due, before)
			}
		}
	}
	if half := p.Forventet(forloeb.Skrivebord, 20240415); half != 50 {
		t.Errorf("the plan has %d %% of step 1 done by the second session", half)
	}
}

// paa is a municipality some days into a plan, with so much of its ydelser decided.
func paa(days, share int, facts ...program.Faktum) *forloeb.Forloeb {
	h := nothing()
	h.Ydelser = forloeb.Raekker{Ialt: 100, Besluttet: min(share, 99), Andel: float64(share) / 100}
	h.Fakta = program.NyStand(append([]program.Faktum{{Emne: program.Planstart, Dato: today.AddDays(-days)}}, facts...))
	return forloeb.Nyt(h)
}

func TestSlipIsSeenEarly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		days, share int
		late        int
		said        string
	}{
		// Step 4 is due 21 days after the first session.
		"four tenths in two thirds of the time": {14, 40, 14, "Med den fart er trin 4 gjort 14 dage for sent."},
		"half in less than half the time":       {10, 50, -1, "Med den fart er trin 4 gjort 1 dag før fristen."},
		"a third in a third of it":              {7, 34, 0, "Med den fart er trin 4 gjort på dagen."},
	} {
		step := paa(c.days, c.share).Find(forloeb.Ydelser)
		if step.Prognose == nil {
			t.Fatalf("%s: nothing is foretold", name)
		}
		if step.Prognose.Dage != c.late || step.Fart() != c.said {
			t.Errorf("%s: %d days late; %q", name, step.Prognose.Dage, step.Fart())
		}
	}
	if f := paa(0, 50); f.Forsinket() != 0 || f.Fart() != "De fire uger begynder i dag." {
		t.Errorf("on the first day: %d, %q", f.Forsinket(), f.Fart())
	}
	if f := paa(-5, 50); f.Fart() != "De fire uger begynder 21. marts 2026." {
		t.Errorf("before: %q", f.Fart())
	}
	if f := paa(3, 0); f.Forsinket() != 0 || f.Find(forloeb.Ydelser).Prognose.Faerdig != 0 {
		t.Errorf("no pace yet, but %q", f.Fart())
	}
	if f := paa(10, 0); f.Forsinket() != 3 || f.Fart() != "I er bagud. Trin 2 skulle være gjort for 3 dage siden." {
		t.Errorf("nothing after ten days: %d, %q", f.Forsinket(), f.Fart())
	}
	if f := forloeb.Nyt(nothing()); f.Fart() != "" || f.Forsinket() != 0 {
		t.Error("without a plan something is foretold")
	}
}

// What was done before the plan was made is no pace.
func TestPaceIsCountedFromWhereThePlanBegan(t *testing.T) {
	t.Parallel()
	before := paa(0, 40)
	fact := forloeb.Planfaktum(before, today)
	h := nothing()
	h.Idag = today.AddDays(10)
	h.Ydelser = forloeb.Raekker{Ialt: 100, Besluttet: 50, Andel: 0.5}
	h.Fakta = program.NyStand([]program.Faktum{fact})
	if got := forloeb.Nyt(h).Find(forloeb.Ydelser).Prognose; got.Faerdig != h.Idag.AddDays(50) {
		t.Errorf("10 %% in ten days, half is left, done %s", got.Faerdig)
	}
	if past := forloeb.Planfaktum(before, today.AddDays(-3)); past.Tekst != "" {
		t.Error("a plan that began before it was made counts nothing as pace")
	}
}

// However things stand: who has done more is never foretold to be later, nothing is done before what it waits for, what is done has no slip.
func TestSlipKeepsItsProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		days, share := rapid.IntRange(-5, 60).Draw(t, "days"), rapid.IntRange(0, 98).Draw(t, "share")
		less, more := paa(days, share), paa(days, share+1)
		for i := range less.Trin {
			a, b := less.Trin[i].Prognose, more.Trin[i].Prognose
			if a == nil || b == nil {
				continue
			}
			if a.Faerdig != 0 && b.Faerdig != 0 && b.Faerdig > a.Faerdig {
				t.Fatalf("step %s: with more done it is later: %s, %s", less.Trin[i].Nr, a.Faerdig, b.Faerdig)
			}
			for _, nr := range less.Trin[i].VenterPaa {
				if before := less.Find(nr).Prognose; before.Faerdig > a.Faerdig {
					t.Fatalf("step %s is done %s, before step %s", less.Trin[i].Nr, a.Faerdig, nr)
				}
			}
			if a.Forventet < 0 || a.Forventet > 100 || a.Faerdig != 0 && a.Faerdig < less.Idag {
				t.Fatalf("step %s: %+v", less.Trin[i].Nr, a)
			}
		}
		if less.Forsinket() < 0 || days <= 0 && less.Forsinket() > 0 {
			t.Fatalf("%d days behind, %d days after the start", less.Forsinket(), days)
		}
	})
	h := everything()
	h.Fakta = program.NyStand([]program.Faktum{{Emne: program.TrinA, Dato: today}, {Emne: program.Planstart, Dato: today.AddDays(-90)}})
	if f := forloeb.Nyt(h); f.Forsinket() != 0 || f.Fart() != "Alle trin er gjort." {
		t.Errorf("all is done, but %d: %q", f.Forsinket(), f.Fart())
	}
}

func TestADeadlineOfItsOwnGoesBeforeThePlans(t *testing.T) {
	t.Parallel()
	f := paa(0, 0, program.Faktum{Emne: program.Trinfrist, Kode: "4", Dato: today.AddDays(2)})
	if step := f.Find(forloeb.Ydelser); step.Frist != today.AddDays(2) || !step.EgenFrist {
		t.Errorf("step 4 is due %s", step.Frist)
	}
	if step := f.Find(forloeb.Sagstyper); step.Frist != today.AddDays(21) || step.EgenFrist {
		t.Errorf("step 5 is due %s", step.Frist)
	}
	if all := f.Begivenheder(); len(all) != 5+len(forloeb.Opgaver) || all[0].Noegle != "moede-1" || all[1].Noegle != "trin-4" {
		t.Errorf("the calendar has %d, first %+v", len(all), all[:2])
	}
}

// Somebody is reminded of what is due within three days, what was due, and what has become hers.
func TestR124_WhoIsRemindedOfWhat(t *testing.T) {
	t.Parallel()
	kinds := func(f *forloeb.Forloeb) map[string]adgang.Roller {
		all := map[string]adgang.Roller{}
		for _, p := range f.Paamindelser() {
			all[p.Kode] = p.Roller
		}
		return all
	}
	if all := kinds(paa(0, 0)); len(all) != 0 {
		t.Errorf("on the first day: %v", all)
	}
	due := kinds(paa(5, 0)) // the tasks of Klassifikationsimporter are due in two days, and the first is the municipality's own
	if due["2/snart/"+today.AddDays(2).String()] != adgang.CuraAdministrator {
		t.Errorf("two days before: %v", due)
	}
	vendor := kinds(paa(5, 0, program.Faktum{Emne: program.Klassifikation, Kode: "1", Dato: today, Af: "Karen"}))
	if vendor["2/snart/"+today.AddDays(2).String()] != adgang.CuraAdministrator|adgang.Leverandoeren {
		t.Errorf("it is the vendor's turn, but %v", vendor)
	}
	if mine := paa(5, 0, program.Faktum{Emne: program.Klassifikation, Kode: "1", Dato: today, Af: "Karen"}).Mine(adgang.Leverandoeren); len(mine) != 1 || mine[0].Nr != forloeb.Klassifikation {
		t.Errorf("the vendor's turn, but hers are %v", mine)
	}
	late := kinds(paa(9, 0))
	if _, is := late["2/over/"+today.AddDays(-2).String()]; !is {
		t.Errorf("two days after: %v", late)
	}
	h := nothing()
	h.KLE, h.KLEDag = 3, today // the importer is active
	if f := forloeb.Nyt(h); len(kinds(f)) != 0 {
		t.Errorf("step 3 is done with step 2, and 5 waits for others: %v", kinds(f))
	}
	h = everything()
	h.SAPA = false
	if all := kinds(forloeb.Nyt(h)); all["B/din"] != adgang.SapaAdministrator|adgang.Borgerblikejer {
		t.Errorf("what B waited for is done: %v", all)
	}
}

func TestR121_WhatKLIKSaysStandsBesideWhatIs(t *testing.T) {
	t.Parallel()
	said := paa(0, 0, program.Faktum{Emne: program.Trinmeldt, Kode: "4", Dato: today, Tekst: "skærmbillede"}).Find(forloeb.Ydelser)
	if said.Klik() != forloeb.KlikGjort || said.Uenig() != "Fuldført i KLIK, men ikke gjort" || said.Tilstand == forloeb.Gjort {
		t.Errorf("%s, %s, %q", said.Klik(), said.Tilstand, said.Uenig())
	}
	if done := forloeb.Nyt(everything()).Find(forloeb.Ydelser); done.Klik() != forloeb.KlikAaben || done.Uenig() != "Gjort, men ikke fuldført i KLIK" {
		t.Errorf("%s, %q", done.Klik(), done.Uenig())
	}
}
