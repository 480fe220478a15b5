package styring

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/verifikation"
)

// ForfraStore is where a start-over is kept, and what it looks at.
type ForfraStore interface {
	export.Store
	Forfra(ctx context.Context, kommune oio.CVR) (export.Forfra, error)
	GemForfra(ctx context.Context, kommune oio.CVR, f *export.Forfra) error
}

// Forfra works through start-overs (R094). It is kept after every step, and each step is safe to do again, so it may be stopped anywhere. All
// fields but Sig must be set.
type Forfra struct {
	Store   ForfraStore
	Kommune oio.CVR
	Nu      func() time.Time
	// Eksporter sends and removes what there is; Kontroller compares everything, Noter keeps what that came to.
	Eksporter  func(context.Context) error
	Kontroller func(context.Context) (*verifikation.Resultat, error)
	Noter      func(ctx context.Context, found *verifikation.Resultat, af string) error
	Beslut     func(context.Context, []vaerksted.Oenske) error // under the guards, all or none
	Sig        func(*export.Forfra)                            // told of each step that is done; may be nil
}

// ForfraStaar is why a start-over stands still, or cannot begin: something else must happen first.
type ForfraStaar struct{ English, Dansk string }

// Error is the reason in English.
func (s *ForfraStaar) Error() string { return s.English }

func staar(dansk, format string, args ...any) error {
	return &ForfraStaar{English: fmt.Sprintf(format, args...), Dansk: dansk}
}

// ForfraValg is a choice of what starts over that cannot be.
type ForfraValg struct{ Hvorfor string }

// Error says what is wrong with it.
func (v *ForfraValg) Error() string { return v.Hvorfor }

// Begynd notes what is to be done, before anything is: the sagstyper, or all that are marked. The error is a *ForfraStaar or a *ForfraValg
// where it cannot begin.
func (x *Forfra) Begynd(ctx context.Context, ids []string, alle bool, af string) (export.Forfra, error) {
	var none export.Forfra
	if strings.TrimSpace(af) == "" {
		return none, &ForfraValg{"a start-over removes everything of the sagstyper first: a named person must answer for it, --af WHO (R100)"}
	}
	if before, err := x.Store.Forfra(ctx, x.Kommune); err != nil || before.Igang() {
		return none, errors.Join(err, staar("En start forfra er i gang. Den skal være færdig først.", "a start-over is under way; it must be done first"))
	}
	s, err := export.ReadStatus(ctx, x.Store, x.Kommune)
	if err != nil {
		return none, err
	}
	if !s.Aktiv {
		return none, staar("Eksporter sager er ikke aktiv. Intet er sendt, så der er intet at starte forfra med.", "R090: the export is not active; nothing was sent, so there is nothing to start over")
	}
	if len(s.Sletninger) > 0 {
		return none, staar("En sletning venter på godkendelse. Afgør den først, så der kun fjernes det, der nævnes her.", "R100: deletion %d waits for a person; settle it first, so that a start-over removes what it names and nothing else", s.Sletninger[0].Nr)
	}
	g, err := x.Store.Grundlag(ctx, x.Kommune)
	if err != nil {
		return none, err
	}
	f := export.Forfra{Tid: x.Nu(), Af: oio.MaskCPR(af), Trin: export.Afmaerk}
	g.Mapping.Alle(mapping.Sagstype, func(d mapping.Beslutning) {
		if d.Valg.KLE != "" && (alle || slices.Contains(ids, d.ID)) {
			f.Sagstyper = append(f.Sagstyper, export.ForfraSagstype{ID: d.ID, KLE: d.Valg.KLE, Trods: d.Trods})
		}
	})
	for _, id := range ids {
		if !f.Har(id) {
			return none, &ForfraValg{fmt.Sprintf("sagstype %s is not marked with a KLE number", oio.MaskCPR(id))}
		}
	}
	if len(f.Sagstyper) == 0 {
		return none, &ForfraValg{"no sagstype is marked with a KLE number"}
	}
	slices.SortFunc(f.Sagstyper, func(a, b export.ForfraSagstype) int { return strings.Compare(a.ID, b.ID) })
	return f, x.Store.GemForfra(ctx, x.Kommune, &f)
}

// Gaa works through the steps that are left. Why one stands still is kept with it.
func (x *Forfra) Gaa(ctx context.Context, f *export.Forfra) error {
	for f.Trin != export.Slut {
		if err := x.Goer(ctx, f, f.Trin); err != nil {
			var why *ForfraStaar
			if errors.As(err, &why) {
				f.Venter, f.Dansk = oio.MaskCPR(why.English), why.Dansk
				return errors.Join(err, x.Store.GemForfra(ctx, x.Kommune, f))
			}
			return err
		}
		if x.Sig != nil {
			x.Sig(f)
		}
		f.Trin++
		f.Venter, f.Dansk = "", ""
		if err := x.Store.GemForfra(ctx, x.Kommune, f); err != nil {
			return err
		}
	}
	return nil
}

