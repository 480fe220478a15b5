package export

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/seal"
)

// Lejemaal is how long a part belongs to the process that took it, unless it is heard from again. A process that dies is so
// replaced within seconds.
const Lejemaal = 10 * time.Second

// ErrMistet answers a write about a part that another process has taken over: nothing of it was written.
var ErrMistet = errors.New("another process has taken this part of the work over")

// Faseslags is what a phase works through. The numbers are stored.
type Faseslags uint8

// The kinds of phases. Those of cases take the grants under them along, except FaseAlleSager, which FaseAlleBevillinger follows.
const (
	FaseSager                Faseslags = iota + 1 // cases changed up to change number Til
	FaseBevillinger                               // grants changed up to Til
	FaseAlleSager                                 // cases dealt with before, up to Til
	FaseAlleBevillinger                           // grants dealt with before, up to Til
	FaseSagerI                                    // cases of a cut dealt with before, in order of their numbers
	FaseBevillingerI                              // grants of a cut dealt with before
	FaseForfaldneSager                            // cases whose next try is due at Til, Unix milliseconds
	FaseForfaldneBevillinger                      // grants whose next try is due
	FaseFjernBevillinger                          // grants of a deletion that may be removed
	FaseFjernSager                                // cases of it; after the grants
	FaseTvivlSager                                // cases that a process called the index about after it had lost them to another
	FaseTvivlBevillinger                          // grants of such a call; the stores know its number (Stand.Uvis)
	FaseIndsamlBevillinger                        // grants to be removed that belong to no deletion yet: they become one's
	FaseIndsamlSager                              // cases to be removed that belong to none; after the grants
)

// Art is the kind of object a phase sends or removes.
func (s Faseslags) Art() oio.Art {
	switch s {
	case FaseSager, FaseAlleSager, FaseSagerI, FaseForfaldneSager, FaseFjernSager, FaseTvivlSager, FaseIndsamlSager:
		return oio.ArtSag
	}
	return oio.ArtBevilling
}

func (s Faseslags) nye() bool { return s == FaseSager || s == FaseBevillinger }

func (s Faseslags) tvivl() bool { return s == FaseTvivlSager || s == FaseTvivlBevillinger }

func (s Faseslags) forfalden() bool {
	return s == FaseForfaldneSager || s == FaseForfaldneBevillinger
}

func (s Faseslags) beroert() bool { return s >= FaseAlleSager && s <= FaseBevillingerI }

// Fase is one kind of work in a row of them. The next begins when the last part of the one before is done, so that order is kept where
// it matters; the parts of one phase are about different objects and may be worked by several processes.
type Fase struct {
	Slags    Faseslags `json:"slags"`
	Udsnit   Udsnit    `json:"udsnit,omitzero"`
	Sletning int64     `json:"sletning,omitempty"` // the deletion it removes
	Tvivl    []Tvivl   `json:"tvivl,omitempty"`    // the objects of a doubt
	Efter    int64     `json:"efter"`              // handed out so far
	Til      int64     `json:"til"`
	Opgaver  []int64   `json:"opgaver,omitempty"` // touched inputs that are worked through once it is done
	Katalog  string    `json:"katalog,omitempty"` // release that is worked with once it is done
}

// Del is a part of a phase that one process works on: its records in (Fase.Efter, Sidste], by change number or by number as the phase goes.
type Del struct {
	Nr       int64     `json:"nr"`
	Holder   string    `json:"holder"`
	Udloeber time.Time `json:"udloeber"`
	Fase     Fase      `json:"fase"`
	Sidste   int64     `json:"sidste"`
}

// Hold is what the process that has the part shows to write.
func (d *Del) Hold() Hold { return Hold{Del: d.Nr, Holder: d.Holder} }

// Hold is what a process shows to write: the part it has. The zero Hold is for writes that belong to no part.
type Hold struct {
	Del    int64
	Holder string
}

