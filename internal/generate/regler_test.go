package generate_test

import (
	"fmt"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
	"indeksbro/internal/generate"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/ydelsestype"
)

func state() *mapping.State { return mapping.NewState(generate.Beslutninger(korsbaek)) }

// granted counts grants per ydelse.
func (w *world) granted() map[string]int {
	n := map[string]int{}
	for _, b := range w.bevillinger {
		n[b.Ydelse]++
	}
	return n
}

// wordsOf is what each rule's examples are about, to be found in a name or paragraph.
var wordsOf = map[string][]string{
	"R031": {"nødkald"}, "R032": {"opfølgende", "sambesøg", "vurderingsbesøg"}, "R033": {"specialiseret"},
	"R034": {"neuropsykolog", "logopæd", "hjerneskade"}, "R035": {"bpa"}, "R036": {"særtakst"}, "R037": {"tilskud"},
	"R038": {"117a"}, "R039": {"magtanv"}, "R040": {"gps", "alarm"}, "R041": {"medicinadm"}, "R042": {"almenbolig"},
	"R043": {"personalet"}, "R044": {"handicapkørsel"}, "R045": {"domfældte"}, "R046": {"frikort"},
}

func TestR031ToR046_EveryCaseOfTheDeckIsThere(t *testing.T) {
	w, granted := theWorld(t), theWorld(t).granted()
	for n := 31; n <= 46; n++ {
		rule := fmt.Sprintf("R0%d", n)
		names := ""
		for _, id := range generate.YdelserFor(rule) {
			y := w.ydelser[id]
			names += strings.ToLower(y.Navn+" "+y.Paragraf) + "\n"
			if granted[id] == 0 {
				t.Errorf("%s: %s %q is never granted", rule, id, y.Navn)
			}
		}
		for _, word := range wordsOf[rule] {
			if !strings.Contains(names, word) {
				t.Errorf("%s: nothing about %q in %q", rule, word, names)
			}
		}
	}
}

func TestEveryYdelseButTheNewOneIsGranted(t *testing.T) {
	w, granted := theWorld(t), theWorld(t).granted()
	for id, y := range w.ydelser {
		if fresh := generate.YdelserFor("R056")[0] == id; (granted[id] == 0) != fresh {
			t.Errorf("%s %q is granted %d times", id, y.Navn, granted[id])
		}
	}
}

func TestR023_PackagesAreGrantedAndNeverMapped(t *testing.T) {
	w, s := theWorld(t), state()
	for _, id := range generate.YdelserFor("R023") {
		if y := w.ydelser[id]; !y.Pakke || s.Valg(mapping.Ydelse, id).Type != "" {
			t.Errorf("%+v", y)
		}
	}
}

func TestR050_HoldOfFSIIIAreAutomatic(t *testing.T) {
	w := theWorld(t)
	for _, id := range generate.YdelserFor("R050") {
		y := w.ydelser[id]
		typ, found := ydelsestype.Nyeste().FindKode(string(y.Standard), y.Kode)
		if !y.Hold || !found || !typ.Automatisk() {
			t.Errorf("%+v", y)
		}
	}
	for _, id := range generate.YdelserFor("R051") {
		if y := w.ydelser[id]; !y.Hold || y.Standard != eoj.Lokal || !strings.Contains(y.Paragraf, "86") {
			t.Errorf("%+v", y)
		}
	}
}

func TestR052_MarkersHangUnderSagstyperWithRealYdelser(t *testing.T) {
	w := theWorld(t)
	others := map[string]int{}
	for _, y := range w.ydelser {
		others[y.Sagstype]++
	}
	markers := ""
	for _, rule := range strings.Fields("R031 R036 R038 R040 R048 R052") {
		for _, id := range generate.YdelserFor(rule) {
			markers += strings.ToLower(w.ydelser[id].Navn) + "\n"
			if others[w.ydelser[id].Sagstype] < 3 {
				t.Errorf("%s stands nearly alone", w.ydelser[id].Navn)
			}
		}
	}
	for _, word := range strings.Fields("117a særtakst gps alarm klippekort nødkald aktindsigt klage") {
		if !strings.Contains(markers, word) {
			t.Errorf("no marker about %s", word)
		}
	}
}

