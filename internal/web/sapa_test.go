package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// limited is a caseworker with one boundary.
func limited(t *testing.T, kle string, step oio.Foelsomhed, units ...oio.UUID) who {
	t.Helper()
	g := adgang.Gruppe{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}, Foelsomhed: step, Enheder: units}
	if kle != "" {
		set, err := adgang.ParseEmner(kle)
		if err != nil {
			t.Fatal(err)
		}
		g.KLE = set
	}
	w := clerk
	w.Grupper = []adgang.Gruppe{g}
	return w
}

// TestS8_WhatMayNotBeSeenLeavesNoTrace compares, for a caseworker of 32.*, the pages of a citizen she may not see with those of one who is not
// there, and looks for everything else in what she does see.
func TestS8_WhatMayNotBeSeenLeavesNoTrace(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), limited(t, "32.*", oio.Foelsom))
	nobodyKey := oio.Borgernoegle(oio.NameUUID("ingen")).String()
	for _, form := range []string{"", "/data.json"} {
		hidden, absent := get(t, h, "/sapa/borger/"+bent.Noegle.String()+form), get(t, h, "/sapa/borger/"+nobodyKey+form)
		if hidden.Code != http.StatusNotFound || hidden.Code != absent.Code || hidden.Body.String() != absent.Body.String() {
			t.Errorf("%q: a hidden citizen answers %d, one who is not there %d, or in other words", form, hidden.Code, absent.Code)
		}
	}
	for _, words := range []string{"Bent", bent.CPR.Digits(), "s-100bent"} {
		hidden, absent := post(t, h, "/sapa/soeg", url.Values{"soeg": {words}}), post(t, h, "/sapa/soeg", url.Values{"soeg": {"ingen hedder sådan"}})
		if hidden.Code != absent.Code || hidden.Body.String() != absent.Body.String() {
			t.Errorf("searching for %.4s… tells that there is somebody", words)
		}
	}
	hiddenCase, absentCase := get(t, h, "/sapa/sag/"+sag1.String()), get(t, h, "/sapa/sag/"+oio.NameUUID("ingen").String())
	if hiddenCase.Code != http.StatusNotFound || hiddenCase.Body.String() != absentCase.Body.String() {
		t.Error("a hidden case answers in other words than none")
	}
	body := get(t, h, "/sapa/borger/"+anna.Noegle.String()).Body.String()
	if !strings.Contains(body, "Boligstøtte") || !strings.Contains(body, "1 aktiv sag, 0 ydelser, 0 afsluttede") {
		t.Error("what may be seen is not there, or is counted with the rest")
	}
	for _, word := range []string{"Kost", "29.", "27.", "Diætvejledning", "Ansøgning om kost", "Samtale", "Udegruppe", "Cura"} {
		if strings.Contains(body, word) {
			t.Errorf("%q betrays what is left out", word)
		}
	}
}

func TestS8_TheSameByPageFileAndData(t *testing.T) {
	t.Parallel()
	for kle, want := range map[string][]string{"29.*": {"Kost og sundhed", "Ældre sag om genoptræning"}, "27.42.*": {"Bolig"}, "32.*": {"Boligstøtte"}, "27.*,32.*": {"Bolig", "Boligstøtte"}} {
		f := newFake()
		h, _ := setup(f, limited(t, kle, oio.Foelsom))
		at := "/sapa/borger/" + anna.Noegle.String()
		var data struct {
			Antal struct{ Sager int }
			Sager []struct{ Titel string }
		}
		if err := json.Unmarshal(get(t, h, at+"/data.json").Body.Bytes(), &data); err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, s := range data.Sager {
			titles = append(titles, s.Titel)
		}
		slices.Sort(titles)
		if !slices.Equal(titles, want) || data.Antal.Sager != len(want) {
			t.Errorf("%s: data has %v, want %v", kle, titles, want)
		}
		body := get(t, h, at).Body.String()
		file := post(t, h, at+"/udtraek", url.Values{"form": {"csv"}, "formaal": {"Oplysning af en sag"}})
		text := file.Body.String()
		if file.Header().Get("Content-Type") != "text/csv; charset=utf-8" || !strings.HasPrefix(text, "\uFEFFSlags;Titel;") || strings.Count(text, "\nSag;") != len(want) {
			t.Errorf("%s: file %s:\n%s", kle, file.Header(), text)
		}
		for _, title := range []string{"Kost og sundhed", "Ældre sag om genoptræning", "Bolig", "Boligstøtte"} {
			has := slices.Contains(want, title)
			if strings.Contains(body, ">"+title+"</a>") != has || strings.Contains(text, ";"+title+";") != has {
				t.Errorf("%s: %q on the page or in the file: want %v", kle, title, has)
			}
		}
	}
}

