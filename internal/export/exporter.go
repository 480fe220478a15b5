package export

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// Graense is where the deletion brake stops (R100).
type Graense struct {
	Procent float64 // of the objects in the indexes
	Borgere int
}

// Exporter brings one municipality's indexes in line. Several may work on one municipality at the same time, in one process or in many:
// the plan shares the work out, and who has lost a part cannot write about it.
type Exporter struct {
	Store     Store
	Kommune   oio.CVR
	Noegler   *seal.Noegler
	SDI, YDI  Indeks
	Samlet    func(context.Context, oio.Art) (Samlet, error) // the index of a kind where it lies in Store's own database now, else nil; nil: it never does
	FartSDI   *Fart                                          // nil: one call at a time, with all there is
	FartYDI   *Fart
	Nu        func() time.Time
	Graense   func(context.Context) (Graense, error)
	Fremgang  func(Fremgang)                               // called after every chunk and call: a sign of life; may be nil
	Hoer      func(Kald)                                   // told of each call and its answer, for the log; may be nil
	Holder    string                                       // names the process; parts left behind under the same name are taken up at once
	Doed      func(string) bool                            // knows that the process of a name is gone, before its lease runs out; may be nil
	Samling   func(context.Context) (time.Duration, error) // changes wait so long for others of their object, so that ten are one call; nil: not at all
	Traengsel func() bool                                  // whether this municipality lately kept others waiting for the database: it takes smaller parts; may be nil
	Chunk     int                                          // records a part; 0: 2,500
	Arbejdere int                                          // parts worked at the same time by Run; 0: one

	mu       sync.Mutex // guards what follows
	grundlag *projection.Grundlag
	version  int64
	foerst   *int64  // the last part handed out when this process began
	fordelt  int64   // up to this Grundlag everything touched is in the plan; zero: not known
	optalt   *optalt // nil: nothing is counted yet
	ladt     bool    // the last run left work that no calls may be made for
	sum      Fremgang
}

// Fremgang counts what a run has done so far.
type Fremgang struct {
	Vurderet int `json:"vurderet"` // records projected
	Sendt    int `json:"sendt"`
	Fjernet  int `json:"fjernet"`
	Afvist   int `json:"afvist"`
	Venter   int `json:"venter"` // removals that wait for a person
}

// Kald is one call to an index, as the log tells of it. Del is the part it belongs to, which the ledger's progress can be joined by.
type Kald struct {
	Art      oio.Art
	Del      int64
	Objekter []oio.UUID
	Fjern    bool
	Tog      time.Duration
	Afvist   int
	Err      error
}

const (
	defaultChunk = 2_500
	traengtChunk = 40                    // while somebody with a little to do waits for the database: a piece of it takes some milliseconds
	sagerAtOnce  = 100                   // cases whose grants are read together: at most 200 each
	deltid       = 5 * time.Second       // a part is no more than the agreed pace sends in this time
	delkald      = 16                    // a part is no more calls one after the other than this, so that several processes can share a load
	venteskridt  = 20 * time.Millisecond // between two looks at parts that others have
)

func (e *Exporter) chunk() int {
	n := defaultChunk
	if e.Chunk > 0 {
		n = e.Chunk
	}
	if e.Traengsel != nil && e.Traengsel() {
		n = min(n, traengtChunk)
	}
	for _, f := range []*Fart{e.FartSDI, e.FartYDI} {
		a := f.aftale()
		if a.PrSekund > 0 {
			n = min(n, max(1, int(a.PrSekund*deltid.Seconds())))
		}
		if a.Portion > 0 {
			n = min(n, a.Portion*max(1, a.Samtidige)*delkald)
		}
	}
	return n
}

func (e *Exporter) indeks(art oio.Art) Indeks {
	if art == oio.ArtSag {
		return e.SDI
	}
	return e.YDI
}

func (e *Exporter) fart(art oio.Art) *Fart {
	if art == oio.ArtSag {
		return e.FartSDI
	}
	return e.FartYDI
}

// Udfald is what a step came to.
type Udfald uint8

// The outcomes of a step.
const (
	Intet    Udfald = iota // nothing is left to do
	Arbejdet               // a part was worked
	Venter                 // others have the parts that must be done first
	Lukket                 // there is work, but no calls may be made now: paused, quiet hours, or the target is down or busy
)

// omgange is how often a run asks again for what waits for a time: a case waits for its grants, and they may have failed once.
const omgange = 3

// Run works until nothing is left to do and says what it did; what was never answered is tried again at once. An error means that the run
// stopped; what was done stays done, the rest is done by the next run. When the export is not active nothing happens (R090).
func (e *Exporter) Run(ctx context.Context) (Fremgang, error) {
	e.nulstil()
	for round := range omgange {
		n, err := e.Store.Genproev(ctx, e.Kommune, false)
		if err != nil || n == 0 && round > 0 {
			return e.stand(), err
		}
		if err := e.arbejdere(ctx); err != nil {
			return e.stand(), err
		}
	}
	return e.stand(), nil
}