// Goer does the work of one step, and does not note it.
func (x *Forfra) Goer(ctx context.Context, f *export.Forfra, step export.Trin) error {
	switch step {
	case export.Afmaerk:
		return x.afmaerk(ctx, f)
	case export.Toem:
		return x.toem(ctx, f)
	case export.Tomt:
		return x.tomt(ctx)
	case export.Maerk:
		return x.maerk(ctx, f)
	case export.Indlaes:
		return x.indlaes(ctx, f)
	case export.Kontrol:
		return x.kontrol(ctx, f)
	}
	return nil
}

func grund(f *export.Forfra) string { return fmt.Sprintf("starter forfra (nr. %d)", f.Nr) }

// beslut takes decisions about sagstyper, on what it has seen: should somebody decide about one meanwhile, it looks again.
func (x *Forfra) beslut(ctx context.Context, f *export.Forfra, choice forfravalg) error {
	for {
		err := x.beslutSet(ctx, f, choice)
		var refused *vaerksted.Afvist
		if !errors.As(err, &refused) || !slices.ContainsFunc(refused.Afvisninger, func(a vaerksted.Afvisning) bool { return a.Brud.Regel == "R104" }) {
			return err
		}
	}
}

// forfravalg is the decision that a start-over wants about a sagstype, if any, where another held last.
type forfravalg func(s *export.ForfraSagstype, last mapping.Beslutning) (want mapping.Valg, trods string, some bool)

// beslutSet takes one decision about each of the sagstyper that choice wants one of, all or none.
func (x *Forfra) beslutSet(ctx context.Context, f *export.Forfra, choice forfravalg) error {
	g, err := x.Store.Grundlag(ctx, x.Kommune)
	if err != nil {
		return err
	}
	var wishes []vaerksted.Oenske
	for i := range f.Sagstyper {
		s := &f.Sagstyper[i]
		last, _ := g.Mapping.Beslutning(mapping.Sagstype, s.ID)
		if want, trods, some := choice(s, last); some {
			wishes = append(wishes, vaerksted.Oenske{Set: last.Nr, Beslutning: mapping.Beslutning{Art: mapping.Sagstype, ID: s.ID, Valg: want, Af: f.Af, Trods: trods, Grund: grund(f)}})
		}
	}
	return x.Beslut(ctx, wishes)
}

func (x *Forfra) afmaerk(ctx context.Context, f *export.Forfra) error {
	return x.beslut(ctx, f, func(s *export.ForfraSagstype, last mapping.Beslutning) (mapping.Valg, string, bool) {
		return mapping.Valg{}, "", last.Valg == mapping.Valg{KLE: s.KLE}
	})
}

// udgaa lets sagstyper leave that a person has decided about since their marks were taken away: her word is newer.
func (x *Forfra) udgaa(ctx context.Context, f *export.Forfra) error {
	g, err := x.Store.Grundlag(ctx, x.Kommune)
	if err != nil {
		return err
	}
	f.Sagstyper = slices.DeleteFunc(slices.Clone(f.Sagstyper), func(s export.ForfraSagstype) bool {
		last, _ := g.Mapping.Beslutning(mapping.Sagstype, s.ID)
		if last.Grund == grund(f) {
			return false
		}
		f.Udgaaet = append(f.Udgaaet, s.ID)
		return true
	})
	return nil
}

