package historier

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
	"indeksbro/internal/styring"
	"indeksbro/internal/verifikation"
)

// Store is what one municipality's history is kept in: mirror, decisions, ledger and index.
type Store interface {
	mirror.Store
	index.Store
	verifikation.Store
	styring.ForfraStore

	Politik(ctx context.Context, kommune oio.CVR) (politik.Politik, error)
	SetPolitik(ctx context.Context, kommune oio.CVR, key, value, af string, when time.Time) error
	Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error
	Beslutninger(ctx context.Context, kommune oio.CVR) ([]mapping.Beslutning, error)
	GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error
	Plan(ctx context.Context, kommune oio.CVR, alle bool) (*kle.Plan, error)
	GemPlan(ctx context.Context, kommune oio.CVR, plan *kle.Plan, filter string, touched []projection.Beroert, when time.Time) error
	Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error
	TvivlAlt(ctx context.Context, kommune oio.CVR) error
	Close() error
}

// Base is a place with databases of one history, known by name.
type Base interface {
	// Aabn opens a database that goes by the given clock; one that is not there is made, empty.
	Aabn(ctx context.Context, navn string, nu func() time.Time) (Store, error)
	// Kopier puts a copy of a database that nobody has open in another's place.
	Kopier(ctx context.Context, fra, til string) error
	// Fjern removes a database that nobody has open.
	Fjern(ctx context.Context, navn string) error
}

// Plantning puts a fault into what the exporter works with, so that a test can see it found. The zero value plants nothing.
type Plantning struct {
	Store func(export.Store) export.Store
	Maal  func(sdi, ydi export.Indeks) (export.Indeks, export.Indeks)
	// Forfra puts one into what a start-over works with.
	Forfra func(styring.ForfraStore) styring.ForfraStore
}

// Opsaetning is how histories are played. The zero value plays them as they are drawn.
type Opsaetning struct {
	Chunk     int // records a part; 0: drawn
	Processer int // that export; 0: drawn
	Plant     Plantning
	Uroert    bool // no fault happens: the same people, the same care record, and everything goes well
}

const (
	kommune  = oio.Korsbaek
	hoved    = "hoved"  // the database
	fjernt   = "indeks" // the index's own, where it is another's
	person   = "Karen Holm"
	start    = 1_768_478_400 // 2026-01-15 12:00 UTC
	grundlov = 24 * time.Hour
)

// verden is a history being played.
type verden struct {
	Opsaetning
	h          *Historie
	ctx        context.Context
	base       Base
	ring       *seal.Ring
	noegler    *seal.Noegler
	ur         time.Time
	kilde      *kilde
	store      Store
	indeks     Store // where the index is
	maal       *maal
	liv        *liv // of whoever serves the care record and the people
	bog        *bog
	proces     []*proces // those that export
	andre      []*proces // a start-over or a verification that stands still in the middle of its work
	katalog    int       // the release that the program comes with
	spaerret   [2]bool   // the agreement with an index is withdrawn
	aendret    int       // grows when an input of projection may have changed
	nuvaerende *proces   // makes the call that is under way; nil: none of them
	aktiv      bool
	kopier     map[int]bool
	billed     *billede
	// tvivl says that only a verification can set things right: a database or an index has gone back, or lost something.
	tvivl bool
	// mangler says that the source must tell everything once more: a database has gone back.
	mangler  bool
	godkendt map[oio.UUID]bool
	toemmes  toemmes
	maerker  map[maerke]bool // every mark a person ever gave: what was sent under an older one still belongs to its sagstype
	fjernet  []fjernelse
	loft     export.Graense // the widest limits of the brake since the world last rested: what was judged by them may still be on its way
	fund     *Fund
	tal      Tal
	spor     []string
}

// fjernelse is an object that left the index, or was to, with a person's word or without.
type fjernelse struct {
	tid      time.Time
	uuid     oio.UUID
	borger   string
	godkendt bool
}

// Fund is what a history was found to break.
type Fund struct {
	Regel string `json:"regel"` // the rule, or a word for the part of the property
	Tekst string `json:"tekst"`
}

// Error is the finding in one line.
func (f *Fund) Error() string { return f.Regel + ": " + f.Tekst }

// find keeps the first finding: what follows may only follow from it.
func (w *verden) find(regel, format string, args ...any) {
	if w.fund == nil {
		w.fund = &Fund{regel, fmt.Sprintf(format, args...)}
	}
}

// Nu is virtual time. It moves a little whenever somebody looks.
func (w *verden) Nu() time.Time {
	w.ur = w.ur.Add(w.h.tik)
	return w.ur
}

// newVerden opens an empty world and puts everything in place.
func newVerden(ctx context.Context, base Base, h *Historie, o Opsaetning) (*verden, error) {
	ring, err := seal.NewRing(bytes.Repeat([]byte{7}, seal.MasterSize))
	if err != nil {
		return nil, err
	}
	w := &verden{Opsaetning: o, ctx: ctx, base: base, ring: ring, ur: time.Unix(start, 0), h: h, kopier: map[int]bool{},
		kilde: &kilde{poster: map[ting]*post{}}, godkendt: map[oio.UUID]bool{}, maerker: map[maerke]bool{}, tal: Tal{Fejl: map[string]int{}}}
	if w.noegler, err = ring.Kommune(kommune); err != nil {
		return nil, err
	}
	w.maal = newMaal(w)
	if err := w.aabn(); err != nil {
		return nil, err
	}
	return w, w.begynd()
}

