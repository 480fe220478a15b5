package export_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/store"
	"indeksbro/internal/store/sqlite"
)

// fataler is what testing.T and rapid.T share.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// world is one municipality on a real store with embedded indexes that can be made to fail.
type world struct {
	t       fataler
	dir     string
	opener  func(*world) (store.Store, error)
	db      store.Store
	ring    *seal.Ring
	keys    *seal.Noegler
	index   *index.Index
	faults  *faults
	clock   time.Time
	limit   export.Graense
	retry   bool
	samlet  bool // index and ledger are written in one transaction
	chunk   int
	running *export.Exporter
}

// faults stands between exporter and index.
type faults struct {
	inner  export.Indeks
	before error                 // the next call fails and does nothing
	after  error                 // the next call does its work and forgets to say so
	refuse func(oio.Objekt) bool // these are refused
	seen   []oio.Objekt          // everything that was ever imported
	calls  int
}

var errDown = errors.New("index is down")

// once gives a fault that was planned, which then is over.
func once(planned *error) error {
	err := *planned
	*planned = nil
	return err
}

// take parts objects into those that are accepted and answers that say which.
func (f *faults) take(objects []oio.Registreret) (accepted []oio.Registreret, answers []export.Svar) {
	answers = make([]export.Svar, len(objects))
	for i, o := range objects {
		if f.refuse != nil && f.refuse(o.Objekt) {
			answers[i].Fejl = "afvist i prøven"
			continue
		}
		answers[i].OK = true
		accepted = append(accepted, o)
	}
	return accepted, answers
}

func (f *faults) see(objects []oio.Registreret) {
	for _, o := range objects {
		f.seen = append(f.seen, o.Objekt)
	}
}

func (f *faults) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	f.calls++
	if err := once(&f.before); err != nil {
		return nil, err
	}
	accepted, answers := f.take(objects)
	f.see(accepted)
	if _, err := f.inner.Importer(ctx, kommune, accepted); err != nil {
		return nil, err
	}
	if err := once(&f.after); err != nil {
		return nil, err
	}
	return answers, nil
}

// ImporterMed implements export.Samlet: the call fails whole, or has been kept and nobody hears of it.
func (f *faults) ImporterMed(ctx context.Context, kommune oio.CVR, objects []oio.Registreret, bog func([]export.Svar) export.Bogfoering) ([]export.Svar, error) {
	f.calls++
	if err := once(&f.before); err != nil {
		return nil, err
	}
	accepted, answers := f.take(objects)
	if _, err := f.inner.(export.Samlet).ImporterMed(ctx, kommune, accepted, func([]export.Svar) export.Bogfoering { return bog(answers) }); err != nil {
		return nil, err
	}
	f.see(accepted)
	if err := once(&f.after); err != nil {
		return nil, err
	}
	return answers, nil
}

func (f *faults) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	f.calls++
	if err := once(&f.before); err != nil {
		return nil, err
	}
	answers, err := f.inner.Fjern(ctx, kommune, art, ids)
	if err != nil {
		return nil, err
	}
	if err := once(&f.after); err != nil {
		return nil, err
	}
	return answers, nil
}

func newWorld(t fataler, dir string) *world {
	t.Helper()
	return newWorldOn(t, dir, func(w *world) (store.Store, error) {
		return sqlite.Open(context.Background(), filepath.Join(w.dir, "w.db"), sqlite.Options{CacheMiB: 4, Nu: w.now})
	})
}

// newWorldOn is a world on a store of another kind.
func newWorldOn(t fataler, dir string, opener func(*world) (store.Store, error)) *world {
	t.Helper()
	w := &world{t: t, dir: dir, opener: opener, clock: time.Date(2026, 1, 15, 12, 0, 0, 0, oio.Koebenhavn), limit: export.Graense{Procent: 100, Borgere: 1 << 30}}
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	w.must(err)
	w.ring = ring
	w.keys, err = ring.Kommune(oio.Korsbaek)
	w.must(err)
	w.open()
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
}