func TestR116_APrintOrAFileSaysWhatFor(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, clerk)
	at := "/sapa/borger/" + anna.Noegle.String() + "/udtraek"
	for _, form := range []url.Values{{"form": {"csv"}}, {"form": {"udskrift"}, "formaal": {"Andet"}, "tekst": {"abc"}}, {"form": {"csv"}, "formaal": {"Noget opfundet"}}} {
		if w := post(t, h, at, form); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	if len(f.opslag) != 0 {
		t.Errorf("refused, and on record: %v", f.opslag)
	}
	w := post(t, h, at, url.Values{"form": {"udskrift"}, "formaal": {"Andet"}, "tekst": {"Møde om 710550-0001"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Formål: Møde om [CPR]") {
		t.Errorf("print: %d", w.Code)
	}
	if len(f.opslag) != 1 || f.opslag[0].Hvad != "udskrift" || f.opslag[0].Formaal != "Møde om [CPR]" || f.opslag[0].Borger != anna.Noegle {
		t.Errorf("on record: %+v", f.opslag)
	}
}

func TestS8_APartysWholeNumberIsAskedForAndOnRecord(t *testing.T) {
	t.Parallel()
	f := newFake()
	h, _ := setup(f, clerk)
	if body := get(t, h, "/sapa/sag/"+sag1.String()).Body.String(); !strings.Contains(body, "621248-••••") || strings.Contains(body, "0002") {
		t.Error("the number is shown unasked")
	}
	w := post(t, h, "/sapa/sag/"+sag1.String()+"/part", url.Values{"part": {"0"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "621248-0002") {
		t.Errorf("asked for: %d", w.Code)
	}
	if last := f.opslag[len(f.opslag)-1]; last.Hvad != "cpr-vist" || last.Objekt != sag1 {
		t.Errorf("on record: %+v", last)
	}
	if w := post(t, h, "/sapa/sag/"+sag1.String()+"/part", url.Values{"part": {"7"}}); w.Code != http.StatusNotFound {
		t.Errorf("no such party: %d", w.Code)
	}
}

func TestS8_AHiddenCaseIsToldOfOnlyWhereChosen(t *testing.T) {
	t.Parallel()
	for chosen, want := range map[bool]bool{false: false, true: true} {
		f := newFake()
		f.skjulte = chosen
		h, _ := setup(f, limited(t, "32.*", oio.Foelsom))
		body := get(t, h, "/sapa/borger/"+anna.Noegle.String()).Body.String()
		if strings.Contains(body, "Der er en sag hos Visitation A.") != want || strings.Contains(body, "Kost") {
			t.Errorf("chosen %v: told %v", chosen, !want)
		}
		vip, _ := setup(f, limited(t, "32.*", oio.IkkeFortrolig))
		if w := get(t, vip, "/sapa/borger/"+anna.Noegle.String()); w.Code != http.StatusNotFound {
			t.Errorf("chosen %v: what is too sensitive is told of: %d", chosen, w.Code)
		}
	}
}

func TestS8_MyUnitsCases(t *testing.T) {
	t.Parallel()
	h, _ := setup(newFake(), limited(t, "", oio.Foelsom, ude))
	if body := get(t, h, "/sapa").Body.String(); !strings.Contains(body, "/sapa/enhed?enhed="+ude.String()) {
		t.Error("the search page does not offer the unit's cases")
	}
	body := get(t, h, "/sapa/enhed?enhed="+ude.String()).Body.String()
	if !strings.Contains(body, "Åbne sager hos Udegruppe Nord") || !strings.Contains(body, ">Bolig</a>") || strings.Contains(body, "Kost") {
		t.Error("the unit's cases are not those")
	}
	if w := get(t, h, "/sapa/enhed?enhed="+visitA.String()); w.Code != http.StatusNotFound {
		t.Errorf("another unit's: %d", w.Code)
	}
}
