package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"indeksbro/internal/export"
	"indeksbro/internal/mapping"
	"indeksbro/internal/oio"
	"indeksbro/internal/projection"
	"indeksbro/internal/vaerksted"
	"indeksbro/internal/verifikation"
)

type exportForfraCmd struct {
	Sagstyper []string `arg:"" optional:"" name:"SAGSTYPE" help:"Ids of the sagstyper that start over."`
	All       bool     `help:"All marked sagstyper."`
	Af        string   `placeholder:"WHO" help:"The person who answers for the removal (R100)."`
	Trods     string   `placeholder:"WHY" help:"Set marks again although a rule that may be overridden stands against them."`
}

// Help shows an example.
func (exportForfraCmd) Help() string {
	return "Starts sagstyper over (R094): their marks are taken away, everything of theirs is removed from both indexes and seen to be gone, the marks are set again under the guards, everything is sent again and verified. Each step is kept: stopped anywhere, the same command without names goes on where it stood.\n\nExample: indeksbro export start-over st-7 st-12 --af \"Karen Holm\""
}

// Run begins a start-over, or goes on with the one that stands.
func (c *exportForfraCmd) Run(m *miljoe, ctx context.Context) error {
	b, err := m.open(ctx)
	if err != nil {
		return err
	}
	f, err := b.db.Forfra(ctx, b.kommune)
	if err != nil {
		return err
	}
	named := len(c.Sagstyper) > 0 || c.All
	switch {
	case f.Igang() && named:
		return inputError("start-over %d stands at «%s»; finish it first: indeksbro export start-over", f.Nr, f.Trin)
	case !f.Igang() && !named:
		return inputError("name the sagstyper that start over, or --all; none stands unfinished")
	case !f.Igang():
		if f, err = b.begyndForfra(ctx, m, c.Sagstyper, c.All, c.Af); err != nil {
			return err
		}
	}
	if c.Trods != "" {
		f.Trods = oio.MaskCPR(c.Trods)
	}
	had, err := b.forfraAlene(ctx, m, &f)
	if err == nil && !had {
		return waits("another process, such as serve, works on the start-over, or was ended less than ten seconds ago; follow it with `indeksbro export status` or on /vaerksted/eksport/forfra")
	}
	return err
}

// begyndForfra notes what is to be done, before anything is.
func (b *bro) begyndForfra(ctx context.Context, m *miljoe, ids []string, all bool, af string) (export.Forfra, error) {
	var none export.Forfra
	if strings.TrimSpace(af) == "" {
		return none, inputError("a start-over removes everything of the sagstyper first: a named person must answer for it, --af WHO (R100)")
	}
	if _, _, err := b.kontrol(ctx, m); err != nil {
		return none, err // what cannot be looked into cannot be seen to be empty
	}
	if before, err := b.db.Forfra(ctx, b.kommune); err != nil || before.Igang() {
		return none, errors.Join(err, staar("En start forfra er i gang. Den skal være færdig først.", "a start-over is under way; it must be done first"))
	}
	s, err := export.ReadStatus(ctx, b.db, b.kommune)
	if err != nil {
		return none, err
	}
	if !s.Aktiv {
		return none, staar("Eksporter sager er ikke aktiv. Intet er sendt, så der er intet at starte forfra med.", "R090: the export is not active; nothing was sent, so there is nothing to start over")
	}
	if len(s.Sletninger) > 0 {
		return none, staar("En sletning venter på godkendelse. Afgør den først, så der kun fjernes det, der nævnes her.", "R100: deletion %d waits for a person; settle it first, so that a start-over removes what it names and nothing else", s.Sletninger[0].Nr)
	}
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return none, err
	}
	f := export.Forfra{Tid: m.Nu(), Af: oio.MaskCPR(af), Trin: export.Afmaerk}
	g.Mapping.Alle(mapping.Sagstype, func(d mapping.Beslutning) {
		if d.Valg.KLE != "" && (all || slices.Contains(ids, d.ID)) {
			f.Sagstyper = append(f.Sagstyper, export.ForfraSagstype{ID: d.ID, KLE: d.Valg.KLE, Trods: d.Trods})
		}
	})
	for _, id := range ids {
		if !f.Har(id) {
			return none, inputError("sagstype %s is not marked with a KLE number", oio.MaskCPR(id))
		}
	}
	if len(f.Sagstyper) == 0 {
		return none, inputError("no sagstype is marked with a KLE number")
	}
	slices.SortFunc(f.Sagstyper, func(a, b export.ForfraSagstype) int { return strings.Compare(a.ID, b.ID) })
	return f, b.db.GemForfra(ctx, b.kommune, &f)
}

