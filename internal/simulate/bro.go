package simulate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/index"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
	"indeksbro/internal/politik"
	"indeksbro/internal/projection"
	"indeksbro/internal/rules"
	"indeksbro/internal/seal"
)

// Store is what Indeksbro's side of one run keeps its work in. It must be empty at the start and is of no use afterwards.
type Store interface {
	mirror.Store
	export.Store
	index.Store

	Beslut(ctx context.Context, kommune oio.CVR, decisions []mapping.Beslutning) error
	GemOrganisation(ctx context.Context, kommune oio.CVR, tree *organisation.Trae, touched []projection.Beroert, when time.Time) error
	Plan(ctx context.Context, kommune oio.CVR, alle bool) (*kle.Plan, error)
	GemPlan(ctx context.Context, kommune oio.CVR, plan *kle.Plan, filter string, touched []projection.Beroert, when time.Time) error
	Aktiver(ctx context.Context, kommune oio.CVR, aktiv bool, af, trods string, when time.Time) error
	SagerPrEnhed(ctx context.Context, kommune oio.CVR, sagstype string) (map[string]int, error)
}

// administrator takes every decision in a scenario.
const administrator = "Inge Bruun"

// ur is virtual time. It moves a second whenever somebody looks, so that no two things happen at once.
type ur struct{ nu time.Time }

func (u *ur) Nu() time.Time {
	u.nu = u.nu.Add(time.Second)
	return u.nu
}

// bro is Indeksbro's side: the real parts on the caller's store.
type bro struct {
	store    Store
	kommune  oio.CVR
	ur       *ur
	loader   *mirror.Loader
	index    *index.Index
	exporter *export.Exporter
	venter   []handling // decisions that a guard stopped and that are tried again
}

func newBro(ctx context.Context, v *verden, store Store, ring *seal.Ring, u *ur) (*bro, error) {
	keys, err := ring.Kommune(v.kommune.cvr)
	if err != nil {
		return nil, err
	}
	p := politik.Default(v.kommune.cvr)
	x := &index.Index{Store: store, Ring: ring, Nu: u.Nu}
	b := &bro{store: store, kommune: v.kommune.cvr, ur: u, index: x,
		loader: &mirror.Loader{Store: store, Kommune: v.kommune.cvr, Noegler: keys, Nu: u.Nu},
		exporter: &export.Exporter{Store: store, Kommune: v.kommune.cvr, Noegler: keys, SDI: x, YDI: x, Nu: u.Nu, Holder: "simulator",
			Graense: func(context.Context) (export.Graense, error) {
				return export.Graense{Procent: p.Procent, Borgere: p.Borgere}, nil
			}}}
	if err := store.GemPlan(ctx, b.kommune, v.emner, "", nil, u.Nu()); err != nil {
		return nil, err
	}
	if err := store.GemOrganisation(ctx, b.kommune, v.org, nil, u.Nu()); err != nil {
		return nil, err
	}
	return b, store.Aktiver(ctx, b.kommune, true, administrator, "", u.Nu())
}

// tag takes lines of the feed.
func (b *bro) tag(ctx context.Context, lines []string) error {
	_, err := b.loader.LoadStrict(ctx, strings.NewReader(strings.Join(lines, "\n")))
	return err
}

// export brings the indexes in line, as the service does within minutes of every change.
func (b *bro) export(ctx context.Context) error {
	_, err := b.exporter.Run(ctx)
	return err
}

// beslut takes a decision the way the workbench does: the guards see it first. One they stop is overridden where the scenario
// has a reason, and else put off; one that cannot be overridden is dropped.
func (b *bro) beslut(ctx context.Context, h handling) ([]Svar, error) {
	brud, err := b.proev(ctx, h, "")
	if err != nil {
		return nil, err
	}
	if brud == nil {
		return nil, b.gem(ctx, h, "")
	}
	answers := []Svar{{Slags: Afvist, Regel: brud.Regel, Tekst: brud.Dansk}}
	switch {
	case brud.KanTrodses && h.trods != "":
		if again, err := b.proev(ctx, h, h.trods); err != nil || again != nil {
			return nil, errors.Join(err, fmt.Errorf("the decision on %s is stopped in spite of a reason: %v", h.id, again))
		}
		return append(answers, Svar{Slags: Trodset, Tekst: h.trods}), b.gem(ctx, h, h.trods)
	case brud.KanTrodses:
		b.venter = append(b.venter, h)
		return append(answers, Svar{Slags: Venter, Tekst: administrator + " venter, til det er i orden."}), nil
	}
	return answers, nil
}

