// Package verifikation holds the source, the ledger and the index against each other (R097): what should be there, what the sender
// believes is there, and what is. It finds what is missing, what should not be there and what is otherwise, says why, and can set it
// right by letting the sender send again.
//
// It shares no code with the sender but projection, which says what should be there, and believes nothing of what the sender noted. It
// reads the index through its search.
package verifikation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"indeksbro/internal/eoj"
	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// Store is the source's copy and the ledger.
type Store interface {
	Stand(ctx context.Context, kommune oio.CVR) (export.Stand, error)
	Grundlag(ctx context.Context, kommune oio.CVR) (*projection.Grundlag, error)
	Opgaver(ctx context.Context, kommune oio.CVR) ([]export.Opgave, error)
	AendredeSager(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.SagRaekke, error)
	AendredeBevillinger(ctx context.Context, kommune oio.CVR, after, upTo int64, n int) ([]export.BevillingRaekke, error)
	SagerMed(ctx context.Context, kommune oio.CVR, ids []string) ([]export.SagRaekke, error)
	SagerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.SagRaekke, error)
	BevillingerNr(ctx context.Context, kommune oio.CVR, nrs []int64) ([]export.BevillingRaekke, error)
	Poster(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64) (map[int64]export.Post, error)
	// Tvivl changes lines that nobody is to trust, as they are when it is done, and moves the count; change may be asked more than once. The parts
	// of the plan that are out are taken back, for who works on them has read the lines of before, and everything is worked through again.
	Tvivl(ctx context.Context, kommune oio.CVR, art oio.Art, nrs []int64, change func(map[int64]export.Post) ([]export.Post, map[export.Taelling]int)) error
}

// Indeks is the index, as anybody may search it.
type Indeks interface {
	Soeg(ctx context.Context, kommune oio.CVR, s index.Soegning) ([]oio.Gemt, error)
	ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error)
	Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error)
}

// Liste tells what an index has without opening it.
type Liste interface {
	Identiteter(ctx context.Context, kommune oio.CVR, art oio.Art, system, fra, til oio.UUID, yield func(oio.UUID) error) error
}

// Slags is what kind of difference there is.
type Slags string

// The kinds of differences.
const (
	Mangler      Slags = "mangler"      // should be in the index, and is not
	Overskydende Slags = "overskydende" // is in the index, and should not be
	Andet        Slags = "andet"        // is there with other content
	Ledger       Slags = "ledger"       // the ledger says something else than the source means
)

// Forskel is one difference. It is small, for a lost index is as many of them as there are objects.
type Forskel struct {
	UUID oio.UUID
	Nr   int64 // the source object's number; zero where the source does not know it
	Art  oio.Art

	slettet bool // in the source
	grund   grund
}

// Slags is what kind of difference it is.
func (f *Forskel) Slags() Slags { return grunde[f.grund].slags }

// Dansk says why it is a difference.
func (f *Forskel) Dansk() string { return grunde[f.grund].dansk }

// English says why it is a difference.
func (f *Forskel) English() string { return grunde[f.grund].english }

// MarshalJSON gives the difference with its reason in both languages.
func (f Forskel) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Slags   Slags    `json:"slags"`
		Art     string   `json:"art"`
		UUID    oio.UUID `json:"uuid"`
		Hvorfor string   `json:"hvorfor"`
		Why     string   `json:"why"`
	}{f.Slags(), f.Art.String(), f.UUID, f.Dansk(), f.English()})
}

// Resultat is what a verification found. Ens + Udenfor + Venter + differences of known objects is Sammenlignet.
type Resultat struct {
	Sammenlignet int           `json:"sammenlignet"`
	Ens          int           `json:"ens"`
	Udenfor      int           `json:"udenfor"` // held or excluded, and rightly not in the index
	Venter       int           `json:"venter"`  // on their way, refused by the index, or waiting for a person: no difference yet
	Antal        map[Slags]int `json:"antal"`
	Forskelle    []Forskel     `json:"forskelle"`
	// Forbehold is that a decision, or the export itself, was still to be worked through: what differed by it could not be told from what is on
	// its way, and counts as Venter.
	Forbehold bool `json:"-"`
}

