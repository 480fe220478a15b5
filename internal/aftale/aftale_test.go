package aftale_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"indeksbro/internal/aftale"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
)

const today oio.Dato = 20260316

func step(to aftale.Tilstand, day oio.Dato, why string) aftale.Skridt {
	return aftale.Skridt{Til: to, Dato: day, Af: "Karen Holm", Grund: why}
}

// after takes steps on a fresh agreement and gives the first refusal.
func after(steps ...aftale.Skridt) (aftale.Aftale, *aftale.Nej) {
	a := aftale.Aftale{Tjeneste: aftale.SDI, Ret: aftale.Rediger}
	for _, s := range steps {
		var no *aftale.Nej
		if a, no = a.Tag(s, today); no != nil {
			return a, no
		}
	}
	return a, nil
}

func TestR065_TheVendorRequestsTheMunicipalityApproves(t *testing.T) {
	t.Parallel()
	asked, said, on := step(aftale.Anmodet, 20260301, ""), step(aftale.Godkendt, 20260302, ""), step(aftale.Aktiv, 20260303, "")
	off := step(aftale.Opsagt, 20260304, "skal laves om")
	for name, c := range map[string]struct {
		steps  []aftale.Skridt
		holds  bool
		refuse string
	}{
		"nothing":                       {},
		"requested":                     {steps: []aftale.Skridt{asked}},
		"approved":                      {steps: []aftale.Skridt{asked, said}, holds: true},
		"in force":                      {steps: []aftale.Skridt{asked, said, on}, holds: true},
		"withdrawn":                     {steps: []aftale.Skridt{asked, said, on, off}},
		"approved again":                {steps: []aftale.Skridt{asked, said, off, step(aftale.Anmodet, 20260305, ""), step(aftale.Godkendt, 20260306, "")}, holds: true},
		"taken back":                    {steps: []aftale.Skridt{asked, said, step(aftale.Anmodet, 20260302, "")}},
		"another day":                   {steps: []aftale.Skridt{asked, said, step(aftale.Godkendt, 20260301, "")}, holds: true},
		"approved before the request":   {steps: []aftale.Skridt{said}, refuse: "requests it first"},
		"in force before the approval":  {steps: []aftale.Skridt{asked, on}, refuse: "approves it first"},
		"approved at once after an end": {steps: []aftale.Skridt{asked, said, off, step(aftale.Godkendt, 20260306, "")}, refuse: "requests it first"},
		"requested twice":               {steps: []aftale.Skridt{asked, asked}, refuse: "requested already"},
		"withdrawn without a reason":    {steps: []aftale.Skridt{asked, step(aftale.Opsagt, 20260302, " ")}, refuse: "say why"},
		"nothing to withdraw":           {steps: []aftale.Skridt{off}, refuse: "nothing to withdraw"},
		"an earlier day":                {steps: []aftale.Skridt{asked, step(aftale.Godkendt, 20260228, "")}, refuse: "cannot be earlier"},
		"tomorrow":                      {steps: []aftale.Skridt{step(aftale.Anmodet, 20260317, "")}, refuse: "future"},
		"nobody":                        {steps: []aftale.Skridt{{Til: aftale.Anmodet, Dato: today}}, refuse: "who took it"},
		"no such step":                  {steps: []aftale.Skridt{step("banan", today, "")}, refuse: "no such step"},
	} {
		a, no := after(c.steps...)
		switch {
		case c.refuse == "" && no != nil:
			t.Errorf("%s: refused: %v", name, no)
		case c.refuse != "" && (no == nil || !strings.Contains(no.English, c.refuse) || no.Dansk == ""):
			t.Errorf("%s: %v, want %q", name, no, c.refuse)
		case c.refuse == "" && a.Gaelder() != c.holds:
			t.Errorf("%s: holds %t", name, a.Gaelder())
		}
	}
}

func TestWhatAnApprovedAgreementCoversIsSettled(t *testing.T) {
	t.Parallel()
	before, _ := after(step(aftale.Anmodet, today, ""), step(aftale.Godkendt, today, ""))
	change := func(mod func(*aftale.Aftale)) aftale.Aftale {
		a := before
		a.Skridt = slices.Clone(a.Skridt)
		mod(&a)
		return a
	}
	for name, c := range map[string]struct {
		after aftale.Aftale
		ok    bool
	}{
		"another certificate": {change(func(a *aftale.Aftale) { a.Certifikater = []string{"ab"} }), true},
		"wider KLE":           {change(func(a *aftale.Aftale) { a.KLE = []string{"27"} }), false},
		"another sensitivity": {change(func(a *aftale.Aftale) { a.Foelsomhed = oio.Fortrolig }), false},
		"a step unmade":       {change(func(a *aftale.Aftale) { a.Skridt = a.Skridt[:1] }), false},
		"a step made another": {change(func(a *aftale.Aftale) { a.Skridt[0].Af = "en anden" }), false},
		"requested anew with limits": {change(func(a *aftale.Aftale) {
			a.KLE, a.Skridt = []string{"27"}, append(a.Skridt, step(aftale.Anmodet, today, ""))
		}), true},
		"wider while it goes on to be in force": {change(func(a *aftale.Aftale) {
			a.KLE, a.Skridt = []string{"27"}, append(a.Skridt, step(aftale.Aktiv, today, ""))
		}), false},
	} {
		if no := aftale.Proev(before, c.after, today); (no == nil) != c.ok {
			t.Errorf("%s: %v", name, no)
		}
	}
}

