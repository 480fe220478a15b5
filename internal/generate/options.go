// Package generate makes synthetic municipalities: the feed of an electronic care record, the FK Organisation tree that goes
// with it, a mapping that is ready but for a few deliberate gaps, and the changes that trickle in afterwards. The same
// Options give the same bytes, in any process on any day, so tests, the demo and the benchmarks speak of one world.
//
// The world is skewed as real life is and holds every case the rules speak of at least once (YdelserFor names them). All
// people are invented: personal numbers have the day raised by 60, names are drawn from short lists. It reads no clock and
// no files, and uses no global randomness. It is no part of what a municipality runs.
package generate

import "indeksbro/internal/oio"

// Options describe one synthetic municipality.
type Options struct {
	Borgere int     // citizens with at least one case
	Seed    uint64  // other seeds give other people, dates and choices, with the same numbers
	Kommune oio.CVR // Korsbæk when empty
	// Dato is "today" in the generated world: nothing is registered later, and what begins later lies in the future.
	// 2026-01-15 when zero.
	Dato oio.Dato
}

const standardDato oio.Dato = 20260115

func (o Options) withDefaults() Options {
	if o.Kommune == "" {
		o.Kommune = oio.Korsbaek
	}
	if o.Dato == 0 {
		o.Dato = standardDato
	}
	o.Borgere = max(o.Borgere, 0)
	return o
}
