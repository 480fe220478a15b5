package export

import (
	"context"
	"fmt"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// settle holds a chunk of verdicts of one kind against the ledger and brings index and ledger to agree: what will be sent is
// noted, sent, and its answers are noted together with how far the work has come.
func (e *Exporter) settle(ctx context.Context, c chunk) error {
	old, err := e.Store.Poster(ctx, e.Kommune, c.art, numbers(c.assessed))
	if err != nil {
		return err
	}
	moved := make(map[Taelling]int)
	var intent, sending []Post
	var outgoing []oio.Registreret
	for i := range c.assessed {
		v := &c.assessed[i]
		before, had := old[v.nr]
		now, send := decide(v, before, e.Genproev)
		if !had && now.Grund == projection.Slettet {
			continue // came and went before the ledger heard of it
		}
		if send {
			sending = append(sending, now)
			outgoing = append(outgoing, oio.Registreret{Objekt: v.udfald.Objekt, Tidspunkt: v.udfald.Tidspunkt, Kanonisk: v.kanonisk})
		}
		if !had || now != before {
			intent = append(intent, now)
			move(moved, before, now, had)
		}
	}
	if len(sending) == 0 {
		return e.write(ctx, intent, moved, c.done)
	}
	if err := e.write(ctx, intent, moved, Faerdig{}); err != nil {
		return err
	}
	return e.send(ctx, c.art, sending, outgoing, c.done, old)
}

// decide is the whole of the ledger's logic: what is wanted against what is acknowledged.
func decide(v *vurdering, before Post, retry bool) (now Post, send bool) {
	now = Post{Art: v.art, Nr: v.nr, UUID: v.uuid, Sagstype: v.sagstype, Borger: v.borger, Oensket: v.aftryk, Kvitteret: before.Kvitteret}
	if now.Sagstype == "" {
		now.Sagstype = before.Sagstype
	}
	if now.Borger.IsZero() {
		now.Borger = before.Borger
	}
	switch {
	case v.udfald.Objekt == nil && before.Kvitteret.IsZero():
		now.Grund = v.udfald.Grund
	case v.udfald.Objekt == nil:
		now.Grund, now.Derefter, now.Sletning = projection.TilSletning, v.udfald.Grund, before.Sletning
		if !v.udfald.Grund.AfKilden() {
			now.Grund = projection.SlettetIKoe
		}
	case before.Kvitteret == v.aftryk:
		now.Grund = projection.Sendes
	case before.Grund == projection.Afvist && before.Oensket == v.aftryk && !retry:
		return before, false // refused for a cause that has not changed (R103)
	default:
		now.Grund, now.Kvitteret, send = projection.IKoe, Ubesvaret, true
	}
	return now, send
}

// send hands objects to their index and notes the answers.
func (e *Exporter) send(ctx context.Context, art oio.Art, posts []Post, objects []oio.Registreret, done Faerdig, old map[int64]Post) error {
	answers, err := e.indeks(art).Importer(ctx, e.Kommune, objects)
	if err == nil && len(answers) != len(objects) {
		err = fmt.Errorf("got %d answers for %d objects", len(answers), len(objects))
	}
	if err != nil {
		return fmt.Errorf("send %d %s: %w", len(objects), art, err)
	}
	moved := make(map[Taelling]int)
	for i, answer := range answers {
		before := posts[i]
		now := &posts[i]
		if answer.OK {
			now.Grund, now.Kvitteret, now.Fejl = projection.Sendes, now.Oensket, ""
			e.sum.Sendt++
		} else {
			// A refusal changes nothing in the index.
			now.Grund, now.Kvitteret, now.Fejl = projection.Afvist, old[now.Nr].Kvitteret, oio.MaskCPR(answer.Fejl)
			e.sum.Afvist++
		}
		move(moved, before, *now, true)
	}
	return e.write(ctx, posts, moved, done)
}

func (e *Exporter) write(ctx context.Context, posts []Post, moved map[Taelling]int, done Faerdig) error {
	return e.Store.Skriv(ctx, e.Kommune, posts, moved, done)
}

// move keeps the ledger's count in step with a line that changes.
func move(moved map[Taelling]int, before, now Post, had bool) {
	if had {
		moved[Taelling{before.Sagstype, before.Art, before.Grund}]--
	}
	moved[Taelling{now.Sagstype, now.Art, now.Grund}]++
}

func numbers(assessed []vurdering) []int64 {
	nrs := make([]int64, len(assessed))
	for i := range assessed {
		nrs[i] = assessed[i].nr
	}
	return nrs
}