func TestR092_WhatMayBeSentUnderWhichAgreement(t *testing.T) {
	t.Parallel()
	asked, said, off := step(aftale.Anmodet, 20260301, ""), step(aftale.Godkendt, 20260302, ""), step(aftale.Opsagt, 20260304, "nej")
	for name, c := range map[string]struct {
		steps                      []aftale.Skridt
		own, overridden, elsewhere bool // may be sent: to our own index, to it with a reason, to one by address with a reason
	}{
		"never entered":              {nil, false, true, false},
		"requested":                  {[]aftale.Skridt{asked}, false, true, false},
		"approved":                   {[]aftale.Skridt{asked, said}, true, true, true},
		"withdrawn":                  {[]aftale.Skridt{asked, said, off}, false, false, false},
		"withdrawn, requested again": {[]aftale.Skridt{asked, said, off, step(aftale.Anmodet, 20260305, "")}, false, false, false},
	} {
		a, no := after(c.steps...)
		if no != nil {
			t.Fatalf("%s: %v", name, no)
		}
		book := aftale.Bog{}
		if len(c.steps) > 0 {
			book[a.Noegle()] = a
		}
		for _, one := range []struct {
			where string
			may   bool
			h     *aftale.Hindring
		}{{"own", c.own, book.Hinder(aftale.SDI, false, "")}, {"own, overridden", c.overridden, book.Hinder(aftale.SDI, false, "prøve")}, {"elsewhere", c.elsewhere, book.Hinder(aftale.SDI, true, "prøve")}} {
			if (one.h == nil) != one.may {
				t.Errorf("%s, %s: %+v", name, one.where, one.h)
			}
			if one.h != nil && (one.h.Dansk == "" || one.h.English == "" || one.h.Hvem == "") {
				t.Errorf("%s, %s: it is not said why: %+v", name, one.where, one.h)
			}
		}
	}
}

// Whatever is entered: an agreement holds only by an approval that came after a request and was not withdrawn since; what is kept is read back
// the same; and the short way comes to the same as the steps.
func TestR065_NothingHoldsWithoutAnApproval(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := aftale.Aftale{Tjeneste: rapid.SampledFrom(aftale.Tjenester).Draw(t, "service"), Ret: rapid.SampledFrom([]aftale.Ret{aftale.Rediger, aftale.Udstil}).Draw(t, "right")}
		var taken []aftale.Tilstand
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			to := rapid.SampledFrom([]aftale.Tilstand{aftale.Anmodet, aftale.Godkendt, aftale.Aktiv, aftale.Opsagt}).Draw(t, "to")
			if next, no := a.Tag(step(to, today, "fordi"), today); no == nil {
				if no := aftale.Proev(a, next, today); no != nil {
					t.Fatalf("a step that was taken is refused as a record: %v", no)
				}
				a, taken = next, append(taken, to)
			}
		}
		approved := false
		for _, to := range taken {
			switch to {
			case aftale.Godkendt:
				approved = true
			case aftale.Anmodet, aftale.Opsagt:
				approved = false
			}
		}
		if a.Gaelder() != approved {
			t.Fatalf("%v: holds %t", taken, a.Gaelder())
		}
		if who, what := a.Naeste(); (who == "") != (a.Tilstand() == aftale.Aktiv) || (what == "") != (who == "") {
			t.Fatalf("%s: %q must %q", a.Tilstand(), who, what)
		}
		if len(taken) == 0 {
			return
		}
		f := a.Faktum()
		again, err := aftale.Af(f)
		if err != nil || again.Noegle() != a.Noegle() || !slices.Equal(again.Skridt, a.Skridt) {
			t.Fatalf("read back as %+v: %v", again, err)
		}
		book := aftale.Laes(program.NyStand([]program.Faktum{f}))
		if own := book.Egen(a.Tjeneste, a.Ret); len(book) != 1 || own.Tilstand() != a.Tilstand() {
			t.Fatalf("the book has %+v", book)
		}
	})
}

func TestTheShortWayIsTheSameRecord(t *testing.T) {
	t.Parallel()
	facts := []program.Faktum{}
	note := func(day oio.Dato) bool {
		t.Helper()
		made, any, no := aftale.Kort(program.Faktum{Emne: program.Aftale, Kode: program.SDI, Dato: day, Af: "Karen Holm"}, aftale.Laes(program.NyStand(facts)), 20260301, today)
		if no != nil {
			t.Fatal(no)
		}
		if any {
			facts = append(facts, made)
		}
		return any
	}
	own := func() aftale.Aftale {
		return aftale.Laes(program.NyStand(facts)).Egen(aftale.SDI, aftale.Rediger)
	}
	if note(0) {
		t.Error("what was never approved is taken back")
	}
	note(20260305)
	if a := own(); !a.Gaelder() || a.Skridt[0].Dato != 20260301 || a.Skridt[1].Dato != 20260305 || a.Skridt[1].Af != "Karen Holm" {
		t.Errorf("%+v", a)
	}
	note(20260304) // the right day
	if a := own(); a.Skridt[len(a.Skridt)-1].Dato != 20260304 {
		t.Errorf("%+v", a)
	}
	note(0)
	if a := own(); a.Gaelder() || a.Tilstand() != aftale.Anmodet {
		t.Errorf("taken back: %+v", a)
	}
	// A note of before there were records counts as an approval, until there is a record.
	old := []program.Faktum{{Emne: program.Aftale, Kode: program.YDI, Dato: 20240101, Af: "Bo"}}
	if a := aftale.Laes(program.NyStand(old)).Egen(aftale.YDI, aftale.Rediger); !a.Gaelder() {
		t.Errorf("a note of before: %+v", a)
	}
	broken := program.Faktum{Emne: program.Serviceaftale, Kode: "eoj/ydi/Rediger", Dato: today, Tekst: "{"}
	if a := aftale.Laes(program.NyStand(append(old, broken))).Egen(aftale.YDI, aftale.Rediger); a.Gaelder() {
		t.Error("a record that cannot be read lets through")
	}
}
