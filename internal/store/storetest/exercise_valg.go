package storetest

import (
	"testing"
	"time"

	"indeksbro/internal/borger"
	"indeksbro/internal/eoj"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/store"
	"indeksbro/internal/suggest"
	"indeksbro/internal/ydelsestype"
)

func exercisePolitik(t *testing.T, s store.Store) {
	ok(t, s.SetPolitik(bg, ours, "hold-back", "false", "Inge", noon))
	ok(t, s.SetPolitik(bg, ours, "deletion-percent", "5", "Inge", noon))
	ok(t, s.SetPolitik(bg, ours, "deletion-percent", "3.5", "Bo", noon))
	want := politik.Default(ours)
	want.HoldBack, want.Procent = false, 3.5
	same(t, "policy", must(s.Politik(bg, ours))(t), want)
	tasks := must(s.Opgaver(bg, ours))(t)
	if len(tasks) == 0 || tasks[0].Beroert.Slags != projection.BeroertAlt {
		t.Errorf("a choice touches %v, want everything", tasks)
	}
}

func exerciseBeslutninger(t *testing.T, s store.Store) {
	a := mapping.Beslutning{Tid: noon, Af: "Inge", Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{KLE: "27.35.04"}, Grund: "g", Trods: "t"}
	b := mapping.Beslutning{Tid: noon, Af: "Bo", Art: mapping.Enhed, ID: "en-1", Valg: mapping.Valg{Kombit: oio.UUID{3}}}
	back := mapping.Beslutning{Tid: noon, Af: "Bo", Art: mapping.Sagstype, ID: "st-1"}
	ok(t, s.Beslut(bg, ours, []mapping.Beslutning{a, b}))
	ok(t, s.Beslut(bg, ours, nil))
	ok(t, s.Beslut(bg, ours, []mapping.Beslutning{back, a}))
	history := must(s.Beslutninger(bg, ours))(t)
	want := []mapping.Beslutning{a, b, back, a}
	want[2].IStedFor = a.Valg
	for i := range want {
		want[i].Nr = int64(i + 1)
		if i < len(history) && history[i].Tid.Equal(noon) {
			history[i].Tid = noon
		}
	}
	same(t, "history", history, want)
	var touched []projection.Beroert
	for _, task := range must(s.Opgaver(bg, ours))(t) {
		touched = append(touched, task.Beroert)
	}
	st, en := projection.Beroert{Slags: projection.BeroertSagstype, ID: "st-1"}, projection.Beroert{Slags: projection.BeroertEnhed, ID: "en-1"}
	same(t, "touched", touched, []projection.Beroert{st, en, st, st})
}

func exerciseNoter(t *testing.T, s store.Store) {
	a := mapping.Note{Tid: noon, Af: "Inge", Art: mapping.Ydelse, ID: "yd-1", Slags: mapping.Afklaring, Tekst: "hvad er det?"}
	b := mapping.Note{Tid: noon, Af: "Bo", Art: mapping.Ydelse, ID: "yd-1", Slags: mapping.AfvistForslag, Kode: "FSIII#H7.2"}
	ok(t, s.SkrivNoter(bg, ours, []mapping.Note{a, b}))
	ok(t, s.SkrivNoter(bg, ours, nil))
	ok(t, s.SkrivNoter(bg, theirs, []mapping.Note{b}))
	ok(t, s.SkrivNoter(bg, ours, []mapping.Note{a}))
	notes := must(s.Noter(bg, ours))(t)
	want := []mapping.Note{a, b, a}
	for i := range want {
		want[i].Nr = int64(i + 1)
		if i < len(notes) && notes[i].Tid.Equal(noon) {
			notes[i].Tid = noon
		}
	}
	same(t, "notes", notes, want)
	if tasks := must(s.Opgaver(bg, ours))(t); len(tasks) != 0 {
		t.Errorf("notes touch %v, want nothing", tasks)
	}
}

