package export

import (
	"context"
	"errors"
)

// igen is the outcome of having ended the last phases: there may be more to do now that they are.
const igen = Lukket + 1

// tag takes the next part of the work.
func (e *Exporter) tag(ctx context.Context) (*Del, Udfald, error) {
	for {
		part, outcome, err := e.tagEn(ctx)
		if err != nil || outcome != igen {
			return part, outcome, err
		}
	}
}

// tagEn looks once at what there is to do. The list of touched inputs is read before the inputs themselves, so that no task is ever worked
// with inputs older than itself.
func (e *Exporter) tagEn(ctx context.Context) (*Del, Udfald, error) {
	stand, err := e.Store.Stand(ctx, e.Kommune)
	if err != nil || !stand.Aktiv {
		return nil, Intet, err
	}
	if err := e.genaabn(ctx); err != nil {
		return nil, Intet, err
	}
	size := e.chunk() // asked for here: it may ask the store, and under lock nobody waits for that
	news, err := e.nyt(ctx, stand, size)
	if err != nil {
		return nil, Intet, err
	}
	var removals *fjernelse
	if !stand.Undervejs && !news.noget(stand) {
		if removals, err = e.tilFjernelse(ctx, stand); err != nil || removals == nil {
			return nil, Intet, err
		}
	}
	var out fordeling
	err = e.Store.Planlaeg(ctx, e.Kommune, func(t Planlaegning) error {
		var err error
		out, err = e.fordel(ctx, t, news, removals, size)
		return err
	})
	if errors.Is(err, errForaeldet) {
		return nil, igen, nil
	}
	if err == nil {
		e.noterFordelt(stand, out)
	}
	return out.del, out.udfald, err
}