func (w *world) open() {
	w.t.Helper()
	db, err := w.opener(w)
	w.must(err)
	w.db = db
	w.index = &index.Index{Store: db, Ring: w.ring, Nu: w.now}
	w.faults = &faults{inner: w.index}
	w.running = nil
}

func (w *world) restart() {
	w.t.Helper()
	w.must(w.db.Close())
	w.open()
}

func (w *world) now() time.Time {
	w.clock = w.clock.Add(time.Second)
	return w.clock
}

// exporter is kept between runs, as in service, until a restart.
func (w *world) exporter() *export.Exporter {
	if w.running == nil {
		w.running = &export.Exporter{Store: w.db, Kommune: oio.Korsbaek, Noegler: w.keys, SDI: w.faults, YDI: w.faults, Nu: w.now, Chunk: w.chunk, Holder: "prøve",
			Graense: func(context.Context) (export.Graense, error) { return w.limit, nil }}
		if w.samlet {
			w.running.Samlet = func(context.Context, oio.Art) (export.Samlet, error) { return w.faults, nil }
		}
	}
	return w.running
}

func (w *world) run() export.Fremgang {
	w.t.Helper()
	if w.retry {
		_, err := w.db.Genproev(context.Background(), oio.Korsbaek, true)
		w.must(err)
	}
	sum, err := w.exporter().Run(context.Background())
	w.must(err)
	return sum
}

func (w *world) feed(lines ...string) mirror.Sum {
	w.t.Helper()
	loader := &mirror.Loader{Store: w.db, Kommune: oio.Korsbaek, Noegler: w.keys, Nu: w.now}
	sum, err := loader.Load(context.Background(), strings.NewReader(strings.Join(lines, "\n")))
	w.must(err)
	return sum
}

func (w *world) decide(art mapping.Art, id, words string) {
	w.t.Helper()
	choice, err := mapping.ParseValg(art, words)
	w.must(err)
	w.must(w.db.Beslut(context.Background(), oio.Korsbaek, []mapping.Beslutning{{Tid: w.now(), Af: "prøve", Art: art, ID: id, Valg: choice}}))
}

func (w *world) activate(active bool) {
	w.t.Helper()
	w.must(w.db.Aktiver(context.Background(), oio.Korsbaek, active, "prøve", "", w.now()))
}

// touchAll makes the next run look at everything.
func (w *world) touchAll() {
	w.t.Helper()
	w.must(w.db.SetPolitik(context.Background(), oio.Korsbaek, "hold-back", "true", "prøve", w.now()))
}

// organize imports FK units; closed ones are inactive.
func (w *world) organize(closed ...oio.UUID) {
	w.t.Helper()
	units := []organisation.Enhed{{UUID: fkTop, Navn: "Korsbæk"}, {UUID: fkA, Navn: "Visitation A", Overordnet: fkTop}, {UUID: fkB, Navn: "Visitation B", Overordnet: fkTop}}
	for i := range units {
		units[i].Status = "Aktiv"
		for _, c := range closed {
			if units[i].UUID == c {
				units[i].Status = "Inaktiv"
			}
		}
	}
	g, err := w.db.Grundlag(context.Background(), oio.Korsbaek)
	w.must(err)
	var touched []projection.Beroert
	g.Mapping.Alle(mapping.Enhed, func(b mapping.Beslutning) { touched = append(touched, projection.BeroertAfValg(mapping.Enhed, b.ID)) })
	if !g.Policy.DefaultEnhed.IsZero() { // what resolves to nothing uses it, so an import may touch everything, as the real one says
		touched = append(touched, projection.Beroert{Slags: projection.BeroertAlt})
	}
	w.must(w.db.GemOrganisation(context.Background(), oio.Korsbaek, organisation.New(units), touched, w.now()))
}

var (
	fkTop = oio.NameUUID("prøve/top")
	fkA   = oio.NameUUID("prøve/a")
	fkB   = oio.NameUUID("prøve/b")
)