// Plan is a municipality's work: what is dealt with, what is under way, in which order. It is kept in one row and changed under lock, so
// that any process can go on where another stopped, in the middle of a phase too.
type Plan struct {
	SagSeq    int64         `json:"-"` // changes of cases dealt with up to here
	BevSeq    int64         `json:"-"`
	Katalog   string        `json:"-"` // catalogue release worked with
	Nr        int64         `json:"nr"`
	Faser     []Fase        `json:"faser,omitempty"`
	Dele      []Del         `json:"dele,omitempty"` // of the first phase
	Pause     *Pause        `json:"pause,omitempty"`
	Tempo     []Tempomaerke `json:"tempo,omitempty"`
	Sendt     int           `json:"sendt,omitempty"`     // objects answered for, ever
	Overtaget []Overtagelse `json:"overtaget,omitempty"` // the last times a process took over from one that was gone, oldest first
	Forfra    *Leje         `json:"forfra,omitempty"`    // who works on the start-over
	Indsamlet int64         `json:"indsamlet,omitempty"` // the deletion that all that belonged to none was last gathered for
	Udgave    *Udgave       `json:"udgave,omitempty"`    // the newest release of the catalogue that has been at work lately
	Faerdige  []int64       `json:"-"`                   // touched inputs that are worked through: the store forgets them when it keeps the plan
}

// Pause is a person's word that nothing is sent for the time being.
type Pause struct {
	Af    string    `json:"af"`
	Grund string    `json:"grund,omitempty"`
	Siden time.Time `json:"siden"`
}

// Overtagelse is that one process took over a part of another that had stopped without a word.
type Overtagelse struct {
	Tid time.Time `json:"tid"`
	Fra string    `json:"fra"`
	Til string    `json:"til"`
}

const overtagelser = 5 // so many are remembered

// Leje is that a process has taken on a task that only one works on at a time.
type Leje struct {
	Holder   string    `json:"holder"`
	Udloeber time.Time `json:"udloeber"`
}

// gaelder reports whether a lease that ends then holds. One that ends later than a lease given now was given by a clock that has been put back
// since: it ends as if it was given now, not when that time comes again.
func gaelder(udloeber *time.Time, nu time.Time) bool {
	if latest := nu.Add(Lejemaal); udloeber.After(latest) {
		*udloeber = latest
	}
	return udloeber.After(nu)
}

// TagForfra takes the start-over on, or keeps it for another while; false: another process has it.
func (p *Plan) TagForfra(holder string, nu time.Time) bool {
	if p.Forfra != nil && p.Forfra.Holder != holder && gaelder(&p.Forfra.Udloeber, nu) {
		return false
	}
	p.Forfra = &Leje{holder, nu.Add(Lejemaal)}
	return true
}

// SlipForfra lets go of it.
func (p *Plan) SlipForfra(holder string) {
	if p.Forfra != nil && p.Forfra.Holder == holder {
		p.Forfra = nil
	}
}

// Overgang is how long a process leaves the work to one that has a newer release of the catalogue: when all are upgraded one by one, two
// releases would else undo each other's work. Where an older program is put back for good, it waits so long before it works.
const Overgang = 10 * time.Minute

// Udgave is a release of the catalogue, and when a process that has it was last at work.
type Udgave struct {
	Katalog string    `json:"katalog"`
	Set     time.Time `json:"set"`
}

// Nyere is the newer release that a process with this one leaves the work to; nil: there is none about. One that was seen later than now was
// seen before the clock was put back.
func (p *Plan) Nyere(katalog string, nu time.Time) *Udgave {
	if n := p.Udgave; n != nil && n.Katalog > katalog && !n.Set.After(nu) && nu.Sub(n.Set) < Overgang {
		return n
	}
	return nil
}

// Foerer reports whether a process with this release may work, and notes it; not while there is a Nyere.
func (p *Plan) Foerer(katalog string, nu time.Time) bool {
	if p.Nyere(katalog, nu) != nil {
		return false
	}
	p.Udgave = &Udgave{katalog, nu}
	return true
}

// Tempomaerke is how many objects had been answered for at a moment.
type Tempomaerke struct {
	Tid   time.Time `json:"tid"`
	Sendt int       `json:"sendt"`
}

const (
	tempoMaerker = 12
	tempoAfstand = 5 * time.Second
)

// PrSekund is the measured pace, objects a second over the last minute of work; zero when nothing was sent lately.
func (p *Plan) PrSekund(nu time.Time) float64 {
	if len(p.Tempo) < 2 {
		return 0
	}
	first, last := p.Tempo[0], p.Tempo[len(p.Tempo)-1]
	span := last.Tid.Sub(first.Tid)
	if span <= 0 || nu.Sub(last.Tid) > 6*tempoAfstand {
		return 0
	}
	return float64(last.Sendt-first.Sendt) / span.Seconds()
}

