package historier

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"indeksbro/internal/export"
	"indeksbro/internal/kle"
	"indeksbro/internal/mapping"
	"indeksbro/internal/mirror"
	"indeksbro/internal/oio"
	"indeksbro/internal/organisation"
)

// Udfald is how one history ended.
type Udfald struct {
	Fund *Fund    // nil: the property holds
	Spor []string // what happened, step by step
	Tal  Tal
	Hash string // fingerprint of what the index ended with
}

// Tal counts what histories did.
type Tal struct {
	Skridt  int            `json:"steps"`
	Sendt   int            `json:"sent"`
	Fjernet int            `json:"removed"`
	Fejl    map[string]int `json:"faults"`
}

// Spil plays a history on databases of its own, which must be empty. The error says that it could not be played; what was found is in the
// outcome.
func Spil(ctx context.Context, base Base, h *Historie, o Opsaetning) (*Udfald, error) {
	w, err := newVerden(ctx, base, h, o)
	if err != nil {
		return nil, fmt.Errorf("prepare history %d: %w", h.Seed, err)
	}
	for i := range h.skridt {
		w.skridt(i+1, &h.skridt[i])
		if w.fund != nil {
			break
		}
	}
	out := &Udfald{}
	if w.fund == nil {
		w.tilRo()
		w.spor = append(w.spor, "the world rests")
	}
	if w.fund == nil {
		out.Hash = w.hash()
	}
	out.Fund, out.Spor, out.Tal = w.fund, w.spor, w.tal
	if err := w.luk(); err != nil {
		return nil, fmt.Errorf("end history %d: %w", h.Seed, err)
	}
	return out, nil
}

// skridt does one step, with what goes wrong in it, and looks whether the counts add up (R102).
func (w *verden) skridt(nr int, s *skridt) {
	w.tal.Skridt++
	if !s.slags.loeber() {
		w.aendret++
	}
	w.seGraense()
	w.billed = nil
	sent, removed := w.tal.Sendt, w.tal.Fjernet
	if w.Uroert {
		s = s.uroert()
	}
	if !s.slags.loeber() {
		w.liv.saet(s.doed)
	}
	w.maal.fejl = slices.Clone(s.fejl)
	said, err := w.goer(s)
	switch {
	case err != nil && !ventet(err):
		w.find("error", "%v", err)
	case errors.Is(err, errKald):
		w.tal.Fejl["a call fails"]++
	}
	w.genopliv()
	w.maal.fejl = nil
	w.billed = nil
	if w.fund == nil {
		w.gaarOp()
	}
	line := fmt.Sprintf("%d. %s", nr, s.ord())
	if said != "" {
		line += ": " + said
	}
	if n, m := w.tal.Sendt-sent, w.tal.Fjernet-removed; n+m > 0 {
		line += fmt.Sprintf(" → %d sent, %d removed", n, m)
	}
	switch {
	case errors.Is(err, errDoed):
		line += " → killed"
	case err != nil:
		line += " → stopped: " + err.Error()
	}
	w.spor = append(w.spor, line)
}

// genopliv begins anew what serves the care record and the people, when it has died.
func (w *verden) genopliv() {
	if w.liv.ikke {
		w.tal.Fejl["the process is killed"]++
		w.liv = &liv{}
		w.bog.liv = w.liv
	}
	w.liv.saet(Doed{})
	for _, p := range slices.Concat(w.proces, w.andre) {
		p.liv.saet(Doed{})
	}
}

// uroert is the step without what goes wrong in it.
func (s *skridt) uroert() *skridt {
	calm := *s
	calm.doed, calm.fejl, calm.levering.rod = Doed{}, nil, false
	if s.slags.loeber() {
		calm.tal = 0
	}
	return &calm
}

func (w *verden) gaarOp() {
	s, err := export.ReadStatus(w.ctx, w.store, kommune)
	if err != nil {
		w.find("error", "%v", err)
		return
	}
	for _, art := range []oio.Art{oio.ArtSag, oio.ArtBevilling} {
		if s.Sum(art) != s.Kilde[art] {
			w.find("R102", "the states of kind %s sum to %d, the source has %d", art, s.Sum(art), s.Kilde[art])
		}
	}
}