// forfraVenter is why a start-over stands still, in both languages.
type forfraVenter struct {
	error
	dansk string
}

// staar ends a step that something else must happen for.
func staar(dansk, format string, args ...any) error {
	return &exitError{exitFindings, &forfraVenter{fmt.Errorf(format, args...), dansk}}
}

// forfraAlene works on the start-over while no other process does; false: another one does.
func (b *bro) forfraAlene(ctx context.Context, m *miljoe, f *export.Forfra) (bool, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	mine := b.proces.navn + somForfra
	take := func() (bool, error) {
		took := false
		err := b.db.Planlaeg(ctx, b.kommune, func(t export.Planlaegning) error {
			took = t.Plan().TagForfra(mine, t.Nu())
			return nil
		})
		return took, err
	}
	if took, err := take(); err != nil || !took {
		return false, err
	}
	var renewing sync.WaitGroup
	renewing.Go(func() {
		ticker := time.NewTicker(fornyes)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if took, err := take(); err == nil && !took {
					cancel() // this process was silent too long, and another went on
				}
			}
		}
	})
	err := b.forfra(ctx, m, f)
	cancel()
	renewing.Wait()
	return true, errors.Join(err, b.db.Planlaeg(context.WithoutCancel(ctx), b.kommune, func(t export.Planlaegning) error {
		t.Plan().SlipForfra(mine)
		return nil
	}))
}

// forfra works through the steps that are left. Each is safe to do again. Why one stands still is kept with it.
func (b *bro) forfra(ctx context.Context, m *miljoe, f *export.Forfra) error {
	steps := map[export.Trin]func(context.Context, *miljoe, *export.Forfra) error{
		export.Afmaerk: b.forfraAfmaerk, export.Toem: b.forfraToem, export.Tomt: b.forfraTomt, export.Maerk: b.forfraMaerk, export.Indlaes: b.forfraIndlaes, export.Kontrol: b.forfraKontrol,
	}
	for f.Trin != export.Slut {
		if err := steps[f.Trin](ctx, m, f); err != nil {
			var why *forfraVenter
			if errors.As(err, &why) {
				f.Venter, f.Dansk = oio.MaskCPR(why.Error()), why.dansk
				return errors.Join(err, b.db.GemForfra(ctx, b.kommune, f))
			}
			return err
		}
		m.printf("%d of %d: %s\n", f.Trin, export.Kontrol, f.Trin)
		f.Trin++
		f.Venter, f.Dansk = "", ""
		if err := b.db.GemForfra(ctx, b.kommune, f); err != nil {
			return err
		}
	}
	m.printf("%d sagstyper have started over\n", len(f.Sagstyper))
	return nil
}

// forfraEksport sends and removes what there is, beside the exporter that this process may have.
func (b *bro) forfraEksport(ctx context.Context, m *miljoe) error {
	x := b.exporter(m)
	x.Holder += somForfra
	_, err := levende(ctx, x, x.Run)
	return err
}

// forfraBeslut takes one decision about each of the sagstyper, all or none; those that hold already are left.
func (b *bro) forfraBeslut(ctx context.Context, m *miljoe, f *export.Forfra, choice func(*export.ForfraSagstype) (want mapping.Valg, trods string)) error {
	g, err := b.db.Grundlag(ctx, b.kommune)
	if err != nil {
		return err
	}
	var wishes []vaerksted.Oenske
	for i := range f.Sagstyper {
		s := &f.Sagstyper[i]
		if want, trods := choice(s); g.Mapping.Valg(mapping.Sagstype, s.ID) != want {
			wishes = append(wishes, vaerksted.Oenske{Set: vaerksted.Ligemeget, Beslutning: mapping.Beslutning{Art: mapping.Sagstype, ID: s.ID, Valg: want, Af: f.Af, Trods: trods, Grund: fmt.Sprintf("starter forfra (nr. %d)", f.Nr)}})
		}
	}
	_, err = b.desk(m, nil).Beslut(ctx, wishes)
	return err
}

func (b *bro) forfraAfmaerk(ctx context.Context, m *miljoe, f *export.Forfra) error {
	return b.forfraBeslut(ctx, m, f, func(*export.ForfraSagstype) (mapping.Valg, string) { return mapping.Valg{}, "" })
}