func (p *Plan) maal(sendt int, nu time.Time) {
	if sendt == 0 {
		return
	}
	p.Sendt += sendt
	if n := len(p.Tempo); n > 0 {
		last := p.Tempo[n-1].Tid
		if nu.Before(last) || nu.Sub(last) > tempoMaerker*tempoAfstand {
			p.Tempo = nil // a pause, or a clock put back: measured anew
		} else if nu.Sub(last) < tempoAfstand && n > 1 && last.Sub(p.Tempo[n-2].Tid) < tempoAfstand {
			p.Tempo[n-1] = Tempomaerke{nu, p.Sendt}
			return
		}
	}
	p.Tempo = append(p.Tempo, Tempomaerke{nu, p.Sendt})
	if len(p.Tempo) > tempoMaerker {
		p.Tempo = p.Tempo[1:]
	}
}

// Nyt is what has come since the plan was made.
type Nyt struct {
	Seq       int64 // last change that is to be worked now
	Opgaver   []Opgave
	Katalog   string                // release to work with
	Under     func(string) []string // an enhed and those below it
	Forfaldne int64                 // tries due up to here, Unix milliseconds; zero: none
	Lille     int64                 // so many changes are few: they go before what was touched
}

// nyeTil is up to which change number there are phases.
func (p *Plan) nyeTil() int64 {
	til := min(p.SagSeq, p.BevSeq)
	for i := range p.Faser {
		if p.Faser[i].Slags == FaseBevillinger {
			til = max(til, p.Faser[i].Til)
		}
	}
	return til
}

func (p *Plan) har(does func(*Fase) bool) bool {
	for i := range p.Faser {
		if does(&p.Faser[i]) {
			return true
		}
	}
	return false
}

// ufordelte are touched inputs that no phase works through yet.
func (p *Plan) ufordelte(tasks []Opgave) []Opgave {
	planned := map[int64]bool{}
	for i := range p.Faser {
		for _, nr := range p.Faser[i].Opgaver {
			planned[nr] = true
		}
	}
	for _, nr := range p.Faerdige {
		planned[nr] = true
	}
	return slices.DeleteFunc(slices.Clone(tasks), func(o Opgave) bool { return planned[o.Nr] })
}

// fornyes reports whether the plan is on its way to another release than this.
func (p *Plan) fornyes(katalog string) bool {
	goal := p.Katalog
	for i := range p.Faser {
		goal = cmp.Or(p.Faser[i].Katalog, goal)
	}
	return goal != katalog
}

// Haster reports whether something came that goes before what is under way: no more parts are handed out until those that are, are done.
func (p *Plan) Haster(n Nyt) bool {
	if len(p.ufordelte(n.Opgaver)) > 0 || p.fornyes(n.Katalog) {
		return true
	}
	return len(p.Faser) > 0 && !p.Faser[0].Slags.nye() && p.faa(n)
}

func (p *Plan) faa(n Nyt) bool {
	from := p.nyeTil()
	return n.Seq > from && n.Seq-from <= n.Lille && !p.har(func(f *Fase) bool { return f.Slags.nye() })
}

// Indsaet puts what has come into the plan. Nothing may be handed out: what is touched reaches just what is dealt with. Inputs touched go
// first, for somebody waits for them, and few changes before them; many changes go last.
func (p *Plan) Indsaet(n Nyt) {
	few := p.faa(n)
	if tasks := p.ufordelte(n.Opgaver); len(tasks) > 0 || p.fornyes(n.Katalog) {
		p.indsaetBeroerte(tasks, n)
	}
	if from := p.nyeTil(); n.Seq > from {
		changed := []Fase{{Slags: FaseSager, Efter: max(p.SagSeq, p.sidste(FaseSager)), Til: n.Seq}, {Slags: FaseBevillinger, Efter: max(p.BevSeq, p.sidste(FaseBevillinger)), Til: n.Seq}}
		if few {
			p.Faser = append(changed, p.Faser...)
		} else {
			p.Faser = append(p.Faser, changed...)
		}
	}
	if n.Forfaldne != 0 && !p.har(func(f *Fase) bool { return f.Slags == FaseForfaldneBevillinger }) {
		p.Faser = append(p.Faser, Fase{Slags: FaseForfaldneSager, Til: n.Forfaldne}, Fase{Slags: FaseForfaldneBevillinger, Til: n.Forfaldne})
	}
}

