package storetest

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/borger"
	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/program"
	"indeksbro/internal/projection"
	"indeksbro/internal/revision"
	"indeksbro/internal/store"
	"indeksbro/internal/suggest"
	"indeksbro/internal/tavle"
	"indeksbro/internal/visning"
	"indeksbro/internal/ydelsestype"
)

// fyldAlt writes something about a municipality into every table there is.
func fyldAlt(t *testing.T, s store.Store, kommune oio.CVR) {
	t.Helper()
	ok(t, s.SetPolitik(bg, kommune, "haendelser", "https://modtager.example", "Inge", noon))
	ok(t, s.WriteMirror(bg, kommune, func(tx mirror.Tx) error {
		return errors.Join(
			tx.Gem(bg, []mirror.Raekke{{Type: eoj.TypeSagstype, ID: "st-1", Version: 1, Slettet: -1, Linje: []byte(`{"type":"sagstype","id":"st-1","version":1,"navn":"Hjælp"}`)}}, mirror.Antal{}),
			tx.Gem(bg, []mirror.Raekke{sagRow("s-1", 1), sagRow("s-2", 1)}, mirror.Antal{Sager: 2}),
			tx.Gem(bg, []mirror.Raekke{bevillingRow("b-1", "s-1", 1)}, mirror.Antal{Bevillinger: 1}),
			tx.Beroer(bg, []projection.Beroert{{Slags: projection.BeroertSagstype, ID: "st-1"}}),
			tx.Set(bg, true, "", nil), tx.Set(bg, false, eoj.TypeSag, []string{"s-1"}),
			tx.Indlaest(bg, mirror.Indlaesning{Tid: noon, Sum: mirror.Sum{Linjer: 3, Taget: 3}}))
	}))
	ok(t, s.Beslut(bg, kommune, []mapping.Beslutning{{Tid: noon, Af: "Inge", Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{KLE: "27.35.04"}}}))
	ok(t, s.SkrivNoter(bg, kommune, []mapping.Note{{Tid: noon, Af: "Inge", Art: mapping.Sagstype, ID: "st-1", Slags: mapping.Kommentar, Tekst: "ses på"}}))
	unit := organisation.Enhed{UUID: oio.UUID{9}, Navn: "Visitation", Status: "Aktiv"}
	ok(t, s.GemOrganisation(bg, kommune, organisation.New([]organisation.Enhed{unit}), nil, noon))
	ok(t, s.Beslut(bg, kommune, []mapping.Beslutning{{Tid: noon, Af: "Inge", Art: mapping.Enhed, ID: "en-1", Valg: mapping.Valg{Kombit: unit.UUID}}}))
	ok(t, s.GemOrganisation(bg, kommune, organisation.New([]organisation.Enhed{{UUID: oio.UUID{9}, Navn: "Visitationen", Status: "Inaktiv"}}), nil, noon.Add(time.Hour)))
	ok(t, s.GemPlan(bg, kommune, &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "27", Titel: "Social"}}}, "27", nil, noon))
	for version := byte(1); version <= 2; version++ {
		ok(t, s.GemObjekter(bg, kommune, []index.Raekke{objekt(1, version), objekt(2, version)}, []index.Person{{Borger: citizen(1), Navn: "Ida Holm", Soegenavn: "ida holm", CPR: []byte("sealed")}}))
	}
	ok(t, s.GemDefinitioner(bg, kommune, &ydelsestype.Kodeliste{System: "FSIII", Definitioner: []ydelsestype.Definition{{System: "FSIII", Kode: "H1.0", Navn: "Bad"}}}))
	ok(t, s.GemFaelles(bg, kommune, []suggest.KommuneValg{{Kommune: "33333333", Slags: "ydelse", Navn: "Rygestop", Kode: "a"}}))
	ok(t, s.SaetKontakt(bg, kommune, borger.ManuelKontakt{Enhed: oio.UUID{7}, Kontakt: borger.Kontakt{Enhed: "Borgerservice"}, Af: "Inge", Tid: noon}))
	ok(t, s.Skriv(bg, kommune, []export.Post{{Art: oio.ArtSag, Nr: 1, UUID: oio.UUID{1}, Grund: projection.Sendes}}, map[export.Taelling]int{{Sagstype: "st-1", Art: oio.ArtSag}: 1}, export.Skrivning{}))
	inPlan(t, s, kommune, func(p export.Planlaegning) error { p.Plan().SagSeq = 1; return nil })
	newDeletion(t, s, kommune, export.Sletning{Tid: noon, Objekter: 1, Borgere: 1, Venter: true})
	must(s.Reserver(bg, kommune, oio.ArtSag, time.Hour))(t)
	ok(t, s.GemForfra(bg, kommune, &export.Forfra{Tid: noon, Af: "anna", Trin: export.Afmaerk}))
	ok(t, s.Aktiver(bg, kommune, true, "Inge", "", noon))
	ok(t, s.GemFakta(bg, kommune, []program.Faktum{{Tid: noon, Af: "Inge", Emne: program.Varsel, Dato: 20260301}}))
	ok(t, s.GemRevision(bg, kommune, []revision.Post{lookup("inge", 1, 0), lookup("bo", 1, 1)}, Noegle))
	must(s.RydRevision(bg, kommune, noon.Add(30*time.Second), revision.Post{Tid: noon.Add(time.Hour), Hvem: "indeksbro"}, Noegle))(t)
	id := sha256.Sum256([]byte("id"))
	ok(t, s.GemSession(bg, kommune, id, noon, noon.Add(time.Hour), []byte("sealed")))
	must(s.Engangs(bg, kommune, id, noon.Add(time.Hour), []byte("x")))(t)
	ok(t, s.NyMaskine(bg, kommune, adgang.Maskine{Navn: "cura", Slags: adgang.Noegle, Aftryk: id, Roller: adgang.Leverandoeren, Oprettet: noon, Af: "Inge"}))
	ok(t, s.TaelKald(bg, kommune, []visning.Kald{{Dag: 20260301, Slags: visning.KaldYdelser, Antal: 1}}))
	ok(t, s.SlaaOp(bg, kommune, []tavle.Opslag{{Tid: noon, Af: "Inge", Art: tavle.Svar, Kode: "k", Tekst: "ja"}}))
	ok(t, s.GemKommunestand(bg, &tavle.Kommunestand{Kommune: kommune, Navn: "Byen", Tid: noon}))
}