func TestR057_MovedYdelserAreGrantedUnderBoth(t *testing.T) {
	w, s := theWorld(t), state()
	if len(w.moved) != 2 {
		t.Fatalf("got %d moved ydelser", len(w.moved))
	}
	bothMarked, onlyOld := 0, 0
	for id, old := range w.moved {
		now := w.ydelser[id]
		lastOld, firstNew := oio.Dato(0), oio.Dato(99991231)
		for _, b := range w.bevillinger {
			if b.Ydelse != id {
				continue
			}
			switch w.sager[b.Sag].Sagstype {
			case old.Sagstype:
				lastOld = max(lastOld, b.Fra)
			case now.Sagstype:
				firstNew = min(firstNew, b.Fra)
			}
		}
		if now.Version <= old.Version || lastOld == 0 || firstNew == 99991231 || lastOld >= firstNew {
			t.Errorf("%s: last old %v, first new %v", id, lastOld, firstNew)
		}
		switch {
		case s.Valg(mapping.Sagstype, old.Sagstype).KLE == "":
		case s.Valg(mapping.Sagstype, now.Sagstype).KLE != "":
			bothMarked++
		default:
			onlyOld++
		}
	}
	if bothMarked != 1 || onlyOld != 1 {
		t.Errorf("both marked %d, only the old %d", bothMarked, onlyOld)
	}
}

func TestR053_BarnetsLovWaits(t *testing.T) {
	w, s := theWorld(t), state()
	barnetsLov := 0
	for id, st := range w.sagstyper {
		if st.Lov == "Barnets lov" {
			barnetsLov++
			if !s.Valg(mapping.Sagstype, id).Ikke {
				t.Errorf("%s is sent", st.Navn)
			}
		}
	}
	for id, c := range w.sager {
		if w.sagstyper[c.Sagstype].Lov == "Barnets lov" && c.Oprettet < 20240101 {
			t.Fatalf("%s began before Barnets lov", id)
		}
	}
	wrong := generate.YdelserFor("R054")
	if barnetsLov == 0 || len(wrong) != 1 || w.ydelser[wrong[0]].Lov != "Barnets lov" {
		t.Errorf("%d sagstyper under Barnets lov, R054 %v", barnetsLov, wrong)
	}
}

func TestR009_AdministrativeSagstyperAreNotSent(t *testing.T) {
	w, s := theWorld(t), state()
	n := 0
	for id, st := range w.sagstyper {
		if st.Administrativ {
			n++
			if b, _ := s.Beslutning(mapping.Sagstype, id); !b.Valg.Ikke || b.Grund == "" || st.Borgerrettet {
				t.Errorf("%+v: %+v", st, b)
			}
		}
	}
	if n != 2 {
		t.Errorf("got %d", n)
	}
}

func TestStandardYdelserHaveKnownCodesButOne(t *testing.T) {
	k := ydelsestype.Nyeste()
	local, fsiii, ffb, unknown := 0, 0, 0, 0
	for _, y := range theWorld(t).ydelser {
		switch y.Standard {
		case eoj.Lokal:
			local++
			continue
		case eoj.FSIII:
			fsiii++
		case eoj.FFB:
			ffb++
		}
		if typ, found := k.FindKode(string(y.Standard), y.Kode); !found {
			unknown++
		} else if !typ.Automatisk() {
			t.Errorf("%s: %s is not automatic, so the municipality would use FSIII there", y.ID, typ.Navn)
		}
	}
	if unknown != 1 || local < 120 || fsiii < 50 || ffb < 20 {
		t.Errorf("%d local, %d FSIII, %d FFB, %d unknown codes", local, fsiii, ffb, unknown)
	}
}

func TestNamesAreNotTheCataloguesTitles(t *testing.T) {
	titles := map[string]bool{}
	for _, typ := range ydelsestype.Nyeste().Typer() {
		titles[strings.ToLower(typ.Navn)] = true
	}
	for _, y := range theWorld(t).ydelser {
		if titles[strings.ToLower(y.Navn)] {
			t.Errorf("%s %q is a title of the catalogue", y.ID, y.Navn)
		}
	}
}