// Verifikation compares one municipality.
type Verifikation struct {
	Store   Store
	Indeks  Indeks
	Kommune oio.CVR
	Noegler *seal.Noegler
	System  oio.UUID // the care record: objects of other systems are none of ours
	Liste   Liste    // of Indeks; nil: all there is must be searched through
	// Fremgang is told how many are compared, by one goroutine at a time; may be nil.
	Fremgang func(int)
}

const portion = 2_500

// ventet is what should be true of one source object.
type ventet struct {
	art      oio.Art
	nr       int64
	uuid     oio.UUID
	objekt   oio.Objekt // nil: should not be in the index
	kanonisk []byte
	slettet  bool  // in the source
	seq      int64 // of the newest change that it follows from, its case's among them
	nyt      bool  // the sender has not come to that change yet
}

// loeb is one run: what it reads from, and what it has found.
type loeb struct {
	*Verifikation
	grundlag  *projection.Grundlag
	stand     export.Stand // how far the sender had come when the run began
	undervejs bool         // an input waits to be worked through: what is not yet right may just not be done
	kendte    *kendte
	fra, til  uint32 // the part of the identities that is looked at, by their first two bytes
	fund      Resultat
	mistanke  map[oio.Art][]int64 // numbers of what looked wrong, looked at once more at the end: work goes on meanwhile
	fremmede  []fremmed
	kun       map[oio.UUID]bool // only these are looked at; nil: all of the part
	set       *set
}

// fremmed is an object of the index that was not met in the source.
type fremmed struct {
	art  oio.Art
	uuid oio.UUID
}

// loeb begins a run, with inputs that were not decided about while they were read.
func (v *Verifikation) loeb(ctx context.Context) (*loeb, error) {
	stand, err := v.Store.Stand(ctx, v.Kommune)
	if err != nil {
		return nil, err
	}
	for {
		before := stand.Grundlag
		grundlag, err := v.Store.Grundlag(ctx, v.Kommune)
		if err != nil {
			return nil, err
		}
		tasks, err := v.Store.Opgaver(ctx, v.Kommune)
		if err != nil {
			return nil, err
		}
		if stand, err = v.Store.Stand(ctx, v.Kommune); err != nil {
			return nil, err
		}
		if stand.Grundlag == before {
			return v.nytLoeb(grundlag, stand, !stand.Aktiv || len(tasks) > 0 || stand.Katalog != string(grundlag.Katalog.Release())), nil
		}
	}
}

func (v *Verifikation) nytLoeb(grundlag *projection.Grundlag, stand export.Stand, undervejs bool) *loeb {
	return &loeb{Verifikation: v, grundlag: grundlag, stand: stand, undervejs: undervejs, kendte: &kendte{}, mistanke: map[oio.Art][]int64{}, set: &set{}, fund: Resultat{Antal: map[Slags]int{}, Forbehold: undervejs}}
}

// Fuld compares everything, both ways: each source object against ledger and index, then each object of the index against the source.
func (v *Verifikation) Fuld(ctx context.Context) (*Resultat, error) { return v.Del(ctx, 0, 1) }

// Del compares the part nr (from 0) of so many, both ways. The parts are ranges of identities, so that all of them together are Fuld, however
// source and index change between them.
func (v *Verifikation) Del(ctx context.Context, nr, af int) (*Resultat, error) {
	l, err := v.loeb(ctx)
	if err != nil {
		return nil, err
	}
	l.fra, l.til = uint32(nr*(1<<16)/af), uint32((nr+1)*(1<<16)/af)
	if err := l.kilden(ctx, 0, l.stand.Seq); err != nil {
		return nil, err
	}
	l.kendte.sorter()
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if err := l.indeks(ctx, art); err != nil {
			return nil, err
		}
	}
	if err := l.genkend(ctx, l.stand.Seq); err != nil {
		return nil, err
	}
	return l.slut(ctx)
}

