package rules_test

import (
	"errors"
	"strings"
	"testing"

	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
)

func TestR065_TheFiveTasksOfActivationKeepTheirOrder(t *testing.T) {
	t.Parallel()
	a := rules.NyAktivering("FK Sags- og Dokumentindeks", "FK Ydelsesindeks")
	refused := func(nr int, dato oio.Dato, af, word string) {
		t.Helper()
		var brud *rules.Brud
		if _, err := a.Udfoert(nr, dato, af); !errors.As(err, &brud) || brud.Regel != "R065" || brud.Dansk == "" || !strings.Contains(brud.English, word) {
			t.Errorf("task %d: %v, want a refusal with %q", nr, err, word)
		}
	}
	refused(2, 20260301, "Karen", "task 1 comes first")
	refused(0, 20260301, "Karen", "no task 0")
	refused(6, 20260301, "Karen", "no task 6")
	refused(1, 0, "Karen", "date")
	refused(1, 20260301, " ", "who")
	for nr := 1; nr <= 5; nr++ {
		var err error
		if a, err = a.Udfoert(nr, 20260301+oio.Dato(nr), "Karen"); err != nil {
			t.Fatal(err)
		}
		refused(nr, 20260331, "Inge", "by Karen")
		if nr < 5 {
			refused(nr+1, 20260301, "Inge", "earlier")
		}
	}
	if a.Naeste() != 0 || a[0].Leverandoer || !a[1].Leverandoer || a[2].Leverandoer || !a[4].Leverandoer || !strings.Contains(a[1].Navn, "Ydelsesindeks") {
		t.Errorf("%+v", a)
	}
}
