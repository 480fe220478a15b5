package mirror

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"indeksbro/internal/eoj"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// Udfald is what became of one line.
type Udfald string

// The outcomes of a line. Gentaget and Aeldre are harmless; Afvigende says that a source gave two contents one version.
const (
	Taget     Udfald = "taget"
	Gentaget  Udfald = "gentaget"
	Aeldre    Udfald = "aeldre"
	Afvigende Udfald = "afvigende"
	Afvist    Udfald = "afvist"
)

// Linje is the result of one line of the feed. Numbers count from 1.
type Linje struct {
	Nr     int
	Udfald Udfald
	Fejl   *eoj.Fejl // for Afvist and Afvigende
}

// Sum counts the lines of a load by outcome.
type Sum struct {
	Linjer    int `json:"linjer"`
	Taget     int `json:"taget"`
	Gentaget  int `json:"gentaget"`
	Aeldre    int `json:"aeldre"`
	Afvigende int `json:"afvigende"`
	Afvist    int `json:"afvist"`
	Fjernet   int `json:"fjernet"` // by a full file that no longer has them
}

func (s *Sum) add(u Udfald) {
	s.Linjer++
	switch u {
	case Taget:
		s.Taget++
	case Gentaget:
		s.Gentaget++
	case Aeldre:
		s.Aeldre++
	case Afvigende:
		s.Afvigende++
	case Afvist:
		s.Afvist++
	}
}

// Loader takes feeds into one municipality's mirror.
type Loader struct {
	Store    Store
	Kommune  oio.CVR
	Noegler  *seal.Noegler
	Nu       func() time.Time
	Linje    func(Linje) // called for every line, in order, once its fate is certain and committed; may be nil
	Fremgang func(Sum)   // called after every batch; may be nil
	Batch    int         // lines a transaction; 0: 5,000
	// KendtSag is the id of a case that a full file must have to be believed (R101); empty: none.
	KendtSag string
	// Trods believes a full file although it lacks more than the limits allow (R101); it is the reason, and Af who gives it.
	Af, Trods string
	// Igen is asked whether a change that could not be kept is tried once more, with how often it has been; nil: it is not. A strict load
	// never is: its feed has been read by then.
	Igen func(ctx context.Context, err error, tries int) bool
	// Straks ends a batch whenever the sender pauses, so that a streamed feed is answered while it runs.
	Straks bool
}

const defaultBatch = 5_000

// ErrStrict says that a strict load took nothing because a line was wrong.
var ErrStrict = errors.New("nothing was taken: the load is strict and at least one line is wrong")

// Load takes a feed and remembers nothing but one batch of it at a time. It may be stopped anywhere and run again: what was
// taken is known the second time.
func (l *Loader) Load(ctx context.Context, r io.Reader) (Sum, error) {
	var sum Sum
	err := l.batches(ctx, r, func(batch []entry) error {
		err := l.skriv(ctx, func(tx Tx) error { return l.take(ctx, tx, batch) })
		if err != nil {
			return err
		}
		l.report(&sum, batch)
		return nil
	})
	return l.finish(ctx, sum, err)
}

// skriv keeps a change whole, again where Igen says so: what was kept without an answer is known the second time.
func (l *Loader) skriv(ctx context.Context, do func(Tx) error) error {
	for tries := 1; ; tries++ {
		err := l.Store.WriteMirror(ctx, l.Kommune, do)
		if err == nil || l.Igen == nil || !l.Igen(ctx, err, tries) {
			return err
		}
	}
}

// errLaest is what a feed taken whole or not at all ends with when the store asks for it once more: it has been read by then.
var errLaest = errors.New("the store was interrupted, and the feed can be read only once; nothing was kept: load it again")

// LoadStrict takes a feed whole or not at all. When a line is wrong it names every wrong line and gives ErrStrict.
func (l *Loader) LoadStrict(ctx context.Context, r io.Reader) (Sum, error) {
	var sum Sum
	wrong, begun := false, false
	err := l.Store.WriteMirror(ctx, l.Kommune, func(tx Tx) error {
		if begun {
			return errLaest
		}
		begun = true
		err := l.batches(ctx, r, func(batch []entry) error {
			for _, e := range batch {
				wrong = wrong || e.udfald == Afvist
			}
			if !wrong {
				if err := l.take(ctx, tx, batch); err != nil {
					return err
				}
			}
			l.report(&sum, batch)
			return nil
		})
		if err == nil && wrong {
			return ErrStrict
		}
		return err
	})
	if err != nil {
		sum.Taget = 0
	}
	return l.finish(ctx, sum, err)
}

