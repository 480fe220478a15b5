package vaerksted

import (
	"context"
	"errors"
	"fmt"

	"indeksbro/internal/konsekvens"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/rules"
)

// Ligemeget is an Oenske.Set that does not care what was decided before.
const Ligemeget = -1

// Oenske is a decision somebody wants, with the number of the last decision about the thing that she saw (0: none), or
// Ligemeget. Tid, Nr and IStedFor of the decision are filled in.
type Oenske struct {
	mapping.Beslutning
	Set int64
}

// Afvisning is a wish that was not taken, and why.
type Afvisning struct {
	Beslutning mapping.Beslutning
	Brud       *rules.Brud
}

// Afvist says which wishes stand against a rule. Nothing of what was asked for is taken.
type Afvist struct{ Afvisninger []Afvisning }

// Error names the first refusal and counts the rest.
func (a *Afvist) Error() string {
	text := a.Afvisninger[0].Brud.Error()
	if more := len(a.Afvisninger) - 1; more > 0 {
		text = fmt.Sprintf("%s (and %d more)", text, more)
	}
	return text
}

// Unwrap gives the first refusal.
func (a *Afvist) Unwrap() error { return a.Afvisninger[0].Brud }

// KanTrodses reports whether every refusal may be overridden with a reason.
func (a *Afvist) KanTrodses() bool {
	for _, one := range a.Afvisninger {
		if !one.Brud.KanTrodses {
			return false
		}
	}
	return true
}

// Kvittering is what was taken: the numbers of the first and last decision. Undo takes it.
type Kvittering struct {
	Fra, Til int64
	Antal    int
}

// Beslut takes decisions, all or none, in order: each is held against the guards in the state the earlier ones leave. The
// error is *Afvist when a rule, or somebody who was quicker, stands against one. Texts are masked of CPR numbers.
func (v *Vaerksted) Beslut(ctx context.Context, wishes []Oenske) (Kvittering, error) {
	if len(wishes) == 0 {
		return Kvittering{}, nil
	}
	now := v.Nu()
	s, history, err := LaesSnapshot(ctx, v.Store, v.Kommune, now)
	if err != nil {
		return Kvittering{}, err
	}
	if receipt, twice := alreadyTaken(s.Grundlag.Mapping, wishes); twice {
		return receipt, nil
	}
	var taken []mapping.Beslutning
	var refused Afvist
	for _, wish := range wishes {
		d := wish.Beslutning
		d.Tid = now
		brud, err := stands(wish, s)
		switch {
		case err != nil:
			return Kvittering{}, err
		case brud != nil:
			refused.Afvisninger = append(refused.Afvisninger, Afvisning{d, masked(brud)})
			continue
		}
		d.Af, d.Grund, d.Trods = oio.MaskCPR(d.Af), oio.MaskCPR(d.Grund), oio.MaskCPR(d.Trods)
		taken = append(taken, d)
		g := s.Grundlag.Copy() // a new one: units looked up before may resolve otherwise now
		g.Mapping = g.Mapping.Med([]mapping.Beslutning{d})
		s.Grundlag = g
	}
	if len(refused.Afvisninger) > 0 {
		return Kvittering{}, &refused
	}
	return v.keep(ctx, history, taken)
}

// alreadyTaken recognises a form that was sent twice: every wish holds already, by the same person, after what she saw.
func alreadyTaken(state *mapping.State, wishes []Oenske) (Kvittering, bool) {
	receipt := Kvittering{Antal: len(wishes)}
	for _, wish := range wishes {
		last, _ := state.Beslutning(wish.Art, wish.ID)
		if wish.Set == Ligemeget || last.Nr <= wish.Set || last.Valg != wish.Valg || last.Af != oio.MaskCPR(wish.Af) {
			return Kvittering{}, false
		}
		if receipt.Fra == 0 || last.Nr < receipt.Fra {
			receipt.Fra = last.Nr
		}
		receipt.Til = max(receipt.Til, last.Nr)
	}
	return receipt, true
}

// stands gives the refusal of a wish, if any.
func stands(wish Oenske, s *rules.Snapshot) (*rules.Brud, error) {
	last, _ := s.Grundlag.Mapping.Beslutning(wish.Art, wish.ID)
	if wish.Set != Ligemeget && last.Nr != wish.Set {
		return &rules.Brud{Regel: "R104",
			English: fmt.Sprintf("%s has decided about %s %s in the meantime: %s; look again", last.Af, wish.Art, wish.ID, last.Valg),
			Dansk:   fmt.Sprintf("%s har taget stilling imens; se på den igen", last.Af)}, nil
	}
	var brud *rules.Brud
	err := rules.Proev(wish.Beslutning, s)
	if errors.As(err, &brud) {
		return brud, nil
	}
	return nil, err
}

