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
	if input.Slags == projection.BeroertAlt {
		return e.everything(ctx, a, stand, emit)
	}
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
		if input.Slags != projection.BeroertSagstype { // those come with their cases
			if err := e.bevillingerIn(ctx, a, stand, cut, emit); err != nil {
				return err
			}
		}
	}
	return nil
}

// everything goes through all that has been dealt with before, in the order of the changes.
func (e *Exporter) everything(ctx context.Context, a *assessor, stand Stand, emit emit) error {
	if err := e.sagerBetween(ctx, a, 0, stand.SagSeq, func([]SagRaekke, int64) error { return nil }, emit); err != nil {
		return err
	}
	return e.bevillingerBetween(ctx, a, 0, stand.BevSeq, false, emit)
}

func (e *Exporter) sagerIn(ctx context.Context, a *assessor, stand Stand, cut Udsnit, emit emit) error {
	for after := int64(0); ; {
		rows, err := e.Store.SagerI(ctx, e.Kommune, cut, stand.SagSeq, after, e.chunk())
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := emitSager(a, rows, emit); err != nil {
			return err
		}
		if err := e.under(ctx, a, rows, stand.BevSeq, emit); err != nil {
			return err
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
		if err := emitBevillinger(ctx, a, rows, Faerdig{}, emit); err != nil {
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
		if err := emitBevillinger(ctx, a, grants, Faerdig{}, emit); err != nil {
			return err
		}
	}
	return nil
}

// changedSager deals with cases that changed, and with the grants under them that did not.
func (e *Exporter) changedSager(ctx context.Context, a *assessor, stand Stand, emit emit) error {
	return e.sagerBetween(ctx, a, stand.SagSeq, stand.Seq, func(rows []SagRaekke, done int64) error {
		if err := e.under(ctx, a, rows, stand.BevSeq, emit); err != nil {
			return err
		}
		return emit(chunk{art: oio.ArtSag, done: Faerdig{SagSeq: done}})
	}, emit)
}

func (e *Exporter) changedBevillinger(ctx context.Context, a *assessor, stand Stand, emit emit) error {
	return e.bevillingerBetween(ctx, a, stand.BevSeq, stand.Seq, true, emit)
}

// retry sends what the indexes refused once more (R103).
func (e *Exporter) retry(ctx context.Context) error {
	a := &assessor{mirror: e.Store, kommune: e.Kommune, noegler: e.Noegler, grundlag: e.grundlag.Copy()}
	return e.stream(ctx, func(ctx context.Context, emit emit) error {
		for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
			if err := e.retryArt(ctx, a, art, emit); err != nil {
				return err
			}
		}
		return nil
	})
}

func (e *Exporter) retryArt(ctx context.Context, a *assessor, art oio.Art, emit emit) error {
	for after := int64(0); ; {
		posts, err := e.Store.Parkerede(ctx, e.Kommune, art, after, e.chunk())
		if err != nil || len(posts) == 0 {
			return err
		}
		nrs := make([]int64, len(posts))
		for i := range posts {
			nrs[i] = posts[i].Nr
		}
		after = nrs[len(nrs)-1]
		if err := e.emitNumbered(ctx, a, art, nrs, emit); err != nil {
			return err
		}
	}
}

func (e *Exporter) emitNumbered(ctx context.Context, a *assessor, art oio.Art, nrs []int64, emit emit) error {
	if art == oio.ArtSag {
		rows, err := e.Store.SagerNr(ctx, e.Kommune, nrs)
		if err != nil {
			return err
		}
		return emitSager(a, rows, emit)
	}
	rows, err := e.Store.BevillingerNr(ctx, e.Kommune, nrs)
	if err != nil {
		return err
	}
	return emitBevillinger(ctx, a, rows, Faerdig{}, emit)
}

// sagerBetween emits the cases changed in (after, upTo] and calls then for each chunk with how far it reaches.
func (e *Exporter) sagerBetween(ctx context.Context, a *assessor, after, upTo int64, then func([]SagRaekke, int64) error, emit emit) error {
	for after < upTo {
		rows, err := e.Store.AendredeSager(ctx, e.Kommune, after, upTo, e.chunk())
		if err != nil {
			return err
		}
		after = upTo
		if len(rows) == e.chunk() {
			after = rows[len(rows)-1].Seq
		}
		if err := emitSager(a, rows, emit); err != nil {
			return err
		}
		if err := then(rows, after); err != nil {
			return err
		}
	}
	return nil
}

// bevillingerBetween emits the grants changed in (after, upTo]; with note, how far the work has come is noted on the way.
func (e *Exporter) bevillingerBetween(ctx context.Context, a *assessor, after, upTo int64, note bool, emit emit) error {
	for after < upTo {
		rows, err := e.Store.AendredeBevillinger(ctx, e.Kommune, after, upTo, e.chunk())
		if err != nil {
			return err
		}
		after = upTo
		if len(rows) == e.chunk() {
			after = rows[len(rows)-1].Seq
		}
		var done Faerdig
		if note {
			done.BevSeq = after
		}
		if err := emitBevillinger(ctx, a, rows, done, emit); err != nil {
			return err
		}
	}
	return nil
}

func emitSager(a *assessor, rows []SagRaekke, emit emit) error {
	assessed, err := a.sager(rows)
	if err != nil {
		return err
	}
	return emit(chunk{art: oio.ArtSag, assessed: assessed})
}

func emitBevillinger(ctx context.Context, a *assessor, rows []BevillingRaekke, done Faerdig, emit emit) error {
	assessed, err := a.bevillinger(ctx, rows)
	if err != nil {
		return err
	}
	return emit(chunk{art: oio.ArtBevilling, assessed: assessed, done: done})
}