func (w *world) importKLE() {
	w.t.Helper()
	plan := &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{
		{Nummer: "27", Titel: "Prøve"}, {Nummer: "27.01", Titel: "Prøvegruppe"},
		{Nummer: "27.01.01", Titel: "Et emne"}, {Nummer: "27.01.02", Titel: "Et andet emne"},
	}}
	w.must(w.db.GemPlan(context.Background(), oio.Korsbaek, plan, "", nil, w.now()))
}

// held is what the indexes hold, in canonical form by UUID.
func (w *world) held() map[oio.UUID]string {
	w.t.Helper()
	found, err := w.index.Soeg(context.Background(), oio.Korsbaek, index.Soegning{Antal: 1 << 20})
	w.must(err)
	held := make(map[oio.UUID]string)
	for _, g := range found {
		text, err := oio.Canonical(g.Objekt)
		w.must(err)
		held[g.Objekt.Identitet()] = string(text)
	}
	return held
}

// wanted is what projection says of every record of the mirror, worked out without planner, ledger or sender.
func (w *world) wanted() map[oio.UUID]string {
	w.t.Helper()
	ctx := context.Background()
	g, err := w.db.Grundlag(ctx, oio.Korsbaek)
	w.must(err)
	wanted := make(map[oio.UUID]string)
	keep := func(u projection.Udfald) {
		if u.Objekt != nil {
			text, err := oio.Canonical(u.Objekt)
			w.must(err)
			wanted[u.Objekt.Identitet()] = string(text)
		}
	}
	rows, err := w.db.AendredeSager(ctx, oio.Korsbaek, 0, 1<<60, 1<<30)
	w.must(err)
	sager := make(map[string]*projection.Sag)
	for _, r := range rows {
		sag := projection.Sag{Modtaget: r.Modtaget}
		if r.Linje != nil {
			sag.Sag = w.line(eoj.TypeSag, r.ID, r.Linje).(*eoj.Sag)
		}
		sager[r.ID] = &sag
		keep(g.Sag(sag))
	}
	grants, err := w.db.AendredeBevillinger(ctx, oio.Korsbaek, 0, 1<<60, 1<<30)
	w.must(err)
	for _, r := range grants {
		b := projection.Bevilling{Modtaget: r.Modtaget}
		if r.Linje != nil {
			b.Bevilling = w.line(eoj.TypeBevilling, r.ID, r.Linje).(*eoj.Bevilling)
		}
		keep(g.Bevilling(b, sager[r.Sag]))
	}
	return wanted
}

func (w *world) line(t eoj.Type, id string, sealed []byte) eoj.Post {
	w.t.Helper()
	text, err := w.keys.Open(sealed, mirror.Context(t, id))
	w.must(err)
	post, err := eoj.ParseLinje(text)
	w.must(err)
	return post
}

// agree fails unless the indexes hold exactly what projection wants and the counts add up to the source (R102).
func (w *world) agree() {
	w.t.Helper()
	held, wanted := w.held(), w.wanted()
	for id, text := range wanted {
		if held[id] == "" {
			w.t.Fatalf("the index lacks %s", id)
		}
		if held[id] != text {
			w.t.Fatalf("the index has another %s:\n held %s\nwant %s", id, held[id], text)
		}
	}
	for id := range held {
		if _, should := wanted[id]; !should {
			w.t.Fatalf("the index has %s, which should not be there", id)
		}
	}
	w.addsUp()
}

func (w *world) status() *export.Status {
	w.t.Helper()
	s, err := export.ReadStatus(context.Background(), w.db, oio.Korsbaek)
	w.must(err)
	return s
}

func (w *world) addsUp() {
	w.t.Helper()
	s := w.status()
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if s.Sum(art) != s.Kilde[art] {
			w.t.Fatalf("R102: %s: the states sum to %d, the source has %d: %v", art, s.Sum(art), s.Kilde[art], s.Antal)
		}
	}
}