// goer does what a step says, and tells what came of it where that is no matter of course.
func (w *verden) goer(s *skridt) (string, error) {
	switch s.slags {
	case skerIKilden:
		return w.kilden(s)
	case leverer:
		return "", w.indlaes(s.levering)
	case fuldFil:
		return w.fuldFil(s.ja)
	case beslutter:
		return "", w.igen(func() error { return w.beslut(s.valg) })
	case organiserer:
		return "", w.igen(func() error { return w.organiser(trae(s.tal)) })
	case henterKLE:
		return "", w.igen(func() error { return w.hentKLE(emneplan(s.tal)) })
	case vaelgerPolitik:
		return "", w.igen(func() error { return w.bog.SetPolitik(w.ctx, kommune, s.noegle, s.valg[0].ord, person, w.Nu()) })
	case taender:
		w.aktiv = s.ja
		return "", w.igen(func() error { return w.bog.Aktiver(w.ctx, kommune, s.ja, person, "", w.Nu()) })
	case eksporterer:
		return w.eksporter(s)
	case godkender:
		return w.godkend()
	case genstarter:
		return "", w.genstart()
	case tagerKopi:
		return "", w.tagKopi()
	case genopretter:
		return w.genopret()
	case mister:
		return w.mist(s.ting)
	case indeksTilbage:
		return w.indeksTilbage()
	case retter:
		return w.retter(s)
	case starterForfra:
		return w.begynderForfra(s)
	case nytKatalog:
		return w.nyUdgave(s.tal)
	case aftaler:
		w.spaerret = [2]bool{s.tal&1 != 0, s.tal&2 != 0}
	case stillerUr:
		w.ur = w.ur.Add(timer(s.tal))
		w.tal.Fejl["the clock jumps"]++
	case afviser:
		if !w.Uroert {
			for _, t := range s.ting {
				w.maal.afviser[uuid(t)] = true
			}
		}
	case tager:
		clear(w.maal.afviser)
		w.maal.ankom()
	case nytAnlaeg:
		return w.nytAnlaeg()
	case hviler:
		w.tilRo()
	}
	return "", nil
}

// igen is a person or a nightly job that does a thing once more when it was not heard that it was done. What had its effect is not done
// twice.
func (w *verden) igen(do func() error) error {
	err := do()
	if err == nil || !ventet(err) || w.liv.sidste {
		return err
	}
	w.tal.Fejl["somebody tries again"]++
	if w.liv.ikke {
		w.genopliv()
	}
	w.liv.saet(Doed{})
	return do()
}

// kilden lets things happen in the care record, and tells of them.
func (w *verden) kilden(s *skridt) (string, error) {
	var said []string
	for _, a := range s.aendringer {
		if line := w.kilde.sker(a); line != "" {
			w.kilde.ude = append(w.kilde.ude, line)
			said = append(said, kort(line))
		}
	}
	return strings.Join(said, ", "), w.indlaes(s.levering)
}

func (w *verden) loader() *mirror.Loader {
	return &mirror.Loader{Store: w.bog, Kommune: kommune, Noegler: w.noegler, Nu: w.Nu, Batch: 3, Af: person}
}

// indlaes delivers lines. What is not answered for is delivered again, some time.
func (w *verden) indlaes(d levering) error {
	lines := w.kilde.tag(d)
	if len(lines) == 0 {
		return nil
	}
	sum, err := w.loader().Load(w.ctx, strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		w.kilde.ude = append(lines, w.kilde.ude...)
		return err
	}
	if sum.Afvist+sum.Afvigende > 0 {
		w.find("error", "the mirror refuses %d lines that are right", sum.Afvist+sum.Afvigende)
	}
	return nil
}

// fuldFil sends everything the care record has. A person may believe it although it lacks much (R101).
func (w *verden) fuldFil(trods bool) (string, error) {
	loader := w.loader()
	if trods {
		loader.Trods = "prøven"
	}
	p, err := w.store.Politik(w.ctx, kommune)
	if err != nil {
		return "", err
	}
	sum, err := loader.LoadFuld(w.ctx, strings.NewReader(strings.Join(w.kilde.alt(), "\n")), mirror.Graense{Procent: p.Procent, Borgere: p.Borgere})
	var doubt *mirror.Mistro
	if errors.As(err, &doubt) {
		return "not believed", nil
	}
	if err == nil && sum.Afvist+sum.Afvigende > 0 {
		w.find("error", "the mirror refuses %d lines of a full file that are right", sum.Afvist+sum.Afvigende)
	}
	if err == nil && sum.Fjernet > 0 {
		return fmt.Sprintf("%d are gone", sum.Fjernet), nil
	}
	return "", err
}

func (w *verden) beslut(choices []valg) error {
	decisions := make([]mapping.Beslutning, len(choices))
	for i, c := range choices {
		choice, err := mapping.ParseValg(c.art, c.ord)
		if err != nil {
			return err
		}
		decisions[i] = mapping.Beslutning{Tid: w.Nu(), Af: person, Art: c.art, ID: c.id, Valg: choice}
	}
	w.husk(decisions)
	return w.bog.Beslut(w.ctx, kommune, decisions)
}

// maerke is that a sagstype has a KLE number.
type maerke struct{ sagstype, kle string }

// husk keeps the marks of decisions.
func (w *verden) husk(decisions []mapping.Beslutning) {
	for _, d := range decisions {
		if d.Art == mapping.Sagstype && d.Valg.KLE != "" {
			w.maerker[maerke{d.ID, string(d.Valg.KLE)}] = true
		}
	}
}

// organiser imports a tree as the command does.
func (w *verden) organiser(tree *organisation.Trae) error {
	g, err := w.store.Grundlag(w.ctx, kommune)
	if err != nil {
		return err
	}
	return w.bog.GemOrganisation(w.ctx, kommune, tree, g.BeroertAfOrganisation(tree), w.Nu())
}