// finish notes that a load was taken; a full file that is not believed has still brought its lines.
func (l *Loader) finish(ctx context.Context, sum Sum, err error) (Sum, error) {
	var doubt *Mistro
	if err != nil && !errors.As(err, &doubt) {
		return sum, err
	}
	noteErr := l.skriv(ctx, func(tx Tx) error {
		return tx.Indlaest(ctx, Indlaesning{Tid: l.Nu(), Sum: sum, Af: l.Af, Trods: l.Trods})
	})
	if err == nil {
		err = noteErr
	}
	return sum, err
}

func (l *Loader) report(sum *Sum, batch []entry) {
	for i := range batch {
		sum.add(batch[i].udfald)
		if l.Linje != nil {
			l.Linje(Linje{Nr: batch[i].nr, Udfald: batch[i].udfald, Fejl: batch[i].fejl})
		}
	}
	if l.Fremgang != nil {
		l.Fremgang(*sum)
	}
}

// entry is one line on its way into the mirror.
type entry struct {
	nr     int
	post   eoj.Post
	row    Raekke
	udfald Udfald // Afvist from the start, or set by take
	mod    bool   // Gentaget of what is kept, which compare must look at
	fejl   *eoj.Fejl
}

// batches reads, parses and seals ahead of do, so that the database writes while the next batch is prepared.
func (l *Loader) batches(ctx context.Context, r io.Reader, do func([]entry) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ready := make(chan []entry, 1)
	failed := make(chan error, 1)
	go func() {
		defer close(ready)
		failed <- l.read(ctx, r, ready)
	}()
	var err error
	for batch := range ready {
		if err = do(batch); err != nil {
			cancel()
			break
		}
	}
	for range ready { // let the reader end
	}
	if readErr := <-failed; err == nil {
		err = readErr
	}
	return err
}

