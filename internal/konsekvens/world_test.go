package konsekvens_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/seal"
	"indeksbro/internal/store/sqlite"
)

// fataler is what testing.T and rapid.T share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

const idag oio.Dato = 20260115

var (
	bg    = context.Background()
	fkTop = oio.NameUUID("prøve/top")
	fkA   = oio.NameUUID("prøve/a")
	fkB   = oio.NameUUID("prøve/b")
)

const diaet = "FSIII#cf7a55c2-7061-47ed-b7c5-e29620fe93bf"

// world is one municipality on a real store, with the real exporter and the embedded indexes.
type world struct {
	t     fataler
	db    *sqlite.DB
	keys  *seal.Noegler
	index *index.Index
	clock time.Time
}

func newWorld(t fataler, dir string) *world {
	t.Helper()
	w := &world{t: t, clock: idag.Midnat().Add(12 * time.Hour)}
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	w.must(err)
	w.keys, err = ring.Kommune(oio.Korsbaek)
	w.must(err)
	w.db, err = sqlite.Open(bg, filepath.Join(dir, "w.db"), sqlite.Options{CacheMiB: 4})
	w.must(err)
	w.index = &index.Index{Store: w.db, Ring: ring, Nu: w.now}
	w.must(w.db.GemPlan(bg, oio.Korsbaek, &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{
		{Nummer: "27", Titel: "Prøve"}, {Nummer: "27.01", Titel: "Prøvegruppe"}, {Nummer: "27.01.01", Titel: "Et emne"}, {Nummer: "27.01.02", Titel: "Et andet emne"},
	}}, "", nil, w.now()))
	w.must(w.db.GemOrganisation(bg, oio.Korsbaek, organisation.New([]organisation.Enhed{
		{UUID: fkTop, Navn: "Korsbæk", Status: "Aktiv"}, {UUID: fkA, Navn: "Visitation A", Status: "Aktiv"}, {UUID: fkB, Navn: "Nedlagt", Status: "Inaktiv"},
	}), nil, w.now()))
	w.feed(
		`{"type":"sagstype","id":"st-1","version":1,"navn":"Forebyggelse"}`,
		`{"type":"sagstype","id":"st-2","version":1,"navn":"Hjælpemidler"}`,
		`{"type":"ydelse","id":"yd-1","version":1,"sagstype":"st-1","navn":"Diætist KOL","standard":"lokal","art":"ressourcemæssig"}`,
		`{"type":"ydelse","id":"yd-2","version":1,"sagstype":"st-1","navn":"Personlig hygiejne","standard":"FSIII","kode":"H1.1"}`,
		`{"type":"ydelse","id":"yd-3","version":1,"sagstype":"st-1","navn":"Pakke A","pakke":true}`,
		`{"type":"ydelse","id":"yd-4","version":1,"sagstype":"st-2","navn":"Kropsbårne","art":"fysisk"}`,
		`{"type":"enhed","id":"en-1","version":1,"navn":"Social & Omsorg"}`,
		`{"type":"enhed","id":"en-2","version":1,"navn":"Visitation A","overordnet":"en-1"}`,
		`{"type":"enhed","id":"en-3","version":1,"navn":"Gruppe 1","overordnet":"en-2"}`,
		`{"type":"enhed","id":"en-4","version":1,"navn":"Udegruppe Syd"}`,
	)
	w.must(w.db.Aktiver(bg, oio.Korsbaek, true, "prøve", "", w.now()))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
}

func (w *world) now() time.Time {
	w.clock = w.clock.Add(time.Second)
	return w.clock
}

func (w *world) feed(lines ...string) {
	w.t.Helper()
	loader := &mirror.Loader{Store: w.db, Kommune: oio.Korsbaek, Noegler: w.keys, Nu: w.now}
	sum, err := loader.Load(bg, strings.NewReader(strings.Join(lines, "\n")))
	w.must(err)
	if sum.Afvist > 0 {
		w.t.Fatalf("%d lines are refused", sum.Afvist)
	}
}

func decision(art mapping.Art, id, words string) mapping.Beslutning {
	choice, err := mapping.ParseValg(art, words)
	if err != nil {
		panic(err)
	}
	return mapping.Beslutning{Af: "prøve", Art: art, ID: id, Valg: choice}
}

func (w *world) decide(decisions ...mapping.Beslutning) {
	w.t.Helper()
	w.must(w.db.Beslut(bg, oio.Korsbaek, decisions))
}

// preview says what the decisions would do as things stand.
func (w *world) preview(decisions ...mapping.Beslutning) konsekvens.Konsekvens {
	w.t.Helper()
	g, err := w.db.Grundlag(bg, oio.Korsbaek)
	w.must(err)
	k, err := konsekvens.Beregn(bg, w.db, g, decisions, idag)
	w.must(err)
	return k
}

// export runs the real exporter until nothing is left to do.
func (w *world) export() {
	w.t.Helper()
	x := &export.Exporter{Store: w.db, Kommune: oio.Korsbaek, Noegler: w.keys, SDI: w.index, YDI: w.index, Nu: w.now,
		Graense: func(context.Context) (export.Graense, error) {
			return export.Graense{Procent: 100, Borgere: 1 << 30}, nil
		}}
	for range 2 {
		_, err := x.Run(bg)
		w.must(err)
		deletions, err := w.db.Sletninger(bg, oio.Korsbaek)
		w.must(err)
		for _, d := range deletions {
			if d.Venter {
				w.must(w.db.GodkendSletning(bg, oio.Korsbaek, d.Nr, "prøve", w.now()))
			}
		}
	}
}

// held is what the indexes hold, by identity.
func (w *world) held() map[oio.UUID]oio.Gemt {
	w.t.Helper()
	found, err := w.index.Soeg(bg, oio.Korsbaek, index.Soegning{Antal: 1 << 20})
	w.must(err)
	held := make(map[oio.UUID]oio.Gemt)
	for _, g := range found {
		held[g.Objekt.Identitet()] = g
	}
	return held
}

// sagLine is a case of one of the citizens 1 to 9.
func sagLine(id string, version int, sagstype, enhed, closed string, citizen int) string {
	return fmt.Sprintf(`{"type":"sag","id":%q,"version":%d,"sagstype":%q,"cpr":"710550000%d","partNavn":"Vera Prøve","enhed":%q,"oprettet":"2024-01-03","afsluttet":%s}`,
		id, version, sagstype, citizen, enhed, orNull(closed))
}

func grantLine(id string, version int, sag, ydelse, enhed, ended string) string {
	return fmt.Sprintf(`{"type":"bevilling","id":%q,"version":%d,"sag":%q,"ydelse":%q,"enhed":%s,"fra":"2024-01-10","til":%s}`, id, version, sag, ydelse, orNull(enhed), orNull(ended))
}

func orNull(s string) string {
	if s == "" {
		return "null"
	}
	return `"` + s + `"`
}