// hentKLE imports a plan as the command does.
func (w *verden) hentKLE(plan *kle.Plan) error {
	g, err := w.store.Grundlag(w.ctx, kommune)
	if err != nil {
		return err
	}
	return w.bog.GemPlan(w.ctx, kommune, plan, "", g.BeroertAfKLE(plan), w.Nu())
}

// mestKald is how many calls an export may take in these small worlds before it is thought never to end.
const mestKald = 20_000

// eksporter lets the processes export, call by call and now one, now another, until none has anything to do, or is stopped. A process may
// be left standing between two calls.
func (w *verden) eksporter(s *skridt) (string, error) {
	if _, err := w.store.Genproev(w.ctx, kommune, s.ja); err != nil {
		return "", err
	}
	l := &lod{s.levering.lod}
	w.proces[l.af(len(w.proces))].liv.saet(s.doed)
	return w.lad(s, l, slices.Concat(w.proces, w.andre))
}

// saerligt lets a process that does something else than exporting go, while others export or stand still. There is one such process at a
// time: one that stands in the middle of its work ends first.
func (w *verden) saerligt(s *skridt, p *proces) (string, error) {
	l := &lod{s.levering.lod}
	if len(w.andre) > 0 {
		return w.lad(s, l, slices.Concat(w.andre, w.proces))
	}
	p.liv.saet(s.doed)
	w.andre = []*proces{p}
	going := []*proces{p}
	if s.ja {
		going = append(going, w.proces...)
	}
	return w.lad(s, l, going)
}

// lad lets processes go on until they have nothing to do, or for so many calls.
func (w *verden) lad(s *skridt, l *lod, going []*proces) (string, error) {
	var stopped error
	var said []string
	calls := 0
	for len(going) > 0 {
		p := going[l.af(len(going))]
		for range l.mellem(1, 12) {
			if calls++; s.tal > 0 && calls > s.tal {
				return strings.Join(append(said, w.standset()...), "; "), stopped
			}
			if calls > mestKald {
				w.find("rest", "the export never ends")
				return strings.Join(said, "; "), stopped
			}
			if p.lad() {
				continue
			}
			if done, err := w.endt(p); done {
				stopped = errors.Join(stopped, err)
				if p.sagt != "" {
					said = append(said, p.sagt)
				}
				going = slices.DeleteFunc(going, func(other *proces) bool { return other == p })
			}
			break
		}
	}
	return strings.Join(said, "; "), stopped
}

// endt looks at a process whose step has ended. It is done when it found nothing to do, or was stopped; one that died is replaced.
func (w *verden) endt(p *proces) (bool, error) {
	err := p.err
	other := slices.Contains(w.andre, p)
	w.andre = slices.DeleteFunc(w.andre, func(o *proces) bool { return o == p })
	if p.liv.ikke {
		w.tal.Fejl["the process is killed"]++
		if !other {
			w.proces[p.nr] = w.nyProces(p.nr)
		}
	}
	switch {
	case other:
		return true, err
	case errors.Is(err, export.ErrMistet):
		w.tal.Fejl["a process has lost its part to another"]++
		return p.liv.ikke, nil
	case err != nil:
		return true, err
	}
	return p.udfald == export.Intet || p.udfald == export.Lukket, nil
}

// standset tells which processes stand still in the middle of something.
func (w *verden) standset() []string {
	var names []string
	for _, p := range slices.Concat(w.proces, w.andre) {
		if p.videre != nil {
			names = append(names, p.navn)
		}
	}
	if len(names) > 0 {
		w.tal.Fejl["a process stands still"]++
		return []string{strings.Join(names, " and ") + " in the middle of something"}
	}
	return nil
}

// godkend approves what waits, after a look at what it is about (R100).
func (w *verden) godkend() (string, error) {
	deletions, err := w.store.Sletninger(w.ctx, kommune)
	if err != nil {
		return "", err
	}
	n := 0
	for _, d := range deletions {
		if !d.Venter {
			continue
		}
		ids, err := w.iSletning(d.Nr)
		if err != nil {
			return "", err
		}
		if err := w.igen(func() error { return w.bog.GodkendSletning(w.ctx, kommune, d.Nr, person, w.Nu()) }); err != nil && !ventet(err) {
			return "", err
		}
		for _, id := range ids {
			w.godkendt[id] = true
		}
		n += len(ids)
	}
	return fmt.Sprintf("%d objects", n), nil
}

// iSletning are the objects a deletion is about.
func (w *verden) iSletning(nr int64) ([]oio.UUID, error) {
	var ids []oio.UUID
	for _, art := range []oio.Art{oio.ArtBevilling, oio.ArtSag} {
		posts, err := w.store.TilSletning(w.ctx, kommune, art, nr, 0, 1<<40)
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			ids = append(ids, p.UUID)
		}
	}
	return ids, nil
}

func (w *verden) genstart() error {
	if err := w.luk(); err != nil {
		return err
	}
	return w.aabn()
}