// aabn opens the databases, and a process.
func (w *verden) aabn() error {
	opened, err := w.base.Aabn(w.ctx, hoved, w.Nu)
	if err != nil {
		return err
	}
	w.store = &medKatalog{opened, kataloger()[w.katalog]}
	w.indeks = w.store
	if !w.h.delt {
		if w.indeks, err = w.base.Aabn(w.ctx, fjernt, w.Nu); err != nil {
			return err
		}
	}
	w.maal.indeks = &index.Index{Store: w.indeks, Ring: w.ring, Nu: w.Nu}
	w.liv = &liv{}
	w.bog = &bog{Store: w.store, liv: w.liv}
	w.proces = make([]*proces, cmp.Or(w.Processer, w.h.processer))
	for i := range w.proces {
		w.proces[i] = w.nyProces(i)
	}
	return nil
}

// luk closes the databases; what was underway to the target arrives first.
func (w *verden) luk() error {
	for _, p := range slices.Concat(w.proces, w.andre) {
		p.draeb()
	}
	w.andre = nil
	w.maal.ankom()
	err := w.store.Close()
	if !w.h.delt {
		if other := w.indeks.Close(); err == nil {
			err = other
		}
	}
	return err
}

func (w *verden) graense(ctx context.Context) (export.Graense, error) {
	p, err := w.store.Politik(ctx, kommune)
	return export.Graense{Procent: p.Procent, Borgere: p.Borgere}, err
}

// seGraense notes the limits of the brake as they stand.
func (w *verden) seGraense() {
	limit, err := w.graense(w.ctx)
	if err != nil {
		w.find("error", "%v", err)
	}
	w.loft = export.Graense{Procent: max(w.loft.Procent, limit.Procent), Borgere: max(w.loft.Borgere, limit.Borgere)}
}

// The units of FK Organisation.
var (
	fkTop = oio.NameUUID("historier/top")
	fkA   = oio.NameUUID("historier/a")
	fkB   = oio.NameUUID("historier/b")
)

var fkNavn = map[oio.UUID]string{fkTop: "Korsbæk", fkA: "Visitation A", fkB: "Visitation B"}

// The types that ydelser have, by decision or by their code.
const (
	diaet      = "FSIII#cf7a55c2-7061-47ed-b7c5-e29620fe93bf"
	madservice = "FSIII#H1.11"
	hygiejne   = "FSIII#H1.1"
)

// begynd puts everything in place: classification, organisation, what the care record has, marks, types and units; and switches on.
func (w *verden) begynd() error {
	for _, t := range univers[:9] { // all stamdata
		w.kilde.ude = append(w.kilde.ude, w.kilde.sker(aendring{ting: t}))
	}
	for _, t := range []ting{{eoj.TypeSag, "s-1"}, {eoj.TypeSag, "s-2"}, {eoj.TypeBevilling, "b-1"}, {eoj.TypeBevilling, "b-2"}, {eoj.TypeBevilling, "b-3"}} {
		w.kilde.ude = append(w.kilde.ude, w.kilde.sker(aendring{ting: t}))
	}
	return w.opsaet()
}

// opsaet is what people do in an empty installation.
func (w *verden) opsaet() error {
	decisions := []mapping.Beslutning{
		{Art: mapping.Ydelse, ID: "yd-1", Valg: mapping.Valg{Type: diaet}}, {Art: mapping.Enhed, ID: "en-1", Valg: mapping.Valg{Kombit: fkTop}},
		{Art: mapping.Enhed, ID: "en-2", Valg: mapping.Valg{Kombit: fkA}}, {Art: mapping.Sagstype, ID: "st-1", Valg: mapping.Valg{KLE: "27.01.01"}},
		{Art: mapping.Sagstype, ID: "st-2", Valg: mapping.Valg{KLE: "27.01.02"}},
	}
	for i := range decisions {
		decisions[i].Tid, decisions[i].Af = w.Nu(), person
	}
	w.husk(decisions)
	for _, do := range []func() error{
		func() error { return w.store.GemPlan(w.ctx, kommune, emneplan(0), "", nil, w.Nu()) },
		func() error { return w.store.GemOrganisation(w.ctx, kommune, trae(0), nil, w.Nu()) },
		func() error { return w.store.Beslut(w.ctx, kommune, decisions) },
		func() error { return w.store.Aktiver(w.ctx, kommune, true, person, "", w.Nu()) },
		func() error { return w.indlaes(levering{}) },
	} {
		if err := do(); err != nil {
			return err
		}
	}
	w.aktiv = true
	return nil
}

// emneplan is KLE in one of a few editions: a title changes, or a number leaves.
func emneplan(edition int) *kle.Plan {
	plan := &kle.Plan{Udgivet: 20250501, Klasser: []kle.Klasse{{Nummer: "27", Titel: "Prøve"}, {Nummer: "27.01", Titel: "Prøvegruppe"}, {Nummer: "27.01.01", Titel: "Et emne"}}}
	if edition == 1 {
		plan.Klasser[2].Titel = "Et omdøbt emne"
	}
	if edition != 2 {
		plan.Klasser = append(plan.Klasser, kle.Klasse{Nummer: "27.01.02", Titel: "Et andet emne"})
	}
	return plan
}

// trae is FK Organisation in one of 32 shapes: the lowest three bits close units, the fourth renames one, the fifth moves one.
func trae(shape int) *organisation.Trae {
	units := []organisation.Enhed{{UUID: fkTop}, {UUID: fkA, Overordnet: fkTop}, {UUID: fkB, Overordnet: fkTop}}
	for i := range units {
		units[i].Navn, units[i].Status = fkNavn[units[i].UUID], "Aktiv"
		if shape&(1<<i) != 0 {
			units[i].Status = "Inaktiv"
		}
	}
	if shape&8 != 0 {
		units[1].Navn = "Visitation A, omdøbt"
	}
	if shape&16 != 0 {
		units[2].Overordnet = fkA
	}
	return organisation.New(units)
}