// Konsekvens works out what decisions would do, without taking them (R005), and which rule would stand against the first.
func (v *Vaerksted) Konsekvens(ctx context.Context, decisions []mapping.Beslutning) (konsekvens.Konsekvens, *rules.Brud, error) {
	s, _, err := LaesSnapshot(ctx, v.Store, v.Kommune, v.Nu())
	if err != nil {
		return konsekvens.Konsekvens{}, nil, err
	}
	k, err := konsekvens.Beregn(ctx, v.Store, s.Grundlag, decisions, s.Idag)
	if err != nil {
		return k, nil, err
	}
	for _, d := range decisions {
		d.Trods = "" // what stands in the way is told, whatever reason is ready
		brud, err := stands(Oenske{d, Ligemeget}, s)
		if err != nil {
			return k, nil, err
		}
		if brud != nil {
			return k, masked(brud), nil
		}
	}
	return k, nil, nil
}

func (v *Vaerksted) keep(ctx context.Context, before, decisions []mapping.Beslutning) (Kvittering, error) {
	if err := v.Store.Beslut(ctx, v.Kommune, decisions); err != nil {
		return Kvittering{}, err
	}
	after, err := v.Store.Beslutninger(ctx, v.Kommune)
	if err != nil {
		return Kvittering{}, err
	}
	receipt := Kvittering{Antal: len(decisions)}
	for _, d := range after[len(before):] {
		if d.Af == decisions[0].Af && d.Tid.UnixMilli() == decisions[0].Tid.UnixMilli() {
			if receipt.Fra == 0 {
				receipt.Fra = d.Nr
			}
			receipt.Til = d.Nr
		}
	}
	if v.Aendret != nil {
		v.Aendret()
	}
	return receipt, nil
}

// masked keeps a CPR number that was typed in place of an id or a key out of the refusal that quotes it.
func masked(b *rules.Brud) *rules.Brud {
	clean := *b
	clean.English, clean.Dansk = oio.MaskCPR(clean.English), oio.MaskCPR(clean.Dansk)
	return &clean
}

// Fortryd takes back the decisions of a receipt that are still the last about their thing: each gets what held before it. Those
// that somebody has decided upon since are left alone; Antal says how many were taken back.
func (v *Vaerksted) Fortryd(ctx context.Context, receipt Kvittering, af string) (Kvittering, error) {
	history, err := v.Store.Beslutninger(ctx, v.Kommune)
	if err != nil {
		return Kvittering{}, err
	}
	state := mapping.NewState(history)
	var wishes []Oenske
	for i := len(history) - 1; i >= 0; i-- { // units first given must be freed in the opposite order
		d := history[i]
		last, _ := state.Beslutning(d.Art, d.ID)
		if d.Nr < receipt.Fra || d.Nr > receipt.Til || last.Nr != d.Nr {
			continue
		}
		back := mapping.Beslutning{Af: af, Art: d.Art, ID: d.ID, Valg: d.IStedFor, Grund: "fortrudt", Trods: trodsBefore(history[:i], d)}
		wishes = append(wishes, Oenske{Beslutning: back, Set: d.Nr})
	}
	return v.Beslut(ctx, wishes)
}

// trodsBefore is why a guard was overridden when the choice before d was made: going back to it needs no new reason.
func trodsBefore(history []mapping.Beslutning, d mapping.Beslutning) string {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Art == d.Art && history[i].ID == d.ID {
			return history[i].Trods
		}
	}
	return ""
}

// Noter writes notes. Texts are masked of CPR numbers.
func (v *Vaerksted) Noter(ctx context.Context, notes []mapping.Note) error {
	now := v.Nu()
	for i := range notes {
		notes[i].Tid = now
		notes[i].Af, notes[i].Tekst = oio.MaskCPR(notes[i].Af), oio.MaskCPR(notes[i].Tekst)
	}
	if err := v.Store.SkrivNoter(ctx, v.Kommune, notes); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.bord != nil {
		old := *v.bord // the desk others look at stays as it is
		old.noterAendret = true
		v.bord = &old
	}
	return nil
}

// ErrEgen refuses that somebody approves her own decision.
var ErrEgen = errors.New("a decision is approved by another than the one who took it")

// Godkend notes that another person has looked at a decision that is still the last about its thing.
func (v *Vaerksted) Godkend(ctx context.Context, art mapping.Art, id string, nr int64, af string) error {
	history, err := v.Store.Beslutninger(ctx, v.Kommune)
	if err != nil {
		return err
	}
	last, found := mapping.NewState(history).Beslutning(art, id)
	switch {
	case !found || last.Nr != nr:
		return &Afvist{[]Afvisning{{last, &rules.Brud{Regel: "R104", English: "the decision has changed since; look again", Dansk: "beslutningen er ændret siden; se på den igen"}}}}
	case last.Af == af:
		return ErrEgen
	}
	return v.Noter(ctx, []mapping.Note{{Af: af, Art: art, ID: id, Slags: mapping.Godkendt, Kode: nrText(nr)}})
}

// VaelgModel records which of the two models the municipality follows (R075). The error says what may be chosen.
func (v *Vaerksted) VaelgModel(ctx context.Context, model, af string) error {
	now, err := v.Store.Politik(ctx, v.Kommune)
	if err != nil {
		return err
	}
	if _, err := now.Set("model", model); err != nil {
		return err
	}
	return v.Store.SetPolitik(ctx, v.Kommune, "model", model, oio.MaskCPR(af), v.Nu())
}
