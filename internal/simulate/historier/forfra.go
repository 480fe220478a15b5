package historier

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
	"indeksbro/internal/styring"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/verifikation"
)

// forfragrund begins the reason of the decisions that a start-over takes. They are no person's.
const forfragrund = "starter forfra"

// omstart is a start-over as one process works on it.
type omstart struct {
	p *proces
	f export.Forfra // as it was kept last
}

// forfrabog is the store as a start-over has it.
type forfrabog struct {
	*bog
	o *omstart
}

// GemForfra implements styring.ForfraStore. When a start-over goes on from having seen the indexes empty, they are.
func (b *forfrabog) GemForfra(ctx context.Context, kommune oio.CVR, f *export.Forfra) error {
	return b.liv.gennem(func() error {
		switch {
		case f.Trin == export.Toem && b.o.f.Trin == export.Afmaerk:
			b.o.p.w.noterToemmes(f)
		case f.Trin == export.Maerk && b.o.f.Trin == export.Tomt:
			b.o.p.w.vogtTomt(f)
		}
		err := b.Store.GemForfra(ctx, kommune, f)
		if err == nil {
			b.o.f = *f
		}
		return err
	})
}

// Forfra implements styring.ForfraStore.
func (b *forfrabog) Forfra(ctx context.Context, kommune oio.CVR) (export.Forfra, error) {
	f, err := svar(b.liv, func() (export.Forfra, error) { return b.Store.Forfra(ctx, kommune) })
	b.o.f = f
	return f, err
}

// GodkendSletning implements export.Ledger: the person behind a start-over answers for what it is about, and for no more.
func (b *forfrabog) GodkendSletning(ctx context.Context, kommune oio.CVR, nr int64, af string, when time.Time) error {
	return b.liv.gennem(func() error {
		w := b.o.p.w
		ids, err := w.iSletning(nr)
		if err != nil {
			return err
		}
		w.vogtOmfang(&b.o.f, ids)
		if err := b.Store.GodkendSletning(ctx, kommune, nr, af, when); err != nil {
			return err
		}
		for _, id := range ids {
			w.godkendt[id] = true
		}
		return nil
	})
}

// oensk decides as the desk does: nothing, where somebody has decided meanwhile. A start-over changes the world as a person does.
func (b *forfrabog) oensk(ctx context.Context, wishes []vaerksted.Oenske) error {
	if len(wishes) == 0 {
		return nil
	}
	return b.liv.gennem(func() error {
		w := b.o.p.w
		g, err := w.store.Grundlag(ctx, kommune)
		if err != nil {
			return err
		}
		decisions := make([]mapping.Beslutning, len(wishes))
		for i, wish := range wishes {
			decisions[i] = wish.Beslutning
			decisions[i].Tid = w.Nu()
			if last, _ := g.Mapping.Beslutning(wish.Art, wish.ID); last.Nr != wish.Set {
				return &vaerksted.Afvist{Afvisninger: []vaerksted.Afvisning{{Beslutning: wish.Beslutning, Brud: &rules.Brud{Regel: "R104"}}}}
			}
		}
		w.aendret++
		w.billed = nil
		b.o.p.begyndt = w.aendret
		return b.Store.Beslut(ctx, kommune, decisions)
	})
}

// nyForfra is a process that begins a start-over of what noegle says, or goes on with the one that is under way.
func (w *verden) nyForfra(noegle string) *proces {
	p := &proces{w: w, liv: &liv{}, navn: "the start-over"}
	o := &omstart{p: p}
	held := &forfrabog{&bog{Store: w.store, liv: p.liv}, o}
	p.x = w.eksportoer(p, "forfra")
	work := &styring.Forfra{Store: held, Kommune: kommune, Nu: w.Nu,
		Eksporter:  func(ctx context.Context) error { return p.eksporter(ctx) },
		Kontroller: func(ctx context.Context) (*verifikation.Resultat, error) { return w.verifikation(p.liv).Fuld(ctx) },
		Noter:      func(context.Context, *verifikation.Resultat, string) error { return nil },
		Beslut:     held.oensk,
	}
	if w.Plant.Forfra != nil {
		work.Store = w.Plant.Forfra(held)
	}
	p.trin = func(ctx context.Context) (export.Udfald, error) {
		err := begyndEllerFortsaet(ctx, work, noegle)
		var stands *styring.ForfraStaar
		var wrong *styring.ForfraValg
		switch {
		case errors.As(err, &stands) && !ventet(err):
			p.sagt = "the start-over stands: " + stands.English
			return export.Intet, nil
		case errors.As(err, &wrong):
			p.sagt = wrong.Hvorfor
			return export.Intet, nil
		case err == nil:
			p.sagt = "started over"
		}
		return export.Intet, err
	}
	return p
}

func begyndEllerFortsaet(ctx context.Context, work *styring.Forfra, noegle string) error {
	f, err := work.Store.Forfra(ctx, kommune)
	if err != nil {
		return err
	}
	if !f.Igang() {
		var ids []string
		if noegle != alleSagstyper {
			ids = []string{noegle}
		}
		if f, err = work.Begynd(ctx, ids, noegle == alleSagstyper, person); err != nil {
			return err
		}
	}
	return work.Gaa(ctx, &f)
}