func exerciseDefinitioner(t *testing.T, s store.Store) {
	old := ydelsestype.Definition{System: "FSIII", Kode: "H1.0", Navn: "Gammel"}
	bath := ydelsestype.Definition{System: "FSIII", Kode: "H1.1", Navn: "Personlig hygiejne", Tekst: "hjælp", Eksempler: []string{"bad", "hårvask"}}
	other := ydelsestype.Definition{System: "FFB", Kode: "x", Navn: "Støtte"}
	ok(t, s.GemDefinitioner(bg, ours, &ydelsestype.Kodeliste{System: "FSIII", Definitioner: []ydelsestype.Definition{old}}))
	ok(t, s.GemDefinitioner(bg, ours, &ydelsestype.Kodeliste{System: "FFB", Definitioner: []ydelsestype.Definition{other}}))
	ok(t, s.GemDefinitioner(bg, ours, &ydelsestype.Kodeliste{System: "FSIII", Definitioner: []ydelsestype.Definition{bath}}))
	same(t, "definitions", must(s.Definitioner(bg, ours))(t), []ydelsestype.Definition{other, bath})
	same(t, "another municipality", len(must(s.Definitioner(bg, theirs))(t)), 0)
}

func exerciseFaelles(t *testing.T, s store.Store) {
	choice := func(from oio.CVR, code string) suggest.KommuneValg {
		return suggest.KommuneValg{Kommune: from, Slags: "ydelse", Navn: "Rygestop", Lov: "SUL", Paragraf: "119", Kode: code}
	}
	ok(t, s.GemFaelles(bg, ours, []suggest.KommuneValg{choice("33333333", "a"), choice("44444444", "a"), choice("33333333", "b")}))
	ok(t, s.GemFaelles(bg, ours, []suggest.KommuneValg{choice("33333333", "c")}))
	same(t, "choices", must(s.Faelles(bg, ours))(t), []suggest.KommuneValg{choice("44444444", "a"), choice("33333333", "c")})
	same(t, "another municipality", len(must(s.Faelles(bg, theirs))(t)), 0)
}

func exerciseKontakter(t *testing.T, s store.Store) {
	by := borger.ManuelKontakt{Enhed: oio.UUID{7}, Kontakt: borger.Kontakt{Enhed: "Borgerservice", Telefon: "55 55 00 01", Tid: "kl. 9–14", Email: "b@example.dk"}, Af: "Inge", Tid: noon}
	back := borger.ManuelKontakt{Enhed: oio.UUID{7}, Af: "Bo", Tid: noon}
	ok(t, s.SaetKontakt(bg, ours, by))
	ok(t, s.SaetKontakt(bg, theirs, by))
	ok(t, s.SaetKontakt(bg, ours, back))
	history := must(s.Kontakter(bg, ours))(t)
	for i := range history {
		if history[i].Tid.Equal(noon) {
			history[i].Tid = noon
		}
	}
	same(t, "contacts", history, []borger.ManuelKontakt{by, back})
}

func exercisePlan(t *testing.T, s store.Store) {
	old := &kle.Plan{Udgivet: 20240501, Klasser: []kle.Klasse{
		{Nummer: "27", Titel: "Social"}, {Nummer: "27.35", Titel: "Hjælp"},
		{Nummer: "27.35.04", Titel: "Madservice", UUID: "70355b26-6028-4e42-9eb1-1a93aa9890b1", Stikord: []kle.Stikord{{Tekst: "mad", Handlingsfacet: "G01"}},
			Retskilder: []kle.Retskilde{{Titel: "Serviceloven", Paragraf: "§ 83"}}, Oprettet: 20100101, Udgaaet: 20300101, Rettet: []oio.Dato{20200101}, AfloestAf: []kle.Nummer{"27.35.08"}},
	}, Handlingsfacetter: []kle.Facet{{Nummer: "G", Titel: "Generelt"}, {Nummer: "G01", Titel: "Generelle sager"}}}
	newer := &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "27", Titel: "Socialområdet"}, {Nummer: "27.35", Titel: "Hjælp"}, {Nummer: "27.35.08", Titel: "Rengøring"}}}
	touched := []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}}
	ok(t, s.GemPlan(bg, ours, old, "27", touched, noon))
	same(t, "as imported", must(s.Plan(bg, ours, false))(t), old)
	same(t, "touched", must(s.Opgaver(bg, ours))(t)[0].Beroert, touched[0])
	before := must(s.Stand(bg, ours))(t).Grundlag
	ok(t, s.GemPlan(bg, ours, newer, "27", nil, noon))
	if after := must(s.Stand(bg, ours))(t).Grundlag; after == before {
		t.Error("an import of KLE does not tell that what may be chosen from has changed")
	}
	same(t, "newest", must(s.Plan(bg, ours, false))(t), newer)
	all := must(s.Plan(bg, ours, true))(t)
	class, found := all.Find("27.35.04")
	if !found {
		t.Fatal("a class that left KLE is lost")
	}
	same(t, "kept aside", *class, old.Klasser[2])
	if class, _ := all.Find("27"); class == nil || class.Titel != "Socialområdet" {
		t.Errorf("27 is %v, want the newest", class)
	}
	ok(t, s.GemPlan(bg, ours, old, "27", nil, noon))
	same(t, "back again", must(s.Plan(bg, ours, false))(t), old)
}