// omgange is how often something may slip away from being looked for before it counts as not there.
const omgange = 5

// genkend looks for what was not met in the source among what has changed in it since: an object that changes while the source is read moves
// behind what is read, and one that comes is not there yet. Found, it is judged as the others are.
func (l *loeb) genkend(ctx context.Context, since int64) error {
	for round := 0; len(l.fremmede) > 0 && round < omgange; round++ {
		late, err := l.loeb(ctx)
		if err != nil || late.stand.Seq == since {
			return l.meld(err)
		}
		late.fra, late.til, late.set, late.kun = l.fra, l.til, l.set, make(map[oio.UUID]bool, len(l.fremmede))
		for _, f := range l.fremmede {
			late.kun[f.uuid] = true
		}
		if err := late.kilden(ctx, since, late.stand.Seq); err != nil {
			return err
		}
		l.optag(late)
		late.kendte.sorter()
		l.fremmede = slices.DeleteFunc(l.fremmede, func(f fremmed) bool { return late.kendte.har(f.uuid) })
		since = late.stand.Seq
	}
	return l.meld(nil)
}

// meld makes differences of what the source does not know.
func (l *loeb) meld(err error) error {
	if err != nil {
		return err
	}
	for _, f := range l.fremmede {
		l.forskel(Forskel{UUID: f.uuid, Art: f.art, grund: fremmedGrund})
	}
	return nil
}

// optag takes over what another has counted and come to suspect.
func (l *loeb) optag(o *loeb) {
	l.fund.laegTil(&o.fund)
	for art, nrs := range o.mistanke {
		l.mistanke[art] = append(l.mistanke[art], nrs...)
	}
}

// laegTil adds what another has counted.
func (r *Resultat) laegTil(o *Resultat) {
	r.Sammenlignet, r.Ens, r.Udenfor, r.Venter = r.Sammenlignet+o.Sammenlignet, r.Ens+o.Ens, r.Udenfor+o.Udenfor, r.Venter+o.Venter
	r.Forbehold = r.Forbehold || o.Forbehold
}

// mit reports whether an object belongs to the part that is looked at: the first two bytes of its identity lie in [fra, til).
func (l *loeb) mit(id oio.UUID) bool {
	if l.kun != nil && !l.kun[id] {
		return false
	}
	at := uint32(id[0])<<8 | uint32(id[1])
	return at >= l.fra && at < l.til
}

// Stikproeve compares n source objects, about as many cases as grants, chosen by the seed: another seed, other objects.
func (v *Verifikation) Stikproeve(ctx context.Context, n int, seed uint64) (*Resultat, error) {
	l, err := v.loeb(ctx)
	if err != nil {
		return nil, err
	}
	draw, seen := lod(seed), map[ventetNoegle]bool{}
	for try := 0; len(seen) < n && try < 8*n && l.stand.Seq > 0; try++ {
		after := int64(draw() % uint64(l.stand.Seq))
		if err := l.en(ctx, try%2 == 0, after, l.stand.Seq, seen); err != nil {
			return nil, err
		}
	}
	return l.slut(ctx)
}

type ventetNoegle struct {
	art oio.Art
	nr  int64
}

