package generate_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"indeksbro/internal/generate"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
)

type fkEnhed struct {
	UUID, Overordnet oio.UUID
	Navn, Status     string
	CVR              string
	Adresser         []struct{ Rolle, Tekst string }
}

func fk(t *testing.T) map[oio.UUID]fkEnhed {
	t.Helper()
	var b bytes.Buffer
	if err := generate.Organisation(&b, korsbaek); err != nil {
		t.Fatal(err)
	}
	units := map[oio.UUID]fkEnhed{}
	for _, line := range bytes.Split(bytes.TrimSpace(b.Bytes()), []byte("\n")) {
		var u fkEnhed
		if err := json.Unmarshal(line, &u); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if !u.Overordnet.IsZero() && units[u.Overordnet].Navn == "" {
			t.Errorf("%s comes before its parent", u.Navn)
		}
		units[u.UUID] = u
	}
	return units
}

func TestFKOrganisationHasAddressesForMost(t *testing.T) {
	with, without, inactive := 0, 0, 0
	for _, u := range fk(t) {
		if u.CVR != string(oio.Korsbaek) {
			t.Errorf("%+v", u)
		}
		switch {
		case u.Status != "Aktiv":
			inactive++
		case len(u.Adresser) == 5:
			with++
		case len(u.Adresser) == 0:
			without++
		}
	}
	if with < 20 || without < 3 || inactive != 1 {
		t.Errorf("%d with addresses, %d without, %d inactive", with, without, inactive)
	}
}

func TestR073_EachKombitIDIsGivenOnceAndActive(t *testing.T) {
	units, given := fk(t), map[oio.UUID]string{}
	state().Alle(mapping.Enhed, func(b mapping.Beslutning) {
		if units[b.Valg.Kombit].Status != "Aktiv" || given[b.Valg.Kombit] != "" {
			t.Errorf("%s: %v, also %s", b.ID, units[b.Valg.Kombit], given[b.Valg.Kombit])
		}
		given[b.Valg.Kombit] = b.ID
	})
}

func TestR076_TheThreeSituations(t *testing.T) {
	w, s, units := theWorld(t), state(), fk(t)
	byName := map[string]bool{}
	for _, u := range units {
		byName[u.Navn] = true
	}
	same, other, missing := 0, 0, 0
	for id, e := range w.enheder {
		if !e.Sagsansvarlig || e.Usynlig {
			continue
		}
		switch kombit := s.Valg(mapping.Enhed, id).Kombit; {
		case kombit.IsZero() && through(w, s, id) != "" && !byName[e.Navn]:
			missing++
		case units[kombit].Navn == e.Navn:
			same++
		case !kombit.IsZero():
			other++
		}
	}
	if same < 8 || other < 3 || missing < 2 {
		t.Errorf("same %d, other name %d, missing %d", same, other, missing)
	}
	if got := through(w, s, "en-13"); w.enheder["en-13"].Navn != "Træning" || w.enheder[got].Navn != "Genoptræning" {
		t.Errorf("Træning is resolved through %s", got)
	}
}

func TestR072_OneResponsibleEnhedResolvesToNothing(t *testing.T) {
	w, s := theWorld(t), state()
	lost := map[string]int{}
	for _, c := range w.sager {
		if through(w, s, c.Enhed) == "" {
			lost[c.Enhed]++
			if b, _ := s.Beslutning(mapping.Sagstype, c.Sagstype); b.Valg.KLE == "" || b.Trods == "" {
				t.Fatalf("%s: %+v", c.ID, b)
			}
		}
	}
	if len(lost) != 1 || lost["en-37"] < 10 {
		t.Errorf("got %v", lost)
	}
}

func TestR077_InvisibleEnheder(t *testing.T) {
	w, s := theWorld(t), state()
	running := map[string]int{}
	responsible := map[string]int{}
	for _, c := range w.sager {
		responsible[c.Enhed]++
	}
	for _, b := range w.bevillinger {
		if b.Fra <= korsbaek.Dato && (b.Til == 0 || b.Til > korsbaek.Dato) {
			running[w.sager[b.Sag].Enhed]++
		}
	}
	with, without := 0, 0
	for id, e := range w.enheder {
		if !e.Usynlig {
			continue
		}
		if responsible[id] == 0 {
			t.Errorf("%s was never responsible", e.Navn)
		}
		mapped := !s.Valg(mapping.Enhed, id).Kombit.IsZero()
		switch {
		case running[id] > 0 && mapped:
			with++
		case running[id] == 0 && !mapped:
			without++
		}
	}
	if with != 1 || without != 1 {
		t.Errorf("with running grants %d, without %d", with, without)
	}
}
