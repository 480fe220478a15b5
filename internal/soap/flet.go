package soap

import "time"

// Serie says how periods of one kind of element are told apart and cut, so that an update can be merged into them.
type Serie[T any] struct {
	Noegle  func(*T) string                    // elements of one key are one series
	Periode func(*T) (from, until time.Time)   // a zero end is open
	Kort    func(t T, from, until time.Time) T // the same for another period
	Ens     func(a, b *T) bool                 // refer to the same thing; may be nil
	Uklar   func(ended, open *T)               // told of an end that does not say which period it ends (SDI-40); may be nil
}

// Flet merges incoming periods into stored ones: one with the same start replaces the other whole, any other overlap is cut
// to what lies outside the newcomer. How the real index merges is not published; this is SF1470 §6.1 as we read it.
func Flet[T any](stored, incoming []T, s Serie[T]) []T {
	merged := append([]T(nil), stored...)
	for i := range incoming {
		merged = s.en(merged, incoming[i])
	}
	return merged
}

func (s *Serie[T]) en(stored []T, p T) []T {
	key := s.Noegle(&p)
	from, until := s.Periode(&p)
	var kept []T
	at := -1
	for i := range stored {
		old := stored[i]
		oldFrom, oldUntil := s.Periode(&old)
		switch {
		case s.Noegle(&old) != key:
			kept = append(kept, old)
		case oldFrom.Equal(from):
			at = len(kept)
		case !overlaps(oldFrom, oldUntil, from, until):
			kept = append(kept, old)
		default:
			kept = s.rest(kept, old, p)
		}
	}
	if at >= 0 {
		return append(kept[:at:at], append([]T{p}, kept[at:]...)...)
	}
	return append(kept, p)
}

// rest adds what of an old period lies before and after the newcomer.
func (s *Serie[T]) rest(kept []T, old, p T) []T {
	from, until := s.Periode(&p)
	oldFrom, oldUntil := s.Periode(&old)
	if !until.IsZero() && oldUntil.IsZero() && oldFrom.Before(from) && s.Ens != nil && s.Ens(&old, &p) {
		if s.Uklar != nil {
			s.Uklar(&p, &old)
		}
		return append(kept, s.Kort(old, oldFrom, from)) // an end with a wrong start ends the open one
	}
	if oldFrom.Before(from) {
		kept = append(kept, s.Kort(old, oldFrom, from))
	}
	if !until.IsZero() && (oldUntil.IsZero() || oldUntil.After(until)) {
		kept = append(kept, s.Kort(old, until, oldUntil))
	}
	return kept
}

func overlaps(from, until, otherFrom, otherUntil time.Time) bool {
	return (otherUntil.IsZero() || from.Before(otherUntil)) && (until.IsZero() || otherFrom.Before(until))
}

// Overlapper reports whether two periods have a moment in common; a zero end is open.
func Overlapper(from, until, otherFrom, otherUntil time.Time) bool {
	return overlaps(from, until, otherFrom, otherUntil)
}