// en compares the first case or grant after a change number, from the beginning where there is none after it; one seen before is let be.
func (l *loeb) en(ctx context.Context, isCase bool, after, last int64, seen map[ventetNoegle]bool) error {
	if isCase {
		rows, err := l.Store.AendredeSager(ctx, l.Kommune, after, last, 1)
		if err == nil && len(rows) == 0 {
			rows, err = l.Store.AendredeSager(ctx, l.Kommune, 0, last, 1)
		}
		if err != nil || len(rows) == 0 || seen[ventetNoegle{oio.ArtSag, rows[0].Nr}] {
			return err
		}
		seen[ventetNoegle{oio.ArtSag, rows[0].Nr}] = true
		return l.sager(ctx, rows)
	}
	rows, err := l.Store.AendredeBevillinger(ctx, l.Kommune, after, last, 1)
	if err == nil && len(rows) == 0 {
		rows, err = l.Store.AendredeBevillinger(ctx, l.Kommune, 0, last, 1)
	}
	if err != nil || len(rows) == 0 || seen[ventetNoegle{oio.ArtBevilling, rows[0].Nr}] {
		return err
	}
	seen[ventetNoegle{oio.ArtBevilling, rows[0].Nr}] = true
	return l.bevillinger(ctx, rows)
}

// lod draws numbers (splitmix64): the same from the same seed.
func lod(state uint64) func() uint64 {
	return func() uint64 {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
		z = (z ^ (z >> 27)) * 0x94d049bb133111eb
		return z ^ (z >> 31)
	}
}

func (l *loeb) aaben(t eoj.Type, id string, sealed []byte) (eoj.Post, error) {
	line, err := l.Noegler.Open(sealed, mirror.Context(t, id))
	if err != nil {
		return nil, fmt.Errorf("%s in the mirror: %w", t, err)
	}
	post, err := eoj.ParseLinje(line)
	if err != nil {
		return nil, fmt.Errorf("%s in the mirror: %w", t, err)
	}
	return post, nil
}

func (l *loeb) sag(r *export.SagRaekke) (projection.Sag, error) {
	made := projection.Sag{Modtaget: r.Modtaget}
	if r.Linje == nil {
		return made, nil
	}
	post, err := l.aaben(eoj.TypeSag, r.ID, r.Linje)
	if err != nil {
		return made, err
	}
	made.Sag, _ = post.(*eoj.Sag)
	return made, nil
}

func (l *loeb) vent(art oio.Art, nr int64, id string, udfald projection.Udfald) (ventet, error) {
	w := ventet{art: art, nr: nr, objekt: udfald.Objekt, slettet: udfald.Grund == projection.Slettet, uuid: oio.ObjectUUID(l.Kommune, l.System, art, id)}
	if udfald.Objekt == nil {
		return w, nil
	}
	var err error
	w.uuid = udfald.Objekt.Identitet()
	w.kanonisk, err = oio.Canonical(udfald.Objekt)
	return w, err
}

func (l *loeb) sager(ctx context.Context, rows []export.SagRaekke) error {
	wanted, err := l.ventedeSager(rows)
	if err != nil {
		return err
	}
	return l.sammenlign(ctx, oio.ArtSag, wanted)
}

func (l *loeb) bevillinger(ctx context.Context, rows []export.BevillingRaekke) error {
	wanted, err := l.ventedeBevillinger(ctx, rows)
	if err != nil {
		return err
	}
	return l.sammenlign(ctx, oio.ArtBevilling, wanted)
}

func (l *loeb) ventedeSager(rows []export.SagRaekke) ([]ventet, error) {
	wanted := make([]ventet, len(rows))
	for i := range rows {
		sag, err := l.sag(&rows[i])
		if err != nil {
			return nil, err
		}
		if wanted[i], err = l.vent(oio.ArtSag, rows[i].Nr, rows[i].ID, l.grundlag.Sag(sag)); err != nil {
			return nil, err
		}
		wanted[i].seq, wanted[i].nyt = rows[i].Seq, rows[i].Seq > l.stand.SagSeq
	}
	return wanted, nil
}

