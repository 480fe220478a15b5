package export

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
)

// bremsevindue is how far back removals that went through by themselves still count: many small deletions are one large.
const bremsevindue = 24 * time.Hour

// errForaeldet says that another process has made a deletion since this one looked: it looks again, for the brake counts that one too.
var errForaeldet = errors.New("another process has made a deletion meanwhile")

// fjernelse is what stands about removals when nothing else is to be done.
type fjernelse struct {
	lines     map[int64]Omfang // what may be removed, by the deletion it belongs to
	gaar      map[int64]bool   // deletions that wait for nobody
	seneste   int64            // the last deletion there was
	indsamlet bool             // what belongs to the next is gathered, and nobody has decided about it
	recent    Sletning         // what went through by itself lately, or may still
	limit     Graense
	held      int // objects in the indexes, and those that went through by themselves lately
}

// tilFjernelse looks for what is to leave the indexes: what a person has approved, and what belongs to no deletion yet. Nil: nothing. It may be
// millions, so they are counted while nobody waits, and before the plan is held: since then there are at most fewer of what was gathered by stand.
func (e *Exporter) tilFjernelse(ctx context.Context, stand Stand) (*fjernelse, error) {
	deletions, err := e.Store.Sletninger(ctx, e.Kommune)
	if err != nil {
		return nil, err
	}
	if e.intetAtFjerne(stand, deletions) {
		return nil, nil
	}
	lines, err := e.Store.OmfangTilSletning(ctx, e.Kommune) // after the deletions: one made in between must not seem to have nothing left
	if err != nil {
		return nil, err
	}
	f := &fjernelse{lines: lines, gaar: map[int64]bool{}}
	waiting := 0
	for _, d := range deletions {
		f.seneste = max(f.seneste, d.Nr)
		f.gaar[d.Nr] = !d.Venter
		switch {
		case d.Venter:
			left := lines[d.Nr]
			waiting += left.Objekter
			if left.Objekter != d.Objekter || left.Borgere != d.Borgere { // objects that are wanted again have left it
				if err := e.Store.RetSletning(ctx, e.Kommune, d.Nr, left.Objekter, left.Borgere); err != nil {
					return nil, err
				}
			}
		case d.Af == "":
			left := lines[d.Nr]
			if e.Nu().Sub(d.Tid) >= bremsevindue {
				d.Objekter, d.Borgere = left.Objekter, left.Borgere // what was put off goes now
			}
			f.recent.Objekter += d.Objekter
			f.recent.Borgere += d.Borgere
			f.held += max(0, d.Objekter-left.Objekter) // what is left is among the objects of the ledger
		}
	}
	e.venter(waiting)
	f.indsamlet = stand.Indsamlet == f.seneste+1 && lines[f.seneste+1].Objekter > 0
	if !f.klar() {
		e.husk(&optalt{stand.Del, deletions, waiting})
		return nil, nil
	}
	if f.limit, err = e.Graense(ctx); err != nil {
		return nil, err
	}
	counts, err := e.Store.Antal(ctx, e.Kommune)
	for what, n := range counts {
		switch what.Grund {
		case projection.Sendes, projection.TilSletning, projection.SlettetIKoe:
			f.held += n
		}
	}
	return f, err
}

// optalt is a count that found nothing that may go. It holds until a part of any work is handed out, or a deletion is made, decided or corrected:
// while a deletion of millions waits for a person, nobody counts it every second.
type optalt struct {
	del        int64 // the last part that was handed out
	sletninger []Sletning
	venter     int // objects that wait for a person
}

func (e *Exporter) husk(o *optalt) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.optalt = o
}

// intetAtFjerne reports whether the last count holds and found nothing that may go.
func (e *Exporter) intetAtFjerne(stand Stand, deletions []Sletning) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.optalt == nil || e.optalt.del != stand.Del || !slices.Equal(e.optalt.sletninger, deletions) {
		return false
	}
	e.sum.Venter = e.optalt.venter
	return true
}

