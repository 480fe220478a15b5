package historier

import (
	"math"
	"slices"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// billede is what Indeksbro has heard and decided at one moment, read without planner, ledger or sender.
type billede struct {
	g           *projection.Grundlag
	sager       map[string]*eoj.Sag // nil: deleted
	bevillinger map[string]*eoj.Bevilling
	oensket     map[oio.UUID]string // what should be in the index, in canonical form
}

// uuid is the identity of an object of the care record.
func uuid(t ting) oio.UUID {
	art := oio.ArtSag
	if t.art == eoj.TypeBevilling {
		art = oio.ArtBevilling
	}
	return oio.ObjectUUID(kommune, oio.NameUUID("it-system/"+string(kommune)), art, t.id)
}

var navne = func() map[oio.UUID]ting {
	names := map[oio.UUID]ting{}
	for _, t := range univers {
		if !t.art.Stamdata() {
			names[uuid(t)] = t
		}
	}
	return names
}()

// navn is an object as the care record calls it.
func (w *verden) navn(id oio.UUID) string {
	if t, known := navne[id]; known {
		return t.String()
	}
	return id.String()
}

// ser is se for who only looks: that nothing can be seen is a finding, and gives nil.
func (w *verden) ser() *billede {
	b, err := w.se()
	if err != nil {
		w.find("error", "%v", err)
		return nil
	}
	return b
}

// se gives the picture of now. It is made once between changes.
func (w *verden) se() (*billede, error) {
	if w.billed != nil {
		return w.billed, nil
	}
	g, err := w.store.Grundlag(w.ctx, kommune)
	if err != nil {
		return nil, err
	}
	b := &billede{g: g, sager: map[string]*eoj.Sag{}, bevillinger: map[string]*eoj.Bevilling{}, oensket: map[oio.UUID]string{}}
	cases, err := w.store.AendredeSager(w.ctx, kommune, 0, math.MaxInt64, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	for _, r := range cases {
		p, err := w.aabnLinje(eoj.TypeSag, r.ID, r.Linje)
		if err != nil {
			return nil, err
		}
		b.sager[r.ID], _ = p.(*eoj.Sag)
	}
	grants, err := w.store.AendredeBevillinger(w.ctx, kommune, 0, math.MaxInt64, math.MaxInt32)
	if err != nil {
		return nil, err
	}
	for _, r := range grants {
		p, err := w.aabnLinje(eoj.TypeBevilling, r.ID, r.Linje)
		if err != nil {
			return nil, err
		}
		b.bevillinger[r.ID], _ = p.(*eoj.Bevilling)
	}
	w.billed = b
	return b, b.regn()
}

func (w *verden) aabnLinje(t eoj.Type, id string, sealed []byte) (eoj.Post, error) {
	if sealed == nil {
		return nil, nil
	}
	line, err := w.noegler.Open(sealed, mirror.Context(t, id))
	if err != nil {
		return nil, err
	}
	return eoj.ParseLinje(line)
}

// regn works out what should be in the index.
func (b *billede) regn() error {
	keep := func(u projection.Udfald) error {
		if u.Objekt == nil {
			return nil
		}
		text, err := oio.Canonical(u.Objekt)
		b.oensket[u.Objekt.Identitet()] = string(text)
		return err
	}
	for _, s := range b.sager {
		if err := keep(b.g.Sag(projection.Sag{Sag: s})); err != nil {
			return err
		}
	}
	for _, grant := range b.bevillinger {
		var of *projection.Sag
		if grant != nil {
			if s, known := b.sager[grant.Sag]; known {
				of = &projection.Sag{Sag: s}
			}
		}
		if err := keep(b.g.Bevilling(projection.Bevilling{Bevilling: grant}, of)); err != nil {
			return err
		}
	}
	return nil
}

// vogtImport stands at the target's door: what may never come there, whoever sends it.
func (w *verden) vogtImport(o oio.Objekt) {
	id := o.Identitet()
	name := w.navn(id)
	if w.bagud() {
		return // it sends what was there before: a person's word about that holds
	}
	delete(w.godkendt, id) // the word was about what was there before
	b := w.ser()
	if b == nil {
		return
	}
	if !w.aktiv {
		w.find("R090", "%s is sent although the export is not active", name)
	}
	switch o := o.(type) {
	case *oio.Sag:
		w.vogtSag(b, navne[id].id, o, name)
	case *oio.Bevilling:
		w.vogtBevilling(b, navne[id].id, o, name)
	}
	text, err := oio.Canonical(o)
	switch wanted, should := b.oensket[id]; {
	case err != nil:
		w.find("error", "%v", err)
	case !should:
		w.find("held", "%s is sent, and should not be in the index", name)
	case wanted != string(text):
		w.find("content", "%s is sent with a content that was right before, or never", name)
	}
}

// vogtAftale stands at both doors: nothing is called while no agreement with it holds (R065).
func (w *verden) vogtAftale(art oio.Art) {
	if w.spaerret[plads(art)] && !w.bagud() {
		w.find("R065", "the index of kind %s is called, and no agreement with it holds", art)
	}
}

// vogtRamme is what a case and its grants share: a mark that holds, and nobody who said no (R004, R009).
func (w *verden) vogtRamme(b *billede, s *eoj.Sag, klasse oio.Klasse, unit oio.Aktoer, name string) {
	switch choice := b.g.Mapping.Valg(mapping.Sagstype, s.Sagstype); {
	case len(b.g.Policy.Proeve) > 0 && !slices.Contains(b.g.Policy.Proeve, s.Sagstype):
		w.find("R099", "%s is sent although a test run is about %v and not about sagstype %s", name, b.g.Policy.Proeve, s.Sagstype)
	case choice.Ikke:
		w.find("R009", "%s is sent although sagstype %s is not to be", name, s.Sagstype)
	case choice.KLE == "" || string(choice.KLE) != klasse.Noegle:
		w.find("R004", "%s is sent with KLE %q; sagstype %s is marked %q", name, klasse.Noegle, s.Sagstype, choice.KLE)
	}
	if official, found := b.g.Organisation.Find(unit.UUID); !found || !official.Aktiv() {
		w.find("R007", "%s is sent with a unit that is closed or unknown", name)
	}
}

func (w *verden) vogtSag(b *billede, id string, o *oio.Sag, name string) {
	s := b.sager[id]
	if s == nil {
		w.find("R096", "%s is sent although the source has deleted it, or never had it", name)
		return
	}
	w.vogtRamme(b, s, o.KLE, o.Ansvarlig, name)
}

func (w *verden) vogtBevilling(b *billede, id string, o *oio.Bevilling, name string) {
	grant := b.bevillinger[id]
	if grant == nil {
		w.find("R096", "%s is sent although the source has deleted it, or never had it", name)
		return
	}
	s := b.sager[grant.Sag]
	if s == nil {
		w.find("R096", "%s is sent although its sag %s is deleted, or unknown", name, grant.Sag)
		return
	}
	w.vogtRamme(b, s, o.KLE, o.Ansvarlig, name)
	choice := b.g.Mapping.Valg(mapping.Ydelse, grant.Ydelse)
	holds := b.g.Policy.HoldBack
	if own := b.g.Mapping.Valg(mapping.Tilbagehold, s.Sagstype); own.Hold || own.UdenType {
		holds = own.Hold
	}
	y := b.g.Ydelser[grant.Ydelse]
	switch {
	case y == nil || y.Pakke || choice.Ikke:
		w.find("R030", "%s is sent although its ydelse %s is not to be", name, grant.Ydelse)
	case o.Ydelsestype.Noegle == "" && holds && !choice.UdenType:
		w.find("R028", "%s is sent without a type, and nobody has said so", name)
	}
	if w.maal.har[o.Sag] == nil && !w.maal.fri[o.Sag] {
		w.find("order", "%s is sent before its %s", name, w.navn(o.Sag))
	}
}

// vogtFjern stands at the other door: the export is on, grants go before their cases, and no large removal without a person (R100).
func (w *verden) vogtFjern(ids []oio.UUID) {
	if w.bagud() {
		return
	}
	if !w.aktiv {
		w.find("R090", "%d objects are removed although the export is not active", len(ids))
	}
	b := w.ser()
	if b == nil {
		return
	}
	// A grant that the source has moved to another case no longer holds the old one back: the case is deleted, and personal data goes.
	moved := func(t ting, from oio.UUID) bool {
		grant := b.bevillinger[t.id]
		return grant != nil && uuid(ting{art: eoj.TypeSag, id: grant.Sag}) != from
	}
	alone := false // some leave without a person's word
	for _, id := range ids {
		h := w.maal.har[id]
		if h == nil {
			continue
		}
		if h.art == oio.ArtSag {
			for _, t := range univers { // in an order
				if other := w.maal.har[uuid(t)]; other != nil && other.sag == id && !t.art.Stamdata() && t.art == eoj.TypeBevilling && !w.maal.fri[uuid(t)] && !moved(t, id) && !w.tvivl { // what a lost ledger never heard of, only a verification finds
					w.find("order", "%s is removed before its %s", w.navn(id), t)
				}
			}
		}
		w.fjernet = append(w.fjernet, fjernelse{w.ur, id, h.borger, w.godkendt[id]})
		alone = alone || !w.godkendt[id]
	}
	if alone {
		w.vogtBremse()
	}
}

func (w *verden) vogtBremse() {
	w.seGraense()
	limit := w.loft
	// The share is of what there was a day ago: what a person let go meanwhile does not make the rest a larger part.
	gone, people, there := map[oio.UUID]bool{}, map[string]bool{}, map[oio.UUID]bool{}
	for _, f := range w.fjernet {
		if w.ur.Sub(f.tid) >= 24*time.Hour {
			continue
		}
		if there[f.uuid] = true; !f.godkendt {
			gone[f.uuid], people[f.borger] = true, true
		}
	}
	for id := range w.maal.har {
		there[id] = true
	}
	for id := range w.maal.fri {
		there[id] = true
	}
	held := len(there)
	if n := len(gone); float64(n) > limit.Procent/100*float64(held) || len(people) > limit.Borgere {
		w.find("R100", "%d of %d objects of %d citizens are removed within a day and no person has said so; the limit is %g %% and %d citizens", n, held, len(people), limit.Procent, limit.Borgere)
	}
}