func (l *loeb) ventedeBevillinger(ctx context.Context, rows []export.BevillingRaekke) ([]ventet, error) {
	cases, seqs := map[string]*projection.Sag{}, map[string]int64{}
	var ids []string
	for i := range rows {
		if _, asked := cases[rows[i].Sag]; !asked && rows[i].Sag != "" {
			cases[rows[i].Sag] = nil
			ids = append(ids, rows[i].Sag)
		}
	}
	found, err := l.Store.SagerMed(ctx, l.Kommune, ids)
	if err != nil {
		return nil, err
	}
	for i := range found {
		sag, err := l.sag(&found[i])
		if err != nil {
			return nil, err
		}
		cases[found[i].ID], seqs[found[i].ID] = &sag, found[i].Seq
	}
	wanted := make([]ventet, len(rows))
	for i := range rows {
		grant := projection.Bevilling{Modtaget: rows[i].Modtaget}
		if rows[i].Linje != nil {
			post, err := l.aaben(eoj.TypeBevilling, rows[i].ID, rows[i].Linje)
			if err != nil {
				return nil, err
			}
			grant.Bevilling, _ = post.(*eoj.Bevilling)
		}
		if wanted[i], err = l.vent(oio.ArtBevilling, rows[i].Nr, rows[i].ID, l.grundlag.Bevilling(grant, cases[rows[i].Sag])); err != nil {
			return nil, err
		}
		wanted[i].seq = max(rows[i].Seq, seqs[rows[i].Sag])
		wanted[i].nyt = rows[i].Seq > l.stand.BevSeq || seqs[rows[i].Sag] > l.stand.SagSeq // grants are worked through with their case
	}
	return wanted, nil
}

// sammenlign judges a portion; what looks wrong is a suspicion until it is looked at again.
func (l *loeb) sammenlign(ctx context.Context, art oio.Art, wanted []ventet) error {
	ids := make([]oio.UUID, len(wanted))
	for i := range wanted {
		ids[i] = wanted[i].uuid
	}
	l.kendte.laeg(ids)
	l.fund.Sammenlignet += len(wanted)
	err := l.doemAlle(ctx, art, wanted, func(f Forskel) { l.mistanke[art] = append(l.mistanke[art], f.Nr) })
	l.set.fremgang(l.Fremgang, len(wanted))
	return err
}

// doemAlle counts what is as it should be, and hands over what is not.
func (l *loeb) doemAlle(ctx context.Context, art oio.Art, wanted []ventet, differs func(Forskel)) error {
	posts, held, err := l.hent(ctx, art, wanted)
	if err != nil {
		return err
	}
	for i := range wanted {
		w := &wanted[i]
		post, had := posts[w.nr]
		object, there := held[w.uuid]
		outcome, grund := doem(l.Noegler, w, post, had, object, there, l.undervejs || w.nyt)
		if outcome == forskellig {
			differs(Forskel{UUID: w.uuid, Nr: w.nr, Art: w.art, slettet: w.slettet, grund: grund})
			continue
		}
		l.tael(outcome)
	}
	return nil
}

func (l *loeb) tael(o udfald) {
	switch o {
	case ens:
		l.fund.Ens++
	case udenfor:
		l.fund.Udenfor++
	default:
		l.fund.Venter++
	}
}

func (l *loeb) hent(ctx context.Context, art oio.Art, wanted []ventet) (map[int64]export.Post, map[oio.UUID]oio.Gemt, error) {
	nrs, ids := make([]int64, len(wanted)), make([]oio.UUID, len(wanted))
	for i := range wanted {
		nrs[i], ids[i] = wanted[i].nr, wanted[i].uuid
	}
	posts, err := l.Store.Poster(ctx, l.Kommune, art, nrs)
	if err != nil {
		return nil, nil, err
	}
	held, err := l.Indeks.ObjekterMed(ctx, l.Kommune, ids)
	return posts, held, err
}

// indeks goes through what the index has of the care record and finds what the source does not know.
func (l *loeb) indeks(ctx context.Context, art oio.Art) error {
	if l.Liste != nil {
		last := l.til - 1
		return l.Liste.Identiteter(ctx, l.Kommune, art, l.System, oio.UUID{byte(l.fra >> 8), byte(l.fra)},
			oio.UUID{byte(last >> 8), byte(last), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, func(id oio.UUID) error {
				l.ukendt(art, id)
				return nil
			})
	}
	s := index.Soegning{Art: art, System: l.System, Antal: portion}
	for {
		page, err := l.Indeks.Soeg(ctx, l.Kommune, s)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			if id := page[i].Objekt.Identitet(); l.mit(id) {
				l.ukendt(art, id)
			}
		}
		s.Efter = page[len(page)-1].Objekt.Identitet()
	}
}