func (e *Exporter) venter(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sum.Venter = n
}

// klar reports whether there is something that may be removed, or must be judged by the brake.
func (f *fjernelse) klar() bool {
	for nr, o := range f.lines {
		if o.Klar > 0 && (nr == 0 || nr > f.seneste || f.gaar[nr]) {
			return true
		}
	}
	return false
}

// stopper reports whether the brake stops a removal for a person (R100).
func (f *fjernelse) stopper(o Omfang) bool {
	objects := o.Objekter + f.recent.Objekter
	return float64(objects) > f.limit.Procent/100*float64(f.held) || o.Borgere+f.recent.Borgere > f.limit.Borgere
}

// indsaetFjernelse has what belongs to no deletion gathered for the next one. What is gathered becomes that deletion, which is stopped for a person
// where the brake says so (R100). What may go is put into the plan: grants before the cases they hang under. It gives how many objects the brake
// stopped.
func (e *Exporter) indsaetFjernelse(ctx context.Context, t Planlaegning, f *fjernelse) (stopped int, err error) {
	last, err := t.SidsteSletning(ctx)
	if err != nil {
		return 0, err
	}
	if last != f.seneste {
		return 0, errForaeldet
	}
	p, next := t.Plan(), f.seneste+1
	gaar := maps.Clone(f.gaar)
	if f.indsamlet {
		if stopped, err = e.opretSletning(ctx, t, f); err != nil {
			return 0, err
		}
		gaar[next] = stopped == 0
	} else if f.lines[0].Objekter+f.lines[next].Objekter > 0 {
		p.Faser = append(p.Faser, Fase{Slags: FaseIndsamlBevillinger, Sletning: next}, Fase{Slags: FaseIndsamlSager, Sletning: next})
	}
	for _, kind := range []Faseslags{FaseFjernBevillinger, FaseFjernSager} {
		for _, nr := range sorteret(f.lines) {
			if f.lines[nr].Klar > 0 && gaar[nr] {
				p.Faser = append(p.Faser, Fase{Slags: kind, Sletning: nr})
			}
		}
	}
	return stopped, nil
}

// opretSletning makes a deletion of what was gathered for one, and gives how many objects of it the brake stopped.
func (e *Exporter) opretSletning(ctx context.Context, t Planlaegning, f *fjernelse) (stopped int, err error) {
	o := f.lines[f.seneste+1]
	stop := f.stopper(o)
	if _, err := t.OpretSletning(ctx, Sletning{Tid: e.Nu(), Objekter: o.Objekter, Borgere: o.Borgere, Venter: stop}); err != nil || !stop {
		return 0, err
	}
	return o.Objekter, nil
}

// fjern removes a part of a deletion.
func (e *Exporter) fjern(ctx context.Context, part *Del) error {
	art := part.Fase.Slags.Art()
	posts, err := e.Store.TilSletning(ctx, e.Kommune, art, part.Fase.Sletning, part.Fase.Efter, part.Sidste)
	if err != nil {
		return err
	}
	if posts, err = e.afgaar(ctx, part, posts); err != nil {
		return err
	}
	why, err := e.fart(art).spaerre(ctx)
	if err != nil {
		return err
	}
	if why != "" {
		return e.udsaetFjernelse(ctx, part, posts, why)
	}
	for i := range posts {
		posts[i].Kvitteret = Ubesvaret
	}
	if err := e.skriv(ctx, posts, nil, Skrivning{Hold: part.Hold()}); err != nil {
		return err
	}
	left := make([]int, len(posts))
	for i := range left {
		left[i] = i
	}
	answers, asked := make([]Svar, len(posts)), make([]bool, len(posts))
	callErr := e.bundtvis(ctx, art, left, func(i int) *Post { return &posts[i] }, Kald{Art: art, Del: part.Nr, Fjern: true}, answers, asked, func(ctx context.Context, _ []int, ids []oio.UUID) ([]Svar, error) {
		return e.indeks(art).Fjern(ctx, e.Kommune, art, ids)
	})
	return e.noterFjernet(ctx, part, posts, answers, asked, callErr)
}

