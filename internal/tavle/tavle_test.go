package tavle_test

import (
	"errors"
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/tavle"
)

var noon = time.Date(2026, 3, 16, 12, 0, 0, 0, oio.Koebenhavn)

func TestNothingLikeACPRNumberHangsOnTheBoard(t *testing.T) {
	t.Parallel()
	fine := tavle.Opslag{Af: "Karen Holm", Art: tavle.Spoergsmaal, Kode: "k", Tekst: "Hvad med § 85?"}
	if err := fine.Proev(); err != nil {
		t.Errorf("a question is refused: %v", err)
	}
	for name, spoil := range map[string]func(*tavle.Opslag){
		"text": func(o *tavle.Opslag) { o.Tekst = "om 710550-0001" }, "code": func(o *tavle.Opslag) { o.Kode = "7105500001" }, "author": func(o *tavle.Opslag) { o.Af = "7105500001" },
	} {
		o := fine
		spoil(&o)
		if err := o.Proev(); !errors.Is(err, tavle.ErrCPR) {
			t.Errorf("a CPR number in the %s: %v", name, err)
		}
	}
	if (&tavle.Opslag{Art: tavle.Valg}).Proev() == nil {
		t.Error("a notice by nobody is taken")
	}
}

func TestTheLastNoticeOfEachMunicipalityHolds(t *testing.T) {
	t.Parallel()
	up := func(kommune oio.CVR, kode, tekst string) tavle.Opslag {
		return tavle.Opslag{Kommune: kommune, Art: tavle.Valg, Kode: kode, Tekst: tekst}
	}
	held := tavle.Gaeldende([]tavle.Opslag{up("11111111", "a", "1"), up("22222222", "a", "2"), up("11111111", "b", "3"), up("11111111", "a", "4"), up("11111111", "b", ""), {Kommune: "11111111", Art: tavle.Svar, Kode: "c", Tekst: "5"}}, tavle.Valg)
	if len(held) != 2 || held[0].Tekst != "2" || held[1].Tekst != "4" {
		t.Errorf("what holds: %+v", held)
	}
}

// Since when a step is as it is goes on while its state and what it lacks stay the same (R120: who is stuck, and since when).
func TestR120_SinceWhenAStepIsStuck(t *testing.T) {
	t.Parallel()
	before := tavle.Kommunestand{Tid: noon, Trin: []tavle.Trinstand{{Nr: "1", Tilstand: "igang", Noegle: "gennemgaaet", Siden: 20260301}, {Nr: "2", Tilstand: "igang", Noegle: "opgave-4", Siden: 20260302}}}
	now := tavle.Kommunestand{Tid: noon, Trin: []tavle.Trinstand{{Nr: "1", Tilstand: "igang", Noegle: "gennemgaaet", Andel: 40}, {Nr: "2", Tilstand: "igang", Noegle: "opgave-5"}, {Nr: "3", Tilstand: "klar"}}}
	now.Fortsaet(&before)
	for i, want := range []oio.Dato{20260301, 20260316, 20260316} {
		if now.Trin[i].Siden != want {
			t.Errorf("step %s is so since %s, want %s", now.Trin[i].Nr, now.Trin[i].Siden, want)
		}
	}
	if short := now.Kort(); short.Gjorte != 0 || short.Dag != 20260316 {
		t.Errorf("in short %+v", short)
	}
}
