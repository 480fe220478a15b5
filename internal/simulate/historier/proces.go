package historier

import (
	"context"
	"errors"
	"iter"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/oio"
)

// The failures that belong to the story. Any other error is a finding.
var (
	errDoed = errors.New("the process is dead")
	errKald = errors.New("the call failed")
	errMaal = errors.New("the target does not answer")
	ventede = []error{errDoed, errKald, errMaal, export.ErrSvar}
)

func ventet(err error) bool {
	for _, e := range ventede {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// Doed is when a process dies, or a call of it fails: at which of its coming calls to store or target, and whether the call has had its
// effect by then. The zero value is never.
type Doed struct {
	Ved   int  // 1 is the next call
	Efter bool // the call has its effect, and the caller never hears of it
	Lever bool // the process lives on: only the call fails
}

// liv is what one process has left: every call of it to store and target goes through here.
type liv struct {
	kald   int // calls made since the count was set
	doed   Doed
	ikke   bool        // dead
	sidste bool        // the last call that failed had its effect
	giv    func() bool // lets others go on before a call; false: the process is killed
}

func (l *liv) saet(d Doed) { l.kald, l.doed = 0, d }

// gennem lets a call through, unless the process is dead or the call is the one that fails.
func (l *liv) gennem(do func() error) error {
	return l.transaktion(func(fails error) error {
		if fails != nil {
			return fails
		}
		return do()
	})
}

// transaktion lets a call through that rolls back when it is to fail.
func (l *liv) transaktion(do func(fails error) error) error {
	if l.giv != nil && !l.giv() {
		l.ikke = true
	}
	if l.ikke {
		return errDoed
	}
	l.kald++
	if l.doed.Ved == 0 || l.kald != l.doed.Ved {
		return do(nil)
	}
	fails := errDoed
	if l.doed.Lever {
		fails = errKald
	}
	l.ikke, l.sidste = !l.doed.Lever, l.doed.Efter
	if !l.doed.Efter {
		return do(fails)
	}
	if err := do(nil); err != nil {
		return err
	}
	return fails
}

func svar[T any](l *liv, do func() (T, error)) (T, error) {
	var got T
	err := l.gennem(func() (err error) {
		got, err = do()
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	return got, nil
}

// kaldt is a target as one process calls it.
type kaldt struct {
	indeks export.Indeks
	liv    *liv
}

// Importer implements export.Indeks.
func (k *kaldt) Importer(ctx context.Context, kommune oio.CVR, objects []oio.Registreret) ([]export.Svar, error) {
	return svar(k.liv, func() ([]export.Svar, error) { return k.indeks.Importer(ctx, kommune, objects) })
}

// Fjern implements export.Indeks.
func (k *kaldt) Fjern(ctx context.Context, kommune oio.CVR, art oio.Art, ids []oio.UUID) ([]export.Svar, error) {
	return svar(k.liv, func() ([]export.Svar, error) { return k.indeks.Fjern(ctx, kommune, art, ids) })
}

// laesbar is a target that can be asked what it holds, as one process calls it.
type laesbar struct {
	kaldt
	maal *maal
}

// ObjekterMed implements export.Laeser.
func (l *laesbar) ObjekterMed(ctx context.Context, kommune oio.CVR, ids []oio.UUID) (map[oio.UUID]oio.Gemt, error) {
	return svar(l.liv, func() (map[oio.UUID]oio.Gemt, error) { return l.maal.ObjekterMed(ctx, kommune, ids) })
}

// proces is one that exports, verifies or starts over. It goes on from call to call as it is let, and may stand still between two of them
// while the world goes on.
type proces struct {
	nr      int
	navn    string
	w       *verden
	liv     *liv
	x       *export.Exporter                             // nil: it exports nothing
	trin    func(context.Context) (export.Udfald, error) // one step of its work
	sagt    string                                       // what came of it, where that is no matter of course
	videre  func() (struct{}, bool)                      // to its next call; false: the step it is in has ended. Nil: it is in none
	stop    func()
	udfald  export.Udfald
	err     error
	begyndt int // the world as it was when its step began
	katalog int // the release it has
}

// nyProces begins a process that exports, on the open databases.
func (w *verden) nyProces(nr int) *proces {
	p := &proces{nr: nr, navn: string(rune('A' + nr)), w: w, liv: &liv{}, katalog: w.katalog}
	p.x = w.eksportoer(p, p.navn)
	p.trin = p.x.Trin
	return p
}

// eksportoer is an exporter as a process has it.
func (w *verden) eksportoer(p *proces, holder string) *export.Exporter {
	called := kaldt{indeks: w.maal, liv: p.liv}
	var target export.Indeks = &called
	if w.h.laeser {
		target = &laesbar{called, w.maal}
	}
	x := &export.Exporter{Store: &bog{Store: w.store, liv: p.liv}, Kommune: kommune, Noegler: w.noegler, SDI: target, YDI: target, Nu: w.Nu, Chunk: w.h.chunk,
		Holder: holder, Graense: w.graense}
	if w.Chunk != 0 {
		x.Chunk = w.Chunk
	}
	if w.h.portion > 0 || w.h.har(aftaler) {
		x.FartSDI, x.FartYDI = w.fart(oio.ArtSag), w.fart(oio.ArtBevilling)
	}
	if w.h.samlet && w.Plant.Store == nil && w.Plant.Maal == nil {
		x.Samlet = func(context.Context, oio.Art) (export.Samlet, error) { return &samlet{p.liv, w.maal}, nil }
	}
	if w.Plant.Store != nil {
		x.Store = w.Plant.Store(x.Store)
	}
	if w.Plant.Maal != nil {
		x.SDI, x.YDI = w.Plant.Maal(x.SDI, x.YDI)
	}
	return x
}

// fart is a pace in virtual time: waiting moves the clock. An index is not called while its agreement is withdrawn (R065).
func (w *verden) fart(art oio.Art) *export.Fart {
	return &export.Fart{Nu: w.Nu, Aftale: func() export.Aftale { return export.Aftale{Portion: w.h.portion} },
		Spaerret: func(context.Context) (string, error) {
			if w.spaerret[plads(art)] {
				return "no agreement holds", nil
			}
			return "", nil
		},
		Vent: func(_ context.Context, d time.Duration) error {
			w.ur = w.ur.Add(d)
			return nil
		}}
}

// lad lets the process go on to its next call. It is true while the step of the export it is in goes on.
func (p *proces) lad() bool {
	if p.videre == nil {
		p.begyndt = p.w.aendret
		p.videre, p.stop = iter.Pull(func(yield func(struct{}) bool) {
			p.liv.giv = func() bool { return yield(struct{}{}) }
			p.udfald, p.err = p.trin(p.w.ctx)
			p.liv.giv = nil
		})
	}
	p.w.nuvaerende = p
	_, more := p.videre()
	p.w.nuvaerende = nil
	if !more {
		p.videre, p.stop = nil, nil
	}
	return more
}

// draeb ends a process where it stands: at its next call, which it never makes.
func (p *proces) draeb() {
	p.liv.ikke = true
	if p.stop != nil {
		p.stop()
		p.videre, p.stop = nil, nil
	}
}

// bagud reports whether the call under way is of a process that began its step before the world changed, or has an older release of the catalogue:
// it knows no better.
func (w *verden) bagud() bool {
	p := w.nuvaerende
	return p != nil && (p.begyndt != w.aendret || p.katalog != w.katalog)
}

// plads is where what is kept of each index stands.
func plads(art oio.Art) int {
	if art == oio.ArtSag {
		return 0
	}
	return 1
}