// ukendt notes an object of the index that the source does not know.
func (l *loeb) ukendt(art oio.Art, id oio.UUID) {
	if !l.kendte.har(id) {
		l.fremmede = append(l.fremmede, fremmed{art, id})
	}
}

func (l *loeb) forskel(f Forskel) {
	l.fund.Antal[f.Slags()]++
	l.fund.Forskelle = append(l.fund.Forskelle, f)
}

// slut looks once more at what looked wrong: the sender may have been at work on it.
func (l *loeb) slut(ctx context.Context) (*Resultat, error) {
	again, err := l.loeb(ctx)
	if err != nil {
		return nil, err
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		for nrs := range slices.Chunk(l.mistanke[art], portion) {
			if again, err = l.afgoer(ctx, again, art, nrs); err != nil {
				return nil, err
			}
		}
	}
	return &l.fund, nil
}

// afgoer settles suspicions by what again has read, and gives what the next are to be settled by. What is decided meanwhile is not seen on both
// sides, so then all is read and looked at again; where that goes on and on, they are on their way.
func (l *loeb) afgoer(ctx context.Context, again *loeb, art oio.Art, nrs []int64) (*loeb, error) {
	for range omgange {
		look := again.nytLoeb(again.grundlag, again.stand, again.undervejs)
		differs, err := look.igen(ctx, art, nrs)
		if err != nil {
			return nil, err
		}
		after, err := l.Store.Stand(ctx, l.Kommune)
		if err != nil {
			return nil, err
		}
		if len(differs) == 0 || after.Grundlag == again.stand.Grundlag {
			for _, f := range differs {
				l.forskel(f)
			}
			l.fund.laegTil(&look.fund)
			return again, nil
		}
		if again, err = l.loeb(ctx); err != nil {
			return nil, err
		}
	}
	for range nrs {
		l.tael(venter)
	}
	return again, nil
}

// igen judges a portion anew. What changed in the source between looking there and looking in the index is on its way.
func (l *loeb) igen(ctx context.Context, art oio.Art, nrs []int64) ([]Forskel, error) {
	wanted, err := l.ventede(ctx, art, nrs)
	if err != nil {
		return nil, err
	}
	var differs []Forskel
	if err := l.doemAlle(ctx, art, wanted, func(f Forskel) { differs = append(differs, f) }); err != nil || len(differs) == 0 {
		return nil, err
	}
	suspects := make([]int64, len(differs))
	for i := range differs {
		suspects[i] = differs[i].Nr
	}
	now, err := l.ventede(ctx, art, suspects)
	if err != nil {
		return nil, err
	}
	seqs := make(map[int64]int64, len(wanted))
	for i := range wanted {
		seqs[wanted[i].nr] = wanted[i].seq
	}
	moved := map[int64]bool{}
	for i := range now {
		if now[i].seq != seqs[now[i].nr] {
			moved[now[i].nr] = true
			l.tael(venter)
		}
	}
	return slices.DeleteFunc(differs, func(f Forskel) bool { return moved[f.Nr] }), nil
}

// ventede says what should be true of these now.
func (l *loeb) ventede(ctx context.Context, art oio.Art, nrs []int64) ([]ventet, error) {
	if art == oio.ArtSag {
		rows, err := l.Store.SagerNr(ctx, l.Kommune, nrs)
		if err != nil {
			return nil, err
		}
		return l.ventedeSager(rows)
	}
	rows, err := l.Store.BevillingerNr(ctx, l.Kommune, nrs)
	if err != nil {
		return nil, err
	}
	return l.ventedeBevillinger(ctx, rows)
}
