package haendelse_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/haendelse"
	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

var nyt = haendelse.Haendelse{Nr: 7, Kommune: oio.Korsbaek, Art: oio.ArtBevilling, UUID: oio.NameUUID("b"), Slags: haendelse.Aendret, KLE: "27.35.04", Tid: time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)}

func TestACloudEventHasWhatTheStandardDemands(t *testing.T) {
	t.Parallel()
	raw, err := nyt.CloudEvent()
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"specversion": "1.0", "type": "dk.indeksbro.bevilling.aendret", "source": "urn:oio:cvr-nr:11111111", "subject": nyt.UUID.String(), "time": "2026-05-04T08:00:00Z"} {
		if got[name] != want {
			t.Errorf("%s is %v, want %s", name, got[name], want)
		}
	}
	again, _ := nyt.CloudEvent()
	other := nyt
	other.Nr++
	next, _ := other.CloudEvent()
	if string(again) != string(raw) || strings.Contains(string(next), got["id"].(string)) {
		t.Error("the id must be the same for the same news and for no other")
	}
}

func TestABeskedCanBeFiltered(t *testing.T) {
	t.Parallel()
	doc, err := xmltree.Laes(nyt.Besked(), xmltree.Graenser{})
	if err != nil {
		t.Fatal(err)
	}
	in := func(names ...string) string {
		e := doc.Rod()
		for _, n := range names {
			e = e.Barn(haendelse.BeskedRum, n)
		}
		return e.Tekst()
	}
	if in("Beskedkuvert", "Filtreringsdata", "ObjektRegistrering", "ObjektId") != nyt.UUID.String() || in("Beskedkuvert", "Filtreringsdata", "ObjektRegistrering", "OpgaveEmne") != "urn:oio:kle:27.35.04" || in("Beskedkuvert", "Leveranceinformation", "Dannelsestidspunkt") == "" {
		t.Errorf("%s", nyt.Besked())
	}
}
