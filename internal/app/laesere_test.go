package app

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
)

// TestR111_AnOpeningTakesEffectAtOnce opens and closes a source system on its page, with the clock standing still: what the process remembers of the
// settings must not outlive the decision, and is not read again for every request.
func TestR111_AnOpeningTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	now := proevetid()
	b.tj.sapa.nu = func() time.Time { return now }
	_, sag := b.with()
	opening, page := "/borgerblik/aabning/sapa/"+b.own.String(), "/sapa/sag/"+sag.UUID.String()
	sees := func(want int, why string) {
		t.Helper()
		b.er(adgang.Sagsbehandler, oio.Borgernoegle{})
		if w := b.ask(http.MethodGet, page, nil); w.Code != want {
			t.Fatalf("%s: %d, want %d", why, w.Code, want)
		}
	}
	sees(http.StatusOK, "opened in the demo")
	for range 2 {
		b.er(adgang.SapaAdministrator, oio.Borgernoegle{})
		b.does(opening, url.Values{"handling": {"luk"}})
		sees(http.StatusNotFound, "closed")
		b.er(adgang.SapaAdministrator, oio.Borgernoegle{})
		b.does(opening, url.Values{"handling": {"bestil"}})
		b.does(opening, url.Values{"handling": {"aabn"}})
		sees(http.StatusOK, "opened again")
	}

	// A fact from another process is seen a second later, not before: that is what is saved.
	if err := b.tj.b.styring(b.tj.m, nil).Noter(t.Context(), program.Faktum{Af: "test", Emne: program.Aabnet, Kode: visning.Aabning(visning.Sapa, b.own)}); err != nil {
		t.Fatal(err)
	}
	sees(http.StatusOK, "closed by another process, within the second")
	now = now.Add(visningGemmes)
	sees(http.StatusNotFound, "closed by another process, a second later")
}

// TestAChosenPolicyOfTheReaderTakesEffectAtOnce sets, over the machines' door, that cases beyond a boundary are told of.
func TestAChosenPolicyOfTheReaderTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	b := nyBlikby(t)
	now := proevetid()
	b.tj.sapa.nu = func() time.Time { return now }
	for _, want := range []bool{true, false} {
		if _, err := b.tj.sapa.Sapaindstilling(t.Context(), oio.Korsbaek); err != nil {
			t.Fatal(err)
		}
		if err := (apiPolitik{b.tj}).SetPolitik(t.Context(), "sapa-skjulte", strconv.FormatBool(want), "test"); err != nil {
			t.Fatal(err)
		}
		if got, err := b.tj.sapa.Sapaindstilling(t.Context(), oio.Korsbaek); err != nil || got.Skjulte != want {
			t.Errorf("told of: %v (%v), want %v", got.Skjulte, err, want)
		}
	}
}
