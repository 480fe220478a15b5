package storetest

import (
	"testing"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/store"
	"indeksbro/internal/tavle"
)

func exerciseTavle(t *testing.T, s store.Store) {
	same(t, "an empty board", len(must(s.Tavle(bg, tavle.Valg, tavle.Svar))(t)), 0)
	same(t, "nobody stands anywhere", len(must(s.Kommunestande(bg))(t)), 0)
	ok(t, s.SlaaOp(bg, ours, []tavle.Opslag{{Tid: noon, Af: "Inge", Art: tavle.Valg, Kode: "ydelse/a", Tekst: "{}"}, {Tid: noon.Add(time.Hour), Af: "Bo", Art: tavle.Svar, Kode: "k", Tekst: "ja"}}))
	ok(t, s.SlaaOp(bg, theirs, []tavle.Opslag{{Tid: noon.Add(time.Minute), Af: "Per", Art: tavle.Valg, Kode: "ydelse/a", Tekst: "{}"}}))
	all := must(s.Tavle(bg, tavle.Valg, tavle.Svar))(t)
	if len(all) != 3 {
		t.Fatalf("notices %+v", all)
	}
	same(t, "oldest first, everybody's", []oio.CVR{all[0].Kommune, all[1].Kommune, all[2].Kommune}, []oio.CVR{ours, theirs, ours})
	all[2].Tid = all[2].Tid.UTC()
	same(t, "whole", all[2], tavle.Opslag{Kommune: ours, Nr: 2, Tid: noon.Add(time.Hour).UTC(), Af: "Bo", Art: tavle.Svar, Kode: "k", Tekst: "ja"})
	same(t, "of a kind", len(must(s.Tavle(bg, tavle.Svar))(t)), 1)

	first := &tavle.Kommunestand{Kommune: ours, Navn: "Vores", Tid: noon, Trin: []tavle.Trinstand{{Nr: "1", Tilstand: tavle.Gjort, Siden: 20260301}, {Nr: "2", Tilstand: "klar"}}, Klassifikation: true}
	ok(t, s.GemKommunestand(bg, first))
	first.Trin[1].Tilstand = tavle.Gjort
	ok(t, s.GemKommunestand(bg, first))
	next := *first
	next.Tid, next.Eksport = noon.AddDate(0, 0, 1), true
	ok(t, s.GemKommunestand(bg, &next))
	ok(t, s.GemKommunestand(bg, &tavle.Kommunestand{Kommune: theirs, Navn: "Deres", Tid: noon}))
	standings := must(s.Kommunestande(bg))(t)
	if len(standings) != 2 {
		t.Fatalf("standings %+v", standings)
	}
	mine := standings[0]
	if mine.Kommune != ours {
		mine = standings[1]
	}
	same(t, "the last of each", mine.Eksport, true)
	same(t, "its steps", mine.Trin, next.Trin)
	days := must(s.Kommunedage(bg, 0))(t)
	same(t, "days", len(days), 3)
	same(t, "since a day", must(s.Kommunedage(bg, oio.DatoOf(next.Tid)))(t), []tavle.Dag{{Kommune: ours, Dag: oio.DatoOf(next.Tid), Gjorte: 2, Klassifikation: true, Eksport: true}})
}