// Tjen works until nothing is due: what was refused or never answered waits for its time.
func (e *Exporter) Tjen(ctx context.Context) (Fremgang, error) {
	e.nulstil()
	err := e.arbejdere(ctx)
	return e.stand(), err
}

func (e *Exporter) nulstil() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sum, e.ladt = Fremgang{}, false
}

// Ladt reports whether the last run left work, since no calls may be made for it now: paused, quiet hours, or a target that is left alone.
func (e *Exporter) Ladt() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.ladt
}

func (e *Exporter) lad() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ladt = true
}

func (e *Exporter) arbejdere(ctx context.Context) error {
	var workers sync.WaitGroup
	var stop atomic.Bool
	errs := make([]error, max(1, e.Arbejdere))
	done := make(chan struct{}, len(errs)) // a part is done: whoever waits for it looks at once
	for i := range errs {
		workers.Go(func() {
			errs[i] = e.arbejder(ctx, &stop, done)
			if errs[i] != nil {
				stop.Store(true) // the others end with the part they have
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// arbejder takes parts until nothing is left, or another worker has stopped. It tells the others of each that is done.
func (e *Exporter) arbejder(ctx context.Context, stop *atomic.Bool, done chan struct{}) error {
	for !stop.Load() {
		outcome, err := e.Trin(ctx)
		switch {
		case errors.Is(err, ErrMistet):
			continue // somebody else has it
		case err != nil:
			return err
		}
		switch outcome {
		case Intet:
			return nil
		case Lukket:
			e.lad()
			return nil
		case Venter:
			if err := ventPaa(ctx, done, venteskridt); err != nil {
				return err
			}
		case Arbejdet:
			select {
			case done <- struct{}{}:
			default: // as many are told already as there are
			}
		}
	}
	return nil
}

// ventPaa waits for a part of this process to be done, or for a while: it may be another process that has one.
func ventPaa(ctx context.Context, done <-chan struct{}, most time.Duration) error {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-done:
	case <-timer.C:
	}
	return nil
}

func vent(ctx context.Context, span time.Duration) error { return ventPaa(ctx, nil, span) }

// Trin takes one part of the work and does it: project, hold against the ledger, send, note the answers.
func (e *Exporter) Trin(ctx context.Context) (Udfald, error) {
	part, outcome, err := e.tag(ctx)
	if err != nil || outcome != Arbejdet {
		return outcome, err
	}
	err = e.arbejd(ctx, part)
	switch {
	case err == errIkkeForsoegt: //nolint:errorlint // by itself: the target is left alone, which is no failure
		return Lukket, e.slip(ctx, part)
	case err != nil:
		return outcome, errors.Join(err, e.slip(ctx, part))
	}
	return outcome, nil
}

// slip gives a part back that could not be done, so that it is taken up again when there is a next try.
func (e *Exporter) slip(ctx context.Context, part *Del) error {
	return e.Store.Planlaeg(context.WithoutCancel(ctx), e.Kommune, func(t Planlaegning) error {
		if d := t.Plan().find(part.Hold()); d != nil {
			d.Udloeber = time.Time{}
		}
		return nil
	})
}

// Forny tells that this process is alive: its parts stay its own. It is called more often than Lejemaal.
func (e *Exporter) Forny(ctx context.Context) error {
	stand, err := e.Store.Stand(ctx, e.Kommune)
	if err != nil || !stand.Undervejs {
		return err
	}
	return e.Store.Planlaeg(ctx, e.Kommune, func(t Planlaegning) error {
		t.Plan().Forny(e.Holder, t.Nu())
		return nil
	})
}

// refresh reads the inputs of projection anew when something touched them, and gives them for one goroutine.
func (e *Exporter) refresh(ctx context.Context, stand Stand) (*projection.Grundlag, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.grundlag == nil || e.version < stand.Grundlag {
		grundlag, err := e.Store.Grundlag(ctx, e.Kommune)
		if err != nil {
			return nil, err
		}
		e.grundlag, e.version = grundlag, stand.Grundlag
	}
	return e.grundlag.Copy(), nil
}

func (e *Exporter) stand() Fremgang {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sum
}

// tael adds to what the run has done.
func (e *Exporter) tael(more Fremgang) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sum.Vurderet += more.Vurderet
	e.sum.Sendt += more.Sendt
	e.sum.Fjernet += more.Fjernet
	e.sum.Afvist += more.Afvist
	e.sum.Venter += more.Venter
	if e.Fremgang != nil {
		e.Fremgang(e.sum)
	}
}