// forfraToem removes what the sagstyper have in the indexes. The person who asked for the start-over answers for that, and for no more:
// where others' removals wait beside, she must see them.
func (b *bro) forfraToem(ctx context.Context, m *miljoe, f *export.Forfra) error {
	for {
		if err := b.forfraEksport(ctx, m); err != nil {
			return err
		}
		s, err := export.ReadStatus(ctx, b.db, b.kommune)
		if err != nil {
			return err
		}
		counts, err := b.db.Antal(ctx, b.kommune)
		if err != nil {
			return err
		}
		left, others := 0, ""
		for what, n := range counts {
			there := what.Grund == projection.TilSletning || what.Grund == projection.SlettetIKoe || what.Grund == projection.Sendes || what.Grund == projection.IKoe
			switch {
			case n <= 0 || !there:
			case f.Har(what.Sagstype):
				left += n
			case what.Grund == projection.TilSletning || what.Grund == projection.SlettetIKoe:
				others = what.Sagstype
			}
		}
		switch {
		case left == 0:
			return nil
		case len(s.Sletninger) == 0:
			return staar("Der er stadig noget i indekserne, eller indekset afviste det.", "%d objects are still in the indexes, or refused; see `indeksbro export status`, then run this again", left)
		case others != "":
			return staar("Andre sletninger venter også på godkendelse. Afgør dem først.", "R100: removals of others (%s) wait beside those of the start-over; approve deletion %d after a look, then run this again", others, s.Sletninger[0].Nr)
		}
		for _, d := range s.Sletninger {
			if err := b.db.GodkendSletning(ctx, b.kommune, d.Nr, f.Af, m.Nu()); err != nil {
				return err
			}
		}
	}
}

// forfraTomt believes no ledger: the index itself has nothing that should not be there.
func (b *bro) forfraTomt(ctx context.Context, m *miljoe, _ *export.Forfra) error {
	found, err := b.verifikation(ctx, m)
	if err != nil {
		return err
	}
	if n := found.Antal[verifikation.Overskydende]; n > 0 {
		return staar("Indekset har stadig noget, der skulle være væk. Kør en kontrol med rettelse.", "the index still has %d objects that should be gone; `indeksbro verify --repair` removes them, then run this again", n)
	}
	return nil
}

// forfraMaerk sets the marks again. One that stood against a rule before keeps its reason; a rule that stands against one now is told, or
// overridden with the reason given.
func (b *bro) forfraMaerk(ctx context.Context, m *miljoe, f *export.Forfra) error {
	again := func(s *export.ForfraSagstype) (mapping.Valg, string) { return mapping.Valg{KLE: s.KLE}, s.Trods }
	err := b.forfraBeslut(ctx, m, f, again)
	var refused *vaerksted.Afvist
	if errors.As(err, &refused) && refused.KanTrodses() && f.Trods != "" {
		for _, one := range refused.Afvisninger {
			for i := range f.Sagstyper {
				if f.Sagstyper[i].ID == one.Beslutning.ID {
					f.Sagstyper[i].Trods = f.Trods
				}
			}
		}
		err = b.forfraBeslut(ctx, m, f, again)
	}
	if errors.As(err, &refused) {
		return staar("KLE-numrene kan ikke sættes på igen, for en regel siger nej. Ret mappingen.", "the marks are not set again: %v; mend the mapping, or say --trods WHY, then run this again", err)
	}
	return err
}

func (b *bro) forfraIndlaes(ctx context.Context, m *miljoe, f *export.Forfra) error {
	if err := b.forfraEksport(ctx, m); err != nil {
		return err
	}
	counts, err := b.db.Antal(ctx, b.kommune)
	if err != nil {
		return err
	}
	left := 0
	for what, n := range counts {
		if what.Grund == projection.IKoe && f.Har(what.Sagstype) {
			left += n
		}
	}
	stand, err := b.db.Stand(ctx, b.kommune)
	if err != nil {
		return err
	}
	if left > 0 || stand.Undervejs {
		return staar("Der sendes stadig, eller eksporten holder pause.", "%d objects are not sent yet; the export is busy or pauses", left)
	}
	return nil
}

func (b *bro) forfraKontrol(ctx context.Context, m *miljoe, f *export.Forfra) error {
	found, err := b.verifikation(ctx, m)
	if err != nil {
		return err
	}
	if err := b.styring(m, nil).NoterKontrol(ctx, found, true, f.Af); err != nil {
		return err
	}
	if n := len(found.Forskelle); n > 0 {
		return staar("Kontrollen fandt forskelle.", "%d objects differ; see `indeksbro verify`, then run this again", n)
	}
	return nil
}

// verifikation compares everything.
func (b *bro) verifikation(ctx context.Context, m *miljoe) (*verifikation.Resultat, error) {
	v, _, err := b.kontrol(ctx, m)
	if err != nil {
		return nil, err
	}
	return v.Fuld(ctx)
}