func exerciseOrganisation(t *testing.T, s store.Store) {
	unit := organisation.Enhed{UUID: oio.UUID{1}, Navn: "Visitation", Overordnet: oio.UUID{2}, Status: "Aktiv", CVR: ours, PNummer: "1029290000",
		Adresser: []organisation.Adresse{{Rolle: "telefon", Tekst: "55 55 01 23"}}, Opgaver: []string{"27.35"}}
	touched := []projection.Beroert{{Slags: projection.BeroertEnhed, ID: "en-1"}}
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{unit, {UUID: oio.UUID{2}, Navn: "Top", Status: "Inaktiv"}}), touched, noon))
	tree := must(s.Organisation(bg, ours))(t)
	same(t, "units", tree.Len(), 2)
	got, _ := tree.Find(unit.UUID)
	same(t, "unit", *got, unit)
	same(t, "touched", must(s.Opgaver(bg, ours))(t)[0].Beroert, touched[0])
	if when := must(s.OrganisationHentet(bg, ours))(t); !when.Equal(noon) {
		t.Errorf("imported at %v, want %v", when, noon)
	}
	later := noon.Add(24 * time.Hour)
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{{UUID: oio.UUID{3}, Navn: "Ny", Status: "Aktiv"}}), nil, later))
	tree = must(s.Organisation(bg, ours))(t)
	if _, still := tree.Find(unit.UUID); still || tree.Len() != 1 {
		t.Error("an import replaces the whole tree")
	}
	if when := must(s.OrganisationHentet(bg, ours))(t); !when.Equal(later) {
		t.Errorf("imported at %v, want %v", when, later)
	}
}

func exerciseOrganisationsaendringer(t *testing.T, s store.Store) {
	over, other, mapped, unused := organisation.Enhed{UUID: oio.UUID{1}, Navn: "Omsorg", Status: "Aktiv"}, organisation.Enhed{UUID: oio.UUID{2}, Navn: "Social", Status: "Aktiv"},
		organisation.Enhed{UUID: oio.UUID{3}, Navn: "Visitation A", Overordnet: oio.UUID{1}, Status: "Aktiv"}, organisation.Enhed{UUID: oio.UUID{4}, Navn: "Vejen", Status: "Aktiv"}
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{over, other, mapped, unused}), nil, noon))
	ok(t, s.Beslut(bg, ours, []mapping.Beslutning{{Tid: noon, Af: "Inge", Art: mapping.Enhed, ID: "en-1", Valg: mapping.Valg{Kombit: mapped.UUID}}}))
	same(t, "before a second import", len(must(s.Organisationsaendringer(bg, ours))(t)), 0)
	before := must(s.Stand(bg, ours))(t).Grundlag

	moved := mapped
	moved.Overordnet = other.UUID
	later := noon.Add(24 * time.Hour)
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{over, other, moved}), nil, later))
	if after := must(s.Stand(bg, ours))(t).Grundlag; after == before {
		t.Error("an import does not tell that what may be chosen from has changed")
	}
	ok(t, s.GemOrganisation(bg, ours, organisation.New([]organisation.Enhed{over, other}), nil, later.Add(time.Hour)))
	got := must(s.Organisationsaendringer(bg, ours))(t)
	if len(got) != 2 || !got[0].Tid.Equal(later) {
		t.Fatalf("changes are %+v", got)
	}
	got[0].Tid, got[1].Tid = time.Time{}, time.Time{}
	same(t, "moved", got[0], organisation.Aendring{Nr: 1, Slags: organisation.Flyttet, Enhed: "en-1", Foer: mapped, Efter: moved, OverFoer: "Omsorg", OverEfter: "Social"})
	same(t, "gone", got[1], organisation.Aendring{Nr: 2, Slags: organisation.Forsvundet, Enhed: "en-1", Foer: moved, OverFoer: "Social"})
	same(t, "theirs", len(must(s.Organisationsaendringer(bg, theirs))(t)), 0)
}