// The municipality of the stories: two sagstyper, four ydelser, three enheder.
func stamdata() []string {
	return []string{
		`{"type":"sagstype","id":"st-1","version":1,"navn":"Forebyggelse","borgerrettet":true}`,
		`{"type":"sagstype","id":"st-2","version":1,"navn":"Hjælpemidler","borgerrettet":true}`,
		`{"type":"ydelse","id":"yd-1","version":1,"sagstype":"st-1","navn":"Diætist KOL","lov":"SUL","paragraf":"119","standard":"lokal","art":"ressourcemæssig"}`,
		`{"type":"ydelse","id":"yd-2","version":1,"sagstype":"st-1","navn":"Personlig hygiejne","standard":"FSIII","kode":"H1.1"}`,
		`{"type":"ydelse","id":"yd-3","version":1,"sagstype":"st-1","navn":"Pakke A","pakke":true}`,
		`{"type":"ydelse","id":"yd-4","version":1,"sagstype":"st-2","navn":"Kropsbårne","lov":"SEL","paragraf":"112","art":"fysisk"}`,
		`{"type":"enhed","id":"en-1","version":1,"navn":"Social & Omsorg"}`,
		`{"type":"enhed","id":"en-2","version":1,"navn":"Visitation A","overordnet":"en-1","sagsansvarlig":true}`,
		`{"type":"enhed","id":"en-3","version":1,"navn":"Gruppe 1","overordnet":"en-2"}`,
	}
}

func sagLine(id string, version int, sagstype, enhed, closed string) string {
	till := "null"
	if closed != "" {
		till = `"` + closed + `"`
	}
	return fmt.Sprintf(`{"type":"sag","id":%q,"version":%d,"sagstype":%q,"cpr":"7105500001","partNavn":"Vera Prøve","titel":"Sag %s","enhed":%q,"oprettet":"2024-01-03","afsluttet":%s}`, id, version, sagstype, id, enhed, till)
}

func grantLine(id string, version int, sag, ydelse, till string) string {
	end := "null"
	if till != "" {
		end = `"` + till + `"`
	}
	return fmt.Sprintf(`{"type":"bevilling","id":%q,"version":%d,"sag":%q,"ydelse":%q,"fra":"2024-01-10","til":%s}`, id, version, sag, ydelse, end)
}

const diaet = "FSIII#cf7a55c2-7061-47ed-b7c5-e29620fe93bf"

// ready is a municipality with everything in place: KLE, organisation, feed, marks, types and units, active.
func ready(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, t.TempDir())
	t.Cleanup(func() { _ = w.db.Close() })
	w.prepare()
	return w
}

// prepare puts everything in place.
func (w *world) prepare() {
	w.t.Helper()
	w.importKLE()
	w.organize()
	w.feed(stamdata()...)
	w.decide(mapping.Ydelse, "yd-1", "type="+diaet)
	w.decide(mapping.Enhed, "en-1", "kombit="+fkTop.String())
	w.decide(mapping.Enhed, "en-2", "kombit="+fkA.String())
	w.decide(mapping.Sagstype, "st-1", "kle=27.01.01")
	w.activate(true)
}

// grantsIn gives the grants the index holds, by key.
func (w *world) grantsIn() map[string]*oio.Bevilling {
	w.t.Helper()
	found, err := w.index.Soeg(context.Background(), oio.Korsbaek, index.Soegning{Art: oio.ArtBevilling, Antal: 1 << 20})
	w.must(err)
	grants := make(map[string]*oio.Bevilling)
	for _, g := range found {
		b := g.Objekt.(*oio.Bevilling)
		grants[b.Noegle] = b
	}
	return grants
}

func (w *world) casesIn() map[string]*oio.Sag {
	w.t.Helper()
	found, err := w.index.Soeg(context.Background(), oio.Korsbaek, index.Soegning{Art: oio.ArtSag, Antal: 1 << 20})
	w.must(err)
	cases := make(map[string]*oio.Sag)
	for _, g := range found {
		s := g.Objekt.(*oio.Sag)
		cases[s.Noegle] = s
	}
	return cases
}