// exerciseSletAlt fills every table for two municipalities and deletes one.
func exerciseSletAlt(t *testing.T, s store.Store) {
	fyldAlt(t, s, ours)
	fyldAlt(t, s, theirs)
	before, neighbour := must(s.Raekker(bg, ours))(t), must(s.Raekker(bg, theirs))(t)
	if len(before) < 38 {
		t.Errorf("%d tables are counted: %v", len(before), before)
	}
	for table, n := range before {
		if n == 0 {
			t.Errorf("nothing was put into %s, so nobody knows that it is emptied: give fyldAlt a line for it", table)
		}
	}
	ok(t, s.SletAlt(bg, ours))
	for table, n := range must(s.Raekker(bg, ours))(t) {
		if n != 0 {
			t.Errorf("%d rows are left in %s", n, table)
		}
	}
	same(t, "the neighbour's", must(s.Raekker(bg, theirs))(t), neighbour)
	same(t, "municipalities", must(s.Kommuner(bg))(t), []oio.CVR{theirs})
	holds(t, s, theirs, neighbour["opslag"])
	ok(t, s.SletAlt(bg, ours)) // of nothing there is nothing to delete
	fyldAlt(t, s, ours)        // and it may come again, as if it had never been
	same(t, "once more", must(s.Raekker(bg, ours))(t), before)
}