// genaabn makes what waits for a target due, once the target may be called again.
func (e *Exporter) genaabn(ctx context.Context) error {
	for _, f := range []*Fart{e.FartSDI, e.FartYDI} {
		again, err := f.genaabnet(ctx)
		if err != nil {
			return err
		}
		if again {
			if _, err := e.Store.Genproev(ctx, e.Kommune, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// fordeling is what a look at the plan under lock came to. A store may look again when its transaction failed, so what is to be remembered
// of it is noted afterwards.
type fordeling struct {
	del     *Del
	udfald  Udfald
	indsat  bool // what has come is in the plan
	stoppet int  // removals that wait for a person now
}

func (e *Exporter) noterFordelt(stand Stand, out fordeling) {
	if out.stoppet > 0 {
		e.tael(Fremgang{Venter: out.stoppet})
	}
	if !out.indsat {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fordelt = stand.Grundlag
}

// opgaver are the touched inputs that may not be in the plan yet. While a plan made since the last of them is worked, there are none.
func (e *Exporter) opgaver(ctx context.Context, stand Stand) ([]Opgave, error) {
	e.mu.Lock()
	known := e.fordelt == stand.Grundlag
	e.mu.Unlock()
	if known && stand.Undervejs {
		return nil, nil
	}
	return e.Store.Opgaver(ctx, e.Kommune)
}

// nyt gathers what has come since the plan was made.
func (e *Exporter) nyt(ctx context.Context, stand Stand, size int) (Nyt, error) {
	tasks, err := e.opgaver(ctx, stand)
	if err != nil {
		return Nyt{}, err
	}
	grundlag, err := e.refresh(ctx, stand)
	if err != nil {
		return Nyt{}, err
	}
	n := Nyt{Seq: stand.Seq, Opgaver: tasks, Katalog: string(grundlag.Katalog.Release()), Under: grundlag.Under, Lille: int64(4 * size)}
	if n.Seq, err = e.modne(ctx, stand); err != nil {
		return n, err
	}
	due, err := e.Store.NaesteForsoeg(ctx, e.Kommune)
	if now := e.Nu().UnixMilli(); due != 0 && due <= now {
		n.Forfaldne = now
	}
	return n, err
}

func (n *Nyt) noget(stand Stand) bool {
	return len(n.Opgaver) > 0 || n.Katalog != stand.Katalog || n.Forfaldne != 0 || n.Seq > min(stand.SagSeq, stand.BevSeq)
}

// modne is the last change that is to be worked now: all of them, once the oldest has waited for others of its object.
func (e *Exporter) modne(ctx context.Context, stand Stand) (int64, error) {
	if e.Samling == nil || stand.SagSeq == 0 && stand.BevSeq == 0 || min(stand.SagSeq, stand.BevSeq) == stand.Seq {
		return stand.Seq, nil
	}
	wait, err := e.Samling(ctx)
	if err != nil || wait == 0 {
		return stand.Seq, err
	}
	ripe := e.Nu().Add(-wait)
	cases, err := e.Store.AendredeSager(ctx, e.Kommune, stand.SagSeq, stand.Seq, 1)
	if err != nil {
		return 0, err
	}
	grants, err := e.Store.AendredeBevillinger(ctx, e.Kommune, stand.BevSeq, stand.Seq, 1)
	if err != nil {
		return 0, err
	}
	if len(cases)+len(grants) == 0 || len(cases) > 0 && !cases[0].Modtaget.After(ripe) || len(grants) > 0 && !grants[0].Modtaget.After(ripe) {
		return stand.Seq, nil
	}
	return min(stand.SagSeq, stand.BevSeq), nil
}

// fordel puts what is new into the plan and cuts the next part, under lock.
func (e *Exporter) fordel(ctx context.Context, t Planlaegning, news Nyt, removals *fjernelse, size int) (out fordeling, err error) {
	p := t.Plan()
	e.tagOp(p)
	if p.Pause != nil || !p.Foerer(news.Katalog, t.Nu()) {
		return fordeling{udfald: Lukket}, nil
	}
	if len(p.Dele) > 0 && e.lukket(p.Dele[0].Fase.Slags) || len(p.Dele) == 0 && len(p.Faser) > 0 && e.lukket(p.Faser[0].Slags) {
		return fordeling{udfald: Lukket}, nil
	}
	if d, some := p.Overtag(e.Holder, t.Nu(), e.doed); some {
		return fordeling{del: &d, udfald: Arbejdet}, nil
	}
	if len(p.Dele) == 0 {
		p.Indsaet(news)
		out.indsat = true
	} else if p.Haster(news) {
		return fordeling{udfald: Venter}, nil
	}
	if len(p.Faser) == 0 && removals != nil {
		if out.stoppet, err = e.indsaetFjernelse(ctx, t, removals); err != nil {
			return out, err
		}
	}
	out.del, out.udfald, err = e.klip(ctx, t, size)
	return out, err
}

// klip cuts the next part, of size records. A phase of which nothing is left ends when its last part is done.
func (e *Exporter) klip(ctx context.Context, t Planlaegning, size int) (*Del, Udfald, error) {
	p := t.Plan()
	outcome := Intet
	for len(p.Faser) > 0 {
		if e.lukket(p.Faser[0].Slags) {
			return nil, Lukket, nil
		}
		last, n, err := klipFase(ctx, t, &p.Faser[0], size)
		if err != nil {
			return nil, Intet, err
		}
		if n > 0 {
			if p.Faser[0].Slags <= FaseAlleBevillinger && n < size {
				last = p.Faser[0].Til // what is left has no records
			}
			d := p.Udlever(e.Holder, last, t.Nu())
			return &d, Arbejdet, nil
		}
		if len(p.Dele) > 0 {
			return nil, Venter, nil
		}
		p.Luk()
		outcome = igen
	}
	return nil, outcome, nil
}

// klipFase cuts a phase; a doubt is one part.
func klipFase(ctx context.Context, t Planlaegning, f *Fase, n int) (last int64, records int, err error) {
	if f.Slags.tvivl() {
		return 1, int(f.Til-f.Efter) * len(f.Tvivl), nil
	}
	return t.Klip(ctx, f, n)
}

// tagOp lets go of what a process of the same name left behind: it is this one, started again. Whatever becomes of the transaction, it does
// the same the next time: a part taken up has a new number, which is none of those from before.
func (e *Exporter) tagOp(p *Plan) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.foerst == nil {
		nr := p.Nr
		e.foerst = &nr
	}
	p.Slip(e.Holder, *e.foerst)
}

func (e *Exporter) doed(holder string) bool {
	return e.Doed != nil && holder != e.Holder && e.Doed(holder)
}

func (e *Exporter) lukket(s Faseslags) bool { return e.fart(s.Art()).Lukket() }

// arbejd does a part.
func (e *Exporter) arbejd(ctx context.Context, part *Del) error {
	stand, err := e.Store.Stand(ctx, e.Kommune)
	if err != nil {
		return err
	}
	grundlag, err := e.refresh(ctx, stand)
	if err != nil {
		return err
	}
	a := &assessor{mirror: e.Store, kommune: e.Kommune, noegler: e.Noegler, grundlag: grundlag}
	f := &part.Fase
	switch f.Slags {
	case FaseSager, FaseAlleSager, FaseSagerI, FaseForfaldneSager, FaseTvivlSager:
		return e.sager(ctx, a, part, stand.BevSeq)
	case FaseFjernBevillinger, FaseFjernSager:
		return e.fjern(ctx, part)
	case FaseIndsamlBevillinger, FaseIndsamlSager:
		return e.Store.Indsaml(ctx, e.Kommune, part)
	}
	rows, err := e.bevillingerI(ctx, part)
	if err != nil {
		return err
	}
	return e.afgoerBevillinger(ctx, a, part, rows, true)
}

// sager does a part that is about cases, with the grants under them where those have been dealt with before.
func (e *Exporter) sager(ctx context.Context, a *assessor, part *Del, bevSeq int64) error {
	rows, err := e.sagerI(ctx, part)
	if err != nil {
		return err
	}
	assessed, err := a.sager(rows)
	if err != nil {
		return err
	}
	alone := bevSeq == 0 || part.Fase.Slags == FaseAlleSager
	if err := e.settle(ctx, part, assessed, alone); err != nil || alone {
		return err
	}
	for len(rows) > 0 {
		some := rows[:min(sagerAtOnce, len(rows))]
		rows = rows[len(some):]
		ids := make([]string, len(some))
		for i := range some {
			ids[i] = some[i].ID
		}
		grants, err := e.Store.BevillingerUnder(ctx, e.Kommune, ids, bevSeq)
		if err != nil {
			return err
		}
		for len(grants) > 0 {
			few := grants[:min(e.chunk(), len(grants))]
			grants = grants[len(few):]
			if err := e.afgoerBevillinger(ctx, a, part, few, false); err != nil {
				return err
			}
		}
	}
	return e.skriv(ctx, nil, nil, Skrivning{Hold: part.Hold(), Slut: true})
}

func (e *Exporter) afgoerBevillinger(ctx context.Context, a *assessor, part *Del, rows []BevillingRaekke, slut bool) error {
	assessed, err := a.bevillinger(ctx, rows)
	if err != nil {
		return err
	}
	return e.settle(ctx, part, assessed, slut)
}

func (e *Exporter) sagerI(ctx context.Context, d *Del) ([]SagRaekke, error) {
	f := &d.Fase
	switch f.Slags {
	case FaseSagerI:
		return e.Store.SagerI(ctx, e.Kommune, f.Udsnit, f.Til, f.Efter, d.Sidste)
	case FaseForfaldneSager:
		nrs, err := e.Store.Forfaldne(ctx, e.Kommune, f.Slags.Art(), f.Til, f.Efter, d.Sidste)
		if err != nil {
			return nil, err
		}
		return e.Store.SagerNr(ctx, e.Kommune, nrs)
	case FaseTvivlSager:
		return e.Store.SagerNr(ctx, e.Kommune, f.tvivlNrs())
	}
	return e.Store.AendredeSager(ctx, e.Kommune, f.Efter, min(d.Sidste, f.Til), allRows)
}

func (e *Exporter) bevillingerI(ctx context.Context, d *Del) ([]BevillingRaekke, error) {
	f := &d.Fase
	switch f.Slags {
	case FaseBevillingerI:
		return e.Store.BevillingerI(ctx, e.Kommune, f.Udsnit, f.Til, f.Efter, d.Sidste)
	case FaseForfaldneBevillinger:
		nrs, err := e.Store.Forfaldne(ctx, e.Kommune, f.Slags.Art(), f.Til, f.Efter, d.Sidste)
		if err != nil {
			return nil, err
		}
		return e.Store.BevillingerNr(ctx, e.Kommune, nrs)
	case FaseTvivlBevillinger:
		return e.Store.BevillingerNr(ctx, e.Kommune, f.tvivlNrs())
	}
	return e.Store.AendredeBevillinger(ctx, e.Kommune, f.Efter, min(d.Sidste, f.Til), allRows)
}

// allRows asks for all of a part: it was cut to size, and records only ever leave it.
const allRows = 1 << 30