// afgaar puts the removal of cases off that still have grants to be removed, since a case goes after the grants under it; of those whose own
// change is still to be looked at, for such a one may be wanted again, and grants of it be sent or left where they are for that; and of all, while
// nobody knows what the index holds of some grants.
func (e *Exporter) afgaar(ctx context.Context, part *Del, posts []Post) (ready []Post, err error) {
	if part.Fase.Slags != FaseFjernSager {
		return posts, nil
	}
	under, err := e.Store.Fjernes(ctx, e.Kommune)
	if err != nil {
		return nil, err
	}
	stand, err := e.Store.Stand(ctx, e.Kommune)
	if err != nil {
		return nil, err
	}
	changed, err := e.uset(ctx, stand, posts)
	if err != nil {
		return nil, err
	}
	var later []Post
	for _, p := range posts {
		switch {
		case under.Har(&p):
			p.Fejl = "grants under it are still to be removed"
		case stand.Uvis:
			p.Fejl = "nobody knows what the index holds of some grants, which are looked at first"
		case changed[p.Nr]:
			p.Fejl = "a change of it is still to be looked at"
		default:
			ready = append(ready, p)
			continue
		}
		p.Forsoeg++
		p.Naeste = e.Nu().Add(ubesvaretPause.efter(p.Forsoeg)).UnixMilli()
		later = append(later, p)
	}
	if len(later) == 0 {
		return ready, nil
	}
	return ready, e.skriv(ctx, later, nil, Skrivning{Hold: part.Hold()})
}

// uset are those of some cases that the source has changed since changes were last dealt with.
func (e *Exporter) uset(ctx context.Context, stand Stand, posts []Post) (map[int64]bool, error) {
	nrs := make([]int64, len(posts))
	for i := range posts {
		nrs[i] = posts[i].Nr
	}
	rows, err := e.Store.SagerNr(ctx, e.Kommune, nrs)
	changed := make(map[int64]bool)
	for i := range rows {
		if rows[i].Seq > stand.SagSeq {
			changed[rows[i].Nr] = true
		}
	}
	return changed, err
}

func (e *Exporter) noterFjernet(ctx context.Context, part *Del, posts []Post, answers []Svar, asked []bool, callErr error) error {
	now := e.Nu()
	moved := make(map[Taelling]int)
	sum := Fremgang{}
	for i := range posts {
		before, post := posts[i], &posts[i]
		switch {
		case !asked[i] && spaerretAf(callErr) != "":
			e.lad()
			post.Naeste, post.Fejl = now.Add(spaerretPause).UnixMilli(), spaerretAf(callErr)
		case !asked[i]:
		case answers[i].OK:
			post.Kvitteret, post.Grund, post.Derefter, post.Sletning, post.Fejl, post.Forsoeg, post.Naeste = [16]byte{}, before.Derefter, 0, 0, "", 0, 0
			post.Siden = now.UnixMilli()
			post.glemBorger()
			move(moved, before, *post, true)
			sum.Fjernet++
		default:
			post.Forsoeg++
			post.Fejl = oio.MaskCPR(answers[i].Fejl)
			wait := afvistPause
			if answers[i].Uvis {
				post.Fejl, wait = "no answer", ubesvaretPause
			}
			post.Naeste = now.Add(wait.efter(post.Forsoeg)).UnixMilli()
		}
	}
	if spaerretAf(callErr) != "" {
		callErr = nil
	}
	e.tael(sum)
	if err := e.skriv(context.WithoutCancel(ctx), posts, moved, Skrivning{Hold: part.Hold(), Slut: callErr == nil, Sendt: sum.Fjernet}); err != nil {
		return e.forSent(ctx, part.Fase.Slags.Art(), posts, err)
	}
	return callErr
}

func sorteret(lines map[int64]Omfang) []int64 { return slices.Sorted(maps.Keys(lines)) }
