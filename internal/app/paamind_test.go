package app

import (
	"strings"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/tovholder"
)

// TestR124_WhoseTurnItIsGetsOneMail lets a morning come, a refusal by the mail server, and a restart.
func TestR124_WhoseTurnItIsGetsOneMail(t *testing.T) {
	t.Parallel()
	s := nySyg(t)
	s.now = time.Date(2026, 3, 16, 6, 30, 0, 0, oio.Koebenhavn)
	keeper := s.tjeneste.tovholder()
	if err := keeper.FjernPlan(t.Context(), "Karen"); err != nil { // the demo's; here are two deadlines alone
		t.Fatal(err)
	}
	_, err := keeper.Noter(t.Context(), "Karen", program.Faktum{Emne: program.Trinfrist, Kode: "4", Dato: 20260318}, program.Faktum{Emne: program.Trinfrist, Kode: "A", Dato: 20260301}, program.Faktum{Emne: program.TrinA}) // the demo's signature is taken back
	if err != nil {
		t.Fatal(err)
	}
	if err := keeper.GemKontakter(t.Context(), []tovholder.Kontakt{{Rolle: adgang.CuraAdministrator, Mail: "karen@example.dk"}, {Rolle: adgang.SapaAdministrator, Mail: "torben@example.dk"}}, "Karen"); err != nil {
		t.Fatal(err)
	}
	box := nyPostkasse(t)
	carrier, err := nytPostbud(mailvalg{Relay: box.addr, Fra: "Indeksbro <indeksbro@example.dk>", Til: []string{"drift@example.dk"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	look := func(want int, fails bool) {
		t.Helper()
		if err := s.paamindNu(t.Context(), carrier, "https://indeksbro.example.dk"); (err != nil) != fails {
			t.Fatal(err)
		}
		if got := box.antal(); got != want {
			t.Fatalf("at %s: %d mails, want %d", s.now.Format("15:04"), got, want)
		}
	}
	look(0, false) // it is too early
	s.now = s.now.Add(time.Hour)
	box.mu.Lock()
	box.afvises = true
	box.mu.Unlock()
	look(0, true)
	box.mu.Lock()
	box.afvises = false
	box.mu.Unlock()
	look(2, false)
	look(2, false)
	if strings.Join(box.til, " ") != "TO:<karen@example.dk> TO:<torben@example.dk>" {
		t.Errorf("receivers %q", box.til)
	}
	subject, text := box.brev(t, 0)
	for _, want := range []string{"Trin 4, Konfigurér ydelser: skal være gjort 18. marts 2026.\r\nhttps://indeksbro.example.dk/program/trin/4\r\n", "Hele programmet: https://indeksbro.example.dk/program"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail %q does not say %q:\n%s", subject, want, text)
		}
	}
	if _, text := box.brev(t, 1); !strings.Contains(text, "Trin A, Tjek dataafgrænsning i SAPA: skulle være gjort 1. marts 2026.") || strings.Contains(text, "Trin 4") {
		t.Errorf("the SAPA administrator's says\n%s", text)
	}
	s.now = s.now.AddDate(0, 0, 1)
	look(2, false) // each thing once a stage
	s.now = s.now.AddDate(0, 0, 2)
	look(3, false) // step 4 was due yesterday
}
