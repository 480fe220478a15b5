package historier

import (
	"context"
	"slices"
)

// mestSkrump is how many histories are played to shrink one.
const mestSkrump = 600

// skrumper makes a failing history smaller, as long as it fails by the same rule.
type skrumper struct {
	loeb  *Loeb
	regel string
	bedst *Historie
	sidst *Udfald
	brugt int
	err   error
}

// skrump plays a failing seed again and gives the smallest history found that fails as it does.
func (l *Loeb) skrump(ctx context.Context, seed uint64) (*Brud, error) {
	whole := Tegn(seed)
	first, err := l.en(ctx, whole)
	if err != nil {
		return nil, err
	}
	if first.Fund == nil {
		return &Brud{Seed: seed, Fund: Fund{"replay", "the seed fails, and does not when it is played again: something in it is not decided by the seed"}, Skridt: len(whole.skridt)}, nil
	}
	s := &skrumper{loeb: l, regel: first.Fund.Regel, bedst: whole, sidst: first}
	for before := -1; before != s.vaegt() && s.err == nil; {
		before = s.vaegt()
		s.faerre(ctx)
		s.enklere(ctx)
	}
	return &Brud{Seed: seed, Fund: *s.sidst.Fund, Spor: s.sidst.Spor, Skridt: len(whole.skridt), Proevet: s.brugt}, s.err
}

// vaegt is how much is left.
func (s *skrumper) vaegt() int {
	n := 0
	for _, step := range s.bedst.skridt {
		n += 10 + len(step.aendringer) + len(step.valg) + len(step.ting) + step.doed.Ved
		for _, f := range step.fejl {
			if f != Gaar {
				n++
			}
		}
		if step.levering.rod {
			n++
		}
	}
	return n
}

// proev keeps a smaller history when it fails still.
func (s *skrumper) proev(ctx context.Context, steps []skridt) bool {
	if s.brugt == mestSkrump || s.err != nil {
		return false
	}
	s.brugt++
	smaller := *s.bedst
	smaller.skridt = steps
	played, err := s.loeb.en(ctx, &smaller)
	if err != nil {
		s.err = err
		return false
	}
	if played.Fund == nil || played.Fund.Regel != s.regel {
		return false
	}
	s.bedst, s.sidst = &smaller, played
	return true
}

// faerre takes steps away: halves first, single ones at last.
func (s *skrumper) faerre(ctx context.Context) {
	for size := max(1, len(s.bedst.skridt)/2); size > 0; size /= 2 {
		for at := len(s.bedst.skridt) - size; at >= 0; at -= size {
			if at+size > len(s.bedst.skridt) {
				continue
			}
			s.proev(ctx, slices.Delete(slices.Clone(s.bedst.skridt), at, at+size))
		}
	}
}

// enklere takes parts of steps away.
func (s *skrumper) enklere(ctx context.Context) {
	for i := range s.bedst.skridt {
		step := s.bedst.skridt[i]
		s.uden(ctx, i, step.doed.Ved != 0, func(k *skridt) { k.doed = Doed{} })
		s.uden(ctx, i, step.levering.rod, func(k *skridt) { k.levering.rod = false })
		s.uden(ctx, i, slices.ContainsFunc(step.fejl, func(f Maalfejl) bool { return f != Gaar }), func(k *skridt) { k.fejl = nil })
		for j := range step.fejl {
			s.uden(ctx, i, step.fejl[j] != Gaar, func(k *skridt) {
				if j < len(k.fejl) {
					k.fejl = slices.Clone(k.fejl)
					k.fejl[j] = Gaar
				}
			})
		}
		for j := len(step.aendringer) - 1; j >= 0; j-- {
			s.uden(ctx, i, len(step.aendringer) > 1, func(k *skridt) { k.aendringer = slices.Delete(slices.Clone(k.aendringer), j, j+1) })
		}
		for j := len(step.valg) - 1; j >= 0; j-- {
			s.uden(ctx, i, len(step.valg) > 1, func(k *skridt) { k.valg = slices.Delete(slices.Clone(k.valg), j, j+1) })
		}
		for j := len(step.ting) - 1; j >= 0; j-- {
			s.uden(ctx, i, len(step.ting) > 1, func(k *skridt) { k.ting = slices.Delete(slices.Clone(k.ting), j, j+1) })
		}
	}
}

func (s *skrumper) uden(ctx context.Context, i int, worth bool, change func(*skridt)) {
	if !worth {
		return
	}
	steps := slices.Clone(s.bedst.skridt)
	change(&steps[i])
	s.proev(ctx, steps)
}