// toem removes what the sagstyper have in the indexes. The person who asked for the start-over answers for that, and for no more: where
// others' removals wait beside, she must see them.
func (x *Forfra) toem(ctx context.Context, f *export.Forfra) error {
	for {
		if err := x.Eksporter(ctx); err != nil {
			return err
		}
		if err := x.udgaa(ctx, f); err != nil {
			return err
		}
		s, err := export.ReadStatus(ctx, x.Store, x.Kommune)
		if err != nil {
			return err
		}
		counts, err := x.Store.Antal(ctx, x.Kommune)
		if err != nil {
			return err
		}
		left, others, sagstype := 0, false, ""
		for what, n := range counts {
			there := what.Grund == projection.TilSletning || what.Grund == projection.SlettetIKoe || what.Grund == projection.Sendes || what.Grund == projection.IKoe
			switch {
			case n <= 0 || !there:
			case f.Har(what.Sagstype):
				left += n
			case what.Grund == projection.TilSletning || what.Grund == projection.SlettetIKoe:
				others, sagstype = true, what.Sagstype // empty where the ledger has never heard of it
			}
		}
		switch {
		case left == 0:
			return nil
		case len(s.Sletninger) == 0:
			return staar("Der er stadig noget i indekserne, eller indekset afviste det.", "%d objects are still in the indexes, or refused; see `indeksbro export status`, then run this again", left)
		case others:
			return staar("Andre sletninger venter også på godkendelse. Afgør dem først.", "R100: removals of others (%s) wait beside those of the start-over; approve deletion %d after a look, then run this again", cmp.Or(sagstype, "of a sagstype that is not known"), s.Sletninger[0].Nr)
		}
		for _, d := range s.Sletninger {
			if err := x.Store.GodkendSletning(ctx, x.Kommune, d.Nr, f.Af, x.Nu()); err != nil && !errors.Is(err, export.ErrVenterIkke) {
				return err
			}
		}
	}
}

// tomt believes no ledger: the index itself has nothing that should not be there.
func (x *Forfra) tomt(ctx context.Context) error {
	found, err := x.setEfter(ctx)
	if err != nil {
		return err
	}
	if n := found.Antal[verifikation.Overskydende]; n > 0 {
		return staar("Indekset har stadig noget, der skulle være væk. Kør en kontrol med rettelse.", "the index still has %d objects that should be gone; `indeksbro verify --repair` removes them, then run this again", n)
	}
	return nil
}

// setEfter compares everything. While somebody's decision is still to be worked through it cannot be seen what is as it should be, so that is
// worked through first.
func (x *Forfra) setEfter(ctx context.Context) (*verifikation.Resultat, error) {
	const tries = 5
	for range tries {
		found, err := x.Kontroller(ctx)
		if err != nil || !found.Forbehold {
			return found, err
		}
		if err := x.Eksporter(ctx); err != nil {
			return nil, err
		}
	}
	return nil, staar("Andres valg er ved at blive sendt, så det kan ikke ses, om indekset er, som det skal være.", "decisions of others are still being worked through, so that nobody can see whether the index is as it should be; run this again")
}

// maerk sets the marks again. One that stood against a rule before keeps its reason; a rule that stands against one now is told, or
// overridden with the reason given.
func (x *Forfra) maerk(ctx context.Context, f *export.Forfra) error {
	if err := x.udgaa(ctx, f); err != nil {
		return err
	}
	again := func(s *export.ForfraSagstype, last mapping.Beslutning) (mapping.Valg, string, bool) {
		return mapping.Valg{KLE: s.KLE}, s.Trods, last.Valg == mapping.Valg{} && last.Grund == grund(f)
	}
	err := x.beslut(ctx, f, again)
	var refused *vaerksted.Afvist
	if errors.As(err, &refused) && refused.KanTrodses() && f.Trods != "" {
		for _, one := range refused.Afvisninger {
			for i := range f.Sagstyper {
				if f.Sagstyper[i].ID == one.Beslutning.ID {
					f.Sagstyper[i].Trods = f.Trods
				}
			}
		}
		err = x.beslut(ctx, f, again)
	}
	if errors.As(err, &refused) {
		return staar("KLE-numrene kan ikke sættes på igen, for en regel siger nej. Ret mappingen.", "the marks are not set again: %v; mend the mapping, or say --trods WHY, then run this again", err)
	}
	return err
}

func (x *Forfra) indlaes(ctx context.Context, f *export.Forfra) error {
	if err := x.Eksporter(ctx); err != nil {
		return err
	}
	counts, err := x.Store.Antal(ctx, x.Kommune)
	if err != nil {
		return err
	}
	left := 0
	for what, n := range counts {
		if what.Grund == projection.IKoe && f.Har(what.Sagstype) {
			left += n
		}
	}
	stand, err := x.Store.Stand(ctx, x.Kommune)
	if err != nil {
		return err
	}
	if left > 0 || stand.Undervejs {
		return staar("Der sendes stadig, eller eksporten holder pause.", "%d objects are not sent yet; the export is busy or pauses", left)
	}
	return nil
}

func (x *Forfra) kontrol(ctx context.Context, f *export.Forfra) error {
	found, err := x.setEfter(ctx)
	if err != nil {
		return err
	}
	if err := x.Noter(ctx, found, f.Af); err != nil {
		return err
	}
	if n := len(found.Forskelle); n > 0 {
		return staar("Kontrollen fandt forskelle.", "%d objects differ; see `indeksbro verify`, then run this again", n)
	}
	return nil
}