// sidste is up to where phases of a kind reach.
func (p *Plan) sidste(s Faseslags) int64 {
	til := int64(0)
	for i := range p.Faser {
		if p.Faser[i].Slags == s {
			til = max(til, p.Faser[i].Til)
		}
	}
	return til
}

// indsaetBeroerte puts phases for touched inputs first. What has never been dealt with is left to the change numbers, which bring it with
// today's inputs anyway; so a first load costs each record once.
func (p *Plan) indsaetBeroerte(tasks []Opgave, n Nyt) {
	last := Fase{Katalog: n.Katalog}
	for _, t := range tasks {
		last.Opgaver = append(last.Opgaver, t.Nr)
	}
	var phases []Fase
	if p.SagSeq > 0 || p.BevSeq > 0 {
		inputs := distinct(tasks, p.Katalog != "" && (p.Katalog != n.Katalog || p.fornyes(n.Katalog)))
		if slices.Equal(inputs, []projection.Beroert{alt}) {
			last.Opgaver = append(last.Opgaver, p.glem()...)
		}
		for _, input := range inputs {
			phases = p.faser(phases, input, n.Under)
		}
	}
	if len(phases) == 0 {
		p.faerdig(&last)
		return
	}
	phases[len(phases)-1].Opgaver, phases[len(phases)-1].Katalog = last.Opgaver, last.Katalog
	p.Faser = append(phases, p.Faser...)
}

var alt = projection.Beroert{Slags: projection.BeroertAlt}

// glem drops the phases that going through everything takes along, and gives their tasks.
func (p *Plan) glem() []int64 {
	var tasks []int64
	p.Faser = slices.DeleteFunc(p.Faser, func(f Fase) bool {
		if !f.Slags.beroert() {
			return false
		}
		tasks = append(tasks, f.Opgaver...)
		return true
	})
	return tasks
}

// distinct names each touched input once; when all is touched, only that.
func distinct(tasks []Opgave, all bool) []projection.Beroert {
	seen := make(map[projection.Beroert]bool)
	var inputs []projection.Beroert
	for _, task := range tasks {
		if all = all || task.Beroert == alt; !seen[task.Beroert] {
			seen[task.Beroert] = true
			inputs = append(inputs, task.Beroert)
		}
	}
	if all {
		return []projection.Beroert{alt}
	}
	return inputs
}

func (p *Plan) faser(phases []Fase, input projection.Beroert, under func(string) []string) []Fase {
	if input == alt {
		return append(phases, Fase{Slags: FaseAlleSager, Til: p.SagSeq}, Fase{Slags: FaseAlleBevillinger, Til: p.BevSeq})
	}
	ids := []string{input.ID}
	if input.Slags == projection.BeroertEnhed {
		ids = under(input.ID)
	}
	for _, id := range ids {
		cut := Udsnit{Slags: input.Slags, ID: id}
		if input.Slags != projection.BeroertYdelse {
			phases = append(phases, Fase{Slags: FaseSagerI, Udsnit: cut, Til: p.SagSeq})
		}
		if input.Slags != projection.BeroertSagstype { // those come with their cases
			phases = append(phases, Fase{Slags: FaseBevillingerI, Udsnit: cut, Til: p.BevSeq})
		}
	}
	return phases
}

// Overtag gives a process a part whose holder is gone: its lease has run out, or it is known to be dead.
func (p *Plan) Overtag(holder string, nu time.Time, dead func(string) bool) (Del, bool) {
	for i := range p.Dele {
		d := &p.Dele[i]
		if gaelder(&d.Udloeber, nu) && !dead(d.Holder) {
			continue
		}
		if d.Holder != holder && !d.Udloeber.IsZero() { // what was given back was no accident
			p.Overtaget = append(p.Overtaget, Overtagelse{nu, d.Holder, holder})
			p.Overtaget = p.Overtaget[max(0, len(p.Overtaget)-overtagelser):]
		}
		p.Nr++
		d.Nr, d.Holder, d.Udloeber = p.Nr, holder, nu.Add(Lejemaal)
		return *d, true
	}
	return Del{}, false
}

