package export

import (
	"context"
	"errors"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// linje is one object on its way: its ledger line before and now, and what is to be sent.
type linje struct {
	before Post
	now    Post
	sag    int64 // of a grant: the case it is sent under
	objekt oio.Registreret
	sted   *sted // where it is noted that it will be sent; nil: the ledger says so already
}

// settle holds verdicts of one kind against the ledger and brings index and ledger to agree: what will be sent is noted, sent, and its
// answers are noted; with slut the part is done then.
func (e *Exporter) settle(ctx context.Context, part *Del, assessed []vurdering, slut bool) error {
	if len(assessed) == 0 {
		if !slut {
			return nil
		}
		return e.skriv(ctx, nil, nil, Skrivning{Hold: part.Hold(), Slut: true})
	}
	art := assessed[0].art
	old, err := e.Store.Poster(ctx, e.Kommune, art, numbers(assessed))
	if err != nil {
		return err
	}
	absent, err := e.sagerUdenfor(ctx, assessed)
	if err != nil {
		return err
	}
	closed, err := e.spaerring(ctx, art)
	if err != nil {
		return err
	}
	d := e.afgoer(part, assessed, old, absent, closed)
	e.tael(Fremgang{Vurderet: len(assessed)})
	if len(d.sendes) == 0 {
		return e.skriv(ctx, d.poster(), d.flyttet, Skrivning{Hold: part.Hold(), Nye: len(d.nye), Slut: slut})
	}
	target, err := e.samlet(ctx, art, d.sendes)
	if err != nil {
		return err
	}
	if target != nil {
		if err := e.sendSamlet(ctx, target, part, art, d, slut); spaerretAf(err) == "" {
			return err
		} // closed a moment ago: that is noted of each
	}
	if err := e.skriv(ctx, d.poster(), d.flyttet, Skrivning{Hold: part.Hold(), Nye: len(d.nye)}); err != nil {
		return err
	}
	return e.send(ctx, part, art, d.sendes, slut)
}

// afgoer holds each verdict against its line.
func (e *Exporter) afgoer(part *Del, assessed []vurdering, old map[int64]Post, absent map[int64]bool, closed spaerring) *afgjort {
	now := e.Nu()
	retry := part.Fase.Slags.forfalden() || part.Fase.Slags.tvivl()
	d := &afgjort{flyttet: make(map[Taelling]int)}
	for i := range assessed {
		v := &assessed[i]
		before, had := old[v.nr]
		known := before
		if had && part.Fase.iTvivl(v) {
			known.Kvitteret, known.Sag = Ubesvaret, uvis(v.art)
		}
		line, send := decide(v, known, retry, now)
		if why := closed.grund(absent[v.sag]); send && why != "" {
			line, send = e.udsat(line, known, why, now), false
		}
		if send && absent[v.sag] {
			line, send = venterPaaSag(line, known, now), false
		}
		if !had && line.Grund == projection.Slettet {
			continue // came and went before the ledger heard of it
		}
		if !had || line.Grund != before.Grund {
			line.Siden = now.UnixMilli()
		}
		var noted *sted
		if !had || line != before {
			noted = d.noter(before, line, had)
		}
		if send {
			d.sendes = append(d.sendes, linje{before: known, now: line, sag: v.sag, sted: noted,
				objekt: oio.Registreret{Objekt: v.udfald.Objekt, Tidspunkt: v.udfald.Tidspunkt, Kanonisk: v.kanonisk}})
		}
	}
	return d
}

// sagerUdenfor gives the cases of grants that the index is not known to have. A grant goes after its case: one whose case was refused, or
// never answered, waits until the case is there, and is judged again with it.
func (e *Exporter) sagerUdenfor(ctx context.Context, assessed []vurdering) (map[int64]bool, error) {
	absent := map[int64]bool{}
	var nrs []int64
	for i := range assessed {
		if v := &assessed[i]; v.sag != 0 && v.udfald.Objekt != nil && !absent[v.sag] {
			absent[v.sag] = true
			nrs = append(nrs, v.sag)
		}
	}
	if len(nrs) == 0 {
		return nil, nil
	}
	lines, err := e.Store.Poster(ctx, e.Kommune, oio.ArtSag, nrs)
	for nr, line := range lines {
		if !line.Kvitteret.IsZero() && line.Kvitteret != Ubesvaret {
			delete(absent, nr)
		}
	}
	return absent, err
}

// venterPaaSag is the line of a grant that is not sent, since its case is not in the index. It goes with its case, and is looked at again by
// itself where that should pass it by.
func venterPaaSag(line, before Post, now time.Time) Post {
	line.Kvitteret, line.Forsoeg = before.Kvitteret, before.Forsoeg+1
	line.Naeste = now.Add(ubesvaretPause.efter(line.Forsoeg)).UnixMilli()
	line.Fejl = "its sag is not in the index yet"
	iIndekset(&line, before)
	return line
}

// iIndekset notes of a line whose object was not taken what still is in the index: whose it is, and under which case.
func iIndekset(line *Post, before Post) {
	if before.Kvitteret.IsZero() {
		return
	}
	line.Sag = before.Sag
	if !before.Borger.IsZero() {
		line.Borger = before.Borger
	}
}

// glemBorger takes whose it was out of a line whose object, or its case, the source has deleted and the index no longer has: nothing of her is left then.
func (p *Post) glemBorger() {
	if (p.Grund == projection.Slettet || p.Grund == projection.SagSlettet) && p.Kvitteret.IsZero() {
		p.Borger = oio.Borgernoegle{}
	}
}

// uvis is the case of an object of which nobody knows what the index holds.
func uvis(art oio.Art) int64 {
	if art == oio.ArtBevilling {
		return SagUvis
	}
	return 0
}

// underVejs is the case of an object until its call is answered: the one it is sent under, unless it may hang under another in the index.
func underVejs(v *vurdering, before Post) int64 {
	switch {
	case before.Kvitteret.IsZero():
		return v.sag
	case before.Sag == v.sag || before.Sag == 0:
		return before.Sag
	}
	return SagUvis
}

// decide is the whole of the ledger's logic: what is wanted against what is acknowledged.
func decide(v *vurdering, before Post, retry bool, at time.Time) (now Post, send bool) {
	now = Post{Art: v.art, Nr: v.nr, UUID: v.uuid, Sagstype: v.sagstype, Borger: v.borger, Sag: v.sag, Oensket: v.aftryk, Kvitteret: before.Kvitteret, Siden: before.Siden}
	if now.Sagstype == "" {
		now.Sagstype = before.Sagstype
	}
	if v.udfald.Objekt == nil {
		iIndekset(&now, before)
	}
	if now.Borger.IsZero() {
		now.Borger = before.Borger
	}
	switch {
	case v.udfald.Objekt == nil && before.Kvitteret.IsZero():
		now.Grund = v.udfald.Grund
		now.glemBorger()
	case v.udfald.Objekt == nil:
		now.Grund, now.Derefter, now.Sletning, now.Forsoeg = projection.TilSletning, v.udfald.Grund, before.Sletning, before.Forsoeg
		if !v.udfald.Grund.AfKilden() {
			now.Grund = projection.SlettetIKoe
		}
	case before.Kvitteret == v.aftryk:
		now.Grund = projection.Sendes
	case before.Naeste > at.UnixMilli() && before.Oensket == v.aftryk && !retry && (before.Grund == projection.Afvist || before.Kvitteret == Ubesvaret):
		return before, false // refused for a cause that has not changed, or never answered: it waits for its time (R103)
	default:
		now.Grund, now.Kvitteret, now.Sag, send = projection.IKoe, Ubesvaret, underVejs(v, before), true
		if before.Oensket == v.aftryk {
			now.Forsoeg = before.Forsoeg
		}
		if before.Naeste != 0 {
			now.Naeste = min(before.Naeste, at.UnixMilli()) // until it is answered it stays due: whoever takes the part over finds it by that
		}
	}
	return now, send
}

// send hands objects to their index and notes the answers. What was never answered is read back first (R103).
func (e *Exporter) send(ctx context.Context, part *Del, art oio.Art, lines []linje, slut bool) error {
	answers, asked, readErr := e.laestTilbage(ctx, art, lines)
	var left []int
	for i := range lines {
		if !asked[i] {
			left = append(left, i)
		}
	}
	callErr := readErr
	if readErr == nil {
		callErr = e.udsend(ctx, part, art, lines, left, answers, asked)
	}
	posts, moved, sum := e.noter(lines, answers, asked, callErr)
	if spaerretAf(callErr) != "" {
		callErr = nil // what was not sent waits until it may be
	}
	done := Skrivning{Hold: part.Hold(), Slut: slut && callErr == nil}
	done.Sendt = sum.Sendt + sum.Afvist
	e.tael(sum)
	if err := e.skriv(context.WithoutCancel(ctx), posts, moved, done); err != nil {
		return e.forSent(ctx, art, posts, err)
	}
	return callErr
}

// forSent deals with answers that could not be written. When the part was lost before, the calls may have come after those of the process
// that has it now: it is put into the plan that nobody knows what the index holds.
func (e *Exporter) forSent(ctx context.Context, art oio.Art, posts []Post, err error) error {
	if !errors.Is(err, ErrMistet) {
		return err
	}
	doubts := make([]Tvivl, len(posts))
	for i := range posts {
		doubts[i] = Tvivl{Nr: posts[i].Nr, Sendt: posts[i].Oensket}
	}
	return errors.Join(err, e.Store.Planlaeg(context.WithoutCancel(ctx), e.Kommune, func(t Planlaegning) error {
		t.Plan().Tvivle(art, doubts)
		return nil
	}))
}

// noter makes the lines that the answers come to.
func (e *Exporter) noter(lines []linje, answers []Svar, asked []bool, callErr error) ([]Post, map[Taelling]int, Fremgang) {
	now := e.Nu()
	moved := make(map[Taelling]int)
	posts := make([]Post, len(lines))
	var sum Fremgang
	for i := range lines {
		before, post := &lines[i].now, lines[i].now
		switch {
		case !asked[i] && spaerretAf(callErr) != "":
			post = e.udsat(post, lines[i].before, spaerretAf(callErr), now)
		case !asked[i]: // the call was never made
			post.Kvitteret, post.Forsoeg = lines[i].before.Kvitteret, lines[i].before.Forsoeg
			iIndekset(&post, lines[i].before)
		case answers[i].Uvis:
			post = ubesvaret(post, callErr, now)
		case answers[i].OK:
			post.Grund, post.Kvitteret, post.Sag, post.Fejl, post.Forsoeg, post.Naeste = projection.Sendes, post.Oensket, lines[i].sag, "", 0, 0
			sum.Sendt++
		default: // a refusal changes nothing in the index
			post.Grund, post.Kvitteret, post.Fejl = projection.Afvist, lines[i].before.Kvitteret, oio.MaskCPR(answers[i].Fejl)
			iIndekset(&post, lines[i].before)
			post.Forsoeg++
			post.Naeste = now.Add(afvistPause.efter(post.Forsoeg)).UnixMilli()
			sum.Afvist++
		}
		if post.Grund != before.Grund {
			post.Siden = now.UnixMilli()
		}
		move(moved, *before, post, true)
		posts[i] = post
	}
	return posts, moved, sum
}

// pause is how long to wait before another try: four times as long after each, up to a limit.
type pause struct{ foerste, laengste time.Duration }

var (
	ubesvaretPause = pause{5 * time.Second, time.Hour}
	afvistPause    = pause{10 * time.Minute, 24 * time.Hour}
)

func (p pause) efter(tries int) time.Duration {
	d := p.foerste
	for range tries - 1 {
		if d = 4 * d; d >= p.laengste {
			return p.laengste
		}
	}
	return d
}

// altfor is after how many tries without an answer an object is set aside: it may be what the index falls over.
const altfor = 5

// ubesvaret is a line that got no clear answer. It waits for another try, and is set aside when there have been many.
func ubesvaret(post Post, err error, now time.Time) Post {
	post.Forsoeg++
	post.Naeste = now.Add(ubesvaretPause.efter(post.Forsoeg)).UnixMilli()
	post.Fejl = "no answer"
	if err != nil {
		post.Fejl = oio.MaskCPR("no answer: " + err.Error())
	}
	if post.Forsoeg >= altfor {
		post.Grund = projection.Afvist
	}
	return post
}

// laestTilbage asks the index what it holds of objects that were sent and never answered: what is there as wanted is answered by that.
func (e *Exporter) laestTilbage(ctx context.Context, art oio.Art, lines []linje) (answers []Svar, asked []bool, err error) {
	answers, asked = make([]Svar, len(lines)), make([]bool, len(lines))
	reader, can := e.indeks(art).(Laeser)
	if !can {
		return answers, asked, nil
	}
	var ids []oio.UUID
	var at []int
	for i := range lines {
		if lines[i].before.Kvitteret == Ubesvaret && lines[i].before.Forsoeg > 0 {
			ids, at = append(ids, lines[i].now.UUID), append(at, i)
		}
	}
	if len(ids) == 0 {
		return answers, asked, nil
	}
	held, err := reader.ObjekterMed(ctx, e.Kommune, ids)
	e.tael(Fremgang{})
	if err != nil {
		return answers, asked, err
	}
	for _, i := range at {
		there, some := held[lines[i].now.UUID]
		if !some || there.Fuld != nil {
			continue
		}
		if text, err := oio.Canonical(there.Objekt); err == nil && e.Noegler.Aftryk(text) == lines[i].now.Oensket {
			answers[i].OK, asked[i] = true, true
		}
	}
	return answers, asked, nil
}

func (e *Exporter) skriv(ctx context.Context, posts []Post, moved map[Taelling]int, done Skrivning) error {
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
