package programleder_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/programleder"
	"indeksbro/internal/rules"
	"indeksbro/internal/tavle"
)

// bord is a notice board in memory that counts how many days it was asked for.
type bord struct {
	stande  []tavle.Kommunestand
	dage    []tavle.Dag
	opslag  []tavle.Opslag
	laeste  int
	spurgte []oio.Dato
}

func (b *bord) Kommunestande(context.Context) ([]tavle.Kommunestand, error) { return b.stande, nil }

func (b *bord) Kommunedage(_ context.Context, fra oio.Dato) ([]tavle.Dag, error) {
	var days []tavle.Dag
	for _, d := range b.dage {
		if d.Dag >= fra {
			days = append(days, d)
		}
	}
	b.laeste += len(days)
	b.spurgte = append(b.spurgte, fra)
	return days, nil
}

func (b *bord) SlaaOp(_ context.Context, kommune oio.CVR, notices []tavle.Opslag) error {
	for _, o := range notices {
		o.Kommune, o.Nr = kommune, int64(len(b.opslag)+1)
		b.opslag = append(b.opslag, o)
	}
	return nil
}

func (b *bord) Tavle(_ context.Context, kinds ...tavle.Art) ([]tavle.Opslag, error) {
	var held []tavle.Opslag
	for _, o := range b.opslag {
		for _, kind := range kinds {
			if o.Art == kind {
				held = append(held, o)
			}
		}
	}
	return held, nil
}

func nyLeder(b *bord) (*programleder.Leder, *time.Time) {
	now := time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC)
	id := 0
	return &programleder.Leder{Store: b, Kommune: oio.Korsbaek, Nu: func() time.Time { return now }, NytID: func() string { id++; return fmt.Sprint("id", id) },
		Forloeb: func(context.Context) (*forloeb.Forloeb, error) {
			return forloeb.Nyt(forloeb.Forhold{Idag: oio.DatoOf(now), Fakta: program.NyStand(nil)}), nil
		},
		Navn: func(context.Context) (string, error) { return "Korsbæk Kommune", nil }}, &now
}

func TestR120_ATableReadTwiceSaysNothingNew(t *testing.T) {
	t.Parallel()
	b := &bord{}
	l, _ := nyLeder(b)
	rows := []tavle.Tabelraekke{{Kommune: "Faxe", Dato: 20240314, Klassifikation: true}, {Kommune: "Aarhus", Dato: 20240314}}
	for i, want := range []int{2, 0, 1} {
		if i == 2 {
			rows[1].Eksport = true
		}
		if n, err := l.Indlaes(t.Context(), rows, "Vibeke"); err != nil || n != want {
			t.Errorf("reading %d: %d new (%v), want %d", i, n, err, want)
		}
	}
	if o, err := l.Overblik(t.Context()); err != nil || len(o.Raekker) != 2 || !o.Raekker[1].Eksport {
		t.Errorf("%+v %v", o, err)
	}
}

// TestTheYearIsReadOnceADay: days that are over do not change, so the page reads only the last two.
func TestTheYearIsReadOnceADay(t *testing.T) {
	t.Parallel()
	b := &bord{}
	l, now := nyLeder(b)
	first := oio.DatoOf(*now).AddDays(-300)
	for i := range 301 {
		b.dage = append(b.dage, tavle.Dag{Kommune: "1", Dag: first.AddDays(i), Gjorte: i % 10})
	}
	for range 3 {
		k, err := l.Kurve(t.Context())
		if err != nil || len(k.Punkter) != 301 {
			t.Fatalf("%d points, %v", len(k.Punkter), err)
		}
	}
	if b.laeste != 301+2+2 {
		t.Errorf("%d days were read for three pages", b.laeste)
	}
	b.dage[300].Gjorte = 99 // today changes
	if k, err := l.Kurve(t.Context()); err != nil || k.Punkter[300].Gjorte != 99 {
		t.Errorf("today is remembered: %v", err)
	}
	*now = now.Add(24 * time.Hour)
	if k, err := l.Kurve(t.Context()); err != nil || len(k.Punkter) != 301 {
		t.Errorf("%d points the day after", len(k.Punkter))
	}
}

func TestR098_APaceIsAgreedForEachDayOfAPeriod(t *testing.T) {
	t.Parallel()
	b := &bord{stande: []tavle.Kommunestand{{Kommune: "22222222", Navn: "By"}}}
	l, _ := nyLeder(b)
	ok := func(fra, til oio.Dato, p tavle.Plads) {
		t.Helper()
		if err := l.Aftal(t.Context(), "22222222", fra, til, p, "Vibeke"); err != nil {
			t.Fatal(err)
		}
	}
	ok(20260130, 20260202, tavle.Plads{SDI: 5, YDI: 6})
	ok(20260201, 0, tavle.Plads{})
	slots, err := l.Pladser(t.Context())
	if err != nil || slots.For("22222222", 20260131) != (tavle.Plads{SDI: 5, YDI: 6}) || slots.For("22222222", 20260201) != (tavle.Plads{}) || slots.For("22222222", 20260202).SDI != 5 {
		t.Errorf("%+v %v", slots, err)
	}
	for _, p := range []tavle.Plads{{SDI: -1}, {YDI: 100_001}} {
		var brud *rules.Brud
		if err := l.Aftal(t.Context(), "22222222", 20260130, 0, p, "Vibeke"); !errors.As(err, &brud) || brud.Regel != "R098" {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestR123_WhoeverWritesIsNamedAndNoNumberIsKept(t *testing.T) {
	t.Parallel()
	b := &bord{}
	l, _ := nyLeder(b)
	if err := l.Spoerg(t.Context(), "Hvornår?", 0, " "); err == nil {
		t.Error("a question from nobody is taken")
	}
	if err := l.Spoerg(t.Context(), "Hvornår?", 0, "Bo 610190-1234"); err != nil || b.opslag[0].Af == "Bo 610190-1234" {
		t.Errorf("%v: %+v", err, b.opslag)
	}
	if known, err := l.Besvar(t.Context(), "id2", "I morgen.", "Vibeke"); err != nil || !known {
		t.Errorf("%t %v", known, err)
	}
	if known, err := l.Besvar(t.Context(), "andet", "I morgen.", "Vibeke"); err != nil || known {
		t.Errorf("%t %v", known, err)
	}
	if r, err := l.Rapport(t.Context(), false); err != nil || r.Om != "Korsbæk Kommune" {
		t.Errorf("%+v %v", r, err)
	}
	if r, err := l.Rapport(t.Context(), true); err != nil || r.Om != "Alle kommuner" {
		t.Errorf("%+v %v", r, err)
	}
}