// Udlever gives a process the next part of the first phase, up to til.
func (p *Plan) Udlever(holder string, til int64, nu time.Time) Del {
	f := &p.Faser[0]
	part := *f
	part.Opgaver, part.Katalog = nil, ""
	p.Nr++
	d := Del{Nr: p.Nr, Holder: holder, Udloeber: nu.Add(Lejemaal), Fase: part, Sidste: til}
	f.Efter = til
	p.Dele = append(p.Dele, d)
	return d
}

// Luk ends the first phase: all of it has been handed out and is done.
func (p *Plan) Luk() {
	f := p.Faser[0]
	p.Faser = p.Faser[1:]
	f.Efter = f.Til
	p.naaet(&f)
	p.faerdig(&f)
}

func (p *Plan) faerdig(f *Fase) {
	if f.Slags == FaseIndsamlSager {
		p.Indsamlet = f.Sletning
	}
	p.Faerdige = append(p.Faerdige, f.Opgaver...)
	if f.Katalog != "" {
		p.Katalog = f.Katalog
	}
}

// naaet notes how far the changes are dealt with.
func (p *Plan) naaet(f *Fase) {
	til := f.Efter
	for i := range p.Dele {
		til = min(til, p.Dele[i].Fase.Efter)
	}
	switch f.Slags {
	case FaseSager:
		p.SagSeq = max(p.SagSeq, til)
	case FaseBevillinger:
		p.BevSeq = max(p.BevSeq, til)
	}
}

// find gives the part that is held, or nil.
func (p *Plan) find(h Hold) *Del {
	for i := range p.Dele {
		if p.Dele[i].Nr == h.Del && p.Dele[i].Holder == h.Holder {
			return &p.Dele[i]
		}
	}
	return nil
}

// Skrevet is told of a write about a part: its lease is renewed, and when the part is done it leaves the plan. It answers ErrMistet when
// another process has the part.
func (p *Plan) Skrevet(h Hold, slut bool, sendt int, nu time.Time) error {
	d := p.find(h)
	if d == nil {
		return ErrMistet
	}
	p.maal(sendt, nu)
	if !slut {
		d.Udloeber = nu.Add(Lejemaal)
		return nil
	}
	p.Dele = slices.DeleteFunc(p.Dele, func(other Del) bool { return other.Nr == h.Del })
	if len(p.Faser) > 0 {
		p.naaet(&p.Faser[0])
	}
	return nil
}

// Forny keeps all parts of a process for another while.
func (p *Plan) Forny(holder string, nu time.Time) {
	for i := range p.Dele {
		if p.Dele[i].Holder == holder {
			p.Dele[i].Udloeber = nu.Add(Lejemaal)
		}
	}
}

// Tvivl is an object that a process called its index about after it had lost it to another: what was sent may stand over what came after.
type Tvivl struct {
	Nr    int64       `json:"nr"`
	Sendt seal.Aftryk `json:"sendt"` // zero: it was removed
}

func (f *Fase) tvivlNrs() []int64 {
	nrs := make([]int64, len(f.Tvivl))
	for i := range f.Tvivl {
		nrs[i] = f.Tvivl[i].Nr
	}
	return nrs
}

// iTvivl reports whether nobody knows what the index holds of an object that is wanted with some content: something else was sent late.
func (f *Fase) iTvivl(v *vurdering) bool {
	return f.Slags.tvivl() && f.Slags.Art() == v.art && slices.ContainsFunc(f.Tvivl, func(t Tvivl) bool { return t.Nr == v.nr && t.Sendt != v.aftryk })
}

// Tvivle puts objects of such a call into the plan: they are looked at again when those that have them now are done.
func (p *Plan) Tvivle(art oio.Art, doubts []Tvivl) {
	kind := FaseTvivlSager
	if art == oio.ArtBevilling {
		kind = FaseTvivlBevillinger
	}
	p.Faser = append(p.Faser, Fase{Slags: kind, Tvivl: doubts, Til: 1})
}

// Tilbagekald takes all parts back that are out: who works on one can write nothing more of it, and it begins anew.
func (p *Plan) Tilbagekald() {
	for i := range p.Dele {
		p.Nr++
		p.Dele[i].Nr, p.Dele[i].Udloeber = p.Nr, time.Time{}
	}
}

// Slip lets go of the parts of a process up to a number: they may be taken up at once.
func (p *Plan) Slip(holder string, til int64) {
	for i := range p.Dele {
		if p.Dele[i].Holder == holder && p.Dele[i].Nr <= til {
			p.Dele[i].Udloeber = time.Time{}
		}
	}
}