// igen tries what was put off.
func (b *bro) igen(ctx context.Context) ([]Svar, error) {
	var answers []Svar
	var left []handling
	for _, h := range b.venter {
		brud, err := b.proev(ctx, h, "")
		if err != nil {
			return nil, err
		}
		if brud != nil {
			left = append(left, h)
			continue
		}
		if err := b.gem(ctx, h, ""); err != nil {
			return nil, err
		}
		answers = append(answers, Svar{Slags: Udfoert, Tekst: h.dansk})
	}
	b.venter = left
	return answers, nil
}

func (b *bro) proev(ctx context.Context, h handling, trods string) (*rules.Brud, error) {
	g, err := b.store.Grundlag(ctx, b.kommune)
	if err != nil {
		return nil, err
	}
	plan, err := b.store.Plan(ctx, b.kommune, false)
	if err != nil {
		return nil, err
	}
	err = rules.Proev(mapping.Beslutning{Art: h.art, ID: h.id, Valg: h.valg, Trods: trods}, &rules.Snapshot{Grundlag: g, KLE: plan, Idag: oio.DatoOf(b.ur.Nu()),
		Sager: func(sagstype string) (map[string]int, error) { return b.store.SagerPrEnhed(ctx, b.kommune, sagstype) }})
	var brud *rules.Brud
	if errors.As(err, &brud) {
		return brud, nil
	}
	return nil, err
}

func (b *bro) gem(ctx context.Context, h handling, trods string) error {
	return b.store.Beslut(ctx, b.kommune, []mapping.Beslutning{{Tid: b.ur.Nu(), Af: administrator, Art: h.art, ID: h.id, Valg: h.valg, Trods: trods}})
}

// billede is what the embedded indexes hold at one moment, and what the ledger says of every source object.
type billede struct {
	objekter map[oio.UUID]oio.Objekt
	grunde   map[oio.UUID]projection.Grund
}

func (b *bro) billede(ctx context.Context) (*billede, error) {
	p := &billede{objekter: map[oio.UUID]oio.Objekt{}, grunde: map[oio.UUID]projection.Grund{}}
	found, err := b.index.Soeg(ctx, b.kommune, index.Soegning{Antal: math.MaxInt32})
	if err != nil {
		return nil, err
	}
	for _, g := range found {
		p.objekter[g.Objekt.Identitet()] = g.Objekt
	}
	cases, err := b.store.AendredeSager(ctx, b.kommune, 0, math.MaxInt64, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	grants, err := b.store.AendredeBevillinger(ctx, b.kommune, 0, math.MaxInt64, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	numbers := map[oio.Art][]int64{}
	for _, r := range cases {
		numbers[oio.ArtSag] = append(numbers[oio.ArtSag], r.Nr)
	}
	for _, r := range grants {
		numbers[oio.ArtBevilling] = append(numbers[oio.ArtBevilling], r.Nr)
	}
	for art, nrs := range numbers {
		posts, err := b.store.Poster(ctx, b.kommune, art, nrs)
		if err != nil {
			return nil, err
		}
		for _, post := range posts {
			p.grunde[post.UUID] = post.Grund
		}
	}
	return p, nil
}

// hvorfor puts why an object is not in the index into words.
func (p *billede) hvorfor(v *Visning, id oio.UUID) {
	grund := p.grunde[id]
	v.Grund = grund.Dansk()
	v.Holdt = grund.Tilstand() == projection.Holdt || grund.Tilstand() == projection.Udeladt
}
