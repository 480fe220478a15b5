package export

import (
	"context"
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

// Exporter brings one municipality's indexes in line. One Exporter works at a time; Run may be called again and again.
type Exporter struct {
	Store    Store
	Kommune  oio.CVR
	Noegler  *seal.Noegler
	SDI, YDI Indeks
	Nu       func() time.Time
	Graense  func(context.Context) (Graense, error)
	Fremgang func(Fremgang) // called after every chunk; may be nil
	Genproev bool           // send what was refused once more
	Chunk    int            // records a chunk; 0: 2,500

	grundlag *projection.Grundlag
	version  int64
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

const (
	defaultChunk = 2_500
	sagerAtOnce  = 100 // cases whose grants are read together: at most 200 each
)

func (e *Exporter) chunk() int {
	if e.Chunk > 0 {
		return e.Chunk
	}
	return defaultChunk
}

func (e *Exporter) indeks(art oio.Art) Indeks {
	if art == oio.ArtSag {
		return e.SDI
	}
	return e.YDI
}

// Run works until nothing is left to do and says what it did. An error means that the run stopped; what was done stays done,
// the rest is done by the next run. When the export is not active nothing happens (R090).
func (e *Exporter) Run(ctx context.Context) (Fremgang, error) {
	e.sum = Fremgang{}
	for retried := !e.Genproev; ; {
		stand, err := e.Store.Stand(ctx, e.Kommune)
		if err != nil || !stand.Aktiv {
			return e.sum, err
		}
		tasks, err := e.Store.Opgaver(ctx, e.Kommune)
		if err != nil {
			return e.sum, err
		}
		if err := e.refresh(ctx, stand); err != nil {
			return e.sum, err
		}
		if !retried {
			retried = true
			if err := e.retry(ctx); err != nil {
				return e.sum, err
			}
		}
		renewed := stand.Katalog != string(e.grundlag.Katalog.Release())
		if len(tasks) == 0 && !renewed && stand.SagSeq == stand.Seq && stand.BevSeq == stand.Seq {
			err := e.remove(ctx)
			return e.sum, err
		}
		if err := e.work(ctx, stand, tasks, renewed); err != nil {
			return e.sum, err
		}
	}
}

// refresh reads the inputs of projection anew when something touched them. It comes after the list of touched inputs is
// read, so that no task is ever worked with inputs older than itself.
func (e *Exporter) refresh(ctx context.Context, stand Stand) error {
	if e.grundlag != nil && e.version == stand.Grundlag {
		return nil
	}
	grundlag, err := e.Store.Grundlag(ctx, e.Kommune)
	if err != nil {
		return err
	}
	e.grundlag, e.version = grundlag, stand.Grundlag
	return nil
}

// work deals with the touched inputs first, then with changed cases and the grants under them, then with changed grants.
func (e *Exporter) work(ctx context.Context, stand Stand, tasks []Opgave, renewed bool) error {
	a := &assessor{mirror: e.Store, kommune: e.Kommune, noegler: e.Noegler, grundlag: e.grundlag.Copy()}
	return e.stream(ctx, func(ctx context.Context, emit emit) error {
		if err := e.touched(ctx, a, stand, tasks, renewed, emit); err != nil {
			return err
		}
		if err := e.changedSager(ctx, a, stand, emit); err != nil {
			return err
		}
		return e.changedBevillinger(ctx, a, stand, emit)
	})
}