func exerciseAktiver(t *testing.T, s store.Store) {
	touched := []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}}
	inMirror(t, s, func(tx mirror.Tx) error { return tx.Beroer(bg, touched) })
	for _, on := range []bool{true, false, true} {
		ok(t, s.Aktiver(bg, ours, on, "Inge", "aftalt", noon))
		same(t, "active", must(s.Stand(bg, ours))(t).Aktiv, on)
		same(t, "the other", must(s.Stand(bg, theirs))(t).Aktiv, false)
		same(t, "what waits, waits on", len(must(s.Opgaver(bg, ours))(t)), 1)
	}
}

func exerciseGrundlag(t *testing.T, s store.Store) {
	fill(t, s)
	save(t, s, mirror.Antal{}, mirror.Raekke{Type: eoj.TypeEnhed, ID: "en-1", Version: 1, Slettet: 2, Linje: []byte(`{"type":"enhed","id":"en-1","version":1,"navn":"Nord"}`)})
	save(t, s, mirror.Antal{}, mirror.Raekke{Type: eoj.TypeYdelse, ID: "yd-9", Version: -1, Slettet: 2})
	g := must(s.Grundlag(bg, ours))(t)
	same(t, "sagstype", g.Sagstyper["st-1"].Navn, "Hjælp")
	same(t, "a deleted enhed keeps its name", g.Enheder["en-1"].Navn, "Nord")
	same(t, "only a deletion is nothing", len(g.Ydelser), 0)
	same(t, "mapping", g.Mapping.Valg(mapping.Sagstype, "st-1"), mapping.Valg{KLE: "27.35.04"})
	same(t, "policy", g.Policy.HoldBack, false)
	same(t, "municipality", g.Kommune.CVR, ours)
	same(t, "organisation", g.Organisation.Len(), 1)
	same(t, "KLE", len(g.KLE.Klasser), 1)
}

func exerciseTal(t *testing.T, s store.Store) {
	fill(t, s)
	for _, name := range []oio.CVR{theirs, "00000042"} {
		ok(t, s.Aktiver(bg, name, false, "Inge", "", noon))
	}
	same(t, "municipalities", must(s.Kommuner(bg))(t), []oio.CVR{"00000042", ours, theirs})
	other := sagRow("s-2", 1)
	other.Enhed = "en-2"
	save(t, s, mirror.Antal{}, other, sagRow("s-3", 1), sagRow("s-4", 1))
	save(t, s, mirror.Antal{}, gone(sagRow("s-4", 0), 2, false))
	same(t, "cases by unit", must(s.SagerPrEnhed(bg, ours, "st-1"))(t), map[string]int{"en-1": 2, "en-2": 1})
	if when := must(s.SidstIndlaest(bg, ours))(t); !when.Equal(noon) {
		t.Errorf("last load at %v, want %v", when, noon)
	}
	grant := objekt(3, 5)
	grant.Art, grant.Sag = oio.ArtBevilling, oio.UUID{15: 1}
	ok(t, s.GemObjekter(bg, ours, []index.Raekke{grant}, nil))
	n := must(s.IndeksTal(bg, ours))(t)
	if !n.SidstAendret.Equal(grant.StsTidspunkt) {
		t.Errorf("last changed at %v, want %v", n.SidstAendret, grant.StsTidspunkt)
	}
	n.SidstAendret = time.Time{}
	same(t, "figures", n, store.IndeksTal{Sager: 2, Bevillinger: 1, Borgere: 1})
}