func (l *Loader) read(ctx context.Context, r io.Reader, ready chan<- []entry) error {
	size := l.Batch
	if size <= 0 {
		size = defaultBatch
	}
	lines := bufio.NewReaderSize(r, 256<<10)
	batch := make([]entry, 0, min(size, 1024))
	hand := func() error {
		if len(batch) == 0 {
			return nil
		}
		select {
		case ready <- batch:
			batch = make([]entry, 0, size)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for nr := 1; ; nr++ {
		line, tooLong, err := readLine(lines)
		if err != nil && err != io.EOF {
			return fmt.Errorf("read feed at line %d: %w", nr, err)
		}
		if nr == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 || tooLong {
			batch = append(batch, l.entry(nr, trimmed, tooLong))
		}
		paused := l.Straks && len(batch) > 0 && lines.Buffered() == 0 && len(ready) == 0
		if len(batch) == size || (err == nil && paused) {
			if handErr := hand(); handErr != nil {
				return handErr
			}
		}
		if err == io.EOF {
			return hand()
		}
	}
}

// readLine reads to the next line break. Of a line over the limit the rest is skipped without being held.
func readLine(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > eoj.MaxLinje+1 {
			tooLong = true
		}
		if !tooLong {
			line = append(line, part...)
		}
		if err != bufio.ErrBufferFull {
			return line, tooLong, err
		}
	}
}

func (l *Loader) entry(nr int, line []byte, tooLong bool) entry {
	if tooLong {
		return entry{nr: nr, udfald: Afvist, fejl: &eoj.Fejl{Message: "line is longer than 1 MiB", Dansk: "linjen er længere end 1 MiB"}}
	}
	post, err := eoj.ParseLinje(line)
	if err != nil {
		var fejl *eoj.Fejl
		if !errors.As(err, &fejl) {
			fejl = &eoj.Fejl{Message: "line cannot be read", Dansk: "linjen kan ikke læses"}
		}
		return entry{nr: nr, udfald: Afvist, fejl: fejl}
	}
	row, err := l.row(post, line)
	if err != nil {
		return entry{nr: nr, udfald: Afvist, fejl: &eoj.Fejl{Message: "line cannot be kept", Dansk: "linjen kan ikke gemmes"}}
	}
	return entry{nr: nr, post: post, row: row}
}

// row makes what is kept of a line: sealed and whole for cases and grants, in clear and reduced to what was checked for
// stamdata.
func (l *Loader) row(post eoj.Post, line []byte) (Raekke, error) {
	t, id, version := post.Noegle()
	row := Raekke{Type: t, ID: id, Version: version, Slettet: -1, Modtaget: l.Nu()}
	switch p := post.(type) {
	case *eoj.Slet:
		row.Slettet = version
	case *eoj.Sag:
		row.Sagstype, row.Enhed, row.Borger, row.Til = p.Sagstype, p.Enhed, l.Noegler.Borger(p.CPR), p.Slut()
		row.Linje = l.Noegler.Seal(line, Context(t, id))
	case *eoj.Bevilling:
		row.Sag, row.Ydelse, row.Enhed, row.Til = p.Sag, p.Ydelse, p.Enhed, p.Til
		row.Linje = l.Noegler.Seal(line, Context(t, id))
	default:
		kept, err := eoj.Stamlinje(post)
		if err != nil {
			return row, err
		}
		row.Linje = kept
	}
	return row, nil
}

// Context is what a sealed line is bound to.
func Context(t eoj.Type, id string) string { return "kilde/" + string(t) + "/" + id }

// take decides each line's fate against what is known and keeps what is new. A store may run it again from the beginning, so what an
// earlier run decided is forgotten first.
func (l *Loader) take(ctx context.Context, tx Tx, batch []entry) error {
	byType := make(map[eoj.Type][]int)
	for i := range batch {
		if batch[i].post != nil {
			batch[i].udfald, batch[i].mod, batch[i].fejl = "", false, nil
			byType[batch[i].row.Type] = append(byType[batch[i].row.Type], i)
		}
	}
	for _, t := range []eoj.Type{eoj.TypeSagstype, eoj.TypeYdelse, eoj.TypeEnhed, eoj.TypeSag, eoj.TypeBevilling} {
		if err := l.takeType(ctx, tx, t, batch, byType[t]); err != nil {
			return err
		}
	}
	return nil
}

func (l *Loader) takeType(ctx context.Context, tx Tx, t eoj.Type, batch []entry, at []int) error {
	if len(at) == 0 {
		return nil
	}
	ids := make([]string, 0, len(at))
	for _, i := range at {
		ids = append(ids, batch[i].row.ID)
	}
	known, err := tx.Kendte(ctx, t, ids)
	if err != nil {
		return err
	}
	w := newWeigher(t, known)
	for _, i := range at {
		batch[i].udfald = w.weigh(&batch[i])
	}
	if err := l.compare(ctx, tx, t, batch, at); err != nil {
		return err
	}
	rows, more := w.result()
	if len(rows) == 0 {
		return nil
	}
	if err := tx.Gem(ctx, rows, more); err != nil {
		return err
	}
	var touched []projection.Beroert
	for _, row := range rows {
		if b, many := projection.BeroertAf(t, row.ID); many {
			touched = append(touched, b)
		}
	}
	return tx.Beroer(ctx, touched)
}

// compare looks at repeated versions: the same content again is harmless, another content is a fault of the source that must
// not pass in silence.
func (l *Loader) compare(ctx context.Context, tx Tx, t eoj.Type, batch []entry, at []int) error {
	var ids []string
	for _, i := range at {
		if batch[i].mod {
			ids = append(ids, batch[i].row.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	kept, err := tx.Linjer(ctx, t, ids)
	if err != nil {
		return err
	}
	for _, i := range at {
		line, there := kept[batch[i].row.ID]
		if !batch[i].mod || !there {
			continue
		}
		same, err := l.same(line, &batch[i])
		if err != nil {
			return fmt.Errorf("kept %s: %w", t, err)
		}
		if !same {
			batch[i].udfald = Afvigende
			batch[i].fejl = errAfvigende
		}
	}
	return nil
}