const alleSagstyper = "alle"

// omgange is how often an export asks again for what waits for a time, as export.Exporter.Run does.
const omgange = 3

// eksporter works until nothing is left, in the middle of the process' own work.
func (p *proces) eksporter(ctx context.Context) error {
	for round := range omgange {
		if n, err := p.x.Store.Genproev(ctx, kommune, false); err != nil || n == 0 && round > 0 {
			return err
		}
		for {
			p.begyndt = p.w.aendret
			outcome, err := p.x.Trin(ctx)
			if errors.Is(err, export.ErrMistet) {
				continue
			}
			if err != nil {
				return err
			}
			if outcome == export.Intet || outcome == export.Lukket {
				break
			}
		}
	}
	return nil
}

// begynderForfra begins a start-over or goes on with the one under way; others export beside it, or not.
func (w *verden) begynderForfra(s *skridt) (string, error) {
	return w.saerligt(s, w.nyForfra(s.noegle))
}

// forfraIgang reports whether a start-over is not done.
func (w *verden) forfraIgang() (bool, error) {
	f, err := w.store.Forfra(w.ctx, kommune)
	return f.Igang(), err
}

// sagstypeAf is the sagstype an object of the care record has now, as far as Indeksbro has heard.
func (b *billede) sagstypeAf(t ting) string {
	id := t.id
	if grant := b.bevillinger[t.id]; grant != nil {
		id = grant.Sag
	}
	if s := b.sager[id]; s != nil {
		return s.Sagstype
	}
	return ""
}

// omfattet reports whether something in the index belongs to what starts over: by a mark it was sent under, or by what it is now.
func (w *verden) omfattet(b *billede, f *export.Forfra, id oio.UUID) bool {
	return f.Har(b.sagstypeAf(navne[id])) || slices.ContainsFunc(f.Sagstyper, func(s export.ForfraSagstype) bool { return w.maerker[maerke{s.ID, w.maal.har[id].kle}] })
}

// vogtOmfang looks at what a start-over has approved the removal of (R094, R100).
func (w *verden) vogtOmfang(f *export.Forfra, ids []oio.UUID) {
	b := w.ser()
	if b == nil || w.tvivl { // a ledger from a backup only knows what was sent before that
		return
	}
	for _, id := range ids {
		if w.maal.har[id] != nil && !w.omfattet(b, f, id) {
			w.find("R094", "a start-over of %s approves that %s is removed", sagstyperOrd(f), w.navn(id))
		}
	}
}

// toemmes is what belongs to a start-over when it begins to remove it.
type toemmes struct {
	siden time.Time // when the start-over began
	ting  []ting
}

func (w *verden) noterToemmes(f *export.Forfra) {
	b := w.ser()
	if b == nil {
		return
	}
	w.toemmes = toemmes{siden: f.Tid}
	for _, t := range univers {
		if !t.art.Stamdata() && f.Har(b.sagstypeAf(t)) {
			w.toemmes.ting = append(w.toemmes.ting, t)
		}
	}
}

// vogtTomt looks whether nothing is left that was sent as what starts over, when it has been seen to be gone. What the target refuses, or a call
// on its way may bring back, is not for it to answer for; nor is what the source has moved there since.
func (w *verden) vogtTomt(f *export.Forfra) {
	b := w.ser()
	if b == nil {
		return
	}
	if w.tvivl || len(w.maal.sene) > 0 || slices.ContainsFunc(w.proces, func(p *proces) bool { return p.videre != nil }) {
		return
	}
	if !w.toemmes.siden.Equal(f.Tid) {
		return // an old backup has brought it back
	}
	for _, t := range w.toemmes.ting {
		id := uuid(t)
		if w.maal.har[id] == nil || w.maal.fri[id] {
			continue
		}
		if _, wanted := b.oensket[id]; wanted {
			continue
		}
		if slices.ContainsFunc(f.Sagstyper, func(s export.ForfraSagstype) bool {
			return s.ID == b.sagstypeAf(t) && string(s.KLE) == w.maal.har[id].kle
		}) {
			w.find("R094", "%s is still there, and %s were seen to be empty", t, sagstyperOrd(f))
		}
	}
}

func sagstyperOrd(f *export.Forfra) string {
	ids := make([]string, len(f.Sagstyper))
	for i, s := range f.Sagstyper {
		ids[i] = s.ID
	}
	return strings.Join(ids, ", ")
}

// beslutningerStaar looks whether what holds of each sagstype is what a person decided last: a start-over takes marks away and sets them again,
// and decides nothing of its own.
func (w *verden) beslutningerStaar(b *billede) error {
	history, err := w.store.Beslutninger(w.ctx, kommune)
	if err != nil {
		return err
	}
	decided := map[string]mapping.Valg{}
	for _, d := range history {
		if d.Art == mapping.Sagstype && !strings.HasPrefix(d.Grund, forfragrund) {
			decided[d.ID] = d.Valg
		}
	}
	for _, id := range []string{"st-1", "st-2"} {
		if holds := b.g.Mapping.Valg(mapping.Sagstype, id); holds != decided[id] {
			w.find("R094", "a person decided %q about sagstype %s, and after a start-over %q holds", decided[id], id, holds)
		}
	}
	return nil
}
