package export

import (
	"context"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// chunk is a set of verdicts of one kind that is settled together, and what is complete once it is.
type chunk struct {
	art      oio.Art
	assessed []vurdering
	done     Faerdig
}

type emit func(chunk) error

// stream reads and projects in one goroutine and settles in another: the database writes while the next chunk is prepared.
// Only settling looks at the ledger, so a record that comes twice is judged against what its first turn left.
func (e *Exporter) stream(ctx context.Context, read func(context.Context, emit) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	chunks := make(chan chunk, 1)
	failed := make(chan error, 1)
	go func() {
		defer close(chunks)
		failed <- read(ctx, func(c chunk) error {
			select {
			case chunks <- c:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var err error
	for c := range chunks {
		if err == nil {
			if err = e.settle(ctx, c); err != nil {
				cancel()
			}
		}
		e.sum.Vurderet += len(c.assessed)
		if e.Fremgang != nil {
			e.Fremgang(e.sum)
		}
	}
	if readErr := <-failed; err == nil {
		err = readErr
	}
	return err
}

// touched works through the inputs that changed. What has never been dealt with is left to the change numbers, which will
// bring it with today's inputs anyway; so a first load costs each record once.
func (e *Exporter) touched(ctx context.Context, a *assessor, stand Stand, tasks []Opgave, renewed bool, emit emit) error {
	done := Faerdig{Katalog: string(e.grundlag.Katalog.Release())}
	for _, task := range tasks {
		done.Opgaver = append(done.Opgaver, task.Nr)
	}
	if stand.SagSeq > 0 || stand.BevSeq > 0 {
		for _, input := range distinct(tasks, renewed && stand.Katalog != "") {
			if err := e.touchedBy(ctx, a, stand, input, emit); err != nil {
				return err
			}
		}
	}
	if len(tasks) == 0 && !renewed {
		return nil
	}
	return emit(chunk{art: oio.ArtSag, done: done})
}

// distinct names each touched input once; when all is touched, only that.
func distinct(tasks []Opgave, all bool) []projection.Beroert {
	everything := projection.Beroert{Slags: projection.BeroertAlt}
	seen := make(map[projection.Beroert]bool)
	var inputs []projection.Beroert
	for _, task := range tasks {
		if all = all || task.Beroert == everything; !seen[task.Beroert] {
			seen[task.Beroert] = true
			inputs = append(inputs, task.Beroert)
		}
	}
	if all {
		return []projection.Beroert{everything}
	}
	return inputs
}

func (e *Exporter) touchedBy(ctx context.Context, a *assessor, stand Stand, input projection.Beroert, emit emit) error {
	ids := []string{input.ID}
	if input.Slags == projection.BeroertEnhed {
		ids = e.grundlag.Under(input.ID)
	}
	for _, id := range ids {
		cut := Udsnit{Slags: input.Slags, ID: id}
		if input.Slags != projection.BeroertYdelse {
			if err := e.sagerIn(ctx, a, stand, cut, emit); err != nil {
				return err
			}
		}
		// The grants of a sagstype, and of all, come with their cases; only grants whose case never came are left.
		if input.Slags != projection.BeroertSagstype {
			if err := e.bevillingerIn(ctx, a, stand, cut, emit); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Exporter) sagerIn(ctx context.Context, a *assessor, stand Stand, cut Udsnit, emit emit) error {
	for after := int64(0); ; {
		rows, err := e.Store.SagerI(ctx, e.Kommune, cut, stand.SagSeq, after, e.chunk())
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := e.emitSager(ctx, a, rows, Faerdig{}, emit); err != nil {
			return err
		}
		if cut.Slags != projection.BeroertAlt { // then they come by themselves
			if err := e.under(ctx, a, rows, stand.BevSeq, emit); err != nil {
				return err
			}
		}
		after = rows[len(rows)-1].Nr
	}
}

func (e *Exporter) bevillingerIn(ctx context.Context, a *assessor, stand Stand, cut Udsnit, emit emit) error {
	for after := int64(0); ; {
		rows, err := e.Store.BevillingerI(ctx, e.Kommune, cut, stand.BevSeq, after, e.chunk())
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := e.emitBevillinger(ctx, a, rows, Faerdig{}, emit); err != nil {
			return err
		}
		after = rows[len(rows)-1].Nr
	}
}

// under emits the grants of cases, as many cases at a time as memory allows.
func (e *Exporter) under(ctx context.Context, a *assessor, rows []SagRaekke, seq int64, emit emit) error {
	if seq == 0 {
		return nil
	}
	for len(rows) > 0 {
		some := rows[:min(sagerAtOnce, len(rows))]
		rows = rows[len(some):]
		ids := make([]string, len(some))
		for i := range some {
			ids[i] = some[i].ID
		}
		grants, err := e.Store.BevillingerUnder(ctx, e.Kommune, ids, seq)
		if err != nil {
			return err
		}
		if len(grants) == 0 {
			continue
		}
		if err := e.emitBevillinger(ctx, a, grants, Faerdig{}, emit); err != nil {
			return err
		}
	}
	return nil
}

func (e *Exporter) changedSager(ctx context.Context, a *assessor, stand Stand, emit emit) error {
	for after := stand.SagSeq; after < stand.Seq; {
		rows, err := e.Store.AendredeSager(ctx, e.Kommune, after, stand.Seq, e.chunk())
		if err != nil {
			return err
		}
		after = stand.Seq
		if len(rows) == e.chunk() {
			after = rows[len(rows)-1].Seq
		}
		if err := e.emitSager(ctx, a, rows, Faerdig{}, emit); err != nil {
			return err
		}
		if err := e.under(ctx, a, rows, stand.BevSeq, emit); err != nil {
			return err
		}
		if err := emit(chunk{art: oio.ArtSag, done: Faerdig{SagSeq: after}}); err != nil {
			return err
		}
	}
	return nil
}

func (e *Exporter) changedBevillinger(ctx context.Context, a *assessor, stand Stand, emit emit) error {
	for after := stand.BevSeq; after < stand.Seq; {
		rows, err := e.Store.AendredeBevillinger(ctx, e.Kommune, after, stand.Seq, e.chunk())
		if err != nil {
			return err
		}
		after = stand.Seq
		if len(rows) == e.chunk() {
			after = rows[len(rows)-1].Seq
		}
		if err := e.emitBevillinger(ctx, a, rows, Faerdig{BevSeq: after}, emit); err != nil {
			return err
		}
	}
	return nil
}

func (e *Exporter) emitSager(_ context.Context, a *assessor, rows []SagRaekke, done Faerdig, emit emit) error {
	assessed, err := a.sager(rows)
	if err != nil {
		return err
	}
	return emit(chunk{art: oio.ArtSag, assessed: assessed, done: done})
}

func (e *Exporter) emitBevillinger(ctx context.Context, a *assessor, rows []BevillingRaekke, done Faerdig, emit emit) error {
	assessed, err := a.bevillinger(ctx, rows)
	if err != nil {
		return err
	}
	return emit(chunk{art: oio.ArtBevilling, assessed: assessed, done: done})
}
